// The life of a nomination and of a vote in a real browser, without JavaScript;
// what is refused; and how each of these pages looks.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { launch, missing, program, root } from "./site.mjs";
import { inEachLook, post } from "./page.mjs";
import { link, mail, mails, serveReaders } from "./reader.mjs";

describe("a vote", { skip: missing() }, () => {
	const world = mkdtempSync(join(tmpdir(), "votes-"));
	let server, browser, page, ballot;

	before(async () => {
		server = await serveReaders(program, join(root, "example"), world,
			"news", "  per_network: 1000\nsubmit:\n  open: yes\n" +
			"  per_network: 100\n");
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
	const press = (name) => Promise.all([page.waitForNavigation(),
		page.getByRole("button", { name }).click()]);
	const poll = (title) => page.locator("section").filter({ has:
		page.getByRole("heading", { name: title }) });
	const votes = (...args) => execFileSync(program,
		["-C", server.folder, "votes", ...args], { encoding: "utf8" });
	const text = async (answer, status, pattern) => {
		const body = await answer.text();

		assert.equal(answer.status, status, body);
		assert.match(body, pattern);
		return body;
	};
	const nominate = (kind, fields) => server.post(`/nominate/${kind}`, fields);
	const cap = { name: "Lens Cap", url: "https://tools.example.org/cap",
		text: "It tells when the cap is still on." };

	test("the site leads there", async () => {
		await go("/");
		await Promise.all([page.waitForNavigation(), page.getByRole("link",
			{ name: "Nominate and vote" }).click()]);
		assert.equal(await heading(), "Nominate and vote");
		assert.match(await poll("Tool of the Week").innerText(),
			/Nothing is nominated yet/);
	});

	test("nominate; what is missing is said beside its field", async () => {
		await Promise.all([page.waitForNavigation(), page.getByRole("link",
			{ name: "Nominate something" }).click()]);
		await page.getByLabel("Name").fill(cap.name);
		await page.getByLabel("Address").fill("tools.example.org/cap");
		await page.getByLabel("What it is, and why").fill(cap.text);
		await press("Nominate");
		assert.match(await page.locator("#url-help").innerText(),
			/no web address/);
		assert.equal(await page.getByLabel("Name").inputValue(), cap.name);
		await page.getByLabel("Address").fill(cap.url);
		await page.getByLabel("Whom to thank").fill("Marula <b>");
		await press("Nominate");
		assert.equal(await heading(), "Nominated");
		await go("/vote/");
		assert.match(await poll("Tool of the Week").innerText(),
			/Lens Cap[^]*still on[^]*tools.example.org · suggested by Marula <b>/);
	});

	test("what is nominated already, was chosen or refused, is said so",
		async () => {
		await text(await nominate("tool", { ...cap, url:
			"http://www.tools.example.org/cap/" }), 200,
			/had the same idea/);
		await text(await nominate("tool", { ...cap, name: "Spam",
			url: "https://spam.example.org/" }), 200, /on the list/);
		votes("refuse", "2", "--reason", "an advert <i>");
		await text(await nominate("tool", { ...cap, name: "Spam",
			url: "https://spam.example.org/" }), 409, /an advert &lt;i&gt;/);
	});

	test("a ballot comes by mail; the mail has no text of readers", async () => {
		await go("/vote/");
		await page.getByLabel("Your mail address").fill("ada@example.org");
		await press("Send me a ballot");
		assert.equal(await heading(), "Look into your mail");
		const letter = await mail(server, "vote");

		ballot = link(letter, "ballot");
		assert.doesNotMatch(letter, /Lens|Marula|List-Unsubscribe/);
		for (const line of letter.split("\r\n"))
			assert.ok(line.length <= 78 || /https?:/.test(line), line);
	});

	test("counts are hidden until one has voted", async () => {
		await nominate("tool", { name: "Skyfilter",
			url: "https://tools.example.org/sky", text: "Finds gaps." });
		votes("tally", "1", "forum", "12");
		await go(ballot);
		const tools = poll("Tool of the Week");
		assert.match(await tools.innerText(), /forum 12/);
		assert.doesNotMatch(await tools.innerText(), /\d votes?\b/);
		await tools.getByLabel("Skyfilter").check();
		await Promise.all([page.waitForNavigation(),
			tools.getByRole("button", { name: "Vote" }).click()]);
		assert.match(await tools.getByRole("status").innerText(),
			/Your vote counts/);
		assert.match(await tools.innerText(), /Skyfilter[^]*1 vote\b/);
		await tools.getByLabel("Lens Cap").check();
		await Promise.all([page.waitForNavigation(),
			tools.getByRole("button", { name: "Vote" }).click()]);
		assert.match(await tools.innerText(),
			/was changed[^]*Lens Cap[^]*1 vote[^]*Skyfilter[^]*0 votes/);
	});

	test("one address has one vote, however many ask and race", async () => {
		await server.post("/vote/", { address: "Ada@EXAMPLE.org" });
		const second = link(await mail(server, "vote", 2), "ballot");

		await Promise.all([1, 4, 1, 4, 1].map((n, i) => server.post(
			i % 2 ? second : ballot, { kind: "tool", nomination: n })));
		const rows = votes("list", "tool", "--format", "json").trim()
			.split("\n").map((row) => JSON.parse(row).votes);
		assert.equal(rows.reduce((a, b) => a + b), 1);
	});

	test("what is no vote is refused, and changes nothing", async () => {
		const before = votes("list");
		const cases = [[ballot, { kind: "tool" }, 422],
			[ballot, { kind: "tool", nomination: "2" }, 409],
			[ballot, { kind: "tool", nomination: "1' OR 1=1" }, 422],
			[ballot, { kind: "quote", nomination: "1" }, 409],
			[ballot, { kind: "comet", nomination: "1" }, 400],
			[ballot, { nomination: "1" }, 400],
			[ballot.slice(0, -2), { kind: "tool", nomination: "1" }, 404],
			[ballot.replace("ballot", "preferences"), {}, 404],
			["/nominate/comet", {}, 404]];

		for (const [path, fields, status] of cases)
			assert.equal((await server.post(path, fields)).status, status,
				path + JSON.stringify(fields));
		assert.equal((await server.get(ballot + "?kind=tool&nomination=1"))
			.status, 200);
		assert.equal(votes("list"), before);
	});

	test("hostile nominations are text", async () => {
		const nasty = "<script>alert(1)</script>'; DROP TABLE vote;--";

		await text(await nominate("tool", { name: nasty, text: nasty,
			credit: nasty, url: "https://example.org/\u202etxt" }), 200,
			/on the list/);
		const shown = await (await server.get("/vote/")).text();
		assert.doesNotMatch(shown, /<script>alert/);
		assert.match(shown, /&lt;script&gt;alert/);
		for (const url of ["javascript:alert(1)", "data:text/html,x",
			"https://user@example.org/", "//example.org", "https://",
			"https://a.example/ b", "x".repeat(2000)])
			await text(await nominate("tool", { ...cap, url }), 422,
				/class="wrong"/);
		await text(await nominate("tool", { ...cap, name: "x".repeat(201) }),
			422, /At most 200 characters/);
		await text(await nominate("tool", { ...cap, name: " \n " }), 422,
			/What is it called/);
	});

	test("a long list comes in pages", async () => {
		for (let i = 0; i < 60; i++)
			await nominate("tool", { name: `Thing ${i}`, text: "It is long.",
				url: `https://many.example.org/${i}` });
		await go(ballot);
		const tools = poll("Tool of the Week");
		assert.equal(await tools.locator("li").count(), 50);
		await Promise.all([page.waitForNavigation(),
			tools.getByRole("link", { name: "More" }).click()]);
		assert.match(await tools.innerText(), /Thing 59/);
		assert.equal(await tools.getByRole("link", { name: "More" }).count(),
			0);
		for (const query of ["list=tool&skip=-1", "list=tool&skip=9999999999",
			"list=tool&skip=4294967295", "list=x&skip=1", "skip='"])
			assert.equal((await server.get(`/vote/?${query}`)).status, 200);
	});

	test("after the end nobody votes, and all see the counts", async () => {
		votes("open", "tool", "--until", "2020-01-01");
		await text(await server.post(ballot, { kind: "tool",
			nomination: "1" }), 409, /was over before/);
		await text(await server.get("/vote/"), 200, /1 vote\b/);
		const closed = votes("close", "tool", "1", "--as", "ada");

		assert.match(closed, /in the inbox it is \d+, accepted/);
		await text(await server.get("/vote/"), 200,
			/Chosen last: <bdi>Lens Cap<\/bdi>/);
		await text(await nominate("tool", cap), 409, /featured once/);
	});

	test("preferences and the welcome mail lead to the ballot", async () => {
		await server.post("/subscribe/", { address: "bob@example.org" });
		await server.post(link(await mail(server, "confirm"), "confirm"));
		const welcome = await mail(server, "welcome");

		await text(await server.get(link(welcome, "ballot")), 200,
			/You have one vote/);
		await go(link(welcome, "preferences"));
		await Promise.all([page.waitForNavigation(), page.getByRole("link",
			{ name: "have a vote" }).click()]);
		assert.equal(await heading(), "Nominate and vote");
	});

	test("what is held of somebody tells what was sent in and voted",
		async () => {
		await server.post("/subscribe/", { address: "dan@example.org" });
		await server.post(link(await mail(server, "confirm", 2), "confirm"));
		const welcome = await mail(server, "welcome", 2);

		await server.post(link(welcome, "ballot"), { kind: "tool",
			nomination: "3" });
		const sent = await server.post("/submit/link", { title: "Mine",
			url: "https://dan.example.org/", mail: "dan@example.org" });
		assert.equal(sent.status, 303);
		await server.post(link(welcome, "preferences") + "/data");
		const data = link(await mail(server, "data"), "data");
		await text(await server.get(data), 200, /Mine[^]*Skyfilter/);
		const held = await (await server.get(data + "/export")).json();
		assert.equal(held.sent_in[0].fields.title, "Mine");
		assert.equal(held.voted_for[0].name, "Skyfilter");
		await text(await server.post(data + "/erase"), 200, /is erased/);
		assert.doesNotMatch(votes("list", "tool"), /\b1\*? +tool +Skyfilter/);
	});

	test("who must not be written to gets no ballot, and no other answer",
		async () => {
		await server.post("/subscribe/", { address: "eve@example.org" });
		await mail(server, "confirm", 3);
		const count = mails(server).length;

		execFileSync(program, ["-C", server.folder, "subscribers", "erase",
			"--yes", "eve@example.org"]);
		await text(await server.post("/vote/", { address:
			"eve@example.org" }), 200, /Look into your mail/);
		await server.post("/vote/", { address: "last@example.org" });
		await mail(server, "vote", 3);
		assert.equal(mails(server).length, count + 1);
	});

	inEachLook(test, () => browser, async (one, look) => {
		const show = async (path, fields) => {
			const url = new URL(path, server.url).href;

			await (fields ? post(one, url, fields) : one.goto(url));
			await look(path + (fields ? " POST" : ""));
		};

		await nominate("quote", { text: "I polished it for a year.\nIt was " +
			"the wrong side.", source: "Ada on the commons",
			url: "https://commons.example.org/t/1" });
		await show("/vote/");
		await show("/vote/", { address: "ada" });
		await show(ballot);
		await show(ballot, { kind: "quote", nomination: "2" });
		await show(ballot, { kind: "tool", nomination: "4" });
		await show("/nominate/tool");
		await show("/nominate/quote", { text: "x", url: "y" });
		await show("/nominate/tool", cap);
		await show("/nominate/nothing");
		await show(ballot + "x");
	});
});
