"""attack: what strangers try against the readers' pages.

    attack.py SENNIGHT FOLDER

FOLDER is a newsletter with `subscribe: open` and `submit: open` behind a
proxy, with the limits of attack.sh.  Prints what got through; exit 1 if
anything did.
"""

import glob
import os
import socket
import subprocess
import sys
import time
import urllib.parse

PROGRAM, FOLDER = sys.argv[1:3]
MAILS = os.path.join(FOLDER, "var/mail")
SENT = 12  # things that are sent in by `bomb`
wrong = []


def expect(name, got, wanted):
    if got != wanted:
        wrong.append(f"{name}: {got!r}, not {wanted!r}")


class Server:
    """`sennight serve` on a port that the system chose."""

    def __init__(self, listen="127.0.0.1:0"):
        self.child = subprocess.Popen(
            [PROGRAM, "-C", FOLDER, "serve", "--log", "--listen", listen],
            stdout=subprocess.PIPE, stderr=sys.stderr)
        url = self.child.stdout.readline().decode().strip()
        self.place = ("127.0.0.1", int(url.rstrip("/").rsplit(":", 1)[1]))

    def send(self, request):
        """All that is answered until the end of the connection."""
        with socket.create_connection(self.place, timeout=30) as one:
            one.sendall(request)
            answer = b""
            while part := one.recv(65536):
                answer += part
        return answer

    def get(self, path, headers=""):
        return self.send(f"GET {path} HTTP/1.1\r\nHost: x\r\n{headers}"
                         "Connection: close\r\n\r\n".encode())

    def post(self, path, fields):
        body = urllib.parse.urlencode(fields)
        return self.send(
            f"POST {path} HTTP/1.1\r\nHost: x\r\nContent-Type: "
            "application/x-www-form-urlencoded\r\n"
            f"Content-Length: {len(body)}\r\n\r\n{body}".encode())

    def stop(self):
        """What was logged."""
        self.child.terminate()
        log, _ = self.child.communicate(timeout=30)
        return log.decode()


def status(answer):
    return int(answer.split()[1]) if answer else 0


def mails_to(domain):
    """How many, once no more come."""
    count, calm = -1, 0
    while calm < 5:
        before, count = count, 0
        for name in glob.glob(os.path.join(MAILS, "*.eml")):
            with open(name, encoding="utf-8") as f:
                count += f"@{domain}>\n" in f.read()
        calm = calm + 1 if count == before else 0
        time.sleep(0.2)
    return count


def bomb(server):
    """No mailbox is filled, whatever is written before the @."""
    for i in range(6):
        answer = server.post("/subscribe/",
                             {"address": f"victim+{i}@plus.example"})
        expect("bomb: the same answer", status(answer), 200)
    expect("bomb: mails to a mailbox", mails_to("plus.example"), 3)
    for i in range(SENT):
        answer = server.post("/submit/link", {
            "url": f"https://pier.example.org/{i}", "again": "1",
            "title": f"What the tide left behind, part {i}",
            "mail": f"victim{i}@domain.example"})
        expect("bomb: sent in", status(answer), 303)
    expect("bomb: mails to a domain", mails_to("domain.example"), 8)


def settings(old, new):
    """Change the settings for the next server."""
    path = os.path.join(FOLDER, "sennight.yaml")
    with open(path, encoding="utf-8") as f:
        text = f.read()
    expect(f"settings: {old!r}", text.count(old), 1)
    with open(path, "w", encoding="utf-8") as f:
        f.write(text.replace(old, new))


def tries():
    """What is refused costs us as much as what is taken: it is counted too."""
    settings("submit:\n  open: yes\n  per_network: 1000000",
             "submit:\n  open: yes\n  per_network: 1")
    server = Server()
    got = [status(server.post("/submit/link", {"url": "no address"}))
           for _ in range(20 - SENT)]
    expect("tries: refused for what it says", got, [422] * (20 - SENT))
    for path, fields in (("/submit/link", {"url": "no address"}),
                         ("/submit/ics", {"ics": "BEGIN:VCALENDAR"})):
        expect(f"tries: too many of {path}",
               status(server.post(path, fields)), 429)
    server.stop()


def hold():
    """One client cannot take all connections from the others."""
    settings("behind_proxy: yes", "behind_proxy: no")
    server = Server("0.0.0.0:0")
    held = []
    for _ in range(300):
        one = socket.create_connection(server.place, timeout=30)
        held.append(one)
    answered = 0
    for one in held:
        try:
            one.sendall(b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n")
            answered += one.recv(12) == b"HTTP/1.1 200"
        except OSError:
            pass
    for one in held:
        one.close()
    expect("hold: connections of one client", answered, 256)
    server.stop()


def counters(server):
    """Only this machine sees whether a form caused a mail."""
    expect("counters: here", status(server.get("/metrics")), 200)
    for header in ("X-Forwarded-For: 203.0.113.7", "Via: 1.1 proxy",
                   "x-forwarded-proto: https", "X-Real-IP: 203.0.113.7",
                   "Forwarded: for=203.0.113.7"):
        expect(f"counters: {header}",
               status(server.get("/metrics", header + "\r\n")), 404)


def hidden(server):
    """No second request, and no length, hides behind what some read as the
    end of a line."""
    for name, line in (("CR", b"X: a\rContent-Length: 37"),
                       ("CR before a coding", b"X: a\rTransfer-Encoding: x"),
                       ("vertical tab", b"X: a\vb"), ("DEL", b"X: a\x7fb")):
        answer = server.send(b"GET / HTTP/1.1\r\nHost: x\r\n" + line +
                             b"\r\n\r\nGET /healthz HTTP/1.1\r\n"
                             b"Host: x\r\nConnection: close\r\n\r\n")
        expect(f"hidden: {name}", status(answer), 400)
        expect(f"hidden: {name}: answers", answer.count(b"HTTP/1.1 "), 1)
    answer = server.send(b"GET / HTTP/1.1\r\nHost: x\r\nX: a\tb \xc3\xa9\r\n"
                         b"Connection: close\r\n\r\n")
    expect("hidden: a tab is none", status(answer), 200)


def secrets(server):
    """What lets somebody in is not left lying about."""
    expect("secrets: mode of the mails", oct(os.stat(MAILS).st_mode & 0o777),
           "0o700")
    for name in ("key", "store.db"):
        path = os.path.join(FOLDER, "var", name)
        expect(f"secrets: mode of {name}",
               oct(os.stat(path).st_mode & 0o777), "0o600")
    for path in ("confirm/SECRET/", "data/SECRET/export/", "ballot/SECRET/x",
                 "unsubscribe/SECRET/.", "receipt/SECRET/feed.xml/"):
        expect(f"secrets: {path}", status(server.get("/" + path)), 404)


def through_a_file():
    """Behind a proxy that talks over a socket in the file system, readers are
    told apart all the same: or one would use up the limit of all."""
    path = os.path.join(FOLDER, "socket")
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(path)
        listening.listen()
        child = subprocess.Popen(
            ["sh", "-c", 'LISTEN_FDS=1 LISTEN_PID=$$ exec "$@" 3<&0 </dev/null',
             "sh", PROGRAM, "-C", FOLDER, "serve", "--log=addresses"],
            stdin=listening.fileno(), stdout=subprocess.PIPE,
            stderr=sys.stderr)
        child.stdout.readline()
        with socket.socket(socket.AF_UNIX) as one:
            one.connect(path)
            one.sendall(b"GET / HTTP/1.1\r\nHost: x\r\nX-Forwarded-For: "
                        b"198.51.100.1, 203.0.113.7\r\n"
                        b"Connection: close\r\n\r\n")
            while one.recv(65536):
                pass
        child.terminate()
        log, _ = child.communicate(timeout=30)
    expect("a file: who asks", b"Z 203.0.113.7 GET / 200" in log, True)


def main():
    server = Server()
    counters(server)
    bomb(server)
    secrets(server)
    hidden(server)
    log = server.stop()
    expect("secrets: in the log", "SECRET" in log, False)
    expect("secrets: told as", "GET /confirm/? 404" in log, True)
    through_a_file()
    tries()
    hold()
    for line in wrong:
        print(line)
    return 1 if wrong else 0


sys.exit(main())
