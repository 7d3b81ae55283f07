/* The heap lock: one word that names its holder, taken over from a dead one. PROCESSES producers take it LOCKS times each and
 * change what it protects in two halves; each may die at every step, also while it waits, recovers, or wakes others; a new
 * producer with a new lease number then takes its lease entry.
 * Mirrors HeapLock::lock, unlock and IsDead.
 * Shown: one living holder at a time; who holds it finds no half-done change, except one that it mends itself; nobody waits
 * for the dead; nobody sleeps through an unlock. Sleeping in slices is needed for the dead only: here a sleeper wakes by
 * itself only when the holder that it saw is dead, never because of time alone.
 * Bounds: PROCESSES, LOCKS, DEATHS. Left out: threads of one process and nested locking (a mutex and a counter in the
 * process), a stopped holder, forks, reordering (reorder/).
 */
#ifndef PROCESSES
#define PROCESSES 2
#endif
#ifndef LOCKS
#define LOCKS 2
#endif
#ifndef DEATHS
#define DEATHS 2
#endif

/* In the file. A lease word is number * PROCESSES + entry; the lock holds lease word * 2 + somebody sleeps. */
byte lock;
byte number[PROCESSES];
byte nextNumber = 1;
/* The kernel's. */
byte living[PROCESSES];   /* by entry: the lease whose byte is locked, 0: none */
bool sleeping[PROCESSES];
/* What the lock protects: equal when nobody changes it. */
byte first, second;
/* What the test knows. */
byte deaths;
byte holders; /* living ones */
byte finished;

#define WORD(l) ((l) / 2)
#define IS_DEAD(w) (living[(w) % PROCESSES] != (w) / PROCESSES)
#define STEP(what) if :: atomic { what } :: atomic { deaths < DEATHS -> deaths++; goto dead } fi

proctype Producer(byte me)
{
   byte mine, seen, left, i;
   bool inside;

begin: /* a new process takes the entry */
   STEP(mine = nextNumber * PROCESSES + me; nextNumber++);
   STEP(living[me] = mine / PROCESSES);
   STEP(number[me] = mine / PROCESSES);
   left = LOCKS;
again:
   if
   :: left == 0 -> goto end
   :: else
   fi;
   STEP(seen = lock; if :: seen == 0 -> lock = mine * 2; holders++; inside = true :: else fi); /* lock_take */
   if
   :: inside -> goto held
   :: else
   fi;
   STEP(i = IS_DEAD(WORD(seen)));                                      /* lock_ask */
#ifdef MUTANT_TAKE_OVER_UNCHECKED
   i = true;
#endif
   if
   :: i -> i = 0;
      /* lock_take_over */
#ifdef MUTANT_TAKE_OVER_BY_STORE
      STEP(lock = mine * 2 + seen % 2; holders++; inside = true);
#else
      STEP(if :: lock == seen -> lock = mine * 2 + seen % 2; holders++; inside = true :: else fi);
#endif
      if
      :: inside -> goto recover
      :: else -> goto again
      fi
   :: else
   fi;
   if                                                                  /* lock_mark */
   :: seen % 2 == 0 -> STEP(if :: lock == seen -> lock = seen + 1; seen = seen + 1 :: else -> seen = 0 fi)
   :: else
   fi;
   if
   :: seen == 0 -> goto again
   :: else
   fi;
   STEP(if :: lock == seen -> sleeping[me] = true :: else fi);         /* lock_sleep: FUTEX_WAIT compares */
   if
   :: !sleeping[me] -> goto again /* woken, or never asleep */
   :: atomic { sleeping[me] && IS_DEAD(WORD(seen)) -> sleeping[me] = false }; goto again /* a slice ends */
   :: atomic { sleeping[me] && deaths < DEATHS -> deaths++; sleeping[me] = false; goto dead }
   fi;

recover: /* mend from the directory, again if the one before died in it */
#ifndef MUTANT_NO_RECOVERY
   STEP(second = first);
#endif
held:
   assert(holders == 1);
   assert(first == second);
   STEP(first = 1 - first);
   STEP(second = first);
   assert(first == second);
   STEP(                                                               /* lock_release */
      assert(WORD(lock) == mine);
      seen = lock; lock = 0; holders--; inside = false; left--);
#ifdef MUTANT_WAKE_NOBODY
   goto again;
#endif
   if
   :: seen % 2 == 1 ->                                                 /* lock_wake: FUTEX_WAKE */
      STEP(
         i = 0;
         do
         :: i < PROCESSES ->
#ifdef MUTANT_WAKE_ONE
            if :: sleeping[i] -> sleeping[i] = false; break :: else fi;
#else
            sleeping[i] = false;
#endif
            i++
         :: else -> break
         od;
         i = 0)
   :: else
   fi;
   goto again;

dead: /* the kernel closes the files */
   atomic {
      holders = holders - inside; inside = false; seen = 0; i = 0; mine = 0; left = 0;
      living[me] = 0
   }
   goto begin;
end: /* closed only when all are done: else a sleeper could take the holder that it saw for dead */
   finished++;
   finished == PROCESSES;
   living[me] = 0
}

init {
   byte i;
   atomic {
      i = 0;
      do
      :: i < PROCESSES -> run Producer(i); i++
      :: else -> break
      od
   }
   finished == PROCESSES
}
