// The companion under test, as it ships.
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { freePort, Program, ROOT } from "./processes.ts";

export const BINARY = process.env.COMPANION || join(ROOT, "target/companion/batch-curator");

export interface Companion {
  /** Without a slash at the end. */
  url: string;
  program: Program;
  stop(): Promise<void>;
}

export interface Manner {
  /** `serve` unless another is said. */
  verb?: "serve" | "watch";
  env?: Record<string, string>;
}

/** Journals, receipts and ledgers of the tests are their own. */
const STATE = { XDG_STATE_HOME: join(ROOT, "target/e2e-state") };

/** `batch-curator serve` on a free port, with more arguments such as `["--batches", folder]`. */
export async function startCompanion(args: string[] = [], { verb = "serve", env = {} }: Manner = {}): Promise<Companion> {
  if (!existsSync(BINARY)) throw new Error(`There is no companion at ${BINARY}: run 'make companion' first.`);
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const program = Program.start("the companion", BINARY, [verb, "--listen", `127.0.0.1:${port}`, ...args], { ...STATE, ...env });
  await program.until(() => fetch(`${url}/health`).then((answer) => answer.status, () => undefined), 20);
  return { url, program, stop: () => program.stop() };
}

/** How many imports the ledger has of each state. */
export async function importCounts(url: string): Promise<Record<string, number>> {
  return ((await (await fetch(`${url}/api/imports`)).json()) as { counts: Record<string, number> }).counts;
}

/** `batch-curator watch --once`: what is due is imported, and it ends. */
export async function watchOnce(args: string[], env: Record<string, string> = {}): Promise<{ code: number | null; said: string }> {
  const program = Program.start("the watcher", BINARY, ["watch", "--once", ...args], { ...STATE, ...env });
  const code = await program.ended();
  return { code, said: program.output.join("") };
}

/** One results file of so many lines in `folder`, about 1.4 kB a line. */
export function writeSamples(folder: string, lines: number): void {
  mkdirSync(folder, { recursive: true });
  execFileSync(BINARY, ["samples", "--write", folder, "--lines", String(lines)]);
}

/** A command that ends by itself; `input` is what it reads. */
export function command(args: string[], input = ""): { code: number | null; out: string; err: string } {
  const ran = spawnSync(BINARY, args, { input, encoding: "utf8", maxBuffer: 1 << 28 });
  if (ran.error) throw ran.error;
  return { code: ran.status, out: ran.stdout, err: ran.stderr };
}
