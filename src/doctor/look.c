#include "doctor/look.h"

#include <stdio.h>

#include "base/strbuf.h"
#include "base/text.h"

enum { SENTENCE_MOST = 2 * 1024, RECORD_MOST = 16 * 1024, STRING_MOST = 255 };

/* ---------------------------------------------------------------------- lines */

/* What others wrote may be in it, but commands nothing. */
static struct str clean(struct arena *arena, struct str text)
{
	struct strbuf out;
	struct str line;

	strbuf_init(&out, 4 * RECORD_MOST);
	text_add_cell(&out, text, RECORD_MOST, false);
	line = text_clean(arena, strbuf_str(&out));
	line = arena_str(arena, line);
	strbuf_release(&out);
	return line;
}

static void say(struct look *look, struct doctor_line line, const char *format,
    va_list list)
{
	char text[SENTENCE_MOST];
	struct arena arena = { 0 };

	vsnprintf(text, sizeof(text), format, list);
	line.check = look->check;
	line.text = clean(&arena, str_of(text));
	if (line.advice.at != NULL)
		line.advice = clean(&arena, line.advice);
	if (line.publish.at != NULL)
		line.publish = clean(&arena, line.publish);
	look->options->say(look->options->data, &line);
	arena_release(&arena);
}

void look_say(
    struct look *look, enum doctor_state state, const char *format, ...)
{
	va_list list;

	va_start(list, format);
	say(look, (struct doctor_line){ .state = state }, format, list);
	va_end(list);
}

void look_advise(struct look *look, enum doctor_state state, struct str advice,
    const char *format, ...)
{
	va_list list;

	va_start(list, format);
	say(look, (struct doctor_line){ .state = state, .advice = advice },
	    format, list);
	va_end(list);
}

void look_publish(struct look *look, enum doctor_state state,
    struct str publish, const char *format, ...)
{
	va_list list;

	va_start(list, format);
	say(look, (struct doctor_line){ .state = state, .publish = publish },
	    format, list);
	va_end(list);
}

void look_blind(struct look *look, const char *format, ...)
{
	va_list list;

	va_start(list, format);
	say(look,
	    (struct doctor_line){ .state = DOCTOR_SKIPPED, .blind = true },
	    format, list);
	va_end(list);
}

bool look_has_from(struct look *look)
{
	if (look->from.domain.at != NULL)
		return true;
	look_say(look, DOCTOR_SKIPPED, "`mail: from` is no address yet");
	return false;
}

/* ------------------------------------------------------------------------ DNS */

bool look_ask(struct look *look, struct str name, enum dns_type type,
    struct dns_answer *a)
{
	dns_ask(look->dns, name, type, &look->arena, a);
	if (a->outcome != DNS_NO_ANSWER)
		return true;
	look_blind(look, "cannot look up %.*s: %s", STR_ARG(name), a->why);
	return false;
}

struct str look_txt_line(struct arena *arena, struct str name, struct str value)
{
	struct strbuf out;
	struct str line;

	strbuf_init(&out, RECORD_MOST);
	strbuf_printf(&out, "%.*s. IN TXT", STR_ARG(name));
	for (size_t at = 0; at < value.len; at += STRING_MOST) {
		strbuf_lit(&out, " \"");
		for (size_t i = at; i < value.len && i < at + STRING_MOST;
		     i++) {
			if (value.at[i] == '"' || value.at[i] == '\\')
				strbuf_add_char(&out, '\\');
			strbuf_add_char(&out, value.at[i]);
		}
		strbuf_add_char(&out, '"');
	}
	line = arena_str(arena, strbuf_str(&out));
	strbuf_release(&out);
	return line;
}

/* Blanks may stand around the sign: "v = DMARC1". */
static bool has_version(struct str text, struct str version)
{
	struct str name = str_take(&version, '=');
	struct str value = str_take(&text, ';');
	struct str tag = str_trim(str_take(&value, '='));

	return value.at != NULL && str_eq(tag, name) &&
	       str_eq(str_trim(value), version);
}

struct str look_versioned(
    const struct dns_answer *a, struct str version, size_t *ret_count)
{
	struct str first = { NULL, 0 };

	*ret_count = 0;
	for (size_t i = 0; i < a->count; i++)
		if (has_version(a->record[i].text, version) &&
		    (*ret_count)++ == 0)
			first = a->record[i].text;
	return first;
}
