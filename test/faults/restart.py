"""restart: a server that starts anew, again and again, on a socket that stays.

    restart.py SENNIGHT NEWSLETTER ROUNDS

Clients ask for pages and sign up all the while, each with a connection of its
own; nobody may be turned away or lose what they sent.
"""

import http.client
import os
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.parse

CLIENTS = 6


def start(sennight, news, listening):
    """The server, with the socket as systemd hands it on."""
    def hand_on():
        os.dup2(listening.fileno(), 3)
        os.set_inheritable(3, True)
        os.environ["LISTEN_FDS"] = "1"
        os.environ["LISTEN_PID"] = str(os.getpid())
    # Its own process must have that number: no shell between.
    return subprocess.Popen(
        [sys.executable, "-c",
         "import os, sys; os.environ['LISTEN_PID'] = str(os.getpid());"
         "os.execv(sys.argv[1], sys.argv[1:])",
         sennight, "-C", news, "serve"],
        preexec_fn=hand_on, close_fds=False, stdout=subprocess.PIPE)


class Client(threading.Thread):
    def __init__(self, number, port, stop):
        super().__init__()
        self.number, self.port, self.stop = number, port, stop
        self.done, self.wrong, self.sent = 0, [], []

    def ask(self, path, body=None):
        connection = http.client.HTTPConnection("127.0.0.1", self.port,
                                                timeout=30)
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        connection.request("POST" if body else "GET", path, body,
                           headers if body else {})
        status = connection.getresponse().status
        connection.close()
        return status

    def run(self):
        while not self.stop.is_set():
            address = f"r{self.number}-{self.done}@example.org"
            try:
                for path, body in (("/", None), ("/subscribe/", None), (
                        "/subscribe/",
                        urllib.parse.urlencode({"address": address}))):
                    status = self.ask(path, body)
                    if status != 200:
                        self.wrong.append(f"{path}: {status}")
                    elif body:
                        self.sent.append(address)
                    self.done += 1
            except OSError as error:
                self.wrong.append(repr(error))


def main(sennight, news, rounds):
    listening = socket.create_server(("127.0.0.1", 0), backlog=1024)
    stop = threading.Event()
    server = start(sennight, news, listening)
    server.stdout.readline()
    clients = [Client(i, listening.getsockname()[1], stop)
               for i in range(CLIENTS)]
    for one in clients:
        one.start()
    ends = []
    for _ in range(rounds):
        time.sleep(0.7)
        server.send_signal(signal.SIGTERM)
        ends.append(server.wait(timeout=40))
        server = start(sennight, news, listening)
        # One that is told to end before it has begun dies of the signal.
        server.stdout.readline()
    time.sleep(0.7)
    stop.set()
    for one in clients:
        one.join()
    server.send_signal(signal.SIGTERM)
    ends.append(server.wait(timeout=40))
    wrong = [w for one in clients for w in one.wrong]
    sent = {s for one in clients for s in one.sent}
    listed = subprocess.run([sennight, "-C", news, "subscribers", "export"],
                            capture_output=True, text=True, check=True).stdout
    lost = [s for s in sent if s not in listed]
    print(f"{sum(one.done for one in clients)} requests over {rounds} "
          f"restarts: {len(wrong)} turned away, {len(sent)} signed up, "
          f"{len(lost)} lost")
    print("ended with", *ends)
    print(*wrong[:10], sep="\n")
    return 1 if wrong or lost or any(ends) or not sent else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2], int(sys.argv[3])))
