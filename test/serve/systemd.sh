#!/bin/sh
# What systemd thinks of the units in presets/: nothing is wrong with them, and
# the service is exposed to little.
#
#	systemd.sh PRESETS
set -eu
if ! command -v systemd-analyze >/dev/null; then
	echo '1..0 # SKIP systemd-analyze is not installed'
	exit 77
fi
presets=$1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
sed 's|^ExecStart=[^ ]*|ExecStart=/bin/true|' "$presets/sennight.service" \
	>"$work/sennight.service"
sed 's|^ExecStart=[^ ]*|ExecStart=/bin/true|' \
	"$presets/sennight-publish@.service" >"$work/sennight-publish@.service"
cp "$presets/sennight.socket" "$presets/sennight-publish@.timer" "$work"
echo 1..2
systemd-analyze verify "$work/sennight.service" "$work/sennight.socket" \
	"$work/sennight-publish@151.service" \
	"$work/sennight-publish@151.timer" >"$work/all" 2>&1 || true
# Other units of this machine are not ours to judge.
if grep sennight "$work/all" >"$work/said"; then
	echo 'not ok 1 - the units are right'
	sed 's/^/# /' "$work/said"
else
	echo 'ok 1 - the units are right'
fi
# In tenths, of 100: 15 is "1.5 OK".
if systemd-analyze security --offline=true --threshold=16 --no-pager \
	"$work/sennight.service" >"$work/security" 2>&1; then
	echo 'ok 2 - the service is exposed to little'
else
	echo 'not ok 2 - the service is exposed to little'
	sed 's/^/# /' "$work/security"
fi
