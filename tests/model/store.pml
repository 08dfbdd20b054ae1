/* The store's protocol (shared/README.md): writers that may be killed between any two steps, a
 * reader, a listener of the change ring, and an observer of the directory.
 *
 * A step is what the kernel or one atomic store makes indivisible: linkat, unlink, rename, one word.
 * Memory is sequentially consistent here; the orders are Relacy's part. run_spin.sh has the sizes
 * and the baits (-DBAIT_...), each of which breaks one rule and must make pan find an error.
 *
 * A picture is a number that counts up; its inode has the same number. A descriptor is a serial (0:
 * nothing there), its picture, a generation, and with KEEP the frame before. Names are 0: no such
 * file, else the inode. Ghosts, which the protocol does not have, start with an underscore. */

#ifndef CAMERAS
#define CAMERAS 1
#endif
#ifndef KEEP
#define KEEP 0
#endif
#ifndef PICTURES
#define PICTURES 3          /* publishes that are begun, in all lives together */
#endif
#ifndef REMOVALS
#define REMOVALS 0          /* publishes of "nothing there" */
#endif
#ifndef KILLS
#define KILLS 2
#endif
#ifndef REPLACES
#define REPLACES 1          /* index replacements that are begun */
#endif
#ifndef READS
#define READS 2
#endif
#ifndef POLLS
#define POLLS 0
#endif
#define WRITERS 2
#define TICKETS (PICTURES + REMOVALS)
#define SLOTS (TICKETS + 1)         /* inodes and serials from 1 */
#ifdef BAIT_NO_LOCK
#define INDEXES (REPLACES + 3)
#else
#define INDEXES (REPLACES + 2)      /* inodes from 1 */
#endif
#define RING 2

typedef Index {
    bit retired;
    byte serial;                    /* high-water mark */
    byte generation;
    byte slot_generation[RING];
    byte slot_camera[RING];
    byte seq[CAMERAS];
    byte ser[2 * CAMERAS];          /* two copies each */
    byte pic[2 * CAMERAS];
    byte gen[2 * CAMERAS];
#if KEEP
    byte old_ser[2 * CAMERAS];
    byte old_pic[2 * CAMERAS];
#endif
    byte sum_seq;
    byte sum_a[2];                  /* two counters that always are equal */
    byte sum_b[2];
};

Index ix[INDEXES];
byte names[SLOTS];                  /* frames/<serial>: inode */
byte head[SLOTS];                   /* the two halves of an inode's bytes: its picture when whole */
byte tail[SLOTS];
byte name_index, name_new, name_old;
byte lock_owner;                    /* 0: nobody */
byte kills;
bit killed;
byte tickets, removals, pictures, replaces, indexes;

byte _current[CAMERAS];             /* number of the last publish that ended */
byte _told[CAMERAS];                /* and of the last one that was announced */

#ifdef BAIT_PLAIN_SEQLOCK
#define COPY(i, c) (2 * (c))        /* the only one; an odd sequence says that it is being changed */
#else
#define COPY(i, c) (2 * (c) + (ix[i].seq[c] & 1))
#endif
#define SPARE(i, c) (2 * (c) + 1 - (ix[i].seq[c] & 1))
#if KEEP
#define REFERS(i, c, s) (ix[i].ser[COPY(i, c)] == (s) || ix[i].old_ser[COPY(i, c)] == (s))
#else
#define REFERS(i, c, s) (ix[i].ser[COPY(i, c)] == (s))
#endif
#if CAMERAS > 1
#define REFERENCED(i, s) (REFERS(i, 0, s) || REFERS(i, 1, s))
#else
#define REFERENCED(i, s) REFERS(i, 0, s)
#endif

/* ---- writer ---- */

/* latch_write: word by word into the copy that readers do not use, then the sequence. */
inline latch(CAM, SER, PIC, GEN, OSER, OPIC)
{
#ifdef BAIT_PLAIN_SEQLOCK
    ix[idx].seq[CAM] = ix[idx].seq[CAM] + 1;
#define FILL(i, c) (2 * (c))
#else
#define FILL(i, c) SPARE(i, c)
#endif
    d_step { ix[idx].ser[FILL(idx, CAM)] = SER;
#if KEEP
             ix[idx].old_ser[FILL(idx, CAM)] = OSER; ix[idx].old_pic[FILL(idx, CAM)] = OPIC;
#endif
    };
    d_step { ix[idx].pic[FILL(idx, CAM)] = PIC; ix[idx].gen[FILL(idx, CAM)] = GEN };
    d_step {
        ix[idx].seq[CAM] = ix[idx].seq[CAM] + 1;
        _current[CAM] = PIC
    }
}

inline announce(CAM)
{
    d_step { ix[idx].slot_generation[(ix[idx].generation + 1) % RING] = ix[idx].generation + 1;
             ix[idx].slot_camera[(ix[idx].generation + 1) % RING] = CAM };
    d_step { ix[idx].generation = ix[idx].generation + 1; _told[CAM] = _current[CAM] }
}

inline count()
{
#ifdef BAIT_SUMMARY_WITHOUT_LATCH
    ix[idx].sum_a[ix[idx].sum_seq & 1] = ix[idx].sum_a[ix[idx].sum_seq & 1] + 1;
    ix[idx].sum_b[ix[idx].sum_seq & 1] = ix[idx].sum_b[ix[idx].sum_seq & 1] + 1;
    skip
#else
    ix[idx].sum_a[1 - (ix[idx].sum_seq & 1)] = ix[idx].sum_a[ix[idx].sum_seq & 1] + 1;
    ix[idx].sum_b[1 - (ix[idx].sum_seq & 1)] = ix[idx].sum_b[ix[idx].sum_seq & 1] + 1;
    ix[idx].sum_seq = ix[idx].sum_seq + 1
#endif
}

#ifdef BAIT_PUNCH_A_HOLE
#define UNLINK(s) head[names[s]] = 0
#else
#define UNLINK(s) names[s] = 0
#endif

/* StoreWriter::publish_picture; p is the picture's number and inode. */
inline publish(CAM)
{
    d_step { tickets++; pictures++; p = tickets };
#ifndef BAIT_NAME_BEFORE_CONTENT
    d_step { head[p] = p; tail[p] = p };    /* without a name: nobody sees the halves */
#endif
    d_step {
        old = ix[idx].ser[COPY(idx, CAM)];
#ifdef BAIT_REUSE_SERIAL
        s = 1;
        do :: s < SLOTS - 1 && names[s] -> s++ :: else -> break od;
#else
        last++; s = last; ix[idx].serial = s
#endif
    };
#ifdef BAIT_OVERWRITE_IN_PLACE
    if
    :: old ->
        s = old;
        head[names[s]] = p;
        tail[names[s]] = p
    :: else ->
        names[s] = p
    fi;
#else
    names[s] = p;
#endif
#ifdef BAIT_NAME_BEFORE_CONTENT
    head[p] = p;
    tail[p] = p;
#endif
#ifdef BAIT_UNLINK_BEFORE_PUBLISH
    if :: old -> UNLINK(old) :: else fi;
#endif
#if KEEP
    d_step { gone = ix[idx].old_ser[COPY(idx, CAM)]; old_p = ix[idx].pic[COPY(idx, CAM)];
             if :: old == 0 -> old_p = 0 :: else fi };
    latch(CAM, s, p, ix[idx].generation + 1, old, old_p);
    announce(CAM);
    if :: gone -> UNLINK(gone) :: else fi;
#else
    latch(CAM, s, p, ix[idx].generation + 1, 0, 0);
    announce(CAM);
#if !defined(BAIT_UNLINK_BEFORE_PUBLISH) && !defined(BAIT_OVERWRITE_IN_PLACE)
    if :: old -> UNLINK(old) :: else fi;
#endif
#endif
#if POLLS
    count();
#endif
    d_step { p = 0; s = 0; old = 0; gone = 0; old_p = 0 }
}

/* StoreWriter::remove: the camera is not there any more. Its number counts on as a change. */
inline remove(CAM)
{
    d_step { tickets++; removals++; p = tickets; old = ix[idx].ser[COPY(idx, CAM)];
#if KEEP
             gone = ix[idx].old_ser[COPY(idx, CAM)];
#endif
    };
    latch(CAM, 0, p, ix[idx].generation + 1, 0, 0);
    announce(CAM);
    if :: old -> UNLINK(old) :: else fi;
#if KEEP
    if :: gone -> UNLINK(gone) :: else fi;
#endif
    d_step { p = 0; s = 0; old = 0; gone = 0 }
}

/* IndexWriter::create and copy_from: without a name, so it is one step. */
inline build()
{
    d_step {
        indexes++;
        made = indexes;
        if
        :: idx ->
            ix[made].serial = ix[idx].serial;
            ix[made].generation = ix[idx].generation;
            ix[made].sum_a[0] = ix[idx].sum_a[ix[idx].sum_seq & 1];
            ix[made].sum_b[0] = ix[idx].sum_b[ix[idx].sum_seq & 1];
            c = 0;
            do
            :: c < CAMERAS ->
                ix[made].ser[2 * c] = ix[idx].ser[COPY(idx, c)];
                ix[made].pic[2 * c] = ix[idx].pic[COPY(idx, c)];
                ix[made].gen[2 * c] = ix[idx].gen[COPY(idx, c)];
#if KEEP
                ix[made].old_ser[2 * c] = ix[idx].old_ser[COPY(idx, c)];
                ix[made].old_pic[2 * c] = ix[idx].old_pic[COPY(idx, c)];
#endif
                c++
            :: else -> c = 0; break
            od
        :: else
        fi
    }
}

/* replace_index() */
inline replace()
{
    name_new = made;
    if :: name_index -> name_old = name_index :: else fi;
#ifdef BAIT_RETIRE_BEFORE_RENAME
    if :: name_old -> ix[name_old].retired = 1 :: else fi;
#endif
    d_step { name_index = name_new; name_new = 0 };
#ifdef BAIT_PUBLISH_BEFORE_RETIRE
    if :: name_old && pictures < PICTURES -> idx = made; last = ix[made].serial; publish(0) :: else fi;
#endif
    if
    :: name_old ->
        ix[name_old].retired = 1;
        name_old = 0
    :: else
    fi;
    d_step { idx = made; made = 0 }
}

/* The bait of a defect that this model found: an adoption that does not look at entries whose
 * camera was removed. */
#ifdef BAIT_UNTOLD_REMOVAL
#define UNTOLD_REMOVAL && s
#else
#define UNTOLD_REMOVAL
#endif

/* adopt() */
inline start()
{
    d_step {
        if :: name_new -> indexes-- :: else fi;             /* nobody has seen it: the kernel frees it */
        name_new = 0
    };
#ifdef BAIT_IGNORE_INDEX_OLD
    name_old = 0;
#endif
    if
    :: name_old ->
        if :: name_old != name_index -> ix[name_old].retired = 1 :: else fi;
        name_old = 0
    :: else
    fi;
    idx = name_index;
    if
    :: idx == 0 || ix[idx].retired -> build(); replace()
    :: idx && replaces < REPLACES -> replaces++; build(); replace()     /* for more paths */
    :: idx && !ix[idx].retired
    fi;
    d_step {                                                /* the high-water mark */
        last = ix[idx].serial;
        s = SLOTS - 1;
        do
        :: s > last && names[s] -> last = s
        :: s > last && !names[s] -> s--
        :: else -> break
        od;
        ix[idx].serial = last;
        s = 0
    };
    c = 0;
    do                                                      /* adopt_entries() */
    :: c < CAMERAS ->
        p = ix[idx].pic[COPY(idx, c)];
        s = ix[idx].ser[COPY(idx, c)];
        assert(s == 0 || names[s]);                   /* what is referenced is there */
#if KEEP
        old = ix[idx].old_ser[COPY(idx, c)];
        old_p = ix[idx].old_pic[COPY(idx, c)];
        assert(old == 0 || names[old]);
#endif
        if
        :: ix[idx].gen[COPY(idx, c)] > ix[idx].generation UNTOLD_REMOVAL ->
            latch(c, s, p, ix[idx].generation + 1, old, old_p);
            announce(c)
        :: else
        fi;
        c++
    :: else -> break
    od;
    c = 0;
    d_step { p = 0; old = 0; old_p = 0 };
    s = 1;
    do                                                      /* sweep() */
    :: s < SLOTS ->
        if :: names[s] && !REFERENCED(idx, s) -> names[s] = 0 :: else fi;
        s++
    :: else -> break
    od;
    s = 0;
    d_step {
        assert(name_new == 0 && name_old == 0);             /* nothing is leaked */
        assert(_told[0] == _current[0]);                    /* everybody is told */
#if CAMERAS > 1
        assert(_told[1] == _current[1]);
#endif
        do
        :: s < SLOTS -> assert(names[s] == 0 || REFERENCED(idx, s)); s++
        :: else -> break
        od;
        s = 0
    }
}

proctype Writer(byte me)
{
    byte idx, made, last, c, p, s, old, old_p, gone;
end_waits:
    {
#ifdef BAIT_NO_LOCK
        lock_owner = me;
#else
        /* They are alike, so it is enough that they take turns. */
        atomic { lock_owner == 0 && (kills & 1) == me - 1 -> lock_owner = me };
#endif
        start();
end_serves:
        do
        :: pictures < PICTURES -> c = 0; publish(0)
#if CAMERAS > 1
        :: pictures < PICTURES -> publish(1)
#endif
        :: removals < REMOVALS && ix[idx].ser[COPY(idx, 0)] -> remove(0)
        :: replaces < REPLACES -> replaces++; build(); replace()
        od
    } unless {
        atomic {
            killed && lock_owner == me ->
            killed = 0; lock_owner = 0;             /* the kernel gives the lock back */
            if                                      /* and frees an index that has no name */
            :: made && made != name_new && made != name_index -> indexes--
            :: else
            fi;
            idx = 0; made = 0; last = 0; c = 0; p = 0; s = 0; old = 0; old_p = 0; gone = 0;
            goto end_waits
        }
    }
}

proctype Killer()
{
end:
    do
    :: atomic { kills < KILLS && lock_owner && !killed -> killed = 1; kills++ }
    od
}

/* ---- reader ---- */

/* StoreReader::refresh: at first, when the index was retired, and whenever it looks at the name. */
inline refresh()
{
    if
    :: r && ix[r].retired ->
        atomic { assert(name_index != r); r = name_index }      /* the new one has the name */
    :: !r || !ix[r].retired -> r = name_index
    :: r && !ix[r].retired
    fi
}

/* latch_read and decode; false (seen == 255) is not possible: a lost try is a publish that ended. */
inline read_latch(IX, CAM)
{
    do
    :: at = ix[IX].seq[CAM];
#ifdef BAIT_PLAIN_SEQLOCK
       if :: at & 1 -> ix[IX].seq[CAM] != at; at = ix[IX].seq[CAM] :: else fi;
#define READ_COPY(c) (2 * (c))
#else
#define READ_COPY(c) (2 * (c) + (at & 1))
#endif
       d_step { ser = ix[IX].ser[READ_COPY(CAM)]; pic = ix[IX].pic[READ_COPY(CAM)];
#if KEEP
                old_ser = ix[IX].old_ser[READ_COPY(CAM)]; old_pic = ix[IX].old_pic[READ_COPY(CAM)];
#endif
       };
       d_step {
           if
           :: ix[IX].seq[CAM] == at -> done = 1
           :: else -> assert(ix[IX].seq[CAM] > at)
           fi
       };
       if :: done -> done = 0; at = 0; break :: else fi
    od
}

proctype Reader()
{
    byte r, n, lowest, newest, at, ser, pic, fd;
#if KEEP
    byte old_ser, old_pic;
#endif
    bit done;

    do
    :: n < READS ->
        n++;
look:
        lowest = _current[0];
        refresh();
        if
        :: r == 0 -> assert(lowest == 0)            /* 503: there never was a store */
        :: else ->
            read_latch(r, 0);
            skip;
            d_step {
                assert(lowest <= pic && pic <= _current[0]);    /* current at some instant */
                assert(newest <= pic);                          /* never backwards */
                newest = pic; lowest = 0
            };
#if KEEP
            if                                              /* the immutable URL of the one before */
            :: old_ser -> ser = old_ser; pic = old_pic
            :: true
            fi;
            d_step { old_ser = 0; old_pic = 0 };
#endif
            if
            :: ser ->
                atomic {
                    fd = names[ser];
                    ser = 0;
                    if
                    :: fd == 0 ->                           /* gone: there is a newer one */
                        assert(_current[0] > pic);
                        pic = 0;
                        goto look
                    :: else
                    fi
                };
                assert(head[fd] == pic);                    /* complete, and the right one, */
                assert(tail[fd] == pic);
                assert(head[fd] == pic);                    /* and stays so */
                d_step { fd = 0; pic = 0 }
            :: else -> pic = 0
            fi
        fi
    :: else -> break
    od
}

/* ---- listener: the ring and the summary ---- */

proctype Listener()
{
    byte r, n, since, until, g, c, at, ser, pic, a, b, counted;
    byte wanted[CAMERAS], known[CAMERAS];
#if KEEP
    byte old_ser, old_pic;
#endif
    bit done, all;

    do
    :: n < POLLS ->
        d_step { n++; wanted[0] = _told[0];
#if CAMERAS > 1
                 wanted[1] = _told[1];
#endif
        };
        refresh();
        if
        :: r == 0
        :: else ->
            until = ix[r].generation;
            d_step { all = (until - since > RING - 1); g = since + 1 };
            do                                              /* IndexView::changes */
            :: !all && g <= until ->
                d_step {
#ifdef BAIT_RING_UNCHECKED
                    c = ix[r].slot_camera[g % RING];
#else
                    if
                    :: ix[r].slot_generation[g % RING] == g -> c = ix[r].slot_camera[g % RING]
                    :: else -> all = 1
                    fi;
#endif
                    g++
                };
                if
                :: all
                :: else ->
                    read_latch(r, c);
                    skip;
                    d_step { assert(known[c] <= pic); known[c] = pic; ser = 0; pic = 0; c = 0 }
                fi
            :: else -> break
            od;
            if
            :: all ->
                do
                :: c < CAMERAS ->
                    read_latch(r, c);
                    skip;
                    d_step { assert(known[c] <= pic); known[c] = pic; ser = 0; pic = 0; c++ }
                :: else -> break
                od
            :: else
            fi;
            skip;
            d_step {                                        /* what was told then is known now */
                assert(known[0] >= wanted[0]);
#if CAMERAS > 1
                assert(known[1] >= wanted[1]);
                wanted[1] = 0;
#endif
                wanted[0] = 0; all = 0; g = 0; c = 0; since = until; until = 0
            };
            do                                              /* the summary's latch */
            :: at = ix[r].sum_seq;
               a = ix[r].sum_a[at & 1];
               b = ix[r].sum_b[at & 1];
               if :: ix[r].sum_seq == at -> break :: ix[r].sum_seq != at fi
            od;
            at = 0;
            d_step { assert(a == b && counted <= a); counted = a; a = 0; b = 0 }
        fi
    :: else -> break
    od
}

/* ---- what anybody may see in the directory, at any instant ---- */

#define TORN(s) (names[s] && (head[names[s]] == 0 || tail[names[s]] == 0))
#define LOST(c) (ix[name_index].ser[COPY(name_index, c)] && \
                 names[ix[name_index].ser[COPY(name_index, c)]] == 0)

#if SLOTS > 4
#define ANY_TORN (TORN(1) || TORN(2) || TORN(3) || TORN(4))
#elif SLOTS > 3
#define ANY_TORN (TORN(1) || TORN(2) || TORN(3))
#else
#define ANY_TORN (TORN(1) || TORN(2))
#endif
#if CAMERAS > 1
#define ANY_LOST (name_index && (LOST(0) || LOST(1)))
#else
#define ANY_LOST (name_index && LOST(0))
#endif

proctype Observer()
{
end:
    atomic { ANY_TORN || ANY_LOST -> assert(false) }
}

init {
    atomic {
        run Writer(1);
        run Writer(2);
        run Killer();
#if READS
        run Reader();
#endif
#if POLLS
        run Listener();
#endif
        run Observer()
    }
}
