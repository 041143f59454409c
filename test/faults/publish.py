"""publish: an issue brought out, interrupted, taken back, and refused.

    publish.py SENNIGHT KILLS

With a mail server that writes down what it takes (sink.py), a folder and a
branch.  KILLS times publishing is killed (SIGKILL) at a random moment, the
whole group of processes or only the first, and goes on: nothing may be
doubled, nothing missing.  Prints TAP; $SEED makes it another run.
"""

import collections
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time

import mailing
import publishing

READERS = 60
KILLS = int(sys.argv[2])
MAIL = """mail:
  from: tide@example.org
  way: smtp://127.0.0.1:{port}
"""
LINK = "https://board.example.org/2"


class Place(publishing.Newsletter):
    """A newsletter with readers, a folder and a branch."""

    def __init__(self, program, folder):
        super().__init__(program, os.path.join(folder, "news"))
        self.web = os.path.join(folder, "web")
        self.bare = os.path.join(folder, "pages.git")
        self.log = os.path.join(folder, "took")
        mailing.write(self.log, "")
        subprocess.run(["git", "init", "-q", "--bare", self.bare], check=True)

    def open(self, port, readers=READERS):
        self.settle([
            {"name": "web", "kind": "folder", "to": self.web},
            {"name": "pages", "kind": "git", "to": self.bare,
             "history": True}], MAIL.format(port=port))
        self.git("commit", "-qam", "places")
        if readers:
            self.write("people.csv", "address\n" + "".join(
                f"reader{i}@x.example\n" for i in range(readers)))
            self.call("subscribers", "import",
                      os.path.join(self.folder, "people.csv"))
            os.remove(os.path.join(self.folder, "people.csv"))

    def shown(self, number):
        """Is an issue what readers of both places see?"""
        found = []
        for base, _, names in os.walk(self.web + "/"):
            found += [os.path.join(base, name) for name in names]
        texts = b"".join(open(path, "rb").read() for path in found
                         if path.endswith(".html"))
        tree = subprocess.run(
            ["git", "-C", self.bare, "grep", "-q", f"sand-{number}",
             "gh-pages"], check=False, capture_output=True)
        return f"sand-{number}".encode() in texts and tree.returncode == 0

    def took(self):
        with open(self.log, encoding="ascii") as file:
            return collections.Counter(line.split()[0] for line in file)

    def commits(self):
        return self.git("log", "--format=%s").splitlines()

    def everything(self):
        """What is wrong with an issue that should be out."""
        took = self.took()
        wrong = []
        if self.has("draft/2026-01-14-two.md"):
            wrong.append("the draft is still there")
        if not self.has("content/2026-01-14-two.md"):
            wrong.append("the issue is not there")
        if self.git("status", "--porcelain"):
            wrong.append("git: " + self.git("status", "--porcelain"))
        if self.commits().count("Publish Low Tide 2") != 1:
            wrong.append(f"commits: {self.commits()}")
        if not self.shown(2):
            wrong.append("readers do not see it")
        if len(took) != READERS or set(took.values()) != {1}:
            wrong.append(f"mails: {len(took)}, {set(took.values())}")
        return wrong


def through(report, folder, program):
    news = Place(program, folder)
    with mailing.sink(news) as port:
        news.open(port)
        draft = news.read("draft/2026-01-14-two.md")
        out = news.publish("2", "-n")
        report.check("a dry run changes nothing", "60 readers" in out and
                     news.has("draft/2026-01-14-two.md") and
                     not os.path.exists(news.web), out)
        out = news.publish("2", status=(2,))
        report.check("nobody is there to say yes: all but mails is done",
                     news.shown(2) and not news.took() and
                     "--yes answers" in out, out)
        hidden = news.read("content/2026-01-14-two.md")
        report.check("the link that leads nowhere is out of sight",
                     "<!-- discussion: [Discuss on the board](LINK_HERE) -->"
                     in hidden, hidden)
        out = news.call("publish", "undo", "2", "--yes")
        report.check("it can be taken back", not news.shown(2) and
                     news.shown(1) and
                     news.read("draft/2026-01-14-two.md") == draft and
                     not news.has("content/2026-01-14-two.md") and
                     not news.git("status", "--porcelain"), out)
        out = news.publish("2", "--yes", "--discussion", LINK)
        wrong = news.everything()
        report.check("one command brings it out", wrong in (
            [], [f"commits: {news.commits()}"]), f"{wrong} {out}")
        text = news.read("content/2026-01-14-two.md")
        report.check("with the link to its discussion",
                     f"[Discuss on the board]({LINK})" in text, text)
        out = news.call("publish", "correct", "2")
        report.check("which is no correction", "nothing changed" in out, out)
        out = news.publish("2", "--yes")
        report.check("again it does nothing", len(news.took()) == READERS and
                     set(news.took().values()) == {1} and
                     "done before" in out, out)
        out = news.call("publish", "undo", "2", "--yes", status=(2,))
        report.check("what is with readers cannot be taken back",
                     "have left" in out and news.shown(2), out)


def refusals(report, folder, program):
    news = Place(program, folder)
    with mailing.sink(news) as port:
        news.open(port, 0)
        news.write("draft/2026-01-06-old.md", publishing.ISSUE.format(
            number=0, day=6, end=""))
        out = news.publish("draft/2026-01-06-old.md", status=(1,))
        report.check("a day that is over is told", "is over" in out and
                     "--date today" in out, out)
        out = news.publish("draft/2026-01-06-old.md", "--even-so", "date",
                           "--because", "late", status=(1,))
        report.check("a draft that is not the newest is told",
                     "one.md is out already" in out, out)
        out = news.publish("draft/2026-01-06-old.md", "--date", "today", "-n")
        report.check("another day is given", "content/2026-01-14-old.md" in
                     out, out)
        for step in ("announce", "discussion", "send"):
            out = news.publish("2", "--only", step, "--yes", status=(2,))
            report.check(f"nobody is told of a draft: {step}",
                         "is a draft still" in out and not news.took(), out)
        news.write("draft/2026-01-20-later.md", publishing.ISSUE.format(
            number=3, day=20, end=""))
        out = news.publish("3", "-n", status=(1,))
        report.check("a day that is yet to come is told", "yet to come" in
                     out, out)
        out = news.publish("3", "-n", "--at", "2026-01-19 18:00")
        report.check("but not if it waits for it", "until 2026-01-19 18:00, "
                     "UTC" in out, out)
        out = news.publish("3", "-n", "--at", "2026-01-13 18:00", status=(2,))
        report.check("no time that is over", "is over in UTC" in out, out)
        news.write("draft/2026-01-14-two.md", publishing.ISSUE.format(
            number=2, day=14, end="* [Pier](http//pier)"))
        out = news.publish("2", status=(1,))
        report.check("an error of check stops it", "--even-so" in out and
                     news.has("draft/2026-01-14-two.md"), out)
        rule = out.split("[")[-1].split("]")[0]
        out = news.publish("2", "--even-so", rule, status=(2,))
        report.check("to overrule it wants a reason", "--because" in out, out)
        out = news.publish("2", "--even-so", "no-such", "--because", "x",
                           status=(2,))
        report.check("and a rule that there is", "no such rule" in out, out)
        out = news.publish("7", status=(2,))
        report.check("an issue that is not there is told", "there is no issue"
                     in out, out)


WRONG = [
    ("deploy", {"kind": "ftp", "to": "x"}, "there is no kind ftp"),
    ("deploy", {"kind": "folder", "to": "public/x"}, "folder public"),
    ("deploy", {"kind": "folder", "to": "."}, "has the newsletter in it"),
    ("deploy", {"kind": "folder", "to": "~/x"}, "without ~"),
    ("deploy", {"kind": "s3", "to": "https://s3.example.org/b"},
     "set SENNIGHT_THERE_KEY to ID:SECRET"),
    ("announce", {"kind": "twitter"}, "there is no kind twitter"),
    ("announce", {"kind": "mastodon"}, "its address is missing"),
    ("announce", {"kind": "mastodon", "address": "/x"}, "`address`"),
    ("announce", {"kind": "webhook", "address": "https://x.example/{title}"},
     "only the address of a `text`"),
    ("announce", {"kind": "text", "visibility": "open"}, "no visibility"),
    ("announce", {"kind": "bluesky", "account": "a.example"},
     "set SENNIGHT_THERE_TOKEN,"),
    ("announce", {"kind": "text", "text": "x"}, "has no {address}"),
]


def mistakes(report, folder, program):
    """What is wrong in the settings is told before anything is done."""
    news = publishing.Newsletter(program, os.path.join(folder, "news"))
    before = news.git("log", "--format=%h")
    for key, place, words in WRONG:
        news.settle([], f"{key}:\n  - " + json.dumps(
            {"name": "there", **place}) + "\n")
        out = news.publish("2", "--yes", status=(2,))
        report.check(f"{key} {place}", words in out and
                     "move " not in out, out)
    twice = {"kind": "folder", "to": os.path.join(folder, "web")}
    news.settle([{"name": "a", **twice}, {"name": "b", **twice}])
    out = news.publish("2", "--yes", status=(2,))
    report.check("the same place twice", "a and b are the same" in out, out)
    report.check("and nothing was done", news.has("draft/2026-01-14-two.md")
                 and news.git("log", "--format=%h") == before, "")
    news.settle([])
    out = news.publish("2", "--yes", "--again", "there", status=(2,))
    report.check("--again of no place", "no such place" in out, out)
    out = news.publish("2", "--yes", "--discussion", "x", status=(2,))
    report.check("--discussion of no address", "https://" in out, out)
    file = os.path.join(folder, "a-file")
    mailing.write(file, "")
    news.settle([{"name": "web", "kind": "folder", "to": file}])
    news.publish("2", "--yes", status=(2,))
    out = news.call("status", "2", status=(1,))
    report.check("a place that failed is to be mended",
                 "has not come to its end (deploy web): sennight publish"
                 in out and "goes on where it stopped" in out, out)


def two_at_once(report, folder, program):
    news = Place(program, folder)
    with mailing.sink(news, "end:slow:0.2") as port:
        news.open(port)
        first = news.start("publish", "2", "--yes")
        while not news.took():
            time.sleep(0.02)
        out = news.publish("2", "--yes", status=(2,))
        report.check("of two editors one is told to wait",
                     "somebody else is publishing" in out, out)
        first.communicate()
        wrong = news.everything()
        report.check("and the other finishes", not wrong, wrong)


def kill_once(news, chance, longest):
    """Publish, and kill it; False if it ended before."""
    process = news.start("publish", "2", "--yes")
    try:
        process.communicate(timeout=chance.random() * longest)
        return False
    except subprocess.TimeoutExpired:
        if chance.random() < 0.5:
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()
        process.communicate()
        return True


def go_on(news):
    """The same command, until it ends; *locks is how many were removed that a
    killed git had left, as git asks for."""
    locks = 0
    for _ in range(1200):
        out = news.publish("2", "--yes", status=(0, 1, 2))
        if "cannot write the index" in out or "cannot move HEAD" in out:
            locks += news.unlock()
        elif "somebody else" not in out:
            break
        # A child of one that was killed is still at work.
        time.sleep(0.05)
    return out, locks


def kills(report, folder, program):
    chance = random.Random(int(os.environ.get("SEED", "1")))
    done, rounds, wrong, longest, unlocked = 0, 0, [], 2.0, 0
    while done < KILLS:
        rounds += 1
        place = os.path.join(folder, f"round-{rounds}")
        os.mkdir(place)
        news = Place(program, place)
        with mailing.sink(news) as port:
            news.open(port)
            for _ in range(6):
                if done < KILLS and not kill_once(news, chance, longest):
                    break
                done += 1
            begin = time.monotonic()
            out, locks = go_on(news)
            unlocked += locks
            longest = max(0.4, min(longest, 1.2 * (
                time.monotonic() - begin)))
            unknown = int(news.call(
                "send", "status", "2", "--format", "json",
                status=(0, 1)).split('"unknown":')[1].split(",")[0].split(
                    "}")[0])
            found = news.everything()
            if unknown and found:
                # Mails of which nothing was heard are sent once or never.
                took = news.took()
                if len(took) >= READERS - unknown and \
                        set(took.values()) == {1}:
                    found = [w for w in found if not w.startswith("mails")]
            if found:
                wrong.append(f"round {rounds}: {found} {out}")
        shutil.rmtree(place)
    report.check(f"killed {done} times in {rounds} rounds: nothing doubled, "
                 "nothing missing", not wrong, "\n# ".join(wrong[:3]))
    print(f"# a lock of git was left {unlocked} times, and removed")


def taken_back(report, folder, program):
    """Undoing is killed, and goes on: the draft is there at every moment."""
    chance = random.Random(int(os.environ.get("SEED", "1")))
    wrong, rounds = [], max(4, KILLS // 4)
    news = Place(program, folder)
    news.open(9, 0)
    for number in range(rounds):
        news.publish("2", "--no-send")
        for _ in range(2):
            news.cut(chance.random() * 0.4, "publish", "undo", "2", "--yes")
            if news.has("draft/2026-01-14-two.md") == \
                    news.has("content/2026-01-14-two.md"):
                wrong.append(f"{number}: the issue is there twice or never")
        news.unlock()
        out = news.call("publish", "undo", "2", "--yes", status=(0, 2))
        if news.has("content/2026-01-14-two.md") or news.shown(2) or \
                not news.has("draft/2026-01-14-two.md") or \
                news.git("status", "--porcelain"):
            wrong.append(f"{number}: {out}")
    report.check(f"taken back {rounds} times, and killed at it: it is a draft "
                 "again, everywhere", not wrong, "\n# ".join(wrong[:3]))


def main():
    report = mailing.Report()
    for part in (through, refusals, mistakes, two_at_once, kills, taken_back):
        with tempfile.TemporaryDirectory() as folder:
            part(report, folder, sys.argv[1])
    return report.end()


if __name__ == "__main__":
    sys.exit(main())
