#!/bin/sh
# sennight-git record: one commit of some files, and nothing else.
# shellcheck source=test/git/common
. "$(dirname "$0")/common"

# record STATUS ARG...: sennight-git record ARG... ends so.
record() {
	wanted=$1
	shift
	status=0
	GIT_COMMITTER_NAME=Editor GIT_COMMITTER_EMAIL=ed@example.org \
		GIT_AUTHOR_NAME=Editor GIT_AUTHOR_EMAIL=ed@example.org \
		"$build/sennight-git" record "$@" >"$work/out" \
		2>"$work/err" || status=$?
	test "$status" = "$wanted" ||
		fail "status $status, not $wanted: $(cat "$work/err")"
}

is() {
	test "$2" = "$3" || fail "$1: '$2', not '$3'"
}

# made MESSAGE COMMITS [NAME-STATUS...]: HEAD is a commit that says and changes
# just that, the one that was printed, and there are so many.
made() {
	is 'printed' "$(cat "$work/out")" "$(git rev-parse HEAD)"
	is 'message' "$(git log -1 --format=%B)" "$1"
	is 'author' "$(git log -1 --format='%an <%ae> %cn')" \
		'Editor <ed@example.org> Editor'
	is 'commits' "$(git rev-list --count HEAD)" "$2"
	shift 2
	git show --format= --name-status -M HEAD | tr '\t' ' ' >"$work/got"
	: >"$work/wanted"
	for line; do
		printf '%s\n' "$line" >>"$work/wanted"
	done
	diff -u "$work/wanted" "$work/got" >"$work/diff" ||
		fail "$(sed 1,2d "$work/diff")"
	whole
	test -z "$(git symbolic-ref -q HEAD)" || quiet
}

# not_made COMMITS: nothing was printed, and HEAD is where it was.
not_made() {
	is 'printed' "$(cat "$work/out")" ''
	is 'commits' "$(git rev-list --count HEAD)" "$1"
	whole
}

whole() {
	git fsck --no-dangling >"$work/fsck" 2>&1 || fail "$(cat "$work/fsck")"
}

clean() {
	is 'status' "$(git status --porcelain)" "$1"
}

begin 'a file that changed'
put content/pond.md one three
record 0 'Correct the pond' content/pond.md
made 'Correct the pond' 2 'M content/pond.md'
clean ''

begin 'the first commit of a repository'
rm -rf .git
g init -q
put content/pond.md one
record 0 'Begin' content/pond.md
made Begin 1 'A content/pond.md'
is branch "$(git symbolic-ref HEAD)" refs/heads/main
clean '?? content/reed.md'
record 0 'Go on' content/reed.md
made 'Go on' 2 'A content/reed.md'
clean ''

begin 'a draft is moved'
seq 1 60 >lines
mkdir draft
mv lines draft/week.md
commit draft
mv draft/week.md content/week.md
sed -i 's/^30$/thirty/' content/week.md
record 0 'Publish week' content/week.md draft/week.md
made 'Publish week' 3 'R096 draft/week.md content/week.md'
clean ''

begin 'new, in a new folder, with odd names'
put 'content/2026/with blank.md' x
put 'content/[a]*.md' x
put content/grün.md x
record 0 "Three
lines: # and \"quotes\"" 'content/2026/with blank.md' 'content/[a]*.md' \
	content/grün.md
is subject "$(git log -1 --format=%s)" 'Three lines: # and "quotes"'
is files "$(git -c core.quotePath=false show --format= --name-only)" \
	'content/2026/with blank.md
content/[a]*.md
content/grün.md'
clean ''

begin 'what others staged, changed and made stays theirs'
put content/staged.md new
put content/both.md staged
g add content/staged.md content/both.md
put content/both.md staged and changed
put content/untracked.md x
g rm -q --cached content/reed.md
put content/pond.md one three
record 0 'Only the pond' content/pond.md
made 'Only the pond' 2 'M content/pond.md'
clean 'AM content/both.md
D  content/reed.md
A  content/staged.md
?? content/reed.md
?? content/untracked.md'
is staged "$(git show :content/both.md)" staged

begin 'staged already, or staged otherwise'
put content/pond.md one three
g add content/pond.md
record 0 Staged content/pond.md
made Staged 2 'M content/pond.md'
put content/pond.md other
g add content/pond.md
put content/pond.md third
record 0 'As it is in the work tree' content/pond.md
made 'As it is in the work tree' 3 'M content/pond.md'
is 'file' "$(git show HEAD:content/pond.md)" third
clean ''

begin 'nothing to do'
record 0 Nothing content/pond.md
not_made 1
quiet
record 0 Nothing content/none.md
not_made 1
quiet
# It is right in HEAD; the index had another text.
put content/pond.md other
g add content/pond.md
put content/pond.md one two
record 0 Nothing content/pond.md
not_made 1
clean ''

begin 'removed'
rm content/reed.md
record 0 'Remove the reed' content/reed.md
made 'Remove the reed' 2 'D content/reed.md'
clean ''
# All of it.
rm content/pond.md
record 0 'Remove the pond' content/pond.md
made 'Remove the pond' 3 'D content/pond.md'
clean ''

begin 'a detached HEAD, and another branch'
put content/pond.md x
commit second
g switch -q --detach HEAD~1
before=$(git rev-parse main)
put content/pond.md detached
record 0 Detached content/pond.md
made Detached 2 'M content/pond.md'
says 'on no branch; .git switch -c NAME'
is 'HEAD' "$(git symbolic-ref -q HEAD)" ''
is 'main' "$(git rev-parse main)" "$before"
g switch -q main
g switch -q -c week/9
put content/pond.md branch
record 0 Branch content/pond.md
made Branch 3 'M content/pond.md'
is 'main' "$(git rev-parse main)" "$before"
is 'branch' "$(git rev-parse week/9)" "$(cat "$work/out")"

begin 'a merge, a rebase or the like is under way'
g switch -q -c side
put content/pond.md side
commit side
g switch -q main
put content/pond.md main
commit main
g merge -q side >/dev/null 2>&1
put content/reed.md x
record 2 No content/reed.md
says 'a merge, rebase or the like is under way; finish it'
not_made 2
g merge --abort
put content/reed.md stems
g merge -q --no-commit -s ours side >/dev/null 2>&1
put content/reed.md x
record 2 No content/reed.md
says 'a merge, rebase or the like is under way; finish it'
not_made 2
g merge --abort 2>/dev/null
g reset -q --hard
g rebase -q side >/dev/null 2>&1
put content/reed.md x
record 2 No content/reed.md
says 'a merge, rebase or the like is under way; finish it'
g reset -q --hard
g rebase --abort
g cherry-pick side >/dev/null 2>&1
record 2 No content/reed.md
says 'a merge, rebase or the like is under way; finish it'

begin 'paths that lead out'
put "$work/outside.md" x
for path in ../outside.md "$work/outside.md" /etc/hostname . '' content/../..; do
	record 2 No "$path"
	says 'is not in this work tree'
	not_made 1
done
record 2 No content/pond.md ../outside.md
says '../outside.md is not in this work tree'
not_made 1
clean ''

begin 'a folder, and what is in the repository itself'
record 2 No content
says 'content is no file'
not_made 1
record 2 No .git/config
not_made 1
clean ''

begin 'seen from the folder one stands in'
mkdir draft
put draft/week.md x
cd draft || exit 1
put ../content/pond.md deep
record 0 Deep week.md ../content/pond.md
made Deep 2 'M content/pond.md' 'A draft/week.md'
record 2 No ../../outside.md
says 'is not in this work tree'
put week.md y
record 0 Absolute "$top/draft/week.md"
made Absolute 3 'M draft/week.md'

begin 'bits and links'
chmod +x content/pond.md
commit bits
put content/pond.md other
chmod +x content/pond.md
record 0 'Still one' content/pond.md
is mode "$(git ls-tree HEAD content/pond.md | cut -c 1-6)" 100755
clean ''
put content/tool x
chmod +x content/tool
record 0 'A new one' content/tool
is mode "$(git ls-tree HEAD content/tool | cut -c 1-6)" 100755
clean ''
put content/plain.md x
record 0 'A plain one' content/plain.md
is mode "$(git ls-tree HEAD content/plain.md | cut -c 1-6)" 100644
clean ''
ln -s pond.md content/link.md
record 0 'A link' content/link.md
is mode "$(git ls-tree HEAD content/link.md | cut -c 1-6)" 120000
is link "$(git show HEAD:content/link.md)" pond.md
clean ''
rm content/pond.md
record 0 'It leads nowhere' content/link.md content/pond.md
is files "$(git ls-tree --name-only HEAD content/)" 'content/link.md
content/plain.md
content/reed.md
content/tool'
clean ''

begin 'line ends as git wants them'
g config core.autocrlf input
printf 'one\r\ntwo\r\n' >content/crlf.md
record 0 Lines content/crlf.md
is bytes "$(git cat-file -s HEAD:content/crlf.md)" 8
git status --porcelain >"$work/status" 2>/dev/null
is status "$(cat "$work/status")" ''

# As far as the index, but not HEAD: as if it was killed there.
begin 'killed before HEAD was moved, and run again'
put content/pond.md one three
mv content/reed.md content/moved.md
: >.git/refs/heads/main.lock
record 2 'Publish' content/pond.md content/moved.md content/reed.md
says 'cannot move HEAD'
not_made 1
is index "$(git show :content/pond.md | tail -1)" three
rm .git/refs/heads/main.lock
record 0 'Publish' content/pond.md content/moved.md content/reed.md
made Publish 2 'R100 content/reed.md content/moved.md' 'M content/pond.md'
clean ''
record 0 'Publish' content/pond.md content/moved.md content/reed.md
not_made 2

begin 'another git at work, and run again'
put content/pond.md one three
: >.git/index.lock
record 2 Publish content/pond.md
says 'cannot write the index'
not_made 1
rm .git/index.lock
record 0 Publish content/pond.md
made Publish 2 'M content/pond.md'
clean ''

begin 'killed at any moment'
seq 1 3000 >content/long.md
mv content/reed.md content/moved.md
for wait in 0 0.001 0.002 0.003 0.004 0.005 0.006 0.008 0.01 0.015 0.02; do
	"$build/sennight-git" record Publish content/long.md content/moved.md \
		content/reed.md >/dev/null 2>&1 &
	victim=$!
	sleep "$wait"
	kill -KILL "$victim" 2>/dev/null
	wait "$victim" 2>/dev/null
	whole
	# What a killed git leaves, too, and what git asks people to remove.
	find .git -name '*.lock' -delete
done
record 0 Publish content/long.md content/moved.md content/reed.md
is commits "$(git rev-list --count HEAD)" 2
is message "$(git log -1 --format=%s)" Publish
clean ''

begin 'no repository, no author, wrong arguments'
cd "$work" || exit 1
record 2 x y
says 'is not in a git repository\|no git repository\|not in the work tree\|repository'
cd "$top" || exit 1
for arguments in '' 'message'; do
	# shellcheck disable=SC2086
	record 2 $arguments
	says '^usage: '
done
finish
