"""collect: Luma, by a server that answers as the interface of its pages does.

    collect_luma.py SENNIGHT

Shapes: recorded by several public programs (entries, event, geo_address_info);
it is not documented.  Prints TAP.
"""

import datetime
import sys
import tempfile
import urllib.parse

import collecting
import mailing

SENNIGHT = collecting.of_arguments()
report = mailing.Report()
check = report.check
DAY = datetime.date.today() + datetime.timedelta(days=9)
CALENDAR = "cal-Tide0123456789"


def entry(number, name, **more):
    return {"api_id": f"calev-{number}", "calendar_api_id": CALENDAR,
            "status": "approved", "platform": "luma",
            "calendar": {"api_id": CALENDAR, "name": "Tides"},
            "event": {"api_id": f"evt-{number}", "name": name,
                      "start_at": f"{DAY}T01:00:00.000Z",
                      "end_at": f"{DAY}T03:00:00.000Z",
                      "timezone": "America/New_York", "url": f"slug{number}",
                      "visibility": "public", "location_type": "offline",
                      "geo_address_info": {
                          "mode": "shown", "city": "New York",
                          "region": "New York", "region_short": "NY",
                          "country": "United States", "country_code": "US"},
                      **more}}


class Luma(collecting.Service):
    """Pages of two entries, by a cursor."""

    def __init__(self):
        super().__init__()
        self.entries, self.fault = [], None

    def answer(self, method, path, headers, body):
        url = urllib.parse.urlsplit(path)
        query = dict(urllib.parse.parse_qsl(url.query))
        self.asked.append((url.path, query))
        if self.fault is not None:
            return self.fault
        if url.path == "/url":
            if query["url"] in ("tides & co", "tides"):
                return 200, {}, {"kind": "calendar", "data": {
                    "calendar": {"api_id": CALENDAR}}}
            return 200, {}, {"kind": "event", "data": {}}
        if query.get("calendar_api_id") != CALENDAR:
            return 404, {}, {"message": "not found"}
        first = int(query.get("pagination_cursor", "c=0&")[2:-1])
        return 200, {}, {"entries": self.entries[first:first + 2],
                         "has_more": first + 2 < len(self.entries),
                         "next_cursor": f"c={first + 2}&"}


def source(luma, *of):
    return {"id": "luma", "kind": "luma", "url": luma.url, "of": list(of)}


def shapes(luma, n):
    luma.entries = [
        entry(1, "In a hall"),
        entry(2, "By video", location_type="zoom", geo_address_info=None),
        entry(3, "Of others", url="https://other.example.org/3"),
        entry(4, "Hidden", geo_address_info={"mode": "obfuscated",
                                             "city": "Berlin",
                                             "country": "Germany"},
              timezone="Europe/Berlin"),
        entry(5, "No zone", timezone="Mars/Base"),
        entry(6, "No day", start_at=None),
        entry(7, "Unknown", location_type="unknown")]
    n.settle([source(luma, CALENDAR)])
    got = n.collect(status=(0,))["luma"]
    check("events: those there are", got["found"] == 5 and got["left"] == 2,
          got)
    rows = {row["title"]: row["fields"] for row in n.inbox()}
    before = str(DAY - datetime.timedelta(days=1))
    hall = rows["In a hall"]
    check("the day is that of the place",
          (hall["first"], hall["last"]) == (before, before) and
          hall["start"] in ("20:00", "21:00") and
          hall["zone"] == "America/New_York", hall)
    check("the place", hall["places"] == [
        {"city": "New York", "state": "NY", "country": "US"}] and
          hall["mode"] == "in-person" and
          hall["url"] == "https://luma.com/slug1", hall)
    check("the calendar is its group, with a link", hall["groups"] == [
        {"name": "Tides", "url": f"https://luma.com/calendar/{CALENDAR}"}],
        hall)
    check("by video", rows["By video"]["mode"] == "virtual", rows)
    check("of others: their address", rows["Of others"]["url"] ==
          "https://other.example.org/3", rows)
    check("a country by its name", rows["Hidden"]["places"] ==
          [{"city": "Berlin", "country": "DE"}] and
          rows["Hidden"]["first"] == str(DAY), rows["Hidden"])
    got = n.collect(status=(0,))["luma"]
    check("again: nothing is new", got["new"] == 0 and got["updated"] == 0,
          got)


def names(luma, n):
    luma.entries = [entry(1, "One")]
    n.settle([source(luma, "tides & co")])
    got = n.collect(status=(0,))["luma"]
    check("a name leads to its calendar", got["found"] == 1, got)
    luma.entries = [entry(5, "Five")]
    n.settle([source(luma, "https://luma.com/tides")])
    n.collect(status=(0,))
    groups = [row["fields"]["groups"] for row in n.inbox()
              if row["title"] == "Five"]
    check("and its address to the group", groups == [[
        {"name": "Tides", "url": "https://luma.com/tides"}]], groups)
    n.settle([source(luma, "https://luma.com/nobody")])
    got = n.collect(status=(1,))["luma"]
    check("a name of nothing is told", "\"nobody\"" in got["trouble"], got)


def faults(luma, n):
    n.settle([source(luma, CALENDAR)])
    for name, fault, part in (
            ("no JSON", (200, {}, b"<html>"), "no JSON"),
            ("403", (403, {}, {}), "403"),
            ("429", (429, {}, {}), "limit"),
            ("another shape", (200, {}, {"items": []}), "entries")):
        luma.fault = fault
        got = n.collect(status=(1,))["luma"]
        check(f"{name}: incomplete, and why", part in (got["trouble"] or ""),
              got)


def main():
    with Luma() as luma:
        for run in (shapes, names, faults):
            with tempfile.TemporaryDirectory() as folder:
                run(luma, collecting.Newsletter(SENNIGHT, folder, luma))
                luma.fault = None
    return report.end()


sys.exit(main())
