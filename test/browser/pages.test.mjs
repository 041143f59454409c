// Every kind of page in Chromium: at three widths, in both schemes, without
// JavaScript.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { after, before, describe, test } from "node:test";
import { addressOf, buildArchive, buildExample, filesOf, launch, missing,
	samplesOfArchive, serve } from "./site.mjs";

const require = createRequire(import.meta.url);

// Everything that axe finds, and what it could not decide about colours.
async function faults(page) {
	await page.evaluate(readFileSync(
		require.resolve("axe-core/axe.min.js"), "utf8"));
	const { violations, incomplete } = await page.evaluate(
		() => globalThis.axe.run({ resultTypes:
			["violations", "incomplete"] }));
	const unsure = incomplete.filter((i) => i.id === "color-contrast")
		.map((i) => ({ ...i, nodes: i.nodes.filter((n) => [...n.any,
			...n.all].some((c) => c.data?.contrastRatio &&
			c.data.contrastRatio < 4.5)) }))
		.filter((i) => i.nodes.length);
	// A heading that somebody quoted belongs to no outline of ours.
	return [...violations, ...unsure].flatMap((v) => v.nodes.filter(
		(n) => v.id !== "heading-order" ||
			!String(n.target).includes("blockquote")).map((n) => `${v.id}: ${n.target} ${n.html.slice(0, 120)}`));
}

// Opens a page and notes what it must not do.
async function open(context, site, address) {
	const page = await context.newPage(), notes = [];
	page.on("console", (m) => m.type() === "error" &&
		notes.push(m.text()));
	page.on("pageerror", (e) => notes.push(e.message));
	// Pictures that an author put in from elsewhere are text, not ours.
	page.on("request", (r) => new URL(r.url()).origin === site.url ||
		r.url().startsWith("data:") || r.resourceType() === "image" ||
		notes.push("asks for " + r.url()));
	await page.route((url) => url.origin !== site.url,
		(route) => route.fulfill({ status: 204 }));
	await page.goto(site.url + address, { waitUntil: "load" });
	return { page, notes };
}

const widest = () => document.documentElement.scrollWidth - innerWidth;

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
