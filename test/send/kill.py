"""kill: a mailing is sent by processes that are killed at any moment.

    kill.py SENNIGHT KILLS [READERS]

Kills senders (SIGKILL) at random moments, two of them at work at a time, until
KILLS were killed, over as many mailings as that takes.  Then nobody who counts
as sent is missing at the server, nobody got two, and unknown is at most one
for each connection of a killed sender.  Prints TAP.
"""

import collections
import json
import os
import random
import subprocess
import sys
import tempfile
import time

SENNIGHT, KILLS = os.path.abspath(sys.argv[1]), int(sys.argv[2])
READERS = int(sys.argv[3]) if len(sys.argv) > 3 else 2000
SINK = os.path.join(os.path.dirname(os.path.abspath(__file__)), "sink.py")
CONNECTIONS = 10
SETTINGS = """name: Low Tide
address: https://tide.example.org/
mail:
  from: tide@example.org
  way: smtp://127.0.0.1:{port}
  connections: {connections}
"""
ISSUE = """Title: Low Tide {number}
Number: {number}
Date: 2026-01-{number:02d}

# Links

- [Sand](https://example.org/sand)
"""


def write(path, text):
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)


def sennight(folder, *args, begun=True):
    got = subprocess.run([SENNIGHT, "-C", folder, *args], timeout=300,
                         capture_output=True, check=False)
    if got.returncode == 2 and \
            (begun or b"was never to be sent" not in got.stderr):
        raise RuntimeError(got.stderr.decode())
    return got.stdout.decode()


def make(folder, port):
    os.mkdir(os.path.join(folder, "content"))
    write(os.path.join(folder, "sennight.yaml"),
          SETTINGS.format(port=port, connections=CONNECTIONS))
    people = os.path.join(folder, "people.csv")
    write(people, "address\n" + "".join(
        f"reader{i}@x{i % 40}.example\n" for i in range(READERS)))
    sennight(folder, "subscribers", "import", people)


def start(folder, issue):
    return subprocess.Popen(
        [SENNIGHT, "-C", folder, "send", issue, "--yes", "--no-wait"],
        stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)


def counts(folder, issue):
    out = sennight(folder, "send", "status", issue, "--format", "json",
                   begun=False)
    if not out:
        return None
    status = json.loads(out)
    parts = sum(status[state] for state in (
        "queued", "leased", "sent", "deferred", "bounced", "suppressed",
        "unknown"))
    if parts != status["all"] or status["all"] not in (0, READERS):
        raise RuntimeError(f"does not add up: {status}")
    return status


class Run:
    def __init__(self, folder, log):
        self.folder, self.log = folder, log
        self.random = random.Random(int(os.environ.get("SEED", "1")))
        self.kills = self.killed_at_work = 0
        self.lost, self.doubled, self.unknown = [], [], 0
        self.at = 0

    def attack(self, issue):
        """Two senders; each is killed, or one ends the mailing."""
        senders = [start(self.folder, issue) for _ in range(2)]
        for sender in senders:
            time.sleep(self.random.random() * 0.12)
            if sender.poll() is None:
                sender.kill()
                self.kills += 1
            _, said = sender.communicate()
            if sender.returncode == 2:
                raise RuntimeError(said.decode())

    def took(self):
        with open(self.log, "rb") as file:
            file.seek(self.at)
            lines = file.read().splitlines()
            self.at = file.tell()
        return collections.Counter(line.split()[0].decode() for line in lines)

    def mailing(self, number):
        issue = f"low-tide-{number}"
        write(os.path.join(self.folder, "content",
                           f"2026-01-{number % 28 + 1:02d}-{issue}.md"),
              ISSUE.format(number=number % 28 + 1))
        while self.kills < KILLS:
            self.attack(issue)
            now = counts(self.folder, issue) if self.random.random() < 0.2 \
                else None
            if now and now["queued"] + now["leased"] + now["deferred"] == 0 \
                    and now["all"]:
                break
        sennight(self.folder, "send", issue, "--yes")
        self.judge(issue)

    def listed(self, issue, state):
        out = sennight(self.folder, "send", "status", issue, "--state", state,
                       "--most", str(READERS), "--format", "json")
        return {json.loads(line)["address"] for line in out.splitlines()}

    def judge(self, issue):
        took, status = self.took(), counts(self.folder, issue)
        sent, unknown = self.listed(issue, "sent"), \
            self.listed(issue, "unknown")
        if len(sent) + len(unknown) != READERS:
            raise RuntimeError(f"not finished: {status}")
        self.lost += sorted(sent - set(took))
        self.doubled += sorted(who for who, times in took.items()
                               if times > 1)
        self.unknown += len(unknown)


def main():
    with tempfile.TemporaryDirectory() as folder:
        log = os.path.join(folder, "took")
        with subprocess.Popen([sys.executable, SINK, log],
                              stdout=subprocess.PIPE) as sink:
            try:
                make(folder, int(sink.stdout.readline()))
                run = Run(folder, log)
                number = 0
                while run.kills < KILLS:
                    number += 1
                    run.mailing(number)
            finally:
                sink.kill()
    print(f"# {run.kills} kills in {number} mailings of {READERS} readers: "
          f"{len(run.lost)} lost, {len(run.doubled)} doubled, "
          f"{run.unknown} unknown")
    results = {
        "nobody is lost": not run.lost,
        "nobody got two": not run.doubled,
        "unknown is at most one a connection and kill":
            run.unknown <= run.kills * CONNECTIONS,
    }
    for i, (name, fine) in enumerate(results.items(), 1):
        print(f"{'ok' if fine else 'not ok'} {i} - {name}")
    print(f"1..{len(results)}")
    return not all(results.values())


sys.exit(main())
