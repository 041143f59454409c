"""postfix: an issue goes through a real mail server, and what that cannot deliver
comes back by a pipe.

    postfix.py SENNIGHT FOLDER

FOLDER is empty and for everybody to read; the mail server runs in it, on a port
that the system chose.  Must be called as root.  Prints TAP.
"""

import contextlib
import os
import pwd
import shutil
import smtplib
import socket
import sqlite3
import subprocess
import sys
import time

import mailing

GONE, HERE = 12, ("ada", "ben")
USER = "nobody"
MAIN = """compatibility_level = 3.6
queue_directory = {folder}/queue
data_directory = {folder}/data
mail_owner = postfix
setgid_group = postdrop
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
myhostname = mx.example.org
mydestination =
virtual_mailbox_domains = example.org
virtual_mailbox_base = {folder}/boxes
virtual_mailbox_maps = inline:{{ {{ ada@example.org = ada/ }},
  {{ ben@example.org = ben/ }} }}
virtual_uid_maps = static:{uid}
virtual_gid_maps = static:{uid}
smtpd_reject_unlisted_recipient = no
alias_maps =
recipient_delimiter = +
transport_maps = inline:{{ {{ bounces@example.org = sennight: }} }}
sennight_destination_recipient_limit = 1
queue_run_delay = 1s
minimal_backoff_time = 1s
maximal_backoff_time = 1s
maillog_file = {folder}/log
maillog_file_prefixes = {folder}
"""
MASTER = """127.0.0.1:{port} inet n - n - - smtpd
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
verify unix - - n - 1 verify
flush unix n - n 1000? 0 flush
proxymap unix - - n - - proxymap
smtp unix - - n - - smtp
error unix - - n - - error
retry unix - - n - - error
virtual unix - n n - - virtual
anvil unix - - n - 1 anvil
postlog unix-dgram n - n - 1 postlogd
sennight unix - n n - 1 pipe
  flags=ORhu user={user} argv={program} -C {letter} bounces read -
"""


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


@contextlib.contextmanager
def server(folder, program, letter, uid):
    port = free_port()
    for name in ("conf", "queue", "data", "boxes"):
        os.mkdir(os.path.join(folder, name))
    shutil.chown(os.path.join(folder, "data"), "postfix")
    os.chown(os.path.join(folder, "boxes"), uid, uid)
    conf = os.path.join(folder, "conf")
    mailing.write(os.path.join(conf, "main.cf"),
                  MAIN.format(folder=folder, uid=uid))
    mailing.write(os.path.join(conf, "master.cf"), MASTER.format(
        port=port, user=USER, program=program, letter=letter))
    subprocess.run(["postfix", "-c", conf, "start"], check=True,
                   capture_output=True)
    try:
        yield port
    finally:
        subprocess.run(["postfix", "-c", conf, "stop"], check=False,
                       capture_output=True)


def until(what, seconds=60):
    """Wait until it is true; was it ever?"""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if what():
            return True
        time.sleep(0.2)
    return False


class Letter:
    def __init__(self, program, folder):
        os.mkdir(folder)
        self.newsletter = mailing.Newsletter(
            program, folder, GONE + len(HERE))

    def fill(self, port):
        folder = self.newsletter.folder
        people = os.path.join(folder, "people.csv")
        self.newsletter.settle(port, "  bounces: bounces@example.org\n")
        mailing.write(people, "address\n" + "".join(
            f"{who}@example.org\n"
            for who in [f"gone{i}" for i in range(GONE)] + list(HERE)))
        self.newsletter.run("subscribers", "import", people)
        for path, _, names in os.walk(folder):
            for name in [".", *names]:
                shutil.chown(os.path.join(path, name), USER)

    def send(self, number):
        issue = self.newsletter.issue(number)
        subprocess.run(
            ["setpriv", "--reuid", USER, "--clear-groups",
             self.newsletter.program, "-C", self.newsletter.folder, "send",
             issue, "--yes"], check=False, capture_output=True, timeout=60)

    def ask(self, sql):
        db = sqlite3.connect(
            os.path.join(self.newsletter.folder, "var", "store.db"))
        try:
            return dict(db.execute(sql).fetchall())
        finally:
            db.close()

    def states(self):
        return self.ask("SELECT state, count(*) FROM subscriber GROUP BY "
                        "state")


def delivered(folder):
    """The senders of the envelopes of what was delivered."""
    senders = []
    for who in HERE:
        box = os.path.join(folder, "boxes", who, "new")
        for name in os.listdir(box) if os.path.isdir(box) else ():
            with open(os.path.join(box, name), encoding="utf-8") as file:
                senders += [line.split("<")[1].strip(">\n") for line in file
                            if line.startswith("Return-Path:")]
    return senders


def at_first(letter, folder, report):
    """What came back, and from where."""
    letter.send(1)
    fine = until(lambda: letter.states().get("bounced") == GONE)
    report.check("what postfix cannot deliver is noted", fine,
                 str(letter.states()))
    kinds = letter.ask("SELECT kind || ' ' || status, count(*) FROM returned "
                       "GROUP BY 1")
    report.check("as hard", kinds == {"hard 5.1.1": GONE}, str(kinds))
    until(lambda: len(delivered(folder)) == len(HERE))
    senders = delivered(folder)
    report.check("the others have it, from senders of their own",
                 len(set(senders)) == len(HERE) and all(
                     s.startswith("bounces+") for s in senders), str(senders))
    return senders[0]


def while_broken(letter, folder, port, sender, report):
    """The pipe cannot note it: postfix keeps it, and tries again."""
    settings = os.path.join(folder, "letter", "sennight.yaml")
    log = os.path.join(folder, "log")

    def deferred():
        with open(log, encoding="utf-8") as file:
            return any("relay=sennight" in line and "status=deferred" in line
                       for line in file)

    def count():
        return letter.ask("SELECT 1, count(*) FROM returned")[1]

    os.rename(settings, settings + ".away")
    with smtplib.SMTP("127.0.0.1", port) as smtp:
        smtp.sendmail(sender, ["gone0@example.org"],
                      "Subject: Low Tide\n\nHello.\n")
    report.check("what cannot be noted is kept by postfix", until(deferred))
    os.rename(settings + ".away", settings)
    report.check("and noted later", until(lambda: count() == GONE + 1))
    report.check("for whom it was", letter.states() == {
        "bounced": GONE + 1, "active": len(HERE) - 1}, str(letter.states()))


def main():
    report = mailing.Report()
    program, folder = map(os.path.abspath, sys.argv[1:3])
    letter = Letter(program, os.path.join(folder, "letter"))
    with server(folder, program, letter.newsletter.folder,
                pwd.getpwnam(USER).pw_uid) as port:
        letter.fill(port)
        sender = at_first(letter, folder, report)
        while_broken(letter, folder, port, sender, report)
    return report.end()


sys.exit(main())
