//! Texts in which parts can be marked.

use super::trial::Trial;
use crate::browser::{inert::inert, listen::listen, marking};
use crate::core::labeling::{
    answers::{Place, Region, Units, pieces},
    preview::{Asked, How},
};
use leptos::{ev, html, prelude::*};
use std::sync::Arc;

/// The regions of an object (or of one of its turns), each with its place and colour.
fn here(trial: Trial, object: &str, turn: Option<usize>) -> Vec<(Region, (usize, usize), String)> {
    trial.both(|answers, screen| {
        let inside = answers.regions.iter().filter(|region| region.to == object);
        let placed = inside.filter_map(|region| {
            let color =
                screen.control(&region.from).map(|control| color(control, region)).unwrap_or_default();
            Some((region.clone(), region.within(turn)?, color))
        });
        placed.collect()
    })
}

/// The colour of a region: its first label's.
pub(super) fn color(control: &Asked, region: &Region) -> String {
    let How::Labels { labels, .. } = &control.how else { return String::new() };
    let label = labels.iter().find(|label| region.labels.contains(&label.value));
    label.map(|label| label.color.clone()).unwrap_or_default()
}

/// The control whose label is in the hand, if it marks this object.
fn marking_control(trial: Trial, object: &str) -> Option<(Arc<Asked>, String)> {
    let (control, label) = trial.label_now()?;
    let control = trial.control(&control).filter(|control| control.to_name == object)?;
    Some((control, label))
}

/// A text. With a label in the hand, what is selected in it is marked.
pub(super) fn text(trial: Trial, name: &str, turn: Option<usize>, text: &str) -> AnyView {
    let (object, said) = (name.to_owned(), text.to_owned());
    let regions = Memo::new({
        let object = object.clone();
        move |_| here(trial, &object, turn)
    });
    let pieces = move || {
        let regions = regions.get();
        let spans: Vec<_> = regions.iter().map(|(_, span, _)| *span).collect();
        let piece = |piece: crate::core::labeling::answers::Piece| {
            let top = piece.regions.last().and_then(|at| regions.get(*at));
            let Some((region, _, color)) = top else { return piece.text.into_any() };
            let (id, chosen) = (region.id.clone(), region.id.clone());
            let on = move || trial.read(|answers| answers.selected.as_ref() == Some(&chosen));
            view! { <mark class="ls-mark" class:on=on style:--label=color.clone() title=region.labels.join(", ") on:click=move |_| trial.select(Some(&id))>{piece.text}</mark> }
                .into_any()
        };
        pieces(&said, &spans, Units::of(turn)).into_iter().map(piece).collect_view()
    };
    let node = NodeRef::<html::Div>::new();
    let marked = move |_: ev::MouseEvent| {
        let Some((control, label)) = marking_control(trial, &object) else { return };
        let Some(element) = node.get_untracked() else { return };
        if let Some(found) = marking::selected(&element, Units::of(turn)) {
            let place = match turn {
                None => Place::Text(found.start, found.end),
                Some(turn) => Place::Turn(turn, found.start, found.end),
            };
            trial.mark(&control, place, found.text, &label);
            if let Some(document) = element.owner_document() {
                marking::unselect(&document);
            }
        }
    };
    // What scrolls is reached by keyboard. A turn scrolls with its conversation.
    let alone = turn.is_none();
    let label = alone.then(|| format!("Text {name}"));
    view! {
        <div class="prose" class:src=alone title=name.to_owned() tabindex=alone.then_some("0") role=alone.then_some("group") aria-label=label node_ref=node on:mouseup=marked>{pieces}</div>
    }
    .into_any()
}

/// What the frame may load: nothing from anywhere, so that a model's answer cannot tell that it was read.
const POLICY: &str = "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; img-src data:\">";

/// HTML in a frame in which nothing runs: no scripts, no forms, no links out. It is of this page's origin so that the
/// page can read what is selected in it; without scripts that gives the HTML nothing.
pub(super) fn hyper_text(trial: Trial, name: &str, html: &str) -> AnyView {
    let object = name.to_owned();
    let title = format!("HTML of {name}, shown without scripts");
    let node = NodeRef::<html::Iframe>::new();
    let loaded = RwSignal::new(0_u32);
    let body = move || {
        let document = node.get_untracked()?.content_document()?;
        document.body().map(wasm_bindgen::JsCast::unchecked_into::<web_sys::Element>)
    };
    // Each load brings another document: listened to as long as it is there.
    Effect::new({
        let object = object.clone();
        move || {
            if loaded.get() == 0 {
                return;
            }
            let Some(target) = body().and_then(|body| body.owner_document()) else { return };
            let object = object.clone();
            listen(target.into(), "mouseup", move |_| {
                if let (Some((control, label)), Some(body)) = (marking_control(trial, &object), body()) {
                    mark_html(trial, &control, &label, &body);
                }
            });
        }
    });
    Effect::new(move || {
        let regions = here(trial, &object, None);
        if loaded.get() == 0 {
            return;
        }
        let Some(body) = body() else { return };
        marking::clear(&body);
        for (region, (from, to), color) in &regions {
            marking::paint(&body, *from, *to, &region.id, color);
        }
    });
    view! { <iframe class="hyper" sandbox="allow-same-origin" title=title node_ref=node on:load=move |_| loaded.update(|loaded| *loaded += 1) srcdoc=format!("{POLICY}{}", inert(html))></iframe> }
        .into_any()
}

fn mark_html(trial: Trial, control: &Asked, label: &str, body: &web_sys::Element) {
    let Some(found) = marking::selected(body, Units::CodePoints) else { return };
    marking::clear(body);
    if let Some((start, start_offset, end, end_offset)) = marking::ends(body, found.start, found.end) {
        let place = Place::Html { start, end, start_offset, end_offset, global: (found.start, found.end) };
        trial.mark(control, place, found.text, label);
    }
    if let Some(document) = body.owner_document() {
        marking::unselect(&document);
    }
}
