#!/bin/sh
# sennight-git changed: what differs, against real repositories.
# shellcheck source=test/git/common
. "$(dirname "$0")/common"

begin 'nothing changed'
changed 0 HEAD
gives
quiet
touch -d '2001-01-01' content/pond.md
changed 0 HEAD
gives

begin 'staged, unstaged, untracked, deleted'
put content/staged.md new
g add content/staged.md
put content/pond.md one three
put content/untracked.md new
put 'content/with blank.md' new
rm content/reed.md
changed 0 HEAD
gives "M content/pond.md 'one\\ntwo\\n'" "D content/reed.md 'stems\\n'" \
	"A content/staged.md ''" "A content/untracked.md ''" \
	"A content/with blank.md ''"
quiet

begin 'staged, and deleted for good'
g rm -q content/reed.md
changed 0 HEAD
gives "D content/reed.md 'stems\\n'"

begin 'staged, then taken back in the file'
put content/pond.md other
g add content/pond.md
put content/pond.md one two
changed 0 HEAD
gives

begin 'staged, then edited again'
put content/pond.md other
put content/new.md x
g add .
put content/pond.md another
rm content/new.md
changed 0 HEAD
gives "M content/pond.md 'one\\ntwo\\n'"

begin 'out of the index, but still there'
g rm -q --cached content/pond.md content/reed.md
put content/reed.md leaves
changed 0 HEAD
gives "M content/reed.md 'stems\\n'"

begin 'ignored files'
put .gitignore '*.tmp' /public/
commit ignore
put content/a.tmp x
put public/index.html x
put forced.tmp x
g add -f forced.tmp
changed 0 HEAD
gives "A forced.tmp ''"
g rm -q --cached content/pond.md
echo /content/pond.md >>.gitignore
changed 0 HEAD content
gives "D content/pond.md 'one\\ntwo\\n'"

begin 'committed on a branch, which main has left behind'
g switch -q -c topic
put content/topic.md x
commit topic
g switch -q main
put content/pond.md main moved on
commit main
g switch -q topic
changed 0 main
gives "A content/topic.md ''"
g switch -q main
changed 0 topic
gives "M content/pond.md 'one\\ntwo\\n'"

begin 'a merge commit as base'
g switch -q -c side
put content/side.md x
commit side
g switch -q main
put content/main.md x
commit main
g merge -q --no-edit side
g switch -q -c topic
put content/side.md y
commit topic
g switch -q main
changed 0 topic
gives
g switch -q topic
changed 0 main
gives "M content/side.md 'x\\n'"
changed 0 HEAD~2
gives "A content/side.md ''"

begin 'HEAD is a merge, as in a workflow'
g switch -q -c topic
put content/topic.md x
commit topic
g switch -q main
put content/main.md x
commit main
g switch -q --detach
g merge -q --no-edit topic
changed 0 main
gives "A content/topic.md ''"

begin 'detached HEAD'
put content/pond.md two
commit second
g switch -q --detach HEAD~1
put content/new.md x
changed 0 main
gives "A content/new.md ''"
g switch -q --detach main
changed 0 HEAD~1 content
gives "A content/new.md ''" "M content/pond.md 'one\\ntwo\\n'"

begin 'names of revisions'
libgit2_leaks
g tag light
g tag -a heavy -m x
put content/pond.md x
commit second
id=$(g rev-parse HEAD~1)
for rev in light heavy "$id" HEAD^ HEAD~1 main~1 "$id^{tree}" 'HEAD^{/first}'; do
	changed 0 "$rev"
	gives "M content/pond.md 'one\\ntwo\\n'"
done

begin 'a draft is published'
seq 1 60 >lines
mkdir draft
mv lines draft/week.md
commit draft
git mv draft/week.md content/week.md
sed -i 's/^30$/thirty/' content/week.md
changed 0 HEAD
gives "R content/week.md < draft/week.md '<171>'"
sed -n '/^30$/p' "$work/out" | grep -q 30 || fail 'the old text is not there'

begin 'moved by hand, and told only what is below the path'
seq 1 60 >lines
mkdir draft
mv lines draft/week.md
commit draft
mv draft/week.md content/week.md
changed 0 HEAD content
gives "R content/week.md < draft/week.md '<171>'"
changed 0 HEAD draft
gives "D draft/week.md '<171>'"

begin 'moved to where nobody asked'
mkdir draft
seq 1 60 >draft/week.md
commit draft
g mv draft/week.md week.md
changed 0 HEAD draft content
gives "D draft/week.md '<171>'"

begin 'moved, with the next draft made from it'
seq 1 60 >lines
mkdir draft
mv lines draft/week-1.md
commit draft
cp draft/week-1.md draft/week-2.md
sed 's/^5$/five/' draft/week-1.md >content/week-1.md
rm draft/week-1.md
changed 0 HEAD
# The very same text goes before the same name.
gives "A content/week-1.md ''" "R draft/week-2.md < draft/week-1.md '<171>'"
# Else the same name goes before what is more alike.
sed -i 's/^9$/nine/' draft/week-2.md
sed -i 's/^1.$/teen/' content/week-1.md
changed 0 HEAD
gives "R content/week-1.md < draft/week-1.md '<171>'" "A draft/week-2.md ''"

begin 'too different to have been moved'
mkdir draft
seq 1 60 >draft/week.md
commit draft
rm draft/week.md
seq 200 260 >content/week.md
changed 0 HEAD
gives "A content/week.md ''" "D draft/week.md '<171>'"

begin 'empty files were not moved'
put draft/a.md
commit draft
mv draft/a.md content/b.md
changed 0 HEAD
gives "A content/b.md ''" "D draft/a.md ''"

begin 'in a folder below the top'
put news/content/a.md x
put news/draft/b.md "$(seq 1 20)"
put other.md x
commit news
put news/content/a.md y
put other.md y
mv news/draft/b.md news/content/b.md
cd news || exit 1
changed 0 HEAD
gives "M content/a.md 'x\\n'" "R content/b.md < draft/b.md '<51>'" \
	"M ../other.md 'x\\n'"
changed 0 HEAD .
gives "M content/a.md 'x\\n'" "R content/b.md < draft/b.md '<51>'"
cd content || exit 1
changed 0 HEAD .
gives "M a.md 'x\\n'" "R b.md < ../draft/b.md '<51>'"
changed 0 HEAD ../../other.md ./a.md
gives "M a.md 'x\\n'" "M ../../other.md 'x\\n'"
changed 0 HEAD "$top/other.md"
gives "M ../../other.md 'x\\n'"
changed 2 HEAD ../../../x
says 'is not in the work tree'
changed 2 HEAD /etc
says 'is not in the work tree'

begin 'paths are names, and no patterns'
put 'content/*.md' x
put 'content/[a].md' x
put '!not.md' x
put content2/a.md x
put content/deep/er/a.md x
changed 0 HEAD 'content/*.md'
gives "A content/*.md ''"
changed 0 HEAD 'content/[a].md'
gives "A content/[a].md ''"
changed 0 HEAD '!not.md'
gives "A !not.md ''"
changed 0 HEAD content/deep/
gives "A content/deep/er/a.md ''"
changed 0 HEAD content
gives "A content/*.md ''" "A content/[a].md ''" "A content/deep/er/a.md ''"
changed 0 HEAD content2 nowhere
gives "A content2/a.md ''"

begin 'modes and links'
chmod +x content/pond.md
ln -s pond.md content/link.md
rm content/reed.md
ln -s pond.md content/reed.md
ln -s content linked
changed 0 HEAD
gives "D content/reed.md 'stems\\n'"
commit links
rm content/link.md content/reed.md
put content/reed.md x
changed 0 HEAD
gives "A content/reed.md ''"

begin 'a file becomes a folder'
rm content/pond.md
put content/pond.md/inner.md x
changed 0 HEAD
gives "D content/pond.md 'one\\ntwo\\n'" "A content/pond.md/inner.md ''"

begin 'a submodule'
g init -q "$work/sub"
(cd "$work/sub" && put s.md x && commit sub)
g submodule --quiet add "$work/sub" sub
changed 0 HEAD
gives "A .gitmodules ''"
commit submodule
(cd sub && put s.md y && put t.md y)
changed 0 HEAD
gives
cd sub || exit 1
changed 0 HEAD
gives "M s.md 'x\\n'" "A t.md ''"

begin 'a repository in a folder that git does not know'
g init -q inner
(cd inner && put s.md x && commit inner)
changed 0 HEAD
gives

begin 'a linked work tree'
put content/pond.md only in the first
g worktree add -q -b topic "$work/linked"
cd "$work/linked/content" || exit 1
put reed.md leaves
changed 0 main
gives "M reed.md 'stems\\n'"

begin 'a linked work tree of a bare repository'
g clone -q --bare . "$work/bare.git"
g -C "$work/bare.git" worktree add -q -b topic "$work/of-bare"
cd "$work/of-bare" || exit 1
put content/reed.md leaves
changed 0 main
gives "M content/reed.md 'stems\\n'"
cd "$work/bare.git" || exit 1
changed 2 HEAD
says 'is bare'

begin 'names that are not UTF-8, or quoted by others'
put "$(printf 'content/\377.md')" x
put 'content/"quote".md' x
changed 0 HEAD content
gives "A content/\"quote\".md ''" "A content/\\xff.md ''"

begin 'names with a tab or a line end'
put "$(printf 'content/a\tb.md')" x
put "$(printf 'content/a\nb.md')" x
changed 0 HEAD
gives
says 'content/a?b.md was left out: there is a tab or a line end'
test "$(wc -l <"$work/err")" = 2 || fail "$(cat "$work/err")"

begin 'large files'
head -c 16777217 /dev/zero >content/large.bin
changed 0 HEAD
gives
says 'content/large.bin was left out: it is larger than 16 MiB'
changed 0 HEAD content/reed.md
quiet
commit large
rm content/large.bin
changed 0 HEAD
gives
says 'content/large.bin was left out'
changed 0 HEAD content/reed.md
quiet

begin 'other line ends in the work tree'
g config core.autocrlf true
rm -r content
g checkout -q -- content
g status -s
changed 0 HEAD
gives
printf 'one\r\n2\r\n' >content/pond.md
changed 0 HEAD
gives "M content/pond.md 'one\\r\\ntwo\\r\\n'"

begin 'a sparse work tree'
put draft/a.md x
commit draft
g sparse-checkout set --no-cone /content/
test ! -e draft/a.md || fail 'git left the file'
changed 0 HEAD
gives

begin 'a conflict'
g switch -q -c topic
put content/pond.md topic
commit topic
g switch -q main
put content/pond.md main
commit main
g merge -q topic >/dev/null 2>&1
changed 0 HEAD content
gives "M content/pond.md 'main\\n'"

begin 'a file that will be added'
put content/new.md x
g add -N content/new.md
changed 0 HEAD
gives "A content/new.md ''"

begin 'a packed repository'
g gc -q
put content/reed.md leaves
changed 0 HEAD
gives "M content/reed.md 'stems\\n'"

begin 'the index of a commit in the making'
cp .git/index .git/other
put .gitignore new.md
put content/new.md x
GIT_INDEX_FILE=.git/other g add -f content/new.md
mkdir news
cd news || exit 1
GIT_INDEX_FILE=.git/other
export GIT_INDEX_FILE
changed 0 HEAD
unset GIT_INDEX_FILE
gives "A ../.gitignore ''" "A ../content/new.md ''"

begin 'folders that git names in the environment'
libgit2_leaks
cd "$work" || exit 1
GIT_DIR=$top/.git GIT_WORK_TREE=$top
export GIT_DIR GIT_WORK_TREE
changed 2 HEAD
says 'is not in the work tree'
cd "$top/content" || exit 1
put reed.md x
changed 0 HEAD
unset GIT_DIR GIT_WORK_TREE
gives "M reed.md 'stems\\n'"

# Nothing is written: a person may be committing at the same moment.
begin 'the index stays as it is'
touch content/pond.md
before=$(cksum .git/index)
changed 0 HEAD
test "$before" = "$(cksum .git/index)" || fail 'it was written'

begin 'wrong arguments'
for arguments in '' 'changed' 'other HEAD'; do
	# shellcheck disable=SC2086
	"$build/sennight-git" $arguments >"$work/out" 2>"$work/err"
	test $? = 2 || fail "$arguments: taken"
	says '^usage: sennight-git changed REV'
done
"$build/sennight-git" --help | grep -q '^usage: ' || fail 'no help'

begin 'nowhere to write to'
put content/pond.md x
if test -c /dev/full; then
	"$build/sennight-git" changed HEAD >/dev/full 2>"$work/err"
	test $? = 2 || fail 'it does not matter'
	says 'cannot write the changes: the disk is full'
fi
finish
