#!/bin/sh
# Inputs that are huge, or that would grow beyond measure.
# shellcheck source=test/faults/common
. "$(dirname "$0")/common"

# One second is usual for the plain build; the sanitized one is much slower.
patience=${PATIENCE:-60}
newsletter n

# big NAME STATUS PYTHON: an issue whose body is what the expression says.
big() {
	python3 - "$3" >n/content/2026-03-04-big.md <<-'END'
		import sys
		body = eval(sys.argv[1])
		sys.stdout.write("Title: Big\nNumber: 9\nDate: 2026-03-04\n\n")
		sys.stdout.write(body)
	END
	check_show "$1" n/content/2026-03-04-big.md
	run "$1" "$2" -C n build
	if test "$2" = 2; then
		says "$1" 'big.md'
	elif test -z "${4-}"; then
		check_output "$1" n/public
	fi
}

big 'a line of 100 MB' 2 '"x" * 100_000_000'
says 'a line of 100 MB' 'bytes'
big 'a file of 100 MB' 2 '"x y z\n" * 16_666_666'
rm n/content/2026-03-04-big.md

big '10,000 brackets' 0 '"[" * 10_000'
big '10,000 brackets, closed' 0 '"[" * 10_000 + "a" + "](b)" * 10_000'
big '10,000 images' 0 '"![" * 10_000 + "a" + "](b)" * 10_000'
big '10,000 quotes' 0 '">" * 10_000 + " a\n"'
big '10,000 lists in one line' 0 '"- " * 10_000 + "a\n"'
big '1,000 lists in lists' 0 '"".join("  " * i + "- a\n" for i in range(1000))'
big '10,000 emphases' 0 '"*a " * 10_000 + "*" * 10_000'
big '10,000 strong' 0 '"**a_" * 10_000 + "b_**" * 10_000'
big '100,000 backticks' 0 '" ".join("`" * i for i in range(440))'
big '10,000 tags' 0 '"<b><div>" * 10_000 + "x"'
big '10,000 tags in blocks' 0 '"<div><ul><li>\n" * 10_000 + "x"'
big '10,000 open comments' 0 '"<!-- a\n\n" * 10_000'
big '10,000 headings' 0 '"## a\n\n" * 10_000'
big '10,000 tables' 0 '"|a|b|\n|-|-|\n|c|d|\n\n" * 10_000'
big 'a row of 24 kB' 0 '"|" * 24_000 + "\n" + "|-" * 24_000 + "|\n" + "|" * 24_000 + "\n"'
big 'rows that are short' 0 '"|a" * 1000 + "|\n" + "|-" * 1000 + "|\n" + "|x|\n" * 4000'
big '100,000 links' 0 '"## News\n\n" + "* [a](b)\n" * 100_000'
big '100,000 links in one paragraph' 0 '"[a](b)\n" * 100_000'
big '50,000 definitions' 0 '"".join(f"[a{i}]: b\n" for i in range(50_000)) + "\n" + "".join(f"[a{i}]\n" for i in range(50_000))'
big '1,000 events' 0 '"## Upcoming Events\n\n" + "".join(f"* 2026-03-{i % 28 + 1:02d} | X, Y | [g](https://g.example/)\n    * [**e**](https://e.example/{i})\n" for i in range(1_000))'
big '100,000 nested entities' 0 '"&amp;" * 100_000 + "&" * 100_000'
big '100,000 autolinks' 0 '"<https://a.example/>\n" * 100_000'
big 'one word of 10 MB' 0 '"a" * 10_000_000'
# The parser stops resolving them; what is left stays text.
big 'bomb of references' 0 '"[a]: " + "b" * 50_000 + "\n\n" + "[a]" * 50_000'
test "$(du -sm n/public | cut -f 1)" -lt 100 ||
	fail 'bomb of references' 'more than 100 MB of output'
finish
