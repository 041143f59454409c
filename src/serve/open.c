#include "serve/open.h"

#include <stdlib.h>

#include "base/file.h"
#include "base/mail_address.h"
#include "serve/desk.h"
#include "serve/hooks.h"
#include "serve/indexer.h"
#include "serve/still.h"

enum { MAIL_SECONDS = 60 };

struct readers {
	struct arena arena;
	struct desk *desk; /* NULL if no page asks the store; so is postman */
	struct postman *postman;
	struct relays relays; /* the postman's; so are the keys */
	struct dkim *dkim;
	struct desk *finder; /* for the search; NULL if that cannot be opened */
	struct indexer *indexer;
	struct desk *listener; /* for hooks; NULL if no service has one */
	struct hooks *hooks;
	struct still still;
	unsigned pages;
	struct readers_options options;
};

static void resume(struct exchange *x)
{
	MHD_resume_connection(x->connection);
}

static void wake_postman(void *data)
{
	struct readers *r = data;

	postman_wake(r->postman);
}

static void pass_on(void *data, const struct error *err)
{
	struct readers *r = data;

	if (r->options.failed != NULL)
		r->options.failed(r->options.data, err);
}

/* A text of the settings as a C string, or NULL if it is not set. */
static const char *given(struct arena *arena, struct str text)
{
	return text.at != NULL ? arena_cstr(arena, text) : NULL;
}

/* Where mail goes, with the keys that it is signed with.  Of a trial, into a
 * folder. */
static bool open_way(struct readers *r, const struct settings *s,
    struct str domain, const char **ret_folder, struct error *err)
{
	struct arena *a = &r->arena;

	*ret_folder = NULL;
	if (r->options.trial != NULL) {
		*ret_folder =
		    path_join(a, arena_cstr(a, s->folders.cache), "mail");
		return true;
	}
	if (!relays_open(a, s, domain, &r->relays, err))
		return false;
	/* A few letters, one after another. */
	r->relays.most = 1;
	if (r->relays.count == 0)
		*ret_folder = arena_cstr(a, s->mail.way);
	return s->mail.dkim.count == 0 ||
	       dkim_open(domain, &s->mail.dkim, &r->dkim, err);
}

static bool open_postman(struct readers *r, const struct settings *s,
    const struct store_options *store, struct error *err)
{
	struct mail_address from;
	enum mail_address_status status =
	    mail_address_read(&r->arena, s->mail.from, &from);
	struct postman_options options = { .store = *store,
		.confirm_days = s->subscribe.confirm_days,
		.failed = pass_on,
		.data = r };

	if (status != MAIL_ADDRESS_OK)
		return error_set(err,
		    "the setting `mail: from` must be the address that mail "
		    "comes from, since there are pages for readers: %s",
		    mail_address_problem(status));
	options.mailer = (struct mailer_options){ .relays = &r->relays,
		.from = arena_cstr(&r->arena, from.text),
		.seconds = MAIL_SECONDS };
	if (!open_way(r, s, from.domain, &options.mailer.folder, err))
		return false;
	options.mailer.dkim = r->dkim;
	return postman_open(&options, &r->postman, err);
}

/* Search is no reason not to serve what else there is: on a medium that cannot
 * be written, the site has its own. */
static void open_finder(
    struct readers *r, struct desk_options options, const char *path)
{
	struct error err;

	options.search_only = true;
	options.search = path;
	options.live = NULL;
	if (indexer_open(
		path, r->options.failed, r->options.data, &r->indexer, &err) &&
	    live_open(r->options.trial, &options.live, &err) &&
	    desk_open(&options, &r->finder, &err))
		return;
	live_free(options.live);
	indexer_close(r->indexer);
	r->indexer = NULL;
	r->pages &= ~(unsigned)PAGES_SEARCH;
	pass_on(r, &err);
}

/* A desk of its own, so that no reader waits for a certificate. */
static bool open_listener(
    struct readers *r, struct desk_options options, struct error *err)
{
	const struct hooks_options hooks = {
		.folder = options.store.folder, .failed = pass_on, .data = r
	};

	if ((r->pages & PAGES_HOOKS) == 0)
		return true;
	options.search = NULL;
	if (!live_open(r->options.trial, &options.live, err))
		return false;
	if (hooks_open(live_settings(options.live), &hooks, &r->hooks, err)) {
		options.hooks = r->hooks;
		if (desk_open(&options, &r->listener, err))
			return true;
	}
	live_free(options.live);
	return false;
}

static bool open_desk(
    struct readers *r, const struct desk_options *options, struct error *err)
{
	if ((r->pages & ~(unsigned)(PAGES_SEARCH | PAGES_HOOKS)) == 0) {
		live_free(options->live);
		return true;
	}
	if (open_postman(
		r, live_settings(options->live), &options->store, err) &&
	    desk_open(options, &r->desk, err))
		return true;
	live_free(options->live);
	return false;
}

static bool open_all(struct readers *r, struct error *err)
{
	const struct settings *s;
	struct desk_options options = { .done = resume,
		.mail = wake_postman,
		.failed = pass_on,
		.data = r };
	const char *search;

	if (!live_open(r->options.trial, &options.live, err))
		return false;
	s = live_settings(options.live);
	r->pages = route_pages(s);
	if (!still_make(options.live, &r->still, err)) {
		live_free(options.live);
		return false;
	}
	options.store =
	    (struct store_options){ .address = given(&r->arena, s->database),
		    .folder = given(&r->arena, s->folders.cache) };
	search = path_join(&r->arena, options.store.folder, "search.db");
	open_finder(r, options, search);
	options.search = r->finder != NULL ? search : NULL;
	if (!open_listener(r, options, err)) {
		live_free(options.live);
		return false;
	}
	return open_desk(r, &options, err);
}

bool readers_open(const struct readers_options *options,
    struct readers **ret_readers, struct error *err)
{
	struct readers *r = xmalloc(sizeof(*r));

	*r = (struct readers){ .options = *options };
	if (options->trial != NULL)
		r->options.trial =
		    arena_cstr(&r->arena, str_of(options->trial));
	if (!open_all(r, err)) {
		readers_close(r);
		return false;
	}
	*ret_readers = r;
	return true;
}

/* Those of the settings, as far as there are desks for them. */
static unsigned open_pages(const struct readers *r, const struct settings *s)
{
	unsigned pages = route_pages(s);

	if (r->desk == NULL)
		pages &= PAGES_SEARCH | PAGES_HOOKS;
	if (r->listener == NULL)
		pages &= ~(unsigned)PAGES_HOOKS;
	if (r->finder == NULL)
		pages &= ~(unsigned)PAGES_SEARCH;
	return pages;
}

static bool renew_listener(struct readers *r, struct error *err)
{
	struct live *live;

	if (r->listener == NULL)
		return true;
	if (!live_open(r->options.trial, &live, err))
		return false;
	desk_set_live(r->listener, live);
	return true;
}

static bool renew_finder(struct readers *r, struct error *err)
{
	struct live *live;

	if (r->finder == NULL)
		return true;
	if (!live_open(r->options.trial, &live, err))
		return false;
	desk_set_live(r->finder, live);
	indexer_look(r->indexer);
	return true;
}

bool readers_renew(struct readers *r, pthread_mutex_t *lock, struct error *err)
{
	struct still still, old;
	struct live *live;

	if (!live_open(r->options.trial, &live, err))
		return false;
	if (!still_make(live, &still, err)) {
		live_free(live);
		return false;
	}
	pthread_mutex_lock(lock);
	old = r->still;
	r->still = still;
	r->pages = open_pages(r, live_settings(live));
	pthread_mutex_unlock(lock);
	still_release(&old);
	if (r->desk != NULL)
		desk_set_live(r->desk, live);
	else
		live_free(live);
	return renew_finder(r, err) && renew_listener(r, err);
}

void readers_close(struct readers *r)
{
	if (r == NULL)
		return;
	desk_close(r->desk);
	desk_close(r->finder);
	desk_close(r->listener);
	hooks_close(r->hooks);
	indexer_close(r->indexer);
	postman_close(r->postman);
	relays_close(&r->relays);
	dkim_free(r->dkim);
	still_release(&r->still);
	arena_release(&r->arena);
	free(r);
}

unsigned readers_pages(const struct readers *r)
{
	return r->pages;
}

struct MHD_Response *readers_still(
    const struct readers *r, const struct route *route)
{
	return still_find(&r->still, route);
}

bool readers_take(struct readers *r, struct exchange *x)
{
	unsigned flags = x->route->flags;

	return desk_take((flags & ROUTE_SEARCH) != 0 ? r->finder
			 : (flags & ROUTE_HOOK) != 0 ? r->listener
						     : r->desk,
	    x);
}

static void count_deeds(struct desk *desk, struct readers_counts *counts)
{
	for (int i = 0; i < DEEDS; i++)
		counts->deeds[i] += desk_deeds(desk, (enum deed)i);
	counts->waiting += desk_waiting(desk);
}

void readers_count(struct readers *r, struct readers_counts *ret_counts)
{
	*ret_counts = (struct readers_counts){ .waiting = 0 };
	if (r->finder != NULL)
		ret_counts->waiting += desk_waiting(r->finder);
	if (r->listener != NULL)
		count_deeds(r->listener, ret_counts);
	if (r->desk == NULL)
		return;
	count_deeds(r->desk, ret_counts);
	postman_count(r->postman, &ret_counts->mail);
}
