// A real PostgreSQL with an empty database, for one test.
import { spawnSync } from "node:child_process";
import { chownSync, existsSync, mkdtempSync, readdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort, Program } from "./processes.ts";

/** Where its programs are; `undefined`: it is not installed. */
export function programs(): string | undefined {
  const folder = "/usr/lib/postgresql";
  const versions = existsSync(folder) ? readdirSync(folder).sort() : [];
  const found = versions.map((version) => join(folder, version, "bin")).filter((bin) => existsSync(join(bin, "postgres")));
  if (found.length > 0) return found.at(-1);
  const which = spawnSync("sh", ["-c", "command -v postgres"], { encoding: "utf8" }).stdout.trim();
  return which ? join(which, "..") : undefined;
}

export interface Database {
  /** `postgres://…`, with a password. */
  address: string;
  /** What psql prints of a statement. */
  ask(sql: string): string;
  stop(): Promise<void>;
}

export async function startPostgres(): Promise<Database> {
  const bin = programs() ?? "";
  const data = mkdtempSync(join(tmpdir(), "postgres-"));
  // It does not run as root.
  const root = process.getuid?.() === 0;
  if (root) {
    const id = (flag: string): number => Number(spawnSync("id", [flag, "postgres"], { encoding: "utf8" }).stdout);
    chownSync(data, id("-u"), id("-g"));
  }
  const as = (program: string, args: string[]): [string, string[]] =>
    root ? ["runuser", ["-u", "postgres", "--", join(bin, program), ...args]] : [join(bin, program), args];
  const run = (program: string, args: string[], input = ""): string => {
    const [command, all] = as(program, args);
    const ran = spawnSync(command, all, { encoding: "utf8", input, cwd: "/", env: { ...process.env, PGPASSWORD: "s3cret" } });
    if (ran.status !== 0) throw new Error(`${program}: ${ran.stderr}`);
    return ran.stdout.trim();
  };
  run("initdb", ["-D", data, "-U", "curator", "-A", "trust", "-E", "UTF8", "--no-sync"]);
  const port = await freePort();
  const server = Program.start("PostgreSQL", ...as("postgres", ["-D", data, "-p", String(port), "-h", "127.0.0.1", "-k", data, "-F"]));
  await server.until(() => {
    try {
      return run("psql", ["-h", "127.0.0.1", "-p", String(port), "-U", "curator", "-c", "CREATE DATABASE ledger", "postgres"]);
    } catch {
      return undefined;
    }
  }, 30);
  return {
    address: `postgres://curator:s3cret@127.0.0.1:${port}/ledger`,
    ask: (sql) => run("psql", ["-h", "127.0.0.1", "-p", String(port), "-U", "curator", "-At", "-c", sql, "ledger"]),
    stop: () => server.stop(),
  };
}
