/*
 * The mail of an issue: golden texts, what choices leave of it, and that slots
 * stand where readers' links belong.
 *
 * mail/ is a newsletter; mail/whole.html and .txt are the mail of its issue.
 * SENNIGHT_UPDATE=1 writes them anew.
 */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "../test.h"

#include "base/file.h"
#include "base/limits.h"
#include "build/mail.h"

static const struct str values[MAIL_SLOT_KINDS] = {
	[MAIL_PREFERENCES] = STR_INIT("https://r.example/prefs"),
	[MAIL_UNSUBSCRIBE] = STR_INIT("https://r.example/leave"),
	[MAIL_WHY] = STR_INIT("You asked for it."),
};

static struct mail_maker *maker;

static int enter_source(void)
{
	const char *source = getenv("SENNIGHT_SOURCE");

	return source == NULL || chdir(source) != 0 ||
	       chdir("test/build/mail") != 0;
}

static int enter(void **state)
{
	struct error err;

	(void)state;
	if (enter_source() != 0)
		return -1;
	if (mail_maker_open("12", &maker, &err))
		return 0;
	print_error("%s\n", err.text);
	return -1;
}

static int leave(void **state)
{
	(void)state;
	mail_maker_free(maker);
	return 0;
}

static void make(const struct mail_choice *choice, struct arena *arena,
    struct mail_bodies *ret_bodies)
{
	struct error err;

	if (!mail_bodies_make(maker, choice, arena, ret_bodies, &err))
		fail_msg("%s", err.text);
}

static struct str filled(struct arena *arena, const struct mail_part *part)
{
	struct strbuf out;
	struct str text;

	strbuf_init(&out, LIMIT_PAGE);
	mail_part_add(part, values, &out);
	text = arena_str(arena, strbuf_str(&out));
	strbuf_release(&out);
	return text;
}

static void compare(
    struct arena *arena, const char *path, const struct mail_part *part)
{
	struct str text = filled(arena, part), golden;
	struct error err;

	if (getenv("SENNIGHT_UPDATE") != NULL)
		assert_true(file_write(path, text, NULL, &err));
	assert_true(file_read(path, LIMIT_PAGE, arena, &golden, &err));
	assert_str(text, arena_cstr(arena, golden));
}

static void test_golden(void **state)
{
	struct arena arena = { 0 };
	struct mail_bodies bodies;

	(void)state;
	make(NULL, &arena, &bodies);
	assert_false(bodies.shortened);
	compare(&arena, "whole.html", &bodies.html);
	compare(&arena, "whole.txt", &bodies.text);
	arena_release(&arena);
}

/* --------------------------------------------------------------------- choices */

/* What stands in the issue, a letter each; with a line end, headings. */
static const struct {
	char letter;
	const char *text;
} marks[] = {
	{ 'i', "keepers." }, /* the introduction */
	{ 'R', "Reading" },
	{ 'A', "Articles" },
	{ 'a', "Fog signals" },
	{ 'T', "Tools" },
	{ 't', "What changed" },
	{ 'L', "Lamp of the Week" },
	{ 'l', "round and bright" },
	{ 'X', "Letters" }, /* a heading that the settings do not have */
	{ 'E', "Upcoming Events" },
	{ 'w', "Lamp Events between" },
	{ 'V', "Virtual\n" },
	{ 'v', "log aloud" },
	{ 'U', "Europe\n" },
	{ 'u', "Trimming wicks" },
	{ 'f', "Phare ouvert" },
	{ 'O', "Oceania\n" },
	{ 'o', "Lenses by" },
	{ 'm', "Is yours missing" },
	{ 'Q', "Quote of the Week" },
	{ 'q', "Nobody thanks" },
	{ 'c', "edited by" }, /* the closing words */
	{ 'W', "Seen on the Web" },
	{ '!', "what you chose" },
};

static void add_marks(
    struct arena *arena, struct strbuf *out, struct str text, bool html)
{
	/* What the preview and the list of contents say is no heading. */
	size_t body = html ? str_find(text, STR("class=\"toc\""), 0) : 0;

	body = html ? str_find(text, STR("</p>"), body) : 0;
	for (size_t i = 0; i < COUNT(marks); i++) {
		struct str wanted = str_of(marks[i].text);

		if (html && str_ends(wanted, STR("\n")))
			wanted = arena_printf(
			    arena, ">%.*s<", (int)wanted.len - 1, wanted.at);
		if (str_find(text, wanted, body) != STR_NONE)
			strbuf_add_char(out, marks[i].letter);
	}
}

/* Ids, with commas between them. */
static struct str_list listed(struct arena *arena, const char *ids)
{
	struct str rest = str_of(ids);
	struct str_list list = { 0 };

	while (rest.len > 0) {
		list.item = ARENA_GROW(arena, list.item, list.count);
		list.item[list.count++] = str_take(&rest, ',');
	}
	return list;
}

static const struct {
	const char *sections, *regions, *countries;
	const char *left; /* letters of marks */
	size_t count;     /* sections with contents */
} choices[] = {
	{ "", "", "", "iRAaTtLlXEwVvUufOomQqc", 9 },
	/* Sections, and those around them and below them. */
	{ "articles", "", "", "iRAaXc!", 2 },
	{ "reading", "", "", "iRAaTtXc!", 3 },
	{ "reading,tools", "", "", "iRTtXc!", 2 },
	{ "lamp,quote", "", "", "iLlXQqc!", 3 },
	{ "events", "", "", "iXEwVvUufOomc!", 5 },
	/* Regions and countries, of events alone. */
	{ "", "europe", "", "iRAaTtLlXEwUufQqc!", 7 },
	{ "", "oceania,virtual", "", "iRAaTtLlXEwVvOomQqc!", 8 },
	{ "", "virtual,europe,oceania", "", "iRAaTtLlXEwVvUufOomQqc", 9 },
	{ "", "", "FR", "iRAaTtLlXEwUfQqc!", 7 },
	{ "", "oceania", "FR", "iRAaTtLlXEwUfOomQqc!", 8 },
	{ "", "", "DE", "iRAaTtLlXQqc!", 5 },
	/* Both. */
	{ "events", "oceania", "", "iXEwOomc!", 3 },
	{ "tools,events", "virtual", "", "iRTtXEwVvc!", 4 },
	/* Nothing of what was chosen is there; what cannot be chosen is. */
	{ "events", "", "DE", "iXc!", 1 },
	{ "nonsense", "", "", "iXc!", 1 },
};

static void check_choice(size_t i)
{
	struct arena arena = { 0 };
	struct mail_choice choice = {
		.sections = listed(&arena, choices[i].sections),
		.regions = listed(&arena, choices[i].regions),
		.countries = listed(&arena, choices[i].countries),
	};
	struct mail_bodies bodies;
	struct strbuf html, text;
	char wanted[64];

	strbuf_init(&html, COUNT(marks) + 1);
	strbuf_init(&text, COUNT(marks) + 1);
	make(&choice, &arena, &bodies);
	add_marks(&arena, &html, bodies.html.text, true);
	add_marks(&arena, &text, bodies.text.text, false);
	snprintf(wanted, sizeof(wanted), "%s", choices[i].left);
	print_message("%s; %s; %s\n", choices[i].sections, choices[i].regions,
	    choices[i].countries);
	assert_str(strbuf_str(&text), wanted);
	assert_str(strbuf_str(&html), wanted);
	assert_int_equal(bodies.sections, choices[i].count);
	assert_int_equal(bodies.shortened, strchr(wanted, '!') != NULL);
	strbuf_release(&html);
	strbuf_release(&text);
	arena_release(&arena);
}

static void test_choices(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(choices); i++)
		check_choice(i);
}

/* ----------------------------------------------------------------------- slots */

static void check_slots(const struct mail_part *part, const char *before[])
{
	static const size_t LAST = 700; /* bytes */

	assert_int_equal(part->slots, MAIL_SLOT_KINDS);
	for (size_t i = 0; i < part->slots; i++) {
		const struct mail_slot *slot = &part->slot[i];

		assert_int_equal(slot->kind, i);
		assert_true(part->text.len - slot->offset < LAST);
		assert_true(str_ends(
		    str_sub(part->text, 0, slot->offset), str_of(before[i])));
	}
	assert_int_equal(str_find_char(part->text, '\x02', 0), STR_NONE);
}

static void test_slots(void **state)
{
	static const char *html[] = { " · <a href=\"", " · <a href=\"", "<p>" };
	static const char *text[] = { "Choose what you get:\n",
		"Unsubscribe:\n", "\n\n" };
	struct arena arena = { 0 };
	struct mail_choice choice = { .sections = listed(&arena, "lamp") };
	struct mail_bodies bodies;

	(void)state;
	make(NULL, &arena, &bodies);
	check_slots(&bodies.html, html);
	check_slots(&bodies.text, text);
	make(&choice, &arena, &bodies);
	check_slots(&bodies.html, html);
	check_slots(&bodies.text, text);
	arena_release(&arena);
}

/* No link of a mail leads from where the mail is. */
static void test_links(void **state)
{
	static const struct str attributes[] = { STR_INIT(" href=\""),
		STR_INIT(" src=\"") };
	struct arena arena = { 0 };
	struct mail_bodies bodies;

	(void)state;
	make(NULL, &arena, &bodies);
	for (size_t i = 0; i < COUNT(attributes); i++) {
		struct str html = filled(&arena, &bodies.html);
		size_t links = 0, at;

		while ((at = str_find(html, attributes[i], 0)) != STR_NONE) {
			html = str_sub(html, at + attributes[i].len, html.len);
			assert_true(str_starts(html, STR("https://")) ||
				    str_starts(html, STR("#")));
			links++;
		}
		assert_true(links > 0);
	}
	arena_release(&arena);
}

/* ---------------------------------------------------------------------- naming */

static void test_names(void **state)
{
	static const struct {
		const char *name, *error;
	} cases[] = {
		{ "12", NULL },
		{ "2026-03-04", NULL },
		{ "the-lamp-room-12", NULL },
		{ "content/2026-03-04-lamps.md", NULL },
		{ "./content/2026-03-04-lamps.md", NULL },
		{ "draft/2026-03-11-lamps.md", NULL },
		{ "14",
		    "14 names more than one issue, draft/2026-03-18-b.md and "
		    "draft/2026-03-18-a.md; name one by its path" },
		{ "11",
		    "there is no issue 11; name one by its number, its date "
		    "(2026-08-19), its slug or its path" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct mail_maker *named = NULL;
		struct error err = { 0 };

		assert_int_equal(mail_maker_open(cases[i].name, &named, &err),
		    cases[i].error == NULL);
		if (cases[i].error != NULL)
			assert_string_equal(err.text, cases[i].error);
		mail_maker_free(named);
	}
}

/* ----------------------------------------------------------------------- files */

static struct str text_of(struct arena *arena, const char *path)
{
	struct str text;
	struct error err;

	if (!file_read(path, LIMIT_PAGE, arena, &text, &err))
		fail_msg("%s", err.text);
	return text;
}

static void put(const char *path, struct str text)
{
	struct error err;

	if (!file_write(path, text, NULL, &err))
		fail_msg("%s", err.text);
}

/* A copy of the newsletter, with more settings and a longer issue. */
static void enter_copy(
    struct arena *arena, const char *settings, const char *more)
{
	static const char issue[] = "content/2026-03-04-lamps.md";
	struct str old = text_of(arena, "sennight.yaml");
	struct str text = text_of(arena, issue);
	char folder[] = "/tmp/sennight-mail-XXXXXX";

	assert_non_null(mkdtemp(folder));
	assert_int_equal(chdir(folder), 0);
	put("sennight.yaml",
	    arena_printf(arena, "%.*s%s", STR_ARG(old), settings));
	put(issue, arena_printf(arena, "%.*s%s", STR_ARG(text), more));
}

static void leave_copy(void)
{
	static const char *const gone[] = { "out/the-lamp-room-12.html",
		"out/the-lamp-room-12.txt", "out", "sennight.yaml",
		"content/2026-03-04-lamps.md", "content" };
	char *folder = getcwd(NULL, 0);

	for (size_t i = 0; i < COUNT(gone); i++)
		assert_int_equal(remove(gone[i]), 0);
	assert_int_equal(rmdir(folder), 0);
	free(folder);
	assert_int_equal(enter_source(), 0);
}

static void assert_has(
    struct arena *arena, const char *path, const char *wanted)
{
	struct str text = text_of(arena, path);

	if (str_find(text, str_of(wanted), 0) == STR_NONE)
		fail_msg("%s is not in\n%.*s", wanted, STR_ARG(text));
}

static void test_services(void **state)
{
	static const struct {
		const char *settings;
		const char *html[3], *text[3];
	} cases[] = {
		{ "mail: {service: mailchimp}\n",
		    { "href=\"*|UNSUB|*\"", "href=\"*|UPDATE_PROFILE|*\"",
			"&#42;|Y|*." },
		    { "\n*|UNSUB|*\n", "\n*|LIST:DESCRIPTION|*", "* |Y|*." } },
		{ "mail: {service: buttondown}\n",
		    { "href=\"{{ unsubscribe_url }}\"",
			"href=\"{{ manage_subscription_url }}\"",
			"&#123;{ x }}" },
		    { "\n{{ unsubscribe_url }}\n",
			"\n{{ manage_subscription_url }}\n", "{ { x }}" } },
		{ "subscribe: {open: yes}\n",
		    { "\"https://lamps.example.org/letter/subscribe/\">Uns",
			"{{ x }}", "*|Y|*" },
		    { "Unsubscribe:\n"
		      "https://lamps.example.org/letter/subscribe/\n",
			"{{ x }}", "subscribed to The Lamp Room" } },
		{ "site: {subscribe: 'https://x.example/?a&b'}\n",
		    { "\"https://x.example/?a&amp;b\">Uns", "", "" },
		    { "Unsubscribe:\nhttps://x.example/?a&b\n", "", "" } },
		{ "", { "\"https://lamps.example.org/letter/\">Uns", "", "" },
		    { "Unsubscribe:\nhttps://lamps.example.org/letter/\n", "",
			"" } },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct arena arena = { 0 };
		struct mail_files files;
		struct error err;

		enter_copy(&arena, cases[i].settings, "");
		if (!mail_build("12", "out", &arena, &files, &err))
			fail_msg("%s", err.text);
		assert_null(files.warning);
		for (size_t k = 0; k < 3; k++) {
			assert_has(&arena, files.html, cases[i].html[k]);
			assert_has(&arena, files.text, cases[i].text[k]);
		}
		leave_copy();
		arena_release(&arena);
	}
}

/* One byte more than there may be. */
static void test_warning(void **state)
{
	struct arena arena = { 0 };
	struct strbuf more;
	struct mail_files files;
	struct error err;

	(void)state;
	strbuf_init(&more, MIB);
	enter_copy(&arena, "", "\nx\n");
	assert_true(mail_build("12", "out", &arena, &files, &err));
	leave_copy();
	strbuf_lit(&more, "\n");
	strbuf_add_repeat(&more, 'x', MAIL_HTML_MOST - files.html_bytes + 1);
	enter_copy(&arena, "", more.buf);
	assert_true(mail_build("12", "out", &arena, &files, &err));
	assert_int_equal(files.html_bytes, MAIL_HTML_MOST);
	assert_null(files.warning);
	leave_copy();
	strbuf_lit(&more, "x");
	enter_copy(&arena, "", more.buf);
	assert_true(mail_build("12", "out", &arena, &files, &err));
	assert_non_null(files.warning);
	assert_non_null(strstr(files.warning, "102 kB"));
	leave_copy();
	strbuf_release(&more);
	arena_release(&arena);
}

/* A theme whose mail nobody could leave by. */
static void test_theme(void **state)
{
	struct arena arena = { 0 };
	struct mail_files files;
	struct error err;

	(void)state;
	enter_copy(&arena, "", "");
	put("theme/mail.txt", STR("{{ mail.text }}"));
	assert_false(mail_build("12", "out", &arena, &files, &err));
	assert_non_null(strstr(err.text, "mail.txt prints no"));
	put("theme/mail.txt",
	    STR("{{ mail.unsubscribe }}{{ mail.unsubscribe }}"));
	assert_true(mail_build("12", "out", &arena, &files, &err));
	assert_str(text_of(&arena, files.text),
	    "https://lamps.example.org/letter/"
	    "https://lamps.example.org/letter/");
	assert_int_equal(remove("theme/mail.txt"), 0);
	assert_int_equal(remove("theme"), 0);
	leave_copy();
	arena_release(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_golden),
		cmocka_unit_test(test_choices),
		cmocka_unit_test(test_slots),
		cmocka_unit_test(test_links),
		cmocka_unit_test(test_names),
		cmocka_unit_test(test_services),
		cmocka_unit_test(test_warning),
		cmocka_unit_test(test_theme),
	};

	return cmocka_run_group_tests(tests, enter, leave);
}
