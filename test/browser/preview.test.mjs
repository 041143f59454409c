// A preview in a real browser: a page follows the files, keeps its place, and
// shows what is wrong; the policy of the server lets the theme do its work.
import { spawn } from "node:child_process";
import { appendFileSync, cpSync, existsSync, mkdirSync, mkdtempSync,
	readdirSync, rmSync, writeFileSync } from "node:fs";
import { once } from "node:events";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { chromium } from "playwright-core";

const top = join(dirname(fileURLToPath(import.meta.url)), "../..");
const program = [process.env.SENNIGHT, join(top, "build-gcc/sennight"),
	join(top, "build/sennight")].find((path) => path && existsSync(path));
const folder = mkdtempSync(join(tmpdir(), "preview-"));
const complaints = [];
let server, browser, page, url;

async function start(listen) {
	server = spawn(program, ["-C", folder, "serve", "--preview", "--listen",
		listen], { stdio: ["ignore", "pipe", "ignore"] });
	[url] = await once(server.stdout, "data");
	url = String(url).trim();
}

async function stop() {
	server.kill("SIGINT");
	const [code] = await once(server, "exit");
	assert.equal(code, 0);
}

before(async () => {
	cpSync(join(top, "example"), folder, { recursive: true,
		filter: (path) => !/\/(public|var)$/.test(path) });
	await start("127.0.0.1:0");
	browser = await chromium.launch({ executablePath: "/usr/bin/chromium",
		args: ["--no-sandbox", "--disable-gpu"] });
	page = await browser.newPage({ viewport: { width: 900, height: 500 } });
	page.on("console", (message) => {
		if (message.type() === "error")
			complaints.push(message.text());
	});
	page.on("pageerror", (error) => complaints.push(String(error)));
});

after(async () => {
	await browser?.close();
	await stop();
	rmSync(folder, { recursive: true });
});

const newest = () => {
	const content = join(folder, "content");

	return join(content, readdirSync(content)
		.filter((name) => name.endsWith(".md")).sort().at(-1));
};

// Scrolls there, and again until no late picture moves the page any more.
async function scrollTo700() {
	await page.waitForFunction(() => {
		for (const image of document.images)
			image.loading = "eager";
		return [...document.images].every((image) => image.complete);
	});
	await page.waitForFunction(() => {
		const there = scrollY === 700;

		scrollTo({ top: 700, behavior: "instant" });
		return there;
	}, null, { polling: 100 });
}

test("a page loads again after a change, and keeps its place", async () => {
	await page.goto(url);
	await scrollTo700();
	await page.evaluate(() => { window.old = true; });
	// Pictures come later than everything else.
	await page.route("**/images/*", async (route) => {
		await new Promise((resolve) => { setTimeout(resolve, 600); });
		await route.continue();
	});
	appendFileSync(newest(), "\nA sentence that was not there.\n");
	await page.waitForFunction(() => !window.old &&
		document.body.textContent.includes("A sentence that was not there."));
	await page.waitForFunction(() => [...document.images].every(
		(image) => image.complete && image.naturalWidth > 0));
	await page.unroute("**/images/*");
	await page.waitForTimeout(50);
	assert.equal(await page.evaluate(() => scrollY), 700);
});

test("a change while a page is being loaded is not missed", async () => {
	const script = "**/-/reload.js";

	await page.route(script, async (route) => {
		appendFileSync(newest(), "\nA sentence from in between.\n");
		await new Promise((resolve) => { setTimeout(resolve, 500); });
		await route.continue();
	}, { times: 1 });
	await page.goto(url);
	await page.waitForFunction(() =>
		document.body.textContent.includes("A sentence from in between."));
});

test("a mistake shows over the page, as text, until it is gone", async () => {
	const path = join(folder, "theme/footer.html");

	mkdirSync(join(folder, "theme"));
	writeFileSync(path, "<footer>\n<img src=x onerror=alert(1)>{{ nope }}");
	const panel = page.locator("#sennight-error");
	await panel.waitFor();
	assert.match(await panel.textContent(),
		/theme\/footer\.html:2:\d+: .*nope[^]*<img src=x/);
	assert.equal(await panel.locator("img").count(), 0);
	writeFileSync(path, "<footer>A footer of our own</footer>");
	await page.getByText("A footer of our own").waitFor();
	assert.equal(await panel.count(), 0);
});

test("a page finds a server that was started again", async () => {
	const { host } = new URL(url);

	await stop();
	await page.evaluate(() => { window.old = true; });
	await start(host);
	await page.waitForFunction(() => !window.old);
	complaints.length = 0; /* of the time between */
});

test("what was never built is an error page, and then the site", async () => {
	const settings = join(folder, "sennight.yaml");

	await stop();
	cpSync(settings, `${settings}.good`);
	writeFileSync(settings, "name: [\n");
	await start("127.0.0.1:0");
	const response = await page.goto(url);
	assert.equal(response.status(), 500);
	await page.getByText(/sennight\.yaml:\d+/).waitFor();
	cpSync(`${settings}.good`, settings);
	await page.getByText("A footer of our own").waitFor();
	complaints.length = 0; /* the status 500 is one */
});

test("the policy stands in nothing's way", async () => {
	for (const path of ["", "search/", "events/", "archive/"]) {
		await page.goto(url + path);
		await page.waitForTimeout(200);
	}
	assert.deepEqual(complaints.filter((text) => !/404/.test(text)), []);
});
