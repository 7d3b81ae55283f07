// rootlet ls, dump, schema: looks into a map file. The classes of its objects need not be known: the file has their layouts.
#include "Commands.h"
#include "RootletEmulation.h"
#include "RootletError.h"
#include "TMapFile.h"

#include <cstdio>
#include <memory>
#include <set>

namespace rootlet::tools {
namespace {

struct Arguments {
   std::string file;
   std::string name;
   bool json = false;
   int compact = 0;
};

std::unique_ptr<TMapFile> OpenMap(const std::string &path)
{
   std::unique_ptr<TMapFile> map(TMapFile::Create(path.c_str(), "READ"));
   if (!map)
      throw Reported();
   return map;
}

void List(const Arguments &arguments)
{
   OpenMap(arguments.file)->ls();
}

/// A tree of values as indented lines: name, value and what the header says of the member.
class TreePrinter {
public:
   void Print(const EmulatedObject &object)
   {
      std::printf("%s", object.ClassName().c_str());
      if (object.Header())
         std::printf(", version %d", object.Header()->fVersion & 0x3fff);
      std::printf("\n");
      fSeen.insert(&object);
      Members(object, 1);
   }

private:
   void Members(const EmulatedObject &object, int depth)
   {
      for (const EmulatedMember &member : object.Members()) {
         if (member.fIsBase) {
            if (const auto *base = std::get_if<EmulatedObject *>(&member.fValue))
               Members(**base, depth);
            continue;
         }
         if (member.fName[0] == '@')
            continue; // of the stream, not of the object
         const char *title = member.fElement ? member.fElement->GetTitle() : "";
         Line(member.fName, member.fValue, title, depth);
      }
      if (object.IsOpaque() && object.Header())
         std::printf("%*s(%zu bytes that cannot be decoded)\n", 3 * depth, "", object.Header()->fRest.size());
   }

   void Line(const std::string &name, const EmulatedValue &value, const char *title, int depth)
   {
      std::printf("%*s%-*s = ", 3 * depth, "", 20, name.c_str());
      const EmulatedObject *nested = nullptr;
      const EmulatedList *list = nullptr;
      if (const auto *number = std::get_if<Number>(&value)) {
         std::printf("%s", Text(*number).c_str());
      } else if (const auto *numbers = std::get_if<Numbers>(&value)) {
         constexpr std::size_t kShown = 8;
         std::printf("[%zu]", numbers->Size());
         for (std::size_t i = 0; i < std::min(numbers->Size(), kShown); ++i)
            std::printf(" %s", Text(numbers->At(i)).c_str());
         std::printf(numbers->Size() > kShown ? " ..." : "");
      } else if (const auto *text = std::get_if<std::string>(&value)) {
         std::printf("\"%s\"", text->c_str());
      } else if ((list = std::get_if<EmulatedList>(&value))) {
         std::printf("[%zu]", list->size());
      } else if (const auto *object = std::get_if<EmulatedObject *>(&value)) {
         nested = *object;
         std::printf("%s", nested ? nested->ClassName().c_str() : "null");
         if (nested && !fSeen.insert(nested).second) {
            std::printf(" (shown before)");
            nested = nullptr;
         }
      } else {
         std::printf("none");
      }
      std::printf(*title ? "   // %s\n" : "\n", title);
      if (nested)
         Members(*nested, depth + 1);
      for (std::size_t i = 0; list && i < list->size(); ++i)
         Line("[" + std::to_string(i) + "]", (*list)[i], "", depth + 1);
   }

   static std::string Text(const Number &number)
   {
      char text[40];
      if (number.Type().IsFloating())
         std::snprintf(text, sizeof text, "%.10g", number.AsDouble());
      else if (number.Type().IsUnsigned())
         std::snprintf(text, sizeof text, "%llu", static_cast<unsigned long long>(number.AsULong64()));
      else
         std::snprintf(text, sizeof text, "%lld", static_cast<long long>(number.AsLong64()));
      return text;
   }

   std::set<const EmulatedObject *> fSeen;
};

void Dump(const Arguments &arguments)
{
   const auto map = OpenMap(arguments.file);
   const auto document = map->GetEmulated(arguments.name.c_str());
   for (const std::string &note : document->Notes())
      std::fprintf(stderr, "rootlet: %s\n", note.c_str());
   if (arguments.json)
      std::printf("%s\n", document->ToJSON(arguments.compact).c_str());
   else
      TreePrinter().Print(document->Root());
}

void PrintSchema(const Arguments &arguments)
{
   const auto schema = OpenMap(arguments.file)->GetSchema();
   if (!arguments.name.empty() && !schema->Knows(arguments.name))
      throw Error(arguments.file + ": no object of class " + arguments.name + " has been published there");
   for (const auto &info : schema->All())
      if (arguments.name.empty() || arguments.name == info->GetName())
         info->ls();
}

} // namespace

void AddMapCommands(CLI::App &program)
{
   const auto arguments = std::make_shared<Arguments>();
   const auto add = [&](const char *name, const char *text) {
      CLI::App *command = program.add_subcommand(name, text);
      command->add_option("file", arguments->file, "a map file")->required();
      return command;
   };
   add("ls", "list the objects of a map file")->callback([arguments] { List(*arguments); });

   CLI::App *dump = add("dump", "print an object of a map file, whatever its class");
   dump->add_option("name", arguments->name, "the object")->required();
   dump->add_flag("--json", arguments->json, "as JSON, as ROOT writes it and JSROOT parses it");
   dump->add_option("--compact", arguments->compact, "of JSON: white space 0 to 3, plus 10 or 20 to pack arrays")
      ->check(CLI::IsMember({0, 1, 2, 3, 10, 11, 12, 13, 20, 21, 22, 23}));
   dump->callback([arguments] { Dump(*arguments); });

   CLI::App *schema = add("schema", "print the layouts of the classes in a map file");
   schema->add_option("class", arguments->name, "of this class only");
   schema->callback([arguments] { PrintSchema(*arguments); });
}

} // namespace rootlet::tools
