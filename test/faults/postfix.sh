#!/bin/sh
# An issue through a real Postfix, and what comes back of it.
# shellcheck source=test/faults/common
. "$(dirname "$0")/common"

PATH=$PATH:/usr/sbin
command -v postfix >/dev/null || skip 'Postfix is not installed'
test "$(id -u)" = 0 || skip 'only root can start Postfix'
# Its users must be able to run what they pipe into.
setpriv --reuid nobody --clear-groups "$sennight" --help >/dev/null 2>&1 ||
	skip 'nobody may not run the program'

mkdir postfix
python3 "$here/postfix.py" "$sennight" postfix >out 2>err ||
	fail 'a real mail server' "$(grep -v '^ok' out; cat err
		tail -n 20 postfix/log)"
finish
