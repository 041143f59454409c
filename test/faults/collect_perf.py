"""collect: reports on performance, by a server that answers as GitHub does.

    collect_perf.py SENNIGHT

Shapes: docs.github.com/rest (contents, commits).  Prints TAP.
"""

import datetime
import os
import sys
import tempfile

import collecting
import mailing

SENNIGHT = collecting.of_arguments()
report = mailing.Report()
check = report.check
TODAY = datetime.date.today()
SHA = "0123456789abcdef0123456789abcdef01234567"
REPORT = """# {day} Triage Log

A quiet week on the pier.

Triage done by **@keeper**.
Revision range: [aaaaaaaa..bbbbbbbb](https://perf.example.org/x)

**Summary**:

| (instructions:u) | mean | range | count |
|:---:|:---:|:---:|:---:|
| Regressions (primary) | 0.4% | [0.2%, 0.6%] | 2 |
| Improvements (primary) | -{mean}% | [-{mean}%, -{mean}%] | 2 |
| All (primary) | {all}% | [-{mean}%, 0.6%] | 4 |

2 Regressions, 2 Improvements, 0 Mixed; 0 of them in rollups
4 artifact comparisons made in total
"""


class GitHub(collecting.Service):
    """A report a week."""

    days = [TODAY - datetime.timedelta(days=2 + 7 * week)
            for week in range(60)]

    def __init__(self):
        super().__init__()
        self.fault = None

    def answer(self, method, path, headers, body):
        self.asked.append(path)
        if self.fault is not None:
            return self.fault
        name = path.split("?")[0].rsplit("/", 1)[1]
        if "/commits?" in path:
            return 200, {}, [{"sha": SHA}]
        if not name.endswith(".md"):
            days = [day for day in self.days if str(day.year) == name]
            return (200, {}, [
                {"name": f"{day}.md", "path": f"triage/{day.year}/{day}.md"}
                for day in days] + [{"name": "README.md", "path": "x"}]) \
                if days else (404, {}, {"message": "Not Found"})
        mean = 0.5 + len(self.asked) % 5 / 10
        return 200, {"ETag": f'"{name}"'}, REPORT.format(
            day=name[:-3], mean=f"{mean:.1f}",
            all=f"{(0.4 - mean) / 2:.1f}").encode()


def collecting_them(github, n):
    n.settle([{"id": "perf", "kind": "perf", "url": github.url,
               "of": ["tide/perf"]}])
    got = n.collect(status=(0,))["perf"]
    newest = github.days[0]
    check("reports: the one of the window is told, with its lasting address",
          got["notes"] == [
              f"sennight draft perf var/reports/{newest}.md --link "
              f"https://github.com/tide/perf/blob/{SHA}/triage/{newest.year}/"
              f"{newest}.md"], got)
    kept = sorted(os.listdir(f"{n.folder}/var/reports"))
    check("reports: those of a year are kept", len(kept) == 52 and
          kept[-1] == f"{newest}.md", (len(kept), kept[-1:]))
    before = len(github.asked)
    n.collect(status=(0,))
    check("reports: again, only the newest is asked for",
          len(github.asked) - before == 4, github.asked[before:])
    path = f"var/reports/{newest}.md"
    text = n.run("draft", "perf", path, "--trend", "trend.svg", "--machine",
                 f"{TODAY - datetime.timedelta(days=100)}:second",
                 status=(0, 1))
    with open(f"{n.folder}/trend.svg", encoding="utf-8") as file:
        drawing = file.read()
    check("trend: a drawing", drawing.startswith("<svg") and
          "second" in drawing, drawing[:200])
    check("trend: in words too", "52 values" in text and "second" in text,
          text)
    check("the section is printed as before", "A quiet week" in text, text)


def faults(github, n):
    n.settle([{"id": "perf", "kind": "perf", "url": github.url,
               "of": ["tide/perf"]}])
    for name, fault, part in (
            ("403", (403, {}, {"message": "rate limit"}), "rate limit"),
            ("no JSON", (200, {}, b"<html>"), "no JSON"),
            ("500", (500, {}, {}), "500")):
        github.fault = fault
        got = n.collect(status=(1,))["perf"]
        check(f"reports, {name}: incomplete, and why",
              part in (got["trouble"] or ""), got)
    github.fault = (404, {}, {"message": "Not Found"})
    got = n.collect(status=(0,))["perf"]
    check("reports: none is told", got["notes"] ==
          ["there is no report of the window"], got)


def main():
    with GitHub() as github:
        for run in (collecting_them, faults):
            with tempfile.TemporaryDirectory() as folder:
                run(github, collecting.Newsletter(SENNIGHT, folder, github))
    return report.end()


sys.exit(main())
