#include "base/mailer.h"

#include <curl/curl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "base/arena.h"
#include "base/file.h"

struct mailer {
	struct arena arena;
	struct mailer_options options;
	CURL *easy;      /* NULL: into a folder */
	struct str rest; /* of the mail that is being sent */
};

static size_t read_message(char *to, size_t size, size_t count, void *data)
{
	struct mailer *m = data;
	size_t len = size * count < m->rest.len ? size * count : m->rest.len;

	if (len > 0)
		memcpy(to, m->rest.at, len);
	m->rest = str_sub(m->rest, len, m->rest.len);
	return len;
}

static const char *keep(struct mailer *m, const char *text)
{
	return text != NULL ? arena_cstr(&m->arena, str_of(text)) : NULL;
}

static void prepare(struct mailer *m)
{
	const struct mailer_options *o = &m->options;
	CURL *c = m->easy;

	curl_easy_setopt(c, CURLOPT_URL, o->way);
	curl_easy_setopt(c, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
	curl_easy_setopt(c, CURLOPT_PROXY, "");
	curl_easy_setopt(c, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(c, CURLOPT_TIMEOUT, (long)o->seconds);
	curl_easy_setopt(c, CURLOPT_MAIL_FROM, o->from);
	curl_easy_setopt(c, CURLOPT_UPLOAD, 1L);
	curl_easy_setopt(c, CURLOPT_READFUNCTION, read_message);
	curl_easy_setopt(c, CURLOPT_READDATA, m);
	curl_easy_setopt(c, CURLOPT_USE_SSL,
	    (long)(o->user != NULL ? CURLUSESSL_ALL : CURLUSESSL_TRY));
	if (o->user != NULL) {
		curl_easy_setopt(c, CURLOPT_USERNAME, o->user);
		curl_easy_setopt(c, CURLOPT_PASSWORD, o->password);
	}
	if (o->ca_file != NULL)
		curl_easy_setopt(c, CURLOPT_CAINFO, o->ca_file);
}

bool mailer_new(const struct mailer_options *options,
    struct mailer **ret_mailer, struct error *err)
{
	struct str way = str_of(options->way);
	bool smtp = str_starts_fold(way, STR("smtp://")) ||
		    str_starts_fold(way, STR("smtps://"));
	struct mailer *m;

	if (!smtp && str_find(way, STR("://"), 0) != STR_NONE)
		return error_set(err,
		    "mail cannot go to %s: expected smtp://, smtps:// or a "
		    "folder",
		    options->way);
	m = xmalloc(sizeof(*m));
	*m = (struct mailer){ .options = { .seconds = options->seconds } };
	m->options.way = keep(m, options->way);
	m->options.from = keep(m, options->from);
	m->options.user = keep(m, options->user);
	m->options.password = keep(m, options->password);
	m->options.ca_file = keep(m, options->ca_file);
	if (smtp) {
		m->easy = curl_easy_init();
		if (m->easy == NULL)
			xout_of_memory(0);
		prepare(m);
	}
	*ret_mailer = m;
	return true;
}

void mailer_free(struct mailer *m)
{
	if (m == NULL)
		return;
	curl_easy_cleanup(m->easy);
	arena_release(&m->arena);
	free(m);
}

/* Mails hold addresses, and links that open what is held about somebody: a new
 * folder of them is for its owner alone.  Why it cannot be made, writing into
 * it says. */
static void make_private(struct arena *arena, const char *folder)
{
	struct error ignored;

	if (folder_make(path_folder(arena, folder), &ignored))
		mkdir(folder, S_IRWXU);
}

static enum mailer_outcome put_into_folder(
    struct mailer *m, struct str message, const char *name, struct error *err)
{
	struct arena arena = { 0 };
	const char *path = path_join(
	    &arena, m->options.way, arena_printf(&arena, "%s.eml", name).at);
	bool ok;

	make_private(&arena, m->options.way);
	ok = file_write(path, message, NULL, err);
	arena_release(&arena);
	return ok ? MAILER_DONE : MAILER_LATER;
}

/* What libcurl and the server's last reply say. */
static enum mailer_outcome judge(
    struct mailer *m, CURLcode code, struct error *err)
{
	long reply = 0;

	if (code == CURLE_OK)
		return MAILER_DONE;
	curl_easy_getinfo(m->easy, CURLINFO_RESPONSE_CODE, &reply);
	error_set(err, "the mail server %s said %ld: %s", m->options.way, reply,
	    curl_easy_strerror(code));
	/* Only what is said of this mail refuses it; who we are, and what
	 * broke, concern all. */
	if (reply >= 500 && reply < 600 && reply != 530 && reply != 535 &&
	    (code == CURLE_SEND_ERROR || code == CURLE_RECV_ERROR ||
		code == CURLE_UPLOAD_FAILED ||
		code == CURLE_WEIRD_SERVER_REPLY))
		return MAILER_REFUSED;
	return MAILER_LATER;
}

enum mailer_outcome mailer_send(struct mailer *m, const char *recipient,
    struct str message, const char *name, struct error *err)
{
	struct curl_slist *to;
	CURLcode code;

	if (m->easy == NULL)
		return put_into_folder(m, message, name, err);
	to = curl_slist_append(NULL, recipient);
	if (to == NULL)
		xout_of_memory(0);
	m->rest = message;
	curl_easy_setopt(m->easy, CURLOPT_MAIL_RCPT, to);
	code = curl_easy_perform(m->easy);
	curl_easy_setopt(m->easy, CURLOPT_MAIL_RCPT, NULL);
	curl_slist_free_all(to);
	return judge(m, code, err);
}
