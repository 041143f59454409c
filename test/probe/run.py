#!/usr/bin/env python3
"""run: sennight-probe against servers that misbehave.

    run.py PROGRAM

Speaks TAP.  Each test has servers of its own, so that most run at once; those
that look at the clock run alone.
"""

import concurrent.futures
import json
import pathlib
import re
import signal
import subprocess
import sys
import tempfile
import time
import traceback

import server

PROGRAM = sys.argv[1]
PATIENCE = 60  # seconds for one run
TESTS = []
ALONE = []


def test(function):
    TESTS.append(function)
    return function


def test_alone(function):
    ALONE.append(function)
    return function


class Skip(Exception):
    pass


def allow(*servers):
    """Options that let the program meet them."""
    return [option for one in servers for listening in one.sockets
            for option in ("--allow", "%s:%d" % listening.getsockname())]


def start(*options):
    return subprocess.Popen([PROGRAM, *options], stdin=subprocess.PIPE,
                            stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def hand_over(process, urls):
    process.stdin.write("".join(f"{url}\n" for url in urls).encode())
    process.stdin.close()
    process.stdin = None


def probe(urls, *options, status=0):
    """Run to its end: {url: result}, and what it said to people."""
    process = start(*options)
    out, err = process.communicate("\n".join(urls).encode(), PATIENCE)
    assert process.returncode == status, (process.returncode, err)
    assert b"Sanitizer" not in err and b"runtime error" not in err, err
    results = [json.loads(line) for line in out.splitlines()]
    return {r["url"]: r for r in results}, err.decode()


# Path, and what is expected: state, status, where to, title, a part of why.
CASES = [
    ("/ok", "alive", 200, None, "A quiet harbour", "there"),
    ("/endless", "alive", 200, None, "No length given", ""),
    ("/packed", "alive", 200, None, "Well packed", ""),
    ("/interim", "alive", 200, None, "A quiet harbour", ""),
    ("/chain/3", "moved", 200, "/ok", "A quiet harbour", "for good"),
    ("/to/308?/ok%23bow", "moved", 200, "/ok#bow", "A quiet harbour", ""),
    ("/to/302?/ok", "alive", 200, None, "A quiet harbour", ""),
    ("/to/301?/to/302%3f/ok", "alive", 200, None, "A quiet harbour", ""),
    ("/to/301?/status/404", "dead", 404, None, None, "404"),
    ("/chain/11", "unsure", 301, None, None, "again and again"),
    ("/loop/a", "unsure", 302, None, None, "circle"),
    ("/to/301?http://127.0.0.1:1/", "unsure", None, None, None, "private"),
    ("/to/301?http://169.254.169.254/", "unsure", None, None, None,
     "private"),
    ("/to/302?http://[::1]/", "unsure", None, None, None, "private"),
    ("/to/302?http://2130706433/", "unsure", 302, None, None, "odd form"),
    ("/to/302?file:///etc/passwd", "unsure", 302, None, None,
     "neither http"),
    ("/status/401", "blocked", 401, None, None, "password"),
    ("/status/403", "blocked", 403, None, None, "programs"),
    ("/status/404", "dead", 404, None, None, "not there"),
    ("/status/405", "blocked", 405, None, None, ""),
    ("/status/410", "dead", 410, None, None, "gone"),
    ("/status/451", "blocked", 451, None, None, "law"),
    ("/status/500", "unsure", 500, None, None, "server"),
    ("/unsteady", "alive", 200, None, "A quiet harbour", ""),
    ("/patience/seconds", "alive", 200, None, "A quiet harbour", ""),
    ("/patience/date", "alive", 200, None, "A quiet harbour", ""),
    ("/patience/long", "blocked", 429, None, None, "3600"),
    ("/never/429", "blocked", 429, None, None, "too often"),
    ("/never/503", "unsure", 503, None, None, ""),
    ("/challenge/503", "blocked", 503, None, None, "person"),
    ("/drip/body", "unsure", 200, None, None, "end in time"),
    ("/drip/head", "unsure", None, None, None, "in time"),
    ("/hang", "unsure", None, None, None, "in time"),
    ("/huge", "alive", 200, None, "Very long", ""),
    ("/bomb", "alive", 200, None, "Well packed", ""),
    ("/badly-packed", "unsure", 200, None, None, "decompressed"),
    ("/broken", "unsure", 200, None, None, "middle"),
    ("/garbage", "unsure", None, None, None, "no HTTP"),
    ("/silent", "unsure", None, None, None, "without an answer"),
    ("/headers/one", "unsure", None, None, None, "too long"),
    ("/headers/many", "unsure", None, None, None, "too long"),
    ("/title/text", "alive", 200, None, None, ""),
    ("/title/nul", "alive", 200, None, "Before noon", ""),
    ("/title/open", "alive", 200, None, "Never closed", ""),
    ("/title/og", "alive", 200, None, "From a card & more", ""),
    *((f"/title/{name}", "alive", 200, None, "Caf\u00e9 \u201cTide\u201d", "")
      for name in ("utf-8-header", "utf-8-meta", "utf-8-silent",
                   "1252-header", "1252-meta", "latin-1-meta",
                   "header-wins")),
]
# How often these are asked for, where that says something.
TIMES = {"/ok": 1, "/status/404": 1, "/status/500": 2, "/never/429": 3,
         "/never/503": 2, "/patience/long": 1, "/hang": 2, "/silent": 2,
         "/challenge/503": 1}


def base_of(one, number):
    return f"http://{server.ADDRESSES[number]}:{one.port}"


@test
def every_kind_of_answer():
    with server.Server() as one, \
            server.Server("self-signed.pem", ["127.0.0.1"]) as tls:
        urls = [base_of(one, i) + case[0] for i, case in enumerate(CASES)]
        secure = f"https://127.0.0.1:{tls.port}/ok"
        results, err = probe([*urls, secure], "--timeout", "3",
                             *allow(one, tls))
    assert err == "", err
    assert len(results) == len(urls) + 1, len(results)
    wrong = []
    for i, (path, state, status, to, title, why) in enumerate(CASES):
        r = results[urls[i]]
        wanted = {"state": state, "status": status, "title": title,
                  "to": to and base_of(one, i) + to}
        got = {key: r[key] for key in wanted}
        if got != wanted or why not in r["why"]:
            wrong.append((path, r))
        if not re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", r["checked"]):
            wrong.append((path, r["checked"]))
        if path in TIMES and TIMES[path] != sum(
                q.target == path and q.address == server.ADDRESSES[i]
                for q in one.log):
            wrong.append((path, "asked for too often, or too rarely"))
    assert results[secure]["state"] == "unsure", results[secure]
    assert "signed by itself" in results[secure]["why"], results[secure]
    assert not wrong, "\n".join(map(str, wrong))


@test
def private_addresses_are_refused():
    with server.Server(addresses=["127.0.0.1", "127.0.0.2"]) as one:
        urls = [f"http://127.0.0.1:{one.port}/ok",
                f"http://127.0.0.2:{one.port}/ok",
                f"http://localhost:{one.port}/ok",
                f"http://[::ffff:127.0.0.1]:{one.port}/ok",
                f"http://2130706433:{one.port}/ok",
                f"http://user@127.0.0.1:{one.port}/ok",
                f"http://127.0.0.1\\@a.example:{one.port}/ok",
                "http://0/", "http://10.0.0.1/", "http://169.254.169.254/"]
        results, _ = probe(urls)
        assert one.log == []
        # The exception is for one port of one address.
        results.update(probe([urls[1]], "--allow",
                             f"127.0.0.1:{one.port}")[0])
        assert one.log == []
    assert {r["state"] for r in results.values()} == {"unsure"}, results
    assert len(results) == len(urls), results


@test_alone
def requests_to_one_host_keep_their_distance():
    with server.Server(addresses=["127.0.0.1"]) as one:
        probe([f"http://127.0.0.1:{one.port}/wait/1.2?{i}" for i in range(5)],
              *allow(one))
        times = sorted(r.time for r in one.log)
        gaps = [b - a for a, b in zip(times, times[1:])]
        assert len(gaps) == 4, gaps
        # Half a second, less what a busy machine takes to look at its clock.
        assert min(gaps) > 0.45, gaps
        assert one.most_of_one == 2, one.most_of_one


@test
def few_requests_run_at_once():
    with server.Server() as one:
        probe([base_of(one, i) + "/wait/0.4" for i in range(60)], *allow(one))
        assert len(one.log) == 60
        assert 8 <= one.most <= 16, one.most


@test
def what_was_looked_at_is_not_asked_for_again():
    with server.Server() as one, tempfile.TemporaryDirectory() as folder:
        cache = ["--cache", f"{folder}/var/links.jsonl", *allow(one)]
        urls = [base_of(one, 0) + "/ok", base_of(one, 0) + "/ok#bow",
                base_of(one, 1) + "/chain/1#stern",
                base_of(one, 2) + "/status/404"]
        first, _ = probe(urls, *cache)
        asked = len(one.log)
        assert asked == 4, one.targets()
        second, _ = probe(urls, *cache)
        assert len(one.log) == asked, one.targets()
        assert first == second, (first, second)
        assert first[urls[2]]["to"] == base_of(one, 1) + "/ok#stern"
        assert first[urls[1]]["title"] == "A quiet harbour"
        probe(urls, *cache, "--max-age-days", "0")
        assert len(one.log) == 2 * asked, one.targets()


@test
def a_killed_run_goes_on_where_it_was():
    with server.Server(addresses=["127.0.0.1"]) as one, \
            tempfile.TemporaryDirectory() as folder:
        file = pathlib.Path(folder, "links.jsonl")
        options = ["--cache", str(file), *allow(one)]
        urls = [f"http://127.0.0.1:{one.port}/status/404?{i}"
                for i in range(8)]
        process = start(*options)
        hand_over(process, urls)
        for _ in range(3):
            process.stdout.readline()
        process.send_signal(signal.SIGKILL)
        out, _ = process.communicate()
        asked = one.targets()
        with file.open("a") as cache:  # as if killed within a line
            cache.write('{"url":"http://127.0.0.1/","sta')
        results, _ = probe(urls, *options)
        assert set(results) == set(urls)
        again = one.targets()[len(asked):]
        # What had been told is not asked for again; one may have been lost
        # between its answer and the file.
        assert 8 <= len(asked) + len(again) <= 10, (asked, again)
        assert not set(asked[:3]) & set(again), (asked, again)


@test
def an_interrupt_keeps_what_is_there():
    with server.Server() as one:
        process = start(*allow(one))
        hand_over(process, [base_of(one, 0) + "/ok",
                            *(base_of(one, i) + "/hang" for i in (1, 2, 3))])
        first = json.loads(process.stdout.readline())
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=10)
        assert process.returncode == 130, process.returncode
        assert first["state"] == "alive" and out == b"" and err == b""
        process = start()  # while it still reads
        status = pathlib.Path(f"/proc/{process.pid}/status")
        while not re.search(r"SigBlk:\s*0*[1-9a-f]", status.read_text()):
            time.sleep(0.01)
        process.send_signal(signal.SIGTERM)
        assert process.wait(10) == 128 + signal.SIGTERM


@test
def a_host_that_wants_to_be_left_alone_is():
    with server.Server(addresses=["127.0.0.1"]) as one:
        urls = [f"http://127.0.0.1:{one.port}/patience/long",
                *(f"http://127.0.0.1:{one.port}/ok?{i}" for i in range(20))]
        results, _ = probe(urls, *allow(one))
        assert {r["state"] for r in results.values()} == {"blocked"}, results
        assert len(one.log) == 1, one.targets()
        assert "left alone" in results[urls[-1]]["why"], results[urls[-1]]


@test
def refused_connections_are_dead():
    port = server.closed_port()
    url = f"http://127.0.0.1:{port}/"
    results, _ = probe([url], "--allow", f"127.0.0.1:{port}")
    assert results[url]["state"] == "dead", results
    assert "listens" in results[url]["why"], results


@test
def a_name_is_missed_only_where_names_work():
    missing = "http://no-such-name.invalid/"
    with server.Server(addresses=["127.0.0.1"]) as one:
        named = f"http://localhost:{one.port}/ok"
        results, _ = probe([missing, named], *allow(one))
        alone, err = probe([missing], status=2)
        # A link that was alive yesterday is asked whether names work today.
        with tempfile.TemporaryDirectory() as folder:
            options = ["--cache", f"{folder}/links.jsonl", *allow(one)]
            probe([named], *options)
            before = len(one.log)
            witnessed, _ = probe([missing], *options)
            assert len(one.log) == before + 1, one.targets()
    assert results[named]["state"] == "alive", results
    assert alone[missing]["state"] == "unsure", alone
    assert "nothing could be reached" in err, err
    assert witnessed[missing]["state"] == results[missing]["state"], witnessed
    if results[missing]["state"] != "dead":
        assert "looked up" in results[missing]["why"], results
        raise Skip("no name server here says that a name does not exist")


@test
def names_lead_where_they_should():
    here = pathlib.Path(__file__).with_name("names.py")
    try:
        ended = subprocess.run(
            ["unshare", "-r", "-n", "-m", sys.executable, here, PROGRAM],
            capture_output=True, text=True, timeout=PATIENCE)
    except FileNotFoundError:
        raise Skip("unshare is not installed") from None
    if ended.returncode == 77 or "unshare:" in ended.stderr:
        raise Skip("no network of its own can be had here")
    assert ended.returncode == 0, ended.stdout + ended.stderr


@test
def what_is_no_address_is_told():
    long = "http://a.example/" + "x" * 9000
    results, err = probe(["", "mailto:a@b.example", " ", "no address", "\x01",
                          long])
    assert len(results) == 3, results
    assert {r["state"] for r in results.values()} == {"unsure"}, results
    assert "9017 bytes" in err, err
    assert probe([]) == ({}, "")


@test
def wrong_options_are_told():
    with tempfile.TemporaryDirectory() as folder:
        other = pathlib.Path(folder, "settings.yaml")
        other.write_text("name: Low Tide\n")
        for options in (["--allow", "localhost:80"], ["--timeout", "0"],
                        ["--max-age-days", "x"], ["--no-such"], ["more"],
                        ["--cache", str(other)], ["--cache", folder],
                        ["--cache", "/dev/null/x"]):
            _, err = probe(["http://a.example/"], *options, status=2)
            assert err, options
        assert other.read_text() == "name: Low Tide\n"


@test
def nobody_listens_any_more():
    with server.Server() as one:
        process = start(*allow(one))
        process.stdout.close()
        hand_over(process, [base_of(one, i) + "/ok" for i in range(3)])
        assert process.wait(PATIENCE) == 2
        assert b"cannot print" in process.stderr.read()


def run(number, function):
    name = function.__name__.replace("_", " ")
    try:
        function()
        return f"ok {number} - {name}"
    except Skip as why:
        return f"ok {number} - {name} # SKIP {name}: {why}"
    except Exception:  # whatever it was, the others go on
        lines = "\n".join("# " + line for line in
                          traceback.format_exc().splitlines())
        return f"not ok {number} - {name}\n{lines}"


def main():
    first = len(ALONE) + 1
    print(f"1..{len(ALONE) + len(TESTS)}")
    reports = list(map(run, range(1, first), ALONE))
    with concurrent.futures.ThreadPoolExecutor(len(TESTS)) as pool:
        reports += pool.map(run, range(first, first + len(TESTS)), TESTS)
    print("\n".join(reports))
    return any(report.startswith("not") for report in reports)


if __name__ == "__main__":
    sys.exit(main())
