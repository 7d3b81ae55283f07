// Real processes: pairs at random addresses, a consumer that stays attached while the map grows, forks that outlive.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <spawn.h>
#include <sys/mman.h>
#include <sys/personality.h>
#include <sys/statvfs.h>
#include <sys/wait.h>

#include <atomic>
#include <cstdio>
#include <set>

#include "../heap/TempFolder.h"
#include "StoreTools.h"

extern char **environ;

namespace rootlet {
namespace {

using namespace test;

#ifdef ROOTLET_SANITIZED
constexpr int kPairs = 40; // starting a sanitized program takes 50 times as long
#else
constexpr int kPairs = 1000;
#endif

/// A started map_worker whose standard output is read here.
class Worker {
public:
   Worker(const char *role, const std::string &path, int versions)
   {
      int channel[2];
      if (::pipe2(channel, O_CLOEXEC) != 0)
         return;
      posix_spawn_file_actions_t actions;
      ::posix_spawn_file_actions_init(&actions);
      ::posix_spawn_file_actions_adddup2(&actions, channel[1], 1);
      const std::string number = std::to_string(versions);
      const char *arguments[] = {MAP_WORKER, role, path.c_str(), number.c_str(), nullptr};
      if (::posix_spawn(&fPid, MAP_WORKER, &actions, nullptr, const_cast<char **>(arguments), environ) != 0)
         fPid = -1;
      ::posix_spawn_file_actions_destroy(&actions);
      ::close(channel[1]);
      fOutput = ::fdopen(channel[0], "r");
   }
   ~Worker()
   {
      if (fOutput != nullptr)
         std::fclose(fOutput);
   }
   /// The address that it prints, 0 if it ended before.
   unsigned long Address()
   {
      char letter = 0;
      unsigned long address = 0;
      return std::fscanf(fOutput, " %c %lx", &letter, &address) == 2 ? address : 0;
   }
   int Wait()
   {
      int status = -1;
      ::waitpid(fPid, &status, 0);
      return status;
   }

private:
   pid_t fPid = -1;
   std::FILE *fOutput = nullptr;
};

std::string RoomyFolder(std::uint64_t bytes)
{
   struct statvfs info = {};
   if (::statvfs("/dev/shm", &info) == 0 && std::uint64_t{info.f_bavail} * info.f_frsize > bytes &&
       ::access("/dev/shm", W_OK) == 0)
      return "/dev/shm";
   return std::filesystem::temp_directory_path();
}

TEST(MapProcesses, PairsAtRandomAddressesAlwaysUnderstandEachOther)
{
#ifndef ROOTLET_SANITIZED // sanitizers may need it off: the workers then choose random addresses themselves
   ASSERT_EQ(::personality(0xffffffff) & ADDR_NO_RANDOMIZE, 0) << "address randomisation is switched off here";
#endif
   TempFolder folder(RoomyFolder(std::uint64_t{1} << 26));
   const std::string path = folder / "map";
   std::set<unsigned long> addresses;
   for (int pair = 0; pair < kPairs; ++pair) {
      Worker producer("produce", path, 50);
      const unsigned long first = producer.Address();
      ASSERT_NE(first, 0u) << "pair " << pair;
      Worker consumer("consume", path, 50);
      const unsigned long second = consumer.Address();
      ASSERT_EQ(producer.Wait(), 0) << "pair " << pair;
      ASSERT_EQ(consumer.Wait(), 0) << "pair " << pair;
      addresses.insert({first, second});
   }
   EXPECT_GT(addresses.size(), static_cast<std::size_t>(kPairs)) << "nearly every process has another address";
}

bool IsUniform(const PayloadCopy &copy)
{
   return std::memcmp(copy.Data(), copy.Data() + 1, copy.Size() - 1) == 0;
}

struct SharedCounters {
   std::atomic<std::uint64_t> reads{0};
   std::atomic<std::uint64_t> largestSize{0};
   std::atomic<bool> stop{false};
};

SharedCounters *MakeShared()
{
   void *page = ::mmap(nullptr, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
   return page == MAP_FAILED ? nullptr : new (page) SharedCounters;
}

TEST(MapProcesses, AConsumerStaysAttachedWhileTheMapGrowsFrom64KiBPast1GiB)
{
   TempFolder folder(RoomyFolder(std::uint64_t{2} << 30));
   const std::string path = folder / "map";
   const auto producer = MapStore::Open(path, MapMode::kCreate, {.size = 65536});
   SharedCounters *shared = MakeShared();
   ASSERT_NE(shared, nullptr);
   PatternWriter first(1, 1000);
   PublishItem firstItem{&AddNamed(*producer, "0"), &first, nullptr};
   producer->Publish({&firstItem, 1});

   constexpr int kRecords = 70;
#ifdef ROOTLET_SANITIZED
   constexpr std::size_t kBytes = std::size_t{1} << 20; // shadow memory makes a GiB take minutes
#else
   constexpr std::size_t kBytes = std::size_t{8} << 20;
#endif
   const pid_t child = ForkLeashed();
   if (child == 0) {
      int status = 0;
      try {
         const auto consumer = MapStore::Open(path, MapMode::kRead);
         PayloadCopy copy;
         std::uint64_t last = 0;
         bool final = false;
         while (!final) {
            final = shared->stop.load();
            const auto result = consumer->Read("0", copy);
            const std::uint64_t number = PatternWriter::Check(copy.Data(), copy.Size());
            if (!result || number < last)
               throw Error("went back");
            last = number;
            shared->reads.fetch_add(1);
            shared->largestSize.store(consumer->Size());
         }
         for (int r = 1; r < kRecords; ++r)
            if (!consumer->Read(std::to_string(r), copy) || copy.Size() != kBytes || !IsUniform(copy))
               throw Error("record " + std::to_string(r));
      } catch (const std::exception &error) {
         std::fprintf(stderr, "consumer: %s\n", error.what());
         status = 1;
      }
      ::_exit(status);
   }
   while (shared->reads.load() == 0 && ::kill(child, 0) == 0)
      ::usleep(1000);
   std::uint64_t number = 1;
   for (int version = 0; version < 2; ++version)
      for (int r = 0; r < kRecords; ++r) {
         const std::string name = std::to_string(r);
         ProducerRecord *record = producer->FindOwn(name);
         StringWriter large(std::string(kBytes, static_cast<char>(r + version)));
         PatternWriter small(++number, 2000);
         PublishItem items[] = {{record != nullptr ? record : &AddNamed(*producer, name), &large, nullptr},
                                {producer->FindOwn("0"), &small, nullptr}};
         const std::span<PublishItem> all(items);
         producer->Publish(r == 0 ? all.subspan(1) : all);
         for (const PublishItem &item : items)
            ASSERT_FALSE(item.error);
      }
   shared->stop.store(true);
   int status = -1;
   ::waitpid(child, &status, 0);
   EXPECT_EQ(status, 0);
   EXPECT_GT(producer->Size(), 128 * kBytes); // a GiB
   EXPECT_EQ(shared->largestSize.load(), producer->Size());
   ::munmap(shared, 4096);
}

TEST(MapProcesses, AChildThatOutlivesItsKilledParentHoldsNoLock)
{
   TempFolder folder;
   const std::string path = folder / "map";
   int channel[2];
   ASSERT_EQ(::pipe(channel), 0);
   const pid_t parent = ForkLeashed();
   if (parent == 0) {
      const auto producer = MapStore::Open(path, MapMode::kCreate);
      Put(*producer, "a", "one");
      const pid_t grandchild = ::fork(); // it shall outlive its parent,
      if (grandchild == 0) {
         ::alarm(600); // but not for ever
         const pid_t self = ::getpid();
         const char good = Take(*producer, "a") == "one" ? 1 : 0; // it may read
         if (::write(channel[1], &good, 1) != 1 || ::write(channel[1], &self, sizeof self) != sizeof self)
            ::_exit(1);
         for (;;)
            ::pause();
      }
      for (;;)
         ::pause();
   }
   char good = 0;
   pid_t grandchild = 0;
   ASSERT_EQ(::read(channel[0], &good, 1), 1);
   ASSERT_EQ(::read(channel[0], &grandchild, sizeof grandchild), static_cast<ssize_t>(sizeof grandchild));
   EXPECT_EQ(good, 1);
   EXPECT_NE(MessageOf([&] { MapStore::Open(path, MapMode::kUpdate); }).find("process " + std::to_string(parent)),
             std::string::npos);
   ::kill(parent, SIGKILL);
   ::waitpid(parent, nullptr, 0);
   EXPECT_EQ(::kill(grandchild, 0), 0) << "still alive";
   const auto next = MapStore::Open(path, MapMode::kUpdate);
   EXPECT_EQ(Take(*next, "a"), "one");
   Put(*next, "a", "two");
   ::kill(grandchild, SIGKILL);
   ::close(channel[0]);
   ::close(channel[1]);
}

TEST(MapProcesses, ManyProcessesThatRecreateAtOnceLeaveOneWholeMap)
{
   TempFolder folder;
   const std::string path = folder / "map";
   std::vector<pid_t> children;
   for (int c = 0; c < 4; ++c) {
      const pid_t child = ForkLeashed();
      if (child == 0) {
         int made = 0;
         for (int i = 0; i < 50; ++i)
            try {
               const auto store = MapStore::Open(path, MapMode::kRecreate);
               Put(*store, "a", "whole");
               ++made;
            } catch (const MapError &) { // another one holds it
            }
         ::_exit(made > 0 ? 0 : 1);
      }
      children.push_back(child);
   }
   int good = 0;
   for (const pid_t child : children) {
      int status = -1;
      ::waitpid(child, &status, 0);
      good += status == 0;
   }
   EXPECT_GT(good, 0);
   EXPECT_EQ(Take(*MapStore::Open(path, MapMode::kUpdate), "a"), "whole");
   EXPECT_EQ(std::distance(std::filesystem::directory_iterator(folder.Path()), {}), 1) << "no temporary file is left";
}

} // namespace
} // namespace rootlet
