/*
 * GitHub: comments on issues and pull requests.
 * https://docs.github.com/en/rest/issues/comments
 *
 * Comments are listed oldest first, since a moment: those since the day before
 * the first try are looked through.
 */
#include "base/json.h"
#include "base/moment.h"
#include "base/secret.h"
#include "base/url.h"
#include "publish/answer_priv.h"

#define SERVICE "https://api.github.com"
#define VERSION "X-GitHub-Api-Version: 2022-11-28"
enum { PAGE = 100, PAGES = 10, DAY = 24 * 60 * 60 };

/* "owner", "name" and "12" of https://github.com/owner/name/pull/12 */
struct thread {
	struct str owner, name, number;
};

static bool is_part(struct str part)
{
	for (size_t i = 0; i < part.len; i++)
		if (!char_is_alnum(part.at[i]) &&
		    str_find_char(STR("._-"), part.at[i], 0) == STR_NONE)
			return false;
	return part.len > 0 && part.len <= 100 && !str_eq(part, STR(".")) &&
	       !str_eq(part, STR(".."));
}

static bool thread_of(struct str page, struct thread *ret)
{
	struct url url = url_split(page);
	struct str rest = url.path, kind;
	uint64_t number;

	if (!str_eq_fold(url_host(page), STR("github.com")))
		return false;
	str_take(&rest, '/');
	ret->owner = str_take(&rest, '/');
	ret->name = str_take(&rest, '/');
	kind = str_take(&rest, '/');
	ret->number = str_take(&rest, '/');
	return (str_eq(kind, STR("pull")) || str_eq(kind, STR("issues"))) &&
	       is_part(ret->owner) && is_part(ret->name) &&
	       str_to_number(ret->number, INT32_MAX, &number) && number > 0;
}

static bool takes(const struct answer *answer)
{
	struct thread thread;

	return thread_of(answer->page, &thread);
}

static bool secret(struct arena *arena, const struct answer *answer,
    struct str *ret_secret, struct error *err)
{
	(void)answer;
	if (!secret_read(arena, "GITHUB", ret_secret, err))
		return false;
	return ret_secret->len > 0 ||
	       error_set(err,
		   "its secret is that of SENNIGHT_GITHUB (or of the file that "
		   "SENNIGHT_GITHUB_FILE names), a token that may write "
		   "comments");
}

static struct str comments_of(struct answering *a)
{
	const struct answer *answer = a->answer;
	struct thread t = { 0 };

	thread_of(answer->page, &t);
	return answer_url(a,
	    answer->service.len > 0 ? answer->service : STR(SERVICE),
	    "/repos/%.*s/%.*s/issues/%.*s/comments", STR_ARG(t.owner),
	    STR_ARG(t.name), STR_ARG(t.number));
}

/* --------------------------------------------------------------------- looking */

static struct str page_of_comments(struct answering *a, int page)
{
	struct strbuf out;

	strbuf_init(&out, LIMIT_URL);
	strbuf_add(&out, comments_of(a));
	strbuf_printf(&out, "?per_page=%d&page=%d&since=", PAGE, page);
	moment_add(&out, a->answer->moment > DAY ? a->answer->moment - DAY : 0);
	return answer_taken(a, &out);
}

/* How many there were; those that are no list say nothing. */
static size_t find_ours(
    struct answering *a, const json_t *all, struct announced *ret)
{
	size_t count = from_json_count(all, "");

	for (size_t i = 0; i < count; i++) {
		const json_t *comment = from_json_item(all, "", i);

		if (!answer_is_ours(a->answer, from_json_text(comment, "body")))
			continue;
		ret->state = ANNOUNCE_DONE;
		ret->link =
		    arena_str(a->arena, from_json_text(comment, "html_url"));
	}
	return count;
}

static void look(struct answering *a, struct announced *ret)
{
	struct call_ask ask = { .bearer = a->secret, .header = { VERSION } };
	struct call_answer answer;
	struct error err;

	ret->why = STR("it did not list all comments");
	for (int page = 1; page <= PAGES; page++) {
		json_t *all;
		size_t count;
		bool list;

		ask.url = page_of_comments(a, page);
		call_service(&a->way, &ask, a->arena, &answer);
		if (answer.status != 200) {
			call_judge(a->arena, &answer, "message", ret);
			return;
		}
		all = from_json(answer.body, &err);
		list = from_json_is_list(all);
		count = find_ours(a, all, ret);
		from_json_free(all);
		if (ret->state == ANNOUNCE_DONE || !list)
			return;
		if (count < PAGE) {
			ret->state = ANNOUNCE_NOT;
			return;
		}
	}
}

/* --------------------------------------------------------------------- posting */

static void post(struct answering *a, struct announced *ret)
{
	struct call_ask ask = { .url = comments_of(a),
		.type = "application/json",
		.bearer = a->secret,
		.header = { VERSION } };
	struct call_answer answer;
	struct strbuf out;
	struct error err;
	struct json j;
	json_t *all;

	strbuf_init(&out, LIMIT_SMALL_FILE);
	json_init(&j, &out);
	json_object(&j);
	json_member(&j, "body", a->answer->text);
	json_end(&j);
	ask.body = answer_taken(a, &out);
	call_service(&a->way, &ask, a->arena, &answer);
	if (answer.status != 201) {
		call_judge(a->arena, &answer, "message", ret);
		return;
	}
	all = from_json(answer.body, &err);
	ret->state = ANNOUNCE_DONE;
	ret->link = announce_link(a->arena, from_json_text(all, "html_url"));
	if (from_json_text(all, "html_url").len == 0)
		announce_doubt(ret);
	from_json_free(all);
}

const struct answer_service answer_github = {
	.markdown = true,
	.takes = takes,
	.secret = secret,
	.look = look,
	.post = post,
};
