#include "build/mail_plain.h"

#include "build/plain.h"

static void add_section(struct plain *plain, const struct issue_view *v,
    size_t index, const struct outline *outline, const struct md_node *stop)
{
	const struct section *section = &v->typed->section[index];

	if (outline->shown)
		plain_add_heading(
		    plain, outline->level, section->heading->first);
	if (v->choice->left_out[index])
		plain_skip_blocks(plain, section->first, stop);
	else
		plain_add_blocks(plain, section->first, stop);
	plain_add_links(plain);
}

void mail_plain_add(
    const struct issue_view *v, struct str base, struct strbuf *out)
{
	const struct issue *typed = v->typed;
	const struct outline *outline =
	    issue_outline(typed, v->choice, v->arena);
	const struct md_node *colophon = issue_colophon(typed);
	struct plain plain;

	plain_init(&plain, out, v->arena, base, MAIL_COLUMNS);
	plain.leaves_out = choice_leaves_out;
	plain.data = v->choice;
	plain_add_blocks(
	    &plain, typed->section[0].first, typed->section[0].stop);
	plain_add_links(&plain);
	for (size_t i = 1; i < typed->sections; i++) {
		bool last = i + 1 == typed->sections && colophon != NULL;

		add_section(&plain, v, i, &outline[i],
		    last ? colophon : typed->section[i].stop);
	}
	if (colophon != NULL) {
		plain_add_paragraph(&plain, STR("* * *"));
		plain_add_blocks(
		    &plain, colophon, typed->section[typed->sections - 1].stop);
		plain_add_links(&plain);
	}
	plain_release(&plain);
}
