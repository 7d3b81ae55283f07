// TStreamerElement and its kin: one member or base class, as a TStreamerInfo record describes it.
// Used by TStreamerInfo. Names, versions and members are ROOT's (docs/wire-format.md, "TStreamerInfo"): these records
// are what makes ROOT's files self-describing.
#ifndef ROOTLET_TStreamerElement
#define ROOTLET_TStreamerElement

#include "TNamed.h"

class TStreamerElement : public TNamed {
protected:
   Int_t fType = 0;         // element type
   Int_t fSize = 0;         // sizeof element
   Int_t fArrayLength = 0;  // cumulative size of all array dims
   Int_t fArrayDim = 0;     // number of array dimensions
   Int_t fMaxIndex[5] = {}; // Maximum array index for array dimension "dim"
   TString fTypeName;       // Data type name of data member

public:
   /// Bit of fBits: the comment has a packing annotation.
   static constexpr UInt_t kHasRange = 1u << 6;

   TStreamerElement() {}
   /// fType and the comment (title) are ROOT's; `size` in bytes, of the whole array if it is one.
   TStreamerElement(const char *name, const char *title, Int_t type, Int_t size, const char *typeName);
   ~TStreamerElement() override {}

   Int_t GetType() const { return fType; }
   Int_t GetSize() const { return fSize; }
   Int_t GetArrayLength() const { return fArrayLength; }
   /// 0 to 5, whatever number the stream had.
   Int_t GetArrayDim() const { return fArrayDim < 0 ? 0 : fArrayDim > 5 ? 5 : fArrayDim; }
   Int_t GetMaxIndex(Int_t i) const { return i >= 0 && i < 5 ? fMaxIndex[i] : 0; }
   const char *GetTypeName() const { return fTypeName.Data(); }
   void SetArrayDim(Int_t dim) { fArrayDim = dim; }
   /// Also multiplies the array length; dimensions are set in order.
   void SetMaxIndex(Int_t dim, Int_t max);
   void ls(Option_t *option = "") const override;

   ClassDefOverride(TStreamerElement, 4) // Base class for one element (data member) to be Streamed
};

class TStreamerBase : public TStreamerElement {
   Int_t fBaseVersion = 0; // version number of the base class

public:
   TStreamerBase() {}
   TStreamerBase(const char *name, const char *title, Int_t type, Int_t baseVersion, UInt_t baseCheckSum);
   ~TStreamerBase() override {}
   Int_t GetBaseVersion() const { return fBaseVersion; }
   UInt_t GetBaseCheckSum() const { return static_cast<UInt_t>(fMaxIndex[1]); }
   ClassDefOverride(TStreamerBase, 3) // Streamer element of type base class
};

class TStreamerBasicType : public TStreamerElement {
public:
   using TStreamerElement::TStreamerElement;
   TStreamerBasicType() {}
   ~TStreamerBasicType() override {}
   ClassDefOverride(TStreamerBasicType, 2) // Streamer element for a basic type
};

class TStreamerBasicPointer : public TStreamerElement {
   Int_t fCountVersion = 0; // version number of the class with the counter
   TString fCountName;      // name of data member holding the array count
   TString fCountClass;     // name of the class with the counter

public:
   TStreamerBasicPointer() {}
   TStreamerBasicPointer(const char *name, const char *title, Int_t type, Int_t size, const char *typeName,
                         const char *countName, const char *countClass, Int_t countVersion);
   ~TStreamerBasicPointer() override {}
   const char *GetCountName() const { return fCountName.Data(); }
   const char *GetCountClass() const { return fCountClass.Data(); }
   Int_t GetCountVersion() const { return fCountVersion; }
   ClassDefOverride(TStreamerBasicPointer, 2) // Streamer element for a pointer to a basic type
};

class TStreamerLoop : public TStreamerElement {
   Int_t fCountVersion = 0; // version number of the class with the counter
   TString fCountName;      // name of data member holding the array count
   TString fCountClass;     // name of the class with the counter

public:
   TStreamerLoop() {}
   TStreamerLoop(const char *name, const char *title, Int_t size, const char *typeName, const char *countName,
                 const char *countClass, Int_t countVersion);
   ~TStreamerLoop() override {}
   const char *GetCountName() const { return fCountName.Data(); }
   const char *GetCountClass() const { return fCountClass.Data(); }
   Int_t GetCountVersion() const { return fCountVersion; }
   ClassDefOverride(TStreamerLoop, 2) // Streamer element for a pointer to an array of objects
};

class TStreamerObject : public TStreamerElement {
public:
   using TStreamerElement::TStreamerElement;
   TStreamerObject() {}
   ~TStreamerObject() override {}
   ClassDefOverride(TStreamerObject, 2) // Streamer element of type object
};

class TStreamerObjectAny : public TStreamerElement {
public:
   using TStreamerElement::TStreamerElement;
   TStreamerObjectAny() {}
   ~TStreamerObjectAny() override {}
   ClassDefOverride(TStreamerObjectAny, 2) // Streamer element of type object other than TObject
};

class TStreamerObjectPointer : public TStreamerElement {
public:
   using TStreamerElement::TStreamerElement;
   TStreamerObjectPointer() {}
   ~TStreamerObjectPointer() override {}
   ClassDefOverride(TStreamerObjectPointer, 2) // Streamer element of type pointer to a TObject
};

class TStreamerObjectAnyPointer : public TStreamerElement {
public:
   using TStreamerElement::TStreamerElement;
   TStreamerObjectAnyPointer() {}
   ~TStreamerObjectAnyPointer() override {}
   ClassDefOverride(TStreamerObjectAnyPointer, 1) // Streamer element of type pointer to a non TObject
};

class TStreamerString : public TStreamerElement {
public:
   using TStreamerElement::TStreamerElement;
   TStreamerString() {}
   ~TStreamerString() override {}
   ClassDefOverride(TStreamerString, 2) // Streamer element of type TString
};

class TStreamerSTL : public TStreamerElement {
protected:
   Int_t fSTLtype = 0; // type of STL vector
   Int_t fCtype = 0;   // STL contained type

public:
   TStreamerSTL() {}
   TStreamerSTL(const char *name, const char *title, Int_t type, Int_t size, const char *typeName, Int_t stlType,
                Int_t contentType);
   ~TStreamerSTL() override {}
   Int_t GetSTLtype() const { return fSTLtype; }
   Int_t GetCtype() const { return fCtype; }
   ClassDefOverride(TStreamerSTL, 3) // Streamer element of type STL container
};

class TStreamerSTLstring : public TStreamerSTL {
public:
   using TStreamerSTL::TStreamerSTL;
   TStreamerSTLstring() {}
   ~TStreamerSTLstring() override {}
   ClassDefOverride(TStreamerSTLstring, 2) // Streamer element of type  C++ string
};

#endif
