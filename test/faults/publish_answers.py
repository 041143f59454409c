"""publish_answers: answers on GitHub, in a Discourse and at Mastodon.

    publish_answers.py SENNIGHT

Services that answer as their documentation says (docs.github.com, REST,
issues/comments; docs.discourse.org, topics and posts; docs.joinmastodon.org,
methods search and statuses), with faults: whatever goes wrong, after the same
command again there is one answer.  Prints TAP.
"""

import html
import json
import os
import pty
import re
import signal
import subprocess
import sys
import tempfile
import time
import urllib.parse

import mailing
import publishing
from publish_announce import FAULTS, Faulty

ADDRESS = "https://tide.example.org/issues/"
LINE = "#news:~:text=Lamps%20%5Bof%5D%20the%20%40harbour"
SETTINGS = """name: Low Tide
address: https://tide.example.org/
sections:
  - {id: news, title: News, kind: items}
  - {id: testing, title: Calls for Testing, kind: testing}
sources:
"""
DRAFT = """Title: Low Tide 2
Number: 2
Date: 2026-01-14

# News

* [Sand 2](https://example.org/sand-2)

# Calls for Testing

* [Old](https://example.org/old)
"""
FAULTS = {**FAULTS, "403": ("before", 403)}


class GitHub(Faulty):
    """The pull request 7 and the issue 9, with comments of others."""

    secrets = {"GITHUB": "secret"}
    wrong_secrets = {"GITHUB": "wrong"}
    name = "SENNIGHT_GITHUB"
    pages = {"pull": "https://github.com/tide/news/pull/7"}

    def __init__(self):
        super().__init__()
        self.posts, self.others = [], 130

    def source(self):
        return {"id": "there", "kind": "github-pulls", "url": self.url,
                "of": ["tide/news"]}

    def candidate(self):
        return {"kind": "link", "source": "there", "section": "news",
                "fields": {"title": "Lamps [of] the @harbour",
                           "url": "https://example.org/lamps",
                           "pull": "https://github.com/tide/news/pull/7",
                           "author": "ada"}}

    def answer(self, method, path, headers, body):
        self.asked.append((method, path))
        parts = urllib.parse.urlsplit(path)
        if headers.get("Authorization") != "Bearer secret":
            return 401, {}, {"message": "Bad credentials"}
        if not parts.path.startswith("/repos/tide/news/issues/"):
            return 404, {}, {"message": "Not Found"}
        if method == "GET":
            query = dict(urllib.parse.parse_qsl(parts.query))
            size, page = int(query["per_page"]), int(query["page"])
            every = [{"body": f"Others {i}", "html_url": "x"}
                     for i in range(self.others)] + self.posts
            return 200, {}, every[size * (page - 1):size * page]
        before = self.wrong("before")
        if before:
            return before
        self.posts.append({
            "body": json.loads(body)["body"], "path": parts.path,
            "html_url": f"{self.pages['pull']}#issuecomment-1"})
        return self.wrong("after") or (201, {}, self.posts[-1])

    def text(self, post):
        return post["body"]


class Forum(Faulty):
    """Topic 27 with 45 posts."""

    secrets = {"THERE_KEY": "editor:secret"}
    wrong_secrets = {"THERE_KEY": "editor:wrong"}
    name = "SENNIGHT_THERE_KEY"

    def __init__(self):
        super().__init__()
        self.posts = []

    def source(self):
        return {"id": "there", "kind": "discourse", "url": self.url,
                "of": ["27"]}

    def candidate(self):
        return {"kind": "link", "source": "there", "section": "news",
                "fields": {"title": "Lamps [of] the @harbour",
                           "url": f"{self.url}/t/lamps/27/17",
                           "thanks": {"name": "ada"}}}

    def answer(self, method, path, headers, body):
        self.asked.append((method, path))
        if (headers.get("Api-Key"), headers.get("Api-Username")) != (
                "secret", "editor"):
            return 403, {}, {"errors": ["You are not permitted."]}
        parts = urllib.parse.urlsplit(path)
        every = [{"id": 100 + i, "post_number": i, "cooked": "<p>x</p>"}
                 for i in range(1, 46)] + self.posts
        if parts.path == "/t/27.json":
            return 200, {}, {"post_stream": {
                "posts": every[:20], "stream": [p["id"] for p in every]}}
        if parts.path == "/t/27/posts.json":
            ids = {int(value) for _, value in urllib.parse.parse_qsl(
                parts.query)}
            return 200, {}, {"post_stream": {
                "posts": [p for p in every if p["id"] in ids]}}
        if (method, parts.path) != ("POST", "/posts.json"):
            return 404, {}, {"errors": ["not found"]}
        before = self.wrong("before")
        if before:
            return before
        said = json.loads(body)
        number = len(every) + 1
        self.posts.append({
            "id": 100 + number, "post_number": number, "said": said,
            "cooked": f"<p>{html.escape(said['raw'])}</p>"})
        return self.wrong("after") or (200, {}, self.posts[-1])

    def text(self, post):
        return post["said"]["raw"]


class Fediverse(Faulty):
    secrets = {"THERE_TOKEN": "secret"}
    wrong_secrets = {"THERE_TOKEN": "wrong"}
    name = "SENNIGHT_THERE_TOKEN"
    page = "https://far.example.org/@ada/77"

    def __init__(self):
        super().__init__()
        self.posts, self.keys = [], {}

    def source(self):
        return {"id": "there", "kind": "mastodon", "url": self.url,
                "of": ["tide"]}

    def candidate(self):
        return {"kind": "link", "source": "there", "section": "news",
                "fields": {"title": "Lamps [of] the @harbour",
                           "url": "https://example.org/lamps",
                           "mentioned": self.page,
                           "mentioned_by": "ada@far.example.org"}}

    def answer(self, method, path, headers, body):
        self.asked.append((method, path))
        if headers.get("Authorization") != "Bearer secret":
            return 401, {}, {"error": "The access token is invalid"}
        parts = urllib.parse.urlsplit(path)
        if parts.path == "/api/v2/search":
            query = dict(urllib.parse.parse_qsl(parts.query))
            known = query["q"] == self.page and query["resolve"] == "true"
            return 200, {}, {"statuses": [
                {"id": "123", "url": self.page}] if known else []}
        if parts.path == "/api/v1/statuses/123/context":
            return 200, {}, {"ancestors": [], "descendants": self.posts}
        if (method, parts.path) != ("POST", "/api/v1/statuses"):
            return 404, {}, {"error": "Record not found"}
        before = self.wrong("before")
        if before:
            return before
        # The key is not relied on: it is kept for an hour only.
        form = dict(urllib.parse.parse_qsl(body.decode()))
        self.posts.append({
            "form": form, "key": headers["Idempotency-Key"],
            "url": "https://fedi.example.org/@tide/1",
            "content": f"<p>{html.escape(form['status'])}</p>"})
        return self.wrong("after") or (200, {}, self.posts[-1])

    def text(self, post):
        return post["form"]["status"]


SERVICES = {"github": GitHub, "forum": Forum, "mastodon": Fediverse}


def settle(news, service, more=()):
    news.write("sennight.yaml", SETTINGS + "".join(
        f"  - {json.dumps(source)}\n"
        for source in [service.source(), *more]))


def begin(program, folder, service, candidates=None, more=(), out=True):
    """Issue 2 with what was proposed, published."""
    news = publishing.Newsletter(program, os.path.join(folder, "news"))
    news.allow = ["--allow", f"127.0.0.1:{service.port}"]
    settle(news, service, more)
    news.write("draft/2026-01-14-two.md", DRAFT)
    news.write("lines", "".join(
        json.dumps(line) + "\n"
        for line in candidates or [service.candidate()]))
    news.git("add", "-A")
    news.git("commit", "-qm", "places")
    news.call("inbox", "add", "--from", os.path.join(news.folder, "lines"))
    news.call("inbox", "accept", "--all", "--as", "ada")
    news.call("draft", "fill", "--as", "ada")
    if out:
        # The forum of the test is on this machine.
        news.publish("2", "--no-send", "--even-so", "link-local",
                     "--because", "test")
    return news


def answers(news, *args, status=(0,), **secrets):
    return news.publish("answers", "2", *args, status=status, **secrets)


def say(news, said, **secrets):
    """With lines on the standard input."""
    got = subprocess.run(
        [news.program, "-C", news.folder, "publish", "answers", "2",
         *news.allow], input=said.encode(), capture_output=True, timeout=120,
        check=False, env=news.environment(**secrets))
    return got.returncode, (got.stdout + got.stderr).decode()


def plain(report, program, name):
    with SERVICES[name]() as service, \
            tempfile.TemporaryDirectory() as folder:
        news = begin(program, folder, service)
        out = answers(news, "-n")
        report.check(f"{name}: a dry run shows the text", "is in the" in out and
                     ADDRESS in out and "#news" in out and
                     not service.asked, out)
        out = answers(news, status=(2,), **service.secrets)
        report.check(f"{name}: nothing is sent without a yes",
                     not service.posts and "--yes" in out, out)
        out = answers(news, "--yes", status=(1,))
        report.check(f"{name}: a missing secret is told",
                     service.name in out and not service.asked, out)
        out = answers(news, "--yes", status=(1,), **service.wrong_secrets)
        report.check(f"{name}: a wrong one, too", "it said 40" in out and
                     not service.posts, out)
        out = answers(news, "--yes", **service.secrets)
        report.check(f"{name}: one answer", len(service.posts) == 1, out)
        look_at(report, name, service.posts[0], service.text(
            service.posts[0]), out)
        asked = len(service.asked)
        out = answers(news, "--yes", **service.secrets)
        report.check(f"{name}: and no more", len(service.posts) == 1 and
                     len(service.asked) == asked and
                     "done before: http" in out, out)
        row = json.loads(answers(news, "--format", "json"))
        report.check(f"{name}: as JSON", row["state"] == "done" and
                     row["said"].startswith("http") and
                     row["address"].endswith(LINE), row)
        out = news.call("publish", "undo", "2", "--yes", status=(2,))
        report.check(f"{name}: an answered issue is not undone",
                     "answer" in out, out)


def look_at(report, name, post, text, out):
    report.check(f"{name}: it leads to the line, and calls nobody",
                 "@harbour" not in text and ADDRESS in text and
                 text.split()[-1].endswith(LINE), text)
    if name == "github":
        report.check("github: the title is no Markdown, the author is called",
                     "\\[of\\]" in text and "@ada!" in text and
                     post["path"].endswith("/7/comments"), post)
    if name == "forum":
        report.check("forum: it replies to the post", (
            post["said"]["topic_id"],
            post["said"]["reply_to_post_number"]) == (27, 17) and
            "/t/27/46" in out, out)
    if name == "mastodon":
        report.check("mastodon: it replies, to whom it calls",
                     text.startswith("@ada@far.example.org ") and
                     post["form"]["in_reply_to_id"] == "123" and
                     post["form"]["visibility"] == "unlisted" and
                     len(post["key"]) == 32, post)


def faults(report, program, name):
    for fault, how in FAULTS.items():
        with SERVICES[name]() as service, \
                tempfile.TemporaryDirectory() as folder:
            news = begin(program, folder, service)
            service.fault = how
            first = answers(news, "--yes", status=(0, 1), **service.secrets)
            again = answers(news, "--yes", status=(0, 1), **service.secrets)
            last = answers(news, "--yes", **service.secrets)
            report.check(f"{name}, {fault}: one answer",
                         len(service.posts) == 1 and "done before" in last,
                         f"{len(service.posts)} {first} {again} {last}")


def keys(report, program):
    """Yes, no, and what is remembered of it."""
    with GitHub() as service, tempfile.TemporaryDirectory() as folder:
        call = {"kind": "call", "source": "calls", "section": "testing",
                "fields": {"title": "Try the fog horn", "kind": "testing",
                           "url": "https://github.com/tide/horn/issues/9"}}
        post = {"kind": "link", "source": "sky", "section": "news",
                "fields": {"title": "Gulls", "url": "https://example.org/gu",
                           "mentioned": "https://bsky.app/profile/a/post/b",
                           "mentioned_by": "ada.example.org"}}
        second = service.candidate()
        second["fields"] = {**second["fields"], "title": "Ropes",
                            "url": "https://example.org/ropes"}
        news = begin(program, folder, service, [
            service.candidate(), second, call, post], [
                {"id": "calls", "kind": "github-calls", "url": service.url,
                 "of": ["tide/horn"]},
                {"id": "sky", "kind": "bluesky", "of": ["tide"]}])
        out = answers(news, "-n")
        report.check("one answer for a request that proposed two things",
                     out.count("pull/7") == 1 and "; Ropes" in out, out)
        report.check("it leads to the section that has both", re.search(
            ADDRESS + r"low-tide-2/#news\s", out), out)
        report.check("a call is asked to lose its label",
                     "remove the label" in out and "#calls-for-testing" in
                     out, out)
        report.check("what cannot be sent is shown", "by hand" in out and
                     "bsky.app" in out, out)
        status, out = say(news, "n\nq\n", **service.secrets)
        report.check("no, and quit", status == 0 and not service.posts, out)
        status, out = say(news, "n\nx\ny\n", **service.secrets)
        report.check("what was refused is not asked again, and no is no",
                     status == 0 and not service.posts and
                     "not wanted" in out, out)
        rows = [json.loads(line) for line in answers(
            news, "--format", "json").splitlines()]
        report.check("all of it is noted", [row["state"] for row in rows] == [
            "unwanted", "unwanted", "done"], rows)


def one_key(report, program):
    with GitHub() as service, tempfile.TemporaryDirectory() as folder:
        news = begin(program, folder, service)
        leader, follower = pty.openpty()
        with subprocess.Popen(
                [news.program, "-C", news.folder, "publish", "answers", "2",
                 *news.allow], stdin=follower, stderr=subprocess.PIPE,
                stdout=subprocess.PIPE,
                env=news.environment(**service.secrets)) as run:
            seen = b""
            while not seen.endswith(b"[q]uit "):
                seen += os.read(run.stderr.fileno(), 1000)
            time.sleep(0.2)
            os.write(leader, b"y")
            out = run.communicate(timeout=60)
        os.close(leader)
        os.close(follower)
        report.check("one key of a terminal sends it",
                     run.returncode == 0 and len(service.posts) == 1, out)


def killed(report, program):
    """Between the post and its answer."""
    class Slow(GitHub):
        def wrong(self, when):
            if when == "after" and len(self.posts) == 1:
                time.sleep(3)
            return super().wrong(when)

    with Slow() as service, tempfile.TemporaryDirectory() as folder:
        news = begin(program, folder, service)
        run = news.start("publish", "answers", "2", "--yes",
                         **service.secrets)
        while not service.posts and run.poll() is None:
            time.sleep(0.01)
        os.killpg(run.pid, signal.SIGKILL)
        run.communicate()
        out = answers(news, "--yes", **service.secrets)
        report.check("killed before the answer came: one answer",
                     len(service.posts) == 1 and "issuecomment" in out, out)


def edges(report, program):
    with GitHub() as service, tempfile.TemporaryDirectory() as folder:
        news = begin(program, folder, service, out=False)
        out = answers(news, "--yes", status=(2,), **service.secrets)
        report.check("a draft is not answered", "is a draft" in out, out)
        text = news.read("draft/2026-01-14-two.md").splitlines(True)
        news.write("draft/2026-01-14-two.md", "".join(
            line for line in text if "lamps" not in line))
        news.publish("2", "--no-send")
        out = answers(news, "--yes", **service.secrets)
        report.check("what was taken out is not answered",
                     "1 that were put" in out and not service.asked, out)
    with GitHub() as service, tempfile.TemporaryDirectory() as folder:
        news = begin(program, folder, service)
        service.others = 2000
        service.fault = ("after", "drop")
        out = answers(news, "--yes", status=(1,), **service.secrets)
        report.check("where not all can be seen nothing is sent",
                     not service.posts and "did not list all" in out, out)
        service.others = 0
        answers(news, "--yes", status=(1,), **service.secrets)
        news.write("content/2026-01-14-two.md", news.read(
            "content/2026-01-14-two.md").replace("# News", "# Old news"))
        service.posts.append({"body": "Thank you", "html_url": "x"})
        out = answers(news, "--yes", **service.secrets)
        report.check("it is found though its address is another one by now",
                     len(service.posts) == 2 and "issuecomment" in out, out)
    with Forum() as service, tempfile.TemporaryDirectory() as folder:
        line = service.candidate()
        line["fields"]["url"] = "https://other.example.org/t/lamps/27/17"
        news = begin(program, folder, service, [line])
        out = answers(news, "--yes", **service.secrets)
        report.check("a key goes to no other forum", "by hand" in out and
                     not service.asked, out)


def main():
    report = mailing.Report()
    for name in SERVICES:
        plain(report, sys.argv[1], name)
        faults(report, sys.argv[1], name)
    keys(report, sys.argv[1])
    one_key(report, sys.argv[1])
    killed(report, sys.argv[1])
    edges(report, sys.argv[1])
    return report.end()


if __name__ == "__main__":
    sys.exit(main())
