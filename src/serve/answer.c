#include "serve/answer.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/embedded.h"
#include "base/http_date.h"
#include "base/limits.h"
#include "base/media_type.h"
#include "base/xml.h"
#include "serve/conditional.h"
#include "serve/files.h"
#include "serve/request.h"

extern const struct embedded_file embedded_preview[];

/* Pictures may come from elsewhere: issues show them.  A drawing is shown as a
 * picture, and opened alone it may style itself, but run nothing. */
static const char page_policy[] =
    "default-src 'self'; img-src 'self' https: data:; object-src 'none'; "
    "base-uri 'none'; form-action 'self' https:; frame-ancestors 'none'";
/* Pages that the program makes need nothing from anywhere else. */
static const char made_policy[] =
    "default-src 'none'; style-src 'self'; script-src 'self'; "
    "img-src 'self' https: data:; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'";
static const char drawing_policy[] =
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox";

/* Mails bring their styles along, and their links lead out of the frame. */
static const char mail_policy[] =
    "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' https: "
    "data:; base-uri 'none'; frame-ancestors 'none'; sandbox "
    "allow-popups allow-top-navigation-by-user-activation";

static const struct {
	unsigned status;
	const char *text;
} refusals[] = {
	{ MHD_HTTP_BAD_REQUEST, "This request makes no sense to the server." },
	{ MHD_HTTP_LENGTH_REQUIRED,
	    "The length of what is sent must be told before it." },
	{ MHD_HTTP_CONTENT_TOO_LARGE, "This is more than a form can be." },
	{ MHD_HTTP_UNSUPPORTED_MEDIA_TYPE,
	    "Forms are taken as application/x-www-form-urlencoded." },
	{ MHD_HTTP_NOT_FOUND, "There is no page at this address." },
	{ MHD_HTTP_METHOD_NOT_ALLOWED,
	    "This cannot be done with what is at this address." },
	{ MHD_HTTP_URI_TOO_LONG, "This address is too long." },
	{ MHD_HTTP_MISDIRECTED_REQUEST,
	    "A preview answers only to localhost and to addresses in numbers, "
	    "so that no other site can read it through your browser." },
	{ MHD_HTTP_SERVICE_UNAVAILABLE,
	    "Too many ask at once. Please try again in a minute." },
};

static void add_headers(
    const struct shown *shown, struct MHD_Response *response, const char *type)
{
	bool drawing = strncmp(type, "image/svg", 9) == 0;

	if (type[0] != '\0')
		MHD_add_response_header(response, "Content-Type", type);
	MHD_add_response_header(response, "Content-Security-Policy",
	    drawing ? drawing_policy : page_policy);
	MHD_add_response_header(response, "X-Content-Type-Options", "nosniff");
	MHD_add_response_header(response, "Referrer-Policy", "no-referrer");
	MHD_add_response_header(response, "Cache-Control",
	    shown->preview ? "no-store" : "no-cache");
}

static enum MHD_Result queue(const struct shown *shown,
    struct MHD_Connection *connection, unsigned status,
    struct MHD_Response *response, const char *type)
{
	enum MHD_Result ok;
	char site[96];

	if (response == NULL)
		return MHD_NO;
	add_headers(shown, response, type);
	if (shown->preview) {
		/* The page's script learns from it which build it shows. */
		snprintf(site, sizeof(site), "site;desc=\"%s\"", shown->site);
		MHD_add_response_header(response, "Server-Timing", site);
	}
	ok = MHD_queue_response(connection, status, response);
	MHD_destroy_response(response);
	return ok;
}

static struct MHD_Response *from_text(struct str text)
{
	union {
		const void *given;
		void *wanted;
	} bytes = { .given = text.at };

	return MHD_create_response_from_buffer(
	    text.len, bytes.wanted, MHD_RESPMEM_MUST_COPY);
}

enum MHD_Result answer_refusal(const struct shown *shown,
    struct MHD_Connection *connection, unsigned status, const char *allow)
{
	struct str text = STR("No.");
	struct MHD_Response *r;
	char line[256];

	for (size_t i = 0; i < sizeof(refusals) / sizeof(refusals[0]); i++)
		if (refusals[i].status == status)
			text = str_of(refusals[i].text);
	snprintf(line, sizeof(line), "%.*s\n", STR_ARG(text));
	r = from_text(str_of(line));
	if (r != NULL && status == MHD_HTTP_METHOD_NOT_ALLOWED)
		MHD_add_response_header(r, "Allow", allow);
	if (r != NULL && status != MHD_HTTP_NOT_FOUND)
		MHD_add_response_header(r, "Connection", "close");
	return queue(shown, connection, status, r, media_type(".txt"));
}

static enum MHD_Result redirect(const struct shown *shown,
    struct MHD_Connection *connection, unsigned status, struct str path,
    const char *query)
{
	struct MHD_Response *r = from_text(STR(""));
	struct strbuf to;

	strbuf_init(&to, 2 * LIMIT_URL);
	strbuf_add(&to, path);
	strbuf_add_char(&to, '/');
	strbuf_add_cstr(&to, query);
	if (r != NULL)
		MHD_add_response_header(r, "Location", to.buf);
	strbuf_release(&to);
	return queue(shown, connection, status, r, "");
}

/* The page while nothing could be built: the script loads the site as soon as
 * there is one. */
static enum MHD_Result answer_failure(
    const struct shown *shown, struct MHD_Connection *connection)
{
	enum MHD_Result ok;
	struct strbuf page;

	strbuf_init(&page, 16 * LIMIT_ERROR);
	strbuf_lit(&page,
	    "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n"
	    "<meta charset=\"utf-8\">\n<title>Not built yet</title>\n"
	    "<meta name=\"color-scheme\" content=\"light dark\">\n"
	    "<meta name=\"viewport\" content=\"width=device-width\">\n"
	    "<script src=\"" ANSWER_SCRIPT "\" defer></script>\n"
	    "</head>\n<body id=\"sennight-failed\">\n"
	    "<h1>The site could not be built</h1>\n<pre>");
	xml_add_text(&page,
	    str_of(shown->error != NULL ? shown->error
					: "The first build is under way."));
	strbuf_lit(&page,
	    "</pre>\n<p>This page reloads by itself as soon as it can.</p>\n"
	    "</body>\n</html>\n");
	ok = queue(shown, connection, MHD_HTTP_INTERNAL_SERVER_ERROR,
	    from_text(strbuf_str(&page)), media_type(".html"));
	strbuf_release(&page);
	return ok;
}

static enum MHD_Result answer_script(
    const struct shown *shown, struct MHD_Connection *connection)
{
	struct str text = { embedded_preview[0].data,
		embedded_preview[0].size };

	return queue(
	    shown, connection, MHD_HTTP_OK, from_text(text), media_type(".js"));
}

static enum MHD_Result answer_events(
    const struct shown *shown, struct MHD_Connection *connection)
{
	struct MHD_Response *r = events_answer(shown->events, connection);

	if (r == NULL)
		return answer_refusal(
		    shown, connection, MHD_HTTP_SERVICE_UNAVAILABLE, NULL);
	return queue(shown, connection, MHD_HTTP_OK, r,
	    "text/event-stream; charset=utf-8");
}

/* If-None-Match counts, and If-Modified-Since only without it. */
static bool is_known(
    struct MHD_Connection *connection, const char *etag, int64_t mtime)
{
	const char *tags = MHD_lookup_connection_value(
	    connection, MHD_HEADER_KIND, "If-None-Match");
	const char *since;
	int64_t seconds;

	if (tags != NULL)
		return etag_matches(str_of(tags), str_of(etag));
	since = MHD_lookup_connection_value(
	    connection, MHD_HEADER_KIND, "If-Modified-Since");
	return since != NULL && http_date_parse(str_of(since), &seconds) &&
	       mtime <= seconds;
}

static void add_version(struct MHD_Response *r, const char *etag, int64_t mtime)
{
	char date[HTTP_DATE_SIZE];

	http_date_print(date, mtime);
	if (r == NULL)
		return;
	MHD_add_response_header(r, "ETag", etag);
	MHD_add_response_header(r, "Last-Modified", date);
}

static enum MHD_Result answer_known(const struct shown *shown,
    struct MHD_Connection *connection, const char *etag, int64_t mtime)
{
	struct MHD_Response *r = from_text(STR(""));

	add_version(r, etag, mtime);
	return queue(shown, connection, MHD_HTTP_NOT_MODIFIED, r, "");
}

static enum MHD_Result answer_open(const struct shown *shown,
    struct MHD_Connection *connection, const struct file_shown *file)
{
	struct MHD_Response *r;
	char etag[ETAG_SIZE];

	etag_print(etag, file->mtime_ns, file->size);
	if (!shown->preview && is_known(connection, etag, file->mtime)) {
		close(file->fd);
		return answer_known(shown, connection, etag, file->mtime);
	}
	r = MHD_create_response_from_fd64(file->size, file->fd);
	if (r == NULL)
		close(file->fd);
	if (!shown->preview)
		add_version(r, etag, file->mtime);
	return queue(shown, connection, MHD_HTTP_OK, r, file->type);
}

static enum MHD_Result answer_kept(const struct shown *shown,
    struct MHD_Connection *connection, const struct kept_file *kept)
{
	if (is_known(connection, kept->etag, kept->mtime))
		return answer_known(shown, connection, kept->etag, kept->mtime);
	return MHD_queue_response(connection, MHD_HTTP_OK, kept->response);
}

static enum MHD_Result answer_file(const struct shown *shown,
    struct MHD_Connection *connection, const char *path,
    const struct file_shown *file)
{
	struct kept_file *kept = NULL;
	bool fresh;

	if (!shown->preview)
		kept = kept_put(shown->kept, path, file, &fresh);
	if (kept == NULL)
		return answer_open(shown, connection, file);
	if (fresh) {
		add_version(kept->response, kept->etag, kept->mtime);
		add_headers(shown, kept->response, file->type);
	}
	return answer_kept(shown, connection, kept);
}

/* The page of the site itself, if it has one. */
static enum MHD_Result answer_missing(
    const struct shown *shown, struct MHD_Connection *connection)
{
	struct file_shown file;
	struct MHD_Response *r;

	if (files_open(shown->folder, "404.html", &file) != FILES_FOUND)
		return answer_refusal(
		    shown, connection, MHD_HTTP_NOT_FOUND, NULL);
	r = MHD_create_response_from_fd64(file.size, file.fd);
	if (r == NULL)
		close(file.fd);
	return queue(shown, connection, MHD_HTTP_NOT_FOUND, r, file.type);
}

/* A clean path, decoded: below the root, or on the way to it. */
static enum MHD_Result answer_path(const struct shown *shown,
    struct MHD_Connection *connection, const char *path, struct str target,
    const char *query)
{
	size_t root = strlen(shown->root);
	const struct kept_file *kept;
	struct file_shown file;
	struct strbuf top;
	enum MHD_Result ok;

	if (root > 0 && (path[0] == '\0' ||
			    (strlen(path) + 1 == root &&
				strncmp(path, shown->root, root - 1) == 0))) {
		strbuf_init(&top, LIMIT_URL);
		strbuf_add_char(&top, '/');
		strbuf_add(&top, (struct str){ shown->root, root - 1 });
		ok = redirect(
		    shown, connection, MHD_HTTP_FOUND, strbuf_str(&top), query);
		strbuf_release(&top);
		return ok;
	}
	if (strncmp(path, shown->root, root) != 0)
		return answer_missing(shown, connection);
	kept = shown->preview ? NULL : kept_find(shown->kept, path + root);
	if (kept != NULL)
		return answer_kept(shown, connection, kept);
	switch (files_open(shown->folder, path + root, &file)) {
	case FILES_FOUND:
		return answer_file(shown, connection, path + root, &file);
	case FILES_FOLDER:
		return redirect(shown, connection, MHD_HTTP_MOVED_PERMANENTLY,
		    target, query);
	default: return answer_missing(shown, connection);
	}
}

enum MHD_Result answer_target(const struct shown *shown,
    struct MHD_Connection *connection, const char *target)
{
	const char *query;
	struct str way = request_path(target, &query);
	char path[LIMIT_URL];

	if (shown->preview && str_eq(way, STR(ANSWER_SCRIPT)))
		return answer_script(shown, connection);
	if (shown->preview && str_eq(way, STR(ANSWER_EVENTS)))
		return answer_events(shown, connection);
	if (shown->folder == NULL)
		return answer_failure(shown, connection);
	switch (files_path(way, path)) {
	case FILES_FOUND:
		return answer_path(shown, connection, path, way, query);
	case FILES_BAD:
		return answer_refusal(
		    shown, connection, MHD_HTTP_BAD_REQUEST, NULL);
	case FILES_LONG:
		return answer_refusal(
		    shown, connection, MHD_HTTP_URI_TOO_LONG, NULL);
	default: return answer_missing(shown, connection);
	}
}

/* ------------------------------------------------------------------ made pages */

struct MHD_Response *answer_made(const struct exchange *x)
{
	struct MHD_Response *r = from_text(strbuf_str(&x->out));
	char line[128];

	if (r == NULL)
		return NULL;
	MHD_add_response_header(
	    r, "Content-Type", x->type != NULL ? x->type : media_type(".html"));
	MHD_add_response_header(
	    r, "Content-Security-Policy", x->mail ? mail_policy : made_policy);
	MHD_add_response_header(r, "X-Content-Type-Options", "nosniff");
	MHD_add_response_header(r, "Referrer-Policy", "no-referrer");
	MHD_add_response_header(r, "Cross-Origin-Opener-Policy", "same-origin");
	MHD_add_response_header(r, "Cache-Control", "no-store");
	if (x->part.len > 0)
		MHD_add_response_header(r, "X-Robots-Tag", "noindex");
	if (x->attachment != NULL) {
		snprintf(line, sizeof(line), "attachment; filename=\"%s\"",
		    x->attachment);
		MHD_add_response_header(r, "Content-Disposition", line);
	}
	if (x->location != NULL)
		MHD_add_response_header(r, "Location", x->location);
	/* Nothing can hide behind a body (request.h). */
	if (x->post)
		MHD_add_response_header(r, "Connection", "close");
	return r;
}

enum MHD_Result answer_exchange(
    struct MHD_Connection *connection, const struct exchange *x)
{
	struct MHD_Response *r = answer_made(x);
	enum MHD_Result ok;

	if (r == NULL)
		return MHD_NO;
	ok = MHD_queue_response(connection, x->status, r);
	MHD_destroy_response(r);
	return ok;
}

struct MHD_Response *answer_text(struct str text)
{
	struct MHD_Response *r = from_text(text);

	if (r == NULL)
		return NULL;
	MHD_add_response_header(
	    r, "Content-Type", "text/plain; version=0.0.4; charset=utf-8");
	MHD_add_response_header(r, "X-Content-Type-Options", "nosniff");
	MHD_add_response_header(r, "Cache-Control", "no-store");
	return r;
}
