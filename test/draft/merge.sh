#!/bin/sh
# draft merge as git's merge driver, in real repositories.
# shellcheck source=test/git/common
. "$(dirname "$0")/../git/common"
draft=draft/2026-08-19-averted-vision.md

# A repository in which the driver is installed, with a draft of one item.
begin_draft() {
	begin "$1"
	put "$draft" 'Title: Averted Vision 7' 'Number: 7' 'Date: 2026-08-19' \
		'Category: Newsletter' '' '## Articles' '' \
		'* [Dust](https://example.org/dust)' '' '## Jobs'
	"$build/sennight" draft merge --install >"$work/out" 2>&1 ||
		fail "not installed: $(cat "$work/out")"
	commit draft
}

# branch NAME SED...: a branch off main on which sed edits the draft.
branch() {
	branch_name=$1
	shift
	g checkout -q -b "$branch_name" main
	for expression in "$@"; do
		sed -i "$expression" "$draft"
	done
	commit "$branch_name"
	g checkout -q main
}

# merges STATUS NAME: git merges that branch and exits so.
merges() {
	status=0
	g merge -q -m merge "$2" >"$work/out" 2>"$work/err" || status=$?
	test "$status" = "$1" ||
		fail "status $status, not $1: $(cat "$work/out" "$work/err")"
}

holds() {
	grep -q -e "$1" "$draft" || fail "no $1 in: $(cat "$draft")"
}

lacks() {
	! grep -q -e "$1" "$draft" || fail "$1 in: $(cat "$draft")"
}

begin_draft 'ten branches add a link at one line'
for i in 1 2 3 4 5 6 7 8 9 10; do
	branch "b$i" "/dust/a * [Link $i](https://example.org/$i)"
done
for i in 1 2 3 4 5 6 7 8 9 10; do
	merges 0 "b$i"
done
sed -n 's/^.*example.org.\([0-9]*\))$/\1/p' "$draft" | tr '\n' ' ' >"$work/got"
test "$(cat "$work/got")" = '1 2 3 4 5 6 7 8 9 10 ' ||
	fail "order: $(cat "$work/got")"

begin_draft 'two edits of one item conflict, and nothing else does'
branch one 's/Dust/Dust lanes/' '/dust/a * [A](https://example.org/a)'
branch two 's/Dust/Dust clouds/' '/dust/a * [B](https://example.org/b)'
merges 0 one
merges 1 two
test "$(grep -c '^<<<<<<< ' "$draft")" = 1 || fail "markers: $(cat "$draft")"
holds 'Dust lanes'
holds 'Dust clouds'
says '1 conflict is marked'

begin_draft 'a rebase and a cherry-pick merge as well'
branch one '/dust/a * [A](https://example.org/a)'
branch two '/dust/a * [B](https://example.org/b)'
g cherry-pick one >"$work/out" 2>&1 || fail "$(cat "$work/out")"
g checkout -q two
g rebase main >"$work/out" 2>&1 || fail "$(cat "$work/out")"
holds 'example.org/a)'
holds 'example.org/b)'

begin_draft 'settings that are broken leave both versions'
branch one '/dust/a * [A](https://example.org/a)'
branch two '/dust/a * [B](https://example.org/b)'
merges 0 one
put sennight.yaml 'nonsense: ['
merges 1 two
holds '^<<<<<<< '
holds 'example.org/a)'
holds 'example.org/b)'
says 'sennight.yaml'

begin_draft 'a file that is no issue and too large leaves both versions'
head -c 1100000 /dev/zero | tr '\0' 'x' >>"$draft"
commit large
branch one '/dust/a * [A](https://example.org/a)'
branch two '/dust/a * [B](https://example.org/b)'
merges 0 one
merges 1 two
holds 'example.org/a)'
holds 'example.org/b)'

begin_draft 'a newsletter below the top of the repository'
mkdir news
g mv draft news/draft
g rm -q .gitattributes
put news/sennight.yaml 'preset: neutral' 'folders:' '  drafts: draft'
"$build/sennight" -C news draft merge --install >"$work/out" 2>&1 ||
	fail "$(cat "$work/out")"
commit moved
draft=news/$draft
branch one '/dust/a * [A](https://example.org/a)'
branch two '/dust/a * [B](https://example.org/b)'
merges 0 one
merges 0 two
holds 'example.org/a)'
holds 'example.org/b)'
draft=${draft#news/}

begin_draft 'installing twice changes nothing, uninstalling all'
g config --list --local >"$work/before"
"$build/sennight" draft merge --install >"$work/out" 2>&1 || fail 'failed'
g config --list --local | cmp -s - "$work/before" || fail 'another config'
g diff --quiet || fail 'other attributes'
"$build/sennight" draft merge --uninstall >"$work/out" 2>&1 || fail 'failed'
test ! -e .gitattributes || fail 'the attributes are there'
! g config --get merge.sennight.driver >"$work/out" || fail 'still set'
"$build/sennight" draft merge --uninstall >"$work/out" 2>&1 ||
	fail 'failed the second time'

begin_draft 'attributes of others stay'
"$build/sennight" draft merge --uninstall >"$work/out" 2>&1 || fail 'failed'
put .gitattributes '*.png binary' '/content/a.md merge=union'
cp .gitattributes "$work/before"
"$build/sennight" draft merge --install >"$work/out" 2>&1 || fail 'failed'
"$build/sennight" draft merge --uninstall >"$work/out" 2>&1 || fail 'failed'
cmp -s .gitattributes "$work/before" || fail "$(cat .gitattributes)"

begin 'outside of a repository it says so'
mkdir "$work/outside"
status=0
"$build/sennight" -C "$work/outside" draft merge --install >"$work/out" \
	2>"$work/err" || status=$?
test "$status" = 2 || fail "status $status"
says 'in no git repository'
test ! -e "$work/outside/.gitattributes" || fail 'attributes were written'

begin_draft 'two new drafts of one name, without a base'
branch one
branch two
g checkout -q one
put draft/new.md 'Title: N' '' '## Articles' '' '* [A](https://example.org/a)'
commit new
g checkout -q two
put draft/new.md 'Title: N' '' '## Articles' '' '* [B](https://example.org/b)'
commit new
merges 0 one
draft=draft/new.md
holds 'example.org/a)'
holds 'example.org/b)'
lacks '<<<<'
draft=draft/2026-08-19-averted-vision.md

finish
