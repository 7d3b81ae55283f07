/* Publish and read of one record: a producer that may die at every step, its successors, and consumers that hold no lock.
 * Mirrors Publisher::Publish, Recover and Reader::TryRead; README.md has the table.
 * Shown: no torn version, none older than the newest committed when the read began, none uncommitted, no block in two
 * slots, and nobody waits for the dead (there is no invalid end state).
 * Bounds: SLOTS slots, SLOTS + 1 blocks of a header and one word, UPDATES updates in all, DEATHS deaths, READERS consumers
 * that read once each (a read may begin at any moment, so two in a row add nothing; consumers write nothing, so a second one
 * adds states and no behaviour: two are among the large bounds).
 * Left out: reordering (reorder/), removal and other users of the memory (reuse.pml), other leases (claim.pml), seals.
 */
#ifndef SLOTS
#define SLOTS 2
#endif
#ifndef UPDATES
#define UPDATES 3
#endif
#ifndef DEATHS
#define DEATHS 1
#endif
#ifndef READERS
#define READERS 1
#endif
#define BLOCKS (SLOTS + 1)

/* In the file. Block 0 is none. */
byte gen[SLOTS];
byte off[SLOTS];
byte header[BLOCKS + 1];
byte payload[BLOCKS + 1];
byte commit;
byte nextGeneration = 1;

/* What the test knows. */
byte newest;  /* version that the last commit has published */
byte deaths;
byte updates;

/* One step of a producer, or its death before it. */
#define STEP(what) if :: atomic { what } :: atomic { deaths < DEATHS -> deaths++; goto dead } fi

proctype Producer()
{
   byte own[SLOTS]; /* ProducerRecord: generations, as the producer knows them */
   byte g, s, i, b;
   bool taken;

recover: /* recover_walk: with all leases held; the dead producer's memory is gone, the directory is the only truth */
   atomic {
      s = 0;
      do
      :: s < SLOTS -> own[s] = (gen[s] > commit -> 0 : gen[s]); s++
      :: else -> break
      od;
      s = 0
   }
   do
   :: s < SLOTS -> STEP(gen[s] = own[s]; s++)
   :: else -> break
   od;
   STEP(g = nextGeneration; nextGeneration++);
   STEP(commit = g);                                                 /* claim_commit */

publish:
   if
   :: updates == UPDATES -> goto end
   :: else
   fi;
   STEP(updates++; g = nextGeneration; nextGeneration++);              /* publish_1 */
   atomic { /* ChooseSlot: the oldest */
      s = 0; i = 1;
      do
      :: i < SLOTS -> if :: own[i] < own[s] -> s = i :: else fi; i++
      :: else -> break
      od
   }
#ifndef MUTANT_WRITE_BEFORE_INVALIDATE
   STEP(gen[s] = 0; own[s] = 0);                                      /* publish_2 */
#endif
   if                                                                  /* publish_3 */
   :: off[s] != 0 -> b = off[s]
   :: atomic { /* another block: one that no slot has */
         b = 1;
         do
         :: b <= BLOCKS ->
            taken = false; i = 0;
            do
            :: i < SLOTS -> taken = taken || off[i] == b; i++
            :: else -> break
            od;
            if :: taken -> b++ :: else -> break fi
         od;
         assert(b <= BLOCKS)
      }
      STEP(header[b] = 0);
      STEP(off[s] = b)
   fi;
#ifdef MUTANT_COMMIT_BEFORE_SEAL
   STEP(commit = g; newest = g);
#endif
   STEP(payload[b] = g);                                              /* publish_4 */
#ifdef MUTANT_WRITE_BEFORE_INVALIDATE
   STEP(gen[s] = 0; own[s] = 0);
#endif
   if
   :: goto publish /* the Streamer fails: the slot stays at 0 */
   :: STEP(header[b] = g)
   fi;
   STEP(gen[s] = g; own[s] = g);
#ifndef MUTANT_COMMIT_BEFORE_SEAL
   STEP(commit = g; newest = g);                                      /* publish_5 */
#endif
   goto publish;

dead:
   atomic { g = 0; b = 0; i = 0; s = 0 }
   goto recover; /* the next producer, which knows nothing */
end:
   skip
}

proctype Reader()
{
   byte low, committed, g, s, i, word, block, h, p;

   low = newest;
again:
   atomic { committed = commit; g = 0; s = 0; i = 0 }                  /* read_2 */
   do                                                                  /* read_3 */
   :: i < SLOTS ->
      atomic {
         word = gen[i];
         if :: word > g && word <= committed -> g = word; s = i :: else fi;
         word = 0; i++
      }
   :: else -> break
   od;
   if
   :: g == 0 ->
      if
      :: commit != committed -> goto again
      :: else -> assert(low == 0); goto end /* no version yet */
      fi
   :: else
   fi;
   block = off[s];                                                     /* read_4 */
   h = header[block];
   p = payload[block];
#ifndef MUTANT_NO_REREAD
   if                                                                  /* read_5 */
   :: gen[s] != g -> goto again
   :: else
   fi;
#endif
   assert(h == g && p == g);
   assert(g >= low && g <= newest);
end:
   skip
}

init {
   byte i;
   atomic {
      run Producer();
      i = 0;
      do
      :: i < READERS -> run Reader(); i++
      :: else -> break
      od
   }
}
