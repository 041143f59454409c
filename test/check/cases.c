#include "../test.h"

#include "base/source.h"
#include "cases.h"
#include "newsletter.h"

#define PATH "content/2026-03-04-issue-9.md"

static struct check_report check_one(
    struct arena *arena, const struct rule_case *k, struct str text)
{
	static const char *const paths[] = { PATH };
	struct str id = str_of(k->rule);
	struct check_options options = {
		.path = paths,
		.paths = 1,
		.threads = 1,
		.only = { &id, 1 },
	};
	struct check_text file = { PATH, text };

	return example_check(
	    example_settings(arena, k->yaml), &options, &file, 1);
}

static void add_lines(struct strbuf *out, const struct checked_file *file)
{
	for (size_t i = 0; i < file->findings; i++)
		strbuf_printf(out, "%s%zu", i > 0 ? " " : "",
		    source_position(file->text, file->finding[i]->offset).line);
}

/* The fixes once, as they are proposed. */
static void check_fixed(struct arena *arena, const struct rule_case *k,
    const struct checked_file *file)
{
	size_t fixed, waiting;
	struct str text =
	    check_fixed_text(arena, file, !k->safe, &fixed, &waiting);
	struct str wanted =
	    k->fixed == NULL ? file->text
			     : example_text(arena, k->fixed, 9, "2026-03-04");

	if (!str_eq(text, wanted))
		fail_msg("%s: fixed to\n%.*s\ninstead of\n%.*s", k->rule,
		    STR_ARG(text), STR_ARG(wanted));
}

void check_cases(const struct rule_case *cases, size_t count)
{
	struct arena arena = { 0 };
	struct strbuf lines;

	strbuf_init(&lines, MIB);
	for (size_t i = 0; i < count; i++) {
		const struct rule_case *k = &cases[i];
		struct check_report report = check_one(
		    &arena, k, example_text(&arena, k->text, 9, "2026-03-04"));

		strbuf_reset(&lines);
		add_lines(&lines, &report.file[0]);
		if (!str_eq(strbuf_str(&lines), str_of(k->lines)))
			fail_msg("%s: found on lines \"%.*s\", not \"%s\", "
				 "of\n%s",
			    k->rule, STR_ARG(strbuf_str(&lines)), k->lines,
			    k->text);
		check_fixed(&arena, k, &report.file[0]);
		check_release(&report);
		arena_reset(&arena);
	}
	strbuf_release(&lines);
	arena_release(&arena);
}

const char *repeated(struct arena *arena, const char *unit, size_t times)
{
	size_t len = strlen(unit);
	char *text = arena_alloc(arena, len * times + 1);

	for (size_t i = 0; i < times; i++)
		memcpy(text + i * len, unit, len);
	text[len * times] = '\0';
	return text;
}

size_t count_hostile(const char *rule, const char *text)
{
	struct arena arena = { 0 };
	struct rule_case k = { .rule = rule, .text = text };
	struct check_report report =
	    check_one(&arena, &k, example_text(&arena, text, 9, "2026-03-04"));
	size_t count = check_count(&report, CHECK_OFF);

	check_release(&report);
	arena_release(&arena);
	return count;
}
