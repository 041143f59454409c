/*
 * trend: how a figure went during the last year, as a line in SVG and as text.
 *
 * Only text is written.  The drawing stands inside of a page: it takes its
 * colours from the theme (--ink, --muted, --rule, --accent) and has others
 * where there is none, and it is as wide as there is room.  What it says to
 * those who see is in its label for those who do not.
 *
 * Where another machine began to measure the line is broken and marked, since
 * figures of two machines cannot be compared.
 */
#ifndef COLLECT_TREND_H
#define COLLECT_TREND_H

#include "base/arena.h"
#include "base/date.h"

struct trend_point {
	struct date date;
	int64_t value;      /* in hundredths of the unit; see TREND_MOST */
	struct str machine; /* what measured it; may be empty: not known */
};

/* Points with larger values, of either sign, are left out. */
#define TREND_MOST INT64_C(100000000000000)

struct trend {
	struct str title;  /* "Time to build all" */
	struct str unit;   /* "s", "%"; may be empty */
	struct date until; /* the last day of the year; must be set */
	const struct trend_point *point; /* in order of dates */
	size_t points;
};

/*
 * Append <svg class="trend">, in one piece and without a line end, or nothing
 * if no point is of the 365 days up to `until`.  Points that are not later
 * than the one before are left out.  Texts may hold any bytes.
 */
void trend_add_svg(struct strbuf *out, const struct trend *trend);

/*
 * The same in sentences, as plain text: how many values and of which days, the
 * first and the last, the lowest and the highest, and when the machine
 * changed.  Without points it says so.
 */
void trend_add_text(struct strbuf *out, const struct trend *trend);

#endif
