// The registry of classes while libraries come and go: dictionaries registered by hand, and real libraries.
#include "Menagerie.h"
#include "../io/Reports.h"

#include "TBuffer.h"
#include "TClass.h"

#include <gtest/gtest.h>

#include <atomic>
#include <dlfcn.h>
#include <memory>
#include <optional>
#include <thread>

namespace {

struct First {};
struct Second {};

rootlet::ClassDictionary Table(const char *name, const std::type_info &type, Version_t version, UInt_t checksum)
{
   rootlet::ClassDictionary dictionary{};
   dictionary.fFormat = rootlet::kDictionaryFormat;
   dictionary.fName = name;
   dictionary.fTitle = "made by hand";
   dictionary.fDeclFile = "";
   dictionary.fVersion = version;
   dictionary.fCheckSum = checksum;
   dictionary.fSize = 1;
   dictionary.fAlign = 1;
   dictionary.fTypeInfo = &type;
   return dictionary;
}

struct Close {
   void operator()(void *library) const { dlclose(library); }
};
using Library = std::unique_ptr<void, Close>;

Library Load(const char *path)
{
   Library library(dlopen(path, RTLD_NOW | RTLD_LOCAL));
   EXPECT_NE(library, nullptr) << dlerror();
   return library;
}

/// A new Plugin goes through a buffer.
void ExpectStreams(TClass *cl)
{
   auto *object = static_cast<TObject *>(cl->DynamicCast(TObject::Class(), cl->New()));
   ASSERT_NE(object, nullptr);
   TBuffer buffer(TBuffer::kWrite);
   buffer.WriteObject(object);
   EXPECT_GT(buffer.Length(), 40);
   buffer.SetReadMode();
   buffer.SetBufferOffset(0);
   const std::unique_ptr<TObject> back(buffer.ReadObject(nullptr));
   EXPECT_NE(back, nullptr);
   delete object;
}

} // namespace

TEST(Registry, AClassIsThereWhileItsDictionaryIs)
{
   const rootlet::ClassDictionary table = Table("Transitory", typeid(First), 1, 5);
   TClass *cl = nullptr;
   {
      const rootlet::ClassRegistration registration(table);
      cl = registration.Class();
      EXPECT_EQ(TClass::GetClass("Transitory"), cl);
      EXPECT_EQ(TClass::GetClass(typeid(First)), cl);
   }
   EXPECT_EQ(TClass::GetClass("Transitory", kTRUE, kTRUE), nullptr);
   EXPECT_EQ(TClass::GetClass(typeid(First)), nullptr);
   EXPECT_FALSE(cl->IsLoaded());
   EXPECT_STREQ(cl->GetName(), "Transitory"); // the TClass itself stays, and says that it has nothing to tell
   EXPECT_STREQ(cl->GetTitle(), "");
   EXPECT_EQ(cl->Size(), 0);
   EXPECT_EQ(cl->GetTypeInfo(), nullptr);
   EXPECT_THROW(cl->RequireDictionary(), rootlet::Error);
   Reports reports;
   EXPECT_EQ(cl->New(), nullptr);
   EXPECT_EQ(reports.Count(), 1u);
   First first;
   TBuffer buffer(TBuffer::kWrite);
   EXPECT_THROW(buffer.StreamObject(&first, cl), rootlet::Error);
}

TEST(Registry, OfTwoDictionariesTheFirstIsUsedUntilItGoes)
{
   const rootlet::ClassDictionary one = Table("Twice", typeid(First), 1, 5);
   const rootlet::ClassDictionary other = Table("Twice", typeid(First), 2, 6);
   Reports reports;
   std::optional<rootlet::ClassRegistration> first(one);
   {
      const rootlet::ClassRegistration second(other);
      EXPECT_TRUE(reports.IsOneLineWith({"Twice", "version 1 and 2"}));
      EXPECT_EQ(second.Class(), first->Class());
      EXPECT_EQ(second.Class()->GetClassVersion(), 1);
      first.reset();
      EXPECT_EQ(second.Class()->GetClassVersion(), 2);
      EXPECT_EQ(TClass::GetClass(typeid(First)), second.Class());
   }
   EXPECT_EQ(TClass::GetClass("Twice", kTRUE, kTRUE), nullptr);
   const rootlet::ClassRegistration again(one);
   const rootlet::ClassRegistration same(one); // equal dictionaries are no reason for a line
   EXPECT_EQ(reports.Count(), 1u) << reports.Text();
}

TEST(Registry, ADictionaryOfAnotherFormatIsRefusedAndDoesNoHarm)
{
   const rootlet::ClassDictionary good = Table("Formatted", typeid(Second), 1, 5);
   rootlet::ClassDictionary bad = Table("Formatted", typeid(Second), 1, 5);
   bad.fFormat = rootlet::kDictionaryFormat + 1;
   bad.fTypeInfo = nullptr; // who knows what lies there in another format
   Reports reports;
   {
      const rootlet::ClassRegistration refused(bad);
      EXPECT_FALSE(refused.Class()->IsLoaded());
   }
   EXPECT_TRUE(reports.IsOneLineWith({"Formatted", "format"}));
   const rootlet::ClassRegistration registration(good);
   {
      const rootlet::ClassRegistration refused(bad);
      EXPECT_TRUE(registration.Class()->IsLoaded());
   }
   EXPECT_TRUE(registration.Class()->IsLoaded());
   EXPECT_EQ(TClass::GetClass(typeid(Second)), registration.Class());
}

TEST(Library, ItsClassesComeAndGoWithIt)
{
   EXPECT_EQ(TClass::GetClass("Plugin", kTRUE, kTRUE), nullptr);
   TClass *cl = nullptr;
   for (int i = 0; i < 3; ++i) {
      const Library library = Load(ROOTLET_TEST_PLUGIN);
      TClass *now = TClass::GetClass("Plugin");
      ASSERT_NE(now, nullptr);
      if (cl) {
         EXPECT_EQ(now, cl) << "the TClass must be the one of before";
      }
      cl = now;
      EXPECT_TRUE(cl->IsLoaded());
      EXPECT_EQ(cl->GetClassVersion(), 2);
      EXPECT_TRUE(cl->InheritsFrom(TNamed::Class()));
      ExpectStreams(cl);
      EXPECT_NE(TClass::GetClass("PluginPart"), nullptr);
      // closing it
   }
   ASSERT_EQ(dlopen(ROOTLET_TEST_PLUGIN, RTLD_NOW | RTLD_NOLOAD), nullptr) << "the library did not go";
   EXPECT_FALSE(cl->IsLoaded());
   EXPECT_EQ(TClass::GetClass("Plugin", kTRUE, kTRUE), nullptr);
   EXPECT_EQ(TClass::GetClass("PluginPart", kTRUE, kTRUE), nullptr);
   for (const TClass *loaded : TClass::GetListOfClasses())
      EXPECT_STRNE(loaded->GetName(), "Plugin");
   Reports reports;
   EXPECT_EQ(cl->New(), nullptr);
   EXPECT_EQ(reports.Count(), 1u);
}

TEST(Library, TwoMayHaveTheSameClass)
{
   Reports reports;
   Library first = Load(ROOTLET_TEST_PLUGIN);
   Library twin = Load(ROOTLET_TEST_TWIN);
   TClass *cl = TClass::GetClass("Plugin");
   ASSERT_NE(cl, nullptr);
   ExpectStreams(cl);
   first.reset();
   ASSERT_TRUE(cl->IsLoaded());
   ExpectStreams(cl);
   first = Load(ROOTLET_TEST_PLUGIN);
   twin.reset();
   ASSERT_TRUE(cl->IsLoaded());
   ExpectStreams(cl);
   first.reset();
   EXPECT_FALSE(cl->IsLoaded());
   EXPECT_EQ(reports.Count(), 0u) << reports.Text();
}

TEST(Library, ThreadsMayLookWhileLibrariesComeAndGo)
{
   std::atomic<bool> stop{false};
   std::atomic<long> seen{0};
   std::vector<std::thread> threads;
   for (int t = 0; t < 4; ++t)
      threads.emplace_back([&stop, &seen, t] {
         do {
            if (const TClass *cl = TClass::GetClass(t % 2 ? "Plugin" : " Plugin", kTRUE, kTRUE)) {
               EXPECT_STREQ(cl->GetName(), "Plugin");
               seen += cl->IsLoaded() ? 1 : 0; // at this instant; what it tells may be gone in the next
            }
            EXPECT_EQ(TClass::GetClass("menagerie::Duck"), TClass::GetClass(typeid(menagerie::Duck)));
            EXPECT_TRUE(menagerie::Duck::Class()->InheritsFrom("TObject"));
            if (t == 0) {
               EXPECT_GT(TClass::GetListOfClasses().size(), 5u);
            }
         } while (!stop);
      });
   for (int i = 0; i < 50; ++i) {
      const Library library = Load(ROOTLET_TEST_PLUGIN);
      const Library twin = Load(ROOTLET_TEST_TWIN);
      EXPECT_NE(TClass::GetClass("Plugin"), nullptr);
   }
   stop = true;
   for (std::thread &thread : threads)
      thread.join();
   EXPECT_EQ(TClass::GetClass("Plugin", kTRUE, kTRUE), nullptr);
}
