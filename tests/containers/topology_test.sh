#!/bin/bash
# topology_test.sh BUILD CONF DIR: what compose.yaml and pod.yaml describe, made of namespaces, as there is no
# engine here: two containers with a mount, pid, ipc and uts namespace each, a read-only root, an own
# 64 MB /dev/shm, no capabilities, different users; a tmpfs of a size is all they share. The image is this
# Debian with our packages' files. Needs root; without, it says so and ends with 77.
# shellcheck disable=SC2317  # functions are called by name
set -u
build=$1 conf=$2 dir=$3
cannot() { echo "containers: not tried here: $1"; exit 77; }
if [ "${4:-}" != inside ]; then
    [ "$(id -u)" = 0 ] || cannot "two users take root, and this is $(id -un)"
    words=$(unshare --mount --pid --net --ipc --uts --fork true 2>&1) || cannot "no namespaces ($words)"
    rm -rf -- "$dir" && mkdir -p "$dir" || exit 1
    exec unshare --mount --net --pid --fork --kill-child bash "$0" "$build" "$conf" "$dir" inside
fi
mount -t proc proc /proc && ip link set lo up || exit 1
# Whatever happens, every process and mount is gone with these namespaces; this script is their init.

failed=0
check() { # DESCRIPTION COMMAND…
    local what=$1
    shift
    if "$@"; then echo "ok: $what"; return; fi
    echo "FAILED: $what ($*)"
    failed=1
}
wait_until() { # COMMAND…
    local deadline=$((SECONDS + 30))
    until "$@"; do
        [ "$SECONDS" -lt "$deadline" ] || return 1
        sleep 0.05
    done
}

# The image: a layer with our packages' files over this system.
mount -t tmpfs tmpfs "$dir" && mkdir "$dir/layer" "$dir/debs" || exit 1
(cd "$build" && cpack -B "$dir/debs") > "$dir/cpack.log" 2>&1 || { cat "$dir/cpack.log"; exit 1; }
for deb in "$dir"/debs/*.deb; do dpkg-deb -x "$deb" "$dir/layer"; done
grep -v '^livecam:' /etc/passwd > "$dir/layer/etc/passwd"
echo 'livecam:x:990:990::/nonexistent:/usr/sbin/nologin' >> "$dir/layer/etc/passwd"
mkdir -p "$dir/layer/store/livecam"
cp "$conf/containers/nginx.conf" "$dir/layer/etc/nginx/"
cat > "$dir/layer/etc/livecam/cameras.json" <<'JSON'
{"site": {"title": "Harbour"}, "fetch": {"interval": "500ms"}, "store": {"max_bytes": "512M"},
 "groups": [{"id": "harbour", "cameras": [{"name": "Mole", "src": "http://127.0.0.1:8099/cam/0.jpg"}]}]}
JSON
mkdir "$dir/probe"
words=$(mount -t overlay -o "ro,lowerdir=$dir/layer:/" overlay "$dir/probe" 2>&1) ||
    cannot "no overlay over this system ($(head -n 1 <<< "$words"))"

cat > "$dir/enter" <<'ENTER'
# enter DIR NAME UID VOLUME AT MODE COMMAND…: the container's side; becomes COMMAND, its process 1.
set -eu
dir=$1 name=$2 user=$3 volume=$4 at=$5 mode=$6
shift 6
root=$dir/$name.root
mkdir -p "$root"
mount -t overlay -o "ro,lowerdir=$dir/layer:/" overlay "$root"
mount -t proc proc "$root/proc"
mount -t tmpfs -o size=64k,mode=755 tmpfs "$root/dev"
for device in null zero urandom; do
    touch "$root/dev/$device"
    mount --bind "/dev/$device" "$root/dev/$device"
done
mkdir "$root/dev/shm"
mount -t tmpfs -o size=64m,mode=1777 tmpfs "$root/dev/shm"
mount -t tmpfs -o size=16m,mode=1777 tmpfs "$root/tmp"
mount --bind "$volume" "$root$at"
mount -o "remount,bind,nosuid,nodev,noexec,$mode" "$root$at"
exec env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin chroot "$root" setpriv --reuid "$user" --regid 33 \
    --groups 33 --no-new-privs --bounding-set=-all --inh-caps=-all "$@"
ENTER
contain() { # NAME UID VOLUME AT rw|ro COMMAND…: becomes the container's engine
    exec unshare --mount --pid --ipc --uts --fork --kill-child --propagation private \
        bash "$dir/enter" "$dir" "$@"
}
init_of() { cat "/proc/$1/task/$1/children"; }  # process 1 of a container, as seen from here
started() { init_of "$1" | grep -q '[0-9]' && grep -q "$2" "/proc/$(init_of "$1" | tr -d ' ')/comm"; }
get() { curl -s --max-time 5 "http://127.0.0.1:8080$1"; }
serves() { [ "$(curl -s -o "$dir/answer" -w '%{http_code}' --max-time 5 http://127.0.0.1:8080/image/mole)" = 200 ]; }
shows_page() { get / | grep -q "$1"; }

"$build/livecam-simulator" --port 8099 --cameras 1 --interval 1s --size 160x100 --parent-watch > "$dir/simulator.log" &
start_livecamd() {
    contain livecamd 990 "$volume" "$at" rw /usr/bin/livecamd --config /etc/livecam/cameras.json \
        --store "$store" > "$dir/livecamd.log" 2>&1 &
    livecamd=$!
    check "livecamd runs" wait_until started $livecamd livecamd
}
start_nginx() {
    contain nginx 33 "$volume" "$at" "$nginx_mode" /usr/sbin/nginx -e stderr >> "$dir/nginx.log" 2>&1 &
    nginx=$!
    check "nginx runs" wait_until started $nginx nginx
}
ended() { wait "$1" 2> /dev/null; [ ! -e "/proc/$1" ]; }
ctl() { (contain ctl 990 "$volume" "$at" rw livecamctl --store "$store" "$@"); }
namespace() { readlink "/proc/$(init_of "$1" | tr -d ' ')/ns/$2"; }
writable() { (contain probe 0 "$volume" "$at" ro sh -c \
    'for place in / /etc /usr /var/tmp; do ! touch $place/x || echo $place; done') 2> /dev/null; }
differ() { [ -n "$1" ] && [ "$1" != "$2" ]; }
status_of() { sed -n "s/^$2:\t*//p" "/proc/$(init_of "$1" | tr -d ' ')/status"; }

walk() { # what both descriptions have to be able to do
    start_nginx
    start_livecamd
    check "a picture is served" wait_until serves
    for kind in mnt pid ipc uts; do
        check "no shared $kind namespace" differ "$(namespace $livecamd $kind)" "$(namespace $nginx $kind)"
    done
    check "livecamd is 990:33" test "$(status_of $livecamd Uid | cut -f1)" = 990
    check "nginx is 33:33" test "$(status_of $nginx Uid | cut -f1)" = 33
    check "no capabilities" test "$(status_of $livecamd CapBnd)$(status_of $nginx CapBnd)" = \
        00000000000000000000000000000000

    sed 's/"Harbour"/"Seaside"/' "$dir/layer/etc/livecam/cameras.json" > "$dir/cameras.json"
    cat "$dir/cameras.json" > "$dir/layer/etc/livecam/cameras.json"
    check "reload through the control socket, from a third container" ctl reload > /dev/null
    check "the page is the new one" wait_until shows_page Seaside
    kill -HUP "$(init_of $nginx | tr -d ' ')"
    check "nginx reloads and serves" wait_until serves

    kill -KILL "$(init_of $livecamd | tr -d ' ')"
    check "livecamd is killed" wait_until ended $livecamd
    check "the picture is served without livecamd" serves
    kill -KILL "$(init_of $nginx | tr -d ' ')"
    check "nginx is killed" wait_until ended $nginx
    start_nginx
    check "a new nginx serves what a dead livecamd left" wait_until serves
    start_livecamd
    answers() { ctl state 2> /dev/null | grep -q mole; }
    check "a new livecamd takes over" wait_until answers
    check "what it found" grep -q 'adopted .* with [1-9][0-9]* frames' "$dir/livecamd.log"
    check "and nginx serves" serves
    check "not even root could write anything else" test -z "$(writable)"
    kill -TERM "$(init_of $livecamd | tr -d ' ')"
    kill -QUIT "$(init_of $nginx | tr -d ' ')"
    check "livecamd stops" wait_until ended $livecamd
    check "nginx stops" wait_until ended $nginx
    words=$(grep -E '\[(alert|emerg|crit)\]' "$dir/nginx.log")
    check "nginx complains of nothing $words" test -z "$words"
}

echo "-- compose.yaml: the volume is the store"
volume=$dir/volume at=/store/livecam store=/store/livecam nginx_mode=rw
options=$(sed -n 's/.*o: "\(.*\)"}$/\1/p' "$conf/containers/compose.yaml")
mkdir "$volume"
mount -t tmpfs -o "$options" tmpfs "$volume" || exit 1
walk
check "workers could write what is looked at" test -s "$volume/demand"

echo "-- pod.yaml: the store is a directory of the volume, read-only for nginx"
volume=$dir/pod at=/store nginx_mode=ro
mkdir "$volume"
mount -t tmpfs -o size=640m,mode=2777,gid=33 tmpfs "$volume" || exit 1
sed -i 's/Seaside/Harbour/' "$dir/layer/etc/livecam/cameras.json"
walk

echo "-- the default of 64 MB"
store=/dev/shm/livecam
start_trap() { (contain livecamd 990 "$volume" "$at" rw /usr/bin/livecamd --config /etc/livecam/cameras.json \
    --store "$store") > "$dir/trap.log" 2>&1; }
start_trap
check "livecamd ends" test $? = 1
check "and says what is missing: $(cat "$dir/trap.log")" grep -q \
    'needs 512.2 MiB .*, its file system has 64.0 MiB .*: raise its size= or lower store.max_bytes' "$dir/trap.log"
[ $failed = 0 ] && echo "all passed"
exit $failed
