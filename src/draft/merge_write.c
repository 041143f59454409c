#include "draft/merge_write.h"

#include <assert.h>

struct writer {
	struct strbuf *out;
	struct merge *merge;
	const struct merge_labels *labels;
	const struct node *last; /* that was written, or NULL */
};

static void add_marker(
    struct strbuf *out, char c, size_t size, const char *label, bool crlf)
{
	strbuf_add_repeat(out, c, size);
	if (label != NULL) {
		strbuf_add_char(out, ' ');
		strbuf_add_cstr(out, label);
	}
	strbuf_add_cstr(out, crlf ? "\r\n" : "\n");
}

static void add_lines(struct strbuf *out, struct str text, bool crlf)
{
	strbuf_add(out, text);
	if (text.len > 0 && text.at[text.len - 1] != '\n')
		strbuf_add_cstr(out, crlf ? "\r\n" : "\n");
}

void merge_write_conflict(struct strbuf *out, struct str ours,
    struct str theirs, const struct merge_labels *labels, bool crlf)
{
	add_marker(out, '<', labels->marker_size, labels->ours, crlf);
	add_lines(out, ours, crlf);
	add_marker(out, '=', labels->marker_size, NULL, crlf);
	add_lines(out, theirs, crlf);
	add_marker(out, '>', labels->marker_size, labels->theirs, crlf);
}

/* The unit before, in the same version; NULL at the start. */
static const struct unit *unit_before(
    const struct merge *merge, const struct unit *unit)
{
	const struct unit *first = merge->version[unit->side].unit;

	while (unit > first) {
		unit--;
		if (unit->text.len > 0)
			return unit;
	}
	return NULL;
}

static const struct node *node_before(
    const struct writer *w, const struct unit *unit)
{
	const struct unit *before = unit_before(w->merge, unit);

	return before == NULL ? NULL : before->node;
}

/* What was base, ours and theirs is the changed one; the longer if both
 * changed it. */
static struct str three_way(struct str base, struct str ours, struct str theirs)
{
	if (str_eq(ours, base))
		return theirs;
	if (str_eq(theirs, base) || ours.len >= theirs.len)
		return ours;
	return theirs;
}

/* The gap of a node that stands behind another kind of thing than where it
 * came from. */
static struct str fitting_gap(const struct writer *w, const struct unit *unit)
{
	const struct unit *before = unit_before(w->merge, unit);
	const struct unit *last = w->last != NULL ? merge_shown(w->last) : NULL;

	if (last == NULL || unit->kind == UNIT_FIELD)
		return unit->gap;
	if (before != NULL && before->kind == last->kind)
		return unit->gap;
	if (unit->kind == UNIT_ITEM && last->kind == UNIT_ITEM)
		return STR("");
	return unit->gap.len > 0 ? unit->gap : STR("\n");
}

static struct str gap_of(const struct writer *w, const struct node *node)
{
	const struct unit *base = node->unit[BASE], *ours = node->unit[OURS];
	const struct unit *theirs = node->unit[THEIRS];
	bool fits_ours = ours != NULL && node_before(w, ours) == w->last;
	bool fits_theirs = theirs != NULL && node_before(w, theirs) == w->last;

	if (fits_ours && fits_theirs)
		return three_way(base != NULL ? base->gap : ours->gap,
		    ours->gap, theirs->gap);
	if (fits_ours)
		return ours->gap;
	if (fits_theirs)
		return theirs->gap;
	return fitting_gap(w, merge_shown(node));
}

static void write_node(struct writer *w, const struct node *node)
{
	if (node->fate == FATE_DROP)
		return;
	assert(node->fate != FATE_OPEN);
	if (node->fate == FATE_KEEP && node->text.len == 0)
		return;
	strbuf_add(w->out, gap_of(w, node));
	if (node->fate == FATE_CONFLICT) {
		w->merge->conflicts++;
		merge_write_conflict(
		    w->out, node->ours, node->theirs, w->labels, false);
	} else {
		strbuf_add(w->out, node->text);
	}
	w->last = node;
}

static bool has_content(const struct node *heading)
{
	const struct node *head = heading->below;

	for (const struct node *at = head->next; at != head; at = at->next) {
		if (at->fate != FATE_DROP)
			return true;
	}
	return false;
}

/* A heading that one side removed comes back, and with it those above it that
 * this side removed as well. */
static void bring_back(struct merge *merge, struct node *heading)
{
	const struct unit *unit = merge_shown(heading);

	while (heading->fate == FATE_DROP) {
		const struct version *v = &merge->version[unit->side];
		size_t parent = v->part[unit->part].parent;

		heading->fate = FATE_KEEP;
		heading->text = unit->text;
		if (parent == STR_NONE)
			return;
		unit = v->part[parent].unit;
		heading = unit->node;
	}
}

static void bring_back_headings(struct merge *merge)
{
	struct node *head = merge->headings;

	for (struct node *at = head->next; at != head; at = at->next) {
		if (at->fate == FATE_DROP && has_content(at))
			bring_back(merge, at);
	}
}

void merge_write(
    struct strbuf *out, struct merge *merge, const struct merge_labels *labels)
{
	struct writer w = { .out = out, .merge = merge, .labels = labels };
	const struct node *head = merge->headings;

	bring_back_headings(merge);
	for (const struct node *h = head->next; h != head; h = h->next) {
		write_node(&w, h);
		for (const struct node *at = h->below->next; at != h->below;
		     at = at->next)
			write_node(&w, at);
	}
	strbuf_add(
	    out, three_way(merge->version[BASE].tail, merge->version[OURS].tail,
		     merge->version[THEIRS].tail));
}
