// How large juice makes the HTML of mails when it inlines their styles:
//
//	node juice.mjs FOLDER FILE...
//
// FOLDER has juice in its node_modules.  Prints for each file its name, its
// bytes, and what juice makes of them.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, join } from "node:path";

const [folder, ...files] = process.argv.slice(2);
const juice = createRequire(join(folder, "package.json"))("juice");

for (const file of files) {
	const html = readFileSync(file, "utf8");

	console.log(basename(file), Buffer.byteLength(html),
		Buffer.byteLength(juice(html)));
}
