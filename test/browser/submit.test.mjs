// The life of what a reader sends in, in a real browser without JavaScript:
// sent, mended, followed, changed, taken back, decided; and how it all looks.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { launch, missing, program, root } from "./site.mjs";
import { inEachLook, isSeen, post } from "./page.mjs";
import { link, mail, mails, serveReaders } from "./reader.mjs";

describe("a submission", { skip: missing() }, () => {
	const world = mkdtempSync(join(tmpdir(), "submit-"));
	let server, browser, page, own, receipt;
	const secret = { url: "https://blog.example.org/secret", title:
		"A secret one", hidden: "yes" };

	before(async () => {
		server = await serveReaders(program, join(root, "example"), world,
			"news", "  per_network: 1000\nsubmit:\n  open: yes\n" +
			"  per_network: 1000\n  hints: |\n    No *adverts*, please.\n");
		browser = await launch();
		page = await (await browser.newContext({ javaScriptEnabled: false,
			viewport: { width: 390, height: 844 } })).newPage();
	});
	after(async () => {
		await browser?.close();
		await server?.stop();
		rmSync(world, { recursive: true, force: true });
	});

	const go = (path) => page.goto(new URL(path, server.url).href);
	const heading = () => page.locator("main h1").innerText();
	const main = () => page.locator("main").innerText();
	const press = (name, role = "button") => Promise.all([
		page.waitForNavigation(), page.getByRole(role, { name }).click()]);
	const inbox = (...args) => execFileSync(program,
		["-C", server.folder, "inbox", ...args], { encoding: "utf8" });
	const send = (kind, fields) => server.post(`/submit/${kind}`, fields);
	const body = async (answer, status, pattern) => {
		const text = await answer.text();

		assert.equal(answer.status, status, text);
		assert.match(text, pattern);
		return text;
	};
	// Sends something that is fine, and tells the path of its page.
	async function sent(kind, fields) {
		const answer = await send(kind, fields);

		assert.equal(answer.status, 303, await answer.text());
		return new URL(answer.headers.get("location"), server.url).pathname;
	}
	let number = 0;
	const page_of = (more = {}) => ({ url:
		`https://blog.example.org/${++number}`, title: `Page ${number}`,
		...more });
	const event = { title: "Solstice watch", first: "2099-12-21",
		url: "https://club.example.org/solstice", mode: "in-person",
		city: "Lisbon", country: "Portugal", group: "Hill Club",
		group_url: "https://club.example.org/", again: "yes" };

	test("an address is enough; the form goes on with it", async () => {
		await go("/");
		await press("Send something in", "link");
		await page.getByLabel("An address to pass on")
			.fill("https://blog.example.org/faint?utm_source=mail");
		await press("Go on");
		assert.equal(await heading(), "A link");
		assert.equal(await page.getByLabel("Address", { exact: true })
			.inputValue(), "https://blog.example.org/faint?utm_source=mail");
	});

	test("what is wrong must be mended", async () => {
		await press("Send");
		assert.match(await main(), /Not sent yet[^]*tracks who follows it/);
		await page.getByLabel("Address", { exact: true })
			.fill("https://blog.example.org/faint");
	});

	test("what looks wrong is said once, and can be sent anyway", async () => {
		await page.getByLabel("Title").fill("Seeing faint thin\u2026");
		await page.getByLabel("Section").selectOption("Field Notes");
		await page.getByLabel("For the editors").fill("I wrote it.");
		await page.getByLabel("Your mail address").fill("ada@example.org");
		await press("Send");
		assert.match(await page.getByRole("alert").innerText(),
			/the title was cut off/);
		assert.equal(await page.getByLabel("Section").inputValue(),
			"field-notes");
		await press("Send it anyway");
		assert.equal(await heading(), "What you sent in");
		assert.match(await main(), /Field Notes[^]*waits for an editor/);
		assert.doesNotMatch(await main(), /I wrote it|ada@/);
		own = new URL(page.url()).pathname;
	});

	test("the mail has the link, and no text of the sender", async () => {
		const letter = await mail(server, "submission");

		assert.equal(link(letter, "submission"), own);
		assert.doesNotMatch(letter, /Seeing|blog\.example/);
	});

	test("it is changed until an editor decides", async () => {
		await press("Change it", "link");
		assert.equal(await page.getByLabel("For the editors").inputValue(),
			"I wrote it.");
		await page.getByLabel("Title").fill("Seeing very faint things");
		await press("Change it");
		assert.match(await main(), /Seeing very faint things/);
		assert.equal(new URL(page.url()).pathname, own);
	});

	test("the receipt shows, and changes nothing", async () => {
		await press("The page to pass on", "link");
		assert.equal(await heading(), "What was sent in");
		assert.equal(await page.getByRole("button").count(), 0);
		receipt = new URL(page.url()).pathname;
		assert.equal((await server.post(receipt)).status, 405);
		for (const other of [receipt.replace("receipt", "submission"),
			own.replace("submission", "receipt"), own.slice(0, -1),
			receipt.replace("receipt", "ballot"), "/submission/x"])
			assert.equal((await server.get(other)).status, 404, other);
		assert.equal((await server.post(own + "x/edit", page_of())).status,
			404);
	});

	test("the queue shows it, without a link and without addresses",
		async () => {
		await sent("link", secret);
		await go("/queue/");
		const text = await page.locator("main").innerHTML();

		assert.match(text, /Seeing very faint things/);
		assert.doesNotMatch(text, /secret|ada@|I wrote|https:\/\/blog/);
	});

	test("sent again it is known, whoever sends it", async () => {
		await body(await send("link", { url:
			"http://www.blog.example.org/faint/", title: "Other" }), 409,
			/Seeing very faint things[^]*waits for an editor/);
		assert.doesNotMatch(await body(await send("link", { url: secret.url,
			title: "Other" }), 409, /waits for an editor/), /A secret/);
	});

	test("an editor decides; the sender sees it, and may not go on",
		async () => {
		inbox("accept", "1", "--as", "eve");
		await go(own);
		assert.match(await main(), /accepted[^]*Accepted for an issue/);
		assert.doesNotMatch(await main(), /eve|Take it back|Change it/);
		assert.equal((await server.post(own)).status, 303);
		assert.match(inbox("list", "--state", "accepted"), /very faint/);
		assert.equal((await server.get(own + "/edit")).status, 303);
		await body(await server.get("/queue/?state=accepted"), 200,
			/href="https:\/\/blog\.example\.org\/faint" rel="nofollow/);
		inbox("undo", "--as", "eve");
		inbox("reject", "1", "--as", "eve", "--reason", "too <faint>");
		await go(own);
		assert.match(await main(), /It was not taken: too <faint>/);
		const feed = await (await server.get(receipt + "/feed.xml")).text();
		assert.match(feed, /<title>Not taken: Seeing very faint things/);
		assert.match(feed, /too &lt;faint&gt;/);
		assert.doesNotMatch(feed, /Accepted|eve/);
	});

	test("the feed is Atom, and each step keeps its id", async () => {
		const answer = await server.get(receipt + "/feed.xml");
		const feed = await answer.text();

		assert.match(answer.headers.get("content-type"), /atom\+xml/);
		const ids = [...feed.matchAll(/<id>(.*?)<\/id>/g)].map((m) => m[1]);
		assert.equal(new Set(ids).size, 3);
		execFileSync("python3", ["-c",
			"import sys, xml.dom.minidom as m; m.parseString(sys.stdin.read())"],
			{ input: feed });
		assert.equal(await (await server.get(receipt + "/feed.xml")).text(),
			feed);
	});

	test("taken back it is gone from the queue, and can be sent again",
		async () => {
		const fields = page_of({ title: "A slip" });
		const mine = await sent("link", fields);

		await go(mine);
		await press("Take it back");
		assert.match(await main(), /taken back by who sent it/);
		assert.doesNotMatch(await (await server.get("/queue/")).text(),
			/A slip/);
		await sent("link", fields);
		assert.match(await (await server.get("/queue/")).text(), /A slip/);
	});

	test("two who race for one decision: one wins, and both are told",
		async () => {
		const mine = await sent("link", page_of());
		const [row] = inbox("list", "--format", "json", "--text",
			`Page ${number}`).trim().split("\n").map((l) => JSON.parse(l));

		await Promise.all([server.post(mine),
			(async () => inbox("accept", String(row.id), "--as", "eve"))()
				.catch(() => {}), server.post(mine)]);
		const state = JSON.parse(inbox("show", String(row.id), "--format",
			"json")).state;
		assert.ok(["withdrawn", "accepted"].includes(state));
		await body(await server.get(mine), 200, state === "accepted" ?
			/is accepted/ : /taken back/);
	});

	test("an event, a call and a source", async () => {
		await body(await send("event", { ...event, first: "2099-02-30",
			country: "Atlantis", city: "" }), 422,
			/This is no day[^]*In which city[^]*No country has/);
		const mine = await sent("event", event);
		await body(await server.get(mine), 200, /2099-12-21/);
		await body(await send("event", event), 409, /here already/);
		await sent("event", { ...event, first: "2099-12-22" });
		await sent("participation", { project: "Lantern", title: "draw it",
			url: "https://code.example.org/1" });
		await sent("speaking", { title: "Big Nights", closes: "2099-01-01",
			url: "https://nights.example.org/", city: "Lisbon",
			country: "PT", first: "2099-06-01", again: "yes" });
		await sent("follow", { url: "https://feed.example.org/",
			title: "A feed" });
		assert.match(inbox("list"), /follow .*A feed/);
	});

	test("a calendar fills in the form of an event", async () => {
		await go("/submit/event");
		await press("Paste it", "link");
		await page.getByLabel("The text of the file").fill("nonsense");
		await press("Go on");
		assert.match(await page.getByRole("alert").innerText(),
			/no calendar/);
		await page.getByLabel("The text of the file").fill(
			["BEGIN:VCALENDAR", "BEGIN:VEVENT", "SUMMARY:Far <b>night</b>",
				"DTSTART;TZID=Europe/Lisbon:20990320T193000",
				"DTEND;TZID=Europe/Lisbon:20990320T220000",
				"LOCATION:Hill\\, Lisbon\\, Portugal",
				"URL:https://club.example.org/far", "END:VEVENT",
				"BEGIN:VEVENT", "SUMMARY:Farther",
				"DTSTART;VALUE=DATE:20990401", "END:VEVENT",
				"END:VCALENDAR", ""].join("\r\n"));
		await press("Go on");
		assert.equal(await heading(), "An event");
		assert.match(await main(), /The calendar has more events/);
		assert.equal(await page.getByLabel("Title").inputValue(),
			"Far <b>night</b>");
		assert.equal(await page.getByLabel("First day").inputValue(),
			"2099-03-20");
		assert.equal(await page.getByLabel("City").inputValue(), "Lisbon");
		await page.getByLabel("Group", { exact: true }).fill("Club");
		await page.getByLabel("Address of the group")
			.fill("https://club.example.org/");
		await press("Send");
		await press("Send it anyway");
		assert.match(await main(), /Far <b>night<\/b>[^]*2099-03-20/);
	});

	test("what was printed is not sent in again", async () => {
		const text = await body(await send("link", { title: "x", again: "yes",
			url: "http://www.lantern.example.org/news/4-0/" }), 422,
			/printed in Averted Vision 150 \(2/);

		assert.match(text, /Lantern 4.0 is out/);
		const [, there] = text.match(/<li><a href="([^"#]+)[^"]*">it was/);
		await body(await server.get(there), 200, /Lantern 4.0 is out/);
		const mine = await sent("link", page_of());
		await body(await server.post(mine + "/edit", { title: "x",
			url: "http://www.lantern.example.org/news/4-0/" }), 422,
			/Not changed[^]*printed in Averted Vision 150/);
		const { again, ...once } = event;
		assert.ok(again);
		await body(await send("event", { ...once, first: "2099-12-23", url:
			"https://gather.example.com/han-river/events/1879" }), 422,
			/printed in Averted Vision 145[^]*Send it anyway/);
	});

	test("what came in goes into a draft as it was shown", async () => {
		inbox("accept", "--all", "--kind", "link", "--as", "eve");
		inbox("accept", "--all", "--kind", "event", "--as", "eve");
		const said = execFileSync(program, ["-C", server.folder, "draft",
			"fill", "--no-commit"], { encoding: "utf8" });
		assert.match(said, /Solstice watch/);
	});

	test("hostile fields are text, and unknown ones nothing", async () => {
		const nasty = "</title><script>alert(1)</script>'; DROP TABLE x;--";

		const mine = await sent("link", page_of({ title: nasty, note: nasty,
			again: "yes", state: "accepted", id: "1", unknown: nasty }));
		for (const path of [mine, "/queue/", mine + "/edit"]) {
			const text = await (await server.get(path)).text();

			assert.doesNotMatch(text, /<script>alert/, path);
			assert.match(text, /&lt;script&gt;alert/, path);
		}
		await body(await server.get(mine), 200, /waits for an editor/);
		for (const url of ["javascript:alert(1)", "data:text/html,x",
			"//example.org/", "https://u:p@example.org/", "https://",
			"http://a b/", "\u0000", "x".repeat(3000)])
			await body(await send("link", { url }), 422, /class="wrong"/);
		await body(await send("link", { ...page_of(), mail: "a@b\r\nBcc: c" }),
			422, /no mail address/);
		await body(await server.get("/submit/link", { method: "POST", body:
			new URLSearchParams("url=https://a.example/1&url=https://b.example/") }),
			400, /not complete|not what the form/);
		await body(await send("link", page_of({ website: "x" })), 400, /./);
		await body(await send("comet", page_of()), 404, /can be sent in/);
		await body(await server.get("/submit/link?url=%ZZ&title=%FF<b>"), 200,
			/&lt;b&gt;/);
		for (const query of ["after=-1", "after=x", "state=rejected",
			"state='", "after=99999999999999999999"])
			await body(await server.get("/queue/?" + query), 200,
				/The queue/);
	});

	test("a long queue comes in pages", async () => {
		const lines = [];

		for (let i = 0; i < 10000; i++)
			lines.push(JSON.stringify({ kind: "link", source: "reader",
				fields: { title: `Line ${i}`,
					url: `https://many.example.org/${i}` } }));
		writeFileSync(join(world, "many"), lines.join("\n"));
		inbox("add", "--from", join(world, "many"));
		await go("/queue/");
		await press("More", "link");
		assert.equal(await page.locator("main ul.i > li").count(), 50);
		assert.match(await main(), /More/);
	});

	test("who must not be written to gets no mail, and no other answer",
		async () => {
		await server.post("/subscribe/", { address: "eve@example.org" });
		await mail(server, "confirm");
		execFileSync(program, ["-C", server.folder, "subscribers", "erase",
			"--yes", "eve@example.org"]);
		const count = mails(server).length;

		await sent("link", page_of({ mail: "eve@example.org" }));
		await sent("link", page_of({ mail: "bob@example.org" }));
		await mail(server, "submission", 2);
		assert.equal(mails(server).length, count + 1);
	});

	test("the guidelines are made from the settings", async () => {
		await go("/submit/guidelines");
		assert.match(await main(), /No adverts, please[^]*Field Notes[^]*video/);
	});

	inEachLook(test, () => browser, async (one, look) => {
		const show = async (path, fields) => {
			const url = new URL(path, server.url).href;

			await (fields ? post(one, url, fields) : one.goto(url));
			await look(path + (fields ? " POST" : ""));
		};
		const mine = await sent("link", page_of());

		for (const path of ["/submit/", "/submit/link", "/submit/event",
			"/submit/speaking", "/submit/follow", "/submit/ics", "/submit/guidelines",
			"/submit/comet", "/queue/", "/queue/?state=accepted",
			"/queue/?state=placed", mine, mine + "/edit", own, receipt])
			await show(path);
		await show("/submit/event", { first: "x", mail: "x" });
		await show("/submit/link", { url: "https://x.example/x",
			title: "Cut o\u2026" });
		await show("/submit/link", { url: "https://blog.example.org/faint" });
		await show("/submit/link", { title: "x",
			url: "http://www.lantern.example.org/news/4-0/" });
	});

	// Another newsletter: here much waits that must not be printed.
	async function print(other, fields) {
		const run = (...args) => execFileSync(program,
			["-C", other.folder, ...args], { encoding: "utf8",
				env: { ...process.env, SOURCE_DATE_EPOCH: "1788300000" } });
		const paths = [];

		for (const [kind, more] of fields) {
			const answer = await other.post(`/submit/${kind}`, more);

			assert.equal(answer.status, 303, await answer.text());
			paths.push(new URL(answer.headers.get("location"),
				other.url).pathname);
		}
		run("inbox", "accept", "--all", "--as", "eve");
		run("draft", "fill", "--as", "eve");
		run("publish", "151", "--no-send", "--yes");
		return paths;
	}
	// The server sees an issue soon, and then the search does.
	async function linkIn(address) {
		for (let tries = 0; tries < 200; tries++) {
			await page.goto(address);
			const link = /href="([^"]+)">issue 151</.exec(
				await page.content())?.[1];
			if (/#.+:~:/.test(link))
				return link;
			await page.waitForTimeout(50);
		}
		throw new Error("no link: " + await main());
	}

	test("what was printed is a link to the line, in page and feed",
		async () => {
		const other = await serveReaders(program, join(root, "example"),
			world, "printed", "submit:\n  open: yes\n");
		const at = (path) => new URL(path, other.url).href;
		const titles = ["Keep a log, and (on clear nights) write it by red " +
			"light alone", "Comet watch"];

		try {
			const mine = await print(other, [
				["link", page_of({ title: titles[0],
					section: "field-notes", again: "yes" })],
				["event", { ...event, title: titles[1] }]]);

			for (const [i, title] of titles.entries()) {
				const link = await linkIn(at(mine[i])), url = new URL(link);

				assert.match(link, /-151\/#[\w-]+:~:text=[\w%,-]+$/);
				await page.goto(at(url.pathname + url.hash));
				await isSeen(page, page.getByText(title));
				await page.goto(at(mine[i]));
				await page.getByRole("link", { name: "to pass on" }).click();
				assert.ok((await (await fetch(page.url() + "/feed.xml"))
					.text()).includes(`href="${link}"`), link);
			}
		} finally {
			await other.stop();
		}
	});
});
