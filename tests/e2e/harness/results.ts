// Results as a batch server writes them, and what people ask of models for each built-in template.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** One request and its answer; an answer that is no text is written as JSON. */
export interface Result {
  id: string;
  user: unknown;
  answer: unknown;
}

/** A line of an output file that repeats its request. */
const line = ({ id, user, answer }: Result): string =>
  JSON.stringify({
    custom_id: id,
    response: {
      status_code: 200,
      body: {
        model: "judge-1",
        choices: [{ message: { role: "assistant", content: written(answer) }, finish_reason: "stop" }],
        usage: { prompt_tokens: 40, completion_tokens: 12, total_tokens: 52 },
      },
    },
    error: null,
    input: {
      model: "judge-1",
      messages: [
        { role: "system", content: "Answer in JSON." },
        { role: "user", content: written(user) },
      ],
    },
  });

const written = (value: unknown): string => (typeof value === "string" ? value : JSON.stringify(value));

/** Writes `NAME.jsonl` into the folder, for `serve --batches FOLDER`. */
export function writeResults(folder: string, name: string, results: Result[]): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, `${name}.jsonl`), `${results.map(line).join("\n")}\n`);
}

/** What a model says of a task, and what is to be pre-selected because of it: the value of each control's regions. */
export interface Asked {
  results: Result[];
  /** Of each result, in their order. */
  expected: Record<string, unknown[]>[];
}

const BICYCLE = "My chain slips on the two smallest cogs. Is the chain worn?";
const BOOKS = [
  { title: "Rules of lending, 3", text: "Books are lent for four weeks. Films are lent for one week." },
  { title: "Rules of lending, 5", text: "A loan is extended twice, unless another reader waits. Books 🎉 are lent to all." },
];
const INVOICE = "Invoice 2031-0417\n12 trays of rolls 86.40\nDelivery 9.60\nTotal due 96.00 EUR";

/** By the template's id. */
export const ASKED: Record<string, Asked> = {
  "batch-result-review": {
    results: [
      { id: "review-1", user: BICYCLE, answer: { quality: "good", gold_star: true, answer: "Probably the cassette as well." } },
      // As models write it when nobody insists.
      { id: "review-2", user: BICYCLE, answer: 'Here it is:\n```json\n{"quality": "Needs correction", "gold_star": false,}\n```' },
      { id: "review-3", user: BICYCLE, answer: { quality: "poor", gold_star: false } },
    ],
    expected: [
      { quality: [{ choices: ["good"] }], gold_star: [{ choices: ["Use for training"] }] },
      { quality: [{ choices: ["needs_correction"] }] },
      { quality: [{ choices: ["poor"] }] },
    ],
  },
  "candidate-evaluation": {
    results: [
      { id: "C-1", user: "Nine years as a network engineer.", answer: { recommendation: "Strong Yes", confidence: 5, summary: "Fits." } },
      { id: "C-2", user: "Two years in sales.", answer: { recommendation: "no", confidence: "2", summary: "Does not fit." } },
    ],
    expected: [
      { recommendation: [{ choices: ["Strong Yes"] }], confidence: [{ rating: 5 }] },
      { recommendation: [{ choices: ["No"] }], confidence: [{ rating: 2 }] },
    ],
  },
  "chat-review": {
    results: [
      { id: "chat-1", user: BICYCLE, answer: { quality: 4, problems: ["Tone", "Wrong fact"], note: "Too short." } },
      { id: "chat-2", user: BICYCLE, answer: { quality: 2, problems: ["Unsafe"], note: "Look at the brakes first." } },
    ],
    expected: [
      { quality: [{ rating: 4 }], problems: [{ choices: ["Tone", "Wrong fact"] }], note: [{ text: ["Too short."] }] },
      { quality: [{ rating: 2 }], problems: [{ choices: ["Unsafe"] }], note: [{ text: ["Look at the brakes first."] }] },
    ],
  },
  "classification-confidence": {
    results: [
      { id: "class-1", user: "The lid broke in the second week.", answer: { label: "negative", confidence: 0.75 } },
      { id: "class-2", user: "Boils fast, pours well.", answer: { label: "Positive", confidence: 0.9 } },
    ],
    expected: [
      { label: [{ choices: ["negative"] }], confidence: [{ number: 75 }] },
      { label: [{ choices: ["positive"] }], confidence: [{ number: 90 }] },
    ],
  },
  "extraction-check": {
    results: [
      {
        id: "invoice-1",
        user: INVOICE,
        answer: { total: 86.4, verdict: "Incomplete", evidence: [{ text: "Delivery 9.60", label: "Missing from the JSON" }] },
      },
      { id: "invoice-2", user: INVOICE, answer: { total: 96, verdict: "Complete and right", evidence: [] } },
    ],
    expected: [
      {
        verdict: [{ choices: ["Incomplete"] }],
        evidence: [{ start: 42, end: 55, text: "Delivery 9.60", labels: ["Missing from the JSON"] }],
      },
      { verdict: [{ choices: ["Complete and right"] }] },
    ],
  },
  "pairwise-comparison": {
    results: [
      {
        id: "pair-1",
        user: { question: BICYCLE, answer_a: "The cassette as well.", answer_b: "Yes. Buy a new chain." },
        answer: { better: "A", margin: "Clearly", reasons: ["More correct", "Clearer"] },
      },
      {
        id: "pair-2",
        user: { question: "How long is a loan?", answer_a: "Long.", answer_b: "Four weeks." },
        answer: { better: "answer_b", margin: "Slightly", reasons: ["More complete"] },
      },
    ],
    expected: [
      { better: [{ selected: "left" }], margin: [{ choices: ["Clearly"] }], reasons: [{ choices: ["More correct", "Clearer"] }] },
      { better: [{ selected: "right" }], margin: [{ choices: ["Slightly"] }], reasons: [{ choices: ["More complete"] }] },
    ],
  },
  "result-correction": {
    results: [
      {
        id: "fix-1",
        user: "Is this right? Which months have 30 days?",
        answer: 'April, June, September and October. {"verdict": "Needs correction", "faults": [{"text": "October", "label": "Wrong"}]}',
      },
      { id: "fix-2", user: "Say hello.", answer: 'Hello. {"verdict": "Right as it is", "faults": []}' },
    ],
    expected: [
      {
        verdict: [{ choices: ["Needs correction"] }],
        faults: [{ start: 27, end: 34, text: "October", labels: ["Wrong"] }],
      },
      { verdict: [{ choices: ["Right as it is"] }] },
    ],
  },
  "retrieval-review": {
    results: [
      {
        id: "faq-1",
        user: { question: "How long may I keep a book?", passages: BOOKS },
        answer: {
          answer: "Four weeks. Children may keep books for eight.",
          faithful: "In part",
          retrieval: "Yes",
          helpfulness: 3,
          unsupported: [{ text: "Children may keep books for eight.", label: "Not in the passages" }],
          support: [{ text: "are lent for four weeks", label: "Supports" }, { text: "are lent to all", label: "Contradicts" }],
        },
      },
      {
        id: "faq-2",
        user: { question: "Who may borrow?", passages: BOOKS },
        answer: { answer: "All.", faithful: "Wholly", retrieval: "Partly", helpfulness: 5, unsupported: [], support: [] },
      },
    ],
    expected: [
      {
        faithful: [{ choices: ["In part"] }],
        retrieval: [{ choices: ["Yes"] }],
        helpfulness: [{ rating: 3 }],
        unsupported: [{ start: 12, end: 46, text: "Children may keep books for eight.", labels: ["Not in the passages"] }],
        support: [
          { start: "0", end: "0", startOffset: 6, endOffset: 29, text: "are lent for four weeks", paragraphlabels: ["Supports"] },
          { start: "1", end: "1", startOffset: 64, endOffset: 79, text: "are lent to all", paragraphlabels: ["Contradicts"] },
        ],
      },
      { faithful: [{ choices: ["Wholly"] }], retrieval: [{ choices: ["Partly"] }], helpfulness: [{ rating: 5 }] },
    ],
  },
};
