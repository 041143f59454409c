#!/bin/sh
# Bytes that are no text, line ends of all kinds, headers that are not whole.
# shellcheck source=test/faults/common
#
# The quotes are Markdown.
# shellcheck disable=SC2015,SC2016,SC1003
. "$(dirname "$0")/common"

# What build says of a newsletter with one more file of these bytes.
with() {
	name=$1
	rm -rf n
	newsletter n
	printf '%b' "$2" >n/content/2026-03-04-odd.md
	check_show "$name" n/content/2026-03-04-odd.md
	run "$name" 0 -C n build
	check_output "$name" n/public
}

head='Title: Odd\nNumber: 3\nDate: 2026-03-04\n\n'
with 'invalid UTF-8' 'Title: O\0377dd \0300\0200\nNumber: 3\nDate: 2026-03-04\nCategory: L\0376w\n\nBo\0355\0240\0200dy \0200\n\n## N\0301ws\n\n* [t\0377t](https://x.example/\0377) `c\0377`\n\n<b title="\0377">\0376</b>\n'
grep -rq "$(printf '\357\277\275')" n/public/index.html ||
	fail 'invalid UTF-8' 'no replacement character in the page'
with 'NUL bytes' 'Title: O\0000dd\nNumber: 3\nDate: 2026-03-04\n\nBo\0000dy\n\n* [t\0000t](https://x.example/\0000)\n'
with 'control characters' "${head}\0001\0002\0033[31m\0177\0302\0205 [a\0033](https://x.example/\0007)\n"
with 'CRLF' 'Title: Odd\r\nNumber: 3\r\nDate: 2026-03-04\r\n\r\nBody\r\n\r\n## News\r\n\r\n* [x](https://x.example/)\r\n'
has CRLF n/public/index.html '"headline":"Odd"'
has CRLF n/public/index.html 'https://x.example/'
with 'CR alone' 'Title: Odd\rNumber: 3\rDate: 2026-03-04\r\rBody\r\r## News\r\r* [x](https://x.example/)\r'
with 'BOM' "\0357\0273\0277${head}Body\n"
has BOM n/public/index.html '"headline":"Odd"'
with 'UTF-16' '\0377\0376T\0000i\0000t\0000l\0000e\0000:\0000'
with 'empty file' ''
with 'no body' "${head}"
with 'no body, no line end' 'Title: Odd\nNumber: 3\nDate: 2026-03-04'
with 'no header' '# A heading\n\nBody\n'
with 'front matter without end' '---\ntitle: Odd\ndate: 2026-03-04\n\nBody\n'
with 'front matter that is no YAML' '---\ntitle: [\ndate: {\n---\n\nBody\n'
with 'only newlines' '\n\n\n\n'
with 'only a quote' '>'
with 'one bracket' '['
with 'a backslash' '\\'

# Days that are none, and the ends of time.
for day in 2026-02-30 2026-13-01 2026-00-00 0000-00-00 9999-99-99 -1-1-1 \
	99999999999999999999 tomorrow '' 2026-02-29T25:61; do
	rm -rf n
	newsletter n
	printf 'Title: Odd\nDate: %s\n\nBody\n' "$day" >n/content/odd.md
	check_show "date $day" n/content/odd.md
	run "date $day" 0 -C n build
	says "date $day" 'odd.md was left out: .*[Dd]ate'
done
for day in 0001-01-01 9999-12-31; do
	rm -rf n
	newsletter n
	printf 'Title: Odd\nDate: %s\n\n## Upcoming Events\n\n* %s | X | [g](https://g.example/)\n    * [**e**](https://e.example/)\n\n* 9999-12-31 - 0001-01-01 | Virtual | [g](https://g.example/)\n    * [**e**](https://e.example/)\n' \
		"$day" "$day" >n/content/odd.md
	check_show "date $day" n/content/odd.md
	run "date $day" 0 -C n build
	check_output "date $day" n/public
done

# Numbers that are none.
for number in -1 0 99999999999999999999999 1e9 0x10 ٣ '' '1; drop'; do
	rm -rf n
	newsletter n
	printf 'Title: Odd\nNumber: %s\nDate: 2026-03-04\n\nBody\n' \
		"$number" >n/content/odd.md
	check_show "number $number" n/content/odd.md
	run "number $number" 0 -C n build
done

# Two of a kind.
rm -rf n
newsletter n
sed 's/^Number: 2/Number: 1/' n/content/2026-01-14-two.md >n/two
mv n/two n/content/2026-01-14-two.md
run 'one number twice' 0 -C n build
says 'one number twice' 'one.md and .*two.md both have the number 1|two.md and .*one.md both have the number 1'
sed 's/2026-01-14/2026-01-07/' n/content/2026-01-14-two.md >n/two
mv n/two n/content/2026-01-14-two.md
run 'one date twice' 0 -C n build
test "$(find n/public/issues -name index.html | wc -l)" -ge 2 ||
	fail 'one date twice' 'not two pages'
cp n/content/2026-01-14-two.md n/content/2026-01-14-three.md
run 'one title and date twice' 2 -C n build
says 'one title and date twice' 'three.md and .*two.md would have the same address|two.md and .*three.md would have the same address'

# Titles that make bad addresses.
title() {
	rm -rf n
	newsletter n
	printf 'Title: %s\nDate: 2026-03-04\nCategory: %s\nSlug: %s\n\nBody\n\n## %s\n\n* [x](https://x.example/)\n' \
		"$1" "$1" "$1" "$1" >n/content/odd.md
	run "title $1" 0 -C n build
	check_output "title $1" n/public
	test ! -e n/etc && test ! -e "$work/etc" ||
		fail "title $1" 'written outside'
}
title '🦀🦀🦀'
title '/..'
title '../../../etc/passwd'
title '..'
title '.'
title '.sennight-manifest'
title '"><script>alert(1)</script>'
title "' onload='alert(1)"
title '%2e%2e%2f'
title '{{ site.name }}{% include "x" %}'
title '</title><script>alert(1)</script>'
title '‮abc'
title "$(printf '%04000d' 7)"
title "$(printf '\304\201%.0s' $(seq 500))"
finish
