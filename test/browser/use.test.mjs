// What a reader does: searches, chooses colours and regions, uses the
// keyboard, prints.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { buildArchive, buildExample, launch, missing, serve }
	from "./site.mjs";
import { isSeen } from "./page.mjs";

const archivePage = "/issues/";

// Types a query and gives the texts of the results.
async function search(page, query, count = 1) {
	await page.goto(new URL("/search/", page.url()).href);
	await page.fill("#search-input", query);
	await page.waitForFunction((want) => want ?
		document.querySelectorAll(".search-item").length >= want :
		/^No results/.test(document.querySelector("#search-status")
			.textContent), count);
	return page.locator(".search-item").allInnerTexts();
}

describe("example", { skip: missing() }, () => {
	let site, browser, context, page;

	before(async () => {
		site = await serve(buildExample());
		browser = await launch();
		context = await browser.newContext();
		page = await context.newPage();
	});
	after(async () => {
		await browser?.close();
		site?.close();
	});

	test("nothing of the index is loaded before the search", async () => {
		for (const address of ["/", archivePage, "/search/"]) {
			site.wire.length = 0;
			await page.goto(site.url + address,
				{ waitUntil: "networkidle" });
			assert.deepEqual(site.wire.filter(
				(r) => /^\/search\/./.test(r.path)), [],
				address);
		}
	});

	const finds = [
		["a word", "telescope", /telescope/i],
		["a phrase", "\"code of conduct\"", /code of conduct/i],
		["the start of a word", "feathersta", /featherstack/i],
	];
	for (const [name, query, want] of finds)
		test(`search: ${name}`, async () => {
			const texts = await search(page, query);
			assert.match(texts[0], want);
			assert.ok(page.url().endsWith(
				"?q=" + encodeURIComponent(query)));
		});

	test("search: Chinese or Japanese letters", async () => {
		const { items } = await (await fetch(site.url +
			"/feed.json")).json();
		const found = items.map((i) => /[\u4e00-\u9fff]{2}/
			.exec(i.content_html)).find((m) => m);
		assert.ok(found, "the example has such a text");
		const texts = await search(page, found[0]);
		assert.ok(texts[0].includes(found[0]), texts[0]);
	});

	test("search: no result is said", async () => {
		assert.deepEqual(await search(page, "qqzzxx", 0), []);
		assert.match(await page.innerText("#search-status"),
			/No results for/);
	});

	test("search: an address with ?q= shows results", async () => {
		await page.goto(site.url + "/search/?q=telescope");
		await page.waitForSelector(".search-item");
		assert.equal(await page.inputValue("#search-input"),
			"telescope");
	});

	test("search: a result leads to the line in its issue", async () => {
		await page.setViewportSize({ width: 390, height: 300 });
		await search(page, "clouded out in four");
		await Promise.all([page.waitForNavigation(),
			page.click(".search-where a")]);
		await isSeen(page, page.getByText("Clouded out in four countries"));
		await isSeen(page, page.locator("#field-notes"), false);
		await page.setViewportSize({ width: 1280, height: 720 });
		await page.goto(site.url);
	});

	// Chromium takes the directive off in any case, others leave it.
	test("a browser that cannot find lines goes to the section", async () => {
		const old = await launch(
			"--disable-blink-features=TextFragmentIdentifiers");
		const other = await old.newPage();

		await other.goto(site.url + "/search/");
		await search(other, "first meeting");
		assert.equal(new URL(await other.locator(".search-where a").first()
			.getAttribute("href")).hash, "#oceania");
		assert.equal(await other.evaluate(async () => {
			const code = await (await fetch("/site.js")).text();
			let to;

			new Function("location", code)({ hash: "#oceania:~:text=a",
				replace: (address) => { to = address; } });
			document.dispatchEvent(new Event("DOMContentLoaded"));
			return to;
		}), "#oceania");
		await old.close();
	});

	test("search: with the keyboard alone", async () => {
		await page.goto(site.url + "/search/");
		for (let i = 0; i < 30; i++) {
			await page.keyboard.press("Tab");
			if (await page.evaluate(() =>
				document.activeElement.id) === "search-input")
				break;
		}
		await page.keyboard.type("telescope");
		await page.keyboard.press("Enter");
		await page.waitForSelector(".search-item");
		await page.keyboard.press("ArrowDown");
		const at = () => page.evaluate(() => [...document
			.querySelectorAll(".search-item")]
			.indexOf(document.activeElement));
		assert.equal(await at(), 0);
		await page.keyboard.press("ArrowUp");
		assert.equal(await page.evaluate(
			() => document.activeElement.id), "search-input");
	});

	test("the choice of colours survives a reload", async () => {
		const own = await browser.newContext({ colorScheme: "light" });
		const page = await own.newPage();
		const ground = () => page.evaluate(() =>
			getComputedStyle(document.body).backgroundColor);
		await page.goto(site.url + "/");
		const day = await ground();
		await page.click("#scheme button");
		const night = await ground();
		assert.notEqual(night, day);
		await page.reload();
		assert.equal(await ground(), night);
		await page.click("#scheme button");
		await page.reload();
		assert.equal(await ground(), day);
		await own.close();
	});

	test("the choice of regions survives a reload", async () => {
		const own = await browser.newContext();
		const page = await own.newPage();
		const seen = () => page.locator(".ev > li:visible").count();
		await page.goto(site.url + "/events/");
		const all = await seen();
		const chosen = page.locator("#regions button").nth(1);
		await chosen.click();
		const some = await seen();
		assert.ok(some > 0 && some < all, `${some} of ${all}`);
		await page.reload();
		assert.equal(await seen(), some);
		assert.equal(await chosen.getAttribute("aria-pressed"), "true");
		await own.close();
	});

	test("the skip link leads into the text", async () => {
		await page.goto(site.url + "/events/");
		await page.keyboard.press("Tab");
		assert.match(await page.evaluate(
			() => document.activeElement.className), /skip/);
		await page.keyboard.press("Enter");
		assert.match(page.url(), /#main$/);
		await page.keyboard.press("Tab");
		assert.ok(await page.evaluate(() => document
			.querySelector("main")
			.contains(document.activeElement)));
	});

	test("on paper there is no navigation", async () => {
		await page.goto(site.url + "/issues/averted-vision-150/");
		await page.emulateMedia({ media: "print" });
		assert.equal(await page.locator("nav:visible").count(), 0);
		assert.equal(await page.locator(".fold:visible").count(), 0);
		assert.ok(await page.locator("h1").isVisible());
		await page.emulateMedia({ media: "screen" });
	});
});

const queries = ["rust", "borrow checker", "\"crate of the week\"", "async",
	"a", "the of and", "wasm*", "zürich meetup", "no_std", "東京",
	"memory safety in the linux kernel", "servo layout 2013", "polonius",
	"\"is not the\"", "unlikelyword"];

// Notes in the page what was loaded when the first result appears, or when
// there is none.
function watch() {
	const before = performance.getEntriesByType("resource").length;
	const look = () => {
		if (document.querySelector(".search-item") ||
			/^No results/.test(document.querySelector(
				"#search-status").textContent))
			globalThis.loaded ??= performance
				.getEntriesByType("resource").slice(before)
				.map((e) => new URL(e.name).pathname);
	};
	new MutationObserver(look).observe(document.body,
		{ childList: true, characterData: true, subtree: true });
}

describe("archive", { skip: missing({ archive: true }) }, () => {
	let site, browser;

	before(async () => {
		site = await serve(buildArchive().out);
		browser = await launch();
	});
	after(async () => {
		await browser?.close();
		site?.close();
	});

	for (const query of queries)
		test(`first result of ${query} in 40 kB`, async (t) => {
			const context = await browser.newContext();
			const page = await context.newPage();
			await page.goto(site.url + "/search/",
				{ waitUntil: "networkidle" });
			site.wire.length = 0;
			await page.evaluate(watch);
			await page.fill("#search-input", query);
			await page.waitForFunction(() => globalThis.loaded);
			const loaded = await page.evaluate("loaded");
			const bytes = loaded.reduce((n, path) => n + site.wire
				.find((r) => r.path === path).bytes, 0);
			t.diagnostic(`${bytes} bytes in ${loaded.length} files`);
			assert.ok(bytes > 0 && bytes <= 40000, `${bytes}`);
			await context.close();
		});
});
