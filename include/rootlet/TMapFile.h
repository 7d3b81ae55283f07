// TMapFile: objects of any class with a dictionary, shared between processes through a file in memory.
// One process produces (CREATE, RECREATE, UPDATE) or several together (SHARED), any number consume (READ); they may start,
// stop and die in any order.
//
//    producer                                                    consumer
//    TMapFile *map = TMapFile::Create("h.map", "RECREATE");      TMapFile *map = TMapFile::Create("h.map");
//    TH1F *h = new TH1F("h", "px", 100, -4, 4);                  TH1F *h = nullptr;
//    for (;;) { h->Fill(x); map->Update(); }                     for (;;) h = (TH1F *)map->Get("h", h);
//
// What always holds: Get() gives a whole version that some Update() published, never a mixture, and never an older one
// than before while the newest is undamaged. A producer that is killed at any instant loses nothing that an Update() had
// returned for, and leaves no lock behind. A consumer needs no write access and cannot disturb the producer. The file
// grows by itself; it may be mapped anywhere. A full disk, a truncated or a foreign file is an error, not a crash.
// docs/mapfile-format.md says how, and where to put map files (tmpfs, e.g. /dev/shm or $XDG_RUNTIME_DIR, is best).
//
// Errors: one line through the error handler (TError.h) that names the file, the cause and the remedy; the function then
// returns null, kFALSE or nothing. What was published before stays.
// Threads: all functions at any time from any thread, except that Close() and the destructor must come last and that one
// thread at a time walks the records (GetFirst). Objects must not be changed by other threads during Update().
// Processes: after fork() the child may read with what its parent had open, and holds no lock of it; it publishes nothing.
#ifndef ROOTLET_TMapFile
#define ROOTLET_TMapFile

#include <concepts>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "RootletDictionary.h"
#include "RootletShared.h"
#include "RootletSnapshot.h"
#include "RootletWaiting.h"
#include "TDirectory.h"
#include "TObject.h"

class TClass;

namespace rootlet {
class EmulatedDocument;
class MapFileState;
struct ObjectDescription; // src/map
class Schema;             // src/map
} // namespace rootlet

/// One object in a map: what ls() prints. Belongs to the TMapFile that gave it out; see TMapFile::GetFirst.
class TMapRec {
public:
   const char *GetName() const;
   const char *GetClassName() const;
   /// Bytes of the newest version; 0 before the first Update.
   Long64_t GetBufSize() const { return fBufSize; }
   /// The number of the Update() that published it: grows by at least one each time; 0 before the first.
   ULong64_t GetGeneration() const { return fGeneration; }
   /// The next record, or null. (The argument is ROOT's; it has no meaning here.)
   TMapRec *GetNext(Long_t /*offset*/ = 0) const { return fNext; }

private:
   friend class rootlet::MapFileState;
   std::shared_ptr<const rootlet::ObjectDescription> fDescription;
   Long64_t fBufSize = 0;
   ULong64_t fGeneration = 0;
   TMapRec *fNext = nullptr;
};

class TMapFile : public TObject {
public:
   enum { kDefaultMapSize = 0x80000 }; // 512 KiB

   /// Opens a map; returns it, owned by the caller, or null after one error line. `option`, in any case:
   ///   "NEW", "CREATE"  a new file; if there is one of that name, an error
   ///   "RECREATE"       a new file that takes the place of an existing one; its consumers see IsReplaced()
   ///   "UPDATE"         goes on with an existing file, whatever became of its producer; a new one if there is none
   ///   "READ", ""       consumes an existing file
   /// With "SHARED" beside one of the first three ("SHARED" alone is "UPDATE SHARED") up to 64 producers have the file open
   /// together, each with objects of its own: a name that another one has is an error that says which process that is. Of
   /// one that has died the objects stay, and go to whoever Adds objects of their names. Without it, the file is this
   /// producer's alone.
   /// `size`, in bytes, is where a new file starts. `mode`: who may open a new file, as for open(2), less the process's
   /// umask; 0600, its owner alone, or also bits of 0066. (Only its owner can ever open it for writing.)
   /// The map's directory becomes the current one of the calling thread: histograms made from now on belong to it.
   static TMapFile *Create(const char *name, Option_t *option = "READ", Long64_t size = kDefaultMapSize,
                           const char *title = "", UInt_t mode = 0600);
   /// Closes the map. Objects are never deleted, neither here nor by Close().
   ~TMapFile() override;
   TMapFile(const TMapFile &) = delete;
   TMapFile &operator=(const TMapFile &) = delete;

   // --- producing ----------------------------------------------------------------------------------------------------
   /// The object will be published under `name` (its own name if that is empty) by every Update(). It stays the caller's
   /// and must be removed before it is deleted; an object of GetDirectory() counts as added and leaves by itself. An
   /// object added earlier under that name makes room.
   void Add(const TObject *obj, const char *name = "");
   /// The same for a class with a dictionary that is no TObject.
   template <class T>
   requires(!std::derived_from<T, TObject>) void Add(const T *obj, const char *name)
   {
      AddAny(obj, rootlet::ClassOf<T>(), name);
   }
   /// As Add(), but Update() copies the numbers in the object straight into the map, and Get() copies them into an object that
   /// its own default constructor has made. That saves the more, the more small parts an object has; and a packed Double32_t
   /// keeps all its bits. For classes with virtual functions, several and virtual bases too; but all their members that are
   /// stored must be numbers, bools or enumerations, fixed arrays of them, or objects of such classes. Of any other class the
   /// object is added as by Add(), with one warning that names the class or member and the reason. Consumers need not know:
   /// programs that have another version of the class, or do without it, get what they would get from a stream.
   void AddDirect(const TObject *obj, const char *name = "");
   /// The same for a class with a dictionary that is no TObject.
   template <class T>
   requires(!std::derived_from<T, TObject>) void AddDirect(const T *obj, const char *name)
   {
      AddAny(obj, rootlet::ClassOf<T>(), name, kTRUE);
   }
   /// Publishes `obj` (which was added, or is of GetDirectory()), or all objects together if it is null. An object that
   /// cannot be streamed, or for which there is no room, keeps its last version; the others go on.
   virtual void Update(TObject *obj = nullptr);
   /// Makes an object of a shareable class with these arguments and publishes it, as it lies in memory, under `name`; what had the
   /// name before makes room. From then on it is published by Write() of the result, not by Update(). See RootletShared.h,
   /// also for what is thrown: rootlet::Error.
   template <class T, class... Args>
   rootlet::Shared<T> Emplace(const char *name, Args &&...args)
   {
      return rootlet::Shared<T>::Make(*this, name, std::forward<Args>(args)...);
   }
   /// Goes on with the object of that name that this producer or the one before has left, with its value. Nothing if there is
   /// none. Throws rootlet::Error if it is streamed, if its class has another layout, or if another producer who lives has it.
   template <class T>
   std::optional<rootlet::Shared<T>> Resume(const char *name)
   {
      return rootlet::Shared<T>::Resume(*this, name);
   }
   /// Takes the object out of the map, for consumers too. Returns it; null if it was not there.
   TObject *Remove(TObject *obj);
   /// The same by name. Returns kTRUE if there was one, published by this producer or by one before.
   Bool_t Remove(const char *name);
   template <class T>
   requires(!std::derived_from<T, TObject> && !std::same_as<T, char>) Bool_t Remove(const T *obj)
   {
      return RemoveAny(obj);
   }
   void RemoveAll();
   /// Everything published so far survives a power loss as long as it is not published again. kFALSE after an error.
   Bool_t Sync();

   /// Copies the map, as it is now, into a file of that path: the newest version of every object, without the room to grow
   /// and the older versions, and the layouts of its classes; title, options and permissions are the map's. The file is a
   /// closed map like any other, whole and flushed to the disk when this returns; what had the name before makes room for it
   /// at that moment, and stays if there is an error. A producer copies one instant; a consumer copies one object after the
   /// other while the producer goes on. kFALSE after one error line.
   Bool_t Checkpoint(const char *path);

   // --- consuming ----------------------------------------------------------------------------------------------------
   /// The newest version of the object of that name. Without `retObj`: a new object, owned by the caller. With it: read
   /// into `retObj`, which must be of the same class, and which is returned. Null after one error line if there is no
   /// such object, if it was not published yet, if its class has no dictionary, or if it is damaged; `retObj` then keeps
   /// its value, unless the bytes themselves could not be read. The object does not enter the current directory.
   /// `generation` receives the number of the newest version, to wait for the one after it (WaitForUpdate); it is set whether
   /// or not that version could be read, and stays if there is none.
   TObject *Get(const char *name, TObject *retObj = nullptr, ULong64_t *generation = nullptr);
   /// The same for any class with a dictionary: T, or (if T has a virtual destructor) a class derived from it.
   template <class T>
   std::unique_ptr<T> Get(const char *name, ULong64_t *generation = nullptr)
   {
      return std::unique_ptr<T>(
         static_cast<T *>(GetAny(name, rootlet::ClassOf<T>(), std::has_virtual_destructor_v<T>, generation)));
   }
   /// The newest version of an object of whatever class, as a tree of values; its dictionary is not needed, the map has its
   /// layout. Throws rootlet::Error where Get() reports.
   std::unique_ptr<rootlet::EmulatedDocument> GetEmulated(const char *name, ULong64_t *generation = nullptr);
   /// The objects of these names, or all, as one Update() of their producer had left them: none is ahead of the others. What is
   /// not in the map is left out. Throws rootlet::Error if they belong to several producers (SHARED), if the newest version
   /// of one is damaged, or if they are published anew faster than all of them can be copied: a producer has to leave twice
   /// that time between two calls of Update().
   std::unique_ptr<rootlet::MapSnapshot> Snapshot(std::vector<std::string> names = {});
   /// An object of a shareable class (Emplace), as a copy or in place: see RootletShared.h. It need not be in the map yet. Throws
   /// rootlet::Error.
   template <class T>
   rootlet::View<T> View(const char *name)
   {
      return rootlet::View<T>(*this, name);
   }
   /// The layouts of the classes of all objects in the map now. Throws rootlet::Error.
   std::shared_ptr<const rootlet::Schema> GetSchema();
   /// Sleeps until there is a version of that object newer than the generation `after`: 0, or what Get or a wait for it has told
   /// since this map was opened. (In a loop that does not raise `after` every wait ends at once.) The object need not be in the
   /// map yet. Ends after `milliseconds` (negative: not before something happens; 0: looks and returns), and within a second
   /// when the producer of the object has ended or the file is replaced: see rootlet::WaitResult, which is true if there is a
   /// newer version. Throws rootlet::Error where Get() reports, and when another thread closes the map
   /// while it sleeps.
   /// Without a name: for any object. Then `after` is 0 or what such a wait has told; it may end although nothing is new, when a
   /// producer opens the file or takes over objects; and it ends when no producer at all lives.
   rootlet::WaitResult WaitForUpdate(const char *name, ULong64_t after, Long_t milliseconds = -1);
   /// Calls back for what WaitForUpdate would return, from a thread of its own, until the result is destroyed or the map
   /// closed, or after kReplaced or kFailed. The first call may come before this returns. That there is no producer is told
   /// once. Versions that come while the callback runs are told as one when it has returned. The callback may use the map,
   /// Close() it and destroy its own result (under a mutex of yours, for it may be called before you have that); not that of
   /// another callback that may do the same. The thread has all signals blocked. Null after one error line.
   [[nodiscard]] std::unique_ptr<rootlet::UpdateCallback>
   OnUpdate(const char *name, std::function<void(const rootlet::WaitResult &)> callback, ULong64_t after = 0);
   /// The same as a descriptor that becomes readable, for event loops; not any more once the map is closed.
   [[nodiscard]] std::unique_ptr<rootlet::UpdateEvent> MakeUpdateEvent(const char *name = nullptr, ULong64_t after = 0);
   /// RECREATE has put another file in this one's place; what this one holds can still be read.
   Bool_t IsReplaced() const;
   /// Some process, perhaps this one, has the file open for writing. (False, with an error line, if the program has
   /// closed the descriptor of this map.)
   Bool_t IsProducerAlive() const;

   /// The first of all records, in the order in which they were added, as they are now; null if there is none:
   ///    for (TMapRec *r = map->GetFirst(); r; r = r->GetNext())
   /// Valid until the next GetFirst(), GetFirstChanged() or Close().
   TMapRec *GetFirst();
   /// Only those that are not as the last GetFirst() or GetFirstChanged() has shown them: new ones, and those with a newer
   /// version. Of a map of 100 000 objects it is cheap to ask.
   TMapRec *GetFirstChanged();
   /// Prints a line for each object; of those whose name matches the pattern ("hp*", "run?/hits"), if one is given.
   void ls(Option_t *pattern = "") const override;
   void Print(Option_t *option = "") const override;

   // --- the file -----------------------------------------------------------------------------------------------------
   /// Gives the file back; everything published stays in it. The objects leave GetDirectory(), and the map can only be
   /// deleted.
   void Close(Option_t *option = "");
   /// Makes GetDirectory() the current one of the calling thread.
   Bool_t cd(const char *path = nullptr);
   TDirectory *GetDirectory() const { return const_cast<TDirectory *>(&fDirectory); }

   Bool_t IsOpen() const;
   Bool_t IsWritable() const;
   const char *GetName() const override { return fName.Data(); }
   const char *GetTitle() const override { return fTitle.Data(); }
   /// "CREATE", "RECREATE", "UPDATE" or "READ"; with " SHARED" behind it if other producers may come.
   Option_t *GetOption() const override { return fOption.Data(); }
   /// Bytes of the file's heap now; it grows. 0 when closed, as for the next four.
   Long64_t GetSize() const;
   /// Bytes of the heap that no object uses. Producers only.
   Long64_t GetFreeSize() const;
   Int_t GetFd() const;
   /// Where this process has mapped the file, and the end of its heap there.
   ULong_t GetBaseAddr() const;
   ULong_t GetBreakval() const;
   /// The open map file in whose memory the address lies, or null.
   static TMapFile *WhichMapFile(void *addr);

   ClassDefOverride(TMapFile, 0) // Memory mapped file

private:
   friend class rootlet::MapSnapshot;
   friend class rootlet::SharedAccess;
   TMapFile(const char *name, std::unique_ptr<rootlet::MapFileState> state, const char *option);
   void AddAny(const void *obj, TClass *cl, const char *name, Bool_t direct = kFALSE);
   Bool_t RemoveAny(const void *obj);
   void LeaveDirectory(const char *name);
   void *GetAny(const char *name, const TClass *wanted, Bool_t derivedToo, ULong64_t *generation);

   TString fName;                                 //! as given to Create
   TString fTitle;                                //! title of the file
   TString fOption;                               //! how it was opened
   TDirectory fDirectory;                         //! objects that are published by themselves
   std::mutex fCloseMutex;                        //! held by who closes the map
   std::unique_ptr<rootlet::MapFileState> fState; //! the open file; null when closed
};

#endif
