#!/bin/bash
# clean_debian.sh BUILD: makes the packages of BUILD in two versions and walks through their life in a
# clean Debian 12 (walk.sh). Needs root and the network; CLEAN_ROOM_BASE as in tests/build/clean_room.sh.
set -eu
build=$(realpath "$1")
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf -- "$work"' EXIT
mkdir "$work/add"
for version in first:0.1.0 second:0.1.1; do
    (cd "$build" && cpack -R "${version#*:}" -B "$work/${version%:*}") > "$work/log" 2>&1 ||
        { cat "$work/log"; exit 1; }
    install -D -m 644 -t "$work/add/${version%:*}" "$work/${version%:*}"/*.deb
done
cp "$here/walk.sh" "$work/add/"
cp "$here/../data/pictures/baseline.jpg" "$work/add/picture.jpg"
CLEAN_ROOM_ADD=$work/add bash "$here/../build/clean_room.sh" 'bash /added/walk.sh /added'
