#!/bin/sh
# One event that several sources tell of: one candidate, with all that was said.
# shellcheck source=test/faults/common
. "$(dirname "$0")/common"

python3 "$here/collect_events.py" "$sennight" >out 2>err ||
	fail 'a source' "$(grep -v '^ok' out; cat err)"
finish
