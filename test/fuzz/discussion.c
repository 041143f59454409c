/* The first line as an address, the rest as an issue.  The line that leads to
 * the discussion is hidden and found there, linked and found to be so, and it
 * is the same whether it was hidden in between or not. */
#include <assert.h>

#include "base/limits.h"
#include "publish/discussion.h"
#include "test/model/twir.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool find(struct arena *arena, struct str text, struct discussion *d)
{
	const struct source source = { "issue", text };
	struct error err;

	if (!discussion_find(arena, twir_settings(), source, d, &err))
		return false;
	if (d->state == DISCUSSION_NONE)
		return true;
	assert(d->offset < d->end && d->end <= text.len);
	assert(d->url_at <= d->url_end && d->url_end <= d->line.len);
	assert(d->line.at >= text.at &&
	       d->line.at + d->line.len <= text.at + text.len);
	return true;
}

static struct str apply(struct arena *arena, struct str text, struct edit edit)
{
	return edits_apply(arena, text, &edit, 1);
}

/* Of several lines the last was taken: then it is another one now. */
static bool is_other(const struct discussion *now, const struct discussion *was)
{
	return now->state != DISCUSSION_HIDDEN && now->offset < was->offset;
}

static void change(struct arena *arena, struct str text, struct str url,
    const struct discussion *d)
{
	struct str hidden = apply(arena, text, discussion_hide(arena, d));
	struct str linked = apply(arena, text, discussion_link(arena, d, url));
	bool dashes = str_find(d->line, STR("--"), 0) != STR_NONE;
	struct discussion now;

	if (!find(arena, linked, &now))
		return;
	assert(now.state == DISCUSSION_LINKED && str_eq(now.url, url));
	if (!find(arena, hidden, &now))
		return;
	if (dashes) {
		assert(str_eq(hidden, text));
		return;
	}
	if (is_other(&now, d))
		return;
	assert(now.state == DISCUSSION_HIDDEN);
	if (now.offset == d->offset)
		assert(str_eq(
		    apply(arena, hidden, discussion_link(arena, &now, url)),
		    linked));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena arena = { 0 };
	struct str all = arena_str(
		       &arena, (struct str){ (const char *)data, size }),
		   url = str_take(&all, '\n');
	struct discussion d;
	struct error err = { "" };

	if (!discussion_fits(twir_settings(), url, &err)) {
		assert(err.text[0] != '\0');
		url = STR("https://board.example.org/t/9");
	}
	if (find(&arena, all, &d) &&
	    (d.state == DISCUSSION_OPEN || d.state == DISCUSSION_LINKED))
		change(&arena, all, url, &d);
	arena_release(&arena);
	return 0;
}
