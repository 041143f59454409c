/*
 * The template language, as a table of templates and what they print, and a
 * table of templates and what is said about them.
 *
 * A case is one text: "main" and, after lines "==== NAME", other templates.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include <pthread.h>
#include <stdio.h>
#include <string.h>

#include "build/template.h"

#define SEPARATOR "\n==== "

static bool find_part(
    void *data, const char *name, struct str *ret_text, const char **ret_path)
{
	struct str rest = str_of(data), separator = STR(SEPARATOR);
	struct str wanted = str_of(name), title = STR("main");
	bool found = false;

	while (rest.at != NULL && !found) {
		size_t end = str_find(rest, separator, 0);

		*ret_text = str_sub(rest, 0, end);
		found = str_eq(title, wanted);
		if (end == STR_NONE)
			break;
		rest = str_sub(rest, end + separator.len, rest.len);
		title = str_take(&rest, '\n');
	}
	*ret_path = strcmp(name, "main") == 0 ? "main.html" : "other.html";
	return found;
}

static struct value make_tags(struct arena *arena, const void *data)
{
	struct value list = value_list(arena);

	(void)data;
	value_append(arena, list, value_text(STR("video")));
	value_append(arena, list, value_text(STR("<b>")));
	return list;
}

static void add_link(struct arena *arena, struct value list, struct str title,
    const char *kind, int64_t votes)
{
	struct value link = value_map(arena);

	value_set(arena, link, "title", value_text(title));
	value_set(arena, link, "kind", value_text(str_of(kind)));
	value_set(arena, link, "votes", value_number(votes));
	value_append(arena, list, link);
}

static struct value variables(struct arena *arena)
{
	struct value v = value_map(arena), issue = value_map(arena);
	struct value links = value_list(arena), names = value_map(arena);

	add_link(arena, links, STR("Bees"), "post", 3);
	add_link(arena, links, STR("Ants & co"), "video", 12);
	add_link(arena, links, STR("Cats"), "post", 7);
	value_set(arena, issue, "title", value_text(STR("Tom's <issue>")));
	value_set(arena, issue, "html", value_html(STR("<p>a &amp; b</p>")));
	value_set(arena, issue, "number", value_number(1234567));
	value_set(arena, issue, "date", value_text(STR("2026-08-19")));
	value_set(arena, issue, "links", links);
	value_set(arena, issue, "summary", value_none());
	value_set(arena, names, "de", value_text(STR("Deutsch")));
	value_set(arena, names, "en", value_text(STR("English")));
	value_set(arena, v, "issue", issue);
	value_set(arena, v, "names", names);
	value_set(arena, v, "empty", value_list(arena));
	value_set(arena, v, "tags", value_lazy(make_tags, NULL));
	value_set(arena, v, "yes", value_bool(true));
	value_set(arena, v, "damaged",
	    value_text(STR("a\xff\x01\x7f\tb\n\xc3\xa9 more text, plain <")));
	value_set(arena, v, "word", value_text(STR("straße im Süden")));
	return v;
}

/* Load and render "main" of the case; false and a message on an error. */
static bool render(const char *text, struct strbuf *out, struct error *err)
{
	struct arena arena = { 0 };
	char copy[2048];
	struct template_set *set = template_set_new(&arena, find_part, copy);
	bool fine;

	assert_true(strlen(text) < sizeof(copy));
	memcpy(copy, text, strlen(text) + 1);
	fine =
	    template_load(set, "main", err) &&
	    template_render(set, "main", variables(&arena), &arena, out, err);
	arena_release(&arena);
	return fine;
}

struct printed {
	const char *text, *expected;
};

static void check_printed(const struct printed *list, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		struct strbuf out;
		struct error err = { "" };

		strbuf_init(&out, 4096);
		if (!render(list[i].text, &out, &err))
			fail_msg("%s\n%s", list[i].text, err.text);
		if (strcmp(out.buf, list[i].expected) != 0)
			fail_msg("%s\nprints   %s\nexpected %s", list[i].text,
			    out.buf, list[i].expected);
		strbuf_release(&out);
	}
}

#define CHECK_PRINTED(list) check_printed(list, sizeof(list) / sizeof(list[0]))

static void test_expressions(void **state)
{
	static const struct printed list[] = {
		{ "", "" },
		{ "plain\n", "plain" },
		{ "plain\n\n", "plain\n" },
		{ "{{ 1 + 2 * 3 - 4 // 3 }}", "6" },
		{ "{{ -7 // 2 }} {{ -7 % 3 }} {{ 7 % -3 }}", "-4 2 -2" },
		{ "{{ (1 + 2) * 3 }}", "9" },
		{ "{{ 'a' ~ 1 ~ \"b\" ~ true ~ none }}", "a1btrue" },
		{ "{{ 'it\\'s \\\\ \\\"' }}", "it&#39;s \\ &quot;" },
		{ "{{ issue.title }}", "Tom&#39;s &lt;issue&gt;" },
		{ "{{ issue['title'] | safe }}", "Tom's <issue>" },
		{ "{{ issue.html }}", "<p>a &amp; b</p>" },
		{ "{{ issue.summary }}.", "." },
		{ "{{ '<' ~ issue.html }}", "&lt;<p>a &amp; b</p>" },
		{ "{{ issue.links[0].title }}", "Bees" },
		{ "{{ issue.links.1.title }}", "Ants &amp; co" },
		{ "{{ issue.links[-1].title }}", "Cats" },
		{ "{{ issue.links[1:]|map(attribute='votes')|join('+') }}",
		    "12+7" },
		{ "{{ [1, 2, 3, 4][:2]|join }}", "12" },
		{ "{{ [1, 2, 3, 4][-1:9]|join }}", "4" },
		{ "{{ 1 if yes else 2 }}{{ 1 if not yes else 2 }}", "12" },
		{ "{{ 1 if false }}.", "." },
		{ "{{ 1 if false else 2 if false else 3 }}", "3" },
		{ "{{ missing if false else 'x' }}", "x" },
		{ "{{ yes or missing }} {{ none or 'b' }}", "true b" },
		{ "{{ false and missing }} {{ yes and 'b' }}", "false b" },
		{ "{{ 1 < 2 and 'a' < 'b' and not 2 <= 1 }}", "true" },
		{ "{{ 1 == 1 }} {{ 1 == '1' }} {{ none == none }}",
		    "true false true" },
		{ "{{ 'a' in 'cat' }} {{ 2 in [1, 2] }} {{ 'de' in names }}",
		    "true true true" },
		{ "{{ 'x' not in tags }} {{ 'video' in tags }}", "true true" },
		{ "{{ 2 is even }}{{ 2 is not odd }}{{ 9 is divisibleby(3) }}",
		    "truetruetrue" },
		{ "{{ 'a' ~ 3 is odd }}", "atrue" },
		{ "{{ missing is defined }} {{ issue is defined }}",
		    "false true" },
		{ "{{ missing.a['b'].c is defined }}", "false" },
		{ "{{ not missing is defined }}", "true" },
		{ "{{ issue.summary is none }} {{ issue.summary is defined }}",
		    "true true" },
		{ "{{ missing|default('x') }}{{ issue.nope|d('y') }}", "xy" },
		{ "{{ issue.summary|default('z') }}", "z" },
		{ "{{ ''|default('w', true) }}{{ ''|default('v') }}", "w" },
		{ "{{ missing|default }}.", "." },
		{ "{{ '}}' }}{{ '%}' }}", "}}%}" },
	};

	(void)state;
	CHECK_PRINTED(list);
}

static void test_statements(void **state)
{
	static const struct printed list[] = {
		{ "{% if yes %}a{% else %}b{% endif %}", "a" },
		{ "{% if empty %}a{% elif 0 %}b{% elif yes %}c{% else %}d"
		  "{% endif %}",
		    "c" },
		{ "{% if '' %}a{% elif 0 %}b{% else %}d{% endif %}", "d" },
		{ "{% for l in issue.links %}{{ loop.index }}{{ l.title }}"
		  "{{ ', ' if not loop.last }}{% endfor %}",
		    "1Bees, 2Ants &amp; co, 3Cats" },
		{ "{% for x in empty %}a{% else %}none{% endfor %}", "none" },
		{ "{% for k, v in names %}{{ k }}={{ v }};{% endfor %}",
		    "de=Deutsch;en=English;" },
		{ "{% for k, v in names.items() %}{{ k }}{% endfor %}",
		    "deen" },
		{ "{% for k in names %}{{ k }}{% endfor %}", "deen" },
		{ "{% for a, b in [[1, 2], [3, 4]] %}{{ a + b }} {% endfor %}",
		    "3 7 " },
		{ "{% for l in issue.links if l.kind == 'post' %}"
		  "{{ l.title }}{{ loop.index }}/{{ loop.length }} "
		  "{% else %}x{% endfor %}",
		    "Bees1/2 Cats2/2 " },
		{ "{% for l in issue.links if l.votes > 99 %}a{% else %}x"
		  "{% endfor %}",
		    "x" },
		{ "{% for x in [1, 2, 3] %}{{ loop.index0 }}{{ loop.first }}"
		  "{{ loop.previtem }}{{ loop.nextitem }}{{ loop.revindex }} "
		  "{% endfor %}",
		    "0true23 1false132 2false21 " },
		{ "{% for x in [1, 2, 3] %}{{ loop.cycle('a', 'b') }}"
		  "{% endfor %}",
		    "aba" },
		{ "{% for x in [1, 2] %}{% set o = loop %}{% for y in [1, 2] "
		  "%}{{ o.index }}{{ loop.index }} {% endfor %}{% endfor %}",
		    "11 12 21 22 " },
		{ "{% set x = 1 %}{% for y in [1, 2] %}{{ x }}{% set x = 9 %}"
		  "{{ x }} {% endfor %}{{ x }}",
		    "19 19 1" },
		{ "{% if yes %}{% set x = 3 %}{% endif %}{{ x }}", "3" },
		{ "{% set x %}<i>{{ issue.title }}</i>{% endset %}{{ x }}",
		    "<i>Tom&#39;s &lt;issue&gt;</i>" },
		{ "{% filter upper %}a{{ 'b' }}{% endfilter %}", "AB" },
		{ "{% filter replace('a', 'b') %}aa{% endfilter %}c", "bbc" },
		{ "a{# {{ no }} #}b", "ab" },
		{ "{% raw %}{{ no }}{% endraw %}", "{{ no }}" },
		{ "a {%- raw -%} {% x {%- endraw -%} b", "a{% xb" },
		{ "a\n  {%- if yes -%}\n b {{- 1 -}} \n{% endif %}\n c",
		    "ab1\n c" },
		{ "a\n{% if yes %}\nb\n{% endif %}\n", "a\n\nb\n" },
		{ "a {#- x -#} b", "ab" },
	};

	(void)state;
	CHECK_PRINTED(list);
}

static void test_families(void **state)
{
	static const struct printed list[] = {
		{ "{% for x in [1] %}{% include 'a' %}{% endfor %}{{ y is "
		  "defined }}\n==== a\n[{{ x }}{{ loop.index }}{% set y = 1 "
		  "%}]",
		    "[11]false" },
		{ "a{% include 'nope' ignore missing %}b", "ab" },
		{ "{% extends 'base' %}\n{% block b %}new{% endblock %}\n"
		  "==== base\n<{% block a %}A{% endblock %}{% block b %}B"
		  "{% endblock %}>",
		    "<Anew>" },
		{ "{% extends 'mid' %}{% block a %}3{{ super() }}{% endblock "
		  "a %}\n==== mid\n{% extends 'base' %}{% block a %}2"
		  "{{ super() }}{% endblock %}\n==== base\n"
		  "{% block a %}1{% endblock %}",
		    "321" },
		{ "{% extends 'base' %}{# hi #}{% set t = 'x' %}\n==== base\n"
		  "{{ t }}",
		    "x" },
		{ "{% extends 'base' %}{% block a %}{% block c %}{{ n }}"
		  "{% endblock %}{% endblock %}\n==== base\n{% for n in [1, 2]"
		  " %}{% block a scoped %}{% endblock %}{% endfor %}",
		    "12" },
		{ "{% include 'a' %}{% include 'b' %}\n==== a\n{% extends "
		  "'base' %}{% block x %}a{% endblock %}\n==== b\n{% extends "
		  "'base' %}\n==== base\n({% block x %}-{% endblock %})",
		    "(a)(-)" },
		{ "{% macro m(a, b='<', c=a) %}{{ a }}{{ b }}{{ c }}"
		  "{% endmacro %}{{ m(1) }} {{ m(1, c=3, b=2) }}",
		    "1&lt;1 123" },
		{ "{% macro m(n) %}{{ n }}{% if n > 0 %}{{ m(n - 1) }}"
		  "{% endif %}{% endmacro %}{{ m(3) }}",
		    "3210" },
		{ "{% set s = 1 %}{% macro m() %}{{ s is defined }}{{ yes }}"
		  "{{ loop is defined }}{% endmacro %}{% for x in [1] %}"
		  "{{ m() }}{% endfor %}",
		    "falsetruefalse" },
		{ "{% import 'm' as m %}{% from 'm' import b, b as c %}"
		  "{{ m.b('<') }}{{ b(1) }}{{ c(2) }}\n==== m\n"
		  "{% macro b(x) %}<b>{{ x }}</b>{% endmacro %}",
		    "<b>&lt;</b><b>1</b><b>2</b>" },
		{ "{% extends 'base' %}{% macro m() %}M{% endmacro %}"
		  "{% block a %}{{ m() }}{% endblock %}\n==== base\n"
		  "{% block a %}{% endblock %}",
		    "M" },
	};

	(void)state;
	CHECK_PRINTED(list);
}

static void test_text_filters(void **state)
{
	static const struct printed list[] = {
		{ "{{ '<a>'|escape }}{{ '<'|e|e }}", "&lt;a&gt;&lt;" },
		{ "{{ damaged }}",
		    "a\xef\xbf\xbd\tb\n\xc3\xa9 more text, plain &lt;" },
		{ "{{ issue.html|e }}", "<p>a &amp; b</p>" },
		{ "{{ '<a>'|safe|upper }}", "&lt;A&gt;" },
		{ "{{ issue.html|replace('p>', 'b>') }}",
		    "&lt;b&gt;a &amp;amp; b&lt;/b&gt;" },
		{ "{{ issue.html|striptags }}", "a &amp; b" },
		{ "{{ '&lt;b&gt;'|striptags }}", "&lt;b&gt;" },
		{ "{{ ' <p>a </p>\n<p>b&#65;&x;</p>'|striptags }}",
		    "a bA&amp;x;" },
		{ "{{ word|upper }}", "STRAẞE IM SÜDEN" },
		{ "{{ 'ÉA'|lower }} {{ 'éCOLE'|capitalize }}", "éa École" },
		{ "{{ 'two words-and'|title }}", "Two Words-And" },
		{ "{{ '  <x> '|trim }}|{{ ' <x> '|safe|trim }}",
		    "&lt;x&gt;|<x>" },
		{ "{{ word|truncate(11) }}|{{ word|truncate(15) }}",
		    "straße im…|straße im Süden" },
		{ "{{ word|truncate(4) }} {{ word|truncate(9, '') }}",
		    "str… straße im" },
		{ "{{ word|truncate(0) }}", "…" },
		{ "{{ 'a b/c?é'|urlencode }}", "a%20b/c%3F%C3%A9" },
		{ "{{ 'Tea & Töast'|slug }}", "tea-toast" },
		{ "{{ issue.date|date('%e %B %Y') }}", "19 August 2026" },
		{ "{{ '2026-08-19T10:00:00Z'|date('%d.%m.') }}", "19.08." },
		{ "{{ issue.number|number }} {{ (-1234)|number('.') }} "
		  "{{ 123|number }}",
		    "1,234,567 -1.234 123" },
		{ "{{ 1|plural('link', 'links') }} {{ 2|plural('link', "
		  "'links') }} {{ issue.links|plural('a', 'b') }}",
		    "link links b" },
		{ "{{ 1|plural }}.{{ 0|plural }}.{{ 2|plural('es') }}",
		    ".s.es" },
		{ "{{ word|length }} {{ names|count }}", "15 2" },
		{ "{{ '-12'|int }} {{ 'x'|int(5) }} {{ (-3)|abs }}",
		    "-12 5 3" },
		{ "{{ 'one two three'|wordcount }}", "3" },
		{ "{{ 5|string ~ 1 }}", "51" },
	};

	(void)state;
	CHECK_PRINTED(list);
}

static void test_list_filters(void **state)
{
	static const struct printed list[] = {
		{ "{{ [1, 2, 3]|first }}{{ [1, 2, 3]|last }}"
		  "{{ empty|first }}{{ empty|last }}",
		    "13" },
		{ "{{ tags|join(', ') }}", "video, &lt;b&gt;" },
		{ "{{ tags|join('<br>'|safe) }}", "video<br>&lt;b&gt;" },
		{ "{{ issue.links|join('; ', attribute='title') }}",
		    "Bees; Ants &amp; co; Cats" },
		{ "{{ [3, 1, 2]|sort|join }} {{ [3, 1]|reverse|join }}",
		    "123 13" },
		{ "{{ issue.links|sort(attribute='votes', reverse=true)"
		  "|map('title')|join(' ') }}",
		    "Ants &amp; co Cats Bees" },
		{ "{{ issue.links|sort(attribute='kind')|map('title')"
		  "|join(' ') }}",
		    "Bees Cats Ants &amp; co" },
		{ "{% for row in [1, 2, 3]|batch(2) %}({{ row|join }})"
		  "{% endfor %}",
		    "(12)(3)" },
		{ "{{ issue.links|selectattr('kind', 'equalto', 'post')"
		  "|length }}{{ issue.links|rejectattr('votes')|length }}",
		    "20" },
		{ "{{ [1, 2, 1, '1']|unique|length }}", "3" },
		{ "{{ issue.links[:1]|tojson }}",
		    "[{\"title\":\"Bees\",\"kind\":\"post\",\"votes\":3}]" },
		{ "{{ ['a']|tojson|string }}", "[&quot;a&quot;]" },
		{ "{{ '<<a'|striptags }}", "&lt;&lt;a" },
		{ "{{ ['</script>', none, true]|tojson }}",
		    "[\"\\u003c/script\\u003e\",null,true]" },
	};

	(void)state;
	CHECK_PRINTED(list);
}

/* The start of the message, which may go on. */
struct complaint {
	const char *text, *message;
};

static const struct complaint complaints[] = {
	{ "a\n  {{ isue }}",
	    "main.html:2:6: `isue` is not known here; did you mean "
	    "`issue`?\n      {{ isue }}\n         ^^^^" },
	{ "{{ zzzzzz }}", "main.html:1:4: `zzzzzz` is not known here\n" },
	{ "{{ issue.titel }}",
	    "main.html:1:10: there is no `titel` in this map; did you "
	    "mean `title`?" },
	{ "{{ issue.summary.x }}",
	    "main.html:1:18: there is no `x` here: what stands before "
	    "it is none" },
	{ "{{ issue.links[3] }}", "main.html:1:4: there is no item 3" },
	{ "{{ (missing ~ 1)|default(2) }}", "main.html:1:5: `missing`" },
	{ "{% if yes %}\n{% for x in [] %}\n{% endfor %}",
	    "main.html:1:1: the `if` opened here is never closed; add "
	    "`{% endif %}`" },
	{ "{% if yes %}\n{% for x in [] %}\n{% endif %}",
	    "main.html:3:1: `endif` does not fit: the `for` of line 2 "
	    "is open, which ends with `endfor`" },
	{ "{% endif %}", "main.html:1:1: `endif` stands alone" },
	{ "{% fori x in y %}",
	    "main.html:1:1: there is no statement `fori`; did you mean "
	    "`for`?" },
	{ "{{ 1|uper }}",
	    "main.html:1:6: there is no filter `uper`; did you mean "
	    "`upper`?" },
	{ "{{ 1 is evn }}",
	    "main.html:1:9: there is no test `is evn`; did you mean "
	    "`even`?" },
	{ "{{ 1|truncate }}",
	    "main.html:1:6: `truncate` needs the argument `length`" },
	{ "{{ 1|upper(2) }}",
	    "main.html:1:12: `upper` takes at most 0 arguments" },
	{ "{{ 'a'|truncate(lenght=2) }}",
	    "main.html:1:17: there is no argument `lenght`; did you "
	    "mean `length`?" },
	{ "{{ 'a'|truncate(2, length=2) }}",
	    "main.html:1:27: the argument `length` is given twice" },
	{ "{{ [1]|upper }}",
	    "main.html:1:8: `upper` needs a text, but this is a list" },
	{ "{{ issue }}", "main.html:1:1: a map cannot be printed" },
	{ "{{ 1 / 2 }}", "main.html:1:6: numbers are whole here" },
	{ "{{ 1.5 }}", "main.html:1:4: only whole numbers" },
	{ "{{ 99999999999999999999 }}", "main.html:1:4: this is not" },
	{ "{{ 1 // 0 }}", "main.html:1:6: 1 and 0 have no result" },
	{ "{{ 9223372036854775807 + 1 }}", "main.html:1:24: 922" },
	{ "{{ 'a' + 'b' }}",
	    "main.html:1:8: this needs two numbers, but there is a "
	    "text and a text; join texts with `~`" },
	{ "{{ 1 < 'a' }}", "main.html:1:6: a number and a text have" },
	{ "{{ 1 < 2 < 3 }}", "main.html:1:10: join comparisons" },
	{ "{{ 'abc }}", "main.html:1:4: this text is never closed" },
	{ "{{ 1 ", "main.html:1:1: this tag is never closed; add `}}`" },
	{ "{{ 1 %}", "main.html:1:7: expected a value, not `}`" },
	{ "{# a", "main.html:1:1: this comment is never closed" },
	{ "{% raw %}a", "main.html:1:1: `raw` is never closed" },
	{ "{{ }}", "main.html:1:4: expected a value, not the end" },
	{ "{{ 1 2 }}", "main.html:1:6: expected the end of the tag, not `2`" },
	{ "{{ a? }}", "main.html:1:5: this sign has no meaning" },
	{ "{{ if }}", "main.html:1:4: `if` is a word of the language" },
	{ "{% set loop = 1 %}", "main.html:1:8: `loop` is a word" },
	{ "{{ loop.index }}", "main.html:1:4: `loop` is known only" },
	{ "{{ loop.indx }}",
	    "main.html:1:9: `loop` has no `indx`; did you mean "
	    "`index`?" },
	{ "{% for x in 5 %}{% endfor %}",
	    "main.html:1:1: `for` needs a list or a map, but this is "
	    "a number" },
	{ "{% for a, b in [1] %}{% endfor %}",
	    "main.html:1:1: a for with two names needs" },
	{ "{{ issue.date|date('%Y') }}{{ 'soon'|date('%Y') }}",
	    "main.html:1:38: `date` needs a date such as 2026-08-19, "
	    "not \"soon\"" },
	{ "{% include 'nope' %}",
	    "main.html:1:12: there is no template \"nope\"" },
	{ "{% include 'a' %}\n==== a\n\n{% include 'main' %}",
	    "other.html:2:12: templates need each other in a circle: "
	    "main -> a -> main" },
	{ "{% extends 'main' %}",
	    "main.html:1:12: templates need each other in a circle: "
	    "main -> main" },
	{ "{% include 'a' %}\n==== a\n{{ isue }}",
	    "other.html:1:4: `isue` is not known here; did you" },
	{ "x{% extends 'a' %}\n==== a\n",
	    "main.html:1:2: `extends` must be the first thing" },
	{ "{% extends 'a' %}\nlost\n==== a\n",
	    "main.html:2:1: this is never shown" },
	{ "{% extends 'a' %}{{ 1 }}\n==== a\n",
	    "main.html:1:18: this is never shown" },
	{ "{% extends 'a' %}{% block headr %}{% endblock %}\n==== a\n"
	  "{% block header %}{% endblock %}",
	    "main.html:1:18: a has no block `headr`, so this one would "
	    "never be shown; did you mean `header`?" },
	{ "{% block a %}{% endblock %}{% block a %}{% endblock %}",
	    "main.html:1:28: the block `a` is here twice" },
	{ "{% block a %}{% endblock b %}",
	    "main.html:1:26: this ends `a`, not `b`" },
	{ "{{ super() }}", "main.html:1:4: `super()` can stand only" },
	{ "{% block a %}{{ super() }}{% endblock %}",
	    "main.html:1:17: the block `a` replaces none" },
	{ "{{ nope(1) }}", "main.html:1:4: no macro `nope` is defined" },
	{ "{{ issue.nope() }}", "main.html:1:4: no macro `issue.nope`" },
	{ "{{ 'a'.upper() }}", "main.html:1:8: only macros can be" },
	{ "{% macro m(a) %}{% endmacro %}{{ m() }}",
	    "main.html:1:34: `m` needs the argument `a`" },
	{ "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
	    "main.html:1:19: more than 64 templates, blocks and" },
	{ "{% from 'a' import bx %}\n==== a\n{% macro box() %}"
	  "{% endmacro %}",
	    "main.html:1:20: a has no macro `bx`; did you mean `box`?" },
	{ "{{ word|replace('', 'x')|replace('s', word)|sort }}",
	    "main.html:1:45: `sort` needs a list, but this is a" },
};

static void test_errors(void **state)
{
	const struct complaint *list = complaints;
	size_t count = sizeof(complaints) / sizeof(complaints[0]);

	(void)state;
	for (size_t i = 0; i < count; i++) {
		struct strbuf out;
		struct error err = { "" };

		strbuf_init(&out, 4096);
		if (render(list[i].text, &out, &err))
			fail_msg("%s\nprints %s", list[i].text, out.buf);
		if (!str_starts(str_of(err.text), str_of(list[i].message)))
			fail_msg("%s\nsays     %s\nexpected %s", list[i].text,
			    err.text, list[i].message);
		strbuf_release(&out);
	}
}

/* `times` times `piece`, with `middle` in the middle. */
static const char *repeated(struct arena *arena, const char *before,
    const char *middle, const char *after, size_t times)
{
	struct strbuf text;
	const char *copy;

	strbuf_init(&text, SIZE_MAX / 2);
	for (size_t i = 0; i < times; i++)
		strbuf_add_cstr(&text, before);
	strbuf_add_cstr(&text, middle);
	for (size_t i = 0; i < times; i++)
		strbuf_add_cstr(&text, after);
	copy = arena_cstr(arena, strbuf_str(&text));
	strbuf_release(&text);
	return copy;
}

static bool find_one(
    void *data, const char *name, struct str *ret_text, const char **ret_path)
{
	*ret_text = str_of(data);
	*ret_path = name;
	return true;
}

static void test_limits(void **state)
{
	static const struct {
		const char *before, *middle, *after;
		size_t times;
		const char *message;
	} list[] = {
		{ "{{ ", "1", "", 1, "main:1:1: this tag is never closed" },
		{ "(", "{{ 1", "", 1, "main:1:2: this tag" },
		{ "",
		    "{% set x = ((((((((((((((((((((((((((((((((((((((((((((("
		    "(((((((((((((((((((((((((((((((((((((((((1 %}",
		    "", 1, "main:1:76: this is nested more than 64 levels" },
		{ "{% if 1 %}", "a", "{% endif %}", 100,
		    "main:1:647: this is nested more" },
		{ "{% for x in issue.links %}", "{{ 1 if not x }}",
		    "{% endfor %}", 17, "takes more than 20000000 steps" },
		{ "{% set x = (x|default('0123456789')) ~ (x|default('')) %}",
		    "", "", 40,
		    "the text made here is larger than 67108864 bytes" },
		{ "",
		    "{% for a in [1,2,3,4,5,6,7,8] %}{% for b in "
		    "[1,2,3,4,5,6,7,8] %}{% for c in [1,2,3,4,5,6,7,8] %}"
		    "0123456789{% endfor %}{% endfor %}{% endfor %}",
		    "", 1, "main:1:97: the page is larger than 4096 bytes" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(list) / sizeof(list[0]); i++) {
		struct arena arena = { 0 };
		char *text;
		struct template_set *set;
		struct strbuf out;
		struct error err = { "" };
		const char *whole = repeated(&arena, list[i].before,
		    list[i].middle, list[i].after, list[i].times);

		text = arena_alloc(&arena, strlen(whole) + 1);
		memcpy(text, whole, strlen(whole) + 1);
		set = template_set_new(&arena, find_one, text);
		strbuf_init(&out, 4096);
		assert_false(template_load(set, "main", &err) &&
			     template_render(set, "main", variables(&arena),
				 &arena, &out, &err));
		if (strstr(err.text, list[i].message) == NULL)
			fail_msg("%zu says %s", i, err.text);
		strbuf_release(&out);
		arena_release(&arena);
	}
}

/* What a failed load leaves behind does not stand in the way of the next. */
static void test_load_again(void **state)
{
	struct arena arena = { 0 };
	char bad[] = "{% include 'a' %}{{ \n==== a\nfine";
	struct template_set *set = template_set_new(&arena, find_part, bad);
	struct error err = { "" };

	(void)state;
	assert_false(template_load(set, "main", &err));
	assert_false(template_load(set, "main", &err));
	assert_true(template_load(set, "a", &err));
	assert_true(template_load(set, "a", &err));
	assert_false(template_load(set, "nope", &err));
	assert_string_equal(err.text, "there is no template \"nope\"");
	arena_release(&arena);
}

struct job {
	const struct template_set *set;
	size_t wrong;
};

static void *render_often(void *data)
{
	struct job *job = data;

	for (int i = 0; i < 200; i++) {
		struct arena arena = { 0 };
		struct strbuf out;
		struct error err;

		strbuf_init(&out, 4096);
		job->wrong += !template_render(
		    job->set, "main", variables(&arena), &arena, &out, &err);
		job->wrong += strcmp(out.buf, "BEES 3,ANTS &amp; CO 12,"
					      "CATS 7,") != 0;
		strbuf_release(&out);
		arena_release(&arena);
	}
	return NULL;
}

static void test_threads(void **state)
{
	char text[] = "{% macro m(l) %}{{ l.title|upper }} {{ l.votes }}"
		      "{% endmacro %}{% for l in issue.links %}{{ m(l) }},"
		      "{% endfor %}";
	struct arena arena = { 0 };
	struct template_set *set = template_set_new(&arena, find_part, text);
	struct job job[4];
	pthread_t thread[4];
	struct error err;

	(void)state;
	assert_true(template_load(set, "main", &err));
	for (size_t i = 0; i < 4; i++) {
		job[i] = (struct job){ set, 0 };
		assert_int_equal(
		    pthread_create(&thread[i], NULL, render_often, &job[i]), 0);
	}
	for (size_t i = 0; i < 4; i++) {
		pthread_join(thread[i], NULL);
		assert_int_equal(job[i].wrong, 0);
	}
	arena_release(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_expressions),
		cmocka_unit_test(test_statements),
		cmocka_unit_test(test_families),
		cmocka_unit_test(test_text_filters),
		cmocka_unit_test(test_list_filters),
		cmocka_unit_test(test_errors),
		cmocka_unit_test(test_limits),
		cmocka_unit_test(test_load_again),
		cmocka_unit_test(test_threads),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
