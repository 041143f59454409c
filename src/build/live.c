#include "build/live.h"

#include <stdlib.h>

#include "build/site.h"

struct live {
	struct arena arena;
	struct build_options options;
	struct build_report report; /* for notes that nobody reads */
	struct site site;
};

static bool open_site(struct site *site, const char *origin, struct error *err)
{
	if (!site_read_settings(site, err))
		return false;
	if (origin != NULL)
		site->settings.address = arena_printf(
		    site->arena, "%s%.*s", origin, STR_ARG(site->root));
	if (!site_read_texts(site, err) || !site_order(site, err))
		return false;
	site_make_value(site);
	return site_load_live_theme(site, err);
}

bool live_open(const char *origin, struct live **ret_live, struct error *err)
{
	struct live *live = xmalloc(sizeof(*live));

	*live = (struct live){ .options = { .threads = 1 } };
	live->site = (struct site){ .options = &live->options,
		.report = &live->report,
		.arena = &live->arena };
	if (!open_site(&live->site, origin, err)) {
		live_free(live);
		return false;
	}
	*ret_live = live;
	return true;
}

void live_free(struct live *live)
{
	if (live == NULL)
		return;
	arena_release(&live->arena);
	free(live);
}

const struct settings *live_settings(const struct live *live)
{
	return &live->site.settings;
}

struct str live_link(
    const struct live *live, struct arena *arena, const char *path)
{
	return address_link(&live->site, arena, str_of(path));
}

static struct live_issue issue_at(
    const struct site *site, struct arena *arena, size_t i)
{
	return (struct live_issue){
		.title = site->issue[i].title,
		.address =
		    address_absolute(site, arena, site->issue[i].address),
	};
}

bool live_newest(
    const struct live *live, struct arena *arena, struct live_issue *ret_issue)
{
	if (live->site.issues == 0)
		return false;
	*ret_issue = issue_at(&live->site, arena, 0);
	return true;
}

bool live_numbered(const struct live *live, struct arena *arena, int64_t number,
    struct live_issue *ret_issue)
{
	const struct site *site = &live->site;

	for (size_t i = 0; i < site->issues; i++)
		if (site->issue[i].number == number) {
			*ret_issue = issue_at(site, arena, i);
			return true;
		}
	return false;
}

bool live_render(const struct live *live, const char *template,
    const struct live_page *page, struct value variables, struct arena *arena,
    struct strbuf *out, struct error *err)
{
	const struct site *site = &live->site;

	value_set(arena, variables, "site", site->site_value);
	if (page != NULL) {
		const struct page_words words = { .kind = page->kind,
			.title = str_of(page->title),
			.address = str_of(page->address) };

		value_set(
		    arena, variables, "page", page_value(site, arena, &words));
	}
	return template_render(
	    site->templates, template, variables, arena, out, err);
}
