// What the browser tests need of JavaScript, in one file: the tests' own web server answers a browser that asks for
// more than four files at once only now and then (each part is a closed room; the reader's worker loads it too).

// Listeners that last, and nodes that are still held.
export const { watch, still_held, lasting_listeners } = (() => {
  const lasting = new Map();
  for (const [name, by] of [["addEventListener", 1], ["removeEventListener", -1]]) {
    const plain = EventTarget.prototype[name];
    EventTarget.prototype[name] = function (...given) {
      const target = this ?? globalThis;
      if (target === globalThis || target === document) {
        lasting.set(given[0], (lasting.get(given[0]) ?? 0) + by);
      }
      return plain.apply(target, given);
    };
  }
  const seen = [];
  function watch(node) { seen.push(new WeakRef(node)); }
  async function still_held() {
    for (let round = 0; round < 3; round++) {
      await new Promise((resolve) => setTimeout(resolve, 20));
      globalThis.gc();
    }
    return seen.filter((ref) => ref.deref() !== undefined).length;
  }
  function lasting_listeners() { return [...lasting.values()].reduce((sum, n) => sum + n, 0); }
  return { watch, still_held, lasting_listeners };
})();

// A batch API and a Label Studio that answer from memory.
export const { replace_fetch, requests } = (() => {
  const plain = globalThis.fetch;
  const batch = (n, more) => ({ id: `batch_${n}`, object: "batch", endpoint: "/v1/chat/completions", status: "completed",
    created_at: 1700000000 + n, metadata: { name: `Job ${n}` }, request_counts: { total: 100, completed: 90, failed: 10 }, ...more });
  const answer = (body, status = 200) => new Response(JSON.stringify(body), { status });
  const lines = (one) => new Response(Array.from({ length: 60 }, (_, n) => JSON.stringify(one(n)) + "\n").join(""));
  const question = (n) => ({ model: "m", messages: [{ role: "user", content: `What is ${n} + ${n}?` }] });
  const message = (n) => ({ role: "assistant", content: n % 2 ? `It is **${n + n}**.` : JSON.stringify({ sum: n + n }) });
  const answers = {
    "/full/v1/batches": (after) => after
      ? { data: [batch(2), batch(1, { metadata: { name: "<img src=x onerror=alert(1)>" } })], has_more: false }
      : { data: [batch(4, { status: "in_progress" }), batch(3, { status: "completed", request_counts: { total: 7, completed: 0, failed: 7 } })], has_more: true },
    "/full/v1/batches/batch_4": () => batch(4),
    "/full/v1/batches/elsewhere": () => batch(9, { id: "elsewhere" }),
    "/full/v1/files/file-7": () => ({ id: "file-7", object: "file", bytes: 9, filename: "out.jsonl" }),
    "/ended/v1/batches": () => ({ data: [begun(), expired], has_more: false }),
    "/ended/v1/batches/batch_4": () => batch(4),
    "/empty/v1/batches": () => ({ object: "list", data: [], has_more: false }),
    "/steps/v1/batches": () => ({ object: "list", data: [stepped], has_more: false }),
    "/steps/v1/batches/batch_1": () => stepped,
    "/studio/api/version": () => ({ release: "1.23.2", "label-studio-os-package": { version: "1.23.2" }, edition: "Community" }),
    "/studio/api/current-user/whoami": () => ({ id: 1, email: "demo@example.com" }),
    "/studio/api/projects/": () => ({ count: 1, results: [project] }),
    "/studio/api/projects/12/": () => project,
    "/studio/api/tasks/": () => ({ total: 0, tasks: [] }),
  };
  const begun = () => batch(4, { status: "in_progress", in_progress_at: Math.floor(Date.now() / 1000) - 100,
    request_counts: { total: 100, completed: 20, failed: 0 } });
  const expired = batch(3, { status: "expired", output_file_id: "output", request_counts: { total: 100, completed: 40, failed: 0 } });
  const stepped = batch(1, { output_file_id: "output", input_file_id: "input", request_counts: { total: 60, completed: 60, failed: 0 } });
  const project = { id: 12, title: "Sums", task_number: 0, total_predictions_number: 0,
    label_config: '<View><Text name="t" value="$llm_response"/><Choices name="c" toName="t"><Choice value="Right"/><Choice value="Wrong"/></Choices></View>' };
  let asked = 0;
  function serve(url) {
    asked += 1;
    const { pathname, searchParams } = new URL(url);
    if (pathname === "/lame/v1/batches") return answer({ error: { message: "database is locked" } }, 500);
    if (pathname === "/steps/v1/files/output/content")
      return lines((n) => ({ custom_id: `request-${n}`, response: { status_code: 200, body: { model: "m", choices: [{ message: message(n), finish_reason: "stop" }] } } }));
    if (pathname === "/steps/v1/files/input/content")
      return lines((n) => ({ custom_id: `request-${n}`, method: "POST", url: "/v1/chat/completions", body: question(n) }));
    const found = answers[pathname];
    return found ? answer(found(searchParams.get("after"))) : answer({ detail: "Batch not found" }, 404);
  }
  function replace_fetch() {
    globalThis.fetch = async (request) => request.url.includes("//test.invalid/") ? serve(request.url) : plain(request);
  }
  function requests() { return asked; }
  return { replace_fetch, requests };
})();

// Files and texts that are dragged.
export const { drag_files, drag_text } = (() => {
  const drag = (target, kind, files) => {
    const dataTransfer = new DataTransfer();
    for (const [name, text] of files) dataTransfer.items.add(new File([text], name));
    const event = new DragEvent(kind, { bubbles: true, cancelable: true, composed: true, dataTransfer });
    target.dispatchEvent(event);
    return event.defaultPrevented;
  };
  function drag_files(target, kind, json) { return drag(target, kind, JSON.parse(json)); }
  function drag_text(target) {
    const dataTransfer = new DataTransfer();
    dataTransfer.setData("text/plain", "words");
    const event = new DragEvent("dragover", { bubbles: true, cancelable: true, dataTransfer });
    target.dispatchEvent(event);
    return event.defaultPrevented;
  }
  return { drag_files, drag_text };
})();

// The browser's private storage.
export const { drawer_names, leave_behind, forget_drawer, stall_storage, in_workers, STALLED, FORGETFUL } = (() => {
  async function folder() {
    const root = await navigator.storage.getDirectory();
    return root.getDirectoryHandle("batch-curator", { create: true });
  }
  async function drawer_names() {
    const names = [];
    for await (const name of (await folder()).keys()) names.push(name);
    return names;
  }
  async function leave_behind(name) { await (await folder()).getFileHandle(name, { create: true }); }
  async function forget_drawer(name) {
    const root = await navigator.storage.getDirectory();
    await (await root.getDirectoryHandle("batch-curator")).removeEntry(name);
  }
  function stall_storage() {
    const get = StorageManager.prototype.getDirectory;
    StorageManager.prototype.getDirectory = () => new Promise(() => {});
    return () => { StorageManager.prototype.getDirectory = get; };
  }
  const script = (text) => URL.createObjectURL(new Blob([text], { type: "text/javascript" }));
  /** Workers that are started from now on run this first, until what is given back is called. */
  function in_workers(text) {
    const first = script(text);
    const { Worker } = globalThis;
    globalThis.Worker = class extends Worker {
      constructor(url, options) {
        super(script([first, url].map((from) => `import ${JSON.stringify(from)};`).join("\n")), options);
      }
    };
    return () => { globalThis.Worker = Worker; };
  }
  /** The storage never answers. */
  const STALLED = () => "StorageManager.prototype.getDirectory = () => new Promise(() => {});";
  /** Files open late, after a collection of garbage; one that nobody held until then does not. */
  const FORGETFUL = () => `
    const open = FileSystemFileHandle.prototype.createSyncAccessHandle;
    async function late(handle) {
      for (let at = 0; at < 40; at++) {
        new ArrayBuffer(64 << 20);
        await new Promise((resolve) => setTimeout(resolve));
      }
      const held = handle.deref();
      return held ? open.call(held) : new Promise(() => {});
    }
    FileSystemFileHandle.prototype.createSyncAccessHandle = function () { return late(new WeakRef(this)); };`;
  return { drawer_names, leave_behind, forget_drawer, stall_storage, in_workers, STALLED, FORGETFUL };
})();

// Two rounds of the same requests, files that are saved, texts that are copied.
export const { serve_rounds, catch_files, saved_file, whole_output, forget_file, copied_text } = (() => {
  const plain = globalThis.fetch;
  const line = (id, content, more) => JSON.stringify({ custom_id: id, response: { status_code: 200, request_id: `req_${id}`, body: {
    model: "small", choices: [{ message: { role: "assistant", content }, finish_reason: "stop" }],
    usage: { prompt_tokens: 1200, completion_tokens: 34, completion_tokens_details: { reasoning_tokens: 7 } }, ...more } } });
  const said = (n) => JSON.stringify({ verdict: n % 2 ? "Yes" : "No", why: `because of "${n}"` });
  const failed = (id) => JSON.stringify({ custom_id: id, response: { status_code: 429, body: { error: { code: "rate_limit", message: "Too many of them" } } } });
  const encode = (text) => new TextEncoder().encode(text);
  const junk = () => { const bytes = encode('{"custom_id":"torn","response":{"status_code":200,"bo_'); bytes[bytes.length - 1] = 0xff; return bytes; };
  const join = (parts) => new Blob(parts.flatMap((part) => [part, "\n"])).arrayBuffer();
  const files = {
    output: () => join([...Array.from({ length: 12 }, (_, n) => line(`r-${n}`, said(n))), line("r-3", "again"), failed("r-12"), junk()]),
    other: () => join([...Array.from({ length: 11 }, (_, n) => line(`r-${n}`, n === 4 ? said(5) : said(n))), line("r-12", "fine now"), line("x-1", "elsewhere")]),
    input: () => join([...Array.from({ length: 14 }, (_, n) => JSON.stringify({ custom_id: `r-${n}`, method: "POST", url: "/v1/chat/completions",
      body: { model: "small", temperature: 0.2, max_tokens: 512, messages: [{ role: "user", content: `Judge ${n}` }] } }))]),
  };
  const batch = (n, more) => ({ id: `batch_${n}`, object: "batch", endpoint: "/v1/chat/completions", status: "completed", model: "small",
    created_at: 1700000000 + n, metadata: { name: `Round ${n}` }, input_file_id: "input", request_counts: { total: 14, completed: 13, failed: 1 }, ...more });
  const batches = [batch(1, { output_file_id: "output" }), batch(2, { output_file_id: "other" }), batch(3, { endpoint: "/v1/embeddings", model: "e" })];
  async function serve(url) {
    const path = new URL(url).pathname;
    const json = (body, status = 200) => new Response(JSON.stringify(body), { status });
    if (path === "/v1/batches") return json({ object: "list", data: batches, has_more: false });
    const one = batches.find((batch) => path === `/v1/batches/${batch.id}`);
    if (one) return json(one);
    const file = path.match(/^\/v1\/files\/(\w+)\/content$/);
    return file && files[file[1]] ? new Response(await files[file[1]]()) : json({ error: { message: "no such thing" } }, 404);
  }
  function serve_rounds() {
    globalThis.fetch = async (request) => request.url.includes("//choose.invalid/") ? serve(request.url) : plain(request);
  }
  let saved, copied = "";
  const blobs = new Map();
  const create = URL.createObjectURL.bind(URL);
  const click = globalThis.HTMLAnchorElement?.prototype.click;
  function catch_files() {
    URL.createObjectURL = (blob) => { const url = create(blob); blobs.set(url, blob); return url; };
    HTMLAnchorElement.prototype.click = function () {
      if (!this.download) return click.call(this);
      saved = { name: this.download, blob: blobs.get(this.href) };
    };
    Object.defineProperty(navigator, "clipboard", { configurable: true, value: { writeText: async (text) => { copied = text; } } });
  }
  async function saved_file() { return saved ? [saved.name, new Uint8Array(await saved.blob.arrayBuffer())] : undefined; }
  async function whole_output() { return new Uint8Array(await files.output()); }
  function forget_file() { saved = undefined; }
  function copied_text() { return copied; }
  return { serve_rounds, catch_files, saved_file, whole_output, forget_file, copied_text };
})();

// ---- what a text was on its way ---------------------------------------------------------------------------------------

export const { follow_text, followed } = (() => {
  let watch, texts;
  function follow_text(node) {
    texts = [node.textContent];
    watch = new MutationObserver(() => texts.at(-1) === node.textContent || texts.push(node.textContent));
    watch.observe(node, { subtree: true, childList: true, characterData: true });
  }
  /** Each text that it had, one after another. */
  function followed() {
    watch.disconnect();
    return texts.join(", ");
  }
  return { follow_text, followed };
})();
