#include "test/model/twir.h"

#define S(literal) STR_INIT(literal)

static struct str items_also[] = { S("Foundation"), S("Newsletters"),
	S("Project/Tooling Updates"), S("Observations/Thoughts"),
	S("Rust Walkthroughs"), S("Research"), S("Miscellaneous"),
	S("News & Blog Posts"), S("Tooling"), S("Project Updates") };
static struct str testing_also[] = { S("Call for Testing") };
static struct str part_also[] = { S("Call for Participation") };
static struct str speaking_also[] = { S("CFP - Speakers") };
static struct str changes_also[] = { S("Updates from Rust Core"),
	S("Updates from the Rust Compiler") };
static struct str proposed_also[] = { S("New RFCs") };
static struct str jobs_also[] = { S("Rust Jobs") };

#define ALSO(array)                                       \
	{                                                 \
		(array), sizeof(array) / sizeof(array[0]) \
	}

static struct section_rule rules[] = {
	{ .id = S("community"), .title = S("Updates from Rust Community") },
	{ .id = S("official"),
	    .title = S("Official"),
	    .also = ALSO(items_also),
	    .kind = SECTION_ITEMS },
	{ .id = S("crate"),
	    .title = S("Crate of the Week"),
	    .kind = SECTION_FEATURE,
	    .feature = S("crate") },
	{ .id = S("testing"),
	    .title = S("Calls for Testing"),
	    .also = ALSO(testing_also),
	    .kind = SECTION_TESTING },
	{ .id = S("calls"),
	    .title = S("Call for Participation; projects and speakers") },
	{ .id = S("participation"),
	    .title = S("CFP - Projects"),
	    .also = ALSO(part_also),
	    .kind = SECTION_PARTICIPATION },
	{ .id = S("speaking"),
	    .title = S("CFP - Events"),
	    .also = ALSO(speaking_also),
	    .kind = SECTION_SPEAKING },
	{ .id = S("changes"),
	    .title = S("Updates from the Rust Project"),
	    .also = ALSO(changes_also),
	    .kind = SECTION_CHANGES },
	{ .id = S("perf"),
	    .title = S("Rust Compiler Performance Triage"),
	    .kind = SECTION_PERF },
	{ .id = S("approved"),
	    .title = S("Approved RFCs"),
	    .kind = SECTION_APPROVED },
	{ .id = S("decisions"),
	    .title = S("Final Comment Period"),
	    .kind = SECTION_DECISIONS },
	{ .id = S("tracking"),
	    .title = S("Tracking Issues & PRs"),
	    .kind = SECTION_DECISIONS },
	{ .id = S("proposed"),
	    .title = S("New and Updated RFCs"),
	    .also = ALSO(proposed_also),
	    .kind = SECTION_PROPOSED },
	{ .id = S("events"),
	    .title = S("Upcoming Events"),
	    .kind = SECTION_EVENTS },
	{ .id = S("jobs"),
	    .title = S("Jobs"),
	    .also = ALSO(jobs_also),
	    .kind = SECTION_JOBS },
	{ .id = S("quote"),
	    .title = S("Quote of the Week"),
	    .kind = SECTION_FEATURE,
	    .feature = S("quote") },
};

static struct str online[] = { S("Online") };
static struct str asian[] = { S("IL"), S("JP"), S("IN"), S("KR"), S("SG") };
static struct str european[] = { S("DE"), S("FR"), S("GB"), S("CH"), S("AT") };
static struct str american[] = { S("US"), S("CA"), S("MX") };
static struct str oceanian[] = { S("AU"), S("NZ") };

static struct region_rule regions[] = {
	{ .id = S("virtual"),
	    .title = S("Virtual"),
	    .also = ALSO(online),
	    .virtual_events = true },
	{ .id = S("africa"), .title = S("Africa") },
	{ .id = S("asia"), .title = S("Asia"), .countries = ALSO(asian) },
	{ .id = S("europe"),
	    .title = S("Europe"),
	    .countries = ALSO(european) },
	{ .id = S("north-america"),
	    .title = S("North America"),
	    .countries = ALSO(american) },
	{ .id = S("oceania"),
	    .title = S("Oceania"),
	    .countries = ALSO(oceanian) },
	{ .id = S("south-america"), .title = S("South America") },
};

static const struct settings twir = {
	.section = rules,
	.sections = sizeof(rules) / sizeof(rules[0]),
	.region = regions,
	.regions = sizeof(regions) / sizeof(regions[0]),
	.events = { .heading_window = S("Rusty Events between") },
};

const struct settings *twir_settings(void)
{
	return &twir;
}
