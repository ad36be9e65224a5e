// One file, two lives: on the page it starts the desk's worker, and in that worker it is the first script. It uses
// the page's own glue and its compiled module: nothing is fetched or compiled twice.

const LISTENS = "batch-curator: listens";

/** Starts the worker. `blob`: by a script of one line, for a page of another origin than this file. Throws where
 *  that is forbidden at once; a policy that forbids it later makes an `error` event. */
export function spawn(glue, module, blob) {
  let url = import.meta.url;
  if (blob) url = URL.createObjectURL(new Blob([`import ${JSON.stringify(url)};`], { type: "text/javascript" }));
  const worker = new Worker(url, { type: "module", name: "Batch Curator: reading" });
  if (blob) setTimeout(() => URL.revokeObjectURL(url), 10_000);
  // Not before it listens: where it was wrapped in another script, an early message would be lost.
  worker.addEventListener("message", function greet({ data }) {
    if (data !== LISTENS) return;
    worker.removeEventListener("message", greet);
    worker.postMessage({ glue, module });
  });
  return worker;
}

if (typeof WorkerGlobalScope !== "undefined" && self instanceof WorkerGlobalScope) {
  // Of a promise that fails nobody outside the worker would hear.
  self.addEventListener("unhandledrejection", (event) => self.reportError(event.reason));
  self.addEventListener("message", async ({ data }) => {
    const glue = await import(data.glue);
    glue.initSync({ module: data.module });
    glue.serveDesk();
  }, { once: true });
  self.postMessage(LISTENS);
}
