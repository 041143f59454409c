// The life of a reader over real sockets, against the real program: what each
// page answers, what each mail holds, and what is refused.
//
//	node readers.mjs SENNIGHT EXAMPLE
import { spawn, spawnSync } from "node:child_process";
import { appendFileSync, cpSync, mkdtempSync, readFileSync, readdirSync,
	rmSync, writeFileSync } from "node:fs";
import { connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { once } from "node:events";
import assert from "node:assert/strict";
import { address, link, mail, mails, pause, serveReaders, withoutReaders }
	from "./reader.mjs";

const [program, example] = process.argv.slice(2);
const world = mkdtempSync(join(tmpdir(), "readers-"));
process.on("exit", () => rmSync(world, { recursive: true }));
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

const serve = (name, settings, way, options) => serveReaders(program, example,
	world, name, settings, way, options);

async function page(response, status, pattern) {
	const text = await response.text();

	assert.equal(response.status, status, text);
	assert.match(text, pattern);
	return text;
}

async function subscribe(server, who, count = 1) {
	await page(await server.post("/subscribe/", { address: who }), 200,
		/Look into your mail/);
	return link(await mail(server, "confirm", count), "confirm");
}

async function raw(server, bytes) {
	const socket = connect(server.port, "127.0.0.1");
	let text = "";

	socket.on("data", (data) => { text += data; });
	socket.on("error", () => {});
	socket.write(bytes);
	await Promise.race([once(socket, "close"), pause(8000)]);
	return text;
}
const status = (text) => Number(/^HTTP\/1\.[01] (\d{3})/.exec(text)?.[1] ?? 0);

const server = await serve("life", "  per_address: 100\n  per_network: 10000\n");
let confirm, preferences, unsubscribe;

await test("the form is a page of the site, and careful", async () => {
	const answer = await server.get("/subscribe/");
	const text = await page(answer, 200, /<form class="form" method="post"/);

	assert.match(answer.headers.get("content-security-policy"),
		/default-src 'none'.*frame-ancestors 'none'/);
	assert.equal(answer.headers.get("set-cookie"), null);
	assert.equal(answer.headers.get("x-content-type-options"), "nosniff");
	assert.equal(answer.headers.get("referrer-policy"), "no-referrer");
	assert.doesNotMatch(text, /(src|action)="https?:/);
});

await test("wrong addresses are explained, and shown as they were typed",
	async () => {
	for (const [typed, why] of [["", /there is no address/], ["ada", /no @/],
		["<script>alert(1)</script>@x", /&lt;script&gt;/],
		["a@b@c@", /no mail address/], ["a\r\nBcc: x@y@z.example", /no mail/],
		["x".repeat(400) + "@example.org", /no mail address/]]) {
		const text = await page(await server.post("/subscribe/",
			{ address: typed }), 422, why);

		assert.doesNotMatch(text, /<script>alert/);
	}
	await page(await server.post("/subscribe/", {}), 400, /not complete/);
	await page(await server.get("/subscribe/", { method: "POST",
		body: new URLSearchParams("address=a@x.example&address=b@x.example") }),
		400, /not complete/);
	assert.deepEqual(mails(server), []);
});

await test("a mail with a link comes, without any text of the reader's",
	async () => {
	confirm = await subscribe(server, "Ada.Lovelace@EXAMPLE.org");
	const text = await mail(server, "confirm");

	assert.match(text, /^To: <Ada\.Lovelace@example\.org>\r$/m);
	assert.match(text, /^Subject: Confirm your subscription/m);
	assert.doesNotMatch(text, /Unsubscribe/i);
	assert.ok(text.split("\n").every((line) => line.length < 999));
});

await test("GET of every link changes nothing", async () => {
	for (let i = 0; i < 3; i++) {
		await page(await server.get(confirm), 200, /Yes, subscribe me/);
		await server.get(confirm, { method: "HEAD" });
	}
	assert.equal(mails(server).length, 1);
});

await test("the button confirms, once", async () => {
	const two = await Promise.all([server.post(confirm), server.post(confirm)]);
	const texts = await Promise.all(two.map((answer) => answer.text()));

	assert.deepEqual(two.map((answer) => answer.status), [200, 200]);
	assert.deepEqual(texts.map((text) => /<h1>(.*?)<\/h1>/.exec(text)[1])
		.sort(), ["Already confirmed", "Welcome"]);
	const text = await mail(server, "welcome");
	await pause(100);
	assert.equal(mails(server).filter((n) => n.includes("welcome")).length, 1);
	assert.match(text, /^List-Unsubscribe-Post: List-Unsubscribe=One-Click\r$/m);
	assert.match(text, /^List-Unsubscribe:\s+<https:/m);
	assert.match(text, new RegExp(`${address}issues/`));
	preferences = link(text, "preferences");
	unsubscribe = link(text, "unsubscribe");
	await page(await server.get(confirm), 200, /used before/);
});

await test("a known address gets the same answer, and another mail", async () => {
	const known = await (await server.post("/subscribe/",
		{ address: "ada.lovelace@example.org" })).text();
	const unknown = await (await server.post("/subscribe/",
		{ address: "nobody@example.org" })).text();

	assert.equal(known, unknown);
	assert.match(await mail(server, "known"), /on the list already/);
});

await test("preferences are kept as they were chosen", async () => {
	const fields = new URLSearchParams([["section", "projects"],
		["section", "quote"], ["section", "no-such"], ["region", "x' OR 1"],
		["countries", "Austria, nz,AT"], ["format", "text"],
		["language", "pt-BR"], ["pause", "14"], ["unknown", "field"]]);
	const text = await page(await server.get(preferences,
		{ method: "POST", body: fields }), 200, /Saved/);

	for (const pattern of [/value="projects" checked/, /value="quote" checked/,
		/value="community">/, /value="AT, NZ"/, /value="text" checked/,
		/value="pt-BR"/, /paused until \d{4}-\d\d-\d\d/])
		assert.match(text, pattern);
	assert.equal((text.match(/checked/g) ?? []).length, 3);
	const later = await page(await server.get(preferences), 200,
		/value="quote" checked/);
	assert.doesNotMatch(later, /Saved/);
	assert.match(later, /confirmed on \d{4}/);
	await page(await server.post(preferences, { pause: "0" }), 200,
		/value="html" checked/);
});

await test("the preferences show what they make of a mail", async () => {
	const mails = async (fields) => {
		const body = new URLSearchParams(fields);
		const text = await page(await server.get(preferences,
			{ method: "POST", body }), 200, /What that makes of a mail/);
		const part = text.slice(text.indexOf("What that makes"),
			text.indexOf("Why do I get this"));

		return { part, answer: await server.get(preferences + "/mail") };
	};
	const all = await mails([["format", "html"]]);
	const whole = await page(all.answer, 200, /Unsubscribe/i);

	assert.doesNotMatch(all.part, /Left out/);
	assert.match(all.answer.headers.get("content-security-policy"),
		/default-src 'none'.*sandbox/);
	assert.ok(whole.includes(new URL(unsubscribe, address).pathname));
	const some = await mails([["section", "quote"], ["format", "html"]]);
	assert.match(some.part, /Left out/);
	assert.ok((await some.answer.text()).length < whole.length);
	const plain = await mails([["format", "text"]]);
	assert.match(plain.answer.headers.get("content-type"), /^text\/plain/);
	assert.doesNotMatch(await plain.answer.text(), /<p>/);
	await page(await server.get(preferences + "x/mail"), 404, /not complete/);
});

await test("wrong preferences are explained and not kept", async () => {
	await page(await server.post(preferences, { countries: "Atlantis" }), 422,
		/One of the countries is not known.*value="Atlantis"/s);
	await page(await server.post(preferences, { language: "\"><script>" }),
		422, /A language is a tag/);
});

await test("a link for one thing does nothing else", async () => {
	const tokens = { confirm, preferences, unsubscribe };

	for (const [name, path] of Object.entries(tokens))
		for (const other of ["confirm", "preferences", "unsubscribe", "data"]) {
			const wrong = path.replace(`/${name}/`, `/${other}/`);

			if (wrong !== path) {
				await page(await server.get(wrong), 404,
					/does not work/);
				if (other !== "data")
					await page(await server.post(wrong), 404,
						/does not work/);
			}
		}
	for (const end of ["x", "", "A".repeat(60), "%00",
		preferences.slice(13, -1), preferences.slice(13) + "A"]) {
		const answer = await server.get("/preferences/" + end);
		assert.equal(answer.status, 404, end);
		await answer.text();
	}
});

await test("all that is held: by another link, as a page and a file",
	async () => {
	await page(await server.post(preferences + "/data"), 200, /on its way/);
	const data = link(await mail(server, "data"), "data");
	await page(await server.get(data), 200, /<td>confirmed<\/td>/);
	const answer = await server.get(data + "/export");
	const held = await answer.json();

	assert.match(answer.headers.get("content-disposition"), /^attachment/);
	assert.equal(held.address, "Ada.Lovelace@example.org");
	assert.equal(held.consents[0].what, "subscribed");
	assert.equal(held.consents[0].network, "127.0.0.0/24");
	assert.equal(held.consents[0].text_version, "1");
});

await test("unsubscribe: a page, a button, and one click from a mail program",
	async () => {
	await page(await server.get(unsubscribe), 200, /no more mails/);
	await page(await server.get(preferences), 200, /Save/);
	// As RFC 8058 has it, and as multipart, which it also allows.
	await page(await server.get(unsubscribe, { method: "POST",
		body: "List-Unsubscribe=One-Click", headers: { "Content-Type":
		"application/x-www-form-urlencoded" } }), 200, /off the list/);
	const body = new FormData();
	body.set("List-Unsubscribe", "One-Click");
	await page(await server.get(unsubscribe, { method: "POST", body }), 200,
		/off the list/);
	await page(await server.get(preferences), 200, /off the list/);
	await page(await server.get(confirm), 410, /left the list since/);
	await page(await server.post(confirm), 410, /left the list since/);
});

await test("back again, and erased", async () => {
	const again = await subscribe(server, "ada.lovelace@example.org", 3);

	await page(await server.post(again), 200, /Welcome/);
	await page(await server.post("/subscribe/link",
		{ address: "ada.lovelace@example.org" }), 200, /on its way/);
	const mine = link(await mail(server, "link"), "preferences");
	await server.post(mine + "/data");
	const data = link(await mail(server, "data", 2), "data");
	assert.equal((await server.get(data + "/erase")).status, 405);
	await page(await server.post(data + "/erase", { keep_out: "yes" }), 200,
		/is erased.*hash/s);
	for (const path of [data, mine, again, unsubscribe])
		await page(await server.get(path), 404, /does not work/);
	const files = readdirSync(join(server.folder, "var")).filter(
		(name) => name.startsWith("store.db"));
	for (const name of files)
		if (!name.endsWith("-wal"))
			assert.ok(!readFileSync(join(server.folder, "var", name))
				.includes("lovelace"), name);
});

await test("a link to settings is sent only to who has some", async () => {
	const before = mails(server).length;

	await page(await server.post("/subscribe/link",
		{ address: "stranger@example.org" }), 200, /If this address/);
	await pause(200);
	assert.equal(mails(server).length, before);
});

await test("who complained gets no mail from a form, whoever asks", async () => {
	const cross = "cross@example.org", count = mails(server).length;
	const run = (...args) => spawnSync(program, ["-C", server.folder,
		"subscribers", ...args], { encoding: "utf8" });

	writeFileSync(join(world, "list.csv"),
		`email,type\n${cross},complained\n`);
	assert.match(run("import", join(world, "list.csv"), "--from",
		"buttondown").stdout, /never be written to/);
	for (const path of ["/subscribe/", "/subscribe/link"])
		await page(await server.post(path, { address: cross }), 200,
			/Look into your mail/);
	await server.post("/subscribe/", { address: "other@example.org" });
	await mail(server, "confirm", 1);
	await pause(300);
	assert.equal(mails(server).length, count + 1);
	assert.equal(run("erase", "--yes", "--forget", cross).status, 1);
	await server.post("/subscribe/", { address: cross });
	await pause(300);
	assert.equal(mails(server).length, count + 2);
});

await test("a form elsewhere works without cookies", async () => {
	await page(await server.get("/subscribe/form"), 200,
		/action=&quot;https:\/\/averted-vision\.example\.org\/subscribe\/&quot;|action="https/);
	await page(await server.post("/subscribe/",
		{ address: "elsewhere@example.org" },
		{ Origin: "https://other.example", Referer: "https://other.example/" }),
		200, /Look into your mail/);
});

await test("addresses of the whole world", async () => {
	const to = (pattern) => mails(server).some((name) => pattern.test(
		readFileSync(join(server.folder, "var/mail", name), "utf8")));

	for (const [who, pattern] of [
		["用户@例子.广告", /^To: <用户@xn--fsqu00a\.xn--4rr70v>\r$/m],
		["\"odd one\"@example.org", /^To: <"odd one"@example\.org>\r$/m]]) {
		await page(await server.post("/subscribe/", { address: who }), 200,
			/Look into/);
		for (let tries = 0; !to(pattern) && tries < 100; tries++)
			await pause(20);
		assert.ok(to(pattern), who);
	}
});

await test("what can be read in two ways is refused", async () => {
	const head = "POST /subscribe/ HTTP/1.1\r\nHost: x\r\n" +
		"Content-Type: application/x-www-form-urlencoded\r\n";
	const body = "address=sly@example.org";
	const length = `Content-Length: ${body.length}\r\n`;

	for (const [more, want, what] of [
		[`${length}${length}\r\n${body}`, 400, "two lengths"],
		[`${length}Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n`, 400, "both"],
		["Transfer-Encoding: chunked\r\n\r\n17\r\n" + body + "\r\n0\r\n\r\n",
			400, "chunks"],
		[`Content-Length: 2\r\n 3\r\n\r\n${body}`, 400, "a folded length"],
		[`${length}Transfer-Encoding:\r\n chunked\r\n\r\n${body}`, 400,
			"a folded coding"],
		[`Content-Length : ${body.length}\r\n\r\n${body}`, 400, "a blank"],
		[`Content-Length: +5\r\n\r\n${body}`, 400, "a sign"],
		["Content-Length: 99999999\r\n\r\n", 413, "a long body"],
		["\r\n", 411, "no length"],
		[`Host: y\r\n${length}\r\n${body}`, 400, "two hosts"],
	])
		assert.equal(status(await raw(server, head + more)), want, what);
	assert.equal(status(await raw(server, head.replace(/x-www.*/, "json") +
		`${length}\r\n${body}`)), 415);
	assert.equal(status(await raw(server,
		`GET /subscribe/ HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc`)),
		400);
	assert.equal(status(await raw(server, head.replace("POST", "PUT") +
		length + "\r\n" + body)), 405);
});

await test("nothing hides behind a body", async () => {
	const text = await raw(server, "POST /subscribe/ HTTP/1.1\r\nHost: x\r\n" +
		"Content-Type: application/x-www-form-urlencoded\r\n" +
		"Content-Length: 3\r\n\r\na=bGET /healthz HTTP/1.1\r\nHost: x\r\n\r\n");

	assert.equal(text.split("HTTP/1.1 ").length, 2);
	assert.match(text, /^Connection: close\r$/mi);
});

await test("/healthz and /metrics", async () => {
	assert.equal(await (await server.get("/healthz")).text(), "ok\n");
	const text = await (await server.get("/metrics")).text();

	assert.match(text, /^sennight_readers_total\{what="confirmed"\} 2$/m);
	assert.match(text, /^sennight_readers_total\{what="erased"\} 1$/m);
	assert.match(text, /^sennight_outbox 0$/m);
	for (const line of text.trim().split("\n"))
		assert.match(line, /^(# (HELP|TYPE) .+|sennight_\w+(\{[^}]*\})? [\d.]+)$/);
});

await test("the log has no address, no token and no query", async () => {
	await server.get("/issues/?secret=yes");
	await pause(1200);
	assert.match(server.out, /Z - GET \/issues\/ 200 /);
	assert.match(server.out, /Z - POST \/confirm\/\? 200 /);
	assert.doesNotMatch(server.out + server.log, /secret|@|lovelace/i);
	for (const path of [confirm, preferences, unsubscribe])
		assert.ok(!server.out.includes(path.split("/")[2]));
	assert.doesNotMatch(server.out.split("\n").slice(1).join("\n"),
		/127\.0\.0\.1/);
});

await test("a request that runs is answered before the end", async () => {
	const socket = connect(server.port, "127.0.0.1");
	let text = "";

	socket.on("data", (data) => { text += data; });
	socket.on("error", () => {});
	socket.write("POST /subscribe/ HTTP/1.1\r\nHost: x\r\n" +
		"Content-Type: application/x-www-form-urlencoded\r\n" +
		"Content-Length: 24\r\n\r\naddress=late@");
	await pause(200);
	const ended = server.stop();
	await pause(300);
	socket.write("example.org");
	await once(socket, "close");
	assert.equal(status(text), 200);
	assert.equal(await ended, 0);
});

await test("what waits in the outbox is sent by the next process", async () => {
	const next = await serve("life");

	await mail(next, "confirm");
	for (let i = 0; i < 100 && !mails(next).some((name) => readFileSync(
		join(next.folder, "var/mail", name)).includes("late@")); i++)
		await pause(20);
	assert.ok(mails(next).some((name) => readFileSync(
		join(next.folder, "var/mail", name)).includes("late@")));
	assert.equal(await next.stop(), 0);
});

await test("limits: for an address in silence, for a network said", async () => {
	const strict = await serve("limits",
		"  per_address: 2\n  per_network: 6\n  network: none\n");

	for (let i = 0; i < 4; i++)
		await page(await strict.post("/subscribe/",
			{ address: "often@example.org" }), 200, /Look into your mail/);
	await mail(strict, "confirm", 2);
	await pause(200);
	assert.equal(mails(strict).length, 2);
	await strict.post("/subscribe/", { address: "b@example.org" });
	await strict.post("/subscribe/", { address: "c@example.org" });
	await page(await strict.post("/subscribe/",
		{ address: "d@example.org" }), 429, /Too many/);
	// Who claims to come from elsewhere does not.
	await page(await strict.post("/subscribe/", { address: "d@example.org" },
		{ "X-Forwarded-For": "203.0.113.5" }), 429, /Too many/);
	await strict.stop();
});

await test("limits count networks behind a proxy", async () => {
	const behind = await serve("proxy",
		"  per_network: 1\n  behind_proxy: yes\n  per_domain: 3\n");
	const ask = async (who, from) => (await behind.post("/subscribe/",
		{ address: who }, { "X-Forwarded-For": from })).status;

	assert.equal(await ask("a@example.org", "203.0.113.5"), 200);
	assert.equal(await ask("b@example.org", "203.0.113.77"), 429);
	assert.equal(await ask("b@example.org", "1.2.3.4, 198.51.100.1"), 200);
	assert.equal(await ask("c@example.org", "2001:db8::1"), 200);
	assert.equal(await ask("d@example.org", "192.0.2.1"), 429);
	assert.equal(await ask("d@example.net", "192.0.3.1"), 200);
	await behind.stop();
});

await test("a new issue shows in the pages of a server that runs", async () => {
	const fresh = await serve("fresh");
	const content = join(fresh.folder, "content");
	const newest = readdirSync(content).filter((n) => n.endsWith(".md"))
		.sort().at(-1);
	const text = readFileSync(join(content, newest), "utf8")
		.replace(/^Title: .*/m, "Title: The Newest of All")
		.replace(/^Date: .*/m, "Date: 2031-02-03")
		.replace(/^Number: .*/m, "Number: 9999")
		.replace(/^(Slug: .*)/m, "$1-newest");

	writeFileSync(join(content, "2031-02-03-newest.md"), text);
	const built = spawnSync(program, ["-C", fresh.folder, "build"]);
	assert.equal(built.status, 0, String(built.stderr));
	await pause(2500);
	const confirm = await subscribe(fresh, "late@example.org");
	await page(await fresh.post(confirm), 200, /The Newest of All/);
	await page(await fresh.get("/"), 200, /The Newest of All/);
	assert.equal(fresh.log.replace(/^public: .*/, "").trim(), "");
	await fresh.stop();
});

await test("a socket that was handed on is used", async () => {
	const folder = join(world, "fresh");
	const server = spawn("python3", ["-c", `
import os, socket, sys
s = socket.socket()
s.bind(("127.0.0.1", 0))
s.listen(16)
os.dup2(s.fileno(), 3)
os.set_inheritable(3, True)
os.environ["LISTEN_FDS"] = "1"
os.environ["LISTEN_PID"] = str(os.getpid())
print(s.getsockname()[1], flush=True)
os.execv(sys.argv[1], sys.argv[1:])
`, program, "-C", folder, "serve"], { stdio: ["ignore", "pipe", "inherit"] });
	let out = "";
	server.stdout.on("data", (data) => { out += data; });
	for (let i = 0; i < 200 && !out.includes("http"); i++)
		await pause(20);
	const [port, url] = out.trim().split("\n");
	assert.equal(url, `http://127.0.0.1:${port}/`);
	assert.equal((await fetch(url + "healthz")).status, 200);
	server.kill();
	assert.equal((await once(server, "exit"))[0], 0);
});

if (process.env.SENNIGHT_STORE)
	await test("a server of the database that was away", async () => {
		const away = await serve("away", "  per_network: 1000\n");
		const sql = (text) => spawnSync("psql", ["-q",
			process.env.SENNIGHT_STORE, "-c", text]);

		await subscribe(away, "before@example.org");
		sql("ALTER DATABASE away ALLOW_CONNECTIONS false");
		sql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity " +
			"WHERE datname = 'away'");
		await page(await away.post("/subscribe/",
			{ address: "during@example.org" }), 503, /try again/);
		await page(await away.get("/subscribe/"), 200, /<form/);
		sql("ALTER DATABASE away ALLOW_CONNECTIONS true");
		await subscribe(away, "after@example.org", 2);
		assert.equal(await away.stop(), 0);
	});

// A mail server of few words: `reply` gives its answer to a line, or undefined
// for the usual one.
async function mailServer(reply) {
	const got = { mails: [], connections: 0 };
	const server = createServer((socket) => {
		let text = "", data = null;
		const say = (line) => socket.write(line + "\r\n");

		got.connections++;
		socket.on("error", () => {});
		socket.on("data", (bytes) => {
			text += bytes;
			for (let end; (end = text.indexOf("\r\n")) >= 0;) {
				const line = text.slice(0, end);

				text = text.slice(end + 2);
				if (data !== null && line !== ".") {
					data.push(line.replace(/^\.\./, "."));
					continue;
				}
				if (data !== null)
					got.mails.push(data.join("\n"));
				data = null;
				const answer = reply(line) ?? (/^EHLO/.test(line) ?
					"250-me\r\n250 8BITMIME" : line === "DATA" ?
					"354 go on" : line === "QUIT" ? "221 bye" :
					"250 fine");
				say(answer);
				if (answer.startsWith("354"))
					data = [];
			}
		});
		say("220 me");
	}).listen(0, "127.0.0.1");

	await once(server, "listening");
	got.way = `smtp://127.0.0.1:${server.address().port}`;
	got.close = () => server.close();
	return got;
}

const metric = async (from, name) => Number(new RegExp(
	`^sennight_${name} (\\d+)$`.replace(/[{}"]/g, "\\$&"), "m").exec(
	await (await from.get("/metrics")).text())?.[1]);
async function reaches(from, name, wanted) {
	for (let tries = 0; tries < 150; tries++) {
		if (await metric(from, name) === wanted)
			return;
		await pause(20);
	}
	assert.equal(await metric(from, name), wanted, name);
}

await test("mail goes to a mail server, and what it says counts", async () => {
	const sink = await mailServer((line) =>
		/^RCPT.*later@/.test(line) ? "451 4.7.1 greylisted" :
		/^RCPT.*never@/.test(line) ? "550 5.1.1 no such user" : undefined);
	const by = await serve("smtp", "  per_network: 1000\n", sink.way);

	for (const who of ["ada", "later", "never", "bob"])
		await by.post("/subscribe/", { address: `${who}@example.org` });
	await reaches(by, 'mails_total{what="sent"}', 2);
	await reaches(by, 'mails_total{what="delayed"}', 1);
	await reaches(by, 'mails_total{what="given_up"}', 1);
	assert.equal(await by.stop(), 0);
	assert.deepEqual(sink.mails.map((m) => /^To: <(.*)>/m.exec(m)[1]).sort(),
		["ada@example.org", "bob@example.org"]);
	assert.match(sink.mails[0], /\/confirm\/[\w-]{40}/);
	assert.doesNotMatch(by.log, /@/);
	sink.close();
});

await test("a mail server that is away delays the mails", async () => {
	const sink = await mailServer(() => undefined);
	const way = sink.way;

	sink.close();
	const by = await serve("smtp-away", "  per_network: 1000\n", way);
	await by.post("/subscribe/", { address: "ada@example.org" });
	await reaches(by, 'mails_total{what="delayed"}', 1);
	await reaches(by, "outbox", 1);
	assert.equal(await by.stop(), 0);
});

await test("--try leads all links here, and sends nothing", async () => {
	const sink = await mailServer(() => undefined);
	const by = await serve("try", "", sink.way, ["--try"]);

	await by.post("/subscribe/", { address: "ada@example.org" });
	const text = await mail(by, "confirm", 1);
	const found = /http:\S+/.exec(text)?.[0] ?? "";
	assert.ok(found.startsWith(`${by.url}confirm/`), text);
	await page(await fetch(found), 200, /Yes, subscribe me/);
	assert.equal(await by.stop(), 0);
	assert.equal(sink.mails.length, 0);
	sink.close();
});

await test("settings that cannot work are explained", async () => {
	for (const [from, way, want] of [["nobody", "var/mail", /mail: from/],
		["a@b.example", "ftp://x", /smtp:/], ["a@b.example", "", /mail: way/]]) {
		const folder = join(world, `bad-${tests}-${way.length}-${from.length}`);

		cpSync(example, folder, { recursive: true });
		appendFileSync(withoutReaders(folder),
			`\nmail:\n  from: "${from}"\n  way: "${way}"\n` +
			"subscribe:\n  open: yes\n");
		const child = spawn(program, ["-C", folder, "serve", "--listen",
			"127.0.0.1:0"]);
		let said = "";
		child.stderr.on("data", (data) => { said += data; });
		const [code] = await once(child, "exit");
		assert.equal(code, 2);
		assert.match(said, want);
	}
});

console.log(`1..${tests}`);
// Servers of tests that failed may still run.
process.exit();
