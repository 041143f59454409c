/* Apart from the reading: jansson and base/json.h share names. */
#include "base/json.h"
#include "base/moment.h"
#include "model/probe_result.h"

enum { TIME_MAX = 32 };

static void add_time(struct json *j, int64_t seconds)
{
	struct strbuf text;

	if (seconds < 0 || seconds > MOMENT_LAST) {
		json_null(j);
		return;
	}
	strbuf_init(&text, TIME_MAX);
	moment_add(&text, seconds);
	json_str(j, strbuf_str(&text));
	strbuf_release(&text);
}

void probe_result_add(struct strbuf *out, const struct probe_result *result)
{
	struct json j;

	json_init(&j, out);
	json_object(&j);
	json_member(&j, "url", result->url);
	json_member(&j, "state", probe_state_name(result->state));
	json_key(&j, "status");
	if (result->status > 0)
		json_number(&j, result->status);
	else
		json_null(&j);
	json_member(&j, "to", result->to);
	json_member(&j, "title", result->title);
	json_member(&j, "why", result->why);
	json_key(&j, "checked");
	add_time(&j, result->checked);
	json_end(&j);
	strbuf_add_char(out, '\n');
}
