// The classes behind <batch-curator> and <labeling-preview>. wasm-bindgen cannot write one: an exported struct extends
// nothing. Nothing of the DOM is touched at the top level, for a worker imports this file as well.

const text = (element, name) => element.getAttribute(name) ?? undefined;
const number = (element, name) => (element.getAttribute(name) ? Number(element.getAttribute(name)) : undefined);

/** Attributes as options of `mount()`; what is absent stays out. */
function ofCurator(element) {
  const studio = { url: text(element, "label-studio"), project: number(element, "project") };
  return {
    base: text(element, "base"),
    theme: text(element, "theme"),
    route: text(element, "route"),
    companion: text(element, "companion"),
    memoryLimit: number(element, "memory-limit"),
    persist: element.hasAttribute("persist") ? element.getAttribute("persist") !== "false" : undefined,
    labelStudio: studio.url || element.getAttribute("project") ? studio : undefined,
    steps: text(element, "steps")?.split(/[\s,]+/).filter(Boolean),
    batch: text(element, "batch"),
    select: text(element, "select"),
    takeLabel: text(element, "take-label"),
  };
}

const ofPreview = (element) => ({
  config: text(element, "config"),
  task: text(element, "task"),
  theme: text(element, "theme"),
});

const elements = {
  "batch-curator": {
    attributes: ["base", "label-studio", "project", "theme", "route", "companion", "persist", "memory-limit", "steps",
      "batch", "select", "take-label"],
    read: ofCurator,
  },
  "labeling-preview": { attributes: ["config", "task", "theme"], read: ofPreview },
};

/** Defines an element, once per page. `mount` and `update` take an element or id and options; `unmount` an id. */
export function define(name, mount, update, unmount) {
  if (customElements.get(name)) return;
  const { attributes, read } = elements[name];
  customElements.define(name, class extends HTMLElement {
    static observedAttributes = attributes;
    #id;
    #refused = false; // the options were wrong: another try when they change
    #given = {};

    /** Options that win over the attributes: those that no attribute can hold. */
    get options() {
      return this.#given;
    }

    set options(given) {
      this.#given = given ?? {};
      this.#changed();
    }

    connectedCallback() {
      // Set before the element was defined, it hides the property above.
      if (Object.hasOwn(this, "options")) {
        this.#given = this.options ?? {};
        delete this.options;
      }
      this.#id ??= mount(this, this.#all());
      this.#refused = this.#id === undefined;
    }

    // A node that moves fires both callbacks at once: wait, and see whether it is still here.
    disconnectedCallback() {
      queueMicrotask(() => {
        if (this.isConnected || this.#id === undefined) return;
        unmount(this.#id);
        this.#id = undefined;
      });
    }

    attributeChangedCallback(_name, before, after) {
      if (before !== after) this.#changed();
    }

    #all() {
      return typeof this.#given === "object" ? { ...read(this), ...this.#given } : this.#given;
    }

    #changed() {
      if (this.#id !== undefined) update(this.#id, this.#all());
      else if (this.#refused) this.connectedCallback();
    }
  });
}
