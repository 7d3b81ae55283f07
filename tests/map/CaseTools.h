// What the tables of cases share: reported lines, objects that are texts, folders of several kinds. Bodies run in child
// processes, so they tell what went wrong as a text, "" for nothing.
#ifndef ROOTLET_tests_CaseTools
#define ROOTLET_tests_CaseTools

#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "../heap/SmallTmpfs.h"
#include "TError.h"
#include "TMapFile.h"
#include "TNamed.h"

namespace rootlet::test {

/// Everything that is reported while it lives, one line each; one at a time.
class Lines {
public:
   Lines() : fPrevious(SetErrorHandler(Collect)) { Take(); }
   ~Lines() { SetErrorHandler(fPrevious); }
   Lines(const Lines &) = delete;
   Lines &operator=(const Lines &) = delete;

   static std::vector<std::string> Take()
   {
      const std::lock_guard lock(Mutex());
      return std::exchange(All(), {});
   }
   static std::string TakeText()
   {
      std::string text;
      for (const std::string &line : Take())
         text += line + "\n";
      return text;
   }
   /// "" if there was exactly one line, an error from that function, with all these words in it.
   static std::string Expect(const std::string &where, const std::vector<std::string> &words)
   {
      const std::vector<std::string> lines = Take();
      if (lines.size() != 1)
         return std::to_string(lines.size()) + " lines, not one from " + where +
                (lines.empty() ? "" : ": " + lines.front()) + "; ";
      if (lines[0].find("Error in <" + where + ">: ") != 0 || lines[0].find('\n') != std::string::npos)
         return "not one line of " + where + ": " + lines[0] + "; ";
      for (const std::string &word : words)
         if (lines[0].find(word) == std::string::npos)
            return "'" + word + "' is missing in: " + lines[0] + "; ";
      return "";
   }

private:
   static std::mutex &Mutex()
   {
      static std::mutex mutex;
      return mutex;
   }
   static std::vector<std::string> &All()
   {
      static std::vector<std::string> lines;
      return lines;
   }
   static void Collect(int level, Bool_t, const char *location, const char *message)
   {
      const std::lock_guard lock(Mutex());
      All().push_back((level >= kError ? "Error in <" : "Warning in <") + std::string(location) + ">: " + message);
   }
   ErrorHandlerFunc_t fPrevious;
};

inline std::unique_ptr<TMapFile> OpenMap(const std::string &path, const char *option, Long64_t size = 0)
{
   return std::unique_ptr<TMapFile>(TMapFile::Create(path.c_str(), option, size));
}

/// The title of the TNamed of that name; "(none)" after an error line.
inline std::string TitleOf(TMapFile &map, const char *name)
{
   const std::unique_ptr<TNamed> object = map.Get<TNamed>(name);
   return object ? object->GetTitle() : "(none)";
}

/// "" if the object has that title, without any line.
inline std::string ExpectTitle(TMapFile &map, const char *name, const std::string &title)
{
   const std::string found = TitleOf(map, name);
   const std::string lines = Lines::TakeText();
   if (found == title && lines.empty())
      return "";
   return std::string("'") + name + "' has " + std::to_string(found.size()) + " bytes, '" + found.substr(0, 40) +
          "' instead of '" + title.substr(0, 40) + "' " + lines + "; ";
}

/// Makes a map with one published object and closes it.
inline void MakeMap(const std::string &path, const char *name, const char *title)
{
   const auto map = OpenMap(path, "RECREATE");
   TNamed object(name, title);
   map->Add(&object);
   map->Update();
}

} // namespace rootlet::test

#endif
