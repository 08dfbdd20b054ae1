#!/bin/bash
# fetch.sh DIR [long]: livecamd's load at the sizes it is meant for; long: ten minutes of each.
set -u

load=$1/fetch_load
seconds=60
[ "${2:-}" = long ] && seconds=600
failed=0
"$load" --cameras 1000 --interval 3 --seconds $seconds --cpu 60 --late 1 || failed=1
"$load" --cameras 10000 --interval 30 --seconds $seconds --per-address 25 --unchanged --size 64x64 \
        --cpu 40 --late 1 || failed=1
exit $failed
