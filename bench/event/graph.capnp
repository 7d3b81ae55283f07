# The decay as Cap'n Proto has it: rows with numbers in place of pointers, -1 for null. The daughters of all particles stand in
# one list, so that particles have no pointers.
@0xdd57461d111cde11;

using Cxx = import "/capnp/c++.capnp";
$Cxx.namespace("packet");

struct Point {
  x @0 :Float32;
  y @1 :Float32;
  z @2 :Float32;
  time @3 :Float32;
}

struct Particle {
  pdg @0 :Int32;
  status @1 :Int32;
  momentum :group {
    x @2 :Float32;
    y @3 :Float32;
    z @4 :Float32;
    e @5 :Float32;
  }
  mother @6 :Int32;
  elder @7 :Int32;
  origin @8 :Int32;
  decay @9 :Int32;
  firstDaughter @10 :UInt32;
  daughters @11 :UInt32;
}

struct Decay {
  particles @0 :List(Particle);
  points @1 :List(Point);
  daughters @2 :List(Int32);
}
