// The companion under test, as it ships.
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { freePort, Program, ROOT } from "./processes.ts";

export const BINARY = process.env.COMPANION || join(ROOT, "target/companion/batch-curator");

export interface Companion {
  /** Without a slash at the end. */
  url: string;
  stop(): Promise<void>;
}

/** `batch-curator serve` on a free port, with more arguments such as `["--batches", folder]`. */
export async function startCompanion(args: string[] = []): Promise<Companion> {
  if (!existsSync(BINARY)) throw new Error(`There is no companion at ${BINARY}: run 'make companion' first.`);
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const program = Program.start("the companion", BINARY, ["serve", "--listen", `127.0.0.1:${port}`, ...args]);
  await program.until(() => fetch(url).then((answer) => answer.status, () => undefined), 20);
  return { url, stop: () => program.stop() };
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
