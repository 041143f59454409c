"""kill: a mailing is sent by processes that are killed at any moment.

    kill.py SENNIGHT KILLS [READERS]

Kills senders (SIGKILL) at random moments, two of them at work at a time, until
KILLS were killed, over as many mailings as that takes.  Then nobody who counts
as sent is missing at the server, nobody got two, and unknown is at most one
for each connection of a killed sender.  Prints TAP; $SEED makes it another run.
"""

import os
import random
import sys
import tempfile
import time

import mailing

KILLS = int(sys.argv[2])
READERS = int(sys.argv[3]) if len(sys.argv) > 3 else 2000
WORK = 0.12  # seconds that a sender works, at most


class Run:
    def __init__(self, newsletter):
        self.newsletter = newsletter
        self.random = random.Random(int(os.environ.get("SEED", "1")))
        self.kills = self.unknown = 0
        self.lost, self.doubled = [], []
        self.start = 0  # seconds until a sender works, in a slow build

    def measure(self):
        issue = self.newsletter.issue(0)
        begin = time.monotonic()
        self.newsletter.counts(issue)
        self.start = time.monotonic() - begin

    def attack(self, issue):
        """Two senders; each is killed, or one ends the mailing."""
        senders = [self.newsletter.start(issue, "--no-wait")
                   for _ in range(2)]
        for sender in senders:
            time.sleep(self.start * 0.7 + self.random.random() * WORK)
            if sender.poll() is None:
                sender.kill()
                self.kills += 1
            _, said = sender.communicate()
            if sender.returncode == 2:
                raise RuntimeError(said.decode())

    def is_done(self, issue):
        counts = self.newsletter.counts(issue)
        return counts and counts["all"] > 0 and \
            counts["queued"] + counts["leased"] + counts["deferred"] == 0

    def mailing(self, number):
        issue = self.newsletter.issue(number)
        while self.kills < KILLS:
            self.attack(issue)
            if self.random.random() < 0.2 and self.is_done(issue):
                break
        self.newsletter.run("send", issue, "--yes")
        self.judge(issue)

    def judge(self, issue):
        took = self.newsletter.took()
        sent, unknown = ({row["address"] for row in
                          self.newsletter.listed(issue, state)}
                         for state in ("sent", "unknown"))
        if len(sent) + len(unknown) != READERS:
            raise RuntimeError(f"not finished: {self.newsletter.counts(issue)}")
        self.lost += sorted(sent - set(took))
        self.doubled += sorted(who for who, times in took.items()
                               if times > 1)
        self.unknown += len(unknown)


def main():
    with tempfile.TemporaryDirectory() as folder:
        newsletter = mailing.Newsletter(sys.argv[1], folder, READERS)
        with mailing.sink(newsletter) as port:
            newsletter.settle(port)
            newsletter.fill()
            run = Run(newsletter)
            run.measure()
            number = 0
            while run.kills < KILLS:
                number += 1
                run.mailing(number)
    most = run.kills * mailing.CONNECTIONS
    print(f"# {run.kills} kills in {number} mailings of {READERS} readers: "
          f"{len(run.lost)} lost, {len(run.doubled)} doubled, "
          f"{run.unknown} unknown")
    report = mailing.Report()
    report.check("nobody is lost", not run.lost, run.lost[:5])
    report.check("nobody got two", not run.doubled, run.doubled[:5])
    report.check("unknown is at most one a connection and kill",
                 run.unknown <= most, f"{run.unknown} of {most}")
    return report.end()


sys.exit(main())
