#!/bin/sh
# sennight status, as an editor sees it who has never seen it.
# shellcheck source=test/inbox/common
. "$(dirname "$0")/common"

# 2026-01-14, noon.
SOURCE_DATE_EPOCH=1768392000
export SOURCE_DATE_EPOCH
cat >sennight.yaml <<END
name: Low Tide
address: https://tide.example.org/
database: ${SENNIGHT_STORE:-store.db}
rhythm: {weekday: wednesday, count_from: {number: 1, date: 2026-01-07}}
discussion: {links: [talk.example.org/**]}
check: {placeholders: [TALK_HERE, LAMP_HERE]}
sections:
  - {id: news, title: Harbour News, required: yes, editors: [Ada, Bo Li]}
  - {id: boats, title: Boats, editors: [Bo Li]}
  - {id: calls, title: Calls, kind: participation, none: "*No calls.*"}
  - {id: lamp, title: Lamp of the Week, kind: feature, feature: lamp, vote: yes}
  - {id: events, title: Events, kind: events}
  - {id: old, title: Wrecks}
END
mkdir content draft
cat >content/2026-01-14-tide.md <<'END'
Title: Low Tide 2
Number: 2
Date: 2026-01-14

## Harbour News

* [A quay](https://quay.example.org/)

[Discuss on the talk](https://talk.example.org/2)
END

# What was printed is this, to the byte but for how long ago it was.
is() {
	cat >"$work/wanted"
	sed -i 's/ [0-9]*[mhdwy] ago/ AGO/g; s/ just now/ AGO/g' "$work/out"
	cmp -s "$work/out" "$work/wanted" ||
		fail "$(diff "$work/wanted" "$work/out")"
}

json() {
	python3 -c 'import json, sys
s = json.load(open(sys.argv[1]))
if not eval(sys.argv[2]):
    sys.exit(repr({k: s[k] for k in s if k != "sections"}))' \
		"$work/out" "$1" 2>"$work/why" ||
		fail "not so: $1; but: $(tail -n 1 "$work/why")"
}

begin 'no draft'
run 0 inbox list
run 1 status
is <<'END'
There is no draft. The next issue, number 3, is due on Wednesday 2026-01-21 (in 7 days).

What to do
  sennight draft new  makes the draft of the next issue
END
run 1 status --format json
json 's["issue"] is None and s["next_issue"]["number"] == 3'
json 's["days_left"] == 7 and s["blocked"] and len(s["blocks"]) == 1'
json 's["next"][0]["command"] == "sennight draft new"'

begin 'a draft with everything that can be wrong'
cat >draft/2026-01-21-tide.md <<'END'
Title: Low Tide 3
Number: 3
Date: 2026-01-21

## Harbour News

TODO ask the harbour master

* [A pier](https://pier.example.org/)
* [A mole](LAMP_HERE)

## Boats

## Calls

*No calls.*

## Lamp of the Week

## Events

* 2026-01-25 | Lisbon, PT | [Tide Watchers](https://watch.example.org/)
    * [**Ebb at night**](https://watch.example.org/1)

[Discuss on the talk](TALK_HERE)
END
cat >candidates <<'END'
{"kind":"link","section":"news","fields":{"title":"A","url":"https://a.example.org/"}}
{"kind":"link","section":"news","fields":{"title":"B","url":"https://b.example.org/"}}
{"kind":"link","fields":{"title":"C","url":"https://c.example.org/"}}
{"kind":"link","section":"old","fields":{"title":"D","url":"https://d.example.org/"}}
{"kind":"event","fields":{"title":"Flood","url":"https://e.example.org/","first":"2026-01-30","mode":"virtual","status":"cancelled"}}
{"kind":"event","fields":{"title":"Over","url":"https://f.example.org/","first":"2026-01-02","mode":"virtual","status":"cancelled"}}
END
run 0 inbox add --from candidates
run 0 inbox accept 2 5 6 --as ada
run 0 votes nominate lamp --name Fresnel --url https://lamp.example.org/f
run 0 votes open lamp --until 2026-01-10
cat >>sennight.yaml <<'END'
sources:
  - {id: gulls, kind: feed, url: "https://gulls.example.org/feed"}
  - {id: nets, kind: command, run: [/bin/false]}
  - {id: sails, kind: command, run: [/bin/true]}
END
run 1 collect nets sails
run 1 status
is <<'END'
Low Tide 3, due on Wednesday 2026-01-21 (in 7 days): 4 things block it

What blocks it, in draft/2026-01-21-tide.md
  line 10   a placeholder of the template is left: LAMP_HERE
  line 7    a note about work to do is left: TODO ask the harbour master
  line 12   nothing stands below the heading (2 times): Boats, Lamp of the Week
            the votes for a lamp are over, and nothing is chosen: sennight votes close lamp

The link to the discussion (line 25) goes in when the issue is out.

Sections
  empty     Boats (Bo Li), Lamp of the Week
  waiting   Harbour News (2 items, 1 new, 1 accepted; Ada, Bo Li), Events (1 item, 2 accepted),
            Wrecks (1 new), (no section) (1 new)
  filled    Calls (none)

Inbox: 3 candidates wait for a decision, 3 are accepted and not in a draft

Sources: 1 of 3 complete, asked AGO
  gulls             never asked
  nets              incomplete AGO: the program ended with status 1

Votes
  lamp              1 nomination; votes counted until 2026-01-10T00:00:00Z

Events to look at
            cancelled: 2026-01-30 Flood (sennight inbox show 5)

What to do
  sennight votes close lamp  chooses the winner
  sennight collect           asks the 2 sources that are not complete
  sennight inbox list        shows what waits for a decision: 3
  sennight draft fill        puts into the draft what was accepted: 3
  sennight check             shows each place and what to do: 1 error, 3 warnings
END

begin 'all of it'
run 1 status --all
sed -n '/^Sections/,/^$/p' "$work/out" >"$work/table" && mv "$work/table" "$work/out"
is <<'END'
Sections                items       new  accepted  looked after by
  Harbour News              2         1         1  Ada, Bo Li
  Boats                 empty         -         -  Bo Li
  Calls             says none         -         -
  Lamp of the Week      empty         -         -
  Events                    1         -         2
  Wrecks                    -         1         -
  (no section)              -         1         -

END

begin 'the same as JSON'
run 1 status --format json
lines 1
json 's["today"] == "2026-01-14" and s["days_left"] == 7 and s["blocked"]'
json 's["issue"] == {"file": "draft/2026-01-21-tide.md", "number": 3,
	"title": "Low Tide 3", "date": "2026-01-21", "published": False}'
json '[b["rule"] for b in s["blocks"]] == ["note-left", "placeholder-left",
	"section-empty", None]'
json 's["blocks"][2]["places"] == [{"line": 12, "text": "Boats"},
	{"line": 18, "text": "Lamp of the Week"}]'
json 's["blocks"][3]["advice"] == "sennight votes close lamp"'
json 's["discussion"] == "placeholder" and s["findings"]["error"] == 1'
json '[(t["id"], t["state"], t["items"], t["new"], t["accepted"])
	for t in s["sections"]] == [("news", "items", 2, 1, 1),
	("boats", "empty", 0, 0, 0), ("calls", "none", 0, 0, 0),
	("lamp", "empty", 0, 0, 0), ("events", "items", 1, 0, 2),
	("old", "absent", 0, 1, 0), (None, "absent", 0, 1, 0)]'
json 's["sections"][0]["editors"] == ["Ada", "Bo Li"]'
json '[a["state"] for a in s["sources"]] == ["never", "incomplete",
	"complete"] and s["sources"][1]["trouble"].startswith("the program")'
json 's["votes"][0]["round"] == "over" and s["votes"][0]["section"] == "lamp"'
json 's["events"][0]["candidate"] == 5'
json 's["database"] == {"state": "open", "trouble": None}'
run 2 status --format yaml

begin 'in a narrow terminal no line is longer'
COLUMNS=50
export COLUMNS
run 1 status
unset COLUMNS
sed -n '/^What blocks/,/^$/p; /^Sources/,$p' "$work/out" >"$work/narrow"
python3 -c 'import sys
for line in open(sys.argv[1], encoding="utf-8"):
    if len(line) > 51: print(line)' "$work/narrow" >"$work/long"
test -s "$work/long" && fail "$(cat "$work/long")"

begin 'nothing is in its way'
run 0 votes close lamp --none
cat >draft/2026-01-21-tide.md <<'END'
Title: Low Tide 3
Number: 3
Date: 2026-01-21

## Harbour News

* [A pier](https://pier.example.org/)

[Discuss on the talk](TALK_HERE)
END
run 0 status
prints '^Low Tide 3, due on .*: nothing blocks it$' \
	'link to the discussion (line 9) goes in when' 'sennight publish draft/2026-01-21-tide.md  puts'
SOURCE_DATE_EPOCH=1768996800 run 0 status
prints ' 2026-01-21 (today)'
SOURCE_DATE_EPOCH=1769083200 run 1 status
prints ', was due on Wednesday 2026-01-21 (yesterday): 1 thing blocks it' \
	'its day is over: sennight publish .* --date today$'
cp content/2026-01-14-tide.md content/2026-01-21-other.md
sed -i 's/01-14/01-21/; s/ 2$/ 4/; s|talk.example.org/2|talk.example.org/4|' \
	content/2026-01-21-other.md
run 1 status
prints 'content/2026-01-21-other.md is out, for the same day or a later one'
rm content/2026-01-21-other.md

begin 'what is published'
run 0 status 2
prints '^Low Tide 2, published, .* 2026-01-14 (today): nothing is wrong$' \
	'^  filled    Harbour News (1)$'
grep -q 'Sources\|Inbox\|accepted' "$work/out" && fail 'what is of the next one'
run 0 status content/2026-01-14-tide.md --format json
json 's["issue"]["published"] and s["discussion"] == "linked"'
sed -i 's/^\[Discuss.*/<!-- discussion: & -->/' content/2026-01-14-tide.md
run 1 status 2026-01-14
prints '1 thing to mend' 'its discussion is not linked: sennight publish'

begin 'several drafts, and names of none'
cp draft/2026-01-21-tide.md draft/2026-01-28-tide.md
run 2 status
says 'there are 2 drafts; name one of draft/2026-01-21-tide.md, '
run 2 status 3
says '3 names more than one issue'
run 1 status draft/2026-01-28-tide.md
prints 'is not that of the file name: 2026-01-21, but the file is'
run 2 status 77
says 'there is no issue 77; name one by its number'
run 2 status 3 4
rm draft/2026-01-28-tide.md

begin 'a file with anything in it'
printf 'Title: \033[31mred\377\nDate: 2026-01-21\n\n## Harbour News\n\n* \376\n\0' \
	>draft/2026-01-21-tide.md
run 1 status
prints 'the text is not valid UTF-8'
grep -q "$(printf '\033')" "$work/out" && fail 'it commands the terminal'
run 1 status --format json
json 's["issue"]["title"] == "\x1b[31mred\ufffd"'
printf '' >draft/2026-01-21-tide.md
run 1 status
prints '^draft/2026-01-21-tide.md, due on Wednesday 2026-01-21'
mv draft/2026-01-21-tide.md draft/tide.md
run 1 status
prints '^draft/tide.md, without a date: '
finish
