// Deadlines of a small newsletter: page, feed and calendar say the same, and
// are not there if nobody wants them.  Needs no browser.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync,
	writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, test } from "node:test";
import { missing, program } from "./site.mjs";

const sections = `sections:
  - {id: help, title: Help, kind: participation}
  - {id: comments, title: Comments, kind: decisions}
`;

// Builds issues, {day: Markdown}; gives a reader of the built files.
function build(issues, settings = sections) {
	const folder = mkdtempSync(join(tmpdir(), "sennight-deadlines-"));
	try {
		mkdirSync(join(folder, "content"));
		writeFileSync(join(folder, "sennight.yaml"),
			"name: Harbour Letter\naddress: " +
			"https://harbour.example/letter/\n" + settings);
		for (const [day, body] of Object.entries(issues))
			writeFileSync(join(folder, "content", day + "-h.md"),
				`Title: Letter of ${day}\nDate: ${day}\n\n` +
				body + "\n");
		execFileSync(program, ["-C", folder, "build"],
			{ stdio: ["ignore", "ignore", "pipe"] });
		const files = ["deadlines/index.html", "deadlines/feed.xml",
			"deadlines.ics", "index.html", "sitemap.xml"];
		return files.map((f) => existsSync(join(folder, "public", f)) ?
			readFileSync(join(folder, "public", f), "utf8")
				.replace(/\r\n[ \t]/g, "") : undefined);
	} finally {
		rmSync(folder, { recursive: true });
	}
}

const all = (text, pattern) => [...text.matchAll(pattern)].map((m) => m[1]);

describe("deadlines", { skip: missing({ browser: false }) }, () => {
	test("what is open, by day, once each", () => {
		const [page, feed, calendar, home, map] = build({
			"2026-11-11": "## Help\n\n* [Pier - paint]" +
				"(https://pier.example/1) until 2026-11-20\n" +
				"* [Pier - over](https://pier.example/2) until " +
				"2026-11-24\n",
			"2026-11-25": "## Comments\n\n* [A <lamp>, & more]" +
				"(https://pier.example/3), closes 2026-11-25\n\n" +
				"## Help\n\n* [Pier - paint it](https://www." +
				"pier.example/1/) until 2026-12-03\n",
		});
		assert.deepEqual(all(page, /<h2>(.*?)<\/h2>/g),
			["23 to 29 November 2026",
				"30 November to 6 December 2026"]);
		assert.deepEqual(all(page, /<li id="d-.*?">(.*?)<\/a>/g), [
			"<a href=\"https://pier.example/3\">A &lt;lamp&gt;, " +
				"&amp; more",
			"<a href=\"https://www.pier.example/1/\">Pier - paint it",
		]);
		assert.deepEqual(all(page, /first printed in <a href="(.*?)"/g),
			["/letter/issues/letter-of-2026-11-25/#comments",
				"/letter/issues/letter-of-2026-11-11/#help"]);
		assert.deepEqual(all(feed, /^ {2}<title>(.*?)<\/title>/gm), [
			"Closes 25 November 2026: A &lt;lamp&gt;, &amp; more",
			"Closes 3 December 2026: Pier - paint it"]);
		assert.deepEqual(all(calendar, /^DTSTART.*:(\d+)/gm),
			["20261125", "20261203"]);
		assert.deepEqual(all(calendar, /^DTEND.*:(\d+)/gm),
			["20261126", "20261204"]);
		// It was put off once.
		assert.deepEqual(all(calendar, /^SEQUENCE:(.*?)\r/gm), ["1"]);
		const ids = all(page, /<li id="(d-.*?)"/g);
		assert.deepEqual(all(calendar, /^UID:(.*?)@harbour.example\r/gm),
			ids);
		assert.deepEqual(all(feed, /^ {2}<id>.*#(.*?)</gm), ids);
		assert.match(home, /href="\/letter\/deadlines\/">Deadlines</);
		assert.match(map, /letter\/deadlines\/</);
	});

	test("an entry stays the same when it is put off", () => {
		const first = { "2026-11-18": "## Help\n\n* [Pier]" +
			"(https://pier.example/1) until 2026-11-30\n" };
		const before = build(first), after = build({ ...first,
			"2026-11-25": "## Help\n\n* [The pier]" +
				"(https://pier.example/1) until 2026-12-30\n" });
		for (const pattern of [/^UID:(.*)\r/gm, /^ {2}<id>(.*?)</gm])
			assert.deepEqual(all(before.join("\n"), pattern),
				all(after.join("\n"), pattern));
	});

	test("nothing is open", () => {
		for (const issues of [{}, { "2026-11-25": "## Help\n\n* [Pier]" +
			"(https://pier.example/1) until 2026-11-24\n" }]) {
			const [page, feed, calendar] = build(issues);
			assert.match(page, /Nothing with a last day is open/);
			assert.match(feed, /<updated>/);
			assert.doesNotMatch(feed, /<entry>/);
			assert.doesNotMatch(calendar, /VEVENT/);
		}
	});

	test("not wanted, or not needed, there is no such page", () => {
		for (const settings of [
			sections + "deadlines: {page: no}\n",
			"sections: [{id: links, title: Links, kind: items}]\n"]) {
			const [page, feed, calendar, home, map] = build(
				{ "2026-11-25": "Hello." }, settings);
			assert.deepEqual([page, feed, calendar],
				[undefined, undefined, undefined]);
			assert.doesNotMatch(home + map, /deadlines/i);
		}
	});

	test("another title", () => {
		const [page, feed, calendar, home] = build({ "2026-11-25": "" },
			sections + "deadlines: {title: Until when}\n");
		assert.match(page, /<h1>Until when<\/h1>/);
		assert.match(feed, /<title>Harbour Letter: Until when</);
		assert.match(calendar, /NAME:Harbour Letter: Until when\r/);
		assert.match(home, />Until when</);
	});
});
