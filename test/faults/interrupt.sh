#!/bin/sh
# Builds that are killed at any moment: no half file, and the next build
# completes the work.
# shellcheck source=test/faults/common
. "$(dirname "$0")/common"

times=${TIMES:-50}
cp -r "$root/example" n
rm -rf n/public
run 'the old site' 0 -C n build -o "$work/old"
sed -i 's/^tagline:.*/tagline: another one/' n/sennight.yaml
begin=$(date +%s%N)
run 'the new site' 0 -C n build -o "$work/new"
taken=$((($(date +%s%N) - begin) / 1000))

# Start a build, send it a signal after a part of its time.
interrupt() {
	"$sennight" -C n build -q -o "$work/out" 2>"$work/.err" &
	pid=$!
	sleep "$(printf '0.%06d' "$2")"
	kill -s "$1" $pid 2>/dev/null
	status=0
	# The shell would tell of each that was killed.
	wait $pid 2>/dev/null || status=$?
	case $status in
	0 | 2 | 130 | 137) ;;
	*) fail "$1" "status $status" ;;
	esac
}

compare_each() {
	# It may have been killed before it made the folder.
	test -d out || return 0
	(cd out && find . -type f ! -name '.sennight-*') >files
	while read -r file; do
		cmp -s "out/$file" "new/$file" ||
			cmp -s "out/$file" "old/$file" ||
			fail "$1" "$file is not whole"
	done <files
}

i=0
while test $i -lt "$times"; do
	i=$((i + 1))
	signal=KILL
	test $((i % 2)) = 0 || signal=INT
	# Every third time into an empty folder.
	rm -rf out
	test $((i % 3)) = 0 || cp -a old out
	interrupt $signal $((taken * i / (times + 1) % 900000))
	compare_each "$signal at $i of $times"
	# Half of them are interrupted once more.
	test $((i % 4)) -lt 2 || interrupt KILL $((taken / 3 % 900000))
	run "after $signal at $i of $times" 0 -C n build -o "$work/out"
	diff -r -x .sennight-manifest out new >"$work/.diff" ||
		fail "after $signal at $i" "$(head -n 3 "$work/.diff")"
	find out -name '.sennight-tmp-*' | grep -q . &&
		fail "after $signal at $i" 'a temporary file stayed'
done
finish
