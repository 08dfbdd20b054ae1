#!/bin/bash
# sites_test.sh NGINX BUILD CONF PRELOAD: nginx accepts each site of conf/, with sockets of the
# test's own for its ports, and each answers a request from a store that has one page.
set -u
nginx=$1 build=$2 conf=$3 preload=$4
work=$(mktemp -d) || exit 1
store=$(mktemp -d /dev/shm/livecam-sites.XXXXXX) || exit 1
pid=''
trap '[ -z "$pid" ] || { kill -QUIT "$pid"; wait "$pid"; }; rm -rf -- "$work" "$store"' EXIT
chmod 755 "$work" "$store"
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/common.sh"

echo 'a wall' > "$work/page"
"$build/livecamctl" --store "$store" put /page "$work/page" --type text/plain || exit 1
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 1 -subj /CN=cams.example.org \
    -keyout "$work/key" -out "$work/cert" 2> /dev/null || exit 1

adapt() { # NAME: the site with what is the test's own put in place
    sed -e "s#listen 80;#listen unix:$work/$1.http;#; s#listen 443 ssl http2;#listen unix:$work/$1.tls ssl http2;#" \
        -e '/listen \[::\]/d' -e "s#livecam_store [^ ]* owner=livecam;#livecam_store $store owner=$(id -un);#" \
        -e "s#/etc/ssl/certs/cams.example.org.pem#$work/cert#; s#/etc/ssl/private/cams.example.org.key#$work/key#" \
        -e "s#/var/log/nginx/livecam.log#$work/access.log#; s#/var/cache/nginx/livecam#$work/cache#" \
        -e "s#server wall.internal:80;#server unix:$work/livecam-site.http;#" \
        "$conf/$1.conf" > "$work/$1.site"
}
sites='livecam-site livecam-production livecam-cache'
for site in $sites; do adapt "$site"; done
# Two sites name the same store, each in http: only one of them at a time in the whole.
sed -i '/^livecam_store/d' "$work/livecam-production.site"
user=''
[ "$(id -u)" != 0 ] || user='user root;'
cat > "$work/nginx.conf" <<CONF
load_module $build/ngx_http_livecam_module.so;
daemon off;
$user
pid $work/pid;
error_log $work/error.log warn;
events {}
http {
    access_log off;
    client_body_temp_path $work/body;
    proxy_temp_path $work/proxy;
    fastcgi_temp_path $work/fastcgi;
    uwsgi_temp_path $work/uwsgi;
    scgi_temp_path $work/scgi;
    include $work/livecam-site.site;
    include $work/livecam-production.site;
    include $work/livecam-cache.site;
}
CONF
export ASAN_OPTIONS=detect_leaks=0
words=$(LD_PRELOAD=$preload "$nginx" -t -q -e "$work/error.log" -c "$work/nginx.conf" 2>&1)
check "nginx -t: $words" test $? = 0
LD_PRELOAD=$preload "$nginx" -e "$work/error.log" -c "$work/nginx.conf" &
pid=$!
wait_until test -s "$work/pid"

cat > "$work/ask.mjs" <<'NODE'
// ask.mjs http|https SOCKET PATH: status, cache header and body on one line.
import http from 'node:http';
import https from 'node:https';
const [scheme, socketPath, path] = process.argv.slice(2);
const headers = {host: 'cams.example.org'};
const options = {socketPath, path, headers, rejectUnauthorized: false};
(scheme === 'https' ? https : http).get(options, (answer) => {
    let body = '';
    answer.on('data', (part) => { body += part; });
    answer.on('end', () => console.log(answer.statusCode, answer.headers['x-cache'] ?? '-',
                                       answer.headers.location ?? body.trim().split('\n')[0]));
});
NODE
asked() { # WANTED SCHEME SITE PATH
    local got
    got=$(node "$work/ask.mjs" "$2" "$work/$3.$([ "$2" = https ] && echo tls || echo http)" "$4" 2>&1)
    [[ $got == $1 ]] || { echo "    $got, wanted $1"; return 1; }
}
warm() { asked '200 - a wall' http livecam-site /page > /dev/null; }
wait_until warm
check "the minimal site" asked '200 - a wall' http livecam-site /page
check "production redirects to https" asked '301 - https://cams.example.org/page' http livecam-production /page
check "production over TLS serves" asked '200 - a wall' https livecam-production /page
check "production closes /_/" asked '403 - *' https livecam-production /_/metrics
check "it logs with the module's variables" grep -q '"GET /page HTTP/1.1" 200 .* identity ' "$work/access.log"
check "the cache asks the wall" asked '200 MISS a wall' http livecam-cache /page
check "the cache closes /_/" asked '403 - *' http livecam-cache /_/metrics
check "nginx complains of nothing: $(grep -v 'access forbidden' "$work/error.log")" \
    test -z "$(grep -v 'access forbidden' "$work/error.log")"
finish
