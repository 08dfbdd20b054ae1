#!/bin/sh
# probe_test.sh NGINX MODULE PRELOAD DIR: the server loads the module, which exports three names.
set -eu
nginx=$1 module=$2 preload=$3 dir=$4

mkdir -p "$dir"
cat > "$dir/nginx.conf" <<CONF
load_module $module;
pid $dir/pid;
error_log stderr notice;
events {}
http {
    livecam_probe;
    client_body_temp_path $dir/body;
    proxy_temp_path $dir/proxy;
    fastcgi_temp_path $dir/fastcgi;
    uwsgi_temp_path $dir/uwsgi;
    scgi_temp_path $dir/scgi;
}
CONF
ASAN_OPTIONS=detect_leaks=0 LD_PRELOAD=$preload "$nginx" -t -e stderr -c "$dir/nginx.conf" \
    > "$dir/log" 2>&1 || { cat "$dir/log"; exit 1; }
grep -q 'livecam probe loaded' "$dir/log" || { cat "$dir/log"; exit 1; }

names=$(nm -D --defined-only "$module" | awk '{ printf "%s ", $3 }')
if [ "$names" != "ngx_module_names ngx_module_order ngx_modules " ]; then
    echo "$module exports: $names"
    exit 1
fi
