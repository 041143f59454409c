#include "draft/draft.h"

#include "draft/merge_match.h"
#include "draft/merge_order.h"
#include "draft/merge_parts.h"
#include "draft/merge_resolve.h"
#include "draft/merge_text.h"
#include "draft/merge_write.h"

static bool three_way(bool base, bool ours, bool theirs)
{
	return ours == base ? theirs : ours;
}

/* Give the result the line ends that the files had, or that a side gave
 * them. */
static void add_line_ends(
    struct strbuf *out, const struct merge *merge, struct str text)
{
	const struct version *v = merge->version;

	if (text.len > 0 && text.at[text.len - 1] == '\n' &&
	    three_way(v[BASE].cut, v[OURS].cut, v[THEIRS].cut))
		text.len--;
	if (!three_way(v[BASE].crlf, v[OURS].crlf, v[THEIRS].crlf)) {
		strbuf_add(out, text);
		return;
	}
	for (size_t i = 0; i < text.len; i++) {
		if (text.at[i] == '\n')
			strbuf_add_char(out, '\r');
		strbuf_add_char(out, text.at[i]);
	}
}

static bool read_all(
    struct merge *merge, const struct merge_input *input, struct error *err)
{
	const struct source *source[SIDES] = { &input->base, &input->ours,
		&input->theirs };

	for (enum merge_side side = BASE; side < SIDES; side++) {
		if (!merge_parts_read(merge, side, *source[side]))
			return error_set(err,
			    "cannot merge %s: its links or nesting expand "
			    "beyond all measure",
			    source[side]->path);
	}
	return true;
}

static bool merge_texts(struct arena *arena, const struct merge_input *input,
    struct merge_result *ret_result, struct error *err)
{
	struct merge merge = { .arena = arena, .settings = input->settings };
	struct strbuf lines, out;
	bool ok;

	if (!read_all(&merge, input, err))
		return false;
	merge_match(&merge);
	merge_text(&merge);
	merge_resolve(&merge);
	merge_order(&merge);
	strbuf_init(&lines, LIMIT_MERGE);
	strbuf_init(&out, LIMIT_MERGE);
	merge_write(&lines, &merge, &input->labels);
	add_line_ends(&out, &merge, strbuf_str(&lines));
	ret_result->text = arena_str(arena, strbuf_str(&out));
	ret_result->conflicts = merge.conflicts;
	ok = (!lines.full && !out.full) ||
	     error_set(err, "cannot merge %s: the result is too large",
		 input->ours.path);
	strbuf_release(&lines);
	strbuf_release(&out);
	return ok;
}

bool draft_merge(struct arena *arena, const struct merge_input *input,
    struct merge_result *ret_result, struct error *err)
{
	struct str base = input->base.text, ours = input->ours.text;
	struct str theirs = input->theirs.text;

	if (str_eq(ours, theirs) || str_eq(base, theirs)) {
		*ret_result = (struct merge_result){ ours, 0 };
		return true;
	}
	if (str_eq(base, ours)) {
		*ret_result = (struct merge_result){ theirs, 0 };
		return true;
	}
	return merge_texts(arena, input, ret_result, err);
}

void draft_merge_nothing(struct strbuf *out, const struct merge_input *input)
{
	merge_write_conflict(out, input->ours.text, input->theirs.text,
	    &input->labels,
	    str_find(input->ours.text, STR("\r\n"), 0) != STR_NONE);
}
