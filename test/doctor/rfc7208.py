#!/usr/bin/env python3
"""rfc7208: SPF against the test suite for RFC 7208, which the package
python3-spf brings.

    rfc7208.py ASK_SPF

Speaks TAP.  Skipped where the suite is not installed.
"""

import gzip
import subprocess
import sys

SUITE = "/usr/share/doc/python3-spf/rfc7208-tests.yml.gz"
# What a sender cannot know about itself, or what we leave out.
LEFT_OUT = dict.fromkeys(
    ["p-macro-multiple", "hello-macro"],
    "of a sender's name we know nothing before it sends")


def records(zone):
    """Name, type, data; what is said of the old type SPF is said of TXT."""
    for name, entries in zone.items():
        texts = [e for e in entries if isinstance(e, dict)]
        own = any("TXT" in e for e in texts)
        for entry in entries:
            if entry == "TIMEOUT":
                for kind in ("A", "AAAA", "MX", "TXT"):
                    if not any(e.get(kind, "NONE") != "NONE" or
                               kind == "TXT" and "SPF" in e and not own
                               for e in texts):
                        yield name, kind, None
                continue
            for kind, data in entry.items():
                if kind == "SPF" and own or data == "NONE":
                    continue
                kind = "TXT" if kind == "SPF" else kind
                if data == "TIMEOUT":
                    yield name, kind, None
                elif kind == "TXT":
                    yield name, kind, data if isinstance(data, str) else \
                        "".join(data)
                elif kind == "MX":
                    yield name, kind, data[1]
                else:
                    yield name, kind, data


def ask(program, test, zone):
    sender = test["mailfrom"] or "postmaster@" + test["helo"]
    local, _, domain = sender.rpartition("@")
    lines = [f"{test['host']}\t{local or 'postmaster'}\t{domain}"]
    for name, kind, data in records(zone):
        text = "-" if data is None else data.encode().hex()
        lines.append(f"{name}\t{kind}\t{text}")
    got = subprocess.run([program], input="\n".join(lines).encode(),
                         capture_output=True, check=False, timeout=20)
    return got.stdout.decode(errors="replace").strip() or got.stderr.decode()


def main():
    try:
        import yaml  # pylint: disable=import-outside-toplevel
        with gzip.open(SUITE, "rt", encoding="utf-8") as file:
            suite = list(yaml.safe_load_all(file))
    except (ImportError, OSError):
        print("1..0 # SKIP python3-spf or python3-yaml is not installed")
        return 77
    count = failed = 0
    for part in suite:
        for name, test in part["tests"].items():
            wanted = test["result"]
            wanted = wanted if isinstance(wanted, list) else [wanted]
            count += 1
            if name in LEFT_OUT:
                print(f"ok {count} - {name} # SKIP {LEFT_OUT[name]}")
                continue
            got = ask(sys.argv[1], test, part["zonedata"])
            fine = got.split("\t")[0] in wanted
            failed += not fine
            print(f"{'ok' if fine else 'not ok'} {count} - {name}")
            if not fine:
                print(f"# got {got}, wanted {wanted}")
    print(f"1..{count}")
    return failed > 0


sys.exit(main())
