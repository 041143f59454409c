"""collect: GitHub, with a token and without one.

    collect_github.py SENNIGHT

Prints TAP.
"""

import tempfile
import time

import collecting
import mailing
from github import GitHub, thing

SENNIGHT = collecting.of_arguments()
report = mailing.Report()
check = report.check
WINDOW = ("--window", "2026-11-18..2026-11-25")
TOKEN = {"GITHUB": "secret-token"}
# With a token by GraphQL, without one by REST: the same is found.
WAYS = (("graphql", TOKEN), ("rest", {}))
FCP = "final-comment-period"


def source(github, kind, **more):
    return {"id": kind, "kind": "github-" + kind, "url": github.url,
            "of": ["tide/lamps"], **more}


def rows_of(n):
    return {row["fields"]["number"]: row for row in n.inbox()
            if "number" in row["fields"]}


def in_both_ways(cases):
    """Run cases(github, n, way, secrets) in a new folder for each way."""
    for way, secrets in WAYS:
        with tempfile.TemporaryDirectory() as folder, GitHub() as github:
            n = collecting.Newsletter(SENNIGHT, folder, github)
            cases(github, n, way, secrets)


def again(n, name, way, secrets):
    got = n.collect(*WINDOW, status=(0,), **secrets)[name]
    check(f"{name}, {way}: again nothing is new",
          got["new"] == 0 and got["updated"] == 0, got)


# ----------------------------------------------------------------- periods

def periods(github, n, way, secrets):
    done = "finished-" + FCP
    github.page = 2
    github.found = {f'label:"{FCP}","{done}" updated:>=2026-11-18': [
        thing(1, "Began in the window, `Box<[T]>` & *all* [x](y)",
              labels=[FCP, "disposition-merge"],
              events=[(FCP, "2026-11-19T10:00:00Z", True)]),
        thing(2, "Began before", labels=[FCP],
              events=[(FCP, "2026-11-17T23:59:59Z", True)]),
        thing(3, "Given, taken, given again",
              labels=[FCP, "disposition-close"],
              events=[(FCP, "2026-11-01T10:00:00Z", True),
                      (FCP, "2026-11-02T10:00:00Z", False),
                      ("other", "2026-11-03T10:00:00Z", True),
                      (FCP, "2026-11-24T10:00:00Z", True)]),
        thing(4, "Over, and closed", open=False,
              labels=[done, "disposition-postpone"],
              events=[(FCP, "2026-11-18T00:00:00Z", True),
                      (FCP, "2026-11-24T00:00:00Z", False),
                      (done, "2026-11-24T00:00:00Z", True)]),
        thing(5, "On the day behind the window", labels=[FCP],
              events=[(FCP, "2026-11-25T00:00:00Z", True)]),
        thing(6, "Called off",
              events=[(FCP, "2026-11-19T10:00:00Z", True),
                      (FCP, "2026-11-20T10:00:00Z", False)]),
        thing(7, "Called off after the window",
              events=[(FCP, "2026-11-24T23:59:59Z", True),
                      (FCP, "2026-11-26T10:00:00Z", False)])]}
    n.settle([source(github, "fcps", section="periods")])
    got = n.collect(*WINDOW, status=(0,), **secrets)["fcps"]
    rows = rows_of(n)
    check(f"periods, {way}: those that began in the window",
          set(rows) == {1, 3, 4, 7}, (got, set(rows)))
    check(f"periods, {way}: what they are",
          rows[1]["fields"]["disposition"] == "merge" and
          rows[1]["fields"]["opened"] == "2026-11-19" and
          rows[1]["fields"]["closes"] == "2026-11-29" and
          rows[3]["fields"]["disposition"] == "close" and
          rows[4]["fields"]["disposition"] == "postpone" and
          rows[7]["fields"]["disposition"] is None and
          rows[1]["rule"] == "label: " + FCP and
          rows[1]["seen"] == "2026-11-19T10:00:00Z" and
          rows[1]["url"] == "https://github.com/tide/lamps/issues/1", rows)
    again(n, "fcps", way, secrets)
    # It began once more: that is another one.
    github.found[next(iter(github.found))][0]["events"].append(
        (FCP, "2026-11-23T10:00:00Z", True))
    got = n.collect(*WINDOW, status=(0,), **secrets)["fcps"]
    check(f"periods, {way}: one that began once more is another one",
          got["new"] == 1, got)
    if way == "graphql":
        printing(n)


def printing(n):
    """What is found can be printed, and reads as it did there."""
    mailing.write(n.folder + "/draft.md", "Title: Low Tide 1\nNumber: 1\n"
                  "Date: 2026-11-25\n\n# Comment Periods\n")
    n.run("inbox", "accept", "--all")
    n.run("draft", "fill", "draft.md", status=(0, 1))
    with open(n.folder + "/draft.md", encoding="utf-8") as file:
        text = file.read()
    check("periods: printed", r"`Box<[T]>` &" in text and
          r"[disposition: close] [Given, taken, given again]" in text and
          r"\[x\](y)](" in text, text)


# ------------------------------------------------------------------- calls

def calls(github, n, way, secrets):
    label = "call-for-testing"
    github.found = {f'repo:tide/lamps state:open label:"{label}"': [
        thing(11, "Blinking", body="No words on it", labels=[label],
              comments=["Nice", "## How to test\n\nBlink.",
                        "> ## How to test\n\nWorks for me",
                        "I followed the testing steps, fine"]),
        thing(12, "Shining", labels=[label],
              body="Please test.\n\n**Testing instructions:**\n\nshine"),
        thing(13, "Neither", labels=[label]),
        thing(14, "Closed by now", labels=[label], open=False),
        thing(15, "Without the label by now", labels=["other"]),
        thing(17, "Long ago", labels=[label], comments=[
            "Hello", "# Testing steps", *(["Fine"] * 70)]),
        thing(16, "Two that tell it", labels=[label],
              comments=["Testing steps: one", "Testing steps: two",
                        "```\nhow to test\n```"])]}
    n.settle([source(github, "calls")])
    n.collect(*WINDOW, status=(0,), **secrets)
    rows = rows_of(n)
    steps = {number: row["fields"]["steps"] for number, row in rows.items()}
    here = "https://github.com/tide/lamps/issues/"
    check(f"calls, {way}: the steps", steps == {
        11: here + "11#issuecomment-2", 12: here + "12", 13: None,
        16: here + "16#issuecomment-2",
        17: here + "17#issuecomment-2"}, steps)
    check(f"calls, {way}: what they are", rows[11]["kind"] == "call" and
          rows[11]["fields"]["kind"] == "testing" and
          rows[11]["rule"] == "label: " + label, rows[11])
    again(n, "calls", way, secrets)


# -------------------------------------------------------------------- RFCs

def commit(sha, at, parents, words="Words"):
    return {"sha": sha * 40, "parents": [{"sha": p * 40} for p in parents],
            "commit": {"message": words + "\n\nmore #1",
                       "committer": {"date": at}}}


def changed(*files):
    """Of one commit: names, and what became of them."""
    return {"sha": "0", "files": [
        {"filename": name, "status": how,
         "blob_url": "https://github.com/tide/lamps/blob/x/" + name, **more}
        for name, how, more in files]}


def branch(github):
    """d merges the branch of c; b is older; e was renamed; f is of today."""
    at = "/repos/tide/lamps/commits"
    github.files.update({
        at: [commit("f", "2026-11-26T10:00:00Z", "e"),
             commit("e", "2026-11-23T10:00:00Z", "d", "Give it its number"),
             commit("c", "2026-11-22T10:00:00Z", "b", "On the way"),
             commit("d", "2026-11-20T10:00:00Z", "bc",
                    "Merge pull request #3722 from x"),
             commit("b", "2026-11-19T10:00:00Z", "a", "Add it (#3724)")],
        at + "/" + "f" * 40: changed(("text/3799-later.md", "added", {})),
        at + "/" + "e" * 40: changed(
            ("text/3722-shades.md", "renamed",
             {"previous_filename": "text/0000-shades.md"}),
            ("text/3720-moved.md", "renamed",
             {"previous_filename": "text/3719-moved.md"})),
        at + "/" + "d" * 40: changed(
            ("text/0000-shades.md", "added", {}),
            ("text/3723-mended.md", "modified", {}),
            ("book/3721-lamps.md", "added", {}),
            ("text/notes.md", "added", {})),
        at + "/" + "b" * 40: changed(
            ("README.md", "modified", {}),
            ("text/3721-some-lamps.md", "added", {}),
            ("text/3725-nobody-knows.md", "added", {}))})
    for number, title in ((3721, "RFC: lamps"), (3722, "Shades")):
        github.files[f"/repos/tide/lamps/pulls/{number}"] = {
            "title": title, "state": "closed", "merged_at": None,
            "html_url": f"https://github.com/tide/lamps/pull/{number}"}


def rfcs(github, n, way, secrets):
    branch(github)
    github.page = 3
    github.found = {"is:pr state:open updated:>=2026-11-18": [
        thing(24, "New", pull=True, created="2026-11-18T00:00:00Z",
              committed=["2026-11-18T00:00:00Z"]),
        thing(25, "Updated", pull=True, committed=[
            "2026-10-24T10:00:00Z", "2026-11-24T10:00:00Z"]),
        thing(26, "Only talked about", pull=True,
              committed=["2026-11-01T10:00:00Z"]),
        thing(3721, "Was new, and is approved", pull=True,
              created="2026-11-18T00:00:00Z")]}
    n.settle([source(github, "rfcs")])
    got = n.collect(*WINDOW, status=(0,), **secrets)["rfcs"]
    what = sorted((row["fields"]["kind"], row["title"],
                   row["fields"].get("disposition"))
                  for row in n.inbox())
    check(f"requests for comments, {way}", what == [
        ("approved", "RFC: lamps", None), ("approved", "Shades", None),
        ("approved", "nobody knows", None), ("proposed", "New", "new"),
        ("proposed", "Updated", "updated"),
        ("proposed", "Was new, and is approved", "new")], (got, what))
    lamps = [row for row in n.inbox() if row["title"] == "RFC: lamps"][0]
    check(f"requests for comments, {way}: where they are",
          lamps["url"] == "https://github.com/tide/lamps/pull/3721" and
          lamps["fields"]["text"].endswith("/text/3721-some-lamps.md") and
          lamps["seen"] == "2026-11-19T10:00:00Z", lamps)
    check(f"requests for comments, {way}: no other commit is looked at",
          not any("/commits/ccc" in asked["path"] or
                  "/commits/fff" in asked["path"]
                  for asked in github.asked))
    again(n, "rfcs", way, secrets)


# -------------------------------------------------------------------- MCPs

def mcps(github, n, way, secrets):
    label = "major-change"
    accepted = label + "-accepted"
    github.found = {f'is:issue label:"{label}" updated:>=': [
        thing(31, "Taken", open=False, reason="COMPLETED",
              closed="2026-11-20T10:00:00Z", labels=[label, accepted],
              events=[(accepted, "2026-11-20T10:00:00Z", True)]),
        thing(32, "Turned down", open=False, reason="NOT_PLANNED",
              closed="2026-11-20T10:00:00Z", labels=[label]),
        thing(33, "Taken, without the label", open=False, labels=[label],
              reason="COMPLETED", closed="2026-11-21T10:00:00Z"),
        thing(34, "Taken before", open=False, reason="COMPLETED",
              closed="2026-11-20T10:00:00Z", labels=[label, accepted],
              events=[(accepted, "2026-11-10T10:00:00Z", True)]),
        thing(35, "Waiting", labels=[label])]}
    n.settle([source(github, "mcps")])
    n.collect(*WINDOW, status=(0,), **secrets)
    what = {number: (row["fields"]["kind"], row["fields"]["disposition"])
            for number, row in rows_of(n).items()}
    check(f"proposals, {way}", what == {
        31: ("approved", "accepted"), 32: ("comment-period", "close"),
        33: ("approved", "accepted")}, what)
    again(n, "mcps", way, secrets)


# ------------------------------------------------------------------ merged

GROUPS = """groups:
  - {title: Compiler, repositories: [tide/lamps]}
  - {title: Library, repositories: [tide/lamps]}
  - {title: Lamps, repositories: [tide/lamps]}
"""


def change(number, title, **more):
    return thing(number, title, pull=True, open=False,
                 **{"merged": "2026-11-20T10:00:00Z", **more})


def merged(github, n, way, secrets):
    github.found = {r"merged:(2026-11-20|2026-11-18)\.\.(2026-11-20|"
                    r"2026-11-24)": [
        change(41, "Told of", labels=["relnotes", "T-libs"]),
        change(42, "Liked", reactions=9, labels=["T-compiler"]),
        change(43, "Rollup of 7 pull requests", reactions=20),
        change(44, "By a program", reactions=20, program=True),
        change(45, "Talked about", talk=90),
        change(46, "Liked more", reactions=20, labels=["T-compiler"]),
        change(47, "Bump lamps from 1 to 2", reactions=20),
        change(48, "By nobody", reactions=20, author=None,
               repository="tide/shades"),
        *(change(1000 + i, f"Small {i}") for i in range(120))]}
    n.settle([source(github, "merged", of=["tide"])], GROUPS)
    got = n.collect(*WINDOW, status=(0,), **secrets)["merged"]
    check(f"changes, {way}: all are counted, some proposed",
          "; ".join(got["notes"]).startswith("128 pull requests") and
          "org%3Atide" in "; ".join(got["notes"]) and
          "; ".join(got["notes"]).endswith("2026-11-18..2026-11-24") and
          got["found"] == 5, got)
    check(f"changes, {way}: few requests", len(github.asked) == 3,
          len(github.asked))
    order = [(row["fields"]["number"], row["fields"].get("area"))
             for row in sorted(n.inbox(), key=lambda row: row["id"])]
    check(f"changes, {way}: under their headings, the best first", order == [
        (46, "Compiler"), (42, "Compiler"), (41, "Library"), (45, "Lamps"),
        (48, None)], order)
    again(n, "merged", way, secrets)


def halves(github, n, way, secrets):
    """More than a search gives: the days are halved."""
    def day_of(query):
        found = query.rpartition("merged:")[2].split("..")
        return [int(day[-2:]) for day in found]

    class Days(dict):
        def items(self):
            return []

    github.found, github.most = Days(), 1000
    all_ = [change(5000 + i, f"C {i}",
                   merged=f"2026-11-{18 + i % 7:02}T10:00:00Z")
            for i in range(1400)]
    github.things = lambda query: [
        t for t in all_ if day_of(query)[0] <= int(t["merged"][8:10]) <=
        day_of(query)[1]]
    github.page = 400
    n.settle([source(github, "merged")])
    got = n.collect(*WINDOW, status=(0,), **secrets)["merged"]
    check(f"a search that finds too much, {way}: none is lost",
          "; ".join(got["notes"]).startswith("1400 pull requests"), got)
    all_.extend(change(9000 + i, "On one day") for i in range(1001))
    got = n.collect(*WINDOW, status=(1,), **secrets)["merged"]
    check(f"too much on one day, {way}: incomplete, and says so",
          "of 1201 things" in got["trouble"] and got["notes"] == [], got)


# ------------------------------------------------------------------- pulls

DRAFT = """Title: Low Tide 9
Number: 9
Date: 2026-12-02

# News

* [Old](https://example.org/old)
* [video] [New `<T>`, **and** more](https://example.org/new)
* [Spelled right](https://example.org/spelling)
* Without a link

# Events

* 2026-12-05 | Lisbon, PT | [Lamps](https://example.org/lamps)
    * [**Night of lamps**](https://example.org/night) | [Stream](https://example.org/s)

# Approved

* [A decision](https://github.com/tide/lamps/pull/7)
"""
PATCH = """@@ -7,2 +7,5 @@ x
 * [Old](https://example.org/old)
+* [video] [New `<T>`, **and** more](https://example.org/new)
-* [Speled rigth](https://example.org/spelling)
+* [Spelled right](https://example.org/spelling)
+* Without a link
 
@@ -12,1 +14,3 @@
+* 2026-12-05 | Lisbon, PT | [Lamps](https://example.org/lamps)
+    * [**Night of lamps**](https://example.org/night) | [Stream](https://example.org/s)
@@ -15 +19 @@
+* [A decision](https://github.com/tide/lamps/pull/7)
\\ No newline at end of file"""
HEAD = {5: "a" * 40, 6: "b" * 40, 7: "c" * 40, 8: "d" * 40}


def pull(number):
    return {"number": number, "draft": False,
            "html_url": f"https://github.com/tide/news/pull/{number}",
            "user": {"login": "keeper"}, "head": {"sha": HEAD[number]}}


def run(status, conclusion):
    return {"name": "x", "status": status, "conclusion": conclusion}


def requests(github):
    at = "/repos/tide/news"
    draft = "draft/2026-12-02-low tide.md"
    files = {5: [{"filename": draft, "status": "modified", "patch": PATCH},
                 {"filename": "README.md", "status": "modified",
                  "patch": "@@ -1 +1 @@\n+* [x](https://example.org/x)"}],
             6: [{"filename": "draft/x.md", "status": "added",
                  "patch": "@@ -0,0 +1 @@\n+* [y](https://example.org/y)"}],
             7: [{"filename": "draft/big.md", "status": "modified",
                  "additions": 9}],
             8: [{"filename": "draft/x.md", "status": "modified",
                  "patch": "nonsense", "additions": 0}]}
    github.files.update({
        at + "/pulls": [pull(number) for number in HEAD],
        f"{at}/contents/{draft}": DRAFT.encode(),
        f"{at}/commits/{HEAD[5]}/check-runs": {
            "total_count": 2, "check_runs": [
                run("completed", "success"), run("completed", "skipped")]},
        **{f"{at}/pulls/{number}/files": list_
           for number, list_ in files.items()}})


def pulls(github, n, way, secrets):
    requests(github)
    github.page = 3
    n.settle([source(github, "pulls", of=["tide/news"])])
    got = n.collect(*WINDOW, "--window", "2026-11-18..2026-12-31",
                    status=(0, 1), **secrets)["pulls"]
    # A group of an event is proposed too.
    rows = {row["title"]: row for row in n.inbox()
            if row["kind"] != "follow"}
    check(f"requests, {way}: what they add", set(rows) == {
        "New `<T>`, and more", "A decision", "Night of lamps"} and
          got["left"] == 2, (got, set(rows)))
    new, night = rows["New `<T>`, and more"], rows["Night of lamps"]
    check(f"requests, {way}: a link", new["fields"]["tags"] == ["video"] and
          new["section"] == "news" and new["fields"]["author"] == "keeper" and
          new["fields"]["checks"] == "success" and
          new["fields"]["pull"].endswith("/tide/news/pull/5"), new)
    check(f"requests, {way}: an event", night["kind"] == "event" and
          night["section"] == "events" and night["day"] == "2026-12-05" and
          night["fields"]["places"][0]["city"] == "Lisbon" and
          night["fields"]["extra"][0]["url"] == "https://example.org/s" and
          night["fields"]["checks"] == "success", night)
    check(f"requests, {way}: a decision",
          rows["A decision"]["fields"]["kind"] == "approved",
          rows["A decision"])
    github.files[f"/repos/tide/news/commits/{HEAD[5]}/check-runs"][
        "check_runs"].append(run("completed", "timed_out"))
    got = n.collect("--window", "2026-11-18..2026-12-31", **secrets)["pulls"]
    rows = {row["title"]: row for row in n.inbox()}
    check(f"requests, {way}: a check that fails now is told",
          got["updated"] == 3 and got["new"] == 0 and
          rows["A decision"]["fields"]["checks"] == "failing", got)


# ------------------------------------------------------------------ faults

def refusals(github, n, way, secrets):
    def refused(name, part):
        got = n.collect(*WINDOW, status=(1,), **secrets)["calls"]
        check(f"{name}, {way}: incomplete, and why",
              got["state"] == "incomplete" and part in got["trouble"], got)
        return got

    label = "call-for-testing"
    many = [thing(100 + i, f"Call {i}", labels=[label]) for i in range(120)]
    github.found = {"state:open": many}
    n.settle([source(github, "calls")])
    hints = {401: "token", 403: "403", 404: "no such repository",
             410: "410", 422: "`of`", 500: "500"}
    for status, hint in hints.items():
        github.fault = lambda asked, status=status: (
            status, {}, {"message": f"words of {status}"})
        got = refused(str(status), f"words of {status}")
        check(f"{status}, {way}: what it means", hint in got["trouble"], got)
    github.fault = lambda asked: (502, {}, b"<html>Bad gateway")
    refused("502", "502")
    github.fault = lambda asked: (200, {}, b'{"data": {"s0"')
    refused("JSON that is torn", "no JSON")
    limits(github, n, way, secrets, refused)
    for body in (None, [], 3, {"data": []}, {"data": {"s0": []}},
                 {"items": [None, {}, 3, [], {"html_url": 3}]},
                 {"items": {}, "total_count": "x"},
                 {"data": {"s0": {"nodes": [None, {}, 3, [], {"url": 3}]}}}):
        github.fault = lambda asked, body=body: (200, {}, body)
        n.collect(*WINDOW, **secrets)
    check(f"odd answers harm nothing, {way}", True)
    github.fault = None
    record(github, n, way, secrets)


def limits(github, n, way, secrets, refused):
    def used_up(seconds):
        return 403, {"X-RateLimit-Remaining": "0", "X-RateLimit-Reset":
                     str(int(time.time()) + seconds)}, {
                         "message": "API rate limit exceeded"}

    github.fault = lambda asked: used_up(3600)
    refused("the limit, for long", "minutes")
    waits = []

    def soon(asked):
        waits.append(asked)
        return used_up(2) if len(waits) == 1 else None

    github.fault = soon
    got = n.collect(*WINDOW, status=(0,), **secrets)["calls"]
    check(f"the limit, for a moment, {way}: it is waited for",
          got["found"] == 120, got)


def record(github, n, way, secrets):
    n.collect(*WINDOW, "--record", "answers", **secrets)
    before = len(github.asked)
    text = n.run("collect", *WINDOW, "--replay", "answers")
    check(f"recorded answers are read again, {way}", "120 found" in text and
          len(github.asked) == before, text)
    check(f"no token is told, {way}", "secret-token" not in text)
    check(f"how it asks, {way}", all(
        asked["version"] == "2022-11-28" and
        (asked["token"] is not None) == bool(secrets)
        for asked in github.asked[-3:]), github.asked[-1])


def of_graphql(github, n):
    """What only comes with GraphQL: errors with the status 200, cursors."""
    def refused(name, part):
        got = n.collect(*WINDOW, status=(1,), **TOKEN)["calls"]
        check(f"{name}: incomplete, and why",
              got["state"] == "incomplete" and part in got["trouble"], got)
        return got

    label = "call-for-testing"
    many = [thing(100 + i, f"Call {i}", labels=[label]) for i in range(3)]
    github.found = {"state:open": many}
    n.settle([source(github, "calls")])
    got = n.collect(*WINDOW, status=(1,), GITHUB="guess")["calls"]
    check("a wrong token", "Bad credentials" in got["trouble"], got)
    github.fault = lambda asked: (200, {}, {"data": None, "errors": [
        {"type": "SOMETHING", "message": "Something went wrong"}]})
    refused("200 with an error", "Something went wrong")
    limited = {"data": None, "errors": [
        {"type": "RATE_LIMITED", "message": "API rate limit exceeded"}]}
    github.fault = lambda asked: (
        200, {"X-RateLimit-Remaining": "0",
              "X-RateLimit-Reset": str(int(time.time()) + 3600)}, limited)
    refused("200 with the limit, for long", "limit")
    waits = []

    def soon(asked):
        waits.append(asked)
        return None if len(waits) > 1 else (
            200, {"X-RateLimit-Remaining": "0",
                  "X-RateLimit-Reset": str(int(time.time()) + 2)}, limited)

    github.fault = soon
    got = n.collect(*WINDOW, status=(0,), **TOKEN)["calls"]
    check("200 with the limit, for a moment: it is waited for",
          got["found"] == 3, got)
    waits.clear()
    reset = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(time.time() + 2))
    github.fault = lambda asked: None if waits else (
        waits.append(asked), (200, {}, {
            **limited, "data": {"rateLimit": {"resetAt": reset}}}))[1]
    got = n.collect(*WINDOW, status=(0,), **TOKEN)["calls"]
    check("200 with the limit, and until when in the answer",
          got["found"] == 3, got)
    search = github.search("state:open", None)
    github.fault = lambda asked: (200, {}, {
        "data": {"s0": {**search, "issueCount": 500}}})
    got = refused("a total that lies", "of 500 things")
    check("a total that lies: what came counts", got["found"] == 3, got)
    github.fault = lambda asked: (200, {}, {"data": {"s0": {
        **search, "pageInfo": {"hasNextPage": True, "endCursor": "same"}}}})
    refused("a cursor that repeats", "circle")
    github.fault = lambda asked: (200, {}, {"data": {"s0": search}, "errors": [
        {"type": "FORBIDDEN", "message": "not all is for you"}]})
    got = refused("a part and an error", "not all is for you")
    check("a part and an error: what came counts", got["found"] == 3, got)
    github.fault = None
    n.settle([source(github, "calls",
                     of=[f"tide/lamps{i}" for i in range(8)])])
    before = len(github.asked)
    got = n.collect(*WINDOW, status=(0,), **TOKEN)["calls"]
    check("eight repositories in one request",
          len(github.asked) - before == 1, len(github.asked) - before)
    check("repositories that have other names now are told",
          "tide/lamps7 is called tide/lamps now" in "; ".join(got["notes"]), got)


def of_rest(github, n):
    """What only comes with REST: searches without an end, foreign pages."""
    label = "call-for-testing"
    github.found = {"state:open": [thing(1, "One", labels=[label],
                                         comments=["Testing steps: x"])]}
    n.settle([source(github, "calls")])

    def faulty(part, answer):
        return lambda asked: answer if part in asked["path"] else None

    items = {"total_count": 0, "incomplete_results": True, "items": []}
    github.fault = faulty("/search/", (200, {}, items))
    got = n.collect(*WINDOW, status=(1,))["calls"]
    check("a search that ran out of time", "ran out of time" in
          got["trouble"], got)
    items = {"total_count": 0, "items": []}
    github.fault = faulty("/search/", (
        200, {"Link": '<https://thief.example.org/2>; rel="next"'}, items))
    got = n.collect(*WINDOW, status=(1,))["calls"]
    check("a next page elsewhere is not asked for", "somewhere else" in
          got["trouble"], got)
    github.fault = faulty("/search/", (
        200, {"Link": f'<{github.url}/search/issues?x>; rel="next"'}, items))
    got = n.collect(*WINDOW, status=(1,))["calls"]
    check("a page that repeats", "circle" in got["trouble"], got)
    github.fault = faulty("/comments", (500, {}, {"message": "Oh"}))
    got = n.collect(*WINDOW, status=(1,))["calls"]
    check("a thing of which not all came is not taken",
          got["found"] == 0 and "Oh" in got["trouble"], got)
    github.fault = None
    n.settle([source(github, "rfcs", of=["tide"])])
    got = n.collect(*WINDOW, status=(1,))["rfcs"]
    check("an owner where a repository is wanted",
          "no repository" in got["trouble"], got)


def main():
    for cases in (periods, calls, rfcs, mcps, merged, halves, pulls,
                  refusals):
        in_both_ways(cases)
    for cases in (of_graphql, of_rest):
        with tempfile.TemporaryDirectory() as folder, GitHub() as github:
            cases(github, collecting.Newsletter(SENNIGHT, folder, github))
    return report.end()


raise SystemExit(main())
