#!/bin/sh
# sennight-git changed: where it cannot look, and whether it says what to do.
# shellcheck source=test/git/common
. "$(dirname "$0")/common"

begin 'no repository'
mkdir "$work/plain"
cd "$work/plain" || exit 1
changed 2 HEAD
says 'is in no git repository.*git init'

begin 'nothing committed yet'
g init -q "$work/unborn"
cd "$work/unborn" || exit 1
changed 0 HEAD
gives
put content/a.md x
put content/b.md x
g add content/a.md
changed 0 HEAD
gives "A content/a.md ''" "A content/b.md ''"
changed 0 @ content/b.md
gives "A content/b.md ''"
changed 2 main
says 'unknown revision "main"'
changed 2 HEAD~1
says 'unknown revision'
# A branch that was fetched, before anything was committed.
g fetch -q "$top" main:refs/remotes/origin/main
changed 0 origin/main content
gives "A content/a.md ''" "A content/b.md ''" \
	"D content/pond.md 'one\\ntwo\\n'" "D content/reed.md 'stems\\n'"

begin 'unknown revisions'
changed 2 nowhere
says 'unknown revision "nowhere".*git fetch'
changed 2 HEAD~7
says 'unknown revision'
changed 2 main..HEAD
says 'and no range'
changed 2 ''
says 'revision ""'
changed 2 -- --all
says 'unknown revision "--"'
changed 2 HEAD:content/pond.md
says 'is a file of a revision'
g update-ref refs/remotes/origin/topic HEAD
changed 2 topic
says 'did you mean "origin/topic"'

begin 'a shallow clone'
for word in second third fourth; do
	put content/pond.md "$word"
	commit "$word"
done
g tag -a v1 -m x HEAD~2
g clone -q --depth 1 "file://$top" "$work/shallow"
cd "$work/shallow" || exit 1
put content/new.md x
changed 0 HEAD
gives "A content/new.md ''"
changed 2 HEAD~1
says 'is not here:.*fetch-depth: 0.*git fetch --unshallow'
changed 2 v1
says 'fetch-depth: 0'
changed 2 origin/other
says 'fetch-depth: 0'

begin 'a shallow clone that holds what is asked for'
libgit2_leaks
for word in second third fourth; do
	put content/pond.md "$word"
	commit "$word"
done
g clone -q --depth 2 "file://$top" "$work/two"
cd "$work/two" || exit 1
changed 0 HEAD~1
gives "M content/pond.md 'third\\n'"

begin 'a shallow clone of two branches, without where they meet'
libgit2_leaks
g switch -q -c topic
for word in second third; do
	put content/topic.md "$word"
	commit "$word"
done
g switch -q main
put content/pond.md x
commit main
g clone -q --depth 1 --no-single-branch "file://$top" "$work/branches"
cd "$work/branches" || exit 1
changed 2 origin/topic
says 'where this branch left "origin/topic".*fetch-depth: 0'

begin 'unrelated histories'
g switch -q --orphan other
put content/pond.md one three
commit orphan
changed 2 main
says 'unrelated histories.*main^{tree}'
changed 0 'main^{tree}'
gives "M content/pond.md 'one\\ntwo\\n'" "D content/reed.md 'stems\\n'"

begin 'a clone without the old texts'
libgit2_leaks
put content/pond.md second
commit second
g config uploadpack.allowFilter true
g clone -q --filter=blob:none "file://$top" "$work/partial"
cd "$work/partial" || exit 1
changed 2 HEAD~1
says 'the old text of content/pond.md is not here.*--filter'

begin 'a repository that is damaged'
libgit2_leaks
# shellcheck disable=SC2016
find .git/objects -type f -exec chmod u+w {} + -exec sh -c \
	'for f; do echo x >"$f"; done' sh {} +
changed 2 HEAD
says 'cannot look up the revision "HEAD": .*object'

if test "$(id -u)" = 0; then
	begin 'a repository of somebody else'
	chown -R 4242 .
	put content/new.md x
	changed 2 HEAD
	says "repo[0-9]* belongs to another user.*safe.directory \"$top\""
	# Another answer of libgit2, once there is such a setting.
	g config --global --add safe.directory "$work"
	changed 2 HEAD
	says "repo[0-9]* belongs to another user.*safe.directory \"$top\""
	g config --global --add safe.directory "$top"
	changed 0 HEAD
	gives "A content/new.md ''"
	rm -f "$HOME/.gitconfig"
else
	no 'a repository of somebody else' 'only root can make one'
fi
finish
