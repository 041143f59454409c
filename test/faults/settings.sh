#!/bin/sh
# Settings that are wrong: the place is shown, and nothing is written.
# shellcheck source=test/faults/common
. "$(dirname "$0")/common"

# wrong NAME PATTERN TEXT: these settings are refused with such words.
wrong() {
	rm -rf n
	newsletter n
	printf '%b' "$3" >n/sennight.yaml
	run "$1" 2 -C n build
	says "$1" "$2"
	test ! -e n/public || fail "$1" 'an output was begun'
	# From inside the folder `show` uses the same settings.
	run "show, $1" 2 -C n show content/2026-01-07-one.md
}

good='preset: neutral\nname: Low Tide\naddress: https://tide.example.org/\n'
wrong 'no YAML' 'sennight.yaml:1:[0-9]+' '{{{{ [ : }'
wrong 'no mapping' 'sennight.yaml:1:1' '- a\n- b\n'
wrong 'a tab' 'sennight.yaml:[0-9]+:[0-9]+' "${good}site:\n\tmenu: []\n"
wrong 'unknown key' 'sennight.yaml:4:1: unknown key .colour' "${good}colour: red\n"
says 'unknown key' '\^\^\^'
wrong 'key twice' 'sennight.yaml:4:[0-9]+' "${good}name: Again\n"
wrong 'no UTF-8' 'sennight.yaml:4:' "${good}tagline: a\0377b\n"
wrong 'NUL' 'sennight.yaml' "${good}tagline: a\0000b\n"
wrong 'unknown preset' 'sennight.yaml:1:9' 'preset: paper\nname: x\naddress: https://a.example/\n'
wrong 'address of another kind' 'sennight.yaml:3:10' 'preset: neutral\nname: x\naddress: ftp//x\n'
wrong 'a list for a text' 'sennight.yaml:2:[0-9]+' 'preset: neutral\nname: [a, b]\naddress: https://a.example/\n'
wrong 'unknown zone' 'sennight.yaml:.*time_zone' "${good}time_zone: Mars/Olympus\n"
wrong 'zone that is a path' 'sennight.yaml:.*time_zone' "${good}time_zone: ../../etc/passwd\n"
wrong 'folder that climbs' 'sennight.yaml:5:' "${good}folders:\n  content: ../../..\n"
wrong 'output that climbs' 'sennight.yaml:5:' "${good}folders:\n  output: ../x\n"
wrong 'output that is absolute' 'sennight.yaml:5:' "${good}folders:\n  output: /tmp\n"
wrong 'output is content' 'sennight.yaml:.*output|content' "${good}folders:\n  output: content\n"
wrong 'output in content' 'sennight.yaml:.*output|content' "${good}folders:\n  output: content/public\n"
wrong 'output is everything' 'sennight.yaml:.*output|content|\.' "${good}folders:\n  output: .\n"
wrong 'content in output' 'sennight.yaml:.*output|content' "${good}folders:\n  output: content\n  content: content/issues\n"
wrong 'unknown variable' 'sennight.yaml:5:' "${good}addresses:\n  issue: /a/{colour}/\n"
wrong 'pattern without end' 'sennight.yaml:5:' "${good}addresses:\n  issue: /a/{slug\n"
wrong 'pattern that climbs' 'sennight.yaml:5:|"\.\."' "${good}addresses:\n  issue: /../../{slug}/\n"
wrong 'one address for all' 'sennight.yaml:5:|same address' "${good}addresses:\n  issue: /issue/\n"
wrong 'deep' 'sennight.yaml' "${good}site: $(printf '[%.0s' $(seq 2000))\n"
wrong 'a bomb of aliases' 'sennight.yaml' "a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b]\nd: &d [*c,*c,*c,*c,*c,*c,*c,*c]\ne: &e [*d,*d,*d,*d,*d,*d,*d,*d]\nf: &f [*e,*e,*e,*e,*e,*e,*e,*e]\ng: [*f,*f,*f,*f,*f,*f,*f,*f]\n"
wrong 'merge of itself' 'sennight.yaml' "${good}site: &a\n  <<: *a\n"

# Two kinds of pages with one address.
rm -rf n
newsletter n
printf 'addresses:\n  events: /archive/\n  archive: /archive/\n' >>n/sennight.yaml
run 'two pages, one address' 2 -C n build
says 'two pages, one address' 'archive.*address|address.*archive'

newsletter big
python3 -c 'print("name: " + "x" * 2_000_000)' >big/sennight.yaml
run 'settings of 2 MB' 2 -C big build
says 'settings of 2 MB' 'sennight.yaml.*bytes'

newsletter kind
rm kind/sennight.yaml
mkfifo kind/sennight.yaml
run 'settings that are a pipe' 2 -C kind build
rm kind/sennight.yaml
mkdir kind/sennight.yaml
run 'settings that are a folder' 2 -C kind build

# A setting that is read must also be obeyed.
newsletter full
run 'feeds with the whole text' 0 -C full build
grep -q '<content ' full/public/atom.xml || fail 'whole text' 'no content'
printf 'feeds: {full_text: no}\n' >>full/sennight.yaml
run 'feeds with summaries' 0 -C full build
grep -q '<content ' full/public/atom.xml && fail 'summaries' 'there is content'
grep -q '<entry>' full/public/atom.xml || fail 'summaries' 'no entry'
finish
