#!/bin/sh
# Lists of subscribers that are taken in while the world ends: killed at any
# moment, the disk full, another one writing, the database damaged.  Either
# all of a list is there, or nothing.
# shellcheck source=test/faults/common
. "$(dirname "$0")/common"

newsletter n
awk 'BEGIN { print "email,name"
	for (i = 0; i < 20000; i++)
		printf "reader%d@tide.example.org,Reader %d\n", i, i }' >list.csv

count() {
	"$sennight" -C n subscribers show --count 2>"$work/.err" |
		sed -n 's/.*pending, \([0-9]*\) active.*/\1/p'
}

# Killed at any moment.
i=0
while test $i -lt 10; do
	i=$((i + 1))
	rm -rf n/var
	"$sennight" -C n subscribers import "$work/list.csv" >/dev/null 2>&1 &
	pid=$!
	sleep "0.$i"
	kill -s KILL $pid 2>/dev/null
	wait $pid 2>/dev/null
	there=$(count)
	case $there in
	0 | 20000) ;;
	*) fail "killed after 0.$i s" "$there of 20000 are there" ;;
	esac
	run "after being killed, $i" 0 -C n subscribers import "$work/list.csv"
	test "$(count)" = 20000 || fail "after being killed, $i" 'not all there'
done

# Input that breaks off: nothing of the files before it either.
rm -rf n/var
printf 'email\n"open@tide.example.org\n' >broken.csv
run 'a broken list' 2 -C n subscribers import "$work/list.csv" \
	"$work/broken.csv"
says 'a broken list' 'broken.csv:2: the quote that opens here'
says 'a broken list' 'Nothing was taken in'
test "$(count)" = 0 || fail 'a broken list' 'something was taken in'
run 'a list that is not there' 2 -C n subscribers import "$work/nothing.csv"

# A dry run.
run 'a dry run' 0 -C n subscribers import -n "$work/list.csv"
test "$(count)" = 0 || fail 'a dry run' 'something was taken in'

# What is no database.
run 'a list' 0 -C n subscribers import "$work/list.csv"
run 'a backup' 0 -C n backup "$work/copy"
run 'a backup over another' 2 -C n backup "$work/copy"
head -c 20000 /dev/urandom >n/var/store.db
rm -f n/var/store.db-wal n/var/store.db-shm
run 'a damaged database' 2 -C n subscribers show
says 'a damaged database' 'sennight restore'
rm n/var/store.db
run 'a restore' 0 -C n restore "$work/copy"
test "$(count)" = 20000 || fail 'a restore' 'not all there'
run 'a restore over something' 2 -C n restore "$work/copy"
says 'a restore over something' 'not empty'
test "$(stat -c %a n/var/store.db "$work/copy" | sort -u)" = 600 ||
	fail 'private files' 'others may read them'

# An export whose reader goes away.
"$sennight" -C n subscribers export 2>"$work/.err" | head -n 1 >/dev/null
run 'an export' 0 -C n subscribers export -o "$work/out.jsonl"
run 'an export over another' 2 -C n subscribers export -o "$work/out.jsonl"
test "$(wc -l <out.jsonl)" = 20000 || fail 'an export' 'not all there'

# A full disk.
mkdir small
if ! mount -t tmpfs -o size=2m none small 2>/dev/null; then
	finish
fi
undo="umount '$work/small'"
newsletter f
ln -s "$work/small" f/var
run 'a full disk' 2 -C f subscribers import "$work/list.csv"
says 'a full disk' 'make room'
mount -o remount,size=64m small
run 'room again' 0 -C f subscribers import "$work/list.csv"
if "$sennight" -C f subscribers export >/dev/full 2>"$work/.err"; then
	fail 'a full disk at an export' 'it says that it is fine'
fi
says 'a full disk at an export' 'cannot write'
mount -o remount,size=8m small
run 'a full disk at a backup' 2 -C f backup "$work/small/copy"
test -e small/copy && fail 'a full disk at a backup' 'a file stayed'

run 'help without a leak' 0 subscribers import --help
finish
