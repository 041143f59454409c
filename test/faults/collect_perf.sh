#!/bin/sh
# Reports on performance: the newest one, those of a year, and their trend.
# shellcheck source=test/faults/common
. "$(dirname "$0")/common"

python3 "$here/collect_perf.py" "$sennight" >out 2>err ||
	fail 'a source' "$(grep -v '^ok' out; cat err)"
finish
