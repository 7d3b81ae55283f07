// Rootlet in the row `graph`: the objects with their pointers as they are.
#ifndef ROOTLET_bench_RootletGraph
#define ROOTLET_bench_RootletGraph

#include "Graph.h"

#include "TBuffer.h"

#include <memory>

class RootletGraph {
public:
   static constexpr const char *kName = "rootlet";
   using Decay = std::unique_ptr<graph::Particle>;
   static Decay Make(int particles) { return Decay(graph::Make(particles)); }

   void Write(const Decay &decay)
   {
      fOut.Reset();
      fOut.WriteObject(decay.get());
   }
   Decay Read()
   {
      fIn.SetBuffer(fOut.Buffer(), static_cast<UInt_t>(fOut.Length()), kFALSE);
      return Decay(static_cast<graph::Particle *>(fIn.ReadObject(graph::Particle::Class())));
   }
   std::size_t Bytes() const { return static_cast<std::size_t>(fOut.Length()); }

private:
   TBuffer fOut{TBuffer::kWrite};
   TBuffer fIn{nullptr, 0};
};

#endif
