// See Partner.h.
#include "Partner.h"
#include "Cores.h"

#include <cstdio>
#include <cstdlib>
#include <exception>
#include <new>
#include <sched.h>
#include <signal.h>
#include <stdexcept>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>
#include <utility>

namespace exchange {

struct Partner::Role {
   const Contestant *fWho = nullptr; // lies at the same place in both processes
   What fWhat = {};
   Part fPart = {};
};

struct Partner::Words {
   alignas(64) std::atomic<std::int64_t> fAsked{0};
   alignas(64) std::atomic<std::int64_t> fDone{0};
   std::int64_t fMark = 0; // of that turn
   alignas(64) std::atomic<std::int64_t> fCounted{0};
   long fSwitches = 0; // until the end of that turn
};

namespace {

constexpr std::int64_t kEnd = -1;

/// Waits until the word is not `old` any more; returns what it is.
std::int64_t WaitForChange(const std::atomic<std::int64_t> &word, std::int64_t old)
{
   for (int i = 0;; ++i) {
      const std::int64_t now = word.load(std::memory_order_acquire);
      if (now != old)
         return now;
      if (i < 1'000)
         __builtin_ia32_pause();
      else
         ::sched_yield();
   }
}

void Tell(int socket)
{
   const char byte = 0;
   if (::send(socket, &byte, 1, MSG_NOSIGNAL) != 1)
      throw std::runtime_error("the other process is gone");
}
bool WaitUntilTold(int socket)
{
   char byte = 0;
   return ::read(socket, &byte, 1) == 1;
}

} // namespace

Partner::Partner()
{
   void *page = ::mmap(nullptr, sizeof(Words), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
   int ends[2];
   if (page == MAP_FAILED || ::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0)
      throw std::runtime_error("no shared page or socket for the second process");
   fWords = new (page) Words;
   fProcess = ::fork();
   if (fProcess == 0) {
      ::prctl(PR_SET_PDEATHSIG, SIGKILL); // it may be spinning
      ::close(ends[0]);
      fSocket = ends[1];
      int status = 0;
      try {
         Run();
      } catch (const std::exception &error) {
         std::fprintf(stderr, "the second process: %s\n", error.what());
         status = 1;
      }
      std::exit(status); // not _exit(): what iceoryx has begun it must end
   }
   ::close(ends[1]);
   fSocket = ends[0];
}

Partner::~Partner()
{
   ::close(fSocket);
   ::waitpid(fProcess, nullptr, 0);
   ::munmap(fWords, sizeof *fWords);
}

void Partner::Begin(const Contestant &who, What what, Part part)
{
   fTurn = 0;
   fWords->fAsked.store(0, std::memory_order_relaxed);
   fWords->fDone.store(0, std::memory_order_relaxed);
   fWords->fCounted.store(0, std::memory_order_relaxed);
   const Role role = {&who, what, part};
   if (::send(fSocket, &role, sizeof role, MSG_NOSIGNAL) != sizeof role || !WaitUntilTold(fSocket))
      throw std::runtime_error("the second process is gone");
}

std::int64_t Partner::Turn()
{
   fWords->fAsked.store(++fTurn, std::memory_order_release);
   WaitForChange(fWords->fDone, fTurn - 1);
   return fWords->fMark;
}

bool Partner::WasUndisturbed()
{
   WaitForChange(fWords->fCounted, fTurn - 1);
   const long own = std::exchange(fOwnSwitches, CoreSwitches());
   const long partners = std::exchange(fPartnersSwitches, fWords->fSwitches);
   return fOwnSwitches == own && fPartnersSwitches == partners;
}

void Partner::End()
{
   fWords->fAsked.store(kEnd, std::memory_order_release);
   Tell(fSocket);
   if (!WaitUntilTold(fSocket))
      throw std::runtime_error("the second process is gone");
}

void Partner::Run()
{
   Role role;
   while (::read(fSocket, &role, sizeof role) == sizeof role) {
      Play(role);
      Tell(fSocket);
   }
}

void Partner::Play(const Role &role)
{
   const BoundToCore bound(1);
   std::unique_ptr<Producer> producer;
   std::unique_ptr<Consumer> consumer;
   if (role.fPart == Part::kProducer) {
      producer = role.fWho->fMakeProducer(role.fWhat);
      producer->Update(0);
   } else {
      consumer = role.fWho->fMakeConsumer(role.fWhat);
      consumer->Get();
   }
   Tell(fSocket);
   if (role.fPart != Part::kIdleConsumer) {
      for (std::int64_t turn = 0; (turn = WaitForChange(fWords->fAsked, turn)) != kEnd;) {
         if (producer != nullptr)
            producer->Update(turn);
         fWords->fMark = producer != nullptr ? turn : consumer->Get();
         fWords->fDone.store(turn, std::memory_order_release);
         fWords->fSwitches = CoreSwitches();
         fWords->fCounted.store(turn, std::memory_order_release);
      }
   }
   WaitUntilTold(fSocket);
}

} // namespace exchange
