#!/bin/sh
# sennight votes, as an editor uses it.
# shellcheck source=test/inbox/common
. "$(dirname "$0")/common"

begin 'nominating'
run 0 votes nominate star --name Mira --url https://example.org/mira \
	--text 'It pulsates'
prints '^1 is open$'
run 0 votes nominate star --name Mira --url https://www.example.org/mira/
prints '^1 is known: open$'
run 0 votes nominate star --name Vega
run 2 votes nominate comet --name Halley
says 'no section of the settings features "comet"'
run 2 votes nominate star
says 'what? --name'
run 2 votes nominate star --name x --url javascript:x
says 'is no web address'

begin 'what was counted elsewhere'
run 0 votes tally 1 forum 11
run 0 votes tally 1 forum 12
run 2 votes tally 9 forum 12
says 'there is no nomination 9'
run 2 votes tally 1 forum many
run 0 votes list
lines 2
prints '^     1      0  star      Mira  *forum 12$'
run 0 votes list star --format json
prints '"name":"Mira".*"votes":0,"leads":false,"elsewhere":\[{"source":"forum"'
run 2 votes list comet

begin 'rounds'
run 1 votes close star --none
says 'there is no open round'
run 0 votes open star --until 2026-03-04T17:00Z
prints 'until 2026-03-04T17:00:00Z'
run 0 votes open star
prints 'until you close the round'
run 0 votes list
lines 3
prints '^votes for a star count until you close the round$'
run 2 votes open star --until soon
run 1 votes close star
says 'nobody voted'
run 1 votes close star 9
says 'no open nomination of this kind'
run 0 votes close star 2 --as ada
prints 'closed; 2 is chosen; in the inbox it is 1, accepted$'
run 0 votes list
lines 1

begin 'what was chosen is in the inbox'
run 0 inbox show 1
prints 'Vega' 'ada' 'the vote'
run 0 inbox list --state accepted --format json
prints '"kind":"feature".*"source":"votes"' '"section":"star"'
run 0 inbox reject 1 --as ada
run 0 votes nominate star --name Deneb --url https://example.org/deneb \
	--text 'It is far' --credit 'Ada L.'
run 0 votes close star 3
prints 'in the inbox it is 2, accepted$'
run 0 inbox show 2 --format json
prints '"thanks":{"name":"Ada L."}'

begin 'refusing'
run 0 votes refuse 1 --reason 'shown last week'
run 1 votes refuse 1
says 'no open nomination 1'
run 0 votes nominate star --name Mira --url https://example.org/mira
prints '^1 is known: refused$'
run 0 votes list
lines 0

finish
