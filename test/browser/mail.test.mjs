// Mails, as a client shows them: by day and by night, wide and narrow.
import assert from "node:assert/strict";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { inEachLook, widest } from "./page.mjs";
import { buildArchive, buildMails, filesOf, launch, missing, root, serve }
	from "./site.mjs";

// A mail is shown inside of a page that has landmarks of its own.
const ofPages = ["landmark-one-main", "region"];

function looksAt(make) {
	let site, browser, files;

	before(async () => {
		const out = make();

		files = filesOf(out, ".html");
		assert.ok(files.length > 0);
		site = await serve(out);
		browser = await launch();
	});
	after(async () => {
		await browser?.close();
		site?.close();
	});

	inEachLook(test, () => browser, async (page, look, name) => {
		for (const file of files) {
			await page.goto(site.url + file);
			await look(file);
			if (process.env.SENNIGHT_PICTURES)
				await page.screenshot({ fullPage: true, path:
					join(process.env.SENNIGHT_PICTURES,
						`${file.slice(1, -5)}-${name}.png`) });
		}
	}, ofPages);

	test("colours follow the scheme", async () => {
		const seen = new Set();

		for (const colorScheme of ["light", "dark"]) {
			const page = await browser.newPage({ colorScheme });

			await page.goto(site.url + files[0]);
			seen.add(await page.evaluate(() => [document.body,
				document.querySelector("p a"), document.querySelector(".dl")]
				.flatMap((e) => [getComputedStyle(e).color,
					getComputedStyle(e).backgroundColor]).join()));
			await page.close();
		}
		assert.equal(seen.size, 2);
	});

	test("the preview text is not shown, and stands first", async () => {
		const page = await browser.newPage();

		await page.goto(site.url + files[0]);
		const first = page.locator("body > div").first();
		assert.ok((await first.textContent()).length > 10);
		assert.equal(await first.isVisible(), false);
		await page.close();
	});

	test("without its styles a mail can still be read", async () => {
		const page = await browser.newPage({ viewport:
			{ width: 390, height: 900 } });

		for (const file of files) {
			await page.goto(site.url + file);
			await page.evaluate(() =>
				document.querySelector("style").remove());
			assert.equal(await page.locator("body > div").first()
				.isVisible(), false);
			// Pictures alone are as wide as they are.
			await page.evaluate(() => document.querySelectorAll("img")
				.forEach((e) => e.remove()));
			assert.ok(await page.evaluate(widest) <= 0, file);
		}
		await page.close();
	});

	test("nothing is asked for but pictures", async () => {
		const page = await browser.newPage(), asked = [];

		page.on("request", (r) => ["document", "image"].includes(
			r.resourceType()) || asked.push(r.url()));
		await page.goto(site.url + files[0]);
		assert.equal(await page.locator("script, link").count(), 0);
		assert.deepEqual(asked, []);
		await page.close();
	});
}

describe("the mail of the example", { skip: missing() }, () =>
	looksAt(() => buildMails(join(root, "example"), ["150", "149"])));

describe("mails of the archive", { skip: missing({ archive: true }) }, () =>
	looksAt(() => {
		const { content } = buildArchive();
		const issues = filesOf(content, ".md")
			.filter((name) => /^\/\d{4}-/.test(name)).sort();

		return buildMails(join(content, ".."), [issues.at(-1),
			...["/2016-0", "/2019-0", "/2022-0", "/2025-0"].map((begin) =>
				issues.find((name) => name.startsWith(begin)))]
			.map((name) => "content" + name));
	}));
