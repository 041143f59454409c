/*
 * settings_table: what settings there are; private to the settings.
 *
 * One record per key says how it is written, where its value goes and what it
 * is for.  Reading, checking, "did you mean" and docs/settings.md follow from
 * these records: a new setting is a field of struct settings and one record.
 */
#ifndef MODEL_SETTINGS_TABLE_H
#define MODEL_SETTINGS_TABLE_H

#include "base/embedded.h"
#include "base/yaml.h"
#include "model/settings.h"

enum field_type {
	FIELD_LINE, /* struct str from here on */
	FIELD_TEXT, /* may have several lines */
	FIELD_ID,
	FIELD_PRESET,
	FIELD_ADDRESS, /* of the site; gets its final slash */
	FIELD_LINK,
	FIELD_POST, /* {title} and {address} may stand in it */
	FIELD_LANGUAGE,
	FIELD_ZONE,
	FIELD_FOLDER,
	FIELD_PATTERN,
	FIELD_COLOUR,
	FIELD_NUMBER,    /* int */
	FIELD_WEEKDAY,   /* int: 1 is Monday */
	FIELD_DATE,      /* struct date */
	FIELD_DATES,     /* struct str_list, each a date */
	FIELD_FLAG,      /* bool */
	FIELD_DIALECT,   /* bool: Python-Markdown too? */
	FIELD_KIND,      /* enum section_kind */
	FIELD_NETWORK,   /* enum network_kept */
	FIELD_SERVICE,   /* enum mail_service */
	FIELD_LINES,     /* struct str_list */
	FIELD_COUNTRIES, /* struct str_list, upper case */
	FIELD_RECORDS,   /* pointer and count: field->record */
};

struct field {
	const char *key; /* path with dots: "folders.content" */
	enum field_type type;
	int min;       /* FIELD_NUMBER */
	size_t offset; /* of the value in struct settings or the record */
	int max;       /* FIELD_NUMBER */
	bool required; /* may not be empty; must be there in a record */
	bool entry_id; /* FIELD_PATTERN: an id, not a path */
	bool file;     /* FIELD_PATTERN: the name of a Markdown file */
	bool add;      /* FIELD_RECORDS: adds to the list of this offset */
	const char *initial;   /* of a record's field that is not there */
	const char *variables; /* FIELD_PATTERN: "slug date"; one is needed
				  unless the pattern is an id */
	const struct record *record; /* FIELD_RECORDS */
	size_t count_offset;         /* FIELD_RECORDS: size_t, how many */
	const char *help;
};

/* A list of records: "sections".  The first field of every record is the
 * struct str that tells its records apart. */
struct record {
	const char *name; /* of one: "section" */
	size_t size;
	const struct field *field;
	size_t fields;
};

extern const struct field settings_fields[];
extern const size_t settings_field_count;

extern const struct embedded_file embedded_presets[];

/* "a colour": what is expected; and an example of it. */
const char *field_type_name(enum field_type type);

/*
 * Check a scalar of a list or field and store what it means at `at`.  On
 * error fill err with what was expected, without the position.
 */
bool field_store(const struct field *f, struct arena *arena, struct str text,
    void *at, struct error *err);

/* Names and aliases of the headings of one list of rules, sorted to find. */
struct settings_index;
const struct settings_index *settings_index_make(
    struct arena *arena, const struct settings *s);
/* False with the first heading that is empty, too long, or a rule before
 * has too; *ret_list is "sections", "regions" or "groups", *ret_rule an index in it. */
bool settings_index_check(const struct settings *s, const char **ret_list,
    size_t *ret_rule, struct str *ret_heading);

#endif
