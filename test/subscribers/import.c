/* Every list in lists/ is taken in; what is told about it and what an export
 * then holds are compared with the file beside it.  Then the rules. */
#include "../store/place.h"

#include "base/file.h"
#include "subscribers/subscribers.h"

enum { NOON = 1772625600 /* 2026-03-04T12:00:00Z */ };

static void must(bool ok, const struct error *err)
{
	if (!ok)
		fail_msg("%s", err->text);
}

static struct store *open_store(void)
{
	static const char pattern[] = "/tmp/sennight-lists-XXXXXX";
	static char folder[sizeof(pattern)];
	struct store_options options = { .folder = folder, .now = NOON };
	struct store *store = NULL;
	struct error err;

	memcpy(folder, pattern, sizeof(pattern));
	assert_non_null(make_test_folder(folder));
	if (on_postgres())
		options.address = empty_place();
	must(store_open(&options, &store, &err), &err);
	return store;
}

/* -------------------------------------------------------------------- helpers */

static void add_note(void *data, const struct import_note *note)
{
	strbuf_printf(data, "%s:%zu: %s: %.*s: %s\n", note->path, note->line,
	    import_fate_name(note->fate), STR_ARG(note->address), note->why);
}

static bool add_export(void *data, struct str text, struct error *err)
{
	(void)err;
	strbuf_add(data, text);
	return true;
}

static struct import_report take_in(struct store *store, struct strbuf *notes,
    const char *path, const char *text, struct import_options options)
{
	struct import_report report = { 0 };
	struct arena arena = { 0 };
	struct error err;

	options.note = add_note;
	options.data = notes;
	must(people_begin_many(store, &err), &err);
	must(subscribers_import(
		 store, &arena, path, str_of(text), &options, &report, &err),
	    &err);
	must(people_end_many(store, true, &err), &err);
	report.untaken.count = 0;
	arena_release(&arena);
	return report;
}

static void give_out(
    struct store *store, enum export_format format, struct strbuf *out)
{
	const struct export_options options = { .format = format,
		.all_states = true,
		.write = add_export,
		.data = out };
	struct error err;

	must(subscribers_export(store, &options, &err), &err);
}

/* Names in links are random: all but that of own.jsonl are made equal. */
static void hide_links(struct strbuf *text)
{
	struct str key = STR("\"link\":\"");
	size_t at = 0;

	while ((at = str_find(strbuf_str(text), key, at)) != STR_NONE) {
		at += key.len;
		if (!str_starts(
			str_sub(strbuf_str(text), at, text->len), STR("0011")))
			memset(text->buf + at, '-', 24);
	}
}

/* ----------------------------------------------------------------- the lists */

static void add_file(struct strbuf *out, struct store *store,
    struct arena *arena, const char *folder, const char *name)
{
	const struct import_options options = {
		.keep_networks = true, .note = add_note, .data = out
	};
	struct import_report report = { 0 };
	struct error err;
	struct str text;

	must(file_read(path_join(arena, folder, name), MIB, arena, &text, &err),
	    &err);
	must(people_begin_many(store, &err), &err);
	must(subscribers_import(
		 store, arena, name, text, &options, &report, &err),
	    &err);
	must(people_end_many(store, true, &err), &err);
	strbuf_printf(out, "%s, %zu rows:", report.service, report.rows);
	for (int i = 0; i < FATES; i++)
		if (report.fate[i] > 0)
			strbuf_printf(out, " %zu %s", report.fate[i],
			    import_fate_name((enum import_fate)i));
	strbuf_printf(out, "; %zu tags; untaken:", report.tags);
	for (size_t i = 0; i < report.untaken.count; i++)
		strbuf_printf(out, " [%.*s]", STR_ARG(report.untaken.item[i]));
	strbuf_add_char(out, '\n');
	give_out(store, EXPORT_JSON_LINES, out);
	hide_links(out);
}

static void compare(struct arena *arena, const char *path, struct str got)
{
	struct error err;
	struct str wanted;

	if (getenv("SENNIGHT_UPDATE") != NULL)
		must(file_write(path, got, NULL, &err), &err);
	must(file_read(path, MIB, arena, &wanted, &err), &err);
	if (!str_eq(got, wanted))
		fail_msg(
		    "%s differs; this came out:\n%.*s", path, STR_ARG(got));
}

static void test_lists(void **state)
{
	const char *source = getenv("SENNIGHT_SOURCE");
	struct arena arena = { 0 };
	struct file_list list;
	const char *folder;
	struct error err;

	(void)state;
	if (source == NULL) {
		print_message("SENNIGHT_SOURCE is not set\n");
		skip();
	}
	folder = path_join(&arena, source, "test/subscribers/lists");
	must(folder_walk(folder, NULL, &arena, &list, &err), &err);
	assert_true(list.count > 0);
	for (size_t i = 0; i < list.count; i++) {
		const char *name = list.entry[i].path;
		struct store *store;
		struct strbuf out;

		if (strcmp(path_ending(name), ".txt") == 0)
			continue;
		store = open_store();
		strbuf_init(&out, MIB);
		add_file(&out, store, &arena, folder, name);
		compare(&arena,
		    arena_printf(&arena, "%s/%s.txt", folder, name).at,
		    strbuf_str(&out));
		strbuf_release(&out);
		store_close(store);
	}
	arena_release(&arena);
}

/* --------------------------------------------------------------- round trips */

static void fill(struct store *store, struct strbuf *notes)
{
	static const char list[] =
	    "{\"address\":\"k@o.example\",\"state\":\"paused\",\"name\":"
	    "\"=cmd|' /C calc'!A0\",\"language\":\"de\",\"format\":\"text\","
	    "\"sections\":[\"a\",\"b\"],\"regions\":[],\"countries\":[\"DE\"],"
	    "\"paused_until\":\"2026-12-01T00:00:00Z\",\"source\":\"form\","
	    "\"created\":\"2025-01-01T00:00:00Z\",\"changed\":"
	    "\"2025-06-01T00:00:00Z\",\"link\":\"00112233445566778899aabb\","
	    "\"consents\":[{\"what\":\"subscribed\",\"at\":"
	    "\"2025-01-01T00:00:00Z\",\"text\":\"v, \\\"3\\\"\",\"source\":"
	    "\"form\",\"network\":\"192.0.2.0/24\"}]}\n"
	    "{\"address\":\"=1+1@o.example\",\"state\":\"bounced\",\"name\":"
	    "\"'quoted\",\"link\":\"ff112233445566778899aabb\",\"consents\":"
	    "[]}\n"
	    "{\"address\":\"\\\"a b;c\\\"@o.example\",\"state\":\"left\","
	    "\"name\":\"+49, \\\"\xc3\x89\\n x\",\"link\":"
	    "\"fe112233445566778899aabb\",\"consents\":[]}\n";

	take_in(store, notes, "a", list, (struct import_options){ 0 });
}

static void test_round_trips(void **state)
{
	struct strbuf notes, first, again, middle;

	(void)state;
	strbuf_init(&notes, MIB);
	strbuf_init(&first, MIB);
	for (int i = 0; i < 2; i++) {
		enum export_format format =
		    i == 0 ? EXPORT_CSV : EXPORT_JSON_LINES;
		struct store *store = open_store();

		strbuf_reset(&first);
		strbuf_init(&middle, MIB);
		strbuf_init(&again, MIB);
		fill(store, &notes);
		give_out(store, EXPORT_JSON_LINES, &first);
		give_out(store, format, &middle);
		store_close(store);
		store = open_store();
		take_in(store, &notes, "b", middle.buf,
		    (struct import_options){ 0 });
		give_out(store, EXPORT_JSON_LINES, &again);
		store_close(store);
		assert_str(strbuf_str(&again), first.buf);
		if (format == EXPORT_CSV)
			assert_null(strstr(middle.buf, "\n="));
		strbuf_release(&middle);
		strbuf_release(&again);
	}
	assert_int_equal(notes.len, 0);
	strbuf_release(&notes);
	strbuf_release(&first);
}

/* Only those of one state, with wishes and consents of theirs. */
static void test_state(void **state)
{
	struct store *store = open_store();
	struct strbuf notes, out;
	struct export_options options = { .format = EXPORT_JSON_LINES,
		.state = SUBSCRIBER_PAUSED,
		.write = add_export,
		.data = &out };
	struct error err;

	(void)state;
	strbuf_init(&notes, MIB);
	strbuf_init(&out, MIB);
	take_in(store, &notes, "a", "email\nx@x.example\n",
	    (struct import_options){ 0 });
	fill(store, &notes);
	must(subscribers_export(store, &options, &err), &err);
	assert_non_null(strstr(out.buf, "\"sections\":[\"a\",\"b\"]"));
	assert_non_null(strstr(out.buf, "\"what\":\"subscribed\""));
	assert_null(strstr(strchr(out.buf, '\n') + 1, "address"));
	strbuf_reset(&out);
	options.state = SUBSCRIBER_PENDING;
	must(subscribers_export(store, &options, &err), &err);
	assert_int_equal(out.len, 0);
	strbuf_release(&notes);
	strbuf_release(&out);
	store_close(store);
}

/* ----------------------------------------------------------------- the rules */

/* Two lists, one after the other: what becomes of the one person in both, and
 * the state then. */
static const struct {
	const char *first, *second;
	enum import_fate fate;
	enum subscriber_state state;
} meetings[] = {
	{ "email\na@x.example", "email\na@x.example", FATE_KNOWN,
	    SUBSCRIBER_ACTIVE },
	/* Left there: without a time, or after all that is known here. */
	{ "email\na@x.example", "email,status\na@x.example,unsubscribed",
	    FATE_LEFT, SUBSCRIBER_LEFT },
	{ "email\na@x.example", "email,unsubtime\na@x.example,2030-01-01",
	    FATE_LEFT, SUBSCRIBER_LEFT },
	{ "email\na@x.example", "email,unsubtime\na@x.example,2020-01-01",
	    FATE_KNOWN, SUBSCRIBER_ACTIVE },
	/* Left here: an old list brings nobody back. */
	{ "email,status\na@x.example,unsubscribed", "email\na@x.example",
	    FATE_STAYS_LEFT, SUBSCRIBER_LEFT },
	{ "email,status\na@x.example,unsubscribed",
	    "email,confirmtime\na@x.example,2020-01-01", FATE_STAYS_LEFT,
	    SUBSCRIBER_LEFT },
	{ "email,status\na@x.example,unsubscribed",
	    "email,confirmtime\na@x.example,2030-01-01", FATE_BACK,
	    SUBSCRIBER_ACTIVE },
	{ "email,status\na@x.example,cleaned", "email\na@x.example",
	    FATE_STAYS_LEFT, SUBSCRIBER_BOUNCED },
	{ "email,status\na@x.example,cleaned",
	    "email,status\na@x.example,unsubscribed", FATE_LEFT,
	    SUBSCRIBER_LEFT },
	{ "email,status\na@x.example,pending", "email\na@x.example", FATE_BACK,
	    SUBSCRIBER_ACTIVE },
	{ "email\na@x.example", "email,status\na@x.example,pending", FATE_KNOWN,
	    SUBSCRIBER_ACTIVE },
	{ "email\na@x.example", "email,status\na@x.example,cleaned", FATE_KNOWN,
	    SUBSCRIBER_ACTIVE },
	{ "email\na@x.example", "email,status\na@x.example,blocked",
	    FATE_BLOCKED, SUBSCRIBER_LEFT },
	{ "email,status\nb@x.example,\na@x.example,blocked",
	    "email\na@x.example", FATE_SUPPRESSED, SUBSCRIBER_ACTIVE },
	/* In one file: the wish for less mail counts. */
	{ "email\nb@x.example",
	    "email,status\na@x.example,active\na@x.example,unsubscribed",
	    FATE_LEFT, SUBSCRIBER_LEFT },
	{ "email\nb@x.example",
	    "email,status\na@x.example,unsubscribed\na@x.example,active",
	    FATE_DOUBLED, SUBSCRIBER_LEFT },
};

static void test_meetings(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(meetings); i++) {
		struct store *store = open_store();
		struct arena arena = { 0 };
		struct import_report report;
		struct subscriber found;
		struct strbuf notes;
		struct error err;
		bool there;

		strbuf_init(&notes, MIB);
		take_in(store, &notes, "a", meetings[i].first,
		    (struct import_options){ 0 });
		store_set_now(store, NOON + 60);
		report = take_in(store, &notes, "b", meetings[i].second,
		    (struct import_options){ 0 });
		if (report.fate[meetings[i].fate] != 1)
			fail_msg("case %zu: %s", i, notes.buf);
		must(people_find(store, &arena, STR("a@x.example"), &there,
			 &found, &err),
		    &err);
		assert_int_equal(there, meetings[i].fate != FATE_SUPPRESSED);
		if (there)
			assert_int_equal(found.state, meetings[i].state);
		strbuf_release(&notes);
		arena_release(&arena);
		store_close(store);
	}
}

static const struct {
	const char *text;
	struct import_options options;
	const char *says; /* part of the error; NULL: none */
} files[] = {
	{ "", { 0 }, "is empty" },
	{ "\n\n \n", { 0 }, "is empty" },
	{ "name,city\nA,B\n", { 0 }, "--column address=NAME" },
	{ "email,name\na@x.example,\"A\nb@x.example,B\n", { 0 },
	    "f:2: the quote that opens here is never closed" },
	{ "[{\"email\":\"a@x.example\"}]", { 0 }, "JSON lines" },
	{ "{\"email\"\n", { 0 }, "no JSON object" },
	{ "PK\3\4", { 0 }, "unpack" },
	{ "\x1f\x8b", { 0 }, "gunzip" },
	{ "email\na@x.example", { .from = "mailchump" }, "--from mailchump" },
	{ "email\na@x.example", { .state = "paused" }, "--state paused" },
	{ "email\na@x.example", { .state = "bounced" }, NULL },
};

static void test_files(void **state)
{
	struct store *store = open_store();

	(void)state;
	for (size_t i = 0; i < COUNT(files); i++) {
		struct import_report report = { 0 };
		struct arena arena = { 0 };
		struct error err = { .text = "" }, ignored;
		bool ok;

		must(people_begin_many(store, &ignored), &ignored);
		ok = subscribers_import(store, &arena, "f",
		    str_of(files[i].text), &files[i].options, &report, &err);
		must(people_end_many(store, false, &ignored), &ignored);
		assert_int_equal(ok, files[i].says == NULL);
		if (!ok && strstr(err.text, files[i].says) == NULL)
			fail_msg("%s: %s", files[i].text, err.text);
		arena_release(&arena);
	}
	store_close(store);
}

/* Columns that are told, of CSV and of JSON; and what they agreed to. */
static void test_told(void **state)
{
	static const char *const columns[] = { "address=Postfach", "name=Wer" };
	const struct import_options options = { .column = columns,
		.columns = 2,
		.consent = STR_INIT("star party, 2025"),
		.source = STR_INIT("paper") };
	struct store *store = open_store();
	struct strbuf notes, out;

	(void)state;
	strbuf_init(&notes, MIB);
	strbuf_init(&out, MIB);
	take_in(store, &notes, "a", "Postfach,email,Wer\na@x.example,x,A\n",
	    options);
	take_in(store, &notes, "b",
	    "{\"POSTFACH\":\"b@x.example\",\"email\":7,\"wer\":\"B\"}\n",
	    options);
	give_out(store, EXPORT_CSV, &out);
	assert_non_null(strstr(out.buf, "\na@x.example,active,A,"));
	assert_non_null(strstr(out.buf, "\nb@x.example,active,B,"));
	assert_non_null(strstr(out.buf, "star party, 2025"));
	assert_non_null(strstr(out.buf, ",paper,"));
	assert_int_equal(notes.len, 0);
	strbuf_release(&notes);
	strbuf_release(&out);
	store_close(store);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_lists),
		cmocka_unit_test(test_round_trips),
		cmocka_unit_test(test_state),
		cmocka_unit_test(test_meetings),
		cmocka_unit_test(test_files),
		cmocka_unit_test(test_told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
