#ifndef DET_RAW_H
#define DET_RAW_H

#include "DetTypes.h"
#include "TObject.h"

#include <deque>
#include <string>

struct DetRawHeader {
   UInt_t fMagic;
   UShort_t fVersion;
   UShort_t fSource;
   ULong64_t fOrbit;
   Char_t fCrate[8];
   enum { kMagic = 0xcafe };
   DetRawHeader() : fMagic(kMagic), fVersion(0), fSource(0), fOrbit(0), fCrate() {}
};

class DetRawBlock : public TObject {
private:
   DetRawHeader fHeader; // header
   Int_t fSize;          // bytes
   UChar_t *fData;       //[fSize] payload
   char *fComment;       // free text

public:
   DetRawBlock() : fSize(0), fData(0), fComment(0) {}
   DetRawBlock(const DetRawBlock &) = delete;
   DetRawBlock &operator=(const DetRawBlock &) = delete;
   virtual ~DetRawBlock()
   {
      delete[] fData;
      delete[] fComment;
   }
   void Set(Int_t n, const char *comment);
   Int_t GetSize() const { return fSize; }
   UChar_t *GetData() { return fData; }
   const char *GetComment() const { return fComment; }
   ClassDef(DetRawBlock, 1) // block of raw data
};

class DetRawEvent : public TObject {
private:
   std::deque<DetRawHeader> fHeaders; // of all sources
   DetRawBlock *fBlocks[3];           // owned; null where a source is off
   std::string fErrors[2];            // messages

public:
   DetRawEvent() : fBlocks() {}
   DetRawEvent(const DetRawEvent &) = delete;
   DetRawEvent &operator=(const DetRawEvent &) = delete;
   virtual ~DetRawEvent()
   {
      for (Int_t i = 0; i < 3; ++i)
         delete fBlocks[i];
   }
   std::deque<DetRawHeader> &Headers() { return fHeaders; }
   DetRawBlock *&Block(Int_t i) { return fBlocks[i]; }
   ClassDef(DetRawEvent, 1) // raw data of an event
};

#endif
