#!/bin/bash
# clean_room.sh [-u] COMMAND: runs a shell command in a clone of HEAD on a new, minimal Debian that has
# nothing but apt, git and ca-certificates. With -u as an ordinary user who may use sudo, else as root,
# without sudo. Takes minutes and the network; not part of `make test`.
#
#   tests/build/clean_room.sh -u 'sudo apt-get install -y make && make test'
#
# Needs root and debootstrap. Sources, proxies and keys of apt are this machine's; SUITE (bookworm)
# has to be among them. CLEAN_ROOM_BASE=FILE.tar keeps the bare system for the next time. The system
# gets a mount and a pid namespace: with its command, every mount and process of it is gone.
set -eu

suite=${SUITE:-bookworm}
base=${CLEAN_ROOM_BASE:-}
as_user=''
if [ "${1:-}" = -u ]; then
    as_user=visitor
    shift
fi
[ $# = 1 ] || { sed -n '2,6s/^# \{0,1\}//p' "$0" >&2; exit 2; }
[ "$(id -u)" = 0 ] || { echo "clean_room: needs root: it makes a system to chroot into" >&2; exit 1; }
command -v debootstrap > /dev/null || { echo "clean_room: install debootstrap" >&2; exit 1; }

source=$(cd "$(dirname "$0")/../.." && pwd)
work=$(mktemp -d "${TMPDIR:-/tmp}/livecam-clean-room.XXXXXX")
room=$work/room
trap 'rm -rf --one-file-system -- "$work"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

# shellcheck disable=SC2016  # apt expands it
mirror=$(apt-get indextargets --format '$(REPO_URI)' "Release: $suite" 'Component: main' | head -n 1)
[ -n "$mirror" ] || { echo "clean_room: apt here has no source for $suite (SUITE=)" >&2; exit 1; }
proxy=$(apt-config shell value Acquire::http::Proxy | sed -n "s/^value='\(.*\)'$/\1/p")

mkdir "$room"
if [ -n "$base" ] && [ -f "$base" ]; then
    tar -xf "$base" -C "$room" --numeric-owner
else
    echo "clean_room: debootstrap $suite"
    env ${proxy:+http_proxy="$proxy"} debootstrap --variant=minbase --include=git,ca-certificates \
        "$suite" "$room" "$mirror" > "$work/log" 2>&1 || { tail -n 20 "$work/log" >&2; exit 1; }
    [ -z "$base" ] || tar -cf "$base" -C "$room" --numeric-owner --one-file-system .
fi

# This machine's way to the packages.
rm -f "$room/etc/apt/sources.list"
for file in /etc/apt/sources.list /etc/apt/sources.list.d/*.{list,sources} /etc/apt/keyrings/* \
    /etc/apt/trusted.gpg /etc/apt/trusted.gpg.d/* /usr/share/keyrings/* \
    /usr/local/share/ca-certificates/*.crt /etc/resolv.conf /etc/hosts; do
    [ ! -f "$file" ] || install -D -m 644 "$file" "$room$file"
done
grep -lsi '^ *acquire::.*\(proxy\|check\)' /etc/apt/apt.conf /etc/apt/apt.conf.d/* |
    while read -r file; do install -D -m 644 "$file" "$room$file"; done

home=/root
if [ -n "$as_user" ]; then
    home=/home/$as_user
    chroot "$room" useradd --create-home --shell /bin/bash $as_user
fi
git clone --quiet --no-local "$source" "$room$home/livecam"
[ -z "${CLEAN_ROOM_ADD:-}" ] || cp -r "$CLEAN_ROOM_ADD" "$room/added"  # what the command needs
cat > "$room/enter" <<ENTER
set -eu
mount -t proc proc $room/proc
mkdir -p $room/dev/shm $room/dev/pts
mount -t tmpfs -o mode=1777,nosuid,nodev tmpfs $room/dev/shm
mount -t devpts -o newinstance,ptmxmode=666 devpts $room/dev/pts
exec chroot $room /bin/bash "\$@"
ENTER
cat > "$room/inside" <<INSIDE
set -eu
export PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C.UTF-8 HOME=$home
apt-get -q update > /dev/null
update-ca-certificates > /dev/null 2>&1  # this machine's, for whoever speaks TLS there
if [ -n "$as_user" ]; then
    chown -R $as_user: $home
    apt-get -q -y install --no-install-recommends sudo > /dev/null 2>&1
    echo '$as_user ALL=(ALL) NOPASSWD: ALL' > /etc/sudoers.d/$as_user
    cd $home/livecam
    exec setpriv --reuid $as_user --regid $as_user --init-groups env USER=$as_user \\
        PATH=/usr/local/bin:/usr/bin:/bin bash -c "\$1"
fi
cd $home/livecam
exec bash -c "\$1"
INSIDE

# Not exec: the traps have to run.
status=0
env -i TERM="${TERM:-dumb}" PATH="$PATH" ${PORT:+PORT="$PORT"} \
    unshare --mount --pid --fork --kill-child bash "$room/enter" /inside "$1" || status=$?
echo "clean_room: [$1] ended with status $status"
exit $status
