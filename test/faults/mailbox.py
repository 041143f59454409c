"""mailbox: what came back, in a folder on a mail server.

    mailbox.py SENNIGHT KILLS

The mails are those of bounces.py, and the server is Dovecot.  Prints TAP; exit
77 without Dovecot.
"""

import os
import random
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                "..", "base"))
import bounces  # noqa: E402
import certificates  # noqa: E402
import imap_server  # noqa: E402
import mailing  # noqa: E402

report = mailing.Report()
MORE = "  bounces: bounces@example.org\n  bounces_user: tide\n"


class Box(bounces.Box):
    """One whose mails lie elsewhere."""

    def files(self):
        return {"new": [], "cur": []}

    def whole(self):
        return ""


class Server:
    """Dovecot with all mails of a box, in INBOX of the user tide."""

    def __init__(self, folder, program, texts):
        certificates.make_certificates(folder)
        self.dovecot = imap_server.Dovecot(folder)
        self.dovecot.fill("tide", {
            f"{number}.x": text.replace("\n", "\r\n").encode()
            for number, text in enumerate(texts)})
        self.dovecot.start(program)
        self.url = f"imap://localhost:{self.dovecot.imap}/INBOX"

    def seen(self):
        """How many are marked; there must be as many as before."""
        flags = self.dovecot.flags("tide")
        if len(flags) != bounces.READERS or set(flags.values()) - {"", "S"}:
            raise RuntimeError(f"{len(flags)} mails, {set(flags.values())}")
        return sum(f == "S" for f in flags.values())


def start(box, server, *options, password=imap_server.PASSWORD):
    return subprocess.Popen(
        [box.newsletter.program, "-C", box.newsletter.folder, "bounces",
         "read", *options, server.url], stdout=subprocess.PIPE,
        stderr=subprocess.PIPE, text=True,
        env={**os.environ, "SENNIGHT_BOUNCES_PASSWORD": password})


def read(*args, **more):
    process = start(*args, **more)
    out, err = process.communicate()
    return process.returncode, out, err


def check_refused(box, server):
    status, _, err = read(box, server, password="wrong")
    report.check("another password", status == 2 and "wrong" not in err and
                 "does not let tide in" in err, err)
    status, out, err = read(box, server, "--dry-run")
    report.check("a dry run changes nothing", status == 1 and
                 server.seen() == 0 and box.noted() == 0, out + err)


def check_killed(box, server, kills):
    """What is marked is noted, whenever it ends."""
    chance, wrong, places = random.Random(5), "", set()
    for _ in range(kills):
        process = start(box, server)
        time.sleep(chance.random() * 0.06)
        process.kill()
        process.communicate()
        time.sleep(0.05)
        places.add(box.noted())
        if server.seen() > box.noted():
            wrong = f"{server.seen()} marked, {box.noted()} noted"
    report.check(f"killed {kills} times", not wrong, wrong)
    print(f"# with so many noted: {sorted(places)}")


def check_read(box, server):
    before, began = server.seen(), time.monotonic()
    status, out, err = read(box, server)
    took = time.monotonic() - began
    wrong = box.complete()
    report.check("all of them", status in (0, 1) and not wrong and
                 server.seen() == bounces.READERS, f"{wrong} {out} {err}")
    print(f"# {bounces.READERS - before} mails in {took:.2f} s")
    status, out, err = read(box, server)
    report.check("nothing is new then", status == 0 and
                 "0  read" in out and not box.complete(), out + err)


def main():
    program = imap_server.find_dovecot()
    if program is None:
        return 77
    with tempfile.TemporaryDirectory() as folder, \
            tempfile.TemporaryDirectory() as mail:
        box = Box(sys.argv[1], folder, report)
        server = Server(mail, program, box.texts)
        box.newsletter.settle(9, MORE)
        try:
            check_refused(box, server)
            check_killed(box, server, int(sys.argv[2]))
            check_read(box, server)
        finally:
            server.dovecot.stop()
    return report.end()


if __name__ == "__main__":
    sys.exit(main())
