#!/bin/sh
# What systemd thinks of the units in presets/: nothing is wrong with them, and
# the services are exposed to little.
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
units='sennight.service sennight-links.service'
for unit in $units sennight-publish@.service; do
	sed 's|^ExecStart=[^ ]*|ExecStart=/bin/true|' "$presets/$unit" \
		>"$work/$unit"
done
cp "$presets/sennight.socket" "$presets/sennight-links.timer" \
	"$presets/sennight-publish@.timer" "$work"
echo 1..3
systemd-analyze verify "$work/sennight.service" "$work/sennight.socket" \
	"$work/sennight-links.service" "$work/sennight-links.timer" \
	"$work/sennight-publish@151.service" \
	"$work/sennight-publish@151.timer" >"$work/all" 2>&1 || true
# Other units of this machine are not ours to judge.
if grep sennight "$work/all" >"$work/said"; then
	echo 'not ok 1 - the units are right'
	sed 's/^/# /' "$work/said"
else
	echo 'ok 1 - the units are right'
fi
number=1
for unit in $units; do
	number=$((number + 1))
	# In tenths, of 100: 15 is "1.5 OK".
	if systemd-analyze security --offline=true --threshold=16 --no-pager \
		"$work/$unit" >"$work/security" 2>&1; then
		echo "ok $number - $unit is exposed to little"
	else
		echo "not ok $number - $unit is exposed to little"
		sed 's/^/# /' "$work/security"
	fi
done
