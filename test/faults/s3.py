"""s3: a store that speaks the protocol of Amazon's S3, for tests.

    s3.py FOLDER [FAULT...]

Listens on a port of 127.0.0.1 that the system chose and prints it.  Keys of
the one bucket, "news", are files below FOLDER.  Answers are as the API
reference of S3 has them (ListObjectsV2, with pages of 20; PutObject,
GetObject, DeleteObject).  Signatures are checked with botocore, which is
Amazon's own client: the key is "ID:SECRET".

A fault is METHOD:STATUS:TIMES: that many requests of the method are answered
so, "PUT:503:2"; STATUS "drop" closes the connection after the work was done.
"""

import hashlib
import http.server
import os
import sys
import urllib.parse
from xml.sax.saxutils import escape

from botocore.auth import S3SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

SECRETS = {"ID": "SECRET"}
PAGE = 20


class Refused(Exception):
    pass


def check_signature(method, url, headers, body):
    """As the service does: the same signature over the same request."""
    words = dict(part.split("=", 1) for part in
                 headers["Authorization"].split(" ", 1)[1].replace(
                     ",", " ").split())
    key, _, region, service, _ = words["Credential"].split("/")
    if key not in SECRETS:
        raise Refused("InvalidAccessKeyId")
    said = headers.get("x-amz-content-sha256")
    if said != hashlib.sha256(body).hexdigest():
        raise Refused("XAmzContentSHA256Mismatch")
    request = AWSRequest(method=method, url=url, data=body)
    for name in words["SignedHeaders"].split(";"):
        request.headers[name] = headers[name]
    auth = S3SigV4Auth(Credentials(key, SECRETS[key]), service, region)
    request.context["timestamp"] = headers["X-Amz-Date"]
    text = auth.string_to_sign(request, auth.canonical_request(request))
    if auth.signature(text, request) != words["Signature"]:
        raise Refused("SignatureDoesNotMatch")


class Store(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    folder, faults = "", []

    def log_message(self, *args):
        pass

    def answer(self, status, body=b"", **headers):
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def refuse(self, status, code):
        self.answer(status, f"<Error><Code>{code}</Code><Message>about {code}"
                    "</Message></Error>".encode())

    def keys(self, prefix):
        found = []
        for base, _, names in os.walk(self.folder):
            for name in names:
                path = os.path.relpath(os.path.join(base, name), self.folder)
                if path.startswith(prefix):
                    found.append(path)
        return sorted(found)

    def list(self, query):
        after = query.get("continuation-token", [""])[0]
        keys = [k for k in self.keys(query.get("prefix", [""])[0])
                if k > after]
        page, more = keys[:PAGE], len(keys) > PAGE
        out = "<ListBucketResult xmlns='http://s3.amazonaws.com/doc/2006-03-01/'>"
        out += f"<IsTruncated>{str(more).lower()}</IsTruncated>"
        for key in page:
            with open(os.path.join(self.folder, key), "rb") as file:
                data = file.read()
            out += (f"<Contents><Key>{escape(key)}</Key><ETag>&quot;"
                    f"{hashlib.md5(data).hexdigest()}&quot;</ETag>"
                    f"<Size>{len(data)}</Size></Contents>")
        if more:
            out += f"<NextContinuationToken>{escape(page[-1])}"
            out += "</NextContinuationToken>"
        self.answer(200, (out + "</ListBucketResult>").encode())

    def work(self, method, path, body):
        if method == "PUT":
            os.makedirs(os.path.dirname(path), exist_ok=True)
            with open(path, "wb") as file:
                file.write(body)
            with open(path + ".type", "w", encoding="ascii") as file:
                file.write(self.headers.get("Content-Type", ""))
            os.makedirs(os.path.dirname(self.folder + ".types/"),
                        exist_ok=True)
            os.rename(path + ".type", os.path.join(
                self.folder + ".types",
                hashlib.md5(path.encode()).hexdigest()))
            return 200, b""
        if not os.path.exists(path):
            return 404, b"<Error><Code>NoSuchKey</Code></Error>"
        if method == "DELETE":
            os.remove(path)
            return 204, b""
        with open(path, "rb") as file:
            return 200, file.read()

    def fault(self):
        for fault in self.faults:
            if fault[0] == self.command and fault[2] > 0:
                fault[2] -= 1
                return fault[1]
        return None

    def handle_any(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        parts = urllib.parse.urlsplit(self.path)
        try:
            check_signature(
                self.command,
                f"http://{self.headers['Host']}{self.path}",
                self.headers, body)
        except Refused as refused:
            return self.refuse(403, str(refused))
        except (KeyError, AttributeError, ValueError, IndexError):
            return self.refuse(403, "AccessDenied")
        names = urllib.parse.unquote(parts.path).split("/", 2)
        if names[1] != "news":
            return self.refuse(404, "NoSuchBucket")
        fault = self.fault()
        if fault not in (None, "drop"):
            return self.refuse(int(fault), "SlowDown")
        if len(names) < 3 or not names[2]:
            return self.list(urllib.parse.parse_qs(parts.query))
        status, answer = self.work(
            self.command, os.path.join(self.folder, names[2]), body)
        if fault == "drop":
            self.close_connection = True
            return None
        return self.answer(status, answer)

    do_GET = do_PUT = do_DELETE = handle_any


def main():
    Store.folder = os.path.abspath(sys.argv[1])
    os.makedirs(Store.folder, exist_ok=True)
    for fault in sys.argv[2:]:
        method, what, times = fault.split(":")
        Store.faults.append([method, what, int(times)])
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Store)
    print(server.server_port, flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main()
