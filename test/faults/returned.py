"""returned: mails that come back, as mail servers and providers write them.

Each is about one mail of a mailing: to whom it was, its Message-ID and the
sender of its envelope.
"""

REPORT = """From: MAILER-DAEMON@mx.example
To: {sender}
Subject: Undelivered Mail Returned to Sender
Date: Fri, 27 Nov 2026 06:33:14 +0000
Message-ID: <{number}@mx.example>
MIME-Version: 1.0
Content-Type: multipart/report; report-type={type}; boundary="b{number}"

--b{number}
Content-Type: text/plain; charset=us-ascii

This is the mail system at host mx.example.

--b{number}
{part}
--b{number}
Content-Type: message/rfc822

From: Low Tide <tide@example.org>
To: {to}
Message-ID: {id}
Subject: Low Tide 1

Hello.
--b{number}--
"""
FAILURE = """Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example
Arrival-Date: Fri, 27 Nov 2026 06:33:10 +0000

Final-Recipient: rfc822; {to}
Original-Recipient: rfc822; {to}
Action: {action}
Status: {status}
Diagnostic-Code: smtp; {said}
"""
COMPLAINT = """Content-Type: message/feedback-report

Feedback-Type: abuse
User-Agent: Provider/1.0
Version: 1
"""
REPLY = """From: {to}
To: {sender}
Subject: Out of the office
Date: Fri, 27 Nov 2026 06:33:14 +0000
Message-ID: <{number}@{to}>
In-Reply-To: {id}
Auto-Submitted: auto-replied

Back on Monday.
"""
JUNK = """From: somebody@spam.example
To: {sender}
Subject: Cheap sand
Message-ID: <{number}@spam.example>

Number {number}.
"""


def failure(action, status, said):
    return REPORT.replace("{type}", "delivery-status").replace(
        "{part}", FAILURE.replace("{action}", action).replace(
            "{status}", status).replace("{said}", said))


KINDS = {
    "hard": failure("failed", "5.1.1",
                    "550 5.1.1 <{to}>: Recipient address rejected: User "
                    "unknown in virtual mailbox table"),
    "soft": failure("failed", "5.2.2", "552 5.2.2 Mailbox full"),
    "refused": failure("failed", "5.7.1", "554 5.7.1 Service unavailable; "
                       "Client host [192.0.2.1] blocked using "
                       "bl.example.net"),
    "late": failure("delayed", "4.4.1", "connect to mx.example: Connection "
                    "timed out"),
    "complaint": REPORT.replace("{type}", "feedback-report").replace(
        "{part}", COMPLAINT),
    "auto-reply": REPLY,
    "unread": JUNK,
}


def write(kind, number, mail):
    """`mail` is (to, id, sender)."""
    to, name, sender = mail
    return KINDS[kind].format(number=number, to=to, id=name, sender=sender)
