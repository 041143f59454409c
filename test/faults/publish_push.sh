#!/bin/sh
# Commits of publishing in the repository of a team whose others push, too; and
# what is given back when an issue is taken back.
# shellcheck source=test/faults/common
. "$(dirname "$0")/common"

command -v git >/dev/null || skip 'git is not installed'
python3 "$here/publish_push.py" "$sennight" >out 2>err ||
	fail 'a push' "$(grep -v '^ok' out; cat err)"
finish
