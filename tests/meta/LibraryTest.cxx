// The registry of classes while libraries come and go: dictionaries registered by hand, and real libraries.
#include "Menagerie.h"
#include "../io/Reports.h"

#include "RootletSchema.h"
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

TEST(Layouts, OfOtherVersionsAreKnownFromTheSchemasThatLive)
{
   TClass *duck = menagerie::Duck::Class(); // version 4
   EXPECT_EQ(duck->GetStreamerInfo(0), duck->GetStreamerInfo());
   EXPECT_EQ(duck->GetStreamerInfo(4), duck->GetStreamerInfo());
   Reports reports;
   EXPECT_EQ(duck->GetStreamerInfo(2, kTRUE), nullptr);
   EXPECT_EQ(reports.Count(), 0u) << reports.Text();
   EXPECT_EQ(duck->GetStreamerInfo(2), nullptr);
   EXPECT_TRUE(reports.IsOneLineWith({"TClass::GetStreamerInfo", "version 2", "menagerie::Duck", "version 4"}));
   auto schema = std::make_optional<rootlet::Schema>();
   for (const Int_t version : {3, 2}) {
      auto info = std::make_unique<TStreamerInfo>("menagerie::Duck", version, 0x100u + static_cast<UInt_t>(version));
      info->Add(std::make_unique<TStreamerBasicType>("fQuacks", "how many", 3, 4, "Int_t"));
      schema->Add(std::move(info));
   }
   schema->AddClass(duck);
   TStreamerInfo *second = duck->GetStreamerInfo(2);
   ASSERT_NE(second, nullptr);
   EXPECT_EQ(duck->GetStreamerInfo(2), second);
   EXPECT_EQ(second, schema->Find("menagerie::Duck", 2));
   schema.reset();
   EXPECT_EQ(duck->GetStreamerInfo(2), second);
   EXPECT_EQ(second->GetCheckSum(), 0x102u);
   ASSERT_NE(second->GetElement("fQuacks"), nullptr);
   EXPECT_STREQ(second->GetElement("fQuacks")->GetTitle(), "how many");
   EXPECT_EQ(duck->GetStreamerInfo(3, kTRUE), nullptr) << "nobody asked for it while its schema lived";
   EXPECT_EQ(duck->GetStreamerInfos(), (std::vector<TStreamerInfo *>{second, duck->GetStreamerInfo()}));
}

TEST(Layouts, OfAClassWithoutClassDefAreAllListed)
{
   const TClass *fur = TClass::GetClass("menagerie::Fur");
   rootlet::Schema schema, other;
   for (rootlet::Schema *one : {&schema, &other})
      for (const UInt_t checksum : {0x201u, 0x202u, fur->GetCheckSum()})
         one->Add(std::make_unique<TStreamerInfo>("menagerie::Fur", 1, checksum));
   const std::vector<TStreamerInfo *> infos = fur->GetStreamerInfos();
   ASSERT_EQ(infos.size(), 3u);
   EXPECT_EQ(infos[0], fur->GetStreamerInfo());
   EXPECT_EQ(infos[1]->GetCheckSum(), 0x201u);
   EXPECT_EQ(infos[2]->GetCheckSum(), 0x202u);
   EXPECT_EQ(fur->GetStreamerInfos(), infos);
}

TEST(Layouts, StayWhenTheLibraryOfTheClassGoes)
{
   rootlet::Schema schema; // it may come before the library
   schema.Add(std::make_unique<TStreamerInfo>("Plugin", 1, 0x301));
   TClass *cl = nullptr;
   TStreamerInfo *first = nullptr;
   {
      const Library library = Load(ROOTLET_TEST_PLUGIN);
      cl = TClass::GetClass("Plugin");
      ASSERT_NE(cl, nullptr);
      first = cl->GetStreamerInfo(1);
      ASSERT_NE(first, nullptr);
      EXPECT_EQ(cl->GetStreamerInfos().size(), 2u);
   }
   EXPECT_FALSE(cl->IsLoaded());
   EXPECT_EQ(cl->GetStreamerInfo(1), first);
   EXPECT_EQ(first->GetCheckSum(), 0x301u);
   EXPECT_EQ(cl->GetStreamerInfo(0), nullptr);
   EXPECT_EQ(cl->GetStreamerInfo(2, kTRUE), nullptr);
   EXPECT_EQ(cl->GetStreamerInfos(), std::vector<TStreamerInfo *>{first});
}

TEST(Layouts, ThreadsMayAskWhileSchemasComeAndGo)
{
   constexpr std::size_t kThreads = 3;
   std::atomic<bool> stop{false};
   std::atomic<std::size_t> met{0};
   std::vector<std::thread> threads;
   for (std::size_t t = 0; t < kThreads; ++t)
      threads.emplace_back([&] {
         const TClass *living = TClass::GetClass("menagerie::Living");
         for (bool known = false; !stop;) {
            if (const TStreamerInfo *info = living->GetStreamerInfo(77, kTRUE)) {
               EXPECT_EQ(info->GetElements().size(), 1u);
               EXPECT_GE(living->GetStreamerInfos().size(), 2u);
               met += known ? 0 : 1;
               known = true;
            }
         }
      });
   for (int i = 0; i < 200 || met < kThreads; ++i) {
      rootlet::Schema schema;
      for (const Int_t version : {77, 78}) {
         auto info = std::make_unique<TStreamerInfo>("menagerie::Living", version, 1);
         info->Add(std::make_unique<TStreamerBasicType>("fAge", "", 3, 4, "int"));
         schema.Add(std::move(info));
      }
   }
   rootlet::Schema schema;
   schema.Add(std::make_unique<TStreamerInfo>("menagerie::Living", 79, 1));
   EXPECT_NE(TClass::GetClass("menagerie::Living")->GetStreamerInfo(79), nullptr);
   stop = true;
   for (std::thread &thread : threads)
      thread.join();
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
