// Somebody else's dashboard: pages of their own, the package in a folder, and the batch API passed on.
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer, request, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join, normalize } from "node:path";
import { execFileSync } from "node:child_process";
import type { Page } from "@playwright/test";
import { ROOT } from "./processes.ts";

export const PACKAGE = join(ROOT, "target/package");
export const EXAMPLES = join(ROOT, "tests/examples");

/** How many views are mounted in a page that has the package. */
export const views = (page: Page): Promise<number> =>
  page.evaluate(async () => {
    const { mountedViews } = await import("/batch-curator/batch-curator.js" as string);
    return mountedViews() as number;
  });

/** The package of the page under test: a second's work, so each run makes it anew. */
export function makePackage(): void {
  execFileSync(process.execPath, [".make/package.mjs", "dist", "target/package"], { cwd: ROOT });
}

const TYPES: Record<string, string> = {
  ".html": "text/html; charset=utf-8", ".js": "text/javascript", ".css": "text/css", ".wasm": "application/wasm", ".json": "application/json",
};

/** What `bundle` gives for an entry file: one module that leaves the package alone. */
function bundle(entry: string): string {
  const esbuild = join(ROOT, "node_modules/.bin/esbuild");
  const args = [entry, "--bundle", "--format=esm", "--jsx=automatic", "--external:/batch-curator/*", "--define:process.env.NODE_ENV=\"development\""];
  return execFileSync(esbuild, args, { cwd: ROOT, encoding: "utf8", maxBuffer: 1 << 26 });
}

export class Site {
  /** Of requests that were passed on: method and path, and their headers. */
  readonly passed: { path: string; headers: IncomingMessage["headers"] }[] = [];
  /** Headers of every page of its own, such as a policy. */
  headers: Record<string, string> = {};
  /** Pages of its own, by their path. */
  readonly pages = new Map<string, string>();
  /** Milliseconds that the content of a file takes longer. */
  slow = 0;
  private server!: Server;

  /** `upstream`: a companion, for `/v1/*` and below `/curator/`. */
  constructor(private readonly upstream = process.env.E2E_COMPANION ?? "") {}

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async start(): Promise<this> {
    this.server = createServer((from, to) => void this.answer(from, to).catch(() => to.destroy()));
    this.server.listen(0, "127.0.0.1");
    await once(this.server, "listening");
    return this;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, "close");
  }

  /** A page with this body; its own script goes into a file, as a strict policy wants it. Answers with its address. */
  page(path: string, body: string, { script = "", style = "", attributes = "" } = {}): string {
    this.pages.set(`${path}.js`, script);
    this.pages.set(`${path}.css`, style);
    this.pages.set(path, `<!doctype html>
<html lang="en" ${attributes}><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Host</title>
<link rel="icon" href="data:,"><link rel="stylesheet" href="${path}.css"><script type="module" src="${path}.js"></script></head><body>${body}</body></html>`);
    return this.url + path;
  }

  private async answer(from: IncomingMessage, to: ServerResponse): Promise<void> {
    const path = (from.url ?? "/").split("?")[0];
    if (path.startsWith("/v1/")) return this.pass(from, to, from.url ?? "");
    if (path.startsWith("/curator/")) return this.pass(from, to, (from.url ?? "").slice("/curator".length));
    const own = this.pages.get(path);
    if (own !== undefined) {
      const type = TYPES[extname(path)] ?? TYPES[".html"];
      return void to.writeHead(200, { ...this.headers, "content-type": type }).end(own);
    }
    const [folder, rest] = path.startsWith("/batch-curator/") ? [PACKAGE, path.slice(15)] : [EXAMPLES, path.endsWith("/") ? `${path}index.html` : path];
    if (rest.endsWith("react/app.js")) return void to.writeHead(200, { "content-type": TYPES[".js"] }).end(bundle(join(EXAMPLES, "react/app.jsx")));
    try {
      const bytes = readFileSync(join(folder, normalize(`/${rest}`)));
      to.writeHead(200, { ...this.headers, "content-type": TYPES[extname(rest)] ?? "application/octet-stream" }).end(bytes);
    } catch {
      to.writeHead(404).end();
    }
  }

  private async pass(from: IncomingMessage, to: ServerResponse, path: string): Promise<void> {
    this.passed.push({ path, headers: from.headers });
    if (this.slow && path.endsWith("/content")) await new Promise((resolve) => setTimeout(resolve, this.slow));
    const target = new URL(this.upstream);
    const headers = { ...from.headers, host: target.host };
    // To the companion it is a request from its own page.
    delete headers.origin;
    const sent = request(`${this.upstream}${path}`, { method: from.method, headers }, (answer) => {
      to.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(to);
    });
    sent.on("error", () => to.destroy());
    from.pipe(sent);
  }
}
