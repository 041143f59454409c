/*
 * The queues of the hosts and the way of a request through them:
 *
 *	add -> waiting at its host -> running -> done
 *	            ^___ redirect ______/
 *
 * Callbacks are called at one place only, from the list of what has ended, so
 * that they may add requests at will.
 */
#include "base/transfer.h"

#include <assert.h>
#include <stdlib.h>
#include <time.h>

#include "base/transfer_exchange.h"
#include "base/url.h"

enum {
	BUCKETS = 1024,
	IDLE_MS = 1000, /* the longest wait, in case all reckoning is wrong */
	LOOKUP_MS = 50, /* how often to ask whether a lookup has ended */
};

struct host {
	struct host *next;         /* in its bucket */
	struct host *next_waiting; /* in the list of those with requests */
	bool listed;
	struct transfer *first, *last; /* waiting */
	size_t active;
	struct transfer_pace pace;
	int64_t free_at;    /* when the next request may begin */
	int64_t held_until; /* 0, or no request may before */
	int held_status;    /* the answer that asked for it */
	char name[];
};

struct transfer {
	struct transfer *next; /* in the one list that it is in */
	struct transfer_request request;
	struct host *host;
	int64_t not_before, started;        /* on the clock of now_ms */
	int64_t spent_ms;                   /* in hops that have ended */
	struct arena arena;                 /* empty until the first hop */
	struct transfer_exchange *exchange; /* of this hop, while it runs */
	struct str url, fragment;           /* of this hop; url is clean */
	struct str origin; /* scheme, host and port of the first hop */
	struct transfer_hop *hop;
	size_t hops;
	/* Once it has ended. */
	enum transfer_outcome outcome;
	const char *why;
};

struct transfers {
	struct transfer_options options;
	CURLM *multi;
	struct host *bucket[BUCKETS];
	struct host *waiting, *waiting_last;
	struct transfer **slot; /* what runs; NULL where there is room */
	size_t active;          /* slots in use, of options.parallel */
	struct transfer *ended, *ended_last;
	size_t pending; /* all that are not done */
};

/* Milliseconds on a clock that nobody sets. */
static int64_t now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* Hosts. */

static size_t bucket_of(struct str name)
{
	uint32_t hash = 2166136261u; /* FNV-1a */

	for (size_t i = 0; i < name.len; i++)
		hash = (hash ^ (unsigned char)name.at[i]) * 16777619u;
	return hash % BUCKETS;
}

static struct host *find_host(struct transfers *t, struct str name)
{
	struct host **bucket = &t->bucket[bucket_of(name)], *host;

	for (host = *bucket; host != NULL; host = host->next)
		if (str_eq(str_of(host->name), name))
			return host;
	host = xmalloc(sizeof(*host) + name.len + 1);
	*host = (struct host){ .next = *bucket,
		.pace = { t->options.parallel_per_host, t->options.pause_ms } };
	memcpy(host->name, name.at, name.len);
	host->name[name.len] = '\0';
	*bucket = host;
	return host;
}

static void list_host(struct transfers *t, struct host *host)
{
	if (host->listed)
		return;
	host->listed = true;
	host->next_waiting = NULL;
	if (t->waiting == NULL)
		t->waiting = host;
	else
		t->waiting_last->next_waiting = host;
	t->waiting_last = host;
}

static void queue_last(struct transfers *t, struct transfer *x)
{
	struct host *host = x->host;

	x->next = NULL;
	if (host->first == NULL)
		host->first = x;
	else
		host->last->next = x;
	host->last = x;
	list_host(t, host);
}

static void queue_first(struct transfers *t, struct transfer *x)
{
	struct host *host = x->host;

	x->next = host->first;
	host->first = x;
	if (x->next == NULL)
		host->last = x;
	list_host(t, host);
}

/* Take out the one behind `before`, or the first if that is NULL. */
static struct transfer *unqueue(struct host *host, struct transfer *before)
{
	struct transfer **link = before != NULL ? &before->next : &host->first;
	struct transfer *x = *link;

	*link = x->next;
	if (host->last == x)
		host->last = before;
	x->next = NULL;
	return x;
}

/* The ends of a request. */

static void end(struct transfers *t, struct transfer *x,
    enum transfer_outcome outcome, const char *why)
{
	x->outcome = outcome;
	x->why = why;
	x->next = NULL;
	if (t->ended == NULL)
		t->ended = x;
	else
		t->ended_last->next = x;
	t->ended_last = x;
}

static void free_transfer(struct transfers *t, struct transfer *x)
{
	if (x->exchange != NULL)
		transfer_exchange_free(x->exchange, t->multi);
	arena_release(&x->arena);
	free(x);
}

static struct str address_of(struct transfer *x)
{
	if (x->url.at == NULL)
		return x->request.url;
	if (x->fragment.at == NULL)
		return x->url;
	return arena_printf(
	    &x->arena, "%.*s#%.*s", STR_ARG(x->url), STR_ARG(x->fragment));
}

static struct str either(const struct transfer_exchange *e,
    enum exchange_field one, enum exchange_field other)
{
	return e->field[one].at != NULL ? e->field[one] : e->field[other];
}

static void add_answer(
    struct transfer_result *r, const struct transfer_exchange *e)
{
	r->status = e->status;
	r->content_type = e->field[FIELD_CONTENT_TYPE];
	r->etag = e->field[FIELD_ETAG];
	r->last_modified = e->field[FIELD_LAST_MODIFIED];
	r->date = e->field[FIELD_DATE];
	r->link = e->field[FIELD_LINK];
	r->limit_remaining = either(e, FIELD_X_REMAINING, FIELD_REMAINING);
	r->limit_reset = either(e, FIELD_X_RESET, FIELD_RESET);
	r->retry_after_s = transfer_exchange_retry_after(e);
	r->body = strbuf_str(&e->body);
	r->cut = e->cut;
}

static void add_held(struct transfer_result *r, const struct host *host)
{
	r->status = host->held_status;
	r->retry_after_s = (host->held_until - now_ms() + 999) / 1000;
}

static void call_back(struct transfers *t, struct transfer *x)
{
	struct transfer_result r = { .outcome = x->outcome,
		.why = x->why,
		.asked = x->request.url,
		.url = address_of(x),
		.hop = x->hop,
		.hops = x->hops,
		.retry_after_s = -1 };

	if (x->exchange != NULL)
		add_answer(&r, x->exchange);
	else if (x->outcome == TRANSFER_HELD)
		add_held(&r, x->host);
	x->request.done(&r, x->request.data);
	free_transfer(t, x);
	t->pending--;
}

static void call_all_back(struct transfers *t)
{
	while (t->ended != NULL) {
		struct transfer *x = t->ended;

		t->ended = x->next;
		call_back(t, x);
	}
}

/* Beginning a hop. */

/* Scheme, host and port: all before the path of a clean address. */
static struct str origin_of(struct str clean)
{
	struct str authority = transfer_url_authority(clean);

	return str_sub(
	    clean, 0, (size_t)(authority.at + authority.len - clean.at));
}

static void begin_first_hop(struct transfer *x)
{
	struct strbuf clean;
	const char *why;

	strbuf_init(&clean, LIMIT_URL);
	transfer_url_clean(&clean, x->request.url, &why);
	x->url = arena_str(&x->arena, strbuf_str(&clean));
	strbuf_release(&clean);
	x->fragment = url_split(x->request.url).fragment;
	x->origin = origin_of(x->url);
}

static void take_slot(struct transfers *t, struct transfer *x)
{
	size_t i = 0;

	assert(t->active < t->options.parallel);
	while (t->slot[i] != NULL)
		i++;
	t->slot[i] = x;
	t->active++;
}

static void leave_slot(struct transfers *t, struct transfer *x)
{
	size_t i = 0;

	while (t->slot[i] != x)
		i++;
	t->slot[i] = NULL;
	t->active--;
}

static void start(struct transfers *t, struct transfer *x)
{
	struct exchange_request request = { .options = &t->options,
		.request = &x->request };

	if (x->url.at == NULL)
		begin_first_hop(x);
	request.url = x->url.at;
	request.own_headers = str_eq(origin_of(x->url), x->origin);
	request.time_ms = t->options.total_ms - x->spent_ms;
	if (request.time_ms <= 0) {
		end(t, x, TRANSFER_TIMEOUT, "it does not answer in time");
		return;
	}
	x->started = now_ms();
	x->host->free_at = x->started + x->host->pace.pause_ms;
	x->host->active++;
	take_slot(t, x);
	x->exchange = transfer_exchange_start(t->multi, &x->arena, &request, x);
}

/* Take what may begin now out of the queue of a host; NULL if nothing may. */
static struct transfer *take_ready(
    const struct transfers *t, struct host *host, int64_t now)
{
	struct transfer *before = NULL;

	if (t->active >= t->options.parallel ||
	    host->active >= host->pace.parallel || host->free_at > now)
		return NULL;
	for (struct transfer *x = host->first; x != NULL; x = x->next) {
		if (x->not_before <= now)
			return unqueue(host, before);
		before = x;
	}
	return NULL;
}

static void serve_host(struct transfers *t, struct host *host, int64_t now)
{
	struct transfer *x;

	if (host->held_until > now) {
		while (host->first != NULL)
			end(t, unqueue(host, NULL), TRANSFER_HELD,
			    "its host wants to be asked later");
		return;
	}
	while ((x = take_ready(t, host, now)) != NULL)
		start(t, x);
}

/* Looks no further than until all slots are taken, so that what waits costs
 * nothing. */
static void start_ready(struct transfers *t)
{
	int64_t now = now_ms();
	struct host **link = &t->waiting, *last = NULL;

	while (*link != NULL && t->active < t->options.parallel) {
		struct host *host = *link;

		serve_host(t, host, now);
		if (host->first == NULL) {
			host->listed = false;
			*link = host->next_waiting;
		} else {
			last = host;
			link = &host->next_waiting;
		}
	}
	if (*link == NULL)
		t->waiting_last = last;
}

/* Ending a hop. */

static void let_rest(
    const struct transfers *t, struct host *host, int64_t seconds, int status)
{
	int64_t until = now_ms() + seconds * 1000;

	if (seconds > t->options.patience_s) {
		host->held_until = until;
		host->held_status = status;
	} else if (until > host->free_at) {
		host->free_at = until;
	}
}

/* A host that asks for patience gets it: from everyone. */
static void be_patient(struct transfers *t, struct transfer *x)
{
	const struct transfer_exchange *e = x->exchange;
	int64_t seconds = transfer_exchange_retry_after(e);

	if ((e->status == 429 || e->status == 503) && seconds >= 0)
		let_rest(t, x->host, seconds, e->status);
}

static bool was_there(const struct transfer *x, struct str url)
{
	for (size_t i = 0; i < x->hops; i++)
		if (str_eq(x->hop[i].url, url))
			return true;
	return str_eq(x->url, url);
}

/* Servers put blanks into addresses; readers of all kinds forgive it. */
static struct str mend_location(struct arena *arena, struct str location)
{
	struct strbuf mended;
	struct str s;

	strbuf_init(&mended, LIMIT_HEADERS * 3);
	for (size_t i = 0; i < location.len; i++)
		if (location.at[i] == ' ')
			url_add_escape(&mended, ' ');
		else
			strbuf_add_char(&mended, location.at[i]);
	s = arena_str(arena, strbuf_str(&mended));
	strbuf_release(&mended);
	return s;
}

/* Set the address of the next hop; OK if it may be asked for. */
static enum transfer_outcome follow(
    struct transfer *x, struct str target, int redirects, const char **ret_why)
{
	struct str fragment = url_split(target).fragment, url;
	struct strbuf clean;

	strbuf_init(&clean, LIMIT_URL);
	if (!transfer_url_clean(&clean, target, ret_why)) {
		strbuf_release(&clean);
		x->url = target;
		x->fragment = (struct str){ 0 };
		return TRANSFER_BAD_URL;
	}
	url = arena_str(&x->arena, strbuf_str(&clean));
	strbuf_release(&clean);
	if (was_there(x, url)) {
		*ret_why = "it redirects in a circle";
		return TRANSFER_LOOP;
	}
	x->url = url;
	if (fragment.at != NULL)
		x->fragment = fragment;
	*ret_why = "it redirects again and again";
	return x->hops > (size_t)redirects ? TRANSFER_TOO_MANY_REDIRECTS
					   : TRANSFER_OK;
}

static enum transfer_outcome redirect(
    struct transfers *t, struct transfer *x, const char **ret_why)
{
	const struct transfer_exchange *e = x->exchange;
	struct str target = url_join(&x->arena, x->url,
	    mend_location(&x->arena, e->field[FIELD_LOCATION]));
	struct str here = x->url;
	enum transfer_outcome outcome;

	x->hop = ARENA_GROW(&x->arena, x->hop, x->hops);
	x->hop[x->hops++] = (struct transfer_hop){ here, e->status,
		e->status == 301 || e->status == 308 };
	outcome = follow(x, target, t->options.redirects, ret_why);
	if (outcome != TRANSFER_OK)
		return outcome;
	transfer_exchange_free(x->exchange, t->multi);
	x->exchange = NULL;
	x->host = find_host(t, transfer_url_host(x->url));
	queue_first(t, x);
	return TRANSFER_OK;
}

/* A pause is for machines: where none was asked, the next need not wait. */
static void take_back_pause(struct transfer *x, enum transfer_outcome outcome)
{
	bool was_asked = outcome != TRANSFER_NO_HOST &&
			 outcome != TRANSFER_DNS &&
			 outcome != TRANSFER_FORBIDDEN_ADDRESS;

	/* Another time than that of its start was set since: by patience that
	 * the host asked for, or by a later start. */
	if (!was_asked &&
	    x->host->free_at == x->started + x->host->pace.pause_ms)
		x->host->free_at = x->started;
}

static void finish_hop(struct transfers *t, struct transfer *x)
{
	enum transfer_outcome outcome = x->exchange->outcome;
	const char *why = x->exchange->why;

	take_back_pause(x, outcome);
	x->spent_ms += now_ms() - x->started;
	x->host->active--;
	leave_slot(t, x);
	be_patient(t, x);
	if (outcome == TRANSFER_OK &&
	    transfer_exchange_redirects(x->exchange)) {
		outcome = redirect(t, x, &why);
		if (outcome == TRANSFER_OK)
			return;
	}
	end(t, x, outcome, why);
}

/* Of those whose name was not found: is it known why by now? */
static bool look(struct transfers *t)
{
	int64_t now = now_ms();
	bool looking = false;

	for (size_t i = 0; i < t->options.parallel; i++) {
		struct transfer *x = t->slot[i];

		if (x == NULL || x->exchange->lookup == NULL)
			continue;
		if (transfer_exchange_look(x->exchange) ||
		    now - x->started > t->options.total_ms - x->spent_ms)
			finish_hop(t, x);
		else
			looking = true;
	}
	return looking;
}

static void end_exchanges(struct transfers *t)
{
	CURLMsg *message;
	int left;

	while ((message = curl_multi_info_read(t->multi, &left)) != NULL) {
		CURLcode code = message->data.result;
		void *owner = NULL;
		struct transfer *x;

		if (message->msg != CURLMSG_DONE)
			continue;
		curl_easy_getinfo(
		    message->easy_handle, CURLINFO_PRIVATE, &owner);
		x = owner;
		transfer_exchange_end(
		    x->exchange, t->multi, code, transfer_url_host(x->url));
		if (x->exchange->lookup == NULL)
			finish_hop(t, x);
	}
}

/* Running. */

/* When may a host's next request begin?  INT64_MAX: not before another of its
 * requests ends, which will be noticed anyway. */
static int64_t ready_at(const struct host *host, int64_t now)
{
	int64_t first = INT64_MAX;

	if (host->active >= host->pace.parallel)
		return INT64_MAX;
	for (struct transfer *x = host->first; x != NULL; x = x->next) {
		if (x->not_before < first)
			first = x->not_before;
		if (first <= now)
			break;
	}
	return first > host->free_at ? first : host->free_at;
}

static int wait_ms(const struct transfers *t, bool looking)
{
	int64_t now = now_ms(), until = now + (looking ? LOOKUP_MS : IDLE_MS);

	if (t->active < t->options.parallel)
		for (const struct host *host = t->waiting; host != NULL;
		     host = host->next_waiting) {
			int64_t at = ready_at(host, now);

			if (at < until)
				until = at;
		}
	return until > now ? (int)(until - now) : 0;
}

bool transfers_run(struct transfers *t, int wake)
{
	for (;;) {
		struct curl_waitfd extra = { .fd = wake,
			.events = CURL_WAIT_POLLIN };
		int running;
		bool looking;

		start_ready(t);
		curl_multi_perform(t->multi, &running);
		end_exchanges(t);
		looking = look(t);
		call_all_back(t);
		start_ready(t);
		call_all_back(t);
		if (t->pending == 0)
			return true;
		curl_multi_poll(t->multi, &extra, wake >= 0 ? 1 : 0,
		    wait_ms(t, looking), NULL);
		if (wake >= 0 && extra.revents != 0)
			return false;
	}
}

/* Life. */

struct transfers *transfers_new(const struct transfer_options *options)
{
	struct transfers *t = xmalloc(sizeof(*t));
	size_t slots = options->parallel * sizeof(struct transfer *);

	assert(options->parallel > 0 && options->parallel_per_host > 0);
	assert(options->user_agent != NULL && options->total_ms > 0);
	*t = (struct transfers){ .options = *options };
	t->slot = xmalloc(slots);
	memset(t->slot, 0, slots);
	if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK ||
	    (t->multi = curl_multi_init()) == NULL)
		xout_of_memory(sizeof(*t));
	return t;
}

static void free_queue(struct transfers *t, struct transfer *x)
{
	while (x != NULL) {
		struct transfer *next = x->next;

		free_transfer(t, x);
		x = next;
	}
}

void transfers_free(struct transfers *t)
{
	for (size_t i = 0; i < t->options.parallel; i++)
		if (t->slot[i] != NULL)
			free_transfer(t, t->slot[i]);
	free_queue(t, t->ended);
	for (size_t i = 0; i < BUCKETS; i++)
		while (t->bucket[i] != NULL) {
			struct host *host = t->bucket[i];

			t->bucket[i] = host->next;
			free_queue(t, host->first);
			free(host);
		}
	curl_multi_cleanup(t->multi);
	curl_global_cleanup();
	free(t->slot);
	free(t);
}

/* NULL of an address that has none, and why. */
static struct host *host_of(
    struct transfers *t, struct str url, const char **ret_why)
{
	struct host *host = NULL;
	struct strbuf clean;

	strbuf_init(&clean, LIMIT_URL);
	if (transfer_url_clean(&clean, url, ret_why))
		host = find_host(t, transfer_url_host(strbuf_str(&clean)));
	strbuf_release(&clean);
	return host;
}

void transfers_add(struct transfers *t, const struct transfer_request *request)
{
	struct transfer *x = xmalloc(sizeof(*x));
	const char *why;

	*x = (struct transfer){ .request = *request };
	x->not_before = now_ms() + request->delay_ms;
	t->pending++;
	x->host = host_of(t, request->url, &why);
	if (x->host != NULL)
		queue_last(t, x);
	else
		end(t, x, TRANSFER_BAD_URL, why);
}

void transfers_pace(
    struct transfers *t, struct str url, const struct transfer_pace *pace)
{
	const char *why;
	struct host *host = host_of(t, url, &why);

	assert(pace->parallel > 0);
	if (host != NULL)
		host->pace = *pace;
}

void transfers_rest(struct transfers *t, struct str url, int64_t seconds)
{
	const char *why;
	struct host *host = host_of(t, url, &why);

	if (host != NULL)
		let_rest(t, host, seconds, 429);
}
