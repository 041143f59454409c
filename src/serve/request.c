#include "serve/request.h"

#include <string.h>

static void read_length(struct request *r, const char *value)
{
	r->lengths++;
	if (value == NULL ||
	    !str_to_number(str_of(value), UINT32_MAX, &r->length))
		r->folded = true; /* as bad as that */
	r->has_body = r->has_body || r->length > 0;
}

static bool is_of_proxies(struct str key)
{
	return str_starts_fold(key, STR("X-Forwarded-")) ||
	       str_eq_fold(key, STR("X-Real-IP")) ||
	       str_eq_fold(key, STR("Forwarded")) ||
	       str_eq_fold(key, STR("Via"));
}

/* RFC 9110 section 5.5: a value has no controls but the tab.  A CR alone ends
 * a line for some. */
static bool has_controls(const char *value)
{
	for (; value != NULL && *value != '\0'; value++)
		if (((unsigned char)*value < ' ' && *value != '\t') ||
		    *value == 0x7f)
			return true;
	return false;
}

/* The second line of a folded header comes as the end of its name, so that the
 * beginning of a name counts where it could hide the length of a body. */
static enum MHD_Result look_at_header(
    void *data, enum MHD_ValueKind kind, const char *name, const char *value)
{
	struct request *r = data;
	struct str key = str_of(name);

	(void)kind;
	r->folded = r->folded || has_controls(value);
	for (size_t i = 0; i < key.len; i++)
		if ((unsigned char)key.at[i] <= ' ' || key.at[i] == 0x7f)
			r->folded = true;
	if (str_eq_fold(key, STR("Host"))) {
		r->hosts++;
		r->host = value != NULL ? value : "";
	} else if (str_eq_fold(key, STR("Content-Length"))) {
		read_length(r, value);
	} else if (str_starts_fold(key, STR("Content-Length"))) {
		r->folded = true;
	} else if (str_starts_fold(key, STR("Transfer-Encoding"))) {
		r->codings++;
	} else if (str_eq_fold(key, STR("Content-Type"))) {
		r->type = value;
	} else if (is_of_proxies(key)) {
		r->proxied = true;
		/* Several lines are one list, whose last is at its end. */
		if (str_eq_fold(key, STR("X-Forwarded-For")))
			r->forwarded = value;
	}
	return MHD_YES;
}

void request_read(struct MHD_Connection *connection, const char *method,
    const char *target, struct request *ret_request)
{
	*ret_request = (struct request){
		.connection = connection, .method = method, .target = target
	};
	MHD_get_connection_values(
	    connection, MHD_HEADER_KIND, look_at_header, ret_request);
}

/* "http://host/path" is a target as well; only its path counts. */
static const char *without_host(const char *target)
{
	const char *slash;

	if (!str_starts_fold(str_of(target), STR("http://")))
		return target;
	slash = strchr(target + sizeof("http://") - 1, '/');
	return slash != NULL ? slash : "/";
}

struct str request_path(const char *target, const char **ret_query)
{
	struct str whole = str_of(without_host(target));
	size_t end = str_find_char(whole, '?', 0);

	*ret_query = end != STR_NONE ? whole.at + end : "";
	return str_sub(whole, 0, end);
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

bool request_is_post(const struct request *request)
{
	return strcmp(request->method, MHD_HTTP_METHOD_POST) == 0;
}

static bool is_get(const struct request *r)
{
	return strcmp(r->method, MHD_HTTP_METHOD_GET) == 0 ||
	       strcmp(r->method, MHD_HTTP_METHOD_HEAD) == 0;
}

static bool is_form(const char *type)
{
	struct str rest = type != NULL ? str_of(type) : STR("");

	return str_eq_fold(str_trim(str_take(&rest, ';')),
	    STR("application/x-www-form-urlencoded"));
}

static unsigned judge_post(const struct request *r)
{
	if (r->lengths == 0)
		return MHD_HTTP_LENGTH_REQUIRED;
	if (r->length >
	    ((r->route->flags & ROUTE_HOOK) != 0 ? LIMIT_HOOK : LIMIT_FORM))
		return MHD_HTTP_CONTENT_TOO_LARGE;
	if ((r->route->flags & ROUTE_ANY_BODY) == 0 && r->length > 0 &&
	    !is_form(r->type))
		return MHD_HTTP_UNSUPPORTED_MEDIA_TYPE;
	return 0;
}

static unsigned judge_method(const struct request *r, const char **ret_allow)
{
	unsigned flags = r->route != NULL ? r->route->flags : ROUTE_GET;

	*ret_allow = (flags & ROUTE_GET) == 0    ? "POST"
		     : (flags & ROUTE_POST) == 0 ? "GET, HEAD"
						 : "GET, HEAD, POST";
	if (is_get(r) && (flags & ROUTE_GET) != 0)
		return r->has_body ? MHD_HTTP_BAD_REQUEST : 0;
	if (request_is_post(r) && (flags & ROUTE_POST) != 0)
		return judge_post(r);
	return MHD_HTTP_METHOD_NOT_ALLOWED;
}

unsigned request_judge(
    const struct request *r, bool local, const char **ret_allow)
{
	unsigned refusal;

	*ret_allow = "GET, HEAD";
	if (r->target == NULL || r->lengths > 1 || r->hosts > 1 ||
	    r->codings > 0 || r->folded)
		return MHD_HTTP_BAD_REQUEST;
	refusal = judge_method(r, ret_allow);
	if (refusal == 0 && local && r->host != NULL &&
	    !is_own_host(str_of(r->host)))
		return MHD_HTTP_MISDIRECTED_REQUEST;
	return refusal;
}
