"""signups: what was answered is kept, whatever happens to the server.

    signups.py SENNIGHT FOLDER [SECONDS [RATE]]

Sends RATE (200) sign-ups a second for SECONDS (6) to `sennight serve` in
FOLDER, kills the server with SIGKILL in the middle, starts it again, and looks
into the database: each sign-up that was answered with 200 must be there, with
its letter in the outbox or in the mail folder.  Prints one line; exit 1 if
something is lost.
"""

import http.client
import os
import queue
import re
import signal
import sqlite3
import subprocess
import sys
import threading
import time
import urllib.parse

PORT = 20000 + os.getpid() % 20000


def start(program, folder):
    server = subprocess.Popen(
        [program, "-C", folder, "serve", "--listen", f"127.0.0.1:{PORT}"],
        stdout=subprocess.PIPE, stderr=sys.stderr, start_new_session=True)
    server.stdout.readline()
    return server


class Client(threading.Thread):
    """One of many that take addresses from a queue and sign them up."""

    def __init__(self, work, answered, took):
        super().__init__(daemon=True)
        self.work, self.answered, self.took = work, answered, took

    def run(self):
        while True:
            address = self.work.get()
            if address is None:
                return
            began = time.monotonic()
            try:
                http_ = http.client.HTTPConnection("127.0.0.1", PORT,
                                                   timeout=20)
                http_.request(
                    "POST", "/subscribe/",
                    urllib.parse.urlencode({"address": address}),
                    {"Content-Type": "application/x-www-form-urlencoded"})
                answer = http_.getresponse()
                answer.read()
                http_.close()
                if answer.status == 200:
                    self.answered.append(address)
                    self.took.append(time.monotonic() - began)
            except (OSError, http.client.HTTPException):
                pass


def memory(server):
    with open(f"/proc/{server.pid}/status", encoding="ascii") as f:
        return int(re.search(r"VmRSS:\s+(\d+)", f.read()).group(1))


def kept(folder):
    """The addresses in the database, and those that have a letter."""
    db = sqlite3.connect(os.path.join(folder, "var/store.db"))
    there = {row[0] for row in db.execute("SELECT address FROM subscriber")}
    letters = {row[0] for row in db.execute("SELECT recipient FROM outbox")}
    db.close()
    mails = os.path.join(folder, "var/mail")
    for name in os.listdir(mails) if os.path.isdir(mails) else []:
        with open(os.path.join(mails, name), encoding="utf-8") as f:
            letters.update(re.findall(r"^To: <(.*)>", f.read(), re.M))
    return there, letters


def main():
    program, folder = sys.argv[1:3]
    seconds = float(sys.argv[3]) if len(sys.argv) > 3 else 6
    rate = float(sys.argv[4]) if len(sys.argv) > 4 else 200
    work, answered, took = queue.Queue(), [], []
    clients = [Client(work, answered, took) for _ in range(64)]
    server = start(program, folder)
    for client in clients:
        client.start()
    began, killed, sent, sizes = time.monotonic(), False, 0, []
    while sent < seconds * rate:
        late = began + sent / rate - time.monotonic()
        if late > 0:
            time.sleep(late)
        if not killed and sent >= seconds * rate / 2:
            sizes.append(memory(server))
            os.kill(server.pid, signal.SIGKILL)
            server.wait()
            server, killed = start(program, folder), True
            sizes.append(memory(server))
        work.put(f"reader{sent}@d{sent % 997}.example.org")
        sent += 1
    for _ in clients:
        work.put(None)
    for client in clients:
        client.join()
    lasted = time.monotonic() - began
    sizes.append(memory(server))
    server.terminate()
    status = server.wait(30)
    there, letters = kept(folder)
    lost = [a for a in answered if a not in there or a not in letters]
    took.sort()
    print(f"{sent} sent in {lasted:.1f} s, {len(answered)} answered, "
          f"{len(lost)} lost; median {took[len(took) // 2] * 1000:.0f} ms, "
          f"99th percentile {took[len(took) * 99 // 100] * 1000:.0f} ms; "
          f"memory before the kill, after, at the end: {sizes} kB")
    return 1 if lost or status != 0 or len(answered) < sent / 2 else 0


sys.exit(main())
