"""mails: what the writer of mails writes is read by programs that nobody here
wrote.

    mails.py LETTER

Python's strict policy finds nothing wrong, each part is the text that was
given with the links in their places, the lines are fit for SMTP, and
python3-dkim accepts the signatures.  Prints TAP.
"""

import base64
import email
import email.policy
import os
import subprocess
import sys
import tempfile

LETTER = sys.argv[1]
PREFERENCES = "https://example.org/preferences/abc.def=ghi"
UNSUBSCRIBE = ("https://example.org/unsubscribe/"
               "0123456789012345678901234567890123456789012345678901")
LONG = "word " * 300
PLAIN = {
    "short": "Hello.\n{preferences}\n{unsubscribe}\n",
    "dots": ".\n..two\n.three {unsubscribe}.\n",
    "blanks": "a  b   c \n   d\n\n\ne{preferences}",
    "no slots": "Hello.\n",
    "long": LONG + "\n" + "x" * 2000 + "\n{unsubscribe}\n",
    "letters": "\u00c4nd\u00e9rung \U0001f30a " * 40 + "{preferences}\n",
    "first": "{unsubscribe} is first\n",
    "both at one place": "a {preferences}{unsubscribe} b\n",
    "nearly a boundary": "--=_sennight\n--=_sennight--\n{unsubscribe}",
    "ends with empty lines": "Hello {preferences}\n\n\n",
}
HTML = "<p>.Links: <a href=\"{preferences}\">here</a>\n<a " \
       "href=\"{unsubscribe}\">  there</a></p>\n"
count = failed = 0


def report(name, ok, why=""):
    global count, failed
    count += 1
    failed += not ok
    print(f"{'ok' if ok else 'not ok'} {count} - {name}")
    if not ok:
        print("#", why)


def write(folder, name, text):
    path = os.path.join(folder, name)
    with open(path, "w", encoding="utf-8", newline="") as file:
        file.write(text)
    return path


def make(folder, plain, html, address, env):
    files = [write(folder, "plain", plain)]
    if html is not None:
        files.append(write(folder, "html", html))
    got = subprocess.run([LETTER, *files], input=address.encode(), env=env,
                         capture_output=True, check=False, timeout=60)
    if got.returncode != 0:
        raise RuntimeError(got.stderr.decode())
    return got.stdout


def filled(text):
    return text.rstrip().replace("{preferences}", PREFERENCES).replace(
        "{unsubscribe}", UNSUBSCRIBE)


def wrong_lines(mail):
    for line in mail.split(b"\r\n"):
        if b"\n" in line or b"\r" in line or line.startswith(b".") or \
                len(line) > 998:
            return line
    return None if mail.endswith(b"\r\n") else b"no line end"


def look(name, mail, plain, html, address):
    line = wrong_lines(mail)
    report(f"{name}: lines", line is None, line)
    read = email.message_from_bytes(mail, policy=email.policy.strict)
    parts = list(read.iter_parts()) if html is not None else [read]
    texts = [part.get_content().replace("\r\n", "\n").rstrip()
             for part in parts]
    wanted = [filled(text) for text in (plain, html) if text is not None]
    report(f"{name}: parts", texts == wanted, (texts, wanted))
    report(f"{name}: headers",
           read["To"].addresses[0].addr_spec == address and
           read["Subject"] == "Sand \u2014 and stones" and
           read["From"].addresses[0].display_name == "Low Tide, \u00e9" and
           str(read["List-Id"]) == "Low Tide <tide.example.org>" and
           read["List-Unsubscribe"].strip() == f"<{UNSUBSCRIBE}>",
           list(read.items()))
    return read


def verify(name, mail, records):
    try:
        import dkim
    except ImportError:
        report(f"{name}: signatures # SKIP python3-dkim is not there", True)
        return
    for i in range(len(records)):
        got = dkim.DKIM(mail).verify(
            i, dnsfunc=lambda name, timeout=5: records[name.split(b".")[0]])
        report(f"{name}: signature {i}", got)


def keys(folder):
    records = {}
    env = dict(os.environ, SELECTORS="first second")
    for name, options in (("first", ["RSA", "-pkeyopt",
                                     "rsa_keygen_bits:2048"]),
                          ("second", ["ED25519"])):
        path = os.path.join(folder, name)
        subprocess.run(["openssl", "genpkey", "-quiet", "-algorithm", *options,
                        "-out", path], check=True, capture_output=True)
        public = subprocess.run(
            ["openssl", "pkey", "-in", path, "-pubout", "-outform", "DER"],
            check=True, capture_output=True).stdout
        if name == "second":
            public = public[-32:]
        records[name.encode()] = b"v=DKIM1; k=" + (
            b"rsa" if name == "first" else b"ed25519") + b"; p=" + \
            base64.b64encode(public)
        env[f"SENNIGHT_DKIM_{name.upper()}_FILE"] = path
    return env, records


def main():
    with tempfile.TemporaryDirectory() as folder:
        env, records = keys(folder)
        ids = set()
        for name, plain in PLAIN.items():
            for html in (None, HTML):
                mail = make(folder, plain, html, "ada@x.example", env)
                full = f"{name}{', html' if html else ''}"
                read = look(full, mail, plain, html, "ada@x.example")
                verify(full, mail, records)
                ids.add(read["Message-ID"])
        report("one reader has one Message-ID", len(ids) == 1, ids)
        mail = make(folder, "a\n", None, "ad\u00e0@x.example", dict(os.environ))
        report("an address beyond ASCII is as it is",
               "<ad\u00e0@x.example>".encode() in mail, mail)
        report("without keys nothing is signed", b"DKIM" not in mail)
    print(f"1..{count}")
    return failed > 0


sys.exit(main())
