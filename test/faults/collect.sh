#!/bin/sh
# Sources of all manners: each is told of plainly, and harms no other one.
# shellcheck source=test/faults/common
. "$(dirname "$0")/common"

python3 "$here/collect.py" "$sennight" >out 2>err ||
	fail 'a source' "$(grep -v '^ok' out; cat err)"
finish
