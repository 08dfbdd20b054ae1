#!/bin/bash
# shellcheck disable=SC2317,SC2046,SC2086  # functions are called by name; pids have no spaces
# run_test.sh NGINX DIR: conf/dev/run.sh and `make run` with stubs for our programs and a real nginx.
# Whatever ends a run, nothing it started may be left: process, temporary directory or store.
set -u
real_nginx=$1
work=$2
root=$(cd "$(dirname "$0")/../.." && pwd)
unset MAKEFLAGS MAKELEVEL MFLAGS CONFIG

rm -rf -- "$work"
mkdir -p "$work/bin" "$work/tmp" || exit 1
trap cleanup EXIT
failed=0
run_pid=''

cleanup() {
    [ -z "$run_pid" ] || kill -KILL -- "-$run_pid" 2> /dev/null
    local pid
    kill -KILL $(cat "$work"/*.pid 2> /dev/null) ${workers:-} 2> /dev/null
}

check() { # DESCRIPTION COMMAND…
    local what=$1
    shift
    "$@" && return
    echo "FAILED: $what ($*)"
    sed 's/^/    | /' "$work/output" 2> /dev/null
    failed=1
}

wait_until() { # COMMAND…
    local deadline=$((SECONDS + 20))
    until "$@"; do
        [ "$SECONDS" -lt "$deadline" ] || return 1
        sleep 0.05
    done
}

# --- the stubs: each writes its pid, and ends on TERM ---------------------------------------------

cat > "$work/bin/livecam-simulator" <<STUB
#!/bin/bash
echo \$\$ > $work/simulator.pid
while [ \$# -gt 0 ]; do
    case \$1 in
        --config-out) echo '{}' > "\$2"; shift 2 ;;
        --port-file) echo 1 > "\$2"; shift 2 ;;
        *) shift ;;
    esac
done
echo 'simulator: these are my words'
exec sleep 1000
STUB
cat > "$work/bin/livecamd" <<STUB
#!/bin/bash
echo \$\$ > $work/livecamd.pid
echo "\$@" > $work/livecamd.args
[ ! -e $work/livecamd-fails ] || { echo 'livecamd: store: too small'; exit 3; }
touch "\${@: -1}/index"
exec sleep 1000
STUB
# A real nginx, with a page of its own in place of the module.
cat > "$work/bin/nginx" <<STUB
#!/bin/bash
echo \$\$ > $work/nginx.pid
conf=\${@: -1}
cp "\$conf" $work/nginx.conf
sed -i -e '/^load_module/d' -e '/livecam_store/d' -e 's/livecam on;/return 200 wall;/' "\$conf"
exec $real_nginx "\$@"
STUB
chmod +x "$work"/bin/*
touch "$work/bin/ngx_http_livecam_module.so"

# --- helpers --------------------------------------------------------------------------------------

export TMPDIR=$work/tmp BUILD_DIR=$work/bin NGINX=$work/bin/nginx

free_port() {
    local port
    while :; do
        port=$((20000 + RANDOM % 12000))
        (exec 3<> "/dev/tcp/127.0.0.1/$port") 2> /dev/null || break
    done
    echo $port
}

# launch COMMAND…: in a process group of its own, as a terminal has it, with default signals.
launch() {
    rm -f "$work"/*.pid "$work/livecamd.args" "$work/output"
    PORT=$(free_port)
    export PORT
    env --default-signal=INT,QUIT setsid "$@" > "$work/output" 2>&1 < /dev/null &
    run_pid=$!
}

store_dir() { sed 's/.*--store //' "$work/livecamd.args"; }
shows_url() { grep -qs "http://127.0.0.1:$PORT/" "$work/output"; }

# Processes of the run, by what they were started with: programs, nginx's workers, the script.
left_running() {
    local pid
    for pid in $(cat "$work"/*.pid) $workers; do
        if [ -e "/proc/$pid" ] && ! grep -q '^State:.Z' "/proc/$pid/status" 2> /dev/null; then
            echo "$pid: $(tr '\0' ' ' < "/proc/$pid/cmdline")"
        fi
    done
}

workers_of() { cat "/proc/$1/task/$1/children"; }

start_and_look() {
    launch "$@"
    check "the URL is printed" wait_until shows_url
    workers=$(workers_of "$(cat "$work/nginx.pid")")
    check "nginx has two workers" test "$(wc -w <<< "$workers")" = 2
    check "the store is there" test -e "$(store_dir)/index"
}

expect_nothing_left() {
    check "no process is left" test -z "$(left_running)"
    check "no temporary directory is left" test -z "$(ls "$TMPDIR")"
    check "no store is left" test ! -e "$(store_dir)"
}

finish() { # STATUS: of the program launched, any when empty
    local status begin=$SECONDS
    wait "$run_pid"
    status=$?
    run_pid=''
    check "programs end when told to, not when killed" test $((SECONDS - begin)) -lt 5
    [ -z "$1" ] || check "exit status $1" test $status = "$1"
    expect_nothing_left
}

script=$root/conf/dev/run.sh
# What `make run` does once things are built.
make_run=(make -C "$root" -o all "BUILD=$work/bin" run)

# --- the ways to stop -----------------------------------------------------------------------------

for signal in TERM INT HUP; do
    echo "SIG$signal to the script"
    start_and_look bash "$script"
    kill -$signal "$run_pid"
    finish 0
done

echo "the script is killed: its programs end with it"
start_and_look bash "$script"
kill -KILL "$run_pid"
wait "$run_pid" 2> /dev/null
run_pid=''
nothing_runs() { [ -z "$(left_running)" ]; }
check "no process is left" wait_until nothing_runs
rm -rf -- "${TMPDIR:?}"/* "$(store_dir)"

echo "SIGTERM to make"
start_and_look "${make_run[@]}"
kill -TERM "$run_pid"
finish ''

for signal in INT HUP; do
    echo "SIG$signal to the terminal's process group"
    start_and_look "${make_run[@]}"
    kill -$signal -- "-$run_pid"
    finish ''
done

# --- what goes wrong ------------------------------------------------------------------------------

for program in simulator livecamd nginx; do
    echo "$program dies"
    start_and_look bash "$script"
    kill -KILL "$(cat "$work/$program.pid")"
    finish 1
    check "the message names $program" grep -q "run: [a-z-]*$program ended by itself" "$work/output"
done
echo "livecamd fails at start"
touch "$work/livecamd-fails"
workers=''
launch bash "$script"
finish 1
check "its words are shown" grep -q 'store: too small' "$work/output"
check "its status is shown" grep -q 'livecamd ended by itself with status 3' "$work/output"
rm "$work/livecamd-fails"

echo "the port is in use"
start_and_look bash "$script"
message=$(bash "$script" 2>&1) && check "a second run fails" false
check "the message" test "$message" = \
    "run: port $PORT of 127.0.0.1 is in use by another program; choose another: PORT=$((PORT + 1)) make run"
kill -TERM "$run_pid"
finish 0

echo "wrong settings"
message=$(PORT=99999 bash "$script" 2>&1) && check "PORT=99999 fails" false
check "PORT" test "$message" = "run: PORT=99999: not a port number (1 to 65535)"
message=$(CONFIG=$work/none.json bash "$script" 2>&1) && check "no CONFIG fails" false
check "CONFIG" test "$message" = "run: CONFIG=$work/none.json: no such file, or not readable"
message=$(BUILD_DIR=$work/tmp bash "$script" 2>&1) && check "nothing built fails" false
check "not built" grep -q 'livecamd: not built yet; run: make' <<< "$message"

echo "a configuration of one's own"
echo '{"mine": 1}' > "$work/mine.json"
CONFIG=$work/mine.json
export CONFIG
start_and_look bash "$script"
check "livecamd gets it" grep -q -- "--config $work/mine.json " "$work/livecamd.args"
check "no simulator" test ! -e "$work/simulator.pid"
kill -TERM "$run_pid"
finish 0
unset CONFIG

[ $failed = 0 ] && echo "all passed"
exit $failed
