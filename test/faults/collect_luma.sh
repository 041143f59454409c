#!/bin/sh
# Luma: its events, on the day of their place, and its faults.
# shellcheck source=test/faults/common
. "$(dirname "$0")/common"

python3 "$here/collect_luma.py" "$sennight" >out 2>err ||
	fail 'a source' "$(grep -v '^ok' out; cat err)"
finish
