#!/bin/sh
# `sennight check`: what it is given, what it writes, what it exits with.
# shellcheck source=test/faults/common
. "$(dirname "$0")/common"

# Two issues; the second has a mistake of level error on line 3.
issues() {
	newsletter "$1"
	sed -i 's/^Date: .*/Date: 2026-01-15/' \
		"$1/content/2026-01-14-two.md"
}

# What the last run printed.
printed() {
	grep -Eq -e "$2" "$work/.out" ||
		fail "$1" "not printed: $2; but: $(head -c 600 "$work/.out")"
}

mkdir nothing
run 'no newsletter' 2 -C nothing check
says 'no newsletter' 'there is no sennight.yaml in this folder'

issues news
run 'no drafts' 0 -C news check
printed 'no drafts' 'there are no drafts'
run 'an error' 1 -C news check --all
printed 'an error' '^content/2026-01-14-two.md:3:1: error: .*header-date-file'
run 'one file' 0 -C news check content/2026-01-07-one.md
run 'a path with a dot' 1 -C news check ./content/2026-01-14-two.md
printed 'a path with a dot' '2 issues compared'
run 'no such file' 2 -C news check content/none.md
says 'no such file' 'content/none.md: there is no such file'
run 'a folder' 2 -C news check content
run 'not so grave' 0 -C news check --all --rule header-title
run 'no such rule' 2 -C news check --all --rule header-titel
says 'no such rule' 'did you mean header-title'
run 'no such format' 2 -C news check --format xml
run 'no such level' 2 -C news check --fail-on off
run 'no such fix' 2 -C news check --fix=some
run 'explained' 0 -C news check --explain header-title
run 'not explained' 2 -C news check --explain title
run 'listed' 0 -C news check --list
printed 'listed' 'error +header-title'

# Settings decide.
printf 'check:\n  warning: [header-date-file]\n' >>news/sennight.yaml
run 'only a warning' 0 -C news check --all
run 'a warning counts' 1 -C news check --all --fail-on warning
sed -i 's/warning: .*/off: [header-date-file]/' news/sennight.yaml
run 'off' 0 -C news check --all --fail-on info
sed -i 's/off: .*/off: [header-date-fiel]/' news/sennight.yaml
run 'a wrong name in settings' 2 -C news check --all
says 'a wrong name in settings' 'check.off: .*did you mean header-date-file'

# A baseline.
issues base
run 'baseline written' 0 -C base check --all --write-baseline known.txt
run 'baseline read' 0 -C base check --all --baseline known.txt
printed 'baseline read' '1 known'
printf 'nonsense\n' >base/known.txt
run 'baseline broken' 2 -C base check --all --baseline known.txt
says 'baseline broken' 'known.txt:1:1: expected a rule'
run 'baseline gone' 2 -C base check --all --baseline none.txt

# Links, from what is known of them; nothing is asked.
newsletter links
mkdir links/var
now=$(date -u +%Y-%m-%dT%H:%M:%SZ)
cat >links/var/links.jsonl <<-END
	{"url":"https://pier.example.org/","state":"dead","status":404,"to":null,"title":null,"why":"There is no such page.","checked":"$now"}
	{"url":"https://quay.example.org/","state":"moved","status":200,"to":"https://quay.example.org/new","title":"A quay","why":"It moved.","checked":"$now"}
END
run 'dead links' 1 -C links check --all --network
printed 'dead links' '^content/2026-01-07-one.md:10:3: error: .*There is no such'
run 'moved links' 0 -C links check --all --network --rule link-moved --fix=all
has 'moved links' links/content/2026-01-14-two.md 'quay.example.org/new'
run 'links that are not followed' 0 -C links check --all --rule link-dead
echo nonsense >links/var/links.jsonl
run 'a broken cache' 2 -C links check --all --network

# Formats that machines read.
for format in json sarif; do
	run "$format" 1 -C base check --all --format "$format"
	python3 -c 'import json, sys
for line in open(sys.argv[1], encoding="utf-8"):
    json.loads(line)' "$work/.out" || fail "$format" 'no JSON'
done
run github 1 -C base check --all --format github
printed github '^::error file=content/2026-01-14-two.md,line=3,'

# A file that is full of trouble is read to its end.
issues odd
python3 - odd/content <<'END'
import sys
folder = sys.argv[1]
head = b"Title: N\nNumber: %d\nDate: 2026-02-%02d\n\n"
bodies = [
    b"\0\xff\xfe <!-- " + b"[" * 10000,
    b"# x\n" * 4000,
    b"<!-- allow header-title: so -->\n" * 4000,
    b"* [a](https://example.org/)\n" * 4000,
    b"| a |" * 4000 + b"\n|-|\n",
    b"* 2026-02-30 | x | [y](z)\n    * [q](r)\n" * 1000,
    b"\xc3\x83" * 20000,
    b"a  \n" * 10000,
    b"`" * 12001,
    "## Ünï\u202e\u200b\n\n* 2026-13-01 | Berlin, XX | [g]()\n".encode(),
]
for i, body in enumerate(bodies, 1):
    with open(f"{folder}/odd-{i}.md", "wb") as f:
        f.write(head % (i, i) + body)
END
# A sanitized program takes its time.
patience=240
run 'odd files' 1 -C odd check --all
for format in json sarif github; do
	run "odd files as $format" 1 -C odd check --all --format $format
done
cp -r odd/content "$work/before"
run 'odd files mended' 1 -C odd check --all --fix=all
cp -r odd/content "$work/once"
run 'odd files mended again' 1 -C odd check --all --fix=all
diff -r "$work/once" odd/content >/dev/null ||
	fail 'odd files' 'a second --fix=all changes something'

# What cannot be written is said, and nothing else is lost.
if command -v git >/dev/null; then
	issues since
	git -C since init -q
	git -C since -c user.name=a -c user.email=a@example.org \
		commit -q --allow-empty -m start
	run 'since' 1 -C since check --since HEAD
	git -C since add -A
	git -C since -c user.name=a -c user.email=a@example.org \
		commit -q -m all
	run 'nothing since' 0 -C since check --since HEAD
	printed 'nothing since' 'no issue changed since HEAD'
	echo 'More text.' >>since/content/2026-01-14-two.md
	run 'nothing new' 0 -C since check --since HEAD
	printed 'nothing new' '0 errors'
	run 'no such revision' 2 -C since check --since none
	says 'no such revision' 'none'
fi
run 'no repository' 2 -C base check --since HEAD
finish
