/* Removing a record, filling it again, and memory that goes from one producer to another. One producer enters, publishes
 * and removes a record and may die at every step; a second one, who lives on, takes chunks for itself, writes into them,
 * gives them back, and sorts out the chunks of the dead one. Consumers find the record and read it.
 * Mirrors Directory::Insert and Remove, MapHeap::AllocateChunks and FreeChunks, Reader::Search and TryRead. The part of the
 * second producer after the death of the first (orphans) is the design's; the code has lone producers so far.
 * Shown: nobody reads what another has written into the memory; nothing but the directory decides what is free; no chunk
 * has two users; what was committed is found while the record is there; every byte is accounted for at the end.
 * Bounds: one record with two slots, CHUNKS chunks of one block, LIVES lives of the record with
 * UPDATES updates, DEATHS deaths, FOREIGN uses by
 * the second producer, READERS consumers that read once.
 * Left out: the heap lock itself (heap_lock.pml; here what is under it is one step where a death inside changes nothing,
 * and several where it does), cutting chunks into blocks, rehash (reorder/), reordering.
 */
#ifndef CHUNKS
#define CHUNKS 2
#endif
#ifndef UPDATES
#define UPDATES 1
#endif
#ifndef LIVES
#define LIVES 2
#endif
#ifndef DEATHS
#define DEATHS 1
#endif
#ifndef FOREIGN
#define FOREIGN 1
#endif
#ifndef READERS
#define READERS 1
#endif
#define FOREIGNER 200

#define CHUNK_FREE 0
#define CHUNK_FIRST 1
#define CHUNK_SECOND 2
#define CHUNK_ORPHAN 3

/* In the file. Chunk 0 is none. */
byte chunk[CHUNKS + 1];
byte header[CHUNKS + 1]; /* record id */
byte payload[CHUNKS + 1];
bool bucket;
byte id;
byte gen[2];
byte off[2];
byte commit;
byte nextGeneration = 1;
byte nextId = 1;

/* What the test knows. */
byte newest;   /* committed in this life of the record */
bool firstDead;
bool firstDone;
byte deaths;

#define STEP(what) if :: atomic { what } :: atomic { deaths < DEATHS -> deaths++; goto dead } fi
#define REACHED(c) (bucket && (off[0] == c || off[1] == c))

proctype First()
{
   byte mine, lives, updates, g, s, c, old;

   do
   :: lives < LIVES ->
      lives++;
      STEP(mine = nextId; nextId++;
         gen[0] = 0; gen[1] = 0; off[0] = 0; off[1] = 0);              /* insert_fill */
      STEP(id = mine);                                                 /* insert_id */
      STEP(bucket = true; newest = 0);                                 /* insert_bucket */
      updates = 0;
      do
      :: updates < UPDATES ->
         s = updates % 2; updates++;
         STEP(g = nextGeneration; nextGeneration++; gen[s] = 0);
         atomic { /* the heap lock: any free chunk */
            c = 1;
            do
            :: c < CHUNKS && chunk[c] != CHUNK_FREE -> c++
            :: else -> break
            od;
            assert(chunk[c] == CHUNK_FREE); /* the bounds leave room */
            assert(!REACHED(c));
            chunk[c] = CHUNK_FIRST
         }
         STEP(header[c] = 0; off[s] = c);
         STEP(payload[c] = g);
         STEP(header[c] = mine);
         STEP(gen[s] = g);
         STEP(commit = g; newest = g)
      :: break
      od;
#ifdef MUTANT_FREE_BEFORE_GEN0
      STEP(if :: off[0] != 0 -> chunk[off[0]] = CHUNK_FREE :: else fi);
      STEP(if :: off[1] != 0 -> chunk[off[1]] = CHUNK_FREE :: else fi);
#endif
      STEP(bucket = false; newest = 0);                                /* remove_bucket */
      STEP(id = 0);                                                    /* remove_words */
      STEP(gen[0] = 0);
      STEP(gen[1] = 0);
#ifndef MUTANT_FREE_BEFORE_GEN0
      STEP(if :: off[0] != 0 -> chunk[off[0]] = CHUNK_FREE :: else fi; off[0] = 0); /* remove_free */
      STEP(if :: off[1] != 0 -> chunk[off[1]] = CHUNK_FREE :: else fi; off[1] = 0)
#endif
   :: else -> break
   od;
   firstDone = true;
   goto end;
dead:
   atomic { firstDead = true; firstDone = true; mine = 0; g = 0; s = 0; c = 0; updates = 0; lives = 0 }
end:
   skip
}

/* What the second producer does with the chunks of a dead one, under the heap lock. */
inline SortOut()
{
#ifndef MUTANT_UNREACHED_RECORD_STAYS
   if /* recover_3: its producer died while removing or entering it; who has found it before must see that it is gone */
   :: !bucket -> id = 0; gen[0] = 0; gen[1] = 0
   :: else
   fi;
#endif
   c = 1;
   do
   :: c <= CHUNKS ->
      atomic {
         if
         :: chunk[c] == CHUNK_FIRST || chunk[c] == CHUNK_ORPHAN ->
#ifdef MUTANT_FREE_ALL_OF_THE_DEAD
            chunk[c] = CHUNK_FREE
#else
            chunk[c] = (REACHED(c) -> CHUNK_ORPHAN : CHUNK_FREE)
#endif
         :: else
         fi;
         c++
      }
   :: else -> break
   od
}

proctype Second()
{
   byte uses, c;
   bool sorted;

   do
   :: uses < FOREIGN ->
      atomic {
         c = 1;
         do
         :: c < CHUNKS && chunk[c] != CHUNK_FREE -> c++
         :: else -> break
         od;
         assert(chunk[c] == CHUNK_FREE);
#ifndef MUTANT_FREE_BEFORE_GEN0
         assert(!REACHED(c));
#endif
         chunk[c] = CHUNK_SECOND;
         uses++
      }
      payload[c] = FOREIGNER;
      header[c] = FOREIGNER;
      assert(chunk[c] == CHUNK_SECOND); /* nobody else has it */
      chunk[c] = CHUNK_FREE
   :: firstDead && !sorted -> SortOut(); sorted = true
   :: uses == FOREIGN && firstDone && (sorted || !firstDead) -> break
   od;
   atomic { /* no byte is lost: what is not free is reached by the directory */
      c = 1;
      do
      :: c <= CHUNKS -> assert(chunk[c] == CHUNK_FREE || REACHED(c)); c++
      :: else -> break
      od
   }
}

proctype Reader()
{
   byte low, expected, committed, g, s, i, word, block, h, p;

   if                                                                  /* find */
   :: atomic { bucket -> low = newest; expected = id }                 /* Search: what is found is proved by id and name */
   :: !bucket -> goto end
   fi;
again:
   if                                                                  /* read_1 */
   :: id != expected -> goto end /* gone */
   :: else
   fi;
   atomic { committed = commit; g = 0; s = 0; i = 0 }                  /* read_2 */
   do                                                                  /* read_3 */
   :: i < 2 ->
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
      :: id != expected || commit != committed -> goto again
      :: else -> assert(low == 0); goto end /* no version yet */
      fi
   :: else
   fi;
   block = off[s];                                                     /* read_4 */
   h = header[block];
   p = payload[block];
   if                                                                  /* read_5 */
   :: gen[s] != g -> goto again
   :: else
   fi;
#ifndef MUTANT_NO_ID_REREAD
   if
   :: id != expected -> goto again
   :: else
   fi;
#endif
   assert(block != 0 && h == expected && p == g);
   assert(g >= low);
end:
   skip
}

init {
   byte i;
   atomic {
      run First();
      run Second();
      i = 0;
      do
      :: i < READERS -> run Reader(); i++
      :: else -> break
      od
   }
}
