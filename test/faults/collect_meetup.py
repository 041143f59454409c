"""collect: Meetup, by a server that answers as its GraphQL does.

    collect_meetup.py SENNIGHT

Shapes: www.meetup.com/graphql/guide; what fails has the status 200, limits say
until when in extensions.resetAt.  Prints TAP.
"""

import base64
import datetime
import json
import re
import subprocess
import sys
import tempfile

import collecting
import mailing

SENNIGHT = collecting.of_arguments()
report = mailing.Report()
check = report.check
DAY = datetime.date.today() + datetime.timedelta(days=9)
ONLINE = {"name": "Online event", "city": "", "state": "", "country": "",
          "venueType": "online"}
HUB = {"name": "Hub", "city": "Frankfurt", "state": "", "country": "de",
       "venueType": ""}


def event(number, title, **more):
    return {"id": str(number), "title": title, "eventUrl": "",
            "dateTime": f"{DAY}T19:00+02:00",
            "endTime": f"{DAY}T21:30+02:00", "duration": "PT2H30M",
            "status": "ACTIVE", "eventType": "PHYSICAL", "venues": [HUB],
            **more}


def group(name, **more):
    return {"name": name.title(), "urlname": name, "city": "Portland",
            "state": "or", "country": "us", "timezone": "America/Los_Angeles",
            **more}


class Meetup(collecting.Service):
    """`events` of groups by their names."""

    page = 20

    def __init__(self):
        super().__init__()
        self.events, self.fault, self.key = {}, None, None

    def answer(self, method, path, headers, body):
        self.asked.append((path, body.decode(), headers["Authorization"]))
        if self.fault is not None:
            fault = self.fault(path)
            if fault is not None:
                return fault
        if path == "/oauth2/access":
            return self.token(body.decode())
        if headers["Authorization"] != "Bearer fresh":
            return 401, {}, {"errors": [{"message": "unauthorized"}]}
        return 200, {}, {"data": {
            alias: self.found(json.loads(name), after)
            for alias, name, after in re.findall(
                r'(g\d+):groupByUrlname\(urlname:("[^"]*")\).*?'
                r'events\(first:20,filter:\{[^}]*\}(?:,after:"(\d+)")?',
                json.loads(body)["query"])}}

    def token(self, body):
        claim = body.split("assertion=")[1]
        head, claims, signature = claim.split(".")
        with tempfile.TemporaryDirectory() as folder:
            for name, text in (
                    ("signature", base64.urlsafe_b64decode(signature + "==")),
                    ("text", f"{head}.{claims}".encode())):
                with open(f"{folder}/{name}", "wb") as file:
                    file.write(text)
            good = subprocess.run(
                ["openssl", "dgst", "-sha256", "-verify", self.key,
                 "-signature", f"{folder}/signature", f"{folder}/text"],
                check=False, capture_output=True).returncode == 0
        said = json.loads(base64.urlsafe_b64decode(claims + "=="))
        if good and said["sub"] == "7" and said["iss"] == "client" and \
                said["aud"] == "api.meetup.com":
            return 200, {}, {"access_token": "fresh", "token_type": "bearer"}
        return 400, {}, {"error": "invalid_grant"}

    def found(self, name, after):
        if name not in self.events:
            return None
        first = int(after or 0)
        events = self.events[name]
        return {**group(name), "events": {
            "pageInfo": {"hasNextPage": first + self.page < len(events),
                         "endCursor": str(first + self.page)},
            "edges": [{"node": node}
                      for node in events[first:first + self.page]]}}


def source(meetup, *of):
    return {"id": "groups", "kind": "meetup", "url": meetup.url,
            "of": list(of)}


def shapes(meetup, n):
    meetup.events = {"tides": [
        event(1, "In a hall", url="x"),
        event(2, "By video", eventType="ONLINE", venues=[ONLINE]),
        event(3, "Both", eventType="HYBRID", venues=[ONLINE, HUB]),
        event(4, "Nowhere yet", venues=[]),
        event(5, "Called off", status="CANCELLED"),
        event(6, "Only how long", endTime=None, duration="PT30H"),
        event(7, "Nobody says", eventType=None, venues=[ONLINE, HUB]),
        event("wqzhf", "No day", dateTime="soon"),
        event(9, "<b>hostile</b> [x](y) `")]}
    n.settle([source(meetup, "tides",
                     "https://www.meetup.com/de-DE/lamps/events/", "gone")])
    meetup.events["lamps"] = []
    got = n.collect(status=(0,), MEETUP="fresh")["groups"]
    check("events: those there are", got["found"] == 8 and got["left"] == 2 and
          len(meetup.asked) == 1, got)
    rows = {row["fields"]["id"]: row["fields"] for row in n.inbox()}
    check("an event in a hall", rows["1"]["url"] ==
          "https://www.meetup.com/tides/events/1/" and
          rows["1"]["first"] == str(DAY) and rows["1"]["start"] == "19:00" and
          rows["1"]["finish"] == "21:30" and
          rows["1"]["zone"] == "America/Los_Angeles" and
          rows["1"]["mode"] == "in-person" and
          rows["1"]["places"] == [{"city": "Frankfurt", "country": "DE"}] and
          rows["1"]["groups"] == [
              {"name": "Tides", "url": "https://www.meetup.com/tides/"}],
          rows["1"])
    check("by video: no place", rows["2"]["mode"] == "virtual" and
          "places" not in rows["2"], rows["2"])
    check("both", rows["3"]["mode"] == "hybrid" and
          len(rows["3"]["places"]) == 1, rows["3"])
    check("without a venue: where the group is", rows["4"]["places"] == [
        {"city": "Portland", "state": "OR", "country": "US"}], rows["4"])
    check("called off, and never heard of: nobody needs to",
          "5" not in rows and got["new"] == 7, (got, list(rows)))
    check("a length for an end",
          rows["6"]["last"] == str(DAY + datetime.timedelta(days=1)) or
          rows["6"]["last"] == str(DAY + datetime.timedelta(days=2)),
          rows["6"])
    check("the mode by the venues", rows["7"]["mode"] == "hybrid", rows["7"])
    got = n.collect(status=(0,), MEETUP="fresh")["groups"]
    check("again: nothing is new", got["new"] == 0 and got["updated"] == 0,
          got)


def pages(meetup, n):
    meetup.events = {f"g{i}": [event(100 * i + k, f"E {i} {k}")
                               for k in range(25 if i == 3 else 2)]
                     for i in range(25)}
    n.settle([source(meetup, *meetup.events)])
    before = len(meetup.asked)
    got = n.collect(status=(0,), MEETUP="fresh")["groups"]
    check("many groups in few requests", got["found"] == 24 * 2 + 25 and
          len(meetup.asked) - before == 4, (got, len(meetup.asked) - before))


def tokens(meetup, n):
    meetup.events = {"tides": [event(1, "In a hall")]}
    n.settle([source(meetup, "tides")])
    key = f"{n.folder}/key.pem"
    meetup.key = f"{n.folder}/public.pem"
    subprocess.run(["openssl", "genrsa", "-out", key, "2048"], check=True,
                   capture_output=True)
    subprocess.run(["openssl", "rsa", "-in", key, "-pubout", "-out",
                    meetup.key], check=True, capture_output=True)
    secrets = {"MEETUP_FILE": key, "MEETUP_CLIENT": "client"}
    got = n.collect("--record", "answers", status=(0,), MEETUP_MEMBER="7",
                    MEETUP_KEY_ID="k", **secrets)["groups"]
    check("a key is exchanged for a token", got["found"] == 1, got)
    text = subprocess.run(["grep", "-r", "fresh", f"{n.folder}/answers"],
                          check=False, capture_output=True)
    check("the token is not recorded", text.returncode == 1, text)
    got = n.collect("--replay", "answers", "--dry-run", status=(0,))["groups"]
    check("what is recorded needs no token", got["found"] == 1, got)
    for name, more, part in (
            ("nothing is set", {}, "SENNIGHT_MEETUP"),
            ("no member", secrets, "MEETUP_MEMBER"),
            ("another member", {**secrets, "MEETUP_MEMBER": "8"},
             "invalid_grant"),
            ("a key that is none", {
                "MEETUP": "-----BEGIN PRIVATE KEY-----\nAAAA\n",
                "MEETUP_CLIENT": "client", "MEETUP_MEMBER": "7"},
             "RSA key in PEM"),
            ("an old token", {"MEETUP": "stale"}, "unauthorized")):
        got = n.collect(status=(1,), **more)["groups"]
        check(f"tokens: {name}", part in got["trouble"], got)


def faults(meetup, n):
    meetup.events = {"tides": [event(1, "In a hall")]}
    n.settle([source(meetup, "tides")])

    def at(seconds):
        return (datetime.datetime.now(datetime.timezone.utc) +
                datetime.timedelta(seconds=seconds)).isoformat(
                    timespec="milliseconds").replace("+00:00", "Z")

    def limited(seconds):
        return 200, {}, {"data": None, "errors": [
            {"message": "Too many requests",
             "extensions": {"code": "RATE_LIMITED", "resetAt": at(seconds)}}]}

    waits = []

    def soon(_path):
        waits.append(1)
        return limited(2) if len(waits) == 1 else None

    meetup.fault = soon
    got = n.collect(status=(0,), MEETUP="fresh")["groups"]
    check("a limit for a moment is waited for", got["found"] == 1, got)
    for name, fault, part in (
            ("a limit for long", lambda _: limited(3000), "limit"),
            ("a refused question", lambda _: (200, {}, {"errors": [
                {"message": "Variable 'status' has an invalid value"}]}),
             "invalid value"),
            ("no JSON", lambda _: (200, {}, b"<html>"), "no JSON"),
            ("500", lambda _: (500, {}, {}), "status 500"),
            ("404", lambda _: (404, {}, {}), "status 404"),
            ("an empty answer", lambda _: (200, {}, {}), "nothing of groups")):
        meetup.fault = fault
        got = n.collect(status=(1,), MEETUP="fresh")["groups"]
        check(f"{name}: incomplete, and why", part in (got["trouble"] or ""),
              got)
    for body in ([], None, {"data": {"g0": []}}, {"data": {"g0": {
            "events": {"edges": [None, 3, {"node": []}, {"node": {
                "id": 3, "title": [], "dateTime": {}}}]}}}}):
        meetup.fault = lambda _, body=body: (200, {}, body)
        n.collect(MEETUP="fresh")
    check("odd answers harm nothing", True)
    meetup.fault = lambda _: (200, {}, {"data": {"g0": {
        **group("tides"), "events": {
            "pageInfo": {"hasNextPage": True, "endCursor": "same"},
            "edges": []}}}})
    got = n.collect(status=(1,), MEETUP="fresh")["groups"]
    check("a cursor that repeats", "circle" in got["trouble"], got)


def main():
    with Meetup() as meetup:
        for run in (shapes, pages, tokens, faults):
            with tempfile.TemporaryDirectory() as folder:
                run(meetup, collecting.Newsletter(SENNIGHT, folder, meetup))
                meetup.fault = None
    return report.end()


sys.exit(main())
