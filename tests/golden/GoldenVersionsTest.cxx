// Objects in whatever version ROOT or geant4-tools wrote them, read by the classes that the framework has: the values are
// those that emulation finds, which other tests compare with an independent reader's. Needs the golden data.
#include "GoldenFiles.h"
#include "RootletEmulation.h"
#include "TBuffer.h"
#include "TBufferJSON.h"
#include "TClass.h"
#include "TError.h"
#include "TObject.h"

namespace {

using golden::Json;

// Where the values that both have differ first; empty if nowhere. Members that only one version has are passed over, and
// the bits of TObject that say where an object lies.
std::string Difference(const Json &ours, const Json &theirs, const std::string &path = "")
{
   if (ours.is_object() && theirs.is_object()) {
      for (const auto &[key, value] : ours.items())
         if (key != "fBits" && theirs.contains(key))
            if (const std::string found = Difference(value, theirs.at(key), path + "/" + key); !found.empty())
               return found;
      return {};
   }
   if (ours.is_array() && theirs.is_array() && ours.size() == theirs.size()) {
      for (std::size_t i = 0; i < ours.size(); ++i)
         if (const std::string found = Difference(ours[i], theirs[i], path + "/" + std::to_string(i)); !found.empty())
            return found;
      return {};
   }
   if (ours == theirs || (ours.is_number() && theirs.is_number() && ours.get<float>() == theirs.get<float>()))
      return {};
   return path + ": " + ours.dump() + " instead of " + theirs.dump();
}

// All classes of the objects in this document are compiled into this program.
bool KnowsAllClasses(const Json &document)
{
   if (document.is_object() && document.contains("_typename") &&
       !TClass::GetClass(document["_typename"].get<std::string>().c_str(), kTRUE, kTRUE))
      return false;
   for (const Json &inner : document)
      if (inner.is_structured() && !KnowsAllClasses(inner))
         return false;
   return true;
}

std::string gComplaint;

Json ReadCompiled(const Json &entry, const std::string &bytes, TClass *cl,
                  std::shared_ptr<const rootlet::Schema> schema)
{
   gComplaint.clear();
   const auto before = SetErrorHandler([](int, Bool_t, const char *, const char *message) { gComplaint = message; });
   void *object = cl->New();
   Json values;
   try {
      TBuffer buffer(bytes.data(), bytes.size());
      buffer.SetBufferDisplacement(entry.at("keylen").get<int>());
      buffer.SetSchema(std::move(schema));
      buffer.MapObject(object, cl);
      cl->Streamer(object, buffer);
      values = Json::parse(TBufferJSON::ConvertToJSON(object, cl).Data());
   } catch (const std::exception &error) {
      gComplaint = error.what();
   }
   cl->Destructor(object);
   SetErrorHandler(before);
   return values;
}

} // namespace

TEST(GoldenVersions, OfOurClassesAreReadWithTheirValues)
{
   if (*ROOTLET_SHARED_DIR == 0)
      GTEST_SKIP() << "the golden data is not on this machine";
   golden::Schemas schemas;
   std::map<std::string, int> read;
   int others = 0;
   const Json manifest = Json::parse(golden::ReadFile("manifest.json"));
   for (const Json &entry : manifest.at("entries")) {
      const auto name = entry.at("class").get<std::string>();
      TClass *cl = TClass::GetClass(name.c_str(), kTRUE, kTRUE);
      if (!cl || !cl->HasDefaultConstructor() || entry.at("kind") == "streamerinfo")
         continue;
      const std::string bytes = golden::ReadFile(entry.at("payload").get<std::string>());
      const auto schema = schemas.Of(entry);
      const rootlet::EmulatedDocument document(schema, name, bytes.data(), bytes.size(), entry.at("keylen").get<int>());
      const Json expected = Json::parse(document.ToJSON());
      if (!KnowsAllClasses(expected))
         continue; // an object without a class becomes null
      const Json values = ReadCompiled(entry, bytes, cl, schema);
      EXPECT_EQ(gComplaint, "") << entry.at("id");
      EXPECT_EQ(Difference(values, expected), "") << entry.at("id");
      ++read[name];
      others += document.Root().Header() && document.Root().Header()->fVersion != cl->GetClassVersion();
   }
   for (const auto &[name, n] : read)
      RecordProperty(name, n);
   EXPECT_GE(read["TH1D"], 20);
   EXPECT_GE(read["TH1F"], 4);
   EXPECT_GE(read["TH2D"] + read["TH2F"], 4);
   EXPECT_GE(read["TProfile"], 2);
   EXPECT_GE(read["TLorentzVector"], 1);
   EXPECT_GE(others, 5) << "of other versions than ours";
}
