#!/bin/sh
# The server of the database dies in the middle of a mailing, and the one that
# copied it takes over: nothing that was reported as done is missing, nobody
# gets two mails, and the ledger adds up.
#
# Two senders: one opens the store again and goes on, one dies with the server.
# $KILL_AT is after how many mails that is, of 500.
# shellcheck disable=SC2317 # what others call: stop, copies, middle
# shellcheck source=test/faults/common
. "$(dirname "$0")/common"
# shellcheck source=test/store/postgres
. "$root/test/store/postgres"

test -n "$bin" || skip 'PostgreSQL is not installed'
test -x "$build/test/store/failover" || skip 'its program is not built'
command -v ps >/dev/null || skip 'ps is not installed'

readers=500
place=$work/servers
mkdir "$place" folder
if test "$(id -u)" = 0; then
	chown postgres "$place"
fi
cd "$place" || exit 1
# shellcheck disable=SC2034 # common runs it
undo='stop'
senders=
stop() {
	for pid in $senders; do
		kill -s KILL "$pid" 2>/dev/null
	done
	for data in primary standby; do
		test -f "$place/$data/postmaster.pid" &&
			as "$bin/pg_ctl" -D "$place/$data" -m immediate -w \
				stop >/dev/null 2>&1
	done
}

# give_up NAME: what cannot go on.
give_up() {
	fail "$1" "$(tail -n 5 "$place"/*.log "$place"/*/log "$work/errors" 2>/dev/null)"
	exit 1
}

# start FOLDER PORT OPTION...: a server that is ready for connections.
start() {
	data=$1 port=$2
	shift 2
	as "$bin/pg_ctl" -D "$place/$data" -w -l "$place/$data/log" start \
		-o "-c listen_addresses=127.0.0.1 -c port=$port -k $place \
			-c fsync=off $*" >/dev/null || give_up "start $data"
}

# sql PORT QUERY
sql() {
	"$bin/psql" -h 127.0.0.1 -p "$1" -U sennight -d postgres -AtXc "$2"
}

# wait_for NAME COMMAND...: until it succeeds, at most a minute.
wait_for() {
	name=$1 tries=1200
	shift
	until "$@" 2>/dev/null; do
		tries=$((tries - 1))
		test $tries -gt 0 || give_up "$name"
		sleep 0.05
	done
}

# Two ports that nobody has, from the system.
ports=$(python3 -c 'import socket
s = [socket.socket() for _ in range(2)]
for one in s:
    one.bind(("127.0.0.1", 0))
print(*[one.getsockname()[1] for one in s])')
one=${ports% *} two=${ports#* }

init "$place/primary" || give_up 'a new server'
start primary "$one" -c synchronous_commit=on \
	-c "synchronous_standby_names='*'"
as "$bin/pg_basebackup" -h 127.0.0.1 -p "$one" -U sennight -c fast -R \
	-D "$place/standby" >"$place/copy.log" 2>&1 || give_up 'a copy'
test -f "$place/standby/standby.signal" || give_up 'a standby'
start standby "$two"
copies() {
	test "$(sql "$one" 'SELECT sync_state FROM pg_stat_replication')" = sync
}
wait_for 'the standby follows' copies

address=postgresql://sennight@127.0.0.1:$one,127.0.0.1:$two/postgres
address="$address?target_session_attrs=read-write"
ledger=$build/test/store/failover
cd "$work" || exit 1
"$ledger" prepare "$address" folder $readers 2>errors || give_up 'a mailing'

# `mail` and `done`: lines of the logs that say so.
lines() {
	cat log.* 2>/dev/null | grep -c "^$1"
}
"$ledger" send "$address" folder 1772625600 log.lives 2>errors &
lives=$!
"$ledger" send "$address" folder 1772625600 log.dies 2>>errors &
dies=$!
senders="$lives $dies"
middle() {
	test "$(lines mail)" -ge "${KILL_AT:-150}" && test -s log.dies
}
wait_for 'the middle' middle

# A server whose machine dies takes all its processes with it.
postmaster=$(head -n 1 "$place/primary/postmaster.pid")
# shellcheck disable=SC2046 # several
kill -s KILL "$postmaster" $(ps -o pid= --ppid "$postmaster") "$dies"
before=$(lines 'done')
wait "$dies" 2>/dev/null
rm -f "$place/primary/postmaster.pid"
as "$bin/pg_ctl" -D "$place/standby" -w promote >/dev/null ||
	give_up 'the standby takes over'
wait "$lives" || give_up 'the sender that lives'
senders=

grep -q '^lost' log.lives || fail 'the middle' 'no server was lost'
grep -q '^end' log.dies && fail 'the middle' 'the sender that dies was done'
test "$before" -lt $readers || fail 'the middle' 'all were sent before'
"$ledger" list "$address" folder >states 2>errors || give_up 'a list'
test "$(wc -l <states)" = $readers || fail 'at the end' 'it does not add up'

# When the time of the dead one is over, what it had is for others.
"$ledger" send "$address" folder 1772625700 log.rest 2>errors ||
	give_up 'the rest'
"$ledger" list "$address" folder >states 2>errors || give_up 'a list'

awk -v readers=$readers '
function wrong(what) { print what " (reader " reader ")"; bad = 1 }
FILENAME == "states" { state[$2] = $1; all++; next }
$1 == "mail" && $2 in mailed { reader = $2; wrong("two mails") }
$1 == "mail" { mailed[$2] = 1 }
$1 == "done" { told[$2] = 1 }
END {
	if (all != readers) wrong(all " of " readers " are there")
	for (reader in state) {
		s = state[reader]
		if (s != "sent" && s != "unknown") wrong("still " s)
		if (reader in told && s != "sent")
			wrong("reported as sent and is " s)
		if (s == "sent" && !(reader in mailed))
			wrong("sent, without a mail")
		if (s == "unknown") unknown++
	}
	for (reader in mailed)
		if (!(reader in state)) wrong("a mail to nobody")
	# The last promises of the dead one, and of a round that was lost.
	reader = "any"
	if (unknown > 12) wrong(unknown " are unknown")
	exit bad
}' states log.lives log.dies log.rest >wrong ||
	fail 'at the end' "$(head -n 5 wrong)"
if test -n "${KILL_AT:-}"; then
	cut -d ' ' -f 1 states | sort | uniq -c
fi
finish
