// Starting and stopping servers on loopback.
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { fileURLToPath } from "node:url";

export const ROOT = fileURLToPath(new URL("../../..", import.meta.url));

/** A port that nobody listens on now. */
export async function freePort(): Promise<number> {
  const server = createServer();
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, "close");
  return port;
}

/** A program that runs until it is stopped; its output is kept for the message when it fails. */
export class Program {
  readonly output: string[] = [];
  private constructor(readonly name: string, private readonly child: ChildProcess) {
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding("utf8").on("data", (text: string) => this.output.push(text));
    }
  }

  static start(name: string, command: string, args: string[], more: Record<string, string> = {}): Program {
    const env = { ...process.env, ...more };
    return new Program(name, spawn(command, args, { cwd: ROOT, stdio: ["ignore", "pipe", "pipe"], env }));
  }

  /** Asks again and again until `ready` answers something, or the program ends, or the time is over. */
  async until<T>(ready: () => Promise<T | undefined> | T | undefined, seconds: number): Promise<T> {
    const deadline = Date.now() + seconds * 1000;
    let failure: unknown;
    this.child.once("error", (error) => (failure = error));
    while (Date.now() < deadline) {
      const found = await ready();
      if (found !== undefined) return found;
      if (failure || this.child.exitCode !== null || this.child.signalCode !== null) {
        throw new Error(`${this.name} ended before it was ready. ${failure ?? ""}\n${this.output.join("")}`);
      }
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    await this.stop();
    throw new Error(`${this.name} was not ready within ${seconds} s.\n${this.output.join("")}`);
  }

  /** Waits until it ends by itself; answers with its exit code. */
  async ended(): Promise<number | null> {
    if (this.child.exitCode === null && this.child.signalCode === null) await once(this.child, "exit");
    return this.child.exitCode;
  }

  /** Ends it as a crash would. */
  async kill(): Promise<void> {
    const ended = this.ended();
    this.child.kill("SIGKILL");
    await ended;
  }

  async stop(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null || !this.child.pid) return;
    const ended = once(this.child, "exit");
    this.child.kill("SIGTERM");
    const force = setTimeout(() => this.child.kill("SIGKILL"), 15_000);
    await ended;
    clearTimeout(force);
  }
}
