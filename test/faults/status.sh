#!/bin/sh
# `status` where it cannot look: no newsletter, broken settings, a database that
# is not there, locked, or none.  It changes nothing and makes nothing.
# shellcheck source=test/faults/common
. "$(dirname "$0")/common"

# 2026-01-20, noon.
SOURCE_DATE_EPOCH=1768910400
export SOURCE_DATE_EPOCH
newsletter n
mkdir n/draft
printf 'Title: Low Tide 3\nNumber: 3\nDate: 2026-01-21\nCategory: Low Tide\n%s' \
	'
Text.

## News

* [A mole](https://mole.example.org/)
' >n/draft/2026-01-21-three.md

mkdir empty
run 'no newsletter' 2 -C empty status
says 'no newsletter' 'there is no sennight.yaml here'
test -z "$(ls -A empty)" || fail 'no newsletter' 'something was made'

run 'no database' 0 -C n status
has 'no database' .out 'nothing blocks it$'
has 'no database' .out 'There is no database yet'
test ! -e n/var || fail 'no database' 'one was made'
run 'no database, as JSON' 0 -C n status --format json
has 'no database, as JSON' .out '"database":\{"state":"none","trouble":null\}'

cp n/sennight.yaml settings
echo 'sectoins: []' >>n/sennight.yaml
run 'broken settings' 2 -C n status
says 'broken settings' 'sennight.yaml:4:1: .*sections'
cp settings n/sennight.yaml
echo 'time_zone: Europe/Atlantis' >>n/sennight.yaml
run 'no such zone' 2 -C n status
says 'no such zone' 'Europe/Atlantis'
cp settings n/sennight.yaml

# The rest is told, and that it is not all.
mkdir n/var
echo 'this is no database at all, and was never one' >n/var/store.db
run 'no database but a file' 2 -C n status 2>&1
has 'no database but a file' .out 'nothing blocks it$'
has 'no database but a file' .out 'The database could not be asked'
rm -rf n/var

run 'a database' 0 -C n inbox list
if command -v python3 >/dev/null; then
	python3 - n/var/store.db <<-'END' &
		import sqlite3, sys, time
		c = sqlite3.connect(sys.argv[1], isolation_level=None)
		c.execute("PRAGMA locking_mode = EXCLUSIVE")
		c.execute("PRAGMA journal_mode = DELETE")
		c.execute("BEGIN EXCLUSIVE")
		open("locked", "w").close()
		time.sleep(120)
	END
	locker=$!
	undo="kill $locker 2>/dev/null"
	while ! test -e locked && kill -0 $locker 2>/dev/null; do
		sleep 0.1
	done
	run 'locked' 2 -C n status
	has 'locked' .out 'The database could not be asked'
	has 'locked' .out 'nothing blocks it$'
	run 'locked, as JSON' 2 -C n status --format json
	has 'locked, as JSON' .out '"state":"failed","trouble":"'
	kill $locker
	wait $locker 2>/dev/null
	undo=:
fi
run 'not locked any more' 0 -C n status

# A draft that cannot be read, or is too large.
chmod 755 n/draft
mv n/draft/2026-01-21-three.md kept
mkdir n/draft/2026-01-21-three.md
run 'a folder' 2 -C n status n/draft/2026-01-21-three.md
rmdir n/draft/2026-01-21-three.md
ln -s nowhere n/draft/2026-01-21-three.md
run 'a dangling link' 2 -C n status draft/2026-01-21-three.md
rm n/draft/2026-01-21-three.md
cp kept n/draft/2026-01-21-three.md
head -c 40000000 /dev/zero >>n/draft/2026-01-21-three.md
run 'too large' 2 -C n status
cp kept n/draft/2026-01-21-three.md

# The reader of what is printed is gone.
if test -e /dev/full; then
	status=0
	"$sennight" -C n status >/dev/full 2>.err || status=$?
	test "$status" = 2 || fail 'nowhere to print' "status $status"
fi
finish
