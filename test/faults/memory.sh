#!/bin/sh
# Too little memory: a message and status 2, and nothing half done.
# shellcheck source=test/faults/common
#
# $size and $what are words; every sh of Debian has ulimit -v.
# shellcheck disable=SC2086,SC3045
. "$(dirname "$0")/common"

if nm "$sennight" 2>/dev/null | grep -q __asan_init; then
	skip 'the sanitizer itself needs more memory than may be given'
fi
newsletter n
python3 -c 'print("Title: Big\nDate: 2026-03-04\n\n## News\n\n" + "* [a](https://a.example/)\n" * 60_000)' >n/content/2026-03-04-big.md
failed=0
for size in 8000 16000 24000 32000 48000 64000 96000 128000 192000 256000; do
	for what in 'build -q' 'show --format json content/2026-03-04-big.md'; do
		status=0
		# shellcheck disable=SC2086
		(
			ulimit -v $size
			cd n && exec timeout 60 "$sennight" $what
		) >"$work/.json" 2>"$work/.err" || status=$?
		case $status in
		0) ;;
		2)
			failed=$((failed + 1))
			says "$what in $size kB" 'memory|thread'
			;;
		127) ;; # the loader had no room
		*) fail "$what in $size kB" "status $status: $(
			head -c 300 "$work/.err")" ;;
		esac
	done
done
test "$failed" -gt 0 || fail 'all of them' 'none ran out of memory'
run 'with memory again' 0 -C n build
check_output 'with memory again' n/public
finish
