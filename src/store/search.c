/*
 * Two tables: `entry` with what is shown, and the words in a FTS5 table that
 * keeps no text.  Section, tag and year are words of it too, in a column of
 * their own, so that a filter is one more word and no scan.
 */
#include "store/search.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/text.h"
#include "base/url.h"
#include "store/db.h"

/* Rises with every change of the tables or of what words are. */
#define FORM "2"

struct search {
	struct db *db;
};

/* ------------------------------------------------------------ open and close */

static const char tables[] =
    "CREATE TABLE about (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;"
    "CREATE TABLE entry (id INTEGER PRIMARY KEY, text TEXT NOT NULL, "
    "url TEXT, section TEXT, heading TEXT, tags TEXT NOT NULL, "
    "address TEXT NOT NULL, anchor TEXT, issue TEXT NOT NULL, "
    "date TEXT NOT NULL, key TEXT) STRICT;"
    "CREATE INDEX entry_key ON entry (key) WHERE key IS NOT NULL;"
    "CREATE VIRTUAL TABLE word USING fts5 (words, facets, content = '', "
    "columnsize = 0, prefix = '2 3 4 5 6', tokenize = 'unicode61 "
    "remove_diacritics 2');"
    "INSERT INTO about VALUES ('form', '" FORM "'), ('fingerprint', '');";

static bool about(
    struct search *search, const char *name, struct str value, bool *ret_equal)
{
	struct error err;
	struct db_query query;

	db_start(&query, search->db, "SELECT value FROM about WHERE name = $1",
	    DB_ARGS(db_text(str_of(name))));
	*ret_equal = db_next(&query) && str_eq(query.column[0].text, value);
	return db_end(&query, &err);
}

static bool has_tables(struct search *search)
{
	bool equal;

	return about(search, "form", STR(FORM), &equal) && equal;
}

static void remove_files(const char *path)
{
	static const char *const endings[] = { "", "-wal", "-shm" };
	struct arena arena = { 0 };

	for (size_t i = 0; i < sizeof(endings) / sizeof(endings[0]); i++)
		unlink(arena_printf(&arena, "%s%s", path, endings[i]).at);
	arena_release(&arena);
}

static bool make(const char *path, struct search *search, struct error *err)
{
	db_close(search->db);
	search->db = NULL;
	remove_files(path);
	return db_open(path, &search->db, err) && db_begin(search->db, err) &&
	       db_script(search->db, tables, err) && db_commit(search->db, err);
}

/* What is lost at a power cut is made again from the content. */
static bool relax(struct search *search, struct error *err)
{
	return db_script(search->db, "PRAGMA synchronous = OFF", err);
}

bool search_open(
    const char *path, struct search **ret_search, struct error *err)
{
	struct search *search = xmalloc(sizeof(*search));
	struct error ignored;
	bool ok = true;

	search->db = NULL;
	if (!db_open(path, &search->db, &ignored) || !has_tables(search))
		ok = make(path, search, err);
	if (!ok || !relax(search, err)) {
		search_close(search);
		return false;
	}
	*ret_search = search;
	return true;
}

void search_close(struct search *search)
{
	if (search == NULL)
		return;
	db_close(search->db);
	free(search);
}

bool search_is_current(struct search *search, struct str fingerprint,
    bool *ret_current, struct error *err)
{
	return about(search, "fingerprint", fingerprint, ret_current) ||
	       error_set(err, "the search index cannot be read; delete it, "
			      "and it is made again");
}

/* ------------------------------------------------------------------- filling */

bool search_begin(struct search *search, struct error *err)
{
	if (!db_begin(search->db, err))
		return false;
	if (db_script(search->db,
		"DELETE FROM entry; INSERT INTO word (word) VALUES "
		"('delete-all')",
		err))
		return true;
	db_rollback(search->db);
	return false;
}

/* A facet is one word that no text has: "xqs" before the id's letters and
 * digits, others as their numbers. */
static void add_facet(struct strbuf *out, const char *kind, struct str value)
{
	if (value.len == 0)
		return;
	strbuf_printf(out, " xq%s", kind);
	for (size_t i = 0; i < value.len; i++)
		if (char_is_alnum(value.at[i]))
			strbuf_add_char(out, char_lower(value.at[i]));
		else
			strbuf_printf(out, "q%02x", (unsigned char)value.at[i]);
}

static void add_year(struct strbuf *out, int year)
{
	char digits[16];

	snprintf(digits, sizeof(digits), "%d", year);
	add_facet(out, "y", str_of(digits));
}

static void add_facets(struct strbuf *out, const struct search_entry *entry)
{
	add_facet(out, "s", entry->section);
	for (size_t i = 0; i < entry->tags.count; i++)
		add_facet(out, "t", entry->tags.item[i]);
	add_year(out, entry->date.year);
}

static struct str joined(struct arena *arena, const struct str_list *list)
{
	struct str text = STR("");

	for (size_t i = 0; i < list->count; i++)
		text = arena_printf(arena, "%.*s%s%.*s", STR_ARG(text),
		    i > 0 ? " " : "", STR_ARG(list->item[i]));
	return text;
}

/* What two addresses have in common that lead to one page; unset for none. */
static struct str key_of(struct arena *arena, struct str url)
{
	return url.len > 0 ? text_clean(arena, url_canonical(arena, url))
			   : (struct str){ NULL, 0 };
}

static bool add_entry(struct search *search, struct arena *arena,
    const struct search_entry *e, struct error *err)
{
	struct strbuf date;
	bool ok;

	strbuf_init(&date, LIMIT_FILE_NAME);
	date_add_iso(&date, e->date);
	ok = db_run(search->db,
	    "INSERT INTO entry (text, url, section, heading, tags, address, "
	    "anchor, issue, date, key) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, "
	    "$9, $10)",
	    DB_ARGS(db_text(text_clean(arena, e->text)),
		db_text(text_clean(arena, e->url)), db_text(e->section),
		db_text(text_clean(arena, e->heading)),
		db_text(joined(arena, &e->tags)), db_text(e->address),
		db_text(e->anchor), db_text(text_clean(arena, e->issue)),
		db_text(strbuf_str(&date)), db_text(key_of(arena, e->url))),
	    NULL, err);
	strbuf_release(&date);
	return ok;
}

static bool add_words(struct search *search, struct arena *arena,
    const struct search_entry *e, struct error *err)
{
	struct strbuf facets;
	struct str words = arena_printf(arena, "%.*s %.*s",
	    STR_ARG(text_clean(arena, e->text)), STR_ARG(e->heading));
	bool ok;

	strbuf_init(&facets, LIMIT_SEARCH_TEXT);
	add_facets(&facets, e);
	ok = db_run(search->db,
	    "INSERT INTO word (rowid, words, facets) "
	    "VALUES (last_insert_rowid(), $1, $2)",
	    DB_ARGS(db_text(words), db_text(strbuf_str(&facets))), NULL, err);
	strbuf_release(&facets);
	return ok;
}

bool search_add(
    struct search *search, const struct search_entry *entry, struct error *err)
{
	struct arena arena = { 0 };
	struct search_entry e = *entry;
	bool ok;

	e.text = str_sub(e.text, 0, text_boundary(e.text, LIMIT_SEARCH_TEXT));
	ok = add_entry(search, &arena, &e, err) &&
	     add_words(search, &arena, &e, err);
	arena_release(&arena);
	return ok;
}

bool search_end(
    struct search *search, struct str fingerprint, bool keep, struct error *err)
{
	if (keep &&
	    db_run(search->db,
		"UPDATE about SET value = $1 WHERE name = 'fingerprint'",
		DB_ARGS(db_text(fingerprint)), NULL, err) &&
	    db_script(
		search->db, "INSERT INTO word (word) VALUES ('optimize')", err))
		return db_commit(search->db, err);
	db_rollback(search->db);
	return !keep;
}

/* -------------------------------------------------------------------- asking */

/* Words as the tokenizer sees them are parted by all else; an asterisk behind
 * one finds what begins with it. */
static size_t add_phrase(struct strbuf *out, struct str text, bool begins)
{
	struct strbuf words;
	size_t letters = 0;
	bool gap = false;

	strbuf_init(&words, LIMIT_SEARCH_TEXT);
	for (size_t at = 0; at < text.len;) {
		uint32_t c = text_next(text, &at);

		if (!text_is_word(c)) {
			gap = letters > 0;
			continue;
		}
		if (gap)
			strbuf_add_char(&words, ' ');
		gap = false;
		strbuf_add_code_point(&words, c);
		letters++;
	}
	if (letters > 0)
		strbuf_printf(out, " \"%.*s\"%s", STR_ARG(strbuf_str(&words)),
		    begins && !gap && letters > 1 ? "*" : "");
	strbuf_release(&words);
	return letters;
}

/* Take a part of a query off its front: what stands in quotes, or what stands
 * before a blank or a quote. */
static struct str take_part(struct str *rest, bool *ret_quoted)
{
	size_t end = 0;
	struct str part;

	*ret_quoted = rest->at[0] == '"';
	if (*ret_quoted) {
		*rest = str_sub(*rest, 1, rest->len);
		return str_take(rest, '"');
	}
	while (end < rest->len && rest->at[end] != '"' &&
	       !char_is_space(rest->at[end]))
		end++;
	part = str_sub(*rest, 0, end);
	if (end < rest->len && rest->at[end] != '"')
		end++;
	*rest = str_sub(*rest, end, rest->len);
	return part;
}

/* The words of a query, as FTS5 reads them.  False if nothing is asked. */
static bool add_match(struct strbuf *out, const struct search_query *query)
{
	struct str rest = query->words;

	while (rest.len > 0) {
		bool quoted;
		struct str part = take_part(&rest, &quoted);
		bool last =
		    part.at + part.len == query->words.at + query->words.len;

		add_phrase(out, part, last && !quoted);
	}
	add_facet(out, "s", query->section);
	add_facet(out, "t", query->tag);
	if (query->year > 0)
		add_year(out, query->year);
	return out->len > 0;
}

static struct str_list split(struct arena *arena, struct str text)
{
	struct str_list list = { NULL, 0 };

	while (text.len > 0) {
		list.item = ARENA_GROW(arena, list.item, list.count);
		list.item[list.count++] = str_take(&text, ' ');
	}
	return list;
}

static struct str copied(struct arena *arena, const struct db_value *column)
{
	return column->type == DB_NULL ? (struct str){ NULL, 0 }
				       : arena_str(arena, column->text);
}

static void take_hit(
    struct arena *arena, const struct db_value *column, struct search_hit *hit)
{
	struct search_entry *e = &hit->entry;

	hit->number = column[0].number;
	e->text = copied(arena, &column[1]);
	e->url = copied(arena, &column[2]);
	e->section = copied(arena, &column[3]);
	e->heading = copied(arena, &column[4]);
	e->tags = split(arena, copied(arena, &column[5]));
	e->address = copied(arena, &column[6]);
	e->anchor = copied(arena, &column[7]);
	e->issue = copied(arena, &column[8]);
	e->date = (struct date){ 0, 0, 0 };
	date_parse(column[9].text, false, &e->date);
}

#define ENTRY                                                            \
	"entry.id, text, url, section, heading, tags, address, anchor, " \
	"issue, date"

/* Hits before a number, newest first. */
static void start_hits(struct db_query *q, struct search *search,
    struct str match, int64_t before, int64_t most)
{
	if (match.len > 0)
		db_start(q, search->db,
		    "SELECT " ENTRY
		    " FROM (SELECT rowid AS found FROM word WHERE word "
		    "MATCH $1 AND rowid < $2 ORDER BY rowid DESC LIMIT $3) "
		    "JOIN entry ON entry.id = found ORDER BY entry.id DESC",
		    DB_ARGS(
			db_text(match), db_number(before), db_number(most)));
	else
		db_start(q, search->db,
		    "SELECT " ENTRY " FROM entry WHERE entry.id < $1 "
		    "ORDER BY entry.id DESC LIMIT $2",
		    DB_ARGS(db_number(before), db_number(most)));
}

static bool read_hits(struct search *search, struct arena *arena,
    struct str match, const struct search_query *query,
    struct search_page *page, struct error *err)
{
	int64_t before = query->before > 0 ? query->before : INT64_MAX;
	struct db_query q;

	page->hit = ARENA_ARRAY(arena, query->most + 1, struct search_hit);
	start_hits(&q, search, match, before, (int64_t)query->most + 1);
	while (page->hits <= query->most && db_next(&q))
		take_hit(arena, q.column, &page->hit[page->hits++]);
	page->more = page->hits > query->most;
	if (page->more)
		page->hits--;
	return db_end(&q, err);
}

static bool count_hits(struct search *search, struct str match,
    struct search_page *page, struct error *err)
{
	int64_t total;
	bool ok;

	if (match.len > 0)
		ok = db_one_number(search->db,
		    "SELECT count(*) FROM (SELECT rowid FROM word WHERE word "
		    "MATCH $1 ORDER BY rowid DESC LIMIT $2)",
		    DB_ARGS(db_text(match), db_number(SEARCH_COUNTED)), 0,
		    &total, err);
	else
		ok = db_one_number(search->db,
		    "SELECT count(*) FROM (SELECT id FROM entry LIMIT $1)",
		    DB_ARGS(db_number(SEARCH_COUNTED)), 0, &total, err);
	if (ok)
		page->total = (size_t)total;
	return ok;
}

bool search_ask(struct search *search, struct arena *arena,
    const struct search_query *query, struct search_page *ret_page,
    struct error *err)
{
	struct search_page page = { .hits = 0 };
	struct search_query q = *query;
	struct strbuf match;
	bool ok = true;

	if (q.most < 1 || q.most > SEARCH_MOST)
		q.most = SEARCH_MOST;
	q.words =
	    str_sub(q.words, 0, text_boundary(q.words, LIMIT_SEARCH_TEXT / 8));
	strbuf_init(&match, LIMIT_SEARCH_TEXT);
	/* Words of which nothing is left find nothing. */
	if (add_match(&match, &q) || str_trim(q.words).len == 0)
		ok = read_hits(
			 search, arena, strbuf_str(&match), &q, &page, err) &&
		     count_hits(search, strbuf_str(&match), &page, err);
	strbuf_release(&match);
	if (ok)
		*ret_page = page;
	return ok;
}

bool search_by_url(struct search *search, struct arena *arena, struct str url,
    bool *ret_found, struct search_hit *ret_hit, struct error *err)
{
	struct db_query q;

	db_start(&q, search->db,
	    "SELECT " ENTRY " FROM entry WHERE key = $1 ORDER BY entry.id "
	    "DESC LIMIT 1",
	    DB_ARGS(db_text(key_of(arena, url))));
	*ret_found = db_next(&q);
	if (*ret_found)
		take_hit(arena, q.column, ret_hit);
	return db_end(&q, err);
}
