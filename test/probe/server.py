#!/usr/bin/env python3
"""server: web servers that misbehave by script, for tests.

    server.py COMMAND ARG...

runs the command while the servers run, with their places in its environment:

    SENNIGHT_TEST_PORT      of HTTP, at 127.0.0.1 to 127.0.0.N
    SENNIGHT_TEST_TLS_PORT  of HTTPS, at the same addresses
    SENNIGHT_TEST_TLS_OLD   of HTTPS with a certificate that has expired
    SENNIGHT_TEST_CLOSED    a port at which nobody listens
    SENNIGHT_TEST_FILES     the folder of this file

A test that makes many requests spreads them over the addresses, because each
is a host of its own.  Every answer but that of /keep closes its connection.
"""

import contextlib
import gzip
import os
import pathlib
import re
import selectors
import socket
import ssl
import subprocess
import sys
import threading
import time
import urllib.parse

HERE = pathlib.Path(__file__).resolve().parent
ADDRESSES = [f"127.0.0.{n}" for n in range(1, 81)]
LIMIT = 64 << 20  # bytes; endless answers end here
REASONS = {200: "OK", 404: "Not Found"}


def page(title, head="", body="<p>Moored for the night."):
    return (f"<!doctype html><html><head>{head}<title>{title}</title></head>"
            f"<body>{body}</body></html>")


class Request:
    def __init__(self, server, connection, address, head):
        lines = head.decode("latin-1").split("\r\n")
        self.server, self.connection, self.address = server, connection, address
        self.target = lines[0].split(" ")[1]
        self.path, _, self.query = self.target.partition("?")
        self.headers = {name.lower(): value.strip() for name, _, value in
                        (line.partition(":") for line in lines[1:])}
        self.time = time.monotonic()
        self.keep = False  # the connection, for another request
        with server.lock:
            self.counted = True
            server.log.append(self)
            server.now[address] = server.now.get(address, 0) + 1
            server.most = max(server.most, sum(server.now.values()))
            server.most_of_one = max(server.most_of_one, server.now[address])

    def leave(self):
        """Before the answer: the next request may come before we are back."""
        with self.server.lock:
            self.server.now[self.address] -= self.counted
            self.counted = False

    def send(self, data):
        self.connection.sendall(data)

    def answer(self, body=b"", status=200, headers=(),
               kind="text/html; charset=utf-8", length=True):
        if isinstance(body, str):
            body = body.encode()
        self.leave()
        lines = [f"HTTP/1.1 {status} {REASONS.get(status, 'So')}", *headers]
        if not self.keep:
            lines.append("Connection: close")
        if kind:
            lines.append(f"Content-Type: {kind}")
        if length:
            lines.append(f"Content-Length: {len(body)}")
        self.send("\r\n".join(lines).encode("latin-1") + b"\r\n\r\n" + body)

    def times(self):
        """How often this target was asked for at this address, with now."""
        return sum(r.target == self.target and r.address == self.address
                   for r in self.server.log)

    def sleep(self, seconds):
        """Unless the test is over or the other side has gone."""
        self.server.over.wait(seconds)


# What the paths do, by the first part of the path; `rest` is what follows.

def ok(r, rest):
    r.answer(page("A quiet harbour"), headers=['ETag: "tide-1"',
             "Last-Modified: Wed, 07 Jan 2026 10:00:00 GMT"])


def status(r, rest):
    r.answer(page("An answer"), status=int(rest))


def to(r, rest):
    """/to/301?TARGET, the target percent-encoded."""
    target = urllib.parse.unquote(r.query, "latin-1")
    r.answer(page("Moved"), int(rest), [f"Location: {target}"])


def to_with_body(r, rest):
    """A redirect whose body does not end."""
    r.answer(b"", 302, ["Location: /ok"], length=False)
    while not r.server.over.is_set():
        r.send(bytes(4096))
        r.sleep(0.01)


def trailer(r, rest):
    """What stands behind the body says nothing about it."""
    r.answer(b"4\r\nknot\r\n0\r\nETag: \"late\"\r\n\r\n", length=False,
             headers=["Transfer-Encoding: chunked", "Trailer: ETag"])


def chain(r, rest):
    """/chain/N ends after N redirects at /ok."""
    target = f"/chain/{int(rest) - 1}" if int(rest) > 1 else "/ok"
    r.answer(b"", 301, [f"Location: {target}"])


def loop(r, rest):
    r.answer(b"", 302, [f"Location: /loop/{'b' if rest == 'a' else 'a'}"])


def drip(r, rest):
    """A byte a second: of the body, or of a header."""
    r.send(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n" +
           (b"X-Slow: " if rest == "head" else b"\r\n"))
    for _ in range(60):
        r.send(b"x")
        r.sleep(1)
        if r.server.over.is_set():
            return


def wait(r, rest):
    r.sleep(float(rest))
    r.answer(page("At last"))


def hang(r, rest):
    r.sleep(60)


def huge(r, rest):
    r.answer(page("Very long", body="x"), length=False)
    sent, block = 0, b"<p>All the ropes in the world.\n" * 4096
    while sent < LIMIT:
        r.send(block)
        sent += len(block)


BOMB = gzip.compress(page("Well packed").encode() + bytes(16 << 20))


def bomb(r, rest):
    r.answer(BOMB, headers=["Content-Encoding: gzip"])


def packed(r, rest):
    r.answer(gzip.compress(page("Well packed").encode()),
             headers=["Content-Encoding: gzip"])


def badly_packed(r, rest):
    r.answer(b"no gzip at all", headers=["Content-Encoding: gzip"])


def endless(r, rest):
    r.answer(page("No length given"), length=False)


def broken(r, rest):
    r.send(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
           b"Content-Length: 5000\r\n\r\n" + page("Half a page").encode())


def garbage(r, rest):
    r.send(b"220 knots.example ESMTP ready\r\n" * 20)


def silent(r, rest):
    pass


def headers(r, rest):
    """A header of 1 MB, or as much in many headers."""
    many = b"".join(b"X-Knot-%d: %s\r\n" % (i, b"k" * 100)
                    for i in range(10000))
    r.send(b"HTTP/1.1 200 OK\r\n" +
           (many if rest == "many" else b"X-Rope: " + b"r" * (1 << 20)) +
           b"\r\n\r\n")


def patience(r, rest):
    """/patience/FORM: 429 with Retry-After, and the second time a page."""
    forms = {"seconds": "1", "long": "3600", "none": None,
             "date": time.strftime("%a, %d %b %Y %H:%M:%S GMT",
                                   time.gmtime(time.time() + 2))}
    if r.times() > 1:
        return ok(r, rest)
    value = forms[rest]
    r.answer(page("Too many"), 429, [f"Retry-After: {value}"] if value else [])


def never(r, rest):
    r.answer(page("Too many"), int(rest), ["Retry-After: 1"])


def unsteady(r, rest):
    """503 the first time."""
    if r.times() > 1:
        return ok(r, rest)
    r.answer(page("Not now"), 503)


def challenge(r, rest):
    r.answer(page("Just a moment...", body=(
        "<script src='/cdn-cgi/challenge-platform/x.js'></script>")),
        int(rest), ["cf-mitigated: challenge"])


def title(r, rest):
    """Pages whose title is hard to read, by name."""
    text = "Caf\u00e9 \u201cTide\u201d"
    meta = '<meta charset="{}">'.format
    pages = {
        "utf-8-header": (page(text).encode(), "text/html; charset=utf-8"),
        "utf-8-meta": (page(text, meta("utf-8")).encode(), "text/html"),
        "utf-8-silent": (page(text).encode(), "text/html"),
        "1252-header": (page(text).encode("cp1252"),
                        'text/html; charset="windows-1252"'),
        "1252-meta": (page(text, meta("windows-1252")).encode("cp1252"),
                      "text/html"),
        "latin-1-meta": (page(text, meta("iso-8859-1")).encode("cp1252"),
                         "text/html"),
        "header-wins": (page(text, meta("koi8-r")).encode(),
                        "text/html; charset=UTF-8"),
        "nul": (page("Be\0fore\0 noon").encode(), "text/html"),
        "open": (b"<html><head><title>Never closed", "text/html"),
        "og": (b"<meta property='og:title' content='From a card &amp; more'>",
               "text/html"),
        "text": (b"<title>no page</title>", "text/plain"),
    }
    body, kind = pages[rest]
    r.answer(body, kind=kind)


def echo(r, rest):
    """The headers of the request."""
    r.answer("".join(f"{n}: {v}\n" for n, v in sorted(r.headers.items())),
             kind="text/plain")


def keep(r, rest):
    """How many requests this connection has had."""
    r.keep = True
    r.answer(str(sum(q.connection is r.connection for q in r.server.log)),
             kind="text/plain")


def etag(r, rest):
    if r.headers.get("if-none-match") == '"tide-1"':
        return r.answer(b"", 304, ['ETag: "tide-1"'], kind=None, length=False)
    return ok(r, rest)


def interim(r, rest):
    r.send(b"HTTP/1.1 103 Early Hints\r\nETag: \"early\"\r\n\r\n")
    ok(r, rest)


PATHS = {name.replace("_", "-"): function for name, function in
         list(globals().items()) if callable(function) and name not in
         ("Request", "page")}


class Server:
    """HTTP at all ADDRESSES, on one port that the system chose."""

    def __init__(self, certificate=None, addresses=ADDRESSES):
        self.log = []  # of Request
        self.lock = threading.Lock()
        self.over = threading.Event()
        self.now = {}  # address: requests that are being answered
        self.most = self.most_of_one = 0
        self.tls = None
        if certificate:
            self.tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            self.tls.load_cert_chain(HERE / certificate)
        self.port, self.sockets = self.listen(addresses)
        threading.Thread(target=self.accept, daemon=True).start()

    @staticmethod
    def listen(addresses):
        while True:
            port, sockets = 0, []
            try:
                for address in addresses:
                    sockets.append(socket.create_server((address, port)))
                    port = sockets[0].getsockname()[1]
                return port, sockets
            except OSError:  # taken at one of them: another port
                for one in sockets:
                    one.close()

    def accept(self):
        """One thread listens for all addresses, and each answer has its own."""
        with selectors.DefaultSelector() as ready:
            for one in self.sockets:
                ready.register(one, selectors.EVENT_READ)
            while not self.over.is_set():
                for key, _ in ready.select(0.1):
                    connection, _ = key.fileobj.accept()
                    threading.Thread(
                        target=self.serve, daemon=True,
                        args=[connection, key.fileobj.getsockname()[0]],
                    ).start()
        for one in self.sockets:
            one.close()

    def serve(self, connection, address):
        try:
            connection.settimeout(30)
            if self.tls:
                connection = self.tls.wrap_socket(connection, server_side=True)
            while self.answer(connection, address):
                pass
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_WR)
                connection.settimeout(0.2)
                connection.recv(1 << 16)
        except OSError:
            pass
        finally:
            connection.close()

    def answer(self, connection, address):
        """One request; true if the connection is there for another."""
        head = b""
        while not head.endswith(b"\r\n\r\n"):
            more = connection.recv(1 << 16)
            if not more:
                return False
            head += more
            if not head[:1].isalpha():  # TLS, or worse
                connection.sendall(b"HTTP/1.1 400 So\r\n\r\n")
                return False
        request = Request(self, connection, address, head)
        _, name, *rest = request.path.split("/", 2)
        try:
            if name in PATHS:
                PATHS[name](request, rest[0] if rest else "")
            else:
                request.answer(page("Not here"), 404)
        finally:
            request.leave()
        return request.keep

    def targets(self, pattern="."):
        return [r.target for r in self.log if re.search(pattern, r.target)]

    def stop(self):
        self.over.set()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()


def closed_port():
    with socket.create_server(("127.0.0.1", 0)) as one:
        return one.getsockname()[1]


def main():
    servers = [Server(), Server("self-signed.pem", ADDRESSES[:8]),
               Server("expired.pem", ADDRESSES[:8])]
    environment = {
        "SENNIGHT_TEST_PORT": servers[0].port,
        "SENNIGHT_TEST_TLS_PORT": servers[1].port,
        "SENNIGHT_TEST_TLS_OLD": servers[2].port,
        "SENNIGHT_TEST_CLOSED": closed_port(),
        "SENNIGHT_TEST_FILES": HERE,
    }
    ended = subprocess.run(sys.argv[1:], env={
        **os.environ, **{n: str(v) for n, v in environment.items()}})
    for one in servers:
        one.stop()
    return ended.returncode


if __name__ == "__main__":
    sys.exit(main())
