/* Reports that machines can read: RFC 3464, and the fields of RFC 5965. */
#include "base/text.h"
#include "send/bounce_priv.h"

struct bounce_finding *bounce_found(
    struct arena *arena, struct bounce_findings *all)
{
	if (all->count >= LIMIT_BOUNCE_RECIPIENTS)
		return NULL;
	all->item = ARENA_GROW(arena, all->item, all->count);
	all->item[all->count] = (struct bounce_finding){ 0 };
	return &all->item[all->count++];
}

static bool is_folded(struct str line)
{
	return line.len > 0 && char_is_blank(line.at[0]) &&
	       str_trim(line).len > 0;
}

/* Does the line begin with "NAME:"? */
static bool has_name(struct str line, struct str name, struct str *ret_value)
{
	struct str rest;

	if (!str_starts_fold(line, name))
		return false;
	rest = str_trim_left(str_sub(line, name.len, line.len));
	if (rest.len == 0 || rest.at[0] != ':')
		return false;
	*ret_value = str_sub(rest, 1, rest.len);
	return true;
}

struct str bounce_field(struct arena *arena, struct str block, const char *name)
{
	struct strbuf out;
	struct str value = { NULL, 0 };

	while (block.at != NULL && value.at == NULL)
		if (has_name(str_take(&block, '\n'), str_of(name), &value))
			break;
	if (value.at == NULL)
		return value;
	strbuf_init(&out, LIMIT_BOUNCE_HEADER);
	strbuf_add(&out, str_trim(value));
	while (block.at != NULL) {
		struct str line = str_take(&block, '\n');

		if (!is_folded(line))
			break;
		strbuf_add_char(&out, ' ');
		strbuf_add(&out, str_trim(line));
	}
	value = arena_str(arena, str_trim(strbuf_str(&out)));
	strbuf_release(&out);
	return value;
}

struct str bounce_typed(struct str value)
{
	size_t at = str_find_char(value, ';', 0);

	if (at != STR_NONE)
		value = str_sub(value, at + 1, value.len);
	return str_trim(value);
}

struct str bounce_typed_address(struct str value)
{
	value = bounce_typed(value);
	if (value.len > 2 && value.at[0] == '<' &&
	    value.at[value.len - 1] == '>')
		value = str_sub(value, 1, value.len - 1);
	return value;
}

static void read_group(
    struct arena *arena, struct str group, struct bounce_findings *all)
{
	struct str final =
	    bounce_typed_address(bounce_field(arena, group, "Final-Recipient"));
	struct str original = bounce_typed_address(
	    bounce_field(arena, group, "Original-Recipient"));
	struct bounce_finding *f;

	if (final.len == 0 && original.len == 0)
		return;
	f = bounce_found(arena, all);
	if (f == NULL)
		return;
	f->address = final.len > 0 ? final : original;
	f->original = original.len > 0 ? original : (struct str){ NULL, 0 };
	f->action = bounce_field(arena, group, "Action");
	f->status = bounce_field(arena, group, "Status");
	f->said = bounce_typed(bounce_field(arena, group, "Diagnostic-Code"));
}

void bounce_report_read(
    struct arena *arena, struct str report, struct bounce_findings *all)
{
	struct str rest = report;
	size_t start = 0, at = 0;

	while (rest.at != NULL) {
		struct str line = str_take(&rest, '\n');

		if (str_trim(line).len == 0) {
			read_group(arena, str_sub(report, start, at), all);
			start = at;
		}
		at += line.len + 1;
	}
	read_group(arena, str_sub(report, start, report.len), all);
}
