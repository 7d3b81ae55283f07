// A container as base class: the StreamerInfo of our dictionary is the one that ROOT wrote for the same class.
// Needs the golden data; skipped, saying so, where it is absent.
#include "ContainerBase.h"

#include "GoldenFiles.h"
#include "TBuffer.h"
#include "TClass.h"

#include <algorithm>

namespace {

std::string BytesOf(TStreamerElement &element)
{
   TBuffer buffer(TBuffer::kWrite);
   buffer.SetWriteMemoryBits(kFALSE); // where an object lies is no part of a layout
   element.Streamer(buffer);
   return {buffer.Buffer(), buffer.Position()};
}

} // namespace

TEST(ContainerBase, HasTheStreamerInfoOfRoot)
{
   if (*ROOTLET_SHARED_DIR == 0)
      GTEST_SKIP() << "the golden data is not on this machine";
   constexpr Int_t kKeyLength = 64;
   const std::string record = golden::ReadFile("streamerinfo/cf444e5c6459a476.bin");
   rootlet::Schema schema;
   schema.AddRecord(record.data(), record.size(), kKeyLength);
   for (const TClass *cl : {JTRIGGER::JPMTIdentifier_t::Class(), JTRIGGER::JPMTSelector::Class()}) {
      const auto roots =
         std::ranges::find(schema.All(), cl->GetName(), [](const auto &info) { return std::string(info->GetName()); });
      ASSERT_NE(roots, schema.All().end()) << cl->GetName();
      EXPECT_EQ(cl->GetCheckSum(), (*roots)->GetCheckSum()) << cl->GetName();
      TStreamerInfo ours(cl);
      EXPECT_TRUE(ours.HasCheckSumOfElements()) << cl->GetName();
      ASSERT_EQ(ours.GetElements().size(), (*roots)->GetElements().size()) << cl->GetName();
      for (std::size_t i = 0; i < ours.GetElements().size(); ++i)
         EXPECT_EQ(BytesOf(*ours.GetElements()[i]), BytesOf(*(*roots)->GetElements()[i]))
            << ours.GetElements()[i]->GetName();
   }
}
