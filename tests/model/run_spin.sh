#!/bin/sh
# run_spin.sh <case> <scratch directory>: checks store.pml for one case. A case that must hold passes
# if pan has searched every state and found no error; a bait, if an assertion failed (and not merely
# an array bound of the model). Exhaustive: no bitstate, no depth or time limit that cuts it short.
set -u

case=${1:?usage: run_spin.sh case directory}
work=${2:?usage: run_spin.sh case directory}
model=$(cd "$(dirname "$0")" && pwd)/store.pml

# Sizes. The largest case has some ten million states: about 600 MB, 10 s.
reader="-DREADS=2 -DPICTURES=3"
listener="-DREADS=0 -DPOLLS=2 -DPICTURES=3 -DREPLACES=0"
expect=failure
case $case in
    publish_and_replace) expect=none; sizes="$reader -DREPLACES=1 -DKILLS=2" ;;
    publish_keeping_one) expect=none; sizes="$reader -DREPLACES=0 -DKILLS=2 -DKEEP=1" ;;
    publish_and_remove)  expect=none
                         sizes="-DREADS=1 -DPICTURES=2 -DREMOVALS=1 -DREPLACES=1 -DKILLS=2" ;;
    ring_and_summary)    expect=none; sizes="$listener -DKILLS=2" ;;
    ring_of_two_cameras) expect=none; sizes="$listener -DKILLS=1 -DCAMERAS=2" ;;
    ring_across_replacement)
        expect=none; sizes="-DREADS=0 -DPOLLS=2 -DPICTURES=2 -DREPLACES=1 -DKILLS=1 -DCAMERAS=2" ;;
    bait_ring_unchecked) sizes="$listener -DKILLS=0 -DCAMERAS=2" ;;
    bait_summary_without_latch) sizes="$listener -DKILLS=1" ;;
    bait_publish_before_retire | bait_retire_before_rename | bait_ignore_index_old | bait_no_lock)
        sizes="$reader -DREPLACES=1 -DKILLS=2" ;;
    bait_plain_seqlock)
        expect=stuck; sizes="-DREADS=1 -DPICTURES=2 -DREPLACES=0 -DKILLS=1" ;;
    bait_untold_removal)
        sizes="-DREADS=0 -DPICTURES=1 -DREMOVALS=1 -DREPLACES=0 -DKILLS=1" ;;
    bait_*) sizes="$reader -DREPLACES=0 -DKILLS=1" ;;
    *) echo "run_spin.sh: no case $case" >&2; exit 2 ;;
esac
case $case in
    bait_*) sizes="$sizes -D$(echo "$case" | tr '[:lower:]' '[:upper:]')"
            optimize=-O0 ;;     # found at once; the compiler is what takes time
    *) optimize=-O2 ;;
esac

rm -rf "$work" && mkdir -p "$work" && cd "$work" || exit 2
# shellcheck disable=SC2086 # the sizes are words
spin $sizes -a "$model" > spin.log 2>&1 && [ -f pan.c ] || { cat spin.log; exit 2; }
cc "$optimize" -w -DSAFETY -DCOLLAPSE -DMEMLIM=2000 -o pan pan.c || exit 2
options="-m100000 -n"
if [ "$expect" = stuck ]; then
    options="$options -A"  # not its assertions: whether it ends
fi
# shellcheck disable=SC2086
./pan $options > pan.log 2>&1
cat pan.log

trace() {
    # shellcheck disable=SC2086
    spin $sizes -t -p -k ./*.trail "$model" | grep -v '^ *[0-9]*:.*valid end state' | tail -60
}
if grep -qE 'max search depth too small|out of memory|reached -DMEMLIM|Search not completed' pan.log &&
   ! grep -q 'errors: [1-9]' pan.log; then
    echo "$case: the search was not complete"
    exit 1
fi
case $expect in
    none)
        grep -q 'errors: 0$' pan.log && exit 0
        trace
        echo "$case: the protocol breaks a promise"
        exit 1 ;;
    stuck)
        grep -q 'pan:1: invalid end state' pan.log && exit 0
        echo "$case: the reader of this bait must get stuck"
        exit 1 ;;
    failure)
        grep -q 'pan:1: assertion violated' pan.log && ! grep -q 'invalid array index' pan.log && exit 0
        echo "$case: an assertion must fail with this bait"
        exit 1 ;;
esac
