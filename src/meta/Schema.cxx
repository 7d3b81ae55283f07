// See RootletSchema.h.
#include "RootletSchema.h"

#include "TBuffer.h"
#include "TClass.h"
#include "meta/ClassName.h"
#include "meta/KnownLayouts.h"
#include "meta/TypeSpec.h"

#include <algorithm>

namespace rootlet {

Schema::~Schema()
{
   fInfos.clear();
   for (const auto &[name, infos] : fByName)
      ForgetGoneLayouts(name);
}

void Schema::AddRecord(const void *bytes, std::size_t n, Int_t keylen)
{
   TBuffer buffer(bytes, n);
   buffer.SetBufferDisplacement(keylen);
   UInt_t start, count;
   buffer.ReadVersion(&start, &count);
   TObject base;
   base.TObject::Streamer(buffer);
   buffer.ReadStringBytes(); // the list's name
   const Int_t entries = buffer.ReadCount(sizeof(UInt_t) + 1);
   for (Int_t i = 0; i < entries; ++i) {
      const AnyHeader header = buffer.ReadAnyHeader();
      if (header.fKind == AnyHeader::kObject) {
         buffer.MapRead(header, nullptr);
         if (header.fClass->fName == "TStreamerInfo") {
            auto info = std::make_unique<TStreamerInfo>();
            info->Streamer(buffer);
            Add(std::move(info));
         } else if (!header.fCount) {
            buffer.Throw("an entry of class %s in the StreamerInfo record has no byte count",
                         header.fClass->fName.c_str());
         }
         if (header.fCount)
            buffer.SetBufferOffset(static_cast<Int_t>(header.fStart + sizeof(UInt_t) + header.fCount));
      }
      buffer.ReadStringBytes(); // its option
   }
}

namespace {

/// The classes that a type names: itself, its pointee, its elements.
void AddClassesOf(Schema &schema, const TypeSpec &type)
{
   for (const TypeSpec &argument : type.fArgs)
      AddClassesOf(schema, argument);
   if (type.fKind != TypeSpec::kClass)
      return;
   if (const auto pair = PairArguments(type.fName)) {
      AddClassesOf(schema, ParseType(pair->first));
      AddClassesOf(schema, ParseType(pair->second));
   } else if (const TClass *cl = TClass::GetClass(type.fName.c_str(), kTRUE, kTRUE)) {
      schema.AddClass(cl);
   }
}

/// The version alone does not tell: classes without ClassDef all have the same.
bool Has(const std::vector<const TStreamerInfo *> *named, Int_t version, UInt_t checksum)
{
   return named && std::ranges::any_of(*named, [&](const TStreamerInfo *info) {
             return info->GetClassVersion() == version && info->GetCheckSum() == checksum;
          });
}

} // namespace

void Schema::AddClass(const TClass *cl)
{
   const ClassDictionary *dictionary = cl->Dictionary();
   if (!dictionary || Has(Named(cl->GetName()), dictionary->fVersion, dictionary->fCheckSum))
      return;
   Add(std::make_unique<TStreamerInfo>(cl));
   for (Int_t i = 0; i < dictionary->fNBases; ++i)
      if (const DictionaryBase &base = dictionary->fBases[i]; const TClass *of = base.fClass ? base.fClass() : nullptr)
         AddClass(of);
      else
         AddClassesOf(*this, ParseType(base.fName)); // a container
   for (Int_t i = 0; i < dictionary->fNMembers; ++i)
      if (dictionary->fMembers[i].fElementType != DictionaryMember::kTransient)
         AddClassesOf(*this, ParseType(dictionary->fMembers[i].fTypeName));
}

void Schema::Add(std::unique_ptr<TStreamerInfo> info)
{
   auto &[name, infos] = *fByName.try_emplace(NormalizedClassName(info->GetName())).first;
   if (Has(&infos, info->GetClassVersion(), info->GetCheckSum()))
      return;
   infos.push_back(info.get());
   EnterLayout(name, fInfos.emplace_back(std::move(info)));
}

const std::vector<const TStreamerInfo *> *Schema::Named(std::string_view name) const
{
   auto found = fByName.find(name);
   if (found == fByName.end())
      found = fByName.find(NormalizedClassName(name));
   return found == fByName.end() ? nullptr : &found->second;
}

const TStreamerInfo *Schema::Find(std::string_view name, Int_t version) const
{
   if (const auto *named = Named(name))
      for (const TStreamerInfo *info : *named)
         if (info->GetClassVersion() == version)
            return info;
   return nullptr;
}

const TStreamerInfo *Schema::FindByCheckSum(std::string_view name, UInt_t checksum) const
{
   if (const auto *named = Named(name))
      for (const TStreamerInfo *info : *named)
         if (info->GetCheckSum() == checksum)
            return info;
   return nullptr;
}

const TStreamerInfo *Schema::Latest(std::string_view name) const
{
   const auto *named = Named(name);
   if (!named)
      return nullptr;
   return *std::ranges::max_element(*named, {}, &TStreamerInfo::GetClassVersion);
}

} // namespace rootlet
