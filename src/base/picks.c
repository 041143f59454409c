#include "base/picks.h"

enum key {
	KEY_OURS,
	KEY_HEAD,
	KEY_STATE,
	KEY_WHY,
	KEY_COMMIT,
	KEY_BASE,
	KEY_TREE,
	KEY_NAME,
	KEY_MAIL,
	KEY_TIME,
	KEY_ZONE,
	KEY_MESSAGE,
	KEY_CO_AUTHOR,
	KEY_FILE,
	KEY_AT,
	KEY_BASE_TEXT,
	KEY_OUR_TEXT,
	KEY_TEXT,
	KEY_OTHER,
	KEY_TAKE,
	KEY_PARENT,
	KEY_STAGED,
	KEY_REFUSED,
	KEY_MADE,
	KEYS,
};

static const struct str key_names[KEYS] = {
	[KEY_OURS] = STR_INIT("ours"),
	[KEY_HEAD] = STR_INIT("head"),
	[KEY_STATE] = STR_INIT("state"),
	[KEY_WHY] = STR_INIT("why"),
	[KEY_COMMIT] = STR_INIT("commit"),
	[KEY_BASE] = STR_INIT("base"),
	[KEY_TREE] = STR_INIT("tree"),
	[KEY_NAME] = STR_INIT("name"),
	[KEY_MAIL] = STR_INIT("mail"),
	[KEY_TIME] = STR_INIT("time"),
	[KEY_ZONE] = STR_INIT("zone"),
	[KEY_MESSAGE] = STR_INIT("message"),
	[KEY_CO_AUTHOR] = STR_INIT("co-author"),
	[KEY_FILE] = STR_INIT("file"),
	[KEY_AT] = STR_INIT("at"),
	[KEY_BASE_TEXT] = STR_INIT("base-text"),
	[KEY_OUR_TEXT] = STR_INIT("our-text"),
	[KEY_TEXT] = STR_INIT("text"),
	[KEY_OTHER] = STR_INIT("other"),
	[KEY_TAKE] = STR_INIT("take"),
	[KEY_PARENT] = STR_INIT("parent"),
	[KEY_STAGED] = STR_INIT("staged"),
	[KEY_REFUSED] = STR_INIT("refused"),
	[KEY_MADE] = STR_INIT("made"),
};

/* Times before 1970, and zones west of Greenwich, are no plain numbers. */
#define TIME_SHIFT ((int64_t)1 << 61)
enum { ZONE_SHIFT = 24 * 60 };

/* ------------------------------------------------------------------ writing */

static void add(struct strbuf *out, enum key key, struct str value)
{
	strbuf_add(out, key_names[key]);
	strbuf_add_char(out, ' ');
	strbuf_add_number(out, value.len);
	strbuf_add_char(out, '\n');
	strbuf_add(out, value);
	strbuf_add_char(out, '\n');
}

static void add_known(struct strbuf *out, enum key key, struct str value)
{
	if (value.at != NULL)
		add(out, key, value);
}

static void add_path(struct strbuf *out, enum key key, const char *path)
{
	if (path != NULL)
		add(out, key, str_of(path));
}

static void add_number(struct strbuf *out, enum key key, uint64_t value)
{
	char digits[24];
	size_t at = sizeof(digits);

	do {
		digits[--at] = (char)('0' + value % 10);
		value /= 10;
	} while (value > 0);
	add(out, key, (struct str){ digits + at, sizeof(digits) - at });
}

/* Moved above zero; what no clock shows is cut. */
static void add_shifted(
    struct strbuf *out, enum key key, int64_t value, int64_t shift)
{
	if (value > shift)
		value = shift;
	if (value < -shift)
		value = -shift;
	add_number(out, key, (uint64_t)(value + shift));
}

static void add_author(struct strbuf *out, const struct pick_author *author)
{
	add_known(out, KEY_NAME, author->name);
	add_known(out, KEY_MAIL, author->mail);
	add_shifted(out, KEY_TIME, author->time, TIME_SHIFT);
	add_shifted(out, KEY_ZONE, author->zone, ZONE_SHIFT);
}

static void add_file(struct strbuf *out, const struct pick_file *file)
{
	add_path(out, KEY_FILE, file->path);
	add_path(out, KEY_AT, file->at);
	add_known(out, KEY_BASE_TEXT, file->base);
	add_known(out, KEY_OUR_TEXT, file->ours);
	add_known(out, KEY_TEXT, file->theirs);
}

static void add_head(struct strbuf *out, const struct pick_head *head)
{
	add_path(out, KEY_HEAD, head->name);
	add_number(out, KEY_STATE, head->state);
	add_known(out, KEY_WHY, head->why);
	add_known(out, KEY_COMMIT, head->commit);
	add_known(out, KEY_BASE, head->base);
	add_known(out, KEY_TREE, head->tree);
	add_author(out, &head->author);
	add_known(out, KEY_MESSAGE, head->message);
	for (size_t i = 0; i < head->co_authors; i++)
		add(out, KEY_CO_AUTHOR, head->co_author[i]);
	for (size_t i = 0; i < head->files; i++)
		add_file(out, &head->file[i]);
	for (size_t i = 0; i < head->others; i++)
		add_path(out, KEY_OTHER, head->other[i]);
}

void pick_heads_add(struct strbuf *out, const struct pick_heads *heads)
{
	add_known(out, KEY_OURS, heads->ours);
	for (size_t i = 0; i < heads->count; i++)
		add_head(out, &heads->head[i]);
}

static void add_take(struct strbuf *out, const struct pick_take *take)
{
	add(out, KEY_TAKE, STR(""));
	add_known(out, KEY_PARENT, take->parent);
	add_known(out, KEY_BASE, take->base);
	add_known(out, KEY_TREE, take->tree);
	for (size_t i = 0; i < take->texts; i++) {
		add_path(out, KEY_FILE, take->text[i].path);
		add_known(out, KEY_TEXT, take->text[i].text);
	}
}

void pick_plan_add(struct strbuf *out, const struct pick_plan *plan)
{
	add(out, KEY_OURS, plan->ours);
	for (size_t i = 0; i < plan->stageds; i++) {
		add_path(out, KEY_STAGED, plan->staged[i].path);
		add_known(out, KEY_TEXT, plan->staged[i].text);
	}
	for (size_t i = 0; i < plan->commits; i++) {
		const struct pick_commit *commit = &plan->commit[i];

		add(out, KEY_COMMIT, commit->message);
		if (commit->has_author)
			add_author(out, &commit->author);
		for (size_t k = 0; k < commit->takes; k++)
			add_take(out, &commit->take[k]);
	}
}

void pick_answer_add(struct strbuf *out, const struct pick_answer *answer)
{
	for (size_t i = 0; i < answer->refusals; i++) {
		add_number(out, KEY_REFUSED, answer->refusal[i].take);
		add(out, KEY_WHY, answer->refusal[i].why);
	}
	for (size_t i = 0; i < answer->commits; i++)
		add(out, KEY_MADE, answer->made[i]);
}

/* ------------------------------------------------------------------ reading */

struct reader {
	struct arena *arena;
	struct str text;
	size_t at;
	enum key key;
	struct str value;
};

/* Take what stands before `end`; false, and nothing taken, without one. */
static bool take_until(struct reader *r, char end, struct str *ret_part)
{
	size_t at = str_find_char(r->text, end, r->at);

	if (at == STR_NONE)
		return false;
	*ret_part = str_sub(r->text, r->at, at);
	r->at = at + 1;
	return true;
}

static bool take_field(struct reader *r)
{
	struct str name, digits;
	uint64_t size;
	int key = 0;

	if (!take_until(r, ' ', &name) || !take_until(r, '\n', &digits) ||
	    !str_to_number(digits, r->text.len, &size) ||
	    size >= r->text.len - r->at || r->text.at[r->at + size] != '\n')
		return false;
	while (key < KEYS && !str_eq(name, key_names[key]))
		key++;
	r->key = (enum key)key;
	r->value = str_sub(r->text, r->at, r->at + size);
	r->at += size + 1;
	return key < KEYS;
}

/* Called for every field; false if it does not belong there. */
typedef bool take_value(struct reader *r, void *data);

static bool read_fields(struct arena *arena, struct str text, take_value *take,
    void *data, struct error *err)
{
	struct reader r = { .arena = arena, .text = text };

	while (r.at < text.len)
		if (!take_field(&r) || !take(&r, data))
			return error_set(err,
			    "cannot read what git says of the heads, near "
			    "byte %zu; are all programs of Sennight of one "
			    "version?",
			    r.at);
	return true;
}

static bool to_path(struct reader *r, const char **ret_path)
{
	if (r->value.len == 0 || str_find_char(r->value, '\0', 0) != STR_NONE)
		return false;
	*ret_path = arena_cstr(r->arena, r->value);
	return true;
}

static bool to_id(struct reader *r, struct str *ret_id)
{
	*ret_id = r->value;
	for (size_t i = 0; i < r->value.len; i++)
		if (char_hex(r->value.at[i]) < 0)
			return false;
	return r->value.len > 0;
}

static bool to_text(struct reader *r, struct str *ret_text)
{
	*ret_text = r->value;
	return true;
}

static bool take_author(struct reader *r, struct pick_author *author)
{
	uint64_t number = 0;

	switch (r->key) {
	case KEY_NAME: return to_text(r, &author->name);
	case KEY_MAIL: return to_text(r, &author->mail);
	case KEY_TIME:
		if (!str_to_number(r->value, 2 * TIME_SHIFT, &number))
			return false;
		author->time = (int64_t)number - TIME_SHIFT;
		return true;
	case KEY_ZONE:
		if (!str_to_number(r->value, 2 * ZONE_SHIFT, &number))
			return false;
		author->zone = (int)number - ZONE_SHIFT;
		return true;
	default: return false;
	}
}

static bool take_file(struct reader *r, struct pick_file *file)
{
	switch (r->key) {
	case KEY_AT: return to_path(r, &file->at);
	case KEY_BASE_TEXT: return to_text(r, &file->base);
	case KEY_OUR_TEXT: return to_text(r, &file->ours);
	case KEY_TEXT: return to_text(r, &file->theirs);
	default: return false;
	}
}

static bool take_state(struct reader *r, struct pick_head *head)
{
	uint64_t state;

	if (!str_to_number(r->value, PICK_LEFT, &state))
		return false;
	head->state = (enum pick_state)state;
	return true;
}

static bool take_part_of_head(struct reader *r, struct pick_head *h)
{
	switch (r->key) {
	case KEY_STATE: return take_state(r, h);
	case KEY_WHY: return to_text(r, &h->why);
	case KEY_COMMIT: return to_id(r, &h->commit);
	case KEY_BASE: return to_id(r, &h->base);
	case KEY_TREE: return to_id(r, &h->tree);
	case KEY_MESSAGE: return to_text(r, &h->message);
	case KEY_CO_AUTHOR:
		h->co_author =
		    ARENA_GROW(r->arena, h->co_author, h->co_authors);
		return to_text(r, &h->co_author[h->co_authors++]);
	case KEY_FILE:
		h->file = ARENA_GROW(r->arena, h->file, h->files);
		h->file[h->files] = (struct pick_file){ .path = NULL };
		return to_path(r, &h->file[h->files++].path);
	case KEY_OTHER:
		h->other = ARENA_GROW(r->arena, h->other, h->others);
		return to_path(r, &h->other[h->others++]);
	default:
		return (h->files > 0 && take_file(r, &h->file[h->files - 1])) ||
		       (h->files == 0 && take_author(r, &h->author));
	}
}

static bool take_head(struct reader *r, void *data)
{
	struct pick_heads *list = data;

	if (r->key == KEY_OURS)
		return to_id(r, &list->ours);
	if (r->key != KEY_HEAD)
		return list->count > 0 &&
		       take_part_of_head(r, &list->head[list->count - 1]);
	list->head = ARENA_GROW(r->arena, list->head, list->count);
	list->head[list->count] = (struct pick_head){ .name = NULL };
	return to_path(r, &list->head[list->count++].name);
}

bool pick_heads_parse(struct arena *arena, struct str text,
    struct pick_heads *ret_heads, struct error *err)
{
	struct pick_heads list = { 0 };

	if (!read_fields(arena, text, take_head, &list, err))
		return false;
	*ret_heads = list;
	return true;
}

static bool take_part_of_take(struct reader *r, struct pick_take *take)
{
	switch (r->key) {
	case KEY_PARENT: return to_id(r, &take->parent);
	case KEY_BASE: return to_id(r, &take->base);
	case KEY_TREE: return to_id(r, &take->tree);
	case KEY_FILE:
		take->text = ARENA_GROW(r->arena, take->text, take->texts);
		take->text[take->texts] = (struct pick_text){ .path = NULL };
		return to_path(r, &take->text[take->texts++].path);
	case KEY_TEXT:
		return take->texts > 0 &&
		       to_text(r, &take->text[take->texts - 1].text);
	default: return false;
	}
}

static bool take_part_of_commit(struct reader *r, struct pick_commit *commit)
{
	if (r->key == KEY_TAKE) {
		commit->take =
		    ARENA_GROW(r->arena, commit->take, commit->takes);
		commit->take[commit->takes++] =
		    (struct pick_take){ .texts = 0 };
		return r->value.len == 0;
	}
	if (commit->takes > 0)
		return take_part_of_take(r, &commit->take[commit->takes - 1]);
	commit->has_author = true;
	return take_author(r, &commit->author);
}

/* What stands before the commits of a plan. */
static bool take_part_of_plan(struct reader *r, struct pick_plan *plan)
{
	switch (r->key) {
	case KEY_OURS: return to_id(r, &plan->ours);
	case KEY_STAGED:
		plan->staged =
		    ARENA_GROW(r->arena, plan->staged, plan->stageds);
		plan->staged[plan->stageds] =
		    (struct pick_text){ .path = NULL };
		return to_path(r, &plan->staged[plan->stageds++].path);
	case KEY_TEXT:
		return plan->stageds > 0 &&
		       to_text(r, &plan->staged[plan->stageds - 1].text);
	default: return false;
	}
}

static bool take_commit(struct reader *r, void *data)
{
	struct pick_plan *plan = data;

	if (r->key != KEY_COMMIT)
		return plan->commits > 0 ? take_part_of_commit(r,
					       &plan->commit[plan->commits - 1])
					 : take_part_of_plan(r, plan);
	plan->commit = ARENA_GROW(r->arena, plan->commit, plan->commits);
	plan->commit[plan->commits++] =
	    (struct pick_commit){ .message = r->value };
	return true;
}

bool pick_plan_parse(struct arena *arena, struct str text,
    struct pick_plan *ret_plan, struct error *err)
{
	struct pick_plan plan = { 0 };

	if (!read_fields(arena, text, take_commit, &plan, err))
		return false;
	*ret_plan = plan;
	return true;
}

static bool take_answer(struct reader *r, void *data)
{
	struct pick_answer *answer = data;
	uint64_t number;

	switch (r->key) {
	case KEY_REFUSED:
		if (!str_to_number(r->value, SIZE_MAX, &number))
			return false;
		answer->refusal =
		    ARENA_GROW(r->arena, answer->refusal, answer->refusals);
		answer->refusal[answer->refusals++] =
		    (struct pick_refusal){ .take = number };
		return true;
	case KEY_WHY:
		return answer->refusals > 0 &&
		       to_text(r, &answer->refusal[answer->refusals - 1].why);
	case KEY_MADE:
		answer->made =
		    ARENA_GROW(r->arena, answer->made, answer->commits);
		return to_id(r, &answer->made[answer->commits++]);
	default: return false;
	}
}

bool pick_answer_parse(struct arena *arena, struct str text,
    struct pick_answer *ret_answer, struct error *err)
{
	struct pick_answer answer = { 0 };

	if (!read_fields(arena, text, take_answer, &answer, err))
		return false;
	*ret_answer = answer;
	return true;
}
