"""sending: mail servers in trouble, and what becomes of the readers.

    sending.py SENNIGHT

Each case is a newsletter of its own, a server with faults, and what must be
true of the ledger and of what the server took.  Prints TAP.
"""

import json
import os
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time

import mailing

SENNIGHT = sys.argv[1]
READERS = 300
report = mailing.Report()
check = report.check


def agree(name, newsletter, issue):
    """Who counts as sent has one mail, who is unknown one or none, nobody else
    has any."""
    took = newsletter.took()
    rows = {state: {row["address"] for row in newsletter.listed(issue, state)}
            for state in mailing.STATES}
    allowed = rows["sent"] | rows["unknown"]
    check(f"{name}: one mail for who counts as sent",
          all(took[who] == 1 for who in rows["sent"]), took.most_common(3))
    check(f"{name}: none for others",
          set(took) <= allowed and max(took.values(), default=0) <= 1,
          sorted(set(took) - allowed)[:3])
    return {state: len(who) for state, who in rows.items()}


def case(name, faults, judge, *options, times=1, between=()):
    """Send an issue to a server with faults, so many times."""
    with tempfile.TemporaryDirectory() as folder:
        newsletter = mailing.Newsletter(SENNIGHT, folder, READERS)
        with mailing.sink(newsletter, *faults) as port:
            newsletter.settle(port)
            newsletter.fill()
            issue = newsletter.issue(1)
            for i in range(times):
                if i > 0 and between:
                    newsletter.run("send", *between, issue, "--yes")
                newsletter.run("send", issue, "--yes", "--no-wait", *options)
            counts = agree(name, newsletter, issue)
            judge(name, newsletter, issue, counts)


def later(name, _newsletter, _issue, counts):
    check(f"{name}: some wait", counts["deferred"] > 0, counts)
    check(f"{name}: the rest is sent",
          counts["sent"] + counts["deferred"] == READERS, counts)


def again(name, _newsletter, _issue, counts):
    check(f"{name}: all are sent in the end", counts["sent"] == READERS,
          counts)


def unknown_user(name, newsletter, issue, counts):
    check(f"{name}: some bounced", 0 < counts["bounced"] < READERS, counts)
    check(f"{name}: the rest is sent",
          counts["sent"] + counts["bounced"] == READERS, counts)
    bounced = newsletter.run("subscribers", "show", "--state", "bounced",
                             "--most", str(READERS), "--format", "json")
    check(f"{name}: who has no mailbox gets no more",
          len(bounced.splitlines()) == counts["bounced"], counts)
    domains = [json.loads(line) for line in newsletter.run(
        "send", "status", issue, "--domains", "--format", "json").splitlines()]
    check(f"{name}: domains add up", len(domains) == 40 and
          sum(row["all"] for row in domains) == READERS and
          sum(row["bounced"] for row in domains) == counts["bounced"], domains)
    row = newsletter.listed(issue, "bounced")[0]
    check(f"{name}: the server's words are there",
          row["status"] == "5.1.1" and "no such user" in row["said"], row)


def policy(name, newsletter, issue, counts):
    status = newsletter.counts(issue)
    check(f"{name}: the mailing is stopped",
          status["mailing"] == "stopped" and "DMARC" in status["why"], status)
    check(f"{name}: nobody bounced", counts["bounced"] == 0, counts)
    check(f"{name}: most were not tried",
          counts["queued"] > READERS - 3 * mailing.CONNECTIONS, counts)
    newsletter.run("send", issue, "--yes", "--no-wait")
    check(f"{name}: it stays so", newsletter.counts(issue)["queued"] ==
          counts["queued"])


def lost_answers(name, newsletter, issue, counts):
    check(f"{name}: some are unknown", counts["unknown"] > 0, counts)
    check(f"{name}: and the rest is sent or waits",
          counts["sent"] + counts["unknown"] + counts["deferred"] == READERS,
          counts)
    newsletter.run("send", "retry", issue, "--unknown", "sent", "--yes")
    check(f"{name}: somebody decides",
          newsletter.counts(issue)["unknown"] == 0)


def nothing(name, _newsletter, _issue, counts):
    check(f"{name}: nothing is unknown or bounced",
          counts["unknown"] + counts["bounced"] == 0, counts)
    check(f"{name}: nobody is left",
          counts["sent"] + counts["deferred"] == READERS, counts)


CASES = [
    ("4xx for some", ["rcpt:450_4.2.0_try_later:0.1"], later),
    ("4xx at the end", ["end:451_4.3.0_try_later:0.1"], later),
    ("no such user", ["rcpt:550_5.1.1_no_such_user:0.1"], unknown_user),
    ("policy", ["end:550_5.7.26_this_mail_is_not_authenticated,_see_DMARC:1"],
     policy),
    ("policy at the sender",
     ["mail:550_5.7.1_rejected_by_the_DMARC_policy_of_the_sender:1"], policy),
    ("cut at connect", ["connect:drop:0.3"], nothing),
    ("cut at MAIL", ["mail:drop:0.05"], nothing),
    ("cut at RCPT", ["rcpt:drop:0.05"], nothing),
    ("cut at DATA", ["data:drop:0.05"], nothing),
    ("421 at RCPT", ["rcpt:421_4.7.0_too_fast:0.01"], nothing),
    ("slow answers", ["rcpt:slow:0.03", "end:slow:0.03"], again),
    ("cut after the dot", ["end:dropped:0.05"], lost_answers),
    ("cut before the answer to the dot", ["end:drop:0.05"], lost_answers),
]


def retried():
    case("4xx, and retry", ["rcpt:450_4.2.0_try_later:0.3"], again, times=12,
         between=("retry",))


def other_server():
    """The first is not there: the second takes all."""
    with tempfile.TemporaryDirectory() as folder:
        newsletter = mailing.Newsletter(SENNIGHT, folder, READERS)
        with mailing.sink(newsletter) as port:
            newsletter.settle(
                1, f"  others: [\"smtp://127.0.0.1:{port}\"]\n")
            newsletter.fill()
            issue = newsletter.issue(1)
            newsletter.run("send", issue, "--yes")
            again("no first server", newsletter, issue,
                  agree("no first server", newsletter, issue))


def ended():
    """SIGTERM: what was begun is finished, and the rest is sent later."""
    name = "SIGTERM"
    with tempfile.TemporaryDirectory() as folder:
        newsletter = mailing.Newsletter(SENNIGHT, folder, READERS)
        with mailing.sink(newsletter, "end:slow:0.02") as port:
            newsletter.settle(port)
            newsletter.fill()
            issue = newsletter.issue(1)
            sender = newsletter.start(issue)
            time.sleep(0.5)
            sender.send_signal(signal.SIGTERM)
            out, err = sender.communicate(timeout=60)
            counts = newsletter.counts(issue)
            check(f"{name}: it ends and says so",
                  sender.returncode in (0, 1) and not err, (out, err))
            check(f"{name}: nothing is unknown or leased",
                  counts["unknown"] + counts["leased"] == 0, counts)
            newsletter.run("send", issue, "--yes")
            again(name, newsletter, issue, agree(name, newsletter, issue))


def cut_always():
    """A server that takes no mail at all is left alone, not run down with all
    the readers."""
    name = "a server that always hangs up"
    with tempfile.TemporaryDirectory() as folder:
        newsletter = mailing.Newsletter(SENNIGHT, folder, READERS)
        with mailing.sink(newsletter, "mail:drop:1") as port:
            newsletter.settle(port)
            newsletter.fill()
            issue = newsletter.issue(1)
            sender = newsletter.start(issue)
            time.sleep(3)
            sender.send_signal(signal.SIGTERM)
            sender.communicate(timeout=60)
            tried = newsletter.counts(issue)["deferred"]
            check(f"{name}: few were tried",
                  0 < tried <= 5 * mailing.CONNECTIONS, tried)


def broken(name, breaks, mends):
    """The store fails while it is asked for more, again and again, and the
    sender goes on."""
    with tempfile.TemporaryDirectory() as folder:
        newsletter = mailing.Newsletter(SENNIGHT, folder, 3000)
        with mailing.sink(newsletter) as port:
            newsletter.settle(port)
            newsletter.fill()
            issue = newsletter.issue(1)
            newsletter.run("send", issue, "--dry-run")
            sender = newsletter.start(issue)
            while newsletter.took().total() == 0:
                time.sleep(0.01)
            store = sqlite3.connect(f"{folder}/var/store.db", timeout=20)
            store.isolation_level = None
            for _ in range(3):
                store.execute(breaks)
                time.sleep(1.5)
                store.execute(mends)
                time.sleep(0.3)
            store.close()
            newsletter.at = 0
            _, err = sender.communicate(timeout=100)
            check(f"{name}: it goes on", sender.returncode == 0, err)
            counts = agree(name, newsletter, issue)
            check(f"{name}: all are sent in the end",
                  counts["sent"] == 3000, counts)


def unleased():
    broken("no leases", "CREATE TRIGGER t BEFORE INSERT ON lease BEGIN "
           "SELECT RAISE(ABORT, 'no'); END", "DROP TRIGGER t")


def unwritten():
    broken("no rounds", "CREATE TRIGGER t BEFORE INSERT ON delivery_step "
           "BEGIN SELECT RAISE(ABORT, 'no'); END", "DROP TRIGGER t")


def full_disk():
    """The disk of the store is full for a while."""
    name = "a full disk"
    with tempfile.TemporaryDirectory() as folder:
        newsletter = mailing.Newsletter(SENNIGHT, folder, 3000)
        var = os.path.join(folder, "var")
        os.mkdir(var)
        if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64m", "none",
                           var], capture_output=True).returncode != 0:
            print("# SKIP a small disk needs the right to mount one")
            return
        try:
            fill_disk(name, newsletter, var)
        finally:
            subprocess.run(["umount", "-l", var], check=True)


def fill_disk(name, newsletter, var):
    with mailing.sink(newsletter) as port:
        newsletter.settle(port)
        newsletter.fill()
        issue = newsletter.issue(1)
        sender = newsletter.start(issue)
        while newsletter.took().total() == 0:
            time.sleep(0.01)
        ballast = os.path.join(var, "ballast")
        with open(ballast, "wb", buffering=0) as file:
            try:
                while True:
                    file.write(bytes(4096))
            except OSError:
                pass
        time.sleep(4)
        check(f"{name}: it waits", sender.poll() is None)
        os.unlink(ballast)
        newsletter.at = 0
        _, err = sender.communicate(timeout=100)
        check(f"{name}: it goes on", sender.returncode == 0, err)
        counts = agree(name, newsletter, issue)
        check(f"{name}: all are sent in the end", counts["sent"] == 3000,
              counts)


def locked():
    """Somebody has the database for a while."""
    name = "a locked database"
    with tempfile.TemporaryDirectory() as folder:
        newsletter = mailing.Newsletter(SENNIGHT, folder, READERS)
        with mailing.sink(newsletter, "end:slow:0.05") as port:
            newsletter.settle(port)
            newsletter.fill()
            issue = newsletter.issue(1)
            sender = newsletter.start(issue)
            time.sleep(0.3)
            other = sqlite3.connect(f"{folder}/var/store.db", timeout=20)
            other.isolation_level = None
            other.execute("BEGIN IMMEDIATE")
            time.sleep(8)
            other.execute("COMMIT")
            other.close()
            _, err = sender.communicate(timeout=100)
            check(f"{name}: it goes on", sender.returncode == 0, err)
            again(name, newsletter, issue, agree(name, newsletter, issue))


def paced():
    """So many a minute, by two senders together."""
    name = "per_minute"
    with tempfile.TemporaryDirectory() as folder:
        newsletter = mailing.Newsletter(SENNIGHT, folder, READERS)
        with mailing.sink(newsletter) as port:
            newsletter.settle(port, "  per_minute: 3600\n")
            newsletter.fill()
            issue = newsletter.issue(1)
            begin = time.monotonic()
            senders = [newsletter.start(issue)]
            while not newsletter.counts(issue):
                time.sleep(0.01)
            senders.append(newsletter.start(issue))
            for sender in senders:
                _, err = sender.communicate(timeout=60)
                check(f"{name}: it ends well", sender.returncode == 0, err)
            taken = time.monotonic() - begin
            again(name, newsletter, issue, agree(name, newsletter, issue))
            check(f"{name}: it takes its time", 3.5 <= taken < 15, taken)


def one_domain():
    """A domain that gets little: the others do not wait for it."""
    name = "domains"
    with tempfile.TemporaryDirectory() as folder:
        newsletter = mailing.Newsletter(SENNIGHT, folder, READERS)
        with mailing.sink(newsletter) as port:
            newsletter.settle(port, "  domains: [{name: X1.example, "
                                    "per_minute: 60}]\n")
            newsletter.fill()
            issue = newsletter.issue(1)
            sender = newsletter.start(issue)
            time.sleep(2)
            waiting = newsletter.listed(issue, "deferred")
            check(f"{name}: only they wait", 3 <= len(waiting) <= 6 and
                  newsletter.counts(issue)["sent"] >= READERS - 7, waiting)
            check(f"{name}: the reason is there", waiting[0]["tries"] == 0 and
                  "x1.example gets no more so soon" in waiting[0]["said"],
                  waiting)
            _, err = sender.communicate(timeout=60)
            check(f"{name}: it ends well", sender.returncode == 0, err)
            again(name, newsletter, issue, agree(name, newsletter, issue))


def daily():
    """So many a day, also for one that starts anew."""
    name = "per_day"
    with tempfile.TemporaryDirectory() as folder:
        newsletter = mailing.Newsletter(SENNIGHT, folder, READERS)
        with mailing.sink(newsletter) as port:
            newsletter.settle(port, "  first_day: 100\n")
            newsletter.fill()
            issue = newsletter.issue(1)
            for _ in range(2):
                newsletter.run("send", issue, "--yes", "--no-wait")
            counts = newsletter.counts(issue)
            check(f"{name}: no more than that", counts["sent"] in (100, 200)
                  and counts["sent"] + counts["queued"] == READERS, counts)
            sender = newsletter.start(issue)
            time.sleep(1)
            check(f"{name}: one that waits waits", sender.poll() is None)
            sender.send_signal(signal.SIGTERM)
            sender.communicate(timeout=30)
            check(f"{name}: and ends when told", sender.returncode in (0, 1))


def undone():
    """Until the first mail has left it can be taken back."""
    name = "undo"
    with tempfile.TemporaryDirectory() as folder:
        newsletter = mailing.Newsletter(SENNIGHT, folder, READERS)
        newsletter.settle(1)
        newsletter.fill()
        issue = newsletter.issue(1)
        sender = newsletter.start(issue, "--at", "2099-01-01 12:00")
        for _ in range(100):
            counts = newsletter.counts(issue)
            if counts and counts["queued"] == READERS:
                break
            time.sleep(0.1)
        newsletter.run("send", "undo", issue, "--yes")
        out, _ = sender.communicate(timeout=30)
        check(f"{name}: the sender that waits ends", b"undone" in out, out)
        check(f"{name}: nothing is left", newsletter.counts(issue) is None)


def main():
    for name, faults, judge in CASES:
        try:
            case(name, faults, judge)
        except (RuntimeError, subprocess.TimeoutExpired) as error:
            check(name, False, error)
    for run in (retried, other_server, ended, cut_always, unleased, unwritten,
                full_disk, locked, paced, one_domain, daily, undone):
        run()
    return report.end()


sys.exit(main())
