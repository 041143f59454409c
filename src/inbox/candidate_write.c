/* Candidates written as JSON; apart from the reading, because jansson and
 * base/json.h share names. */
#include "base/json.h"
#include "base/moment.h"
#include "inbox/inbox.h"

static const char *const result_names[] = {
	[INBOX_DONE] = "done",
	[INBOX_SAME] = "same",
	[INBOX_DECIDED] = "decided",
	[INBOX_FIXED] = "fixed",
	[INBOX_NONE] = "none",
};

const char *inbox_result_name(enum inbox_result result)
{
	return result_names[result];
}

/* Null for a moment that is none. */
static void add_moment(struct json *j, const char *key, int64_t moment)
{
	struct strbuf text;

	json_key(j, key);
	if (moment <= 0 || moment > MOMENT_LAST) {
		json_null(j);
		return;
	}
	strbuf_init(&text, LIMIT_FILE_NAME);
	moment_add(&text, moment);
	json_str(j, strbuf_str(&text));
	strbuf_release(&text);
}

static void add_hex(struct json *j, const char *key, struct str bytes)
{
	struct strbuf text;
	char *room;

	json_key(j, key);
	if (bytes.at == NULL) {
		json_null(j);
		return;
	}
	strbuf_init(&text, LIMIT_CANDIDATE);
	room = strbuf_reserve(&text, 2 * bytes.len);
	if (room != NULL) {
		hex_write(bytes.at, bytes.len, room);
		strbuf_commit(&text, 2 * bytes.len);
	}
	json_str(j, strbuf_str(&text));
	strbuf_release(&text);
}

static void add_day(struct json *j, struct date day)
{
	struct strbuf text;

	json_key(j, "day");
	if (!date_is_set(day)) {
		json_null(j);
		return;
	}
	strbuf_init(&text, LIMIT_FILE_NAME);
	date_add_iso(&text, day);
	json_str(j, strbuf_str(&text));
	strbuf_release(&text);
}

static void add_name(struct json *j, const char *key, const char *name)
{
	json_member(j, key, str_of(name));
}

static void add_trace(struct json *j, const struct inbox_trace *t)
{
	json_object(j);
	add_name(j, "what", inbox_what_name(t->what));
	add_moment(j, "at", t->at);
	json_member(j, "who", t->who);
	json_member(j, "reason", t->reason);
	json_member(j, "section", t->section);
	add_name(j, "before", candidate_state_name(t->before));
	json_member_number(j, "batch", t->batch);
	add_moment(j, "undone", t->undone);
	json_member(j, "undone_by", t->undone_by);
	json_end(j);
}

static void add_members(struct json *j, const struct candidate *c)
{
	json_member_number(j, "id", c->id);
	add_name(j, "state", candidate_state_name(c->state));
	add_name(j, "kind", candidate_kind_name(c->kind));
	json_member(j, "section", c->section);
	json_member(j, "title", c->title);
	json_member(j, "url", c->url);
	json_member(j, "key", c->key);
	add_day(j, c->day);
	json_member(j, "source", c->source);
	json_member(j, "source_address", c->source_address);
	json_member(j, "rule", c->rule);
	add_hex(j, "raw_hash", c->raw_hash);
	add_moment(j, "seen", c->seen);
	add_moment(j, "created", c->created);
	add_moment(j, "changed", c->changed);
	json_member(j, "who", c->who);
	json_member(j, "reason", c->reason);
	add_moment(j, "decided", c->decided);
	json_member(j, "draft", c->draft);
	json_key(j, "issue");
	if (c->issue > 0)
		json_number(j, c->issue);
	else
		json_null(j);
	json_key(j, "fields");
	json_raw(j, c->fields);
	json_key(j, "origin");
	json_raw(j, c->origin);
}

void candidate_add_json(struct strbuf *out, const struct candidate *c,
    const struct inbox_trail *trail)
{
	struct json j;

	json_init(&j, out);
	json_object(&j);
	add_members(&j, c);
	if (trail != NULL) {
		json_key(&j, "trail");
		json_array(&j);
		for (size_t i = 0; i < trail->count; i++)
			add_trace(&j, &trail->trace[i]);
		json_end(&j);
	}
	json_end(&j);
}

void candidate_add_result(
    struct strbuf *out, const char *result, const struct candidate *c)
{
	struct json j;

	json_init(&j, out);
	json_object(&j);
	add_name(&j, "result", result);
	add_members(&j, c);
	json_end(&j);
}

struct str candidate_field_text(
    struct arena *arena, const struct candidate *c, const char *name)
{
	struct candidate_fields list = candidate_fields(arena, c->fields);

	for (size_t i = 0; i < list.count; i++)
		if (str_eq(list.field[i].name, str_of(name)))
			return list.field[i].text;
	return (struct str){ NULL, 0 };
}
