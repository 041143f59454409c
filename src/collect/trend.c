#include "collect/trend.h"

#include "base/text.h"
#include "base/xml.h"

/* The drawing, in the units of its viewBox, which are pixels on a phone. */
enum {
	WIDTH = 400,
	HEIGHT = 210,
	LEFT = 50,
	RIGHT = 392,
	TOP = 26,
	BOTTOM = 182,
	YEAR = 365,
	LINES = 4,       /* about so many lines of the scale */
	NAME_MOST = 20,  /* code points of a machine's name in the drawing */
	NAME_WIDTH = 150 /* of one, and the room that it keeps from others */
};

/* ----------------------------------------------------------------- the points */

/* The points that count, one after the other, and what is known of all. */
struct walk {
	const struct trend *trend;
	size_t next;
	struct date last;
};

static const struct trend_point *next_point(struct walk *w)
{
	int32_t until = date_to_days(w->trend->until);

	while (w->next < w->trend->points) {
		const struct trend_point *p = &w->trend->point[w->next++];
		int32_t day;

		if (!date_exists(p->date) || p->value > TREND_MOST ||
		    p->value < -TREND_MOST)
			continue;
		day = date_to_days(p->date);
		if (day > until || day <= until - YEAR ||
		    (date_is_set(w->last) && date_cmp(w->last, p->date) >= 0))
			continue;
		w->last = p->date;
		return p;
	}
	return NULL;
}

struct sum {
	size_t count;
	const struct trend_point *first, *last, *lowest, *highest;
};

static struct sum sum_of(const struct trend *trend)
{
	struct walk w = { .trend = trend };
	struct sum s = { 0 };

	for (const struct trend_point *p = next_point(&w); p != NULL;
	     p = next_point(&w)) {
		s.count++;
		s.first = s.first == NULL ? p : s.first;
		s.last = p;
		if (s.lowest == NULL || p->value < s.lowest->value)
			s.lowest = p;
		if (s.highest == NULL || p->value > s.highest->value)
			s.highest = p;
	}
	return s;
}

/* ------------------------------------------------------------------ the words */

/* 1250 as "12.5", 1200 as "12". */
static void add_value(struct strbuf *out, int64_t value)
{
	uint64_t size = (uint64_t)(value < 0 ? -value : value);

	if (value < 0)
		strbuf_lit(out, "\u2212");
	strbuf_add_number(out, size / 100);
	if (size % 100 == 0)
		return;
	strbuf_printf(out, ".%u", (unsigned)(size % 100 / 10));
	if (size % 10 != 0)
		strbuf_add_number(out, size % 10);
}

static void add_measure(
    struct strbuf *out, const struct trend *trend, const struct trend_point *p)
{
	add_value(out, p->value);
	if (trend->unit.len > 0) {
		strbuf_lit(out, "\u00a0");
		text_add_clean(out, trend->unit);
	}
}

static void add_dated(struct strbuf *out, const struct trend *trend,
    const char *words, const struct trend_point *p)
{
	strbuf_add_cstr(out, words);
	add_measure(out, trend, p);
	strbuf_lit(out, " on ");
	date_add_iso(out, p->date);
}

/* Did another machine begin with p?  What is not known changes nothing. */
static bool is_change(struct str *machine, const struct trend_point *p)
{
	bool changed = machine->len > 0 && p->machine.len > 0 &&
		       !str_eq(*machine, p->machine);

	if (p->machine.len > 0)
		*machine = p->machine;
	return changed;
}

static void add_changes(struct strbuf *out, const struct trend *trend)
{
	struct walk w = { .trend = trend };
	struct str machine = { 0 };

	for (const struct trend_point *p = next_point(&w); p != NULL;
	     p = next_point(&w)) {
		if (!is_change(&machine, p))
			continue;
		strbuf_lit(out, " Since ");
		date_add_iso(out, p->date);
		strbuf_lit(out, " another machine measures: ");
		text_add_clean(out, p->machine);
		strbuf_add_char(out, '.');
	}
}

void trend_add_text(struct strbuf *out, const struct trend *trend)
{
	struct sum s = sum_of(trend);

	text_add_clean(out, trend->title);
	if (s.count == 0) {
		strbuf_lit(out, ": no values in the last year.");
		return;
	}
	if (s.count == 1) {
		add_dated(out, trend, ": ", s.first);
		strbuf_lit(out, ", the only value of the last year.");
		return;
	}
	strbuf_printf(out, ", %zu values of the last year: ", s.count);
	add_dated(out, trend, "", s.first);
	add_dated(out, trend, ", ", s.last);
	add_dated(out, trend, "; the lowest ", s.lowest);
	add_dated(out, trend, ", the highest ", s.highest);
	strbuf_add_char(out, '.');
	add_changes(out, trend);
}

/* ---------------------------------------------------------------- the drawing */

/* The scale: from low to high, both multiples of step. */
struct scale {
	int64_t low, high, step;
};

/* The largest multiple of step that is not larger. */
static int64_t floor_to(int64_t value, int64_t step)
{
	int64_t rest = value % step;

	return value - (rest < 0 ? rest + step : rest);
}

/* Steps are 1, 2 or 5, and a power of ten. */
static struct scale scale_of(const struct sum *s)
{
	static const int64_t factors[] = { 2, 5, 10 };
	int64_t span = s->highest->value - s->lowest->value, power = 1,
		step = 1;
	struct scale scale;

	for (size_t i = 0; step * LINES < span; i = (i + 1) % 3) {
		step = power * factors[i];
		if (i == 2)
			power *= 10;
	}
	scale.step = step;
	scale.low = floor_to(s->lowest->value, step);
	scale.high = floor_to(s->highest->value + step - 1, step);
	if (scale.low == scale.high) {
		scale.low -= step;
		scale.high += step;
	}
	return scale;
}

/* Tenths of a unit of the drawing, from integers, so that the same points
 * give the same bytes on every machine. */
static int64_t x_of(const struct trend *trend, struct date date)
{
	int32_t day = date_to_days(date) - date_to_days(trend->until) + YEAR;

	return 10 * LEFT +
	       (int64_t)(day - 1) * 10 * (RIGHT - LEFT) / (YEAR - 1);
}

static int64_t y_of(const struct scale *scale, int64_t value)
{
	return 10 * BOTTOM - (value - scale->low) * 10 * (BOTTOM - TOP) /
				 (scale->high - scale->low);
}

static void add_tenths(struct strbuf *out, int64_t tenths)
{
	strbuf_printf(out, "%lld.%lld", (long long)(tenths / 10),
	    (long long)(tenths % 10));
}

static void add_scale(struct strbuf *out, const struct scale *scale)
{
	for (int64_t v = scale->low; v <= scale->high; v += scale->step) {
		int64_t y = y_of(scale, v);

		strbuf_printf(
		    out, "<path stroke=\"var(--rule, #ccc)\" d=\"M%d ", LEFT);
		add_tenths(out, y);
		strbuf_printf(out,
		    "H%d\"/><text text-anchor=\"end\" x=\"%d\" "
		    "y=\"",
		    RIGHT, LEFT - 6);
		add_tenths(out, y + 40);
		strbuf_lit(out, "\">");
		add_value(out, v);
		strbuf_lit(out, "</text>");
	}
}

/* Every third month has a name, and the year where there is room for it. */
static void add_months(struct strbuf *out, const struct trend *trend)
{
	struct date date = date_add(trend->until, 1 - YEAR);

	for (int day = 0; day < YEAR; day++, date = date_add(date, 1)) {
		int64_t x = x_of(trend, date);

		if (date.day != 1 || date.month % 3 != 1)
			continue;
		strbuf_lit(out, "<path stroke=\"var(--rule, #ccc)\" d=\"M");
		add_tenths(out, x);
		strbuf_printf(out, " %dv5\"/>", BOTTOM);
		if (x > 10 * (RIGHT - 20))
			continue;
		strbuf_lit(out, "<text text-anchor=\"middle\" x=\"");
		add_tenths(out, x);
		strbuf_printf(out, "\" y=\"%d\">", HEIGHT - 10);
		date_add_format(out, date, STR("%b %Y"));
		strbuf_lit(out, "</text>");
	}
}

/* The name of a machine beside its mark; in the right half it stands before
 * the mark, and points to what it is about. */
static void add_name(struct strbuf *out, struct str name, int64_t x)
{
	bool right = x > 10 * (LEFT + RIGHT) / 2;
	size_t end = 0;

	for (size_t i = 0; i < NAME_MOST && end < name.len; i++)
		text_next(name, &end);
	strbuf_printf(
	    out, "<text text-anchor=\"%s\" x=\"", right ? "end" : "start");
	add_tenths(out, x + (right ? -40 : 40));
	strbuf_printf(out, "\" y=\"%d\">", TOP - 12);
	xml_add_text(out, str_sub(name, 0, end));
	if (end < name.len)
		strbuf_lit(out, "\u2026");
	strbuf_add_cstr(out, right ? " \u2192</text>" : "</text>");
}

/* Names that would cover one another are left to the text. */
static void add_machines(struct strbuf *out, const struct trend *trend)
{
	struct walk w = { .trend = trend };
	struct str machine = { 0 };
	int64_t named = -10 * NAME_WIDTH;

	for (const struct trend_point *p = next_point(&w); p != NULL;
	     p = next_point(&w)) {
		int64_t x = x_of(trend, p->date);

		if (!is_change(&machine, p))
			continue;
		strbuf_lit(out, "<path class=\"machine\" "
				"stroke=\"var(--muted, #666)\" "
				"stroke-dasharray=\"3 3\" d=\"M");
		add_tenths(out, x);
		strbuf_printf(out, " %dV%d\"/>", TOP - 12, BOTTOM);
		if (x - named < 10 * NAME_WIDTH)
			continue;
		add_name(out, p->machine, x);
		named = x;
	}
}

/* The unit, above the scale. */
static void add_unit(struct strbuf *out, const struct trend *trend)
{
	if (trend->unit.len == 0)
		return;
	strbuf_printf(out, "<text text-anchor=\"end\" x=\"%d\" y=\"%d\">",
	    LEFT - 6, TOP - 12);
	xml_add_text(out, trend->unit);
	strbuf_lit(out, "</text>");
}

/* A line for each machine; its first point is a dot, as it may be the only
 * one. */
static void add_line(
    struct strbuf *out, const struct trend *trend, const struct scale *scale)
{
	struct walk w = { .trend = trend };
	struct str machine = { 0 };
	bool begins = true;

	strbuf_lit(out, "<path fill=\"none\" stroke=\"var(--accent, #a33)\" "
			"stroke-width=\"2\" stroke-linejoin=\"round\" "
			"stroke-linecap=\"round\" d=\"");
	for (const struct trend_point *p = next_point(&w); p != NULL;
	     p = next_point(&w)) {
		begins = is_change(&machine, p) || begins;
		strbuf_add_char(out, begins ? 'M' : 'L');
		add_tenths(out, x_of(trend, p->date));
		strbuf_add_char(out, ' ');
		add_tenths(out, y_of(scale, p->value));
		if (begins)
			strbuf_lit(out, "h0");
		begins = false;
	}
	strbuf_lit(out, "\"/>");
}

static void add_label(struct strbuf *out, const struct trend *trend)
{
	struct strbuf text;

	strbuf_init(&text, out->max);
	trend_add_text(&text, trend);
	xml_add_attribute(out, strbuf_str(&text));
	strbuf_release(&text);
}

void trend_add_svg(struct strbuf *out, const struct trend *trend)
{
	struct sum s = sum_of(trend);
	struct scale scale;

	if (s.count == 0)
		return;
	scale = scale_of(&s);
	strbuf_printf(out,
	    "<svg class=\"trend\" role=\"img\" viewBox=\"0 0 %d %d\" "
	    "aria-label=\"",
	    WIDTH, HEIGHT);
	add_label(out, trend);
	strbuf_lit(out, "\"><g font-size=\"12\" fill=\"var(--muted, #666)\">");
	add_unit(out, trend);
	add_scale(out, &scale);
	add_months(out, trend);
	add_machines(out, trend);
	strbuf_lit(out, "</g>");
	add_line(out, trend, &scale);
	strbuf_lit(out, "</svg>");
}
