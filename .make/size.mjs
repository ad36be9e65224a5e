// What a visitor downloads before the page works, compressed as a server sends it, against its budget.
// `node size.mjs dist`: a table by file; exits 1 when wasm + js + css are more than 5 % over.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, constants } from "node:zlib";

const BUDGET = 300 * 1024;
const folder = process.argv[2];
const counted = /\.(wasm|js|css)$/;
// The editor comes only when the labeling view opens.
const later = /(^|\/)editor[^/]*\.js$/;

const brotli = (bytes) => brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }).length;
const rows = readdirSync(folder, { recursive: true })
  .filter((name) => counted.test(name))
  .sort()
  .map((name) => {
    const bytes = readFileSync(join(folder, name));
    return { name, raw: bytes.length, brotli: brotli(bytes), later: later.test(name) };
  });

const kib = (n) => (n / 1024).toFixed(1).padStart(9);
const total = (key) => rows.filter((row) => !row.later).reduce((sum, row) => sum + row[key], 0);
console.log(`${"raw KiB".padStart(9)} ${"br KiB".padStart(9)}  file`);
for (const row of rows) console.log(`${kib(row.raw)} ${kib(row.brotli)}  ${row.name}${row.later ? "  (loaded later)" : ""}`);
const sum = total("brotli");
console.log(`${kib(total("raw"))} ${kib(sum)}  first load: ${((100 * sum) / BUDGET).toFixed(1)} % of ${BUDGET / 1024} KiB`);

if (!rows.some((row) => row.name.endsWith(".wasm"))) {
  console.error(`size: there is no wasm in ${folder}: build the page first ('make page').`);
  process.exit(1);
}
if (sum > BUDGET * 1.05) {
  console.error(`size: ${(sum / 1024).toFixed(1)} KiB is more than 5 % over the budget of ${BUDGET / 1024} KiB.`);
  process.exit(1);
}
