//! Servers of the tests' own making: `fetch` is replaced for everything under `https://test.invalid/`.
//!
//! | below it | what answers |
//! |---|---|
//! | `full` | a batch server with two pages of batches |
//! | `ended` | one batch that is completed when it is asked for, and one that expired |
//! | `empty`, `lame` | one without batches, one that fails |
//! | `steps` | one with a single batch and its files |
//! | `studio` | a Label Studio with project 12, in which nothing is |

use wasm_bindgen::prelude::*;

#[wasm_bindgen(inline_js = r#"
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
export function replace_fetch() {
  globalThis.fetch = async (request) => request.url.includes("//test.invalid/") ? serve(request.url) : plain(request);
}
export function requests() { return asked; }
"#)]
extern "C" {
    #[wasm_bindgen(js_name = replace_fetch)]
    fn replace();
    /// How often they were asked.
    pub(crate) fn requests() -> u32;
}

/// From here on these servers answer; every other address is asked as ever. They are on the page alone, so results
/// are read there too.
pub(crate) fn replace_fetch() {
    batch_curator::browser::desk::stay_here(true);
    replace();
}
