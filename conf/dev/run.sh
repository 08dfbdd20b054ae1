#!/bin/bash
# run.sh: shows a wall on http://127.0.0.1:PORT/ until it is told to stop, and leaves nothing behind.
#
#   PORT       where nginx listens (8080)
#   CONFIG     a configuration for livecamd; without it the camera simulator provides cameras
#   BUILD_DIR  where the programs are (build)
#   NGINX      the server (the one that the build was checked against)
#
# Each program runs in a session of its own, so that Ctrl-C reaches this script alone and the order
# of stopping is ours; it is told to end when this script dies (setpriv --pdeathsig).
set -u

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
build=$(realpath -m "${BUILD_DIR:-$root/build}")
port=${PORT:-8080}
config=${CONFIG:-}
start_timeout=60 # seconds until the wall has to answer: the first pictures of slow cameras included

dir=''
store=''
names=() # of the programs started, in that order
pids=()

fail() {
    echo "run: $*" >&2
    exit 1
}

# start NAME COMMAND…: in the background; writes to the terminal.
start() {
    names+=("$1")
    shift
    setsid setpriv --pdeathsig TERM -- "$@" < /dev/null &
    pids+=($!)
}

# alive PID: it runs; one that has ended and was not waited for does not count.
alive() {
    local state
    { read -r _ _ state _ < "/proc/$1/stat"; } 2> /dev/null && [ "$state" != Z ]
}

# ended_by_itself INDEX STATUS: says so, and ends the script.
ended_by_itself() {
    local name=${names[$1]}
    if [ -s "$dir/$name.log" ]; then
        tail -n 10 "$dir/$name.log" >&2
    fi
    fail "$name ended by itself with status $2, its last messages are above; stopping the rest"
}

# Ends the script when a program has ended.
check_alive() {
    local i
    for i in "${!pids[@]}"; do
        alive "${pids[i]}" && continue
        wait "${pids[i]}"
        ended_by_itself "$i" $?
    done
}

# wait_for WHAT COMMAND…: until the command succeeds.
wait_for() {
    local what=$1 deadline=$((SECONDS + start_timeout))
    shift
    until "$@"; do
        check_alive
        [ $SECONDS -lt $deadline ] || fail "$what after $start_timeout s; stopping"
        sleep 0.1
    done
}

# The wall answers with a page (or a redirect to one).
wall_answers() {
    local status
    status=$(
        exec 2> /dev/null 3<> "/dev/tcp/127.0.0.1/$port" || exit
        printf 'GET / HTTP/1.0\r\nHost: 127.0.0.1:%s\r\n\r\n' "$port" >&3
        read -r -t 2 _ code _ <&3 && echo "$code"
    )
    [[ $status == [23]?? ]]
}

port_taken() { (exec 3<> "/dev/tcp/127.0.0.1/$port") 2> /dev/null; }

# Stops what was started, last first: TERM, and KILL for what is still there after 5 s.
stop_all() {
    trap '' INT TERM HUP QUIT PIPE
    local i pid deadline
    for ((i = ${#pids[@]} - 1; i >= 0; i--)); do
        pid=${pids[i]}
        kill -TERM "$pid" 2> /dev/null
        deadline=$((SECONDS + 5))
        while alive "$pid" && [ $SECONDS -lt $deadline ]; do sleep 0.05; done
        # Its process group too: the workers of a master that was killed.
        kill -KILL -- "-$pid" 2> /dev/null
        wait "$pid" 2> /dev/null
    done
    [ -z "$store" ] || rm -rf --one-file-system -- "$store"
    [ -z "$dir" ] || rm -rf --one-file-system -- "$dir"
}

# quoted STRING: for nginx's configuration.
quoted() {
    local text=${1//\\/\\\\}
    printf '"%s"' "${text//\"/\\\"}"
}

write_nginx_conf() {
    local mime=''
    [ ! -e /etc/nginx/mime.types ] || mime='include /etc/nginx/mime.types;'
    cat <<CONF
load_module $(quoted "$build/ngx_http_livecam_module.so");
daemon off;
worker_processes 2;
$user_directive
pid $(quoted "$dir/nginx.pid");
error_log stderr warn;
events { worker_connections 1024; }
http {
    $mime
    default_type application/octet-stream;
    access_log off;
    sendfile on;
    tcp_nopush on;
    log_not_found off;
    client_body_temp_path $(quoted "$dir/client_body");
    proxy_temp_path $(quoted "$dir/proxy");
    fastcgi_temp_path $(quoted "$dir/fastcgi");
    uwsgi_temp_path $(quoted "$dir/uwsgi");
    scgi_temp_path $(quoted "$dir/scgi");

    livecam_store $(quoted "$store");
    server {
        listen 127.0.0.1:$port;
        livecam on;
    }
}
CONF
}

# --- what has to be there -------------------------------------------------------------------------

[[ $port =~ ^[1-9][0-9]{0,4}$ && $port -le 65535 ]] || fail "PORT=$port: not a port number (1 to 65535)"
needed=(livecamd ngx_http_livecam_module.so)
if [ -n "$config" ]; then
    [ -r "$config" ] || fail "CONFIG=$config: no such file, or not readable"
    config=$(realpath "$config")
else
    needed+=(livecam-simulator)
fi
for file in "${needed[@]}"; do
    [ -e "$build/$file" ] || fail "$build/$file: not built yet; run: make"
done
nginx=${NGINX:-$(sed -n 's/^LIVECAM_NGINX:INTERNAL=//p' "$build/CMakeCache.txt" 2> /dev/null)}
nginx=${nginx:-$(PATH=$PATH:/usr/sbin command -v nginx)} || fail "no nginx: run: make deps"
if port_taken; then
    fail "port $port of 127.0.0.1 is in use by another program; choose another: PORT=$((port % 65535 + 1)) make run"
fi

# --- start ----------------------------------------------------------------------------------------

trap stop_all EXIT
stop() { echo "run: stopping" 2> /dev/null; exit 0; }
trap stop INT TERM HUP QUIT
trap 'exit 1' PIPE

dir=$(mktemp -d "${TMPDIR:-/tmp}/livecam-run.XXXXXX") || exit 1
store=$(mktemp -d /dev/shm/livecam-run.XXXXXX) || fail "the store needs a tmpfs on /dev/shm"

user_directive=''
if [ "$(id -u)" = 0 ]; then
    # Workers give up root: they get the store through its group, which new files in it inherit.
    getent passwd www-data > /dev/null || fail "no user www-data for nginx's workers (Debian has one)"
    user_directive='user www-data;'
    chgrp www-data "$store"
    chmod 2750 "$store"
    chmod 711 "$dir" # workers reach their temporary files in it
fi

if [ -z "$config" ]; then
    config=$dir/cameras.json
    start livecam-simulator "$build/livecam-simulator" --port 0 --config-out "$config" \
        --port-file "$dir/simulator.port" > "$dir/livecam-simulator.log" 2>&1
    wait_for "the camera simulator is not ready" test -s "$config" -a -s "$dir/simulator.port"
fi
start livecamd "$build/livecamd" --config "$config" --store "$store"
write_nginx_conf > "$dir/nginx.conf"
start nginx "$nginx" -p "$dir/" -e stderr -c "$dir/nginx.conf"

wait_for "the wall does not answer on port $port" wall_answers
check_alive
echo "run: the wall is on http://127.0.0.1:$port/ (Ctrl-C stops it)"

wait -n -p ended "${pids[@]}"
status=$?
for i in "${!pids[@]}"; do
    [ "${pids[i]}" != "$ended" ] || ended_by_itself "$i" $status
done
