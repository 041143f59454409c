/* The table of commands. */
#include "cmd/cmd.h"

const struct cmd *const cmd_all[] = { &cmd_init, &cmd_show, &cmd_draft,
	&cmd_collect, &cmd_inbox, &cmd_check, &cmd_status, &cmd_build,
	&cmd_serve, &cmd_votes, &cmd_subscribers, &cmd_publish, &cmd_send,
	&cmd_bounces, &cmd_doctor, &cmd_backup, &cmd_restore, &cmd_help, NULL };

/* Is "draft-new" the name of "draft new"? */
static bool is_dashed(const char *name, const char *words)
{
	while (*words != '\0' &&
	       (*words == *name || (*words == ' ' && *name == '-'))) {
		words++;
		name++;
	}
	return *words == '\0' && *name == '\0';
}

static const struct cmd *named_in(
    const struct cmd *const *list, const char *name)
{
	const struct cmd *found = NULL;

	for (; *list != NULL && found == NULL; list++) {
		if (is_dashed(name, (*list)->name))
			found = *list;
		else if ((*list)->group != NULL)
			found = named_in((*list)->group, name);
	}
	return found;
}

const struct cmd *cmd_named(const char *name)
{
	return named_in(cmd_all, name);
}
