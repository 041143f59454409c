"""serve: what clients and disks may do to the readers' pages.

    serve.py SENNIGHT FOLDER [SMALL]

FOLDER is a newsletter with `subscribe: open`; SMALL, if given, is where its
database is on a disk of a few megabytes.  Prints what went wrong; exit 1 if
anything did.
"""

import os
import socket
import sqlite3
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.parse
import urllib.request

PORT = 20000 + os.getpid() % 20000
URL = f"http://127.0.0.1:{PORT}"
PROGRAM, FOLDER = sys.argv[1:3]
wrong = []


def expect(name, got, wanted):
    if got != wanted:
        wrong.append(f"{name}: {got!r}, not {wanted!r}")


def start():
    server = subprocess.Popen(
        [PROGRAM, "-C", FOLDER, "serve", "--listen", f"127.0.0.1:{PORT}"],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    server.stdout.readline()
    return server


def ask(path, fields=None, patience=30):
    data = urllib.parse.urlencode(fields).encode() if fields else None
    try:
        with urllib.request.urlopen(URL + path, data, patience) as answer:
            return answer.status
    except urllib.error.HTTPError as e:
        return e.code
    except OSError as e:
        return str(e)


def sign_up(name):
    return ask("/subscribe/", {"address": f"{name}@{name}.example"})


def idle():
    """A thousand clients that say nothing keep nobody out."""
    them = [socket.create_connection(("127.0.0.1", PORT)) for _ in range(1000)]
    began = time.monotonic()
    expect("idle: a page", ask("/"), 200)
    expect("idle: a sign-up", sign_up("idle"), 200)
    if time.monotonic() - began > 10:
        wrong.append("idle: it took longer than 10 s")
    for one in them:
        one.close()


def drip(name, first):
    """A byte a second does not hold a connection for ever."""
    one = socket.create_connection(("127.0.0.1", PORT))
    one.sendall(first)
    one.settimeout(1)
    began = time.monotonic()
    while time.monotonic() - began < 40:
        try:
            one.sendall(b"x")
            if one.recv(4096) == b"":
                break
        except TimeoutError:
            continue
        except OSError:
            break
    took = time.monotonic() - began
    if took > 30:
        wrong.append(f"{name}: it was let go on for {took:.0f} s")
    one.close()


def locked():
    """Another program holds the database; files do not wait for it."""
    db = sqlite3.connect(os.path.join(FOLDER, "var/store.db"), timeout=20,
                         isolation_level=None)
    db.execute("BEGIN EXCLUSIVE")
    answer = []
    waiting = threading.Thread(target=lambda: answer.append(sign_up("locked")))
    waiting.start()
    time.sleep(0.5)
    began = time.monotonic()
    expect("locked: a page", ask("/"), 200)
    expect("locked: the form", ask("/subscribe/"), 200)
    if time.monotonic() - began > 3:
        wrong.append("locked: files waited for the database")
    waiting.join()
    expect("locked: a sign-up", answer, [503])
    db.execute("COMMIT")
    db.close()
    expect("free again: a sign-up", sign_up("locked"), 200)


def full(small):
    """No room on the disk of the database; then there is some."""
    ballast = os.path.join(small, "ballast")
    with open(ballast, "wb", buffering=0) as f:
        try:
            while True:
                f.write(b"\0" * 4096)
        except OSError:
            pass
    answers = {sign_up(f"full{i}") for i in range(40)}
    if not answers <= {200, 503} or 503 not in answers:
        wrong.append(f"full: {answers}")
    expect("full: a page", ask("/"), 200)
    os.remove(ballast)
    expect("room again: a sign-up", sign_up("room"), 200)


def corrupt(server):
    """The database is none: said, and nothing is made in its place."""
    server.terminate()
    server.communicate()
    path = os.path.join(FOLDER, "var/store.db")
    for name in (path + "-wal", path + "-shm"):
        if os.path.exists(name):
            os.remove(name)
    with open(path, "r+b") as f:
        f.write(b"no database " * 400)
    with open(path, "rb") as f:
        before = f.read()
    ended = subprocess.run(
        [PROGRAM, "-C", FOLDER, "serve", "--listen", f"127.0.0.1:{PORT}"],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=30,
        check=False)
    expect("corrupt: status", ended.returncode, 2)
    if b"store.db" not in ended.stderr:
        wrong.append(f"corrupt: it says {ended.stderr!r}")
    with open(path, "rb") as f:
        expect("corrupt: the file is as it was", f.read() == before, True)


def main():
    server = start()
    slow = [threading.Thread(target=drip, args=args) for args in (
        ("slow headers", b"GET / HTTP/1.1\r\nHost: x\r\nX: "),
        ("slow body", b"POST /subscribe/ HTTP/1.1\r\nHost: x\r\nContent-Type:"
         b" application/x-www-form-urlencoded\r\nContent-Length: 90\r\n\r\na="),
        ("a slow line", b"GET /"))]
    for one in slow:
        one.start()
    idle()
    locked()
    if len(sys.argv) > 3:
        full(sys.argv[3])
    for one in slow:
        one.join()
    expect("at the end: a page", ask("/"), 200)
    corrupt(server)
    for line in wrong:
        print(line)
    return 1 if wrong else 0


sys.exit(main())
