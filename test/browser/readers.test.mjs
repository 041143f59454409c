// The life of a reader in a real browser, without JavaScript: subscribe, read
// the mail, confirm, choose, leave; and how each of these pages looks.
import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { launch, missing, program, root } from "./site.mjs";
import { inEachLook, post } from "./page.mjs";
import { link, mail, serveReaders } from "./reader.mjs";

describe("a reader", { skip: missing() }, () => {
	const world = mkdtempSync(join(tmpdir(), "readers-"));
	const complaints = [];
	let server, browser, context, page, unsubscribe;

	before(async () => {
		server = await serveReaders(program, join(root, "example"), world,
			"news", "  per_network: 1000\n");
		browser = await launch();
		context = await browser.newContext({ javaScriptEnabled: false,
			viewport: { width: 390, height: 844 } });
		page = await context.newPage();
		page.on("console", (m) => m.type() === "error" &&
			complaints.push(m.text()));
	});
	after(async () => {
		await browser?.close();
		await server?.stop();
		rmSync(world, { recursive: true, force: true });
	});

	const go = (path) => page.goto(new URL(path, server.url).href);
	const heading = () => page.locator("main h1").innerText();
	const press = (name) => Promise.all([page.waitForNavigation(),
		page.getByRole("button", { name }).click()]);

	test("a slip is explained beside the field", async () => {
		await go("/subscribe/");
		await page.getByLabel("Your mail address").fill("ada at example");
		await press("Subscribe");
		assert.match(await page.getByRole("alert").innerText(), /no @/);
		assert.equal(await page.getByLabel("Your mail address")
			.inputValue(), "ada at example");
	});

	test("subscribe, and confirm with the link of the mail", async () => {
		await page.getByLabel("Your mail address").fill("ada@example.org");
		await press("Subscribe");
		assert.equal(await heading(), "Look into your mail");
		await go(link(await mail(server, "confirm"), "confirm"));
		assert.equal(await heading(), "Confirm your subscription");
		await press("Yes, subscribe me");
		assert.equal(await heading(), "Welcome");
		unsubscribe = link(await mail(server, "welcome"), "unsubscribe");
	});

	test("choose what to get", async () => {
		await Promise.all([page.waitForNavigation(), page.getByRole("link",
			{ name: "Choose what you get" }).click()]);
		await page.getByLabel("Field Notes").check();
		await page.getByLabel("Plain text").check();
		await page.getByLabel("Events only in these countries")
			.fill("nz, Austria");
		await page.getByLabel("Pause").selectOption({ label:
			"A month from today" });
		await press("Save");
		assert.equal(await page.getByRole("status").innerText(), "Saved.");
		assert.ok(await page.getByLabel("Field Notes").isChecked());
		assert.ok(!await page.getByLabel("Research").isChecked());
		assert.ok(await page.getByLabel("Plain text").isChecked());
		assert.equal(await page.getByLabel("Events only in these countries")
			.inputValue(), "AT, NZ");
		assert.match(await page.locator("main").innerText(),
			/paused until \d{4}-\d\d-\d\d/);
	});

	test("the keyboard alone does", async () => {
		await go("/subscribe/link");
		await page.keyboard.press("Tab");
		for (let i = 0; i < 30 && await page.evaluate(() =>
			document.activeElement.id) !== "address"; i++)
			await page.keyboard.press("Tab");
		await page.keyboard.type("ada@example.org");
		await Promise.all([page.waitForNavigation(),
			page.keyboard.press("Enter")]);
		assert.equal(await heading(), "Look into your mail");
	});

	test("see what is held, and leave", async () => {
		await go(link(await mail(server, "link"), "preferences"));
		await press("Send me the link");
		await go(link(await mail(server, "data"), "data"));
		assert.match(await page.locator("table").innerText(), /confirmed/);
		await go(unsubscribe);
		await press("Unsubscribe");
		assert.equal(await heading(), "You are off the list");
	});

	// Each page as it is for somebody who is on the list.
	async function pagesOf(who) {
		await server.post("/subscribe/", { address: who });
		const confirm = link(await newest("confirm", who), "confirm");
		return [["/subscribe/"], ["/subscribe/form"],
			["/subscribe/link"], [confirm], ["/confirm/no-such-link"],
			["/subscribe/", { address: "a@b" }],
			["/subscribe/", { address: who }], [confirm, {}]];
	}

	// The mail of a kind that went to somebody.
	async function newest(kind, who) {
		for (let tries = 0; tries < 750; tries++) {
			const text = await mail(server, kind);

			if (text.includes(`To: <${who}>`))
				return text;
			await new Promise((done) => setTimeout(done, 20));
		}
		throw new Error(`no ${kind} for ${who}`);
	}

	inEachLook(test, () => browser, async (one, look, name) => {
		const who = `${name}@example.org`;
		const paths = await pagesOf(who);
		// Opens a page, or what a form of it answers.
		const show = (path, fields) => fields === undefined ?
			one.goto(new URL(path, server.url).href) :
			post(one, new URL(path, server.url).href, fields);

		for (const [path, fields] of paths) {
			await show(path, fields);
			await look(path + (fields ? " POST" : ""));
		}
		const text = await newest("welcome", who);
		await show(link(text, "preferences"));
		await look("preferences");
		await show(link(text, "preferences"), { countries: "Atlantis" });
		await look("wrong preferences");
		await show(link(text, "preferences") + "/data", {});
		await look("data sent");
		const data = link(await newest("data", who), "data");
		await show(data);
		await look("data");
		await show(link(text, "unsubscribe"));
		await look("unsubscribe");
		await show(data + "/erase", {});
		await look("erased");
	});

	test("the browser had nothing to complain about", () => {
		// Answers that are no success are noted there, too.
		assert.deepEqual(complaints.filter(
			(text) => !/status of 4\d\d/.test(text)), []);
	});
});
