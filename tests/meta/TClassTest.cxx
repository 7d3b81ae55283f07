// TClass: what it tells of a class, and what it does with objects of it.
#include "Menagerie.h"
#include "../io/Reports.h"

#include "RootletStl.h"

#include <gtest/gtest.h>

#include <memory>

using namespace menagerie;

Int_t Duck::fgAlive = 0;

namespace {

std::uint32_t Add(std::uint32_t id, const std::string &word)
{
   for (const char c : word)
      id = id * 3 + static_cast<std::uint32_t>(static_cast<signed char>(c));
   return id;
}

} // namespace

TEST(TClass, IsFoundUnderEverySpellingOfItsName)
{
   for (const char *name : {"menagerie::Cage<double>", "menagerie::Cage<Double_t>", "menagerie::Cage< Double_t >"})
      EXPECT_EQ(TClass::GetClass(name), Cage<Double_t>::Class()) << name;
   for (const char *name : {"menagerie::Cage<Long64_t>", "menagerie::Cage<long long>"})
      EXPECT_EQ(TClass::GetClass(name), Cage<Long64_t>::Class()) << name;
   EXPECT_EQ(TClass::GetClass("TNamed"), TNamed::Class());
   EXPECT_EQ(TClass::GetClass("TString"), TString::Class());
}

TEST(TClass, IsFoundByCppType)
{
   EXPECT_EQ(TClass::GetClass(typeid(Duck)), Duck::Class());
   EXPECT_EQ(TClass::GetClass<Duck>(), Duck::Class());
   ASSERT_NE(TClass::GetClass<Fur>(), nullptr);
   EXPECT_STREQ(TClass::GetClass<Fur>()->GetName(), "menagerie::Fur");
   EXPECT_EQ(TClass::GetClass(typeid(int)), nullptr);
   EXPECT_EQ(rootlet::ClassOf<TameDuck>(), nullptr);
}

TEST(TClass, AnUnknownNameIsNullAndOneLineUnlessSilent)
{
   Reports reports;
   EXPECT_EQ(TClass::GetClass("NobodyKnows", kTRUE, kTRUE), nullptr);
   EXPECT_EQ(TClass::GetClass(""), nullptr);
   EXPECT_EQ(TClass::GetClass(static_cast<const char *>(nullptr)), nullptr);
   EXPECT_EQ(reports.Count(), 0u) << reports.Text();
   EXPECT_EQ(TClass::GetClass("NobodyKnows"), nullptr);
   EXPECT_TRUE(reports.IsOneLineWith({"TClass::GetClass", "NobodyKnows", "library"}));
}

TEST(TClass, TellsNameVersionSizeTitleAndKind)
{
   const TClass *duck = Duck::Class();
   EXPECT_STREQ(duck->GetName(), "menagerie::Duck");
   EXPECT_STREQ(duck->GetTitle(), "a duck");
   EXPECT_EQ(duck->GetClassVersion(), 4);
   EXPECT_EQ(duck->Size(), static_cast<Int_t>(sizeof(Duck)));
   EXPECT_EQ(*duck->GetTypeInfo(), typeid(Duck));
   EXPECT_NE(std::string(duck->GetDeclFileName()).find("Menagerie.h"), std::string::npos);
   EXPECT_TRUE(duck->IsLoaded());
   EXPECT_TRUE(duck->IsTObject());
   EXPECT_FALSE(duck->IsForeign());
   EXPECT_FALSE(duck->IsAbstract());
   EXPECT_FALSE(duck->HasCustomStreamer());
   EXPECT_TRUE(duck->HasDefaultConstructor());
   EXPECT_FALSE(Winged::Class()->IsTObject());
   EXPECT_TRUE(Shape::Class()->IsAbstract());
   EXPECT_FALSE(Shape::Class()->HasDefaultConstructor());
   EXPECT_TRUE(TObject::Class()->HasCustomStreamer());
   EXPECT_TRUE(TClass::GetClass<Fur>()->IsForeign());
   EXPECT_EQ(TClass::GetClass<Fur>()->GetClassVersion(), 1);
}

TEST(TClass, CheckSumsAreThoseOfTheRule)
{
   EXPECT_EQ(TObject::Class()->GetCheckSum(), 0x901bc02du);
   const std::uint32_t winged = Add(Add(Add(0, "menagerie::Winged"), "fWings"), "int");
   EXPECT_EQ(Winged::Class()->GetCheckSum(), winged);
   const std::uint32_t living = Add(Add(Add(0, "menagerie::Living"), "fAge"), "int");
   std::uint32_t plant = Add(Add(0, "menagerie::Plant"), "menagerie::Living") * 3 + living;
   plant = Add(Add(plant, "fLeaves"), "int");
   EXPECT_EQ(Plant::Class()->GetCheckSum(), plant);
   EXPECT_EQ(Cage<Double_t>::Class()->GetCheckSum(), Add(Add(Add(0, "menagerie::Cage<double>"), "fInmate"), "double"));
   EXPECT_EQ(Cage<Long64_t>::Class()->GetCheckSum(),
             Add(Add(Add(0, "menagerie::Cage<Long64_t>"), "fInmate"), "Long64_t"));
}

TEST(TClass, TellsBasesInOrderAndInheritance)
{
   const TClass *duck = Duck::Class();
   const rootlet::ClassDictionary &dictionary = duck->RequireDictionary();
   ASSERT_EQ(dictionary.fNBases, 4);
   const char *names[] = {"TNamed", "menagerie::Winged", "menagerie::Swimming", "menagerie::Fur"};
   const Version_t versions[] = {1, 3, 1, -1};
   for (int i = 0; i < 4; ++i) {
      EXPECT_STREQ(dictionary.fBases[i].fName, names[i]);
      EXPECT_EQ(dictionary.fBases[i].fVersion, versions[i]) << names[i];
      EXPECT_EQ(dictionary.fBases[i].fCheckSum, TClass::GetClass(names[i])->GetCheckSum()) << names[i];
      EXPECT_TRUE(duck->InheritsFrom(names[i])) << names[i];
      EXPECT_EQ(duck->GetBaseClass(names[i]), TClass::GetClass(names[i])) << names[i];
   }
   EXPECT_TRUE(duck->InheritsFrom("TObject"));
   EXPECT_TRUE(duck->InheritsFrom(duck));
   EXPECT_TRUE(duck->InheritsFrom(TObject::Class()));
   EXPECT_FALSE(duck->InheritsFrom("menagerie::Living"));
   EXPECT_FALSE(duck->InheritsFrom("NobodyKnows"));
   EXPECT_FALSE(duck->InheritsFrom(static_cast<const char *>(nullptr)));
   EXPECT_FALSE(TNamed::Class()->InheritsFrom(duck));
   EXPECT_TRUE(Coral::Class()->InheritsFrom(Living::Class()));
   const Duck object;
   EXPECT_TRUE(object.InheritsFrom("menagerie::Swimming"));
   EXPECT_STREQ(object.ClassName(), "menagerie::Duck");
}

TEST(TClass, TellsMembersWithTheirOffsets)
{
   const Duck duck;
   const auto offset = [&duck](const void *member) {
      return reinterpret_cast<const char *>(member) - reinterpret_cast<const char *>(&duck);
   };
   EXPECT_EQ(Duck::Class()->GetDataMemberOffset("fEggs"), offset(&duck.fEggs));
   EXPECT_EQ(Duck::Class()->GetDataMemberOffset("fRings"), offset(&duck.fRings));
   EXPECT_EQ(Duck::Class()->GetDataMemberOffset("fMood"), offset(&duck.fMood));
   EXPECT_EQ(Duck::Class()->GetDataMemberOffset("fNone"), 0);
   EXPECT_EQ(Duck::Class()->GetDataMemberOffset(nullptr), 0);
   const rootlet::ClassDictionary &dictionary = Duck::Class()->RequireDictionary();
   ASSERT_EQ(dictionary.fNMembers, 5); // in order, transient ones too; static ones not
   EXPECT_STREQ(dictionary.fMembers[0].fName, "fEggs");
   EXPECT_EQ(dictionary.fMembers[0].fElementType, 23);
   EXPECT_EQ(dictionary.fMembers[0].fArrayDim, 1);
   EXPECT_EQ(dictionary.fMembers[0].fMaxIndex[0], 3);
   EXPECT_STREQ(dictionary.fMembers[0].fTitle, "laid");
   EXPECT_EQ(dictionary.fMembers[1].fElementType, 500);
   EXPECT_STREQ(dictionary.fMembers[1].fTypeName, "vector<Int_t>");
   EXPECT_STREQ(dictionary.fMembers[1].fTrueTypeName, "vector<int>");
   EXPECT_EQ(dictionary.fMembers[2].fElementType, 64);
   EXPECT_STREQ(dictionary.fMembers[2].fTypeName, "menagerie::Duck*");
   EXPECT_EQ(dictionary.fMembers[3].fElementType, rootlet::DictionaryMember::kTransient);
   EXPECT_STREQ(dictionary.fMembers[4].fName, "fSecret");
   EXPECT_TRUE(dictionary.fMembers[4].fFlags & rootlet::DictionaryMember::kIsPrivate);
}

TEST(TClass, CastsUpToEveryBaseAndDownAgain)
{
   Duck duck;
   const TClass *cl = Duck::Class();
   EXPECT_EQ(cl->DynamicCast(cl, &duck), &duck);
   EXPECT_EQ(cl->DynamicCast(TObject::Class(), &duck), static_cast<TObject *>(&duck));
   EXPECT_EQ(cl->DynamicCast(Winged::Class(), &duck), static_cast<Winged *>(&duck));
   EXPECT_EQ(cl->DynamicCast(Swimming::Class(), &duck), static_cast<Swimming *>(&duck));
   EXPECT_EQ(cl->DynamicCast(TClass::GetClass<Fur>(), &duck), static_cast<Fur *>(&duck));
   EXPECT_EQ(cl->DynamicCast(Living::Class(), &duck), nullptr);
   EXPECT_EQ(cl->DynamicCast(nullptr, &duck), nullptr);
   EXPECT_EQ(cl->DynamicCast(cl, nullptr), nullptr);
   EXPECT_EQ(cl->DynamicCast(Swimming::Class(), static_cast<Swimming *>(&duck), kFALSE), &duck);
   EXPECT_EQ(cl->DynamicCast(TObject::Class(), static_cast<TObject *>(&duck), kFALSE), &duck);
   Swimming swimming;
   EXPECT_EQ(cl->DynamicCast(Swimming::Class(), &swimming, kFALSE), nullptr); // it is no duck
}

TEST(TClass, CastsThroughVirtualBases)
{
   Coral coral;
   const TClass *cl = Coral::Class();
   EXPECT_EQ(cl->DynamicCast(Living::Class(), &coral), static_cast<Living *>(&coral));
   EXPECT_EQ(Animal::Class()->DynamicCast(Living::Class(), static_cast<Animal *>(&coral)),
             static_cast<Living *>(&coral));
   EXPECT_EQ(cl->DynamicCast(Living::Class(), static_cast<Living *>(&coral), kFALSE), &coral);
   EXPECT_EQ(Animal::Class()->DynamicCast(Living::Class(), static_cast<Living *>(&coral), kFALSE),
             static_cast<Animal *>(&coral));
   EXPECT_EQ(Living::Class()->GetActualClass(static_cast<Living *>(&coral)), cl);
   Animal animal; // its virtual base lies elsewhere than in a coral
   EXPECT_EQ(Animal::Class()->DynamicCast(Living::Class(), &animal), static_cast<Living *>(&animal));
}

TEST(TClass, KnowsTheActualClassOfAnObject)
{
   Duck duck;
   TameDuck tame;
   EXPECT_EQ(Swimming::Class()->GetActualClass(static_cast<Swimming *>(&duck)), Duck::Class());
   EXPECT_EQ(TObject::Class()->GetActualClass(static_cast<TObject *>(&tame)), Duck::Class());
   EXPECT_EQ(TClass::GetClass<Fur>()->GetActualClass(static_cast<Fur *>(&duck)),
             TClass::GetClass<Fur>()); // it cannot tell
}

TEST(TClass, MakesAndDestroysObjectsAndArrays)
{
   const TClass *cl = Duck::Class();
   ASSERT_EQ(Duck::fgAlive, 0);
   auto *duck = static_cast<Duck *>(cl->New());
   ASSERT_NE(duck, nullptr);
   EXPECT_STREQ(duck->GetName(), "duck");
   EXPECT_TRUE(duck->IsOnHeap());
   cl->Destructor(duck);
   EXPECT_EQ(Duck::fgAlive, 0);

   alignas(Duck) char arena[sizeof(Duck)];
   EXPECT_EQ(cl->New(arena), static_cast<void *>(arena));
   EXPECT_EQ(Duck::fgAlive, 1);
   cl->Destructor(arena, kTRUE);
   EXPECT_EQ(Duck::fgAlive, 0);

   void *flock = cl->NewArray(3);
   EXPECT_EQ(Duck::fgAlive, 3);
   cl->DeleteArray(flock);
   EXPECT_EQ(Duck::fgAlive, 0);
   cl->Destructor(nullptr);
   cl->DeleteArray(nullptr);
}

TEST(TClass, WhatCannotBeMadeIsNullAndOneLine)
{
   Reports reports;
   EXPECT_EQ(Shape::Class()->New(), nullptr);
   EXPECT_TRUE(reports.IsOneLineWith({"TClass::New", "menagerie::Shape", "abstract"}));
   reports.Clear();
   char arena[64];
   EXPECT_EQ(Shape::Class()->New(arena), nullptr);
   EXPECT_EQ(Shape::Class()->NewArray(2), nullptr);
   EXPECT_EQ(reports.Count(), 2u);
   EXPECT_THROW(rootlet::NewObject(Shape::Class()), rootlet::Error);
}

TEST(TClass, ListsLoadedClassesSortedByName)
{
   const std::vector<TClass *> classes = TClass::GetListOfClasses();
   EXPECT_GT(classes.size(), 10u);
   for (std::size_t i = 1; i < classes.size(); ++i)
      EXPECT_LT(std::string(classes[i - 1]->GetName()), classes[i]->GetName());
   EXPECT_NE(std::find(classes.begin(), classes.end(), Duck::Class()), classes.end());
   for (const TClass *cl : classes)
      EXPECT_TRUE(cl->IsLoaded()) << cl->GetName();
}

TEST(TClass, PrintShowsBasesAndMembers)
{
   ::testing::internal::CaptureStdout();
   Duck::Class()->Print();
   const std::string text = ::testing::internal::GetCapturedStdout();
   for (const char *part :
        {"menagerie::Duck", "a duck", "version 4", "menagerie::Swimming", "fEggs[3]", "vector<Int_t>", "laid"})
      EXPECT_NE(text.find(part), std::string::npos) << part << " is missing in\n" << text;
}

TEST(TClass, DumpShowsEveryMemberWithItsValue)
{
   Duck duck;
   duck.fWings = 42;
   duck.fSpeed = 6.25;
   ::testing::internal::CaptureStdout();
   duck.Dump();
   const std::string text = ::testing::internal::GetCapturedStdout();
   for (const char *part : {"menagerie::Duck", "fWings", "42", "fSpeed", "6.25", "fLength", "0.25", "fEggs", "fRings",
                            "fMate", "fMood", "fSecret", "9", "fUniqueID", "fName"})
      EXPECT_NE(text.find(part), std::string::npos) << part << " is missing in\n" << text;
}

TEST(Clone, IsACompleteCopyThroughTheStreamer)
{
   Duck duck;
   duck.fWings = 5;
   duck.fRings = {1, 2, 3};
   duck.fMate = &duck;
   duck.fMood = 1;
   const std::unique_ptr<TObject> copy(duck.Clone("second"));
   auto *other = dynamic_cast<Duck *>(copy.get());
   ASSERT_NE(other, nullptr);
   EXPECT_STREQ(other->GetName(), "second");
   EXPECT_EQ(other->fWings, 5);
   EXPECT_EQ(other->fRings, duck.fRings);
   EXPECT_EQ(other->fMate, other);
   EXPECT_EQ(other->fMood, 5); // transient
   EXPECT_STREQ(duck.GetName(), "duck");
}
