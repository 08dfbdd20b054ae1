# shellcheck shell=bash
# What the scripts of this folder share; to be sourced. `finish` ends them.
failed=0

check() { # DESCRIPTION COMMAND…
    local what=$1
    shift
    "$@" && return
    echo "FAILED: $what"
    failed=1
}

wait_until() { # COMMAND…: within 30 s
    local deadline=$((SECONDS + 30))
    until "$@"; do
        [ "$SECONDS" -lt "$deadline" ] || return 1
        sleep 0.05
    done
}

finish() { # WHAT WAS TRIED
    [ "$failed" = 0 ] && echo "all passed${1:+: $1}"
    exit "$failed"
}
