// Classes with containers that the tests of shared objects share: with every kind of element, and one that proves itself whole.
#ifndef ROOTLET_tests_ContainerTypes
#define ROOTLET_tests_ContainerTypes

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <stdexcept>

#include "RootletAnnotations.h"
#include "RootletContainers.h"

namespace container_test {

enum class Quality : std::uint8_t { kBad, kGood };

/// With gaps between its members, and a bool.
struct Hit {
   bool fGood = false;
   double fX = 0;
   char fTag = 0;

   friend bool operator==(const Hit &, const Hit &) = default;
};

struct Track {
   rootlet::string fName;
   rootlet::vector<Hit> fHits;
   int fCharge = 0;
};

struct Base {
   rootlet::vector<short> fShorts;
};

struct Event : Base {
   Event() = default;
   Event(int number, std::string_view title) : fNumber(number), fTitle(title) {}

   int fNumber = 0;
   rootlet::string fTitle;
   rootlet::vector<double> fNumbers;
   rootlet::vector<bool> fFlags;
   rootlet::vector<Quality> fQualities;
   rootlet::vector<std::array<float, 3>> fPoints;
   rootlet::vector<Track> fTracks;
   rootlet::vector<rootlet::string> fWords;
   rootlet::vector<rootlet::vector<rootlet::vector<int>>> fDeep;
   rootlet::flat_map<int, double> fGains;
   rootlet::flat_map<rootlet::string, Track> fByName;
   rootlet::vector<std::chrono::milliseconds> fTimes;
   rootlet::string fLabels[2];

private:
   rootlet::vector<int> fPrivate = {1, 2, 3};
};
ROOTLET_SHARED(Event)

/// All of it follows from one number: other sizes with each.
struct Rows {
   Rows() = default;
   explicit Rows(std::uint64_t number) { Fill(number); }
   static std::size_t Count(std::uint64_t number) { return number % 7; }
   static std::size_t Length(std::uint64_t number, std::size_t row) { return (number * 31 + row * 17) % 200; }
   static std::uint64_t Word(std::uint64_t number, std::size_t row, std::size_t i)
   {
      return (number + row * 1000 + i) * 0x9e3779b97f4a7c15;
   }
   void Fill(std::uint64_t number)
   {
      fNumber = number;
      fRows.resize(Count(number));
      for (std::size_t row = 0; row < fRows.size(); ++row) {
         fRows[row].resize(Length(number, row));
         for (std::size_t i = 0; i < fRows[row].size(); ++i)
            fRows[row][i] = Word(number, row, i);
      }
   }
   bool IsWhole() const
   {
      if (fRows.size() != Count(fNumber))
         return false;
      for (std::size_t row = 0; row < fRows.size(); ++row) {
         if (fRows[row].size() != Length(fNumber, row))
            return false;
         for (std::size_t i = 0; i < fRows[row].size(); ++i)
            if (fRows[row][i] != Word(fNumber, row, i))
               return false;
      }
      return true;
   }

   std::uint64_t fNumber = 0;
   rootlet::vector<rootlet::vector<std::uint64_t>> fRows;
};
ROOTLET_SHARED(Rows)

/// The same of rows that are looked at in place.
template <class InPlaceRows>
bool IsWhole(const InPlaceRows &rows)
{
   const std::uint64_t number = rows.fNumber();
   bool whole = rows.fRows().size() == Rows::Count(number);
   for (std::size_t row = 0; row < rows.fRows().size(); ++row) {
      const auto own = rows.fRows()[row];
      whole = whole && own.size() == Rows::Length(number, row);
      for (std::size_t i = 0; i < own.size(); ++i)
         whole = whole && own[i] == Rows::Word(number, row, i);
   }
   return whole && rows.fNumber() == number;
}

struct alignas(64) Wide {
   char fC = 'w';
};
/// Its constructor writes before it throws.
struct Picky {
   explicit Picky(int number) : fNumber(0x21212121)
   {
      if (number < 0)
         throw std::runtime_error("not below 0");
      fNumber = number;
   }
   int fNumber;
};
struct Odd {
   char fC = 0;
   rootlet::string fText;
   rootlet::vector<Wide> fWide;
   rootlet::vector<Picky> fPicky;
   rootlet::flat_map<float, int> fByFloat;
   rootlet::flat_map<Quality, rootlet::string> fByQuality;
   rootlet::vector<rootlet::flat_map<int, rootlet::string>> fMaps;
};
ROOTLET_SHARED(Odd)

/// One container alone, so that its place is at the object's begin.
struct Numbers {
   rootlet::vector<int> fNumbers;
};
ROOTLET_SHARED(Numbers)

struct Text {
   rootlet::string fText;
};
ROOTLET_SHARED(Text)

struct Matrix {
   rootlet::vector<rootlet::vector<int>> fRows;
};
ROOTLET_SHARED(Matrix)

} // namespace container_test

#endif
