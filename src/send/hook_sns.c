#include "send/hook_sns.h"

#include <jansson.h>

#include "base/limits.h"
#include "base/url.h"

static struct str get(
    struct arena *arena, const json_t *object, const char *key)
{
	const json_t *value = json_object_get(object, key);

	return json_is_string(value)
		   ? arena_str(arena, (struct str){ json_string_value(value),
					  json_string_length(value) })
		   : (struct str){ NULL, 0 };
}

static bool read_kind(struct sns_message *m)
{
	static const struct {
		const char *type;
		enum sns_kind kind;
	} types[] = {
		{ "Notification", SNS_NOTIFICATION },
		{ "SubscriptionConfirmation", SNS_CONFIRMATION },
		{ "UnsubscribeConfirmation", SNS_GOODBYE },
	};

	for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++)
		if (str_eq(m->type, str_of(types[i].type))) {
			m->kind = types[i].kind;
			return true;
		}
	return false;
}

static bool is_complete(const struct sns_message *m)
{
	bool common = m->id.at != NULL && m->topic.at != NULL &&
		      m->message.at != NULL && m->timestamp.at != NULL &&
		      m->signature.at != NULL && m->certificate_url.at != NULL;

	return common &&
	       (m->kind == SNS_NOTIFICATION ||
		   (m->token.at != NULL && m->subscribe_url.at != NULL));
}

bool sns_read(
    struct arena *arena, struct str body, struct sns_message *ret_message)
{
	json_t *root = json_loadb(body.at, body.len, 0, NULL);
	struct sns_message m = {
		.type = get(arena, root, "Type"),
		.id = get(arena, root, "MessageId"),
		.topic = get(arena, root, "TopicArn"),
		.subject = get(arena, root, "Subject"),
		.message = get(arena, root, "Message"),
		.timestamp = get(arena, root, "Timestamp"),
		.token = get(arena, root, "Token"),
		.subscribe_url = get(arena, root, "SubscribeURL"),
		.signature = get(arena, root, "Signature"),
		.certificate_url = get(arena, root, "SigningCertURL"),
	};
	struct str version = get(arena, root, "SignatureVersion");

	json_decref(root);
	m.sha256 = str_eq(version, STR("2"));
	if (!read_kind(&m) || !is_complete(&m) ||
	    (!m.sha256 && !str_eq(version, STR("1"))))
		return false;
	*ret_message = m;
	return true;
}

static void add_field(struct strbuf *out, const char *name, struct str value)
{
	strbuf_printf(out, "%s\n", name);
	strbuf_add(out, value);
	strbuf_add_char(out, '\n');
}

/* Names and values, each on its line, in the order of the names. */
void sns_add_signed(struct strbuf *out, const struct sns_message *m)
{
	bool note = m->kind == SNS_NOTIFICATION;

	add_field(out, "Message", m->message);
	add_field(out, "MessageId", m->id);
	if (note && m->subject.at != NULL)
		add_field(out, "Subject", m->subject);
	if (!note)
		add_field(out, "SubscribeURL", m->subscribe_url);
	add_field(out, "Timestamp", m->timestamp);
	if (!note)
		add_field(out, "Token", m->token);
	add_field(out, "TopicArn", m->topic);
	add_field(out, "Type", m->type);
}

/* The region of a host of SNS; unset for any other host. */
static struct str region_of(struct str url)
{
	static const char *const ends[] = { ".amazonaws.com",
		".amazonaws.com.cn" };
	struct url part = url_split(url);
	struct str host = part.authority, region = { NULL, 0 };

	if (!str_eq(part.scheme, STR("https")) ||
	    !str_starts(host, STR("sns.")) || part.fragment.at != NULL ||
	    !url_is_plain(url))
		return region;
	for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++)
		if (str_ends(host, str_of(ends[i])))
			region = str_sub(host, 4, host.len - strlen(ends[i]));
	for (size_t i = 0; i < region.len; i++)
		if (!char_is_alnum(region.at[i]) && region.at[i] != '-')
			return (struct str){ NULL, 0 };
	return region.len > 0 ? region : (struct str){ NULL, 0 };
}

bool sns_is_address(struct str url)
{
	return url.len <= LIMIT_URL && region_of(url).at != NULL;
}

bool sns_is_certificate(
    struct arena *arena, struct str url, struct str *ret_name)
{
	struct url part = url_split(url);
	struct str name = str_sub(part.path, 1, part.path.len);

	if (!sns_is_address(url) || part.query.at != NULL ||
	    !str_ends(name, STR(".pem")) || name.len > LIMIT_SLUG)
		return false;
	for (size_t i = 0; i < name.len - 4; i++)
		if (!char_is_alnum(name.at[i]) && name.at[i] != '-' &&
		    name.at[i] != '_')
			return false;
	*ret_name = arena_printf(
	    arena, "%.*s-%.*s", STR_ARG(region_of(url)), STR_ARG(name));
	return true;
}
