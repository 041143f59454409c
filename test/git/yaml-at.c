/*
 * yaml-at: what stands at a place of a YAML file, for scripts.
 *
 *	yaml-at FILE PLACE	jobs.check.steps.0.run; keys of a map, one a line
 *
 * Exit 1 if nothing is there, 2 if the file is no YAML.
 */
#include <stdio.h>

#include "base/file.h"
#include "base/yaml.h"

static const struct yaml_node *child(
    const struct yaml_node *node, struct str name)
{
	const struct yaml_node *at = node->first;
	uint64_t number;

	if (node->kind != YAML_LIST)
		return yaml_find(node, name);
	if (!str_to_number(name, SIZE_MAX, &number))
		return NULL;
	while (at != NULL && number-- > 0)
		at = at->next;
	return at;
}

static void print(const struct yaml_node *node)
{
	if (node->kind == YAML_SCALAR)
		printf("%.*s\n", STR_ARG(node->text));
	for (const struct yaml_node *at = node->first;
	     node->kind == YAML_MAP && at != NULL; at = at->next)
		printf("%.*s\n", STR_ARG(at->key));
}

int main(int argc, char **argv)
{
	struct arena arena = { 0 };
	struct source source = { .path = argc > 1 ? argv[1] : "" };
	struct str place = str_of(argc > 2 ? argv[2] : "");
	const struct yaml_node *node = NULL;
	struct error err = { "" };

	if (file_read(
		source.path, LIMIT_SMALL_FILE, &arena, &source.text, &err))
		node = yaml_read(&arena, &source, &err);
	if (err.text[0] != '\0') {
		fprintf(stderr, "%s\n", err.text);
		arena_release(&arena);
		return 2;
	}
	while (node != NULL && place.len > 0)
		node = child(node, str_take(&place, '.'));
	if (node != NULL)
		print(node);
	arena_release(&arena);
	return node != NULL ? 0 : 1;
}
