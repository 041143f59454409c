#!/bin/sh
# The pages that links lead to.
# shellcheck source=test/faults/common
. "$(dirname "$0")/common"

python3 "$here/collect_links.py" "$sennight" >out 2>err ||
	fail 'a source' "$(grep -v '^ok' out; cat err)"
finish
