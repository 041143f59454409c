"""collect: sources of all manners, and what the inbox has of them.

    collect.py SENNIGHT

Prints TAP.
"""

import contextlib
import datetime
import hashlib
import http.server
import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time

import mailing

SENNIGHT = os.path.abspath(sys.argv[1])
report = mailing.Report()
check = report.check
EVENT = """BEGIN:VEVENT
UID:{uid}
SUMMARY:{title}
DTSTART:{start}
URL:https://example.org/{uid}
LOCATION:{place}
END:VEVENT
"""


def calendar(*events):
    return ("BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//t//t//EN\n" + "".join(
        EVENT.format(uid=uid, title=title, start=start, place=place)
        for uid, title, start, place in events) + "END:VCALENDAR\n").encode()


SOON = datetime.date.today() + datetime.timedelta(days=9)
GOOD = calendar(
    ("a", "Night of stars", f"{SOON:%Y%m%d}T190000Z", "Hall\\, Lisbon\\, Portugal"),
    ("b", "<script>alert(1)</script> & [x](y) `", f"{SOON:%Y%m%d}",
     "https://meet.example.org/"),
    ("c", "Over", "20200101T100000Z", "Here"))


class Sources(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    asked, bodies, held = [], {}, {}

    def log_message(self, *args):
        pass

    def answer(self, status, body=b"", **headers):
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self):
        name = self.path.strip("/")
        self.asked.append((name, self.headers.get("If-None-Match")))
        getattr(self, "of_" + name, self.of_body)(name)

    def of_body(self, name):
        body = self.bodies.get(name)
        if body is None:
            self.answer(404)
        elif self.headers.get("If-None-Match") == f'"{len(body)}"':
            self.answer(304)
        else:
            self.answer(200, body, ETag=f'"{len(body)}"')

    def of_broken(self, _name):
        self.send_response(200)
        self.send_header("Content-Length", "100000")
        self.end_headers()
        self.wfile.write(GOOD)
        self.close_connection = True

    def of_circle(self, _name):
        self.answer(302, Location="/circle")

    def of_error(self, _name):
        self.answer(500)

    def of_busy(self, _name):
        # Once: then it has had its rest.
        if self.held.setdefault("busy", time.monotonic()) + 1 > \
                time.monotonic():
            self.answer(429, Retry_After="1")
        else:
            self.answer(200, GOOD)

    def of_stumbles(self, _name):
        # Once: what is behind the gateway was away.
        if self.held.setdefault("stumbles", 0) == 0:
            self.held["stumbles"] = 1
            self.answer(502)
        else:
            self.answer(200, GOOD)

    def of_limited(self, _name):
        # In the way of GitHub: a moment since 1970.
        if self.held.setdefault("limited", 0) == 0:
            self.held["limited"] = 1
            self.answer(403, X_RateLimit_Remaining="0",
                        X_RateLimit_Reset=str(int(time.time()) + 2))
        else:
            self.answer(200, GOOD)

    def of_closed(self, _name):
        self.answer(429, RateLimit_Remaining="0", RateLimit_Reset="3000")

    def of_forbidden(self, _name):
        self.answer(403)

    def of_gone(self, _name):
        self.answer(410)

    def of_moved(self, _name):
        self.answer(301, Location="/good")

    def of_away(self, _name):
        self.answer(302, Location="/good")

    def of_private(self, _name):
        self.answer(302, Location="http://169.254.169.254/latest")

    def of_huge(self, _name):
        self.send_response(200)
        self.end_headers()
        try:
            for _ in range(20):
                self.wfile.write(b"X" * 1000000)
        except OSError:
            pass
        self.close_connection = True


class Newsletter:
    def __init__(self, folder, port, sources):
        self.folder, self.port = folder, port
        self.settle(sources)
        os.makedirs(os.path.join(folder, "content"), exist_ok=True)

    def settle(self, sources):
        lines = ["name: Low Tide", "address: https://tide.example.org/",
                 "sections:",
                 "  - {id: events, title: Events, kind: events}",
                 "  - {id: news, title: News, kind: items}"]
        if sources:
            lines.append("sources:")
        lines += ["  - " + json.dumps(s).replace(
            "HOST", f"127.0.0.1:{self.port}") for s in sources]
        mailing.write(os.path.join(self.folder, "sennight.yaml"),
                      "\n".join(lines) + "\n")

    def run(self, *args, status=(0,)):
        got = subprocess.run([SENNIGHT, "-C", self.folder, *args], timeout=120,
                             capture_output=True, check=False)
        if got.returncode not in status:
            raise RuntimeError(f"{args}: {got.returncode}: {got.stdout} "
                               f"{got.stderr}")
        return got.stdout.decode() + got.stderr.decode()

    def collect(self, *args, status=(0, 1)):
        out = self.run("collect", "--allow", f"127.0.0.1:{self.port}",
                       "--format", "json", *args, status=status)
        return {row["source"]: row for row in
                (json.loads(line) for line in out.splitlines())}

    def inbox(self):
        return [json.loads(line) for line in
                self.run("inbox", "list", "--format", "json").splitlines()]


def source(name, kind="calendar", **more):
    return {"id": name, "kind": kind, "url": f"http://HOST/{name}", **more}


def command(folder, name, text, shell="/bin/sh"):
    path = os.path.join(folder, name)
    mailing.write(path, f"#!{shell}\n{text}")
    os.chmod(path, 0o755)
    return {"id": name, "kind": "command", "run": ["./" + name],
            "section": "news"}


def good(folder, port):
    n = Newsletter(folder, port, [source("good", section="events")])
    Sources.bodies["good"] = GOOD
    got = n.collect("--dry-run", status=(0,))["good"]
    check("dry run: found", got["found"] == 2 and got["new"] == 0, got)
    check("dry run: nothing is put in", n.inbox() == [])
    got = n.collect(status=(0,))["good"]
    check("new", got["new"] == 2 and got["state"] == "complete", got)
    rows = {row["title"]: row for row in n.inbox()}
    night = rows["Night of stars"]
    check("an event has what the calendar says",
          night["section"] == "events" and night["day"] == str(SOON) and
          night["fields"]["places"] == [{"city": "Lisbon", "country": "PT"}]
          and night["origin"]["first"].startswith("DTSTART") and
          night["source_address"].endswith("/good"), night)
    other = rows["<script>alert(1)</script> & [x](y) `"]
    check("a hostile title is a title",
          other["fields"]["mode"] == "virtual", other)
    got = n.collect(status=(0,))["good"]
    check("again: the server says that nothing changed",
          got["state"] == "same" and Sources.asked[-1][1] is not None, got)
    n.run("inbox", "reject", str(night["id"]))
    Sources.bodies["good"] = GOOD.replace(b"Night of stars",
                                          b"Night of many stars")
    got = n.collect(status=(0,))["good"]
    check("changed: one is known better", got["new"] == 0 and
          got["updated"] == 1, got)
    check("what was rejected stays so", len(n.inbox()) == 1, n.inbox())


FEED = """<?xml version="1.0"?>
<feed xmlns="http://www.w3.org/2005/Atom"><title>Lamps</title>
<entry><title>New &amp; bright</title><id>1</id>
<link href="/new?utm_source=feed"/><updated>2099-01-02T03:04:05Z</updated></entry>
<entry><title>Old</title><id>2</id><link href="/old"/>
<updated>2001-01-02T03:04:05Z</updated></entry></feed>"""
PAGE = b"""<!doctype html><title>Lamps</title>
<link rel="alternate" type="application/atom+xml" href="/lamps">"""


def feeds(folder, port):
    Sources.bodies.update({"lamps": FEED.encode(), "front": PAGE,
                           "torn": FEED[:-150].encode()})
    n = Newsletter(folder, port, [
        source("lamps", kind="feed", section="news"),
        source("front", kind="feed")])
    got = n.collect(status=(1,))
    row = n.inbox()[0]
    check("a feed: what is new", got["lamps"]["new"] == 1 and
          got["lamps"]["outside"] == 1 and row["title"] == "New & bright" and
          row["section"] == "news" and
          row["seen"] == "2099-01-02T03:04:05Z", (got["lamps"], row))
    check("a feed: links are whole",
          row["url"].startswith(f"http://127.0.0.1:{port}/new"), row)
    check("a page: its feed is named",
          f"http://127.0.0.1:{port}/lamps" in got["front"]["trouble"],
          got["front"])
    got = n.collect(status=(1,))
    check("a feed again: nothing has changed", got["lamps"]["state"] == "same",
          got)
    got = n.collect("lamps", "--since", "2000-01-01", status=(0,))
    check("a feed, of an earlier day", got["lamps"]["found"] == 2, got)
    n.settle([source("torn", kind="feed")])
    got = n.collect(status=(0, 1))["torn"]
    check("a feed that is torn: incomplete", got["state"] == "incomplete", got)


def bad(folder, port):
    Sources.bodies.update({
        "page": b"<!doctype html><title>No calendar</title>",
        "empty": b"", "noise": bytes(range(256)) * 50,
        "half": GOOD[:len(GOOD) // 2], "good": GOOD,
        "second": calendar(("s", "Second", f"{SOON:%Y%m%d}", "x")).replace(
            b"URL:", b"RRULE:FREQ=SECONDLY\nURL:")})
    names = {"page": "no calendar", "empty": "no calendar",
             "noise": "no calendar", "none": "404", "error": "500",
             "circle": "", "private": "private", "huge": "",
             "broken": ""}
    n = Newsletter(folder, port, [source(name) for name in names] +
                   [source("second"), source("half"), source("good"),
                    source("busy"),
                    {"id": "nobody", "kind": "calendar",
                     "url": "http://127.0.0.1:1/"}])
    got = n.collect("--allow", "127.0.0.1:1", status=(1,))
    for name, why in names.items():
        check(f"{name}: incomplete, and why",
              got[name]["state"] == "incomplete" and got[name]["trouble"] and
              why in got[name]["trouble"], got[name])
    check("nobody listens: incomplete",
          got["nobody"]["state"] == "incomplete", got["nobody"])
    check("the good one is not harmed",
          got["good"]["state"] == "complete" and got["good"]["found"] == 2,
          got["good"])
    check("who wants patience gets it", got["busy"]["state"] == "complete",
          got["busy"])
    check("each second is not followed", got["second"]["found"] == 0 and
          got["second"]["left"] == 1, got["second"])
    before = len(Sources.asked)
    n.collect("none", status=(1,))
    check("an incomplete one is asked for all again",
          Sources.asked[before:] == [("none", None)], Sources.asked[before:])
    text = n.run("collect", "page", "--allow", f"127.0.0.1:{port}",
                 status=(1,))
    check("for people too", "incomplete: " in text, text)


def manners(folder, port):
    Sources.bodies["good"] = GOOD
    names = ("stumbles", "limited", "closed", "forbidden", "gone", "moved",
             "away")
    n = Newsletter(folder, port, [])
    # Each on its own, as one that is held holds its host.
    got = {}
    for name in names:
        n.settle([source(name)])
        got.update(n.collect(status=(0, 1)))
    for name in ("stumbles", "limited", "moved", "away"):
        check(f"{name}: complete", got[name]["state"] == "complete" and
              got[name]["found"] == 2, got[name])
    for name, why in (("closed", "50 minutes"), ("forbidden", "403"),
                      ("gone", "gone for good")):
        check(f"{name}: told", got[name]["state"] == "incomplete" and
              why in got[name]["trouble"], got[name])
    check("what moved for good is told, and to where",
          (got["moved"]["moved"] or "").endswith("/good") and
          got["away"]["moved"] is None, got)


def recorded(folder, port):
    Sources.bodies.update({"good": GOOD, "lamps": FEED.encode()})
    n = Newsletter(folder, port, [
        source("good"), source("lamps", kind="feed"), source("none")])
    first = n.collect("--record", "answers", "--dry-run", status=(1,))
    before = len(Sources.asked)
    again = n.collect("--replay", "answers", "--dry-run", status=(1,))
    check("recorded answers say the same", first == again and
          first["good"]["found"] == 2, (first, again))
    check("nobody was asked", len(Sources.asked) == before)
    n.settle([source("good"), source("other")])
    got = n.collect("--replay", "answers", status=(1,))
    check("what was not recorded is told",
          "no recorded answer" in got["other"]["trouble"], got)
    row = n.inbox()[0]
    check("a candidate has the hash of its answer",
          row["raw_hash"] == hashlib.sha256(GOOD).hexdigest() and
          row["rule"] == "calendar", row)
    n.settle([source("lamps", kind="feed")])
    got = n.collect("--window", "2001-01-01..2001-01-03", status=(0,))
    check("a window has an end", got["lamps"]["found"] == 1 and
          got["lamps"]["outside"] == 1, got)
    got = n.collect("--window", "2001-01-03..", status=(0,))
    check("an end may be left out", got["lamps"]["found"] == 1 and
          got["lamps"]["outside"] == 1, got)
    n.settle([source("lamps", kind="feed", words=["BRIGHT"])])
    got = n.collect("--window", "2000-01-01..", status=(0,))
    check("words choose", got["lamps"]["found"] == 1 and
          got["lamps"]["outside"] == 1, got)


def another_day(folder, port):
    Sources.bodies["good"] = GOOD
    n = Newsletter(folder, port, [source("good")])
    n.collect(status=(0,))
    got = n.collect(status=(0,))["good"]
    check("the same day: it is not read again", got["state"] == "same", got)
    def long_ago(seconds):
        with contextlib.closing(sqlite3.connect(
                os.path.join(folder, "var", "store.db"))) as store:
            store.execute("UPDATE source SET complete = complete - ?",
                          (seconds,))
            store.commit()

    long_ago(100)
    got = n.collect(status=(0,))["good"]
    check("what was kept by a run that did not end is read again",
          got["state"] == "complete" and got["found"] == 2, got)
    long_ago(86400)
    got = n.collect(status=(0,))["good"]
    check("another day: what has not changed is read again",
          got["state"] == "complete" and got["found"] == 2 and
          got["new"] == 0 and Sources.asked[-1][1] is not None, got)


def commands(folder, port):
    line = '{"kind":"link","fields":{"title":"T","url":"https://x.example/"}}'
    n = Newsletter(folder, port, [])
    n.settle([
        command(folder, "fine", f"echo '{line}'; echo; echo '{{]'\n"),
        command(folder, "fails", f"echo '{line}'; exit 3\n"),
        command(folder, "killed", "kill -9 $$\n"),
        command(folder, "endless", "yes\n"),
        command(folder, "unread", "true\n", "/no/such/program"),
        {"id": "absent", "kind": "command", "run": ["./absent"]},
        {"id": "nowhere", "kind": "command", "run": ["no-such-program"]},
        {"id": "named", "kind": "command", "run": ["sh", "-c", "true"]}])
    got = n.collect(status=(1,))
    check("a program may be one that the system keeps",
          got["named"]["state"] == "complete", got["named"])
    for name, why in (("nowhere", "./no-such-program"), ("absent", "no such"),
                      ("unread", "its first line"), ("fails", "status 3")):
        check(f"a program that is {name}: what to do",
              why in got[name]["trouble"], got[name])
    check("the line that could not be used is told",
          got["fine"]["trouble"].startswith("line 3: "), got["fine"])
    check("a program: what is fine is taken", got["fine"]["new"] == 1 and
          got["fine"]["left"] == 1 and n.inbox()[0]["section"] == "news",
          (got["fine"], n.inbox()))
    for name in ("fails", "killed", "endless", "absent"):
        check(f"a program that is {name}: incomplete",
              got[name]["state"] == "incomplete" and got[name]["trouble"],
              got[name])


def killed(folder, port):
    """At any moment: nothing is lost, nothing is there twice."""
    names = [f"k{i}" for i in range(6)]
    for name in names:
        Sources.bodies[name] = calendar(*(
            (f"{name}-{i}", f"Event {i} of {name}", f"{SOON:%Y%m%d}", "Here")
            for i in range(40)))
    n = Newsletter(folder, port, [source(name) for name in names])
    moments = random.Random(7)
    for _ in range(20):
        with subprocess.Popen(
                [SENNIGHT, "-C", folder, "collect", "--unpaced", "--allow",
                 f"127.0.0.1:{port}"], stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL, start_new_session=True) as run:
            time.sleep(moments.uniform(0, 0.25))
            os.killpg(run.pid, signal.SIGKILL)
    got = n.collect("--unpaced", status=(0,))
    urls = [row["url"] for row in n.inbox()]
    check("killed 20 times, and run again: all is there, once",
          len(urls) == len(set(urls)) == 240, (len(urls), got))


def two_at_once(folder, port):
    n = Newsletter(folder, port, [])
    n.settle([command(folder, "slow", "sleep 3\n")])
    with subprocess.Popen([SENNIGHT, "-C", folder, "collect"],
                          stdout=subprocess.DEVNULL) as first:
        time.sleep(1)
        text = n.run("collect", status=(2,))
        check("two at once: the second is told", "another" in text, text)
        check("two at once: the first ends well", first.wait() == 0)
    n.settle([command(folder, "slow", "true\n")])
    check("and then the next", "0 found" in n.run("collect"))


def settings(folder, port):
    n = Newsletter(folder, port, [])
    check("the kinds are listed", "calendar" in n.run("collect", "--kinds"))
    for sources, why in (
            ([], "name no `sources`"),
            ([source("x", kind="carrier-pigeon")], "carrier-pigeon"),
            ([source("x", kind="calender")], "did you mean calendar"),
            ([{"id": "x", "kind": "command"}], "needs `run`"),
            ([{"id": "x", "kind": "calendar"}], "needs `url`"),
            ([source("x", section="weather")], "weather")):
        n.settle(sources)
        check(f"settings: {why}", why in n.run("collect", status=(2,)))
    n.settle([source("x")])
    check("no such source", "no source \"y\"" in
          n.run("collect", "y", status=(2,)))
    for window in ("x..y", "2026-02-30..", "2026-03-01..2026-03-01",
                   "2026-03-01"):
        check(f"--window {window}: refused", "expected two days" in n.run(
            "collect", "--window", window, status=(2,)))
    check("no such day", "expected a day" in
          n.run("collect", "--since", "soon", status=(2,)))


def main():
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Sources)
    # Who is killed hangs up at any moment.
    server.handle_error = lambda *_: None
    threading.Thread(target=server.serve_forever, daemon=True).start()
    for run in (good, feeds, bad, manners, recorded, another_day, commands,
                killed, two_at_once, settings):
        with tempfile.TemporaryDirectory() as folder:
            run(folder, server.server_port)
    server.shutdown()
    return report.end()


sys.exit(main())
