/* Rules about what the titles of events say of their day and place. */
#include "check/events.h"

/* --------------------------------------------------------------------- words */

/* A word of a title: letters and digits, and what is above ASCII. */
struct word {
	struct str text;
	size_t at; /* bytes of the title */
};

static bool is_word_char(char ch)
{
	return char_is_alnum(ch) || ((unsigned char)ch & 0x80) != 0;
}

/* The next word of a title from *at; false behind the last. */
static bool next_word(struct str title, size_t *at, struct word *ret_word)
{
	size_t from = *at, end;

	while (from < title.len && !is_word_char(title.at[from]))
		from++;
	for (end = from; end < title.len && is_word_char(title.at[end]);)
		end++;
	*at = end;
	*ret_word = (struct word){ str_sub(title, from, end), from };
	return end > from;
}

static bool is_upper(char ch)
{
	return ch >= 'A' && ch <= 'Z';
}

/* 0 for no number, "3rd" is 3. */
static int number_of(struct str word)
{
	size_t digits = 0;
	uint64_t value = 0;

	while (digits < word.len && char_is_digit(word.at[digits]))
		digits++;
	if (digits == 0 || digits > 2 ||
	    !str_to_number(str_sub(word, 0, digits), 99, &value))
		return 0;
	word = str_sub(word, digits, word.len);
	if (word.len > 0 && !str_eq_fold(word, STR("st")) &&
	    !str_eq_fold(word, STR("nd")) && !str_eq_fold(word, STR("rd")) &&
	    !str_eq_fold(word, STR("th")))
		return 0;
	return (int)value;
}

/* The finding stands at the date: it is as likely wrong as the title. */
static struct span date_span(struct checker *c, const struct event *e)
{
	return event_part(c, e, EVENT_DATES);
}

/* ------------------------------------------------------------------- weekday */

enum { LAST = 5, EVERY = 0 };

/* "Second" is 2; 0 for what is no ordinal. */
static int ordinal_of(struct str word)
{
	static const struct str names[] = { STR_INIT("first"),
		STR_INIT("second"), STR_INIT("third"), STR_INIT("fourth"),
		STR_INIT("last") };

	for (int i = 0; i < LAST; i++)
		if (str_eq_fold(word, names[i]))
			return i + 1;
	if (word.len == 3 && number_of(word) < LAST)
		return number_of(word);
	return EVERY;
}

/* 0..6, with or without the "s" of "Tuesdays"; -1 for no weekday. */
static int weekday_of(struct str word)
{
	if (word.len < 6 || !is_upper(word.at[0]))
		return -1;
	for (int i = MONDAY; i <= SUNDAY; i++) {
		struct str name = date_weekday_name((enum weekday)i);

		if (str_eq_fold(word, name) ||
		    (word.len == name.len + 1 && str_starts_fold(word, name) &&
			char_lower(word.at[name.len]) == 's'))
			return i;
	}
	return -1;
}

static bool is_ordinal_day(struct date d, int ordinal)
{
	/* The last one but one stands in for it before holidays. */
	if (ordinal == LAST)
		return d.day + 14 > date_days_in_month(d.year, d.month);
	return ordinal == EVERY || (d.day - 1) / 7 + 1 == ordinal;
}

void event_look_title_weekday(struct checker *c, const struct event *e)
{
	int weekday = -1, ordinal = EVERY, last = EVERY;
	struct word word, found = { 0 };
	size_t at = 0;
	struct span s;

	if (date_cmp(e->first, e->last) != 0)
		return;
	while (next_word(e->title, &at, &word)) {
		int day = weekday_of(word.text);

		/* Two weekdays say nothing of this one day. */
		if (day >= 0 && weekday >= 0)
			return;
		if (day >= 0) {
			weekday = day;
			ordinal = last;
			found = word;
		}
		last = ordinal_of(word.text);
	}
	if (weekday < 0 || ((int)date_weekday(e->first) == weekday &&
			       is_ordinal_day(e->first, ordinal)))
		return;
	s = date_span(c, e);
	check_found(c, s.from, s.to, "\"%.*s\" on %.*s, the %d%s",
	    STR_ARG(ordinal == EVERY ? found.text : e->title),
	    STR_ARG(date_weekday_name(date_weekday(e->first))),
	    (e->first.day - 1) / 7 + 1, ". of its month");
}

/* ---------------------------------------------------------------- month, day */

/* What a title says of its date; 0 for what it does not say. */
struct said {
	int year, month, day;
	struct str text;
};

static int month_of(struct str word)
{
	int month = date_month_named(word);

	if (month == 0 || !is_upper(word.at[0]) ||
	    word.len < date_month_name(month).len)
		return 0;
	return month;
}

static int year_of(struct str word)
{
	uint64_t year;

	return word.len == 4 && str_to_number(word, 2100, &year) && year >= 1990
		   ? (int)year
		   : 0;
}

/* "May" and "March" are other words too. */
static bool is_ambiguous(int month)
{
	return month == 3 || month == 5;
}

/* "2026-03-04" in a title. */
static bool read_iso(struct str title, struct said *ret_said)
{
	struct written_date date;

	if (dates_find(title, 0, title.len, &date, 1) == 0 ||
	    !date_exists(date.date))
		return false;
	*ret_said = (struct said){ date.date.year, date.date.month,
		date.date.day, str_sub(title, date.offset, date.end) };
	return true;
}

/* "March 4th, 2026", "4 March", "March meetup"; false for none or two. */
static bool read_said(struct str title, struct said *ret_said)
{
	struct word word, next;
	struct said said = { 0 };
	int before = 0;
	size_t at = 0, ahead;

	if (read_iso(title, ret_said))
		return true;
	for (; next_word(title, &at, &word); before = number_of(word.text)) {
		int month = month_of(word.text);

		if (month == 0)
			continue;
		if (said.month != 0)
			return false;
		ahead = at;
		said.month = month;
		said.text = word.text;
		said.day = before <= 31 ? before : 0;
		if (!next_word(title, &ahead, &next))
			break;
		if (said.day == 0 && number_of(next.text) <= 31)
			said.day = number_of(next.text);
		said.year = year_of(next.text);
	}
	if (is_ambiguous(said.month) && said.day == 0 && said.year == 0 &&
	    !str_contains_fold(title, STR("meetup")))
		return false;
	*ret_said = said;
	return said.month != 0;
}

/* Is it one of the days of the event?  A month alone fits any of its days. */
static bool agrees(const struct said *said, const struct event *e)
{
	struct date d = e->first;
	int days = date_to_days(e->last) - date_to_days(e->first);

	for (int i = 0; i <= days && i < 366; i++, d = date_add(d, 1))
		if (d.month == said->month &&
		    (said->day == 0 || d.day == said->day) &&
		    (said->year == 0 || d.year == said->year))
			return true;
	return false;
}

/* "Register by 23 April" is no date of the event. */
static bool says_until(struct str title)
{
	static const struct str words[] = { STR_INIT("by"), STR_INIT("until"),
		STR_INIT("till"), STR_INIT("before"), STR_INIT("deadline") };
	struct word word;
	size_t at = 0;

	while (next_word(title, &at, &word))
		for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
			if (str_eq_fold(word.text, words[i]))
				return true;
	return false;
}

static void look_said(struct checker *c, const struct event *e, bool day)
{
	struct said said;
	struct span s;

	if (!event_form_of(c, e)->barred || !read_said(e->title, &said) ||
	    (said.day > 0) != day || agrees(&said, e) || says_until(e->title))
		return;
	s = date_span(c, e);
	check_found(c, s.from, s.to, "\"%.*s\"", STR_ARG(e->title));
}

void event_look_title_date(struct checker *c, const struct event *e)
{
	look_said(c, e, true);
}

void event_look_title_month(struct checker *c, const struct event *e)
{
	look_said(c, e, false);
}

/* ---------------------------------------------------------------------- mode */

/* Words that follow "virtual" where it says how the event is held, and not
 * what it is about (machines, memory). */
static bool is_event_word(struct str word)
{
	static const struct str words[] = { STR_INIT("meetup"),
		STR_INIT("meetups"), STR_INIT("event"), STR_INIT("meeting"),
		STR_INIT("meet"), STR_INIT("session"), STR_INIT("workshop"),
		STR_INIT("hack"), STR_INIT("edition"), STR_INIT("conference"),
		STR_INIT("talk"), STR_INIT("talks"), STR_INIT("gathering"),
		STR_INIT("only"), STR_INIT("hangout"), STR_INIT("social") };

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (str_eq_fold(word, words[i]))
			return true;
	return word.len == 0;
}

/* The word of a title that says it is held online, or on the spot. */
static struct str mode_word(struct str title, enum event_mode mode)
{
	struct word word, next;
	size_t at = 0, ahead;

	while (next_word(title, &at, &word)) {
		ahead = at;
		next_word(title, &ahead, &next);
		if (mode == MODE_VIRTUAL &&
		    (str_eq_fold(word.text, STR("online")) ||
			((str_eq_fold(word.text, STR("virtual")) ||
			     str_eq_fold(word.text, STR("remote"))) &&
			    is_event_word(next.text))))
			return word.text;
		if (mode == MODE_IN_PERSON &&
		    (str_eq_fold(word.text, STR("onsite")) ||
			(str_eq_fold(word.text, STR("in")) &&
			    str_eq_fold(next.text, STR("person")))))
			return str_sub(title, word.at, ahead);
	}
	return (struct str){ 0 };
}

void event_look_title_mode(struct checker *c, const struct event *e)
{
	struct str word = { 0 };
	struct span s;

	if (!event_form_of(c, e)->barred)
		return;
	/* Under a heading for them, virtual events need no mark. */
	if (e->mode == MODE_IN_PERSON &&
	    event_section(c, e)->region != settings_region_virtual(c->settings))
		word = mode_word(e->title, MODE_VIRTUAL);
	else if (e->mode == MODE_VIRTUAL)
		word = mode_word(e->title, MODE_IN_PERSON);
	/* Both words, and the place knows better. */
	if (word.len == 0 || mode_word(e->title, e->mode).len > 0 ||
	    str_contains_fold(e->title, STR("hybrid")))
		return;
	s = event_part(c, e, EVENT_PLACE);
	check_found(c, s.from, s.to, "\"%.*s\"", STR_ARG(e->title));
}

/* --------------------------------------------------------------- placeholders */

/* "to be announced" and the like: what follows "to be". */
static bool is_open(struct str word)
{
	static const struct str words[] = { STR_INIT("announced"),
		STR_INIT("determined"), STR_INIT("confirmed"),
		STR_INIT("decided"), STR_INIT("defined") };

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (str_eq_fold(word, words[i]))
			return true;
	return false;
}

static bool is_placeholder(struct str title)
{
	struct word word = { 0 }, last = { 0 }, first;
	size_t at = 0;

	do {
		first = last;
		last = word;
		if (!next_word(title, &at, &word))
			return false;
	} while (!str_eq(word.text, STR("TBD")) &&
		 !str_eq(word.text, STR("TBA")) &&
		 !str_eq(word.text, STR("TBC")) &&
		 !str_eq_fold(word.text, STR("placeholder")) &&
		 !(str_eq_fold(word.text, STR("holder")) &&
		     str_eq_fold(last.text, STR("place"))) &&
		 !(is_open(word.text) && str_eq_fold(last.text, STR("be")) &&
		     str_eq_fold(first.text, STR("to"))));
	return true;
}

void event_look_title_placeholder(struct checker *c, const struct event *e)
{
	const struct event_form *form;
	struct span s;

	if (!is_placeholder(e->title))
		return;
	form = event_form_of(c, e);
	s = form->barred && form->title_line != MD_UNKNOWN ? form->title
							   : form->line;
	check_found(c, s.from, s.to, "\"%.*s\"", STR_ARG(e->title));
}
