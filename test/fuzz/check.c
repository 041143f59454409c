/*
 * Any bytes can be checked, before and after an issue that is well formed:
 * findings lie in the file, and making their fixes again and again comes to an
 * end in a text that can be checked too.
 */
#include <assert.h>

#include "base/limits.h"
#include "check/check.h"
#include "test/model/twir.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char before[] =
    "Title: N 1\nNumber: 1\nDate: 2026-01-07\nCategory: N\n\n"
    "### Virtual\n\n"
    "* 2026-01-08 | Virtual (Bonn, DE) | [G](https://g.example)\n"
    "    * [**T**](https://t.example/1)\n";

static struct check_report check(struct str text)
{
	struct check_text texts[] = {
		{ "content/2026-01-07-n.md", str_of(before) },
		{ "content/2026-01-14-n.md", text },
	};
	struct check_options options = { .threads = 1 };
	struct check_report report;
	struct error err;
	bool ok =
	    check_texts(&options, twir_settings(), texts, 2, &report, &err);

	assert(ok);
	return report;
}

static void check_findings(const struct check_report *report)
{
	for (size_t i = 0; i < report->files; i++) {
		const struct checked_file *file = &report->file[i];

		for (size_t k = 0; k < file->findings; k++) {
			const struct finding *f = file->finding[k];

			assert(f->offset <= f->end);
			assert(f->end <= file->text.len);
			for (size_t n = 1; n < f->fix.edits; n++)
				assert(!edits_overlap(
				    &f->fix.edit[n - 1], &f->fix.edit[n]));
		}
	}
}

static void print_all(const struct check_report *report)
{
	for (int format = CHECK_TEXT; format <= CHECK_GITHUB; format++) {
		struct check_style style = { (enum check_format)format, true,
			CHECK_INFO, NULL };
		struct strbuf out;

		strbuf_init(&out, LIMIT_PAGE);
		check_add_report(&out, report, &style);
		strbuf_release(&out);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena arena = { 0 };
	struct str text =
	    arena_str(&arena, (struct str){ (const char *)data, size });

	for (int round = 0; round < 3; round++) {
		struct check_report report = check(text);
		size_t fixed = 0, waiting;

		check_findings(&report);
		if (round == 0)
			print_all(&report);
		for (size_t i = 0; i < report.files; i++)
			if (report.file[i].text.at == text.at)
				text = check_fixed_text(&arena, &report.file[i],
				    true, &fixed, &waiting);
		check_release(&report);
		if (fixed == 0)
			break;
	}
	arena_release(&arena);
	return 0;
}
