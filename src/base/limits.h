/*
 * limits: every maximum of outside data, in one place.
 *
 * A buffer that holds what others wrote is made with one of these.  They are
 * bytes unless the name says otherwise.  Each is far above anything a real
 * newsletter needs and far below what would hurt a small machine.
 */
#ifndef BASE_LIMITS_H
#define BASE_LIMITS_H

#define KIB ((size_t)1024)
#define MIB (KIB * 1024)

/* One file of Markdown.  The largest real issue is 73 kB. */
#define LIMIT_ISSUE_FILE (16 * MIB)
/* One settings file, template or style sheet. */
#define LIMIT_SMALL_FILE (1 * MIB)
/* A file that is copied or committed as data (pictures, events.jsonl). */
#define LIMIT_DATA_FILE (256 * MIB)
/* The old texts of all files that a change touched. */
#define LIMIT_CHANGES (256 * MIB)
/* Branches and patches of one `draft pick`, the commits of each that are asked
 * for their authors, and one file of patches. */
#define LIMIT_PICK_HEADS 1000
#define LIMIT_PICK_COMMITS 1000
#define LIMIT_PATCH_FILE (16 * MIB)
/* Links resolved from reference definitions, per byte of the file: beyond
 * this a file is a bomb of references. */
#define LIMIT_EXPANSION 16
/* Memory for the tree of one file, per byte of it, beyond a base of 1 MiB. */
#define LIMIT_TREE_FACTOR 200
/* HTML of one page. */
#define LIMIT_PAGE (64 * MIB)
/* Lines of a list of things to put into a draft, the list, and one text. */
#define LIMIT_ADDITIONS 5000
#define LIMIT_ADDITIONS_FILE (16 * MIB)
#define LIMIT_ADDED_TEXT (16 * KIB)
/* A whole feed or the search index of a site. */
#define LIMIT_FEED (256 * MIB)
/* An error message. */
#define LIMIT_ERROR (2 * KIB)
/* One file that is merged, and the result with its conflicts. */
#define LIMIT_MERGE_FILE (1 * MIB)
#define LIMIT_MERGE (8 * MIB)
/* Levels of nesting in Markdown; what is deeper is kept, but flattened. */
#define LIMIT_MARKDOWN_DEPTH 100
/* Levels of nesting in settings and JSON. */
#define LIMIT_SETTINGS_DEPTH 32
/* Entries, keys counted too, of one settings file. */
#define LIMIT_SETTINGS_NODES 20000
/* Includes, extends and loops inside one another in a template. */
#define LIMIT_TEMPLATE_DEPTH 64
/* Operations of one rendering of a template. */
#define LIMIT_TEMPLATE_STEPS 20000000
/* Texts and lists that one rendering of a template makes. */
#define LIMIT_TEMPLATE_MEMORY (256 * MIB)
/* Levels of folders below the newsletter's own. */
#define LIMIT_FOLDER_DEPTH 16
/* Files and folders in one folder tree, by every way that leads to them. */
#define LIMIT_FILES 200000
/* Text of one item in the search index; the rest is neither shown nor found. */
#define LIMIT_SEARCH_TEXT (4 * KIB)
/* Code points of one word in the search index; longer ones are cut. */
#define LIMIT_SEARCH_WORD 32
/* A title or category in an address, where it names a file. */
#define LIMIT_SLUG 200
/* A web address. */
#define LIMIT_URL (8 * KIB)
/* A name between two slashes of a path. */
#define LIMIT_FILE_NAME 255
/* Comments of one issue that silence a finding; more are not read. */
#define LIMIT_ALLOWANCES 1000
/* Findings of one rule in one issue; the rest is left out. */
#define LIMIT_FINDINGS 1000
/* Connections to the web server, and those of them that wait for events. */
#define LIMIT_CONNECTIONS 2048
#define LIMIT_EVENT_CLIENTS 128
/* Connections of one address, unless all come through a proxy or from here. */
#define LIMIT_CONNECTIONS_EACH 256
/* Request line and headers, with what the server keeps beside them. */
#define LIMIT_REQUEST (32 * KIB)
/* Seconds that a request may take to arrive, and an answer to be fetched. */
#define LIMIT_REQUEST_SECONDS 20
#define LIMIT_ANSWER_SECONDS 300
/* Files of the site that the server keeps in memory: one, and all. */
#define LIMIT_KEPT_FILE (512 * KIB)
#define LIMIT_KEPT_FILES (64 * MIB)
/* A calendar that somebody sends in. */
#define LIMIT_CALENDAR (64 * KIB)
/* The title or summary of an issue, where it is announced. */
#define LIMIT_ANNOUNCED (16 * KIB)
/* What a source answers at once. */
#define LIMIT_SOURCE (8 * MIB)
/* One that is kept, with what is known of it; and what is asked of one source in
 * one run. */
#define LIMIT_SOURCE_KEPT (LIMIT_SOURCE + MIB)
#define LIMIT_SOURCE_ASKS 1000
/* Labels and comments of one thing of it. */
#define LIMIT_SOURCE_LABELS 1000
#define LIMIT_SOURCE_COMMENTS 1000
/* Of a page that a link leads to; and how many of them are looked at for one
 * source in one run. */
#define LIMIT_SOURCE_PAGE (512 * KIB)
#define LIMIT_SOURCE_LOOKS 300
/* A calendar, and the events of one, or of a page. */
#define LIMIT_SOURCE_CALENDAR (2 * MIB)
#define LIMIT_SOURCE_EVENTS 500
/* The body of a request, and the fields in it. */
#define LIMIT_FORM (64 * KIB)
#define LIMIT_FORM_FIELDS 500
/* Requests that wait for the store. */
#define LIMIT_WAITING 400
/* Seconds that a server that ends waits for requests that run. */
#define LIMIT_STOP_SECONDS 20
/* An address of mail (RFC 5321, 4.5.3.1). */
#define LIMIT_MAIL_ADDRESS 320
/* A mail that is written for one reader. */
#define LIMIT_LETTER (64 * KIB)
/* The body of the mails of an issue, plain text and HTML, encoded. */
#define LIMIT_MAIL_BODY (8 * MIB)
/* Folders and files that a preview watches. */
#define LIMIT_WATCHES 20000
/* All headers of an answer that we fetch. */
#define LIMIT_HEADERS (64 * KIB)
/* One line about a link that was looked at: its addresses, escaped. */
#define LIMIT_PROBE_LINE (128 * KIB)
/* Addresses that one run of sennight-probe looks at, and all their lines. */
#define LIMIT_PROBE_URLS 200000
#define LIMIT_PROBE_INPUT (256 * MIB)
/* The beginning of a page in which its title is looked for. */
#define LIMIT_PROBE_PAGE (128 * KIB)
/* The title of a page; the rest is cut. */
#define LIMIT_PAGE_TITLE 500
/* One candidate, with all its fields, as a line of JSON. */
#define LIMIT_CANDIDATE (64 * KIB)
/* What one source tells for people in one run. */
#define LIMIT_SOURCE_NOTES (64 * KIB)
/* What a search in the inbox looks for. */
#define LIMIT_INBOX_SEARCH 1000
/* Candidates that one command decides on. */
#define LIMIT_INBOX_IDS 1000000
/* A list of people that is taken in. */
#define LIMIT_PEOPLE_FILE (1024 * MIB)
/* One row of it, and the fields of that. */
#define LIMIT_PEOPLE_ROW (1 * MIB)
#define LIMIT_PEOPLE_FIELDS 1000
/* A week's report on the speed of a compiler. */
#define LIMIT_TRIAGE (1 * MIB)
/* All the rows that a database server gets at once. */
#define LIMIT_ROWS_AT_ONCE (256 * MIB)
/* Somebody's name; the rest is cut. */
#define LIMIT_PERSON_NAME 200
/* Sections, regions and countries of one reader, and what they agreed to. */
#define LIMIT_WISHES 500
/* A file or mailbox of mails that came back, and the beginning of one mail,
 * which is all that is looked at. */
#define LIMIT_BOUNCE_FILE (64 * MIB)
#define LIMIT_BOUNCE_MAIL (1 * MIB)
/* One line of it, and one header with its folded lines; the rest is cut. */
#define LIMIT_BOUNCE_LINE (64 * KIB)
#define LIMIT_BOUNCE_HEADER (4 * KIB)
/* Parts of it and their depth. */
#define LIMIT_BOUNCE_PARTS 200
#define LIMIT_BOUNCE_DEPTH 16
/* What it says to people, what to machines, and what a server said. */
#define LIMIT_BOUNCE_NOTICE (64 * KIB)
#define LIMIT_BOUNCE_REPORT (256 * KIB)
#define LIMIT_BOUNCE_SAID 1000
/* The line of JSON about one mail. */
#define LIMIT_BOUNCE_LISTING (32 * MIB)
/* Readers that one mail tells about. */
#define LIMIT_BOUNCE_RECIPIENTS 500
/* What nobody understood: the beginning of one mail that is kept, and how many
 * are. */
#define LIMIT_BOUNCE_KEPT_MAIL (256 * KIB)
#define LIMIT_BOUNCE_KEPT 1000
/* What a service that sends mails tells at once, and the events in it. */
#define LIMIT_HOOK (1 * MIB)
#define LIMIT_HOOK_EVENTS 2000
/* What an IMAP server says beside the mails: the numbers of new ones, mostly. */
#define LIMIT_IMAP_LINE (8 * MIB)
/* A feed that is read: all of it, its items, the text of one element, and what
 * is kept of a title, a summary, an author, an identifier and a language. */
#define LIMIT_SOURCE_FEED (8 * MIB)
#define LIMIT_SOURCE_FEED_ITEMS 2000
#define LIMIT_SOURCE_FEED_TEXT (64 * KIB)
#define LIMIT_SOURCE_FEED_SUMMARY 1000
#define LIMIT_SOURCE_FEED_NAME 200
#define LIMIT_SOURCE_FEED_ID (2 * KIB)
#define LIMIT_SOURCE_FEED_LANGUAGE 35
/* Elements inside one another, and names of namespaces that are known at once:
 * libxml2 looks through all of them for each element. */
#define LIMIT_SOURCE_FEED_DEPTH 1000
#define LIMIT_SOURCE_FEED_SPACES 200
/* The beginning of a page in which feeds are looked for, and how many. */
#define LIMIT_FEED_PAGE (512 * KIB)
#define LIMIT_FEED_LINKS 20
/* One reply of a mail server, and what is kept of it for people. */
#define LIMIT_SMTP_REPLY (64 * KIB)
#define LIMIT_SMTP_SAID 500
/* What is said to one before its answer is waited for. */
#define LIMIT_SMTP_COMMANDS (64 * KIB)

#endif
