#include "build/live.h"

#include <pthread.h>
#include <stdlib.h>

#include "build/search_part.h"
#include "build/site.h"

/* Opened late. */
struct live_mail {
	pthread_mutex_t lock;
	bool tried;
	struct mail_maker *maker; /* NULL: it failed */
};

struct live {
	struct live_mail *mail;
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
	site_take_fingerprint(site);
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
	live->mail = xmalloc(sizeof(*live->mail));
	*live->mail = (struct live_mail){ .lock = PTHREAD_MUTEX_INITIALIZER };
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
	mail_maker_free(live->mail->maker);
	pthread_mutex_destroy(&live->mail->lock);
	free(live->mail);
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

const struct mail_maker *live_mail(const struct live *live)
{
	struct live_mail *m = live->mail;
	struct error ignored;

	pthread_mutex_lock(&m->lock);
	if (!m->tried && live->site.issues > 0 &&
	    !mail_maker_open(
		live->site.issue[0].file->path, &m->maker, &ignored))
		m->maker = NULL;
	m->tried = true;
	pthread_mutex_unlock(&m->lock);
	return m->maker;
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

void live_years(const struct live *live, int *ret_first, int *ret_last)
{
	const struct site *site = &live->site;
	size_t issues = site->issues;

	*ret_first = issues > 0 ? site->issue[issues - 1].date.year : 0;
	*ret_last = issues > 0 ? site->issue[0].date.year : 0;
}

/* ------------------------------------------------------------------- searching */

struct walk {
	const struct site_issue *issue;
	live_take_item *take;
	void *data;
};

static bool take_found(void *data, const struct site_found *found)
{
	const struct walk *w = data;
	const struct section *section = found->section;
	struct str none = { NULL, 0 };
	struct live_item item = { .text = found->text,
		.url = found->url,
		.section = section->rule != NULL ? section->rule->id : none,
		.heading = section->title,
		.tags = found->tags,
		.address = w->issue->address,
		.anchor = section->level > 0 ? section->id : none,
		.issue = w->issue->title,
		.date = w->issue->date };

	item.same = search_hash(search_hash(0, found->text), found->url);
	return w->take(w->data, &item);
}

static bool walk_issue(const struct site *site, const struct site_issue *issue,
    live_take_item *take, void *data, struct error *err)
{
	struct walk walk = { issue, take, data };
	struct arena arena = { 0 };
	struct issue typed;
	bool ok = site_read_issue(site, &arena, issue->file, &typed, err) &&
		  site_find_items(&typed, &arena, take_found, &walk);

	arena_release(&arena);
	return ok;
}

bool live_each_item(const struct live *live, live_take_item *take, void *data,
    struct error *err)
{
	const struct site *site = &live->site;

	for (size_t i = site->issues; i-- > 0;)
		if (!walk_issue(site, &site->issue[i], take, data, err))
			return false;
	return true;
}

struct str live_fingerprint(const struct live *live)
{
	return str_of(live->site.fingerprint);
}

/* ---------------------------------------------------------------------- pages */

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
