// TRef and TProcessID: found again after reading, forgotten when the object goes, numbered in a map file.
#include "TBuffer.h"
#include "TBufferJSON.h"
#include "TClass.h"
#include "TMapFile.h"
#include "TObjString.h"
#include "TProcessID.h"
#include "TRef.h"

#include <gtest/gtest.h>

#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <memory>
#include <string>

namespace {

std::string Bytes(const TBuffer &buffer)
{
   return {buffer.Buffer(), static_cast<std::size_t>(buffer.Length())};
}

TEST(TRef, FindsItsObjectUntilItGoes)
{
   TRef ref;
   EXPECT_FALSE(ref.IsValid());
   EXPECT_EQ(ref.GetObject(), nullptr);
   auto track = std::make_unique<TObjString>("track");
   ref = track.get();
   EXPECT_TRUE(ref.IsValid());
   EXPECT_EQ(ref.GetObject(), track.get());
   EXPECT_TRUE(track->TestBit(TObject::kIsReferenced));
   EXPECT_TRUE(track->TestBit(TObject::kMustCleanup));
   EXPECT_EQ(ref.GetUID(), track->GetUniqueID() & TProcessID::kIdMask);
   const TRef again(track.get());
   EXPECT_EQ(ref, again);
   const TObjString copy(*track);
   EXPECT_FALSE(copy.TestBit(TObject::kIsReferenced));
   const std::unique_ptr<TObject> clone(track->Clone());
   EXPECT_FALSE(clone->TestBit(TObject::kIsReferenced));
   EXPECT_EQ(ref.GetObject(), track.get()) << "a copy is another object";
   track.reset();
   EXPECT_EQ(ref.GetObject(), nullptr);
   EXPECT_TRUE(ref.IsValid());
   ref = nullptr;
   EXPECT_FALSE(ref.IsValid());
}

TEST(TRef, ComesBackFromJson)
{
   const std::unique_ptr<TObject> track(new TObjString("track"));
   const TRef ref(track.get());
   const auto back = TBufferJSON::FromJSON<TRef>(TBufferJSON::ToJSON(&ref).Data());
   ASSERT_TRUE(back);
   EXPECT_EQ(*back, ref);
   EXPECT_EQ(back->GetObject(), track.get());
   const TString json = TBufferJSON::ToJSON(track.get());
   EXPECT_NE(std::string(json.Data()).find("\"fPID\""), std::string::npos) << json;
   const std::unique_ptr<TObject> object(TBufferJSON::ConvertFromJSON(json.Data()));
   ASSERT_TRUE(object);
   EXPECT_STREQ(object->GetName(), "track");
}

TEST(TRef, HasTheLayoutOfRoot)
{
   EXPECT_EQ(TRef::Class()->GetCheckSum(), 2440395009u);
   EXPECT_EQ(TProcessID::Class()->GetCheckSum(), 729740665u);
   EXPECT_EQ(sizeof(TRef), 24u);
   TObjString object("o");
   TRef ref(&object);
   TBuffer out(TBuffer::kWrite);
   ref.Streamer(out);
   ASSERT_EQ(out.Length(), 12);
   EXPECT_EQ(Bytes(out).substr(0, 3), std::string("\0\1\0", 3)) << "no process in the high byte";
   EXPECT_EQ(Bytes(out).substr(10), std::string("\0\0", 2)) << "this process";
   TBuffer object_(TBuffer::kWrite);
   object.TObject::Streamer(object_);
   EXPECT_EQ(object_.Length(), 12);
}

TEST(TRef, IsFoundAfterReadingInWhateverOrder)
{
   const auto object = std::make_unique<TObjString>("referred to");
   TRef ref(object.get());
   for (const bool refFirst : {true, false}) {
      TBuffer buffer(TBuffer::kWrite);
      if (refFirst)
         ref.Streamer(buffer);
      buffer.WriteObject(object.get());
      if (!refFirst)
         ref.Streamer(buffer);
      TBuffer in(buffer.Buffer(), static_cast<std::size_t>(buffer.Length()));
      TRef read;
      if (refFirst)
         read.Streamer(in);
      const std::unique_ptr<TObject> found(in.ReadObject(nullptr));
      if (!refFirst)
         read.Streamer(in);
      EXPECT_EQ(read.GetObject(), found.get()) << "the one read last";
      TBuffer again(TBuffer::kWrite);
      if (refFirst)
         read.Streamer(again);
      again.WriteObject(found.get());
      if (!refFirst)
         read.Streamer(again);
      EXPECT_EQ(Bytes(again), Bytes(buffer));
   }
}

TEST(TRef, ACloneRefersToTheSameObject)
{
   TObjString object("o");
   TRef ref(&object);
   const std::unique_ptr<TObject> clone(ref.Clone());
   EXPECT_EQ(static_cast<TRef *>(clone.get())->GetObject(), &object);
}

TEST(TProcessID, CountsCanBeSetBackForTheNextEvent)
{
   const UInt_t before = TProcessID::GetObjectCount();
   auto first = std::make_unique<TObject>();
   const TRef ref(first.get());
   EXPECT_EQ(TProcessID::GetObjectCount(), before + 1);
   first.reset();
   TProcessID::SetObjectCount(before);
   TObject second;
   EXPECT_EQ(TProcessID::AssignID(&second) & TProcessID::kIdMask, before + 1);
   EXPECT_EQ(TProcessID::GetProcessWithUID(&second), TProcessID::GetSessionProcessID());
   EXPECT_EQ(ref.GetObject(), &second);
   EXPECT_EQ(TProcessID::GetProcessID(0), TProcessID::GetSessionProcessID());
   EXPECT_TRUE(TProcessID::IsValid(TProcessID::GetProcessID(0)));
   EXPECT_EQ(std::string(TProcessID::GetPID()->GetTitle()).size(), 36u);
   EXPECT_EQ(TProcessID::AssignID(nullptr), 0u);
}

TEST(TProcessID, AChildOfForkGivesOutIdentifiersOfItsOwn)
{
   TObject before;
   const TRef ref(&before);
   TProcessID *const parent = TProcessID::GetSessionProcessID();
   const pid_t child = fork();
   ASSERT_GE(child, 0);
   if (child == 0) {
      TObject own;
      TProcessID::AssignID(&own);
      const TProcessID *session = TProcessID::GetProcessWithUID(&own);
      const bool ok = session != parent && session == TProcessID::GetSessionProcessID() &&
                      std::string(session->GetTitle()) != parent->GetTitle() && ref.GetObject() == &before;
      _exit(ok ? 0 : 1);
   }
   int status = -1;
   ASSERT_EQ(waitpid(child, &status, 0), child);
   EXPECT_EQ(status, 0);
   EXPECT_EQ(TProcessID::GetSessionProcessID(), parent);
}

TEST(TRef, CrossesAMapFileWithoutMeetingTheIdentifiersOfTheConsumer)
{
   const std::string path = testing::TempDir() + "rootlet_ref_" + std::to_string(getpid()) + ".map";
   TProcessID::SetObjectCount(0);
   TObjString object("object");
   TRef ref(&object);
   {
      const std::unique_ptr<TMapFile> map(TMapFile::Create(path.c_str(), "RECREATE"));
      ASSERT_TRUE(map);
      map->Add(&ref, "ref");
      map->Add(&object, "object");
      map->Update();
      const std::unique_ptr<TObject> pid(map->Get("ProcessID0"));
      ASSERT_TRUE(pid);
      EXPECT_STREQ(pid->GetTitle(), TProcessID::GetSessionProcessID()->GetTitle());
      const int status = std::system((std::string(REF_WORKER) + " " + path).c_str());
      EXPECT_EQ(status, 0);
   }
   // The next producer has another number, and what the first one left can still be told apart.
   const int status = std::system((std::string(REF_WORKER) + " " + path + " update").c_str());
   EXPECT_EQ(status, 0);
   const std::unique_ptr<TMapFile> map(TMapFile::Create(path.c_str()));
   ASSERT_TRUE(map);
   const std::unique_ptr<TObject> first(map->Get("ref"));
   const std::unique_ptr<TObject> second(map->Get("second"));
   ASSERT_TRUE(first && second);
   EXPECT_EQ(static_cast<TRef *>(first.get())->GetPID(), TProcessID::GetSessionProcessID());
   EXPECT_NE(static_cast<TRef *>(second.get())->GetPID(), TProcessID::GetSessionProcessID());
   EXPECT_EQ(static_cast<TRef *>(second.get())->GetUID(), 1u);
   EXPECT_EQ(static_cast<TRef *>(second.get())->GetObject(), nullptr) << "its object is not in the map";
   unlink(path.c_str());
}

} // namespace
