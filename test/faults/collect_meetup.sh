#!/bin/sh
# Meetup: its events, its tokens and its faults.
# shellcheck source=test/faults/common
. "$(dirname "$0")/common"

python3 "$here/collect_meetup.py" "$sennight" >out 2>err ||
	fail 'a source' "$(grep -v '^ok' out; cat err)"
finish
