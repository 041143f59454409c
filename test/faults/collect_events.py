"""collect: one event that several sources tell of.

    collect_events.py SENNIGHT

Prints TAP.
"""

import datetime
import json
import os
import sys
import tempfile

import collecting
import mailing

SENNIGHT = collecting.of_arguments()
report = mailing.Report()
check = report.check
DAY = datetime.date.today() + datetime.timedelta(days=9)
NEXT = DAY + datetime.timedelta(days=1)
MEETUP = "https://www.meetup.com/tides/events/{}/"


def entry(title, day, time="190000", url=MEETUP.format(7), **more):
    lines = [f"SUMMARY:{title}",
             f"DTSTART;TZID=Europe/Lisbon:{day:%Y%m%d}T{time}",
             f"URL:{url}", "LOCATION:Hall\\, Lisbon\\, Portugal"]
    lines += [f"{name}:{value}" for name, value in more.items()]
    return "BEGIN:VEVENT\n" + "\n".join(lines) + "\nEND:VEVENT\n"


PAGE = """<script type="application/ld+json">{{"@type": "Event",
"name": "{title}", "startDate": "{day}T{time}", "url": "{url}",
"location": {{"address": {{"addressLocality": "Lisboa",
"addressCountry": "PT"}}}}}}</script>"""


class Sources(collecting.Service):
    """Whatever is put under a name."""

    def __init__(self):
        super().__init__()
        self.bodies = {}
        self.broken = False

    def answer(self, method, path, headers, body):
        self.asked.append(path)
        if self.broken:
            return 500, {}, b""
        text = self.bodies.get(path.strip("/"))
        return (404, {}, b"") if text is None else (200, {}, text.encode())

    def calendar(self, name, *entries):
        self.bodies[name] = ("BEGIN:VCALENDAR\n" + "".join(entries) +
                             "END:VCALENDAR\n")


def settle(sources, n):
    n.settle([{"id": name, "kind": kind, "url": f"{sources.url}/{name}",
               "section": "events"}
              for name, kind in (("list", "calendar"), ("own", "page"),
                                 ("other", "calendar"))])


def together(sources, n):
    sources.calendar("list", entry("Night of stars", DAY),
                     entry("Lamps", DAY, url="https://l.example.org/1"),
                     entry("Lamps", NEXT, url="https://l.example.org/1"),
                     entry("Walk around the old harbour", NEXT,
                           url="https://l.example.org/walk"))
    sources.bodies["own"] = PAGE.format(
        title="The night of stars", day=DAY, time="19:30",
        url=MEETUP.format(7) + "?eventOrigin=x")
    sources.calendar("other", entry("LAMPS!", DAY,
                                    url="https://copy.example.org/2"),
                     entry("Lamps and more of oil", NEXT,
                           url="https://copy.example.org/3"),
                     entry("Walk around the harbour", NEXT,
                           url="https://copy.example.org/4"))
    settle(sources, n)
    got = n.collect(status=(0,))
    rows = {(row["title"], row["day"]): row for row in n.inbox()}
    check("events: one of each", len(n.inbox()) == 6, (list(rows), got))
    night = rows[("The night of stars", str(DAY))]
    fields = night["fields"]
    check("the page of an event is believed", fields["start"] == "19:30" and
          night["origin"]["first"] == "own: startDate", night)
    check("what it does not know is another's",
          fields["zone"] == "Europe/Lisbon" and
          night["origin"]["zone"] == "list", night)
    check("places have their usual names",
          fields["places"][0]["city"] == "Lisbon", fields)
    check("conflicts are told", any(
        "19:00 (list)" in text and "19:30 (own)" in text
        for text in fields["conflicts"]), fields)
    check("all that was said is kept", set(fields["said"]) ==
          {"list", "own"}, fields)
    check("times of a series are events of their own",
          ("Lamps", str(NEXT)) in rows, list(rows))
    lamps = rows.get(("Lamps", str(DAY))) or rows.get(("LAMPS!", str(DAY)))
    check("the same by title, day and place", lamps is not None and
          set(lamps["fields"]["said"]) == {"list", "other"}, lamps)
    text = n.run("inbox", "list")
    check("the list warns", "! sources do not agree" in text and
          "! may be the same as another" in text, text)
    maybe = [row for row in n.inbox() if "maybe" in row["fields"]]
    other = {row["id"]: row["title"] for row in n.inbox()}
    check("what may be the same says so", len(maybe) == 1 and
          maybe[0]["title"] == "Walk around the harbour" and
          other[maybe[0]["fields"]["maybe"]] == "Walk around the old harbour",
          maybe)
    check("what places are called is no conflict", not any(
        text.startswith("places: ") for text in fields["conflicts"]), fields)
    again = n.collect(status=(0,))
    check("again: nothing is new or changed", all(
        row["new"] == 0 and row["updated"] == 0 for row in again.values()),
        again)
    return night


def moved(sources, n):
    night = together(sources, n)
    n.run("inbox", "accept", str(night["id"]))
    sources.bodies["own"] = PAGE.format(
        title="The night of stars", day=NEXT, time="20:00",
        url=MEETUP.format(7))
    got = n.collect(status=(0,))
    row = [row for row in n.inbox("--state", "accepted")][0]
    check("moved: it is the same candidate, and stays accepted",
          row["id"] == night["id"] and row["day"] == str(NEXT) and
          got["own"]["updated"] == 1, (row, got))
    check("moved: the other source is in conflict",
          any(text.startswith("first: ") for text in
              row["fields"]["conflicts"]), row["fields"])
    path = os.path.join(n.folder, "events.jsonl")
    with open(path, encoding="utf-8") as file:
        times = [json.loads(line) for line in file]
    check("its time of day is kept for the calendars", times == [{
        "url": MEETUP.format(7), "start": f"{NEXT}T20:00",
        "zone": "Europe/Lisbon", "by": "collect"}], times)
    hand = (f'{{"url": "{MEETUP.format(7)}",  "start": "{NEXT}T21:00",'
            ' "zone": "Europe/Lisbon"}\nnot JSON, and kept\n')
    mailing.write(path, hand)
    n.collect(status=(0,))
    with open(path, encoding="utf-8") as file:
        check("what people wrote stays", file.read() == hand)


def groups(sources, n):
    """Groups of events that no source asks are proposed."""
    sources.bodies["own"] = """<script type="application/ld+json">[
        {"@type": "Event", "name": "A", "startDate": "%s", "url": "/a",
         "organizer": {"name": "Tides", "url": "https://g.example.org/tides"}},
        {"@type": "Event", "name": "B", "startDate": "%s", "url": "/b",
         "organizer": [{"name": "Lamps", "url": "https://g.example.org/lamps"},
                       {"name": "Nameless"}]}]</script>""" % (DAY, DAY)
    n.settle([{"id": "own", "kind": "page", "url": sources.url + "/own"},
              {"id": "lamps", "kind": "calendar",
               "url": "https://g.example.org/lamps/x.ics"}])
    for _ in range(2):
        n.collect("own", status=(0,))
    got = [(row["title"], row["url"])
           for row in n.inbox("--kind", "follow")]
    check("groups that nobody asks are proposed, once",
          got == [("Tides", "https://g.example.org/tides")], got)


def whose(sources, n):
    """An event is of its organizer, else of who has the calendar."""
    sources.bodies["list"] = (
        "BEGIN:VCALENDAR\nX-WR-CALNAME:Harbour nights\n" +
        entry("Own", DAY, url="https://harbour.example.org/1") +
        entry("Elsewhere", DAY, url=MEETUP.format(11)) +
        entry("Said", DAY, url="https://lu.ma/x").replace(
            "SUMMARY", "ORGANIZER;CN=Ann:MAILTO:a@example.org\nSUMMARY") +
        "END:VCALENDAR\n")
    n.settle([{"id": "list", "kind": "calendar",
               "url": sources.url + "/list"}])
    n.collect(status=(0,))
    rows = {row["title"]: row["fields"]["groups"] for row in n.inbox(
        "--kind", "event")}
    check("groups: of the calendar, of the service, of the organizer",
          rows == {
              "Own": [{"name": "Harbour nights", "url": sources.url + "/"}],
              "Elsewhere": [{"name": "Harbour nights",
                             "url": "https://www.meetup.com/tides/"}],
              "Said": [{"name": "Ann"}]}, rows)


def called_off(sources, n):
    sources.calendar("list", entry("Night of stars", DAY))
    sources.bodies.update({"own": PAGE.format(
        title="x", day=DAY, time="10:00", url="https://x.example.org/")})
    sources.calendar("other")
    settle(sources, n)
    n.collect(status=(0,))
    sources.calendar("list", entry("Night of stars", DAY, STATUS="CANCELLED"),
                     entry("Never heard of", DAY, STATUS="CANCELLED",
                           url="https://n.example.org/"))
    got = n.collect(status=(0,))
    rows = {row["title"]: row for row in n.inbox()}
    check("called off: it is told", got["list"]["updated"] == 1 and
          rows["Night of stars"]["fields"]["status"] == "cancelled", rows)
    check("called off, and never heard of: nobody needs to",
          "Never heard of" not in rows and got["list"]["new"] == 0, rows)


ISSUE = """Title: Low Tide 1
Number: 1
Date: {today}
Category: Low Tide

## Events

* {day} | Lisbon, PT | [Tides](https://t.example.org/)
    * [**Night of stars**]({url}/night)
* {day} | Lisbon, PT | [Tides](https://t.example.org/)
    * [**Walk**]({url}/walk)
* {day} | Lisbon, PT | [Tides](https://t.example.org/)
    * [**Talk**]({url}/talk)
* {day} | Lisbon, PT | [Tides](https://t.example.org/)
    * [**Gone**]({url}/gone)
* {day} | Lisbon, PT | [Tides](https://t.example.org/)
    * [**As it was**]({url}/same)
* {day} | Lisbon, PT | [Tides](https://t.example.org/)
    * [**No data**]({url}/plain)
* {past} | Lisbon, PT | [Tides](https://t.example.org/)
    * [**Over**]({url}/over)
"""


def printed(sources, n):
    def page(title, day, more=""):
        return PAGE.format(title=title, day=day, time="19:00",
                           url="").replace('"name"', more + '"name"')

    today = datetime.date.today()
    mailing.write(f"{n.folder}/content/{today}-low-tide.md", ISSUE.format(
        today=today, day=DAY, past=today - datetime.timedelta(days=2),
        url=sources.url))
    sources.bodies.update({
        "night": page("Night of stars", NEXT),
        "walk": page("Walk", DAY, '"eventStatus": "EventCancelled", '),
        "talk": page("A lecture", DAY), "same": page("As it was", DAY),
        "plain": "<title>x</title>", "over": page("x", NEXT)})
    n.settle([{"id": "printed", "kind": "printed"}])
    sources.asked.clear()
    got = n.collect(status=(0,))["printed"]
    notes = sorted(got["notes"])
    check("printed: what has changed is told", len(notes) == 5 and
          f"moved from {DAY} to {NEXT}" in "".join(notes) and
          "Walk: it was called off" in "".join(notes) and
          'Talk: it is called "A lecture" now' in "".join(notes) and
          "Gone: its page is gone (404)" in "".join(notes), notes)
    check("printed: with the line", any(
        note.startswith(f"content/{today}-low-tide.md:8: Night")
        for note in notes), notes)
    at_a_glance = n.status()["events"]
    check("printed: status shows it, with the line", [
        (e["file"], e["line"]) for e in at_a_glance
        if "Night of stars: it moved" in e["what"]] ==
        [(f"content/{today}-low-tide.md", 8)] and len(at_a_glance) >= 4,
        at_a_glance)
    check("printed: what is over is not asked for",
          "/over" not in sources.asked, sources.asked)
    sources.bodies.update({name: page(title, DAY) for name, title in (
        ("night", "Night of stars"), ("walk", "Walk"), ("talk", "Talk"),
        ("gone", "Gone"))})
    got = n.collect(status=(0,))["printed"]
    check("printed: if nothing has changed, that is told",
          got["notes"] == ["of 5 events that were printed, none has changed",
                           "pages that tell programs nothing of their event, "
                           "and cannot be watched: 1"], got)
    sources.broken = True
    got = n.collect(status=(1,))["printed"]
    check("printed: pages that do not answer are told", got["trouble"] ==
          "the pages of 6 of 6 events did not answer" and
          got["notes"] == [], got)
    sources.broken = False


def placed(sources, n):
    """What stands in a draft does not follow its sources: that is told."""
    today = datetime.date.today()
    url = MEETUP.format(8)
    sources.calendar("list", entry("Night of stars", DAY, url=url))
    sources.calendar("other", entry("Night of stars", DAY, url=url))
    n.settle([{"id": name, "kind": "calendar", "section": "events",
               "url": f"{sources.url}/{name}"} for name in ("list", "other")])
    mailing.write(f"{n.folder}/draft/{today}-low-tide.md", f"""Title: Low Tide 2
Number: 2
Date: {today}
Category: Low Tide

## Events

""")
    n.collect(status=(0,))
    n.run("inbox", "accept", "--all")
    n.run("draft", "fill", status=(0, 1))
    with open(f"{n.folder}/draft/{today}-low-tide.md",
              encoding="utf-8") as file:
        lines = file.read().splitlines()
    line = next(i for i, text in enumerate(lines, 1) if str(DAY) in text)
    where = f"draft/{today}-low-tide.md:{line}: Night of stars: "
    check("placed: nothing has changed", all(
        row["notes"] == [] for row in n.collect(status=(0,)).values()))
    sources.calendar("list", entry("Night of stars", NEXT, url=url))
    got = n.collect(status=(0,))
    wanted = where + f"it moved from {DAY} to {NEXT}"
    check("placed: that it moved is told", got["list"]["notes"] == [wanted] and
          got["other"]["notes"] == [], got)
    sources.calendar("list", entry("Night of stars", DAY, url=url,
                                   STATUS="CANCELLED"))
    sources.calendar("other", entry("Night of stars", DAY, url=url,
                                    STATUS="CANCELLED"))
    got = n.collect(status=(0,))
    check("placed: that it was called off is told", all(
        row["notes"] == [where + "it was called off"]
        for row in got.values()), got)
    rows = [row["what"] for row in n.status()["events"]]
    check("placed: status shows it, once",
          rows == ["Night of stars: it was called off"], rows)
    sources.calendar("list", entry("Of somebody else", NEXT))
    n.collect("list", status=(0,))
    check("placed: as long as a source says so",
          len(n.status()["events"]) == 1, n.status()["events"])
    sources.calendar("other", entry("Of somebody else", NEXT))
    n.collect(status=(0,))
    check("placed: and no longer", n.status()["events"] == [])


def main():
    with Sources() as sources:
        for run in (moved, groups, whose, called_off, printed, placed):
            with tempfile.TemporaryDirectory() as folder:
                run(sources, collecting.Newsletter(SENNIGHT, folder, sources))
    return report.end()


sys.exit(main())
