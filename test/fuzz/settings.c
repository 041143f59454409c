/* Any bytes as settings: an error with a text, or settings that hold. */
#include <stdlib.h>

#include "model/settings.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
const char *__lsan_default_suppressions(void);

/* libfyaml 0.7 loses a kilobyte when a long quoted text does not end. */
const char *__lsan_default_suppressions(void)
{
	return "leak:libfyaml";
}

static void check(const struct settings *s)
{
	if (s->name.at == NULL || s->address.at == NULL ||
	    !str_ends(s->address, STR("/")) || s->feeds.entries < 1 ||
	    str_find(s->folders.output, STR(".."), 0) == 0 ||
	    s->addresses.issue.at[0] != '/')
		abort();
	for (size_t i = 0; i < s->sections; i++)
		if (settings_section(s, s->section[i].title) != i)
			abort();
	for (size_t i = 0; i < s->regions; i++)
		if (settings_region(s, s->region[i].title) != i)
			abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str text = { (const char *)data, size };
	struct arena arena = { 0 };
	struct error err = { 0 };
	struct settings s;

	if (settings_read(&arena, "fuzz.yaml", text, &s, &err))
		check(&s);
	else if (err.text[0] == '\0')
		abort();
	arena_release(&arena);
	return 0;
}
