#!/usr/bin/env python3
"""imap_server: a mail server that nobody here wrote, and some that break.

    imap_server.py PROGRAM

Runs PROGRAM with SENNIGHT_IMAP_PORTS, lines of NAME PORT, and with
SENNIGHT_IMAP_CA, the certificate that signed those of the servers.  Dovecot
runs with a folder of its own, as root or as anybody; without it, "dovecot" has
no port.  Afterwards its mails are looked at.
"""

import grp
import os
import pwd
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time

from certificates import make_certificates

PASSWORD = "open-sesame"
NEW = {
    "1.plain": b"Subject: one\r\n\r\nhello\r\n",
    "2.odd": b"Subject: two\r\n\r\n{5}\r\nS3 OK no\r\n)\r\n\x01\xff\r\n",
    "3.long": b"Subject: three\r\n\r\n" + b"0123456789 abc\r\n" * 400,
}

CONFIG = """
base_dir = {run}
state_dir = {run}
log_path = {folder}/log
protocols = imap
listen = 127.0.0.1
ssl = yes
ssl_cert = <{folder}/localhost
ssl_key = <{folder}/localhost
{users}
first_valid_uid = 1
auth_failure_delay = 0
mail_location = maildir:{folder}/mail/%u
passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={folder}/home
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {imap}
  }}
  inet_listener imaps {{
    port = {imaps}
  }}
}}
service anvil {{
  chroot =
}}
"""


def find_dovecot():
    """Its program, or None."""
    return shutil.which("dovecot", path=os.environ["PATH"] + ":/usr/sbin")


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


class Dovecot:
    """A mail server with maildirs in a folder that is there."""

    def __init__(self, folder):
        self.folder, self.process = folder, None
        self.imap, self.imaps = free_port(), free_port()

    def fill(self, name, mails):
        for sub in "cur", "new", "tmp":
            os.makedirs(os.path.join(self.folder, "mail", name, sub))
        for file, text in mails.items():
            path = os.path.join(self.folder, "mail", name, "new", file)
            with open(path, "wb") as mail:
                mail.write(text)

    def start(self, program):
        user = pwd.getpwuid(os.getuid())
        users = ""
        if user.pw_uid == 0:
            user = pwd.getpwnam("nobody")
            for where, _, files in os.walk(os.path.join(self.folder, "mail")):
                for path in [where, *(os.path.join(where, f) for f in files)]:
                    os.chown(path, user.pw_uid, user.pw_gid)
            os.chmod(self.folder, 0o755)
        else:
            users = "\n".join(f"default_{kind}_user = {user.pw_name}"
                              for kind in ("internal", "login"))
            users += "\ndefault_internal_group = " + grp.getgrgid(
                user.pw_gid).gr_name
        path = os.path.join(self.folder, "dovecot.conf")
        with open(path, "w") as config:
            config.write(CONFIG.format(
                folder=self.folder, run=os.path.join(self.folder, "run"),
                users=users, uid=user.pw_uid, gid=user.pw_gid,
                imap=self.imap, imaps=self.imaps, password=PASSWORD))
        self.process = subprocess.Popen([program, "-F", "-c", path])
        for _ in range(100):
            with socket.socket() as s:
                if s.connect_ex(("127.0.0.1", self.imaps)) == 0:
                    return
            time.sleep(0.1)
        with open(os.path.join(self.folder, "log")) as log:
            sys.exit("dovecot does not start: " + log.read())

    def stop(self):
        self.process.terminate()
        self.process.wait()

    def flags(self, name):
        """The flags of all mails, by the beginning of their names."""
        found = {}
        for sub in "cur", "new":
            for file in os.listdir(
                    os.path.join(self.folder, "mail", name, sub)):
                found[file.split(":")[0]] = file.partition(":2,")[2]
        return found


def fill(dovecot):
    """New mails of ada: three in INBOX, one in Rückläufer; many of bo."""
    dovecot.fill("ada", NEW)
    dovecot.fill("ada/.R&APw-ckl&AOQ-ufer &- mehr", {"1.one": NEW["1.plain"]})
    dovecot.fill("bo", {f"{n}.x": b"Subject: %d\r\n\r\n" % n
                        for n in range(1000, 1120)})
    for name in "ada", "bo":
        old = os.path.join(dovecot.folder, "mail", name, "cur", "0.old:2,S")
        with open(old, "wb") as mail:
            mail.write(NEW["1.plain"])


def talk(file, replies):
    """Answer commands by their names; None ends the connection."""
    for line in file:
        words = line.decode("latin-1").split()
        # Whoever hangs up may do so in the middle of a line.
        if len(words) < 2:
            return
        tag, name, *rest = words
        if name == "UID":
            name = rest[0]
        reply = replies.get(" ".join([name, *rest[:1]]),
                            replies.get(name, "TAG OK done\r\n"))
        if callable(reply):
            reply(file)
            continue
        if reply is None:
            return
        file.write(reply.replace("TAG", tag).encode("latin-1"))
        file.flush()
        if name == "LOGOUT":
            return


def drip(file):
    while True:
        file.write(b"*")
        file.flush()
        time.sleep(0.05)


def flood(file):
    while True:
        file.write(b"x" * 100000)


USUAL = {
    "CAPABILITY": "* CAPABILITY IMAP4rev1 AUTH=PLAIN SASL-IR\r\nTAG OK x\r\n",
    "SEARCH": "* SEARCH 9 7\r\nTAG OK x\r\n",
}
FETCH = "* 1 FETCH (UID 7 RFC822.SIZE 4 BODY[]<0> %s)\r\n"
BREAKING = {
    "fine": {"FETCH": "* 4 EXISTS\r\n* 9 FETCH (FLAGS (\\Seen))\r\n"
             + FETCH % "{4}\r\na\r\nb" + "TAG OK x\r\n"},
    "quoted": {"FETCH": FETCH % "\"a \\\" b\"" + "TAG OK {5}\r\n"},
    "login-no": {"AUTHENTICATE": "TAG NO [UNAVAILABLE] come back later\r\n"},
    "no-login": {"CAPABILITY": "* CAPABILITY IMAP4rev1 LOGINDISABLED\r\n"
                 "TAG OK x\r\n"},
    "token": {"CAPABILITY": "* CAPABILITY IMAP4rev1 AUTH=PLAIN AUTH=CRAM-MD5 "
              "AUTH=XOAUTH2 SASL-IR\r\nTAG OK x\r\n",
              "AUTHENTICATE": "TAG NO not so\r\n",
              "AUTHENTICATE XOAUTH2": "TAG OK x\r\n", "SEARCH": "TAG OK x\r\n"},
    "bye": {"SELECT": "* BYE \x1b[31mmaintenance\r\n"},
    "closed": {"SELECT": None},
    "read-only": {"SELECT": "TAG OK [READ-ONLY] done\r\n"},
    "search-no": {"SEARCH": "TAG NO not today\r\n"},
    "search-bad": {"SEARCH": "TAG BAD what?\r\n"},
    "garbage": {"SEARCH": "\r\n*\r\n* \r\n{9}\r\n* SEARCH x 0 99999999999\r\n"
                "* SEARCH 4294967295\r\nTAG OK x\r\n",
                "FETCH": "* 1 FETCH (UID 7 BODY[] {3}\r\nabc\r\n"
                "* 1 FETCH (((((\r\n* 1 FETCH UID 7\r\n* FETCH (UID 7)\r\n"
                "* 1 FETCH (UID 7 BODY[] NIL)\r\n"
                "* 1 FETCH (UID 8 BODY[] {3}\r\nabc)\r\nTAG OK x\r\n"},
    "huge": {"FETCH": FETCH % "{4294967295}\r\nab"},
    "flood": {"SEARCH": flood},
    "cut": {"FETCH": FETCH % "{400}\r\nab", "LOGOUT": None},
    "store-no": {"FETCH": FETCH % "{4}\r\nabcd" + "TAG OK x\r\n",
                 "STORE": "TAG NO [OVERQUOTA] it is full\r\n"},
    "silent": {"SELECT": ""},
    "drip": {"SELECT": drip},
}


class Breaking:
    def __init__(self, replies, greeting=b"* OK ready\r\n"):
        self.replies, self.greeting = {**USUAL, **replies}, greeting
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.port = self.socket.getsockname()[1]
        threading.Thread(target=self.serve, daemon=True).start()

    def serve(self):
        while True:
            connection, _ = self.socket.accept()
            try:
                with connection, connection.makefile("rwb") as file:
                    file.write(self.greeting)
                    file.flush()
                    talk(file, self.replies)
            except OSError:
                pass


def look(dovecot):
    """Was only marked what was kept, and nothing deleted?"""
    ada, bo = dovecot.flags("ada"), dovecot.flags("bo")
    wanted = {"0.old": "S", "1.plain": "S", "2.odd": "S", "3.long": "S"}
    if ada != wanted:
        sys.exit(f"mails of ada: {ada}")
    if len(bo) != 121 or sorted(bo.values()) != [""] * 10 + ["S"] * 111:
        sys.exit(f"mails of bo: {bo}")


def main():
    program = find_dovecot()
    with tempfile.TemporaryDirectory() as folder:
        make_certificates(folder)
        servers = {n: Breaking(r) for n, r in BREAKING.items()}
        servers["bye-first"] = Breaking({}, b"* BYE overloaded\r\n")
        servers["no-imap"] = Breaking({}, b"220 mail.example ESMTP\r\n")
        ports = {n: s.port for n, s in servers.items()}
        ports["nobody"] = free_port()
        dovecot = Dovecot(folder)
        fill(dovecot)
        if program:
            dovecot.start(program)
            ports["dovecot"], ports["dovecots"] = dovecot.imap, dovecot.imaps
        ended = subprocess.run(sys.argv[1:], env={
            **os.environ, "SENNIGHT_IMAP_CA": os.path.join(folder, "ca.pem"),
            "SENNIGHT_IMAP_PORTS": "\n".join(
                f"{n} {p}" for n, p in ports.items())})
        if program:
            dovecot.stop()
            if ended.returncode == 0:
                look(dovecot)
    return ended.returncode


if __name__ == "__main__":
    sys.exit(main())
