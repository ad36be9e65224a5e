//! The annotator's screen, block by block. What the task brings stays text; HTML goes into a frame that can run
//! nothing.

use super::super::super::kit::{Button, Icon, Markdown, icon::Name};
use super::{controls, marks, trial::Trial};
use crate::core::labeling::preview::{Block, How, Item, Label, Style, View, When};
use crate::core::markdown;
use leptos::{html, prelude::*};

/// Blocks, one after the other.
fn views(trial: Trial, blocks: &[Block]) -> AnyView {
    blocks.iter().map(|inner| block(trial, inner)).collect_view().into_any()
}

/// One block, with all that is in it.
pub(super) fn block(trial: Trial, block: &Block) -> AnyView {
    match block {
        Block::View(view) => group(trial, view),
        Block::Pages(all) => pages(trial, all.clone()),
        Block::Header { text, size, style } => header(text.clone(), *size, style.clone()),
        Block::Text { name, text } => compared(trial, name, marks::text(trial, name, None, text)),
        Block::HyperText { name, html } => compared(trial, name, marks::hyper_text(trial, name, html)),
        Block::Markdown { text, when } => {
            let blocks = markdown::parse(text).blocks;
            let text = view! { <div class="ls-md"><Markdown blocks/></div> }.into_any();
            conditional(trial, when.clone(), text)
        }
        Block::Paragraphs { name, turns, dialogue } => paragraphs(trial, name, turns, *dialogue),
        Block::List { title, items, .. } => list(title.clone(), items),
        Block::Table { name, columns, rows } => table(name, columns, rows),
        Block::Control(asked) => controls::control(trial, asked),
        Block::Placeholder { tag, name, reason, labels } => view! {
            <div class="stand-in"><Icon name=Name::File/><span><b>{tag.clone()}</b>" "<span class="mono dim">{name.clone()}</span><br/><span class="dim fs2">{reason.clone()}</span>{palette(labels)}</span></div>
        }
        .into_any(),
        Block::Broken { message, .. } => view! {
            <div class="broken"><Icon name=Name::Bad/><span>{super::super::words(message)}</span></div>
        }
        .into_any(),
    }
}

/// What waits for an answer is there when the answer is; until then a line says that it waits.
fn conditional(trial: Trial, when: Option<When>, inside: AnyView) -> AnyView {
    let Some(when) = when else { return inside };
    let sentence = when.sentence();
    let met = Memo::new(move |_| trial.meets(Some(&when)));
    view! {
        <div class="ls-view ls-when" class:off=move || !met.get()>
            <p class="dim fs2">{sentence}</p>
            <div class="ls-view" hidden=move || !met.get()>{inside}</div>
        </div>
    }
    .into_any()
}

fn group(trial: Trial, view: &View) -> AnyView {
    let inside = views(trial, &view.children);
    if view.hidden {
        return view! { <div class="ls-view ls-when"><p class="dim fs2">"Hidden: style says display: none"</p>{inside}</div> }.into_any();
    }
    let title = view.title.clone();
    let style = view.style.clone();
    let class = format!("ls-view {}", view.class);
    let body = match (view.open, title) {
        (Some(open), title) => {
            let title = title.unwrap_or_default();
            view! { <details class="ls-fold" open=open><summary>{title}</summary><div class=class>{inside}</div></details> }.into_any()
        }
        (None, title) => {
            let title = title.map(|title| view! { <h3>{title}</h3> });
            let styled = !style.is_empty();
            view! { <div class=class class:styled=styled node_ref=styled_by(style)>{title}{inside}</div> }
                .into_any()
        }
    };
    conditional(trial, view.when.clone(), body)
}

/// Declarations on an element. One by one, as properties: a policy against inline styles lets them be.
fn styled_by(style: Style) -> NodeRef<html::Div> {
    let node = NodeRef::<html::Div>::new();
    if !style.is_empty() {
        Effect::new(move || {
            let Some(element) = node.get() else { return };
            for (name, value) in &style {
                web_sys::HtmlElement::style(&element).set_property(name, value).unwrap_or_default();
            }
        });
    }
    node
}

/// One page of a `Repeater` at a time.
fn pages(trial: Trial, pages: Vec<Vec<Block>>) -> AnyView {
    let count = pages.len();
    let at = RwSignal::new(0_usize);
    let page = move || pages.get(at.get()).map(|page| views(trial, page));
    view! {
        <div class="ls-view">
            {page}
            <div class="row">
                <Button small=true icon=Name::Up label="Previous page" disabled=Signal::derive(move || at.get() == 0) on_press=move |_| at.update(|at| *at = at.saturating_sub(1))/>
                <span class="dim fs2">{move || format!("{} of {count}", at.get() + 1)}</span>
                <Button small=true icon=Name::Down label="Next page" disabled=Signal::derive(move || at.get() + 1 >= count) on_press=move |_| at.update(|at| *at += 1)/>
            </div>
        </div>
    }
    .into_any()
}

fn header(text: String, size: u8, style: Style) -> AnyView {
    let class = match size {
        1 => "ls-head h1",
        2 | 3 => "ls-head h2",
        4 => "ls-head",
        _ => "ls-head h5",
    };
    view! { <div node_ref=styled_by(style)><h3 class=class>{text}</h3></div> }.into_any()
}

/// An object that a `Pairwise` compares is marked when it is the better one.
fn compared(trial: Trial, name: &str, inside: AnyView) -> AnyView {
    let name = name.to_owned();
    let better = move || {
        trial.both(|answers, screen| {
            screen.controls.iter().any(|control| match &control.how {
                How::Pairwise { left, right } => {
                    match answers.value(control).and_then(serde_json::Value::as_str) {
                        Some("left") => *left == name,
                        Some("right") => *right == name,
                        _ => false,
                    }
                }
                _ => false,
            })
        })
    };
    view! { <div class="ls-object" class:better=better>{inside}</div> }.into_any()
}

fn paragraphs(trial: Trial, name: &str, turns: &[(String, String)], dialogue: bool) -> AnyView {
    let turn = |(at, (who, said)): (usize, &(String, String))| {
        let class = match who.to_ascii_lowercase().as_str() {
            "user" | "human" => "turn user",
            "assistant" | "model" | "ai" => "turn assistant",
            "tool" => "turn tool",
            _ => "turn system",
        };
        let said = marks::text(trial, name, Some(at), said);
        view! { <div class=class><header><b>{who.clone()}</b></header>{said}</div> }
    };
    let label = format!("Conversation {name}");
    view! { <div class="src paras" class:dialogue=dialogue title=name.to_owned() tabindex="0" role="group" aria-label=label>{turns.iter().enumerate().map(turn).collect_view()}</div> }
        .into_any()
}

/// An item, as a `List` and a `Ranker` show it.
pub(super) fn item(item: &Item) -> AnyView {
    let body = (!item.body.is_empty()).then(|| view! { <span class="prose">{item.body.clone()}</span> });
    view! { <b>{item.title.clone()}</b>{body} }.into_any()
}

fn list(title: String, items: &[Item]) -> AnyView {
    let title = (!title.is_empty()).then(|| view! { <h3>{title}</h3> });
    let items = items.iter().map(|one| view! { <li class="src">{item(one)}</li> }).collect_view();
    view! { <div class="ls-view">{title}<ol class="ls-list">{items}</ol></div> }.into_any()
}

fn table(name: &str, columns: &[String], rows: &[Vec<String>]) -> AnyView {
    let head = columns.iter().map(|column| view! { <th scope="col">{column.clone()}</th> }).collect_view();
    let row = |row: &Vec<String>| {
        let cells = row.iter().map(|cell| view! { <td>{cell.clone()}</td> }).collect_view();
        view! { <tr>{cells}</tr> }
    };
    let rows = rows.iter().map(row).collect_view();
    view! {
        <div class="ls-table" tabindex="0" role="group" aria-label=format!("Table {name}")>
            <table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>
        </div>
    }
    .into_any()
}

/// The labels of something that cannot be labelled here.
fn palette(labels: &[Label]) -> AnyView {
    let label = |label: &Label| view! { <span class="ls-label" style:--label=label.color.clone()>{label.label.clone()}</span> };
    view! { <span class="ls-labels">{labels.iter().map(label).collect_view()}</span> }.into_any()
}
