// What a host page's TypeScript sees: `tsc --noEmit` checks it against the package's types.
import init, {
  type BatchCuratorEvents,
  type BatchCuratorOptions,
  type BatchCuratorSelection,
  type Handle,
  mount,
  mountedViews,
  mountLabelingPreview,
} from "batch-curator";

await init();
await init({ module_or_path: new URL("https://example.org/batch-curator_bg.wasm") });

const options: BatchCuratorOptions = {
  base: "https://batches.example.org",
  headers: async (url: string) => ({ authorization: `Bearer ${url.length}` }),
  labelStudio: { url: "https://labels.example.org", project: 12 },
  steps: ["batches", "results"],
  batch: "batch_1",
  select: "outcome:succeeded",
  takeSelection: (selection: BatchCuratorSelection) => console.log(selection.results[0]?.customId.length),
  takeLabel: "Use",
  theme: "dark",
  route: "memory",
  persist: false,
  companion: "companion.json",
  memoryLimit: 1 << 26,
};
const handle: Handle = mount(document.body, options);
handle.update({ ...options, headers: { authorization: "Bearer x" } });
handle.unmount();
mountLabelingPreview(document.body, { config: "<View/>", task: { data: { text: "x" } } }).update({ theme: "light" });
const views: number = mountedViews();

// @ts-expect-error there is no such screen
mount(document.body, { steps: ["everything"] });
// @ts-expect-error there is no such option
mount(document.body, { token: "never" });

const element = document.createElement("batch-curator");
element.options = { steps: ["push"], batch: "batch_1" };
const preview = document.createElement("labeling-preview");
preview.options = { config: "<View/>" };

element.addEventListener("batch-curator:pushed", (event) => {
  const detail: BatchCuratorEvents["batch-curator:pushed"] = (event as CustomEvent).detail;
  console.log(detail.created + detail.alreadyThere + views);
});
