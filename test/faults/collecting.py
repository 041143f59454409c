"""What the tests of sources share: a newsletter, and a server that stands for
services.

A service is a class with a method for each address it answers; what is asked
is noted.  Shapes are those of the services' documentation, as each class says.
"""

import http.server
import json
import os
import subprocess
import sys
import threading

import mailing

SETTINGS = """name: Low Tide
address: https://tide.example.org/
sections:
  - {id: events, title: Events, kind: events}
  - {id: news, title: News, kind: items}
  - {id: testing, title: Calls for Testing, kind: testing}
  - {id: changes, title: Changes, kind: changes}
  - {id: approved, title: Approved, kind: approved}
  - {id: periods, title: Comment Periods, kind: decisions}
  - {id: proposed, title: Proposed, kind: proposed}
"""


class Handler(http.server.BaseHTTPRequestHandler):
    """Gives requests to server.service: answer(method, path, headers, body)
    returns status, headers and body (bytes, or something for JSON)."""

    protocol_version = "HTTP/1.1"

    def log_message(self, *args):
        pass

    def handle_any(self):
        size = int(self.headers.get("Content-Length", 0))
        status, headers, body = self.server.service.answer(
            self.command, self.path, self.headers, self.rfile.read(size))
        if not isinstance(body, bytes):
            body = json.dumps(body).encode()
            headers = {"Content-Type": "application/json", **headers}
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        try:
            self.wfile.write(body)
        except OSError:
            pass

    do_GET = do_POST = handle_any


class Service:
    """A server for one service, in a with statement."""

    def __init__(self):
        self.asked = []

    def __enter__(self):
        self.server = http.server.ThreadingHTTPServer(
            ("127.0.0.1", 0), Handler)
        self.server.service = self
        self.port = self.server.server_port
        self.url = f"http://127.0.0.1:{self.port}"
        threading.Thread(target=self.server.serve_forever,
                         daemon=True).start()
        return self

    def __exit__(self, *args):
        self.server.shutdown()
        self.server.server_close()


class Newsletter:
    """A folder with settings, and `sennight collect` in it."""

    def __init__(self, program, folder, service):
        self.program, self.folder = os.path.abspath(program), folder
        self.service = service
        for name in ("content", "draft"):
            os.makedirs(os.path.join(folder, name), exist_ok=True)

    def settle(self, sources, more=""):
        text = SETTINGS + more + "sources:\n"
        for source in sources:
            text += "  - " + json.dumps(source) + "\n"
        mailing.write(os.path.join(self.folder, "sennight.yaml"), text)

    def run(self, *args, status=(0,), **secrets):
        got = subprocess.run(
            [self.program, "-C", self.folder, *args], timeout=120,
            capture_output=True, check=False,
            env={**os.environ, **{"SENNIGHT_" + name: value
                                  for name, value in secrets.items()}})
        if got.returncode not in status:
            raise RuntimeError(f"{args}: {got.returncode}: {got.stdout} "
                               f"{got.stderr}")
        return got.stdout.decode() + got.stderr.decode()

    def collect(self, *args, status=(0, 1), **secrets):
        """The reports by source; as a list if only one is asked for."""
        out = self.run("collect", "--allow", f"127.0.0.1:{self.service.port}",
                       "--format", "json", *args, status=status, **secrets)
        rows = [json.loads(line) for line in out.splitlines()]
        return {row["source"]: row for row in rows if "state" in row and
                "source" in row and "found" in row}

    def status(self):
        return json.loads(self.run(
            "status", "--format", "json", status=(0, 1)))

    def inbox(self, *args):
        return [json.loads(line) for line in self.run(
            "inbox", "list", "--format", "json", *args).splitlines()]


def of_arguments():
    """The program that is tested."""
    return os.path.abspath(sys.argv[1])
