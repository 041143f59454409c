#include "model/settings_table.h"

#define AT(member) .offset = offsetof(struct settings, member)
#define COUNT_AT(member) .count_offset = offsetof(struct settings, member)
#define LENGTH(array) (sizeof(array) / sizeof((array)[0]))

#define ISSUE_VARIABLES "slug date number category"

static const struct field section_fields[] = {
	{ "id", FIELD_ID, .offset = offsetof(struct section_rule, id),
	    .required = true,
	    .help = "A short name, lower case; it names files and is what "
		    "other settings and readers' choices refer to." },
	{ "title", FIELD_LINE, .offset = offsetof(struct section_rule, title),
	    .required = true, .help = "The heading as it is written today." },
	{ "also", FIELD_LINES, .offset = offsetof(struct section_rule, also),
	    .help = "Other spellings of the heading, of the past too." },
	{ "kind", FIELD_KIND, .offset = offsetof(struct section_rule, kind),
	    .initial = "items", .help = "What is listed under the heading." },
	{ "feature", FIELD_ID, .offset = offsetof(struct section_rule, feature),
	    .help = "With `kind: feature`: what is featured, such as "
		    "`quote`." },
	{ "none", FIELD_LINE, .offset = offsetof(struct section_rule, none),
	    .help = "Markdown that stands there in a week without "
		    "items." },
	{ "feed", FIELD_FLAG, .offset = offsetof(struct section_rule, feed),
	    .help = "Whether the section has feeds of its own." },
	{ "level", FIELD_NUMBER, .offset = offsetof(struct section_rule, level),
	    .max = 6,
	    .help = "The level of the heading: `2` for `##`; without it any "
		    "will do." },
	{ "required", FIELD_FLAG,
	    .offset = offsetof(struct section_rule, required),
	    .help = "`yes` if every issue has this heading." },
	{ "filled", FIELD_FLAG, .offset = offsetof(struct section_rule, filled),
	    .help = "`yes` if there are always items below it, or the "
		    "sentence of `none`." },
	{ "vote", FIELD_FLAG, .offset = offsetof(struct section_rule, vote),
	    .help = "With `kind: feature`: `yes` if readers nominate and vote "
		    "for it; `sennight serve` then has the pages for it." },
	{ "editors", FIELD_LINES,
	    .offset = offsetof(struct section_rule, editors),
	    .help = "Who looks after it: names, which `sennight status` "
		    "shows." },
	{ "links", FIELD_LINES, .offset = offsetof(struct section_rule, links),
	    .help = "Patterns of where its items lead, "
		    "`github.com/*/*/pull/*`: `*` is anything without a "
		    "slash, `**` anything." },
	{ "avoid", FIELD_LINES, .offset = offsetof(struct section_rule, avoid),
	    .help = "Patterns of links that do not belong there." },
};

static const struct field group_fields[] = {
	{ "title", FIELD_LINE, .offset = offsetof(struct group_rule, title),
	    .required = true, .help = "The heading of the group." },
	{ "also", FIELD_LINES, .offset = offsetof(struct group_rule, also),
	    .help = "Other spellings of the heading." },
	{ "repositories", FIELD_LINES,
	    .offset = offsetof(struct group_rule, repositories),
	    .help = "What is listed there comes from one of these: "
		    "`owner/name`." },
};

static const struct field tag_fields[] = {
	{ "name", FIELD_LINE, .offset = offsetof(struct tag_rule, name),
	    .required = true, .help = "The tag, without its brackets." },
	{ "also", FIELD_LINES, .offset = offsetof(struct tag_rule, also),
	    .help = "Spellings of it that should be this one." },
	{ "links", FIELD_LINES, .offset = offsetof(struct tag_rule, links),
	    .help = "Patterns of links that have the tag." },
};

static const struct field spelling_fields[] = {
	{ "code", FIELD_LINE, .offset = offsetof(struct country_spelling, code),
	    .required = true, .help = "The code of the country (ISO 3166)." },
	{ "written", FIELD_LINE,
	    .offset = offsetof(struct country_spelling, written),
	    .required = true, .help = "How it is written here." },
};

static const struct field region_fields[] = {
	{ "id", FIELD_ID, .offset = offsetof(struct region_rule, id),
	    .required = true,
	    .help = "A short name, lower case; it names files." },
	{ "title", FIELD_LINE, .offset = offsetof(struct region_rule, title),
	    .required = true, .help = "The heading as it is written today." },
	{ "also", FIELD_LINES, .offset = offsetof(struct region_rule, also),
	    .help = "Other spellings of the heading." },
	{ "countries", FIELD_COUNTRIES,
	    .offset = offsetof(struct region_rule, countries),
	    .help = "Codes of two letters (ISO 3166) of the countries in "
		    "it." },
	{ "virtual", FIELD_FLAG,
	    .offset = offsetof(struct region_rule, virtual_events),
	    .help = "`yes` for the heading of events without a place; at "
		    "most one region has it." },
};

static const struct field menu_fields[] = {
	{ "title", FIELD_LINE, .offset = offsetof(struct menu_entry, title),
	    .required = true, .help = "What the reader sees." },
	{ "url", FIELD_LINK, .offset = offsetof(struct menu_entry, url),
	    .required = true,
	    .help = "Where it leads: `/path/` on the site, or a web "
		    "address." },
};

static const struct field person_fields[] = {
	{ "name", FIELD_LINE, .offset = offsetof(struct person, name),
	    .required = true, .help = "The name, as Markdown." },
	{ "url", FIELD_LINK, .offset = offsetof(struct person, url),
	    .help = "Where it leads; may be left out." },
};

static const struct field source_fields[] = {
	{ "id", FIELD_ID, .offset = offsetof(struct source_rule, id),
	    .required = true,
	    .help = "What it is called in the inbox and by `sennight "
		    "collect`." },
	{ "kind", FIELD_LINE, .offset = offsetof(struct source_rule, kind),
	    .required = true,
	    .help = "What it is: `sennight collect --help` names the "
		    "kinds." },
	{ "url", FIELD_LINK, .offset = offsetof(struct source_rule, url),
	    .help = "What is asked." },
	{ "run", FIELD_LINES, .offset = offsetof(struct source_rule, run),
	    .help = "Of `command`: the path of a program, and its "
		    "arguments." },
	{ "section", FIELD_LINE,
	    .offset = offsetof(struct source_rule, section),
	    .help = "The section that its things are for, by its id or "
		    "title." },
	{ "of", FIELD_LINES, .offset = offsetof(struct source_rule, of),
	    .help = "What of a service is asked for: repositories, groups, "
		    "topics; docs/collect.md says what it is for each kind." },
	{ "label", FIELD_LINE, .offset = offsetof(struct source_rule, label),
	    .help = "Only what has this label." },
	{ "words", FIELD_LINES, .offset = offsetof(struct source_rule, words),
	    .help = "Only what has one of these words in its title or "
		    "address." },
	{ "zone", FIELD_ZONE, .offset = offsetof(struct source_rule, zone),
	    .help = "Of a calendar: whose clock its times in UTC are meant "
		    "by, if it does not say." },
	{ "least", FIELD_NUMBER, .offset = offsetof(struct source_rule, least),
	    .max = 1000000, .help = "Only what has so many points or likes." },
};

static const struct field domain_fields[] = {
	{ "name", FIELD_LINE, .offset = offsetof(struct domain_rule, name),
	    .required = true, .help = "Behind the `@`: `example.org`." },
	{ "per_minute", FIELD_NUMBER,
	    .offset = offsetof(struct domain_rule, per_minute), .min = 1,
	    .max = 1000000, .required = true,
	    .help = "How many mails may go there in a minute." },
};

static const struct field deploy_fields[] = {
	{ "name", FIELD_ID, .offset = offsetof(struct deploy_rule, name),
	    .required = true,
	    .help = "What the place is called; in capitals, with _KEY behind "
		    "it, it names its secret." },
	{ "kind", FIELD_LINE, .offset = offsetof(struct deploy_rule, kind),
	    .required = true,
	    .help = "`folder`, `rsync`, `git` or `s3`; docs/publishing.md "
		    "tells how they differ." },
	{ "to", FIELD_LINE, .offset = offsetof(struct deploy_rule, to),
	    .required = true,
	    .help = "Of `folder` its path; of `rsync` `HOST:PATH`; of `git` "
		    "a repository; of `s3` "
		    "`https://s3.example.org/BUCKET/PREFIX`." },
	{ "ssh", FIELD_LINE, .offset = offsetof(struct deploy_rule, ssh),
	    .help = "Of `rsync` and `git`: options for ssh, such as `-p 2222 "
		    "-i /etc/sennight/key`." },
	{ "branch", FIELD_LINE, .offset = offsetof(struct deploy_rule, branch),
	    .initial = "gh-pages",
	    .help = "Of `git`: the branch that has the site, and nothing "
		    "else." },
	{ "history", FIELD_FLAG,
	    .offset = offsetof(struct deploy_rule, history),
	    .help = "Of `git`: `yes` to keep what the branch had before; "
		    "without it the branch is one commit." },
	{ "region", FIELD_LINE, .offset = offsetof(struct deploy_rule, region),
	    .initial = "us-east-1", .help = "Of `s3`: the region." },
};

static const struct field announce_fields[] = {
	{ "name", FIELD_ID, .offset = offsetof(struct announce_rule, name),
	    .required = true,
	    .help = "What the place is called; in capitals, with _TOKEN "
		    "behind it, it names its secret; of `webhook`, with "
		    "_SECRET, what its body is signed with." },
	{ "kind", FIELD_LINE, .offset = offsetof(struct announce_rule, kind),
	    .required = true,
	    .help = "`mastodon`, `bluesky`, `webhook`, or `text`, which is "
		    "only shown, to be posted by hand." },
	{ "address", FIELD_POST,
	    .offset = offsetof(struct announce_rule, address),
	    .help = "Of the instance, of the service (Bluesky's own if unset) "
		    "or of the hook; of `text` where it is posted, with "
		    "{title} and {address} in it." },
	{ "account", FIELD_LINE,
	    .offset = offsetof(struct announce_rule, account),
	    .help = "Of `bluesky`: the handle." },
	{ "visibility", FIELD_LINE,
	    .offset = offsetof(struct announce_rule, visibility),
	    .initial = "public",
	    .help = "Of `mastodon`: `public`, `unlisted`, `private` or "
		    "`direct`." },
	{ "text", FIELD_TEXT, .offset = offsetof(struct announce_rule, text),
	    .initial = "{title}: {address}",
	    .help = "What is said there: {title}, {summary} and {address} of "
		    "the issue, {name} of the newsletter. What is too long "
		    "for the place is cut from the summary, then from the "
		    "title; the address is always whole." },
	{ "discussion", FIELD_FLAG,
	    .offset = offsetof(struct announce_rule, discussion),
	    .help = "`yes` if the issue is discussed there: the address of "
		    "the post becomes the link of the issue." },
};

static const struct record section_record = { "section",
	sizeof(struct section_rule), section_fields, LENGTH(section_fields) };
static const struct record region_record = { "region",
	sizeof(struct region_rule), region_fields, LENGTH(region_fields) };
static const struct record group_record = { "group", sizeof(struct group_rule),
	group_fields, LENGTH(group_fields) };
static const struct record tag_record = { "tag", sizeof(struct tag_rule),
	tag_fields, LENGTH(tag_fields) };
static const struct record spelling_record = { "spelling",
	sizeof(struct country_spelling), spelling_fields,
	LENGTH(spelling_fields) };
static const struct record menu_record = { "menu entry",
	sizeof(struct menu_entry), menu_fields, LENGTH(menu_fields) };
static const struct record source_record = { "source",
	sizeof(struct source_rule), source_fields, LENGTH(source_fields) };
static const struct record deploy_record = { "place",
	sizeof(struct deploy_rule), deploy_fields, LENGTH(deploy_fields) };
static const struct record announce_record = { "place",
	sizeof(struct announce_rule), announce_fields,
	LENGTH(announce_fields) };
static const struct record domain_record = { "domain",
	sizeof(struct domain_rule), domain_fields, LENGTH(domain_fields) };
static const struct record editor_record = { "editor", sizeof(struct person),
	person_fields, LENGTH(person_fields) };
static const struct record channel_record = { "channel", sizeof(struct person),
	person_fields, LENGTH(person_fields) };

const struct field settings_fields[] = {
	{ "preset", FIELD_PRESET, AT(preset),
	    .help = "What holds where this file says nothing: `neutral` or "
		    "`twir`." },
	{ "name", FIELD_LINE, AT(name), .required = true,
	    .help = "The name of the newsletter." },
	{ "tagline", FIELD_LINE, AT(tagline),
	    .help = "A few words below the name." },
	{ "description", FIELD_TEXT, AT(description),
	    .help = "One or two sentences for search engines, feeds and the "
		    "home page." },
	{ "address", FIELD_ADDRESS, AT(address), .required = true,
	    .help = "Where the site will be, `https://example.org/news/`. "
		    "A missing slash at the end is added." },
	{ "language", FIELD_LANGUAGE, AT(language), .required = true,
	    .help = "The language it is written in, as a tag: `en`, "
		    "`pt-BR`." },
	{ "time_zone", FIELD_ZONE, AT(time_zone), .required = true,
	    .help = "The zone whose midnight starts the day of an issue, as "
		    "the system names it: `UTC`, `Europe/Berlin`." },
	{ "item_word", FIELD_LINE, AT(item_word), .required = true,
	    .help = "What the entries are called where they are counted: "
		    "\"12 links\"." },
	{ "default_category", FIELD_LINE, AT(default_category),
	    .help = "The category of an issue whose header names none; without "
		    "it such an issue has none." },
	{ "issue_title", FIELD_PATTERN, AT(issue_title), .entry_id = true,
	    .required = true, .variables = "name number date",
	    .help = "The title of a new issue." },
	{ "issue_file", FIELD_PATTERN, AT(issue_file), .file = true,
	    .variables = "slug date number",
	    .help = "The file name of a new issue. Without it the name is "
		    "formed as those of the newest issues are; if they have no "
		    "form in common, it is `{date}-NAME.md`, with the name of "
		    "the newsletter." },

	{ "rhythm.weekday", FIELD_WEEKDAY, AT(rhythm.weekday),
	    .help = "The day on which issues appear, `wednesday`; without it "
		    "that of the newest issue." },
	{ "rhythm.every", FIELD_NUMBER, AT(rhythm.every), .min = 1, .max = 53,
	    .help = "How many weeks lie between two issues." },
	{ "rhythm.ahead", FIELD_NUMBER, AT(rhythm.ahead), .min = 1, .max = 366,
	    .help = "A new draft is for the first such day that is at least "
		    "so many days ahead." },
	{ "rhythm.skip", FIELD_DATES, AT(rhythm.skip),
	    .help = "Days on which no issue appears although it would be due. "
		    "They do not count." },
	{ "rhythm.count_from.number", FIELD_NUMBER,
	    AT(rhythm.count_from.number), .max = 1000000,
	    .help = "The number of the issue of `rhythm.count_from.date`." },
	{ "rhythm.count_from.date", FIELD_DATE, AT(rhythm.count_from.date),
	    .help = "The day of one issue, from which all others are counted. "
		    "Without it a new issue has the number after the "
		    "newest's." },

	{ "editors", FIELD_RECORDS, AT(editor), COUNT_AT(editors),
	    .record = &editor_record,
	    .help = "Who edits the newsletter: `$editors` in the template of "
		    "drafts." },
	{ "sponsor.name", FIELD_LINE, AT(sponsor.name),
	    .help = "Who pays for it, as Markdown: `$sponsor` in the template "
		    "of drafts." },
	{ "sponsor.url", FIELD_LINK, AT(sponsor.url),
	    .help = "Where that leads." },
	{ "channels", FIELD_RECORDS, AT(channel), COUNT_AT(channels),
	    .record = &channel_record,
	    .help = "Where else the newsletter is to be found: `$channels` in "
		    "the template of drafts." },

	{ "folders.content", FIELD_FOLDER, AT(folders.content),
	    .required = true, .help = "Published issues." },
	{ "folders.drafts", FIELD_FOLDER, AT(folders.drafts), .required = true,
	    .help = "Issues in work, and the template of new ones." },
	{ "folders.pages", FIELD_FOLDER, AT(folders.pages), .required = true,
	    .help = "Pages that are no issues, such as a privacy policy." },
	{ "folders.images", FIELD_FOLDER, AT(folders.images), .required = true,
	    .help = "Pictures; `addresses.image` says where they appear." },
	{ "folders.static", FIELD_FOLDER, AT(folders.static_files),
	    .required = true,
	    .help = "Files that are copied to the top of the site as they "
		    "are." },
	{ "folders.theme", FIELD_FOLDER, AT(folders.theme), .required = true,
	    .help = "Templates and style sheets instead of the built-in "
		    "ones." },
	{ "folders.output", FIELD_FOLDER, AT(folders.output), .required = true,
	    .help = "The built site. It may not contain one of the other "
		    "folders, nor be inside one." },
	{ "folders.cache", FIELD_FOLDER, AT(folders.cache), .required = true,
	    .help = "The database, and what is kept to save time; not under "
		    "version control." },

	{ "addresses.issue", FIELD_PATTERN, AT(addresses.issue),
	    .required = true, .variables = ISSUE_VARIABLES,
	    .help = "The page of an issue." },
	{ "addresses.page", FIELD_PATTERN, AT(addresses.page), .required = true,
	    .variables = "slug", .help = "A page that is no issue." },
	{ "addresses.category", FIELD_PATTERN, AT(addresses.category),
	    .required = true, .variables = "slug",
	    .help = "All issues of one category." },
	{ "addresses.archive", FIELD_PATTERN, AT(addresses.archive),
	    .required = true, .help = "All issues." },
	{ "addresses.events", FIELD_PATTERN, AT(addresses.events),
	    .required = true, .help = "All upcoming events." },
	{ "addresses.feature", FIELD_PATTERN, AT(addresses.feature),
	    .required = true, .variables = "id",
	    .help = "All weeks of one feature; `{id}` is its `feature`." },
	{ "addresses.section", FIELD_PATTERN, AT(addresses.section),
	    .required = true, .variables = "id",
	    .help = "The newest items of one section." },
	{ "addresses.image", FIELD_PATTERN, AT(addresses.image),
	    .required = true, .variables = "name",
	    .help = "A file of `folders.images`; `{name}` is its path "
		    "there." },
	{ "addresses.calendar", FIELD_PATTERN, AT(addresses.calendar),
	    .required = true, .variables = "name",
	    .help = "A calendar; `{name}` is `events`, the id of a region, "
		    "or a name made from an event." },
	{ "addresses.entry_id", FIELD_PATTERN, AT(addresses.entry_id),
	    .required = true, .entry_id = true,
	    .variables = "address " ISSUE_VARIABLES,
	    .help = "The id of an issue in feeds. Feed readers show every "
		    "issue again when it changes." },
	{ "addresses.feed_id", FIELD_PATTERN, AT(addresses.feed_id),
	    .required = true, .entry_id = true, .variables = "address",
	    .help = "The id of the main feed." },

	{ "feeds.entries", FIELD_NUMBER, AT(feeds.entries), .min = 1,
	    .max = 1000, .help = "How many issues a feed has." },
	{ "feeds.full_text", FIELD_FLAG, AT(feeds.full_text),
	    .help = "Whether feeds have the whole text of an issue." },

	{ "sections", FIELD_RECORDS, AT(section), COUNT_AT(sections),
	    .record = &section_record,
	    .help = "The headings of an issue and what they mean, in their "
		    "order. Headings are compared without case, outer "
		    "blanks and a final `:` or `,`." },
	{ "sections_add", FIELD_RECORDS, AT(section), COUNT_AT(sections),
	    .record = &section_record, .add = true,
	    .help = "Sections besides those of the preset; one with the id "
		    "of another takes its place." },
	{ "unsorted", FIELD_LINE, AT(unsorted), .required = true,
	    .help = "The heading under which `sennight draft add` puts links "
		    "without a section; an issue that has it cannot be "
		    "published." },
	{ "regions", FIELD_RECORDS, AT(region), COUNT_AT(regions),
	    .record = &region_record,
	    .help = "The headings below which events are listed." },
	{ "regions_add", FIELD_RECORDS, AT(region), COUNT_AT(regions),
	    .record = &region_record, .add = true,
	    .help = "Regions besides those of the preset; one with the id "
		    "of another takes its place." },

	{ "events.heading_window", FIELD_LINE, AT(events.heading_window),
	    .help = "How the line begins that says from when to when events "
		    "are listed." },
	{ "events.window_days", FIELD_NUMBER, AT(events.window_days), .min = 1,
	    .max = 366, .help = "How many days of events an issue lists." },
	{ "events.data", FIELD_FOLDER, AT(events.data), .required = true,
	    .help = "A file with one JSON object a line that knows start, "
		    "finish and zone of events by their address." },

	{ "corrections", FIELD_FOLDER, AT(corrections), .required = true,
	    .help = "A file with one JSON object a line: what was wrong in an "
		    "issue after it was out. `sennight publish correct` "
		    "writes it." },
	{ "deadlines.page", FIELD_FLAG, AT(deadlines.page),
	    .help = "Whether there is a page, a feed and a calendar of calls "
		    "and comment periods that are open, by the day they "
		    "close." },
	{ "deadlines.title", FIELD_LINE, AT(deadlines.title), .required = true,
	    .help = "What these are called." },

	{ "site.accent", FIELD_COLOUR, AT(site.accent), .required = true,
	    .help = "The colour of links on white." },
	{ "site.accent_dark", FIELD_COLOUR, AT(site.accent_dark),
	    .required = true, .help = "The colour of links on black." },
	{ "site.menu", FIELD_RECORDS, AT(site.menu),
	    COUNT_AT(site.menu_entries), .record = &menu_record,
	    .help = "The links at the top of each page." },
	{ "site.footer", FIELD_TEXT, AT(site.footer),
	    .help = "Markdown at the foot of each page." },
	{ "site.logo", FIELD_FOLDER, AT(site.logo),
	    .help = "A picture below `folders.static` or `folders.content`." },
	{ "site.subscribe", FIELD_LINK, AT(site.subscribe),
	    .help = "Where readers subscribe to the mail." },
	{ "site.repository", FIELD_LINK, AT(site.repository),
	    .help = "Where the source of the newsletter is." },

	{ "markdown.also", FIELD_DIALECT, AT(markdown.also_python_markdown),
	    .help = "`python-markdown` if the issues are read with it too, "
		    "so that what it shows differently is an error; `none` "
		    "otherwise." },

	{ "groups", FIELD_RECORDS, AT(group), COUNT_AT(groups),
	    .record = &group_record,
	    .help = "Headings of groups below changes and comment periods, and "
		    "what belongs to them." },
	{ "tags", FIELD_RECORDS, AT(tag), COUNT_AT(tags), .record = &tag_record,
	    .help = "The tags of items. Languages, two capital letters, are "
		    "always known." },
	{ "places.spelling", FIELD_RECORDS, AT(places.spelling),
	    COUNT_AT(places.spellings), .record = &spelling_record,
	    .help = "Countries that are not written as their code." },
	{ "places.states", FIELD_COUNTRIES, AT(places.states),
	    .help = "Countries whose places name their state too: "
		    "`Austin, TX, US`." },
	{ "changes.days", FIELD_NUMBER, AT(changes.days), .max = 366,
	    .help = "How many days of merged changes an issue covers; 0 if "
		    "that differs." },
	{ "discussion.links", FIELD_LINES, AT(discussion.links),
	    .help = "Patterns of where an issue is discussed, as in "
		    "`sections`." },

	{ "check.error", FIELD_LINES, AT(check.error),
	    .help = "Rules whose findings are errors here; `sennight check "
		    "--list` has their names." },
	{ "check.warning", FIELD_LINES, AT(check.warning),
	    .help = "Rules whose findings are warnings here." },
	{ "check.info", FIELD_LINES, AT(check.info),
	    .help = "Rules whose findings are for information only." },
	{ "check.off", FIELD_LINES, AT(check.off),
	    .help = "Rules that do not hold here." },
	{ "check.placeholders", FIELD_LINES, AT(check.placeholders),
	    .help = "Texts of the template that must be gone before an issue "
		    "is published." },
	{ "check.words", FIELD_LINES, AT(check.words),
	    .help = "Words that are spelled right although no dictionary "
		    "has them." },

	{ "sources", FIELD_RECORDS, AT(source), COUNT_AT(sources),
	    .record = &source_record,
	    .help = "Where `sennight collect` looks for what could stand in "
		    "the next issue." },

	{ "database", FIELD_LINE, AT(database),
	    .help = "Where subscribers, submissions and votes are kept: a "
		    "file below `folders.cache`, `store.db` if nothing is "
		    "said, or `postgresql://host/name`. No password here: "
		    "PostgreSQL's own `PGPASSFILE` has one." },
	{ "mail.from", FIELD_LINE, AT(mail.from),
	    .help = "The address that mail comes from." },
	{ "mail.name", FIELD_LINE, AT(mail.name),
	    .help = "The name beside it; without it that of the "
		    "newsletter." },
	{ "mail.way", FIELD_LINE, AT(mail.way),
	    .help = "Where mail goes: `smtp://host:25`, `smtps://host`, or a "
		    "folder that each mail is put into as a file." },
	{ "mail.others", FIELD_LINES, AT(mail.others),
	    .help = "Mail servers that issues go to while that of `mail.way` "
		    "cannot be reached, in the same form." },
	{ "mail.reply_to", FIELD_LINE, AT(mail.reply_to),
	    .help = "The address that readers answer to, if it is another "
		    "one." },
	{ "mail.dkim", FIELD_LINES, AT(mail.dkim),
	    .help = "Selectors of the keys that mails are signed with (DKIM). "
		    "The key of `mail-2026` is the secret "
		    "`SENNIGHT_DKIM_MAIL_2026`." },
	{ "mail.bounces", FIELD_LINE, AT(mail.bounces),
	    .help =
		"The address that mails come back to which cannot be "
		"delivered: `bounces@example.org`. Each mail has one of its "
		"own, `bounces+...@example.org`, which the mail server must "
		"put into the same mailbox. Without it they come back to "
		"`mail.from`." },
	{ "mail.bounces_user", FIELD_LINE, AT(mail.bounces_user),
	    .help = "The name that the mail server knows that mailbox by, for "
		    "`sennight bounces read imaps://...`; without it the "
		    "address. The password is the secret "
		    "`SENNIGHT_BOUNCES_PASSWORD`." },
	{ "mail.soft_bounces", FIELD_NUMBER, AT(mail.soft_bounces), .min = 0,
	    .max = 1000,
	    .help =
		"How many issues in a row must not arrive, for a reason "
		"that may pass such as a full mailbox, until the reader gets "
		"no more of them; 0 for never." },
	{ "mail.bounces_by_address", FIELD_FLAG, AT(mail.bounces_by_address),
	    .help =
		"`yes` to believe a mail that came back and shows no sign of "
		"being of us, but only names the address of a reader. "
		"Anybody can write such a mail about anybody." },
	{ "mail.connections", FIELD_NUMBER, AT(mail.connections), .min = 1,
	    .max = 500,
	    .help = "How many connections to a mail server an issue is sent "
		    "over." },
	{ "mail.per_minute", FIELD_NUMBER, AT(mail.per_minute), .min = 0,
	    .max = 1000000,
	    .help = "How many mails of an issue may be sent in a minute; 0 for "
		    "as many as the mail server takes." },
	{ "mail.per_day", FIELD_NUMBER, AT(mail.per_day), .min = 0,
	    .max = 100000000,
	    .help = "How many mails of issues may be sent in a day, which "
		    "begins at midnight UTC; 0 for no limit." },
	{ "mail.first_day", FIELD_NUMBER, AT(mail.first_day), .min = 0,
	    .max = 100000000,
	    .help = "How many of them on the first day of a new sender, whom "
		    "nobody trusts yet. Each day may have twice as many as the "
		    "one before it, up to `mail.per_day`, if half of that was "
		    "sent. After a month without mail it begins anew; 0 for "
		    "`mail.per_day` from the start." },
	{ "mail.domains", FIELD_RECORDS, AT(mail.domain),
	    COUNT_AT(mail.domains), .record = &domain_record,
	    .help = "Domains of readers, such as those of large providers, "
		    "that are to get no more than so many mails a minute." },
	{ "mail.user", FIELD_LINE, AT(mail.user),
	    .help = "The name that the mail server knows us by; the password "
		    "is the secret `SENNIGHT_MAIL_PASSWORD`." },
	{ "mail.service", FIELD_SERVICE, AT(mail.service),
	    .help = "`mailchimp` or `buttondown` if that service sends the "
		    "mails: `sennight build --mail` then writes its tags for "
		    "leaving and for preferences into them; `none` "
		    "otherwise." },
	{ "mail.hooks.mailgun", FIELD_FLAG, AT(mail.hooks.mailgun),
	    .help = "`yes` if Mailgun tells at `/hooks/mailgun` what became "
		    "of mails. Its signing key is the secret "
		    "`SENNIGHT_MAILGUN_KEY`." },
	{ "mail.hooks.postmark", FIELD_FLAG, AT(mail.hooks.postmark),
	    .help = "`yes` if Postmark tells it at `/hooks/postmark`. It signs "
		    "nothing: the password that it sends is the secret "
		    "`SENNIGHT_POSTMARK_SECRET`." },
	{ "mail.hooks.sendgrid", FIELD_LINE, AT(mail.hooks.sendgrid),
	    .help = "The verification key of SendGrid, `MFkw...`, if that "
		    "tells it at `/hooks/sendgrid`." },
	{ "mail.hooks.ses", FIELD_LINE, AT(mail.hooks.ses),
	    .help = "The topic of SNS, `arn:aws:sns:...`, if SES tells it "
		    "through that at `/hooks/ses`." },
	{ "subscribe.open", FIELD_FLAG, AT(subscribe.open),
	    .help = "`yes` to let readers subscribe: `sennight serve` then has "
		    "the pages for it, and needs `mail.from` "
		    "and `mail.way`." },
	{ "subscribe.text_version", FIELD_LINE, AT(subscribe.text_version),
	    .required = true,
	    .help = "The version of the text that readers agree to, kept with "
		    "their consent. Change it when you change the text." },
	{ "subscribe.network", FIELD_NETWORK, AT(subscribe.network),
	    .help = "What is kept of the network address that somebody "
		    "subscribes or confirms from: `none`, `part` (a /24, or a "
		    "/56 of IPv6) or `full`." },
	{ "subscribe.confirm_days", FIELD_NUMBER, AT(subscribe.confirm_days),
	    .min = 1, .max = 90,
	    .help = "How many days the link of a confirmation mail works." },
	{ "subscribe.per_address", FIELD_NUMBER, AT(subscribe.per_address),
	    .min = 1, .max = 1000,
	    .help = "How many mails a day one address can be made to get." },
	{ "subscribe.per_network", FIELD_NUMBER, AT(subscribe.per_network),
	    .min = 1, .max = 1000000,
	    .help = "How many forms an hour may come from one network, a /24 "
		    "or a /56 of IPv6." },
	{ "subscribe.per_domain", FIELD_NUMBER, AT(subscribe.per_domain),
	    .min = 1, .max = 1000000,
	    .help = "How many forms an hour may name addresses of one domain, "
		    "such as `example.org`." },
	{ "subscribe.behind_proxy", FIELD_FLAG, AT(subscribe.behind_proxy),
	    .help = "`yes` if a proxy on this machine passes requests on: "
		    "then the last address of `X-Forwarded-For` is the "
		    "reader's." },
	{ "submit.open", FIELD_FLAG, AT(submit.open),
	    .help = "`yes` to let readers send in links, events and the like: "
		    "`sennight serve` then has the pages for it." },
	{ "submit.queue", FIELD_FLAG, AT(submit.queue),
	    .help = "`yes` to show everybody what waits for a decision, but "
		    "what its sender wants hidden." },
	{ "submit.per_network", FIELD_NUMBER, AT(submit.per_network), .min = 1,
	    .max = 1000000,
	    .help = "How many things an hour may be sent in from one network, "
		    "and how many nominated." },
	{ "submit.hints", FIELD_TEXT, AT(submit.hints),
	    .help = "Markdown on the page of guidelines: what is wanted, and "
		    "what is not." },

	{ "deploy", FIELD_RECORDS, AT(deploy), COUNT_AT(deploys),
	    .record = &deploy_record,
	    .help = "Where `sennight publish` puts the site." },

	{ "announce", FIELD_RECORDS, AT(announce), COUNT_AT(announces),
	    .record = &announce_record,
	    .help = "Where `sennight publish` announces an issue." },

	{ "publish.push", FIELD_LINE, AT(publish.push),
	    .help = "Where `sennight publish` pushes its commits: a remote "
		    "that git knows, such as `origin`, and perhaps a branch "
		    "behind it." },

	{ "archive.links", FIELD_FLAG, AT(archive.links),
	    .help = "`yes` to have `sennight publish` hand the links of an "
		    "issue that is out to the Wayback Machine, which keeps "
		    "copies of their pages." },
	{ "archive.most", FIELD_NUMBER, AT(archive.most), .min = 1, .max = 5000,
	    .help = "How many links one run hands in; the next one goes on." },
	{ "archive.pause", FIELD_NUMBER, AT(archive.pause), .max = 3600,
	    .help = "Seconds from one link to the next; the service wants "
		    "about 5." },
	{ "archive.address", FIELD_ADDRESS, AT(archive.address),
	    .help = "Where the archive is, if it is another one that answers "
		    "as the Wayback Machine does." },
	{ "answers.pull", FIELD_TEXT, AT(answers.pull), .required = true,
	    .help = "What `sennight publish answers` says below a pull "
		    "request: {title} and {address} of what was printed, {who} "
		    "proposed it, {name} of the newsletter." },
	{ "answers.call", FIELD_TEXT, AT(answers.call), .required = true,
	    .help = "The same where a call for testing has a label." },
	{ "answers.forum", FIELD_TEXT, AT(answers.forum), .required = true,
	    .help = "The same below a post in a forum." },
	{ "answers.mention", FIELD_TEXT, AT(answers.mention), .required = true,
	    .help = "The same below a short post that mentions something." },

	{ "recognise.category", FIELD_LINE, AT(recognise.category),
	    .help = "The `Category` of its issues, by which a preset is "
		    "found for a file without settings." },
};

const size_t settings_field_count = LENGTH(settings_fields);
