#!/bin/sh
# sennight inbox, as an editor with hundreds of candidates uses it.
# shellcheck source=test/inbox/common
. "$(dirname "$0")/common"

# Two hundred links, a hundred events.
awk 'BEGIN {
	for (i = 1; i <= 200; i++)
		printf "{\"kind\":\"link\",\"source\":\"planet\",\"seen\":" \
			"\"2026-03-04T12:00:00Z\",\"section\":\"Observations\"," \
			"\"rule\":\"feeds.planet\",\"raw_hash\":\"00ff\",\"fields\":" \
			"{\"title\":\"Star %d\",\"url\":\"https://blog.example.org" \
			"/%d?utm_source=x\",\"tags\":[]},\"origin\":{\"title\":" \
			"\"entry title\"}}\n", i, i
	for (i = 1; i <= 100; i++)
		printf "{\"kind\":\"event\",\"source\":\"groups\",\"fields\":" \
			"{\"title\":\"Night %d\",\"url\":\"https://groups.example" \
			".org/%d\",\"first\":\"2026-04-%02d\",\"places\":[{\"city\":" \
			"\"%s\"}]}}\n", i, i, i % 30 + 1, i % 10 ? "Porto" : "Lisbon"
}' >candidates.jsonl

begin 'adding'
run 0 inbox list
lines 0
run 0 inbox add --from candidates.jsonl
prints '^300 new, 0 updated, 0 known'
run 0 inbox add --from candidates.jsonl
prints '^0 new, 0 updated, 300 known' \
	'^candidates.jsonl:7: known: 7 is new  Star 7$'
sed -n 7p candidates.jsonl | sed 's/Star 7/Star seven/; s/-04T/-05T/' >newer
run 0 inbox add --from newer
prints '^newer:1: updated: 7 is new  Star seven$' '^0 new, 1 updated'

begin 'lines that are wrong'
{
	head -n 1 candidates.jsonl | sed 's/blog/other/'
	echo 'not JSON'
	echo '{"kind":"comet"}'
	echo '{"kind":"link"}'
	echo '{"kind":"link","fields":{"url":"https://example.org/"}}'
	echo '{"kind":"link","fields":{"title":"x"}}'
	echo '{"kind":"link","fields":{"title":"x","url":"javascript:x"}}'
	echo '{"kind":"event","fields":{"title":"x","url":"https://e.org/"}}'
	echo '{"kind":"event","fields":{"title":"x","url":"https://e.org/","first":"2026-02-30"}}'
	echo '{"kind":"link","section":"Comets","fields":{}}'
	echo '{"kind":"link","seen":"yesterday","fields":{}}'
	echo '{"kind":"link","raw_hash":"xy","fields":{}}'
} >wrong.jsonl
run 2 inbox add --from wrong.jsonl
lines 0
says '^wrong.jsonl:2: this is no JSON'
says '^wrong.jsonl:3: its "kind" is none of link, event'
says '^wrong.jsonl:4: it has no object "fields"'
says '^wrong.jsonl:5: it has no "title"'
says '^wrong.jsonl:6: it has no "url"'
says '^wrong.jsonl:7: its "url" is no web address: javascript:x'
says '^wrong.jsonl:8: an event needs its day'
says '^wrong.jsonl:9: its "first" is no day'
says '^wrong.jsonl:10: the settings have no section "Comets"'
says '^wrong.jsonl:11: its "seen" is no time'
says '^wrong.jsonl:12: its "raw_hash" is not hexadecimal'
says '11 of 12 lines are wrong, and nothing was put in'
run 0 inbox list
lines 300
run 2 inbox add --from nowhere.jsonl
says 'nowhere.jsonl'

begin 'listing'
run 0 inbox list --kind event
lines 100
run 0 inbox list --section Observations
lines 200
run 0 inbox list --section -
lines 100
run 0 inbox list --source planet --text SEVEN
lines 1
prints '^     7  link      news        Star seven  *blog.example.org  *[0-9]*m$'
run 0 inbox list --text lisbon
lines 10
run 0 inbox list --text 100%
lines 0
run 0 inbox list --most 3 --after 10
lines 3
prints '^    11 '
run 0 inbox list --count
prints '^    300 new: 200 link, 100 event$' '^      0 placed$'
run 0 inbox list --format json --text seven
lines 1
prints '"id":7,"state":"new","kind":"link","section":"news"' \
	'"key":"https://blog.example.org/7"' '"raw_hash":"00ff"' \
	'"origin":{"title":"entry title"}'
run 2 inbox list --section Comets
says 'the settings have no section "Comets"'
run 2 inbox list --state odd
run 2 inbox list --kind odd
run 2 inbox list --format xml
run 2 inbox list 7

begin 'deciding'
run 0 inbox accept 1-10 12,14 --as ada --section Talks
lines 13
prints '^     1  accepted for talks  Star 1$' '^12 accepted'
run 0 inbox accept 1,2 --as bob
prints '^     1  is accepted already by ada, 0m ago  Star 1$' '^0 accepted'
run 1 inbox reject 1 500 --as bob --reason 'an advertisement'
prints 'stays accepted by ada, 0m ago (--overturn' \
	'^   500  there is no such candidate' '^0 rejected'
run 0 inbox reject 1 --as bob --reason 'an advertisement' --overturn
run 1 inbox accept 1 --as ada
prints 'stays rejected by bob, 0m ago: an advertisement'
# A range is of those that are new.
run 0 inbox reject 1-20 --as ada
prints '^8 rejected'
run 2 inbox accept
says 'which ones?'
run 2 inbox accept x
says '"x" is no number'
run 2 inbox accept 20-10
run 2 inbox accept 1 --all
says 'either --all or numbers'
run 2 inbox move 30
says 'where to? --section'
run 2 inbox accept 30 --section Comets
run 2 inbox accept 30 --as ''
says 'needs a name'

begin 'all that filters choose'
run 0 inbox accept --all --text lisbon --as ada
prints '^10 accepted'
run 0 inbox move --all --in - --section Observations --as ada
lines 1
prints '^90 moved'
run 0 inbox list --section news --kind event
lines 90
run 0 inbox reject --all --kind link --as ada
prints '^180 rejected'

begin 'what was rejected stays so'
run 0 inbox add --from candidates.jsonl
prints '^0 new' \
	'^candidates.jsonl:1: known: 1 is rejected by bob, 0m ago: an adv'

begin 'undo'
run 0 inbox undo --as ada
prints '^taken back: reject by ada, 180'
run 0 inbox undo --as ada
prints '^taken back: move by ada, 90'
run 0 inbox undo 1 --as ada
prints '^     1  accepted for talks  Star 1$'
run 1 inbox undo 299 --as ada
says 'nothing to take back'
run 1 inbox undo --as nobody
run 0 inbox undo --as ada
prints '^taken back: accept by ada, 10'
run 0 inbox list --state accepted
lines 12

begin 'showing'
run 0 inbox show 1 2
prints '^1  accepted link by ada' '(from entry title)' 'feeds.planet' \
	'bob reject: an advertisement (taken back by ada)' '^2  accepted'
run 1 inbox show 1 999
says 'there is no candidate 999'
run 0 inbox show 1-999 --format json
lines 300
prints '"trail":\[{"what":"accept"'

begin 'a terminal is not commanded'
# shellcheck disable=SC2016
printf '%s\n' '{"kind":"link","fields":{"title":"\u001b[31mred\u001b]0;x\u0007\u202e","url":"https://example.org/\u001b"}}' >evil.jsonl
run 0 inbox add --from evil.jsonl
run 0 inbox list --text red
prints ' \[31mred\]0;x  '
run 0 inbox show "$(awk '{ print $1 }' "$work/out")"
if LC_ALL=C grep -q "$(printf '\033')" "$work/out"; then
	fail 'an escape reached the terminal'
fi

begin 'no newsletter'
cd "$work" || exit 1
run 2 inbox list
says 'there is no sennight.yaml here'

finish
