"""publish_archive: the links of an issue, handed to the Wayback Machine.

    publish_archive.py SENNIGHT

A service that answers as "Save Page Now" does (POST /save with a key, GET
/save/status/JOB; as its clients wayback_utils and spn-scripts describe it),
with faults: whatever goes wrong, the issue is out, and in the end each link
was taken once.  Prints TAP.
"""

import json
import os
import random
import signal
import sys
import tempfile
import time
import urllib.parse

import collecting
import mailing
import publishing

LINKS = ["https://pier.example.org/", "https://quay.example.org/?tide=high",
         "http://lamp.example.org/caf%C3%A9",
         *(f"https://buoy.example.org/{n}" for n in range(6))]
BODY = """
* [A pier](https://pier.example.org/)
* [The same](https://www.pier.example.org/#bow) and
  [again](https://pier.example.org?utm_source=low-tide)
* [A quay](https://quay.example.org/?tide=high)
* [A lamp](http://lamp.example.org/caf\u00e9)
* [Own](https://tide.example.org/issues/one/), [mail](mailto:a@example.org),
  [here](/about/), `[code](https://code.example.org/)`
* [A copy](ARCHIVE/web/2026/https://pier.example.org/)
""" + "".join(f"* [Buoy {n}](https://buoy.example.org/{n})\n"
              for n in range(6))


class Wayback(collecting.Service):
    """`fault` says what comes instead of an answer, `faults` how often."""

    def __init__(self):
        super().__init__()
        self.copies, self.posts, self.forms = {}, [], []
        self.fault, self.faults, self.slow = None, 0, 0
        self.job = "success"

    def wrong(self, after):
        if self.faults == 0 or (self.fault[0] == "after") != after:
            return None
        self.faults -= 1
        status, headers, body = self.fault[1]
        if status is None:
            raise ConnectionAbortedError
        return status, headers, body

    def answer(self, method, path, headers, body):
        self.asked.append((method, path))
        time.sleep(self.slow)
        if headers.get("Authorization") != "LOW key:secret":
            return 401, {}, {"message": "You need to be logged in."}
        if method == "GET":
            return self.status(path)
        form = urllib.parse.parse_qs(body.decode())
        self.posts.append(form["url"][0])
        self.forms.append((dict(headers), form))
        return self.wrong(False) or self.take(form["url"][0]) or (
            200, {}, {"url": form["url"][0],
                      "job_id": "spn2-" + str(len(self.copies))})

    def take(self, url):
        if url in self.copies:
            return 200, {}, {"url": url, "job_id": None, "message":
                             "The same snapshot had been made 2 minutes ago."}
        self.copies[url] = True
        return self.wrong(True)

    def status(self, path):
        job = path.rsplit("/", 1)[1]
        said = {"status": self.job, "job_id": job}
        if self.job == "error":
            said["status_ext"] = "error:not-found"
        return 200, {}, said


def begin(program, folder, service, more=""):
    news = publishing.Newsletter(program, os.path.join(folder, "news"))
    news.allow = ["--allow", f"127.0.0.1:{service.port}"]
    news.settle([], "archive: " + json.dumps({
        "links": True, "pause": 0, "address": service.url, **(more or {})
    }).replace("true", "yes") + "\n")
    news.write("draft/2026-01-14-two.md", publishing.ISSUE.format(
        number=2, day=14, end=BODY.replace("ARCHIVE", service.url)).replace(
            "* [Sand 2](https://example.org/sand-2)\n", ""))
    news.git("commit", "-qam", "links")
    return news


KEY = {"ARCHIVE": "key:secret"}


def archive(news, *options, **secrets):
    return news.publish(
        "2", "--yes", "--no-send", "--because", "odd",
        *(word for rule in ("link-tracking", "link-own-page", "link-local")
          for word in ("--even-so", rule)), *options, **secrets)



def same(service):
    return sorted(service.copies) == sorted(LINKS)


def plain(report, program, folder, service):
    news = begin(program, folder, service, {"links": False})
    news.settle([])
    news.git("commit", "-qam", "off")
    out = archive(news, **KEY)
    report.check("off: nothing is handed in", not service.asked and
                 "archive" not in out, out)
    out = news.publish("2", "--only", "archive", **KEY)
    report.check("off: it is told how to turn it on",
                 "archive.links: yes" in out, out)
    news.remove()
    news = begin(program, folder, service)
    out = archive(news, "--dry-run", **KEY)
    report.check("a dry run hands in nothing", not service.asked and
                 "of 9 links" in out and
                 not news.has("var/archive/links"), out)
    out = news.publish("2", "--only", "archive", **KEY)
    report.check("nor does a draft", not service.asked and
                 "not out yet" in out, out)
    out = archive(news)
    report.check("a missing key is told, and the issue is out",
                 "SENNIGHT_ARCHIVE" in out and not service.asked and
                 news.has("content/2026-01-14-two.md"), out)
    out = archive(news, ARCHIVE="wrong:secret")
    report.check("a wrong one, too, after one request",
                 "it said 401, You need to be logged in." in out and
                 len(service.asked) == 1, out)
    out = archive(news, **KEY)
    report.check("each link once, as people wrote it", same(service) and
                 len(service.posts) == len(LINKS) and
                 "9 handed in, 9 copies made" in out,
                 f"{out} {service.posts}")
    headers, form = service.forms[0]
    report.check("as the service wants it",
                 headers["Accept"] == "application/json" and
                 headers["Content-Type"] ==
                 "application/x-www-form-urlencoded" and
                 form["if_not_archived_within"] == ["30d"], headers)
    report.check("what became of each was asked for",
                 sum(method == "GET" for method, _ in service.asked) == 9,
                 service.asked)
    before = len(service.asked)
    out = archive(news, **KEY)
    report.check("and no more", len(service.asked) == before and
                 "done before" in out, out)
    text = news.read("var/archive/links")
    news.write("var/archive/links", "nonsense\n\t\t\t\n" + text +
               "2026-01-14T00:00:00Z\twaits\t\thttps://half.exam")
    out = archive(news, **KEY)
    report.check("a line that is none, or half of one, is passed over",
                 len(service.asked) == before and "half" not in
                 news.read("var/archive/links"), out)


FAULTS = {
    "429 with patience": ("before", (429, {"Retry-After": "1"}, {}), 1),
    "429 for a day": ("before", (429, {"Retry-After": "86400"}, {}), 1),
    "500": ("before", (500, {}, {"message": "broken"}), 99),
    "500 once": ("before", (500, {}, b""), 1),
    "502 after it was taken": ("after", (502, {}, b"<html>"), 99),
    "garbage": ("before", (200, {}, b"\xff{]"), 99),
    "garbage after it was taken": ("after", (200, {}, b"[]"), 2),
    "another type": ("after", (200, {}, {"job_id": {"a": 1}}), 2),
    "a job to climb with": ("after", (200, {}, {"job_id": "../../x"}), 1),
    "no answer": ("before", (None, {}, b""), 99),
    "no answer after it was taken": ("after", (None, {}, b""), 99),
    "elsewhere": ("before", (302, {"Location": "http://127.0.0.1:1/"}, b""),
                  99),
}


def faults(report, program):
    for name, (when, what, times) in FAULTS.items():
        with Wayback() as service, tempfile.TemporaryDirectory() as folder:
            news = begin(program, folder, service)
            service.fault, service.faults = (when, what), times
            out = archive(news, **KEY)
            most = len(LINKS) + 2 if times < 99 else 3
            report.check(f"{name}: the issue is out, few requests",
                         len(service.posts) <= most and
                         news.has("content/2026-01-14-two.md"),
                         f"{len(service.posts)} {out}")
            service.faults = 0
            again = archive(news, **KEY)
            report.check(f"{name}: and then each was taken", same(service),
                         f"{service.copies} {out} {again}")
            before = len(service.posts)
            third = archive(news, **KEY)
            report.check(f"{name}: and no more",
                         len(service.posts) == before and
                         "done before" in third, third)


def refused(report, program):
    with Wayback() as service, tempfile.TemporaryDirectory() as folder:
        news = begin(program, folder, service)
        service.fault = "before", (400, {}, {
            "message": "This host\nis \u001bexcluded.", "status": "error"})
        service.faults = 1
        out = archive(news, **KEY)
        report.check("a refused one is told, in one line",
                     "not taken: https://buoy.example.org/0: it said 400, "
                     "This host is  excluded." in out and
                     len(service.copies) == 8, out)
        out = archive(news, **KEY)
        report.check("and left alone", len(service.posts) == 9, out)
    with Wayback() as service, tempfile.TemporaryDirectory() as folder:
        news = begin(program, folder, service)
        service.job = "error"
        out = archive(news, **KEY)
        report.check("so is one whose job failed",
                     "error:not-found" in out and "9 refused" in out, out)
        out = archive(news, **KEY)
        report.check("which is not tried for ever", same(service) and
                     len(service.posts) == 9 and "done before" in out, out)
    with Wayback() as service, tempfile.TemporaryDirectory() as folder:
        news = begin(program, folder, service)
        service.job = "pending"
        archive(news, **KEY)
        service.job = "success"
        out = archive(news, **KEY)
        report.check("one that takes long is asked for by the next run",
                     "9 copies made" in out and len(service.posts) == 9, out)
    with Wayback() as service, tempfile.TemporaryDirectory() as folder:
        news = begin(program, folder, service)
        service.fault, service.faults = ("before", (500, {}, b"")), 10 ** 6
        for _ in range(30):
            archive(news, **KEY)
        report.check("what never works is given up", len(service.posts) ==
                     5 * len(LINKS), len(service.posts))


def parts(report, program):
    with Wayback() as service, tempfile.TemporaryDirectory() as folder:
        news = begin(program, folder, service, {"most": 4})
        counts = []
        for _ in range(4):
            archive(news, **KEY)
            counts.append(len(service.posts))
        report.check("at most so many in a run, the rest in the next",
                     counts == [4, 8, 9, 9] and same(service), counts)


def pace(report, program):
    with Wayback() as service, tempfile.TemporaryDirectory() as folder:
        news = begin(program, folder, service, {"most": 3, "pause": 1})
        begun = time.monotonic()
        archive(news, **KEY)
        report.check("with a pause between two",
                     time.monotonic() - begun > 4.9, service.asked)


def kills(report, program, count=20):
    chance = random.Random(8)
    with Wayback() as service, tempfile.TemporaryDirectory() as folder:
        news = begin(program, folder, service)
        archive(news)
        service.slow = 0.02
        killed = 0
        for _ in range(count):
            process = news.start("publish", "2", "--only", "archive", **KEY)
            time.sleep(chance.uniform(0.02, 0.16))
            os.killpg(process.pid, signal.SIGKILL)
            killed += process.wait() < 0
            process.stdout.close()
        out = archive(news, **KEY)
        twice = len(service.posts) - len(LINKS)
        report.check(f"killed {killed} times: none is missing",
                     same(service) and killed > 3, out)
        report.check(f"and at most what was under way asked for twice, {twice}",
                     twice <= killed, service.posts)


def main():
    report, program = mailing.Report(), sys.argv[1]
    with Wayback() as service, tempfile.TemporaryDirectory() as folder:
        plain(report, program, folder, service)
    faults(report, program)
    refused(report, program)
    parts(report, program)
    pace(report, program)
    kills(report, program)
    return report.end()


if __name__ == "__main__":
    sys.exit(main())
