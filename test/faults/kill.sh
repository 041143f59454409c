#!/bin/sh
# Senders that are killed at any moment: nobody is lost, nobody gets two.
#
#	KILLS=2000 test/faults/kill.sh BUILD	as often as that
# shellcheck source=test/faults/common
. "$(dirname "$0")/common"

python3 "$here/kill.py" "$sennight" "${KILLS-40}" >out 2>err ||
	fail 'killed while it sends' "$(cat out err)"
test -z "${KILLS-}" || cat out
finish
