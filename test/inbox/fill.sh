#!/bin/sh
# sennight draft fill: from the inbox into a draft and into git.
# shellcheck source=test/inbox/common
. "$(dirname "$0")/common"

# What git finds around us is none of the tests' business.
for variable in $(env | sed -n 's/^\(GIT_[A-Z_]*\)=.*/\1/p'); do
	unset "$variable"
done
HOME=$work/home
GIT_CONFIG_NOSYSTEM=1 GIT_CEILING_DIRECTORIES=${work%/*}
export HOME GIT_CONFIG_NOSYSTEM GIT_CEILING_DIRECTORIES
mkdir -p "$HOME"
cat >"$HOME/.gitconfig" <<END
[user]
	name = Ada
	email = ada@example.org
[init]
	defaultBranch = main
END

cat >>sennight.yaml <<END
  - {id: events, title: Events, kind: events}
  - {id: help, title: Help wanted, kind: participation}
  - {id: merged, title: Merged, kind: changes}
  - {id: periods, title: Comment periods, kind: decisions}
  - {id: extra, title: Extra, kind: items}
regions:
  - {id: virtual, title: Virtual, virtual: true}
  - {id: europe, title: Europe, countries: [PT, NO]}
END
draft=draft/2026-03-04.md
first_draft() {
	mkdir -p draft
	cat >"$draft" <<-END
		Title: Averted Vision 9
		Number: 9
		Date: 2026-03-04

		Clear skies.

		## Observations

		* [Moon](https://moon.example.org/)

		## Talks

		## Star of the Week

		## Help wanted

		## Merged

		## Comment periods

		## Events
	END
}
first_draft

# add SECTION KIND FIELDS: a candidate that was accepted; its number is $id.
add() {
	printf '{"kind":"%s","section":%s,"source":"planet","seen":%s,"fields":%s}\n' \
		"$2" "$1" '"2026-03-01T12:00:00Z"' "$3" >one.jsonl
	run 0 inbox add --from one.jsonl --format json
	id=$("$build/sennight" inbox list --format json |
		sed -n 's/^{"id":\([0-9]*\),.*/\1/p' | tail -n 1)
	run 0 inbox accept "$id" --as ada
}

link() {
	add "$1" link "{\"title\":\"$2\",\"url\":\"https://$2.example.org/\"}"
}

# state ID STATE: it is in this state.
state() {
	run 0 inbox show "$1" --format json
	prints "\"state\":\"$2\""
}

# count TEXT N: as many lines of the draft hold it.
count() {
	found=$(grep -c -F -e "$1" "${3-$draft}")
	test "$found" = "$2" || fail "$found lines with $1, not $2: $(cat "$draft")"
}

is() {
	test "$2" = "$3" || fail "$1: $2, not $3"
}

begin 'nothing is accepted'
run 0 draft fill
prints '^there is nothing accepted'
run 2 draft fill a b
run 2 draft fill --section Comets
says 'the settings have no section "Comets"'
run 2 draft fill --as ''
run 2 draft fill --format xml
run 2 draft fill draft/nowhere.md

begin 'a dry run'
link '"news"' dew
dew=$id
cp "$draft" before
run 0 draft fill --dry-run
prints "^ *$dew  $draft:10: Observations: dew$" "^1 would be put into $draft$" \
	'^nothing was committed: .* is in no git repository'
cmp -s before "$draft" || fail 'the draft was changed'
state "$dew" accepted

begin 'no git repository'
run 0 draft fill --as eve
prints "^ *$dew  $draft:10: Observations: dew$" "^1 put into $draft$" \
	'^nothing was committed: .* is in no git repository; go into one'
count dew.example.org 1
state "$dew" placed
prints "\"draft\":\"$draft\"" \
	"\"what\":\"place\",\"at\":\"[^\"]*\",\"who\":\"eve\",\"reason\":\"$draft\""
run 0 draft fill
prints '^there is nothing accepted'

begin 'a repository without the draft'
git init -q
printf '/store.db*\n/var\n/*.jsonl\n/before\n' >.gitignore
git add .gitignore sennight.yaml
link '"news"' fog
run 0 draft fill
prints "^nothing was committed: $draft is not committed yet; nothing is"
git commit -q -m settings
link '"news"' mist
run 0 draft fill
prints "^nothing was committed: $draft is not committed yet$"
count mist 1

begin 'a commit for each kind'
git add -A
git commit -q -m drafts
link '"talks"' lens
link '"news"' halo
add null event '{"title":"Night","url":"https://night.example.org/","first":"2026-04-03","mode":"hybrid","places":[{"city":"Lisbon","country":"PT"}]}'
night=$id
add null call '{"kind":"participation","title":"Count stars","url":"https://github.com/a/b/issues/1"}'
add null change '{"title":"faster","url":"https://github.com/a/b/pull/2"}'
add '"periods"' decision '{"title":"a period","url":"https://github.com/a/b/issues/3"}'
add '"star"' feature '{"name":"Vega","url":"https://vega.example.org/","text":"a star"}'
run 0 draft fill
prints "^ *$night  $draft:[0-9]*: Virtual: Night$" \
	"^ *$night  $draft:[0-9]*: Europe: Night$" "^7 put into $draft$" \
	'^committed: [0-9a-f]\{10\} Add 2 links from the inbox$' \
	'^committed: [0-9a-f]\{10\} Add 1 event from the inbox$' \
	'^committed: [0-9a-f]\{10\} Add 1 call from the inbox$' \
	'^committed: [0-9a-f]\{10\} Add 1 decision from the inbox$' \
	'^committed: [0-9a-f]\{10\} Add 1 change from the inbox$' \
	'^committed: [0-9a-f]\{10\} Add 1 feature from the inbox$'
is status "$(git status --porcelain)" ''
is commits "$(git rev-list --count HEAD)" 8
is message "$(git log -1 --format=%B HEAD~5)" 'Add 2 links from the inbox

* Observations: halo
* Talks: lens'
is author "$(git log -1 --format='%an <%ae>')" 'Ada <ada@example.org>'
is 'links of their commit' "$(git show --format= HEAD~5 | grep -c '^+\*')" 2
while IFS=: read -r line; do
	number=${line#*md:} number=${number%%:*}
	sed -n "${number}p" "$draft" | grep -q '^\* \|^This week' ||
		fail "line $number holds $(sed -n "${number}p" "$draft")"
done <<END
$(grep "$draft:" "$work/out")
END

begin 'what is there already'
link '"news"' comet
comet=$id
sed -i '/moon.example/a * [A comet](https://comet.example.org/?utm_source=x)' \
	"$draft"
git commit -q -a -m 'by hand'
run 0 draft fill
prints "^ *$comet  $draft:10: Observations: comet (already there)$" \
	"^0 put into $draft, 1 already there$"
state "$comet" placed
count comet.example.org 1
is commits "$(git rev-list --count HEAD)" 9

begin 'what has no place stays accepted'
add '"star"' feature '{"name":"Deneb","url":"https://deneb.example.org/","text":"too"}'
deneb=$id
add null call '{"title":"Which","url":"https://which.example.org/"}'
which=$id
link '"news"' glow
add null event '{"title":"Far","url":"https://far.example.org/","first":"2026-04-04","places":[{"city":"Nowhere"}]}'
far=$id
run 1 draft fill
prints "^ *$deneb  left: \"Deneb\": another one stands there already$" \
	"^ *$which  left: \"Which\": neither \"kind\" nor its section say" \
	"^ *$far  left: \"Far\": no region has its place" \
	"^1 put into $draft, 3 left$"
state "$deneb" accepted
state "$far" accepted
run 0 inbox move "$which" --section help --as ada
run 0 inbox reject "$deneb" "$far" --as ada
run 0 draft fill
prints "^ *$which  $draft:[0-9]*: Help wanted: Which$"

begin 'one section'
link '"news"' ring
ring=$id
link '"talks"' arc
arc=$id
link null loose
loose=$id
add null event '{"title":"Day","url":"https://day.example.org/","first":"2026-04-05","mode":"virtual"}'
day=$id
run 0 draft fill --section Talks
prints "^1 put into"
state "$arc" placed
state "$ring" accepted
run 0 draft fill --section events
state "$day" placed
run 0 draft fill --section -
prints ": Unsorted: loose$"
state "$loose" placed
state "$ring" accepted
run 0 draft fill --section news

begin 'edits of somebody else'
printf 'Note: mine.\n' >>"$draft"
sed -i 's/^Clear skies\./Cloudy./' "$draft"
link '"news"' aurora
run 0 draft fill
prints '^committed: .* Add 1 link from the inbox$'
is 'the commit' "$(git show --format= --numstat HEAD)" "1	0	$draft"
git show HEAD:"$draft" >before
count 'Note: mine' 0 before
count 'Cloudy' 0 before
count aurora.example.org 1 before
count 'Note: mine' 1
count 'Cloudy' 1
count aurora.example.org 1
is status "$(git status --porcelain)" " M $draft"
is diff "$(git diff --numstat)" "2	1	$draft"

begin 'edits that are staged'
git add "$draft"
printf 'More.\n' >>"$draft"
link '"news"' zenith
run 0 draft fill
is 'the commit' "$(git show --format= --numstat HEAD)" "1	0	$draft"
is staged "$(git diff --cached --numstat)" "2	1	$draft"
is unstaged "$(git diff --numstat)" "1	0	$draft"
count zenith.example.org 1
git commit -q -a -m 'by hand'

begin 'other changes are left alone'
echo x >other
echo y >staged
git add staged
link '"news"' nadir
run 0 draft fill
is 'the commit' "$(git show --format= --numstat HEAD)" "1	0	$draft"
is status "$(git status --porcelain)" 'A  staged
?? other'
rm -f other
git rm -q -f staged

begin 'no commit'
before=$(git rev-parse HEAD)
link '"news"' umbra
run 0 draft fill --no-commit
prints '^nothing was committed: you said --no-commit$'
is HEAD "$(git rev-parse HEAD)" "$before"
count umbra 1
git checkout -q "$draft"

begin 'what was cut off is completed'
# In the draft and not in git; in git and not in the store.
link '"news"' penumbra
cut=$id
cp "$draft" before
sed -i '/umbra/d' before
run 0 draft fill --no-commit
cp "$draft" filled
git checkout -q "$draft"
run 0 inbox undo "$cut" --as ada
state "$cut" accepted
cp filled "$draft"
rm filled
run 0 draft fill
prints ': penumbra (already there)$' '^committed: .* Add 1 link'
is status "$(git status --porcelain)" ''
count penumbra 1

begin 'a merge is under way'
link '"news"' nova
nova=$id
before=$(git rev-parse HEAD)
git rev-parse HEAD >.git/MERGE_HEAD
run 2 draft fill
says 'a merge, rebase or the like is under way'
says 'nothing was changed; --no-commit'
count nova 0
state "$nova" accepted
rm .git/MERGE_HEAD
run 0 draft fill

begin 'quotes are known again'
run 0 inbox list --state accepted
lines 0
first_draft
git commit -q -a -m again
# shellcheck disable=SC2016 # JSON
add '"star"' feature '{"text":"It is *full*\nof `<stars>`.\n\nAnd more.","source":"Dave"}'
quote=$id
run 0 draft fill --no-commit
cp "$draft" filled
git checkout -q "$draft"
run 0 inbox undo "$quote" --as ada
mv filled "$draft"
run 0 draft fill
prints '(already there)$'
state "$quote" placed

begin 'taking it back'
link '"news"' pulsar
pulsar=$id
run 0 draft fill --as ada
# The last command of ada is the accept, on which something follows.
run 1 inbox undo --as ada
prints 'stays placed in draft'
run 1 inbox undo "$pulsar" --as ada
says "^$pulsar stands in $draft, line 10; take it out there first"
prints "^ *$pulsar  stays placed in $draft  pulsar"
run 1 inbox reject "$pulsar" --as ada
sed -i '/pulsar/d' "$draft"
run 0 inbox undo "$pulsar" --as ada
prints 'taken back: place by ada, 1'
state "$pulsar" accepted
run 0 inbox reject "$pulsar" --as ada
git commit -q -a -m out

begin 'decided anew while it was being filled'
# A program that stands for git takes the time to reject it.
link '"news"' quasar
quasar=$id
mkdir "$work/slow"
for program in sennight sennight-store; do
	cp "$build/$program" "$work/slow/"
done
cat >"$work/slow/sennight-git" <<END
#!/bin/sh
if test "\$1" = commit; then
	"$build/sennight" inbox reject $quasar --as bob --overturn >/dev/null
fi
exec "$build/sennight-git" "\$@"
END
chmod +x "$work/slow/sennight-git"
status=0
"$work/slow/sennight" draft fill >"$work/out" 2>"$work/err" || status=$?
is status "$status" 1
prints "^ *$quasar  $draft:[0-9]*: Observations: quasar (meanwhile it was rejected; take"
state "$quasar" rejected

begin 'git fails at the end'
link '"news"' blazar
blazar=$id
cat >"$work/slow/sennight-git" <<END
#!/bin/sh
if test "\$1" = commit; then
	echo 'sennight-git: no room' >&2
	exit 2
fi
exec "$build/sennight-git" "\$@"
END
status=0
"$work/slow/sennight" draft fill >"$work/out" 2>"$work/err" || status=$?
is status "$status" 2
says 'no room'
says "$draft is filled; what is behind it failed, run it again"
state "$blazar" accepted
count blazar 1
run 0 draft fill
state "$blazar" placed
is status "$(git status --porcelain)" ''

begin 'somebody saves the draft meanwhile'
link '"news"' magnetar
magnetar=$id
cat >"$work/slow/sennight-git" <<END
#!/bin/sh
echo 'Saved.' >>"$draft"
exec "$build/sennight-git" "\$@"
END
status=0
"$work/slow/sennight" draft fill >"$work/out" 2>"$work/err" || status=$?
is status "$status" 2
says 'was changed while it was being filled; nothing was written'
count 'Saved.' 1
count magnetar 0
state "$magnetar" accepted
run 0 draft fill "$PWD/./$draft"
state "$magnetar" placed
prints "\"draft\":\"$draft\""
git commit -q -a -m saved

begin 'no program for git'
rm "$work/slow/sennight-git"
link '"news"' lyra
status=0
"$work/slow/sennight" draft fill >"$work/out" 2>"$work/err" || status=$?
is status "$status" 0
prints '^nothing was committed: .*sennight-git'
git commit -q -a -m lyra

begin 'changed since it was accepted'
link '"news"' vela
sed -i 's/2026-03-01/2099-01-01/; s/"vela"/"vela two"/' one.jsonl
run 0 inbox add --from one.jsonl
sleep 1
sed -i 's/2099-01-01/2099-01-02/; s/"vela two"/"vela three"/' one.jsonl
run 0 inbox add --from one.jsonl
run 0 draft fill
prints ': vela three (its source changed it since it was accepted)$'

begin 'what breaks one item breaks no other'
# Where its heading would be made, a comment swallows it.
sed -i '/^## Comment periods/a <!-- open' "$draft"
link '"news"' norma
norma=$id
link '"extra"' lost
lost=$id
run 1 draft fill
prints "^ *$norma  $draft:[0-9]*: Observations: norma$" \
	"^ *$lost  left: \"lost\": .* comment or code left open above it?$" \
	'^committed: [0-9a-f]* Add 1 link from the inbox$'
state "$lost" accepted
run 0 inbox reject "$lost" --as ada
first_draft
git commit -q -a -m again

begin 'lines of JSON'
link '"news"' crux
crux=$id
add null call '{"title":"Odd","url":"https://odd.example.org/"}'
odd=$id
run 1 draft fill --format json
lines 3
prints "^{\"id\":$crux,\"state\":\"added\",\"kind\":\"link\",\"file\":\"$draft\",\"line\":[0-9]*,\"section\":\"Observations\",\"title\":\"crux\",\"why\":null,\"changed_since\":false,\"meanwhile\":null}$" \
	"^{\"id\":$odd,\"state\":\"refused\",.*\"line\":null,.*\"why\":\"neither" \
	'^{"dry_run":false,"added":1,"there":0,"left":1,"commits":\["[0-9a-f]*"\],"not_committed":null}$'

begin 'the same by two sources'
run 0 inbox reject "$odd" --as ada
link '"news"' ara
add null event '{"title":"ara","url":"https://ara.example.org/","first":"2026-04-09","mode":"virtual"}'
run 0 draft fill
prints ': Observations: ara$' ': Virtual: ara$'

begin 'an event in a section of links'
add '"talks"' event '{"title":"Gala","url":"https://gala.example.org/","first":"2026-04-09","mode":"virtual"}'
gala=$id
run 1 draft fill
prints "^ *$gala  left: \"Gala\": it is an event, and the section holds none$"
run 0 inbox move "$gala" --section events --as ada
run 0 draft fill
prints ': Virtual: Gala$'

begin 'line ends of this machine'
echo '*.md text eol=crlf' >.gitattributes
git add .gitattributes
rm "$draft"
git checkout -q "$draft"
git commit -q -m ends
link '"news"' indus
run 0 draft fill
is 'the commit' "$(git show --format= --numstat HEAD)" "1	0	$draft"
is status "$(git status --porcelain)" ''
is ends "$(grep -c "$(printf '\r')$" "$draft")" "$(wc -l <"$draft")"
git rm -q .gitattributes
rm "$draft"
git checkout -q "$draft"
git commit -q -m ends

begin 'a newsletter in a folder of a repository'
mv .git .gitignore "$work/"
cd "$work" || exit 1
git add -A newsletter 2>/dev/null
git commit -q -m moved
cd newsletter || exit 1
link '"news"' ursa
run 0 draft fill
prints '^committed: .* Add 1 link'
is 'the commit' "$(git show --format= --numstat HEAD)" \
	"1	0	newsletter/$draft"
is status "$(git status --porcelain -- "$draft")" ''

finish
