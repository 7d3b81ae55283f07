// Histograms as characters; see TextPicture.h. All pictures are built the same way: bins are joined to columns (and rows),
// a grid of cells is filled, and a frame is put around it.
#include "TextPicture.h"

#include "TH1.h"
#include "TMath.h"
#include "TProfile.h"

#include <algorithm>
#include <cmath>
#include <string_view>
#include <vector>

namespace rootlet {
namespace {

constexpr Int_t kLabelWidth = 10;

// Bins first to last shown in fSize columns: fBins of them share one, or one takes fRepeat.
struct Columns {
   Columns(const TAxis &axis, Int_t most)
      : fFirst(std::clamp(axis.GetFirst(), 1, axis.GetNbins())),
        fLast(std::clamp(axis.GetLast(), fFirst, axis.GetNbins()))
   {
      const Int_t n = fLast - fFirst + 1;
      fBins = (n - 1) / most + 1;
      fSize = (n - 1) / fBins + 1;
      fRepeat = std::max(1, most / fSize);
   }
   Int_t First(Int_t column) const { return fFirst + column * fBins; }
   Int_t Last(Int_t column) const { return std::min(First(column) + fBins - 1, fLast); }
   Int_t fFirst, fLast, fBins, fSize, fRepeat;
};

using Grid = std::vector<std::vector<std::string_view>>; // rows from the top, each one glyph per column

Grid EmptyGrid(Int_t rows, Int_t columns)
{
   return Grid(static_cast<std::size_t>(rows), std::vector<std::string_view>(static_cast<std::size_t>(columns), " "));
}

// The glyph of a cell of which `part` (0 to 1) is filled from below.
std::string_view Bar(Double_t part, Bool_t unicode)
{
   static constexpr std::string_view kEighths[] = {" ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
   if (unicode)
      return kEighths[static_cast<std::size_t>(std::lround(8 * std::clamp(part, 0.0, 1.0)))];
   return part >= 0.75 ? "#" : part >= 0.25 ? "=" : part > 0 ? "_" : " ";
}

std::string_view Shade(Double_t part, Bool_t unicode)
{
   static constexpr std::string_view kBlocks[] = {" ", "░", "▒", "▓", "█"};
   static constexpr std::string_view kAscii[] = {" ", ".", ":", "-", "=", "+", "*", "#", "%", "@"};
   if (!(part > 0))
      return " ";
   const auto level = [part](std::size_t levels) {
      return 1 + std::min(static_cast<std::size_t>(part * static_cast<Double_t>(levels - 1)), levels - 2);
   };
   return unicode ? kBlocks[level(std::size(kBlocks))] : kAscii[level(std::size(kAscii))];
}

std::string Header(const TH1 &h)
{
   TString line = TString(h.GetName()) + (*h.GetTitle() ? ": " : "") + h.GetTitle();
   line += TString::Format("\n  Entries %g  Mean %.4g  Std Dev %.4g", h.GetEntries(), h.GetMean(), h.GetStdDev());
   if (h.GetDimension() > 1)
      line += TString::Format("  Mean y %.4g  Std Dev y %.4g", h.GetMean(2), h.GetStdDev(2));
   return std::string(line.View()) + "\n";
}

std::string Label(Double_t value)
{
   return std::string(TString::Format("%*.4g ", kLabelWidth - 1, value).View());
}

// The grid with `rowLabel(row)` (may be empty) before each row, and the ends of the x axis below.
template <class F>
std::string Framed(const Grid &grid, const Columns &columns, const TAxis &axis, Bool_t unicode, F rowLabel)
{
   const std::string_view side = unicode ? "│" : "|";
   const std::string blank(kLabelWidth, ' ');
   std::string text;
   for (std::size_t row = 0; row < grid.size(); ++row) {
      const std::string label = rowLabel(static_cast<Int_t>(row));
      text += (label.empty() ? blank : label);
      text += side;
      std::string cells;
      for (const std::string_view glyph : grid[row])
         for (Int_t i = 0; i < columns.fRepeat; ++i)
            cells += glyph;
      cells.erase(cells.find_last_not_of(' ') + 1);
      text += cells + "\n";
   }
   const auto width = static_cast<std::size_t>(columns.fSize * columns.fRepeat);
   text += blank + (unicode ? "└" : "+");
   for (std::size_t i = 0; i < width; ++i)
      text += unicode ? "─" : "-";
   TString low, high;
   low.Form("%g", axis.GetBinLowEdge(columns.fFirst));
   high.Form("%g", axis.GetBinUpEdge(columns.fLast));
   const std::size_t taken = static_cast<std::size_t>(low.Length() + high.Length());
   text += "\n" + blank + " " + std::string(low.View());
   text += std::string(width > taken ? width - taken : 1, ' ') + std::string(high.View());
   if (*axis.GetTitle())
      text += "  " + std::string(axis.GetTitle());
   return text + "\n";
}

std::string BarPicture(const TH1 &h, const PictureOptions &options)
{
   const Columns columns(*h.GetXaxis(), options.fWidth);
   std::vector<Double_t> values;
   for (Int_t column = 0; column < columns.fSize; ++column) {
      Double_t sum = 0;
      for (Int_t bin = columns.First(column); bin <= columns.Last(column); ++bin)
         sum += h.GetBinContent(bin);
      values.push_back(std::isfinite(sum) ? sum : 0);
   }
   const Double_t top = std::max(0.0, *std::max_element(values.begin(), values.end()));
   const Double_t bottom = std::min(0.0, *std::min_element(values.begin(), values.end()));
   const Int_t rows = options.fHeight;
   const Double_t unit = top > bottom ? (top - bottom) / rows : 1;
   const auto below = static_cast<Int_t>(std::lround(-bottom / unit)); // rows under the zero line
   Grid grid = EmptyGrid(rows, columns.fSize);
   for (Int_t row = 0; row < rows; ++row) {
      const Int_t level =
         rows - 1 - row - below; // the cell reaches from here to level + 1, in units over the zero line
      for (std::size_t column = 0; column < values.size(); ++column) {
         const Double_t height = values[column] / unit;
         const Bool_t filledBelow = level < 0 && height < level + 0.5;
         grid[static_cast<std::size_t>(row)][column] =
            level >= 0 ? Bar(height - level, options.fUnicode) : Bar(filledBelow ? 1 : 0, options.fUnicode);
      }
   }
   const auto label = [&](Int_t row) {
      const Int_t edge = rows - row - below; // upper edge of the row, in units
      return row % 5 == 0 ? Label(edge * unit) : std::string();
   };
   return Framed(grid, columns, *h.GetXaxis(), options.fUnicode, label);
}

std::string MarkPicture(const TProfile &h, const PictureOptions &options)
{
   const Columns columns(*h.GetXaxis(), options.fWidth);
   std::vector<Double_t> means(static_cast<std::size_t>(columns.fSize), TMath::QuietNaN());
   Double_t low = TMath::Infinity();
   Double_t high = -TMath::Infinity();
   for (Int_t column = 0; column < columns.fSize; ++column) {
      Double_t sum = 0;
      Double_t entries = 0;
      for (Int_t bin = columns.First(column); bin <= columns.Last(column); ++bin) {
         sum += h.GetBinEntries(bin) * h.GetBinContent(bin);
         entries += h.GetBinEntries(bin);
      }
      const Double_t mean = sum / entries;
      if (!std::isfinite(mean))
         continue;
      means[static_cast<std::size_t>(column)] = mean;
      low = std::min(low, mean);
      high = std::max(high, mean);
   }
   if (low > high)
      low = high = 0;
   const Int_t rows = options.fHeight;
   const Double_t unit = high > low ? (high - low) / rows : 1;
   Grid grid = EmptyGrid(rows, columns.fSize);
   for (std::size_t column = 0; column < means.size(); ++column) {
      if (std::isnan(means[column]))
         continue;
      const Int_t level = std::min(static_cast<Int_t>((means[column] - low) / unit), rows - 1);
      grid[static_cast<std::size_t>(rows - 1 - level)][column] = options.fUnicode ? "•" : "*";
   }
   const auto label = [&](Int_t row) {
      return row % 5 == 0 || row == rows - 1 ? Label(low + (rows - 1 - row + 0.5) * unit) : std::string();
   };
   return Framed(grid, columns, *h.GetXaxis(), options.fUnicode, label);
}

std::string DensityPicture(const TH1 &h, const PictureOptions &options)
{
   const Columns columns(*h.GetXaxis(), options.fWidth);
   const Columns lines(*h.GetYaxis(), options.fHeight); // from the bottom; never repeated
   std::vector<std::vector<Double_t>> sums(static_cast<std::size_t>(lines.fSize),
                                           std::vector<Double_t>(static_cast<std::size_t>(columns.fSize), 0.0));
   Double_t most = 0;
   for (Int_t line = 0; line < lines.fSize; ++line) {
      for (Int_t column = 0; column < columns.fSize; ++column) {
         Double_t &sum = sums[static_cast<std::size_t>(line)][static_cast<std::size_t>(column)];
         for (Int_t y = lines.First(line); y <= lines.Last(line); ++y)
            for (Int_t x = columns.First(column); x <= columns.Last(column); ++x)
               sum += h.GetBinContent(x, y);
         most = std::max(most, sum);
      }
   }
   Grid grid = EmptyGrid(lines.fSize, columns.fSize);
   for (std::size_t row = 0; row < grid.size(); ++row)
      for (std::size_t column = 0; column < grid[row].size(); ++column)
         grid[row][column] = Shade(sums[grid.size() - 1 - row][column] / (most > 0 ? most : 1), options.fUnicode);
   const auto label = [&](Int_t row) {
      const Int_t line = lines.fSize - 1 - row;
      return row % 5 == 0 || line == 0 ? Label(h.GetYaxis()->GetBinLowEdge(lines.First(line))) : std::string();
   };
   return Framed(grid, columns, *h.GetXaxis(), options.fUnicode, label);
}

} // namespace

std::string TextPicture(const TH1 &h, const PictureOptions &wanted)
{
   PictureOptions options = wanted;
   options.fWidth = std::max(options.fWidth, 1);
   options.fHeight = std::max(options.fHeight, 2);
   const std::string header = Header(h); // empties the buffer, which may choose the axis limits
   if (h.GetDimension() > 1)
      return header + DensityPicture(h, options);
   if (const auto *profile = dynamic_cast<const TProfile *>(&h))
      return header + MarkPicture(*profile, options);
   return header + BarPicture(h, options);
}

} // namespace rootlet
