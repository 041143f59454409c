#!/bin/sh
# What was wrong after it was out, put right everywhere.
# shellcheck source=test/faults/common
. "$(dirname "$0")/common"

command -v git >/dev/null || skip 'git is not installed'
python3 "$here/publish_correct.py" "$sennight" >out 2>err ||
	fail 'a correction' "$(grep -v '^ok' out; cat err)"
finish
