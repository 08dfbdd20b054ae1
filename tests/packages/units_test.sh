#!/bin/bash
# units_test.sh CONF DIR: the units are valid, closed to exposure 1.5, and agree with the store.
set -u
conf=$1 work=$2
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
budget=$(mega '"max_bytes": "' "$conf/cameras.json")
check "MemoryMax is more than store.max_bytes" \
    test "$(mega MemoryMax= "$conf/systemd/livecamd.service")" -gt "$budget"
check "MemoryHigh is more than store.max_bytes" \
    test "$(mega MemoryHigh= "$conf/systemd/livecamd.service")" -gt "$budget"
check "the tmpfs is more than store.max_bytes" \
    test "$(mega size= "$conf/systemd/run-livecam.mount")" -gt "$budget"
check "the mount is where the service has its store" \
    grep -q "^ExecStart=.* --store $(sed -n 's/^Where=//p' "$conf/systemd/run-livecam.mount")\$" \
    "$conf/systemd/livecamd.service"

finish
