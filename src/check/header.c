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

static const struct rule rules[] = {
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
	    .id = "header-title",
	    .level = CHECK_ERROR,
	    .message = "the issue has no title",
	    .advice = "Begin the file with a line \"Title: ...\".",
	    .bad = "---\nnumber: 9\ndate: 2026-03-04\n---\n\nText.\n",
	    .good = "---\ntitle: Newsletter 9\nnumber: 9\ndate: 2026-03-04\n"
		    "---\n\nText.\n",
	    .look.file = look_title,
	},
};

const struct rule_family family_header = {
	.name = "header",
	.title = "Header and file",
	.rule = rules,
	.rules = sizeof(rules) / sizeof(rules[0]),
};
