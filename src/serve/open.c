#include "serve/open.h"

#include <stdlib.h>

#include "base/file.h"
#include "base/mail_address.h"
#include "serve/desk.h"
#include "serve/still.h"

enum { MAIL_SECONDS = 60 };

struct readers {
	struct arena arena;
	struct desk *desk;
	struct postman *postman;
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

/* Where mail goes; NULL if that is not said. */
static const char *way_of_mail(struct readers *r, const struct settings *s)
{
	return r->options.trial == NULL
		   ? given(&r->arena, s->mail.way)
		   : path_join(&r->arena,
			 arena_cstr(&r->arena, s->folders.cache), "mail");
}

static bool check_mail(struct readers *r, const struct settings *s,
    const char *way, struct error *err)
{
	struct mail_address address;
	enum mail_address_status status =
	    mail_address_read(&r->arena, s->mail.from, &address);

	if (way == NULL)
		return error_set(err,
		    "the setting `mail: way` must say where mail goes, since "
		    "there are pages for readers: smtp://host:25, or a folder");
	if (status == MAIL_ADDRESS_OK)
		return true;
	return error_set(err,
	    "the setting `mail: from` must be the address that mail comes "
	    "from, since there are pages for readers: %s",
	    mail_address_problem(status));
}

static bool open_postman(struct readers *r, const struct settings *s,
    const struct store_options *store, struct error *err)
{
	struct arena *a = &r->arena;
	struct str password;
	struct postman_options options = { .store = *store,
		.mailer = { .way = way_of_mail(r, s),
		    .from = given(a, s->mail.from),
		    .user = given(a, s->mail.user),
		    .seconds = MAIL_SECONDS },
		.failed = pass_on,
		.data = r };

	if (!check_mail(r, s, options.mailer.way, err) ||
	    !secret_read(a, "MAIL_PASSWORD", &password, err))
		return false;
	if (options.mailer.user != NULL && password.at == NULL)
		return error_set(err, "`mail: user` is set, but not the secret "
				      "SENNIGHT_MAIL_PASSWORD");
	options.mailer.password = given(a, password);
	return postman_open(&options, &r->postman, err);
}

static bool open_all(struct readers *r, struct error *err)
{
	const struct settings *s;
	struct live *live;
	struct store_options store;
	struct desk_options options;

	if (!live_open(r->options.trial, &live, err))
		return false;
	s = live_settings(live);
	r->pages = route_pages(s);
	store =
	    (struct store_options){ .address = given(&r->arena, s->database),
		    .folder = given(&r->arena, s->folders.cache) };
	options = (struct desk_options){ .live = live,
		.store = store,
		.done = resume,
		.mail = wake_postman,
		.failed = pass_on,
		.data = r };
	if (!still_make(live, &r->still, err) ||
	    !open_postman(r, s, &store, err) ||
	    !desk_open(&options, &r->desk, err)) {
		live_free(live);
		return false;
	}
	return true;
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
	r->pages = route_pages(live_settings(live));
	pthread_mutex_unlock(lock);
	still_release(&old);
	desk_set_live(r->desk, live);
	return true;
}

void readers_close(struct readers *r)
{
	if (r == NULL)
		return;
	desk_close(r->desk);
	postman_close(r->postman);
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
	return desk_take(r->desk, x);
}

void readers_count(struct readers *r, struct readers_counts *ret_counts)
{
	for (int i = 0; i < DEEDS; i++)
		ret_counts->deeds[i] = desk_deeds(r->desk, (enum deed)i);
	ret_counts->waiting = desk_waiting(r->desk);
	postman_count(r->postman, &ret_counts->mail);
}
