#include "build/calendar.h"

#include "base/text.h"

enum { LINE_OCTETS = 75 }; /* without the CRLF */

/* A content line is put together in `line`, then folded into `out`. */
struct writer {
	struct strbuf *out, line;
};

static void fold(struct strbuf *out, struct str line)
{
	size_t room = LINE_OCTETS;

	while (line.len > room) {
		size_t cut = text_boundary(line, room);

		strbuf_add(out, str_sub(line, 0, cut));
		strbuf_lit(out, "\r\n ");
		line = str_sub(line, cut, line.len);
		room = LINE_OCTETS - 1; /* the blank counts */
	}
	strbuf_add(out, line);
	strbuf_lit(out, "\r\n");
}

static struct strbuf *begin(struct writer *w, const char *name)
{
	strbuf_reset(&w->line);
	strbuf_add_cstr(&w->line, name);
	return &w->line;
}

static void end(struct writer *w)
{
	w->out->full = w->out->full || w->line.full;
	fold(w->out, strbuf_str(&w->line));
}

static void add_line(struct writer *w, const char *line)
{
	begin(w, line);
	end(w);
}

/* Without line ends and characters that may not stand: URIs, ids. */
static void add_plain(struct strbuf *line, struct str s)
{
	for (struct str part; s.at != NULL;) {
		part = str_take(&s, '\n');
		while (part.at != NULL)
			text_add_clean(line, str_take(&part, '\r'));
	}
}

/* RFC 5545, 3.3.11.  CRLF and CR are one line end as LF is. */
static void add_escaped(struct strbuf *line, struct str s)
{
	size_t from = 0;

	for (size_t i = 0; i < s.len; i++) {
		char c = s.at[i];

		if (c != '\\' && c != ';' && c != ',' && c != '\n' && c != '\r')
			continue;
		text_add_clean(line, str_sub(s, from, i));
		from = i + 1;
		if (c == '\r' && from < s.len && s.at[from] == '\n')
			continue;
		strbuf_add_char(line, '\\');
		strbuf_add_char(line, c == '\n' || c == '\r' ? 'n' : c);
	}
	text_add_clean(line, str_sub(s, from, s.len));
}

/* Nothing if the text is missing. */
static void add_text(struct writer *w, const char *name, struct str text)
{
	if (text.at == NULL)
		return;
	add_escaped(begin(w, name), text);
	end(w);
}

static void add_uri(struct writer *w, const char *name, struct str uri)
{
	if (uri.at == NULL)
		return;
	add_plain(begin(w, name), uri);
	end(w);
}

static void add_day(struct strbuf *line, struct date d)
{
	strbuf_printf(line, "%04d%02d%02d", d.year, d.month, d.day);
}

static void add_date(struct writer *w, const char *name, struct date d)
{
	add_day(begin(w, name), d);
	end(w);
}

static void add_moment(struct writer *w, const char *name, struct moment m)
{
	struct strbuf *line = begin(w, name);

	add_day(line, m.date);
	strbuf_printf(line, "T%02d%02d00Z", m.minutes / 60, m.minutes % 60);
	end(w);
}

/* The day after the last; after the end of the calendar there is none. */
static struct date day_after(struct date d)
{
	struct date last = { 9999, 12, 31 };

	return date_cmp(d, last) < 0 ? date_add(d, 1) : d;
}

static void add_span(struct writer *w, const struct calendar_event *e)
{
	if (e->timed) {
		add_moment(w, "DTSTART:", e->start);
		if (e->has_finish)
			add_moment(w, "DTEND:", e->finish);
		return;
	}
	add_date(w, "DTSTART;VALUE=DATE:", e->first);
	add_date(w, "DTEND;VALUE=DATE:",
	    day_after(date_cmp(e->last, e->first) < 0 ? e->first : e->last));
}

static void add_categories(struct writer *w, const struct calendar_event *e)
{
	struct strbuf *line;

	if (e->categories == 0)
		return;
	line = begin(w, "CATEGORIES:");
	for (size_t i = 0; i < e->categories; i++) {
		if (i > 0)
			strbuf_add_char(line, ',');
		add_escaped(line, e->category[i]);
	}
	end(w);
}

static void add_event(struct writer *w, const struct calendar_event *e)
{
	add_line(w, "BEGIN:VEVENT");
	add_uri(w, "UID:", e->uid);
	add_moment(w, "DTSTAMP:", e->stamp);
	add_span(w, e);
	if (e->sequence > 0) {
		strbuf_add_number(begin(w, "SEQUENCE:"), (uint64_t)e->sequence);
		end(w);
	}
	add_line(w, e->cancelled ? "STATUS:CANCELLED" : "STATUS:CONFIRMED");
	add_text(w, "SUMMARY:", e->title);
	add_text(w, "DESCRIPTION:", e->description);
	add_text(w, "LOCATION:", e->place);
	add_uri(w, "URL:", e->url);
	add_categories(w, e);
	/* Readers should not seem busy for what they may never visit. */
	add_line(w, "TRANSP:TRANSPARENT");
	add_line(w, "END:VEVENT");
}

void calendar_add_ics(struct strbuf *out, const struct calendar *calendar)
{
	struct writer w = { .out = out };

	strbuf_init(&w.line, out->max);
	add_line(&w, "BEGIN:VCALENDAR");
	add_line(&w, "VERSION:2.0");
	add_text(&w, "PRODID:",
	    calendar->product.at != NULL ? calendar->product
					 : STR("-//Sennight//EN"));
	add_line(&w, "CALSCALE:GREGORIAN");
	add_line(&w, "METHOD:PUBLISH");
	/* The standard's property, and the one that calendars understand. */
	add_text(&w, "NAME:", calendar->name);
	add_text(&w, "X-WR-CALNAME:", calendar->name);
	add_text(&w, "DESCRIPTION:", calendar->description);
	add_text(&w, "X-WR-CALDESC:", calendar->description);
	add_uri(&w, "URL:", calendar->url);
	add_line(&w, "REFRESH-INTERVAL;VALUE=DURATION:PT12H");
	add_line(&w, "X-PUBLISHED-TTL:PT12H");
	for (size_t i = 0; i < calendar->events; i++)
		add_event(&w, &calendar->event[i]);
	add_line(&w, "END:VCALENDAR");
	strbuf_release(&w.line);
}
