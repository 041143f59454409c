#!/bin/sh
# People answered where they spoke: whatever goes wrong, each gets one answer.
# shellcheck source=test/faults/common
. "$(dirname "$0")/common"

command -v git >/dev/null || skip 'git is not installed'
python3 "$here/publish_answers.py" "$sennight" >out 2>err ||
	fail 'a service' "$(grep -v '^ok' out; cat err)"
finish
