#include "draft/merge_text.h"

#include "draft/merge_words.h"

/*
 * The lines of a part in each version, and how they compare.  A blank line
 * stands before a line that has a gap, as an element without a unit, so that
 * what lies in two paragraphs is apart.
 */
struct texts {
	struct merge *merge;
	struct unit **unit[SIDES]; /* NULL: a blank line */
	uint32_t *id[SIDES];
	size_t count[SIDES];
	struct three three;
};

static void collect(struct texts *t, struct names *names, struct arena *scratch,
    const struct part *part, enum merge_side side)
{
	size_t count = part != NULL ? part->units : 0;
	const uint32_t blank = names_add(names, scratch, STR(""));

	t->unit[side] = ARENA_ARRAY(scratch, 2 * count, struct unit *);
	t->id[side] = ARENA_ARRAY(scratch, 2 * count, uint32_t);
	for (size_t i = 0; i < count; i++) {
		struct unit *unit = &part->unit[i];
		size_t *at = &t->count[side];

		if (unit->kind != UNIT_TEXT)
			continue;
		if (unit->gap.len > 0)
			t->id[side][(*at)++] = blank;
		t->unit[side][*at] = unit;
		t->id[side][(*at)++] =
		    names_add(names, scratch, str_trim_right(unit->text));
	}
}

static struct node *decide(
    struct merge *merge, struct unit *unit, enum fate fate)
{
	struct node *node = unit->node;

	if (node == NULL)
		node = merge_node(merge, unit);
	node->fate = fate;
	node->text = unit->text;
	return node;
}

static size_t length(const struct three_chunk *c, enum merge_side side)
{
	return c->to[side] - c->from[side];
}

static struct lines ids(
    const struct texts *t, const struct three_chunk *c, enum merge_side side)
{
	return lines_sub(t->three.side[side], c->from[side], c->to[side]);
}

/* Lines that both sides left alone. */
static void keep_same(struct texts *t, const struct three_chunk *c)
{
	for (size_t i = 0; i < length(c, BASE); i++) {
		struct unit *unit = t->unit[BASE][c->from[BASE] + i];
		struct node *node;

		if (unit == NULL)
			continue;
		node = decide(t->merge, unit, FATE_KEEP);
		for (enum merge_side side = OURS; side < SIDES; side++)
			merge_join(node, t->unit[side][c->from[side] + i]);
	}
}

/* How often a chunk's lines are new on one side. */
static size_t count_new(
    const struct texts *t, const struct three_chunk *c, enum merge_side side)
{
	size_t count = 0;

	for (size_t i = c->from[side]; i < c->to[side]; i++)
		count += t->unit[side][i] != NULL;
	for (size_t i = c->from[BASE]; i < c->to[BASE]; i++)
		count -= t->unit[BASE][i] != NULL &&
			 t->three.match[side][i] != STR_NONE;
	return count;
}

/* Does a side lack a line of the base that stands for something? */
static bool removes_words(
    const struct texts *t, const struct three_chunk *c, enum merge_side side)
{
	for (size_t i = c->from[BASE]; i < c->to[BASE]; i++) {
		if (t->three.match[side][i] == STR_NONE &&
		    t->unit[BASE][i] != NULL && !t->unit[BASE][i]->comment)
			return true;
	}
	return false;
}

/*
 * Lines of the base stay if both sides kept them; new ones of either side are
 * added, and if `once`, those of theirs are the same as those of ours.
 */
static void keep_both(struct texts *t, const struct three_chunk *c, bool once)
{
	struct node *first = NULL;

	for (size_t i = c->from[BASE]; i < c->to[BASE]; i++) {
		size_t ours = t->three.match[OURS][i];
		size_t theirs = t->three.match[THEIRS][i];
		bool keep = ours != STR_NONE && theirs != STR_NONE;
		struct node *node;

		if (t->unit[BASE][i] == NULL)
			continue;
		node = decide(
		    t->merge, t->unit[BASE][i], keep ? FATE_KEEP : FATE_DROP);
		if (ours != STR_NONE)
			merge_join(node, t->unit[OURS][ours]);
		if (theirs != STR_NONE)
			merge_join(node, t->unit[THEIRS][theirs]);
		if (first == NULL && ours != STR_NONE)
			first = node;
	}
	for (enum merge_side side = OURS; side < SIDES; side++) {
		for (size_t i = c->from[side]; i < c->to[side]; i++) {
			struct unit *unit = t->unit[side][i];

			if (unit == NULL || unit->node != NULL)
				continue;
			decide(t->merge, unit, FATE_KEEP)->instead_of =
			    side == THEIRS ? first : NULL;
			if (once)
				merge_join(unit->node,
				    t->unit[THEIRS][c->from[THEIRS] + i -
						    c->from[OURS]]);
		}
	}
}

/* The lines of a chunk as one text, gaps between them included. */
static struct str whole(
    const struct texts *t, const struct three_chunk *c, enum merge_side side)
{
	struct strbuf out;
	struct str text;

	strbuf_init(&out, LIMIT_ISSUE_FILE);
	for (size_t i = c->from[side]; i < c->to[side]; i++) {
		const struct unit *unit = t->unit[side][i];

		if (unit == NULL)
			continue;
		if (out.len > 0)
			strbuf_add(&out, unit->gap);
		strbuf_add(&out, unit->text);
	}
	text = arena_str(t->merge->arena, strbuf_str(&out));
	strbuf_release(&out);
	return text;
}

/* All lines of a chunk become one node; that of the first line of ours, or if
 * there is none, of theirs. */
static struct node *make_one(struct texts *t, const struct three_chunk *c)
{
	struct node *one = NULL;

	for (enum merge_side side = OURS; side < SIDES; side++) {
		for (size_t i = c->from[side]; i < c->to[side]; i++) {
			struct unit *unit = t->unit[side][i];

			if (unit == NULL)
				continue;
			if (one == NULL)
				one = decide(t->merge, unit, FATE_KEEP);
			else if (one->unit[side] == NULL)
				merge_join(one, unit);
			else
				decide(t->merge, unit, FATE_DROP);
		}
	}
	for (size_t i = c->from[BASE]; i < c->to[BASE]; i++) {
		if (t->unit[BASE][i] != NULL)
			decide(t->merge, t->unit[BASE][i], FATE_DROP);
	}
	return one;
}

/* Line by line, if all have as many; only if each has but one change. */
static bool merge_lines(struct texts *t, const struct three_chunk *c)
{
	size_t count = length(c, BASE);

	if (length(c, OURS) != count || length(c, THEIRS) != count)
		return false;
	for (size_t i = 0; i < count; i++) {
		uint32_t base = t->id[BASE][c->from[BASE] + i];
		uint32_t ours = t->id[OURS][c->from[OURS] + i];
		uint32_t theirs = t->id[THEIRS][c->from[THEIRS] + i];

		if (ours != base && theirs != base && ours != theirs)
			return false;
		/* A blank line in the place of another is no edit. */
		if ((t->unit[BASE][c->from[BASE] + i] == NULL) !=
			(t->unit[OURS][c->from[OURS] + i] == NULL) ||
		    (t->unit[BASE][c->from[BASE] + i] == NULL) !=
			(t->unit[THEIRS][c->from[THEIRS] + i] == NULL))
			return false;
	}
	for (size_t i = 0; i < count; i++) {
		struct unit *base = t->unit[BASE][c->from[BASE] + i];
		struct unit *ours = t->unit[OURS][c->from[OURS] + i];
		struct unit *theirs = t->unit[THEIRS][c->from[THEIRS] + i];
		bool changed = t->id[OURS][c->from[OURS] + i] !=
			       t->id[BASE][c->from[BASE] + i];
		struct node *node;

		if (base == NULL)
			continue;
		node = decide(t->merge, changed ? ours : theirs, FATE_KEEP);
		merge_join(node, base);
		merge_join(node, changed ? theirs : ours);
	}
	return true;
}

/* New lines of both sides stay, but those that both have stay once. */
static void keep_paragraphs(struct texts *t, const struct three_chunk *c)
{
	struct lines ours = ids(t, c, OURS), theirs = ids(t, c, THEIRS);
	size_t *match = ARENA_ARRAY(t->merge->arena, ours.count, size_t);

	lines_match(ours, theirs, match);
	for (size_t i = 0; i < ours.count; i++) {
		struct unit *unit = t->unit[OURS][c->from[OURS] + i];
		struct node *node;

		if (unit == NULL)
			continue;
		node = decide(t->merge, unit, FATE_KEEP);
		if (match[i] != STR_NONE)
			merge_join(
			    node, t->unit[THEIRS][c->from[THEIRS] + match[i]]);
	}
	for (size_t i = c->from[THEIRS]; i < c->to[THEIRS]; i++) {
		if (t->unit[THEIRS][i] != NULL &&
		    t->unit[THEIRS][i]->node == NULL)
			decide(t->merge, t->unit[THEIRS][i], FATE_KEEP);
	}
}

/* One text for a chunk that both sides changed, if there is one. */
static bool merge_whole(struct texts *t, struct str base, struct str ours,
    struct str theirs, struct str *ret_text)
{
	if (ours.len > 0 && merge_words_within(ours, theirs, true))
		*ret_text = theirs;
	else if (theirs.len > 0 && merge_words_within(theirs, ours, true))
		*ret_text = ours;
	else if (base.len == 0 || ours.len == 0 || theirs.len == 0)
		return false;
	else
		return merge_words(
		    t->merge->arena, base, ours, theirs, ret_text);
	return true;
}

/* Do a side's lines of a chunk begin with a new paragraph? */
static bool is_apart(
    const struct texts *t, const struct three_chunk *c, enum merge_side side)
{
	size_t at = c->from[side];

	while (at < c->to[side] && t->unit[side][at] == NULL)
		at++;
	return at < c->to[side] && t->unit[side][at]->gap.len > 0;
}

/* Paragraphs that both sides put at one place are two additions; lines that
 * both put into one paragraph are not. */
static bool adds_paragraphs(const struct texts *t, const struct three_chunk *c)
{
	return length(c, BASE) == 0 && is_apart(t, c, OURS) &&
	       is_apart(t, c, THEIRS);
}

/* Has a range of one side a line that the other side's chunk has too? */
static bool shares_lines(const struct texts *t, const struct three_chunk *c,
    enum merge_side side, size_t from, size_t to)
{
	enum merge_side other = side == OURS ? THEIRS : OURS;
	struct lines a = { t->id[side] + from, to - from };
	struct lines b = ids(t, c, other);
	size_t *match = ARENA_ARRAY(t->merge->arena, a.count, size_t);
	bool shares = false;

	lines_match(a, b, match);
	for (size_t i = 0; i < a.count; i++)
		shares = shares || (match[i] != STR_NONE &&
				       t->unit[side][from + i] != NULL);
	return shares;
}

/*
 * Did a side leave the lines of a chunk alone and put a paragraph behind them
 * (or before them) of which the other side has nothing?  Then what the other
 * made of the lines is one chunk and the paragraph another.
 */
static bool split_chunk(const struct texts *t, const struct three_chunk *c,
    enum merge_side side, struct three_chunk part[2])
{
	enum merge_side other = side == OURS ? THEIRS : OURS;
	struct lines all = ids(t, c, side), base = ids(t, c, BASE);
	size_t from = c->from[side], to = c->to[side], more;

	if (base.count == 0 || all.count <= base.count + 1)
		return false;
	more = all.count - base.count;
	part[0] = part[1] = *c;
	if (lines_equal(lines_sub(all, 0, base.count), base) &&
	    t->unit[side][from + base.count] == NULL) {
		from += base.count;
		part[0].to[side] = part[1].from[side] = from;
		part[1].from[BASE] = c->to[BASE];
		part[1].from[other] = c->to[other];
	} else if (lines_equal(lines_sub(all, more, all.count), base) &&
		   t->unit[side][from + more - 1] == NULL) {
		to = from + more;
		part[0].to[side] = part[1].from[side] = to;
		part[0].to[BASE] = c->from[BASE];
		part[0].to[other] = c->from[other];
	} else {
		return false;
	}
	return !shares_lines(t, c, side, from, to);
}

static void decide_chunk(struct texts *t, const struct three_chunk *c)
{
	struct three_chunk part[2];
	size_t ours = count_new(t, c, OURS), theirs = count_new(t, c, THEIRS);
	struct str a, b, text;
	struct node *one;

	if (lines_equal(ids(t, c, OURS), ids(t, c, THEIRS))) {
		keep_both(t, c, true);
		return;
	}
	if ((ours == 0 && (theirs == 0 || !removes_words(t, c, OURS))) ||
	    (theirs == 0 && !removes_words(t, c, THEIRS))) {
		keep_both(t, c, false);
		return;
	}
	if (split_chunk(t, c, OURS, part) || split_chunk(t, c, THEIRS, part)) {
		decide_chunk(t, &part[0]);
		decide_chunk(t, &part[1]);
		return;
	}
	if (merge_lines(t, c))
		return;
	if (adds_paragraphs(t, c)) {
		keep_paragraphs(t, c);
		return;
	}
	a = whole(t, c, OURS);
	b = whole(t, c, THEIRS);
	one = make_one(t, c);
	if (merge_whole(t, whole(t, c, BASE), a, b, &text)) {
		one->text = text;
		return;
	}
	one->fate = FATE_CONFLICT;
	one->ours = a;
	one->theirs = b;
}

static void merge_part(struct merge *merge, const struct node *heading)
{
	struct arena scratch = { 0 };
	struct texts t = { .merge = merge };
	struct names names = { 0 };
	struct lines side[SIDES];
	struct three_chunk chunk;

	for (enum merge_side k = BASE; k < SIDES; k++) {
		collect(
		    &t, &names, &scratch, merge_part_of(merge, heading, k), k);
		side[k] = (struct lines){ t.id[k], t.count[k] };
	}
	three_begin(&t.three, &scratch, side);
	while (three_next(&t.three, &chunk)) {
		if (chunk.same)
			keep_same(&t, &chunk);
		else
			decide_chunk(&t, &chunk);
	}
	arena_release(&scratch);
}

void merge_text(struct merge *merge)
{
	for (enum merge_side side = BASE; side < SIDES; side++) {
		struct version *v = &merge->version[side];

		for (size_t i = 0; i < v->parts; i++) {
			const struct node *heading = v->part[i].unit->node;
			bool first = true;

			/* A version before has been there already. */
			for (enum merge_side k = BASE; k < side; k++)
				first = first && heading->unit[k] == NULL;
			if (first)
				merge_part(merge, heading);
		}
	}
}
