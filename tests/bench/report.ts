// Medians, ranges, and what is over budget.
import type { Ours } from "./ours.ts";
import type { Plain } from "./plain.ts";

export function median(values: number[]): number {
  return percentile(values, 50);
}

export function percentile(values: number[], part: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (sorted.length - 1) * (part / 100);
  const [low, high] = [sorted[Math.floor(at)] ?? NaN, sorted[Math.ceil(at)] ?? NaN];
  return low + (high - low) * (at - Math.floor(at));
}

const short = (value: number) => (Math.abs(value) >= 100 ? value.toFixed(0) : value.toPrecision(3));

/** `name: median (least to most) unit`. */
export function line(name: string, values: number[], unit: string): string {
  return `${name.padEnd(42)} ${short(median(values))} (${short(Math.min(...values))} to ${short(Math.max(...values))}) ${unit}`;
}

interface Entry {
  name: string;
  value: number;
  budget: number;
  unit: string;
  detail: string;
}

export class Report {
  private readonly entries: Entry[] = [];
  private readonly said: string[] = [];
  constructor(private readonly title: string) {}

  /** The ratio of the medians, for which an infinite budget is none; its range is that of the rounds, each against the plain page's of the same round. */
  ratio(name: string, ours: number[], plain: number[], budget: number, unit: string): void {
    const each = ours.map((value, round) => value / (plain[round] ?? NaN));
    const detail = `rounds ${short(Math.min(...each))} to ${short(Math.max(...each))}; ${short(median(ours))} against ${short(median(plain))} ${unit}`;
    this.entries.push({ name, value: median(ours) / median(plain), budget, unit: "x", detail });
  }

  limit(name: string, value: number, budget: number, unit: string): void {
    this.entries.push({ name, value, budget, unit, detail: "" });
  }

  say(line: string): void {
    this.said.push(line);
  }

  growth(by: Record<number, { bytes: number; ours: Ours; plain: Plain }>): void {
    this.say("rows      MB     indexed ms (plain)   memory MB (plain)   longest task ms   search ms   slowest key ms");
    for (const [rows, { bytes, ours, plain }] of Object.entries(by)) {
      const longest = Math.max(...Object.values(ours.longestTask));
      this.say([
        rows.padEnd(9), (bytes / 1e6).toFixed(1).padEnd(6), `${short(ours.indexed)} (${short(plain.indexed)})`.padEnd(20),
        `${short(ours.memory / 1e6)} (${short(plain.memory / 1e6)})`.padEnd(19), (longest ? short(longest) : "none over 50").padEnd(17),
        short(median(ours.searches)).padEnd(11), short(Math.max(...ours.keystrokes)),
      ].join(" "));
    }
  }

  over(): string[] {
    return this.entries.filter((entry) => !(entry.value <= entry.budget)).map((entry) => `${entry.name}: ${short(entry.value)} ${entry.unit}, budget ${entry.budget}`);
  }

  json(): object {
    return { title: this.title, at: new Date().toISOString(), entries: this.entries };
  }

  text(): string {
    const rows = this.entries.map(({ name, value, budget, unit, detail }) => {
      const verdict = !Number.isFinite(budget) ? "    " : value <= budget ? "ok  " : "OVER";
      const shown = unit === "ms" && value === 0 ? "none over 50 ms" : `${short(value)}${unit === "x" ? "x" : ` ${unit}`}`;
      const allowed = Number.isFinite(budget) ? `budget ${budget}${unit === "x" ? "x" : ` ${unit}`}` : "no budget";
      return `${verdict} ${name.padEnd(48)} ${shown.padEnd(16)} ${allowed}${detail && `   ${detail}`}`;
    });
    return [this.title, ...rows, ...this.said].join("\n");
  }
}
