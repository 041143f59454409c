"""collect: forums and networks, by servers that answer as they do.

    collect_social.py SENNIGHT

Shapes: docs.discourse.org (topics, posts), hn.algolia.com/api, Reddit's Atom
feeds, docs.joinmastodon.org (timelines, notifications), app.bsky.feed
(searchPosts), confs.tech's files.  Prints TAP.
"""

import datetime
import html
import json
import sys
import tempfile
import urllib.parse

import collecting
import mailing

SENNIGHT = collecting.of_arguments()
report = mailing.Report()
check = report.check
WINDOW = ("--window", "2026-11-18..2026-11-25", "--no-look")
IN, BEFORE = "2026-11-20T10:00:00.000Z", "2026-11-01T10:00:00.000Z"
DAY = datetime.date.today() + datetime.timedelta(days=9)


class Network(collecting.Service):
    """Answers by methods named as the first words of paths."""

    def __init__(self):
        super().__init__()
        self.fault = None

    def answer(self, method, path, headers, body):
        url = urllib.parse.urlsplit(path)
        query = urllib.parse.parse_qs(url.query)
        self.asked.append((path, headers.get("Authorization")))
        if self.fault is not None:
            return self.fault
        for start, function in (
                ("/t/", self.topic), ("/api/v1/search", self.stories),
                ("/r/", self.posts), ("/api/v1/timelines", self.statuses),
                ("/api/v1/notif", self.mentions), ("/xrpc/", self.sky),
                ("/conferences", self.conferences),
                ("/api/v1/crates", self.crates)):
            if url.path.startswith(start):
                return function(url.path, query, body)
        return 404, {}, {}

    # Discourse: 45 posts, every third with a like, the last 30 in the window.

    def post(self, number):
        return {"id": 1000 + number, "post_number": number,
                "username": f"keeper{number}",
                "created_at": IN if number > 15 else BEFORE,
                "cooked": f"<aside class=quote>not mine {number}</aside>"
                f"<p>I like <a href=\"{self.url}/u/x\">@x</a> and <a "
                f"href=\"https://lamps.example.org/{number}\">lamps</a> "
                f"&amp; oil {number}</p>",
                "hidden": number == 44, "user_deleted": False,
                "actions_summary": [{"id": 2, "count": number}]
                if number % 3 == 0 else [{"id": 3}]}

    def topic(self, path, query, _body):
        if path == "/t/lamps/2704.json":
            return 200, {}, {"id": 2704, "post_stream": {
                "posts": [self.post(i) for i in range(1, 21)],
                "stream": [1000 + i for i in range(1, 46)]}}
        if path == "/t/lamps/2704/posts.json":
            return 200, {}, {"post_stream": {"posts": [
                self.post(int(i) - 1000) for i in query["post_ids[]"]]}}
        return 404, {}, {"errors": ["not found"]}

    # Hacker News: two pages.

    def stories(self, _path, query, _body):
        page = int(query["page"][0])
        return 200, {}, {"page": page, "nbPages": 2, "hits": [
            {"objectID": str(page * 10 + i), "title": title, "url": url,
             "points": 30, "created_at_i": 1795200000}
            for i, (title, url) in enumerate((
                (f"Lamps in {page}", f"https://l.example.org/{page}"),
                (f"Ask: lamps {page}?", None),
                ("Corrosion of ships", f"https://s.example.org/{page}")))]}

    # Reddit.

    def posts(self, path, query, _body):
        entries = "".join(
            f"<entry><author><name>/u/x</name></author><content type='html'>"
            + html.escape(f'<a href="https://l.example.org/{i}?a=1&amp;b=2">'
                          '[link]</a> <a href="https://www.reddit.com/">'
                          "[comments]</a>" if i else "text of a post") +
            f"</content><id>t3_{i}</id><link href='https://www.reddit.com/r/"
            f"lamps/comments/{i}/x/'/><updated>2026-11-20T10:00:00+00:00"
            f"</updated><title>Post {i}</title></entry>" for i in range(2))
        return 200, {"Content-Type": "application/atom+xml"}, (
            "<feed xmlns='http://www.w3.org/2005/Atom'><title>t</title>"
            f"{entries}</feed>").encode()

    # Mastodon: the second page is older.

    def status(self, number, at, **more):
        return {"id": str(number), "created_at": at, "favourites_count": 3,
                "url": f"https://m.example.org/@x/{number}",
                "account": {"acct": "x@m.example.org"}, "card": None,
                "content": "<p><a href=\"https://m.example.org/tags/l\" "
                "class=\"mention hashtag\">#l</a> see <a href=\""
                f"https://l.example.org/{number}\">this</a></p>", **more}

    def statuses(self, path, query, _body):
        old = "max_id" in query
        return 200, {"Link": f'<{self.url}{path}?max_id=1>; rel="next"'}, [
            self.status(20, BEFORE)] if old else [
            self.status(1, IN, card={"url": "https://c.example.org/",
                                     "title": "A card"}),
            self.status(2, IN)]

    def mentions(self, _path, _query, _body):
        return 200, {}, [{"type": "mention", "status": self.status(3, IN)}]

    # Bluesky.

    def sky(self, path, query, body):
        if path.endswith("createSession"):
            if json.loads(body) == {"identifier": "tide", "password": "a:b"}:
                return 200, {}, {"accessJwt": "fresh", "did": "x"}
            return 401, {}, {"error": "AuthenticationRequired",
                             "message": "Invalid password"}
        embed = {"external": {"uri": "https://e.example.org/",
                              "title": "An embed"}}
        facets = [{"index": {}, "features": [
            {"$type": "app.bsky.richtext.facet#link",
             "uri": "https://f.example.org/"}]}]
        second = "cursor" in query
        return 200, {}, {"posts": [] if second else [
            {"uri": f"at://did:plc:x/app.bsky.feed.post/{i}", "likeCount": i,
             "author": {"handle": "ada.example.org"}, "record": {
                 "text": f"Look {i}", "createdAt": IN,
                 **({"embed": embed} if i else {"facets": facets})}}
            for i in range(2)], "cursor": "2"}

    # confs.tech.

    def conferences(self, path, _query, _body):
        if f"/{datetime.date.today().year}/" not in path:
            return 404, {}, b"404: Not Found"
        return 200, {}, [
            {"name": "Lamp Days", "url": "https://d.example.org/",
             "startDate": str(DAY), "endDate": str(
                 DAY + datetime.timedelta(days=2)), "city": "Portland, OR",
             "country": "U.S.A.", "online": True,
             "cfpUrl": "https://d.example.org/cfp", "cfpEndDate": str(
                 DAY - datetime.timedelta(days=3))},
            {"name": "By wire", "url": "https://w.example.org/",
             "startDate": str(DAY), "online": True},
            {"name": "No day", "url": "https://w.example.org/"}]


    # crates.io.

    def crates(self, path, _query, _body):
        name = path.rsplit("/", 1)[1]
        if name == "gone":
            return 404, {}, {"errors": [{"detail": "Not Found"}]}
        return 200, {}, {"crate": {
            "id": name, "name": name, "description": "Shines",
            "repository": "https://r.example.org/", "yanked": False,
            "max_stable_version": "1.2.0", "newest_version": "2.0.0-rc1",
            "updated_at": IN if name == "lamp" else BEFORE}}


def source(network, kind, *of, **more):
    return {"id": kind, "kind": kind, "url": network.url, "of": list(of),
            **more}


def discourse(network, n):
    n.settle([source(network, "discourse", f"{network.url}/t/lamps/2704/7?x",
                     least=5, section="quotes")],
             "  - {id: quotes, title: Quotes, kind: feature, feature: quote}"
             "\n")
    before = len(network.asked)
    got = n.collect(*WINDOW, status=(0,))["discourse"]
    rows = {row["url"].rsplit("/", 1)[1]: row for row in n.inbox()}
    check("discourse: posts of the window with likes", set(rows) == {
        str(i) for i in range(18, 46, 3)}, (got, set(rows)))
    check("discourse: from the newest, as far as is needed",
          len(network.asked) - before == 3, len(network.asked) - before)
    fields = rows["18"]["fields"]
    check("discourse: what a post says", fields["text"] ==
          "I like @x and lamps & oil 18" and fields["likes"] == 18 and
          fields["link"] == "https://lamps.example.org/18" and
          fields["thanks"]["name"] == "keeper18", fields)


def hackernews(network, n):
    n.settle([source(network, "hackernews", "lamps & oil", words=["lamp"],
                     least=20)])
    got = n.collect(*WINDOW, status=(0,))["hackernews"]
    urls = sorted(row["url"] for row in n.inbox())
    check("hacker news: stories with the word", got["found"] == 4 and
          got["outside"] == 2 and urls == [
              "https://l.example.org/0", "https://l.example.org/1",
              "https://news.ycombinator.com/item?id=1",
              "https://news.ycombinator.com/item?id=11"], (got, urls))


def reddit(network, n):
    n.settle([source(network, "reddit", "r/lamps")])
    before = len(network.asked)
    n.collect(*WINDOW, "--record", "answers", status=(0,),
              REDDIT="feed=hash&user=ada")
    rows = {row["title"]: row for row in n.inbox()}
    check("reddit: what a post links", rows["Post 1"]["url"] ==
          "https://l.example.org/1?a=1&b=2" and rows["Post 1"]["fields"][
              "discussion"].endswith("/comments/1/x/"), rows)
    check("reddit: a post without a link is one", rows["Post 0"]["url"]
          .endswith("/comments/0/x/"), rows)
    check("reddit: the secret is sent, and kept nowhere",
          network.asked[before][0].endswith("&feed=hash&user=ada") and
          "feed=" not in json.dumps(n.inbox()), network.asked[before:])


def mastodon(network, n):
    n.settle([source(network, "mastodon", "#lamps")])
    got = n.collect(*WINDOW, status=(0,), MASTODON="t")["mastodon"]
    rows = {row["url"]: row for row in n.inbox()}
    check("mastodon: what posts link", set(rows) == {
        "https://c.example.org/", "https://l.example.org/2",
        "https://l.example.org/3"} and got["outside"] == 1, (rows, got))
    card = rows["https://c.example.org/"]
    check("mastodon: by its card, with who said it",
          card["title"] == "A card" and card["fields"]["mentioned"] ==
          "https://m.example.org/@x/1" and
          card["fields"]["mentioned_by"] == "x@m.example.org", card)


def bluesky(network, n):
    n.settle([source(network, "bluesky", "lamps")])
    got = n.collect(*WINDOW, status=(0,))["bluesky"]
    rows = {row["url"]: row for row in n.inbox()}
    check("bluesky: what posts link", set(rows) == {
        "https://e.example.org/", "https://f.example.org/"}, (got, rows))
    check("bluesky: the post", rows["https://e.example.org/"]["fields"][
        "mentioned"] == "https://bsky.app/profile/ada.example.org/post/1",
        rows)
    before = len(network.asked)
    n.collect(*WINDOW, status=(0,), BLUESKY="tide:a:b")
    check("bluesky: with an account", network.asked[before + 1][1] ==
          "Bearer fresh", network.asked[before:])
    got = n.collect(*WINDOW, status=(1,), BLUESKY="tide:guess")["bluesky"]
    check("bluesky: a wrong password", "Invalid password" in got["trouble"],
          got)


def confs(network, n):
    n.settle([source(network, "confs", "lamps")])
    got = n.collect("--no-look", status=(0,))["confs"]
    rows = {(row["kind"], row["title"]): row["fields"] for row in n.inbox()}
    event = rows[("event", "Lamp Days")]
    check("conferences", got["found"] == 3 and got["left"] == 1 and
          event["places"] == [{"city": "Portland", "state": "OR",
                               "country": "US"}] and
          event["mode"] == "hybrid", (got, event))
    call = rows[("call", "Lamp Days")]
    check("calls for papers", call["closes"] == str(
        DAY - datetime.timedelta(days=3)) and
          call["url"] == "https://d.example.org/cfp", call)
    check("by wire", rows[("event", "By wire")]["mode"] == "virtual", rows)


def crates(network, n):
    n.settle([source(network, "crates", "lamp", "old", "gone")])
    got = n.collect(*WINDOW, status=(0,))["crates"]
    rows = n.inbox()
    check("crates: new versions", got["found"] == 1 and got["outside"] == 1 and
          got["left"] == 1 and rows[0]["title"] == "lamp 1.2.0" and
          rows[0]["url"] == "https://crates.io/crates/lamp/1.2.0" and
          rows[0]["fields"]["description"] == "Shines", (got, rows))


def faults(network, n):
    every = [source(network, "crates", "x"), source(network, "discourse", "1"),
             source(network, "hackernews", "x"),
             source(network, "reddit", "x"), source(network, "mastodon", "x"),
             source(network, "bluesky", "x"), source(network, "confs", "x")]
    for name, fault in (("500", (500, {}, {})), ("403", (403, {}, b"no")),
                        ("no JSON", (200, {}, b"\xff<html>")),
                        ("another shape", (200, {}, {"x": 1})),
                        ("429", (429, {}, {}))):
        network.fault = fault
        for one in every:
            n.settle([one])
            got = n.collect(*WINDOW, status=(1,))[one["id"]]
            check(f"{one['id']}, {name}: incomplete, and why",
                  got["state"] == "incomplete" and got["trouble"], got)
    network.fault = None


def main():
    with Network() as network:
        for run in (discourse, hackernews, reddit, mastodon, bluesky, confs,
                    crates, faults):
            with tempfile.TemporaryDirectory() as folder:
                run(network, collecting.Newsletter(SENNIGHT, folder, network))
    return report.end()


sys.exit(main())
