// What can be said of the built files without a browser: their markup, where
// their links lead, their colours, feeds and calendars.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import { addressOf, buildArchive, buildExample, decode, fileOf, filesOf,
	missing, samplesOfArchive } from "./site.mjs";

const skip = missing({ browser: false });
const skipArchive = missing({ browser: false, archive: true });
const text = (folder, file) => readFileSync(join(folder, file), "utf8");

// The values of an attribute; comments and scripts hold none.
const values = (html, name) => [...html.replace(/<!--.*?-->/gs, "")
	.replace(/(<script[^>]*>).*?<\/script>/gs, "$1")
	.matchAll(new RegExp(`<[^>]*?\\s${name}="([^"]*)"`, "g"))]
	.map((m) => decode(m[1]));

// -- html -------------------------------------------------------------------

async function validate(folder, files) {
	const { HtmlValidate } = await import("html-validate");
	const check = new HtmlValidate({
		extends: ["html-validate:recommended"] });
	const found = [];
	for (const file of files) {
		const report = await check.validateString(text(folder, file));
		for (const m of report.results.flatMap((r) => r.messages))
			found.push(`${file}:${m.line}:${m.column} ` +
				`${m.ruleId}: ${m.message}`);
	}
	return found;
}

// Links and ids of all pages of a site that lead nowhere or stand twice.
function broken(folder, ignore = () => false) {
	const ids = new Map(), found = [];
	for (const file of filesOf(folder, ".html")) {
		const list = values(text(folder, file), "id");
		ids.set(join(folder, file), new Set(list));
		list.filter((id, i) => list.indexOf(id) !== i).forEach(
			(id) => found.push(`${file}: id ${id} stands twice`));
	}
	for (const file of filesOf(folder, ".html")) {
		const html = text(folder, file);
		for (const link of [...values(html, "href"),
			...values(html, "src")]) {
			const base = "http://here" + addressOf(file);
			if (!URL.canParse(link, base))
				continue;
			const url = new URL(link, base);
			if (url.host !== "here" || ignore(link))
				continue;
			const to = fileOf(folder, url.pathname);
			const id = decodeURIComponent(url.hash.slice(1));
			if (!to)
				found.push(`${file}: ${link} leads nowhere`);
			else if (id && !ids.get(to)?.has(id))
				found.push(`${file}: ${link}: no such id`);
		}
	}
	return found;
}

// -- colours ----------------------------------------------------------------

function luminance(hex) {
	const [r, g, b] = [1, 3, 5].map((i) => parseInt(hex.slice(i, i + 2), 16)
		/ 255).map((c) => c <= .04045 ? c / 12.92 :
		((c + .055) / 1.055) ** 2.4);
	return .2126 * r + .7152 * g + .0722 * b;
}

function contrast(a, b) {
	const [x, y] = [luminance(a), luminance(b)].sort((p, q) => q - p);
	return (x + .05) / (y + .05);
}

function colours(css) {
	const found = {};
	for (const m of css.matchAll(
		/--([\w-]+):\s*light-dark\((#\w{6}),\s*(#\w{6})\)/g))
		found[m[1]] = [m[2], m[3]];
	return found;
}

function weak(folder) {
	const colour = colours(text(folder, "/style.css")), found = [];
	assert.ok(colour.ink && colour.paper && colour.seen);
	for (const name of ["ink", "muted", "seen", "accent", "good", "bad"])
		for (const ground of ["paper", "tint"])
			[0, 1].forEach((scheme) => {
				const ratio = contrast(colour[name][scheme],
					colour[ground][scheme]);
				if (ratio < (name === "ink" ? 7 : 4.5))
					found.push(`${name} on ${ground} ` +
						`${scheme}: ${ratio.toFixed(2)}`);
			});
	return found;
}

test("contrast is computed as it should be", () => {
	assert.equal(contrast("#000000", "#ffffff"), 21);
	assert.ok(Math.abs(contrast("#777777", "#ffffff") - 4.478) < .01);
});

// -- feeds and calendars ------------------------------------------------------

const elements = (xml, name) => [...xml.matchAll(
	new RegExp(`<${name}[ >].*?</${name}>`, "gs"))].map((m) => m[0]);

// Links in the html of entries that need a page around them.
const relative = (html) => [...values(html, "href"), ...values(html, "src")]
	.filter((url) => !/^[a-z][a-z0-9+.-]*:/i.test(url));

function checkXmlFeed(folder, file, entry, body) {
	const xml = text(folder, file);
	const entries = elements(xml, entry);
	assert.ok(!/[\0-\x08\x0b\x0c\x0e-\x1f]/.test(xml), file);
	for (const e of entries)
		for (const b of elements(e, body)) {
			const inner = b.replace(/^<[^>]*>|<\/[^>]*>$/g, "");
			assert.deepEqual(relative(decode(inner)), [], file);
		}
	return entries.length;
}

function checkJsonFeed(folder, file) {
	const feed = JSON.parse(text(folder, file));
	assert.equal(feed.version, "https://jsonfeed.org/version/1.1");
	for (const item of feed.items) {
		assert.ok(item.id && item.content_html, file);
		assert.ok(URL.canParse(item.url), file);
		assert.deepEqual(relative(item.content_html), [], file);
	}
	return feed.items.length;
}

function checkFeeds(folder) {
	for (const file of filesOf(folder, "atom.xml")) {
		const count = checkXmlFeed(folder, file, "entry", "content");
		const base = file.slice(0, -"atom.xml".length);
		assert.equal(checkXmlFeed(folder, base + "rss.xml", "item",
			"(?:content:encoded|description)"), count, base);
		assert.equal(checkJsonFeed(folder, base + "feed.json"), count,
			base);
		assert.ok(count > 0 && count <= 20, `${file}: ${count}`);
	}
}

// The properties of the events of a calendar, unfolded.
function readCalendar(raw) {
	assert.ok(!/[^\r]\n/.test(raw), "lines end in CRLF");
	for (const line of raw.split("\r\n"))
		assert.ok(Buffer.byteLength(line) <= 75, line);
	const lines = raw.replace(/\r\n[ \t]/g, "").split("\r\n");
	const events = [];
	for (const line of lines) {
		const m = /^([A-Z-]+)((?:;[^:]*)?):(.*)$/.exec(line);
		if (line === "BEGIN:VEVENT")
			events.push({});
		else if (m && events.length)
			events.at(-1)[m[1]] = { params: m[2], value: m[3] };
	}
	return events;
}

const dayAfter = (day) => new Date(Date.UTC(+day.slice(0, 4),
	day.slice(4, 6) - 1, +day.slice(6, 8) + 1)).toISOString()
	.slice(0, 10).replaceAll("-", "");

// The first and last day of every complete event of the events page, by the
// calendar that it links to.
function daysOfPage(folder) {
	const html = text(folder, "/events/index.html");
	const days = new Map();
	for (const li of html.matchAll(/<li id="[^"]*"[^>]*>.*?<\/li>/gs)) {
		const times = values(li[0], "datetime");
		const ics = values(li[0], "href").find((h) => /\.ics$/.test(h));
		if (ics)
			days.set(ics, [times[0], times.at(-1)]);
	}
	return days;
}

function checkCalendars(folder) {
	const days = daysOfPage(folder);
	assert.ok(days.size > 0);
	for (const [file, [first, last]] of days) {
		const events = readCalendar(text(folder, file));
		assert.equal(events.length, 1, file);
		const { DTSTART, DTEND, SUMMARY, UID, DTSTAMP } = events[0];
		assert.ok(SUMMARY?.value && UID?.value && DTSTAMP?.value, file);
		assert.equal(DTSTART.value.slice(0, 8),
			first.replaceAll("-", ""), file);
		if (DTSTART.params === ";VALUE=DATE")
			assert.equal(DTEND.value,
				dayAfter(last.replaceAll("-", "")), file);
		else if (DTEND)
			assert.ok(DTEND.value > DTSTART.value, file);
	}
	for (const file of filesOf(folder, ".ics")) {
		const events = readCalendar(text(folder, file));
		const uids = events.map((e) => e.UID.value);
		assert.equal(new Set(uids).size, uids.length, file);
	}
}

// -- the sites ----------------------------------------------------------------

function suite(name, skip, build, choose, ignore) {
	describe(name, { skip }, () => {
		const out = skip ? "" : build();

		test("html-validate finds nothing", async () =>
			assert.deepEqual(await validate(out, choose(out)), []));
		test("every link inside leads somewhere, ids stand once",
			() => assert.deepEqual(broken(out, ignore), []));
		test("contrast of the style sheet",
			() => assert.deepEqual(weak(out), []));
		test("feeds agree and have absolute links",
			() => checkFeeds(out));
		test("calendars say the days of the page",
			() => checkCalendars(out));
	});
}

// What `sennight serve` makes when it is asked for has no file.
suite("example", skip, buildExample, (out) => filesOf(out, ".html"),
	(link) => /^\/(subscribe|submit|vote)\/$/.test(link));
// Authors forgot placeholders and schemes; the links of ours start with / or #.
suite("archive", skipArchive, () => buildArchive().out,
	(out) => samplesOfArchive(out).map((a) => fileOf(out, a)
		.slice(out.length)), (link) => !/^[/#]/.test(link));
