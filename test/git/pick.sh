#!/bin/sh
# sennight draft pick: branches and patches, taken into a draft by one merge.
# shellcheck source=test/git/common
. "$(dirname "$0")/common"

draft=draft/2026-03-04.md
moon='* [Moon](https://moon.example.org/)'

# A newsletter with a draft, in the folder here.
newsletter() {
	put sennight.yaml 'preset: neutral' 'name: Averted Vision' \
		'address: https://av.example.org/'
	put "$draft" 'Title: Averted Vision 9' 'Number: 9' \
		'Date: 2026-03-04' '' 'Clear skies.' '' '## News' '' \
		"$moon" '* [Mars](https://mars.example.org/)' '' '## Notes' '' \
		'* [Dew](https://dew.example.org/)'
	commit newsletter
}

start() {
	begin "$1"
	newsletter
}

# link BRANCH WHERE TITLE URL: a branch of one commit, by a person named like
# it, that adds a link below the line that holds WHERE.
link() {
	g switch -q -c "$1" "${base:-main}"
	sed -i "\|$2|a * [$3]($4)" "$draft"
	by "$1" "add $3"
	g switch -q main
}

by() {
	g add -A && GIT_AUTHOR_DATE='1767225600 +0200' git \
		-c user.name="$1" -c user.email="$1@example.org" \
		-c commit.gpgSign=false commit -q -m "$2"
}

# pick STATUS ARG...: sennight draft pick ARG... ends so.
pick() {
	wanted=$1
	shift
	status=0
	GIT_COMMITTER_NAME=Editor GIT_COMMITTER_EMAIL=ed@example.org \
		GIT_AUTHOR_NAME=Editor GIT_AUTHOR_EMAIL=ed@example.org \
		"$build/sennight" draft pick "$@" >"$work/out" \
		2>"$work/err" || status=$?
	test "$status" = "$wanted" ||
		fail "status $status, not $wanted: $(cat "$work/err" "$work/out")"
}

# What was printed holds this line or pattern.
shows() {
	grep -q -e "$1" "$work/out" ||
		fail "not printed: $1; but: $(cat "$work/out")"
}

is() {
	test "$2" = "$3" || fail "$1: $2, not $3"
}

parents() {
	git log -1 --format=%P | wc -w
}

# The draft has the link so often.
links() {
	is "$2 in the draft" "$(grep -c -F "($2)" "$draft")" "$1"
}

# Nothing is changed, staged or left over; the repository is whole.
clean() {
	is 'status' "$(git status --porcelain)" "$1"
	git fsck --no-dangling >"$work/fsck" 2>&1 || fail "$(cat "$work/fsck")"
	is 'temporary files' "$(find . -name '.sennight-tmp-*')" ''
}

merged() {
	for branch; do
		git merge-base --is-ancestor "$branch" HEAD ||
			fail "$branch is not merged"
	done
}

start 'ten branches that add a link at one line'
names=
for i in 0 1 2 3 4 5 6 7 8 9; do
	link "star$i" "mars" "Star $i" "https://star.example.org/$i"
	names="$names star$i"
done
before=$(git rev-parse HEAD)
# Git cannot do it.
# shellcheck disable=SC2086
if g merge -q -m x $names >/dev/null 2>&1; then
	fail 'git merged them all'
fi
g reset -q --hard "$before"
# shellcheck disable=SC2086
pick 0 $names
is 'parents' "$(parents)" 11
is 'first parent' "$(git rev-parse HEAD^1)" "$before"
is 'branches' "$(git branch --merged | wc -l)" 11
# shellcheck disable=SC2086
merged $names
for i in 0 1 2 3 4 5 6 7 8 9; do
	links 1 "https://star.example.org/$i"
	shows "^star$i  1 taken  (star$i)"
done
links 1 https://moon.example.org/
shows "  + $draft:11 News: Star 0"
shows '^10 of 10 taken; HEAD is'
is 'subject' "$(git log -1 --format=%s)" 'Merge 10 branches: 10 items'
is 'author' "$(git log -1 --format='%an <%ae>')" 'Editor <ed@example.org>'
clean ''
quiet

start 'a dry run leaves nothing'
link a mars A https://a.example.org/
link b mars B https://b.example.org/
before=$(git rev-parse HEAD) objects=$(git count-objects)
pick 0 --dry-run a b
shows '^2 of 2 would be taken$'
is HEAD "$(git rev-parse HEAD)" "$before"
is objects "$(git count-objects)" "$objects"
clean ''

start 'what is there already'
link a mars 'Comet' https://comet.example.org/x
link b Dew 'A comet' 'http://www.comet.example.org/x/?utm_source=feed'
pick 0 a b
shows '^b  1 already there'
shows '^  = draft/.* Notes: A comet$'
is 'links' "$(grep -c comet.example.org "$draft")" 1
merged a b
pick 0 a b
shows '^a  is merged already$'
shows '^nothing was taken$'
clean ''

start 'one of them conflicts and is left'
link a mars A https://a.example.org/
g switch -q -c one main
sed -i 's/\[Moon\]/[Full moon]/' "$draft"
by one 'edit one'
g switch -q -c two main
sed -i 's/\[Moon\]/[New moon]/' "$draft"
by two 'edit two'
g switch -q main
link b mars B https://b.example.org/
pick 1 one a two b
shows '^two  left: both sides changed the same thing in .*(1 conflict)'
shows '^  ! .*New moon'
shows '^  ~ .* News: Full moon'
shows '^3 of 4 taken, 1 left'
merged one a b
is 'parents' "$(parents)" 4
git merge-base --is-ancestor two HEAD && fail 'two is merged'
grep -q '<<<<' "$draft" && fail 'a marker is in the draft'
clean ''

start 'all are left: no commit'
before=$(git rev-parse HEAD)
g switch -q -c one
sed -i 's/\[Moon\]/[Full moon]/' "$draft"
by one x
g switch -q main
sed -i 's/\[Moon\]/[New moon]/' "$draft"
commit mine
before=$(git rev-parse HEAD)
pick 1 one
shows '^nothing was taken, 1 left$'
is HEAD "$(git rev-parse HEAD)" "$before"
clean ''

start 'names that cannot be taken'
before=$(git rev-parse HEAD)
pick 2 nowhere
says 'unknown revision "nowhere"'
pick 2 main nowhere
pick 0 main HEAD
shows '^main  is merged already$'
g switch -q --orphan other
put x y
by other other
g switch -q main
link a mars A https://a.example.org/
pick 1 other a a
shows '^other  left: it has no commit in common'
shows '^a      1 taken'
shows '^a      left: its commit was named before'
merged a
clean ''

start 'a branch that another one is built on'
link a mars A https://a.example.org/
base=a link b mars B https://b.example.org/
pick 0 a b
is 'parents' "$(parents)" 2
merged a b
links 1 https://a.example.org/
clean ''

start 'changes that are not committed'
link a mars A https://a.example.org/
before=$(git rev-parse HEAD)
echo more >>"$draft"
pick 2 a
says "not committed in $draft; commit them"
is HEAD "$(git rev-parse HEAD)" "$before"
clean " M $draft"
g add "$draft"
pick 2 a
says 'not committed'
g reset -q --hard
# Others are none of our business.
echo more >>content/pond.md
put staged x
g add staged
put untracked x
pick 0 a
clean ' M content/pond.md
A  staged
?? untracked'
is 'files of the merge' "$(git diff --name-only HEAD^1 HEAD)" "$draft"

start 'a new file where one lies'
g switch -q -c a
put draft/2026-03-11.md '# Next' '' '* [A](https://a.example.org/)'
by a next
g switch -q main
put draft/2026-03-11.md mine
pick 2 a
says 'not committed in draft/2026-03-11.md'
is 'the file' "$(cat draft/2026-03-11.md)" mine
rm draft/2026-03-11.md
pick 0 a
grep -q a.example.org draft/2026-03-11.md || fail 'it is not there'
clean ''

start 'two branches begin the same draft'
for i in a b; do
	g switch -q -c $i main
	put draft/2026-03-11.md 'Title: Next' '' '## News' '' \
		"* [$i](https://$i.example.org/)"
	by $i next
done
g switch -q main
pick 0 a b
grep -q a.example.org draft/2026-03-11.md || fail 'a is not there'
grep -q b.example.org draft/2026-03-11.md || fail 'b is not there'
clean ''

start 'a commit of its author for each'
link ann mars A https://a.example.org/
link bob mars B https://b.example.org/
g switch -q bob
echo '* [B2](https://b2.example.org/)' >>"$draft"
by eve 'add B2'
g switch -q main
pick 2 --separate -m x ann
says 'leave --message away'
pick 0 --separate ann bob
is 'commits' "$(git log --format='%an <%ae> %ad, %cn' --date=raw -2 |
	tr '\n' '|')" 'bob <bob@example.org> 1767225600 +0200, Editor|ann <ann@example.org> 1767225600 +0200, Editor|'
is 'message' "$(git log -1 --format=%B HEAD^)" 'add A'
is 'co-author' "$(git log -1 --format='%(trailers)')" \
	'Co-authored-by: eve <eve@example.org>'
is 'parents' "$(parents)" 1
links 1 https://b2.example.org/
clean ''

start 'patches'
link ann mars A https://a.example.org/
link 'Zoë' mars B https://b.example.org/
link bob mars C https://c.example.org/
link eve mars D https://d.example.org/
g format-patch -q -o "$work/patches$cases" main..ann
{
	g format-patch --stdout main..Zoë
	g format-patch --stdout main..bob | sed 's/$/\r/'
} >"$work/box"
g diff main eve >"$work/eve.diff"
g branch -q -D ann Zoë bob
pick 0 "$work/patches$cases"/0001-add-A.patch "$work/box" "$work/eve.diff"
is 'authors' "$(git log --format='%an %ae %at %s' -4 | tr '\n' '|')" \
	"Editor ed@example.org $(git log -1 --format=%ct) Apply $work/eve.diff|bob bob@example.org 1767225600 add C|Zoë Zoë@example.org 1767225600 add B|ann ann@example.org 1767225600 add A|"
for i in a b c d; do
	links 1 https://$i.example.org/
done
shows "^$work/box#2 .* 1 taken  (bob)"
clean ''

start 'patches and branches, and patches that do not fit'
link ann mars A https://a.example.org/
link bob mars B https://b.example.org/
g format-patch -q --stdout main..bob >"$work/bob.patch"
sed 's/^ .*mars.*/ something else/; s/^index [0-9a-f]*/index 1234567/' \
	"$work/bob.patch" >"$work/odd.patch"
put "$work/no.patch" 'this is none'
: >"$work/empty.patch"
pick 1 ann "$work/bob.patch" "$work/odd.patch" "$work/no.patch" \
	"$work/empty.patch"
shows '^ann .* 1 taken'
shows '/bob.patch .* 1 taken'
shows '/odd.patch .* left: the patch does not fit'
shows '/no.patch .* left: .*diff'
shows '/empty.patch .* left: '
is 'parents' "$(parents)" 2
is 'the patch' "$(git log -1 --format=%an HEAD^1)" bob
merged ann
clean ''

start 'a patch of yesterday, when others added at that line since'
link ann mars A https://a.example.org/
g format-patch -q --stdout main..ann >"$work/ann.patch"
sed -i '/mars/a * [X](https://x.example.org/)' "$draft"
commit mine
pick 0 "$work/ann.patch"
links 1 https://a.example.org/
links 1 https://x.example.org/
clean ''

start 'what else a branch changes'
put notes.txt 1 2 3 4 5 6 7
commit notes
g switch -q -c good
sed -i 's/^1$/one/' notes.txt
put pictures/new.svg x
put content/notes.txt x
g rm -q content/reed.md
by good good
link bad mars B https://b.example.org/
g switch -q bad
sed -i 's/^7$/seven/' notes.txt
by bad bad
g switch -q main
sed -i 's/^7$/SEVEN/' notes.txt
commit mine
pick 1 good bad
shows '^bad   left: git cannot merge notes.txt'
shows '^  ~ notes.txt'
shows '^  ~ content/notes.txt'
is 'notes' "$(head -n 1 notes.txt)" one
test -f pictures/new.svg || fail 'the picture is missing'
test ! -f content/reed.md || fail 'reed.md is still there'
links 0 https://b.example.org/
git merge-base --is-ancestor bad HEAD && fail 'bad is merged'
clean ''

start 'the draft was published, is gone, or has another name'
link a mars A https://a.example.org/
g mv "$draft" content/2026-03-04.md
commit publish
pick 1 a
shows "left: $draft was published, it is content/2026-03-04.md now"
g mv content/2026-03-04.md draft/2026-03-05.md
commit 'another day'
pick 0 a
grep -q a.example.org draft/2026-03-05.md || fail 'A is not there'
test ! -f "$draft" || fail 'the old name came back'
clean ''
link_to=$(git rev-parse HEAD)
g switch -q -c b
sed -i '/mars/a * [B](https://b.example.org/)' draft/2026-03-05.md
by b b
g switch -q main
g rm -q draft/2026-03-05.md
commit gone
pick 1 b
shows 'left: draft/2026-03-05.md is not there any more'
is HEAD "$(git rev-parse HEAD^)" "$link_to"
clean ''

start 'a branch that moves the draft'
g switch -q -c a
g mv "$draft" draft/2026-03-05.md
by a 'another day'
g switch -q main
sed -i '/mars/a * [B](https://b.example.org/)' "$draft"
commit mine
pick 0 a
grep -q b.example.org draft/2026-03-05.md || fail 'B is not there'
clean ''

start 'a detached HEAD'
link a mars A https://a.example.org/
g switch -q --detach main
pick 0 a
merged a
is 'main' "$(git rev-parse main)" "$(git rev-parse HEAD^1)"
git symbolic-ref -q HEAD && fail 'HEAD is on a branch'
clean ''

start 'nobody has said who they are'
link a mars A https://a.example.org/
status=0
env -u GIT_AUTHOR_NAME "$build/sennight" draft pick a \
	>"$work/out" 2>"$work/err" || status=$?
is status "$status" 0
test -n "$(git log -1 --format=%an)" || fail 'the author has no name'
g config user.name Mira
g config user.email mira@example.org
link b mars B https://b.example.org/
"$build/sennight" draft pick b >"$work/out" 2>"$work/err" || fail 'b'
is author "$(git log -1 --format='%an <%ae>, %cn')" \
	'Mira <mira@example.org>, Mira'
clean ''

begin 'a newsletter in a folder'
mkdir -p news/letter
cd news/letter || exit 1
newsletter
link a mars A https://a.example.org/
g switch -q a
put ../../README x
by a readme
g switch -q main
link b mars B https://b.example.org/
pick 0 a b
shows "  + $draft:"
shows '  ~ ../../README'
merged a b
links 1 https://b.example.org/
clean ''

start 'a linked work tree'
link a mars A https://a.example.org/
g worktree add -q -b tree "$work/tree$cases"
cd "$work/tree$cases" || exit 1
pick 0 a
merged a
is 'main' "$(git rev-parse main)" "$(git rev-parse HEAD^1)"
clean ''

start 'line ends of Windows in the work tree'
link a mars A https://a.example.org/
link b mars B https://b.example.org/
g config core.autocrlf true
rm "$draft"
g checkout -q -- "$draft"
pick 0 a b
links 1 https://a.example.org/
is 'returns' "$(grep -c -v "$(printf '\r')" "$draft")" 0
is 'returns in git' "$(git show "HEAD:$draft" | grep -c "$(printf '\r')")" 0
clean ''

begin 'no settings, but a category that is known'
put "$draft" 'Title: This Week in Rust 900' 'Number: 900' 'Date: 2026-03-04' \
	'Category: This Week in Rust' '' 'Hello.' '' \
	'## Updates from Rust Community' '' '### Official' '' \
	'* [mars](https://mars.example.org/)'
commit draft
link a mars A https://a.example.org/
link b mars B https://b.example.org/
pick 0 a b
shows "  + $draft:1[0-9]* Updates from Rust Community / Official: A"
links 1 https://b.example.org/
clean ''

start 'the merge driver of the repository is not asked'
put .gitattributes 'draft/*.md merge=sennight' '*.txt merge=union'
g config merge.sennight.driver false
commit attributes
link a mars A https://a.example.org/
link b mars B https://b.example.org/
pick 0 a b
links 1 https://a.example.org/
links 1 https://b.example.org/
clean ''

start 'a draft that is too large to merge'
link a mars A https://a.example.org/
python3 -c 'print("word " * 300000)' >>"$draft"
commit large
pick 1 a
shows 'left: .* has more than 1 MiB'
clean ''

start 'a merge is under way'
link a mars A https://a.example.org/
link b mars B https://b.example.org/
g switch -q -c c a
g merge -q b >/dev/null 2>&1
pick 2 b
says 'a merge, rebase or the like is under way'

start 'HEAD moved while the branches were read'
link a mars A https://a.example.org/
old=$(git rev-parse HEAD)
commit other
printf 'ours 40\n%s\n' "$old" >"$work/plan"
"$build/sennight-git" commit <"$work/plan" >"$work/out" 2>"$work/err"
is status $? 2
says 'HEAD moved'
printf 'ours 3\nabcd\n' >"$work/plan"
"$build/sennight-git" commit <"$work/plan" >"$work/out" 2>"$work/err"
is status $? 2
says 'of one version'

start 'names that would be written into .git, or out of the work tree'
link a mars A https://a.example.org/
before=$(git rev-parse HEAD)
blob=$(echo evil | git hash-object -w --stdin)
# A tree of one entry: MODE NAME ID.
tree() {
	{
		printf '%s %s\0' "$1" "$2"
		echo "$3" | python3 -c 'import sys
sys.stdout.buffer.write(bytes.fromhex(sys.stdin.read()))'
	} >"$work/tree"
	git hash-object -w -t tree --literally "$work/tree"
}
for name in .git .GIT 'git~1' ..; do
	outer=$(tree 40000 "$name" "$(tree 100644 evil "$blob")")
	commit=$(echo x | g commit-tree -p HEAD "$outer")
	pick 1 "$commit"
	shows 'left: git cannot merge it: invalid path'
	is HEAD "$(git rev-parse HEAD)" "$before"
	find "$work" -name evil | grep -q . && fail "$name: it was written"
	is 'status' "$(git status --porcelain)" ''
done
cat >"$work/evil.patch" <<'END'
diff --git a/.git/evil b/.git/evil
new file mode 100644
--- /dev/null
+++ b/.git/evil
@@ -0,0 +1 @@
+evil
END
sed 's|\.git/evil|../evil|' "$work/evil.patch" >"$work/evil2.patch"
pick 1 "$work/evil.patch" "$work/evil2.patch"
find "$work" -name evil | grep -q . && fail 'a patch wrote it'
is 'status' "$(git status --porcelain)" ''

start 'JSON'
link a mars 'A "x"' https://a.example.org/
g switch -q -c one
sed -i 's/\[Moon\]/[Full moon]/' "$draft"
by one x
g switch -q main
sed -i 's/\[Moon\]/[New moon]/' "$draft"
commit mine
pick 1 --format json a one main
python3 - "$work/out" <<'END' >"$work/said" || fail 'no JSON'
import json, sys
a, one, main, end = map(json.loads, open(sys.argv[1], encoding="utf-8"))
print(a["head"], a["state"], a["items"][0]["change"], a["items"][0]["line"],
      a["items"][0]["title"], a["why"], a["author"])
print(one["state"], len(one["conflicts"]), one["items"])
print(main["state"], end["dry_run"], len(end["commits"]))
END
is 'JSON' "$(cat "$work/said")" 'a taken added 11 A "x" None a
left 1 []
merged False 1'
clean ''

start 'nothing is committed yet, and no repository'
g init -q "$work/unborn$cases"
cd "$work/unborn$cases" || exit 1
pick 2 x
says 'nothing is committed here yet'
mkdir "$work/none$cases"
cd "$work/none$cases" || exit 1
pick 2 x
says 'is in no git repository'
pick 2
finish
