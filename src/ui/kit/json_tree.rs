//! JSON as a foldable tree of text nodes. Children exist once their parent is opened, 100 at a time.

use super::{
    icon::{Icon, Name},
    marked::Paint,
};
use leptos::prelude::*;
use serde_json::Value;
use std::sync::Arc;
use wasm_bindgen::JsCast as _;

/// Children shown at first, and more with each press.
const STEP: usize = 100;
/// A longer string is cut until it is asked for.
const LONG: usize = 2000;

/// What to show beside a leaf, by the JSON Pointer (RFC 6901) of its value.
pub type LeafAct = Callback<String, AnyView>;

/// The tree. The first level is open.
#[component]
pub fn JsonTree(
    /// The value.
    value: Arc<Value>,
    /// What it is, for a screen reader.
    #[prop(into)]
    label: String,
    /// A further act on each leaf; such as a button to map it.
    #[prop(optional, into)]
    act: Option<LeafAct>,
    /// The act stands in branches too, as their first line.
    #[prop(optional)]
    branches: bool,
    /// Pointers of the branches below the first level that are open.
    #[prop(optional)]
    open: &'static [&'static str],
    /// How keys and leaves are shown, such as with marks ([`super::paint`]); plainly if not said. Not needles:
    /// the first page has this tree and nothing that marks.
    #[prop(optional, into)]
    paint: Option<Paint>,
) -> impl IntoView {
    let tree = Tree { root: StoredValue::new(value), act, paint, branches, open };
    view! { <div class="jt" role="group" aria-label=label>{tree.node(None, String::new(), true)}</div> }
}

/// The whole value, kept once: nodes know their pointer into it.
#[derive(Clone, Copy)]
struct Tree {
    root: StoredValue<Arc<Value>>,
    act: Option<LeafAct>,
    paint: Option<Paint>,
    branches: bool,
    open: &'static [&'static str],
}

impl Tree {
    fn show(self, text: String) -> AnyView {
        match self.paint {
            Some(paint) => paint.run(text),
            None => text.into_any(),
        }
    }

    /// One value, with its key.
    fn node(self, key: Option<String>, pointer: String, open: bool) -> AnyView {
        let root = self.root.get_value();
        match root.pointer(&pointer) {
            Some(Value::Object(map)) if !map.is_empty() => self.branch(
                key,
                format!("{{ }} {}", counted(map.len(), "key")),
                map.keys().cloned().collect(),
                pointer,
                open,
            ),
            Some(Value::Array(list)) if !list.is_empty() => {
                let keys = (0..list.len()).map(|at| at.to_string()).collect();
                self.branch(key, format!("[ ] {}", counted(list.len(), "item")), keys, pointer, open)
            }
            leaf => {
                let text = leaf.map(|leaf| self.leaf_text(leaf));
                let act = self.act.map(|act| act.run(pointer));
                view! { <div class="leaf">{key.map(|key| view! { <span class="k">{self.show(key)}</span> })}{text}{act}</div> }.into_any()
            }
        }
    }

    fn branch(
        self,
        key: Option<String>,
        summary: String,
        keys: Vec<String>,
        pointer: String,
        open: bool,
    ) -> AnyView {
        let opened = RwSignal::new(open);
        let shown = RwSignal::new(STEP);
        let total = keys.len();
        let kept = StoredValue::new((keys, pointer));
        let child = move |at: usize| {
            let (key, pointer) = kept.with_value(|(keys, pointer)| {
                let key = keys.get(at).cloned().unwrap_or_default();
                let pointer = format!("{pointer}/{}", key.replace('~', "~0").replace('/', "~1"));
                (key, pointer)
            });
            let open = self.open.contains(&pointer.as_str());
            self.node(Some(key), pointer, open)
        };
        let more = move || {
            let left = total.saturating_sub(shown.get());
            (left > 0).then(|| {
                view! {
                    <button type="button" class="link" on:click=move |_| shown.update(|shown| *shown += STEP)>
                        {format!("Show {} more of {left}", left.min(STEP))}
                    </button>
                }
            })
        };
        // Folding ends what was shown: a leaf that nobody sees costs nothing.
        let act = self.act.filter(|_| self.branches);
        let whole = move || {
            let pointer = kept.with_value(|(_, pointer)| pointer.clone());
            act.filter(|_| !pointer.is_empty())
                .map(|act| view! { <div class="leaf whole"><span class="c">"all of it"</span>{act.run(pointer)}</div> })
        };
        let inside = move || {
            opened.get().then(|| {
                view! { <div>{whole()}<For each=move || 0..shown.get().min(total) key=|at| *at children=child/>{more}</div> }
            })
        };
        view! {
            <details open=open on:toggle=move |event: web_sys::Event| opened.set(is_open(&event))>
                <summary>
                    <Icon name=Name::Chev class="chev"/>
                    " "
                    {key.map(|key| view! { <span class="k">{self.show(key)}" "</span> })}
                    <span class="c">{summary}</span>
                </summary>
                {inside}
            </details>
        }
        .into_any()
    }
}

/// `toggle` does not bubble, so that the target is the branch itself.
fn is_open(event: &web_sys::Event) -> bool {
    let details = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
    details.is_some_and(|details| details.has_attribute("open"))
}

impl Tree {
    /// The value of a leaf, coloured by its kind. A long string is cut, and whole on request.
    fn leaf_text(self, value: &Value) -> AnyView {
        let Value::String(text) = value else {
            return view! { <span class="d">{self.show(value.to_string())}</span> }.into_any();
        };
        let Some((cut, _)) = text.char_indices().nth(LONG) else {
            return view! { <span class="s">"\""{self.show(text.clone())}"\""</span> }.into_any();
        };
        let whole = RwSignal::new(false);
        let text = StoredValue::new(text.clone());
        let rest = text.with_value(|text| text.len() - cut);
        let said = move || {
            let end = if whole.get() { usize::MAX } else { cut };
            self.show(text.with_value(|text| text.get(..end).unwrap_or(text).to_owned()))
        };
        view! {
            <span class="s">
                "\""{said}
                {move || if whole.get() { "\"" } else { "… " }}
                {move || (!whole.get()).then(|| view! {
                    <button type="button" class="link" on:click=move |_| whole.set(true)>{format!("show {rest} more bytes")}</button>
                })}
            </span>
        }
        .into_any()
    }
}

fn counted(number: usize, noun: &str) -> String {
    crate::core::text::counted(number as u64, noun)
}
