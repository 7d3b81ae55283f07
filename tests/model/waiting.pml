/* Waiting for an update: WaitForUpdate loads notify, looks, and sleeps on notify; Publish commits, adds to notify, wakes.
 * Mirrors steps 5 and 6 of Publisher::Publish, and WaitForUpdate (Waiting.cxx).
 * Shown: nobody sleeps through a publication of a living producer; a version that a dying one committed, and then its death,
 * are told at the end of a slice, in this order. Sleeping in slices is needed for the dead only: a sleeper wakes by itself only when a
 * producer has died.
 * Bounds: PRODUCERS producers with UPDATES updates each, of which DEATHS die at any step; WAITERS waiters that want WANTED
 * versions one after the other.
 * Left out: the low half of notify coming round (2^32 publications between a load and a sleep), the permitted saving of
 * wakes (it is not safe without slices, and is said to be so), the record itself (publish_read.pml), reordering (reorder/).
 */
#ifndef PRODUCERS
#define PRODUCERS 2
#endif
#ifndef UPDATES
#define UPDATES 2
#endif
#ifndef DEATHS
#define DEATHS 1
#endif
#ifndef WAITERS
#define WAITERS 2
#endif
#ifndef WANTED
#define WANTED 2
#endif

/* In the file. */
byte commit[PRODUCERS];
byte notify;
/* The kernel's. */
bool alive[PRODUCERS];
bool sleeping[WAITERS];
/* What the test knows. */
byte deaths;
byte finished;

#define STEP(what) if :: atomic { what } :: atomic { deaths < DEATHS -> deaths++; goto dead } fi

inline Wake()
{
   i = 0;
   do
   :: i < WAITERS -> sleeping[i] = false; i++
   :: else -> break
   od;
   i = 0
}

proctype Producer(byte me)
{
   byte left, i;

   left = UPDATES;
   do
   :: left > 0 ->
      left--;
#ifdef MUTANT_NOTIFY_BEFORE_COMMIT
      STEP(notify++);
      STEP(Wake());
      STEP(commit[me]++)
#else
      STEP(commit[me]++);                                              /* publish_5 */
#ifndef MUTANT_NO_NOTIFY
      STEP(notify++);                                                  /* publish_6 */
#endif
      STEP(Wake())
#endif
   :: else -> break
   od;
dead:
   atomic { alive[me] = false; finished++ } /* the kernel closes the files */
}

/* Wants versions of each producer's record in turn. */
proctype Waiter(byte me)
{
   byte wanted, from, before, seen;
   bool over;

   from = me % PRODUCERS;
   do
   :: wanted < WANTED ->
again:
#ifdef MUTANT_LOOK_BEFORE_NOTIFY
      seen = commit[from];                                               /* wait_look */
      before = notify;                                                 /* wait_load */
      over = false;
#else
      before = notify;                                                 /* wait_load */
#ifdef MUTANT_LOOK_BEFORE_LIFE
      seen = commit[from];
#endif
      if /* asked once a second */
      :: over = !alive[from]                                             /* wait_over */
      :: over = false
      fi;
#ifndef MUTANT_LOOK_BEFORE_LIFE
      seen = commit[from];                                               /* wait_look */
#endif
#endif
      if
      :: seen > wanted -> wanted = seen; goto next
      :: else
      fi;
      if
      :: over -> assert(commit[from] <= wanted); goto end /* told that nothing comes any more */
      :: else
      fi;
#ifdef MUTANT_SLEEP_WITHOUT_COMPARE
      sleeping[me] = true;
#else
      atomic { if :: notify == before -> sleeping[me] = true :: else fi }; /* wait_sleep */
#endif
      if
      :: !sleeping[me]
      :: atomic { sleeping[me] && !alive[from] && deaths > 0 -> sleeping[me] = false } /* a slice ends */
      :: atomic { sleeping[me] && !alive[from] && commit[from] <= wanted -> sleeping[me] = false } /* so it does here: the
         producer has closed its map and will not publish any more */
      fi;
      goto again;
next:
      skip
   :: else -> break
   od;
end:
   finished++
}

init {
   byte i;
   atomic {
      i = 0;
      do
      :: i < PRODUCERS -> alive[i] = true; run Producer(i); i++
      :: else -> break
      od;
      i = 0;
      do
      :: i < WAITERS -> run Waiter(i); i++
      :: else -> break
      od
   }
   finished == PRODUCERS + WAITERS
}
