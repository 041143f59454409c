/* The tables of what can be sent in. */
#include "submit/submit.h"

enum { LINE = 200, LONG_LINE = 300, URL = 1000, SHORT = 80, TEXT = 2000 };

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

/* For the editors alone. */
#define NOTE                                                \
	{                                                   \
		"note", "For the editors",                  \
		    "Anything they should know. It is not " \
		    "printed.",                             \
		    SUBMIT_TEXT, TEXT, NULL                 \
	}

static const struct submit_field link_fields[] = {
	{ "url", "Address", "Of the page itself: https://example.org/page.",
	    SUBMIT_ADDRESS, URL, "Which page?" },
	{ "title", "Title", "As the page has it. Empty: the editors look.",
	    SUBMIT_LINE, LONG_LINE, NULL },
	{ "section", "Section", NULL, SUBMIT_SECTION, SHORT, NULL },
	{ "tags", "Tags", "Such as video, or the language: DE. With commas.",
	    SUBMIT_TAGS, SHORT, NULL },
	NOTE,
};

static const struct submit_field event_fields[] = {
	{ "title", "Title", NULL, SUBMIT_LINE, LONG_LINE,
	    "What is it called?" },
	{ "url", "Address", "Of the page that tells about it.", SUBMIT_ADDRESS,
	    URL, "Where can one read about it?" },
	{ "first", "First day", "As where it takes place: 2026-03-04.",
	    SUBMIT_DAY, SHORT, "On which day?" },
	{ "last", "Last day", "Empty: it is one day.", SUBMIT_DAY, SHORT,
	    NULL },
	{ "start", "Begins at", "19:30, as where it takes place.", SUBMIT_TIME,
	    SHORT, NULL },
	{ "zone", "Time zone", "Such as Europe/Lisbon.", SUBMIT_ZONE, SHORT,
	    NULL },
	{ "mode", "How to take part", NULL, SUBMIT_MODE, SHORT,
	    "In person, online, or both?" },
	{ "city", "City", "Empty: it is only online.", SUBMIT_LINE, SHORT,
	    NULL },
	{ "state", "State or province", "Where addresses have one: CA.",
	    SUBMIT_LINE, SHORT, NULL },
	{ "country", "Country", "Its name or code: Portugal, PT.",
	    SUBMIT_COUNTRY, SHORT, NULL },
	{ "group", "Group", "Who makes it.", SUBMIT_LINE, LINE,
	    "Who makes it?" },
	{ "group_url", "Address of the group",
	    "Its page, or that of the event.", SUBMIT_ADDRESS, URL,
	    "Where is the page of the group?" },
	NOTE,
};

static const struct submit_field participation_fields[] = {
	{ "project", "Project", NULL, SUBMIT_LINE, SHORT, "Of which project?" },
	{ "title", "What is to be done", NULL, SUBMIT_LINE, LONG_LINE,
	    "What is to be done?" },
	{ "url", "Address", "Where it is described.", SUBMIT_ADDRESS, URL,
	    "Where is it described?" },
	NOTE,
};

static const struct submit_field testing_fields[] = {
	{ "title", "What is to be tried", NULL, SUBMIT_LINE, LONG_LINE,
	    "What is to be tried?" },
	{ "url", "Address", "Where it is described.", SUBMIT_ADDRESS, URL,
	    "Where is it described?" },
	{ "steps", "Address of the steps", "How to try it.", SUBMIT_ADDRESS,
	    URL, NULL },
	NOTE,
};

static const struct submit_field speaking_fields[] = {
	{ "title", "Conference", NULL, SUBMIT_LINE, LONG_LINE,
	    "What is it called?" },
	{ "url", "Address", "Where one proposes a talk.", SUBMIT_ADDRESS, URL,
	    "Where does one propose a talk?" },
	{ "closes", "Last day for proposals", "2026-03-04.", SUBMIT_DAY, SHORT,
	    "Until when?" },
	{ "city", "City", "Empty: it is only online.", SUBMIT_LINE, SHORT,
	    NULL },
	{ "country", "Country", "Its name or code: Portugal, PT.",
	    SUBMIT_COUNTRY, SHORT, NULL },
	{ "first", "First day", NULL, SUBMIT_DAY, SHORT, NULL },
	{ "last", "Last day", NULL, SUBMIT_DAY, SHORT, NULL },
	NOTE,
};

static const struct submit_field follow_fields[] = {
	{ "url", "Address",
	    "Of the repository, the group, the calendar or the feed.",
	    SUBMIT_ADDRESS, URL, "What is to be followed?" },
	{ "title", "What it is", NULL, SUBMIT_LINE, LINE,
	    "What is it, in a few words?" },
	NOTE,
};

static const struct submit_field thing_fields[] = {
	{ "name", "Name", NULL, SUBMIT_LINE, LINE, "What is it called?" },
	{ "url", "Address", "Of its page: https://example.org/.",
	    SUBMIT_ADDRESS, URL, "Where can one see it?" },
	{ "text", "What it is, and why",
	    "A sentence, as it could stand in the issue.", SUBMIT_TEXT, TEXT,
	    "Say in a sentence what it does, or why." },
	{ "credit", "Whom to thank",
	    "Your name as it may be printed. Empty: nobody is named.",
	    SUBMIT_LINE, LINE, NULL },
};

static const struct submit_field quote_fields[] = {
	{ "text", "The words", "As they were said, without quotation marks.",
	    SUBMIT_TEXT, TEXT, "What was said?" },
	{ "source", "Whose they are",
	    "A name, and where it was: Ada on the forum.", SUBMIT_LINE, LINE,
	    "Who said it, and where?" },
	{ "url", "Address", "Where they stand, so that everybody can look.",
	    SUBMIT_ADDRESS, URL, "Where do they stand?" },
	{ "credit", "Whom to thank",
	    "Your name as it may be printed. Empty: nobody is named.",
	    SUBMIT_LINE, LINE, NULL },
};

const struct submit_kind submit_kinds[] = {
	{ "link", "A link", "Something to read, watch or hear.", CANDIDATE_LINK,
	    link_fields, COUNT(link_fields) },
	{ "event", "An event", "With a day, in a place or online.",
	    CANDIDATE_EVENT, event_fields, COUNT(event_fields) },
	{ "participation", "A call for participation",
	    "Something that somebody new could do for a project.",
	    CANDIDATE_CALL, participation_fields, COUNT(participation_fields) },
	{ "testing", "A call for testing", "Something that wants to be tried.",
	    CANDIDATE_CALL, testing_fields, COUNT(testing_fields) },
	{ "speaking", "A call for speakers",
	    "A conference that looks for talks.", CANDIDATE_CALL,
	    speaking_fields, COUNT(speaking_fields) },
	{ "follow", "Something to follow",
	    "A repository, group, calendar or feed that the editors should "
	    "look at each time.",
	    CANDIDATE_FOLLOW, follow_fields, COUNT(follow_fields) },
};
const size_t submit_kind_count = COUNT(submit_kinds);

static const struct submit_kind thing = { "thing", "Something to feature", "",
	CANDIDATE_FEATURE, thing_fields, COUNT(thing_fields) };
static const struct submit_kind quote = { "quote", "A quote", "",
	CANDIDATE_FEATURE, quote_fields, COUNT(quote_fields) };

/* The sections that hold what a kind makes. */
static const struct {
	const char *name;
	enum section_kind section;
} homes[] = {
	{ "link", SECTION_ITEMS },
	{ "event", SECTION_EVENTS },
	{ "participation", SECTION_PARTICIPATION },
	{ "testing", SECTION_TESTING },
	{ "speaking", SECTION_SPEAKING },
};

bool submit_kind_fits(
    const struct settings *settings, const struct submit_kind *kind)
{
	for (size_t i = 0; i < COUNT(homes); i++)
		if (strcmp(homes[i].name, kind->name) == 0) {
			for (size_t k = 0; k < settings->sections; k++)
				if (settings->section[k].kind ==
				    homes[i].section)
					return true;
			return false;
		}
	return true;
}

static const struct submit_kind *of_feature(struct str feature)
{
	return str_eq(feature, STR("quote")) ? &quote : &thing;
}

const struct submit_kind *submit_kind_named(
    const struct settings *settings, struct str name)
{
	for (size_t i = 0; i < submit_kind_count; i++)
		if (str_eq(str_of(submit_kinds[i].name), name))
			return submit_kind_fits(settings, &submit_kinds[i])
				   ? &submit_kinds[i]
				   : NULL;
	return settings_feature(settings, name) != STR_NONE ? of_feature(name)
							    : NULL;
}
