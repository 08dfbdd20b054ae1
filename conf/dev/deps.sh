#!/bin/bash
# deps.sh run|test|bench: installs the Debian packages of conf/dev/packages that are missing (`test`:
# those of the tests as well, and npm's for tests/browser; `bench`: all of them). Silent, and quick, when
# nothing is missing.
set -eu

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
export DEBIAN_FRONTEND=noninteractive

# The packages of the sections named.
wanted() {
    awk -v sections=" $* " '/^#/ { next }
        /^\[/ { gsub(/[][]/, ""); wanted = index(sections, " " $0 " "); next }
        NF && wanted { print $1 }' "$here/packages" |
        # A nodejs that is not Debian's brings npm, and refuses Debian's.
        if command -v npm > /dev/null; then grep -vx npm; else cat; fi
}

# Those of the arguments that dpkg does not have installed.
missing() {
    { dpkg-query -W -f '${db:Status-Status} ${Package}\n' "$@" 2>/dev/null || true; } |
        awk -v all="$*" '$1 == "installed" { have[$2] = 1 }
            END { n = split(all, p, " "); for (i = 1; i <= n; i++) if (!(p[i] in have)) print p[i] }'
}

# As root. Debian starts a service when its package is installed: livecam runs an nginx of its own, so
# the system's is neither started nor enabled, unless it was there before.
install_packages() {
    local policy=/usr/sbin/policy-rc.d had_nginx='' had_varnish='' log
    log=$(mktemp "${TMPDIR:-/tmp}/livecam-deps.XXXXXX")
    temporary=("$log")
    trap 'rm -f -- "${temporary[@]}"' EXIT
    trap 'exit 130' INT
    trap 'exit 143' TERM
    trap 'exit 129' HUP
    if [ ! -e $policy ] && [ ! -L $policy ]; then
        temporary+=("$policy")
        printf '#!/bin/sh\nexit 101\n' > $policy
        chmod 755 $policy
    fi
    [ ! -e /usr/sbin/nginx ] || had_nginx=1
    [ ! -e /usr/sbin/varnishd ] || had_varnish=1

    apt-get -q -o DPkg::Lock::Timeout=300 update > "$log" 2>&1 || {
        cat "$log" >&2
        echo "deps: apt-get update failed; trying with the package lists that are here" >&2
    }
    apt-get -q -y -o DPkg::Lock::Timeout=300 -o Dpkg::Use-Pty=0 \
        install --no-install-recommends "$@" > "$log" 2>&1 || {
        tail -n 30 "$log" >&2
        echo "deps: apt-get install failed (above): $*" >&2
        exit 1
    }
    if [ -z "$had_nginx" ] && [ -e /usr/sbin/nginx ]; then
        update-rc.d nginx disable > /dev/null 2>&1 || true
        echo "deps: nginx was installed; the system's nginx service is not started (systemctl enable --now nginx)"
    fi
    if [ -z "$had_varnish" ] && [ -e /usr/sbin/varnishd ]; then
        for service in varnish varnishncsa; do
            update-rc.d $service disable > /dev/null 2>&1 || true
        done
        echo "deps: varnish was installed; the system's varnish service is not started"
    fi
}

case ${1:-} in
    run) sections=(run simulator) ;;
    test) sections=(run simulator test) ;;
    bench) sections=(run simulator test bench) ;;
    install-as-root) shift; install_packages "$@"; exit ;;
    *) echo "usage: deps.sh run|test|bench" >&2; exit 2 ;;
esac

if command -v dpkg-query > /dev/null; then
    mapfile -t all < <(wanted "${sections[@]}")
    mapfile -t packages < <(missing "${all[@]}")
    if [ ${#packages[@]} -gt 0 ]; then
        as_root=()
        if [ "$(id -u)" != 0 ]; then
            command -v sudo > /dev/null || {
                echo "deps: packages are missing, and without root or sudo they cannot be installed." \
                    "As root: apt-get install --no-install-recommends ${packages[*]}" >&2
                exit 1
            }
            as_root=(sudo)
        fi
        echo "deps: installing, which can take some minutes: ${packages[*]}"
        "${as_root[@]}" bash "$here/deps.sh" install-as-root "${packages[@]}"
    fi
fi

browser=$here/../../tests/browser
if [ "$1" != run ] && [ -f "$browser/package.json" ] &&
    [ ! "$browser/node_modules/.package-lock.json" -nt "$browser/package-lock.json" ]; then
    echo "deps: npm ci in tests/browser"
    # Node trusts a list of its own; a machine behind a proxy has its certificate in the system's.
    system_cas=/etc/ssl/certs/ca-certificates.crt
    [ ! -f $system_cas ] || export NODE_EXTRA_CA_CERTS="${NODE_EXTRA_CA_CERTS:-$system_cas}"
    if (cd "$browser" && npm ci --no-audit --no-fund --loglevel=error); then
        touch "$browser/node_modules/.package-lock.json"
    else
        rm -rf "$browser/node_modules"
        echo "deps: npm ci failed (above): the tests in a browser are skipped and say so. Once npm" \
            "reaches its registry: make deps" >&2
    fi
fi
