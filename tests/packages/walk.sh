#!/bin/bash
# walk.sh DIR: as root, in a Debian root that may be thrown away. DIR/first and DIR/second hold the
# packages of two versions, DIR/picture.jpg is what the camera shows. Installs them, starts what the
# units would start, as their users, and goes install, serve, reload, upgrade, remove, purge.
# shellcheck disable=SC2317  # functions are called by name
set -u
dir=$1
failed=0
export DEBIAN_FRONTEND=noninteractive
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
        sleep 0.1
    done
}
get() { curl -s --max-time 5 "http://127.0.0.1:8080$1"; }
shows_picture() { get /image/mole | cmp -s - "$dir/picture.jpg"; }
of_unit() { sed -n "s/^$1=//p" /usr/lib/systemd/system/livecamd.service | head -n 1; }
list_files() { find / -xdev \( -path /proc -o -path /tmp -o -path "$dir" -o -path /var/lib/dpkg \
    -o -path /var/lib/apt -o -path /var/cache -o -path /var/log -o -path /root \) -prune -o -print | sort; }
as_service() { # COMMAND LINE; after "exec" in place of this shell
    local exec=''
    [[ $1 != exec\ * ]] || exec=exec
    # shellcheck disable=SC2086
    $exec setpriv --reuid "$(of_unit User)" --regid "$(of_unit Group)" --init-groups --no-new-privs ${1#exec }
}
start_livecamd() {
    as_service "$(of_unit ExecStartPre)" || return 1
    (as_service "exec $(of_unit ExecStart)") > "$dir/livecamd.log" 2>&1 &
    livecamd=$!
}
stop_livecamd() { kill -TERM "$livecamd"; wait "$livecamd"; }

# What needs the network is fetched first; then there is a network of our own, whose ports are free.
if [ "${2:-}" != inside ]; then
    export RUNLEVEL=1  # nothing starts by itself
    apt-get -q -y install --no-install-recommends nginx curl passwd iproute2 > "$dir/apt.log" 2>&1 &&
        apt-get -q -y install --no-install-recommends --download-only "$dir"/first/*.deb \
            > "$dir/apt.log" 2>&1 || { tail "$dir/apt.log"; exit 1; }
    exec unshare --net bash "$0" "$dir" inside
fi
ip link set lo up
[ ! -s /run/nginx.pid ] || kill -QUIT "$(cat /run/nginx.pid)"
nginx_is_gone() { ! [ -s /run/nginx.pid ]; }
check "nginx does not run yet" wait_until nginx_is_gone
list_files > "$dir/before"
apt-get -q -y install --no-install-recommends "$dir"/first/*.deb > "$dir/apt.log" 2>&1
check "both packages install" test $? = 0
[ $failed = 0 ] || { tail -n 20 "$dir/apt.log"; exit 1; }

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
check "the wall is served" wait_until shows_picture
check "a page" grep -q Harbour <(get /)
check "livecamd is not root" test "$(stat -c %U:%G /proc/$livecamd)" = livecam:www-data
check "others cannot read the store" test "$(stat -c %a /run/livecam)" = 2750

for step in $(seq "$(grep -c ^ExecReload= /usr/lib/systemd/system/livecamd.service)"); do
    check "ExecReload, step $step" as_service \
        "$(sed -n 's/^ExecReload=//p' /usr/lib/systemd/system/livecamd.service | sed -n "${step}p")"
done
check "nginx reloads" nginx -s reload
check "still served" wait_until shows_picture

etag=$(curl -sI http://127.0.0.1:8080/image/mole | sed -n 's/^ETag: "\(.*\)"\r/\1/p')
master=$(cat /run/nginx.pid)
apt-get -q -y install --no-install-recommends "$dir"/second/*.deb > "$dir/apt.log" 2>&1
check "both packages upgrade" test $? = 0
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
apt-get -q -y remove livecam libnginx-mod-http-livecam > "$dir/apt.log" 2>&1
check "both packages are removed" test $? = 0
check "nginx goes on without them" nginx -q -t
check "configuration is kept until purge" test -f /etc/livecam/cameras.json
/usr/sbin/nginx -s quit
wait_until test ! -e /run/nginx.pid
rm -f /etc/nginx/conf.d/camera.conf /srv/away.jpg
apt-get -q -y purge livecam libnginx-mod-http-livecam > "$dir/apt.log" 2>&1
check "both packages are purged" test $? = 0
apt-get -q -y autoremove > /dev/null 2>&1
list_files > "$dir/after"
left=$(comm -13 "$dir/before" "$dir/after" | grep livecam)
check "nothing is left: $left" test -z "$left"
check "no user is left" test -z "$(getent passwd livecam)"

[ $failed = 0 ] && echo "all passed"
exit $failed
