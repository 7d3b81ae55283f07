// rootlet decode, rootlet recode: one object in a buffer, as it stands in a key of a ROOT file.
#include "Commands.h"
#include "RootletEmulation.h"
#include "RootletError.h"

#include <cstdio>
#include <fstream>
#include <iterator>
#include <limits>
#include <memory>

namespace rootlet::tools {
namespace {

struct Arguments {
   std::string streamerInfo;
   int streamerInfoKeyLength = 0;
   std::string className;
   int keyLength = 0;
   std::string payload;
   int indent = -1;
};

std::string ContentOf(const std::string &path)
{
   std::ifstream file(path, std::ios::binary);
   std::string content{std::istreambuf_iterator<char>(file), {}};
   if (!file)
      throw Error(path + ": cannot be read");
   return content;
}

std::unique_ptr<EmulatedDocument> Read(const Arguments &arguments)
{
   auto schema = std::make_shared<Schema>();
   const std::string *reading = &arguments.streamerInfo;
   try {
      if (!arguments.streamerInfo.empty()) {
         const std::string record = ContentOf(arguments.streamerInfo);
         schema->AddRecord(record.data(), record.size(), arguments.streamerInfoKeyLength);
      }
      reading = &arguments.payload;
      const std::string bytes = ContentOf(arguments.payload);
      auto document = std::make_unique<EmulatedDocument>(std::move(schema), arguments.className, bytes.data(),
                                                         bytes.size(), arguments.keyLength);
      for (const std::string &note : document->Notes())
         std::fprintf(stderr, "rootlet: %s: %s\n", arguments.payload.c_str(), note.c_str());
      return document;
   } catch (const StreamError &error) {
      throw Error(*reading + ": " + error.what());
   }
}

void Print(const std::string &text)
{
   if (std::fwrite(text.data(), 1, text.size(), stdout) != text.size() || std::fflush(stdout) != 0)
      throw Error("standard output cannot be written");
}

/// Empty if it can be the name of a class.
std::string WhyNoClass(const std::string &name)
{
   int open = 0;
   for (const char c : name) {
      open += c == '<' ? 1 : c == '>' ? -1 : 0;
      if (open < 0)
         break;
   }
   return name.empty() || open != 0 ? "'" + name + "' is no name of a class" : std::string();
}

void AddArguments(CLI::App &command, const std::shared_ptr<Arguments> &arguments)
{
   command.add_option("payload", arguments->payload, "the buffer: an object without the header of its key")
      ->required()
      ->check(CLI::ExistingFile);
   command.add_option("--class", arguments->className, "the class of the object")
      ->required()
      ->check(CLI::Validator(WhyNoClass, "NAME"));
   command.add_option("--keylen", arguments->keyLength, "bytes of the key's header, from which tags count")
      ->check(CLI::Range(0, std::numeric_limits<int>::max()));
   command.add_option("--streamerinfo", arguments->streamerInfo, "the StreamerInfo record of the file")
      ->check(CLI::ExistingFile);
   command.add_option("--si-keylen", arguments->streamerInfoKeyLength, "bytes of that record's key header")
      ->check(CLI::Range(0, std::numeric_limits<int>::max()));
}

} // namespace

void AddDecode(CLI::App &program)
{
   const auto arguments = std::make_shared<Arguments>();
   CLI::App *decode = program.add_subcommand("decode", "print an object as JSON, as JSROOT shows what it reads");
   AddArguments(*decode, arguments);
   decode->add_option("--indent", arguments->indent, "blanks per level; all on one line without it")
      ->check(CLI::Range(0, 16));
   decode->callback([arguments] { Print(Read(*arguments)->ToDecodedJson(arguments->indent) + "\n"); });

   CLI::App *recode = program.add_subcommand("recode", "decode an object and write its bytes again");
   AddArguments(*recode, arguments);
   recode->callback([arguments] { Print(Read(*arguments)->Stream()); });
}

} // namespace rootlet::tools
