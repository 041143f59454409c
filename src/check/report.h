/*
 * report: the writers of the formats that findings are printed in, one file
 * each.  Private to src/check.
 */
#ifndef CHECK_REPORT_H
#define CHECK_REPORT_H

#include "base/source.h"
#include "check/rule.h"

/* Append the findings of a report that are grave enough. */
void report_add_text(struct strbuf *out, const struct check_report *report,
    const struct check_style *style);
/* One JSON object a line; docs/check.md documents the fields. */
void report_add_json(struct strbuf *out, const struct check_report *report,
    const struct check_style *style);
/* SARIF 2.1.0, one object. */
void report_add_sarif(struct strbuf *out, const struct check_report *report,
    const struct check_style *style);
/* Workflow commands, which GitHub shows beside the lines. */
void report_add_github(struct strbuf *out, const struct check_report *report,
    const struct check_style *style);

/*
 * Position of offsets that never go back: `from` keeps the last one, so that
 * a whole file takes linear time.  Start with zeros.
 */
struct report_position {
	size_t offset; /* of the start of a line */
	struct position at;
};
struct position report_position(
    struct report_position *from, struct str text, size_t offset);

#endif
