// TBufferJSON: objects as JSON and back, in ROOT's convention, which JSROOT parses and draws.
// Used by whoever shows objects in a browser or takes them from one. The text is made of what the object streams, by its
// StreamerInfo: so it has every class that has a dictionary, without code of the class's own. Classes that this program
// does not have: rootlet::EmulatedDocument::ToJSON() and FromJSON() (RootletEmulation.h).
// Limits: a class whose Streamer() is written by hand (LinkDef "-") is no more than its name. JSON names no class version:
// it is for live use, not for storage.
//
// Errors: as ROOT's: one line, and an empty string, null or false. The line names the place, as in `$.fTracks[3].fX`.
// Threads: all functions may be called at any time from any thread, on objects that nobody changes meanwhile.
#ifndef ROOTLET_TBufferJSON
#define ROOTLET_TBufferJSON

#include "RootletStl.h"
#include "TClass.h"
#include "TString.h"

#include <memory>
#include <string>

class TObject;

class TBufferJSON {
public:
   TBufferJSON() = delete;

   /// `compact`: how much white space there is (its lower digit), plus how arrays of numbers are packed.
   enum {
      kNoCompress = 0, ///< indented lines, for people
      kNoIndent = 1,   ///< lines without indentation
      kNoNewLine = 2,  ///< one line
      kNoSpaces = 3,   ///< no white space at all
      kZeroSuppression =
         10,                ///< arrays without the zeros at their ends: `{"$arr":"Float64","len":100,"p":10,"v":[...]}`
      kSameSuppression = 20 ///< and repeated values but once
   };

   /// `obj` as its dynamic class. With `member_name` the value of that member alone. T may be a standard container or a
   /// string, too.
   template <class T>
   static TString ToJSON(const T *obj, Int_t compact = 0, const char *member_name = nullptr)
   {
      if constexpr (kIsContent<T>)
         return ContentToJSON(obj, rootlet::stl::TypeName<rootlet::codec::Auto, T>(), &WriteContent<T>, compact);
      else
         return ConvertToJSON(obj, TClass::GetClass<T>(), compact, member_name);
   }
   static TString ConvertToJSON(const TObject *obj, Int_t compact = 0, const char *member_name = nullptr);
   /// `cl` is the class that `obj` is given as; null for both is `null`.
   static TString ConvertToJSON(const void *obj, const TClass *cl, Int_t compact = 0,
                                const char *member_name = nullptr);

   /// A new object of T, or of the class derived from T that the text names; null and one line if it cannot be made.
   /// Members that the text lacks are as in a new object; members that the class lacks are ignored.
   template <class T>
   static std::unique_ptr<T> FromJSON(const std::string &json)
   {
      T *obj = nullptr;
      FromJSON(obj, json.c_str());
      return std::unique_ptr<T>(obj);
   }
   /// The same into a pointer, which must be null; the caller owns the object.
   template <class T>
   static Bool_t FromJSON(T *&obj, const char *json)
   {
      if (obj)
         return kFALSE;
      if constexpr (kIsContent<T>) {
         auto content = std::make_unique<T>();
         if (ContentFromJSON(content.get(), rootlet::stl::TypeName<rootlet::codec::Auto, T>(), &ReadContent<T>, json))
            obj = content.release();
      } else {
         obj = static_cast<T *>(ConvertFromJSONChecked(json, TClass::GetClass<T>()));
      }
      return obj != nullptr;
   }
   /// A new object of the class that the text names, owned by the caller; null if it is no TObject.
   static TObject *ConvertFromJSON(const char *str);
   /// The same of any class, which `cl` is set to; delete it with TClass::Destructor().
   static void *ConvertFromJSONAny(const char *str, TClass **cl = nullptr);
   /// A new object of a class derived from `expectedClass`, given as that class; owned by the caller.
   static void *ConvertFromJSONChecked(const char *str, const TClass *expectedClass);

private:
   // Containers and strings are no classes: they stream their content, and JSON has no name of them.
   template <class T>
   static constexpr bool kIsContent = rootlet::stl::Container<T> || rootlet::stl::String<T>;
   template <class T>
   static void WriteContent(TBuffer &buffer, const void *obj)
   {
      const T &content = *static_cast<const T *>(obj);
      if constexpr (rootlet::stl::String<T>)
         buffer.WriteStringBytes(std::string_view(content));
      else
         rootlet::stl::WriteContent<rootlet::codec::Auto>(buffer, content);
   }
   template <class T>
   static void ReadContent(TBuffer &buffer, void *obj)
   {
      T &content = *static_cast<T *>(obj);
      if constexpr (std::is_same_v<T, std::string>)
         buffer.ReadStdString(content);
      else if constexpr (std::is_same_v<T, TString>)
         buffer.ReadTString(content);
      else
         rootlet::stl::ReadContent<rootlet::codec::Auto>(buffer, content);
   }
   static TString ContentToJSON(const void *obj, const std::string &type, void (*write)(TBuffer &, const void *),
                                Int_t compact);
   static Bool_t ContentFromJSON(void *obj, const std::string &type, void (*read)(TBuffer &, void *), const char *json);
};

#endif
