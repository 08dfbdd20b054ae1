#!/bin/bash
# contents_test.sh BUILD: the packages hold what they should, Debian's lintian finds no error in them,
# and `make install` puts the same files below another prefix.
set -u
build=$1
work=$(mktemp -d) || exit 1
trap 'rm -rf -- "$work"' EXIT
failed=0
check() { # DESCRIPTION COMMAND…
    local what=$1
    shift
    "$@" && return
    echo "FAILED: $what ($*)"
    failed=1
}
(cd "$build" && cpack -B "$work/debs") > "$work/log" 2>&1 || { cat "$work/log"; exit 1; }
DESTDIR=$work/installed cmake --install "$build" --prefix /opt/wall > "$work/log" 2>&1 ||
    { cat "$work/log"; exit 1; }

as_root=()
[ "$(id -u)" != 0 ] || as_root=(--allow-root)
words=$(lintian "${as_root[@]}" --fail-on error "$work"/debs/*.deb 2>&1)
check "lintian finds no error: $words" test $? = 0

for deb in "$work"/debs/*.deb; do
    name=$(dpkg-deb -f "$deb" Package)
    mkdir "$work/$name"
    dpkg-deb -x "$deb" "$work/$name/files"
    dpkg-deb -e "$deb" "$work/$name/control"
    check "all of $name is root's" test -z "$(dpkg-deb -c "$deb" | grep -v ' root/root ')"
    for script in postinst prerm postrm; do
        check "$script of $name is sh" sh -n "$work/$name/control/$script"
    done
    while read -r file; do
        check "conffile of $name: $file" test -f "$work/$name/files$file"
    done < "$work/$name/control/conffiles"
    check "all of $name in /etc is a conffile" diff "$work/$name/control/conffiles" \
        <(cd "$work/$name/files" && find . -path './etc/*' -type f -printf '/%P\n')
    (cd "$work/$name/files" && find . -type f) >> "$work/packaged"
done
depends=$(dpkg-deb -f "$work"/debs/libnginx-mod-http-livecam_*.deb Depends)
check "the module wants one nginx: $depends" grep -q 'nginx-abi-[0-9]' <<< "$depends"
check "no file is in both packages" test -z "$(sort "$work/packaged" | uniq -d)"
wall=$work/livecam/files
check "livecamd runs" "$wall/usr/bin/livecamd" --version > /dev/null
check "livecamctl runs" "$wall/usr/bin/livecamctl" --version > /dev/null
check "the shipped configuration is valid" \
    "$wall/usr/bin/livecamd" --config "$wall/etc/livecam/cameras.json" --check 2> /dev/null
for page in "$wall"/usr/share/man/man?/*.gz; do
    check "$page can be read" test -n "$(man -l "$page" 2> /dev/null)"
done

(cd "$work/installed" && find . -type f) | sed 's#^\./opt/wall/#./usr/#' | sort > "$work/elsewhere"
check "make install: the same files" diff <(sort "$work/packaged") "$work/elsewhere"
unit=$work/installed/opt/wall/lib/systemd/system/livecamd.service
check "its unit starts its program" grep -q '^ExecStart=/opt/wall/bin/livecamd ' "$unit"
check "and none of another prefix" test -z "$(grep '^Exec.*=/usr/' "$unit")"
[ $failed = 0 ] && echo "all passed: $(wc -l < "$work/packaged") files"
exit $failed
