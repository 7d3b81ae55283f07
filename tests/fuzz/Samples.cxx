// See Samples.h.
#include "Samples.h"

#include "RootletSchema.h"
#include "RootletStl.h"
#include "TBuffer.h"
#include "TClonesArray.h"
#include "TH1F.h"
#include "TH2D.h"
#include "THashList.h"
#include "TLorentzVector.h"
#include "TMap.h"
#include "TObjArray.h"
#include "TObjString.h"
#include "TProfile.h"
#include "TRef.h"
#include "Zoo.h"

#include <memory>

using namespace cage;

namespace rootlet::fuzz {
namespace {

std::string Written(const TBuffer &buffer)
{
   return {buffer.Buffer(), buffer.Position()};
}

class Collector {
public:
   template <class T>
   void Add(T &object)
   {
      TClass *cl = T::Class();
      TBuffer alone(TBuffer::kWrite), any(TBuffer::kWrite);
      alone.MapObject(&object, cl);
      cl->Streamer(&object, alone);
      any.WriteObjectAny(&object, cl);
      fSamples.push_back({cl, Written(alone), Written(any)});
   }
   template <class T>
   void Filled()
   {
      T object;
      object.Fill(2);
      Add(object);
   }
   std::vector<Sample> fSamples;
};

void AddZoo(Collector &all)
{
   all.Filled<Basics>();
   all.Filled<cage::Arrays>();
   all.Filled<cage::Counted>();
   all.Filled<cage::Packed>();
   all.Filled<cage::Strings>();
   all.Filled<cage::Objects>();
   all.Filled<Embedded>();
   all.Filled<Loops>();
   all.Filled<BasicContainers>();
   all.Filled<Maps>();
   all.Filled<ObjectContainers>();
   all.Filled<NestedContainers>();
   all.Filled<Outer>();
   Bottom bottom;
   bottom.fBottom = 7;
   all.Add(bottom);
   Holder holder;
   holder.fName = "holder";
   holder.fInts.assign(3, 1);
   holder.fLeaves.assign(2, Leaf(2));
   holder.fMap = {{1, 2.0}};
   all.Add(holder);
   Node node;
   node.fNext.reset(new Node);
   node.fNext->fNext.reset(new Node);
   all.Add(node);
   cage::Pointers pointers;
   Flower flower;
   Leaf leaf(1);
   Point point;
   pointers.fShared = pointers.fSame = pointers.fPair[1] = &leaf;
   pointers.fDerived = pointers.fPair[0] = &flower;
   pointers.fSelf = &pointers;
   pointers.fAny = &flower;
   pointers.fPoint = &point;
   pointers.fOwned.reset(new Leaf(2));
   all.Add(pointers);
}

void AddLibrary(Collector &all)
{
   TH1::AddDirectory(kFALSE);
   TNamed named("name", "title");
   TObjString text("text");
   all.Add(named);
   TList list;
   list.Add(&named, "option");
   list.Add(&text);
   list.Add(&named);
   all.Add(list);
   THashList hashed;
   hashed.Add(&named);
   hashed.Add(&text);
   all.Add(hashed);
   TObjArray array(4, 1);
   array.Add(&text);
   array.AddLast(&list);
   all.Add(array);
   TMap map;
   map.Add(&text, &named);
   all.Add(map);
   TClonesArray clones("TNamed", 3);
   for (int i = 0; i < 3; ++i)
      new (clones[i]) TNamed("clone", "of many");
   all.Add(clones);
   clones.RemoveAt(1); // now with presence bytes
   all.Add(clones);
   TH1F h1("h1", "title", 4, 0, 1);
   h1.Fill(0.5);
   h1.GetXaxis()->SetBinLabel(1, "one");
   h1.GetXaxis()->SetBinLabel(2, "two");
   all.Add(h1);
   TH2D h2("h2", "title", 2, 0, 1, 2, 0, 1);
   h2.Sumw2();
   h2.Fill(0.5, 0.5, 2);
   all.Add(h2);
   TProfile profile("profile", "title", 3, 0, 1);
   profile.Fill(0.5, 2);
   all.Add(profile);
   TLorentzVector vector(1, 2, 3, 4);
   all.Add(vector);
   TRef reference(&named);
   all.Add(reference);
   all.Add(*TH1F::Class()->GetStreamerInfo());
}

} // namespace

const std::vector<Sample> &Samples()
{
   static const std::vector<Sample> samples = [] {
      Collector all;
      AddZoo(all);
      Loops::fgOwnsBranches = false; // from here on: broken streams may have two pointers to one leaf
      AddLibrary(all);
      all.Filled<Hive>();
      return std::move(all.fSamples);
   }();
   return samples;
}

std::string RecordOf(const TClass *cl)
{
   Schema schema;
   schema.AddClass(cl);
   schema.AddClass(Flower::Class()); // what stands behind pointers to Leaf
   TList list;
   for (const auto &info : schema.All())
      list.Add(info.get());
   TBuffer buffer(TBuffer::kWrite);
   buffer.MapObject(&list);
   list.Streamer(buffer);
   return Written(buffer);
}

} // namespace rootlet::fuzz
