/* status: what the database knows of sources and votes. */
#include "base/moment.h"
#include "base/text.h"
#include "storecmd/status.h"

enum { ROWS = 8, NAME = 16 };

/* ------------------------------------------------------------------- sources */

static bool ask_source(struct status *s, size_t i, struct error *err)
{
	const struct source_rule *rule = &s->settings.source[i];
	struct source_state state;

	if (!source_find(s->store, &s->arena, rule->id, &state, err))
		return false;
	s->source[i].rule = rule;
	/* Of another address nothing of it is true. */
	if (state.tried == 0 || !str_eq(state.address, rule->url))
		return true;
	s->source[i] = (struct status_source){ .rule = rule,
		.asked = state.complete == state.tried ? ASKED_COMPLETE
						       : ASKED_INCOMPLETE,
		.tried = state.tried,
		.complete = state.complete,
		.trouble = state.trouble,
		.notes = state.notes };
	return true;
}

static bool look_sources(struct status *s, struct error *err)
{
	struct error why;

	(void)err;
	s->source = ARENA_ARRAY(
	    &s->arena, s->settings.sources + 1, struct status_source);
	for (size_t i = 0; i < s->settings.sources; i++)
		s->source[i].rule = &s->settings.source[i];
	for (size_t i = 0; s->store != NULL && i < s->settings.sources; i++)
		if (!ask_source(s, i, &why))
			status_lost(s, &why);
	return true;
}

/* "incomplete 3h ago, complete 2d ago: it does not answer" */
static void add_source(
    const struct status *s, struct strbuf *out, const struct status_source *a)
{
	struct strbuf text;

	strbuf_init(&text, LIMIT_PAGE);
	if (a->asked == ASKED_NEVER) {
		strbuf_lit(&text, "never asked");
	} else {
		strbuf_lit(&text, "incomplete ");
		status_add_ago(s, &text, a->tried);
		if (a->complete > 0) {
			strbuf_lit(&text, ", complete ");
			status_add_ago(s, &text, a->complete);
		}
		if (a->trouble.len > 0)
			strbuf_printf(&text, ": %.*s", STR_ARG(a->trouble));
	}
	strbuf_lit(out, "  ");
	text_add_cell(out, a->rule->id, NAME, true);
	strbuf_lit(out, "  ");
	status_add_rest(s, out, NAME + 4, strbuf_str(&text));
	strbuf_release(&text);
}

static size_t count_asked(const struct status *s, enum status_asked asked)
{
	size_t count = 0;

	for (size_t i = 0; i < s->settings.sources; i++)
		count += s->source[i].asked == asked;
	return count;
}

/* When the one was asked that was asked longest ago. */
static int64_t oldest_asked(const struct status *s)
{
	int64_t oldest = s->now;

	for (size_t i = 0; i < s->settings.sources; i++)
		if (s->source[i].asked == ASKED_COMPLETE &&
		    s->source[i].tried < oldest)
			oldest = s->source[i].tried;
	return oldest;
}

/* Many that were never asked are counted together. */
static bool is_row(
    const struct status *s, enum status_asked asked, size_t never)
{
	return asked == ASKED_INCOMPLETE ||
	       (asked == ASKED_NEVER && (s->all || never == 1));
}

static void text_sources(const struct status *s, struct strbuf *out)
{
	size_t complete = count_asked(s, ASKED_COMPLETE), shown = 0;
	size_t never = count_asked(s, ASKED_NEVER);
	struct strbuf when;

	if (s->store == NULL || s->published || s->settings.sources == 0)
		return;
	strbuf_init(&when, LIMIT_FILE_NAME);
	if (complete > 0)
		status_add_ago(s, &when, oldest_asked(s));
	status_add_heading(s, out, "Sources: %zu of %zu complete%s%.*s",
	    complete, s->settings.sources, complete > 0 ? ", asked " : "",
	    STR_ARG(strbuf_str(&when)));
	strbuf_release(&when);
	for (size_t i = 0; i < s->settings.sources; i++)
		if (is_row(s, s->source[i].asked, never) &&
		    (s->all || shown++ < ROWS))
			add_source(s, out, &s->source[i]);
	if (!s->all && shown > ROWS)
		strbuf_printf(
		    out, "  and %zu more; --all shows them\n", shown - ROWS);
	if (!s->all && never > 1)
		strbuf_printf(out, "  %zu were never asked\n", never);
}

static void json_notes(struct json *j, struct str rest)
{
	json_key(j, "notes");
	json_array(j);
	while (rest.at != NULL)
		json_str(j, str_take(&rest, '\n'));
	json_end(j);
}

static void json_sources(const struct status *s, struct json *j)
{
	static const char *const names[] = {
		[ASKED_NEVER] = "never",
		[ASKED_INCOMPLETE] = "incomplete",
		[ASKED_COMPLETE] = "complete",
	};

	json_key(j, "sources");
	json_array(j);
	for (size_t i = 0; i < s->settings.sources; i++) {
		const struct status_source *a = &s->source[i];

		json_object(j);
		json_member(j, "id", a->rule->id);
		json_member(j, "kind", a->rule->kind);
		json_member(j, "state", str_of(names[a->asked]));
		status_json_time(j, "asked", a->tried);
		status_json_time(j, "complete", a->complete);
		json_member(j, "trouble",
		    a->asked == ASKED_INCOMPLETE ? a->trouble : STATUS_UNSET);
		json_notes(j, a->notes);
		json_end(j);
	}
	json_end(j);
}

const struct status_part status_sources = { look_sources, text_sources,
	json_sources };

/* --------------------------------------------------------------------- votes */

static void take_nominations(
    struct status_vote *vote, const struct nominations *list)
{
	vote->nominations = list->count;
	for (size_t i = 0; i < list->count; i++) {
		const struct nomination *n = &list->nomination[i];

		if (!n->leads)
			continue;
		if (vote->leaders++ == 0) {
			vote->ahead = n->name.len > 0 ? n->name : n->text;
			vote->most = n->votes;
		}
	}
}

static void block_votes(struct status *s, struct str kind)
{
	status_block(s, (struct status_block){
			    .what = arena_printf(&s->arena,
				"the votes for a %.*s are over, and nothing "
				"is chosen",
				STR_ARG(kind)),
			    .advice = arena_printf(&s->arena,
				"sennight votes close %.*s", STR_ARG(kind)),
			    .gain = STR("chooses the winner"),
			});
}

static bool ask_votes(struct status *s, size_t section, struct error *err)
{
	struct str kind = s->settings.section[section].feature;
	struct status_vote vote = { .section = section };
	struct nominations list;
	struct vote_round round;

	if (!votes_list(s->store, &s->arena, kind, &list, err) ||
	    !votes_round(s->store, kind, &round, err))
		return false;
	take_nominations(&vote, &list);
	vote.open = round.id != 0;
	vote.over = vote.open && round.over;
	vote.closes = vote.open ? round.closes : 0;
	if (list.count == 0 && !vote.open)
		return true;
	s->vote = ARENA_GROW(&s->arena, s->vote, s->votes);
	s->vote[s->votes++] = vote;
	if (vote.over)
		block_votes(s, kind);
	return true;
}

static bool look_votes(struct status *s, struct error *err)
{
	struct error why;

	(void)err;
	for (size_t i = 0;
	     s->store != NULL && !s->published && i < s->settings.sections; i++)
		if (s->settings.section[i].kind == SECTION_FEATURE &&
		    !ask_votes(s, i, &why))
			status_lost(s, &why);
	return true;
}

static void add_vote(
    const struct status *s, struct strbuf *out, const struct status_vote *v)
{
	struct strbuf text;

	strbuf_init(&text, LIMIT_PAGE);
	status_add_count(
	    &text, (int64_t)v->nominations, "nomination", "nominations");
	if (v->leaders > 0)
		strbuf_printf(&text, ", %.*s%s with %lld", STR_ARG(v->ahead),
		    v->leaders > 1 ? " and others lead" : " leads",
		    (long long)v->most);
	if (!v->open) {
		strbuf_lit(&text, "; no round is open");
	} else if (v->closes == 0) {
		strbuf_lit(&text, "; votes count until you close the round");
	} else {
		strbuf_add_cstr(&text, v->over ? "; votes counted until "
					       : "; votes count until ");
		moment_add(&text, v->closes);
	}
	strbuf_lit(out, "  ");
	text_add_cell(out, s->settings.section[v->section].feature, NAME, true);
	strbuf_lit(out, "  ");
	status_add_rest(s, out, NAME + 4, strbuf_str(&text));
	strbuf_release(&text);
}

static void text_votes(const struct status *s, struct strbuf *out)
{
	if (s->votes > 0)
		status_add_heading(s, out, "Votes");
	for (size_t i = 0; i < s->votes; i++)
		add_vote(s, out, &s->vote[i]);
}

static void json_votes(const struct status *s, struct json *j)
{
	json_key(j, "votes");
	json_array(j);
	for (size_t i = 0; i < s->votes; i++) {
		const struct status_vote *v = &s->vote[i];

		json_object(j);
		json_member(j, "kind", s->settings.section[v->section].feature);
		json_member(j, "section", s->settings.section[v->section].id);
		json_member_number(j, "nominations", (int64_t)v->nominations);
		json_member_number(j, "leaders", (int64_t)v->leaders);
		json_member(j, "ahead", v->ahead);
		json_member_number(j, "most_votes", v->most);
		json_member(j, "round",
		    v->over   ? STR("over")
		    : v->open ? STR("open")
			      : STR("none"));
		status_json_time(j, "closes", v->closes);
		json_end(j);
	}
	json_end(j);
}

const struct status_part status_votes = { look_votes, text_votes, json_votes };
