#!/bin/sh
# Forums and networks: what their kinds find, and what they make of faults.
# shellcheck source=test/faults/common
. "$(dirname "$0")/common"

python3 "$here/collect_social.py" "$sennight" >out 2>err ||
	fail 'a source' "$(grep -v '^ok' out; cat err)"
finish
