"""github: a server that answers as GitHub does, by GraphQL and by REST, from one
list of things.

Shapes: docs.github.com/graphql (search, rateLimit, timelineItems) and
docs.github.com/rest (search/issues, issues/N/events, issues/N/comments, pulls,
commits, contents, check-runs, pagination by Link).
"""

import json
import re
import urllib.parse

import collecting

HERE = "https://github.com/"


def thing(number, title, **more):
    """What the two shapes are made of."""
    return {"number": number, "title": title, "pull": False, "open": True,
            "repository": "tide/lamps", "created": "2026-10-01T10:00:00Z",
            "closed": None, "merged": None, "reason": None, "body": None,
            "author": "keeper", "program": False, "labels": [], "events": [],
            "comments": [], "talk": 0, "reactions": 0, "committed": [],
            **more}


def page_of(t):
    kind = "pull" if t["pull"] else "issues"
    return f"{HERE}{t['repository']}/{kind}/{t['number']}"


def talk_of(t):
    return max(t["talk"], len(t["comments"]))


def comment_url(t, i):
    return f"{page_of(t)}#issuecomment-{i + 1}"


def node(t):
    """As GraphQL has it, with the aliases of the request."""
    return {
        "__typename": "PullRequest" if t["pull"] else "Issue",
        "number": t["number"], "title": t["title"], "url": page_of(t),
        "pullState" if t["pull"] else "issueState":
            "OPEN" if t["open"] else "MERGED" if t["merged"] else "CLOSED",
        "createdAt": t["created"], "closedAt": t["closed"],
        "mergedAt": t["merged"], "stateReason": t["reason"],
        "body": t["body"], "repository": {"nameWithOwner": t["repository"]},
        "author": None if t["author"] is None else {
            "login": t["author"],
            "__typename": "Bot" if t["program"] else "User"},
        "labels": {"nodes": [{"name": name} for name in t["labels"]]},
        "comments_": {"totalCount": talk_of(t)},
        "reactions": {"totalCount": t["reactions"]},
        "comments": {"nodes": [{"url": comment_url(t, i), "body": body}
                               for i, body in
                               list(enumerate(t["comments"]))[-50:]]},
        "timelineItems": {"nodes": [
            {"__typename": "LabeledEvent" if given else "UnlabeledEvent",
             "createdAt": at, "label": {"name": label}}
            for label, at, given in t["events"]]},
        "commits": {"nodes": [{"commit": {"committedDate": at}}
                              for at in t["committed"][-1:]]}}


def item(t):
    """As a search by REST has it."""
    api = f"https://api.github.com/repos/{t['repository']}"
    more = {"pull_request": {"url": f"{api}/pulls/{t['number']}",
                             "merged_at": t["merged"]}} if t["pull"] else {}
    return {
        "number": t["number"], "title": t["title"], "html_url": page_of(t),
        "repository_url": api, "state": "open" if t["open"] else "closed",
        "state_reason": t["reason"] and t["reason"].lower(),
        "user": None if t["author"] is None else {
            "login": t["author"], "type": "Bot" if t["program"] else "User"},
        "labels": [{"name": name} for name in t["labels"]],
        "created_at": t["created"], "closed_at": t["closed"],
        "comments": talk_of(t), "body": t["body"],
        "reactions": {"total_count": t["reactions"]}, **more}


class GitHub(collecting.Service):
    """`found` maps a part of a search to what it finds; `files` has other
    addresses of REST, lists being given page by page."""

    def __init__(self):
        super().__init__()
        self.reset()

    def reset(self):
        self.found, self.files, self.fault = {}, {}, None
        self.page = 50
        self.most = 1000  # that a search gives

    def things(self, query):
        return [t for part, list_ in self.found.items()
                if re.search(part, query) for t in list_]

    def answer(self, method, path, headers, body):
        asked = {"path": path, "method": method,
                 "token": headers.get("Authorization"),
                 "version": headers.get("X-GitHub-Api-Version"),
                 "accept": headers.get("Accept"),
                 "body": json.loads(body) if body else None}
        self.asked.append(asked)
        if asked["token"] not in (None, "Bearer secret-token"):
            return 401, {}, {"message": "Bad credentials"}
        fault = self.fault(asked) if self.fault is not None else None
        if fault is not None:
            return fault
        if path == "/graphql":
            return self.graphql(asked)
        return self.rest(path)

    # ------------------------------------------------------------- GraphQL

    def graphql(self, asked):
        if asked["token"] is None:
            return 403, {"X-RateLimit-Limit": "0"}, {
                "message": "API rate limit exceeded"}
        values = asked["body"]["variables"]
        return 200, {"X-RateLimit-Remaining": "4990"}, {
            "data": {"rateLimit": {"cost": 1, "remaining": 4990},
                     **{f"s{i}": self.search(values[f"q{i}"],
                                             values[f"a{i}"])
                        for i in range(len(values) // 2)}}}

    def search(self, query, after):
        nodes = [node(t) for t in self.things(query)]
        given = nodes[:self.most]
        first = int(after or 0)
        return {"issueCount": len(nodes),
                "pageInfo": {"hasNextPage": first + self.page < len(given),
                             "endCursor": str(first + self.page)},
                "nodes": given[first:first + self.page]}

    # ---------------------------------------------------------------- REST

    def rest(self, path):
        where, _, query = path.partition("?")
        values = dict(urllib.parse.parse_qsl(query))
        if where == "/search/issues":
            all_ = [item(t) for t in self.things(values["q"])]
            headers, part = self.part(path, values, all_[:self.most])
            return 200, headers, {"total_count": len(all_), "items": part,
                                  "incomplete_results": False}
        found = self.files.get(urllib.parse.unquote(where))
        if found is None:
            found = self.detail(where)
        if found is None:
            return 404, {}, {"message": "Not Found"}
        if isinstance(found, list):
            headers, found = self.part(path, values, found)
            return 200, headers, found
        return 200, {}, found

    def part(self, path, values, all_):
        """A page, and the address of the next one."""
        page = int(values.get("page", 1))
        first = (page - 1) * self.page
        headers = {"X-RateLimit-Remaining": "55"}
        if first + self.page < len(all_):
            rest = re.sub(r"&page=\d+", "", path)
            headers["Link"] = (f'<{self.url}{rest}&page={page + 1}>; '
                               f'rel="next", <{self.url}{rest}&page=9>; '
                               'rel="last"')
        return headers, all_[first:first + self.page]

    def detail(self, where):
        """Of one thing: its labels, comments, commits."""
        found = re.fullmatch(
            r"/repos/(.+/.+)/(issues|pulls)/(\d+)/(events|comments|commits)",
            where)
        if found is None:
            return None
        for t in (t for list_ in self.found.values() for t in list_):
            if (t["repository"], t["number"]) == (found[1], int(found[3])):
                return getattr(self, found[4])(t)
        return None

    @staticmethod
    def events(t):
        return [{"id": i, "event": "labeled" if given else "unlabeled",
                 "created_at": at, "label": {"name": label}}
                for i, (label, at, given) in enumerate(t["events"])] + [
                    {"id": 99, "event": "subscribed"}]

    @staticmethod
    def comments(t):
        return [{"html_url": comment_url(t, i), "body": body}
                for i, body in enumerate(t["comments"])]

    @staticmethod
    def commits(t):
        return [{"sha": "0" * 40, "commit": {"committer": {"date": at}}}
                for at in t["committed"]]
