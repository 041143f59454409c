#!/bin/sh
# Themes with mistakes: file and line, and the site before stays as it was.
# shellcheck source=test/faults/common
. "$(dirname "$0")/common"

newsletter n
run 'the site before' 0 -C n build
cp -a n/public before

# wrong NAME PATTERN FILE TEXT
wrong() {
	mkdir -p n/theme
	printf '%b' "$4" >"n/theme/$3"
	run "$1" 2 -C n build
	says "$1" "$2"
	rm -rf n/theme
	if find n/public -name '.sennight-tmp-*' | grep -q .; then
		fail "$1" 'a temporary file stayed'
	fi
	# Pages may be new, but none is half a page.
	run "after $1" 0 -C n build
	diff -r -x .sennight-manifest before n/public >"$work/.diff" ||
		fail "after $1" "$(head -n 3 "$work/.diff")"
}

wrong 'syntax' 'theme/page.html:2:[0-9]+' page.html 'a\n{% if %}\n'
wrong 'block without end' 'theme/page.html:1:' page.html '{% if site %}\n'
wrong 'variable' 'theme/404.html:1:.*sight' 404.html '{{ sight.name }}'
wrong 'member' 'theme/404.html:1:.*nome' 404.html '{{ site.nome }}'
wrong 'filter' 'theme/404.html:1:.*upperr' 404.html '{{ site.name | upperr }}'
wrong 'no such include' 'theme/404.html:1:.*none.html' 404.html '{% include "none.html" %}'
wrong 'include of itself' 'theme/404.html:1:' 404.html '{% include "404.html" %}'
wrong 'parent of itself' 'theme/404.html' 404.html '{% extends "404.html" %}'
wrong 'endless loop' 'theme/404.html:1:' 404.html \
	'{% for a in range(1000000) %}{% for b in range(1000000) %}{% endfor %}{% endfor %}'
wrong 'gigantic page' 'theme/404.html' 404.html \
	'{% for a in range(1000) %}{% for b in range(1000) %}{{ "0123456789" * 10 }}0123456789012345678901234567890123456789012345678901234567890123456789{% endfor %}{% endfor %}'
wrong 'macro that calls itself' 'theme/404.html:1:' 404.html \
	'{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}'
wrong 'deep parentheses' 'theme/404.html:1:' 404.html \
	"{{ $(printf '(%.0s' $(seq 5000)) }}"
wrong 'deep blocks' 'theme/404.html:1:' 404.html \
	"$(printf '{%% if 1 %%}%.0s' $(seq 5000))"
wrong 'path out' 'theme/404.html:1:' 404.html '{% include "../sennight.yaml" %}'
wrong 'no UTF-8' 'theme/404.html' 404.html 'a\0377b'
wrong 'a loop of divisions' 'theme/404.html:1:' 404.html '{{ 1 / 0 }}'
wrong 'the least number' 'theme/404.html:1:' 404.html \
	'{{ (0 - 9223372036854775807 - 1) // (0 - 1) }}'
wrong 'a number too large' 'theme/404.html:1:' 404.html \
	'{{ 9223372036854775807 + 1 }}'
finish
