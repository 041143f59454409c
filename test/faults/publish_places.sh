#!/bin/sh
# A site put into folders, over ssh, into branches and stores.
# shellcheck source=test/faults/common
. "$(dirname "$0")/common"

PATH=$PATH:/usr/sbin
command -v git >/dev/null || skip 'git is not installed'

mkdir places
python3 "$here/publish_places.py" "$sennight" >out 2>err ||
	fail 'a place' "$(grep -v '^ok' out; cat err)"
finish
