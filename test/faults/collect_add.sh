#!/bin/sh
# A source is added by its address: it is recognised and shown, and the rest stays.
# shellcheck source=test/faults/common
. "$(dirname "$0")/common"

python3 "$here/collect_add.py" "$sennight" >out 2>err ||
	fail 'a source' "$(grep -v '^ok' out; cat err)"
finish
