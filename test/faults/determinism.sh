#!/bin/sh
# Equal inputs make equal sites, and a build touches only what changed.
# $1 is a build folder.
set -eu
cd "$(dirname "$0")/../.."
sennight=$(realpath "$1")/sennight
UBSAN_OPTIONS=halt_on_error=1
export UBSAN_OPTIONS
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failed=0

fail() {
	echo "determinism: $1" >&2
	failed=1
}

build() {
	"$sennight" -C "$1" build --quiet -o "$2"
}

# Same files?  The manifest is of one folder: it holds times.
same() {
	diff -r -x .sennight-manifest "$1" "$2" >"$work/difference" ||
		fail "$3: $(head -n 1 "$work/difference")"
}

# Name, time and inode of every file and folder: any write shows.
state() {
	find "$1" -printf '%P %T@ %i\n' | sort
}

newsletter() {
	mkdir "$work/$1"
	cp -r example/sennight.yaml example/content example/static \
		example/events.jsonl "$work/$1"
	find "$work/$1" -exec touch -d "$2" {} +
}

# What must not matter: threads, time zone, language, umask, times and place.
newsletter a 2001-02-03
newsletter b 2031-12-31T23:59:59
(
	umask 077
	TZ=Pacific/Auckland LC_ALL=C "$sennight" -C "$work/a" build --quiet \
		--threads 1 -o "$work/site-a"
)
for i in 1 2 3 4 5 6 7 8 9 10; do
	rm -rf "$work/site-b"
	TZ=America/Los_Angeles LC_ALL=C.UTF-8 LANG=tr_TR.UTF-8 HOME=/ \
		"$sennight" -C "$work/b" build --quiet --threads 8 \
		-o "$work/site-b"
	same "$work/site-a" "$work/site-b" "builds differ in run $i"
done

# Nothing changed, nothing is written; not even if an input was touched.
state "$work/site-a" >"$work/before"
build "$work/a" "$work/site-a"
state "$work/site-a" >"$work/after"
cmp -s "$work/before" "$work/after" || fail 'an unchanged build wrote'
touch "$work/a/content"/*.md
build "$work/a" "$work/site-a"
state "$work/site-a" >"$work/after"
cmp -s "$work/before" "$work/after" || fail 'a touched input made it write'

# An edited issue: its page is new, the oldest one's is not.
oldest=$(find "$work/a/content" -maxdepth 1 -name '*.md' | sort | head -n 1)
newest=$(find "$work/a/content" -maxdepth 1 -name '*.md' | sort | tail -n 1)
page_of() {
	number=$(sed -n 's/^[Nn]umber: *//p' "$1" | head -n 1)
	find "$work/site-a" -path "*-$number/index.html"
}
old_page=$(page_of "$oldest")
new_page=$(page_of "$newest")
for page in "$old_page" "$new_page"; do
	test -f "$page" || fail 'a page was not found'
done
stat -c '%Y %i' "$old_page" >"$work/before"
printf '\nEdited for the test.\n' >>"$newest"
build "$work/a" "$work/site-a"
stat -c '%Y %i' "$old_page" >"$work/after"
cmp -s "$work/before" "$work/after" || fail 'an old page was written again'
grep -q 'Edited for the test' "$new_page" || fail 'an edit is not on its page'

# Files of others stay, those of an issue that is gone do not, and what
# somebody broke is mended.
echo mine >"$work/site-a/notes.txt"
echo mine >"$(dirname "$old_page")/notes.txt"
rm "$newest"
echo broken >"$work/site-a/index.html"
rm "$work/site-a/atom.xml"
build "$work/a" "$work/site-a"
test -e "$new_page" && fail 'the page of a removed issue is still there'
test -e "$(dirname "$new_page")" && fail 'its empty folder is still there'
test "$(cat "$work/site-a/notes.txt")" = mine || fail "another's file is gone"
rm "$work/site-a/notes.txt" "$(dirname "$old_page")/notes.txt"
build "$work/a" "$work/clean"
same "$work/clean" "$work/site-a" 'the site is not that of a clean build'

exit "$failed"
