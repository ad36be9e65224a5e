// The class behind <batch-curator>. wasm-bindgen cannot write one: an exported struct extends nothing.
// Nothing of the DOM is touched at the top level, for a worker imports this file as well.

const text = (element, name) => element.getAttribute(name) ?? undefined;

/** Attributes as the options of `mount()`; what is absent stays out. */
function options(element) {
  const project = text(element, "project");
  const limit = text(element, "memory-limit");
  const studio = { url: text(element, "label-studio"), project: project ? Number(project) : undefined };
  return {
    base: text(element, "base"),
    theme: text(element, "theme"),
    route: text(element, "route"),
    companion: text(element, "companion"),
    memoryLimit: limit ? Number(limit) : undefined,
    persist: element.hasAttribute("persist") ? element.getAttribute("persist") !== "false" : undefined,
    labelStudio: studio.url || project ? studio : undefined,
  };
}

/** Defines the element, once per page. `mount` and `update` take an element or id and options; `unmount` an id. */
export function define(name, mount, update, unmount) {
  if (customElements.get(name)) return;
  customElements.define(name, class extends HTMLElement {
    static observedAttributes = ["base", "label-studio", "project", "theme", "route", "companion", "persist", "memory-limit"];
    #id;
    #refused = false; // the options were wrong: another try when they change

    connectedCallback() {
      this.#id ??= mount(this, options(this));
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
      if (before === after) return;
      if (this.#id !== undefined) update(this.#id, options(this));
      else if (this.#refused) this.connectedCallback();
    }
  });
}
