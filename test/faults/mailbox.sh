#!/bin/sh
# What came back lies in a mailbox on a mail server (Dovecot): each is noted
# once and then marked, whoever is killed.
#
#	KILLS=100 test/faults/mailbox.sh BUILD	killed as often as that
# shellcheck source=test/faults/common
. "$(dirname "$0")/common"

status=0
python3 "$here/mailbox.py" "$sennight" "${KILLS-10}" >out 2>err || status=$?
test "$status" != 77 || skip 'dovecot-imapd is not installed'
test "$status" = 0 || fail 'a mailbox of what came back' "$(
	grep -v '^ok' out; cat err)"
test -z "${KILLS-}" || cat out
finish
