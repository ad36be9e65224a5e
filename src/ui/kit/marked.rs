//! Text in which the words that are looked for are marked.

use crate::core::results::highlight::marks;
use leptos::prelude::*;

/// The words that are looked for.
pub type Needles = Signal<Vec<String>>;

/// How a component that knows nothing of needles shows its text.
pub type Paint = Callback<String, AnyView>;

/// A text node, or several with a `<mark>` around each place of a needle.
pub fn marked(text: String, needles: Needles) -> AnyView {
    // One closure for each text: what a person opened beside it stays open when the needles change.
    (move || needles.with(|needles| pieces(&text, needles))).into_any()
}

/// The same for whoever shows texts one by one, such as [`super::JsonTree`].
pub fn paint(needles: Needles) -> Paint {
    Callback::new(move |text| marked(text, needles))
}

fn pieces(text: &str, needles: &[String]) -> AnyView {
    let marks = if needles.is_empty() { Vec::new() } else { marks(text, needles) };
    if marks.is_empty() {
        return text.to_owned().into_any();
    }
    let piece = |range: std::ops::Range<usize>| text.get(range).unwrap_or_default().to_owned();
    let mut at = 0;
    let mut out = Vec::with_capacity(marks.len() * 2 + 1);
    for mark in marks {
        out.push(piece(at..mark.start).into_any());
        at = mark.end;
        out.push(view! { <mark class="hit">{piece(mark)}</mark> }.into_any());
    }
    out.push(piece(at..text.len()).into_any());
    out.into_any()
}
