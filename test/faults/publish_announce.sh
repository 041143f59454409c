#!/bin/sh
# An issue announced: whatever goes wrong, each place has it once.
# shellcheck source=test/faults/common
. "$(dirname "$0")/common"

command -v git >/dev/null || skip 'git is not installed'
python3 "$here/publish_announce.py" "$sennight" >out 2>err ||
	fail 'a place' "$(grep -v '^ok' out; cat err)"
finish
