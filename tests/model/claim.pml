/* Claiming the record of a dead lease, beside living producers. Three producers, two lease entries: one dies with a version
 * that it has not committed; whoever lives may claim the record and publish on it; a third one gets the lease entry of the
 * dead one and commits versions of records of its own. Each may die at
 * every step.
 * Mirrors Lease::Lease, WriteCorrections and ClaimRecords; README.md has the table.
 * Shown: a consumer never gets a version that was not committed, nor one older than the newest committed when it began; and
 * nobody waits for the dead.
 * Bounds: one record with two slots (a version is its number; tearing is for publish_read.pml), three producers on two
 * entries, MOVES claims or updates of the first two and one of the third, DEATHS deaths at any step (and each producer closes
 * in the end, which leaves its records as a death does), READERS consumers that read once. With ANY_MOVE each may do all, else
 * the first two claim and publish the record, and the third publishes something else.
 * Left out: the heap lock's own steps (heap_lock.pml; here it is taken in one), blocks (reuse.pml), eviction, reordering
 * (reorder/).
 */
#ifndef MOVES
#define MOVES 2
#endif
#ifndef DEATHS
#define DEATHS 1
#endif
#ifndef READERS
#define READERS 1
#endif
#ifndef ANY_MOVE
#define ANY_MOVE false
#endif

/* In the file. A lease word is number * 2 + entry; numbers start at 1. */
byte number[2];
byte commit[2];
byte owner;
byte gen[2];
byte lock; /* lease word of the holder */
byte nextNumber = 1;
byte nextGeneration = 1;
/* The kernel's. */
byte living[2]; /* by entry: the lease whose byte is locked, 0: none */
/* What the test knows. */
byte deaths;
bool begun[2]; /* the entry has had a holder */
byte newest;          /* committed version of the record */
bool committed[40];

#define ENTRY(w) ((w) % 2)
#define IS_DEAD(w) (living[ENTRY(w)] != (w) / 2)
#define STEP(what) if :: atomic { what } :: atomic { deaths < DEATHS -> deaths++; goto dead } fi

/* Clear what was not committed under entry e, for records that belong to it by name or by index. */
inline ClearUncommitted(e)
{
   s = 0;
   do
   :: s < 2 -> STEP(if :: gen[s] > commit[e] -> gen[s] = 0 :: else fi; s++)
   :: else -> s = 0; break
   od
}

proctype Producer(byte me; byte moves; bool heir)
{
   byte mine, g, s;

   atomic { /* the heir waits until the first holder of its entry is dead, or has closed the map */
      living[me] == 0 && (!heir || begun[me]) -> begun[me] = true;
      mine = nextNumber * 2 + me; living[me] = nextNumber; nextNumber++
   }
   STEP(number[me] = mine / 2);                                        /* lease_number */
#ifdef MUTANT_COMMIT_BEFORE_CLEAR
   STEP(g = nextGeneration; nextGeneration++; commit[me] = g);
#endif
   STEP(lock == 0 || IS_DEAD(lock) -> lock = mine);
   if                                                                  /* lease_clear */
   :: owner != 0 && ENTRY(owner) == me -> ClearUncommitted(me)
   :: else
   fi;
   STEP(lock = 0);
   do
   :: moves > 0 ->
      moves--;
      if
      :: owner == mine -> /* Update of the record */
         STEP(g = nextGeneration; nextGeneration++;
            s = (gen[0] <= gen[1] -> 0 : 1); gen[s] = 0);              /* publish_2 */
         STEP(gen[s] = g);                                             /* publish_4 */
         STEP(commit[me] = g; newest = g; committed[g] = true)         /* publish_5 */
      :: owner != mine && (heir || ANY_MOVE) -> /* Update of something else */
         STEP(g = nextGeneration; nextGeneration++; commit[me] = g)
      :: owner != mine && (owner == 0 || IS_DEAD(owner)) && (!heir || ANY_MOVE) -> /* claim */
         STEP(lock == 0 || IS_DEAD(lock) -> lock = mine);
         if
         :: owner == 0 || IS_DEAD(owner) ->
#ifndef MUTANT_NO_CLEAR
            if                                                         /* claim_clear */
            :: owner != 0 -> g = ENTRY(owner); ClearUncommitted(g)
            :: else
            fi;
#endif
#ifdef MUTANT_OWNER_BEFORE_COMMIT
            STEP(owner = mine);
            STEP(g = nextGeneration; nextGeneration++; commit[me] = g);
#else
            STEP(g = nextGeneration; nextGeneration++; commit[me] = g); /* claim_commit */
            STEP(owner = mine);                                        /* claim_owner */
#endif
         :: else /* another one was faster */
         fi;
         STEP(lock = 0)
      :: owner != mine && owner != 0 && !IS_DEAD(owner) -> skip /* somebody else's, who lives */
      fi
   :: else -> break
   od;
dead: /* or closed; the kernel closes the files. What was not committed stays as it is. */
   atomic { living[me] = 0; mine = 0; g = 0; s = 0; moves = 0 }
}

proctype Reader()
{
   byte low, o, c, g0, g1, g, again;

   low = newest;
retry:
   o = owner;                                                          /* read_2 */
   c = commit[ENTRY(o)];
   g0 = gen[0];                                                        /* read_3 */
   g1 = gen[1];
   atomic {
      g = 0; again = 0;
      if :: g0 > g && g0 <= c -> g = g0 :: else fi;
      if :: g1 > g && g1 <= c -> g = g1; again = 1 :: else fi;
      g0 = 0; g1 = 0
   }
   if
   :: g == 0 ->
      if
      :: owner != o -> goto retry
      :: else ->
         if
         :: commit[ENTRY(o)] != c -> goto retry
         :: else -> assert(low == 0); goto end /* no version yet */
         fi
      fi
   :: else
   fi;
   if                                                                  /* read_5 */
   :: gen[again] != g -> goto retry
   :: else
   fi;
#ifndef MUTANT_NO_OWNER_REREAD
   if
   :: owner != o -> goto retry
   :: else
   fi;
#endif
   assert(committed[g]);
   assert(g >= low);
end:
   skip
}

init {
   byte i;
   atomic {
      run Producer(0, MOVES, false);
      run Producer(1, MOVES, false);
      run Producer(0, 1, true);
      i = 0;
      do
      :: i < READERS -> run Reader(); i++
      :: else -> break
      od
   }
}
