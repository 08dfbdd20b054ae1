#!/bin/bash
# promises_test.sh README BUILD CTEST DIR: the table of promises in shared/README.md names, for every
# promise, tests that exist and a check that was seen to fail. A name in `code` is one of ctest's; a *
# stands for anything. Then the same of tables that are wrong in one way each, which must be refused.
set -euo pipefail
readme=$1 build=$2 ctest=$3 dir=$4

rm -rf "$dir"
mkdir -p "$dir"
# Asked from a directory of its own: `ctest -N` begins the log of the run that this test is part of.
echo "subdirs(\"$build\")" > "$dir/CTestTestfile.cmake"
mapfile -t tests < <("$ctest" --test-dir "$dir" -N | sed -n 's/^ *Test *#[0-9]*: //p')
[ "${#tests[@]}" -gt 0 ] || { echo "ctest knows no tests in $build"; exit 1; }

matches() {
    local test
    for test in "${tests[@]}"; do
        # shellcheck disable=SC2053  # the right side is a pattern
        [[ $test != $1 ]] || return 0
    done
    return 1
}

names_in() { grep -o '`[^`]*`' <<< "$1" | tr -d '`' || true; }

# check FILE: prints what is wrong; fails if anything is.
check() {
    local section wrong=0 expected=1 number numbers shown seen name rows=0
    local -A covered=()
    section=$(sed -n '/^## What is promised/,/^## The index/p' "$1")
    while IFS='|' read -r _ numbers shown seen _; do
        rows=$((rows + 1)) numbers=${numbers// /}
        [ -n "$(names_in "$shown")" ] || { echo "promise $numbers: no test is named"; wrong=1; }
        [ -n "${seen// /}" ] || { echo "promise $numbers: no word on how it was seen to fail"; wrong=1; }
        while read -r name; do
            [ -z "$name" ] || matches "$name" || { echo "promise $numbers: there is no test $name"; wrong=1; }
        done < <(names_in "$shown"; names_in "$seen")
        for number in ${numbers//,/ }; do
            covered[$number]=1
        done
    done < <(grep -E '^\| *[0-9]' <<< "$section")
    [ "$rows" -gt 0 ] || { echo "no table of promises"; wrong=1; }
    while read -r number; do
        [ "$number" = "$expected" ] || { echo "promise $number where $expected should be"; wrong=1; }
        [ -n "${covered[$number]:-}" ] || { echo "promise $number has no row"; wrong=1; }
        expected=$((number + 1))
    done < <(sed -n 's/^\([0-9][0-9]*\)\. .*/\1/p' <<< "$section")
    [ "$expected" -gt 1 ] || { echo "no promises"; wrong=1; }
    return $wrong
}

check "$readme" || exit 1

refused() {
    sed "$2" "$readme" > "$dir/$1.md"
    ! cmp -s "$readme" "$dir/$1.md" || { echo "bait $1: changes nothing"; exit 1; }
    ! check "$dir/$1.md" > "$dir/$1.log" || { echo "bait $1: was not refused"; exit 1; }
}
refused row_missing '/^| 9 /d'
refused name_that_rotted 's/`Publish\.OpenFrameOutlivesItsName`/`Publish.OpenFrameOutlives`/'
refused promise_without_row 's/^13\. /14. One more.\n&/'
refused number_left_out 's/^12\. /15. /'
refused nobody_saw_it_fail 's/^\(| 11 |[^|]*|\).*/\1 |/'
