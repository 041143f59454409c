#!/bin/sh
# What came back is noted once, whoever is killed, and however full the disk.
#
#	KILLS=200 test/faults/bounces.sh BUILD	killed as often as that
# shellcheck source=test/faults/common
. "$(dirname "$0")/common"

mkdir small
if mount -t tmpfs -o size=3m none small 2>/dev/null; then
	undo="umount '$work/small'"
	DISK=$work/small
	export DISK
fi
python3 "$here/bounces.py" "$sennight" "${KILLS-20}" >out 2>err ||
	fail 'mails that came back' "$(grep -v '^ok' out; cat err)"
test -z "${KILLS-}" || cat out
finish
