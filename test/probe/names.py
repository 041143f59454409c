#!/usr/bin/env python3
"""names: sennight-probe and a name server that says whatever is needed.

    unshare -r -n -m names.py PROGRAM

Must run in a network and a file system of its own, as above: it replaces the
system's list of name servers.  Exit status: 77 if it cannot, 1 if a result is
wrong.
"""

import fcntl
import json
import pathlib
import socket
import struct
import subprocess
import sys
import tempfile
import threading

import server

NO_ERROR, FAILURE, NO_NAME = 0, 2, 3
# What the first part of a name makes the name server do.
ANSWERS = {
    "here": (NO_ERROR, "127.0.0.1"),
    "inside": (NO_ERROR, "127.0.0.2"),
    "metadata": (NO_ERROR, "169.254.169.254"),
    "outside": (NO_ERROR, "93.184.216.34"),
    "empty": (NO_ERROR, None),
    "broken": (FAILURE, None),
    "missing": (NO_NAME, None),
    "silent": None,
}
# State and a part of why, for each of them.
EXPECTED = {
    "here": ("alive", "200"),
    "inside": ("unsure", "private"),
    "metadata": ("unsure", "private"),
    "outside": ("unsure", "no way"),
    "empty": ("dead", "no host"),
    "broken": ("unsure", "looked up"),
    "missing": ("dead", "no host"),
    "silent": ("unsure", "looked up"),
}


def reply(question):
    """The answer to a packet of DNS, or None."""
    name, at = question[13:13 + question[12]].decode(), 12
    while question[at]:
        at += 1 + question[at]
    question = question[:at + 5]
    kind = struct.unpack(">H", question[at + 1:at + 3])[0]
    if ANSWERS.get(name, (NO_NAME, None)) is None:
        return None
    code, address = ANSWERS.get(name, (NO_NAME, None))
    record = b""
    if address and kind == 1:
        record = (b"\xc0\x0c" + struct.pack(">HHIH", 1, 1, 0, 4) +
                  socket.inet_aton(address))
    return (question[:2] + struct.pack(">5H", 0x8180 | code, 1,
                                       bool(record), 0, 0) +
            question[12:] + record)


def serve_names():
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as one:
        one.bind(("127.0.0.1", 53))
        while True:
            question, sender = one.recvfrom(4096)
            answer = reply(question)
            if answer:
                one.sendto(answer, sender)


def prepare(folder):
    """Loopback up, and ourselves the only name server."""
    with socket.socket() as one:
        fcntl.ioctl(one, 0x8914, struct.pack("16sH", b"lo", 0x41))
    file = pathlib.Path(folder, "resolv.conf")
    file.write_text("nameserver 127.0.0.1\noptions timeout:1 attempts:1\n")
    subprocess.run(["mount", "--bind", file, "/etc/resolv.conf"], check=True)
    threading.Thread(target=serve_names, daemon=True).start()


def main():
    with tempfile.TemporaryDirectory() as folder:
        try:
            prepare(folder)
        except (OSError, subprocess.CalledProcessError) as why:
            print(why)
            return 77
        with server.Server(addresses=["127.0.0.1", "127.0.0.2"]) as one:
            urls = {f"http://{name}.example:{one.port}/ok": name
                    for name in ANSWERS}
            run = subprocess.run(
                [sys.argv[1], "--timeout", "3", "--allow",
                 f"127.0.0.1:{one.port}"], input="\n".join(urls),
                capture_output=True, text=True)
        subprocess.run(["umount", "/etc/resolv.conf"])
    wrong = run.returncode != 0 or run.stderr != "" or len(one.log) != 1
    for line in run.stdout.splitlines():
        r = json.loads(line)
        state, why = EXPECTED.pop(urls[r["url"]])
        if r["state"] != state or why not in r["why"]:
            print(line)
            wrong = True
    if wrong or EXPECTED:
        print(run.returncode, run.stderr, one.targets(), list(EXPECTED))
    return 1 if wrong or EXPECTED else 0


if __name__ == "__main__":
    sys.exit(main())
