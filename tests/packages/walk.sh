#!/bin/bash
# walk.sh DIR [offline]: as root, in a Debian root that may be thrown away. DIR/first and DIR/second
# hold the packages of two versions, DIR/picture.jpg is what the camera shows. Installs them, starts what
# the units would start, as their users and with their limits, hears what livecamd tells its manager,
# and goes install, serve, reload, upgrade, remove, purge. Offline it is told so in a root that has what
# the packages depend on, in a network namespace: dpkg does what apt does otherwise.
# shellcheck disable=SC2317  # functions are called by name
set -u
dir=$1
failed=0
export DEBIAN_FRONTEND=noninteractive
check() { # DESCRIPTION COMMAND…
    local what=$1
    shift
    if "$@"; then echo "ok: $what ($SECONDS s)"; return; fi
    echo "FAILED: $what ($*)"
    failed=1
}
wait_until() { # COMMAND…
    local deadline=$((SECONDS + 30))
    until "$@"; do
        [ "$SECONDS" -lt "$deadline" ] || return 1
        sleep 0.1
    done
}
get() { curl -s --max-time 5 "http://127.0.0.1:8080$1"; }
shows_picture() { get /image/mole | cmp -s - "$dir/picture.jpg"; }
of_unit() { sed -n "s/^$1=//p" /usr/lib/systemd/system/livecamd.service | head -n 1; }
list_files() { find /etc /usr /opt /run /srv /var/lib -xdev \( -path /var/lib/dpkg -o -path /var/lib/apt \
    -o -path /run/notify \) -prune -o -print | sort; }
become() { # COMMAND LINE: this shell goes on as what the unit would start
    local files
    files=$(of_unit LimitNOFILE)
    [ "$(ulimit -Hn)" = unlimited ] || [ "$(ulimit -Hn)" -ge "$files" ] || files=$(ulimit -Hn)
    umask "$(of_unit UMask)"
    # shellcheck disable=SC2086
    exec prlimit --nofile="$files" setpriv --reuid "$(of_unit User)" --regid "$(of_unit Group)" \
        --init-groups --no-new-privs --bounding-set=-all --inh-caps=-all \
        env -i PATH=/usr/bin NOTIFY_SOCKET=/run/notify WATCHDOG_USEC=1000000 $1
}
as_service() (become "$1")
start_livecamd() {
    as_service "$(of_unit ExecStartPre)" || return 1
    : > "$dir/notify.log"
    become "$(of_unit ExecStart)" > "$dir/livecamd.log" 2>&1 &
    livecamd=$!
}
stop_livecamd() { kill -TERM "$livecamd"; wait "$livecamd"; }
told() { grep -q -- "$1" "$dir/notify.log"; }
of_apt() { # apt-get's arguments: dpkg's where there is no network
    local what=$1
    shift
    if [ "$network" = yes ]; then
        apt-get -q -y --no-install-recommends "$what" "$@" > "$dir/apt.log" 2>&1
    else
        dpkg --force-unsafe-io "--$what" "$@" > "$dir/apt.log" 2>&1
    fi || { tail -n 20 "$dir/apt.log"; return 1; }
}

# What needs the network is fetched first; then there is a network of our own, whose ports are free.
network=no
[ "${2:-}" = offline ] || network=yes
if [ "${2:-}" = '' ]; then
    export RUNLEVEL=1  # nothing starts by itself
    apt-get -q -y install --no-install-recommends nginx curl passwd iproute2 > "$dir/apt.log" 2>&1 &&
        apt-get -q -y install --no-install-recommends --download-only "$dir"/first/*.deb \
            > "$dir/apt.log" 2>&1 || { tail "$dir/apt.log"; exit 1; }
    exec unshare --net bash "$0" "$dir" inside
fi
ip link set lo up
[ $network = yes ] || dpkg --purge livecam libnginx-mod-http-livecam > "$dir/apt.log" 2>&1
perl "$dir/notify_log.pl" /run/notify >> "$dir/notify.log" &
listener=$!
trap 'kill $listener' EXIT
[ ! -s /run/nginx.pid ] || kill -QUIT "$(cat /run/nginx.pid)"
nginx_is_gone() { ! [ -s /run/nginx.pid ]; }
check "nginx does not run yet" wait_until nginx_is_gone
list_files > "$dir/before"
check "both packages install" of_apt install "$dir"/first/*.deb
[ $failed = 0 ] || exit 1

# The camera is a file of the same nginx.
cat > /etc/nginx/conf.d/camera.conf <<CONF
server { listen 127.0.0.1:8099; location = /mole.jpg { alias /srv/mole.jpg; } }
CONF
install -m 644 "$dir/picture.jpg" /srv/mole.jpg
cp /etc/livecam/cameras.json "$dir/shipped.json"
check "the shipped configuration is valid" as_service "$(of_unit ExecStartPre)"
cat > /etc/livecam/cameras.json <<'JSON'
{"site": {"title": "Harbour"}, "store": {"max_bytes": "16M"}, "fetch": {"interval": "1s"},
 "groups": [{"id": "harbour", "cameras": [{"name": "Mole", "src": "http://127.0.0.1:8099/mole.jpg"}]}]}
JSON
check "nginx takes the module and the site" nginx -q -t
/usr/sbin/nginx
check "livecamd starts as the unit would start it" start_livecamd
[ $failed = 0 ] || exit 1
check "the wall is served" wait_until shows_picture
check "READY after the first round" wait_until told READY=1
check "STATUS with what is live" wait_until told 'STATUS=1 of 1 cameras live'
check "WATCHDOG while it moves" wait_until told WATCHDOG=1
check "a page" grep -q Harbour <(get /)
check "livecamd is not root" test "$(stat -c %U:%G /proc/$livecamd)" = livecam:www-data
check "others cannot read the store" test "$(stat -c %a /run/livecam)" = 2750

for step in $(seq "$(grep -c ^ExecReload= /usr/lib/systemd/system/livecamd.service)"); do
    check "ExecReload, step $step" as_service \
        "$(sed -n 's/^ExecReload=//p' /usr/lib/systemd/system/livecamd.service | sed -n "${step}p")"
done
check "RELOADING, then READY" wait_until told 'RELOADING=1'
check "nginx reloads" nginx -q -s reload
check "still served" wait_until shows_picture

etag=$(curl -sI http://127.0.0.1:8080/image/mole | sed -n 's/^ETag: "\(.*\)"\r/\1/p')
master=$(cat /run/nginx.pid)
check "both packages upgrade" of_apt install "$dir"/second/*.deb
new_master() { [ -s /run/nginx.pid ] && [ "$(cat /run/nginx.pid)" != "$master" ]; }
check "nginx upgraded itself" wait_until new_master
stop_livecamd
check "the picture is served with no livecamd" shows_picture
mv /srv/mole.jpg /srv/away.jpg
check "the new livecamd starts" start_livecamd
check "the configuration was kept" grep -q Harbour /etc/livecam/cameras.json
answers() { livecamctl --store /run/livecam state > /dev/null 2>&1; }
check "the new livecamd answers" wait_until answers
check "the pictures survived, though the camera is away" shows_picture
check "under the same ETag" test "$(get "/image/mole/$etag" | cmp - "$dir/picture.jpg" && echo same)" = same

stop_livecamd
check "STOPPING" told STOPPING=1
check "both packages are removed" of_apt remove livecam libnginx-mod-http-livecam
check "nginx goes on without them" nginx -q -t
check "configuration is kept until purge" test -f /etc/livecam/cameras.json
/usr/sbin/nginx -q -s quit
wait_until test ! -e /run/nginx.pid
rm -f /etc/nginx/conf.d/camera.conf /srv/away.jpg
check "both packages are purged" of_apt purge livecam libnginx-mod-http-livecam
[ $network = no ] || apt-get -q -y autoremove > /dev/null 2>&1
list_files > "$dir/after"
left=$(comm -13 "$dir/before" "$dir/after" | grep livecam)
check "nothing is left: $left" test -z "$left"
check "no user is left" test -z "$(getent passwd livecam)"

[ $failed = 0 ] && echo "all passed"
exit $failed
