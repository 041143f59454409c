#!/usr/bin/env python3
"""week: servers that have a week of news, each on an address of its own.

    week.py FOLDER

Writes FOLDER/sources.yaml (settings that ask them) and FOLDER/allow (options for
`sennight collect`), prints a line, and serves until it is ended.  Every answer
takes 50 ms.  Feeds, calendars and pages know ETags; services with POST do not.
Shapes are those of test/faults/collect_*.py.
"""

import asyncio
import datetime
import hashlib
import json
import re
import sys

DELAY = 0.05
GROUPS, FEEDS, CALENDARS, LUMA = 170, 40, 10, 5
REPOSITORIES = ["rust", "cargo", "rfcs", "clippy", "rustup", "miri",
                "reference", "lang-team"]
TODAY = datetime.date.today()
SOON = TODAY + datetime.timedelta(days=10)
FRESH = TODAY - datetime.timedelta(days=1)
TEXT = "Words about lamps and tides, one after the other. " * 1200


def thing(number, repository, **more):
    at = f"{FRESH}T10:00:00Z"
    return {"__typename": "PullRequest", "number": number,
            "title": f"Make `lamp{number}` shine", "state": "OPEN",
            "url": f"https://github.com/tide/{repository}/pull/{number}",
            "createdAt": at, "closedAt": at, "mergedAt": None,
            "author": {"login": "x", "__typename": "User"},
            "repository": {"nameWithOwner": f"tide/{repository}"},
            "labels": {"nodes": [{"name": "final-comment-period"},
                                 {"name": "disposition-merge"},
                                 {"name": "T-lang"}]},
            "timelineItems": {"nodes": [
                {"__typename": "LabeledEvent", "createdAt": at,
                 "label": {"name": "final-comment-period"}}]},
            "reactions": {"totalCount": number % 12},
            "comments": {"totalCount": number % 40, "nodes": [
                {"url": "https://github.com/x", "body": "How to test"}]},
            "files": {"nodes": [{"path": f"text/{number:04}-lamp.md",
                                 "changeType": "ADDED"}]},
            "commits": {"nodes": []}, "body": "x", **more}


def search(query, after):
    """67 merged changes a day for who asks for all, three things for others."""
    count = 67 if query.startswith("org:") else 3
    repository = re.search(r"(?:repo:tide/|org:)(\S+)", query)[1]
    first = int(after or 0)
    seed = int(hashlib.sha256(query.encode()).hexdigest()[:4], 16)
    return {"issueCount": count,
            "pageInfo": {"hasNextPage": first + 50 < count,
                         "endCursor": str(first + 50)},
            "nodes": [thing(seed * 100 + i, repository,
                            **({"mergedAt": f"{FRESH}T10:00:00Z"}
                               if "is:merged" in query else {}))
                      for i in range(first, min(first + 50, count))]}


def github(_host, _path, body):
    if not body:  # the commits of a week, of which none adds a text
        return []
    values = json.loads(body)["variables"]
    return {"data": {f"s{i}": search(values[f"q{i}"], values[f"a{i}"])
                     for i in range(len(values) // 2)}}


def meetup(_host, _path, body):
    found = re.findall(r'(g\d+):groupByUrlname\(urlname:"([^"]*)"\)',
                       json.loads(body)["query"])
    return {"data": {alias: {
        "name": name, "urlname": name, "city": "Lisbon", "state": "",
        "country": "pt", "timezone": "Europe/Lisbon", "events": {
            "pageInfo": {"hasNextPage": False, "endCursor": ""},
            "edges": [{"node": {
                "id": f"{name[1:]}{k}", "title": f"Night {k} of {name}",
                "dateTime": f"{SOON}T19:00+00:00",
                "endTime": f"{SOON}T21:00+00:00", "status": "ACTIVE",
                "eventType": "PHYSICAL", "venues": []}}
                for k in range(2)]}} for alias, name in found}}


def luma(_host, path, _body):
    calendar = re.search("calendar_api_id=([^&]*)", path)[1]
    return {"entries": [{
        "calendar": {"api_id": calendar, "name": calendar}, "event": {
            "api_id": f"evt-{calendar}{i}", "name": f"Walk {i}, {calendar}",
            "start_at": f"{SOON}T18:00:00.000Z",
            "end_at": f"{SOON}T20:00:00.000Z", "timezone": "Europe/Lisbon",
            "url": f"{calendar}{i}", "location_type": "offline",
            "geo_address_info": {"city": "Lisbon", "country_code": "PT"}}}
        for i in range(4)], "has_more": False, "next_cursor": None}


def calendar(host, _path, _body):
    return (f"BEGIN:VCALENDAR\r\nX-WR-CALNAME:{host}\r\n" + "".join(
        f"BEGIN:VEVENT\r\nUID:{i}@{host}\r\nSUMMARY:Talk {i} at {host}\r\n"
        f"DTSTART;TZID=Europe/Lisbon:{SOON:%Y%m%d}T190000\r\n"
        f"URL:https://{host}/{i}\r\nLOCATION:Pier\\, Porto\\, Portugal\r\n"
        "END:VEVENT\r\n" for i in range(60)) + "END:VCALENDAR\r\n").encode()


def feed(host, path, _body):
    if path != "/feed.xml":
        return (f"<!doctype html><html lang=en><title>Post {path} of {host}"
                f"</title><p>{TEXT}").encode()
    entries = "".join(
        f"<entry><title>Post {i}</title><id>{host}/{i}</id><link "
        f"href='/post/{i}'/><updated>"
        f"{FRESH - datetime.timedelta(days=0 if i < 3 else 20 + i)}"
        f"T10:00:00Z</updated><summary>{TEXT[:2000]}</summary></entry>"
        for i in range(15))
    return ("<feed xmlns='http://www.w3.org/2005/Atom'><title>t</title>"
            f"{entries}</feed>").encode()


async def serve(answer, host, reader, writer):
    """One connection."""
    try:
        while (line := await reader.readline()):
            path = line.decode().split(" ")[1]
            head = {}
            while (line := (await reader.readline()).decode().strip()):
                name, value = line.split(":", 1)
                head[name.lower()] = value.strip()
            body = await reader.readexactly(
                int(head.get("content-length", 0)))
            await asyncio.sleep(DELAY)
            got = answer(host, path, body)
            extra = ""
            status = "200 OK"
            if not isinstance(got, bytes):
                got = json.dumps(got).encode()
                kind = "application/json"
            else:
                kind = "text/html; charset=utf-8"
                tag = f'"{hashlib.sha256(got).hexdigest()[:16]}"'
                extra = f"ETag: {tag}\r\n"
                if head.get("if-none-match") == tag:
                    status, got = "304 Not Modified", b""
            writer.write(f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\n"
                         f"{extra}Content-Length: {len(got)}\r\n\r\n".encode()
                         + got)
            await writer.drain()
    except (ConnectionError, asyncio.IncompleteReadError):
        pass
    writer.close()


def sources(url):
    """The settings; url maps a name to where it is."""
    every = [f"tide/{name}" for name in REPOSITORIES]
    for kind, of in (("calls", every[:4]), ("fcps", every),
                     ("rfcs", every[2:3]), ("mcps", every[:1]),
                     ("merged", ["tide-lang"])):
        yield {"id": kind, "kind": "github-" + kind, "url": url["github"],
               "of": of}
    yield {"id": "groups", "kind": "meetup", "url": url["meetup"],
           "of": [f"g{i}" for i in range(GROUPS)]}
    yield {"id": "luma", "kind": "luma", "url": url["luma"],
           "of": [f"cal-{i}" for i in range(LUMA)]}
    for i in range(CALENDARS):
        yield {"id": f"calendar{i}", "kind": "calendar",
               "url": url[f"calendar{i}"] + "/x.ics"}
    for i in range(FEEDS):
        yield {"id": f"feed{i}", "kind": "feed",
               "url": url[f"feed{i}"] + "/feed.xml"}
    yield {"id": "printed", "kind": "printed"}


async def main():
    folder = sys.argv[1]
    answers = {"github": github, "meetup": meetup, "luma": luma}
    answers.update({f"calendar{i}": calendar for i in range(CALENDARS)})
    answers.update({f"feed{i}": feed for i in range(FEEDS)})
    port, url, allow = 0, {}, []
    for number, (name, answer) in enumerate(answers.items()):
        host = f"127.0.1.{number + 1}"
        server = await asyncio.start_server(
            lambda reader, writer, answer=answer, host=host: serve(
                answer, host, reader, writer), host, port)
        port = server.sockets[0].getsockname()[1]
        url[name] = f"http://{host}:{port}"
        allow.append(f"--allow {host}:{port}")
    with open(f"{folder}/sources.yaml", "w", encoding="utf-8") as file:
        file.write("sources:\n" + "".join(
            f"  - {json.dumps(source)}\n" for source in sources(url)))
    with open(f"{folder}/allow", "w", encoding="utf-8") as file:
        file.write(" ".join(allow) + "\n")
    print("ready", flush=True)
    await asyncio.Event().wait()


asyncio.run(main())
