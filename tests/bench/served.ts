// A companion with one batch of so many results.
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Companion, startCompanion, writeSamples } from "../e2e/harness/companion.ts";

export interface Served {
  companion: Companion;
  folder: string;
  batch: string;
  file: string;
  /** The file of its requests. */
  input: string;
  bytes: number;
}

export async function serve(lines: number): Promise<Served> {
  const folder = mkdtempSync(join(tmpdir(), "batch-curator-bench-"));
  writeSamples(folder, lines);
  const bytes = statSync(join(folder, "large.output.jsonl")).size;
  const companion = await startCompanion(["--batches", folder]);
  const list = (await (await fetch(`${companion.url}/v1/batches`)).json()) as { data: { id: string; output_file_id: string; input_file_id: string }[] };
  const [batch] = list.data;
  if (!batch) throw new Error("the companion serves no batch");
  return { companion, folder, batch: batch.id, file: batch.output_file_id, input: batch.input_file_id, bytes };
}

export async function end(served: Served): Promise<void> {
  await served.companion.stop();
  rmSync(served.folder, { recursive: true, force: true });
}
