// The way to the XML editor: a file of its own beside the glue, fetched when it is needed.

/** `again`: how often it failed before. A browser may remember a failure of an address. */
export const load = (glue, again) => import(new URL(again ? `editor.js?again=${again}` : "editor.js", glue));
