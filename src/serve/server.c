#include "serve/server.h"

#include <microhttpd.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/json.h"
#include "serve/answer.h"
#include "serve/connection.h"
#include "serve/files.h"
#include "serve/listen.h"

enum {
	SILENCE_SECONDS = 30, /* after which a connection is dropped */
	PING_SECONDS = 10,
};

struct server {
	struct MHD_Daemon *daemon;
	struct events *events;
	struct connections connections;
	struct listen_address address;
	char url[LISTEN_URL];
	uint64_t run; /* names this process to the pages */
	unsigned ticks;

	pthread_mutex_t lock; /* over all that follows */
	struct shown shown;
	struct arena arena; /* its texts */
};

/* What matters of the headers. */
struct headers {
	unsigned hosts, lengths, codings;
	bool body;
	const char *host;
};

/* The second line of a folded header comes as the end of its name, so that the
 * beginning of a name counts where it could hide the length of a body. */
static enum MHD_Result look_at_header(
    void *data, enum MHD_ValueKind kind, const char *name, const char *value)
{
	struct headers *h = data;
	struct str key = str_of(name);

	(void)kind;
	if (str_eq_fold(key, STR("Host"))) {
		h->hosts++;
		h->host = value != NULL ? value : "";
	} else if (str_starts_fold(key, STR("Content-Length"))) {
		h->lengths++;
		h->body = h->body || key.len > sizeof("Content-Length") - 1 ||
			  value == NULL || strcmp(value, "0") != 0;
	} else if (str_starts_fold(key, STR("Transfer-Encoding"))) {
		h->codings++;
		h->body = true;
	}
	return MHD_YES;
}

/*
 * A page elsewhere can make its own name point to this machine, and would then
 * be allowed to read what is here.  Names but localhost are not ours.
 */
static bool is_own_host(struct str host)
{
	size_t colon;

	if (str_starts(host, STR("[")))
		return true;
	colon = str_find_char(host, ':', 0);
	host = str_sub(host, 0, colon);
	if (str_eq_fold(host, STR("localhost")))
		return true;
	for (size_t i = 0; i < host.len; i++)
		if (!char_is_digit(host.at[i]) && host.at[i] != '.')
			return false;
	return host.len > 0;
}

/* The status with which to refuse a request, or 0.  A body is never read, and
 * one whose length is in doubt could hide a second request. */
static unsigned judge(const struct server *s, const char *method,
    const char *target, const struct headers *h)
{
	if (target == NULL || h->lengths > 1 || h->hosts > 1 || h->codings > 0)
		return MHD_HTTP_BAD_REQUEST;
	if (strcmp(method, MHD_HTTP_METHOD_GET) != 0 &&
	    strcmp(method, MHD_HTTP_METHOD_HEAD) != 0)
		return MHD_HTTP_METHOD_NOT_ALLOWED;
	if (h->body)
		return MHD_HTTP_BAD_REQUEST;
	if (s->shown.preview && s->address.loopback && h->host != NULL &&
	    !is_own_host(str_of(h->host)))
		return MHD_HTTP_MISDIRECTED_REQUEST;
	return 0;
}

static struct connection *record_of(struct MHD_Connection *connection)
{
	const union MHD_ConnectionInfo *info = MHD_get_connection_info(
	    connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);

	return info != NULL ? info->socket_context : NULL;
}

static enum MHD_Result handle(void *data, struct MHD_Connection *connection,
    const char *url, const char *method, const char *version,
    const char *upload, size_t *upload_size, void **context)
{
	struct server *s = data;
	struct connection *record = record_of(connection);
	const char *target = record != NULL ? record->target : NULL;
	struct headers h = { 0 };
	enum MHD_Result ok;
	unsigned refusal;

	(void)url, (void)version, (void)upload, (void)upload_size;
	MHD_get_connection_values(
	    connection, MHD_HEADER_KIND, look_at_header, &h);
	refusal = judge(s, method, target, &h);
	/* An answer to the first call says that no body is wanted, and that
	 * the connection ends with it. */
	if (refusal == 0 && *context == NULL) {
		*context = s;
		return MHD_YES;
	}
	if (record != NULL)
		connection_allow(&s->connections, record, LIMIT_ANSWER_SECONDS);
	pthread_mutex_lock(&s->lock);
	if (refusal != 0) {
		ok = answer_refusal(&s->shown, connection, refusal);
	} else {
		/* A page waits for events as long as it is open. */
		if (record != NULL && s->shown.preview &&
		    str_starts(str_of(target), STR(ANSWER_EVENTS)))
			connection_allow(&s->connections, record, 0);
		ok = answer_target(&s->shown, connection, target);
	}
	pthread_mutex_unlock(&s->lock);
	return ok;
}

/* Called with the target as it was sent, before anything of it is decoded. */
static void *note_target(
    void *data, const char *target, struct MHD_Connection *connection)
{
	struct connection *record = record_of(connection);

	(void)data;
	if (record != NULL) {
		free(record->target);
		record->target = strdup(target);
	}
	return NULL;
}

static void completed(void *data, struct MHD_Connection *connection,
    void **context, enum MHD_RequestTerminationCode code)
{
	struct server *s = data;
	struct connection *record = record_of(connection);

	(void)context, (void)code;
	if (record != NULL)
		connection_allow(
		    &s->connections, record, LIMIT_REQUEST_SECONDS);
}

static void notice_connection(void *data, struct MHD_Connection *connection,
    void **context, enum MHD_ConnectionNotificationCode code)
{
	struct server *s = data;
	const union MHD_ConnectionInfo *info = MHD_get_connection_info(
	    connection, MHD_CONNECTION_INFO_CONNECTION_FD);

	if (code == MHD_CONNECTION_NOTIFY_STARTED && info != NULL) {
		*context = connection_open(&s->connections, info->connect_fd);
	} else if (*context != NULL) {
		connection_close(&s->connections, *context);
		*context = NULL;
	}
}

/* What libmicrohttpd has to say is about clients, not about us. */
__attribute__((format(printf, 2, 0))) static void be_silent(
    void *data, const char *format, va_list args)
{
	(void)data, (void)format, (void)args;
}

static struct MHD_Daemon *start_daemon(struct server *s, int fd)
{
	return MHD_start_daemon(MHD_USE_INTERNAL_POLLING_THREAD |
				    MHD_USE_EPOLL | MHD_ALLOW_SUSPEND_RESUME |
				    MHD_USE_ERROR_LOG,
	    0, NULL, NULL, handle, s, MHD_OPTION_EXTERNAL_LOGGER, be_silent,
	    NULL, MHD_OPTION_LISTEN_SOCKET, fd, MHD_OPTION_CONNECTION_LIMIT,
	    (unsigned)LIMIT_CONNECTIONS, MHD_OPTION_CONNECTION_TIMEOUT,
	    (unsigned)SILENCE_SECONDS, MHD_OPTION_CONNECTION_MEMORY_LIMIT,
	    (size_t)LIMIT_REQUEST, MHD_OPTION_STRICT_FOR_CLIENT, 1,
	    MHD_OPTION_URI_LOG_CALLBACK, note_target, s,
	    MHD_OPTION_NOTIFY_COMPLETED, completed, s,
	    MHD_OPTION_NOTIFY_CONNECTION, notice_connection, s, MHD_OPTION_END);
}

static uint64_t name_run(void)
{
	struct timespec t;

	clock_gettime(CLOCK_REALTIME, &t);
	return (uint64_t)t.tv_sec * 1000000 + (uint64_t)t.tv_nsec / 1000;
}

static void free_server(struct server *s)
{
	events_free(s->events);
	connections_release(&s->connections);
	pthread_mutex_destroy(&s->lock);
	arena_release(&s->arena);
	free(s);
}

bool server_start(const struct server_options *options,
    struct server **ret_server, struct error *err)
{
	struct listen_address address;
	struct server *s;
	int fd;

	if (!listen_parse(options->address, &address, err))
		return false;
	s = xmalloc(sizeof(*s));
	*s = (struct server){ .address = address, .run = name_run() };
	fd = listen_open(&s->address, options->or_any, s->url, err);
	if (fd < 0) {
		free(s);
		return false;
	}
	pthread_mutex_init(&s->lock, NULL);
	connections_init(&s->connections);
	s->events = events_new();
	s->shown = (struct shown){ .preview = options->preview,
		.root = "",
		.site = "0.0",
		.events = s->events };
	s->daemon = start_daemon(s, fd);
	if (s->daemon == NULL) {
		close(fd);
		free_server(s);
		return error_set(err,
		    "cannot start the web server on %s: the system gives no "
		    "thread or no epoll",
		    options->address);
	}
	*ret_server = s;
	return true;
}

void server_stop(struct server *s)
{
	events_close(s->events);
	MHD_stop_daemon(s->daemon); /* closes the listening socket, too */
	free_server(s);
}

const char *server_url(const struct server *s)
{
	return s->url;
}

/* The state as the script of a page wants it. */
static void send_state(struct server *s, const struct server_site *site)
{
	struct strbuf text;
	struct json j;

	strbuf_init(&text, 8 * LIMIT_ERROR);
	json_init(&j, &text);
	json_object(&j);
	json_member(&j, "site", str_of(s->shown.site));
	json_member(&j, "error",
	    site->error != NULL ? str_of(site->error)
				: (struct str){ NULL, 0 });
	json_end(&j);
	events_send(s->events, strbuf_str(&text));
	strbuf_release(&text);
}

void server_show(struct server *s, const struct server_site *site)
{
	struct arena *a = &s->arena;
	char root[LIMIT_URL];

	if (files_path(site->root, root) != FILES_FOUND)
		root[0] = '\0';
	pthread_mutex_lock(&s->lock);
	arena_reset(a);
	s->shown.folder =
	    site->folder != NULL ? arena_cstr(a, str_of(site->folder)) : NULL;
	s->shown.root = arena_cstr(a, str_of(root));
	s->shown.site = arena_printf(a, "%llx.%llu", (unsigned long long)s->run,
	    (unsigned long long)site->version)
			    .at;
	s->shown.error =
	    site->error != NULL ? arena_cstr(a, str_of(site->error)) : NULL;
	pthread_mutex_unlock(&s->lock);
	/* Only this thread changes what is shown, so it may read it here. */
	if (s->shown.preview)
		send_state(s, site);
}

void server_tick(struct server *s)
{
	connections_end_late(&s->connections);
	if (++s->ticks % PING_SECONDS == 0)
		events_ping(s->events);
}
