// Searching the archive at the server, without JavaScript and without anything
// that readers' other pages need; and how it looks.
import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync }
	from "node:fs";
import { once } from "node:events";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { launch, missing, program, root } from "./site.mjs";
import { inEachLook, isSeen } from "./page.mjs";
import { withoutReaders } from "./reader.mjs";

// Long sections, with events that have one title on many days.
function lengthen(path) {
	const days = Array.from({ length: 25 }, (_, i) => i + 4);

	writeFileSync(path, readFileSync(path, "utf8")
		.replace(/^.*with a stopwatch.*$/m, (line) => line + days.map((day) =>
			`\n* [video] [Buoy ${day} of the far harbour, and what its bell` +
			` says in fog](https://buoy.example.org/${day})`).join(""))
		.replace(/^### South America$/m, (line) => days.map((day) =>
			`* 2026-09-${String(day).padStart(2, 0)} | Suva, FJ | ` +
			"[Buoy Club](https://buoy.example.org/)\n    * [**Bell watch**]" +
			`(https://buoy.example.org/watch/${day})\n`).join("") +
			"\n" + line));
}

describe("search at the server", { skip: missing() }, () => {
	const world = mkdtempSync(join(tmpdir(), "find-"));
	const folder = join(world, "news");
	let child, url, browser, page, log = "";

	async function start() {
		child = spawn(program, ["-C", folder, "serve", "--listen",
			"127.0.0.1:0"]);
		child.stderr.on("data", (data) => { log += data; });
		const [line] = await once(child.stdout, "data");
		url = String(line).trim();
	}
	before(async () => {
		cpSync(join(root, "example"), folder, { recursive: true,
			filter: (path) => !/\/(public|var)$/.test(path) });
		const settings = withoutReaders(folder);

		writeFileSync(settings, readFileSync(settings, "utf8")
			.replace(/^ +vote: yes$/gm, ""));
		lengthen(join(folder, "content/2026-08-26-averted-vision.md"));
		await start();
		browser = await launch();
		page = await (await browser.newContext({ javaScriptEnabled: false,
			viewport: { width: 390, height: 844 } })).newPage();
	});
	after(async () => {
		await browser?.close();
		child?.kill("SIGKILL");
		rmSync(world, { recursive: true, force: true });
	});

	const get = (path) => fetch(new URL(path, url));
	const main = () => page.locator("main").innerText();
	const found = async (query) => (await (await get("/search/?" + query))
		.text()).match(/<li>[^]*?<\/li>/g)?.filter((li) =>
		li.includes("<time")) ?? [];
	// The index is filled beside; asks until `wanted` holds.
	async function until(query, wanted) {
		for (let tries = 0; tries < 750; tries++) {
			const list = await found(query);

			if (wanted(list))
				return list;
			await new Promise((done) => setTimeout(done, 20));
		}
		throw new Error(`not found: ${query} ${log}`);
	}

	test("the form, a word, and the newest first", async () => {
		await until("q=moon", (list) => list.length > 3);
		await page.goto(new URL("/search/", url).href);
		await page.getByLabel("Search all issues").fill("Moon");
		await Promise.all([page.waitForNavigation(),
			page.getByRole("button", { name: "Search" }).click()]);
		assert.match(await page.getByRole("status").innerText(),
			/^\d+ found, newest first/);
		const days = (await page.locator("main time").evaluateAll(
			(list) => list.map((t) => t.dateTime)));
		assert.deepEqual(days, [...days].sort().reverse());
		assert.equal(await page.getByLabel("Search all issues").inputValue(),
			"Moon");
	});

	test("filters, and they stay as they were", async () => {
		await page.getByLabel("Section").selectOption("Walkthroughs");
		await Promise.all([page.waitForNavigation(),
			page.getByRole("button", { name: "Search" }).click()]);
		assert.match(await main(), /with a stopwatch/);
		assert.doesNotMatch(await main(), /limb of the Moon/);
		assert.equal(await page.getByLabel("Section").inputValue(),
			"walkthroughs");
		assert.ok((await found("tag=video")).length > 2);
		assert.equal((await found("q=moon&year=1999")).length, 0);
		assert.match(await (await get("/search/?q=moon&year=1999")).text(),
			/Nothing was found/);
	});

	// From a result to the issue, and whether `item` is seen there.
	async function follow(words, item) {
		await page.goto(new URL("/search/?q=" + encodeURIComponent(words),
			url).href);
		await Promise.all([page.waitForNavigation(), page.getByRole("link",
			{ name: "Averted Vision 150" }).click()]);
		await isSeen(page, item);
	}

	test("a link leads to the line in the issue", async () => {
		await follow("stopwatch", page.getByText("with a stopwatch"));
		assert.match(page.url(), /averted-vision-150\/#walkthroughs:~:text=/);
		assert.ok(await page.locator("#walkthroughs").isVisible());
	});

	test("also to one far below the heading", async () => {
		await follow("27 fog", page.getByText("Buoy 27 of the far"));
		await isSeen(page, page.locator("#walkthroughs"), false);
		await isSeen(page, page.getByText("Buoy 4 of the far"), false);
	});

	test("and to an event of that day", async () => {
		await follow("2026-09-24 bell", page.locator(
			'a[href="https://buoy.example.org/watch/24"]'));
		await isSeen(page, page.locator("#oceania"), false);
	});

	test("a line that is not there any more leaves the section", async () => {
		await page.goto(new URL("/issues/averted-vision-150/#oceania:~:text=" +
			"No%20such%20line", url).href);
		await isSeen(page, page.locator("#oceania"));
	});

	test("older ones are behind a link", async () => {
		await page.goto(new URL("/search/?section=events", url).href);
		const first = await page.locator("main li time").count();

		assert.equal(first, 30);
		await Promise.all([page.waitForNavigation(), page.getByRole("link",
			{ name: "Older" }).click()]);
		assert.ok(await page.locator("main li time").count() > 5);
		assert.match(page.url(), /section=events&before=\d+/);
	});

	test("a feed of a search", async () => {
		const answer = await get("/search/feed.xml?q=moon&section=projects");
		const text = await answer.text();

		assert.match(answer.headers.get("content-type"), /atom\+xml/);
		assert.match(text, /<title>Featherstack now aligns/);
		const ids = [...text.matchAll(/<id>(.*?)<\/id>/g)].map((m) => m[1]);
		assert.equal(new Set(ids).size, ids.length);
		execFileSync("python3", ["-c",
			"import sys, xml.dom.minidom as m; m.parseString(sys.stdin.read())"],
			{ input: text });
		const html = await (await get("/search/?q=moon")).text();
		assert.match(html, /rel="alternate"[^>]*feed\.xml\?q=moon"/);
	});

	test("whatever is asked is text", async () => {
		for (const query of ["q=%22", "q=%22%22%22", "q=*", "q=a*+OR+b",
			"q=NEAR(a,b)", "q='%3B+DROP+TABLE+entry%3B--", "q=%FF%FE",
			"q=" + "x".repeat(5000), "q=%00", "year=99999", "year=-1",
			"before=-3", "before=x", "before=9223372036854775807",
			"section=nothing", "tag=%3Cb%3E", "unknown=1", "q=a&q=b",
			"q=" + encodeURIComponent("<script>alert(1)</script>")]) {
			const answer = await get("/search/?" + query);

			assert.ok([200, 400].includes(answer.status), query);
			assert.doesNotMatch(await answer.text(), /<script>alert/, query);
			assert.ok([200, 400].includes((await get("/search/feed.xml?" +
				query)).status), query);
		}
		assert.equal((await get("/search/?q=moon")).status, 200);
		assert.equal((await fetch(new URL("/search/", url),
			{ method: "POST" })).status, 405);
	});

	test("the files for browsers are still there", async () => {
		assert.match(await (await get("/search/root.txt")).text(),
			/^sennight-search 1/);
	});

	test("a new issue is found soon, an old word no more", async () => {
		const path = join(folder, "content/2026-08-26-averted-vision.md");

		writeFileSync(path, readFileSync(path, "utf8").replace(
			"with a stopwatch", "with a sunflower"));
		execFileSync(program, ["-C", folder, "build"],
			{ stdio: "ignore" });
		await until("q=sunflower", (list) => list.length === 1);
		assert.equal((await found("q=stopwatch")).length, 0);
	});

	test("a damaged index is made anew", async () => {
		child.kill("SIGTERM");
		await once(child, "exit");
		writeFileSync(join(folder, "var/search.db"), "nonsense ".repeat(999));
		await start();
		await until("q=sunflower", (list) => list.length === 1);
	});

	inEachLook(test, () => browser, async (one, look) => {
		for (const path of ["/search/", "/search/?q=moon",
			"/search/?q=nothingatall", "/search/?section=events"]) {
			await one.goto(new URL(path, url).href);
			await look(path);
		}
	});
});
