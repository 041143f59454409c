"""judges: a whole mail of an issue, before those that judge mails elsewhere.

    judges.py SENNIGHT SOURCE

Has `send --test` write the newest issue of the example, signed with an RSA and
an Ed25519 key: Python's strict policy reads it, opendkim and perl's Mail::DKIM
accept the RSA signature, python3-dkim both, all refuse a mail that was changed,
and spamassassin finds nothing to say against it.  Prints TAP; a judge that is
not installed is skipped by name.
"""

import email
import email.policy
import os
import re
import shutil
import subprocess
import sys
import tempfile

SENNIGHT, SOURCE = sys.argv[1], sys.argv[2]
DOMAIN = "averted-vision.example.org"
PERL = r"""
package Zone; use Net::DNS;
sub new { bless { text => $_[1] }, $_[0] }
sub send { my ($self, $name, $type) = @_;
  my $p = Net::DNS::Packet->new($name, $type);
  $p->push(answer => Net::DNS::RR->new(name => $name, type => $type,
    txtdata => [ unpack('(a200)*', $self->{text}) ]))
    if $name =~ /^one/; return $p }
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
        print("#", str(why).replace("\n", "\n# "))


def skip(name):
    global count
    count += 1
    print(f"ok {count} - {name} # SKIP it is not installed")


def run(*command, data=b"", **more):
    return subprocess.run(command, input=data, capture_output=True,
                          check=False, timeout=120, **more)


def make_keys(folder):
    """Two private keys, and the records of their public halves."""
    records = {}
    for name, options in (("one", ["RSA", "-pkeyopt", "rsa_keygen_bits:2048"]),
                          ("two", ["ED25519"])):
        path = os.path.join(folder, name)
        run("openssl", "genpkey", "-algorithm", *options, "-out", path)
        text = run("openssl", "pkey", "-in", path, "-pubout").stdout.decode()
        key = "".join(text.splitlines()[1:-1])
        # What stands before an Ed25519 key in that form is not its own.
        kind = "rsa" if name == "one" else "ed25519"
        if kind == "ed25519":
            key = key[16:]
        records[name] = f"v=DKIM1; k={kind}; p={key}"
    return records


def make_mail(folder):
    issues = os.path.join(folder, "example")
    shutil.copytree(os.path.join(SOURCE, "example"), issues,
                    ignore=shutil.ignore_patterns("var", "public"))
    settings = os.path.join(issues, "sennight.yaml")
    with open(settings, encoding="utf-8") as file:
        text = file.read()
    with open(settings, "w", encoding="utf-8") as file:
        file.write(text.replace("  way: var/mail\n",
                                "  way: out\n  dkim: [one, two]\n"))
    env = dict(os.environ,
               SENNIGHT_DKIM_ONE_FILE=os.path.join(folder, "one"),
               SENNIGHT_DKIM_TWO_FILE=os.path.join(folder, "two"))
    got = run(SENNIGHT, "-C", issues, "send", "150", "--test",
              "ada@example.org", env=env)
    names = os.listdir(os.path.join(issues, "out")) \
        if got.returncode == 0 else []
    report("a mail is written", len(names) == 1, got.stderr.decode())
    with open(os.path.join(issues, "out", names[0]), "rb") as file:
        return file.read()


def by_python_email(mail):
    read = email.message_from_bytes(mail, policy=email.policy.strict)
    kinds = [part.get_content_type() for part in read.walk()]
    report("python's strict policy", kinds == [
        "multipart/alternative", "text/plain", "text/html"] and
        all(part.get_content() for part in read.iter_parts()), kinds)


def by_python_dkim(mail, changed, records):
    try:
        import dkim
    except ImportError:
        skip("python3-dkim")
        return

    def verify(text, i):
        try:
            return dkim.DKIM(text).verify(
                i, dnsfunc=lambda name, timeout=5:
                records[name.decode().split(".")[0]].encode())
        except dkim.ValidationError:
            return False
    for wanted, text in ((True, mail), (False, changed)):
        got = [verify(text, i) for i in range(2)]
        report(f"python3-dkim, {'as it is' if wanted else 'changed'}",
               got == [wanted, wanted], got)


def by_perl(mail, changed, records):
    if run("perl", "-MMail::DKIM", "-e", "1").returncode != 0:
        skip("Mail::DKIM")
        return
    for wanted, text in ((b"pass", mail), (b"fail", changed)):
        got = run("perl", "-e", PERL, records["one"], data=text)
        report(f"Mail::DKIM, {wanted.decode()}", got.stdout == wanted,
               (got.stdout, got.stderr))


def by_opendkim(folder, mail, changed, records):
    program = shutil.which("opendkim", path=os.environ["PATH"] + ":/usr/sbin")
    if program is None:
        skip("opendkim")
        return
    keys, conf = os.path.join(folder, "keys"), os.path.join(folder, "conf")
    with open(keys, "w", encoding="utf-8") as file:
        file.write(f"one._domainkey.{DOMAIN} {records['one']}\n")
    with open(conf, "w", encoding="utf-8") as file:
        file.write(f"Mode v\nSyslog no\nTestPublicKeys {keys}\n"
                   "On-BadSignature accept\nTrustAnchorFile /dev/null\n")
    for wanted, text in (("succeeded", mail), ("failed", changed)):
        path = os.path.join(folder, wanted)
        with open(path, "wb") as file:
            file.write(text)
        got = run(program, "-x", conf, "-t", path)
        said = (got.stdout + got.stderr).decode()
        report(f"opendkim, {wanted}", wanted in said, said)


def by_spamassassin(folder, mail):
    if shutil.which("spamassassin") is None:
        skip("spamassassin")
        return
    got = run("spamassassin", "--local", "--test-mode", "--prefspath=/dev/null",
              data=mail, env=dict(os.environ, HOME=folder)).stdout.decode()
    rules = re.findall(r"^ *(-?\d+\.\d) ([A-Z0-9_]+) ", got, re.M)
    report("spamassassin has read it", "HTML_MESSAGE" in dict(
        (name, points) for points, name in rules), got[-2000:])
    against = [name for points, name in rules
               if float(points) > 0 or "MIME" in name]
    report("spamassassin has nothing against it", not against, against)


def main():
    with tempfile.TemporaryDirectory() as folder:
        records = make_keys(folder)
        mail = make_mail(folder)
        changed = mail.replace(b"night owls", b"night howls", 1)
        report("there is something to change", changed != mail)
        by_python_email(mail)
        by_python_dkim(mail, changed, records)
        by_perl(mail, changed, records)
        by_opendkim(folder, mail, changed, records)
        by_spamassassin(folder, mail)
    print(f"1..{count}")
    return failed > 0


sys.exit(main())
