#!/bin/bash
# man_test.sh BUILD MAN: the manual has every option and command that --help has, and no warnings.
set -u
build=$1 man=$2
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/common.sh"
options_of() { "$@" --help | grep -o -- '--[a-z-]*' | sort -u; }
declare -A text
page_has() { # PAGE WORD
    grep -q -- "\(^\|[^a-z-]\)$2\($\|[^a-z-]\)" <<< "${text[$1]}"
}
for page in livecamd.8 livecamctl.1; do
    words=$(LC_ALL=C.UTF-8 MANROFFSEQ='' MANWIDTH=80 man --warnings -l "$man/$page" 2>&1 > /dev/null)
    text[$page]=$(MANWIDTH=80 man -l "$man/$page" 2> /dev/null | sed 's/.\x08//g')
    check "$page without warnings: $words" test -z "$words"
done
count=0
for option in $(options_of "$build/livecamd"); do
    check "livecamd.8 has $option" page_has livecamd.8 "$option"
    count=$((count + 1))
done
commands=$("$build/livecamctl" --help | sed '1,/^Subcommands:/d' | awk '/^  [a-z]/ { print $1 }')
for command in $commands; do
    check "livecamctl.1 has $command" page_has livecamctl.1 "$command"
    for option in $(options_of "$build/livecamctl" "$command"); do
        check "livecamctl.1 has $option of $command" page_has livecamctl.1 "$option"
        count=$((count + 1))
    done
done
check "there were options to look for: $count" test "$count" -gt 15
finish "$count options"
