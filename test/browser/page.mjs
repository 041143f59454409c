// What is looked at on any page in a browser.
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
