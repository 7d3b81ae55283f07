/* Waiting for an update: WaitForUpdate loads notify, looks, and sleeps on notify; Publish commits, adds to notify, wakes.
 * Mirrors steps 5 and 6 of Publisher::Publish, WaitForUpdate (Waiting.cxx), and by whom a wake is saved (Sleepers.cxx).
 * Shown: nobody sleeps through a publication of a living producer; a version that a dying one committed, and then its death,
 * are told at the end of a slice, in this order. Sleeping in slices is needed for the dead only: a sleeper wakes by itself only when a
 * producer has died.
 * Bounds: PRODUCERS producers with UPDATES updates each, of which DEATHS die at any step; WAITERS waiters that want WANTED
 * versions one after the other.
 * Time: who has the waiting lock sleeps shortly at first, and for long when it has had it for longer than any answer is believed
 * that was given before; so a long sleep begins with all answers forgotten. An answer may be forgotten at any time.
 * Left out: the low half of notify coming round (2^32 publications between a load and a sleep), the record itself
 * (publish_read.pml), reordering (reorder/).
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
bool locked[WAITERS]; /* the waiting byte */
/* Known to one process each. */
bool settled[WAITERS];     /* it has had the lock for long */
bool nobody[PRODUCERS]; /* the last answer, while it is believed */
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

inline Ask()
{
   nobody[me] = true;
   i = 0;
   do
   :: i < WAITERS -> nobody[me] = nobody[me] && !locked[i]; i++
   :: else -> break
   od;
   i = 0
}

proctype Producer(byte me)
{
   byte left, i;
   bool believed;

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
#ifdef MUTANT_DECIDE_BEFORE_NOTIFY
      believed = nobody[me];
#endif
      STEP(notify++);                                                  /* publish_6 */
#endif
#ifndef MUTANT_DECIDE_BEFORE_NOTIFY
      believed = nobody[me];
#endif
      if
      :: believed -> believed = false
      :: else ->
         STEP(Ask());                                                  /* publish_ask */
         if
         :: nobody[me]
         :: !nobody[me] -> STEP(Wake())
         fi
      fi
#endif
   :: else -> break
   od;
dead:
   atomic { alive[me] = false; finished++ } /* the kernel closes the files */
}

inline Forget()
{
   i = 0;
   do
   :: i < PRODUCERS -> nobody[i] = false; i++
   :: else -> break
   od;
   i = 0
}

/* Wants versions of each producer's record in turn. */
proctype Waiter(byte me)
{
   byte wanted, from, before, seen, i;
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
      atomic {
         if
         :: seen > wanted -> wanted = seen; seen = 0; before = 0; over = false; goto next
         :: else -> seen = 0
         fi
      };
      if
      :: over -> assert(commit[from] <= wanted); goto end /* told that nothing comes any more */
      :: else
      fi;
      atomic {                                                           /* wait_lock */
         if
#ifdef MUTANT_LONG_FIRST_SLEEP
         :: !locked[me] -> locked[me] = true; settled[me] = true
#else
         :: !locked[me] -> locked[me] = true
#endif
         :: locked[me] && !settled[me] -> settled[me] = true; Forget() /* time has passed */
         :: locked[me]
         fi
      };
#ifdef MUTANT_SLEEP_WITHOUT_COMPARE
      sleeping[me] = true;
#else
      atomic { if :: notify == before -> sleeping[me] = true :: else fi; before = 0 }; /* wait_sleep */
#endif
      if
      :: !sleeping[me]
      :: atomic { sleeping[me] && !settled[me] -> sleeping[me] = false } /* a short sleep ends */
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
