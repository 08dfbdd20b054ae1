#!/bin/bash
# run.sh NODE TEST.mjs: runs one test of the pages in a browser; 77 if what npm installs is not there.
set -eu
if [ ! -f "$(dirname "$0")/node_modules/playwright-core/package.json" ]; then
    echo "NOT TESTED: the pages in a browser, because playwright-core is missing: make deps" >&2
    exit 77
fi
exec "$1" "$2"
