"""publish_announce: an issue announced at Mastodon, Bluesky and a hook.

    publish_announce.py SENNIGHT

Services that answer as their documentation says (docs.joinmastodon.org,
methods statuses, accounts, instance; docs.bsky.app, com.atproto.server.
createSession, repo.createRecord, repo.getRecord), with faults: whatever goes
wrong, after the same command again there is one post.  Prints TAP.
"""

import html
import json
import os
import sys
import tempfile
import urllib.parse

import collecting
import mailing
import publishing

ADDRESS = "https://tide.example.org/issues/"
FAULTS = {
    # answer before the work is done, answer after it, is it tried anew?
    "401": ("before", 401), "422": ("before", 422), "429": ("before", 429),
    "500 before": ("before", 500), "500 after": ("after", 500),
    "502 after": ("after", 502), "garbage": ("after", "garbage"),
    "lost before": ("before", "drop"), "lost after": ("after", "drop"),
}


class Faulty(collecting.Service):
    """Its next `work` goes wrong in one way."""

    def __init__(self):
        super().__init__()
        self.fault = None

    def wrong(self, when):
        if self.fault is None or self.fault[0] != when:
            return None
        what, self.fault = self.fault[1], None
        if what == "drop":
            # The handler's connection is closed without an answer.
            raise ConnectionAbortedError
        if what == "garbage":
            return 200, {}, b"\xff{]"
        return what, {"Retry-After": "1"} if what == 429 else {}, {
            "error": "Fault", "message": "about the fault"}


class Mastodon(Faulty):
    def __init__(self):
        super().__init__()
        self.posts, self.keys = [], {}

    def answer(self, method, path, headers, body):
        self.asked.append((method, path))
        if path == "/api/v2/instance":
            return 200, {}, {"configuration": {"statuses": {
                "max_characters": 60, "characters_reserved_per_url": 23}}}
        if headers.get("Authorization") != "Bearer secret":
            return 401, {}, {"error": "The access token is invalid"}
        if path == "/api/v1/accounts/verify_credentials":
            return 200, {}, {"id": "7", "acct": "tide"}
        if path.startswith("/api/v1/accounts/7/statuses"):
            return 200, {}, self.posts[::-1]
        form = urllib.parse.parse_qs(body.decode())
        before = self.wrong("before")
        if before:
            return before
        key = headers["Idempotency-Key"]
        if key not in self.keys:
            text = form["status"][0]
            link = text[text.index("https://"):]
            self.keys[key] = {
                "id": str(len(self.posts)), "text": text,
                "url": f"https://fedi.example.org/@tide/{len(self.posts)}",
                "content": f'<p>{html.escape(text)} <a href="{link}">x</a>',
                "visibility": form["visibility"][0]}
            self.posts.append(self.keys[key])
        return self.wrong("after") or (200, {}, self.keys[key])


class Bluesky(Faulty):
    def __init__(self):
        super().__init__()
        self.records = {}

    @property
    def posts(self):
        return list(self.records.values())

    def answer(self, method, path, headers, body):
        self.asked.append((method, path))
        parts = urllib.parse.urlsplit(path)
        name = parts.path.split("com.atproto.")[1]
        if name == "server.createSession":
            said = json.loads(body)
            if said != {"identifier": "tide.example.org",
                        "password": "secret"}:
                return 401, {}, {"error": "AuthenticationRequired",
                                 "message": "Invalid identifier or password"}
            return 200, {}, {"accessJwt": "jwt", "refreshJwt": "r",
                             "did": "did:plc:tide"}
        if headers.get("Authorization") != "Bearer jwt":
            return 400, {}, {"error": "ExpiredToken", "message": "expired"}
        if name == "repo.getRecord":
            query = urllib.parse.parse_qs(parts.query)
            key = query["rkey"][0]
            if key not in self.records:
                return 400, {}, {"error": "RecordNotFound",
                                 "message": "Could not locate record"}
            return 200, {}, {"uri": f"at://x/{key}", "cid": "c",
                             "value": self.records[key]}
        before = self.wrong("before")
        if before:
            return before
        said = json.loads(body)
        if said["rkey"] in self.records:
            return 400, {}, {"error": "InvalidRequest", "message": "exists"}
        self.records[said["rkey"]] = said["record"]
        return self.wrong("after") or (
            200, {}, {"uri": f"at://x/{said['rkey']}", "cid": "c"})


class Hook(Faulty):
    def __init__(self):
        super().__init__()
        self.posts = []

    def answer(self, method, path, headers, body):
        before = self.wrong("before")
        if before:
            return before
        self.posts.append((json.loads(body), dict(headers)))
        return self.wrong("after") or (204, {}, b"")


PLACES = {
    "mastodon": (Mastodon, {"discussion": True}),
    "bluesky": (Bluesky, {"account": "tide.example.org"}),
    "webhook": (Hook, {}),
}


def begin(program, folder, kind, service, more=None):
    news = publishing.Newsletter(program, os.path.join(folder, "news"))
    news.allow = ["--allow", f"127.0.0.1:{service.port}"]
    news.settle([], "announce:\n  - " + json.dumps({
        "name": "there", "kind": kind, "address": service.url,
        "text": "{title} of {name} is out: {address}",
        **PLACES[kind][1], **(more or {})}) + "\n")
    news.git("commit", "-qam", "places")
    return news


def plain(report, program, kind):
    with PLACES[kind][0]() as service, \
            tempfile.TemporaryDirectory() as folder:
        news = begin(program, folder, kind, service)
        out = news.publish("2", "-n")
        report.check(f"{kind}: a dry run shows the text", "Low Tide 2 of "
                     f"Low Tide is out: {ADDRESS}" in out and
                     not service.posts, out)
        out = news.publish("2", status=(2,), THERE_TOKEN="secret")
        report.check(f"{kind}: nothing is posted without a yes",
                     not service.posts and "--yes answers" in out, out)
        if kind != "webhook":
            out = news.publish("2", "--yes", status=(2,))
            report.check(f"{kind}: a missing secret is told",
                         "SENNIGHT_THERE_TOKEN" in out, out)
            out = news.publish("2", "--yes", status=(1,),
                               THERE_TOKEN="wrong")
            report.check(f"{kind}: a wrong one, too", "nvalid" in out and
                         "it said 401" in out, out)
        out = news.publish("2", "--yes", THERE_TOKEN="secret")
        report.check(f"{kind}: one post", len(service.posts) == 1, out)
        look_at(report, news, kind, service.posts[0], out)
        out = news.publish("2", "--yes", THERE_TOKEN="secret")
        report.check(f"{kind}: and no more", len(service.posts) == 1 and
                     "done before" in out, out)


def look_at(report, news, kind, post, out):
    if kind == "mastodon":
        text = news.read("content/2026-01-14-two.md")
        report.check("mastodon: it is where the issue is discussed",
                     "[Discuss on the board](https://fedi.example.org/@tide/0)"
                     in text, text + out)
    if kind == "bluesky":
        where = post["facets"][0]["index"]
        raw = post["text"].encode()
        link = raw[where["byteStart"]:where["byteEnd"]].decode()
        report.check("bluesky: the link is where it is said to be",
                     link == post["embed"]["external"]["uri"] and
                     link.startswith(ADDRESS), post)
    if kind == "webhook":
        said, headers = post
        report.check("webhook: it is told all", said["title"] == "Low Tide 2"
                     and said["address"].startswith(ADDRESS) and
                     headers["Authorization"] == "Bearer secret" and
                     len(headers["Idempotency-Key"]) == 32, post)


def faults(report, program, kind):
    for name, fault in FAULTS.items():
        with PLACES[kind][0]() as service, \
                tempfile.TemporaryDirectory() as folder:
            news = begin(program, folder, kind, service)
            service.fault = fault
            first = news.publish("2", "--yes", status=(0, 1),
                                 THERE_TOKEN="secret")
            again = news.publish("2", "--yes", status=(0, 1),
                                 THERE_TOKEN="secret")
            if kind == "webhook" and len(service.posts) != 1:
                report.check(f"{kind}, {name}: it is left to people",
                             "--again" in again, first + again)
                again = news.publish("2", "--yes", "--again", "there",
                                     THERE_TOKEN="secret")
            report.check(f"{kind}, {name}: one post", len(service.posts) == 1,
                         f"{len(service.posts)} {first} {again}")


def long_titles(report, program):
    with Bluesky() as service, tempfile.TemporaryDirectory() as folder:
        news = begin(program, folder, "bluesky", service)
        family = "\U0001F468\u200D\U0001F469\u200D\U0001F467"
        news.write("draft/2026-01-14-two.md", publishing.ISSUE.format(
            number=2, day=14, end="").replace(
                "Title: Low Tide 2", "Title: " + "e\u0301" * 100 + " " +
                family * 300))
        news.publish("2", "--yes", "--even-so", "date", "--because", "x",
                     THERE_TOKEN="secret", status=(0, 1))
        text = service.posts[0]["text"] if service.posts else ""
        report.check("bluesky: a long title is cut between characters, the "
                     "address is whole", len(text.encode()) <= 3000 and
                     text.split("\u2026")[0].endswith("\U0001F467") and
                     text.endswith("e/") and ADDRESS in text, text)


def main():
    report = mailing.Report()
    for kind in PLACES:
        plain(report, sys.argv[1], kind)
        faults(report, sys.argv[1], kind)
    long_titles(report, sys.argv[1])
    return report.end()


if __name__ == "__main__":
    sys.exit(main())
