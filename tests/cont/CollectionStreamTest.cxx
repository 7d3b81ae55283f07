// The streams of the collections: their bytes, round trips, shared and cyclic elements, and bytes that are broken.
#include "ContTest.h"
#include "TBufferJSON.h"
#include "TClonesArray.h"
#include "THashList.h"
#include "TList.h"
#include "TMap.h"
#include "TObjArray.h"
#include "TObjString.h"

#include <functional>
#include <memory>

#ifdef __SANITIZE_ADDRESS__
#include <sanitizer/lsan_interface.h>
using LeaksAllowed = __lsan::ScopedDisabler;
#else
struct LeaksAllowed {
   LeaksAllowed() {}
};
#endif

using namespace conttest;
using testing::ElementsAre;
using testing::HasSubstr;

namespace {

using CollectionStream = ContTest;

constexpr unsigned kBypass = TClonesArray::kBypassStreamer;

std::unique_ptr<TObject> ReadAny(const std::string &bytes)
{
   TBuffer b(bytes.data(), bytes.size());
   return std::unique_ptr<TObject>(b.ReadObject(nullptr));
}

/// A collection of each kind, holding tracks of its own; the last three also collections.
struct Sample {
   const char *fName;
   std::function<std::unique_ptr<TCollection>()> fMake;
};

template <class C>
std::unique_ptr<C> WithTracks()
{
   auto collection = std::make_unique<C>();
   collection->SetName("sample");
   for (Int_t i = 0; i < 3; ++i)
      collection->Add(new Track(i, TString::Format("t%d", i)));
   return collection;
}

std::unique_ptr<TClonesArray> ClonesSample(bool memberWise)
{
   auto tracks = std::make_unique<TClonesArray>("Track", 3);
   tracks->BypassStreamer(memberWise);
   for (Int_t i = 0; i < 3; ++i)
      new ((*tracks)[i]) Track(i, TString::Format("t%d", i));
   return tracks;
}

const Sample kSamples[] = {
   {"TList", [] { return WithTracks<TList>(); }},
   {"THashList", [] { return WithTracks<THashList>(); }},
   {"TObjArray", [] { return WithTracks<TObjArray>(); }},
   {"TMap",
    [] {
       auto map = std::make_unique<TMap>();
       map->Add(new TObjString("k1"), new Track(1, "v1"));
       map->Add(new TObjString("k2"), new Track(2, "v2"));
       map->SetOwnerKeyValue();
       return map;
    }},
   {"MemberWiseClones", [] { return ClonesSample(true); }},
   {"ObjectWiseClones", [] { return ClonesSample(false); }},
   {"ListOfLists",
    [] {
       auto list = std::make_unique<TList>();
       list->Add(WithTracks<TObjArray>().release(), "array");
       list->Add(WithTracks<THashList>().release());
       list->Add(ClonesSample(true).release());
       return list;
    }},
   {"OwnerOfOwners",
    [] {
       auto array = std::make_unique<TObjArray>();
       array->SetOwner();
       auto inner = WithTracks<TList>();
       inner->SetOwner();
       array->AddAtAndExpand(inner.release(), 2);
       return array;
    }},
   {"MapOfLists",
    [] {
       auto map = std::make_unique<TMap>();
       map->Add(new TObjString("k"), WithTracks<TList>().release());
       return map;
    }},
};

/// Deletes a collection and all that is in it.
void DeleteAll(std::unique_ptr<TObject> object)
{
   if (auto *map = dynamic_cast<TMap *>(object.get())) {
      for (TObject *key : *map)
         if (auto *value = dynamic_cast<TCollection *>(map->GetValue(key)))
            value->Delete();
      map->DeleteAll();
   } else if (auto *clones = dynamic_cast<TClonesArray *>(object.get())) {
      clones->Delete();
   } else if (auto *collection = dynamic_cast<TCollection *>(object.get())) {
      for (TObject *obj : *collection)
         if (auto *inner = dynamic_cast<TCollection *>(obj))
            inner->Delete();
      collection->Delete();
   }
}

class SampleStream : public ContTest, public testing::WithParamInterface<Sample> {
protected:
   std::string Bytes() const
   {
      auto sample = GetParam().fMake();
      std::string bytes = WrittenAny(sample.get());
      DeleteAll(std::move(sample));
      return bytes;
   }
};

} // namespace

// --- the bytes ----------------------------------------------------------------------------------------------------

TEST_F(CollectionStream, ListIsHeaderNameAndObjectsWithOptions)
{
   TList list;
   list.SetName("ln");
   list.Add(new TObjString("ab"), "opt");
   list.Add(new TObjString("c"));
   const Bytes first = ObjString("ab");
   const std::string expected = Bytes()
                                   .Counted(Bytes()
                                               .U16(5)
                                               .T(false)
                                               .S("ln")
                                               .U32(2)
                                               .Any("TObjString", first)
                                               .S("opt")
                                               .AnyKnown(4 + 2 + 10 + 3 + 4 + 4 + 2, ObjString("c"))
                                               .S(""))
                                   .Get();
   EXPECT_EQ(Written(list), expected);
   list.Delete();
   Read(list, expected);
   EXPECT_EQ(Written(list), expected);
   list.Delete();
}

TEST_F(CollectionStream, HashListIsAListUnderItsOwnName)
{
   THashList list;
   list.Add(new TObjString("ab"));
   const Bytes content = Bytes().Counted(Bytes().U16(5).T(false).S("").U32(1).Any("TObjString", ObjString("ab")).S(""));
   EXPECT_EQ(Written(list), content.Get());
   THashList back;
   Read(back, content.Get());
   EXPECT_EQ(back.FindObject("ab"), back.First());
   back.Delete();
   list.Delete();
   THashList empty;
   EXPECT_EQ(WrittenAny(&empty), Bytes().Any("THashList", Bytes().Counted(Bytes().U16(5).T(false).S("").U32(0))).Get());
}

TEST_F(CollectionStream, OldListVersionIsRead)
{
   TList list;
   Read(list, Bytes().Counted(Bytes().U16(4).T(false).S("old").U32(1).Any("TObjString", ObjString("x")).S("o")).Get());
   EXPECT_THAT(Names(list), ElementsAre("x"));
   EXPECT_STREQ(list.FirstLink()->GetOption(), "o");
   list.Delete();
}

TEST_F(CollectionStream, ObjArrayHasNullsBetweenButNotBehindItsObjects)
{
   TObjArray array(10, 5);
   array.AddAt(new TObjString("ab"), 6);
   array.AddAt(new TObjString("gone"), 8);
   delete array.RemoveAt(8);
   const std::string expected =
      Bytes().Counted(Bytes().U16(3).T(false).S("").U32(2).U32(5).U32(0).Any("TObjString", ObjString("ab"))).Get();
   EXPECT_EQ(Written(array), expected);
   array.Delete();
   TObjArray back(1);
   Read(back, expected);
   EXPECT_EQ(back.LowerBound(), 5);
   EXPECT_STREQ(back.At(6)->GetName(), "ab");
   EXPECT_EQ(Written(back), expected);
   back.Delete();
}

TEST_F(CollectionStream, ClonesArrayIsColumnsOrObjects)
{
   TClonesArray strings("TObjString");
   new (strings[0]) TObjString("a");
   new (strings[1]) TObjString("bc");
   auto head = [](unsigned bits) {
      return Bytes().U16(4).T(false, bits).S("TObjStrings").S("TObjString;1").U32(2).U32(0);
   };
   const std::string columns = Bytes().Counted(head(kBypass).T(true).T(true).S("a").S("bc")).Get();
   EXPECT_EQ(Written(strings), columns);
   strings.BypassStreamer(kFALSE);
   const std::string objects =
      Bytes().Counted(head(0).U8(1).Raw(ObjString("a").Get()).U8(1).Raw(ObjString("bc").Get())).Get();
   EXPECT_EQ(Written(strings), objects);
   for (const std::string &bytes : {columns, objects}) {
      TClonesArray fresh;
      Read(fresh, bytes);
      EXPECT_THAT(Names(fresh), ElementsAre("a", "bc"));
      EXPECT_EQ(Written(fresh), bytes);
      Read(strings, bytes);
      EXPECT_EQ(Written(strings), bytes);
   }
}

TEST_F(CollectionStream, ClonesArrayWithAGapIsWrittenAsObjects)
{
   TClonesArray strings("TObjString");
   new (strings[1]) TObjString("a");
   const std::string expected = Bytes()
                                   .Counted(Bytes()
                                               .U16(4)
                                               .T(false)
                                               .S("TObjStrings")
                                               .S("TObjString;1")
                                               .U32(2)
                                               .U32(0)
                                               .U8(0)
                                               .U8(1)
                                               .Raw(ObjString("a").Get()))
                                   .Get();
   EXPECT_EQ(Written(strings), expected);
   EXPECT_TRUE(strings.CanBypassStreamer());
   TClonesArray back;
   Read(back, expected);
   EXPECT_EQ(back.At(0), nullptr);
   EXPECT_STREQ(back.At(1)->GetName(), "a");
}

TEST_F(CollectionStream, ClonesArrayWithoutAClassKeepsNothing)
{
   TClonesArray none, back;
   Read(back, Written(none));
   EXPECT_EQ(back.GetClass(), nullptr);
   EXPECT_TRUE(back.IsEmpty());
}

TEST_F(CollectionStream, MapIsKeysWithValues)
{
   TMap map;
   map.SetName("m");
   map.Add(new TObjString("k"), new TObjString("v"));
   const std::string expected = Bytes()
                                   .Counted(Bytes()
                                               .U16(3)
                                               .T(false)
                                               .S("m")
                                               .U32(1)
                                               .Any("TObjString", ObjString("k"))
                                               .AnyKnown(4 + 2 + 10 + 2 + 4 + 4 + 2, ObjString("v")))
                                   .Get();
   EXPECT_EQ(Written(map), expected);
   map.DeleteAll();
   Read(map, expected);
   EXPECT_STREQ(map.GetValue("k")->GetName(), "v");
   EXPECT_EQ(Written(map), expected);
   map.DeleteAll();
}

// --- round trips --------------------------------------------------------------------------------------------------

TEST_P(SampleStream, IsWrittenAgainAsItWasRead)
{
   const std::string bytes = Bytes();
   auto back = ReadAny(bytes);
   ASSERT_TRUE(back);
   EXPECT_EQ(WrittenAny(back.get()), bytes);
   DeleteAll(std::move(back));
}

TEST_F(CollectionStream, SharedElementsStayShared)
{
   TList list;
   auto *inner = new TObjArray;
   auto *track = new Track(1, "shared");
   track->fPartner = track;
   list.Add(track);
   list.Add(inner);
   list.Add(track);
   inner->Add(track);
   const std::string bytes = Written(list);
   list.Delete();
   Read(list, bytes);
   ASSERT_EQ(list.GetSize(), 3);
   EXPECT_EQ(list.At(0), list.At(2));
   EXPECT_EQ(static_cast<TObjArray *>(list.At(1))->At(0), list.At(0));
   EXPECT_EQ(static_cast<Track *>(list.At(0))->fPartner, list.At(0));
   list.Delete();
}

TEST_F(CollectionStream, ListMayHoldItself)
{
   auto *list = new TList;
   list->Add(list);
   list->Add(new Track(1));
   const std::string bytes = WrittenAny(list);
   list->Delete();
   delete list;
   auto back = ReadAny(bytes);
   ASSERT_TRUE(back);
   auto &read = static_cast<TList &>(*back);
   EXPECT_EQ(read.First(), &read);
   read.Delete();
}

TEST_F(CollectionStream, ReadingReplacesTheContent)
{
   TList list;
   list.Add(new Track(1, "new"));
   const std::string bytes = Written(list);
   list.Delete();
   Track kept(2, "kept");
   list.Add(&kept);
   Read(list, bytes);
   EXPECT_THAT(Names(list), ElementsAre("new"));
   list.SetOwner();
   list.Add(new Track(3)); // deleted by reading
   Read(list, bytes);
   EXPECT_THAT(Names(list), ElementsAre("new"));
   list.Delete();
}

TEST_F(CollectionStream, ReadingClonesReusesTheirStorage)
{
   TClonesArray tracks("Track");
   for (Int_t i = 0; i < 3; ++i)
      new (tracks[i]) Track(i, "before");
   const std::string three = Written(tracks);
   const TObject *first = tracks.At(0);
   tracks.RemoveAt(2);
   const std::string two = Written(tracks);
   Read(tracks, three);
   EXPECT_EQ(tracks.At(0), first);
   EXPECT_EQ(tracks.GetEntries(), 3);
   Read(tracks, two);
   EXPECT_EQ(tracks.GetEntries(), 2);
   EXPECT_EQ(Written(tracks), two);
}

// --- what cannot be written or read -------------------------------------------------------------------------------

TEST_F(CollectionStream, ClonesArrayRefusesObjectsOfAnotherClass)
{
   TClonesArray tracks("Track");
   tracks.Expand(1);
   tracks.New(0);
   Track *&slot = reinterpret_cast<Track *&>(tracks[0]);
   Track *own = slot;
   LongTrack other;
   slot = &other;
   EXPECT_THROW(Written(tracks), rootlet::StreamError);
   slot = own;
}

TEST_F(CollectionStream, ClassesThatCannotBeAreNamed)
{
   struct {
      const char *fClass;
      const char *fMessage;
      bool fMemberWise;
   } const cases[] = {
      {"NoSuchClass;1", "class NoSuchClass of the objects has no dictionary", true},
      {"Track;1", "version 1 of class Track, this program has version 2", true},
      {"Track", "version -1 of class Track", true},
      {"Track;", "version -1 of class Track", true},
      {"TList;5", "a Streamer of its own", true},
      {"Late;1", "TObject as its first base class", false},
      {"TArrayD;1", "TObject as its first base class", false},
      {"TCollection;3", "is abstract", false},
      {";1", "has no dictionary", false},
   };
   for (const auto &c : cases) {
      const std::string bytes = Bytes()
                                   .Counted(Bytes()
                                               .U16(4)
                                               .T(false, c.fMemberWise ? kBypass : 0)
                                               .S("xs")
                                               .S(c.fClass)
                                               .U32(1)
                                               .U32(0)
                                               .Raw(std::string(40, '\0')))
                                   .Get();
      TClonesArray array;
      try {
         Read(array, bytes);
         ADD_FAILURE() << c.fClass << " was read";
      } catch (const rootlet::StreamError &error) {
         EXPECT_THAT(error.what(), HasSubstr(c.fMessage));
         EXPECT_THAT(error.Path(), HasSubstr("TClonesArray"));
      }
      EXPECT_TRUE(array.IsEmpty());
   }
}

TEST_F(CollectionStream, BytesDoNotChangeTheClassOfAClonesArray)
{
   TClonesArray strings("TObjString"), tracks("Track");
   new (strings[0]) TObjString("s");
   const std::string bytes = Written(strings);
   EXPECT_THROW(Read(tracks, bytes), rootlet::StreamError);
   EXPECT_EQ(tracks.GetClass(), Track::Class());
}

TEST_F(CollectionStream, CountsThatCannotBeAreRefused)
{
   const Bytes rest = Bytes().Raw(std::string(60, '\0'));
   for (const unsigned n : {0xFFFFFFFFu, 0x80000000u, 0x7FFFFFFFu, 1000u}) {
      TList list;
      TObjArray array;
      TMap map;
      TClonesArray clones;
      const std::string start = Bytes().T(false).S("").Get();
      const std::string count = Bytes().U32(n).Get();
      auto whole = [&](unsigned version, const std::string &s) {
         return Bytes().Counted(Bytes().U16(version).Raw(start).Raw(s).Raw(rest.Get())).Get();
      };
      EXPECT_THROW(Read(list, whole(5, count)), rootlet::StreamError);
      EXPECT_THROW(Read(map, whole(3, count)), rootlet::StreamError);
      EXPECT_THROW(Read(array, whole(3, count + Bytes().U32(0).Get())), rootlet::StreamError);
      EXPECT_THROW(Read(clones, whole(4, Bytes().S("Track;2").Raw(count).U32(0).Get())), rootlet::StreamError);
   }
   TObjArray array;
   const std::string farAway = Bytes().Counted(Bytes().U16(3).T(false).S("").U32(0).U32(0x80000000)).Get();
   EXPECT_THROW(Read(array, farAway), rootlet::StreamError);
}

TEST_F(CollectionStream, VersionsThatAreNotKnownAreRefused)
{
   for (const unsigned version : {1u, 2u, 6u, 99u}) {
      const std::string bytes = Bytes().Counted(Bytes().U16(version).T(false).S("").U32(0).U32(0)).Get();
      TList list;
      TObjArray array;
      TMap map;
      TClonesArray clones;
      EXPECT_THROW(Read(list, bytes), rootlet::StreamError) << version;
      EXPECT_THROW(Read(array, bytes), rootlet::StreamError) << version;
      EXPECT_THROW(Read(map, bytes), rootlet::StreamError) << version;
      EXPECT_THROW(Read(clones, bytes), rootlet::StreamError) << version;
   }
}

TEST_F(CollectionStream, EqualKeysAreRefused)
{
   TMap map;
   const std::string bytes = Bytes()
                                .Counted(Bytes()
                                            .U16(3)
                                            .T(false)
                                            .S("")
                                            .U32(2)
                                            .Any("TObjString", ObjString("k"))
                                            .U32(0)
                                            .AnyKnown(27, ObjString("k"))
                                            .U32(0))
                                .Get();
   EXPECT_THROW(Read(map, bytes), rootlet::StreamError);
   EXPECT_TRUE(map.IsEmpty());
}

TEST_F(CollectionStream, UnknownElementsAreSkippedWithALine)
{
   const ErrorLines errors;
   TList list;
   TObjArray array;
   const Bytes alien = Bytes().Counted(Bytes().U16(1).T(true));
   Read(list,
        Bytes()
           .Counted(
              Bytes().U16(5).T(false).S("").U32(2).Any("Alien", alien).S("o").Any("TObjString", ObjString("a")).S(""))
           .Get());
   EXPECT_THAT(Names(list), ElementsAre("a"));
   Read(array,
        Bytes()
           .Counted(Bytes().U16(3).T(false).S("").U32(2).U32(0).Any("Alien", alien).Any("TObjString", ObjString("a")))
           .Get());
   EXPECT_EQ(array.At(0), nullptr);
   EXPECT_STREQ(array.At(1)->GetName(), "a");
   EXPECT_EQ(ErrorLines::Lines().size(), 1u) << "once for the class";
   EXPECT_THAT(ErrorLines::Lines().front(), HasSubstr("Alien"));
   list.Delete();
   array.Delete();
}

TEST_F(CollectionStream, ElementsThatAreNoTObjectsAreNotTaken)
{
   const ErrorLines errors;
   TList list;
   Read(list, Bytes().Counted(Bytes().U16(5).T(false).S("").U32(1).Any("TArrayI", Bytes().U32(1).U32(7)).S("")).Get());
   EXPECT_TRUE(list.IsEmpty());
   EXPECT_EQ(ErrorLines::Lines().size(), 1u);
}

// An owner in an owner in an owner ...: reading stops in time, and what was read can be destroyed again.
TEST_F(CollectionStream, ListsNestAsDeepAsTheStackAllows)
{
   constexpr unsigned kClassTag = 4 + 2; // of the class name in the outermost pointer
   constexpr unsigned kOwner = TCollection::kIsOwner;
   const std::size_t inside = Bytes().U16(5).T(true, kOwner).S("").U32(1).Get().size();
   int read = 0, refused = 0;
   for (const std::size_t depth : {10u, 1000u, 10000u, 200000u}) {
      // Each level: byte count, class, byte count, list; behind all of them the options.
      std::vector<std::size_t> size(depth + 1); // of what the byte count of each pointer counts
      for (std::size_t level = depth; level-- > 0;) {
         const std::size_t tag = level == 0 ? 4 + sizeof "TList" : 4;
         const std::size_t content = level + 1 == depth ? inside : inside + 4 + size[level + 1] + 1;
         size[level] = tag + 4 + content;
      }
      Bytes bytes;
      for (std::size_t level = 0; level < depth; ++level) {
         bytes.U32(0x40000000u | static_cast<unsigned>(size[level]));
         const std::size_t tag = level == 0 ? 4 + sizeof "TList" : 4;
         if (level == 0)
            bytes.U32(0xFFFFFFFFu).Raw("TList").U8(0);
         else
            bytes.U32(0x80000000u | kClassTag);
         bytes.U32(0x40000000u | static_cast<unsigned>(size[level] - tag - 4));
         bytes.U16(5).T(true, kOwner).S("").U32(level + 1 < depth);
      }
      bytes.Raw(std::string(depth - 1, '\0'));
      const ErrorLines errors;
      auto list = ReadAny(bytes.Get());
      ++(list ? read : refused);
      if (!list) {
         ASSERT_EQ(ErrorLines::Lines().size(), 1u);
         EXPECT_THAT(ErrorLines::Lines().front(), HasSubstr("nest deeper than the stack"));
      }
   }
   EXPECT_GE(read, 2);
   EXPECT_GE(refused, 1);
}

TEST_P(SampleStream, ComesBackFromJson)
{
   auto sample = GetParam().fMake();
   for (const Int_t compact : {0, 23}) {
      const TString json = TBufferJSON::ConvertToJSON(static_cast<TObject *>(sample.get()), compact);
      std::unique_ptr<TObject> back(TBufferJSON::ConvertFromJSON(json.Data()));
      ASSERT_TRUE(back) << json;
      EXPECT_EQ(WrittenAny(back.get()), WrittenAny(sample.get())) << json;
      DeleteAll(std::move(back));
   }
   DeleteAll(std::move(sample));
}

TEST_P(SampleStream, CutShortAnywhereLeavesNothingBehind)
{
   const std::string bytes = Bytes();
   const int before = Track::fgLive;
   for (std::size_t n = 0; n < bytes.size(); ++n) {
      const ErrorLines errors;
      EXPECT_EQ(ReadAny(bytes.substr(0, n)), nullptr) << n;
      EXPECT_EQ(ErrorLines::Lines().size(), 1u) << n;
      EXPECT_EQ(Track::fgLive, before) << n;
   }
}

// With the byte counts made to fit, the end comes where an element is expected.
TEST_F(CollectionStream, ListCutShortInPlaceIsEmptyAfterwards)
{
   TList list;
   for (Int_t i = 0; i < 3; ++i)
      list.Add(new Track(i));
   std::string bytes = Written(list);
   list.Delete();
   bytes.erase(0, 4); // no byte count: it is not noticed at the start
   for (std::size_t n = 0; n < bytes.size(); ++n) {
      Track old(7);
      list.Add(&old);
      EXPECT_THROW(Read(list, bytes.substr(0, n)), rootlet::StreamError) << n;
      EXPECT_TRUE(list.IsEmpty());
      EXPECT_EQ(list.First(), nullptr);
   }
}

// What others refer to is left alone then: nobody can say who owns it.
TEST_P(SampleStream, AnyByteMayBeWrong)
{
   const LeaksAllowed allowed;
   const std::string bytes = Bytes();
   const int before = Track::fgLive;
   int read = 0;
   for (std::size_t at = 0; at < bytes.size(); ++at) {
      for (const int wrong : {0x00, 0x01, 0x40, 0x7f, 0x80, 0xff, bytes[at] ^ 1, bytes[at] ^ 0x10}) {
         const ErrorLines errors;
         std::string broken = bytes;
         broken[at] = static_cast<char>(wrong);
         auto object = ReadAny(broken);
         if (object) {
            ++read;
            WrittenAny(object.get());
            DeleteAll(std::move(object));
         }
      }
   }
   EXPECT_GT(read, 0); // e.g. a changed character of a name
   Track::fgLive = before;
}

INSTANTIATE_TEST_SUITE_P(Collections, SampleStream, testing::ValuesIn(kSamples),
                         [](const auto &instance) { return std::string(instance.param.fName); });
