/* Rules about events: their records.  How they look is in events_TOPIC.c. */
#include "check/events.h"

/* Events of the examples: two kite clubs. */
#define LIST "## Upcoming Events\n\n"
#define EUROPE LIST "### Europe\n\n"
#define LINZ \
	"* 2026-03-10 | Linz, AT | [Kite Club](https://kites.example.org)\n"
#define LINZ_TITLE "    * [**Knots**](https://kites.example.org/knots)\n"
#define BERN "* 2026-03-12 | Bern, CH | [Line Lab](https://lines.example.org)\n"
#define BERN_TITLE "    * [**Winches**](https://lines.example.org/winches)\n"

/* A list of virtual events, long enough to show how they are marked. */
#define VIRTUAL                                                          \
	LIST "### Virtual\n\n"                                           \
	     "* 2026-03-05 | Virtual | [Net](https://net.example.org)\n" \
	     "    * [**One**](https://net.example.org/1)\n"              \
	     "* 2026-03-06 | Virtual | [Net](https://net.example.org)\n" \
	     "    * [**Two**](https://net.example.org/2)\n"              \
	     "* 2026-03-07 | Virtual | [Net](https://net.example.org)\n" \
	     "    * [**Six**](https://net.example.org/6)\n"

static const struct rule rules[] = {
	{
	    .id = "event-after-window",
	    .level = CHECK_WARNING,
	    .message = "the event begins behind the window of the issue",
	    .advice = "Correct its date, or leave it for a later issue.",
	    .why = "The window is events.window_days from the date of the "
		   "issue. An event a year behind it has a wrong year as a "
		   "rule; one a day behind it may be worth an exception.",
	    .bad = EUROPE "* 2027-03-10 | Linz, AT | "
			  "[Kite Club](https://kites.example.org)\n" LINZ_TITLE,
	    .good = EUROPE LINZ LINZ_TITLE,
	    .look.event = event_look_after_window,
	},
	{
	    .id = "event-bars",
	    .level = CHECK_INFO,
	    .message = "the bars of the event are not \" | \"",
	    .advice = "Put one blank before and behind each bar.",
	    .bad = EUROPE "* 2026-03-10| Linz, AT  |"
			  "[Kite Club](https://kites.example.org)\n" LINZ_TITLE,
	    .good = EUROPE LINZ LINZ_TITLE,
	    .look.event = event_look_bars,
	},
	{
	    .id = "event-date-form",
	    .level = CHECK_WARNING,
	    .rewrites = true,
	    .message = "the days of the event are written in another form",
	    .advice = "Write YYYY-MM-DD, or YYYY-MM-DD - YYYY-MM-DD from the "
		      "first to the last day.",
	    .why = "What takes the list over from week to week, and calendars, "
		   "know only these two.",
	    .bad = EUROPE "* 2026-03-10-11 | Linz, AT | "
			  "[Kite Club](https://kites.example.org)\n" LINZ_TITLE,
	    .good =
		EUROPE "* 2026-03-10 - 2026-03-11 | Linz, AT | "
		       "[Kite Club](https://kites.example.org)\n" LINZ_TITLE,
	    .look.event = event_look_date_form,
	},
	{
	    .id = "event-date-impossible",
	    .level = CHECK_ERROR,
	    .message = "the calendar has no such day",
	    .advice = "Look the date up and correct it.",
	    .bad = EUROPE LINZ LINZ_TITLE
	    "* 2026-03-32 | Bern, CH | "
	    "[Line Lab](https://lines.example.org)\n" BERN_TITLE,
	    .good = EUROPE LINZ LINZ_TITLE BERN BERN_TITLE,
	    .look.section = event_look_date_impossible,
	},
	{
	    .id = "event-elsewhere",
	    .level = CHECK_WARNING,
	    .message = "an event stands outside of the events",
	    .advice = "Move it below the heading of its region.",
	    .why = "Neither the calendar nor the list of events has it. As a "
		   "rule two changes of the issue were merged wrongly.",
	    .bad = EUROPE BERN BERN_TITLE "\n## Jobs\n\n" LINZ LINZ_TITLE,
	    .good = EUROPE LINZ LINZ_TITLE BERN BERN_TITLE,
	    .look.item = event_look_elsewhere,
	},
	{
	    .id = "event-ends-before",
	    .level = CHECK_ERROR,
	    .message = "the event ends before it begins",
	    .advice = "Correct the date that is wrong.",
	    .bad = EUROPE "* 2026-03-10 - 2026-03-09 | Linz, AT | "
			  "[Kite Club](https://kites.example.org)\n" LINZ_TITLE,
	    .good =
		EUROPE "* 2026-03-10 - 2026-03-12 | Linz, AT | "
		       "[Kite Club](https://kites.example.org)\n" LINZ_TITLE,
	    .look.section = event_look_ends_before,
	},
	{
	    .id = "event-fields",
	    .level = CHECK_ERROR,
	    .rewrites = true,
	    .message = "the event lacks a field",
	    .advice = "Write DATE | PLACE | [GROUP](address).",
	    .why = "A field that is not there moves the others: the group is "
		   "taken for the place.",
	    .bad = EUROPE "* 2026-03-10 | Linz, AT "
			  "[Kite Club](https://kites.example.org)\n" LINZ_TITLE,
	    .good = EUROPE LINZ LINZ_TITLE,
	    .look.event = event_look_fields,
	},
	{
	    .id = "event-group-link",
	    .level = CHECK_ERROR,
	    .message = "the group of the event has no link",
	    .advice = "Link the name to the page of the group.",
	    .bad = EUROPE "* 2026-03-10 | Linz, AT | Kite Club\n" LINZ_TITLE,
	    .good = EUROPE LINZ LINZ_TITLE,
	    .look.event = event_look_group_link,
	},
	{
	    .id = "event-group-twice",
	    .level = CHECK_WARNING,
	    .message = "the group has two events of this title on one day",
	    .advice = "Remove the one whose address is the old one.",
	    .why = "Organisers who cancel an event and announce it anew leave "
		   "two addresses behind.",
	    .bad = EUROPE LINZ LINZ_TITLE LINZ
	    "    * [**Knots**](https://kites.example.org/knots-2)\n",
	    .good = EUROPE LINZ LINZ_TITLE LINZ
	    "    * [**Tails**](https://kites.example.org/tails)\n",
	    .look.file = event_look_group_twice,
	},
	{
	    .id = "event-in-person",
	    .level = CHECK_ERROR,
	    .message = "an event on the spot is listed among the virtual ones",
	    .advice = "Move it to its region, or write \"Virtual (PLACE)\".",
	    .bad = VIRTUAL BERN BERN_TITLE,
	    .good = VIRTUAL,
	    .look.section = event_look_in_person,
	},
	{
	    .id = "event-link-reused",
	    .level = CHECK_WARNING,
	    .message = "the address was that of an event months away",
	    .advice = "Link this one's own page, or correct the date.",
	    .why = "Pages of single events are not used again: the link is "
		   "left over from a copied entry as a rule. A page that "
		   "always shows the next event is told by its earlier "
		   "dates.",
	    .before =
		EUROPE "* 2026-06-25 | Linz, AT | "
		       "[Kite Club](https://kites.example.org)\n" LINZ_TITLE,
	    .bad = EUROPE LINZ LINZ_TITLE,
	    .good = EUROPE LINZ
	    "    * [**Tails**](https://kites.example.org/tails)\n",
	    .look.archive = event_look_link_reused,
	},
	{
	    .id = "event-link-twice",
	    .level = CHECK_WARNING,
	    .message = "the address is that of an event on another day",
	    .advice = "Give each its own page, or correct the date.",
	    .why = "One page is that of one event, so that either its date or "
		   "its link is a slip. A page of a series is fine.",
	    .bad = EUROPE LINZ LINZ_TITLE
	    "* 2026-03-17 | Linz, AT | "
	    "[Kite Club](https://kites.example.org)\n" LINZ_TITLE,
	    .good = EUROPE LINZ LINZ_TITLE
	    "* 2026-03-17 | Linz, AT | "
	    "[Kite Club](https://kites.example.org)\n"
	    "    * [**Tails**](https://kites.example.org/tails)\n",
	    .look.archive = event_look_link_twice,
	},
	{
	    .id = "event-listed-twice",
	    .level = CHECK_WARNING,
	    .message = "the event stands under two headings",
	    .advice = "Say \"Hybrid (PLACE)\" if it can be visited both ways; "
		      "remove one of them if not.",
	    .why = "Readers of one heading should learn that there is another "
		   "way to take part. Hybrid events are listed twice on "
		   "purpose.",
	    .bad = LIST "### Virtual\n\n* 2026-03-10 | Virtual (Linz, AT) | "
			"[Kite Club](https://kites.example.org)\n" LINZ_TITLE
			"\n### Europe\n\n" LINZ LINZ_TITLE,
	    .good = LIST "### Virtual\n\n* 2026-03-10 | Hybrid (Linz, AT) | "
			 "[Kite Club](https://kites.example.org)\n" LINZ_TITLE
			 "\n### Europe\n\n" LINZ LINZ_TITLE,
	    .look.file = event_look_listed_twice,
	},
	{
	    .id = "event-moved",
	    .level = CHECK_INFO,
	    .message = "an earlier issue had the event on another day",
	    .advice = "Make sure that the new date is the right one.",
	    .before =
		EUROPE "* 2026-03-11 | Linz, AT | "
		       "[Kite Club](https://kites.example.org)\n" LINZ_TITLE,
	    .bad = EUROPE LINZ LINZ_TITLE,
	    .good =
		EUROPE "* 2026-03-11 | Linz, AT | "
		       "[Kite Club](https://kites.example.org)\n" LINZ_TITLE,
	    .look.archive = event_look_moved,
	},
	{
	    .id = "event-no-bullet",
	    .level = CHECK_ERROR,
	    .rewrites = true,
	    .message = "the event is no item of the list",
	    .advice = "Begin the line with a star and a blank.",
	    .why = "Without its mark the line is text of the event above, and "
		   "its title one more title of that.",
	    .bad = EUROPE LINZ LINZ_TITLE
	    " 2026-03-12 | Bern, CH | "
	    "[Line Lab](https://lines.example.org)\n" BERN_TITLE,
	    .good = EUROPE LINZ LINZ_TITLE BERN BERN_TITLE,
	    .look.file = event_look_no_bullet,
	},
	{
	    .id = "event-order",
	    .level = CHECK_WARNING,
	    .rewrites = true,
	    .message = "the events are not in the order of their days",
	    .advice = "Sort the list by first day.",
	    .bad = EUROPE BERN BERN_TITLE LINZ LINZ_TITLE,
	    .good = EUROPE LINZ LINZ_TITLE BERN BERN_TITLE,
	    .look.section = event_look_order,
	},
	{
	    .id = "event-orphan",
	    .level = CHECK_ERROR,
	    .message = "an entry among the events is none",
	    .advice = "Indent it by four blanks if it is the title of the "
		      "event above; begin it with a date if it is an event.",
	    .bad = EUROPE LINZ LINZ_TITLE
	    "* [**Winches**](https://lines.example.org/winches)\n",
	    .good = EUROPE LINZ LINZ_TITLE BERN BERN_TITLE,
	    .look.section = event_look_orphan,
	},
	{
	    .id = "event-over",
	    .level = CHECK_ERROR,
	    .message = "the event is over before the issue comes out",
	    .advice = "Remove it, or correct its date.",
	    .why = "An event that ends on the day of the issue, or lasts until "
		   "then, is not over.",
	    .bad = EUROPE
	    "* 2026-03-02 | Linz, AT | "
	    "[Kite Club](https://kites.example.org)\n" LINZ_TITLE BERN
		BERN_TITLE,
	    .good = EUROPE
	    "* 2026-03-02 - 2026-03-04 | Linz, AT | "
	    "[Kite Club](https://kites.example.org)\n" LINZ_TITLE BERN
		BERN_TITLE,
	    .look.event = event_look_over,
	},
	{
	    .id = "event-region",
	    .level = CHECK_ERROR,
	    .message = "the event stands under another region",
	    .advice = "Move it below the heading of its region.",
	    .why = "The countries of each region are a setting: regions.",
	    .bad = LIST "### Asia\n\n* 2026-03-10 | Osaka, JP | "
			"[Kite Club](https://kites.example.org)\n" LINZ_TITLE
			"* 2026-03-11 | Bern, CH | "
			"[Line Lab](https://lines.example.org)\n" BERN_TITLE
			"\n### Europe\n\n* 2026-03-12 | Wien, AT | "
			"[Sail Inn](https://sails.example.org)\n"
			"    * [**Reels**](https://sails.example.org/reels)\n",
	    .good = LIST "### Asia\n\n* 2026-03-10 | Osaka, JP | "
			 "[Kite Club](https://kites.example.org)\n" LINZ_TITLE
			 "\n### Europe\n\n" BERN BERN_TITLE,
	    .look.event = event_look_region,
	},
	{
	    .id = "event-region-border",
	    .level = CHECK_WARNING,
	    .message = "the settings count the event's country to another "
		       "region",
	    .advice = "Move it there, or change the setting regions.",
	    .why = "The country lies in two continents, so that either may be "
		   "meant.",
	    .bad = EUROPE "* 2026-03-10 | Istanbul, TR | "
			  "[Kite Club](https://kites.example.org)\n" LINZ_TITLE,
	    .good = LIST "### Asia\n\n* 2026-03-10 | Istanbul, TR | "
			 "[Kite Club](https://kites.example.org)\n" LINZ_TITLE,
	    .look.event = event_look_region_border,
	},
	{
	    .id = "event-region-order",
	    .level = CHECK_WARNING,
	    .message = "the headings of the regions are out of order",
	    .advice = "Put them in the order of the setting regions.",
	    .bad = EUROPE LINZ LINZ_TITLE
	    "\n### Asia\n\n* 2026-03-10 | Osaka, JP | "
	    "[Line Lab](https://lines.example.org)\n" BERN_TITLE,
	    .good = LIST "### Asia\n\n* 2026-03-10 | Osaka, JP | "
			 "[Line Lab](https://lines.example.org)\n" BERN_TITLE
			 "\n### Europe\n\n" LINZ LINZ_TITLE,
	    .look.file = event_look_region_order,
	},
	{
	    .id = "event-repeated",
	    .level = CHECK_ERROR,
	    .rewrites = true,
	    .message = "the event stands twice under one heading",
	    .advice = "Remove one of them.",
	    .bad = EUROPE LINZ LINZ_TITLE LINZ LINZ_TITLE,
	    .good = EUROPE LINZ LINZ_TITLE,
	    .look.file = event_look_repeated,
	},
	{
	    .id = "event-title-bold",
	    .level = CHECK_WARNING,
	    .message = "the title of the event is not bold as the others are",
	    .advice = "Write [**TITLE**](address).",
	    .bad = EUROPE LINZ LINZ_TITLE BERN BERN_TITLE
	    "* 2026-03-13 | Bern, CH | "
	    "[Line Lab](https://lines.example.org)\n"
	    "    * [Spools](https://lines.example.org/spools)\n",
	    .good = EUROPE LINZ LINZ_TITLE BERN BERN_TITLE,
	    .look.file = event_look_title_bold,
	},
	{
	    .id = "event-title-date",
	    .level = CHECK_WARNING,
	    .message = "the title of the event names another day",
	    .advice = "Look up which of the two is right.",
	    .bad = EUROPE LINZ
	    "    * [**Knots on March 11**](https://kites.example.org/7)\n",
	    .good = EUROPE LINZ
	    "    * [**Knots on March 10**](https://kites.example.org/7)\n",
	    .look.event = event_look_title_date,
	},
	{
	    .id = "event-title-link",
	    .level = CHECK_ERROR,
	    .message = "the title of the event has no link",
	    .advice = "Link it to the page of the event.",
	    .bad = EUROPE LINZ "    * **Knots**\n",
	    .good = EUROPE LINZ LINZ_TITLE,
	    .look.event = event_look_title_link,
	},
	{
	    .id = "event-title-missing",
	    .level = CHECK_ERROR,
	    .message = "the event has no line with its title",
	    .advice = "Put \"    * [**TITLE**](address)\" below it.",
	    .bad = EUROPE LINZ BERN BERN_TITLE,
	    .good = EUROPE LINZ LINZ_TITLE BERN BERN_TITLE,
	    .look.event = event_look_title_missing,
	},
	{
	    .id = "event-title-mode",
	    .level = CHECK_WARNING,
	    .message = "title and place disagree on how the event is held",
	    .advice = "Write the place as \"Virtual (PLACE)\", \"Hybrid "
		      "(PLACE)\" or PLACE, and put it under its heading.",
	    .bad = EUROPE LINZ
	    "    * [**Knots online**](https://kites.example.org/7)\n",
	    .good = EUROPE
	    "* 2026-03-10 | Hybrid (Linz, AT) | "
	    "[Kite Club](https://kites.example.org)\n"
	    "    * [**Knots online**](https://kites.example.org/7)\n",
	    .look.event = event_look_title_mode,
	},
	{
	    .id = "event-title-month",
	    .level = CHECK_INFO,
	    .message = "the title of the event names another month",
	    .advice = "Look up which of the two is right.",
	    .why = "Organisers copy their own titles, too, and forget the "
		   "month.",
	    .bad = EUROPE LINZ
	    "    * [**June knots**](https://kites.example.org/knots)\n",
	    .good = EUROPE LINZ
	    "    * [**March knots**](https://kites.example.org/knots)\n",
	    .look.event = event_look_title_month,
	},
	{
	    .id = "event-title-nested",
	    .level = CHECK_ERROR,
	    .rewrites = true,
	    .message = "the title of the event runs on in its first line",
	    .advice = "Make it a list of its own: four blanks, a star, a "
		      "blank.",
	    .why = "Without its star, or with six blanks and more, the line "
		   "is text of the line above.",
	    .bad = EUROPE LINZ
	    "    [**Knots**](https://kites.example.org/knots)\n",
	    .good = EUROPE LINZ LINZ_TITLE,
	    .look.event = event_look_title_nested,
	},
	{
	    .id = "event-title-placeholder",
	    .level = CHECK_WARNING,
	    .message = "the title of the event is not there yet",
	    .advice = "Look whether the page of the event has it by now.",
	    .bad = EUROPE LINZ
	    "    * [**Topic TBD**](https://kites.example.org/knots)\n",
	    .good = EUROPE LINZ LINZ_TITLE,
	    .look.event = event_look_title_placeholder,
	},
	{
	    .id = "event-title-weekday",
	    .level = CHECK_WARNING,
	    .message = "the title of the event names another weekday",
	    .advice = "Look up which of the two is right.",
	    .bad = EUROPE LINZ
	    "    * [**Second Monday**](https://kites.example.org/knots)\n",
	    .good = EUROPE LINZ
	    "    * [**Second Tuesday**](https://kites.example.org/knots)\n",
	    .look.event = event_look_title_weekday,
	},
	{
	    .id = "event-virtual",
	    .level = CHECK_ERROR,
	    .message = "a virtual event is listed under a region",
	    .advice = "Move it to the virtual ones, or write \"Hybrid "
		      "(PLACE)\" if it can be visited too.",
	    .bad = LIST "### Virtual\n\n* 2026-03-11 | Virtual | "
			"[Kite Club](https://kites.example.org)\n" LINZ_TITLE
			"\n### Europe\n\n" BERN BERN_TITLE
			"* 2026-03-13 | Virtual (Bern, CH) | "
			"[Line Lab](https://lines.example.org)\n"
			"    * [**Spools**](https://lines.example.org/3)\n",
	    .good = LIST "### Virtual\n\n* 2026-03-11 | Virtual | "
			 "[Kite Club](https://kites.example.org)\n" LINZ_TITLE
			 "\n### Europe\n\n" BERN BERN_TITLE,
	    .look.event = event_look_virtual,
	},
	{
	    .id = "event-window",
	    .level = CHECK_ERROR,
	    .message = "the window of events does not begin with the issue",
	    .advice = "Let it begin on the day of the issue.",
	    .why = "As a rule it is the line of last week.",
	    .bad = LIST "Events between 2026-02-25 - 2026-03-25\n\n"
			"### Europe\n\n" LINZ LINZ_TITLE,
	    .good = LIST "Events between 2026-03-04 - 2026-04-01\n\n"
			 "### Europe\n\n" LINZ LINZ_TITLE,
	    .look.file = event_look_window,
	},
	{
	    .id = "event-window-days",
	    .level = CHECK_WARNING,
	    .message = "the window of events has another length",
	    .advice = "Let it end events.window_days after the issue, or "
		      "change that setting.",
	    .bad = LIST "Events between 2026-03-04 - 2026-03-25\n\n"
			"### Europe\n\n" LINZ LINZ_TITLE,
	    .good = LIST "Events between 2026-03-04 - 2026-04-01\n\n"
			 "### Europe\n\n" LINZ LINZ_TITLE,
	    .look.file = event_look_window_days,
	},
	{
	    .id = "event-window-form",
	    .level = CHECK_WARNING,
	    .rewrites = true,
	    .message = "the window of events is written in another form",
	    .advice = "Write YYYY-MM-DD - YYYY-MM-DD.",
	    .bad = LIST "Events between 2026-03-04 to 2026-04-01\n\n"
			"### Europe\n\n" LINZ LINZ_TITLE,
	    .good = LIST "Events between 2026-03-04 - 2026-04-01\n\n"
			 "### Europe\n\n" LINZ LINZ_TITLE,
	    .look.file = event_look_window_form,
	},
	{
	    .id = "event-window-missing",
	    .level = CHECK_ERROR,
	    .message = "the issue does not say which days its events cover",
	    .advice = "Begin the section with the words of "
		      "events.heading_window and two dates.",
	    .why = "The line marks the list that next week's draft takes over. "
		   "Only a newsletter that has it in its last issue lacks it.",
	    .before = LIST "Events between 2026-02-25 - 2026-03-25\n\n"
			   "### Europe\n\n" LINZ LINZ_TITLE,
	    .bad = EUROPE LINZ LINZ_TITLE,
	    .good = LIST "Events between 2026-03-04 - 2026-04-01\n\n"
			 "### Europe\n\n" LINZ LINZ_TITLE,
	    .look.archive = event_look_window_missing,
	},
};

const struct rule_family family_events = {
	.name = "events",
	.title = "Events",
	.rule = rules,
	.rules = sizeof(rules) / sizeof(rules[0]),
};
