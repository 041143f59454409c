/* Search without a server.  docs/search.md describes the files read here.
 * The first part knows no page: it is given a function that loads a file. */
(() => {
"use strict";

/* -- words: as src/build/search_words.h has them ------------------------- */

const LETTER = "\\p{L}\\p{Mn}\\p{Mc}\\p{N}";
const CJK = "\\u3040-\\u30ff\\u3400-\\u9fff\\uf900-\\ufaff\\u{20000}-\\u{3ffff}";
const WORD = new RegExp(
	`(?=[${LETTER}])[${CJK}]|(?:(?![${CJK}])[${LETTER}])+`, "gu");

function fold(word) {
	let out = "", letters = 0;
	for (const char of word) {
		const c = char.codePointAt(0);
		if ((c >= 0x300 && c <= 0x36f) || letters++ >= 32)
			continue;
		const latin = c >= 0xc0 && (c <= 0x24f ||
			(c >= 0x1e00 && c <= 0x1eff));
		out += (latin ? char.normalize("NFD")[0] : char).toLowerCase();
	}
	return out;
}

const words = (text) => Array.from(text.matchAll(WORD), (m) => ({
	word: fold(m[0]), from: m.index, to: m.index + m[0].length,
})).filter((w) => w.word);

/* Every clause must match: words that follow one another, the last one
 * perhaps only begun. */
function parse(query) {
	const text = query.normalize("NFC").replace(/[“”„]/g, '"');
	const clauses = [];
	for (const m of text.matchAll(/"([^"]*)("?)|[^\s"]+/g)) {
		const list = words(m[0]).map((w) => w.word);
		const open = m.index + m[0].length === text.length && !m[2] &&
			new RegExp(`[${LETTER}]$`, "u").test(text);
		if (list.length)
			clauses.push({ words: list,
				prefix: open || /\*"?$/.test(m[0]) });
	}
	return clauses;
}

/* The places [from, to) in a list of words where a clause matches. */
function places(list, { words, prefix }) {
	const last = words.length - 1, found = [];
	for (let i = 0; i + last < list.length; i++)
		if (words.every((w, k) => k === last && prefix ?
			list[i + k].word.startsWith(w) :
			list[i + k].word === w))
			found.push([list[i].from, list[i + last].to]);
	return found;
}

/* -- files ---------------------------------------------------------------- */

/* A reader of the numbers in a text from `at` on. */
function numbers(text, at = 0, count = Infinity) {
	const list = [];
	for (let head = 0; at < text.length && list.length < count; at++) {
		const digit = text.charCodeAt(at) - 33;
		if (digit >= 64) {
			head = head * 30 + digit - 63;
		} else {
			list.push(head * 64 + digit);
			head = 0;
		}
	}
	return { list, at };
}

function unshare(before, text) {
	const { list, at } = numbers(text, 0, 1);
	return before.slice(0, list[0]) + text.slice(at);
}

function readRoot(text) {
	const line = text.split("\n");
	if (line[0] !== "sennight-search 1")
		throw new Error("unknown search index");
	let start = 0, end = 0;
	return {
		folder: line[1] + "/",
		items: +line[2],
		chunks: numbers(line[3]).list.map((n) => start += n),
		common: new Set(line[4].split("\t")),
		tiers: line.slice(5).filter(Boolean).map((tier) => {
			const [stop, file, ...shards] = tier.split("\t");
			const start = end;
			end = +stop;
			return { start, end, file: +file, shards };
		}),
	};
}

function readWords(text) {
	let term = "";
	return text.split("\n").filter(Boolean).map((line) => {
		const [head, items, paired] = line.split("\t");
		return [term = unshare(term, head), items, paired === ""];
	});
}

function readItems(text) {
	let issue = [], section = ["", ""], url = "", head = false;
	const items = [];
	for (const line of text.split("\n")) {
		const kind = line[0], part = line.slice(1).split("\t");
		if (kind === "I")
			[issue, section] = [part, ["", ""]];
		else if (kind === "H" || kind === "S")
			[section, head] = [part, kind === "H"];
		if (kind !== "T")
			continue;
		if (part[1])
			url = unshare(url, part[1]);
		items.push({ text: part[0], url: part[1] ? url : "",
			title: issue[0], address: issue[1], date: issue[2],
			section: section[0], anchor: section[1], head });
		head = false;
	}
	return items;
}

/* By code points, as the files are sorted. */
function isAfter(a, b) {
	const x = [...a], y = [...b];
	const i = x.findIndex((c, k) => c !== y[k]);
	return i >= 0 && (y[i] === undefined ||
		x[i].codePointAt(0) > y[i].codePointAt(0));
}

/* -- searching ------------------------------------------------------------ */

function makeSearch(load) {
	const files = new Map();

	function file(path, read) {
		if (!files.has(path)) {
			const got = load(path).then(read);
			got.catch(() => files.delete(path));
			files.set(path, got);
		}
		return files.get(path);
	}
	const root = () => file("root.txt", readRoot);

	/* What to look up for a clause, with a rank: rare terms come first,
	 * since they may make the others needless. */
	function lookups({ words, prefix }, common) {
		const last = words.length - 1, list = [];
		words.forEach((term, i) => {
			const next = words[i + 1];
			const open = prefix && i === last;
			const short = open && term.length < 4;
			list.push({ term, open, rank: short ? 4 :
				common.has(term) ? 3 : open ? 1 : 0 });
			if (next && !(prefix && i + 1 === last))
				list.push({ term: term + " " + next,
					pair: [term, next],
					rank: common.has(term) &&
						common.has(next) ? 0 : 2 });
		});
		return list;
	}
	const cheaper = (a, b) =>
		a.rank - b.rank || b.term.length - a.term.length;

	/* Items of a tier that have a term, ascending.  Null: the start of a
	 * word is in so many files that looking at the texts of the items
	 * that are left is cheaper, since many have it. */
	async function find(r, tier, { term, open }, left, paired) {
		const { shards } = tier;
		let first = 0, last;
		while (first + 1 < shards.length &&
			!isAfter(shards[first + 1], term))
			first++;
		for (last = first; open && last + 1 < shards.length &&
			shards[last + 1].startsWith(term);)
			last++;
		const span = last - first + 1;
		if (left && span > 1 && (span > 2 * left.length ||
			span * span > shards.length / 4))
			return null;
		const names = [];
		for (let i = first; i <= last; i++)
			names.push(`${r.folder}w${tier.file + i}.txt`);
		const found = new Set();
		for (const shard of await Promise.all(
			names.map((name) => file(name, readWords))))
			for (const [word, items, flag] of shard) {
				if (word !== term && !(open &&
				    word.startsWith(term) &&
				    !word.includes(" ")))
					continue;
				let at = tier.start;
				for (const n of numbers(items).list)
					found.add((at += n + 1) - 1);
				if (flag)
					paired.add(word);
			}
		return [...found].sort((a, b) => a - b);
	}

	/* Items of a tier that may match; their texts decide. */
	async function candidates(r, tier, terms) {
		const paired = new Set(r.common), implied = new Set();
		let left = null;
		for (const t of terms) {
			if (left && left.length <= (t.rank > 1 ? 2 : 0))
				break;
			if (t.pair ? !t.pair.every((w) => paired.has(w)) :
				implied.has(t.term) && !t.open)
				continue;
			const list = await find(r, tier, t, left, paired);
			const has = new Set(list);
			if (list)
				left = left ? left.filter((n) => has.has(n)) :
					list;
			t.pair?.forEach((w) => implied.add(w));
		}
		return left;
	}

	async function item(r, n) {
		let i = r.chunks.length - 1;
		while (r.chunks[i] > n)
			i--;
		const items = await file(`${r.folder}i${i}.txt`, readItems);
		return items[n - r.chunks[i]];
	}

	function matches(it, clauses) {
		const text = words(it.text);
		const head = it.head ? words(it.section) : [];
		return clauses.every((c) => places(text, c).length ||
			places(head, c).length);
	}

	/* A search.  more(count, show) calls show(item) up to count times as
	 * items arrive, stops when show returns false, and says how many
	 * there are: {count, exact, end}. */
	function search(query) {
		const clauses = parse(query);
		let queue = [], tier = 0, shown = 0, r, terms;

		async function more(count, show) {
			r ??= await root();
			terms ??= clauses.flatMap(
				(c) => lookups(c, r.common)).sort(cheaper);
			while (count > 0 && terms.length) {
				if (!queue.length) {
					if (tier === r.tiers.length)
						break;
					queue = await candidates(
						r, r.tiers[tier], terms);
					tier++;
					continue;
				}
				const it = await item(r, queue[0]);
				queue.shift();
				if (!matches(it, clauses))
					continue;
				shown++;
				count--;
				if (show(it) === false)
					break;
			}
			return total();
		}

		function total() {
			const all = tier === r.tiers.length || !terms.length;
			const known = shown + queue.length;
			return {
				end: all && !queue.length,
				exact: all && !queue.length,
				count: all ? known : Math.round(
					known * r.items / r.tiers[tier - 1].end),
			};
		}
		return { clauses, more };
	}
	return { search, root };
}
/* -- links to a printed line: as src/base/url_text.c and line_link.c ------ */

const MONTHS = "JanFebMarAprMayJunJulAugSepOctNovDec";
const encode = (text) => encodeURIComponent(text).replace(/[-_.!~*'()]/g,
	(c) => "%" + c.charCodeAt(0).toString(16).toUpperCase());

/* What pages show in one piece, and the day before it. */
function shown(item) {
	const line = item.replace(
		/[ \t-\r\xa0\u2028\u2029\u3000\ufeff]+/g, " ").trim();
	const [, month, day, title] =
		/^\d{4}-(0[1-9]|1[0-2])-(\d\d) (.+)/.exec(line) ?? [];
	return {
		before: day && +day + " " + MONTHS.substr(3 * month - 3, 3),
		text: (title ?? line).replace(/^(\[[^\][(]{1,32}\] ?)+(?=.)/, "")
			.split(/ [·|] /)[0],
	};
}

/* A text, or of a long one the words at its ends; none if they are too long. */
function ends(text) {
	const parts = [...new Intl.Segmenter().segment(text)];
	const all = parts.length, stops = "、。，！？（）「」『』【】〈〉《》";
	let first, last;
	for (let i = 0; all > 60 && i < all - 1; i++) {
		const { segment, index } = parts[i], blank = segment === " ";
		if (!blank && !stops.includes(segment))
			continue;
		const left = blank ? i : i + 1, right = all - 1 - i;
		const next = parts[i + 1].index, end = blank ? index : next;
		if (!(first?.size >= 12) || left <= 30)
			first = { text: text.slice(0, end), size: left, end };
		if (!last || (last.size > 30 && right >= 12))
			last = { text: text.slice(next), size: right, next };
	}
	if (last?.next < first?.end)
		last = null;
	const found = [first ?? { text, size: all }, last].filter(Boolean);
	return found.every((end) => end.size <= 100) ?
		found.map((end) => encode(end.text)) : [];
}

/* The address of a section, leading to an item of it. */
function lineLink(address, item) {
	const { before, text } = shown(item);
	const list = new RegExp(`[${LETTER}]`, "u").test(text) ? ends(text) : [];
	if (!list.length)
		return address;
	if (before)
		list.unshift(encode(before) + "-");
	return address + (address.includes("#") ? "" : "#") + ":~:text=" + list;
}

/* -- the page ------------------------------------------------------------- */

function make(name, props, ...children) {
	const node = Object.assign(document.createElement(name), props);
	node.append(...children);
	return node;
}

/* A text with <mark> where clauses match; of a long one the part around the
 * first match. */
function marked(text, clauses) {
	const list = words(text), parts = [];
	const found = clauses.flatMap((c) => places(list, c))
		.sort((a, b) => a[0] - b[0] || b[1] - a[1]);
	let at = 0, end = text.length;
	if (end > 320 && found.length && found[0][0] > 120)
		at = text.lastIndexOf(" ", found[0][0] - 80) + 1;
	if (at)
		parts.push("… ");
	if (end - at > 320)
		end = Math.max(text.lastIndexOf(" ", at + 300), at + 200);
	for (const [from, to] of found) {
		if (from < at || to > end)
			continue;
		parts.push(text.slice(at, from),
			make("mark", { textContent: text.slice(from, to) }));
		at = to;
	}
	parts.push(text.slice(at, end));
	if (end < text.length)
		parts.push(" …");
	return parts;
}

function start() {
	const [form, input, results, status] = ["form", "input", "results",
		"status"].map((id) => document.getElementById("search-" + id));
	if (!form || !input || !results || !status)
		return;
	const index = form.dataset.index.replace(/\/*$/, "/");
	const home = new URL(form.dataset.root || "/", document.baseURI);
	const open = () => makeSearch(async (path) => {
		const got = await fetch(index + path, {
			cache: path === "root.txt" ? "no-cache" : "default" });
		if (!got.ok)
			throw new Error(`${path}: ${got.status}`);
		return got.text();
	});
	const button = make("button", { type: "button", hidden: true,
		id: "search-more" }, "Show more");
	let core = open(), turn = 0, timer;

	function show(hit, clauses) {
		const page = new URL(hit.address.replace(/^\/+/, ""), home).href;
		const section = page +
			(hit.anchor && "#" + encodeURIComponent(hit.anchor));
		const place = hit.text !== hit.title &&
			document.fragmentDirective && Intl.Segmenter ?
			lineLink(section, hit.text) : section;
		let href = place;
		try {
			const url = new URL(hit.url || place, page);
			if (/^(https?|mailto):$/.test(url.protocol))
				href = url.href;
		} catch { /* no address that can be followed */ }
		const where = make("p", { className: "search-where" });
		if (hit.section)
			where.append(make("a", { href: place },
				...marked(hit.section, clauses)), " · ");
		where.append(make("a", { href: page }, hit.title), " · ",
			make("time", { dateTime: hit.date }, hit.date));
		results.append(make("li", {}, make("a", { href,
			className: "search-item" }, ...marked(hit.text, clauses)),
			where));
	}

	function say({ count, exact, end }, query) {
		const n = exact ? count : Number(count.toPrecision(2));
		button.hidden = end;
		status.textContent = !query.trim() ? "" : n === 0 && exact ?
			`No results for “${query}”` :
			`${exact ? "" : "About "}${n.toLocaleString("en")} ` +
			(n === 1 ? "result" : "results");
	}

	/* Search for what stands in the input; a later turn ends this one. */
	function begin(retry) {
		const query = input.value, mine = ++turn;
		const search = core.search(query);
		let fresh = true;

		function clear() {
			if (fresh)
				results.replaceChildren();
			fresh = false;
		}
		async function more(count) {
			try {
				const total = await search.more(count, (hit) => {
					if (mine !== turn)
						return false;
					clear();
					show(hit, search.clauses);
				});
				if (mine !== turn)
					return;
				clear();
				say(total, query);
			} catch (error) {
				if (mine !== turn)
					return;
				core = open(); /* perhaps the site is newer */
				if (retry)
					return begin(false);
				status.textContent =
					`Search failed: ${error.message}`;
			}
		}
		button.onclick = async () => {
			const last = results.lastChild;
			await more(20);
			last.nextSibling?.querySelector("a").focus();
		};
		history.replaceState(null, "", query ?
			"?q=" + encodeURIComponent(query) : location.pathname);
		return more(10);
	}

	function step(event) {
		const move = { ArrowDown: 1, ArrowUp: -1 }[event.key];
		const list = [input, ...results.querySelectorAll(".search-item")];
		const next = list[list.indexOf(document.activeElement) + move];
		if (!move || !next || !list.includes(document.activeElement))
			return;
		event.preventDefault();
		next.focus();
	}

	results.after(button);
	status.setAttribute("aria-live", "polite");
	input.addEventListener("focus", () => core.root().catch(() => {}));
	input.addEventListener("input", () => {
		clearTimeout(timer);
		timer = setTimeout(begin, 150, true);
	});
	form.addEventListener("submit", (event) => {
		event.preventDefault();
		clearTimeout(timer);
		begin(true);
	});
	input.addEventListener("keydown", step);
	results.addEventListener("keydown", step);
	const asked = new URLSearchParams(location.search).get("q");
	if (asked) {
		input.value = asked;
		begin(true);
	}
}

if (typeof document === "undefined")
	globalThis.sennightSearch = { makeSearch, words, lineLink };
else
	start();
})();
