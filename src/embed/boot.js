// Starts the page: an external module, so that a policy without 'unsafe-inline' holds. Trunk writes the
// hashed names into the attributes (see `pattern_script` in Cargo.toml).
const tag = document.querySelector("script[data-wasm]");
const at = (name) => new URL(tag.dataset[name], document.baseURI);

function fail(error) {
  const note = document.createElement("p");
  note.className = "page-note";
  note.setAttribute("role", "alert");
  note.textContent = `Batch Curator could not start: ${error?.message ?? error}. `
    + "It needs a browser with WebAssembly, and a policy that allows 'wasm-unsafe-eval'.";
  document.querySelector("batch-curator")?.replaceChildren(note);
  console.error(error);
}

try {
  const glue = await import(at("js"));
  await glue.default({ module_or_path: at("wasm") });
} catch (error) {
  fail(error);
}
