"""publish_announce: an issue announced at Mastodon, Bluesky and a hook.

    publish_announce.py SENNIGHT

Services that answer as their documentation says (docs.joinmastodon.org,
methods statuses, accounts, instance; docs.bsky.app, com.atproto.server.
createSession, repo.createRecord, repo.getRecord), with faults: whatever goes
wrong, after the same command again there is one post.  Prints TAP.
"""

import concurrent.futures
import hashlib
import hmac
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
# 2026-01-14T10:00:00Z, as SOURCE_DATE_EPOCH says, and five minutes later.
IN_FIVE = 1768385100
WAIT = {"Retry-After": "1"}
GIANT = b"[" * (9 << 20)
FAULTS = {
    # answer before the work is done, answer after it, is it tried anew?
    "401": ("before", 401), "422": ("before", 422), "408": ("before", 408),
    "429": ("before", 429, WAIT),
    "500 before": ("before", 500), "500 after": ("after", 500),
    "502 after": ("after", 502),
    "503 before": ("before", 503, WAIT), "503 after": ("after", 503, WAIT),
    "garbage before": ("before", 200, {}, b"\xff{]"),
    "garbage after": ("after", 200, {}, b"\xff{]"),
    "a giant before": ("before", 200, {}, GIANT),
    "a giant after": ("after", 200, {}, GIANT),
    "lost before": ("before", "drop"), "lost after": ("after", "drop"),
}
# How services say when their limit ends.
LIMITS = {
    "Retry-After in seconds": ({"Retry-After": "300"}, "5 minutes"),
    "a date": ({"X-RateLimit-Remaining": "0", "X-RateLimit-Reset":
                "2026-01-14T10:05:00.000000Z"}, "5 minutes"),
    "seconds since 1970": ({"RateLimit-Remaining": "0", "RateLimit-Reset":
                            str(IN_FIVE)}, "5 minutes"),
    "seconds": ({"X-RateLimit-Reset": "42.7"}, "42 seconds"),
    "nothing": ({}, "its limit is used up"),
}


class Faulty(collecting.Service):
    """Its next `work` goes wrong in one way."""

    def __init__(self):
        super().__init__()
        self.fault = None
        self.blind = 0  # questions for what is there that fail

    def wrong(self, when):
        if self.fault is None or self.fault[0] != when:
            return None
        _, what, *more = self.fault
        self.fault = None
        if what == "drop":
            # The handler's connection is closed without an answer.
            raise ConnectionAbortedError
        return what, *(more + [{}])[:1], (more[1:] or [{
            "error": "Fault", "message": "about the fault"}])[0]

    def cannot_see(self):
        self.blind -= 1
        return self.blind >= 0


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
        if path.startswith("/api/v1/accounts/") and self.cannot_see():
            return 500, {}, {"error": "Fault"}
        if path == "/api/v1/accounts/verify_credentials":
            return 200, {}, {"id": "7", "acct": "tide"}
        if path.startswith("/api/v1/accounts/7/statuses"):
            query = urllib.parse.parse_qs(path.partition("?")[2])
            most = int(query.get("max_id", ["1000"])[0])
            return 200, {}, [post for post in self.posts[::-1]
                             if int(post["id"]) < most][:40]
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
                "created_at": "2026-01-14T10:00:00.000Z",
                "in_reply_to_id": None, "reblog": None,
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
            if self.cannot_see():
                return 500, {}, {"error": "InternalServerError"}
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
        self.posts, self.raw = [], b""

    def answer(self, method, path, headers, body):
        before = self.wrong("before")
        if before:
            return before
        self.raw = body
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
        out = news.publish("2", "-n",
                           status=(0,) if kind == "webhook" else (1,))
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
        # What a hook answers but that it is fine nobody reads.
        if kind == "webhook" and fault[1] == 200:
            continue
        with PLACES[kind][0]() as service, \
                tempfile.TemporaryDirectory() as folder:
            news = begin(program, folder, kind, service)
            service.fault = fault
            first = tell(news)
            again = tell(news)
            if kind == "webhook" and len(service.posts) != 1:
                report.check(f"{kind}, {name}: it is left to people",
                             "--again" in again, first + again)
                again = news.publish("2", "--yes", "--again", "there",
                                     THERE_TOKEN="secret")
            report.check(f"{kind}, {name}: one post", len(service.posts) == 1,
                         f"{len(service.posts)} {first} {again}")


def tell(news, **more):
    return news.publish("2", "--yes", status=(0, 1),
                        **{"THERE_TOKEN": "secret", **more})


def limits(report, program, kind):
    """All ways to say it, of one newsletter: nothing is posted meanwhile."""
    with PLACES[kind][0]() as service, \
            tempfile.TemporaryDirectory() as folder:
        news = begin(program, folder, kind, service)
        for name, (headers, words) in LIMITS.items():
            service.fault = ("before", 429, headers)
            out = tell(news)
            report.check(f"{kind}, a limit as {name}: told", words in out and
                         not service.posts, out)
        out = tell(news)
        report.check(f"{kind}, after limits: one post",
                     len(service.posts) == 1, out)


def lost(report, program, kind):
    """What becomes of a lost answer when nobody can look, keys are forgotten,
    the store is gone, or the account goes on posting."""
    with PLACES[kind][0]() as service, \
            tempfile.TemporaryDirectory() as folder:
        news = begin(program, folder, kind, service)
        service.fault, service.blind = ("after", "drop"), 0
        tell(news)
        service.blind = 1
        out = tell(news)
        report.check(f"{kind}: who cannot look does not post",
                     "may have been told" in out and
                     len(service.posts) == 1, out)
        if kind == "mastodon":
            service.keys.clear()
            for n in range(1, 60):
                service.posts.append({**service.posts[0], "id": str(n),
                                      "content": "another"})
        count = len(service.posts)
        out = tell(news)
        report.check(f"{kind}: found after an hour", "/" in out and
                     len(service.posts) == count and
                     "may have" not in out, out)
        news.forget()
        out = tell(news)
        report.check(f"{kind}: found without a store",
                     len(service.posts) == count and
                     ("@tide/0" in out or "bsky.app" in out), out)


def narrow_token(report, program):
    """One that is for posts alone is enough, as long as all goes well."""
    with Mastodon() as service, tempfile.TemporaryDirectory() as folder:
        answer = service.answer
        service.answer = lambda method, path, *rest: (
            (403, {}, {"error": "This action is outside the authorized scopes"})
            if "/accounts/" in path else answer(method, path, *rest))
        news = begin(program, folder, "mastodon", service)
        service.fault = ("before", 422)
        tell(news)
        out = tell(news)
        report.check("mastodon: a token for posts alone",
                     len(service.posts) == 1, out)


def redirects(report, program, kind):
    """A service that sends us to an address of this network."""
    with PLACES[kind][0]() as service, Hook() as inside, \
            tempfile.TemporaryDirectory() as folder:
        answer = service.answer
        service.answer = lambda *_: (307, {
            "Location": f"http://127.0.0.1:{inside.port}/"}, b"")
        inside.asked = inside.posts
        news = begin(program, folder, kind, service)
        out = tell(news)
        report.check(f"{kind}: is not sent elsewhere", not inside.posts and
                     "somewhere else" in out, out)
        service.answer = answer
        out = tell(news)
        report.check(f"{kind}: then told", len(service.posts) == 1, out)


def private(report, program):
    """An address of this network that nobody allowed."""
    with Hook() as service, tempfile.TemporaryDirectory() as folder:
        news = begin(program, folder, "webhook", service)
        news.allow = []
        out = news.publish("2", "--yes", status=(0, 1))
        report.check("webhook: not in this network", not service.posts and
                     "not told" in out, out)
        out = news.publish("2", "--yes", status=(1, 2), THERE_TOKEN="secret")
        report.check("webhook: no secret without https", "https" in out and
                     not service.posts, out)


def signed(report, program):
    with Hook() as service, tempfile.TemporaryDirectory() as folder:
        news = begin(program, folder, "webhook", service)
        tell(news, THERE_SECRET="salt")
        body, headers = service.raw, service.posts[0][1]
        made = hmac.new(b"salt", body, hashlib.sha256).hexdigest()
        report.check("webhook: its body is signed", headers.get(
            "X-Sennight-Signature") == "sha256=" + made, headers)


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


class Notes(list):
    """Checks of one thread, to be reported in their order."""

    def check(self, *what):
        self.append(what)


def all_of(program, kind):
    notes = Notes()
    for test in (plain, faults, limits, redirects):
        test(notes, program, kind)
    if kind != "webhook":
        lost(notes, program, kind)
    return notes


def main():
    report = mailing.Report()
    program = sys.argv[1]
    with concurrent.futures.ThreadPoolExecutor() as pool:
        for notes in pool.map(lambda kind: all_of(program, kind), PLACES):
            for note in notes:
                report.check(*note)
    for test in (narrow_token, private, signed, long_titles):
        test(report, program)
    return report.end()


if __name__ == "__main__":
    sys.exit(main())
