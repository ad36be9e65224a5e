// The page as a package for other pages: `node package.mjs dist target/package`. It holds the same code as the page,
// under names that stay the same from build to build.
//
// A host page serves the folder as it is. A bundler must leave it alone: the glue finds its wasm, the worker and the
// editor beside itself.
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const [page, out] = process.argv.slice(2);
const NAME = "batch-curator";

function refuse(why) {
  console.error(`package: ${why}`);
  process.exit(1);
}

const files = readdirSync(page).filter((name) => !/\.(br|gz)$/.test(name));
/** The one file of this form, such as the glue with its hash. */
function only(form, what) {
  const found = files.filter((name) => form.test(name));
  if (found.length !== 1) refuse(`${page} holds ${found.length} files that could be the ${what}: build the page first ('make page').`);
  return join(page, found[0]);
}

const html = readFileSync(join(page, "index.html"), "utf8");
const named = (attribute) => html.match(new RegExp(`${attribute}="\\./([^"]+)"`))?.[1] ?? refuse(`${page}/index.html has no ${attribute}`);
const glue = readFileSync(join(page, named("data-js")), "utf8");
if (!new RegExp(`["']${NAME}_bg.wasm["'], ?import\\.meta\\.url`).test(glue)) refuse("the glue does not look for its wasm beside itself any more");

const cargo = readFileSync("Cargo.toml", "utf8");
const about = (field) => cargo.match(new RegExp(`^${field} = "(.*)"$`, "m"))?.[1] ?? refuse(`Cargo.toml has no ${field}`);
const readme = readFileSync("README.md", "utf8");
const embed = readme.match(/^## Embed it$[\s\S]*?(?=^## )/m)?.[0] ?? refuse("README.md has no section 'Embed it'");

rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });
const write = (name, text) => writeFileSync(join(out, name), text);

write(`${NAME}.js`, glue);
cpSync(join(page, named("data-wasm")), join(out, `${NAME}_bg.wasm`));
// Named by their content already, and only the glue asks for them.
for (const chunk of files.filter((name) => /^batch-curator-\w+-[0-9a-f]{16}\.wasm$/.test(name))) cpSync(join(page, chunk), join(out, chunk));
cpSync(only(/^editor\.js$/, "XML editor"), join(out, "editor.js"));
cpSync(join(page, "snippets"), join(out, "snippets"), { recursive: true, filter: (name) => !/\.(br|gz)$/.test(name) });
cpSync(`target/wasm-bindgen/release/types/${NAME}.d.ts`, join(out, `${NAME}.d.ts`));
write("elements.js", `// Defines <batch-curator> and <labeling-preview>: nothing else is needed on a page.\nimport init from "./${NAME}.js";\n\nawait init();\n`);
write("elements.d.ts", `export {};\n`);
for (const license of ["LICENSE-MIT", "LICENSE-APACHE"]) cpSync(license, join(out, license));
write("README.md", `# Batch Curator, embedded\n\n${about("description")}\n\n${embed.replace(/^## Embed it\n+/, "")}`);
write(
  "package.json",
  `${JSON.stringify(
    {
      name: NAME,
      version: about("version"),
      description: about("description"),
      license: about("license"),
      type: "module",
      main: `./${NAME}.js`,
      types: `./${NAME}.d.ts`,
      exports: {
        ".": { types: `./${NAME}.d.ts`, default: `./${NAME}.js` },
        "./elements": { types: "./elements.d.ts", default: "./elements.js" },
        "./*": "./*",
      },
      sideEffects: ["./elements.js", "./snippets/*"],
    },
    null,
    2,
  )}\n`,
);
console.log(`package: ${out}, ${readdirSync(out, { recursive: true }).length} files`);
