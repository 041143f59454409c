/* Any bytes as YAML: no crash, no leak, and every range inside the file. */
#include <stdlib.h>

#include "base/yaml.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
const char *__lsan_default_suppressions(void);

/* libfyaml 0.7 loses a kilobyte when a long quoted text does not end. */
const char *__lsan_default_suppressions(void)
{
	return "leak:libfyaml";
}

static void check(const struct yaml_node *node, size_t size)
{
	for (const struct yaml_node *n = node->first; n; n = n->next) {
		if (n->offset > n->end || n->end > size || n->key_end > size ||
		    n->text.at == NULL)
			abort();
		check(n, size);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct source source = { "fuzz.yaml", { (const char *)data, size } };
	struct arena arena = { 0 };
	struct error err = { 0 };
	struct yaml_node *node = yaml_read(&arena, &source, &err);

	if (node != NULL)
		check(node, size);
	else if (err.text[0] == '\0')
		abort();
	arena_release(&arena);
	return 0;
}
