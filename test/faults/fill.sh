#!/bin/sh
# `draft fill` that is killed at any moment: the draft is whole, HEAD is the
# old commit or the last of the new ones, and the next run completes the work
# in the draft, in git and in the inbox, with nothing lost or doubled.
# shellcheck source=test/faults/common
. "$(dirname "$0")/common"

times=${TIMES:-40}
command -v git >/dev/null || skip 'git is not installed'
HOME=$work/home GIT_CONFIG_NOSYSTEM=1 GIT_CEILING_DIRECTORIES=$work
export HOME GIT_CONFIG_NOSYSTEM GIT_CEILING_DIRECTORIES
mkdir "$HOME"
g() {
	git -C "$work/n" -c user.name=T -c user.email=t@example.org \
		-c init.defaultBranch=main -c commit.gpgSign=false "$@"
}

newsletter n
mkdir n/draft
draft=n/draft/2026-01-21.md
{
	printf 'Title: Low Tide 3\nNumber: 3\nDate: 2026-01-21\n\n## News\n\n'
	i=0
	while test $i -lt 400; do
		i=$((i + 1))
		echo "* [Wave $i](https://wave.example.org/$i)"
	done
	printf '\n## Events\n'
} >"$draft"
printf 'sections:\n  - {id: news, title: News, kind: items}\n' >>n/sennight.yaml
printf '  - {id: events, title: Events, kind: events}\n' >>n/sennight.yaml
printf 'public/\nvar/\n' >n/.gitignore
awk 'BEGIN {
	for (i = 1; i <= 60; i++) {
		printf "{\"kind\":\"link\",\"section\":\"news\",\"fields\":" \
			"{\"title\":\"New %d\",\"url\":\"https://new.example" \
			".org/%d\"}}\n", i, i
		printf "{\"kind\":\"event\",\"fields\":{\"title\":\"Night %d" \
			"\",\"url\":\"https://night.example.org/%d\",\"first\":" \
			"\"2026-02-%02d\",\"mode\":\"virtual\"}}\n", i, i, \
			i % 28 + 1
	}
}' >candidates
g init -q
g add -A
g commit -q -m first
run 'candidates' 0 -C n inbox add --from "$work/candidates"
run 'accepted' 0 -C n inbox accept --all --as ada
first=$(g rev-parse HEAD)
cp -a n start
cp "$draft" old
begin=$(date +%s%N)
run 'all of it' 0 -C n draft fill
taken=$((($(date +%s%N) - begin) / 1000))
cp "$draft" new
tree=$(g rev-parse 'HEAD^{tree}')
test "$(grep -c 'new.example.org' new)" = 60 || fail 'all of it' 'links'
test "$(grep -c 'night.example.org' new)" = 60 || fail 'all of it' 'events'

check_whole() {
	cmp -s "$draft" old || cmp -s "$draft" new ||
		fail "$1" 'the draft is not whole'
	g fsck --no-dangling >.fsck 2>&1 || fail "$1" "$(head -n 3 .fsck)"
	if test "$(g rev-parse HEAD)" != "$first" &&
		test "$(g rev-parse 'HEAD^{tree}')" != "$tree"; then
		fail "$1" 'HEAD is neither the old commit nor the last'
	fi
}

# The next run, and what there is then.
check_next() {
	# What git, too, leaves behind and asks to be removed.
	find n/.git -name '*.lock' -exec rm -f {} +
	run "after $1" 0 -C n draft fill
	cmp -s "$draft" new || fail "after $1" 'another draft'
	test "$(g rev-parse 'HEAD^{tree}')" = "$tree" ||
		fail "after $1" 'another tree'
	test -z "$(g status --porcelain)" ||
		fail "after $1" "$(g status --porcelain | head -n 3)"
	test "$(g rev-list --count HEAD)" = 3 ||
		fail "after $1" "$(g log --format=%s)"
	run "inbox after $1" 0 -C n inbox list --count
	has "inbox after $1" "$work/.out" '^ *120 placed'
}

i=0
while test $i -lt "$times"; do
	i=$((i + 1))
	rm -rf n
	cp -a start n
	setsid "$sennight" -C n draft fill >.out 2>.err &
	pid=$!
	sleep "$(printf '0.%06d' $((taken * i / (times + 1) % 900000)))"
	kill -s KILL -- "-$pid" 2>/dev/null
	# The shell would tell of each that was killed.
	wait $pid 2>/dev/null
	check_whole "at $i of $times"
	check_next "$i of $times"
done

# And between any two steps, of which one is git's: a program that stands for
# it kills them all.
mkdir programs
cp "$build/sennight" "$build/sennight-store" programs
for step in 'staged before' 'staged after' 'commit before' 'commit after'; do
	cat >programs/sennight-git <<-END
		#!/bin/sh
		if test "\$1 before" = "$step"; then
			kill -s KILL 0
		fi
		"$build/sennight-git" "\$@"
		if test "\$1 after" = "$step"; then
			kill -s KILL 0
		fi
	END
	chmod +x programs/sennight-git
	rm -rf n
	cp -a start n
	setsid programs/sennight -C n draft fill >.out 2>.err &
	wait $! 2>/dev/null
	check_whole "$step"
	check_next "$step"
done

# Several at once: one fills, and the others find nothing to do.
rm -rf n
cp -a start n
fills=
for _ in 1 2 3 4; do
	"$sennight" -C n draft fill >.out 2>.err &
	fills="$fills $!"
done
for pid in $fills; do
	wait "$pid" || fail 'at once' "one ended with $?"
done
check_next 'at once'

# The disk is full.
rm -rf n
cp -a start n
if command -v prlimit >/dev/null; then
	status=0
	prlimit --fsize=4096 "$sennight" -C n draft fill >.out 2>.err ||
		status=$?
	test $status -ne 0 || fail 'no room' 'it did not fail'
	check_whole 'no room'
	test "$(g rev-parse HEAD)" = "$first" || fail 'no room' 'HEAD moved'
	check_next 'no room'
fi

# The store fails when the draft is written and committed.
rm -rf n
cp -a start n
cat >programs/sennight-git <<END
#!/bin/sh
"$build/sennight-git" "\$@" || exit
if test "\$1" = commit; then
	python3 -c 'import sqlite3
sqlite3.connect("var/store.db").execute("DROP TABLE decision")' >&2
fi
END
status=0
programs/sennight -C n draft fill >.out 2>.err || status=$?
test $status = 2 || fail 'broken store' "status $status"
has 'broken store' .err 'is filled; what is behind it failed, run it again'
rm -rf n/var
cp -a start/var n/var
check_next 'broken store'
finish
