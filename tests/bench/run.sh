#!/bin/bash
# run.sh DIR [NAME…]: runs the benchmarks that were built in DIR, or those named, one after the other.
# Tables go to standard output, and the same figures to DIR/bench/NAME.json.
set -eu

build=$1
shift
names=("$@")
if [ ${#names[@]} -eq 0 ]; then
    for program in "$build"/bench_*; do
        names+=("${program##*/bench_}")
    done
    names+=(fetch push)
fi
mkdir -p "$build/bench"
for name in "${names[@]}"; do
    if [ "$name" = fetch ]; then
        printf '== fetch\n'
        bash "$(dirname "$0")/fetch.sh" "$build" || true
        continue
    fi
    if [ "$name" = push ]; then
        printf '== push\n'
        "$build/push_load" && "$build/freshness" || true
        continue
    fi
    if [ ! -x "$build/bench_$name" ]; then
        echo "bench: there is no benchmark \"$name\"; there are:$(cd "$build" && printf ' %s' bench_* | sed 's/bench_//g')" >&2
        exit 2
    fi
    printf '== %s\n' "$name"
    if [ "$name" = serve ]; then
        # The README's table and picture are serve.md and serve.svg.
        "$build/bench_serve" --json "$build/bench/serve.json" --markdown "$build/bench/serve.md" \
            --svg "$build/bench/serve.svg" || true
        continue
    fi
    "$build/bench_$name" --json "$build/bench/$name.json"
done
