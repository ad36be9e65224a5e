//! The XML editor, in a file of its own: CodeMirror, fetched when it is needed. It draws and takes keys; what it
//! shows and offers it is told, or asks for.

use js_sys::Function;
use wasm_bindgen::{JsCast as _, JsValue, closure::Closure, prelude::wasm_bindgen};
use web_sys::Element;

#[wasm_bindgen]
extern "C" {
    /// The address of the glue: the editor lies beside it.
    #[wasm_bindgen(thread_local_v2, js_namespace = ["import", "meta"], js_name = url)]
    static GLUE_URL: String;

    #[derive(Debug, Clone)]
    type Module;
    #[wasm_bindgen(method, catch)]
    fn create(
        this: &Module,
        parent: &Element,
        text: &str,
        label: &str,
        described_by: &str,
        hint: &str,
        ask: &Function,
    ) -> Result<View, JsValue>;

    #[derive(Debug, Clone)]
    type View;
    #[wasm_bindgen(method)]
    fn reset(this: &View, text: &str);
    #[wasm_bindgen(method)]
    fn replace(this: &View, text: &str);
    #[wasm_bindgen(method)]
    fn mark(this: &View, json: &str);
    #[wasm_bindgen(method)]
    fn go(this: &View, from: usize, to: usize, focus: bool);
    #[wasm_bindgen(method)]
    fn focus(this: &View);
    #[wasm_bindgen(method)]
    fn destroy(this: &View);
}

#[wasm_bindgen(module = "/src/browser/editor/load.js")]
extern "C" {
    #[wasm_bindgen(catch, js_name = load)]
    async fn fetch(glue: &str, again: u32) -> Result<JsValue, JsValue>;
}

/// What the editor says or wants to know. Places are UTF-16 units of its text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ask {
    /// The person changed the text: this is the whole of it.
    Changed(String),
    /// What may be inserted at this place.
    Complete(usize),
    /// What is to be said of this place.
    Hover(usize),
    /// Which fixes there are for this place.
    Fixes(usize),
    /// Apply a fix: the problem's place in the report, the fix's place in the problem.
    Mend(usize, usize),
    /// Put the text in order.
    Format,
}

impl Ask {
    fn read(what: &str, first: &JsValue, second: &JsValue) -> Option<Self> {
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a place in a text")]
        let place = |value: &JsValue| value.as_f64().map(|place| place as usize);
        Some(match what {
            "changed" => Self::Changed(first.as_string()?),
            "complete" => Self::Complete(place(first)?),
            "hover" => Self::Hover(place(first)?),
            "fixes" => Self::Fixes(place(first)?),
            "mend" => Self::Mend(place(first)?, place(second)?),
            "format" => Self::Format,
            _ => return None,
        })
    }
}

/// The editor's code.
#[derive(Debug, Clone)]
pub struct Code(Module);

/// Fetches it. `again`: how often that failed before. `None`: it cannot be had; the browser's console says why.
pub async fn load(again: u32) -> Option<Code> {
    let glue = GLUE_URL.with(String::clone);
    fetch(&glue, again).await.ok().map(|module| Code(module.unchecked_into()))
}

/// How an editor is presented.
#[derive(Debug, Clone, Copy)]
pub struct Words {
    /// Its name.
    pub label: &'static str,
    /// Id of the element that explains its keys.
    pub described_by: &'static str,
    /// What an empty one shows.
    pub hint: &'static str,
}

type Answer = dyn Fn(String, JsValue, JsValue) -> Option<String>;

/// A living editor. Dropping it takes it away.
#[derive(Debug)]
pub struct Editor {
    view: View,
    _answer: Closure<Answer>,
}

impl Editor {
    /// Makes one inside `parent`. `answer` gives text or JSON, or nothing.
    pub fn new(
        code: &Code,
        parent: &Element,
        text: &str,
        words: Words,
        answer: impl Fn(Ask) -> Option<String> + 'static,
    ) -> Option<Self> {
        let answer = Closure::<Answer>::new(move |what: String, first: JsValue, second: JsValue| {
            Ask::read(&what, &first, &second).and_then(&answer)
        });
        let Words { label, described_by, hint } = words;
        let ask = answer.as_ref().unchecked_ref();
        let view = code.0.create(parent, text, label, described_by, hint, ask).ok()?;
        Some(Self { view, _answer: answer })
    }

    /// Shows another text, without a history.
    pub fn reset(&self, text: &str) {
        self.view.reset(text);
    }

    /// Shows the same text, changed: the person can undo it.
    pub fn replace(&self, text: &str) {
        self.view.replace(text);
    }

    /// Draws problems and spans upon the text, in place of those before.
    pub fn mark(&self, json: &str) {
        self.view.mark(json);
    }

    /// Selects a range and shows it.
    pub fn go(&self, from: usize, to: usize, focus: bool) {
        self.view.go(from, to, focus);
    }

    /// Moves the focus into it.
    pub fn focus(&self) {
        self.view.focus();
    }
}

impl Drop for Editor {
    fn drop(&mut self) {
        self.view.destroy();
    }
}
