/* sennight collect --share: what of an issue came in by itself. */
#include "collect/share.h"

#include <stdio.h>

#include "base/file.h"
#include "base/json.h"
#include "base/limits.h"
#include "base/text.h"
#include "collectcmd/collectcmd.h"
#include "newsletter/newsletter.h"

static const char *const by_names[SHARE_BYS] = { [SHARE_SOURCE] = "source",
	[SHARE_READER] = "reader",
	[SHARE_HAND] = "hand" };

/* -------------------------------------------------------------------------- JSON */

static void add_item(struct json *j, const struct shared_item *item)
{
	json_object(j);
	json_member(j, "title", item->title);
	json_member(j, "url", item->url);
	json_member_number(j, "line", (int64_t)item->line);
	json_member(j, "by", str_of(by_names[item->by]));
	json_member(j, "source", item->source);
	json_member(j, "add", item->add);
	json_end(j);
}

static void add_counts(struct json *j, const size_t *count)
{
	for (int by = 0; by < SHARE_BYS; by++)
		json_member_number(j, by_names[by], (int64_t)count[by]);
}

static void add_json(
    struct strbuf *out, const char *path, const struct share *share)
{
	struct json j;

	json_init(&j, out);
	json_object(&j);
	json_member(&j, "issue", str_of(path));
	add_counts(&j, share->count);
	json_key(&j, "sections");
	json_array(&j);
	for (size_t i = 0; i < share->sections; i++) {
		const struct shared_section *s = &share->section[i];

		json_object(&j);
		json_member(&j, "title", s->title);
		add_counts(&j, s->count);
		json_key(&j, "items");
		json_array(&j);
		for (size_t k = 0; k < s->items; k++)
			add_item(&j, &s->item[k]);
		json_end(&j);
		json_end(&j);
	}
	json_end(&j);
	json_end(&j);
	strbuf_add_char(out, '\n');
}

/* -------------------------------------------------------------------- for people */

static void print_row(struct str title, const size_t *count)
{
	size_t all =
	    count[SHARE_SOURCE] + count[SHARE_READER] + count[SHARE_HAND];
	struct strbuf clean;

	strbuf_init(&clean, LIMIT_LETTER);
	text_add_clean(&clean, title);
	printf("%5zu %8zu %8zu %8zu  %3zu %%  %s\n", all, count[SHARE_SOURCE],
	    count[SHARE_READER], count[SHARE_HAND],
	    all > 0 ? (count[SHARE_SOURCE] + count[SHARE_READER]) * 100 / all
		    : 0,
	    clean.buf);
	strbuf_release(&clean);
}

/* What would have brought how many. */
struct bringer {
	struct str source, add;
	size_t count;
};

static void count_bringer(struct arena *arena, struct bringer **bringer,
    size_t *bringers, const struct shared_item *item)
{
	struct bringer *b = *bringer;

	for (size_t i = 0; i < *bringers; i++)
		if (str_eq(b[i].source, item->source) &&
		    str_eq(b[i].add, item->add)) {
			b[i].count++;
			return;
		}
	*bringer = ARENA_GROW(arena, *bringer, *bringers);
	(*bringer)[(*bringers)++] =
	    (struct bringer){ item->source, item->add, 1 };
}

/* Most first; else in the order of the issue. */
static void sort_bringers(struct bringer *b, size_t bringers)
{
	for (size_t i = 1; i < bringers; i++)
		for (size_t k = i; k > 0 && b[k].count > b[k - 1].count; k--) {
			struct bringer other = b[k];

			b[k] = b[k - 1];
			b[k - 1] = other;
		}
}

static void print_bringer(const struct bringer *b)
{
	if (b->source.len > 0)
		printf("%5zu  the source %.*s asks there, and did not bring "
		       "%s\n",
		    b->count, STR_ARG(b->source), b->count > 1 ? "them" : "it");
	else if (b->add.len > 0)
		printf("%5zu  sennight collect --add '%.*s'\n", b->count,
		    STR_ARG(b->add));
	else
		printf("%5zu  no source can be named\n", b->count);
}

static void print_hand(const char *path, const struct shared_item *item)
{
	struct strbuf clean;

	strbuf_init(&clean, LIMIT_LETTER);
	text_add_clean(&clean, item->title);
	printf("%s:%zu: %s\n", path, item->line, clean.buf);
	strbuf_release(&clean);
}

static void print_by_hand(const char *path, const struct share *share)
{
	struct arena arena = { 0 };
	struct bringer *bringer = NULL;
	size_t bringers = 0;

	printf("\nby hand:\n");
	for (size_t i = 0; i < share->sections; i++)
		for (size_t k = 0; k < share->section[i].items; k++) {
			const struct shared_item *item =
			    &share->section[i].item[k];

			if (item->by != SHARE_HAND)
				continue;
			print_hand(path, item);
			count_bringer(&arena, &bringer, &bringers, item);
		}
	sort_bringers(bringer, bringers);
	printf("\nwhat would have brought how many of them:\n");
	for (size_t i = 0; i < bringers; i++)
		print_bringer(&bringer[i]);
	arena_release(&arena);
}

static void print_share(const char *path, const struct share *share)
{
	printf("items  sources  readers  by hand  share  section\n");
	for (size_t i = 0; i < share->sections; i++)
		print_row(share->section[i].title, share->section[i].count);
	print_row(STR("all"), share->count);
	if (share->count[SHARE_HAND] > 0)
		print_by_hand(path, share);
}

/* ------------------------------------------------------------------- the command */

/* Kept for later weeks to compare, beside the database. */
static const char *kept_in(
    struct arena *arena, const struct settings *settings, const char *path)
{
	const char *folder = path_join(
	    arena, arena_cstr(arena, settings->folders.cache), "shares");

	return arena_printf(arena, "%s/%s.json", folder, path_base(path)).at;
}

static bool keep(struct arena *arena, const struct settings *settings,
    const char *path, const struct share *share, bool print, struct error *err)
{
	struct strbuf out;
	bool ok;

	strbuf_init(&out, LIMIT_PAGE);
	add_json(&out, path, share);
	if (print)
		fputs(out.buf, stdout);
	ok = file_write(
	    kept_in(arena, settings, path), strbuf_str(&out), NULL, err);
	strbuf_release(&out);
	return ok;
}

static bool read_share(struct arena *arena, const struct settings *settings,
    struct store *store, const char *path, struct share *ret_share,
    struct error *err)
{
	struct source source = { .path = path };
	struct issue issue;

	if (!file_read(path, LIMIT_ISSUE_FILE, arena, &source.text, err))
		return false;
	if (issue_read(arena, source, settings, &issue) != ISSUE_OK)
		return error_set(err, "%s is too large to be read", path);
	return share_read(arena, settings, store, &issue, ret_share, err);
}

bool collectcmd_share(struct arena *arena, const struct settings *settings,
    struct store *store, const char *path, bool as_json, struct error *err)
{
	struct share share = { .sections = 0 };

	if (!read_share(arena, settings, store, path, &share, err))
		return false;
	if (!as_json)
		print_share(path, &share);
	return keep(arena, settings, path, &share, as_json, err);
}

bool collectcmd_tell_share(struct arena *arena, const struct settings *settings,
    struct store *store, const char *path, struct error *err)
{
	struct share share = { .sections = 0 };
	size_t all, came;

	if (file_exists(kept_in(arena, settings, path)))
		return true;
	if (!read_share(arena, settings, store, path, &share, err))
		return false;
	came = share.count[SHARE_SOURCE] + share.count[SHARE_READER];
	all = came + share.count[SHARE_HAND];
	if (came == 0)
		return true;
	printf("%s: %zu of %zu items came in by themselves (%zu %%)%s%s\n",
	    path, came, all, came * 100 / all,
	    came < all ? "; what would have brought the rest is said by "
			 "sennight collect --share "
		       : "",
	    came < all ? path : "");
	return keep(arena, settings, path, &share, false, err);
}
