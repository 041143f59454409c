#!/bin/sh
# An eye on the links of all issues: only what changed is told, once.
# shellcheck source=test/faults/common
. "$(dirname "$0")/common"

python3 "$here/check_watch.py" "$sennight" >out 2>err ||
	fail 'watching' "$(grep -v '^ok' out; cat err)"
finish
