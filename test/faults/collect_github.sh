#!/bin/sh
# GitHub: what its kinds find, and what they make of its faults.
# shellcheck source=test/faults/common
. "$(dirname "$0")/common"

python3 "$here/collect_github.py" "$sennight" >out 2>err ||
	fail 'a source' "$(grep -v '^ok' out; cat err)"
finish
