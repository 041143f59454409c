#!/usr/bin/python3
"""mail_server: mail servers that take mails, refuse them, and break.

    mail_server.py PROGRAM

Runs PROGRAM with SENNIGHT_MAIL_PORTS, lines of NAME PORT, and with
SENNIGHT_MAIL_CA, the certificate that signed those that can be trusted.  Then
looks at what the servers got; signatures are verified by python3-dkim if that
is installed.  The servers are those of aiosmtpd; exit 77 if
that is not installed.
"""

import os
import ssl
import subprocess
import sys
import tempfile

sys.path.append(os.path.join(os.path.dirname(os.path.abspath(__file__)),
                             "..", "base"))
from certificates import make_certificates

try:
    from aiosmtpd.controller import Controller
    from aiosmtpd.smtp import SMTP, AuthResult
except ImportError:
    print("1..0 # SKIP python3-aiosmtpd is not installed")
    sys.exit(77)

USER, PASSWORD = b"press", b"open sesame"


class Handler:
    """Keeps what came; `answers` are replies instead of the usual ones."""

    def __init__(self, answers):
        self.answers, self.mails, self.logins = answers, [], 0
        self.sessions = 0

    async def handle_EHLO(self, server, session, envelope, hostname, lines):
        session.host_name = hostname
        self.sessions += 1
        return lines

    async def handle_MAIL(self, server, session, envelope, address, options):
        if "mail" in self.answers:
            return self.answers["mail"]
        envelope.mail_from = address
        return "250 fine"

    async def handle_RCPT(self, server, session, envelope, address, options):
        if "rcpt" in self.answers:
            return self.answers["rcpt"]
        envelope.rcpt_tos.append(address)
        return "250 fine"

    async def handle_DATA(self, server, session, envelope):
        if "end" in self.answers:
            return self.answers["end"]
        self.mails.append((envelope.mail_from, envelope.rcpt_tos,
                           envelope.content))
        return "250 kept"


class Hanging(SMTP):
    """Hangs up at one command."""

    async def smtp_MAIL(self, arg):
        await (self.hang("mail") or super().smtp_MAIL(arg))

    async def smtp_RCPT(self, arg):
        await (self.hang("rcpt") or super().smtp_RCPT(arg))

    async def smtp_DATA(self, arg):
        await (self.hang("data") or super().smtp_DATA(arg))

    def hang(self, command):
        return self.close_now() if command == self.event_handler.answers.get(
            "hang") else None

    async def close_now(self):
        self.transport.abort()


class Server(Controller):
    def __init__(self, answers=None, certificate=None, implicit=False,
                 auth=False):
        self.context = None
        if certificate:
            self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            self.context.load_cert_chain(certificate)
        self.implicit, self.auth = implicit, auth
        super().__init__(Handler(answers or {}), hostname="127.0.0.1", port=0,
                         ssl_context=self.context if implicit else None)

    def factory(self):
        def check(server, session, envelope, mechanism, data):
            self.handler.logins += 1
            good = data.login == USER and data.password == PASSWORD
            return AuthResult(success=good, handled=False)
        more = {}
        if self.auth:
            more = {"authenticator": check, "auth_required": True,
                    "auth_require_tls": not self.implicit}
        if self.context and not self.implicit:
            more["tls_context"] = self.context
        return Hanging(self.handler, enable_SMTPUTF8=True, **more)

    def _trigger_server(self):
        # Its port is known only now.
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


def is_signed(mails, folder):
    """What came is what was signed."""
    try:
        import dkim
    except ImportError:
        print("# SKIP python3-dkim is not installed")
        return True
    with open(os.path.join(folder, "record"), "rb") as file:
        record = file.read()
    good = len(mails) == 1 and dkim.verify(
        mails[0][2], dnsfunc=lambda name, timeout=5: record)
    if not good:
        print("# not signed:", mails, file=sys.stderr)
    return good


def main():
    with tempfile.TemporaryDirectory() as folder:
        make_certificates(folder)
        subprocess.run(["openssl", "genpkey", "-algorithm", "RSA", "-out",
                        os.path.join(folder, "dkim")], check=True,
                       capture_output=True)
        good = os.path.join(folder, "localhost")
        other = os.path.join(folder, "elsewhere.example")
        servers = {
            "plain": Server(), "kept": Server(), "signed": Server(),
            "starttls": Server(certificate=good, auth=True),
            "smtps": Server(certificate=good, implicit=True, auth=True),
            "mismatch": Server(certificate=other, auth=True),
            "mail-451": Server({"mail": "451 4.3.0 later"}),
            "rcpt-450": Server({"rcpt": "450 4.2.0 later"}),
            "end-452": Server({"end": "452 4.3.1 no room"}),
            "rcpt-550": Server({"rcpt": "550 5.1.1 nobody"}),
            "end-554": Server({"end": "554 5.7.1 no"}),
            "hang-mail": Server({"hang": "mail"}),
            "hang-rcpt": Server({"hang": "rcpt"}),
            "hang-data": Server({"hang": "data"}),
        }
        for one in servers.values():
            one.start()
        ports = "\n".join(f"{n} {s.port}" for n, s in servers.items())
        ended = subprocess.run(sys.argv[1:], env={
            **os.environ, "SENNIGHT_MAIL_PORTS": ports,
            "SENNIGHT_MAIL_CA": os.path.join(folder, "ca.pem"),
            "SENNIGHT_MAIL_RECORD": os.path.join(folder, "record"),
            "SENNIGHT_DKIM_PRESS_FILE": os.path.join(folder, "dkim")})
        for one in servers.values():
            one.stop()
        if not is_signed(servers["signed"].handler.mails, folder):
            return 1
    wanted = {"kept": 3, "signed": 1, "plain": 3, "starttls": 2, "smtps": 1}
    for name, one in servers.items():
        got = len(one.handler.mails)
        if got != wanted.get(name, 0):
            print(f"# {name} got {got} mails", file=sys.stderr)
            return 1
    if servers["kept"].handler.sessions != 1:
        print("# one connection was not kept", file=sys.stderr)
        return 1
    # A password goes to nobody who was not trusted, and not in the clear.
    if servers["plain"].handler.logins or servers["mismatch"].handler.logins:
        print("# a password went where it must not", file=sys.stderr)
        return 1
    sender, recipients, body = servers["plain"].handler.mails[0]
    good = (sender, recipients, body) == (
        "letter@example.org", ["ada@example.org"],
        b"Subject: x\r\n\r\n.\r\n..a dot\r\nlast\r\n")
    if not good:
        print(f"# got {sender} {recipients} {body}", file=sys.stderr)
    return ended.returncode or not good


if __name__ == "__main__":
    sys.exit(main())
