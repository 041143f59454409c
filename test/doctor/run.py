#!/usr/bin/env python3
"""run: sennight doctor against zones, mail servers and clocks, good and bad.

    run.py SENNIGHT

Each zones/NAME.zone is given to a name server (unbound), and what the whole
command says about it is compared with zones/NAME.txt; $SENNIGHT_UPDATE writes
those files.  Of a zone:

    tide.example. MX 10 mx.tide.example.    a record
    mail._domainkey.tide.example. TXT {rsa} one about keys/rsa.pem
    ! dead.example. refuse                  a zone of another kind

Mail servers that encrypt are aiosmtpd's.  Speaks TAP.
"""

import base64
import contextlib
import datetime
import email.utils
import http.server
import json
import logging
import os
import pathlib
import re
import shutil
import socket
import socketserver
import ssl
import subprocess
import sys
import tempfile
import threading
import time
import warnings

HERE = pathlib.Path(__file__).resolve().parent
PROGRAM = os.path.abspath(sys.argv[1])
SETTINGS = """name: Low Tide
address: {site}
mail:
  from: {from}
  way: {way}
"""
ISSUE = """Title: Low Tide 1
Number: 1
Date: 2026-01-07

# Links

- [Sand](https://sand.example/)
"""
# What a zone is looked at with, if it is not all and the key "mail" of rsa.pem.
CASES = {
    "bounces": {"only": ["mx", "spf", "dmarc"],
                "more": "  bounces: back@bounce.example\n"},
    "bounces-below": {"only": ["spf", "dmarc"],
                      "more": "  bounces: back@mail.tide.example\n"},
    "mx": {"only": ["mx"], "more": "  reply_to: crew@reply.example\n"},
    **{f"spf-{name}": {"only": ["spf"]} for name in (
        "two", "broken", "lookups", "voids", "open", "other", "macros",
        "include", "neutral",
        "later")},
    "dkim-other": {"only": ["dkim"]},
    "dkim-flags": {"only": ["dkim"], "keys": {
        "test": "rsa", "short": "short", "gone": "rsa", "twice": "rsa"}},
    "dkim-forms": {"only": ["dkim"], "keys": {
        "mail": "rsa", "alias": "rsa", "long": "long", "new": "ed25519"}},
    "dkim-new": {"only": ["dkim"], "keys": {"new": "ed25519"}},
    **{f"dmarc-{name}": {"only": ["dmarc"]} for name in (
        "two", "broken", "blind")},
    "dmarc-above": {"only": ["dmarc"], "from": "ebb@mail.tide.example"},
    "ptr-astray": {"only": ["ptr"]},
    "idn": {"from": "crew@Gezeiten\u00fc.example"},
}


class Report:
    def __init__(self):
        self.count = self.failed = 0

    def check(self, name, fine, why=""):
        self.count += 1
        self.failed += not fine
        print(f"{'ok' if fine else 'not ok'} {self.count} - {name}",
              flush=True)
        if not fine:
            print("\n".join(f"# {line}" for line in str(why).split("\n")),
                  flush=True)

    def skip(self, name, why):
        self.count += 1
        print(f"ok {self.count} - {name} # SKIP {why}", flush=True)

    def end(self):
        print(f"1..{self.count}")
        return self.failed > 0


report = Report()


# ------------------------------------------------------------------ name server

def record(name, form="pem"):
    """What is published of a key."""
    path = HERE / "keys" / f"{name}.pem"
    how = ["openssl", "pkey", "-in", path, "-pubout", "-outform", "DER"]
    if form == "short form":
        how = ["openssl", "rsa", "-in", path, "-RSAPublicKey_out", "-outform",
               "DER"]
    key = subprocess.run(how, check=True, capture_output=True).stdout
    kind = "rsa"
    if name == "ed25519":
        kind, key = name, key[-32:]
    text = f"v=DKIM1; k={kind}; p={base64.b64encode(key).decode()}"
    return " ".join(f'"{text[i:i + 255]}"' for i in range(0, len(text), 255))


def local_data(zone):
    """Lines of unbound's settings."""
    for line in zone.read_text(encoding="utf-8").splitlines():
        if line.startswith("!"):
            name, kind = line[1:].split()
            yield f'local-zone: "{name}" {kind}'
        elif line and not line.startswith(";"):
            line = re.sub(r"(?<!%)\{(\w+) ?(.*?)\}",
                          lambda m: record(m[1], m[2]), line)
            yield f"local-data: '{line}'"


def free_port():
    """One that nobody has, neither of TCP nor of UDP."""
    while True:
        with socket.socket() as tcp, socket.socket(type=socket.SOCK_DGRAM) \
                as udp:
            tcp.bind(("127.0.0.1", 0))
            with contextlib.suppress(OSError):
                udp.bind(tcp.getsockname())
                return tcp.getsockname()[1]


def start_name_server(zone, folder, port):
    """The process, or None: somebody else was faster to take the port."""
    settings = pathlib.Path(folder, "unbound.conf")
    settings.write_text("\n".join([
        "server:", f'directory: "{folder}"', 'chroot: ""', 'username: ""',
        'pidfile: ""', "do-daemonize: no", "use-syslog: no",
        f'logfile: "{folder}/unbound.log"', "interface: 127.0.0.1",
        f"port: {port}", "num-threads: 1", 'module-config: "iterator"',
        'local-zone: "." static', 'local-zone: "2.0.192.in-addr.arpa." static',
        *local_data(zone), "remote-control:", "control-enable: no", ""]),
        encoding="utf-8")
    program = shutil.which("unbound", path="/usr/sbin:" + os.environ["PATH"])
    # pylint: disable=consider-using-with
    server = subprocess.Popen([program, "-c", settings],
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    for _ in range(400):
        if server.poll() is not None:
            said = server.communicate()[0].decode()
            if "Address already in use" in said:
                return None
            raise RuntimeError(said)
        with contextlib.suppress(OSError):
            with socket.create_connection(("127.0.0.1", port), 1):
                return server
        time.sleep(0.02)
    server.kill()
    server.communicate()
    raise RuntimeError("unbound does not answer")


@contextlib.contextmanager
def name_server(zone, folder):
    """ADDRESS:PORT of one that knows this zone, and nothing else."""
    server = None
    while server is None:
        port = free_port()
        server = start_name_server(zone, folder, port)
    try:
        yield f"127.0.0.1:{port}"
    finally:
        server.terminate()
        server.communicate()


# -------------------------------------------------------- mail server, site

class Mail(socketserver.StreamRequestHandler):
    """A mail server, as far as somebody gets who sends nothing."""

    def handle(self):
        self.wfile.write(b"220 relay\r\n")
        for line in self.rfile:
            word = line.split()[0].upper()
            self.wfile.write({
                b"EHLO": b"250-relay\r\n250-PIPELINING\r\n250-8BITMIME\r\n"
                         b"250-SIZE %d\r\n250 DSN\r\n" % self.server.most,
                b"QUIT": b"221 Bye\r\n"}.get(word, b"503 Not that\r\n"))
            self.server.said.append(word)
            if word == b"QUIT":
                return


class Site(http.server.BaseHTTPRequestHandler):
    """A site whose clock goes wrong by some seconds."""

    def date_time_string(self, timestamp=None):
        return email.utils.formatdate(time.time() + self.server.off,
                                      usegmt=True)

    def do_GET(self):
        self.send_response(200)
        self.end_headers()

    def log_message(self, format, *args):
        pass


@contextlib.contextmanager
def running(server, **more):
    for name, value in more.items():
        setattr(server, name, value)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,),
                              daemon=True)
    thread.start()
    try:
        yield server.server_address[1]
    finally:
        server.shutdown()
        server.server_close()


class Threaded(socketserver.ThreadingTCPServer):
    daemon_threads = True

    def handle_error(self, request, client_address):
        pass


def mail_server(most=0):
    return running(Threaded(("127.0.0.1", 0), Mail), most=most, said=[])


def site(context, off=0):
    server = Threaded(("127.0.0.1", 0), Site)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    return running(server, off=off)


def certificate(folder, name, days):
    """A path and a context; good from now for this many days."""
    path = os.path.join(folder, f"{name}-{days}")
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days",
         str(days), "-keyout", path + ".key", "-out", path + ".pem", "-subj",
         f"/CN={name}", "-addext", f"subjectAltName=DNS:{name}"],
        check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(path + ".pem", path + ".key")
    return path + ".pem", context


# ------------------------------------------------------------------------ runs

class Newsletter:
    def __init__(self, folder, trusted):
        self.folder, self.trusted = folder, trusted
        os.makedirs(os.path.join(folder, "content"))
        pathlib.Path(folder, "content", "2026-01-07-low-tide-1.md").write_text(
            ISSUE, encoding="utf-8")

    def settle(self, case, relay, address):
        keys = case.get("keys", {"mail": "rsa"})
        text = SETTINGS.format(**{
            "from": case.get("from", "crew@tide.example"),
            "way": case.get("way", f"smtp://127.0.0.1:{relay}"),
            "site": address})
        text += "  dkim: [" + ", ".join(keys) + "]\n" + case.get("more", "")
        pathlib.Path(self.folder, "sennight.yaml").write_text(
            text, encoding="utf-8")
        env = dict(os.environ, SSL_CERT_FILE=self.trusted, **case.get("env", {}))
        for selector, name in keys.items():
            path = pathlib.Path(self.folder, f"{selector}.key")
            path.write_bytes((HERE / "keys" / f"{name}.pem").read_bytes())
            path.chmod(0o600)
            env[f"SENNIGHT_DKIM_{selector.upper()}_FILE"] = str(path)
        return env

    def doctor(self, case, relay=1, address="https://tide.example/", dns=None,
               options=()):
        """Status and what was said, without what changes from run to run."""
        env = self.settle(case, relay, address)
        only = [word for name in case.get("only", []) for word in
                ("--only", name)]
        got = subprocess.run(
            [PROGRAM, "-C", self.folder, "doctor", "--dns",
             dns or "127.0.0.1:1", "--address", "192.0.2.7", *only, *options],
            capture_output=True, env=env, timeout=60, check=False)
        text = (got.stdout + got.stderr).decode()
        text = text.replace(self.folder, "FOLDER")
        return got.returncode, re.sub(r":\d{4,5}\b", ":PORT", text)


def compare(name, got):
    path = HERE / "zones" / f"{name}.txt"
    if os.environ.get("SENNIGHT_UPDATE"):
        path.write_text(got, encoding="utf-8")
    wanted = path.read_text(encoding="utf-8") if path.exists() else ""
    report.check(name, got == wanted, f"got:\n{got}\nwanted:\n{wanted}")


def try_zones(newsletter, folder, context):
    if not os.path.exists("/usr/sbin/unbound") and not shutil.which("unbound"):
        report.skip("zones", "unbound is not installed")
        return
    for zone in sorted((HERE / "zones").glob("*.zone")):
        case = CASES.get(zone.stem, {})
        with name_server(zone, folder) as dns, mail_server() as relay, \
                site(context) as port:
            status, said = newsletter.doctor(
                case, relay, f"https://localhost:{port}/", dns)
        compare(zone.stem, f"{said}exit status {status}\n")


def try_options(newsletter):
    case = {"only": ["settings", "mx"]}
    status, said = newsletter.doctor(case, options=["--format", "json"])
    lines = [json.loads(line) for line in said.splitlines()]
    report.check("JSON, and a name server that is not there", status == 2 and
                 [(l["check"], l["state"]) for l in lines] ==
                 [("settings", "ok"), ("mx", "skipped")] and
                 "nobody answers" in lines[1]["text"], said)
    for name, options, words in (
            ("a check of no such name", ["--only", "mood"], "mood"),
            ("a name server of no such form", ["--dns", "::1"], "::1"),
            ("no address", ["--address", "mx.example"], "mx.example"),
            ("an argument", ["now"], "no arguments")):
        status, said = newsletter.doctor({}, options=options)
        report.check(name, status == 2 and words in said, (status, said))
    status, said = newsletter.doctor({"only": ["dkim", "keys"], "keys": {}})
    report.check("no keys", status == 1 and "mails are not signed" in said and
                 "skipped  keys      no key is in a file" in said, said)
    status, said = newsletter.doctor(
        {"only": ["settings"], "from": "crew", "more":
         "  reply_to: x@\n  bounces: y@\n"},
        address="http://example.org/")
    report.check("settings that say nothing", status == 1 and
                 said.count("wrong") == 4, said)


def try_relays(newsletter, context):
    case = {"only": ["size", "relay"]}
    with mail_server(most=9000) as relay:
        status, said = newsletter.doctor(case, relay)
        report.check("mails that are too large", status == 1 and
                     "takes mails of 9000 bytes at most" in said, said)
    status, said = newsletter.doctor(case, free_port())
    report.check("nobody there", status == 1 and "takes nothing from us" in
                 said and "refused" in said, said)
    status, said = newsletter.doctor({**case, "way": "outbox"})
    report.check("a folder", status == 1 and "is the folder outbox" in said,
                 said)
    with Silent() as port:
        status, said = newsletter.doctor(case, port)
        report.check("a server that closes", status == 1 and
                     "closed the connection" in said, said)
    try_encrypted(newsletter, context)


class Silent:
    def __enter__(self):
        self.socket = socket.create_server(("127.0.0.1", 0))
        threading.Thread(target=self.serve, daemon=True).start()
        return self.socket.getsockname()[1]

    def serve(self):
        with contextlib.suppress(OSError):
            while True:
                self.socket.accept()[0].close()

    def __exit__(self, *_):
        self.socket.close()


def try_encrypted(newsletter, context):
    try:
        # pylint: disable=import-outside-toplevel
        from aiosmtpd.controller import Controller
        from aiosmtpd.smtp import SMTP, AuthResult
    except ImportError:
        report.skip("servers that encrypt", "python3-aiosmtpd is not installed")
        return

    class Server(Controller):
        def __init__(self, **options):
            self.options = options
            super().__init__(None, hostname="127.0.0.1", port=0)

        def factory(self):
            return SMTP(self, hostname="localhost", enable_SMTPUTF8=True,
                        **self.options)

        def _trigger_server(self):
            name = self.server.sockets[0].getsockname()
            with socket.create_connection(name, timeout=5) as knock:
                knock.recv(100)

    def authenticate(_server, _session, _envelope, _mechanism, data):
        return AuthResult(success=data.password == b"tide", handled=False)

    def look(options, trusted, password="tide"):
        server = Server(authenticator=authenticate, **options)
        server.start()
        port = server.server.sockets[0].getsockname()[1]
        newsletter.trusted = trusted
        case = {"only": ["relay"], "way": f"smtp://localhost:{port}",
                "more": "  user: ada\n",
                "env": {"SENNIGHT_MAIL_PASSWORD": password}}
        try:
            return newsletter.doctor(case)
        finally:
            server.stop()

    with tempfile.TemporaryDirectory() as folder:
        good, encrypted = certificate(folder, "localhost", 90)
        soon, ending = certificate(folder, "localhost", 5)
        old, expired = expired_certificate(folder)
        status, said = look({"tls_context": encrypted}, good)
        report.check("encrypted and logged in", status == 0 and
                     "encrypted, logged in; it offers 8BITMIME, SMTPUTF8, "
                     "SIZE; not PIPELINING, DSN" in " ".join(said.split()),
                     said)
        status, said = look({"tls_context": encrypted}, good, "ebb")
        report.check("a wrong password", status == 1 and
                     "does not let us log in: 535" in " ".join(said.split())
                     and "ebb" not in said, said)
        status, said = look({"tls_context": ending}, soon)
        report.check("a certificate that ends soon", status == 0 and
                     re.search("warning +relay .* ends in [45] days",
                               " ".join(said.split())), said)
        status, said = look({"tls_context": expired}, old)
        report.check("a certificate that has ended", status == 1 and
                     "certificate has expired" in " ".join(said.split()), said)


def expired_certificate(folder):
    """Good until yesterday."""
    day = datetime.timedelta(days=1)
    now = datetime.datetime.now(datetime.timezone.utc)
    form = "%Y%m%d%H%M%SZ"
    base = os.path.join(folder, "old")
    run = lambda *words: subprocess.run(words, check=True, cwd=folder,
                                        capture_output=True)
    run("openssl", "req", "-newkey", "rsa:2048", "-nodes", "-keyout",
        base + ".key", "-out", base + ".csr", "-subj", "/CN=localhost")
    pathlib.Path(folder, "index.txt").write_text("", encoding="utf-8")
    pathlib.Path(folder, "ca.cnf").write_text(
        "[ca]\ndefault_ca=a\n[a]\ndatabase=index.txt\nnew_certs_dir=.\n"
        "rand_serial=yes\ndefault_md=sha256\npolicy=p\nx509_extensions=x\n"
        "[p]\ncommonName=supplied\n[x]\nsubjectAltName=DNS:localhost\n"
        "basicConstraints=CA:TRUE\n", encoding="utf-8")
    run("openssl", "ca", "-batch", "-selfsign", "-config", "ca.cnf", "-in",
        base + ".csr", "-keyfile", base + ".key", "-out", base + ".pem",
        "-notext", "-startdate", (now - 9 * day).strftime(form), "-enddate",
        (now - day).strftime(form))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(base + ".pem", base + ".key")
    return base + ".pem", context


def try_clocks(newsletter, context):
    for off, status, words in ((0, 0, "ok clock"), (40, 0, "warning clock"),
                               (-1000, 1, "wrong clock"),
                               (1000, 1, "seconds behind that of the site")):
        with site(context, off) as port:
            got, said = newsletter.doctor(
                {"only": ["clock"]}, address=f"https://localhost:{port}/")
        report.check(f"a clock that is {off} seconds off", got == status and
                     words in " ".join(said.split()), said)


def try_files(newsletter):
    case = {"only": ["keys", "database"], "env": {}}
    var = pathlib.Path(newsletter.folder, "var")
    key = pathlib.Path(newsletter.folder, "password")
    var.mkdir()
    var.chmod(0o755)
    key.write_text("tide", encoding="utf-8")
    key.chmod(0o644)
    (var / "store.db").write_text("", encoding="utf-8")
    (var / "store.db").chmod(0o644)
    case["env"]["SENNIGHT_MAIL_PASSWORD_FILE"] = str(key)
    status, said = newsletter.doctor(case)
    report.check("files that all can read", status == 1 and re.search(
        "wrong +keys +everybody on this machine can read\\s+FOLDER/password\n"
        " +chmod 600 FOLDER/password\n", said) and re.search(
        "warning +database +everybody on this machine can read var/store.db\n",
        said), said)
    var.chmod(0o700)
    key.chmod(0o640)
    status, said = newsletter.doctor(case)
    report.check("a folder that keeps others out", status == 0 and
                 "warning  keys      the group" in said and
                 "ok       database" in said, said)
    shutil.rmtree(var)


def main():
    # A handshake that fails is what some of them are for.
    logging.disable(logging.CRITICAL)
    warnings.simplefilter("ignore")
    with tempfile.TemporaryDirectory() as folder:
        trusted, context = certificate(folder, "localhost", 90)
        newsletter = Newsletter(os.path.join(folder, "tide"), trusted)
        try_zones(newsletter, folder, context)
        try_options(newsletter)
        try_clocks(newsletter, context)
        try_files(newsletter)
        try_relays(newsletter, context)
    return report.end()


sys.exit(main())
