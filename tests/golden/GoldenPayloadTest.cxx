// Objects cut out of files that ROOT 5.23 to 6.3x wrote: what has our class versions is read, and streamed again to the
// same bytes. Needs the golden data; skipped, saying so, where it is absent.
#include "GoldenFiles.h"
#include "TBuffer.h"
#include "TClass.h"
#include "TCollection.h"
#include "TError.h"
#include "TObject.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>
#include <map>
#include <memory>
#include <string>

namespace {

using golden::Json;
using golden::ReadFile;

// ROOT 6.29/01 and later write the memory bits of TObject as 0.
bool WritesMemoryBits(const Json &entry)
{
   return entry.at("rootVersionOfFile").get<int>() % 1000000 < 62901;
}

// The memory bits say where an object lay when it was written: ROOT keeps some lists and arrays in static storage or on
// the stack, some development versions write none, and an object that is read keeps its own. They are in the high byte of
// fBits, behind TObject's version and id.
bool DifferInMemoryBits(const std::string &ours, const std::string &roots, std::size_t at)
{
   constexpr int kMemoryBits = 0x03;
   return ((ours[at] ^ roots[at]) & ~kMemoryBits) == 0 && at >= 6 && roots[at - 6] == 0 && roots[at - 5] == 1;
}

// Where two byte strings differ, with what stands there; empty if they do not.
std::string FirstDifference(const std::string &ours, const std::string &roots)
{
   if (ours == roots)
      return {};
   std::size_t at = 0;
   while (at < ours.size() && at < roots.size() && (ours[at] == roots[at] || DifferInMemoryBits(ours, roots, at)))
      ++at;
   if (at == ours.size() && at == roots.size())
      return {};
   std::string text = "byte " + std::to_string(at) + " of " + std::to_string(roots.size());
   for (const std::string *bytes : {&ours, &roots}) {
      text += bytes == &ours ? "\nours" : "\nROOT";
      for (std::size_t i = at < 20 ? 0 : at - 20; i < std::min(at + 20, bytes->size()); ++i) {
         char byte[4];
         std::snprintf(byte, sizeof byte, i == at ? "|%02x" : " %02x", static_cast<unsigned char>((*bytes)[i]));
         text += byte;
      }
   }
   return text;
}

// A collection that was read does not own its elements; here nobody else does.
void OwnContents(TObject *object)
{
   auto *collection = dynamic_cast<TCollection *>(object);
   if (!collection)
      return;
   collection->SetOwner();
   for (TObject *element : *collection)
      OwnContents(element);
}

struct Outcome {
   std::string fError;   // what reading complained of
   std::string fWritten; // what was streamed again
};

Outcome ReadAndWrite(const Json &entry, const std::string &bytes)
{
   static std::string complaint;
   complaint.clear();
   const auto before = SetErrorHandler([](int, Bool_t, const char *, const char *message) {
      if (complaint.empty())
         complaint = message;
   });
   Outcome outcome;
   TClass *cl = TClass::GetClass(entry.at("class").get<std::string>().c_str(), kTRUE, kTRUE);
   // An object knows whether it lies on the heap and writes that: ROOT's list of StreamerInfo lay on the stack.
   const std::unique_ptr<char[]> arena(new char[static_cast<std::size_t>(cl->Size())]());
   const bool onHeap = entry.at("kind") != "streamerinfo";
   void *object = onHeap ? cl->New() : cl->New(arena.get());
   const auto keylen = entry.at("keylen").get<int>();
   try {
      TBuffer in(bytes.data(), bytes.size());
      in.SetBufferDisplacement(keylen);
      in.MapObject(object, cl);
      cl->Streamer(object, in);
      if (in.Remaining())
         complaint = std::to_string(in.Remaining()) + " bytes left";
      TBuffer out(TBuffer::kWrite);
      out.SetBufferDisplacement(keylen);
      out.SetWriteMemoryBits(WritesMemoryBits(entry));
      out.MapObject(object, cl);
      cl->Streamer(object, out);
      outcome.fWritten.assign(out.Buffer(), static_cast<std::size_t>(out.Length()));
   } catch (const rootlet::Error &error) {
      complaint = error.what();
   }
   if (cl->IsTObject())
      OwnContents(static_cast<TObject *>(cl->DynamicCast(TObject::Class(), object)));
   cl->Destructor(object, !onHeap);
   SetErrorHandler(before);
   outcome.fError = complaint;
   return outcome;
}

// The class version in the header of a payload; -1 if it has no byte count in front.
int TopVersion(const std::string &bytes)
{
   if (bytes.size() < 6 || !(bytes[0] & 0x40))
      return -1;
   return static_cast<unsigned char>(bytes[4]) << 8 | static_cast<unsigned char>(bytes[5]);
}

// A StreamerInfo record whose entries have the layout version that we write.
bool HasOurInfoVersion(const std::string &bytes)
{
   const std::string name("TStreamerInfo\0", 14);
   const std::size_t at = bytes.find(name);
   return at != std::string::npos && bytes.size() > at + name.size() + 6 &&
          bytes.substr(at + name.size() + 4, 2) == std::string("\0\x09", 2);
}

// Every entry of the classes that we have, in our version, written by ROOT; what is checked is counted by class.
TEST(GoldenPayloads, WhatRootWroteInOurVersionsIsReadAndStreamedToTheSameBytes)
{
   if (*ROOTLET_SHARED_DIR == 0)
      GTEST_SKIP() << "the golden data is not on this machine";
   const Json manifest = Json::parse(ReadFile("manifest.json"));
   std::map<std::string, int> checked;
   for (const Json &entry : manifest.at("entries")) {
      const auto name = entry.at("class").get<std::string>();
      TClass *cl = TClass::GetClass(name.c_str(), kTRUE, kTRUE);
      if (!cl || !cl->HasDefaultConstructor() || entry.at("writer") != "root")
         continue;
      const std::string bytes = ReadFile(entry.at("payload").get<std::string>());
      if (TopVersion(bytes) != cl->GetClassVersion())
         continue;
      const bool isInfo = entry.at("kind") == "streamerinfo";
      if (isInfo && !HasOurInfoVersion(bytes))
         continue;
      const Outcome outcome = ReadAndWrite(entry, bytes);
      EXPECT_EQ(outcome.fError, "") << entry.at("id");
      EXPECT_EQ(FirstDifference(outcome.fWritten, bytes), "") << entry.at("id");
      ++checked[isInfo ? "StreamerInfo (TList)" : name];
   }
   for (const auto &[name, n] : checked)
      RecordProperty(name, n);
   EXPECT_GE(checked["StreamerInfo (TList)"], 90);
   EXPECT_GE(checked["TH1D"], 4);
   EXPECT_GE(checked["TProfile"], 2);
   EXPECT_GE(checked["TClonesArray"], 2);
   EXPECT_GE(checked["TLorentzVector"], 1);
   EXPECT_GE(checked["TProcessID"], 3);
}

} // namespace
