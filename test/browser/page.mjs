// What is looked at on any page in a browser.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);

// Everything that axe finds, and what it could not decide about colours.
export async function faults(page) {
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
export async function open(context, site, address) {
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

// How far a page is wider than the window.
export const widest = () => document.documentElement.scrollWidth - innerWidth;

// Waits until something is in the window, or is not.
export async function isSeen(page, locator, wanted = true) {
	const { height } = page.viewportSize();

	for (let tries = 0; tries < 100; tries++) {
		const box = await locator.first().boundingBox();

		if (wanted === (box.y + box.height > 0 && box.y < height))
			return;
		await page.waitForTimeout(50);
	}
	assert.fail(`${locator} is ${wanted ? "not " : ""}in the window`);
}

// Sends a form that no page need have, and shows the answer.
export async function post(page, address, fields) {
	await page.goto(new URL("/subscribe/form", address).href);
	await Promise.all([page.waitForNavigation(), page.evaluate(
		([to, values]) => {
			const form = document.createElement("form");

			form.method = "post";
			form.action = to;
			for (const [name, value] of Object.entries(values)) {
				const input = document.createElement("textarea");

				input.name = name;
				input.value = value;
				form.append(input);
			}
			document.body.append(form);
			form.submit();
		}, [address, fields])]);
}

// Calls `run` with a page of each look, and a function that finds what is wrong
// with what it shows: "light, 390 px".  `spared` are rules of axe.
export function inEachLook(test, browser, run, spared = []) {
	for (const colorScheme of ["light", "dark"])
		for (const width of [1280, 390])
			test(`axe, ${colorScheme}, ${width} px`, async () => {
				const context = await browser().newContext({ colorScheme,
					bypassCSP: true, viewport: { width, height: 900 } });
				const page = await context.newPage();

				await run(page, async (what) => {
					assert.deepEqual((await faults(page)).filter((fault) =>
						!spared.includes(fault.split(":")[0])), [], what);
					assert.ok(await page.evaluate(widest) <= 0,
						`${what} scrolls sideways`);
				}, `${colorScheme}${width}`);
				await context.close();
			});
}
