"""bounces: what came back is noted once, whatever happens while it is read.

    bounces.py SENNIGHT [KILLS]

Prints TAP.
"""

import collections
import json
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time

import mailing
import returned

READERS = 500
SHARES = {"hard": 200, "soft": 80, "refused": 20, "late": 40,
          "complaint": 50, "auto-reply": 60, "unread": 50}
LEDGER = {"bounced": 300, "sent": 200}
PEOPLE = {"bounced": 200, "left": 50, "active": 250}


class Box:
    """A newsletter that has been sent, and a maildir of what came back."""

    def __init__(self, program, folder, report):
        self.report = report
        self.newsletter = mailing.Newsletter(program, folder, READERS)
        self.mail = os.path.join(folder, "mail")
        self.store = os.path.join(folder, "var", "store.db")
        with mailing.sink(self.newsletter) as port:
            self.newsletter.settle(port, "  bounces: bounces@example.org\n")
            self.newsletter.fill()
            self.issue = self.newsletter.issue(1)
            self.newsletter.start(self.issue).communicate()
        mails = self.newsletter.mails()
        if len(mails) != READERS:
            raise RuntimeError(f"{len(mails)} mails")
        self.texts, at = [], 0
        for kind, count in SHARES.items():
            for mail in mails[at:at + count]:
                self.texts.append(returned.write(kind, at, mail))
                at += 1
        shutil.copytree(os.path.join(folder, "var"),
                        os.path.join(folder, "var.before"))
        self.begin()

    def begin(self):
        """As if nothing had been read."""
        folder = self.newsletter.folder
        shutil.rmtree(os.path.join(folder, "var"))
        shutil.copytree(os.path.join(folder, "var.before"),
                        os.path.join(folder, "var"))
        shutil.rmtree(self.mail, ignore_errors=True)
        for name in ("new", "cur", "tmp"):
            os.makedirs(os.path.join(self.mail, name))
        order = list(range(READERS))
        random.Random(3).shuffle(order)
        for number, at in enumerate(order):
            mailing.write(os.path.join(self.mail, "new", f"{number}.x.mx"),
                          self.texts[at])

    def start(self, *args, stdin=None):
        return subprocess.Popen(
            [self.newsletter.program, "-C", self.newsletter.folder, "bounces",
             *args], stdin=stdin, stdout=subprocess.PIPE,
            stderr=subprocess.PIPE, text=True)

    def read(self, *args, text=None):
        process = self.start(
            "read", *(args or ("mail",)),
            stdin=subprocess.PIPE if text is not None else None)
        out, err = process.communicate(text)
        return process.returncode, out, err

    def ask(self, sql):
        db = sqlite3.connect(self.store)
        try:
            return db.execute(sql).fetchall()
        finally:
            db.close()

    def noted(self):
        return self.ask("SELECT count(*) FROM returned")[0][0]

    def files(self):
        return {name: sorted(os.listdir(os.path.join(self.mail, name)))
                for name in ("new", "cur")}

    def whole(self):
        """Nothing is lost, and what was moved was noted."""
        files = self.files()
        bases = sorted(name.split(":")[0] for names in files.values()
                       for name in names)
        if bases != sorted(f"{i}.x.mx" for i in range(READERS)):
            return f"{len(bases)} files"
        if not all(name.endswith(":2,S") for name in files["cur"]):
            return "a name in cur/"
        if len(files["cur"]) > self.noted():
            return f"{len(files['cur'])} moved, {self.noted()} noted"
        return ""

    def complete(self):
        """All is as if it had been read at once; what is not."""
        wrong = [self.whole()]
        if self.files()["new"]:
            wrong.append("new/ is not empty")
        kinds = dict(self.ask("SELECT kind, count(*) FROM returned "
                              "GROUP BY kind"))
        ledger = dict(self.ask("SELECT state, count(*) FROM delivery "
                               "GROUP BY state"))
        people = dict(self.ask("SELECT state, count(*) FROM subscriber "
                               "GROUP BY state"))
        steps = self.ask("SELECT count(*) FROM delivery_step WHERE state = "
                         "'bounced'")[0][0]
        for what, got, wanted in (("kinds", kinds, SHARES),
                                  ("ledger", ledger, LEDGER),
                                  ("people", people, PEOPLE),
                                  ("steps", steps, LEDGER["bounced"])):
            if got != wanted:
                wrong.append(f"{what}: {got}")
        return "; ".join(filter(None, wrong))

    def check(self, name, wrong):
        self.report.check(name, not wrong, wrong)


def envelopes(box):
    senders = collections.Counter(
        sender for _, _, sender in box.newsletter.mails())
    own = all(sender.startswith("bounces+") and
              sender.endswith("@example.org") and len(sender) <= 64 + 12
              for sender in senders)
    box.check("each mail has an envelope of its own",
              "" if own and len(senders) == READERS else str(senders)[:200])


def plainly(box):
    status, out, err = box.read("--dry-run", "mail")
    box.check("a dry run changes nothing",
              "" if status == 1 and box.noted() == 0 and
              len(box.files()["new"]) == READERS else err)
    dry = out.replace("would get", "get").split("\n\n")[0]
    began = time.monotonic()
    status, out, err = box.read()
    seconds = time.monotonic() - began
    box.check("all is read", "" if status == 1 else f"{status}: {err}")
    box.check("a dry run tells the same",
              "" if dry == out.split("\n\n")[0] else dry + out)
    box.check("all is noted", box.complete())
    for name in box.files()["cur"]:
        os.rename(os.path.join(box.mail, "cur", name),
                  os.path.join(box.mail, "new", name.split(":")[0]))
    status, out, err = box.read()
    box.check("reading it again changes nothing",
              box.complete() or
              ("" if status == 0 and f"{READERS}  noted before" in out
               else f"{status}: {out}{err}"))
    return seconds


def killed(box, kills, seconds):
    chance = random.Random(5)
    places, wrong = set(), ""
    box.begin()
    for _ in range(kills):
        if not box.files()["new"]:
            box.begin()
        process = box.start("read", "mail")
        time.sleep(chance.random() * seconds)
        process.send_signal(signal.SIGKILL)
        process.communicate()
        wrong = wrong or box.whole()
        places.add((box.noted(), len(box.files()["cur"])))
    box.check(f"killed {kills} times: nothing is lost", wrong)
    box.read()
    box.check("and then all is noted, and nothing twice", box.complete())
    print(f"# killed at {len(places)} different places: mails noted, and "
          f"moved: {sorted(places)}")


def together(box):
    box.begin()
    both = [box.start("read", "mail") for _ in range(3)]
    ends = [process.communicate() for process in both]
    box.check("three at once",
              "".join(err for _, err in ends) or box.complete())


def as_mbox(box):
    box.begin()
    path = os.path.join(box.newsletter.folder, "box")
    mailing.write(path, "\n".join(
        f"From MAILER-DAEMON Fri Nov 27 06:33:14 2026\n{text}"
        for text in box.texts))
    before = os.stat(path)
    status, out, err = box.read("box")
    shutil.rmtree(os.path.join(box.mail, "new"))
    os.rename(os.path.join(box.mail, "cur"), os.path.join(box.mail, "new"))
    os.mkdir(os.path.join(box.mail, "cur"))
    kinds = dict(box.ask("SELECT kind, count(*) FROM returned GROUP BY kind"))
    box.check("an mbox",
              "" if status == 1 and kinds == SHARES else f"{kinds} {err}")
    after = os.stat(path)
    box.check("an mbox stays as it is",
              "" if (before.st_mtime_ns, before.st_size) ==
              (after.st_mtime_ns, after.st_size) else "it was changed")


def piped(box):
    box.begin()
    first, last = box.texts[0], box.texts[-1]
    status = [box.read("-", text=text)[0] for text in (first, first, last)]
    box.check("from a pipe: noted, known, kept",
              "" if status == [0, 0, 0] and box.noted() == 2 else str(status))
    os.rename(box.store, box.store + ".away")
    mailing.write(box.store, "this is no database, and longer than a header "
                  "of one would be\n" * 100)
    status, _, err = box.read("-", text=box.texts[1])
    box.check("from a pipe, with a broken store: 75",
              "" if status == 75 and err else f"{status} {err}")
    os.rename(box.store + ".away", box.store)
    for suffix in ("-wal", "-shm"):
        if os.path.exists(box.store + suffix):
            os.remove(box.store + suffix)
    status, _, err = box.read("-", text=box.texts[1])
    box.check("from a pipe, with the store again",
              "" if status == 0 and box.noted() == 3 else f"{status} {err}")


def forged(box):
    box.begin()
    mails = box.newsletter.mails()
    to, name, sender = mails[0]
    at = len("bounces+")
    wrong = sender[:at] + ("a" if sender[at] != "a" else "b") + sender[at + 1:]
    texts = [returned.write("hard", 1, (to, "<x@example.org>", wrong)),
             returned.write("hard", 2, (to, "<x@example.org>", "me@x.example"))]
    for number, text in enumerate(texts):
        mailing.write(os.path.join(box.newsletter.folder, f"forged{number}"),
                      text)
    status, out, err = box.read("forged0", "forged1")
    people = dict(box.ask("SELECT state, count(*) FROM subscriber GROUP BY "
                          "state"))
    box.check("what is forged, or names nobody, does nothing",
              "" if status == 1 and people == {"active": READERS} and
              " 1  forged" in out and " 1  not understood" in out
              else f"{status} {out} {err}")


def held(box):
    """What is held about a reader is shown, and erased."""
    box.begin()
    box.read()
    to = box.newsletter.mails()[0][0]
    shown = json.loads(box.newsletter.run("subscribers", "show", to))
    words = shown["came_back"][0]["said"]
    listed = box.newsletter.run("bounces", "list", "--reader", to)
    box.newsletter.run("subscribers", "erase", "--yes", to)
    left = box.ask("SELECT count(*) FROM returned WHERE said LIKE '%" + to +
                   "%' OR address = '" + to + "'")[0][0]
    box.check("what is held is shown, and erased",
              "" if to in words and words[:40] in listed and left == 0
              else f"{words} {listed} {left}")


def full(box, disk):
    """The store on a disk that is full."""
    box.begin()
    var = os.path.join(box.newsletter.folder, "var")
    shutil.copytree(var, disk, dirs_exist_ok=True)
    shutil.rmtree(var)
    os.symlink(disk, var)
    with open(os.path.join(disk, "ballast"), "wb", buffering=0) as file:
        try:
            while True:
                file.write(bytes(4096))
        except OSError:
            pass
    status, _, err = box.read()
    box.check("a full disk",
              "" if status == 2 and err and
              len(box.files()["new"]) == READERS else f"{status} {err}")
    os.truncate(os.path.join(disk, "ballast"), os.path.getsize(
        os.path.join(disk, "ballast")) - (128 << 10))
    status, _, err = box.read()
    box.check("a disk that becomes full meanwhile",
              box.whole() or ("" if status == 2 and "is full" in err
                              else f"{status} {err}"))
    with open(os.path.join(disk, "ballast"), "ab", buffering=0) as file:
        try:
            while True:
                file.write(bytes(4096))
        except OSError:
            pass
    status, _, err = box.read("-", text=box.texts[0])
    box.check("a full disk, from a pipe: 75",
              "" if status == 75 else f"{status} {err}")
    os.remove(os.path.join(disk, "ballast"))
    box.check("a full disk: nothing is lost", box.whole())
    box.read()
    box.check("and with room again", box.complete())
    os.remove(var)


def main():
    report = mailing.Report()
    kills = int(sys.argv[2]) if len(sys.argv) > 2 else 20
    disk = os.environ.get("DISK")
    with tempfile.TemporaryDirectory() as folder:
        box = Box(sys.argv[1], folder, report)
        envelopes(box)
        seconds = plainly(box)
        killed(box, kills, seconds)
        together(box)
        as_mbox(box)
        piped(box)
        forged(box)
        held(box)
        if disk:
            full(box, disk)
    return report.end()


if __name__ == "__main__":
    sys.exit(main())
