// Objects written into a TBuffer and read out of it, with buffers and objects that are used again and again.
#include "Counted.h"
#include "Work.h"

#include "TBuffer.h"
#include "TClonesArray.h"

#include <memory>

namespace {

/// An object of a class with a Streamer; it is written over and over, or read over and over from what was written first.
template <class T>
std::function<void()> Writes(std::shared_ptr<T> object)
{
   auto buffer = std::make_shared<TBuffer>(TBuffer::kWrite);
   return [object, buffer] {
      buffer->Reset();
      buffer->MapObject(object.get());
      object->Streamer(*buffer);
   };
}

template <class T>
std::function<void()> Reads(std::shared_ptr<T> object)
{
   auto written = std::make_shared<TBuffer>(TBuffer::kWrite);
   written->MapObject(object.get());
   object->Streamer(*written);
   auto buffer = std::make_shared<TBuffer>(written->Buffer(), static_cast<std::size_t>(written->Length()));
   return [object, written, buffer] {
      buffer->Reset();
      buffer->MapObject(object.get());
      object->Streamer(*buffer);
   };
}

template <class T>
void AddBoth(std::vector<Work> &works, const std::string &name, int times,
             const std::function<std::shared_ptr<T>()> &make)
{
   works.push_back({name + " write", times, [=] { return Writes<T>(make()); }});
   works.push_back({name + " read", times, [=] { return Reads<T>(make()); }});
}

template <class T>
void AddArray(std::vector<Work> &works, const std::string &name)
{
   constexpr int kBytes = 64 * 1024;
   constexpr int kCount = kBytes / static_cast<int>(sizeof(T));
   works.push_back({"array of " + name + " write", 20, [=]() -> std::function<void()> {
                       auto values = std::make_shared<std::vector<T>>(kCount, T(1));
                       auto buffer = std::make_shared<TBuffer>(TBuffer::kWrite, kBytes + 64);
                       return [=] {
                          buffer->SetBufferOffset(0);
                          buffer->WriteFastArray(values->data(), kCount);
                       };
                    }});
   works.push_back({"array of " + name + " read", 20, [=]() -> std::function<void()> {
                       auto values = std::make_shared<std::vector<T>>(kCount);
                       auto bytes = std::make_shared<std::vector<char>>(kBytes);
                       auto buffer = std::make_shared<TBuffer>(bytes->data(), bytes->size());
                       return [=] {
                          buffer->SetBufferOffset(0);
                          buffer->ReadFastArray(values->data(), kCount);
                          (void)bytes; // stays, as the buffer does not own it
                       };
                    }});
}

/// A tree in which each node but the leaves has four daughters: they belong to this.
class Tree {
public:
   explicit Tree(int nodes)
   {
      for (int i = 0; i < nodes; ++i) {
         auto node = std::make_unique<counted::Node>();
         node->fId = i;
         node->fEnergy = 0.5f * static_cast<Float_t>(i);
         if (i > 0) {
            node->fMother = fNodes[static_cast<std::size_t>((i - 1) / 4)].get();
            node->fMother->fDaughters.push_back(node.get());
         }
         fNodes.push_back(std::move(node));
      }
   }
   const counted::Node *Root() const { return fNodes.front().get(); }

private:
   std::vector<std::unique_ptr<counted::Node>> fNodes;
};

constexpr int kNodes = 341;

void Delete(const counted::Node *node)
{
   for (const counted::Node *daughter : node->fDaughters)
      Delete(daughter);
   delete node;
}

void AddGraph(std::vector<Work> &works)
{
   works.push_back({"graph write", 10, []() -> std::function<void()> {
                       auto tree = std::make_shared<Tree>(kNodes);
                       auto buffer = std::make_shared<TBuffer>(TBuffer::kWrite);
                       return [=] {
                          buffer->Reset();
                          buffer->WriteObject(tree->Root());
                       };
                    }});
   works.push_back({"graph read", 10, []() -> std::function<void()> {
                       auto written = std::make_shared<TBuffer>(TBuffer::kWrite);
                       written->WriteObject(Tree(kNodes).Root());
                       auto buffer =
                          std::make_shared<TBuffer>(written->Buffer(), static_cast<std::size_t>(written->Length()));
                       return [=] {
                          buffer->Reset();
                          Delete(static_cast<counted::Node *>(buffer->ReadObject(counted::Node::Class())));
                          (void)written;
                       };
                    }});
}

std::shared_ptr<counted::Tracks> MakeTracks()
{
   auto tracks = std::make_shared<counted::Tracks>();
   tracks->fTracks = event::Make(200).fTracks;
   return tracks;
}

std::shared_ptr<TClonesArray> MakeClones()
{
   auto clones = std::make_shared<TClonesArray>(event::Track::Class(), 200);
   const event::Event event = event::Make(200);
   for (Int_t i = 0; i < 200; ++i)
      *static_cast<event::Track *>(clones->ConstructedAt(i)) = event.fTracks[static_cast<std::size_t>(i)];
   return clones;
}

} // namespace

std::vector<Work> StreamWorks()
{
   std::vector<Work> works;
   AddBoth<event::Event>(works, "event", 5, [] { return std::make_shared<event::Event>(event::Make(600)); });
   AddBoth<counted::Tracks>(works, "vector of tracks", 10, MakeTracks);
   AddBoth<TClonesArray>(works, "TClonesArray", 10, MakeClones);
   AddGraph(works);
   AddArray<Double_t>(works, "double");
   AddArray<Float_t>(works, "float");
   AddArray<Short_t>(works, "short");
   return works;
}
