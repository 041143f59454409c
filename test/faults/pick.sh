#!/bin/sh
# `draft pick` that is killed at any moment: HEAD is the old commit or the new
# one, the draft is whole, and the next run completes the work.
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
} >"$draft"
g init -q
g add -A
g commit -q -m first
names=
for i in 1 2 3 4 5 6; do
	g switch -q -c "b$i" main
	sed -i "/Wave 7]/a * [New $i](https://new.example.org/$i)" "$draft"
	echo "$i" >"n/other$i"
	g add -A
	g commit -q -m "add $i"
	names="$names b$i"
done
g switch -q main
first=$(g rev-parse HEAD)
# Times in commits are the same then, and so are the trees.
cp -r n start
cp "$draft" old
begin=$(date +%s%N)
# shellcheck disable=SC2086
run 'all of it' 0 -C n draft pick $names
taken=$((($(date +%s%N) - begin) / 1000))
cp "$draft" new
tree=$(g rev-parse 'HEAD^{tree}')

# Start it, and kill it and what it started after a part of its time.
interrupt() {
	# shellcheck disable=SC2086
	setsid "$sennight" -C n draft pick $names >.out 2>.err &
	pid=$!
	sleep "$(printf '0.%06d' "$1")"
	kill -s KILL -- "-$pid" 2>/dev/null
	# The shell would tell of each that was killed.
	wait $pid 2>/dev/null
}

check_whole() {
	cmp -s "$draft" old || cmp -s "$draft" new ||
		fail "$1" 'the draft is not whole'
	g fsck --no-dangling >.fsck 2>&1 || fail "$1" "$(head -n 3 .fsck)"
	if test "$(g rev-parse HEAD)" != "$first" &&
		test "$(g rev-parse 'HEAD^{tree}')" != "$tree"; then
		fail "$1" 'HEAD is neither the old commit nor the new one'
	fi
}

i=0
while test $i -lt "$times"; do
	i=$((i + 1))
	rm -rf n
	cp -a start n
	interrupt $((taken * i / (times + 1) % 900000))
	check_whole "at $i of $times"
	# What git, too, leaves behind and asks to be removed.
	rm -f n/.git/index.lock n/.git/HEAD.lock n/.git/refs/heads/*.lock
	# shellcheck disable=SC2086
	run "after $i of $times" 0 -C n draft pick $names
	test "$(g rev-parse 'HEAD^{tree}')" = "$tree" ||
		fail "after $i of $times" 'another tree'
	cmp -s "$draft" new || fail "after $i of $times" 'another draft'
	test -z "$(g status --porcelain)" ||
		fail "after $i of $times" "$(g status --porcelain | head -n 3)"
done

# The disk is full: nothing moved, and it is said.
rm -rf n
cp -a start n
if command -v prlimit >/dev/null; then
	status=0
	# shellcheck disable=SC2086
	prlimit --fsize=4096 "$sennight" -C n draft pick $names \
		>.out 2>.err || status=$?
	test $status -ne 0 || fail 'no room' 'it did not fail'
	check_whole 'no room'
	test "$(g rev-parse HEAD)" = "$first" || fail 'no room' 'HEAD moved'
fi
finish
