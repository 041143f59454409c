#include "serve/server.h"

#include <assert.h>
#include <microhttpd.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/json.h"
#include "base/media_type.h"
#include "serve/answer.h"
#include "serve/connection.h"
#include "serve/files.h"
#include "serve/listen.h"
#include "serve/metrics.h"
#include "serve/open.h"
#include "serve/request.h"

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
	bool behind_proxy, log_addresses;
	void (*log)(void *data, const struct server_line *line);
	void (*failed)(void *data, const struct error *err);
	void *data;
	struct metrics metrics;
	struct readers *readers; /* NULL: no pages for them */
	bool ending;             /* nothing new is answered any more */
	int listening;           /* the socket */

	pthread_mutex_t lock; /* over all that follows */
	struct shown shown;
	struct arena arena; /* its texts */
	struct kept kept;
};

static struct connection *record_of(struct MHD_Connection *connection)
{
	const union MHD_ConnectionInfo *info = MHD_get_connection_info(
	    connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);

	return info != NULL ? info->socket_context : NULL;
}

static int64_t microseconds(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

/* ---------------------------------------------------------------- made pages */

/* The path below the root of the site. */
static const struct route *find_route(
    const struct server *s, const char *target, struct str *ret_part)
{
	size_t root = strlen(s->shown.root);
	const char *query;
	struct str path;

	if (s->readers == NULL || target == NULL)
		return NULL;
	path = request_path(target, &query);
	path = str_sub(path, 1, path.len);
	if (!str_starts(path, str_of(s->shown.root)))
		return NULL;
	return route_find(
	    str_sub(path, root, path.len), readers_pages(s->readers), ret_part);
}

static const struct sockaddr *peer_of(struct MHD_Connection *connection)
{
	const union MHD_ConnectionInfo *info = MHD_get_connection_info(
	    connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);

	return info != NULL ? info->client_addr : NULL;
}

static void read_client(
    const struct server *s, const struct request *r, struct client *ret_client)
{
	client_read(peer_of(r->connection),
	    s->behind_proxy ? r->forwarded : NULL, ret_client);
}

static struct exchange *begin_exchange(
    const struct server *s, const struct request *r)
{
	struct exchange *x =
	    exchange_new(r->route, request_is_post(r), r->part);
	const char *query;

	x->connection = r->connection;
	read_client(s, r, &x->client);
	if ((r->route->flags & ROUTE_HOOK) != 0)
		exchange_keep_headers(x);
	request_path(r->target, &query);
	if (!x->post && (r->route->flags & ROUTE_QUERY) != 0 &&
	    query[0] != '\0')
		strbuf_add_cstr(&x->body, query + 1);
	return x;
}

/* The body is there: have the page made, or send the one that is. */
static enum MHD_Result go_on(struct server *s, struct exchange *x)
{
	struct MHD_Response *still;

	if (x->done)
		return answer_exchange(x->connection, x);
	if (s->readers == NULL) /* the server ends */
		return answer_refusal(&s->shown, x->connection,
		    MHD_HTTP_SERVICE_UNAVAILABLE, NULL);
	still = x->post ? NULL : readers_still(s->readers, x->route);
	if (still != NULL)
		return MHD_queue_response(x->connection, MHD_HTTP_OK, still);
	if (!exchange_read_form(x))
		return answer_refusal(
		    &s->shown, x->connection, MHD_HTTP_BAD_REQUEST, NULL);
	/* It may be done before this function ends: then it is called anew. */
	MHD_suspend_connection(x->connection);
	if (!readers_take(s->readers, x)) {
		strbuf_lit(&x->out,
		    "Too many ask at once. Please try again in a minute.\n");
		x->type = media_type(".txt");
		x->status = MHD_HTTP_SERVICE_UNAVAILABLE;
		x->done = true;
		MHD_resume_connection(x->connection);
	}
	return MHD_YES;
}

/* ------------------------------------------------------------------- requests */

/* The counters tell whether a form caused a mail, and so whether an address is
 * on the list: they are for this machine, and no proxy passes them on. */
static bool may_count(struct MHD_Connection *connection)
{
	struct request r;

	request_read(connection, MHD_HTTP_METHOD_GET, NULL, &r);
	return !r.proxied && client_is_near(peer_of(connection));
}

/* Addresses of the server itself, below no root. */
static bool answer_own(struct server *s, struct MHD_Connection *connection,
    const char *target, enum MHD_Result *ret_ok)
{
	struct MHD_Response *r = NULL;
	const char *query;
	struct str path = request_path(target, &query);

	if (s->shown.preview)
		return false;
	if (str_eq(path, STR("/healthz")))
		r = answer_text(STR("ok\n"));
	else if (str_eq(path, STR("/metrics")) && may_count(connection))
		r = metrics_answer(&s->metrics, s->readers);
	else
		return false;
	*ret_ok =
	    r != NULL ? MHD_queue_response(connection, MHD_HTTP_OK, r) : MHD_NO;
	if (r != NULL)
		MHD_destroy_response(r);
	return true;
}

static enum MHD_Result answer_plain(struct server *s,
    struct MHD_Connection *connection, struct connection *record)
{
	enum MHD_Result ok;

	if (record->target == NULL) /* was refused before */
		return MHD_NO;
	if (answer_own(s, connection, record->target, &ok))
		return ok;
	/* A page waits for events as long as it is open. */
	if (s->shown.preview &&
	    str_starts(str_of(record->target), STR(ANSWER_EVENTS)))
		connection_allow(&s->connections, record, 0);
	return answer_target(&s->shown, connection, record->target);
}

/* The headers are there. */
static enum MHD_Result begin(struct server *s,
    struct MHD_Connection *connection, struct connection *record,
    const char *method, void **context)
{
	struct request r;
	const char *allow;
	unsigned refusal;

	request_read(connection, method, record->target, &r);
	r.route = find_route(s, record->target, &r.part);
	connection_run(&s->connections, record, true);
	record->began = microseconds();
	record->route = r.route != NULL ? r.route->path : NULL;
	record->method = request_is_post(&r) ? "POST" : "GET";
	refusal =
	    request_judge(&r, s->shown.preview && s->address.loopback, &allow);
	/* An answer to the first call says that no body is wanted, and that
	 * the connection ends with it. */
	if (s->ending)
		refusal = MHD_HTTP_SERVICE_UNAVAILABLE;
	if (refusal != 0)
		return answer_refusal(&s->shown, connection, refusal, allow);
	*context = r.route != NULL ? (void *)begin_exchange(s, &r) : s;
	return MHD_YES;
}

static enum MHD_Result handle(void *data, struct MHD_Connection *connection,
    const char *url, const char *method, const char *version,
    const char *upload, size_t *upload_size, void **context)
{
	struct server *s = data;
	struct connection *record = record_of(connection);
	struct exchange *x = *context != s ? *context : NULL;
	enum MHD_Result ok;

	(void)url, (void)version;
	assert(s != NULL);
	if (record == NULL)
		return MHD_NO;
	if (x != NULL && *upload_size > 0) {
		strbuf_add(&x->body, (struct str){ upload, *upload_size });
		*upload_size = 0;
		return MHD_YES;
	}
	if (*context != NULL)
		connection_allow(&s->connections, record, LIMIT_ANSWER_SECONDS);
	pthread_mutex_lock(&s->lock);
	if (*context == NULL)
		ok = begin(s, connection, record, method, context);
	else if (x != NULL)
		ok = go_on(s, x);
	else
		ok = answer_plain(s, connection, record);
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

/*
 * What is told of a path: of a page that the program makes, and of what begins
 * like one but is none ("/confirm/TOKEN/" of who looks for what is above a
 * link), the path of the route, since the rest is a secret.
 */
static struct str told_path(
    const struct server *s, const struct connection *record, unsigned status)
{
	const char *query;
	struct str path = request_path(record->target, &query), page;
	const struct route *r;

	if (record->route != NULL)
		return str_of(record->route);
	page = str_sub(path, 1, path.len);
	if (status < MHD_HTTP_BAD_REQUEST ||
	    !str_starts(page, str_of(s->shown.root)))
		return path;
	page = str_sub(page, strlen(s->shown.root), page.len);
	for (size_t i = 0; (r = route_at(i)) != NULL; i++) {
		struct str open = str_of(r->path);
		size_t secret = str_find_char(open, '?', 0);

		if (secret != STR_NONE && page.len > secret &&
		    str_starts(page, str_sub(open, 0, secret)))
			return open;
	}
	return path;
}

static void log_request(struct server *s, struct MHD_Connection *connection,
    const struct connection *record, unsigned status, int64_t took)
{
	struct server_line line = {
		.method = record->method, .status = status, .took = took
	};
	struct request r;
	struct client client;

	pthread_mutex_lock(&s->lock);
	line.path = told_path(s, record, status);
	pthread_mutex_unlock(&s->lock);
	if (s->log_addresses) {
		request_read(connection, record->method, record->target, &r);
		read_client(s, &r, &client);
		line.address = client.address;
	}
	s->log(s->data, &line);
}

static void completed(void *data, struct MHD_Connection *connection,
    void **context, enum MHD_RequestTerminationCode code)
{
	struct server *s = data;
	struct connection *record = record_of(connection);
	const union MHD_ConnectionInfo *info = MHD_get_connection_info(
	    connection, MHD_CONNECTION_INFO_HTTP_STATUS);
	unsigned status = info != NULL ? info->http_status : 0;
	int64_t took;

	(void)code;
	if (*context != NULL && *context != s)
		exchange_free(*context);
	*context = NULL;
	if (record == NULL || !record->running)
		return;
	connection_run(&s->connections, record, false);
	took = microseconds() - record->began;
	metrics_count(&s->metrics, record->route != NULL, status, took);
	if (s->log != NULL && record->target != NULL)
		log_request(s, connection, record, status, took);
	connection_allow(&s->connections, record, LIMIT_REQUEST_SECONDS);
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

/* How many connections one client may hold; 0: it cannot be told who is one. */
static unsigned most_of_one(const struct server *s)
{
	return s->behind_proxy || s->address.loopback ? 0
						      : LIMIT_CONNECTIONS_EACH;
}

static struct MHD_Daemon *start_daemon(struct server *s, int fd)
{
	return MHD_start_daemon(MHD_USE_INTERNAL_POLLING_THREAD |
				    MHD_USE_EPOLL | MHD_ALLOW_SUSPEND_RESUME |
				    MHD_USE_ERROR_LOG,
	    0, NULL, NULL, handle, s, MHD_OPTION_EXTERNAL_LOGGER, be_silent,
	    NULL, MHD_OPTION_LISTEN_SOCKET, fd, MHD_OPTION_CONNECTION_LIMIT,
	    (unsigned)LIMIT_CONNECTIONS, MHD_OPTION_PER_IP_CONNECTION_LIMIT,
	    most_of_one(s), MHD_OPTION_CONNECTION_TIMEOUT,
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
	kept_forget(&s->kept);
	arena_release(&s->arena);
	free(s);
}

bool server_open(const struct server_options *options,
    struct server **ret_server, struct error *err)
{
	struct listen_address address;
	struct server *s;

	if (!listen_parse(options->address, &address, err))
		return false;
	s = xmalloc(sizeof(*s));
	*s = (struct server){ .address = address,
		.run = name_run(),
		.behind_proxy = options->behind_proxy,
		.log_addresses = options->log_addresses,
		.log = options->log,
		.failed = options->failed,
		.data = options->data };
	s->listening =
	    options->socket >= 0
		? listen_take(&s->address, options->socket, s->url, err)
		: listen_open(&s->address, options->or_any, s->url, err);
	if (s->listening < 0) {
		free(s);
		return false;
	}
	pthread_mutex_init(&s->lock, NULL);
	connections_init(&s->connections);
	s->events = events_new();
	s->shown = (struct shown){ .preview = options->preview,
		.root = "",
		.site = "0.0",
		.events = s->events,
		.kept = &s->kept };
	*ret_server = s;
	return true;
}

bool server_start(struct server *s, struct error *err)
{
	s->daemon = start_daemon(s, s->listening);
	return s->daemon != NULL ||
	       error_set(err,
		   "cannot start the web server on %s: the system gives no "
		   "thread or no epoll",
		   s->url);
}

/*
 * Until all that was asked is answered, or patience ends.  Who was let in last
 * may not have asked yet: they have a second.
 */
static void finish_requests(struct server *s)
{
	enum { TIMES_A_SECOND = 100 };
	static const struct timespec moment = { .tv_nsec = 1000000000 /
							   TIMES_A_SECOND };

	for (int i = 0; i < LIMIT_STOP_SECONDS * TIMES_A_SECOND; i++) {
		if (connections_running(&s->connections) == 0 &&
		    (i >= TIMES_A_SECOND ||
			connections_fresh(&s->connections) == 0))
			return;
		nanosleep(&moment, NULL);
	}
}

void server_stop(struct server *s)
{
	struct readers *readers;

	events_close(s->events);
	/* Who comes now is for the next process, or is told that none is
	 * there. */
	if (s->daemon != NULL) {
		MHD_quiesce_daemon(s->daemon);
		finish_requests(s);
	}
	pthread_mutex_lock(&s->lock);
	readers = s->readers;
	s->readers = NULL;
	s->ending = true;
	pthread_mutex_unlock(&s->lock);
	/* What waits at the desk is done before its connections end. */
	readers_close(readers);
	if (s->daemon != NULL)
		MHD_stop_daemon(s->daemon);
	close(s->listening);
	free_server(s);
}

bool server_open_readers(struct server *s, bool trial, struct error *err)
{
	struct readers_options options = { .failed = s->failed,
		.data = s->data };
	struct readers *readers;
	char origin[LISTEN_URL];

	if (trial) {
		/* All but the last slash. */
		snprintf(origin, sizeof(origin), "%.*s",
		    (int)strlen(s->url) - 1, s->url);
		options.trial = origin;
	}
	if (!readers_open(&options, &readers, err))
		return false;
	pthread_mutex_lock(&s->lock);
	s->readers = readers;
	pthread_mutex_unlock(&s->lock);
	return true;
}

const char *server_url(const struct server *s)
{
	return s->url;
}

bool server_renew_readers(struct server *s, struct error *err)
{
	return s->readers == NULL || readers_renew(s->readers, &s->lock, err);
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
	kept_forget(&s->kept);
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
	pthread_mutex_lock(&s->lock);
	s->kept.second++;
	pthread_mutex_unlock(&s->lock);
	if (++s->ticks % PING_SECONDS == 0)
		events_ping(s->events);
}
