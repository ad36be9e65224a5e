// A proxy in front of the real Label Studio that breaks chosen requests, each in a way that networks and servers do.
import { once } from "node:events";
import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** What happens to one request. */
export const FAULTS = [
  "refuse", // nothing listens for a while
  "drop", // cut before it is forwarded
  "lost", // forwarded, the answer is dropped
  "delay", // forwarded, the answer comes after the client gave up
  "late500", // forwarded, answered 500
  "busy", // 429 with Retry-After, not forwarded
  "truncate", // the answer ends too early
  "garble", // the answer is whole, and no JSON
  "reset", // the connection is reset in the middle of the answer
  "expired", // the access token is not known: a real 401
  "background", // Enterprise: the import is answered with a number, and asked for
] as const;
export type Fault = (typeof FAULTS)[number];

/** Milliseconds that a delayed answer is held: longer than the client waits. */
export const HELD = 5_000;

interface Answered {
  status: number;
  headers: Record<string, string>;
  body: Buffer;
}

/** Small, seeded, and the same everywhere (mulberry32). */
export function random(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

export class FaultProxy {
  /** Faults that were done. */
  readonly injected: Fault[] = [];
  /** Requests so far; preflights are not counted. */
  requests = 0;
  /** What the next imports meet, in their order, whatever the plan says. */
  readonly imports: Fault[] = [];
  /** What the next new projects meet; "thrice": made three times, as by Label Studio
   *  itself, which begins anew where its database was locked behind the first row. */
  readonly creations: ("thrice" | "late500")[] = [];
  /** Everything is refused as by a revoked token, until it is false again. */
  revoked = false;
  /** No other page is let in: as the nginx of Label Studio's own docker-compose does it. */
  closed = false;
  private jobs: Answered[] = [];
  private server!: Server;
  private port = 0;

  /** `plan`: which request, from 0, meets which fault. */
  constructor(private readonly target: string, readonly plan: Map<number, Fault>) {}

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  async start(): Promise<this> {
    this.server = createServer((from, to) => void this.pass(from, to).catch(() => to.destroy()));
    await this.listen();
    return this;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    if (!this.server.listening) return;
    this.server.close();
    await once(this.server, "close");
  }

  private async listen(): Promise<void> {
    this.server.listen(this.port, "127.0.0.1");
    await once(this.server, "listening");
    this.port = (this.server.address() as AddressInfo).port;
  }

  private async pass(from: IncomingMessage, to: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of from) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks);
    if (from.method === "OPTIONS" && this.closed) return this.give(to, { status: 204, headers: {}, body: Buffer.alloc(0) });
    if (from.method === "OPTIONS") return this.give(to, await this.forward(from, body));
    const poll = /\/imports\/9(\d+)\/$/.exec(from.url ?? "");
    if (poll) return this.poll(to, Number(poll[1]));
    const planned = this.plan.get(this.requests++);
    const isImport = from.method === "POST" && /\/import\?/.test(from.url ?? "");
    const creation = from.method === "POST" && from.url === "/api/projects/" ? this.creations.shift() : undefined;
    if (creation === "thrice") for (let more = 0; more < 2; more++) await this.forward(from, body);
    const fault = (isImport && this.imports.shift()) || (creation === "late500" ? creation : planned);
    if (fault && !(fault === "background" && !isImport)) this.injected.push(fault);
    switch (fault) {
      case "refuse":
        this.server.close();
        this.server.closeAllConnections();
        setTimeout(() => void this.listen().catch(() => {}), 600);
        return;
      case "drop":
        to.destroy();
        return;
      case "busy": {
        const headers = { "retry-after": "1", "access-control-allow-origin": "*" };
        return this.give(to, { status: 429, headers, body: Buffer.from("slow down") });
      }
      case "expired":
        return this.give(to, await this.forward(from, body, "Bearer nobody"));
    }
    if (this.revoked) {
      const token = from.url?.includes("/token/refresh") ? Buffer.from('{"refresh":"nobody"}') : body;
      return this.give(to, await this.forward(from, token, "Bearer nobody"));
    }
    const answer = await this.forward(from, body);
    switch (fault) {
      case "lost":
        to.destroy();
        return;
      case "delay":
        await new Promise((done) => setTimeout(done, HELD));
        to.destroy();
        return;
      case "late500":
        return this.give(to, { ...answer, status: 500, body: Buffer.from('{"detail":"boom"}') });
      case "garble":
        return this.give(to, { ...answer, body: Buffer.concat([answer.body.subarray(0, answer.body.length / 2), Buffer.from("\ufffd<html>")]) });
      case "truncate":
      case "reset":
        to.writeHead(answer.status, { ...answer.headers, "content-length": String(answer.body.length) });
        to.write(answer.body.subarray(0, answer.body.length / 2), () => {
          if (fault === "reset") to.socket?.resetAndDestroy();
          else to.destroy();
        });
        return;
      case "background":
        if (!isImport || answer.status !== 201) break;
        this.jobs.push(answer);
        return this.give(to, { ...answer, body: Buffer.from(JSON.stringify({ import: Number(`9${this.jobs.length - 1}`) })) });
    }
    this.give(to, answer);
  }

  /** The state of an import that was answered with a number: in progress once, then done. */
  private poll(to: ServerResponse, number: number): void {
    const answer = this.jobs[number];
    const done = JSON.parse(answer.body.toString()) as Record<string, unknown>;
    done.status = "completed";
    this.give(to, { ...answer, status: 200, body: Buffer.from(JSON.stringify(done)) });
  }

  private give(to: ServerResponse, answer: Answered): void {
    const open = Object.entries(answer.headers).filter(([name]) => !this.closed || !name.startsWith("access-control-"));
    to.writeHead(answer.status, { ...Object.fromEntries(open), "content-length": String(answer.body.length) });
    to.end(answer.body);
  }

  private forward(from: IncomingMessage, body: Buffer, authorization?: string): Promise<Answered> {
    const headers = { ...from.headers, ...(authorization ? { authorization } : {}), "content-length": String(body.length) };
    delete headers["transfer-encoding"];
    return new Promise((done, failed) => {
      const out = request(this.target + from.url, { method: from.method, headers, agent: false }, (answer) => {
        const chunks: Buffer[] = [];
        answer.on("data", (chunk: Buffer) => chunks.push(chunk));
        answer.on("error", failed);
        answer.on("end", () => {
          const kept: Record<string, string> = {};
          for (const [name, value] of Object.entries(answer.headers)) {
            if (/^(content-type|retry-after|access-control-.*)$/.test(name)) kept[name] = String(value);
          }
          done({ status: answer.statusCode ?? 502, headers: kept, body: Buffer.concat(chunks) });
        });
      });
      out.on("error", failed);
      out.end(body);
    });
  }
}
