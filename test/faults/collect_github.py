"""collect: GitHub, by a server that answers as its GraphQL does.

    collect_github.py SENNIGHT

Shapes: docs.github.com/graphql (search, rateLimit, timelineItems), errors with
status 200 as its page on limits says.  Prints TAP.
"""

import json
import re
import sys
import tempfile
import time

import collecting
import mailing

SENNIGHT = collecting.of_arguments()
report = mailing.Report()
check = report.check
WINDOW = ("--window", "2026-11-18..2026-11-25")


def labelled(name, at, what="LabeledEvent"):
    return {"__typename": what, "createdAt": at, "label": {"name": name}}


def thing(number, title, **more):
    kind = "pull" if more.get("__typename") == "PullRequest" else "issues"
    return {"__typename": "Issue", "number": number, "title": title,
            "url": f"https://github.com/tide/lamps/{kind}/{number}",
            "state": "OPEN", "createdAt": "2026-10-01T10:00:00Z",
            "closedAt": None, "author": {"login": "keeper",
                                         "__typename": "User"},
            "repository": {"nameWithOwner": "tide/lamps"},
            "labels": {"nodes": []}, **more}


def labels(*names):
    return {"nodes": [{"name": name} for name in names]}


class GitHub(collecting.Service):
    """`found` maps a part of a search to what it finds."""

    def __init__(self):
        super().__init__()
        self.found, self.page, self.fault = {}, 50, None
        self.token = "Bearer secret-token"

    def search(self, query, after):
        nodes = [node for part, list_ in self.found.items()
                 if re.search(part, query) for node in list_]
        first = int(after or 0)
        return {"issueCount": len(nodes),
                "pageInfo": {"hasNextPage": first + self.page < len(nodes),
                             "endCursor": str(first + self.page)},
                "nodes": nodes[first:first + self.page]}

    def answer(self, method, path, headers, body):
        asked = json.loads(body or b"{}")
        self.asked.append((path, asked, headers.get("User-Agent")))
        if headers.get("Authorization") != self.token:
            return 401, {}, {"message": "Bad credentials"}
        if path != "/graphql" or method != "POST":
            return 404, {}, {"message": "Not Found"}
        if self.fault is not None:
            fault = self.fault(asked)
            if fault is not None:
                return fault
        return 200, {"X-RateLimit-Remaining": "4990"}, {
            "data": {"rateLimit": {"cost": 1, "remaining": 4990},
                     **self.all_searches(asked)}}

    def all_searches(self, asked):
        values = asked["variables"]
        return {f"s{i}": self.search(values[f"q{i}"], values[f"a{i}"])
                for i in range(len(values) // 2)}


def source(github, kind, **more):
    return {"id": kind, "kind": "github-" + kind, "url": github.url,
            "of": ["tide/lamps"], **more}


def rows_of(n):
    return {row["fields"]["number"]: row for row in n.inbox()}


def periods(github, n):
    fcp, done = "final-comment-period", "finished-final-comment-period"
    github.found = {fcp: [
        thing(1, "Began in the window, `Box<[T]>` & all",
              labels=labels(fcp, "disposition-merge"),
              timelineItems={"nodes": [labelled(fcp,
                                                "2026-11-19T10:00:00Z")]}),
        thing(2, "Began before", labels=labels(fcp),
              timelineItems={"nodes": [labelled(fcp,
                                                "2026-11-17T23:59:59Z")]}),
        thing(3, "Given, taken, given again",
              labels=labels(fcp, "disposition-close"),
              timelineItems={"nodes": [
                  labelled(fcp, "2026-11-01T10:00:00Z"),
                  labelled(fcp, "2026-11-02T10:00:00Z", "UnlabeledEvent"),
                  labelled("other", "2026-11-03T10:00:00Z"),
                  labelled(fcp, "2026-11-24T10:00:00Z")]}),
        thing(4, "Over, and closed", state="CLOSED",
              labels=labels(done, "disposition-postpone"),
              timelineItems={"nodes": [labelled(fcp,
                                                "2026-11-18T00:00:00Z"),
                                       labelled(done,
                                                "2026-11-20T00:00:00Z")]}),
        thing(5, "On the day behind the window", labels=labels(fcp),
              timelineItems={"nodes": [labelled(fcp,
                                                "2026-11-25T00:00:00Z")]}),
        thing(6, "Nobody knows when", labels=labels(fcp),
              timelineItems={"nodes": []})]}
    n.settle([source(github, "fcps")])
    got = n.collect(*WINDOW, status=(0,), GITHUB="secret-token")["fcps"]
    check("comment periods: those of the window", got["found"] == 3 and
          got["outside"] == 2 and got["left"] == 1, got)
    rows = rows_of(n)
    check("comment periods: what they are",
          rows[1]["fields"]["disposition"] == "merge" and
          rows[1]["fields"]["closes"] == "2026-11-29" and
          rows[3]["fields"]["disposition"] == "close" and
          rows[4]["fields"]["disposition"] == "postpone" and
          rows[1]["rule"] == "label: final-comment-period" and
          rows[1]["seen"] == "2026-11-19T10:00:00Z", rows)
    got = n.collect(*WINDOW, status=(0,), GITHUB="secret-token")["fcps"]
    check("comment periods: again nothing is new",
          got["new"] == 0 and got["updated"] == 0, got)


def calls(github, n):
    label = "call-for-testing"
    github.found = {f'repo:tide/lamps state:open label:"{label}"': [
        thing(11, "Blinking", body="No words on it",
              labels=labels(label),
              comments={"nodes": [
                  {"url": "https://github.com/tide/lamps/issues/11#c1",
                   "body": "## How to test\n\nBlink."},
                  {"url": "https://github.com/tide/lamps/issues/11#c2",
                   "body": "Works for me"}]}),
        thing(12, "Shining", body="Testing instructions: shine.",
              comments={"nodes": []}),
        thing(13, "Neither", body=None, comments={"nodes": []})]}
    n.settle([source(github, "calls")])
    n.collect(*WINDOW, status=(0,), GITHUB="secret-token")
    rows = rows_of(n)
    steps = {number: rows[number]["fields"]["steps"] for number in
             (11, 12, 13)}
    check("calls: the steps", steps == {
        11: "https://github.com/tide/lamps/issues/11#c1",
        12: "https://github.com/tide/lamps/issues/12", 13: None}, steps)
    check("calls: what they are", rows[11]["kind"] == "call" and
          rows[11]["fields"]["kind"] == "testing", rows[11])


def rfcs(github, n):
    def pull(number, title, **more):
        return thing(number, title, __typename="PullRequest",
                     **{"mergedAt": None, "files": {"nodes": []},
                        "commits": {"nodes": []}, **more})

    def commit(at):
        return {"nodes": [{"commit": {"committedDate": at}}]}

    def file(path, how="ADDED"):
        return {"nodes": [{"path": "README.md", "changeType": "MODIFIED"},
                          {"path": path, "changeType": how}]}

    github.found = {
        "is:merged": [
            pull(21, "Approved", mergedAt="2026-11-20T10:00:00Z",
                 files=file("text/3721-lamps.md")),
            pull(22, "Mended", mergedAt="2026-11-20T10:00:00Z",
                 files=file("text/3721-lamps.md", "MODIFIED")),
            pull(23, "Of the tools", mergedAt="2026-11-20T10:00:00Z",
                 files=file("book/3721-lamps.md"))],
        "state:open": [
            pull(24, "New", createdAt="2026-11-18T00:00:00Z",
                 commits=commit("2026-11-18T00:00:00Z")),
            pull(25, "Updated", commits=commit("2026-11-24T10:00:00Z")),
            pull(26, "Only talked about",
                 commits=commit("2026-11-01T10:00:00Z"))]}
    n.settle([source(github, "rfcs")])
    n.collect(*WINDOW, status=(0,), GITHUB="secret-token")
    rows = rows_of(n)
    what = {number: (row["fields"]["kind"], row["fields"].get("disposition"))
            for number, row in rows.items() if 20 < number < 30}
    check("requests for comments", what == {
        21: ("approved", None), 24: ("proposed", "new"),
        25: ("proposed", "updated")}, what)


def mcps(github, n):
    github.found = {"is:closed label:major-change closed:": [
        thing(31, "Taken", state="CLOSED", stateReason="COMPLETED",
              closedAt="2026-11-20T10:00:00Z",
              labels=labels("major-change", "major-change-accepted")),
        thing(32, "Turned down", state="CLOSED", stateReason="NOT_PLANNED",
              closedAt="2026-11-20T10:00:00Z",
              labels=labels("major-change"))]}
    n.settle([source(github, "mcps")])
    n.collect(*WINDOW, status=(0,), GITHUB="secret-token")
    rows = rows_of(n)
    check("proposals", rows[31]["fields"]["kind"] == "approved" and
          rows[32]["fields"]["disposition"] == "close", rows)


GROUPS = """groups:
  - {title: Compiler, repositories: [tide/lamps]}
  - {title: Library, repositories: [tide/lamps]}
  - {title: Lamps, repositories: [tide/lamps]}
"""


def merged(github, n):
    def change(number, title, reactions=0, comments=0, **more):
        return thing(number, title, __typename="PullRequest",
                     mergedAt="2026-11-20T10:00:00Z",
                     **{"reactions": {"totalCount": reactions},
                        "comments": {"totalCount": comments}, **more})

    github.page = 50
    github.found = {"merged:2026-11-20": [
        change(41, "Told of", labels=labels("relnotes", "T-libs")),
        change(42, "Liked", reactions=20, labels=labels("T-compiler")),
        change(43, "Rollup of 7 pull requests", reactions=20),
        change(44, "By a program", reactions=20,
               author={"login": "bot", "__typename": "Bot"}),
        change(45, "Talked about", comments=90),
        *(change(1000 + i, f"Small {i}") for i in range(120))]}
    n.settle([source(github, "merged")], GROUPS)
    before = len(github.asked)
    got = n.collect(*WINDOW, status=(0,), GITHUB="secret-token")["merged"]
    rows = rows_of(n)
    check("changes: all are counted, some proposed",
          got["notes"][0].startswith("125 changes") and got["found"] == 3, got)
    check("changes: by pages", len(github.asked) - before == 3,
          len(github.asked) - before)
    areas = {number: rows[number]["fields"]["area"] for number in
             (41, 42, 45)}
    check("changes: under their headings",
          areas == {41: "Library", 42: "Compiler", 45: "Lamps"}, areas)


def faults(github, n):
    def refused(name, part, **secrets):
        got = n.collect(*WINDOW, status=(1,),
                        **(secrets or {"GITHUB": "secret-token"}))["calls"]
        check(f"{name}: incomplete, and why",
              got["state"] == "incomplete" and part in got["trouble"], got)
        return got

    many = [thing(100 + i, f"Call {i}", body="", comments={"nodes": []})
            for i in range(120)]
    github.found = {"state:open": many}
    n.settle([source(github, "calls")])
    refused("no token", "SENNIGHT_GITHUB", OTHER="x")
    refused("a wrong token", "Bad credentials", GITHUB="guess")
    for status in (400, 403, 404, 422, 500):
        github.fault = lambda asked, status=status: (
            status, {}, {"message": f"words of {status}"})
        refused(str(status), f"{status}: words of")
    github.fault = lambda asked: (200, {}, b'{"data": {"s0"')
    refused("JSON that is torn", "no JSON")
    github.fault = lambda asked: (200, {}, {"data": None, "errors": [
        {"type": "SOMETHING", "message": "Something went wrong"}]})
    refused("200 with an error", "Something went wrong")
    github.fault = lambda asked: (
        200, {"X-RateLimit-Remaining": "0",
              "X-RateLimit-Reset": str(int(time.time()) + 3600)},
        {"data": None, "errors": [{"type": "RATE_LIMITED",
                                   "message": "API rate limit exceeded"}]})
    refused("the limit, for long", "limit")
    waits = []

    def soon(asked):
        waits.append(asked)
        if len(waits) == 1:
            return (200, {"X-RateLimit-Remaining": "0",
                          "X-RateLimit-Reset": str(int(time.time()) + 2)},
                    {"data": None, "errors": [{"type": "RATE_LIMITED"}]})
        return None

    github.fault = soon
    got = n.collect(*WINDOW, status=(0,), GITHUB="secret-token")["calls"]
    check("the limit, for a moment: it is waited for",
          got["found"] == 120, got)
    github.fault = lambda asked: (200, {}, {"data": {"s0": {
        "issueCount": 500, "pageInfo": {"hasNextPage": False},
        "nodes": many[:3]}}})
    got = refused("a total that lies", "of 500 things")
    check("a total that lies: what came counts", got["found"] == 3, got)
    github.fault = lambda asked: (200, {}, {"data": {"s0": {
        "issueCount": 500, "pageInfo": {"hasNextPage": True,
                                        "endCursor": "same"},
        "nodes": many[:3]}}})
    refused("a cursor that repeats", "circle")
    github.fault = lambda asked: (200, {}, {
        "data": {"s0": github.search("state:open", None)},
        "errors": [{"type": "FORBIDDEN", "message": "not all is for you"}]})
    refused("a part and an error", "not all is for you")
    for body in (None, [], 3, {"data": []}, {"data": {"s0": []}},
                 {"data": {"s0": {"nodes": [None, {}, 3, [], {"url": 3}]}}}):
        github.fault = lambda asked, body=body: (200, {}, body)
        n.collect(*WINDOW, GITHUB="secret-token")
    check("odd answers harm nothing", True)
    github.fault = None
    n.collect(*WINDOW, "--record", "answers", GITHUB="secret-token")
    before = len(github.asked)
    got = n.collect(*WINDOW, "--replay", "answers", GITHUB="x")["calls"]
    check("recorded answers are read again", got["found"] == 120 and
          len(github.asked) == before, got)
    text = n.run("collect", *WINDOW, "--replay", "answers", GITHUB="x")
    check("no token is told", "secret-token" not in text)


def main():
    with GitHub() as github:
        for run in (periods, calls, rfcs, mcps, merged, faults):
            with tempfile.TemporaryDirectory() as folder:
                run(github, collecting.Newsletter(SENNIGHT, folder, github))
                github.fault, github.page = None, 50
    return report.end()


sys.exit(main())
