// See StreamedPayload.h.
#include "map/StreamedPayload.h"

#include <string_view>

#include "RootletError.h"
#include "map/DirectFormat.h"
#include "map/DirectLayout.h"
#include "map/Printable.h"

namespace rootlet {
namespace {

DirectFormat LayoutOf(const ObjectDescription &description)
{
   try {
      if (description.fingerprint != DirectFingerprint(description.layout))
         throw Error("has another fingerprint than it should");
      DirectFormat format = DirectFormat::Decode(description.layout);
      if (format.Top().name != description.className)
         throw Error("is one of the class " + Printable(format.Top().name));
      return format;
   } catch (const Error &error) {
      throw Error(std::string("is damaged: its layout ") + error.what());
   }
}

} // namespace

StreamedPayload::StreamedPayload(const std::string &path, const ObjectDescription &description, const PayloadCopy &copy)
{
   try {
      switch (description.form) {
      case format::PayloadForm::kStreamed:
         fCopy = &copy;
         return;
      case format::PayloadForm::kDirect: {
         const DirectFormat format = LayoutOf(description);
         try {
            fMade = format.Streamed({copy.Data(), copy.Size()});
         } catch (const Error &error) {
            throw Error(std::string("is damaged: it ") + error.what());
         }
         return;
      }
      case format::PayloadForm::kShared:
         break;
      }
      const std::string name = Printable(description.className);
      throw Error("is of the class " + name +
                  " and lies in the map as itself, which only a program with that class can "
                  "read, by View<" +
                  name + ">");
   } catch (const Error &error) {
      throw Error(path + ": '" + Printable(description.name) + "' " + error.what());
   }
}

} // namespace rootlet
