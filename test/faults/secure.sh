#!/bin/sh
# Mail servers that encrypt and want a password, written by others: what is
# sent over which connection, and what is not.
# shellcheck source=test/faults/common
. "$(dirname "$0")/common"

/usr/bin/python3 -c 'import aiosmtpd' 2>/dev/null ||
	skip 'python3-aiosmtpd is not installed'
/usr/bin/python3 "$here/secure.py" "$sennight" >out 2>err ||
	fail 'a mail server that encrypts' "$(grep -v '^ok' out; cat err)"
finish
