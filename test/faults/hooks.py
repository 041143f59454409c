"""hooks: services that tell by requests what became of mails, and others.

    hooks.py SENNIGHT

Keys are made here, requests are signed as the services sign theirs, and what
`sennight serve` did with them is read from its answers, its counters and the
store.  With OWN_NETWORK in the environment, which must be true and the files of
the system too be its own (unshare -r -n -m), hosts of SNS are there, too.
Prints TAP.
"""

import base64
import fcntl
import hashlib
import hmac
import http.client
import http.server
import json
import os
import re
import socket
import sqlite3
import ssl
import struct
import subprocess
import sys
import tempfile
import threading
import time

import mailing

report = mailing.Report()
TOPIC = "arn:aws:sns:test-none-1:123456789012:tide"
CERTIFICATE = "https://sns.test-none-1.amazonaws.com/Simple-{}.pem"
MAILGUN_KEY, POSTMARK = "key-of-mailgun", "a-secret-of-postmark"
SETTINGS = """  hooks:
    mailgun: yes
    postmark: yes
    sendgrid: {key}
    ses: {topic}
"""
MIB = 1 << 20
# In a network of our own: a number that is public elsewhere, and names.
NUMBER = "52.94.1.1"
UP, INSIDE = "sns.test-up-1.amazonaws.com", "sns.test-inside-1.amazonaws.com"
AUTHORITIES = "/etc/ssl/certs/ca-certificates.crt"


def openssl(*args, given=None):
    return subprocess.run(["openssl", *args], input=given, check=True,
                          capture_output=True).stdout


class Keys:
    def __init__(self, folder):
        self.folder = folder
        self.ec, self.rsa = self.path("ec.key"), self.path("rsa.key")
        openssl("genpkey", "-algorithm", "EC", "-pkeyopt",
                "ec_paramgen_curve:P-256", "-out", self.ec)
        self.public = base64.b64encode(openssl(
            "pkey", "-in", self.ec, "-pubout", "-outform", "DER")).decode()
        for name, days in ("rsa", 30), ("other", 30), ("old", 0):
            self.certificate(name, days)

    def path(self, name):
        return os.path.join(self.folder, name)

    def certificate(self, name, days):
        """NAME.key and NAME.pem, valid for so many days."""
        openssl("req", "-newkey", "rsa:2048", "-nodes", "-keyout",
                self.path(name + ".key"), "-out", self.path(name + ".req"),
                "-subj", "/CN=sns.amazonaws.com")
        openssl("x509", "-req", "-in", self.path(name + ".req"), "-signkey",
                self.path(name + ".key"), "-days", str(days), "-out",
                self.path(name + ".pem"))

    def sign(self, key, text, digest="sha256"):
        return base64.b64encode(openssl(
            "dgst", "-" + digest, "-sign", key, given=text)).decode()


class Site:
    """`sennight serve` of a newsletter."""

    def __init__(self, newsletter, **more):
        self.process = subprocess.Popen(
            [newsletter.program, "-C", newsletter.folder, "serve",
             "--listen", "127.0.0.1:0"], stdout=subprocess.PIPE,
            stderr=open(os.path.join(newsletter.folder, "serve.err"), "ab"),
            env={**os.environ, "SENNIGHT_MAILGUN_KEY": MAILGUN_KEY,
                 "SENNIGHT_POSTMARK_SECRET": POSTMARK, **more})
        line = self.process.stdout.readline().decode()
        self.port = int(re.search(r":(\d+)/", line).group(1))

    def stop(self):
        self.process.terminate()
        return self.process.wait()

    def ask(self, path, body=None, headers=None):
        c = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        c.request("GET" if body is None else "POST", path, body,
                  headers or {})
        answer = c.getresponse()
        text = answer.read().decode()
        c.close()
        return answer.status, text

    def announce(self, path, size):
        """Only the headers of a request with a body of that size."""
        c = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        c.putrequest("POST", path)
        c.putheader("Content-Length", str(size))
        c.endheaders()
        answer = c.getresponse()
        c.close()
        return answer.status, ""

    def deeds(self):
        return {k: int(v) for k, v in re.findall(
            r'readers_total\{what="(\w+)"\} (\d+)', self.ask("/metrics")[1])}


class Services:
    """Requests as the services make them; `more` breaks them."""

    def __init__(self, site, keys):
        self.site, self.keys, self.tokens = site, keys, 0

    def sendgrid(self, events, body=None, key=None, then="1700000000",
                 headers=None):
        text = json.dumps(events).encode()
        signature = self.keys.sign(key or self.keys.ec, then.encode() + text)
        if headers is None:
            headers = {"X-Twilio-Email-Event-Webhook-Signature": signature,
                       "X-Twilio-Email-Event-Webhook-Timestamp": then}
        return self.site.ask("/hooks/sendgrid", body or text, headers)

    def mailgun(self, event, age=0, token=None, key=MAILGUN_KEY, sign=True):
        self.tokens += 1
        token = token or f"token{self.tokens}"
        then = str(int(time.time()) - age)
        signature = hmac.new(key.encode(), (then + token).encode(),
                             hashlib.sha256).hexdigest()
        body = {"event-data": event, "signature": {
            "timestamp": then, "token": token, "signature": signature}}
        if not sign:
            del body["signature"]
        return self.site.ask("/hooks/mailgun", json.dumps(body))

    def postmark(self, event, password=POSTMARK, path=""):
        headers = {}
        if password is not None:
            both = base64.b64encode(b"postmark:" + password.encode())
            headers["Authorization"] = "Basic " + both.decode()
        return self.site.ask("/hooks/postmark" + path, json.dumps(event),
                             headers)

    def ses(self, note, kind="Notification", version="1", topic=TOPIC,
            key=None, url=CERTIFICATE.format("rsa"), broken=False, **more):
        message = {"Type": kind, "MessageId": "m1", "TopicArn": topic,
                   "Message": note if isinstance(note, str)
                   else json.dumps(note), "Timestamp": "2026-01-01T00:00:00Z",
                   "SignatureVersion": version, "SigningCertURL": url, **more}
        names = ["Message", "MessageId", "Subject", "SubscribeURL",
                 "Timestamp", "Token", "TopicArn", "Type"]
        text = "".join(f"{n}\n{message[n]}\n" for n in names if n in message)
        message["Signature"] = self.keys.sign(
            key or self.keys.rsa, text.encode(),
            "sha1" if version == "1" else "sha256")
        if broken:
            message["Message"] += " "
        return self.site.ask("/hooks/ses", json.dumps(message))


class Store:
    def __init__(self, newsletter):
        self.path = os.path.join(newsletter.folder, "var", "store.db")

    def ask(self, query, *values):
        db = sqlite3.connect(self.path)
        try:
            return db.execute(query, values).fetchall()
        finally:
            db.close()

    def state(self, address):
        return self.ask("SELECT state FROM subscriber WHERE address = ?",
                        address)[0][0]

    def noted(self):
        return self.ask("SELECT count(*) FROM returned")[0][0]


def sendgrid_bounce(address, name=None, event="e0"):
    one = {"email": address, "event": "bounce", "type": "bounce",
           "sg_event_id": event, "status": "5.1.1",
           "reason": "550 5.1.1 user unknown"}
    return {**one, "smtp-id": name} if name else one


def ses_bounce(address, name=None):
    headers = [{"name": "Message-ID", "value": name}] if name else []
    return {"notificationType": "Bounce", "mail": {"headers": headers},
            "bounce": {"bounceType": "Permanent", "bounceSubType": "General",
                       "bouncedRecipients": [
                           {"emailAddress": address, "status": "5.1.1",
                            "diagnosticCode": "smtp; 550 5.1.1 unknown"}]}}


def check_noted(services, store, names):
    """Each service, by the name of a mail and by an address."""
    reader = "reader{}@x{}.example"
    a = [reader.format(i, i) for i in range(9)]
    mailgun = {"event": "failed", "severity": "permanent", "id": "g1",
               "recipient": a[2], "message": {
                   "headers": {"message-id": names[a[2]].strip("<>")}},
               "delivery-status": {"message": "5.1.1 user unknown"}}
    told = {
        "SendGrid, by the mail": (a[0], lambda: services.sendgrid(
            [sendgrid_bounce("x@y.example", names[a[0]])])),
        "SendGrid, by the address": (a[1], lambda: services.sendgrid(
            [sendgrid_bounce(a[1], event="e1"), {"event": "open"}])),
        "Mailgun": (a[2], lambda: services.mailgun(mailgun)),
        "Postmark": (a[3], lambda: services.postmark(
            {"RecordType": "Bounce", "Type": "HardBounce", "ID": 1,
             "Details": "550 5.1.1 unknown", "Email": a[3]})),
        "Postmark, the secret in the path": (a[4], lambda: services.postmark(
            {"RecordType": "SpamComplaint", "Type": "SpamComplaint",
             "Email": a[4]}, None, "/" + POSTMARK)),
        "SES, SHA-1": (a[5], lambda: services.ses(
            ses_bounce(a[5], names[a[5]]))),
        "SES, SHA-256, with a subject": (a[6], lambda: services.ses(
            ses_bounce(a[6]), version="2", Subject="Amazon SES")),
    }
    for name, (address, tell) in told.items():
        before = store.state(address)
        answers = tell(), tell()
        after = store.state(address)
        report.check(name, [s for s, _ in answers] == [200, 200] and
                     before == "active" and after != "active",
                     f"{answers}, {before}, {after}")
    report.check("each is noted once", store.noted() == len(told),
                 store.noted())


def check_refused(services, store, keys):
    address = "reader8@x8.example"
    bounce = [sendgrid_bounce(address, event="e8")]
    failed = {"event": "complained", "recipient": address, "id": "g8"}
    ses = ses_bounce(address)
    postmark = {"RecordType": "SpamComplaint", "Type": "SpamComplaint",
                "Email": address}
    other = os.path.join(keys.folder, "other.key")
    openssl("genpkey", "-algorithm", "EC", "-pkeyopt",
            "ec_paramgen_curve:P-256", "-out", other + ".ec")
    services.mailgun({"event": "opened"}, token="used")
    confirm = {"kind": "SubscriptionConfirmation", "Token": "t"}
    refused = {
        "SendGrid: another key": (403, lambda: services.sendgrid(
            bounce, key=other + ".ec")),
        "SendGrid: another body": (403, lambda: services.sendgrid(
            [], body=json.dumps(bounce))),
        "SendGrid: no signature": (403, lambda: services.sendgrid(
            bounce, headers={})),
        "SendGrid: no JSON": (400, lambda: services.sendgrid("x")),
        "Mailgun: another key": (403, lambda: services.mailgun(
            failed, key="x")),
        "Mailgun: no signature": (403, lambda: services.mailgun(
            failed, sign=False)),
        "Mailgun: too old": (403, lambda: services.mailgun(failed, age=1000)),
        "Mailgun: too new": (403, lambda: services.mailgun(
            failed, age=-1000)),
        "Mailgun: a token again, for another body": (403, lambda:
                                                     services.mailgun(
                                                         failed,
                                                         token="used")),
        "Postmark: no password": (403, lambda: services.postmark(
            postmark, None)),
        "Postmark: another password": (403, lambda: services.postmark(
            postmark, "x")),
        "Postmark: another path": (403, lambda: services.postmark(
            postmark, None, "/x")),
        "SES: another topic": (403, lambda: services.ses(
            ses, topic=TOPIC + "2")),
        "SES: another key": (403, lambda: services.ses(ses, key=other)),
        "SES: another text": (403, lambda: services.ses(ses, broken=True)),
        "SES: a certificate of elsewhere": (403, lambda: services.ses(
            ses, url="https://sns.evil.example/a.pem")),
        "SES: no certificate to be had": (503, lambda: services.ses(
            ses, url=CERTIFICATE.format("none"))),
        "SES: a certificate that has expired": (503, lambda: services.ses(
            ses, url=CERTIFICATE.format("old"),
            key=os.path.join(keys.folder, "old.key"))),
        "SES: to be confirmed elsewhere": (403, lambda: services.ses(
            "x", SubscribeURL="https://evil.example/", **confirm)),
        "SES: cannot be confirmed now": (503, lambda: services.ses(
            "x", SubscribeURL="https://sns.test-none-1.amazonaws.com/?A=b",
            **confirm)),
        "SES: without SNS": (400, lambda: services.site.ask(
            "/hooks/ses", json.dumps(ses))),
        "too long": (413, lambda: services.site.announce(
            "/hooks/sendgrid", MIB + 1)),
        "no such service": (405, lambda: services.site.ask(
            "/hooks/else", "{}")),
        "to be read": (405, lambda: services.site.ask("/hooks/sendgrid")),
    }
    before = store.noted()
    for name, (wanted, tell) in refused.items():
        status, text = tell()
        report.check(name, status == wanted and "Traceback" not in text,
                     f"{status}, {text}")
    report.check("nothing of it was noted", store.noted() == before and
                 store.state(address) == "active")


def check_ignored(services, store):
    """Fine, but nothing to note."""
    before, deeds = store.noted(), services.site.deeds()
    ignored = {
        "SendGrid: opened": lambda: services.sendgrid([{"event": "open"}]),
        "Mailgun: opened": lambda: services.mailgun({"event": "opened"}),
        "Postmark: opened": lambda: services.postmark({"RecordType": "Open"}),
        "SES: a greeting": lambda: services.ses("Successfully validated"),
        "SES: opened": lambda: services.ses({"eventType": "Open"}),
        "SES: goodbye": lambda: services.ses(
            "x", kind="UnsubscribeConfirmation", Token="t",
            SubscribeURL="https://sns.test-none-1.amazonaws.com/?A=b"),
    }
    for name, tell in ignored.items():
        answer = tell()
        report.check(name, answer[0] == 200, answer)
    after = services.site.deeds()
    report.check("they are counted", store.noted() == before and
                 after["told_other"] - deeds["told_other"] == len(ignored),
                 f"{deeds}, {after}")


def check_without_store(services, store, newsletter):
    """The service is to try again, and then it is noted."""
    address = "reader7@x7.example"
    event = [sendgrid_bounce(address, event="e7")]
    site = services.site = Site(newsletter)
    lock = sqlite3.connect(store.path, isolation_level=None)
    lock.execute("BEGIN EXCLUSIVE")
    locked = services.sendgrid(event)
    lock.execute("ROLLBACK")
    lock.close()
    again = services.sendgrid(event)
    report.check("a store that is not to be had", locked[0] == 503 and
                 again[0] == 200 and store.state(address) != "active",
                 f"{locked}, {again}")
    site.stop()


def have_number(number, name):
    """Loopback has it, under a name."""
    def ask(what, value):
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as one:
            fcntl.ioctl(one, what, struct.pack("16s", name.encode()) + value)
    if number:
        ask(0x8916, struct.pack("HH4s8x", socket.AF_INET, 0,
                                socket.inet_aton(number)))  # SIOCSIFADDR
    ask(0x8914, struct.pack("H14x", 0x41))  # SIOCSIFFLAGS: up, running


class Sns:
    """The hosts of SNS, at a number of our own network."""

    def __init__(self, keys):
        self.asked = asked = []
        with open(keys.path("other.pem"), "rb") as file:
            certificate = file.read()

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                asked.append(self.path)
                body = b"x"
                if self.path == "/Simple-new.pem":
                    body = certificate
                self.send_response(404 if "Missing" in self.path else 200)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_):
                pass

        own = keys.path("sns")
        openssl("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout",
                own + ".key", "-out", own + ".pem", "-subj", "/CN=SNS",
                "-addext", f"subjectAltName=DNS:{UP},DNS:{INSIDE}")
        mailing.write(keys.path("hosts"), f"127.0.0.1 localhost {INSIDE}\n"
                      f"{NUMBER} {UP}\n")
        for file, place in ("hosts", "/etc/hosts"), ("sns.pem", AUTHORITIES):
            subprocess.run(["mount", "--bind", keys.path(file), place],
                           check=True)
        have_number(None, "lo")
        have_number(NUMBER, "lo:1")
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(own + ".pem", own + ".key")
        server = http.server.ThreadingHTTPServer(("0.0.0.0", 443), Handler)
        server.socket = context.wrap_socket(server.socket, server_side=True)
        threading.Thread(target=server.serve_forever, daemon=True).start()


def check_network(services, store, keys, newsletter, sns):
    """Certificates that are fetched, and subscriptions that are confirmed."""
    other = keys.path("other.key")
    new = f"https://{UP}/Simple-new.pem"
    confirm = {"kind": "SubscriptionConfirmation", "Token": "t"}
    answer = services.ses(ses_bounce("reader8@x8.example"), url=new, key=other)
    report.check("a certificate is fetched", answer[0] == 200 and
                 store.state("reader8@x8.example") != "active", answer)
    again = services.ses({"eventType": "Open"}, url=new, key=other)
    kept = os.path.join(newsletter.folder, "var",
                        "sns-test-up-1-Simple-new.pem")
    report.check("and kept", again[0] == 200 and os.path.exists(kept) and
                 sns.asked == ["/Simple-new.pem"], sns.asked)
    answers = {where: services.ses("x", SubscribeURL=f"https://{where}",
                                   **confirm)[0]
               for where in (f"{UP}/?Action=Confirm", f"{UP}/?Missing",
                             f"{INSIDE}/?Action=Confirm")}
    report.check("a subscription is confirmed", list(answers.values()) ==
                 [200, 503, 503] and sns.asked[1:] ==
                 ["/?Action=Confirm", "/?Missing"], f"{answers} {sns.asked}")
    for name in "Simple-x.pem", "Missing.pem":
        answer = services.ses({}, url=f"https://{UP}/{name}", key=other)
        report.check(f"{name} is no certificate", answer[0] == 503, answer)
    before = len(sns.asked)
    for i in range(12):
        answer = services.ses({}, url=f"https://{UP}/Missing-{i}.pem",
                              key=other)
    report.check("not more than ten an hour", answer[0] == 503 and
                 "too much" in answer[1] and len(sns.asked) - before <= 10,
                 f"{len(sns.asked)} {answer}")


def check_settings(newsletter, more, wanted, env):
    newsletter.settle(9, more)
    got = subprocess.run(
        [newsletter.program, "-C", newsletter.folder, "serve", "--listen",
         "127.0.0.1:0"], capture_output=True, timeout=60, check=False,
        env={**os.environ, **env})
    report.check(wanted, got.returncode == 2 and
                 wanted in got.stderr.decode(), got)


def main():
    with tempfile.TemporaryDirectory() as folder, \
            tempfile.TemporaryDirectory() as key_folder:
        keys = Keys(key_folder)
        sns = Sns(keys) if "OWN_NETWORK" in os.environ else None
        newsletter = mailing.Newsletter(sys.argv[1], folder, 10)
        settings = SETTINGS.format(key=keys.public, topic=TOPIC)
        with mailing.sink(newsletter) as port:
            newsletter.settle(port, settings)
            newsletter.fill()
            newsletter.start(newsletter.issue(1)).communicate(timeout=60)
        with open(newsletter.log, encoding="ascii") as log:
            names = dict(line.split()[:2] for line in log)
        for name in "rsa", "old":
            with open(keys.path(name + ".pem"), encoding="ascii") as file:
                mailing.write(os.path.join(
                    folder, "var", f"sns-test-none-1-Simple-{name}.pem"),
                    file.read())
        store = Store(newsletter)
        services = Services(Site(newsletter), keys)
        check_noted(services, store, names)
        check_refused(services, store, keys)
        check_ignored(services, store)
        services.site.stop()
        if sns is not None:
            services.site = Site(newsletter)
            check_network(services, store, keys, newsletter, sns)
            services.site.stop()
        check_without_store(services, store, newsletter)
        check_settings(newsletter, "  hooks:\n    mailgun: yes\n",
                       "SENNIGHT_MAILGUN_KEY", {})
        check_settings(newsletter, "  hooks:\n    sendgrid: MFkw\n",
                       "verification key", {})
    return report.end()


if __name__ == "__main__":
    sys.exit(main())
