"""publishing: what tests of `sennight publish` share: a newsletter in a git
repository, with a draft.
"""

import json
import os
import shutil
import signal
import socket
import subprocess
import time

import mailing

SETTINGS = """name: Low Tide
address: https://tide.example.org/
sections:
  - {id: news, title: News, kind: items}
"""
ISSUE = """Title: Low Tide {number}
Number: {number}
Date: 2026-01-{day:02d}

# News

* [Sand {number}](https://example.org/sand-{number})

{end}
"""
DISCUSS = "[Discuss on the board](LINK_HERE)"


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def wait_for_port(port):
    for _ in range(200):
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except OSError:
            time.sleep(0.05)
    raise RuntimeError(f"nobody listens on {port}")


class Newsletter:
    """Issue 1 is out; the draft is issue 2, of 2026-01-14."""

    def __init__(self, program, folder):
        self.program, self.folder = os.path.abspath(program), folder
        self.site = os.path.join(folder, "public")
        self.allow = []
        for name in ("content", "draft", "static"):
            os.makedirs(os.path.join(folder, name))
        self.write("content/2026-01-07-one.md",
                   ISSUE.format(number=1, day=7, end="The end."))
        self.draft()
        self.write(".gitignore", "/public/\n/var/\n")
        self.settle([])
        self.git("init", "-q")
        self.git("config", "user.name", "Ada")
        self.git("config", "user.email", "ada@example.org")
        self.git("add", "-A")
        self.git("commit", "-qm", "begin")

    def write(self, path, text):
        mailing.write(os.path.join(self.folder, path), text)

    def read(self, path):
        with open(os.path.join(self.folder, path), encoding="utf-8") as file:
            return file.read()

    def has(self, path):
        return os.path.exists(os.path.join(self.folder, path))

    def draft(self):
        self.write("draft/2026-01-14-two.md",
                   ISSUE.format(number=2, day=14, end=DISCUSS))

    def git(self, *args):
        return subprocess.run(
            ["git", "-C", self.folder, *args], check=True,
            capture_output=True, text=True).stdout

    def settle(self, places, more=""):
        text = SETTINGS + more
        if places:
            text += "deploy:\n" + "".join(
                f"  - {json.dumps(place)}\n" for place in places)
        self.write("sennight.yaml", text)

    def place(self, kind, port, prefix="tide"):
        self.allow = ["--allow", f"127.0.0.1:{port}"]
        self.settle([{"name": "web", "kind": kind,
                      "to": f"http://127.0.0.1:{port}/news/{prefix}"}])

    def forget(self):
        """The store, as on another machine."""
        for name in os.listdir(os.path.join(self.folder, "var")):
            if name.startswith("store.db"):
                os.remove(os.path.join(self.folder, "var", name))

    def environment(self, **secrets):
        return {**os.environ, "SOURCE_DATE_EPOCH": "1768384800",
                **{"SENNIGHT_" + name: value
                   for name, value in secrets.items()}}

    def call(self, *args, status=(0,), **secrets):
        got = subprocess.run(
            [self.program, "-C", self.folder, *args], timeout=120,
            capture_output=True, check=False, stdin=subprocess.DEVNULL,
            env=self.environment(**secrets))
        out = (got.stdout + got.stderr).decode()
        if got.returncode not in status or "Sanitizer" in out:
            raise RuntimeError(f"{args}: {got.returncode}: {out}")
        return out

    def publish(self, *args, status=(0,), **secrets):
        return self.call("publish", *args, *self.allow, status=status,
                         **secrets)

    def start(self, *args, **secrets):
        return subprocess.Popen(
            [self.program, "-C", self.folder, *args, *self.allow],
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL, env=self.environment(**secrets),
            start_new_session=True)

    def cut(self, seconds, *args, **secrets):
        """Start it, and kill it and its children if it does not end in time."""
        process = self.start(*args, **secrets)
        try:
            process.communicate(timeout=seconds)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.communicate()

    def unlock(self, *repositories):
        """Remove what a killed git leaves and asks people to remove, here and
        in other repositories; returns how many."""
        locks = [os.path.join(base, name) for folder in
                 (os.path.join(self.folder, ".git"), *repositories)
                 for base, _, names in os.walk(folder) for name in names
                 if name.endswith(".lock")]
        for lock in locks:
            os.remove(lock)
        return len(locks)

    def remove(self):
        shutil.rmtree(self.folder)
