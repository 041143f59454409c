/*
 * The run of a check.
 *
 *	1. Read all issues and sort them by date.
 *	2. In parallel: parse those under check, let the rules look, and note
 *	   their facts; of the issues shortly before them note the facts; then
 *	   of all others the links that are looked for.
 *	3. If links are to be followed: ask what became of them.
 *	4. In parallel: let the rules that compare with the archive look at
 *	   the facts, take out what is allowed, and sort.
 */
#include <stdlib.h>

#include "base/crew.h"
#include "base/file.h"
#include "check/allow.h"
#include "check/census.h"
#include "check/look.h"
#include "check/network.h"
#include "check/prepare.h"
#include "newsletter/newsletter.h"

/* One issue. */
struct input {
	const char *path;
	struct str text;
	bool wanted; /* under check */
	bool near;   /* shortly before one that is */
	bool bomb;   /* expands beyond all measure, and was not read */
	struct date date;
	int64_t number;
	/* Of one under check: */
	struct finding **finding;
	size_t findings;
	struct allowances allowances;
	size_t allowed;
};

struct check_memory {
	struct arena arena;          /* of the run */
	struct arena keep[CREW_MAX]; /* of each worker: facts, findings */
};

struct worker {
	struct arena scratch;     /* of one issue */
	struct link_filter links; /* of issues under check */
	int64_t *times;           /* of each rule; NULL: not measured */
};

struct run {
	const struct check_options *options;
	const struct settings *settings;
	struct check_memory *memory;
	struct active_rules active;
	/* The rule that wants words counted; NULL if it is not active. */
	const struct active_rule *spelling;
	struct census census;
	struct input *input; /* oldest first, as in the archive */
	size_t inputs;
	struct archive archive;
	const struct probes *probes; /* NULL if links are not followed */
	struct worker worker[CREW_MAX];
};

/* ---------------------------------------------------------------- 1. reading */

static void add_input(struct run *run, const char *path, struct str text)
{
	struct arena *arena = &run->memory->arena;
	struct input input = { .path = path, .text = text };
	struct header header;

	header_read(arena, text, &header);
	input.number = header.number;
	input.date = header.date;
	if (!date_is_set(input.date))
		newsletter_date_of_name(path, &input.date);
	run->input = ARENA_GROW(arena, run->input, run->inputs);
	run->input[run->inputs++] = input;
}

static const struct check_text *given_text(
    const struct run *run, const char *path)
{
	for (size_t i = 0; i < run->options->texts; i++)
		if (strcmp(run->options->text[i].path, path) == 0)
			return &run->options->text[i];
	return NULL;
}

static bool read_input(struct run *run, const char *path, struct error *err)
{
	const struct check_text *given = given_text(run, path);
	struct str text;

	if (given != NULL)
		text = given->text;
	else if (!file_read(
		     path, LIMIT_ISSUE_FILE, &run->memory->arena, &text, err))
		return false;
	add_input(run, path, text);
	return true;
}

static bool has_input(const struct run *run, const char *path)
{
	for (size_t i = 0; i < run->inputs; i++)
		if (strcmp(run->input[i].path, path) == 0)
			return true;
	return false;
}

static bool read_folder(
    struct run *run, struct str folder, bool wanted, struct error *err)
{
	const char *const *path;
	size_t paths;

	if (!newsletter_issues(
		&run->memory->arena, run->settings, folder, &path, &paths, err))
		return false;
	for (size_t i = 0; i < paths; i++) {
		if (!read_input(run, path[i], err))
			return false;
		run->input[run->inputs - 1].wanted = wanted;
	}
	return true;
}

static void want(struct run *run, const char *path)
{
	for (size_t i = 0; i < run->inputs; i++)
		if (strcmp(run->input[i].path, path) == 0)
			run->input[i].wanted = true;
}

static bool read_all(struct run *run, struct error *err)
{
	const struct check_options *o = run->options;
	const struct settings *s = run->settings;

	if (!read_folder(run, s->folders.content, o->all, err))
		return false;
	if ((o->all || o->paths == 0) &&
	    !read_folder(run, s->folders.drafts, true, err))
		return false;
	for (size_t i = 0; i < o->paths; i++) {
		const char *path = path_plain(o->path[i]);

		if (!has_input(run, path) && !read_input(run, path, err))
			return false;
		want(run, path);
	}
	return true;
}

static int by_age(const void *left, const void *right)
{
	const struct input *a = left, *b = right;
	int order = date_cmp(a->date, b->date);

	if (order == 0)
		order = (a->number > b->number) - (a->number < b->number);
	return order != 0 ? order : strcmp(a->path, b->path);
}

static void sort_inputs(struct run *run)
{
	size_t since =
	    STR_NONE; /* the last one under check, seen from behind */

	if (run->inputs > 0)
		qsort(run->input, run->inputs, sizeof(*run->input), by_age);
	for (size_t i = run->inputs; i-- > 0;) {
		if (run->input[i].wanted)
			since = i;
		else
			run->input[i].near =
			    since != STR_NONE && since - i <= FACTS_NEAR;
	}
}

/* ------------------------------------------------------------------ spelling */

static const struct active_rule *find_active(
    const struct run *run, const struct rule_family *family)
{
	for (size_t i = 0; i < run->active.count; i++)
		if (run->active.rule[i].rule >= family->rule &&
		    run->active.rule[i].rule < family->rule + family->rules)
			return &run->active.rule[i];
	return NULL;
}

static int64_t start_spelling(const struct run *run)
{
	return run->options->time != NULL ? look_clock() : 0;
}

static void end_spelling(struct run *run, int worker, int64_t started)
{
	int64_t *times = run->worker[worker].times;

	if (times != NULL)
		times[run->spelling->number] += look_clock() - started;
}

/* The texts under check. */
static struct str *wanted_texts(const struct run *run, size_t *ret_count)
{
	struct str *wanted =
	    ARENA_ARRAY(&run->memory->arena, run->inputs + 1, struct str);

	*ret_count = 0;
	for (size_t i = 0; i < run->inputs; i++)
		if (run->input[i].wanted && !run->input[i].bomb)
			wanted[(*ret_count)++] = run->input[i].text;
	return wanted;
}

static void begin_census(struct run *run)
{
	int64_t started = start_spelling(run);
	size_t count;
	const struct str *wanted = wanted_texts(run, &count);

	census_begin(&run->memory->arena, &run->census, run->settings, wanted,
	    count, run->options->all);
	end_spelling(run, 0, started);
}

static void count_words(struct run *run, int worker, struct str text)
{
	int64_t started = start_spelling(run);

	census_count(&run->memory->keep[worker], &run->census, worker, text);
	end_spelling(run, worker, started);
}

static void end_census(struct run *run)
{
	int64_t started = start_spelling(run);
	size_t count;
	struct str *wanted = wanted_texts(run, &count);

	run->archive.suspects = census_end(
	    &run->memory->arena, &run->census, wanted, count, run->inputs);
	end_spelling(run, 0, started);
}

/* -------------------------------------------------------- 2. issue by issue */

static struct checker checker_of(
    struct run *run, int worker, const struct input *input)
{
	return (struct checker){
		.arena = &run->worker[worker].scratch,
		.keep = &run->memory->keep[worker],
		.settings = run->settings,
		.path = input->path,
		.text = input->text,
		.finding = input->finding,
		.findings = input->findings,
	};
}

static void check_issue(struct run *run, int worker, struct input *input,
    const struct issue *issue, struct facts *facts)
{
	struct checker c = checker_of(run, worker, input);

	c.issue = issue;
	c.facts = &run->archive.issue[input - run->input];
	check_prepare(&c);
	facts_take_links(&c, facts);
	for (size_t i = 0; i < c.links; i++)
		link_filter_add(
		    &run->worker[worker].links, c.link[i].canonical);
	if (run->options->probe != NULL)
		network_keep_links(&c, facts);
	look_at_issue(&c, &run->active, run->worker[worker].times);
	allowances_read(&c, &input->allowances);
	input->finding = c.finding;
	input->findings = c.findings;
}

static bool is_read_whole(const struct input *input)
{
	return input->wanted || input->near;
}

static bool read_issue(void *data, int worker, size_t index)
{
	struct run *run = data;
	struct input *input = &run->input[index];
	struct facts *facts = &run->archive.issue[index];
	struct arena *keep = &run->memory->keep[worker];
	struct arena *scratch = &run->worker[worker].scratch;
	struct source source = { input->path, input->text };
	struct issue issue;

	if (!is_read_whole(input))
		return true;
	if (run->spelling != NULL)
		count_words(run, worker, input->text);
	input->bomb =
	    issue_read(scratch, source, run->settings, &issue) != ISSUE_OK;
	if (input->bomb) {
		facts_scan(
		    keep, run->settings, input->path, input->text, NULL, facts);
	} else {
		facts_read(keep, run->settings, &issue, facts);
		if (input->wanted)
			check_issue(run, worker, input, &issue, facts);
		else
			facts_read_links(keep, run->settings, &issue, facts);
	}
	arena_reset(scratch);
	return true;
}

/* Of old issues only the links count that one under check may have too. */
static void make_link_filter(struct run *run)
{
	for (int w = 1; w < CREW_MAX; w++)
		for (size_t i = 0; i < LINK_FILTER_BITS / 64; i++)
			run->worker[0].links.bits[i] |=
			    run->worker[w].links.bits[i];
}

static bool scan_issue(void *data, int worker, size_t index)
{
	struct run *run = data;
	const struct input *input = &run->input[index];

	if (is_read_whole(input))
		return true;
	if (run->spelling != NULL)
		count_words(run, worker, input->text);
	facts_scan(&run->memory->keep[worker], run->settings, input->path,
	    input->text, &run->worker[0].links, &run->archive.issue[index]);
	return true;
}

/* ------------------------------------------------------- 4. with the archive */

static uint64_t fingerprint(struct str text, const struct finding *f)
{
	struct str line = str_sub(text, source_line_start(text, f->offset),
	    source_line_end(text, f->offset));

	return facts_key(str_of(f->rule->id)) ^ facts_key(str_trim(line));
}

static int by_place(const void *left, const void *right)
{
	const struct finding *a = *(struct finding *const *)left;
	const struct finding *b = *(struct finding *const *)right;

	if (a->offset != b->offset)
		return a->offset < b->offset ? -1 : 1;
	if (a->end != b->end)
		return a->end < b->end ? -1 : 1;
	return strcmp(a->rule->id, b->rule->id);
}

static bool compare_issue(void *data, int worker, size_t index)
{
	struct run *run = data;
	struct input *input = &run->input[index];
	struct checker c = checker_of(run, worker, input);

	if (!input->wanted || input->bomb)
		return true;
	c.archive = &run->archive;
	c.probes = run->probes;
	c.facts = &run->archive.issue[index];
	look_at_archive(&c, &run->active, run->worker[worker].times);
	input->allowed = allowances_apply(&c, &input->allowances, &run->active);
	for (size_t i = 0; i < c.findings; i++)
		c.finding[i]->fingerprint = fingerprint(c.text, c.finding[i]);
	if (c.findings > 0)
		qsort(c.finding, c.findings, sizeof(*c.finding), by_place);
	input->finding = c.finding;
	input->findings = c.findings;
	arena_reset(c.arena);
	return true;
}

/* -------------------------------------------------------------------- all */

static void add_file(
    struct run *run, struct check_report *report, const struct input *input)
{
	struct arena *arena = &run->memory->arena;

	if (input->bomb) {
		report->note = ARENA_GROW(arena, report->note, report->notes);
		report->note[report->notes++] = arena_printf(arena,
		    "%s was not checked: its links or nesting expand "
		    "beyond all measure",
		    input->path)
						    .at;
		return;
	}
	report->file = ARENA_GROW(arena, report->file, report->files);
	report->file[report->files++] = (struct checked_file){
		.path = input->path,
		.text = input->text,
		.finding = input->finding,
		.findings = input->findings,
		.allowed = input->allowed,
	};
}

static void sum_times(struct run *run)
{
	struct check_time *time = run->options->time;

	for (size_t i = 0; time != NULL && i < check_rules(); i++) {
		time[i].rule = rule_at(i);
		for (int w = 0; w < CREW_MAX; w++)
			time[i].ns += run->worker[w].times[i];
	}
}

/* Step 3. */
static bool follow_links(struct run *run, struct error *err)
{
	const struct check_options *o = run->options;
	struct probe_results results = { 0 };
	struct strbuf addresses;
	bool ok;

	if (o->probe == NULL)
		return true;
	strbuf_init(&addresses, LIMIT_FEED);
	network_add_addresses(&addresses, &run->archive);
	ok = o->probe(o->probe_data, strbuf_str(&addresses), &results, err);
	strbuf_release(&addresses);
	if (ok)
		run->probes = network_probes(&run->memory->arena, &results);
	return ok;
}

static bool run_all(
    struct run *run, struct check_report *report, struct error *err)
{
	struct arena *arena = &run->memory->arena;
	int threads = crew_size(run->options->threads);
	bool ok;

	sort_inputs(run);
	run->spelling = find_active(run, &family_spelling);
	run->archive.settings = run->settings;
	run->archive.issues = run->inputs;
	run->archive.issue = ARENA_ARRAY(arena, run->inputs + 1, struct facts);
	for (int i = 0; run->options->time != NULL && i < CREW_MAX; i++)
		run->worker[i].times =
		    ARENA_ARRAY(arena, check_rules(), int64_t);
	if (run->spelling != NULL)
		begin_census(run);
	crew_run(threads, run->inputs, read_issue, run);
	make_link_filter(run);
	crew_run(threads, run->inputs, scan_issue, run);
	archive_index_links(arena, &run->archive);
	ok = follow_links(run, err);
	if (ok && run->spelling != NULL)
		end_census(run);
	if (ok)
		crew_run(threads, run->inputs, compare_issue, run);
	for (size_t i = 0; i < run->inputs; i++)
		if (run->input[i].wanted)
			add_file(run, report, &run->input[i]);
	report->archive = run->inputs;
	sum_times(run);
	for (int i = 0; i < CREW_MAX; i++)
		arena_release(&run->worker[i].scratch);
	return ok;
}

/* Without the network its rules do not hold: what they would find is unknown,
 * and a comment that allows it may be right. */
static void leave_network_out(struct active_rules *active)
{
	size_t kept = 0;

	for (size_t i = 0; i < active->count; i++)
		if (!active->rule[i].rule->network)
			active->rule[kept++] = active->rule[i];
	active->count = kept;
}

static bool begin(
    struct run *run, struct check_report *ret_report, struct error *err)
{
	*ret_report = (struct check_report){ 0 };
	ret_report->memory = run->memory = xmalloc(sizeof(*run->memory));
	memset(run->memory, 0, sizeof(*run->memory));
	if (!rules_active(&run->memory->arena, run->settings,
		&run->options->only, &run->active, err))
		return false;
	if (run->options->probe == NULL)
		leave_network_out(&run->active);
	return true;
}

bool check_run(const struct check_options *options,
    const struct settings *settings, struct check_report *ret_report,
    struct error *err)
{
	struct run run = { .options = options, .settings = settings };

	if (!begin(&run, ret_report, err) || !read_all(&run, err))
		return false;
	return run_all(&run, ret_report, err);
}

bool check_texts(const struct check_options *options,
    const struct settings *settings, const struct check_text *text,
    size_t texts, struct check_report *ret_report, struct error *err)
{
	struct run run = { .options = options, .settings = settings };

	if (!begin(&run, ret_report, err))
		return false;
	for (size_t i = 0; i < texts; i++) {
		add_input(&run, text[i].path, text[i].text);
		run.input[i].wanted = options->paths == 0;
	}
	for (size_t i = 0; i < options->paths; i++)
		want(&run, options->path[i]);
	return run_all(&run, ret_report, err);
}

void check_release(struct check_report *report)
{
	if (report->memory == NULL)
		return;
	for (int i = 0; i < CREW_MAX; i++)
		arena_release(&report->memory->keep[i]);
	arena_release(&report->memory->arena);
	free(report->memory);
	report->memory = NULL;
}

size_t check_count(const struct check_report *report, enum check_level level)
{
	size_t count = 0;

	for (size_t i = 0; i < report->files; i++)
		for (size_t k = 0; k < report->file[i].findings; k++)
			count += level == CHECK_OFF ||
				 report->file[i].finding[k]->level == level;
	return count;
}
