//! The types that a host page's TypeScript sees.

use wasm_bindgen::prelude::*;

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &'static str = r#"
/** A screen. */
export type BatchCuratorStep = "batches" | "results" | "labeling" | "push" | "watcher";

/** Results that were chosen. */
export interface BatchCuratorSelection {
    /** The batch's id; `file:…`, `url:…` or `local:…` for results that are of no batch. */
    batchId: string | null;
    count: number;
    /** Each result by its place among all rows (from 1) and its `custom_id` (empty: it has none). */
    results: { row: number; customId: string }[];
}

/** What a host may choose. Every field is optional. */
export interface BatchCuratorOptions {
    /** Where the batch API is, without `/v1`. Default: where the page came from. */
    base?: string;
    /** Headers for each request to the batch API: fixed ones, or a function that is asked before each request. */
    headers?: Record<string, string> | ((url: string) => Record<string, string> | Promise<Record<string, string>>);
    /** The Label Studio to start with. The token is always typed by the person. */
    labelStudio?: { url?: string; project?: number };
    /** The screens to show. Default: all. Without `batches`, name a `batch`. */
    steps?: BatchCuratorStep[];
    /** The id of the batch that is open at first. */
    batch?: string;
    /** What is chosen of that batch at first: a filter such as `outcome:succeeded`, or `""` for all. */
    select?: string;
    /** Gets the selection when the person presses the button that this option makes appear. */
    takeSelection?: (selection: BatchCuratorSelection) => void | Promise<void>;
    /** The words on that button. Default: `Use selection`. */
    takeLabel?: string;
    /** Colours. Default: `system`. */
    theme?: "system" | "light" | "dark";
    /** Where the route is kept: the address's hash, or memory. Default: `memory`. */
    route?: "hash" | "memory" | "none";
    /** Remember theme, Label Studio's address and project in localStorage. Never a token. Default: false. */
    persist?: boolean;
    /** Where a companion introduces itself, such as `companion.json`. Default: not asked. */
    companion?: string;
    /** Bytes of results that stay in memory; the rest lies in the browser's private storage while the page is open.
     *  Default: 64 MiB while they are read, 8 MiB after that. */
    memoryLimit?: number;
}

/** What a labeling preview shows. */
export interface LabelingPreviewOptions {
    /** The labeling configuration, as XML. */
    config?: string;
    /** A task (`data`, `predictions`) or its bare data, as an object or as JSON text. Default: the sample task. */
    task?: object | string;
    /** Colours. Default: `system`. */
    theme?: "system" | "light" | "dark";
}

/** `<batch-curator>`. */
export interface BatchCuratorElement extends HTMLElement {
    /** Options that win over the attributes: those that no attribute can hold. Setting it updates the view. */
    options: BatchCuratorOptions;
}

/** `<labeling-preview>`. */
export interface LabelingPreviewElement extends HTMLElement {
    /** Options that win over the attributes `config`, `task` and `theme`. */
    options: LabelingPreviewOptions;
}

/** The details of the events, by their names. */
export interface BatchCuratorEvents {
    "batch-curator:ready": Record<string, never>;
    "batch-curator:error": { message: string };
    "batch-curator:navigated": { route: string };
    "batch-curator:opened": { batchId: string; rows: number; how: "ready" | "stopped" | "failed" };
    "batch-curator:selected": { batchId: string; count: number };
    "batch-curator:push-started": { batchId: string; project: number; tasks: number };
    "batch-curator:push-progressed": { batchId: string; project: number; done: number; tasks: number };
    "batch-curator:pushed": { batchId: string; project: number; created: number; alreadyThere: number; refused: number };
}

declare global {
    interface HTMLElementTagNameMap {
        "batch-curator": BatchCuratorElement;
        "labeling-preview": LabelingPreviewElement;
    }
}
"#;
