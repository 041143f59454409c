/* sennight inbox show */
#include "base/moment.h"
#include "base/text.h"
#include "storecmd/inbox.h"

struct show_command {
	struct inbox_choice choice;
	bool json;
};

static bool take(void *data, size_t index, const char *value)
{
	struct show_command *c = data;

	(void)index;
	return storecmd_take_format(value, &c->json);
}

enum { NAME = 10 };

static void add_line(struct strbuf *out, const char *name, struct str text)
{
	if (text.len == 0)
		return;
	strbuf_lit(out, "    ");
	text_add_cell(out, str_of(name), NAME, true);
	strbuf_lit(out, "  ");
	text_add_cell(out, text, SIZE_MAX, false);
	strbuf_add_char(out, '\n');
}

static void add_moment_line(
    struct strbuf *out, const char *name, int64_t moment)
{
	struct strbuf text;

	strbuf_init(&text, LIMIT_FILE_NAME);
	if (moment > 0 && moment <= MOMENT_LAST)
		moment_add(&text, moment);
	add_line(out, name, strbuf_str(&text));
	strbuf_release(&text);
}

/* The fields, each with where it comes from. */
static void add_fields(
    struct strbuf *out, struct arena *arena, const struct candidate *c)
{
	struct candidate_fields fields = candidate_fields(arena, c->fields);
	struct candidate_fields origin = candidate_fields(arena, c->origin);

	for (size_t i = 0; i < fields.count; i++) {
		const struct candidate_field *f = &fields.field[i];

		add_line(out, f->name.at, f->text);
		for (size_t j = 0; j < origin.count; j++)
			if (str_eq(origin.field[j].name, f->name))
				add_line(out, "",
				    arena_printf(arena, "(from %.*s)",
					STR_ARG(origin.field[j].text)));
	}
}

static void add_state(
    struct strbuf *out, const struct candidate *c, int64_t now)
{
	strbuf_printf(out, "%lld  %s %s", (long long)c->id,
	    candidate_state_name(c->state), candidate_kind_name(c->kind));
	inbox_add_decision(out, c, now);
	strbuf_add_char(out, '\n');
	if (c->who.len > 0 && c->changed > c->decided)
		strbuf_lit(out, "    its source changed it since then\n");
}

static void add_trail(struct strbuf *out, const struct inbox_trail *trail)
{
	for (size_t i = 0; i < trail->count; i++) {
		const struct inbox_trace *t = &trail->trace[i];

		strbuf_lit(out, "    ");
		moment_add(out, t->at > 0 && t->at <= MOMENT_LAST ? t->at : 0);
		strbuf_lit(out, "  ");
		text_add_cell(out, t->who, SIZE_MAX, false);
		strbuf_printf(out, " %s", inbox_what_name(t->what));
		if (t->section.len > 0) {
			strbuf_lit(out, " for ");
			text_add_cell(out, t->section, SIZE_MAX, false);
		}
		if (t->reason.len > 0) {
			strbuf_lit(out, ": ");
			text_add_cell(out, t->reason, SIZE_MAX, false);
		}
		if (t->undone != 0) {
			strbuf_lit(out, " (taken back by ");
			text_add_cell(out, t->undone_by, SIZE_MAX, false);
			strbuf_add_char(out, ')');
		}
		strbuf_add_char(out, '\n');
	}
}

static void add_for_people(struct strbuf *out, struct arena *arena,
    const struct candidate *c, const struct inbox_trail *trail, int64_t now)
{
	add_state(out, c, now);
	add_line(out, "section", c->section);
	add_fields(out, arena, c);
	add_line(out, "source", c->source);
	add_line(out, "asked", c->source_address);
	add_line(out, "rule", c->rule);
	add_moment_line(out, "seen", c->seen);
	add_moment_line(out, "created", c->created);
	add_line(out, "draft", c->draft);
	if (c->issue > 0)
		add_line(out, "issue",
		    arena_printf(arena, "%lld", (long long)c->issue));
	add_trail(out, trail);
	strbuf_add_char(out, '\n');
}

static bool show_one(struct store *store, int64_t id, bool json,
    struct strbuf *out, bool *ret_found, struct error *err)
{
	struct arena arena = { 0 };
	struct inbox_trail trail;
	struct candidate c;
	bool ok = inbox_find(store, &arena, id, ret_found, &c, err);

	if (ok && !*ret_found)
		fprintf(stderr, "there is no candidate %lld\n", (long long)id);
	if (ok && *ret_found) {
		ok = inbox_trail(store, &arena, id, &trail, err);
		if (ok && json) {
			candidate_add_json(out, &c, &trail);
			strbuf_add_char(out, '\n');
		} else if (ok) {
			add_for_people(
			    out, &arena, &c, &trail, store_now(store));
		}
		ok = ok && inbox_flush(out, err);
	}
	arena_release(&arena);
	return ok;
}

static bool show_all(struct store *store, const struct inbox_ids *ids,
    bool json, bool *ret_all, struct error *err)
{
	struct strbuf out;
	bool ok = true, found;

	*ret_all = true;
	strbuf_init(&out, LIMIT_FEED);
	for (size_t i = 0; ok && i < ids->count; i++) {
		ok = show_one(store, ids->id[i], json, &out, &found, err);
		*ret_all &= ok && found;
	}
	strbuf_release(&out);
	return ok;
}

int storecmd_inbox_show(const struct cmd *cmd, int argc, char **argv)
{
	struct show_command c = { .choice.filter.any_state = true };
	struct arena arena = { 0 };
	struct store *store = NULL;
	struct settings settings;
	struct inbox_ids ids;
	struct error err;
	int first, status;
	bool all = true;

	if (!cmd_read_options(cmd, argc, argv, take, &c, &first, &status))
		return status;
	if (storecmd_open(&arena, &settings, &store, &err) &&
	    inbox_read_ids(store, &arena, &c.choice, argv + first, argc - first,
		&ids, &err) &&
	    show_all(store, &ids, c.json, &all, &err))
		status = all ? CMD_FINE : CMD_NOT_FINE;
	else
		status = cmd_fail(cmd, &err);
	store_close(store);
	arena_release(&arena);
	return status;
}
