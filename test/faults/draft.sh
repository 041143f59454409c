#!/bin/sh
# New drafts: what is there stays, whoever wants its name, and what cannot be
# written leaves nothing behind.
# shellcheck source=test/faults/common
. "$(dirname "$0")/common"

# 2026-01-14, a Wednesday, noon.
SOURCE_DATE_EPOCH=1768392000
export SOURCE_DATE_EPOCH

# made NAME COUNT: so many drafts are in the folder, and nothing beside them.
made() {
	test "$(find n/draft -type f 2>/dev/null | wc -l)" = "$2" ||
		fail "$1" "draft/ holds $(find n/draft -type f | tr '\n' ' ')"
}

# fresh: the newsletter again, without drafts.
fresh() {
	chmod -R u+rwx n 2>/dev/null
	rm -rf n
	newsletter n
}

fresh
run 'first draft' 0 -C n draft new
has 'first draft' n/draft/2026-01-21-low-tide.md '^Number: 3$'
cp n/draft/2026-01-21-low-tide.md kept
run 'again' 2 -C n draft new
says 'again' 'is the issue of 2026-01-21 already; .* --date 2026-01-28'
cmp -s kept n/draft/2026-01-21-low-tide.md || fail 'again' 'it was changed'

# A name that is taken by something of another day, or by no issue at all.
fresh
echo 'issue_file: "next-{slug}.md"' >>n/sennight.yaml
mkdir n/draft
echo 'My notes.' >n/draft/next-low-tide-3.md
run 'name taken' 2 -C n draft new
says 'name taken' 'is there already and stays as it is'
has 'name taken' n/draft/next-low-tide-3.md '^My notes\.$'
rm n/draft/next-low-tide-3.md
ln -s ../content/2026-01-14-two.md n/draft/next-low-tide-3.md
cp n/content/2026-01-14-two.md kept
run 'a link' 2 -C n draft new
cmp -s kept n/content/2026-01-14-two.md || fail 'a link' 'it was followed'
rm n/draft/next-low-tide-3.md
ln -s nowhere n/draft/next-low-tide-3.md
run 'a link to nothing' 2 -C n draft new
test ! -e n/draft/nowhere || fail 'a link to nothing' 'it was followed'

# Twenty at once: one makes it.
fresh
i=0
while test "$i" -lt 20; do
	i=$((i + 1))
	"$sennight" -C n draft new >"$work/.race-$i" 2>&1 &
done
wait
made 'a race' 1
winners=$(grep -l '^wrote' "$work"/.race-* | wc -l)
test "$winners" = 1 || fail 'a race' "$winners drafts were made"

# Folders that cannot be written, and templates that cannot be read.
if test "$(id -u)" != 0; then
	fresh
	mkdir n/draft
	chmod a-w n/draft
	run 'no permission' 2 -C n draft new
	says 'no permission' 'cannot write draft/2026-01-21'
	made 'no permission' 0
fi
fresh
echo x >n/draft
run 'a file for the folder' 2 -C n draft new
fresh
mkdir n/draft
head -c 2000000 /dev/zero >n/draft/DRAFT_TEMPLATE
run 'a huge template' 2 -C n draft new
says 'a huge template' 'cannot read draft/DRAFT_TEMPLATE'
made 'a huge template' 1

# Files of any bytes are no templates, but harmless.
fresh
mkdir n/draft
head -c 100000 /dev/urandom >n/draft/DRAFT_TEMPLATE
head -c 100000 /dev/urandom >n/content/2026-01-14-two.md
run 'noise' 1 -C n draft new
python3 - n/draft/DRAFT_TEMPLATE <<'END'
import sys
open(sys.argv[1], "w").write("$events" * 70000 + "$number${date}$x" * 30000)
END
rm n/draft/2026-01-2*
run 'many variables' 1 -C n draft new
made 'many variables' 2

# It is Tuesday in Greenwich and Wednesday on an island in the east.
fresh
rm n/content/2026-01-14-two.md
echo 'rhythm: {weekday: wednesday}' >>n/sennight.yaml
SOURCE_DATE_EPOCH=1768345200
run 'Tuesday' 0 -C n draft new
has 'Tuesday' n/draft/2026-01-14-low-tide.md '^Number: 2$'
rm n/draft/2026-01-14-low-tide.md
echo 'time_zone: Pacific/Kiritimati' >>n/sennight.yaml
run 'Wednesday' 0 -C n draft new --format json
has 'Wednesday' n/draft/2026-01-21-low-tide.md '^Number: 2$'
python3 -c 'import json, sys
for line in open(sys.argv[1]):
    json.loads(line)' .out || fail 'Wednesday' 'no JSON'
SOURCE_DATE_EPOCH=1768392000

# only NAME FOLDER PATTERN: `check` finds nothing in drafts of the folder but
# by rules of the pattern.
only() {
	"$sennight" -C "$2" check --format json >.found 2>.err
	test -s .found || fail "$1" 'nothing was found'
	if grep -Evq "\"rule\":\"($3)\"" .found; then
		fail "$1" "$(grep -Ev -m 3 "\"rule\":\"($3)\"" .found)"
	fi
}

# What is found in a new draft is only what has to be filled in.
mkdir begun
run 'begun' 0 -C begun init
run 'begun' 0 -C begun draft new
only 'begun' begun 'section-empty'
cp -r "$root/example" example
chmod -R u+w example
rm -rf example/public example/draft/2*
SOURCE_DATE_EPOCH=1787745600
run 'example' 0 -C example draft new
has 'example' example/draft/2026-09-02-averted-vision.md '^Number: 151$'
has 'example' .out '^events    [0-9]+ kept and 8 left out of content/2026-08-26'
has 'example' .out '^  2026-08-29 - 2026-08-30  Europe         Duskfile plugfest$'
only 'example' example \
	'section-empty|section-feature|comment-items|discussion-link|link-no-address'
SOURCE_DATE_EPOCH=1768392000

# What cannot be meant.
fresh
run 'no day' 2 -C n draft new --date 2026-02-30
run 'no number' 2 -C n draft new --number x
run 'an argument' 2 -C n draft new 2026-01-28
run 'a day before' 2 -C n draft new --date 2026-01-10
made 'what cannot be meant' 0
mkdir empty
run 'no newsletter' 2 -C empty draft new
says 'no newsletter' 'sennight init'
finish
