"""certificates: an authority of a test, and what it has signed."""

import os
import subprocess


def make_certificates(folder):
    """Write ca.pem, and files with key and certificate: localhost (and its
    number), elsewhere.example."""
    def openssl(*args):
        subprocess.run(["openssl", *args], cwd=folder, check=True,
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"]
    openssl("req", "-x509", *key, "-keyout", "ca.key", "-out", "ca.pem",
            "-days", "2", "-subj", "/CN=Test authority")
    for name in "localhost", "elsewhere.example":
        openssl("req", *key, "-keyout", "key", "-out", "request", "-subj",
                f"/CN={name}")
        with open(os.path.join(folder, "more"), "w") as more:
            number = ",IP:127.0.0.1" if name == "localhost" else ""
            more.write(f"subjectAltName=DNS:{name}{number}\n")
        openssl("x509", "-req", "-in", "request", "-CA", "ca.pem", "-CAkey",
                "ca.key", "-CAcreateserial", "-days", "2", "-extfile", "more",
                "-out", "certificate")
        with open(os.path.join(folder, name), "w") as both:
            for part in "key", "certificate":
                with open(os.path.join(folder, part)) as one:
                    both.write(one.read())
