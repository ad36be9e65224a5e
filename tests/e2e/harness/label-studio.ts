// A real Label Studio, asked through its own API: what the page says is never the proof.
import { execFileSync } from "node:child_process";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { freePort, Program, ROOT } from "./processes.ts";

/** What `.make/label_studio.py start --legacy` prints. */
export interface About {
  url: string;
  email: string;
  password: string;
  /** Personal access token. */
  pat: string;
  /** 40 hexadecimal characters. */
  legacy_token: string;
  /** The demo project, with the built-in template. */
  project: number;
  seconds: number;
}

export interface Task {
  id: number;
  data: Record<string, unknown>;
  meta: Record<string, unknown> | null;
}

export interface Project {
  id: number;
  title: string;
  task_number: number;
  label_config: string;
}

/** A fresh instance with an empty database in `target/NAME`, for one test run; with some of its feature flags on.
 * `again`: the one that was stopped, with its data, at its address. */
export async function startLabelStudio(name: string, flags: string[] = [], again?: About): Promise<{ about: About; stop(): Promise<void> }> {
  const data = join(ROOT, "target", name);
  if (!again) rmSync(data, { recursive: true, force: true });
  const port = again ? new URL(again.url).port : String(await freePort());
  const args = [".make/label_studio.py", "start", "--port", port, "--data", data, "--legacy"];
  args.push(...flags.flatMap((flag) => ["--flag", flag]));
  const program = Program.start("Label Studio", "python3", args);
  const line = () => program.output.join("").split("\n").find((text) => text.startsWith("{") && text.endsWith("}"));
  const about = JSON.parse(await program.until(line, 240)) as About;
  return { about, stop: () => program.stop() };
}

/** Its API, with the account's own token. */
export class LabelStudio {
  readonly url: string;
  private bearer = "";
  private bearerFrom = 0;

  constructor(readonly about: About) {
    this.url = about.url;
  }

  get pat(): string {
    return this.about.pat;
  }

  get legacyToken(): string {
    return this.about.legacy_token;
  }

  /** One call; a refusal is an error with the server's own words. */
  async ask<T>(method: string, path: string, body?: unknown): Promise<T> {
    const answer = await fetch(this.url + path, {
      method,
      headers: { Authorization: `Bearer ${await this.access()}`, "Content-Type": "application/json" },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text.slice(0, 500)}`);
    return (text ? JSON.parse(text) : undefined) as T;
  }

  /** Somebody annotates a task. SQLite may be locked by what still follows an import: then the annotation may be there
   *  although the answer says no, and the project's summary may miss it for good, or count it twice (Label Studio
   *  repeats what was refused, with what it had added already). So the summary is counted from scratch; done is when it
   *  has it once. */
  async annotate(task: number, result: { from_name: string; to_name: string; type: string; value: unknown }[]): Promise<void> {
    const { project } = await this.ask<{ project: number }>("GET", `/api/tasks/${task}/`);
    const keys = result.map(({ from_name, to_name, type }) => `${from_name}|${to_name}|${type}`);
    const annotations = () => this.ask<{ id: number }[]>("GET", `/api/tasks/${task}/annotations/`);
    let refused: unknown;
    for (let attempt = 0; attempt < 10; attempt++) {
      try {
        const there = await annotations();
        for (const { id } of there.slice(1)) await this.ask("DELETE", `/api/annotations/${id}/`);
        if (there.length === 0) await this.ask("POST", `/api/tasks/${task}/annotations/`, { result });
        await this.ask("POST", `/api/projects/${project}/summary/reset/`, {});
        const { created_annotations: counted } = await this.ask<{ created_annotations: Record<string, number> }>("GET", `/api/projects/${project}/summary/`);
        if (keys.every((key) => counted[key] === 1) && (await annotations()).length === 1) return;
      } catch (error) {
        refused = error;
      }
      await new Promise((done) => setTimeout(done, 1_000));
    }
    throw refused ?? new Error(`task ${task} is annotated, and its project's summary does not say so`);
  }

  /** What a locked database leaves behind now and then: the annotation is there, the task's counter never heard of it. */
  loseCounter(task: number): void {
    const change = "import sqlite3, sys; db = sqlite3.connect(sys.argv[1], timeout=30); db.execute('UPDATE task SET total_annotations = 0 WHERE id = ?', [sys.argv[2]]); db.commit()";
    execFileSync("python3", ["-c", change, join(ROOT, "target/e2e-label-studio/label_studio.sqlite3"), String(task)]);
  }

  /** A new project of its own; answers with its id. */
  async createProject(xml: string, title = "e2e"): Promise<number> {
    return (await this.ask<Project>("POST", "/api/projects/", { title, label_config: xml })).id;
  }

  project(id: number): Promise<Project> {
    return this.ask("GET", `/api/projects/${id}/`);
  }

  /** How many tasks the project has, as Label Studio counts them. */
  async taskCount(project: number): Promise<number> {
    return (await this.project(project)).task_number;
  }

  /** Every task, oldest first. */
  async tasks(project: number): Promise<Task[]> {
    const all: Task[] = [];
    for (let page = 1; ; page++) {
      const query = `project=${project}&page=${page}&page_size=500&include=id,data,meta`;
      const { tasks, total } = await this.ask<{ tasks: Task[]; total: number }>("GET", `/api/tasks/?${query}`);
      all.push(...tasks);
      if (all.length >= total || tasks.length === 0) return all.sort((a, b) => a.id - b.id);
    }
  }

  /** A bearer token lives five minutes. */
  private async access(): Promise<string> {
    if (Date.now() - this.bearerFrom > 240_000) {
      const answer = await fetch(`${this.url}/api/token/refresh/`, {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify({ refresh: this.pat }),
      });
      if (!answer.ok) throw new Error(`The token cannot be exchanged: ${answer.status} ${await answer.text()}`);
      this.bearer = ((await answer.json()) as { access: string }).access;
      this.bearerFrom = Date.now();
    }
    return this.bearer;
  }
}
