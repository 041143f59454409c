#!/bin/sh
# Links handed to an archive of the web: whatever goes wrong, each once, and
# the issue is out all the same.
# shellcheck source=test/faults/common
. "$(dirname "$0")/common"

command -v git >/dev/null || skip 'git is not installed'
python3 "$here/publish_archive.py" "$sennight" >out 2>err ||
	fail 'the archive' "$(grep -v '^ok' out; cat err)"
finish
