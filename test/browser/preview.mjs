// The real program, asked over real sockets: what it serves, what it refuses,
// and that a preview follows the files and shows what is wrong with them.
//
//	node preview.mjs SENNIGHT EXAMPLE
import { spawn, spawnSync } from "node:child_process";
import { appendFileSync, cpSync, existsSync, mkdirSync, mkdtempSync,
	readFileSync, readdirSync, renameSync, rmSync, symlinkSync,
	writeFileSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { once } from "node:events";
import assert from "node:assert/strict";

const [program, example] = process.argv.slice(2);
const world = mkdtempSync(join(tmpdir(), "preview-"));
const running = new Set();
process.on("exit", () => {
	for (const child of running)
		child.kill("SIGKILL");
	rmSync(world, { recursive: true });
});
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

function newsletter(name) {
	const folder = join(world, name);

	cpSync(example, folder, { recursive: true,
		filter: (path) => !/\/(public|var)$/.test(path) });
	return folder;
}

const within = (ms, promise, what) => {
	let timer;
	const late = new Promise((_, reject) => {
		timer = setTimeout(() => reject(new Error(`too late: ${what}`)), ms);
	});
	return Promise.race([promise, late]).finally(() => clearTimeout(timer));
};

// Start `sennight serve`; resolves when it has printed its address.
async function serve(folder, ...options) {
	const child = spawn(program, ["-C", folder, "serve", "--listen",
		"127.0.0.1:0", ...options]);
	const server = { child, log: "" };

	running.add(child);
	child.stderr.on("data", (data) => { server.log += data; });
	server.ended = once(child, "exit").then(([code, signal]) => {
		running.delete(child);
		return signal ?? code;
	});
	const [line] = await within(20000, Promise.race([
		once(child.stdout, "data"),
		server.ended.then((code) => { throw new Error(
			`ended with ${code}: ${server.log}`); }),
	]), "the address");
	server.url = String(line).trim();
	server.port = Number(new URL(server.url).port);
	server.stop = async (signal = "SIGINT") => {
		child.kill(signal);
		return within(5000, server.ended, "the end");
	};
	server.get = (path, init) => fetch(new URL(path, server.url),
		{ redirect: "manual", ...init });
	return server;
}

// The stream of events; next() is the next state.
async function listen(server) {
	const abort = new AbortController();
	const response = await server.get("/-/events", { signal: abort.signal });
	const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
	let text = "";

	assert.match(response.headers.get("content-type"), /^text\/event-stream/);
	return {
		close: () => abort.abort(),
		async next(what = "an event") {
			for (;;) {
				const end = text.indexOf("\n\n");

				if (end < 0) {
					const { value, done } = await within(
						20000, reader.read(), what);
					assert.ok(!done, "the stream ended");
					text += value;
					continue;
				}
				const event = text.slice(0, end);
				text = text.slice(end + 2);
				if (event.startsWith("data: "))
					return JSON.parse(event.slice(6));
			}
		},
	};
}

// Send bytes as they are; resolves with all that comes back until the end.
async function raw(server, bytes) {
	const socket = connect(server.port, "127.0.0.1");
	let text = "";

	socket.on("data", (data) => { text += data; });
	socket.on("error", () => {});
	socket.write(bytes);
	await within(8000, once(socket, "close"), JSON.stringify(bytes));
	return text;
}

const status = (text) => Number(/^HTTP\/1\.[01] (\d{3})/.exec(text)?.[1] ?? 0);
const newest = (folder) => {
	const content = join(folder, "content");
	return join(content, readdirSync(content)
		.filter((name) => name.endsWith(".md")).sort().at(-1));
};
const say = (path, text) =>
	appendFileSync(path, `\n\n## Announcements\n\n- [${text}](https://x.example/)\n`);

const site = newsletter("site");
const plain = await serve(site);

await test("builds a site that is not built yet", () => {
	assert.match(plain.log, /files written/);
	assert.ok(existsSync(join(site, "public/index.html")));
});

await test("pages have type, length and careful headers", async () => {
	const types = { "/": "text/html", "/style.css": "text/css",
		"/atom.xml": "application/atom+xml", "/rss.xml": "application/rss+xml",
		"/feed.json": "application/feed+json", "/site.js": "text/javascript",
		"/favicon.svg": "image/svg+xml" };

	for (const [path, type] of Object.entries(types)) {
		const response = await plain.get(path);
		const body = Buffer.from(await response.arrayBuffer());
		const h = response.headers;

		assert.equal(response.status, 200, path);
		assert.equal(h.get("content-type"), `${type}; charset=utf-8`);
		assert.equal(Number(h.get("content-length")), body.length);
		assert.equal(h.get("x-content-type-options"), "nosniff");
		assert.equal(h.get("referrer-policy"), "no-referrer");
		assert.equal(h.get("cache-control"), "no-cache");
		assert.match(h.get("content-security-policy"), /default-src '(self|none)'/);
		assert.doesNotMatch(String(body), /\/-\/reload/);
	}
});

await test("HEAD is GET without the body", async () => {
	const [get, head] = [await plain.get("/"),
		await plain.get("/", { method: "HEAD" })];
	const length = Number(head.headers.get("content-length"));

	assert.equal(head.status, 200);
	assert.equal(length, (await get.arrayBuffer()).byteLength);
	assert.equal((await head.arrayBuffer()).byteLength, 0);
});

await test("only GET and HEAD", async () => {
	for (const method of ["POST", "PUT", "DELETE", "OPTIONS", "PATCH"]) {
		const response = await plain.get("/", { method,
			body: method === "POST" ? "a=b" : undefined });

		assert.equal(response.status, 405, method);
		assert.equal(response.headers.get("allow"), "GET, HEAD");
	}
});

await test("what the browser has is not sent again", async () => {
	const first = await plain.get("/");
	const tag = first.headers.get("etag");
	const date = first.headers.get("last-modified");
	const ask = async (headers) => (await plain.get("/", { headers })).status;

	await first.arrayBuffer();
	assert.equal(await ask({ "if-none-match": tag }), 304);
	assert.equal(await ask({ "if-none-match": `"x", W/${tag}` }), 304);
	assert.equal(await ask({ "if-none-match": '"x"' }), 200);
	assert.equal(await ask({ "if-modified-since": date }), 304);
	assert.equal(await ask({ "if-none-match": '"x"',
		"if-modified-since": date }), 200);
	assert.equal(await ask({ "if-modified-since":
		"Sun, 06 Nov 1994 08:49:37 GMT" }), 200);
});

await test("folders have a slash, and what is not there the site's page", async () => {
	const response = await plain.get("/search?q=a%20b");
	const missing = await plain.get("/none/");

	assert.equal(response.status, 301);
	assert.equal(response.headers.get("location"), "/search/?q=a%20b");
	assert.equal((await plain.get("/search/")).status, 200);
	assert.equal(missing.status, 404);
	assert.match(await missing.text(), /There is no page at this address/);
});

await test("no path leads out of the site", async () => {
	symlinkSync("../../sennight.yaml", join(site, "public/link.yaml"));
	for (const path of ["/../sennight.yaml", "/%2e%2e/sennight.yaml",
		"/..%2fsennight.yaml", "/.sennight-manifest", "//etc/passwd",
		"/link.yaml", "/..%5csennight.yaml", "/a/../../sennight.yaml"]) {
		const text = await raw(plain,
			`GET ${path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`);

		assert.equal(status(text), 404, path);
		assert.doesNotMatch(text, /preset: neutral|root:/);
	}
	rmSync(join(site, "public/link.yaml"));
});

await test("requests of doubtful length or form are refused", async () => {
	const cases = [
		["GET / HTTP/1.1\r\n\r\n", 400],
		["GET /%00 HTTP/1.1\r\nHost: x\r\n\r\n", 400],
		["GET / HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n", 400],
		["POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\n" +
			"Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400],
		["POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\n" +
			"Content-Length: 5\r\n\r\nabcde", 400],
		["GET / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n" +
			"0\r\n\r\n", 400],
		["GET / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding:\r\n" +
			" chunked\r\n\r\n0\r\n\r\n", 400],
		["GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n 5" +
			"\r\n\r\nabcde", 400],
		["GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc", 400],
		["GET / HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n", 400],
		[`GET /${"a".repeat(9000)} HTTP/1.1\r\nHost: x\r\n\r\n`, 414],
		[`GET / HTTP/1.1\r\nHost: x\r\nX: ${"a".repeat(40000)}\r\n\r\n`, 431],
		["GET http://x/search HTTP/1.1\r\nHost: x\r\n" +
			"Connection: close\r\n\r\n", 301],
	];

	for (const [bytes, wanted] of cases)
		assert.equal(status(await raw(plain, bytes)), wanted,
			JSON.stringify(bytes.slice(0, 90)));
});

await test("SIGTERM ends it, with 0", async () => {
	assert.equal(await plain.stop("SIGTERM"), 0);
});

await test("an address with a path is served below it", async () => {
	const folder = newsletter("below");
	const path = join(folder, "sennight.yaml");

	writeFileSync(path, readFileSync(path, "utf8").replace(
		/^address:.*/m, "address: https://x.example/news/"));
	const server = await serve(folder);
	const top = await server.get("/");

	assert.equal(top.status, 302);
	assert.equal(top.headers.get("location"), "/news/");
	assert.equal((await server.get("/news")).headers.get("location"), "/news/");
	assert.equal((await server.get("/news/")).status, 200);
	assert.equal((await server.get("/style.css")).status, 404);
	assert.equal(await server.stop(), 0);
});

await test("a port that is taken is an error that says so", async () => {
	const first = await serve(site);
	const second = spawnSync(program, ["-C", site, "serve", "--listen",
		`127.0.0.1:${first.port}`], { encoding: "utf8" });

	assert.equal(second.status, 2);
	assert.match(second.stderr, /another program has this port.*--listen/);
	assert.equal(await first.stop(), 0);
});

const folder = newsletter("preview");
const preview = await serve(folder, "--preview");
const page = async (path = "/") => (await preview.get(path)).text();

await test("a preview has drafts and its script, the site has neither", async () => {
	const response = await preview.get("/");

	assert.equal(response.headers.get("cache-control"), "no-store");
	assert.match(response.headers.get("server-timing"), /^site;desc="\w+\.1"$/);
	assert.match(await response.text(), /<script src="\/-\/reload.js" defer>/);
	assert.match(await page("/-/reload.js"), /new EventSource/);
	assert.equal(existsSync(join(folder, "public")), false);
});

await test("another name for this machine is refused", async () => {
	const ask = async (host) => status(await raw(preview,
		`GET / HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`));

	assert.equal(await ask("evil.example"), 421);
	assert.equal(await ask(`localhost:${preview.port}`), 200);
	assert.equal(await ask("[::1]:80"), 200);
});

let events = await listen(preview);
await test("each way to save a file is noticed", async () => {
	const file = newest(folder);
	const ways = {
		written: () => say(file, "Told once"),
		renamed: () => {
			writeFileSync(`${file}~`, readFileSync(file));
			say(`${file}~`, "Told twice");
			renameSync(`${file}~`, file);
		},
		"in a new folder": () => {
			mkdirSync(join(folder, "theme"));
			writeFileSync(join(folder, "theme/footer.html"),
				"<footer>Told thrice</footer>");
		},
		"in that folder": () => writeFileSync(
			join(folder, "theme/footer.html"), "<footer>Told four</footer>"),
		removed: () => rmSync(join(folder, "theme"), { recursive: true }),
	};
	const shows = { written: "Told once", renamed: "Told twice",
		"in a new folder": "Told thrice", "in that folder": "Told four",
		removed: "Told twice" };
	let last = (await events.next()).site;

	for (const [way, change] of Object.entries(ways)) {
		const started = performance.now();
		let state;

		change();
		do
			state = await events.next(way);
		while (!(await page()).includes(shows[way]));
		console.log(`# ${way}: ${(performance.now() - started).toFixed()} ms`);
		assert.equal(state.error, null);
		assert.notEqual(state.site, last);
		last = state.site;
	}
	assert.doesNotMatch(await page(), /Told four/);
});

await test("a mistake is shown over the last good site, until it is gone", async () => {
	const cases = [
		["theme/footer.html", "<footer>{{ nothing }}</footer>", /footer\.html:1/],
		["theme/home.html", "{% for i in %}", /home\.html:1/],
		["theme/home.html", "{% for i in range(99999) %}{% for j in " +
			"range(99999) %}{% endfor %}{% endfor %}", /./],
		["sennight.yaml", "name: [", /sennight\.yaml:/],
	];

	for (const [name, text, wanted] of cases) {
		const path = join(folder, name);
		const before = existsSync(path) ? readFileSync(path) : null;
		const good = await page();
		let state;

		mkdirSync(join(folder, "theme"), { recursive: true });
		writeFileSync(path, text);
		do
			state = await events.next(`the error of ${text}`);
		while (state.error === null);
		assert.match(state.error, wanted);
		// The pages hear of it before the terminal does.
		while (!wanted.test(preview.log))
			await within(5000, once(preview.child.stderr, "data"),
				"the error on the terminal");
		assert.equal(await page(), good);
		if (before === null)
			rmSync(path);
		else
			writeFileSync(path, before);
		do
			state = await events.next(`the end of ${text}`);
		while (state.error !== null);
		assert.equal(await page(), good);
	}
});

await test("two previews of one newsletter do not meet", async () => {
	const other = await serve(folder, "--preview");

	for (let i = 0; i < 5; i++) {
		say(newest(folder), `Told to both, ${i}`);
		assert.equal((await events.next("both")).error, null);
		while (!(await (await other.get("/")).text()).includes(
			`Told to both, ${i}`))
			await new Promise((resolve) => { setTimeout(resolve, 20); });
	}
	assert.doesNotMatch(other.log, /not built/);
	assert.equal(await other.stop(), 0);
});

await test("SIGINT ends a preview that is listened to, with 0", async () => {
	assert.equal(await preview.stop("SIGINT"), 0);
	events.close();
});

await test("where nothing was ever built, the error is the page", async () => {
	const broken = newsletter("broken");
	const path = join(broken, "sennight.yaml");
	const good = readFileSync(path);

	writeFileSync(path, "name: <b>\ncolour: red\n");
	const server = await serve(broken, "--preview");
	const response = await server.get("/any/");
	const text = await response.text();

	assert.equal(response.status, 500);
	assert.match(text, /sennight\.yaml:\d+:\d+/);
	assert.match(text, /<script src="\/-\/reload.js" defer>/);
	assert.doesNotMatch(text, /<b>/);
	events = await listen(server);
	const failed = await events.next();
	writeFileSync(path, good);
	const fixed = await events.next();

	assert.match(failed.site, /\.0$/);
	assert.match(fixed.site, /\.1$/);
	assert.equal(fixed.error, null);
	assert.equal((await server.get("/")).status, 200);
	events.close();
	assert.equal(await server.stop(), 0);
});

console.log(`1..${tests}`);
