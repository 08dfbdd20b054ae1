#!/bin/bash
# nginx_versions.sh BUILD TREE|TARBALL…: for each nginx source, a release or a checkout:
#   - a copy of it is configured and built (the tree itself is never written)
#   - the module is compiled for it, every warning an error
#   - `nginx -t` loads the module, and that server answers from a store
# BUILD holds all of it and is kept, so that a second run is quick; livecamctl is built there too.
# Prints one line for each, and exits 1 if any failed.
set -euo pipefail
[ $# -ge 2 ] || { sed -n '2,7s/^# \{0,1\}//p' "$0"; exit 2; }

root=$(cd "$(dirname "$0")/../.." && pwd)
mkdir -p "$1"
build=$(cd "$1" && pwd)
shift
flags=(--with-compat --with-threads --with-http_ssl_module --with-http_v2_module
       --with-http_realip_module --with-http_auth_request_module --with-http_slice_module)
launcher=()
if command -v ccache > /dev/null; then
    launcher=(-DCMAKE_C_COMPILER_LAUNCHER=ccache -DCMAKE_CXX_COMPILER_LAUNCHER=ccache)
fi

# Makes a copy of tree or tarball $1 in $2.
copy_source() {
    rm -rf "$2"
    mkdir -p "$2"
    if [ -d "$1" ]; then
        cp -r "$1/." "$2"
    else
        tar xf "$1" -C "$2" --strip-components=1
    fi
}

version_of() {
    sed -n 's/^#define NGINX_VERSION  *"\(.*\)"/\1/p' "$1/src/core/nginx.h"
}

# Builds the server in $1. Its own warnings are not ours: an old nginx meets a new OpenSSL.
build_server() {
    cd "$1"
    [ -x objs/nginx ] && return
    local configure=./configure
    [ -e configure ] || configure=auto/configure
    $configure "${flags[@]}" --with-cc="${CC:-cc}" \
        --with-cc-opt='-O1 -Wno-error -Wno-deprecated-declarations'
    make -j "${JOBS:-2}"
}

# Serves one body over HTTP from a store in $1 with the server in $2 and the module in $3.
serve_one() {
    local dir=$1 nginx=$2 module=$3 port pid answer=
    rm -rf "$dir"
    mkdir -p "$dir/store" "$dir/logs"
    chmod 750 "$dir/store"
    chmod 755 "$dir"
    echo 'from the store' > "$dir/body"
    "$build/module/livecamctl" --store "$dir/store" put /hello "$dir/body" --type text/plain
    for _ in 1 2 3 4 5; do  # another may take the port
        port=$((20000 + RANDOM % 20000))
        {
            echo "load_module $module; daemon off; pid $dir/pid; error_log $dir/error.log;"
            [ "$(id -u)" != 0 ] || echo "user root;"
            echo "events {} http { access_log off; livecam_store $dir/store; server {"
            echo "listen 127.0.0.1:$port; root $dir; livecam on; } }"
        } > "$dir/nginx.conf"
        "$nginx" -t -p "$dir" -c "$dir/nginx.conf"
        "$nginx" -p "$dir" -c "$dir/nginx.conf" &
        pid=$!
        for _ in $(seq 50); do
            kill -0 "$pid" 2> /dev/null || break
            if exec 3<> "/dev/tcp/127.0.0.1/$port"; then
                printf 'GET /hello HTTP/1.0\r\n\r\n' >&3
                answer=$(cat <&3)
                exec 3>&-
                break
            fi 2> /dev/null
            sleep 0.1
        done
        kill -QUIT "$pid" 2> /dev/null || true
        wait "$pid" || true
        [ -z "$answer" ] || break
    done
    echo "$answer"
    ! grep -E '\[(alert|emerg|crit)\]' "$dir/error.log" &&
    grep -q '^HTTP/1.1 200 OK' <<< "$answer" && grep -q '^from the store' <<< "$answer"
}

failed=0
for source in "$@"; do
    name=$(basename "$source")
    copy=$build/$name.source
    log=$build/$name.log
    step='copying it'
    : > "$log"
    if [ ! -x "$copy/objs/nginx" ]; then
        copy_source "$source" "$copy" >> "$log" 2>&1
    fi
    version=$(version_of "$copy")
    if step='building the server' && (build_server "$copy") >> "$log" 2>&1 &&
        step='compiling the module' &&
        cmake -S "$root" -B "$build/module" -DLIVECAM_TESTS=OFF -DLIVECAM_SIMULATOR=OFF \
            -DLIVECAM_WERROR=ON -DCMAKE_BUILD_TYPE=RelWithDebInfo "${launcher[@]}" \
            -DNGINX_SOURCE_DIR="$copy" -DNGINX_BINARY="$copy/objs/nginx" >> "$log" 2>&1 &&
        cmake --build "$build/module" -j "${JOBS:-2}" \
            --target ngx_http_livecam_module livecamctl >> "$log" 2>&1 &&
        step='loading and serving' &&
        (serve_one "$build/$name.run" "$copy/objs/nginx" \
            "$build/module/ngx_http_livecam_module.so") >> "$log" 2>&1; then
        echo "nginx $version: built without warnings, loaded, served"
    else
        echo "nginx $version: failed at $step: $log"
        failed=1
    fi
done
exit $failed
