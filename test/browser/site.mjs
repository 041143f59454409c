// What the browser tests share: sites that sennight builds into temporary
// folders, a server of static files for each, and Chromium.
import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync,
	statSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { dirname, extname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

export const root = resolve(dirname(fileURLToPath(import.meta.url)), "../..");
const chromium = "/usr/bin/chromium";
const data = process.env.SENNIGHT_DATA ?? join(root, "../shared/data");

// The newest of the programs that were built here.
function findProgram() {
	const found = [process.env.SENNIGHT,
		...readdirSync(root).map((name) => join(root, name, "sennight"))]
		.filter((path) => path && existsSync(path) &&
			statSync(path).isFile());
	return found.sort((a, b) => statSync(b).mtimeMs -
		statSync(a).mtimeMs)[0];
}
export const program = findProgram();

const folders = [];
process.on("exit", () => folders.forEach(
	(path) => rmSync(path, { recursive: true, force: true })));

function temporary() {
	folders.push(mkdtempSync(join(tmpdir(), "sennight-site-")));
	return folders.at(-1);
}

// Why these tests cannot run, or false.
export function missing({ browser = true, archive = false } = {}) {
	if (!program)
		return "sennight is not built";
	if (browser && !existsSync(chromium))
		return "chromium is not installed";
	if (!existsSync(join(root, "test/browser/node_modules")))
		return "the npm packages are missing; run ./setup --test";
	if (archive && !existsSync(join(data, "twir/content")))
		return `the archive, there is no ${data}/twir/content`;
	return false;
}

const run = (folder, ...args) => execFileSync(program,
	["-C", folder, ...args], { stdio: ["ignore", "ignore", "pipe"] });

export function buildExample() {
	const out = temporary();
	run(join(root, "example"), "build", "-o", out);
	return out;
}

// The archive is copied, since `init` writes settings beside it.
export function buildArchive() {
	const work = temporary(), out = temporary();
	cpSync(join(data, "twir"), work, { recursive: true });
	run(work, "init", "--preset", "twir");
	run(work, "build", "-o", out);
	return { out, content: join(work, "content") };
}

// The mails of some issues of a newsletter, in a folder.
export function buildMails(newsletter, issues) {
	const out = temporary();
	for (const issue of issues)
		run(newsletter, "build", "--mail", issue, "-o", out);
	return out;
}

export const filesOf = (folder, ending = "") =>
	readdirSync(folder, { recursive: true })
		.filter((name) => name.endsWith(ending) &&
			statSync(join(folder, name)).isFile())
		.map((name) => "/" + name).sort();

// The address at which a file is asked for.
export const addressOf = (file) => file.replace(/(^|\/)index\.html$/, "$1");

// The file of an address, or nothing: as a plain web server answers it.
export function fileOf(folder, address) {
	const path = join(folder, decodeURIComponent(address));
	if (!path.startsWith(folder) || !existsSync(path))
		return undefined;
	if (!statSync(path).isDirectory())
		return path;
	const index = join(path, "index.html");
	return existsSync(index) ? index : undefined;
}

const types = { ".html": "text/html; charset=utf-8", ".css": "text/css",
	".js": "text/javascript", ".svg": "image/svg+xml",
	".txt": "text/plain; charset=utf-8", ".png": "image/png" };

// Serves a folder; `wire` counts what would go over the wire with gzip.
export async function serve(folder) {
	const wire = [];
	const server = createServer((request, response) => {
		const path = new URL(request.url, "http://x").pathname;
		const file = fileOf(folder, path);
		const shown = file ?? join(folder, "404.html");
		const body = existsSync(shown) ? readFileSync(shown) : "";
		wire.push({ path, bytes: gzipSync(body, { level: 6 }).length });
		response.writeHead(file ? 200 : 404, { "content-type":
			types[extname(file ?? ".html")] ??
				"application/octet-stream" });
		response.end(body);
	});
	await new Promise((done) => server.listen(0, "127.0.0.1", done));
	const url = `http://127.0.0.1:${server.address().port}`;
	return { url, wire, close: () => server.close() };
}

export async function launch(...more) {
	const { chromium: driver } = await import("playwright-core");
	return driver.launch({ executablePath: chromium, args: ["--no-sandbox",
		"--disable-gpu", "--disable-quic", "--no-first-run",
		"--disable-background-networking",
		"--disable-component-update", "--disable-sync", ...more] });
}

// One page of every kind in the archive's site.
export function samplesOfArchive(out) {
	const all = filesOf(out, ".html").map(addressOf);
	const issues = all.filter((a) => /^\/blog\/\d{4}\//.test(a));
	const of = (year) => issues.find((a) => a.startsWith(`/blog/${year}/`));
	const first = (pattern) => all.find((a) => pattern.test(a));
	return [...new Set(["/", issues.at(-1), issues[0], of(2016), of(2019),
		of(2022), first(/archives/), first(/events/),
		first(/deadlines/),
		...all.filter((a) => /feature/.test(a)),
		first(/categor/), first(/search/), "/404.html",
		first(/privacy|pages\//)])].filter(Boolean);
}

// The text of an attribute.
export const decode = (value) => value.replace(/&(#x?[0-9a-f]+|\w+);/gi, (all, name) =>
	({ amp: "&", lt: "<", gt: ">", quot: "\"", apos: "'" })[name] ??
	(name[0] === "#" ? String.fromCodePoint(/^#x/i.test(name) ?
		parseInt(name.slice(2), 16) : +name.slice(1)) : all));
