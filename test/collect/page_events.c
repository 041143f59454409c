/* Events of pages, by data and by classes. */
#include "../test.h"

#include "base/strbuf.h"
#include "collect/page_events.h"
#include "model/event_fields.h"

static struct arena arena;

static int tear_down(void **state)
{
	(void)state;
	arena_release(&arena);
	return 0;
}

static struct page_events read_page(const char *html)
{
	struct page_events events = { .count = 0 };

	page_events_read(&arena,
	    &(struct answer){ .body = str_of(html),
		.content_type = STR("text/html; charset=utf-8"),
		.url = STR("https://tide.example.org/list") },
	    &events);
	return events;
}

/* One line for each event. */
static struct str as_text(const struct page_events *events)
{
	static const char *const modes[] = { "?", "in-person", "virtual",
		"hybrid" };
	struct strbuf out;
	struct str text;

	strbuf_init(&out, 100000);
	for (size_t i = 0; i < events->count; i++) {
		const struct found_event *f = &events->event[i];
		const struct event *e = &f->event;

		strbuf_printf(&out, "%.*s|%.*s|%.*s..%.*s|%d..%d|%s",
		    STR_ARG(e->title), STR_ARG(e->url),
		    STR_ARG(date_text(&arena, e->first)),
		    STR_ARG(date_text(&arena, e->last)), e->start, e->finish,
		    modes[e->mode]);
		for (size_t k = 0; k < e->places; k++)
			strbuf_printf(&out, "|%.*s,%.*s,%.*s,%.*s",
			    STR_ARG(e->place[k].text),
			    STR_ARG(e->place[k].city),
			    STR_ARG(e->place[k].state),
			    STR_ARG(e->place[k].country));
		for (size_t k = 0; k < e->groups; k++)
			strbuf_printf(&out, "|by %.*s <%.*s>",
			    STR_ARG(e->group[k].name),
			    STR_ARG(e->group[k].url));
		strbuf_printf(&out, "%s%.*s%s\n", f->status.len > 0 ? "|" : "",
		    STR_ARG(f->status), f->free ? "|free" : "");
	}
	text = arena_str(&arena, strbuf_str(&out));
	strbuf_release(&out);
	return text;
}

struct page_case {
	const char *html, *events;
	size_t left;
};

static void run(const struct page_case *cases, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		struct page_events events = read_page(cases[i].html);

		assert_str(as_text(&events), cases[i].events);
		assert_int_equal(events.left, cases[i].left);
	}
}

#define DATA(json) "<script type='application/ld+json'>" json "</script>"

static void test_data(void **state)
{
	static const struct page_case cases[] = {
		{ DATA("{\"@type\": \"Event\", \"name\": \"Lamp &amp; oil\","
		       "\"startDate\": \"2026-11-02T09:00+01:00\","
		       "\"endDate\": \"2026-11-04T17:00+01:00\","
		       "\"eventAttendanceMode\": "
		       "\"https://schema.org/MixedEventAttendanceMode\","
		       "\"url\": \"/lamp\", \"location\": [{\"@type\": "
		       "\"VirtualLocation\", \"url\": \"https://v.example/\"},"
		       "{\"@type\": \"Place\", \"name\": \"Hall\", \"address\":"
		       "{\"@type\": \"PostalAddress\", \"addressLocality\": "
		       "\"Firenze\", \"addressCountry\": \"IT\"}}],"
		       "\"organizer\": {\"name\": \"Lampers\", \"url\": "
		       "\"https://l.example/\"}}"),
		    "Lamp & oil|https://tide.example.org/lamp|"
		    "2026-11-02..2026-11-04|540..1020|hybrid|,Firenze,,IT|"
		    "by Lampers <https://l.example/>\n",
		    0 },
		/* A day alone; a list of types; one broken script beside. */
		{ DATA("{broken") DATA(
		      "[{\"@type\": [\"Thing\", \"SocialEvent\"], \"name\": "
		      "\"A\", \"startDate\": \"2026-11-02\"}]"),
		    "A|https://tide.example.org/list|2026-11-02..2026-11-02|"
		    "-1..-1|?\n",
		    0 },
		/* Until the small hours; the mode by the place; in a graph. */
		{ DATA("{\"@graph\": [{\"@type\": \"WebPage\"}, {\"@type\": "
		       "\"https://schema.org/MusicEvent\", \"name\": \"B\", "
		       "\"startDate\": \"2026-11-02T20:00:00.000-06:00\", "
		       "\"endDate\": \"2026-11-03T02:00:00.000-06:00\", "
		       "\"location\": {\"@type\": \"Place\", \"address\": "
		       "\"12 Pier, Lisbon, Portugal\"}, \"eventStatus\": "
		       "\"http://schema.org/EventCancelled\"}]}"),
		    "B|https://tide.example.org/list|2026-11-02..2026-11-02|"
		    "1200..120|in-person|,Lisbon,,PT|cancelled\n",
		    0 },
		/* Names of countries, states, organizers in a list, free. */
		{ DATA("{\"@type\": \"Hackathon\", \"name\": \"C\", "
		       "\"startDate\": \"2026-11-02 18:30\", \"location\": "
		       "{\"address\": {\"addressLocality\": \"Portland\", "
		       "\"addressRegion\": \"Oregon\", \"addressCountry\": "
		       "{\"name\": \"United States\"}}}, \"organizer\": "
		       "[\"One\", {\"name\": \"Two\"}], \"offers\": "
		       "[{\"price\": \"0\"}, {\"price\": 0}], "
		       "\"eventStatus\": \"EventPostponed\"}"),
		    "C|https://tide.example.org/list|2026-11-02..2026-11-02|"
		    "1110..-1|in-person|,Portland,OR,US|by One <>|by Two <>|"
		    "postponed|free\n",
		    0 },
		/* A list of what a page shows; twice the same. */
		{ DATA("{\"@type\": \"ItemList\", \"itemListElement\": ["
		       "{\"@type\": \"ListItem\", \"item\": {\"@type\": "
		       "\"Event\", \"name\": \"D\", \"startDate\": "
		       "\"2026-11-02T10:00Z\", \"location\": "
		       "\"https://meet.example/\"}}, {\"item\": {\"@type\": "
		       "\"Event\", \"name\": \"D\", \"startDate\": "
		       "\"2026-11-02T10:00Z\"}}]}"),
		    "D|https://tide.example.org/list|2026-11-02..2026-11-02|"
		    "600..-1|virtual\n",
		    0 },
		/* What people put around it, and into it. */
		{ DATA("<!-- {\"@type\": \"Event\", \"name\": \"E\\ud800\n2\", "
		       "\"startDate\": \"2026-11-02\", \"startDate\": "
		       "\"2026-11-03\"} -->"),
		    "E\xef\xbf\xbd 2|https://tide.example.org/list|"
		    "2026-11-03..2026-11-03|-1..-1|?\n",
		    0 },
		/* No title, no day, a day that there is not. */
		{ DATA("[{\"@type\": \"Event\", \"startDate\": "
		       "\"2026-11-02\"}, {\"@type\": \"Event\", \"name\": "
		       "\"x\"}, {\"@type\": \"Event\", \"name\": \"x\", "
		       "\"startDate\": \"2026-02-30\"}, 3, null, \"s\"]"),
		    "", 3 },
		{ DATA("{\"@type\": \"Person\", \"name\": \"x\"}"), "", 0 },
		{ "<p>nothing", "", 0 },
		{ "", "", 0 },
	};

	(void)state;
	run(cases, COUNT(cases));
}

static void test_classes(void **state)
{
	static const struct page_case cases[] = {
		{ "<div class=h-event><h1 class='p-name x'>Night of lamps</h1>"
		  "<time class=dt-start datetime='2026-11-02T19:00+01:00'>soon"
		  "</time> <time class=dt-end datetime='2026-11-02 21:00'>"
		  "later</time> <a class=u-url href=/n>more</a>"
		  "<p class='p-location h-card'><span class=p-name>Hall</span>"
		  "<span class=p-locality>Berlin</span>, "
		  "<span class=p-country-name>Germany</span></p></div>",
		    "Night of lamps|https://tide.example.org/n|"
		    "2026-11-02..2026-11-02|1140..1260|?|,Berlin,,DE\n",
		    0 },
		/* The older one, with date and time apart. */
		{ "<div class='vevent'><span class=summary>Old</span>"
		  "<span class=dtstart><abbr class=value title=2026-11-02>2 "
		  "Nov</abbr> at <span class=value>18:30</span></span>"
		  "<span class=location>Pier 3, Lisbon, Portugal</span>"
		  "<a class=organizer href=/us>Us</a></div>",
		    "Old|https://tide.example.org/list|2026-11-02..2026-11-02|"
		    "1110..-1|?|,Lisbon,,PT|by Us <https://tide.example.org/us>"
		    "\n",
		    0 },
		/* Two on a page, one within the other. */
		{ "<div class=h-event><b class=p-name>Outer</b><i "
		  "class=dt-start>2026-11-02</i><div class=h-event><b "
		  "class=p-name>Inner</b><i class=dt-start>2026-11-03</i>"
		  "</div></div>",
		    "Outer|https://tide.example.org/list|2026-11-02..2026-11-02"
		    "|-1..-1|?\nInner|https://tide.example.org/list|"
		    "2026-11-03..2026-11-03|-1..-1|?\n",
		    0 },
		/* No name but all of it. */
		{ "<p class=h-event>Lamps <data class=dt-start "
		  "value=2026-11-02>x</data>",
		    "Lamps x|https://tide.example.org/list|"
		    "2026-11-02..2026-11-02|-1..-1|?\n",
		    0 },
		{ "<p class=h-event>no day", "", 1 },
		{ "<div class=vevent><b class=summary>Late</b><p class=dtstart>"
		  "<time class=value datetime=2026-11-02>x</time> at <i "
		  "class=value>07:00:00 p.m.</i><p class=dtend><i class=value>"
		  "10pm</i></div>",
		    "Late|https://tide.example.org/list|2026-11-02..2026-11-02|"
		    "1140..1320|?\n",
		    0 },
		{ "<div class=h-event><b class=p-name>Midnight</b><p "
		  "class=dt-start><i class=value>2026-11-02</i><i "
		  "class=value>12:30am</i></div>",
		    "Midnight|https://tide.example.org/list|2026-11-02.."
		    "2026-11-02|30..-1|?\n",
		    0 },
	};

	(void)state;
	run(cases, COUNT(cases));
}

static void test_attributes(void **state)
{
	static const struct page_case cases[] = {
		{ "<body itemscope itemtype=http://schema.org/WebPage><div "
		  "itemscope itemtype='http://schema.org/MusicEvent'><a "
		  "itemprop=url href=/n><span itemprop=name>Night of lamps"
		  "</span></a><meta itemprop=startDate content="
		  "2026-11-02T19:00><time itemprop=endDate datetime="
		  "2026-11-02T21:00>late</time><div itemprop=location itemscope "
		  "itemtype=http://schema.org/Place><b itemprop=name>Hall</b>"
		  "<p itemprop=address itemscope itemtype=http://schema.org/"
		  "PostalAddress><i itemprop=addressLocality>Berlin</i>"
		  "<meta itemprop=addressCountry content=DE></p></div>"
		  "<p itemprop=organizer itemscope itemtype="
		  "http://schema.org/Organization><a itemprop=url href=/us><i "
		  "itemprop=name>Us</i></a></p><link itemprop=eventStatus href="
		  "http://schema.org/EventCancelled></div>",
		    "Night of lamps|https://tide.example.org/n|2026-11-02.."
		    "2026-11-02|1140..1260|in-person|,Berlin,,DE|by Us "
		    "<https://tide.example.org/us>|cancelled\n",
		    0 },
		{ "<div vocab=https://schema.org/ typeof=Event><b "
		  "property=name>Talk</b><span property=startDate "
		  "content=2026-11-03>x</span><p property=location "
		  "typeof=VirtualLocation></p></div>",
		    "Talk|https://tide.example.org/list|2026-11-03..2026-11-03|"
		    "-1..-1|virtual\n",
		    0 },
		{ "<div itemscope itemtype=https://schema.org/Event><b "
		  "itemprop=name>No day</b></div>",
		    "", 1 },
		{ "<div itemscope itemtype=https://schema.org/Person><b "
		  "itemprop=name>Ann</b><i itemprop=startDate>2026-11-03</i>",
		    "", 0 },
		/* One in another is another. */
		{ "<div itemscope itemtype=https://schema.org/Event><b "
		  "itemprop=name>All</b><meta itemprop=startDate "
		  "content=2026-11-03><div itemprop=subEvent itemscope "
		  "itemtype=https://schema.org/Event><b itemprop=name>Part</b>"
		  "<meta itemprop=startDate content=2026-11-04></div></div>",
		    "All|https://tide.example.org/list|2026-11-03..2026-11-03|"
		    "-1..-1|?\nPart|https://tide.example.org/list|"
		    "2026-11-04..2026-11-04|-1..-1|?\n",
		    0 },
	};

	(void)state;
	run(cases, COUNT(cases));
}

static void test_bombs(void **state)
{
	static const char *const parts[] = { "<div class=h-event>",
		"<div itemscope itemtype=Event itemprop=subEvent>",
		"<b property=name typeof=Event>", "<b class='p-name dt-start'>",
		"<p>", "</p>", "<script type=application/ld+json>[",
		"<script type=application/ld+json>{\"@graph\":[{\"@graph\":",
		("<script type=application/ld+json>{\"@type\":\"Event\","
		 "\"name\":\"x\",\"startDate\":\"2026-11-02\"}</script>") };

	(void)state;
	for (size_t i = 0; i < COUNT(parts); i++) {
		struct strbuf html;

		strbuf_init(&html, 600000);
		while (html.len < 520000)
			strbuf_add_cstr(&html, parts[i]);
		read_page(html.buf);
		strbuf_release(&html);
		arena_release(&arena);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_teardown(test_data, tear_down),
		cmocka_unit_test_teardown(test_classes, tear_down),
		cmocka_unit_test_teardown(test_attributes, tear_down),
		cmocka_unit_test_teardown(test_bombs, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
