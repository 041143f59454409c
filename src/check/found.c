/* Noting findings, their fixes and related places. */
#include <stdarg.h>
#include <stdio.h>

#include "base/pattern.h"
#include "base/url.h"
#include "check/rule.h"

static struct str format_detail(
    struct arena *arena, const char *format, va_list args)
{
	char text[LIMIT_ERROR];
	int len;

	if (format == NULL)
		return STR("");
	len = vsnprintf(text, sizeof(text), format, args);
	if (len < 0)
		return STR("");
	return arena_str(
	    arena, str_sub((struct str){ text, strlen(text) }, 0, (size_t)len));
}

static struct finding *add(struct checker *c, size_t offset, size_t end)
{
	struct finding *f = ARENA_NEW(c->keep, struct finding);

	if (offset == MD_UNKNOWN || offset > c->text.len)
		offset = end = 0;
	if (end == MD_UNKNOWN || end < offset)
		end = offset;
	f->rule = c->rule;
	f->level = c->rule->level;
	f->offset = offset;
	f->end = end < c->text.len ? end : c->text.len;
	/* Beyond the limit it is given to the rule, and then forgotten. */
	if (c->findings - c->before < LIMIT_FINDINGS) {
		c->finding = ARENA_GROW(c->keep, c->finding, c->findings);
		c->finding[c->findings++] = f;
	}
	return f;
}

struct finding *check_found(
    struct checker *c, size_t offset, size_t end, const char *detail, ...)
{
	struct finding *f = add(c, offset, end);
	va_list args;

	va_start(args, detail);
	f->detail = format_detail(c->keep, detail, args);
	va_end(args);
	return f;
}

struct finding *check_found_node(
    struct checker *c, const struct md_node *node, const char *detail, ...)
{
	struct finding *f;
	va_list args;

	while (node->offset == MD_UNKNOWN && node->parent != NULL)
		node = node->parent;
	f = add(c, node->offset, node->end);
	va_start(args, detail);
	f->detail = format_detail(c->keep, detail, args);
	va_end(args);
	return f;
}

void check_fix(struct checker *c, struct finding *f, bool safe, size_t offset,
    size_t remove, struct str insert)
{
	struct fix *fix = &f->fix;

	fix->safe = safe && (fix->edits == 0 || fix->safe);
	fix->edit = ARENA_GROW(c->keep, fix->edit, fix->edits);
	fix->edit[fix->edits++] =
	    (struct edit){ offset, remove, arena_str(c->keep, insert) };
	edits_sort(fix->edit, fix->edits);
}

static void add_related(
    struct checker *c, struct finding *f, const struct related *related)
{
	f->related = ARENA_GROW(c->keep, f->related, f->relateds);
	f->related[f->relateds++] = *related;
}

/* Beyond the limit a finding is not kept, and needs no place: finding one
 * takes time. */
static bool is_kept(const struct checker *c, const struct finding *f)
{
	return c->findings > 0 && c->finding[c->findings - 1] == f;
}

static size_t line_number(const struct checker *c, size_t offset)
{
	if (c->lines > 0)
		return check_line_at(c, offset)->number;
	return source_position(c->text, offset).line;
}

void check_also(
    struct checker *c, struct finding *f, size_t offset, const char *what)
{
	if (is_kept(c, f))
		add_related(c, f,
		    &(struct related){
			c->path, -1, line_number(c, offset), str_of(what) });
}

void check_also_in(struct checker *c, struct finding *f,
    const struct facts *issue, size_t offset, const char *what)
{
	if (is_kept(c, f))
		add_related(c, f,
		    &(struct related){ issue->path, issue->number,
			source_position(issue->text, offset).line,
			str_of(what) });
}
