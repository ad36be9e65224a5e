// Bundles the XML editor (src/browser/editor) into one file: `node .make/editor.mjs [FOLDER]`. Trunk runs it after each
// build (Cargo.toml) and names its folder. The page fetches the file when the Labeling step opens.
import { join } from "node:path";
import { build } from "esbuild";

await build({
  entryPoints: ["src/browser/editor/main.js"],
  outfile: join(process.env.TRUNK_STAGING_DIR ?? process.argv[2] ?? "dist", "editor.js"),
  bundle: true,
  minify: true,
  format: "esm",
  target: "es2022",
  banner: { js: "/*! CodeMirror and Lezer: Copyright (C) 2018 by Marijn Haverbeke and others, MIT licence, https://codemirror.net */" },
  logLevel: "warning",
});
