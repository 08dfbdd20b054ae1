#!/bin/bash
# this_debian.sh BUILD: the packages' life (walk.sh) in a copy of this machine: what is written goes to
# memory, through an overlay, and is gone at the end; there is no network. What it cannot prove, because
# this machine has more than a clean one, is that the packages' dependencies are complete:
# clean_debian.sh does. Where it cannot run it says why and ends with 77.
set -u
build=$1
here=$(cd "$(dirname "$0")" && pwd)
cannot() {
    echo "packages: not installed, upgraded, removed here: $1"
    echo "packages: \`make packages-test\` does so in a clean Debian (root, network)"
    exit 77
}
[ "$(id -u)" = 0 ] || cannot "that takes root, and this is $(id -un)"
[ -r /etc/debian_version ] && command -v dpkg > /dev/null || cannot "this is no Debian"
words=$(unshare --mount --pid --net --ipc --fork true 2>&1) || cannot "no namespaces of its own ($words)"

work=$(mktemp -d) || exit 1
trap 'rm -rf -- "$work"' EXIT
bash "$here/make_packages.sh" "$build" "$work/added" || exit 1
cat > "$work/enter" <<'ENTER'
set -u
work=$1
mount -t tmpfs tmpfs "$work/memory" && mkdir "$work/memory/upper" "$work/memory/work" "$work/memory/root" &&
    mount -t overlay -o "lowerdir=/,upperdir=$work/memory/upper,workdir=$work/memory/work" overlay \
        "$work/memory/root" || exit 77
root=$work/memory/root
[ -x "$root/usr/bin/dpkg" ] || { echo "/usr is a file system of its own" >&2; exit 77; }
mount -t proc proc "$root/proc" && mount --rbind /dev "$root/dev" && mount -t tmpfs tmpfs "$root/run" &&
    mount -t tmpfs -o mode=1777 tmpfs "$root/dev/shm" && cp -r "$work/added" "$root/added" || exit 77
exec env -i PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C.UTF-8 HOME=/root \
    chroot "$root" /bin/bash /added/walk.sh /added offline
ENTER
mkdir "$work/memory"
# Not exec: the trap has to run.
status=0
unshare --mount --pid --net --ipc --fork --kill-child bash "$work/enter" "$work" 2> "$work/words" ||
    status=$?
[ $status != 77 ] || cannot "no copy of the system ($(head -n 1 "$work/words"))"
cat "$work/words" >&2
exit $status
