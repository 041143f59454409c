#!/bin/sh
# The hook and the workflow of presets/, run with stand-ins for what they call.
# shellcheck source=test/git/common
. "$(dirname "$0")/common"
presets=$here/../../presets
bin=$work/bin
mkdir "$bin"

# stand_in NAME [LINE...]: a program that notes its folder and arguments.
stand_in() {
	stand_in_file=$bin/$1
	cat >"$stand_in_file" <<-END
		#!/bin/sh
		echo "\${PWD##*/}: $1 \$*" >>"$work/calls"
	END
	shift
	for line in "$@"; do
		echo "$line" >>"$stand_in_file"
	done
	chmod +x "$stand_in_file"
}

# called [LINE...]: what the stand-ins have noted since the last time.
called() {
	: >"$work/wanted"
	for line in "$@"; do
		echo "$line" >>"$work/wanted"
	done
	touch "$work/calls"
	diff -u "$work/wanted" "$work/calls" >"$work/diff" ||
		fail "$(sed 1,2d "$work/diff")"
	rm -f "$work/calls"
}

# The folders of PATH without one in which Sennight is installed.
others=$(echo "$PATH" | tr : '\n' | while read -r folder; do
	test -x "$folder/sennight" || printf ':%s' "$folder"
done)

# commits STATUS ARG...: a commit with the hook ends so.
commits() {
	wanted=$1
	shift
	status=0
	PATH=$bin$others g commit -q -m x "$@" 2>"$work/err" || status=$?
	test "$status" = "$wanted" ||
		fail "status $status, not $wanted: $(cat "$work/err")"
}

install_hook() {
	cp "$presets/pre-commit" "$(git rev-parse --git-path hooks)/" ||
		fail 'cannot install the hook'
}

stand_in sennight

begin 'hook: nothing of the newsletter is staged'
install_hook
put README x
put content/untracked.md x
g add README
commits 0
called
quiet

begin 'hook: an issue is staged'
install_hook
put draft/week.md x
g add draft
commits 0
called "${top##*/}: sennight check --since HEAD"
g rm -q content/reed.md
commits 0
called "${top##*/}: sennight check --since HEAD"
put content/pond.md x
commits 0 content/pond.md
called "${top##*/}: sennight check --since HEAD"
quiet

begin 'hook: mistakes are found'
install_hook
put content/pond.md x
g add .
stand_in sennight 'echo "content/pond.md:1:1: oh" >&2' 'exit 1'
commits 1
called "${top##*/}: sennight check --since HEAD"
says 'content/pond.md:1:1: oh'
says 'would bring in.*above'
says 'git commit --no-verify'
test "$(g rev-list --count HEAD)" = 1 || fail 'it was committed'
commits 0 --no-verify
called
test "$(g rev-list --count HEAD)" = 2 || fail 'it was not committed'
put content/pond.md y
stand_in sennight 'exit 2'
commits 1 -a
says 'could not check'
says 'git commit --no-verify'
called "${top##*/}: sennight check --since HEAD"
stand_in sennight

begin 'hook: sennight is not installed'
install_hook
rm "$bin/sennight"
put content/pond.md x
commits 0 -a
says 'sennight is not installed; the newsletter was not checked'
test "$(g rev-list --count HEAD)" = 2 || fail 'it was not committed'
stand_in sennight

begin 'hook: a newsletter in a folder, with other names'
install_hook
git config sennight.folder news
git config --add sennight.watch posts
git config --add sennight.watch 'in work*'
put content/pond.md x
put news/content/a.md x
put 'news/in work, not this' x
g add .
commits 0
called
put news/posts/a.md x
g add .
commits 0
called 'news: sennight check --since HEAD'
put 'news/in work*/a.md' x
g add .
cd news || exit 1
commits 0
called 'news: sennight check --since HEAD'
cd .. || exit 1
git config sennight.folder nowhere
put news/posts/a.md y
commits 1 -a
says 'there is no folder nowhere'
called

begin 'hook: the first commit'
g init -q "$work/young"
cd "$work/young" || exit 1
install_hook
put content/a.md x
g add .
commits 0
called 'young: sennight check --since HEAD'

begin 'hook: a linked work tree'
install_hook
g worktree add -q -b topic "$work/beside"
cd "$work/beside" || exit 1
put content/pond.md x
commits 0 -a
called 'beside: sennight check --since HEAD'

# The real program behind it sees what git tells a hook in its environment.
begin 'hook: the changes that sennight-git sees'
install_hook
stand_in sennight "\"$build/sennight-git\" changed HEAD >\"$work/out\""
mkdir news
mv content news/
git config sennight.folder news
g add -A
g commit -q --no-verify -m moved
put news/content/pond.md staged
put news/content/new.md untracked
g add news/content/pond.md
commits 0
gives "A content/new.md ''" "M content/pond.md 'one\\ntwo\\n'"
put news/content/reed.md leaves
commits 0 news/content/reed.md
gives "A content/new.md ''" "M content/reed.md 'stems\\n'"
called 'news: sennight check --since HEAD' 'news: sennight check --since HEAD'
stand_in sennight

at() {
	"$build/test/git/yaml-at" "$presets/github-check.yml" "$1"
}

is() {
	at "$1" >"$work/got" 2>&1 || fail "nothing at $1: $(cat "$work/got")"
	shift
	printf '%s\n' "$@" | diff -u - "$work/got" >"$work/diff" ||
		fail "$(sed 1,2d "$work/diff")"
}

# step NUMBER STATUS: run a step as GitHub does.
step() {
	at "jobs.check.steps.$1.run" >"$work/step"
	status=0
	# shellcheck disable=SC2030,SC2031
	(
		GITHUB_BASE_REF='main' RUNNER_TEMP=$work/runner PATH=$bin:$PATH
		export GITHUB_BASE_REF RUNNER_TEMP PATH
		bash -e "$work/step"
	) >"$work/step.out" 2>"$work/err" || status=$?
	test "$status" = "$2" ||
		fail "status $status, not $2: $(cat "$work/err")"
}

begin 'workflow: what it may do and when it runs'
is on pull_request
is permissions contents
is permissions.contents read
is jobs check
is jobs.check.steps.0.with.fetch-depth 0
is env SENNIGHT_REPOSITORY SENNIGHT_REF
at jobs.check.steps.0.uses | grep -q '^actions/checkout@v[0-9]*$' ||
	fail 'no checkout'
at jobs.check.steps.3 && fail 'a step that is not tried here'
# A name that others choose must not become part of a script.
grep -nF "\${{" "$presets/github-check.yml" && fail 'an expression'

if command -v bash >/dev/null; then
	begin 'workflow: the placeholder is not fetched from'
	stand_in git
	SENNIGHT_REPOSITORY=$(at env.SENNIGHT_REPOSITORY)
	SENNIGHT_REF=$(at env.SENNIGHT_REF)
	export SENNIGHT_REPOSITORY SENNIGHT_REF
	step 1 1
	grep -q '^::error::set SENNIGHT_REPOSITORY' "$work/step.out" ||
		fail 'it does not say what to do'
	called
	rm "$bin/git"

	begin 'workflow: Sennight is built and installed from a tag'
	for name in meson ninja; do
		stand_in $name
	done
	# shellcheck disable=SC2016
	stand_in sudo 'exec "$@"'
	cat >setup <<-END
		#!/bin/sh
		echo "\${PWD##*/}: ./setup" >>"$work/calls"
	END
	chmod +x setup
	commit setup
	g tag v1
	g rm -q setup
	commit 'not for us'
	mkdir -p "$work/runner"
	SENNIGHT_REPOSITORY="file://$top"
	SENNIGHT_REF=v1
	step 1 0
	called 'sennight: ./setup' \
		'sennight: meson setup --buildtype=release -Dtests=disabled build' \
		'sennight: ninja -C build' \
		'sennight: sudo meson install -C build --no-rebuild' \
		'sennight: meson install -C build --no-rebuild'

	begin 'workflow: the check'
	step 2 0
	called "${top##*/}: sennight check --since origin/main --format github"
	stand_in sennight 'exit 1'
	step 2 1
	called "${top##*/}: sennight check --since origin/main --format github"
else
	no 'workflow: its steps' 'bash is not installed'
fi
finish
