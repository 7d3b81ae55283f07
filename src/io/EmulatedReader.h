// Reads objects by their StreamerInfo into an EmulatedDocument. Private to src/io.
// Invariant: no count from the stream is believed before it was compared with the bytes left; an object is known to
// later references before its content is read.
#ifndef ROOTLET_io_EmulatedReader
#define ROOTLET_io_EmulatedReader

#include "RootletEmulation.h"
#include "TBuffer.h"
#include "io/EmulatedLayouts.h"
#include "io/StackGuard.h"

#include <functional>

namespace rootlet {

class EmulatedReader : private EmulatedLayouts {
public:
   EmulatedReader(EmulatedDocument &document, TBuffer &buffer)
      : EmulatedLayouts(document), fBuffer(buffer),
        fForNothing((1 << 16) + 4 * static_cast<std::size_t>(buffer.BufferSize()))
   {
   }
   /// The object that the buffer is streamed for.
   EmulatedObject *ReadTop(std::string_view className);
   /// An object in the middle of a buffer, where its header stands.
   EmulatedObject *ReadPart(std::string_view className);
   /// The content of a member-wise container: objects of `className`, of the version that `elements` names.
   EmulatedList ReadPart(const std::string &className, const WireHeader &elements, Int_t n)
   {
      return ReadColumnsOf(className, elements, n, className);
   }
   /// Classes and members on the way to where reading failed, as in "Event/fTracks/Track/fHits".
   const std::string &FailedAt() const { return fFailedAt; }
   /// The way from an object of `className`, whose header stands at byte `start` of the buffer, to the pointer that stands at
   /// byte `position`, as FailedAt(). Empty if the layouts do not tell.
   static std::string WayTo(const TBuffer &buffer, std::string_view className, std::size_t start, std::size_t position);

private:
   /// The name of a member or class, on the path while it is being read.
   class Step {
   public:
      Step(EmulatedReader &reader, std::string_view name);
      ~Step();
      Step(const Step &) = delete;
      Step &operator=(const Step &) = delete;

   private:
      EmulatedReader &fReader;
      int fExceptions;
   };
   using Objects = std::vector<EmulatedObject *>;

   /// One level of base classes in columns, which take no bytes there: layouts that go in circles end here.
   class BaseDepth {
   public:
      explicit BaseDepth(EmulatedReader &reader) : fReader(reader)
      {
         constexpr int kMost = 64;
         if (reader.fBaseDepth >= kMost)
            reader.Throw("base classes nest deeper than 64 levels: the StreamerInfo goes in circles");
         ++reader.fBaseDepth;
      }
      ~BaseDepth() { --fReader.fBaseDepth; }
      BaseDepth(const BaseDepth &) = delete;
      BaseDepth &operator=(const BaseDepth &) = delete;

   private:
      EmulatedReader &fReader;
   };

   // objects (EmulatedReader.cxx)
   EmulatedObject *NewObject(std::string_view className);
   void ReadClass(EmulatedObject &object);
   void ReadBody(EmulatedObject &object, const TStreamerInfo &info);
   EmulatedValue ReadPointer();
   EmulatedValue ReadObjectOf(const std::string &className);
   void ReadTObject(EmulatedObject &object);

   // members (EmulatedMembers.cxx)
   void ReadMember(EmulatedObject &object, const TStreamerElement &element);
   void ReadColumn(const Objects &objects, const TStreamerElement &element);
   void ReadColumns(const Objects &objects, const TStreamerInfo &info);
   void ReadHeaded(const Objects &objects, const TStreamerElement &element);
   EmulatedValue ReadPlain(EmulatedObject &object, const TStreamerElement &element);
   EmulatedValue ReadCovered(EmulatedObject &object, const TStreamerElement &element, const WireHeader &header);
   Int_t CountOf(const EmulatedObject &object, const TStreamerElement &element);

   // containers (EmulatedContainers.cxx)
   EmulatedValue ReadContent(const TypeSpec &type);
   EmulatedValue ReadMemberWise(const TypeSpec &type, const WireHeader &header);
   EmulatedList ReadColumnsOf(const std::string &className, const WireHeader &header, Int_t n,
                              const std::string &shown);
   Bool_t TakesBytes(const TStreamerInfo &info);
   EmulatedValue ReadElement(const TypeSpec &type);
   void ReadElementVersion(WireHeader &header, const TypeSpec &type);

   // classes with a streamer of their own (EmulatedCustom.cxx)
   bool ReadCustom(EmulatedObject &object);
   void ReadList(EmulatedObject &object);
   void ReadObjArray(EmulatedObject &object);
   void ReadMap(EmulatedObject &object);
   void ReadClonesArray(EmulatedObject &object);
   void ReadRefArray(EmulatedObject &object);
   void ReadStreamerInfo(EmulatedObject &object);
   void ReadCanvas(EmulatedObject &object);

   // numbers
   EmulatedValue ReadNumber(NumberType type);
   EmulatedValue ReadNumbers(NumberType type, Long64_t n);
   std::string ReadText();
   void AddNumber(EmulatedObject &object, const char *name, Int_t code);
   void AddText(EmulatedObject &object, const char *name);
   void AddPointers(EmulatedObject &object, const char *name, Int_t n);
   void AddBase(EmulatedObject &object, const char *className);

   /// A header that was read and the end that it promises.
   struct Frame {
      WireHeader fHeader;
      std::size_t fEnd = 0; // 0: it promises none
   };
   Frame ReadHeader();
   /// Goes to where the header says; what lies before is kept in it, and noted unless somebody has done so.
   void End(Frame &frame, Bool_t noted = kFALSE);
   /// False if the guess was wrong.
   Bool_t ReadGuessed(const Objects &objects, const TStreamerElement &element, const Frame &frame,
                      const std::function<void()> &read);
   void ReadMatrixSym(EmulatedObject &object, Frame &frame);

   /// n values were made without a byte of the stream: there may be some for each byte, but not any number.
   void MadeOfNothing(std::size_t n);
   [[noreturn]] void Throw(const std::string &what);
   /// Tells what was kept as bytes; a hostile stream has no end of it.
   void Note(std::string what);

   TBuffer &fBuffer;
   std::vector<std::string_view> fPath; // class and member names on the way
   std::string fFailedAt;
   int fBaseDepth = 0;      // base classes in base classes, in columns, where they take no bytes
   std::size_t fForNothing; // values that may come and take no bytes of the stream
   std::unordered_map<const TStreamerInfo *, Bool_t> fTakesBytes;
   int fGuesses = 0;                                   // guesses around what is being read
   std::vector<std::pair<UInt_t, void *>> fMapped;     // in them: tags that became known, and what they had been before
   std::size_t fStopAt = static_cast<std::size_t>(-1); // the pointer that WayTo() looks for
};

} // namespace rootlet

#endif
