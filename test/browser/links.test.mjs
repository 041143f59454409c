// No link is lost: what every issue of the archive links to, as another
// CommonMark renderer reads it, is what its built page links to.
import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import { buildArchive, decode, filesOf, missing } from "./site.mjs";

const skip = missing({ browser: false, archive: true });

// Percent signs and letters are two ways to write one address.
function plain(address) {
	try {
		return decodeURIComponent(address);
	} catch {
		return address.replace(/%25/g, "%");
	}
}

const targets = (html) => new Set([...html.replace(/<!--.*?-->/gs, "")
	.matchAll(/<a\s[^>]*?href\s*=\s*(?:"([^"]*)"|'([^']*)')/gis)]
	.map((m) => plain(decode(m[1] ?? m[2]).trim())));

// The part of a page that the issue fills.
const article = (html) => html.slice(html.indexOf("<article"),
	html.lastIndexOf("</article>"));

// The header ends at the first empty line, or at the second --- line.
const body = (text) => text.replace(/^\ufeff/, "").replace(/\r\n?/g, "\n")
	.replace(/^---\n[^]*?\n---\n|^(?:\s*[\w-]+:.*\n)+/, "");

const headerOf = (text, name) =>
	new RegExp(`^${name}:\\s*(.*?)\\s*$`, "im").exec(text)?.[1];

// Links without a target, [words](), are text in our pages.
const isDead = (target) => !target;

const letters = (text) => text.replace(/[^\p{L}\p{N}]/gu, "");

const titleOf = (out, file) => letters(decode(/<h1[^>]*>(.*?)<\/h1>/s
	.exec(readFileSync(join(out, file), "utf8"))[1]));

describe("archive", { skip }, () => {
	test("every page links to what its issue links to", async (t) => {
		const { default: MarkdownIt } = await import("markdown-it");
		const markdown = new MarkdownIt("commonmark").enable(
			["table", "strikethrough"]);
		const { out, content } = buildArchive();
		const pages = filesOf(out, "index.html")
			.filter((f) => f.startsWith("/blog/20"));
		const lost = [];
		let files = 0, links = 0;

		for (const name of readdirSync(content).sort()) {
			if (!/\.(md|markdown)$/.test(name))
				continue;
			const text = readFileSync(join(content, name), "utf8");
			const day = /(\d{4})-(\d\d?)-(\d\d?)/.exec(
				`${headerOf(text, "date")} ${name}`).slice(1)
				.map((n) => n.padStart(2, "0")).join("/");
			const title = headerOf(text, "title");
			const page = pages.find((f) => f.startsWith(
				`/blog/${day}/`) &&
				titleOf(out, f) === letters(title));
			assert.ok(page, `${name}: no page of ${day} ${title}`);
			const want = targets(markdown.render(body(text)));
			const got = targets(article(readFileSync(
				join(out, page), "utf8")));
			files++;
			links += want.size;
			for (const target of want)
				if (!got.has(target) && !isDead(target))
					lost.push(`${name}: ${target}`);
		}
		t.diagnostic(`${links} targets in ${files} issues, ` +
			`${lost.length} lost`);
		assert.ok(links > 50 * files, `only ${links} targets`);
		assert.deepEqual(lost, []);
	});
});
