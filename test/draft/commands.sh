#!/bin/sh
# sennight draft new and add: what they say, and how they end.
# shellcheck source=test/inbox/common
. "$(dirname "$0")/../inbox/common"

draft=draft/2026-03-04.md
cat >>sennight.yaml <<END
  - {id: help, title: Help wanted, kind: participation, none: "*Nobody asks.*"}
END
fresh() {
	rm -rf draft
	mkdir draft
	cat >"$draft" <<-END
		Title: Averted Vision 9
		Number: 9
		Date: 2026-03-04

		Clear skies.

		## Observations

		* [Moon](https://moon.example.org/)

		## Help wanted

		## Star of the Week
	END
	cp "$draft" before
}

unchanged() {
	cmp -s before "$draft" || fail "$draft was changed"
}

link() {
	printf '{"title":"%s","url":"https://%s.example.org/","section":"%s"}\n' \
		"$1" "$1" "${2-news}"
}

# With a list at the standard input, which `run` closes.
run_with() {
	wanted=$1 input=$2
	shift 2
	status=0
	"$build/sennight" "$@" >"$work/out" 2>"$work/err" <"$input" || status=$?
	test "$status" = "$wanted" ||
		fail "$*: status $status, not $wanted: $(cat "$work/err")"
}

begin 'all is in: 0'
fresh
run 0 draft add --section news --title Dew https://dew.example.org/
prints "^$draft:10: Observations: Dew$"
{
	link fog
	echo
	link mist
} >list
run 0 draft add --from list
prints "^$draft:11: Observations: fog$" "^$draft:12: Observations: mist$"
link haze >list
run_with 0 list draft add --from -
prints "^$draft:13: Observations: haze$"
run_with 0 /dev/null draft add --from -
lines 0

begin 'something was there: 1'
fresh
run 1 draft add --section news --title Moon https://moon.example.org/
prints "^$draft:9: Observations: Moon (already there)$"
unchanged
{
	link moon
	link fog
} >list
run 1 draft add --from list --format json
prints '"state":"there"' '"state":"added"'

begin 'something was left out: 1'
fresh
{
	link fog
	link mist nowhere
	echo nonsense
} >list
run 1 draft add --from list --keep-going
prints 'Observations: fog$'
says '^list:3: this is no JSON'
says '^list:2: "mist" is left out: there is no such section'

begin 'nothing was written: 2'
fresh
run 2 draft add --from list
says '^list:3: this is no JSON'
says 'nothing was written, because of 1 line; --keep-going leaves those out'
unchanged
link mist nowhere >list
run_with 2 list draft add --from -
says '^standard input:1: "mist" is left out'
unchanged
run 2 draft add --from nowhere.jsonl
run 2 draft add --section nowhere --title Dew https://dew.example.org/
says '"Dew" is left out: there is no such section'
run 2 draft add --section news --title Dew dew.example.org
says 'is no web address'
run 2 draft add --section news --title Dew --tag odd https://dew.example.org/
says 'there is no tag odd'
run 2 draft add https://dew.example.org/
says 'a link needs its --title'
run 2 draft add
run 2 draft add --none --from list
says '--none adds nothing else'
run 2 draft add --title Dew https://dew.example.org/ draft/none.md
says 'draft/none.md'
touch draft/second.md
run 2 draft add --title Dew https://dew.example.org/
says 'there are 2 drafts'
unchanged
rm -r draft
run 2 draft add --title Dew https://dew.example.org/
says 'there is no draft in draft; .sennight draft new. makes one'

begin 'a dry run says the same'
fresh
run 0 draft add -n --section news --title Dew https://dew.example.org/
prints "^$draft:10: Observations: Dew$"
run 1 draft add -n --section news --title Moon https://moon.example.org/
run 0 draft add -n --none
prints "^$draft:13: Help wanted: \*Nobody asks.\*$"
unchanged

begin 'that there is nothing'
fresh
run 0 draft add --none
prints "^$draft:13: Help wanted: \*Nobody asks.\*$"
lines 1
run 0 draft add --none
prints "^$draft: nothing is empty that should say so$"
fresh
run 0 draft add --none --format json
prints "^{\"state\":\"added\",\"file\":\"$draft\",\"line\":13,\"section\":\"Help wanted\",\"title\":\"\*Nobody asks.\*\",\"why\":null}$"
run 0 draft add --none --format json
lines 0

begin 'a template with variables that are not known: 1'
rm -rf draft
mkdir draft
# shellcheck disable=SC2016 # variables of the template
{
	printf 'Title: $title\nNumber: $number\nDate: $date\n\n'
	printf 'By $sponsr.\n\n## Observations\n'
} >draft/DRAFT_TEMPLATE
run 1 draft new --date 2026-03-04 --number 9
prints '^wrote  *draft/' 'sponsr: there is no such variable; did you mean'
grep -q '^By .sponsr\.$' draft/*.md || fail 'the draft was not made'
rm draft/*.md
run 1 draft new --date 2026-03-04 --number 9 --format json
prints '"kind":"variable"'
rm draft/*.md
sed -i '/^By/d' draft/DRAFT_TEMPLATE
run 0 draft new --date 2026-03-04 --number 9
run 2 draft new --date 2026-03-04 --number 9

finish
