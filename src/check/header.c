/* Rules about the header of an issue and its file. */
#include "check/rules.h"

#include "newsletter/newsletter.h"

static void look_title(struct checker *c)
{
	if (c->issue->header.title.len == 0)
		check_found(c, 0, 0, NULL);
}

static const struct header_field *field_named(
    const struct header *header, struct str key)
{
	for (size_t i = 0; i < header->fields; i++)
		if (str_eq_fold(header->field[i].key, key))
			return &header->field[i];
	return NULL;
}

static void look_date(struct checker *c)
{
	const struct header_field *field =
	    field_named(&c->issue->header, STR("Date"));
	struct date named;

	if (field == NULL || !date_is_set(c->issue->header.date) ||
	    !newsletter_date_of_name(c->path, &named) ||
	    date_cmp(named, c->issue->header.date) == 0)
		return;
	check_found(c, field->offset, field->end,
	    "%04d-%02d-%02d, but the file is %s", c->issue->header.date.year,
	    c->issue->header.date.month, c->issue->header.date.day, c->path);
}

/* A date that is written, but none that there is.  Variables of a template
 * are found elsewhere. */
static void look_no_date(struct checker *c)
{
	const struct header_field *field =
	    field_named(&c->issue->header, STR("Date"));

	if (field != NULL && !date_is_set(c->issue->header.date) &&
	    str_find_char(field->value, '$', 0) == STR_NONE &&
	    str_find_char(field->value, '{', 0) == STR_NONE)
		check_found(c, field->offset, field->end, NULL);
}

/* The number at the end of a title: "Newsletter 9". */
static bool number_of_title(struct str title, uint64_t *ret_number)
{
	size_t from = title.len;

	while (from > 0 && char_is_digit(title.at[from - 1]))
		from--;
	return from > 0 && char_is_blank(title.at[from - 1]) &&
	       str_to_number(
		   str_sub(title, from, title.len), INT32_MAX, ret_number);
}

/* A title may end with the year. */
static void look_title_number(struct checker *c)
{
	const struct header *h = &c->issue->header;
	const struct header_field *field = field_named(h, STR("Title"));
	uint64_t number;

	if (field == NULL || h->number < 0 ||
	    !number_of_title(h->title, &number) ||
	    number == (uint64_t)h->number || (int64_t)number == h->date.year)
		return;
	check_found(c, field->offset, field->end,
	    "%llu, but the number is %lld", (unsigned long long)number,
	    (long long)h->number);
}

/* ------------------------------------------------------------- indentation */

/*
 * All lines were indented: the header still counts, but for other programs
 * headings and lists do not.
 */
static void look_indented(struct checker *c)
{
	const struct header *h = &c->issue->header;
	struct finding *f = NULL;

	if (h->yaml)
		return;
	for (size_t i = 0; i < h->fields; i++) {
		size_t at = h->field[i].offset, blanks = 0;

		while (c->text.at[at + blanks] == ' ')
			blanks++;
		if (blanks == 0)
			continue;
		if (f == NULL)
			f = check_found(c, at, at + blanks, NULL);
		check_fix(c, f, true, at, blanks, STR(""));
	}
}

/* --------------------------------------------------------- beside the others */

/* The line of the header with a key, or its first; *ret_end behind it. */
static size_t line_of_key(struct checker *c, struct str key, size_t *ret_end)
{
	struct header header;
	const struct header_field *field;

	header_read(c->arena, c->text, &header);
	field = field_named(&header, key);
	if (field == NULL && header.fields > 0)
		field = &header.field[0];
	*ret_end = field != NULL ? field->end : 0;
	return field != NULL ? field->offset : 0;
}

/* The field stands behind a blank line, which ended the header. */
static void fix_blank_line(struct checker *c, struct finding *f,
    const struct header *header, size_t body, struct str key)
{
	struct str rest = str_trim_left(str_sub(c->text, body, c->text.len));
	size_t at = (size_t)(rest.at - c->text.at);

	if (!header->yaml && header->end < at && rest.len > key.len &&
	    str_starts_fold(rest, key) && rest.at[key.len] == ':')
		check_fix(
		    c, f, false, header->end, at - header->end, STR("\n"));
}

/* Fields that all issues of a newsletter have, or none. */
static void look_field(struct checker *c)
{
	static const struct str keys[] = { STR_INIT("Number"), STR_INIT("Date"),
		STR_INIT("Category") };
	const struct facts *before = archive_before(c->archive, c->facts, 1);
	struct header header, earlier;
	size_t body, end, at;

	if (before == NULL)
		return;
	body = header_read(c->arena, c->text, &header);
	header_read(c->arena, before->text, &earlier);
	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++) {
		struct finding *f;

		if (field_named(&header, keys[i]) != NULL ||
		    field_named(&earlier, keys[i]) == NULL)
			continue;
		at = line_of_key(c, STR("Title"), &end);
		f = check_found(c, at, end, "\"%.*s\"", STR_ARG(keys[i]));
		fix_blank_line(c, f, &header, body, keys[i]);
	}
}

static void look_gap(struct checker *c)
{
	const struct facts *before = archive_before(c->archive, c->facts, 1);
	size_t end, at;
	struct finding *f;

	if (before == NULL || before->number < 0 || c->facts->number < 0 ||
	    c->facts->number == before->number + 1)
		return;
	at = line_of_key(c, STR("Number"), &end);
	f = check_found(c, at, end, "%lld behind %lld",
	    (long long)c->facts->number, (long long)before->number);
	check_also_in(c, f, before, 0, "the issue before");
}

/* Another issue, of another day, among those near this one. */
static void look_taken(struct checker *c)
{
	const struct archive *archive = c->archive;
	size_t own = (size_t)(c->facts - archive->issue);
	size_t from = own > FACTS_NEAR ? own - FACTS_NEAR : 0;

	for (size_t i = from; i < archive->issues && i < own + FACTS_NEAR;
	     i++) {
		const struct facts *other = &archive->issue[i];
		struct finding *f;
		size_t end, at;

		if (other == c->facts || c->facts->number < 0 ||
		    other->number != c->facts->number ||
		    date_cmp(other->date, c->facts->date) == 0)
			continue;
		at = line_of_key(c, STR("Number"), &end);
		f = check_found(c, at, end, NULL);
		check_also_in(c, f, other, 0, "that issue");
		return;
	}
}

/* ------------------------------------------------------------------- file name */

/* The shape of a file's name: a date with # for digits, and each number
 * behind it as one #. */
static struct str shape_of_name(struct arena *arena, const char *path)
{
	const char *slash = strrchr(path, '/');
	struct str name = str_of(slash != NULL ? slash + 1 : path);
	char *shape = arena_alloc(arena, name.len + 1);
	size_t len = 0;

	for (size_t i = 0; i < name.len; i++) {
		bool digit = char_is_digit(name.at[i]);

		if (digit && i >= 10 && char_is_digit(name.at[i - 1]))
			continue;
		shape[len++] = digit ? '#' : name.at[i];
	}
	return (struct str){ shape, len };
}

/* How many earlier names are asked. */
enum { NAMES = 10, FEW_NAMES = 3 };

static size_t count_shape(
    const struct str *shape, size_t shapes, struct str wanted)
{
	size_t count = 0;

	for (size_t i = 0; i < shapes; i++)
		count += str_eq(shape[i], wanted);
	return count;
}

/* The shape of the date that a name begins with. */
static struct str date_of_shape(struct str shape)
{
	size_t len = 0;

	while (len < shape.len && strchr("#-", shape.at[len]) != NULL)
		len++;
	return str_sub(shape, 0, len);
}

/* Seven of ten that are alike are what is usual; one or two say something of
 * the date only, for what follows may be a title. */
static void look_name(struct checker *c)
{
	struct str own = shape_of_name(c->arena, c->path), shape[NAMES];
	const struct facts *before[NAMES];
	size_t asked = 0;

	for (; asked < NAMES; asked++) {
		before[asked] = archive_before(c->archive, c->facts, asked + 1);
		if (before[asked] == NULL)
			break;
		shape[asked] = shape_of_name(c->arena, before[asked]->path);
	}
	if (asked < FEW_NAMES)
		own = date_of_shape(own);
	for (size_t i = 0; i < asked && asked < FEW_NAMES; i++)
		shape[i] = date_of_shape(shape[i]);
	for (size_t i = 0; i < asked; i++) {
		if (10 * count_shape(shape, asked, shape[i]) < 7 * asked)
			continue;
		if (!str_eq(shape[i], own))
			check_found(
			    c, 0, 0, "others are as %s", before[i]->path);
		return;
	}
}

static const struct rule rules[] = {
	{
	    .id = "file-name",
	    .level = CHECK_INFO,
	    .message = "the file is named otherwise than those before it",
	    .advice = "Rename it, before readers know its address.",
	    .bad = "Text.\n",
	    .good = "Text.\n",
	    .path = "content/2026-3-4-issue-9.md",
	    .good_path = "content/2026-03-04-issue-9.md",
	    .before = "Text.\n",
	    .look.archive = look_name,
	},
	{
	    .id = "header-date",
	    .level = CHECK_ERROR,
	    .message = "the date in the header is none",
	    .advice = "Write it as YYYY-MM-DD.",
	    .bad = "Title: Newsletter 9\nNumber: 9\nDate: 4th of March\n"
		   "Category: Newsletter\n\nText.\n",
	    .good = "Title: Newsletter 9\nNumber: 9\nDate: 2026-03-04\n"
		    "Category: Newsletter\n\nText.\n",
	    .look.file = look_no_date,
	},
	{
	    .id = "header-date-file",
	    .level = CHECK_ERROR,
	    .message = "the date in the header is not that of the file name",
	    .advice = "Correct the one that is wrong.",
	    .why = "The address of the issue and its place in feeds follow "
		   "the header; the order in the folder follows the name.",
	    .bad = "Title: Newsletter 9\nNumber: 9\nDate: 2026-03-05\n"
		   "Category: Newsletter\n\nText.\n",
	    .good = "Title: Newsletter 9\nNumber: 9\nDate: 2026-03-04\n"
		    "Category: Newsletter\n\nText.\n",
	    .look.file = look_date,
	},
	{
	    .id = "header-field",
	    .level = CHECK_ERROR,
	    .message = "the header lacks what that of the issue before has",
	    .advice = "Add the line; no blank line may stand before it.",
	    .why = "Without its category an issue is missing from the list "
		   "and feed of that category; number and date make its "
		   "address and its place among the others.",
	    .bad = "Title: Newsletter 9\nNumber: 9\nDate: 2026-03-04\n\n"
		   "Category: Newsletter\n\nText.\n",
	    .good = "Title: Newsletter 9\nNumber: 9\nDate: 2026-03-04\n"
		    "Category: Newsletter\n\nText.\n",
	    .before = "Text.\n",
	    .look.archive = look_field,
	},
	{
	    .id = "header-indented",
	    .level = CHECK_WARNING,
	    .message = "the header is indented",
	    .advice = "Remove the blanks at the start of its lines, and of all "
		      "others if the whole file was indented.",
	    .bad = "Title: Newsletter 9\n Number: 9\n Date: 2026-03-04\n"
		   " Category: Newsletter\n\nText.\n",
	    .good = "Title: Newsletter 9\nNumber: 9\nDate: 2026-03-04\n"
		    "Category: Newsletter\n\nText.\n",
	    .look.file = look_indented,
	},
	{
	    .id = "header-number-gap",
	    .level = CHECK_WARNING,
	    .message = "the number is not the next after that of the issue "
		       "before",
	    .advice = "Correct the number, or the date if that is wrong.",
	    .bad = "Title: Newsletter 11\nNumber: 11\nDate: 2026-03-04\n"
		   "Category: Newsletter\n\nText.\n",
	    .good = "Title: Newsletter 9\nNumber: 9\nDate: 2026-03-04\n"
		    "Category: Newsletter\n\nText.\n",
	    .before = "Text.\n",
	    .look.archive = look_gap,
	},
	{
	    .id = "header-number-taken",
	    .level = CHECK_ERROR,
	    .message = "another issue has this number",
	    .advice = "Correct the one that is wrong.",
	    .bad = "Title: Newsletter 8\nNumber: 8\nDate: 2026-03-04\n"
		   "Category: Newsletter\n\nText.\n",
	    .good = "Title: Newsletter 9\nNumber: 9\nDate: 2026-03-04\n"
		    "Category: Newsletter\n\nText.\n",
	    .before = "Text.\n",
	    .look.archive = look_taken,
	},
	{
	    .id = "header-title",
	    .level = CHECK_ERROR,
	    .message = "the issue has no title",
	    .advice = "Begin the file with a line \"Title: ...\".",
	    .bad = "---\nnumber: 9\ndate: 2026-03-04\n---\n\nText.\n",
	    .good = "---\ntitle: Newsletter 9\nnumber: 9\ndate: 2026-03-04\n"
		    "---\n\nText.\n",
	    .look.file = look_title,
	},
	{
	    .id = "header-title-number",
	    .level = CHECK_ERROR,
	    .message = "the title has another number than the issue",
	    .advice = "Correct the one that is wrong.",
	    .bad = "Title: Newsletter 8\nNumber: 9\nDate: 2026-03-04\n"
		   "Category: Newsletter\n\nText.\n",
	    .good = "Title: Newsletter 9\nNumber: 9\nDate: 2026-03-04\n"
		    "Category: Newsletter\n\nText.\n",
	    .look.file = look_title_number,
	},
};

const struct rule_family family_header = {
	.name = "header",
	.title = "Header and file",
	.rule = rules,
	.rules = sizeof(rules) / sizeof(rules[0]),
};
