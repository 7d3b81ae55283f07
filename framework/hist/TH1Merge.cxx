// TH1::Merge: histograms of many workers as one. The rules are those of ROOT's documentation of TH1::Merge.
#include "TH1.h"

#include "HistTools.h"
#include "TClass.h"
#include "TArray.h"
#include "TCollection.h"
#include "TDirectory.h"
#include "TError.h"
#include "THashList.h"
#include "TProfile.h"

#include <algorithm>
#include <cmath>
#include <memory>
#include <numeric>
#include <string>
#include <vector>

namespace {

/// The axis of the result along one dimension.
struct MergedAxis {
   Int_t bins = 0;
   Double_t low = 0;
   Double_t up = 0;
   std::vector<std::string> labels; // of bin 1 and so on; empty: bins are found by their centre
   bool differs = false;            // from that of one of the histograms
   std::string error;               // why there is none; the histograms' names come before it
};

constexpr Long64_t kMostCells = Long64_t{1} << 27;

bool HasLabels(const TAxis &axis)
{
   for (Int_t bin = 1; axis.GetLabels() != nullptr && bin <= axis.GetNbins(); ++bin)
      if (*axis.GetBinLabel(bin) != '\0')
         return true;
   return false;
}

bool HaveSameLabels(const TAxis &a, const TAxis &b)
{
   for (Int_t bin = 1; bin <= a.GetNbins(); ++bin)
      if (std::string(a.GetBinLabel(bin)) != b.GetBinLabel(bin))
         return false;
   return true;
}

/// To a billionth of a bin.
bool IsWhole(Double_t x)
{
   return std::abs(x - std::round(x)) < 1e-9 * std::max(1.0, std::abs(x));
}

MergedAxis MergeLabels(const std::vector<const TAxis *> &axes)
{
   MergedAxis merged;
   for (const TAxis *axis : axes)
      for (Int_t bin = 1; bin <= axis->GetNbins(); ++bin)
         if (const std::string label = axis->GetBinLabel(bin);
             !label.empty() && std::find(merged.labels.begin(), merged.labels.end(), label) == merged.labels.end())
            merged.labels.push_back(label);
   merged.bins = static_cast<Int_t>(merged.labels.size());
   merged.low = axes.front()->GetXmin();
   merged.up = merged.low + merged.bins * axes.front()->GetBinWidth(1);
   merged.differs = true;
   return merged;
}

/// One with the widest bins that holds all.
MergedAxis MergeLimits(const std::vector<const TAxis *> &axes)
{
   MergedAxis merged;
   merged.differs = true;
   merged.low = axes.front()->GetXmin();
   merged.up = axes.front()->GetXmax();
   Double_t width = 0;
   for (const TAxis *axis : axes) {
      if (axis->IsVariableBinSize()) {
         merged.error = "have different bins, not all of equal width";
         return merged;
      }
      merged.low = std::min(merged.low, axis->GetXmin());
      merged.up = std::max(merged.up, axis->GetXmax());
      width = std::max(width, axis->GetBinWidth(1));
   }
   for (const TAxis *axis : axes)
      if (const Double_t own = axis->GetBinWidth(1);
          !IsWhole(width / own) || !IsWhole((axis->GetXmin() - merged.low) / own)) {
         merged.error = "have bins that do not fit into each other";
         return merged;
      }
   const Double_t bins = (merged.up - merged.low) / width;
   merged.bins = bins < kMostCells ? static_cast<Int_t>(IsWhole(bins) ? std::round(bins) : std::ceil(bins)) : 0;
   if (merged.bins < 1)
      merged.error = "have axes that no axis can hold together";
   merged.up = merged.low + merged.bins * width;
   return merged;
}

MergedAxis MergeAxes(const std::vector<const TAxis *> &axes)
{
   const TAxis &first = *axes.front();
   if (std::all_of(axes.begin(), axes.end(), [&](const TAxis *axis) {
          return rootlet::HaveSameBins(first, *axis) && HaveSameLabels(first, *axis);
       })) {
      MergedAxis same;
      same.bins = first.GetNbins();
      return same;
   }
   return std::any_of(axes.begin(), axes.end(), [](const TAxis *axis) { return HasLabels(*axis); }) ? MergeLabels(axes)
                                                                                                    : MergeLimits(axes);
}

/// Where each bin of an axis comes to lie; -1: nowhere, so it has to be empty.
std::vector<Int_t> Targets(const TAxis &from, const MergedAxis &merged)
{
   std::vector<Int_t> targets(static_cast<std::size_t>(from.GetNbins()) + 2);
   if (!merged.differs) {
      std::iota(targets.begin(), targets.end(), 0);
      return targets;
   }
   const TAxis axis(merged.bins, merged.low, merged.up);
   for (Int_t bin = 0; bin <= from.GetNbins() + 1; ++bin) {
      Int_t &target = targets[static_cast<std::size_t>(bin)];
      if (bin == 0 || bin > from.GetNbins()) {
         // What is outside of a shorter axis may be anywhere in the longer one.
         const bool atEnd =
            !merged.labels.empty() || (bin == 0 ? from.GetXmin() - merged.low < 1e-9 * from.GetBinWidth(1)
                                                : merged.up - from.GetXmax() < 1e-9 * from.GetBinWidth(1));
         target = !atEnd ? -1 : bin == 0 ? 0 : merged.bins + 1;
      } else if (merged.labels.empty()) {
         target = axis.FindFixBin(from.GetBinCenter(bin));
      } else {
         const auto label = std::find(merged.labels.begin(), merged.labels.end(), from.GetBinLabel(bin));
         target = label == merged.labels.end() ? -1 : static_cast<Int_t>(label - merged.labels.begin()) + 1;
      }
   }
   return targets;
}

} // namespace

void TH1::MergeCell(Int_t to, const TH1 &from, Int_t cell)
{
   UpdateBinContent(to, RetrieveBinContent(to) + from.RetrieveBinContent(cell));
   if (to < fSumw2.fN)
      fSumw2.fArray[to] += from.GetBinErrorSqUnchecked(cell);
}

Bool_t TH1::IsCellEmpty(Int_t bin) const
{
   return RetrieveBinContent(bin) == 0 && GetBinErrorSqUnchecked(bin) == 0;
}

Long64_t TH1::Merge(TCollection *list)
{
   FlushBuffer();
   const auto hasLimits = [](const TH1 &h) {
      for (Int_t axis = 1; axis <= h.GetDimension(); ++axis)
         if (!(h.Axis(axis).GetXmin() < h.Axis(axis).GetXmax()))
            return false;
      return true;
   };
   const auto count = [](Double_t number) { return number > 0 && number < 9e18 ? static_cast<Long64_t>(number) : 0; };
   std::vector<const TH1 *> all;
   if (hasLimits(*this) || fEntries != 0)
      all.push_back(this);
   TIter next(list);
   while (const TObject *object = next()) {
      const auto *h = dynamic_cast<const TH1 *>(object);
      if (h == nullptr || h->IsA() != IsA()) {
         Error("Merge", "%s is a %s, %s a %s; nothing was done", GetName(), ClassName(), object->GetName(),
               object->ClassName());
         return -1;
      }
      if (h == this) {
         Error("Merge", "%s cannot be merged with itself; nothing was done", GetName());
         return -1;
      }
      h->FlushBuffer();
      if (hasLimits(*h) || h->fEntries != 0)
         all.push_back(h);
   }
   if (all.empty())
      return 0;
   for (const TH1 *h : all) { // they may come out of a damaged file
      Long64_t cells = 1;
      for (Int_t axis = 1; axis <= GetDimension() && cells <= kMostCells; ++axis)
         cells *= std::max(h->Axis(axis).GetNbins(), -2) + Long64_t{2};
      const auto *array = dynamic_cast<const TArray *>(h);
      if (h->GetDimension() != GetDimension() || cells != h->fNcells || cells > kMostCells ||
          (array != nullptr && array->GetSize() < cells)) {
         Error("Merge", "%s has not the cells that its axes need, or more than %lld; nothing was done", h->GetName(),
               kMostCells);
         return -1;
      }
   }

   std::vector<MergedAxis> merged;
   for (Int_t axis = 1; axis <= GetDimension(); ++axis) {
      std::vector<const TAxis *> axes;
      for (const TH1 *h : all)
         axes.push_back(&h->Axis(axis));
      merged.push_back(MergeAxes(axes));
      if (!merged.back().error.empty()) {
         Error("Merge", "%s and what is to be merged with it %s; nothing was done", GetName(),
               merged.back().error.c_str());
         return -1;
      }
   }
   const bool differ = std::any_of(merged.begin(), merged.end(), [](const MergedAxis &axis) { return axis.differs; });
   Long64_t mergedCells = 1;
   for (const MergedAxis &axis : merged)
      mergedCells = mergedCells > kMostCells ? mergedCells : mergedCells * (axis.bins + Long64_t{2});
   if (mergedCells > kMostCells) {
      Error("Merge", "%s and what is to be merged with it need more than %lld cells together; nothing was done",
            GetName(), kMostCells);
      return -1;
   }
   const auto isAverage = [](const TH1 *h) { return h->TestBit(kIsAverage); };
   if (std::any_of(all.begin(), all.end(), isAverage)) {
      if (differ || all.front() != this || !std::all_of(all.begin(), all.end(), isAverage)) {
         Error("Merge",
               "%s: averages can be merged only with averages, and if they have the same bins; nothing was done",
               GetName());
         return -1;
      }
      BufferEmpty(1);
      return std::all_of(all.begin() + 1, all.end(), [this](const TH1 *h) { return Add(h); }) ? count(GetEntries())
                                                                                              : -1;
   }

   // Where every cell goes, before anything is changed.
   std::vector<std::vector<Int_t>> targets;
   for (const TH1 *h : all) {
      std::vector<std::vector<Int_t>> along;
      for (std::size_t axis = 0; axis < merged.size(); ++axis)
         along.push_back(Targets(h->Axis(static_cast<Int_t>(axis) + 1), merged[axis]));
      std::vector<Int_t> &cells = targets.emplace_back(static_cast<std::size_t>(h->fNcells), -1);
      for (Int_t cell = 0; cell < h->fNcells; ++cell) {
         Int_t bins[3] = {};
         h->GetBinXYZ(cell, bins[0], bins[1], bins[2]);
         Int_t to = 0;
         for (std::size_t axis = merged.size(); axis-- != 0 && to >= 0;) {
            const auto bin = static_cast<std::size_t>(bins[axis]);
            const Int_t target = bin < along[axis].size() ? along[axis][bin] : -1;
            to = target < 0 ? -1 : to * (merged[axis].bins + 2) + target;
         }
         if (to < 0 && !h->IsCellEmpty(cell)) {
            Error("Merge",
                  "%s has entries outside of its axes, or in a bin without label, that have no place in %s; "
                  "nothing was done",
                  h->GetName(), GetName());
            return -1;
         }
         cells[static_cast<std::size_t>(cell)] = to;
      }
   }

   Double_t stats[kNstat] = {};
   Double_t entries = 0;
   bool squares = false;
   bool ranges = false; // then the statistics are those of the ranges alone
   for (const TH1 *h : all) {
      Double_t own[kNstat] = {};
      h->GetStats(own);
      ranges = ranges || h->HasAxisRange();
      for (Int_t i = 0; i < kNstat; ++i)
         stats[i] += own[i];
      entries += h->fEntries;
      const auto *profile = dynamic_cast<const TProfile *>(h);
      squares = squares || (profile != nullptr ? profile->GetBinSumw2()->fN : h->fSumw2.fN) != 0;
   }
   // This one's cells are added like the others'.
   std::unique_ptr<TH1> self;
   if (all.front() == this) {
      const TDirectory::TContext noDirectory(nullptr);
      self.reset(static_cast<TH1 *>(Clone()));
      if (self == nullptr) {
         Error("Merge", "%s cannot be copied; nothing was done", GetName());
         return -1;
      }
      self->SetDirectory(nullptr);
      all.front() = self.get();
   }
   BufferEmpty(1);
   const auto *profile = dynamic_cast<const TProfile *>(this);
   if (squares && (profile != nullptr ? profile->GetBinSumw2()->fN : fSumw2.fN) == 0)
      Sumw2();
   TAxis *const axes[] = {&fXaxis, &fYaxis, &fZaxis};
   for (std::size_t i = 0; i < merged.size(); ++i) {
      const TAxis &first = all.front()->Axis(static_cast<Int_t>(i) + 1);
      TAxis &axis = *axes[i];
      if (!merged[i].differs && self != nullptr)
         continue;
      if (!merged[i].differs && first.IsVariableBinSize())
         axis.Set(first.GetNbins(), first.GetXbins()->GetArray());
      else if (!merged[i].differs)
         axis.Set(first.GetNbins(), first.GetXmin(), first.GetXmax());
      else
         axis.Set(merged[i].bins, merged[i].low, merged[i].up);
      axis.DeleteLabels();
      for (Int_t bin = 1; bin <= axis.GetNbins(); ++bin) {
         const std::string label = !merged[i].differs         ? first.GetBinLabel(bin)
                                   : merged[i].labels.empty() ? ""
                                                              : merged[i].labels[static_cast<std::size_t>(bin) - 1];
         if (!label.empty())
            axis.SetBinLabel(bin, label.c_str());
      }
   }
   SetBinsLength();
   Reset("ICES");
   for (std::size_t i = 0; i < all.size(); ++i)
      for (Int_t cell = 0; cell < all[i]->fNcells; ++cell)
         if (const Int_t to = targets[i][static_cast<std::size_t>(cell)]; to >= 0)
            MergeCell(to, *all[i], cell);
   fMaximum = fMinimum = rootlet::kNoLimit;
   if (ranges)
      std::fill(std::begin(stats), std::end(stats), 0); // to be computed from the cells
   if (std::any_of(merged.begin(), merged.end(), [](const MergedAxis &axis) { return !axis.labels.empty(); }))
      ResetStats(); // the same label had other places
   else
      PutStats(stats);
   fEntries = entries;
   return count(entries);
}
