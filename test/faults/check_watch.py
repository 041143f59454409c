"""check_watch: `sennight check --network --all --changed-only`.

    check_watch.py SENNIGHT

Links of a newsletter lead to a local server, whose pages come and go.  Prints
TAP.
"""

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time

import collecting
import mailing

SETTINGS = """name: Low Tide
address: https://tide.example.org/
sections:
  - {id: news, title: News, kind: items}
"""


class Pages(collecting.Service):
    """Status of each path; 200 for those that are not named."""

    def __init__(self):
        super().__init__()
        self.pages, self.slow = {}, 0

    def answer(self, method, path, headers, body):
        self.asked.append(path)
        time.sleep(self.slow)
        page = self.pages.get(path, 200)
        if isinstance(page, str):
            return 301, {"Location": page}, b""
        return page, {"Content-Type": "text/html"}, b"<title>Buoy</title>"


class Newsletter:
    """The program lies in a folder beside one that looks at links of this
    machine, too."""

    def __init__(self, program, folder, service, links=12):
        self.folder, self.service = os.path.join(folder, "news"), service
        os.makedirs(os.path.join(self.folder, "content"))
        self.program = os.path.join(folder, "sennight")
        shutil.copy(program, self.program)
        probe = os.path.join(folder, "sennight-probe")
        real = os.path.join(os.path.dirname(os.path.abspath(program)),
                            "sennight-probe")
        mailing.write(probe, f'#!/bin/sh\nexec "{real}" --allow '
                      f'127.0.0.1:{service.port} "$@"\n')
        os.chmod(probe, 0o755)
        self.write("sennight.yaml", SETTINGS)
        for issue in range(3):
            self.write(
                f"content/2026-01-{7 * issue + 7:02d}-issue.md",
                f"Title: Low Tide {issue}\nNumber: {issue}\n"
                f"Date: 2026-01-{7 * issue + 7:02d}\n\n# News\n\n" + "".join(
                    f"* [Buoy {n}]({service.url}/{n})\n"
                    for n in range(links) if n % 3 == issue or n == 0))

    def path(self, name):
        return os.path.join(self.folder, name)

    def write(self, name, text):
        mailing.write(self.path(name), text)

    def command(self, *options):
        return [self.program, "-C", self.folder, "check", "--network",
                "--all", "--changed-only", *options]

    def watch(self, *options, status=0, fresh=True):
        """As on another day: the cache is empty."""
        if fresh and os.path.exists(self.path("var/links.jsonl")):
            os.remove(self.path("var/links.jsonl"))
        self.service.asked.clear()
        got = subprocess.run(self.command(*options), check=False, timeout=60,
                             capture_output=True)
        out = (got.stdout + got.stderr).decode()
        if got.returncode != status or "Sanitizer" in out:
            raise RuntimeError(f"{options}: {got.returncode}: {out}")
        return out

    def seen(self):
        with open(self.path("var/links-watched.jsonl"),
                  encoding="utf-8") as file:
            return {one["url"].rsplit("/", 1)[1]: one
                    for one in map(json.loads, file)}


def changes(report, news, service):
    service.pages.update({"/3": 404, "/4": "/new"})
    out = news.watch()
    report.check("what is seen first is no change", "12 of 12 links looked "
                 "at: 0 gone, 0 moved, 0 there again" in out and
                 "1 of 12 that were seen for the first time" in out and
                 "error" not in out, out)
    out = news.watch("--quiet")
    report.check("nothing changed: nothing is said", out == "", out)
    service.pages.update({"/5": 404, "/6": "/other", "/7": 500, "/8": 403,
                          "/4": "/newer", "/0": 410})
    out = news.watch(status=1)
    report.check("what is gone is told with its places",
                 out.count(f"{service.url}/5: ") == 1 and
                 out.count(f"{service.url}/0: ") == 3 and
                 "content/2026-01-21-issue.md:9:3: error:" in out and
                 f"{service.url}/3" not in out, out)
    report.check("and where pages moved, and moved on",
                 f"to {service.url}/other" in out and
                 f"to {service.url}/newer" in out and
                 "2 gone, 2 moved, 0 there again" in out, out)
    report.check("what could not be found out stays what it was",
                 news.seen()["7"]["state"] == "alive" and
                 news.seen()["8"]["state"] == "alive", news.seen())
    out = news.watch()
    report.check("and is told once", "0 gone, 0 moved, 0 there" in out, out)
    service.pages.update({"/3": 200, "/5": "/five", "/7": 200, "/8": 404})
    out = news.watch("--format", "json", status=1)
    report.check("machines can read it", [json.loads(line)["rule"] for line in
                                          out.splitlines()] == ["link-dead"],
                 out)
    service.pages.update({"/8": 200, "/0": 200})
    out = news.watch("-q")
    report.check("what is there again is told", sorted(out.splitlines()) == [
        f"there again: {service.url}/{n}" for n in (0, 8)], out)


def parts(report, news, service):
    seen = set()
    for _ in range(3):
        news.watch("--most", "5")
        seen |= set(service.asked)
        report.check("at most so many at once", len(service.asked) <= 5,
                     service.asked)
    report.check("and all in turn", len(seen) == 12, seen)
    news.write("content/2026-01-14-issue.md", "Title: Low Tide 1\nNumber: 1\n"
               "Date: 2026-01-14\n\n# News\n\n* Nothing.\n")
    news.watch()
    report.check("links that no issue has are forgotten",
                 len(news.seen()) == 8, news.seen())
    news.watch(fresh=False)
    report.check("what the cache knows is not asked for",
                 not service.asked, service.asked)


def trouble(report, news, service):
    news.watch()
    before = news.seen()
    service.pages["/5"] = 404
    service.slow = 0.3
    os.remove(news.path("var/links.jsonl"))
    process = subprocess.Popen(news.command(), stdout=subprocess.DEVNULL,
                               stderr=subprocess.DEVNULL,
                               start_new_session=True)
    time.sleep(1)
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    service.slow = 0
    report.check("killed: nothing is remembered that was not told",
                 news.seen() == before, news.seen())
    out = news.watch(status=1, fresh=False)
    report.check("and the next run tells it", "1 gone" in out, out)
    with open("/dev/full", "w", encoding="utf-8") as full:
        service.pages["/5"] = 200
        os.remove(news.path("var/links.jsonl"))
        got = subprocess.run(news.command(), stdout=full, check=False,
                             stderr=subprocess.PIPE)
    report.check("nor where it cannot be printed", got.returncode == 2 and
                 news.seen()["5"]["state"] == "dead", got)
    out = news.watch()
    report.check("which the next run tells, too", "there again: " in out, out)
    kept = news.path("var/links-watched.jsonl")
    with open(kept, "a", encoding="utf-8") as file:
        file.write("nonsense\n")
    out = news.watch(status=2)
    report.check("a broken list is told", "links-watched.jsonl is no list" in
                 out, out)
    os.remove(kept)
    for options in (["--fix"], ["--rule", "link-dead"], ["--since", "x"],
                    ["--most", "0"], ["content/2026-01-07-issue.md"]):
        out = news.watch(*options, status=2)
        report.check(f"{options[0]} is refused", out != "", out)
    got = subprocess.run([news.program, "check", "--changed-only"],
                         check=False, capture_output=True)
    report.check("alone it is refused", got.returncode == 2 and
                 b"say --network --all --changed-only" in got.stderr, got)


def main():
    report, program = mailing.Report(), sys.argv[1]
    for test in (changes, parts, trouble):
        with Pages() as service, tempfile.TemporaryDirectory() as folder:
            test(report, Newsletter(program, folder, service), service)
    return report.end()


if __name__ == "__main__":
    sys.exit(main())
