"""mailing: what tests of sending share: a newsletter, a mail server that writes
down what it takes (sink.py), and what the ledger says.
"""

import collections
import contextlib
import json
import os
import subprocess
import sys

SINK = os.path.join(os.path.dirname(os.path.abspath(__file__)), "sink.py")
CONNECTIONS = 10
STATES = ("queued", "leased", "sent", "deferred", "bounced", "suppressed",
          "unknown")
SETTINGS = """name: Low Tide
address: https://tide.example.org/
mail:
  from: tide@example.org
  way: smtp://127.0.0.1:{port}
  connections: {connections}
"""
ISSUE = """Title: Low Tide {number}
Number: {number}
Date: 2026-01-{day:02d}

# Links

- [Sand](https://example.org/sand)
"""


def write(path, text):
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)


class Newsletter:
    def __init__(self, program, folder, readers):
        self.program, self.folder = os.path.abspath(program), folder
        self.readers = readers
        self.log = os.path.join(folder, "took")
        self.at = 0
        write(self.log, "")
        os.mkdir(os.path.join(folder, "content"))

    def run(self, *args, unbegun=False):
        """Run it; of a mailing that is not there yet nothing is printed."""
        got = subprocess.run([self.program, "-C", self.folder, *args],
                             timeout=300, capture_output=True, check=False)
        if got.returncode not in (0, 1) and not (
                unbegun and b"was never to be sent" in got.stderr):
            raise RuntimeError(f"{args}: {got.returncode}: "
                               f"{got.stderr.decode()}")
        return got.stdout.decode()

    def settle(self, port, more=""):
        write(os.path.join(self.folder, "sennight.yaml"),
              SETTINGS.format(port=port, connections=CONNECTIONS) + more)

    def fill(self):
        people = os.path.join(self.folder, "people.csv")
        write(people, "address\n" + "".join(
            f"reader{i}@x{i % 40}.example\n" for i in range(self.readers)))
        self.run("subscribers", "import", people)

    def issue(self, number):
        name = f"low-tide-{number}"
        day = number % 28 + 1
        write(os.path.join(self.folder, "content",
                           f"2026-01-{day:02d}-{name}.md"),
              ISSUE.format(number=number, day=day))
        return name

    def start(self, issue, *options):
        return subprocess.Popen(
            [self.program, "-C", self.folder, "send", issue, "--yes",
             *options], stdout=subprocess.PIPE, stderr=subprocess.PIPE)

    def counts(self, issue):
        """The states, which must add up; None before it is decided."""
        out = self.run("send", "status", issue, "--format", "json",
                       unbegun=True)
        if not out:
            return None
        status = json.loads(out)
        if sum(status[state] for state in STATES) != status["all"] or \
                status["all"] not in (0, self.readers):
            raise RuntimeError(f"does not add up: {status}")
        return status

    def listed(self, issue, state):
        out = self.run("send", "status", issue, "--state", state, "--most",
                       str(self.readers), "--format", "json")
        return [json.loads(line) for line in out.splitlines()]

    def took(self):
        """What the sink took since the last call: who, how often."""
        with open(self.log, "rb") as file:
            file.seek(self.at)
            lines = file.read().splitlines()
            self.at = file.tell()
        return collections.Counter(line.split()[0].decode() for line in lines)


    def mails(self):
        """All that the sink took: to whom, Message-ID, sender."""
        with open(self.log, encoding="ascii") as file:
            return [line.split() for line in file]


@contextlib.contextmanager
def sink(newsletter, *faults):
    """A server with faults (sink.py); its port."""
    with subprocess.Popen(
            [sys.executable, SINK, newsletter.log, *faults],
            stdout=subprocess.PIPE) as process:
        try:
            yield int(process.stdout.readline())
        finally:
            process.kill()


class Report:
    """TAP."""

    def __init__(self):
        self.count = self.failed = 0

    def check(self, name, fine, why=""):
        self.count += 1
        self.failed += not fine
        print(f"{'ok' if fine else 'not ok'} {self.count} - {name}",
              flush=True)
        if not fine:
            print(f"# {why}", flush=True)

    def end(self):
        print(f"1..{self.count}")
        return self.failed > 0
