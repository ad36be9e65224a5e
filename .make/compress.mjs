// Puts a brotli and a gzip form beside every text and wasm file of a folder: `node compress.mjs dist`.
import { readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

const folder = process.argv[2];
const worthIt = /\.(html|js|mjs|css|wasm|svg|json|txt|map|webmanifest)$/;

const brotli = (bytes) =>
  brotliCompressSync(bytes, {
    params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length },
  });
const forms = [[".br", brotli], [".gz", (bytes) => gzipSync(bytes, { level: 9 })]];

for (const name of readdirSync(folder, { recursive: true }).sort()) {
  const path = join(folder, name);
  if (!worthIt.test(name) || !statSync(path).isFile()) continue;
  const bytes = readFileSync(path);
  for (const [ending, compress] of forms) {
    const small = compress(bytes);
    // A form that is not smaller is not worth a file.
    if (small.length < bytes.length) writeFileSync(path + ending, small);
    else rmSync(path + ending, { force: true });
  }
}
