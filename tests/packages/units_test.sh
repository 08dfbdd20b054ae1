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
for unit in livecamd.service run-livecam.mount; do
    sed 's#=/usr/bin/livecam[a-z]*#=/bin/true#' "$conf/systemd/$unit" > "$work/$unit"
done
words=$(systemd-analyze verify --man=no --recursive-errors=no "$work/livecamd.service" \
    "$work/run-livecam.mount" 2>&1)
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

finish
