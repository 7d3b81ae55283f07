// Turns a SIGBUS inside a map file (a stranger truncated it) into an error of the call that met it.
// While a guard lives, a fault of this thread inside the guarded file reads zeros and marks the file broken; the caller
// then asks MappedFile::ThrowIfBroken. Faults anywhere else go to the handler that was there before.
#ifndef ROOTLET_heap_SigbusGuard
#define ROOTLET_heap_SigbusGuard

namespace rootlet {

class MappedFile;

class SigbusGuard {
public:
   explicit SigbusGuard(MappedFile &file);
   ~SigbusGuard();
   SigbusGuard(const SigbusGuard &) = delete;
   SigbusGuard &operator=(const SigbusGuard &) = delete;

   /// Once per process, with the first map.
   static void InstallHandler();

private:
   friend struct SigbusHandler;
   MappedFile &fFile;
   SigbusGuard *fOuter;
};

} // namespace rootlet

#endif
