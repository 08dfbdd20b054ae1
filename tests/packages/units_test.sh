#!/bin/bash
# units_test.sh CONF DIR LIVECAMCTL: the units are valid, closed to exposure 1.5, and agree with the
# store's budget.
set -u
conf=$1 work=$2 livecamctl=$3
rm -rf -- "$work"
mkdir -p "$work" || exit 1
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/common.sh"

# Where they are not installed, their programs are not either.
units='livecamd.service run-livecam.mount livecam-huge-pages.service'
for unit in $units; do
    sed 's#=/usr/bin/livecam[a-z]*#=/bin/true#' "$conf/systemd/$unit" > "$work/$unit"
done
words=$(cd "$work" && systemd-analyze verify --man=no --recursive-errors=no $units 2>&1)
check "systemd-analyze verify ends well" test $? = 0
check "and says nothing: $words" test -z "$words"

security=$(systemd-analyze security --offline=true --no-pager "$conf/systemd/livecamd.service" 2>&1)
exposure=$(sed -n 's/.*exposure level for livecamd.service: \([0-9.]*\).*/\1/p' <<< "$security")
echo "exposure: ${exposure:-unknown}"
check "exposure at most 1.5" awk "BEGIN { exit !(\"$exposure\" != \"\" && $exposure + 0 <= 1.5) }"

mega() { sed -n "s/.*$1\([0-9]*\)M.*/\1/p" "$2" | head -n 1; }
service=$conf/systemd/livecamd.service
size=$(mega size= "$conf/systemd/run-livecam.mount")
planned=$("$livecamctl" plan --config "$conf/cameras.json" --workers 2 --json |
    sed -n 's/.*"tmpfs":\([0-9]*\).*/\1/p')
check "the tmpfs has what the plan of two workers says: ${planned:-nothing}" \
    test "$size" -ge $((${planned:-1000000000000} >> 20))
process=128  # MiB beside the store: 113 with 10,000 cameras
check "a full store is no reason to end livecamd" test "$(mega MemoryMax= "$service")" -ge $((size + process))
check "nor to slow it down" test "$(mega MemoryHigh= "$service")" -ge $((size + process))

value() { sed -n "s/^$1=//p" "$service"; }
seconds() { value "$1" | sed -n 's/^\([0-9]*\)s$/\1/p'; }
check "it is always started again" test "$(value Restart)" = always
check "and never gives up: restarts alone stay below the start limit" \
    test $(($(value StartLimitBurst) * $(seconds RestartSec))) -gt "$(seconds StartLimitIntervalSec)"
check "the watchdog is slower than what livecamd itself ends for" test "$(seconds WatchdogSec)" -ge 30
check "one process at a stop, then all" test "$(value KillMode)" = mixed
check "the mount is where the service has its store" \
    grep -q "^ExecStart=.* --store $(sed -n 's/^Where=//p' "$conf/systemd/run-livecam.mount")\$" \
    "$conf/systemd/livecamd.service"

# Huge pages come by a remount, which the kernel may refuse and the store outlives. A
# mount namespace is enough to see that.
of_unit() { sed -n "s/^$2=//p" "$conf/systemd/$1" | head -n 1; }
store=$(of_unit run-livecam.mount Where)
check "both units are about the same directory" \
    test "$store" = "$(of_unit livecam-huge-pages.service ConditionPathIsMountPoint)"
remount=$(of_unit livecam-huge-pages.service ExecStart)
mkdir "$work/store"
in_namespace() { # COMMAND: on a tmpfs with the mount unit's options, but for users
    local options
    options=$(of_unit run-livecam.mount Options | sed 's/uid=[a-z]*,gid=[a-z-]*,//')
    unshare -rm sh -c "mount -t tmpfs -o $options store $work/store && $1"
}
if ! in_namespace "mount -o remount,size=${size}M $work/store" 2> /dev/null; then
    echo "not tried: this user may not remount, so that huge pages were not asked for"
elif [ -e "$(of_unit livecam-huge-pages.service ConditionPathExists)" ]; then
    check "the remount gives huge pages and keeps the pictures" in_namespace "echo picture > $work/store/a &&
        ${remount/$store/$work/store} && grep -q '^picture' $work/store/a &&
        grep -q ' $work/store tmpfs .*size=$((size * 1024))k.*huge=within_size' /proc/self/mounts"
else
    check "this kernel has no huge pages, which is why it is looked first" \
        in_namespace "! ${remount/$store/$work/store} 2> /dev/null"
fi
finish
