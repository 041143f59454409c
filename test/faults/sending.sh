#!/bin/sh
# Mail servers in trouble: each reader is accounted for, and gets one mail or
# none.
# shellcheck source=test/faults/common
. "$(dirname "$0")/common"

python3 "$here/sending.py" "$sennight" >out 2>err ||
	fail 'a mail server in trouble' "$(grep -v '^ok' out; cat err)"
finish
