#!/bin/sh
# Services that tell by requests what became of mails, and others who say that
# they are one: what is noted, and what is not.
# shellcheck source=test/faults/common
. "$(dirname "$0")/common"

command -v openssl >/dev/null || skip 'openssl is not installed'
# In a network of its own, hosts of SNS are ours.
alone=
if unshare -r -n -m true 2>/dev/null; then
	alone='unshare -r -n -m'
	OWN_NETWORK=1
	export OWN_NETWORK
else
	echo 'hooks: skipped in part: no network of its own can be had here'
fi
# shellcheck disable=SC2086
$alone /usr/bin/python3 "$here/hooks.py" "$sennight" >out 2>err ||
	fail 'a service that tells something' "$(grep -v '^ok' out; cat err)"
finish
