#!/bin/bash
# make_packages.sh BUILD DIR: the packages of BUILD in two versions, below DIR/first and DIR/second, with
# what walk.sh needs beside them.
set -eu
build=$(realpath "$1") dir=$2
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf -- "$work"' EXIT
for version in first:0.1.0 second:0.1.1; do
    (cd "$build" && cpack -R "${version#*:}" -B "$work/${version%:*}") > "$work/log" 2>&1 ||
        { cat "$work/log" >&2; exit 1; }
    install -D -m 644 -t "$dir/${version%:*}" "$work/${version%:*}"/*.deb
done
install -m 644 "$here/walk.sh" "$here/notify_log.pl" "$dir/"
install -m 644 "$here/../data/pictures/baseline.jpg" "$dir/picture.jpg"
