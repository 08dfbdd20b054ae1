#!/bin/bash
# completion_test.sh BUILD CONF: what bash offers for commands, options, cameras and paths, beside a
# livecamd that runs.
set -u
build=$1 conf=$2
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/common.sh"
work=$(mktemp -d) || exit 1
store=$(mktemp -d /dev/shm/livecam-completion.XXXXXX) || exit 1
livecamd=''
trap '[ -z "$livecamd" ] || { kill "$livecamd"; wait "$livecamd"; }; rm -rf -- "$work" "$store"' EXIT
PATH=$build:$PATH
# shellcheck source=/dev/null
. "$conf/completion/livecamctl.bash"

offered() { # WORD…: the last one is being completed; on one line
    COMP_WORDS=("$@")
    COMP_CWORD=$(($# - 1))
    "$(complete -p "$1" | sed 's/.* -F \([^ ]*\) .*/\1/')" "$1" "${COMP_WORDS[COMP_CWORD]}" \
        "${COMP_WORDS[COMP_CWORD - 1]}" 2> /dev/null
    printf '%s\n' "${COMPREPLY[@]}" | sort | tr '\n' ' ' | sed 's/ $//'
}
offers() { # WANTED WORD…
    local wanted=$1 got
    shift
    got=$(offered "$@")
    [ "$got" = "$wanted" ] || { echo "    $*: \"$got\", wanted \"$wanted\""; return 1; }
}

cat > "$work/cameras.json" <<'JSON'
{"store": {"max_bytes": "32M"}, "groups": [{"id": "harbour", "cameras": [
  {"name": "North mole", "src": "http://127.0.0.1:1/a.jpg"}, {"name": "Lock", "src": "http://127.0.0.1:1/b.jpg"},
  {"name": "Lock 2", "src": "http://127.0.0.1:1/c.jpg"}]}]}
JSON
livecamd --config "$work/cameras.json" --store "$store" > "$work/log" 2>&1 &
livecamd=$!
answers() { livecamctl --store "$store" state > /dev/null 2>&1; }
wait_until answers || cat "$work/log"
check "livecamd answers" answers

commands=$(livecamctl --help | sed '1,/^Subcommands:/d' | awk '/^  [a-z]/ { print $1 }' | sort | tr '\n' ' ')
check "all commands" offers "${commands% }" livecamctl ''
check "there are commands: $commands" test "$(wc -w <<< "$commands")" -gt 10
check "commands that begin so" offers 'reload rm' livecamctl r
check "commands after the store" offers 'doctor' livecamctl --store "$store" d
check "options of the whole" offers '--help --store --version' livecamctl -
check "options of a command" offers '--filter --help --interval --json --once --sort' livecamctl top --
check "columns" offers 'p50 p99 period' livecamctl top --sort p
for column in $(offered livecamctl top --sort ''); do
    check "top sorts by $column" livecamctl --store "$store" top --once --interval 100ms --sort "$column" > "$work/top"
done
check "cameras" offers 'lock lock-2 north-mole' livecamctl --store "$store" state ''
check "cameras that begin so" offers 'lock lock-2' livecamctl --store = "$store" state lo
check "one camera alone" offers '' livecamctl --store "$store" state lock ''
check "paths" offers '/image/lock /image/lock-2' livecamctl --store "$store" get /image/l
check "no store, no cameras" offers '' livecamctl --store "$work/none" state ''
check "files" offers "$work/cameras.json" livecamctl plan --config "$work/c"
check "directories alone" offers '' livecamctl --store "$work/c"
check "options of livecamd" offers '--check --config --dev --help --html --store --version' livecamd --
check "files of livecamd" offers "$work/cameras.json" livecamd --config "$work/c"

# A store that somebody else writes.
kill "$livecamd" && wait "$livecamd"
livecamd=''
evil="/image/\$(touch $work/ran)"
livecamctl --store "$store" put "$evil" "$work/log" --type text/plain || check "put" false
check "the path is in the store" grep -q -F "$evil" <(livecamctl --store "$store" list)
check "what may be a command is not offered" offers '/image/ /image/lock /image/lock-2 /image/north-mole' \
    livecamctl --store "$store" get /image/
check "and does not run" test ! -e "$work/ran"
finish
