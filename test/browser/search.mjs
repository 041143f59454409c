// The query part of theme/search.js against an index that search-index made:
// what is found, in which order, and how many bytes the first result takes.
//
//	node search.mjs SEARCH_INDEX SEARCH_JS [DATA]
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, readdirSync, rmSync, existsSync }
	from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import assert from "node:assert/strict";

const [program, script, usual] = process.argv.slice(2);
const data = process.env.SENNIGHT_DATA ?? usual;
globalThis.eval(readFileSync(script, "utf8"));
const { makeSearch, words, lineLink } = globalThis.sennightSearch;
const folder = mkdtempSync(join(tmpdir(), "search-"));
process.on("exit", () => rmSync(folder, { recursive: true }));
let tests = 0;

async function test(name, run) {
	tests++;
	try {
		await run();
		console.log(`ok ${tests} - ${name}`);
	} catch (error) {
		console.log(`not ok ${tests} - ${name}`);
		console.log(String(error.stack).replace(/^/gm, "# "));
		process.exitCode = 1;
	}
}

function makeIndex(name, lines) {
	const path = join(folder, name);
	const run = spawnSync(program, [path], { input: lines.join("\n"),
		encoding: "utf8", maxBuffer: 1 << 28 });
	assert.equal(run.status, 0, run.stderr);
	console.log("# " + run.stdout.trim());
	return path;
}

// A search that counts what it loads, as gzip sends it.
function open(path) {
	const cost = { bytes: 0, files: 0 };
	const search = makeSearch(async (name) => {
		const text = readFileSync(join(path, name));
		cost.bytes += gzipSync(text, { level: 6 }).length;
		cost.files++;
		return text.toString();
	});
	return { search: search.search, cost };
}

async function run(path, query, count = 10) {
	const { search, cost } = open(path);
	const hits = [];
	let first;
	const total = await search(query).more(count, (hit) => {
		first ??= { ...cost };
		hits.push(hit);
	});
	return { hits, first: first ?? { ...cost }, total, all: cost,
		texts: hits.map((hit) => hit.text) };
}

// -- a small newsletter of our own ------------------------------------------

const small = makeIndex("small", [
	"I\tPaper 1\t/1/\t2020-01-01\t1",
	"T\tTools\ttools\tA kettle that writes letters\thttps://a.example/kettle",
	"T\tTools\ttools\tThe kettle of the year\thttps://a.example/year",
	"T\tFar away\tfar\tCafé Ångström opens in Łódź\thttps://b.example/",
	"T\tFar away\tfar\t茶壺を作る東京の人\thttps://c.example/",
	"T\tFar away\tfar\tЧайник и самовар\t",
	"I\tPaper 2\t/2/\t2020-01-08\t2",
	"T\tTools\ttools\tA kettle that writes letters\thttps://a.example/kettle",
	"T\tTools\ttools\tno_std kettles, and C++\thttps://a.example/std",
	"T\tKettle of the Week\tkettle\tThis time it is the blue one\t",
	"T\tKettle of the Week\tkettle\tThanks to all\t",
	"T\tOdd\todd\t<b>bold</b> &amp; \"quoted\"\tjavascript:alert(1)",
]);

const cases = [
	["kettle ", ["A kettle that writes letters",
		"This time it is the blue one", "The kettle of the year"]],
	["KETTLE that", ["A kettle that writes letters"]],
	["kett", ["A kettle that writes letters", "no_std kettles, and C++",
		"This time it is the blue one", "The kettle of the year"]],
	["kett* year", ["The kettle of the year"]],
	["kett year", []],
	["cafe angstrom ", ["Café Ångström opens in Łódź"]],
	["CAFÉ", ["Café Ångström opens in Łódź"]],
	["cafe\u0301 ", ["Café Ångström opens in Łódź"]],
	["東京", ["茶壺を作る東京の人"]],
	["京東", []],
	["самовар", ["Чайник и самовар"]],
	["no_std", ["no_std kettles, and C++"]],
	["std_no", []],
	["\"kettle of the year\"", ["The kettle of the year"]],
	["\"kettle of the week\"", ["This time it is the blue one"]],
	["\"year the kettle\"", []],
	["“the kettle”", ["The kettle of the year"]],
	["\"the kettle of the ye", ["The kettle of the year"]],
	["bold quoted ", ["<b>bold</b> &amp; \"quoted\""]],
	["paper ", ["Paper 2", "Paper 1"]],
	["nothinglikeit", []],
	["", []], ["***", []], ["\"", []], ["\"\" -", []],
];
for (const [query, want] of cases)
	await test(`small: ${query}`, async () => {
		const { texts, total } = await run(small, query);
		assert.deepEqual(texts, want);
		assert.equal(total.count, want.length);
	});

await test("a hit knows where it stands", async () => {
	const { hits } = await run(small, "letters");
	assert.deepEqual(hits[0], { text: "A kettle that writes letters",
		url: "https://a.example/kettle", title: "Paper 2",
		address: "/2/", date: "2020-01-08", section: "Tools",
		anchor: "tools", head: true });
});

await test("words are cut and folded", () => {
	const of = (text) => words(text).map((w) => w.word);
	assert.deepEqual(of("Ünï-CÖDE İ x\u0301 \u0301 ß 東京tower"),
		["uni", "code", "i", "x", "ß", "東", "京", "tower"]);
	assert.equal(of("x".repeat(99))[0].length, 32);
});

await test("links to printed lines are those of the program", () => {
	const table = readFileSync(new URL("../model/line_link.tsv",
		import.meta.url), "utf8").split("\n").filter(Boolean);
	for (const [text, link] of table.map((row) => row.split("\t")))
		assert.equal(lineLink("/2/#news", text), link);
	assert.ok(table.length > 30);
});

// -- a large one of made-up words, and the real one ---------------------------

function made() {
	let seed = 1;
	const random = () => (seed = seed * 48271 % 2147483647) / 2147483647;
	const word = () => "w" + Math.floor(20000 ** random()).toString(36);
	const lines = [];
	for (let issue = 1; issue <= 400; issue++) {
		const day = new Date(Date.UTC(2015, 0, 7 * issue));
		lines.push(`I\tPaper ${issue}\t/p/${issue}/\t` +
			`${day.toISOString().slice(0, 10)}\t${issue}`);
		for (let i = 0; i < 60; i++) {
			const text = Array.from({ length: 9 }, word).join(" ");
			lines.push(`T\tPart ${i >> 3}\tpart-${i >> 3}\t` +
				`${text}\thttps://x.example/${issue}/${i}`);
		}
	}
	return lines;
}

// All items of an index that a plain reading of the lines finds.
function expected(lines, want) {
	const found = [];
	for (const line of lines) {
		const [kind, , , text] = line.split("\t");
		const list = words(text ?? "").map((w) => w.word);
		if (kind === "T" && want(list))
			found.push(text);
	}
	return found.sort();
}

await test("large: every hit is found, newest first", async () => {
	const lines = made();
	const path = makeIndex("large", lines);
	for (const [query, want] of [
		["w1 ", (l) => l.includes("w1")],
		["w1 w2 w3 ", (l) => ["w1", "w2", "w3"].every(
			(w) => l.includes(w))],
		["\"w1 w1 w2\"", (l) => (" " + l.join(" ") + " ")
			.includes(" w1 w1 w2 ")],
		["w1 wzz*", (l) => l.includes("w1") &&
			l.some((w) => w.startsWith("wzz"))],
	]) {
		const { hits, texts, total } = await run(path, query, 1e6);
		assert.deepEqual(texts.sort(), expected(lines, want), query);
		assert.ok(total.exact && total.end);
		hits.reduce((a, b) => (assert.ok(a.date >= b.date), b));
	}
	const { first } = await run(path, "w1 ");
	assert.ok(first.bytes <= 40000, `${first.bytes}`);
});

// The list items and paragraphs of real issues, read roughly.
function readArchive(content) {
	const lines = [];
	const plain = (text) => text
		.replace(/!?\[((?:[^[\]]|\[[^\]]*\])*)\](\([^)]*\)|\[[^\]]*\])/g,
			"$1")
		.replace(/[*`]{1,3}/g, "").replace(/\s+/g, " ").trim();
	for (const name of readdirSync(content).sort()) {
		if (!/\.(md|markdown)$/.test(name))
			continue;
		const file = readFileSync(join(content, name), "utf8");
		const cut = file.indexOf("\n\n");
		const header = file.slice(0, cut);
		const body = file.slice(cut).replace(/<!--.*?-->/gs, "")
			.replace(/^\s*\[[^\]]+\]:.*$/gm, "");
		const title = /^title:\s*(.*)/im.exec(header)?.[1] ?? name;
		let heading = "", block = [];
		const end = () => {
			const text = block.join(" ");
			const url = /\]\((\S+?)\)/.exec(text)?.[1] ?? "";
			if (plain(text))
				lines.push(`T\t${heading}\t${heading
					.toLowerCase().replace(/\W+/g, "-")}\t` +
					`${plain(text)}\t${url}`);
			block = [];
		};
		lines.push(`I\t${title}\t/${name}/\t${name.slice(0, 10)}\t`);
		for (const line of body.split("\n")) {
			const start = /^\s*(?:[*+-]|\d+\.)\s+(.*)/.exec(line);
			const head = /^#+\s+(.*)/.exec(line);
			if (start || head || !line.trim())
				end();
			if (head)
				heading = plain(head[1]);
			else if (start || line.trim())
				block.push(start ? start[1] : line.trim());
		}
		end();
	}
	return lines;
}

const queries = ["rust ", "rust", "as", "a", "th", "co", "the of and ",
	"crate of the week", "\"crate of the week\"", "\"this week in rust\"",
	"\"what is the\"", "\"to be in the\"", "\"of the rust\"",
	"borrow checker", "async await tokio", "\"async await\"",
	"zola pelican", "uefi raytracer", "nalgebra sqlite", "wasm*",
	"memory safety in the linux kernel", "servo layout 2013",
	"zurich meetup", "zürich", "polonius", "no_std", "\"no longer\"",
	"rust the raytracer", "glium teepee", "unlikelyword", "東京",
	"\"is not the\"", "rust 2021 edition compiler error", "532"];

if (data && existsSync(join(data, "twir/content"))) {
	const lines = readArchive(join(data, "twir/content"));
	const path = makeIndex("archive", lines);
	for (const query of queries)
		await test(`archive: ${query}`, async () => {
			const { hits, first, total, all } =
				await run(path, query);
			console.log(`# ${first.bytes} bytes in ${first.files} ` +
				`files to the first of ${hits.length}, ` +
				`${total.exact ? "" : "about "}${total.count}; ` +
				`${all.bytes} in ${all.files} for all of them`);
			assert.ok(first.bytes <= 40000);
		});
} else {
	console.log("# skipped: the archive, there is no " +
		`${data ?? "DATA"}/twir/content`);
}
console.log(`1..${tests}`);
