#!/bin/bash
# clean_debian.sh BUILD: makes the packages of BUILD in two versions and walks through their life in a
# clean Debian 12 (walk.sh). Needs root and the network; CLEAN_ROOM_BASE as in tests/build/clean_room.sh.
# What `make test` does of it without a network: this_debian.sh.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf -- "$work"' EXIT
bash "$here/make_packages.sh" "$1" "$work/add"
CLEAN_ROOM_ADD=$work/add bash "$here/../build/clean_room.sh" 'bash /added/walk.sh /added'
