// Every kind of page in Chromium: at three widths, in both schemes, without
// JavaScript.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { addressOf, buildArchive, buildExample, filesOf, launch, missing,
	samplesOfArchive, serve } from "./site.mjs";
import { faults, open, widest } from "./page.mjs";

function suite(name, skip, folder, choose) {
	describe(name, { skip }, () => {
		let site, browser, pages;

		before(async () => {
			const out = folder();
			pages = choose(out);
			site = await serve(out);
			browser = await launch();
		});
		after(async () => {
			await browser?.close();
			site?.close();
		});

		for (const colorScheme of ["light", "dark"])
			for (const width of [1280, 390])
				test(`axe, ${colorScheme}, ${width} px`, async () => {
					const context = await browser.newContext({
						colorScheme, viewport:
							{ width, height: 900 } });
					for (const address of pages) {
						const { page, notes } = await open(
							context, site, address);
						assert.deepEqual([...notes,
							...await faults(page)], [],
							address);
						assert.ok(await page.evaluate(
							widest) <= 0, address +
							" scrolls sideways");
						await page.close();
					}
					await context.close();
				});

		test("320 px: nothing scrolls sideways", async () => {
			const context = await browser.newContext({
				viewport: { width: 320, height: 640 } });
			for (const address of pages) {
				const { page } = await open(context, site, address);
				assert.ok(await page.evaluate(widest) <= 0, address);
				await page.close();
			}
			await context.close();
		});

		test("without JavaScript the same text is there", async () => {
			const read = async (javaScriptEnabled, address) => {
				const context = await browser.newContext({
					javaScriptEnabled });
				const { page } = await open(context, site, address);
				const text = await page.locator("main").innerText();
				const links = await page.locator("main a").count();
				await context.close();
				return { text, links };
			};
			for (const address of pages) {
				const off = await read(false, address);
				const on = await read(true, address);
				assert.ok(off.links >= on.links, address);
				assert.ok(off.text.length >= on.text.length * .95,
					address);
			}
		});
	});
}

suite("example", missing(), buildExample,
	(out) => filesOf(out, ".html").map(addressOf));
suite("archive", missing({ archive: true }), () => buildArchive().out,
	samplesOfArchive);
