#include "collect/triage.h"

#include "base/limits.h"
#include "collect/triage_priv.h"

/* Every entry links its figures by these words. */
static const struct str comparison_link = STR_INIT("comparison link");

/* The words that a part of the report begins with, and its counter. */
static const struct {
	struct str word;
	size_t count; /* offset in struct triage_counts */
} parts[] = {
	{ STR_INIT("regressions"),
	    offsetof(struct triage_counts, regressions) },
	{ STR_INIT("improvements"),
	    offsetof(struct triage_counts, improvements) },
	{ STR_INIT("mixed"), offsetof(struct triage_counts, mixed) },
};
enum { PARTS = sizeof(parts) / sizeof(parts[0]) };

/* ---------------------------------------------------------------- who did it */

/* "@nova," as "nova". */
static struct str name_of(struct str word)
{
	if (word.len > 0 && word.at[0] == '@')
		word = str_sub(word, 1, STR_NONE);
	while (word.len > 0 && char_is_punct(word.at[word.len - 1]))
		word.len--;
	return word;
}

static void add_name(struct triage_reader *r, struct str name)
{
	struct str_list *list = &r->triage->triager;

	if (name.len == 0)
		return;
	list->item = ARENA_GROW(r->arena, list->item, list->count);
	list->item[list->count++] = arena_str(r->arena, name);
}

/* The people behind "Triage done by", to the end of the sentence.  The oldest
 * reports name one without @, which is then the first word. */
static void read_triagers(struct triage_reader *r, struct str text)
{
	static const struct str said = STR_INIT("Triage done by");
	size_t at = str_find(text, said, 0);
	struct str first = { 0 }, rest, word;
	bool ends = false;

	if (at == STR_NONE || r->triage->triager.count > 0)
		return;
	rest = str_trim_left(str_sub(text, at + said.len, STR_NONE));
	while (rest.at != NULL && !ends) {
		word = str_take(&rest, ' ');
		ends = str_ends(word, STR("."));
		if (str_starts(word, STR("@")))
			add_name(r, name_of(word));
		else if (first.at == NULL)
			first = name_of(word);
	}
	if (r->triage->triager.count == 0)
		add_name(r, first);
}

/* ----------------------------------------------------------------- the blocks */

static bool is_word(struct str text, struct str word)
{
	if (str_ends(text, STR(":")))
		text.len--;
	return str_eq_fold(str_trim(text), word);
}

/* Which part a heading begins, in the oldest form a line of its own; PARTS if
 * none. */
static size_t part_of(struct str text)
{
	size_t i = 0;

	while (i < PARTS && !is_word(text, parts[i].word))
		i++;
	return i;
}

static bool is_title(struct str text)
{
	return str_contains_fold(text, STR("triage log"));
}

static void read_title(struct triage_reader *r, struct str text)
{
	struct str word = str_take(&text, ' ');

	if (!date_is_set(r->triage->date))
		date_parse(word, true, &r->triage->date);
}

/* Every report of the first months begins with a sentence about all of them. */
static bool is_about_all(struct str text)
{
	return str_starts(text, STR("See the README"));
}

static bool is_who(struct str text)
{
	return str_find(text, STR("Triage done by"), 0) != STR_NONE ||
	       str_starts_fold(text, STR("revision range"));
}

static bool is_counts(struct triage_reader *r, struct str text)
{
	return triage_starts_count(text) && triage_read_counts(r->triage, text);
}

static void read_paragraph(struct triage_reader *r, const struct md_node *node)
{
	struct str text = md_plain_text(r->arena, node);

	if (is_title(text) && r->triage->blocks == 0) {
		read_title(r, text);
	} else if (is_who(text)) {
		read_triagers(r, text);
		triage_add_ranges(r, node);
		triage_read_counts(r->triage, text);
		triage_add_block(r, node, TRIAGE_WHO);
	} else if (is_counts(r, text)) {
		triage_add_block(r, node, TRIAGE_COUNTS);
	} else if (is_word(text, STR("summary"))) {
		triage_add_block(r, node, TRIAGE_LABEL);
	} else if (text.len > 0 && !is_about_all(text)) {
		triage_add_block(r, node, TRIAGE_PROSE);
	}
}

static void read_table(struct triage_reader *r, const struct md_node *node)
{
	struct triage *t = r->triage;

	triage_add_block(r, node, TRIAGE_TABLE);
	if (t->tables == TRIAGE_TABLES_MOST)
		return;
	t->table = ARENA_GROW(r->arena, t->table, t->tables);
	t->table[t->tables] = (struct perf){ 0 };
	perf_read_table(r->arena, node, &t->table[t->tables++]);
}

/* What stands before the entries.  A rule or raw HTML says nothing. */
static void read_block(struct triage_reader *r, const struct md_node *node)
{
	switch (node->kind) {
	case MD_PARAGRAPH: read_paragraph(r, node); break;
	case MD_TABLE: read_table(r, node); break;
	case MD_LIST:
	case MD_QUOTE:
	case MD_CODE_BLOCK: triage_add_block(r, node, TRIAGE_PROSE); break;
	default: break;
	}
}

/* Does a block end what an issue prints? */
static bool ends_head(struct triage_reader *r, const struct md_node *node)
{
	struct str text;

	if (node->kind != MD_HEADING && node->kind != MD_PARAGRAPH)
		return false;
	text = md_plain_text(r->arena, node);
	if (node->kind == MD_PARAGRAPH)
		return part_of(text) < PARTS;
	if (is_title(text)) {
		read_title(r, text);
		return false;
	}
	return !is_word(text, STR("summary"));
}

/* ---------------------------------------------------------------- the entries */

static bool is_entry(struct arena *arena, const struct md_node *node)
{
	for (const struct md_node *at = node; at != NULL;
	     at = md_walk(node, at)) {
		if (at->kind == MD_LINK &&
		    str_contains_fold(
			md_plain_text(arena, at), comparison_link))
			return true;
	}
	return false;
}

static void count_entry(struct triage_reader *r, size_t part, struct str text)
{
	struct triage_counts *found = &r->triage->found;
	char *at = (char *)found + parts[part].count;

	if (found->regressions < 0)
		*found = (struct triage_counts){ 0 };
	++*(int64_t *)(void *)at;
	if (str_starts_fold(text, STR("rollup of")))
		found->rollups++;
}

static void read_entries(struct triage_reader *r, const struct md_node *from)
{
	size_t part = PARTS;

	for (const struct md_node *at = from; at != NULL; at = at->next) {
		if (at->kind == MD_HEADING)
			part = part_of(md_plain_text(r->arena, at));
		else if (at->kind == MD_PARAGRAPH && part < PARTS &&
			 is_entry(r->arena, at))
			count_entry(r, part, md_plain_text(r->arena, at));
	}
}

/* --------------------------------------------------------------------- report */

static bool is_report(const struct triage *t)
{
	return t->triager.count > 0 || t->ranges > 0 || t->tables > 0 ||
	       t->said.regressions >= 0;
}

static bool parse(struct triage_reader *r, struct str text, struct error *err)
{
	if (text.len > LIMIT_TRIAGE) {
		error_set(err,
		    "the report has %zu bytes, at most %zu were expected: "
		    "give the file of one week",
		    text.len, LIMIT_TRIAGE);
		return false;
	}
	if (md_tree_parse(r->arena, triage_prepare(r->arena, text), 0,
		&r->tree) != MD_OK) {
		error_set(err,
		    "the report has more nested blocks or definitions of "
		    "links than any that people write: look at its file");
		return false;
	}
	r->labels = md_labels_make(r->arena, &r->tree);
	r->kept = ARENA_ARRAY(r->arena, r->tree.references + 1, bool);
	return true;
}

bool triage_read(struct arena *arena, struct str text,
    struct triage *ret_triage, struct error *err)
{
	static const struct triage_counts unknown = { -1, -1, -1, -1 };
	struct triage triage = {
		.said = unknown, .found = unknown, .comparisons = -1
	};
	struct triage_reader r = { .arena = arena, .triage = &triage };
	const struct md_node *at;

	if (!parse(&r, text, err))
		return false;
	for (at = r.tree.root->first; at != NULL && !ends_head(&r, at);
	     at = at->next)
		read_block(&r, at);
	if (!is_report(&triage))
		return error_set(err,
		    "this is no triage report: before its first heading "
		    "stands neither \"Triage done by\", nor a range of "
		    "revisions, a table or a line of counts");
	read_entries(&r, at);
	triage_judge(&r);
	*ret_triage = triage;
	return true;
}
