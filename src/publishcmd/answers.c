/* sennight publish answers */
#include "publishcmd/answers.h"

#include <stdio.h>
#include <string.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

#include "base/json.h"

struct answering_run {
	struct press p;
	bool json;
	bool quit; /* nobody wants to see more of them */
	size_t sent;
	struct str unready; /* the source whose secret is missing */
};

/* One answer, and what was noted of it. */
struct replying {
	struct answering_run *run;
	struct answer *answer;
	const char *step; /* "answer https://..." */
	struct publish_step was;
};

static bool take_option(void *data, size_t index, const char *value)
{
	struct answering_run *run = data;
	struct press_options *o = &run->p.options;
	const char *name = run->p.cmd->option[index].name;
	struct error why;

	if (strcmp(name, "dry-run") == 0)
		o->dry_run = true;
	else if (strcmp(name, "yes") == 0)
		o->yes = true;
	else if (strcmp(name, "format") == 0)
		return storecmd_take_format(value, &run->json);
	else
		return o->allows < PRESS_ALLOWS_MOST &&
		       transfer_address_parse(
			   value, &o->allow[o->allows++], &why);
	return true;
}

/* --------------------------------------------------------------------- asking */

/* One key, if a terminal gives single ones; 0 at its end.  Keys that end a
 * program end this question, so that the terminal is left as it was. */
static int read_key(void)
{
	enum { CTRL_C = 3, CTRL_D = 4 };
	struct termios before, single;
	char key = 0;

	if (tcgetattr(STDIN_FILENO, &before) != 0)
		return 0;
	single = before;
	single.c_lflag &= ~(tcflag_t)(ICANON | ECHO | ISIG);
	single.c_cc[VMIN] = 1;
	single.c_cc[VTIME] = 0;
	tcsetattr(STDIN_FILENO, TCSAFLUSH, &single);
	if (read(STDIN_FILENO, &key, 1) != 1)
		key = 0;
	tcsetattr(STDIN_FILENO, TCSANOW, &before);
	if (key == CTRL_C || key == CTRL_D)
		key = 'q';
	fprintf(stderr, "%c\n", char_is_alnum(key) ? key : ' ');
	return key;
}

/* The first letter of a line. */
static int read_line(void)
{
	char line[64];

	if (fgets(line, sizeof(line), stdin) == NULL)
		return 0;
	return line[0] == '\0' ? '\n' : line[0];
}

/* 'y', 'n' or 'q'. */
static bool ask(const char *question, char *ret_key, struct error *err)
{
	for (;;) {
		int key;

		fprintf(stderr, "%s [y]es / [n]o / [q]uit ", question);
		key = isatty(STDIN_FILENO) != 0 ? read_key() : read_line();
		if (key == 0) {
			fputc('\n', stderr);
			return error_set(err,
			    "nobody answered; --yes sends all that are left");
		}
		*ret_key = char_lower((char)key);
		if (*ret_key == 'y' || *ret_key == 'n' || *ret_key == 'q')
			return true;
	}
}

/* --------------------------------------------------------------------- telling */

static void say(struct replying *r, struct str text)
{
	if (!r->run->json)
		press_say(&r->run->p, r->step, "%.*s", STR_ARG(text));
}

static void show(struct replying *r)
{
	struct str text = r->answer->text;

	if (r->run->json)
		return;
	press_say(&r->run->p, r->step, "%s%s%.*s:",
	    answer_is_shown(r->answer) ? "to be posted by hand" : "drafted",
	    r->answer->who.len > 0 ? " for " : "", STR_ARG(r->answer->who));
	while (text.at != NULL) {
		struct str line = str_take(&text, '\n');

		printf("    %.*s\n", STR_ARG(line));
	}
	fflush(stdout);
}

/* As the store has it now. */
static bool print_json(struct replying *r, struct error *err)
{
	const struct answer *a = r->answer;
	struct publish_step now;
	struct strbuf out;
	struct json j;
	bool unwanted;

	if (!press_find(&r->run->p, r->step, &now, err))
		return false;
	unwanted = str_eq(now.mark, STR(ANSWER_UNWANTED));
	strbuf_init(&out, LIMIT_SMALL_FILE);
	json_init(&j, &out);
	json_object(&j);
	json_member(&j, "page", a->page);
	json_member(&j, "source", a->source);
	json_member(&j, "kind", a->kind);
	json_member(&j, "who", a->who);
	json_member(&j, "title", a->title);
	json_member(&j, "address", a->address);
	json_member(&j, "text", a->text);
	json_key(&j, "by_hand");
	json_bool(&j, answer_is_shown(a));
	json_member(&j, "state",
	    unwanted ? STR(ANSWER_UNWANTED)
		     : str_of(publish_state_name(now.state)));
	json_member(&j, "said", now.said);
	json_end(&j);
	printf("%.*s\n", STR_ARG(strbuf_str(&out)));
	strbuf_release(&out);
	return true;
}

/* ---------------------------------------------------------------------- noting */

static bool note(struct replying *r, enum publish_state state, struct str mark,
    struct str said, struct error *err)
{
	return press_note(&r->run->p, r->step, state, mark,
	    said.len > 0 ? arena_cstr(&r->run->p.arena, said) : NULL, err);
}

static bool may_be_there(const struct replying *r)
{
	return r->was.state == PUBLISH_BEGUN || r->was.state == PUBLISH_UNKNOWN;
}

/* Tell and note what became of it. */
static bool finish(
    struct replying *r, const struct announced *a, struct error *err)
{
	struct arena *arena = &r->run->p.arena;

	if (a->state == ANNOUNCE_DONE) {
		say(r, a->link.len > 0 ? a->link : STR("sent"));
		r->run->sent++;
		return note(r, PUBLISH_DONE, r->was.mark, a->link, err);
	}
	r->run->p.status = CMD_NOT_FINE;
	if (a->state == ANNOUNCE_UNKNOWN) {
		say(r, arena_printf(arena,
			   "no answer came, it may have been sent: %.*s; the "
			   "same command looks, and goes on",
			   STR_ARG(a->why)));
		return note(r, PUBLISH_UNKNOWN, r->was.mark, a->why, err);
	}
	say(r,
	    arena_printf(arena, "not sent: %.*s; the same command tries again",
		STR_ARG(a->why)));
	return note(r, PUBLISH_FAILED, r->was.mark, a->why, err);
}

/* --------------------------------------------------------------------- sending */

static struct answer_job job_of(const struct replying *r)
{
	return (struct answer_job){
		.answer = r->answer,
		.allow = r->run->p.options.allow,
		.allows = r->run->p.options.allows,
	};
}

/* Is it there?  What may have been sent had the address of that time. */
static bool look(struct replying *r, bool *ret_send, struct error *err)
{
	const struct answer_job job = job_of(r);
	struct str address = r->answer->address, mark = r->was.mark;
	struct announced found;
	bool ok;

	str_take(&mark, ' ');
	if (may_be_there(r) && mark.len > 0)
		r->answer->address = mark;
	ok = answer_look(&job, &r->run->p.arena, &found, err);
	r->answer->address = address;
	if (!ok)
		return false;
	*ret_send = found.state == ANNOUNCE_NOT;
	if (*ret_send)
		return true;
	/* That it cannot be asked now says nothing about the answer. */
	if (found.state != ANNOUNCE_DONE)
		found.state =
		    may_be_there(r) ? ANNOUNCE_UNKNOWN : ANNOUNCE_LATER;
	return finish(r, &found, err);
}

/* The moment before the first try, and what it leads to. */
static void set_mark(struct replying *r)
{
	struct str rest = r->was.mark, first = str_take(&rest, ' ');
	uint64_t moment;

	if (!str_to_number(first, INT64_MAX, &moment))
		moment = (uint64_t)cmd_now();
	r->answer->moment = (int64_t)moment;
	if (!may_be_there(r))
		r->was.mark = arena_printf(&r->run->p.arena, "%llu %.*s",
		    (unsigned long long)moment, STR_ARG(r->answer->address));
}

/* Services want a moment between two posts; GitHub's is a second. */
static void wait_a_moment(const struct answering_run *run)
{
	const struct timespec second = { .tv_sec = 1 };

	if (run->sent > 0)
		nanosleep(&second, NULL);
}

static bool send_it(struct replying *r, struct error *err)
{
	struct press *p = &r->run->p;
	const struct answer_job job = job_of(r);
	struct announced told;
	bool yes;

	set_mark(r);
	if (!look(r, &yes, err))
		return false;
	if (!yes)
		return true;
	wait_a_moment(r->run);
	r->was.state = PUBLISH_NOT; /* it is not there: its mark is new */
	set_mark(r);
	return press_is_ours(p, err) &&
	       note(r, PUBLISH_BEGUN, r->was.mark, (struct str){ 0 }, err) &&
	       answer_post(&job, &p->arena, &told, err) &&
	       finish(r, &told, err);
}

/* ------------------------------------------------------------------------- each */

static bool refuse(struct replying *r, struct error *err)
{
	return note(r, PUBLISH_DONE, STR(ANSWER_UNWANTED),
	    STR("somebody said that no answer is wanted"), err);
}

/* Has the source its secret?  Told once of each. */
static bool is_ready(struct replying *r)
{
	struct answering_run *run = r->run;
	struct error why;

	if (answer_can_post(&run->p.arena, r->answer, &why))
		return true;
	if (!str_eq(run->unready, r->answer->source))
		cmd_fail(run->p.cmd, &why);
	run->unready = r->answer->source;
	run->p.status = CMD_NOT_FINE;
	return false;
}

static bool by_hand(struct replying *r, struct error *err)
{
	char key = 0;

	/* Nobody is there to post it. */
	if (r->run->p.options.yes)
		return true;
	if (!ask("Posted?", &key, err))
		return false;
	r->run->quit = key == 'q';
	if (key == 'n')
		return refuse(r, err);
	return key != 'y' || note(r, PUBLISH_DONE, (struct str){ 0 },
				 STR("posted by hand"), err);
}

static bool reply(struct replying *r, struct error *err)
{
	char key = 'y';

	show(r);
	if (r->run->p.options.dry_run)
		return true;
	if (answer_is_shown(r->answer))
		return by_hand(r, err);
	if (!is_ready(r))
		return true;
	/* What was begun has had its yes. */
	if (r->was.state == PUBLISH_NOT && !r->run->p.options.yes &&
	    !ask("Send?", &key, err))
		return false;
	r->run->quit = key == 'q';
	if (key == 'n')
		return refuse(r, err);
	return key == 'q' || send_it(r, err);
}

static bool answer_one(
    struct answering_run *run, struct answer *answer, struct error *err)
{
	struct replying r = { .run = run,
		.answer = answer,
		.step = arena_printf(
		    &run->p.arena, "answer %.*s", STR_ARG(answer->page))
			    .at };
	bool ok = true;

	if (!press_find(&run->p, r.step, &r.was, err))
		return false;
	if (r.was.state != PUBLISH_DONE)
		ok = run->quit || reply(&r, err);
	else if (str_eq(r.was.mark, STR(ANSWER_UNWANTED)))
		say(&r, STR("not wanted, as was said before"));
	else
		say(&r, arena_printf(&run->p.arena, "done before: %.*s",
			    STR_ARG(r.was.said)));
	return ok && (!run->json || print_json(&r, err));
}

/* ------------------------------------------------------------------ the command */

/* People are not led to a page that is not there. */
static bool is_out(struct press *p, struct error *err)
{
	const struct settings *s = &p->settings;

	if (!p->published)
		return error_set(err,
		    "%s is a draft: answers lead to what readers can see, so "
		    "publish it first",
		    p->path);
	for (size_t i = 0; i < s->deploys; i++) {
		struct str name = s->deploy[i].name;
		struct publish_step step;

		if (!press_find(p,
			arena_printf(&p->arena, "deploy %.*s", STR_ARG(name))
			    .at,
			&step, err))
			return false;
		if (step.state != PUBLISH_NOT && step.state != PUBLISH_DONE)
			return error_set(err,
			    "the site was not put to %.*s: run `sennight "
			    "publish` for it first",
			    STR_ARG(name));
	}
	return true;
}

static bool answers(
    struct answering_run *run, const char *issue, struct error *err)
{
	struct press *p = &run->p;
	struct answers all;

	/* Lines of JSON are no place for questions. */
	if (run->json && !p->options.yes)
		p->options.dry_run = true;
	if (!press_open(p, issue, err) || !is_out(p, err) ||
	    (!p->options.dry_run && !press_hold(p, err)) ||
	    !answers_find(p, &all, err))
		return false;
	for (size_t i = 0; i < all.count; i++)
		if (!answer_one(run, &all.answer[i], err))
			return false;
	if (run->json)
		return true;
	if (all.count == 0)
		press_say(p, "answers", "nobody is to be answered");
	if (all.unprinted > 0)
		press_say(p, "answers",
		    "%zu that were put into the draft are not in the issue "
		    "any more, and get none",
		    all.unprinted);
	return true;
}

static bool answers_of(struct press *p, const char *issue, struct error *err)
{
	/* The press is the run's first member. */
	return answers((struct answering_run *)p, issue, err);
}

int publishcmd_answers(const struct cmd *cmd, int argc, char **argv)
{
	struct answering_run run = { .p = { .cmd = cmd } };

	return press_run(&run.p, argc, argv, take_option, &run, answers_of);
}
