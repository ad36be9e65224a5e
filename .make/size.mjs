// What a visitor downloads before the page works, compressed as a server sends it, against its budget.
// `node size.mjs dist`: a table by file; exits 1 when wasm + js + css are more than that.
//
// The first load is what index.html names: trunk lists every file there that the page starts with. The others are
// fetched when the browser is idle, or when the step opens that needs them (src/ui/later.rs).
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, constants } from "node:zlib";

const BUDGET = 300 * 1024;
const folder = process.argv[2];
const counted = /\.(wasm|js|css)$/;

const brotli = (bytes) => brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }).length;
const page = readFileSync(join(folder, "index.html"), "utf8");
const rows = readdirSync(folder, { recursive: true })
  .filter((name) => counted.test(name))
  .sort()
  .map((name) => {
    const bytes = readFileSync(join(folder, name));
    return { name, raw: bytes.length, brotli: brotli(bytes), later: !page.includes(`/${name}"`) };
  });

const kib = (n) => (n / 1024).toFixed(1).padStart(9);
const total = (later, key) => rows.filter((row) => row.later === later).reduce((sum, row) => sum + row[key], 0);
function table(later, name, more) {
  for (const row of rows.filter((row) => row.later === later)) console.log(`${kib(row.raw)} ${kib(row.brotli)}  ${row.name}`);
  console.log(`${kib(total(later, "raw"))} ${kib(total(later, "brotli"))}  ${name}${more}\n`);
}

const sum = total(false, "brotli");
console.log(`${"raw KiB".padStart(9)} ${"br KiB".padStart(9)}  file`);
table(false, "first load", `: ${((100 * sum) / BUDGET).toFixed(1)} % of ${BUDGET / 1024} KiB`);
table(true, "loaded later", "");

if (!rows.some((row) => row.name.endsWith(".wasm") && !row.later)) {
  console.error(`size: ${folder}/index.html names no wasm that is there: build the page first ('make page').`);
  process.exit(1);
}
if (sum > BUDGET) {
  console.error(`size: ${(sum / 1024).toFixed(1)} KiB is more than the budget of ${BUDGET / 1024} KiB.`);
  process.exit(1);
}
