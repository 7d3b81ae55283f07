// Annotations of members as macros, for those who do not want them in comments: dictgen makes the same of both.
// Included by Rtypes.h; a header of plain structs may include it alone. Compilers see nothing: the attributes are there
// for dictgen, which defines __DICTGEN__. They stand in front of the declaration; docs/dictgen.md explains each.
#ifndef ROOTLET_RootletAnnotations
#define ROOTLET_RootletAnnotations

#ifdef __DICTGEN__
#define ROOTLET_ANNOTATE(text) __attribute__((annotate("rootlet:" text)))
#else
#define ROOTLET_ANNOTATE(text)
#endif

/// `//!`: not in the stream.
#define ROOTLET_TRANSIENT ROOTLET_ANNOTATE("transient")
/// `//->`: the pointer is never null; its object stands in the stream in place.
#define ROOTLET_NEVER_NULL ROOTLET_ANNOTATE("never_null")
/// `//||`: the container is not taken apart into members.
#define ROOTLET_DONT_SPLIT ROOTLET_ANNOTATE("dont_split")
/// `//[fN]`: the array has fN elements.
#define ROOTLET_COUNTED(counter) ROOTLET_ANNOTATE("counted=" #counter)
/// `//[xmin,xmax]`, `//[xmin,xmax,nbits]`: how a Double32_t or Float16_t is packed.
#define ROOTLET_PACKED(xmin, ...) ROOTLET_ANNOTATE("packed=" #xmin "," #__VA_ARGS__)
/// `// text`: the title of a member; behind `class`, that of the class.
#define ROOTLET_TITLE(text) ROOTLET_ANNOTATE("title=" text)

/// Asks whether objects of a class can be shared as they lie in memory, and how they do: RootletShared.h. Stands at namespace
/// scope of a header that dictgen is given, behind the class, which needs no ClassDef and no dictionary for it.
#ifdef __DICTGEN__
#define ROOTLET_SHARED(...) ROOTLET_SHARED_COUNTED(__COUNTER__, __VA_ARGS__)
#define ROOTLET_SHARED_COUNTED(count, ...) ROOTLET_SHARED_NAMED(count, __VA_ARGS__)
#define ROOTLET_SHARED_NAMED(count, ...)  \
   namespace rootlet_shared {             \
   using Requested_##count = __VA_ARGS__; \
   }
#else
#define ROOTLET_SHARED(...)
#endif

#endif
