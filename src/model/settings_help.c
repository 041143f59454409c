#include "base/strbuf.h"
#include "model/settings_table.h"

static void add_default(
    struct strbuf *out, const struct field *f, const struct settings *s)
{
	const void *at = (const char *)s + f->offset;
	const struct str *text = at;

	if (f->type == FIELD_NUMBER)
		strbuf_printf(out, ", default `%d`", *(const int *)at);
	else if (f->type == FIELD_FLAG)
		strbuf_printf(
		    out, ", default `%s`", *(const bool *)at ? "yes" : "no");
	else if (f->type == FIELD_DIALECT)
		strbuf_printf(out, ", default `%s`",
		    *(const bool *)at ? "python-markdown" : "none");
	else if (f->type < FIELD_NUMBER && text->at != NULL)
		strbuf_printf(out, ", default `%.*s`", STR_ARG(*text));
}

/* "- `key` (a colour, default `#000000`): what it is for" */
static void add_field(
    struct strbuf *out, const struct field *f, const struct settings *s)
{
	strbuf_printf(out, "- `%s` (%s", f->key, field_type_name(f->type));
	if (s != NULL)
		add_default(out, f, s);
	else if (f->required)
		strbuf_lit(out, ", needed");
	else if (f->initial != NULL)
		strbuf_printf(out, ", default `%s`", f->initial);
	strbuf_printf(out, "): %s", f->help);
	if (f->variables != NULL) {
		struct str rest = str_of(f->variables);

		strbuf_lit(out, " Variables:");
		while (rest.at != NULL) {
			struct str name = str_take(&rest, ' ');

			strbuf_printf(out, " `{%.*s}`", STR_ARG(name));
		}
		strbuf_add_char(out, '.');
	}
	strbuf_add_char(out, '\n');
}

static void add_record(struct strbuf *out, const struct field *f)
{
	strbuf_printf(out, "\n## %s\n\n%s\n\nEach %s has:\n\n", f->key, f->help,
	    f->record->name);
	for (size_t i = 0; i < f->record->fields; i++)
		add_field(out, &f->record->field[i], NULL);
}

static void add_kinds(struct strbuf *out)
{
	strbuf_lit(out, "\nThe kinds:");
	for (int kind = 0; kind <= SECTION_JOBS; kind++)
		strbuf_printf(out, "%s `%.*s`", kind > 0 ? "," : "",
		    STR_ARG(section_kind_name((enum section_kind)kind)));
	strbuf_lit(out, ".\n");
}

static const char intro[] =
    "# Settings\n"
    "\n"
    "A newsletter's settings are in `sennight.yaml`, in its top folder. What "
    "the\nfile does not say comes from a preset: `neutral`, or the one it "
    "names.\n"
    "\n"
    "    preset: neutral\n"
    "    name: The Weekly Kettle\n"
    "    address: https://kettle.example/\n"
    "    folders:\n"
    "      output: public\n"
    "\n"
    "Keys below are written with dots where they are nested: `folders.output` "
    "is\n`output` below `folders`. A key without a value takes back what the "
    "preset\nsays. A list replaces the list of the preset as a whole; "
    "`sections_add` and\n`regions_add` add to it instead. A key that does not "
    "exist is an error. Tags,\nanchors and aliases of YAML are not used.\n"
    "\n"
    "In patterns, variables stand in braces. `{date:%Y/%m/%d}` is a date "
    "as\nstrftime(3) writes it, with %Y %m %d %e %B %b %A %a %j; `{date}` "
    "alone is\n`%Y-%m-%d`. `{slug}` is the title as a name for addresses: "
    "\"Week 12: Tea\" is\n`week-12-tea`.\n"
    "\n"
    "## Keys\n"
    "\n";

void settings_add_help(struct strbuf *out)
{
	struct arena arena = { 0 };
	struct error err = { 0 };
	struct settings s;

	if (!settings_preset(&arena, STR("neutral"), &s, &err)) {
		strbuf_add_cstr(out, err.text);
		arena_release(&arena);
		return;
	}
	strbuf_add_cstr(out, intro);
	for (size_t i = 0; i < settings_field_count; i++)
		if (settings_fields[i].record == NULL || settings_fields[i].add)
			add_field(out, &settings_fields[i], &s);
	for (size_t i = 0; i < settings_field_count; i++)
		if (settings_fields[i].record != NULL &&
		    !settings_fields[i].add)
			add_record(out, &settings_fields[i]);
	add_kinds(out);
	arena_release(&arena);
}
