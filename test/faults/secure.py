"""secure: mail servers that encrypt and want a password.

    secure.py SENNIGHT

The server is aiosmtpd.  Prints TAP.
"""

import logging
import os
import socket
import ssl
import subprocess
import sys
import tempfile
import warnings

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult

import mailing

report = mailing.Report()
MORE = "  user: ada\n"


class Handler:
    """Keeps what it took."""

    def __init__(self):
        self.took = []

    async def handle_DATA(self, _server, session, envelope):
        self.took.append((envelope.rcpt_tos[0], session.ssl is not None,
                          bool(session.authenticated), envelope.smtp_utf8))
        return "250 2.0.0 Taken"


def authenticate(_server, _session, _envelope, _mechanism, data):
    fine = data.login == b"ada" and data.password == b"tide"
    return AuthResult(success=fine, handled=False)


class Server(Controller):
    def __init__(self, handler, **options):
        self.smtp_options = options
        super().__init__(handler, hostname="127.0.0.1", port=0)

    def factory(self):
        return SMTP(self.handler, hostname="localhost", enable_SMTPUTF8=True,
                    **self.smtp_options)

    def _trigger_server(self):
        """The port is the one that the system chose."""
        name = self.server.sockets[0].getsockname()
        with socket.create_connection(name, timeout=5) as knock:
            knock.recv(100)


def certificate(folder, name):
    path = os.path.join(folder, name)
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days",
         "30", "-keyout", path + ".key", "-out", path + ".pem", "-subj",
         f"/CN={name}", "-addext", f"subjectAltName=DNS:{name}"],
        check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(path + ".pem", path + ".key")
    return path + ".pem", context


def send(newsletter, handler, options, more, address="bea@x.example", **env):
    """Send a mail to try; the status, what was said, what was taken."""
    handler.took = []
    server = Server(handler, **options)
    server.start()
    port = server.server.sockets[0].getsockname()[1]
    try:
        newsletter.settle(port, more)
        path = os.path.join(newsletter.folder, "sennight.yaml")
        with open(path, encoding="utf-8") as file:
            text = file.read().replace("127.0.0.1", "localhost")
        mailing.write(path, text)
        got = subprocess.run(
            [newsletter.program, "-C", newsletter.folder, "send",
             newsletter.issue(1), "--test", address], capture_output=True,
            env=dict(os.environ, **env), timeout=60, check=False)
    finally:
        server.stop()
    return got.returncode, got.stderr.decode(), handler.took


def main():
    # A handshake that fails is what some of them are for.
    logging.disable(logging.CRITICAL)
    warnings.simplefilter("ignore")
    with tempfile.TemporaryDirectory() as folder:
        good, context = certificate(folder, "localhost")
        _, other = certificate(folder, "elsewhere")
        newsletter = mailing.Newsletter(sys.argv[1], folder, 1)
        handler = Handler()
        secure = {"tls_context": context, "authenticator": authenticate}
        password = {"SSL_CERT_FILE": good, "SENNIGHT_MAIL_PASSWORD": "tide"}

        status, said, took = send(newsletter, handler, secure, MORE,
                                  **password)
        report.check("encrypted and logged in", status == 0 and took ==
                     [("bea@x.example", True, True, False)], (said, took))
        status, said, took = send(
            newsletter, handler,
            {**secure, "auth_exclude_mechanism": ["PLAIN"]}, MORE, **password)
        report.check("by LOGIN", status == 0 and took ==
                     [("bea@x.example", True, True, False)], (said, took))
        status, said, took = send(newsletter, handler, secure, MORE,
                                  address="b\u00e9a@x.example", **password)
        report.check("an address beyond ASCII", status == 0 and took ==
                     [("b\u00e9a@x.example", True, True, True)], (said, took))
        status, said, took = send(
            newsletter, handler, secure, MORE,
            **{**password, "SENNIGHT_MAIL_PASSWORD": "wrong"})
        report.check("a wrong password", status == 2 and not took and
                     "does not let us log in: 535" in said and
                     "wrong" not in said.replace("wrong password", ""), said)
        status, said, took = send(newsletter, handler, secure, MORE,
                                  SENNIGHT_MAIL_PASSWORD="tide")
        report.check("a certificate that nobody knows", status == 2 and
                     not took and "certificate of localhost is not good" in
                     said, said)
        status, said, took = send(
            newsletter, handler, {**secure, "tls_context": other}, MORE,
            **{**password, "SSL_CERT_FILE": os.path.join(
                folder, "elsewhere.pem")})
        report.check("a certificate of another name", status == 2 and
                     not took and "certificate of localhost is not good" in
                     said, said)
        status, said, took = send(
            newsletter, handler,
            {"authenticator": authenticate, "auth_require_tls": False}, MORE,
            **password)
        report.check("no password without encryption", status == 2 and
                     not took and "offers no encryption" in said, said)
        status, said, took = send(newsletter, handler, {}, "")
        report.check("in the clear on this machine", status == 0 and took ==
                     [("bea@x.example", False, False, False)], (said, took))
    return report.end()


sys.exit(main())
