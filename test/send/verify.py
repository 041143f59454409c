"""verify: what dkim signs is accepted by programs that nobody here wrote.

    verify.py SIGN

Signs mails with an RSA and an Ed25519 key made by openssl, and has both
signatures verified by python3-dkim, and that of RSA by perl's Mail::DKIM; a
changed mail must be refused.  Prints TAP; a verifier that is not installed is
skipped by name.
"""

import os
import subprocess
import sys
import tempfile
import time

SIGN = sys.argv[1]
HEAD = (b"From: Low Tide <tide@example.org>\r\nTo: <ada@example.org>\r\n"
        b"Subject: Sand  and\r\n  stones\r\n"
        b"Date: Thu, 26 Nov 2026 12:00:00 +0000\r\n"
        b"Message-ID: <1@example.org>\r\nMIME-Version: 1.0\r\n")
LONG = b"List-Unsubscribe: <https://example.org/unsubscribe/" + \
    b"x" * 300 + b">\r\n"
MAILS = {
    "plain": HEAD + b"\r\nHello.\r\n",
    "dots": HEAD + b"\r\n.\r\n..two\r\n.\r\n",
    "no body": HEAD + b"\r\n",
    "empty lines at the end": HEAD + b"\r\nHello.\r\n\r\n\r\n\r\n",
    "empty lines only": HEAD + b"\r\n\r\n\r\n",
    "blanks": HEAD + b"\r\na  b\t\tc  \r\n  \r\n\t x\t\r\n",
    "8 bit": HEAD + "\r\nAbend\u00e4\u00e4ue \U0001f30a\r\n".encode(),
    "long line": HEAD + b"\r\n" + b"y " * 400 + b"\r\n",
    "no line end": HEAD + b"\r\nHello.",
    "folded": HEAD + LONG + b"X-Other:\r\n\ta\r\n\r\nHello.\r\n",
    "two of one": b"To: <b@example.org>\r\n" + HEAD + b"\r\nHello.\r\n",
}
PERL = r"""
package Zone; use Net::DNS;
sub new { bless { text => $_[1] }, $_[0] }
sub send { my ($self, $name, $type) = @_;
  my $p = Net::DNS::Packet->new($name, $type);
  $p->push(answer => Net::DNS::RR->new(name => $name, type => $type,
    txtdata => [ unpack('(a200)*', $self->{text}) ])); return $p }
package main; use Mail::DKIM::Verifier;
Mail::DKIM::DNS::resolver(Zone->new($ARGV[0]));
my $v = Mail::DKIM::Verifier->new; binmode STDIN;
$v->load(*STDIN); print $v->result;
"""
count = failed = 0


def report(name, ok, why=""):
    global count, failed
    count += 1
    failed += not ok
    print(f"{'ok' if ok else 'not ok'} {count} - {name}")
    if not ok:
        print("#", why)


def skip(name, why):
    global count
    count += 1
    print(f"ok {count} - {name} # SKIP {why}")


def run(command, data=b"", **more):
    return subprocess.run(command, input=data, capture_output=True,
                          check=False, timeout=60, **more)


def sign(mail, selectors, env):
    got = run([SIGN, "example.org", str(int(time.time())), *selectors], mail,
              env=env)
    if got.returncode != 0:
        raise RuntimeError(got.stderr.decode())
    records, signed = got.stdout.split(b"\n\n", 1)
    return dict(line.split(b" ", 1) for line in records.split(b"\n")), signed


def make_keys(folder):
    env = dict(os.environ)
    for name, options in (
            ("RSA", ["-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048"]),
            ("ED_1", ["-algorithm", "ED25519"]),
            ("SHORT", ["-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:768"]),
            ("EC", ["-algorithm", "EC", "-pkeyopt",
                    "ec_paramgen_curve:P-256"])):
        path = os.path.join(folder, name)
        run(["openssl", "genpkey", *options, "-out", path])
        env[f"SENNIGHT_DKIM_{name}_FILE"] = path
    env["SENNIGHT_DKIM_TEXT"] = "no key"
    return env


def by_python(records, signed, selectors):
    import dkim
    names = [s.encode() + b"._domainkey.example.org." for s in selectors]
    zone = {n: records[s.encode()] for n, s in zip(names, selectors)}
    one = dkim.DKIM(signed)
    return [bool(one.verify(idx=i, dnsfunc=lambda name, timeout=5:
                            zone.get(name))) for i in range(len(selectors))]


def verify(env):
    try:
        import dkim  # noqa: F401
        python = True
    except ImportError:
        python = False
    perl = run(["perl", "-MMail::DKIM", "-e", "1"]).returncode == 0
    for name, mail in MAILS.items():
        records, signed = sign(mail, ["rsa", "ed-1"], env)
        longest = max(len(line) for line in
                      signed.split(b"bh=")[0].split(b"\r\n"))
        report(f"{name}: short lines", longest <= 78, longest)
        changed = signed.replace(b"tide@", b"tite@", 1)
        added = b"Subject: Another one\r\n" + signed
        if python:
            got = by_python(records, signed, ["rsa", "ed-1"])
            report(f"{name}: python", got == [True, True], got)
            for what, mail in (("changed", changed), ("added", added)):
                got = by_python(records, mail, ["rsa", "ed-1"])
                report(f"{name}: python, {what}", got == [False, False], got)
        else:
            skip(f"{name}: python", "python3-dkim is not installed")
        if perl:
            records, signed = sign(mail, ["rsa"], env)
            got = run(["perl", "-e", PERL, records[b"rsa"]], signed)
            report(f"{name}: perl", got.stdout == b"pass",
                   (got.stdout, got.stderr[:300]))
        else:
            skip(f"{name}: perl", "Mail::DKIM is not installed")


def refuse(env):
    for selector, wanted in (
            ("short", "too short"), ("ec", "RSA or an Ed25519"),
            ("text", "private key in PEM"), ("none", "SENNIGHT_DKIM_NONE_FILE"),
            ("a b", "no selector"), ("-a", "no selector"),
            ("x" * 64, "no selector")):
        try:
            sign(MAILS["plain"], [selector], env)
            report(f"refused: {selector[:9]}", False, "it signed")
        except RuntimeError as why:
            report(f"refused: {selector[:9]}", wanted in str(why), why)


with tempfile.TemporaryDirectory() as work:
    keys = make_keys(work)
    verify(keys)
    refuse(keys)
print(f"1..{count}")
sys.exit(failed > 0)
