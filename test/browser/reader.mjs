// What the tests of the readers' pages share: the real program with a newsletter
// that readers can subscribe to, and the mails that it puts into a folder.
import { execFileSync, spawn } from "node:child_process";
import { appendFileSync, cpSync, existsSync, readFileSync, readdirSync,
	writeFileSync } from "node:fs";
import { join } from "node:path";
import { once } from "node:events";
import assert from "node:assert/strict";

const running = new Set();
process.on("exit", () => {
	for (const child of running)
		child.kill("SIGKILL");
});

export const address = "https://averted-vision.example.org/";

// A line of settings for a database of its own where there is a PostgreSQL
// server for the tests (test/store/with-postgres); else SQLite's file.
function database(name) {
	const all = process.env.SENNIGHT_STORE;

	if (!all)
		return "";
	execFileSync("psql", ["-q", all, "-c", `CREATE DATABASE "${name}"`]);
	return `database: "${all.replace("/postgres?", `/${name}?`)}"\n`;
}

// The settings of the example as they are without pages for readers.
export function withoutReaders(folder) {
	const path = join(folder, "sennight.yaml");

	writeFileSync(path, readFileSync(path, "utf8").replace(
		/^# What `sennight serve` has for readers[^]*/m, ""));
	return path;
}

// Start `sennight serve` for the example with readers' pages, in WORLD/NAME;
// `settings` are lines below `subscribe:`, `way` is where mail goes, `options`
// are more of the command.
export async function serveReaders(program, example, world, name,
	settings = "", way = "var/mail", options = []) {
	const folder = join(world, name);

	if (!existsSync(folder)) {
		cpSync(example, folder, { recursive: true,
			filter: (path) => !/\/(public|var)$/.test(path) });
		const settings_file = withoutReaders(folder);

		appendFileSync(settings_file, `
mail:
  from: letter@averted-vision.example.org
  way: ${way}
subscribe:
  open: yes
${settings}${database(name)}`);
	}
	const child = spawn(program, ["-C", folder, "serve", "--log",
		"--listen", "127.0.0.1:0", ...options]);
	const server = { child, folder, log: "", out: "" };

	running.add(child);
	child.stderr.on("data", (data) => { server.log += data; });
	child.stdout.on("data", (data) => { server.out += data; });
	server.ended = once(child, "exit").then(([code, signal]) => {
		running.delete(child);
		return signal ?? code;
	});
	await Promise.race([once(child.stdout, "data"), server.ended.then(
		(code) => { throw new Error(`ended: ${code} ${server.log}`); })]);
	server.url = server.out.trim();
	server.port = Number(new URL(server.url).port);
	server.get = (path, init) => fetch(new URL(path, server.url),
		{ redirect: "manual", ...init });
	server.post = (path, fields = {}, headers = {}) => server.get(path,
		{ method: "POST", body: new URLSearchParams(fields), headers });
	server.stop = (signal = "SIGTERM") => {
		child.kill(signal);
		return server.ended;
	};
	return server;
}

export const mails = (server) => {
	const folder = join(server.folder, "var/mail");

	return existsSync(folder) ? readdirSync(folder).filter(
		(name) => name.endsWith(".eml")).sort() : [];
};
export const pause = (ms) => new Promise((done) => setTimeout(done, ms));

// The newest mail of a kind, once there are `count` of it.
export async function mail(server, kind, count = 1) {
	for (let tries = 0; tries < 750; tries++) {
		const found = mails(server).filter(
			(name) => name.endsWith(`-${kind}.eml`));

		if (found.length >= count)
			return readFileSync(join(server.folder, "var/mail",
				found.at(-1)), "utf8");
		await pause(20);
	}
	throw new Error(`no mail ${kind}; there is ${mails(server)}\n${server.log}`);
}

// The path of the link in a mail, or on a page, for one purpose.
export function link(text, purpose) {
	const found = new RegExp(`(?:${address}|["/])(${purpose}/[\\w-]+)`)
		.exec(text.replace(/=\r\n/g, ""));

	assert.ok(found, `no link to ${purpose} in ${text}`);
	return "/" + found[1];
}
