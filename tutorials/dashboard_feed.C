// dashboard_feed writes one line of JSON for every change of the histogram that hprod shares, for a dashboard to read.
//
// It is a program with an event loop: it waits in epoll for whatever comes first, the next version or the time for a sign
// of life. Any loop that knows descriptors can do the same (Qt: QSocketNotifier, GLib: g_unix_fd_add, ROOT: TFileHandler).

#include "TH1F.h"
#include "TMapFile.h"
#include "TStopwatch.h"
#include "TString.h"
#include "TSystem.h"

#include <sys/epoll.h>
#include <sys/timerfd.h>
#include <unistd.h>

/// \param file     the map file that hprod makes; dashboard_feed waits for it to appear
/// \param seconds  how long to feed at the most; 0 feeds until the producer stops
int dashboard_feed(const char *file = "hsimple.map", double seconds = 0)
{
   TStopwatch watch;
   auto timeLeft = [&] {
      const bool left = seconds <= 0 || watch.RealTime() < seconds;
      watch.Continue();
      return left;
   };
   while (gSystem->AccessPathName(file) && timeLeft())
      gSystem->Sleep(100);
   TMapFile *mfile = TMapFile::Create(file);
   if (!mfile)
      return 1;

   // Lesson 1: an update event is a descriptor that becomes readable when there is a newer version, or none to come.
   const auto event = mfile->MakeUpdateEvent("hpx");
   const int timer = timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC);
   const int poll = epoll_create1(EPOLL_CLOEXEC);
   if (!event || timer < 0 || poll < 0)
      return 1;
   const struct itimerspec everySecond = {{1, 0}, {1, 0}};
   timerfd_settime(timer, 0, &everySecond, nullptr);
   for (const int fd : {event->GetFd(), timer}) {
      struct epoll_event wanted = {};
      wanted.events = EPOLLIN;
      wanted.data.fd = fd;
      epoll_ctl(poll, EPOLL_CTL_ADD, fd, &wanted);
   }

   TH1F *hpx = nullptr;
   Long64_t lines = 0;
   bool alive = true;
   while (alive && timeLeft()) {
      struct epoll_event happened = {};
      if (epoll_wait(poll, &happened, 1, 1000) != 1)
         continue;
      if (happened.data.fd == timer) {
         ULong64_t ticks = 0;
         if (read(timer, &ticks, sizeof ticks) == sizeof ticks)
            Printf("{\"alive\": true, \"lines\": %lld}", lines);
         continue;
      }
      // Lesson 2: Take() tells what has happened, and the next thing is waited for from then on. Versions that came since are one.
      const rootlet::WaitResult news = event->Take();
      if (!news) {
         alive =
            news.status == rootlet::WaitStatus::kTimeout; // else the producer has ended, or the file is another one
         continue;
      }
      hpx = (TH1F *)mfile->Get("hpx", hpx);
      if (!hpx)
         break;
      Printf("{\"generation\": %llu, \"entries\": %.0f, \"mean\": %.5f, \"rms\": %.5f}", news.generation,
             hpx->GetEntries(), hpx->GetMean(), hpx->GetRMS());
      ++lines;
      gSystem->Sleep(50); // a dashboard need not be faster
   }
   Printf("{\"alive\": false, \"lines\": %lld}", lines);
   close(poll);
   close(timer);
   delete hpx;
   delete mfile; // ends the event too
   return lines > 0 ? 0 : 1;
}
