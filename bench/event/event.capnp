# The event as Cap'n Proto has it. Parts of fixed size are groups, which lie within the struct: no pointers, no lists of six.
@0xf5208163396cb107;

using Cxx = import "/capnp/c++.capnp";
$Cxx.namespace("packet");

struct Track {
  px @0 :Float32;
  py @1 :Float32;
  pz @2 :Float32;
  mass2 @3 :Float32;
  phi @4 :Float64;
  chi2 @5 :Float64;
  covariance :group {
    c0 @6 :Float32;
    c1 @7 :Float32;
    c2 @8 :Float32;
    c3 @9 :Float32;
    c4 @10 :Float32;
    c5 @11 :Float32;
  }
  charge @12 :Int32;
  points @13 :Int32;
  flags @14 :UInt32;
  sectors :group {
    s0 @15 :Int16;
    s1 @16 :Int16;
    s2 @17 :Int16;
    s3 @18 :Int16;
    s4 @19 :Int16;
    s5 @20 :Int16;
    s6 @21 :Int16;
    s7 @22 :Int16;
  }
  origin :group {
    x @23 :Float32;
    y @24 :Float32;
    z @25 :Float32;
    tracks @26 :Int32;
  }
}

struct Event {
  run @0 :Int32;
  number @1 :Int64;
  time @2 :Float64;
  rotation @3 :List(Float32);
  trigger @4 :Text;
  station @5 :Text;
  comments @6 :List(Text);
  adc @7 :List(Int32);
  tracks @8 :List(Track);
  primary :group {
    x @9 :Float32;
    y @10 :Float32;
    z @11 :Float32;
    tracks @12 :Int32;
  }
}

struct Tracks {
  tracks @0 :List(Track);
}
