#!/bin/bash
# man_test.sh BUILD SOURCE: the manual has every option and command that --help has, every setting of
# the schema, every directive and variable of the module, and no warnings.
set -u
build=$1 source=$2
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/common.sh"
options_of() { "$@" --help | grep -o -- '--[a-z-]*' | sort -u; }
declare -A text
page_has() { # PAGE WORD
    local word=${2//./\\.}
    word=${word//\$/\\$}
    grep -q -- "\(^\|[^a-z_.-]\)$word\($\|[^a-z_.[-]\|\.$\|\. \)" <<< "${text[$1]}"
}
count=0
page_has_all() { # PAGE WHAT WORD…
    local page=$1 what=$2
    shift 2
    check "there is a $what to look for" test $# -gt 0
    for word in "$@"; do
        check "$page has the $what $word" page_has "$page" "$word"
        count=$((count + 1))
    done
}
pages=("$source"/conf/man/*.[1-8] "$build/cameras.json.5")
for file in "${pages[@]}"; do
    page=${file##*/}
    words=$(LC_ALL=C.UTF-8 MANROFFSEQ='' MANWIDTH=80 man --warnings -l "$file" 2>&1 > /dev/null)
    text[$page]=$(LC_ALL=C.UTF-8 MANWIDTH=80 man -l "$file" 2> /dev/null | sed 's/.\x08//g')
    check "$page without warnings: $words" test -z "$words"
    # The others of the pages that it names are there.
    for other in $(grep -o '^\.BR [a-z_.]* ([1-8])' "$file" | sed 's/\.BR \(.*\) (\(.\))/\1.\2/' | grep livecam); do
        check "$page leads to $other, which is there" grep -q "/$other\( \|$\)" <<< "${pages[*]}"
    done
done
page_has_all livecamd.8 option $(options_of "$build/livecamd")
commands=$("$build/livecamctl" --help | sed '1,/^Subcommands:/d' | awk '/^  [a-z]/ { print $1 }')
page_has_all livecamctl.1 command $commands
for command in $commands; do
    page_has_all livecamctl.1 "option of $command" $(options_of "$build/livecamctl" "$command")
done
settings=$(node - "$source/conf/schema.json" <<'NODE'
const schema = JSON.parse(require('fs').readFileSync(process.argv[2]));
const walk = (node, name) => {
  node = node.$ref ? schema.definitions[node.$ref.split('/').pop()] : node;
  const inner = node.items && node.items.properties ? node.items : node;
  const prefix = inner === node ? name : name + '[]';
  for (const [key, child] of Object.entries(inner.properties ?? {})) {
    const path = prefix ? prefix + '.' + key : key;
    console.log(path);
    walk(child, path);
  }
};
walk(schema, '');
NODE
)
for setting in $settings; do
    check "cameras.json.5 has the setting $setting" \
        grep -qxF "$setting" <(sed 's/^ *//' <<< "${text[cameras.json.5]}")
    count=$((count + 1))
done
module=$source/ngx_module
page_has_all ngx_http_livecam_module.8 directive \
    $(grep -o 'ngx_string("livecam[a-z_]*"), *\(kEvery\|NGX_HTTP\)' "$module/module.cpp" | cut -d '"' -f 2)
page_has_all ngx_http_livecam_module.8 variable \
    $(grep -o '{"livecam_[a-z_]*", k' "$module/variables.cpp" | cut -d '"' -f 2 | sed 's/^/$/')
check "there were words to look for: $count" test "$count" -gt 150
finish "$count words"
