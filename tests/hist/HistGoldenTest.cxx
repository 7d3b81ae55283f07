// Histograms cut out of files that ROOT 6.22 to 6.30 wrote: the values read are those that an independent reader found,
// and streaming them again gives the same bytes. Needs the golden data; skipped, saying so, where it is absent.
#include "HistTest.h"

#include "TClass.h"
#include "THashList.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <map>

using namespace histtest;
using Json = nlohmann::ordered_json; // objects in the order of the bytes

namespace {

const std::string kGolden = std::string(ROOTLET_SHARED_DIR) + "/golden/";

std::string ReadFile(const std::string &name)
{
   std::ifstream file(kGolden + name, std::ios::binary);
   EXPECT_TRUE(file) << name;
   return {std::istreambuf_iterator<char>(file), {}};
}

// A histogram in a payload: where its header starts, and what it should hold.
struct Golden {
   std::string fId;
   std::string fClass;
   std::string fBytes; // header and content
   Int_t fDisplacement;
   bool fMemoryBits;
   Json fValues;
};

void FindObjects(const Json &json, const std::string &type, std::vector<Json> &found)
{
   if (json.is_object() && json.value("_typename", "") == type)
      found.push_back(json);
   if (json.is_structured())
      for (const Json &part : json)
         FindObjects(part, type, found);
}

UInt_t Word(const std::string &bytes, std::size_t at)
{
   UInt_t word = 0;
   for (std::size_t i = at; i < at + 4; ++i)
      word = word << 8 | static_cast<unsigned char>(bytes[i]);
   return word;
}

// The histograms of the class versions that this library has: keys of their own, and those behind pointers in other objects.
std::vector<Golden> Histograms()
{
   std::vector<Golden> all;
   const Json manifest = Json::parse(ReadFile("manifest.json"));
   for (const Json &entry : manifest.at("entries")) {
      if (entry.value("oracleStatus", "") != "ok" || entry.value("writer", "") != "root")
         continue;
      const std::string bytes = ReadFile(entry.at("payload").get<std::string>());
      const int keylen = entry.at("keylen").get<int>();
      const bool memoryBits = entry.at("rootVersionOfFile").get<int>() % 1000000 < 62901;
      const auto add = [&](const std::string &name, std::size_t at, const Json &values) {
         const UInt_t count = Word(bytes, at);
         const int version = Word(bytes, at + 2) & 0xffff;
         if ((count & 0x40000000) && version == TClass::GetClass(name.c_str())->GetClassVersion())
            all.push_back({entry.at("id").get<std::string>(), name, bytes.substr(at, (count & 0x3fffffff) + 4),
                           keylen + static_cast<Int_t>(at), memoryBits, values});
      };
      for (const char *name :
           {"TH1C", "TH1S", "TH1I", "TH1F", "TH1D", "TH2C", "TH2S", "TH2I", "TH2F", "TH2D", "TProfile"}) {
         const auto values = [&] { return Json::parse(ReadFile(entry.at("oracle").get<std::string>())); };
         if (entry.at("class") == name) {
            add(name, 0, values());
            continue;
         }
         const auto &types = entry.at("types");
         if (std::find(types.begin(), types.end(), name) == types.end())
            continue;
         const std::size_t tag = bytes.find(std::string("\xff\xff\xff\xff") + name + '\0');
         std::vector<Json> found;
         FindObjects(values(), name, found);
         if (tag != std::string::npos && !found.empty()) // the class tag stands before the first object
            add(name, tag + 4 + std::string(name).size() + 1, found[0]);
      }
   }
   return all;
}

// The members of a histogram that no function returns as they are, by name. Never made: they only lend their access.
struct RawTH1 : TH1 {
   static std::map<std::string, Double_t> Doubles(const TH1 &h)
   {
      return {{"fEntries", h.*&RawTH1::fEntries}, {"fTsumw", h.*&RawTH1::fTsumw},
              {"fTsumw2", h.*&RawTH1::fTsumw2},   {"fTsumwx", h.*&RawTH1::fTsumwx},
              {"fTsumwx2", h.*&RawTH1::fTsumwx2}, {"fMaximum", h.*&RawTH1::fMaximum},
              {"fMinimum", h.*&RawTH1::fMinimum}, {"fNormFactor", h.*&RawTH1::fNormFactor}};
   }
   static const TArrayD &Contour(const TH1 &h) { return h.*&RawTH1::fContour; }
};
struct RawTH2 : TH2 {
   static std::map<std::string, Double_t> Doubles(const TH2 &h)
   {
      return {{"fScalefactor", h.*&RawTH2::fScalefactor},
              {"fTsumwy", h.*&RawTH2::fTsumwy},
              {"fTsumwy2", h.*&RawTH2::fTsumwy2},
              {"fTsumwxy", h.*&RawTH2::fTsumwxy}};
   }
};
struct RawTProfile : TProfile {
   static std::map<std::string, Double_t> Doubles(const TProfile &p)
   {
      return {{"fTsumwy", p.*&RawTProfile::fTsumwy},
              {"fTsumwy2", p.*&RawTProfile::fTsumwy2},
              {"fYmin", p.*&RawTProfile::fYmin},
              {"fYmax", p.*&RawTProfile::fYmax},
              {"fErrorMode", p.*&RawTProfile::fErrorMode}};
   }
   static const TArrayD &BinEntries(const TProfile &p) { return p.*&RawTProfile::fBinEntries; }
};

void ExpectArray(const TArrayD &array, const Json &values, const char *name)
{
   ASSERT_EQ(static_cast<std::size_t>(array.GetSize()), values.size()) << name;
   for (std::size_t i = 0; i < values.size(); ++i)
      EXPECT_EQ(array.GetArray()[i], values[i].get<Double_t>()) << name << "[" << i << "]";
}

void ExpectAxis(const TAxis &axis, const Json &values)
{
   EXPECT_EQ(axis.GetName(), values.at("fName"));
   EXPECT_EQ(axis.GetTitle(), values.at("fTitle"));
   EXPECT_EQ(axis.GetNbins(), values.at("fNbins"));
   EXPECT_EQ(axis.GetXmin(), values.at("fXmin"));
   EXPECT_EQ(axis.GetXmax(), values.at("fXmax"));
   EXPECT_EQ(axis.GetNdivisions(), values.at("fNdivisions"));
   EXPECT_EQ(axis.GetLabelFont(), values.at("fLabelFont"));
   EXPECT_EQ(axis.GetLabelOffset(), values.at("fLabelOffset"));
   EXPECT_EQ(axis.GetTitleOffset(), values.at("fTitleOffset"));
   EXPECT_EQ(axis.GetTimeDisplay(), values.at("fTimeDisplay"));
   ExpectArray(*axis.GetXbins(), values.at("fXbins"), "fXbins");
   if (values.at("fLabels").is_null()) {
      EXPECT_EQ(axis.GetLabels(), nullptr);
      return;
   }
   for (const Json &label : values.at("fLabels").at("arr"))
      EXPECT_EQ(axis.GetBinLabel(label.at("fUniqueID").get<Int_t>()), label.at("fString"));
}

void ExpectValues(const TH1 &h, const Json &values)
{
   EXPECT_EQ(h.GetName(), values.at("fName"));
   EXPECT_EQ(h.GetTitle(), values.at("fTitle"));
   EXPECT_EQ(h.GetNcells(), values.at("fNcells"));
   EXPECT_EQ(h.GetLineColor(), values.at("fLineColor"));
   EXPECT_EQ(h.GetFillStyle(), values.at("fFillStyle"));
   EXPECT_EQ(h.GetMarkerSize(), values.at("fMarkerSize"));
   auto doubles = RawTH1::Doubles(h);
   ExpectArray(*h.GetSumw2(), values.at("fSumw2"), "fSumw2");
   ExpectArray(RawTH1::Contour(h), values.at("fContour"), "fContour");
   EXPECT_EQ(h.GetBinErrorOption(), values.at("fBinStatErrOpt").get<Int_t>());
   EXPECT_EQ(h.GetStatOverflows(), values.at("fStatOverflows").get<Int_t>());
   EXPECT_EQ(h.GetBufferSize(), values.at("fBufferSize"));
   if (const auto *h2 = dynamic_cast<const TH2 *>(&h))
      doubles.merge(RawTH2::Doubles(*h2));
   if (const auto *p = dynamic_cast<const TProfile *>(&h)) {
      doubles.merge(RawTProfile::Doubles(*p));
      ExpectArray(RawTProfile::BinEntries(*p), values.at("fBinEntries"), "fBinEntries");
      ExpectArray(*p->GetBinSumw2(), values.at("fBinSumw2"), "fBinSumw2");
   }
   for (const auto &[name, value] : doubles)
      EXPECT_EQ(value, values.at(name).get<Double_t>()) << name;
   ExpectAxis(*h.GetXaxis(), values.at("fXaxis"));
   ExpectAxis(*h.GetYaxis(), values.at("fYaxis"));
   ExpectAxis(*h.GetZaxis(), values.at("fZaxis"));
   EXPECT_EQ(static_cast<std::size_t>(h.GetListOfFunctions()->GetSize()), values.at("fFunctions").at("arr").size());
   const auto &cells = dynamic_cast<const TArray &>(h);
   ASSERT_EQ(static_cast<std::size_t>(cells.GetSize()), values.at("fArray").size());
   for (Int_t i = 0; i < cells.GetSize(); ++i)
      EXPECT_EQ(cells.GetAt(i), values.at("fArray")[static_cast<std::size_t>(i)]) << "cell " << i;
}

std::unique_ptr<TH1> ReadGolden(const Golden &golden)
{
   std::unique_ptr<TH1> h(static_cast<TH1 *>(TClass::GetClass(golden.fClass.c_str())->New()));
   TBuffer b(golden.fBytes.data(), golden.fBytes.size());
   b.SetBufferDisplacement(golden.fDisplacement);
   b.MapObject(h.get());
   h->Streamer(b);
   EXPECT_EQ(b.Remaining(), 0u) << golden.fId;
   return h;
}

class HistGolden : public testing::Test {
protected:
   void SetUp() override
   {
      if (*ROOTLET_SHARED_DIR == '\0' || !std::ifstream(kGolden + "manifest.json"))
         GTEST_SKIP() << "no golden data";
   }
};

} // namespace

TEST_F(HistGolden, HasHistogramsOfEveryKindThatTheIssueAsksFor)
{
   std::map<std::string, int> count;
   for (const Golden &golden : Histograms())
      ++count[golden.fClass];
   EXPECT_GE(count["TH1D"], 10);
   EXPECT_GE(count["TProfile"], 2);
   EXPECT_GE(count["TH1F"], 2) << "inside TCanvas and TMultiGraph";
   EXPECT_GE(count["TH2F"], 1) << "inside TScatter";
}

TEST_F(HistGolden, ValuesAreThoseOfTheIndependentReader)
{
   for (const Golden &golden : Histograms()) {
      SCOPED_TRACE(golden.fId + " " + golden.fClass);
      ExpectValues(*ReadGolden(golden), golden.fValues);
   }
}

TEST_F(HistGolden, StreamedAgainGiveTheSameBytes)
{
   for (const Golden &golden : Histograms()) {
      SCOPED_TRACE(golden.fId + " " + golden.fClass);
      const auto h = ReadGolden(golden);
      TBuffer b(TBuffer::kWrite);
      b.SetBufferDisplacement(golden.fDisplacement);
      b.SetWriteMemoryBits(golden.fMemoryBits);
      b.MapObject(h.get());
      h->Streamer(b);
      const std::string written(b.Buffer(), static_cast<std::size_t>(b.Length()));
      const auto different = std::mismatch(written.begin(), written.end(), golden.fBytes.begin(), golden.fBytes.end());
      EXPECT_TRUE(written == golden.fBytes) << "from byte " << different.first - written.begin();
   }
}

// What ROOT computes from these numbers, ROOT's documentation says how; the fills themselves are not in the files.
TEST_F(HistGolden, StatisticsFollowFromTheStoredSums)
{
   for (const Golden &golden : Histograms()) {
      SCOPED_TRACE(golden.fId + " " + golden.fClass);
      const auto h = ReadGolden(golden);
      const Double_t sumw = golden.fValues.at("fTsumw").get<Double_t>();
      if (sumw == 0 || h->GetXaxis()->TestBit(TAxis::kAxisRange))
         continue;
      const Double_t mean = golden.fValues.at("fTsumwx").get<Double_t>() / sumw;
      EXPECT_EQ(h->GetMean(), mean);
      EXPECT_EQ(h->GetStdDev(),
                std::sqrt(std::abs(golden.fValues.at("fTsumwx2").get<Double_t>() / sumw - mean * mean)));
   }
}

// A histogram made and filled here as one in the files was: the same bytes but for what was filled.
TEST_F(HistGolden, ANewHistogramHasTheDefaultsThatRootWrites)
{
   for (const Golden &golden : Histograms()) {
      if (golden.fId != "TProfile-b6e29b9a")
         continue;
      TProfile *p = new TProfile("p1d", "Profile of pz versus px", 100, -4, 4, 0, 20);
      const std::unique_ptr<TProfile> owner(p);
      const auto root = ReadGolden(golden);
      root->Reset();
      root->GetListOfFunctions()->ResetBit(1u << 16); // ROOT's lock for lists that several threads use
      EXPECT_TRUE(Written(*p) == Written(static_cast<TProfile &>(*root)));
      return;
   }
   FAIL() << "TProfile-b6e29b9a is missing";
}
