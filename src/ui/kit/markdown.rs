//! Markdown as elements and text nodes; see [`crate::core::markdown`]. No text of it is ever read as HTML.

use super::{
    image::AskedImage,
    marked::{Needles, marked},
};
use crate::core::{
    markdown::{Align, Block, Inline, Item, address},
    text,
};
use leptos::prelude::*;

/// A longer address beside its link is cut.
const LONG: usize = 200;

/// A text that was laid out.
#[component]
pub fn Markdown(
    /// Its blocks.
    blocks: Vec<Block>,
    /// Words to mark.
    #[prop(optional, into)]
    needles: Needles,
) -> impl IntoView {
    view! { <div class="md">{all(blocks, needles)}</div> }
}

fn all(blocks: Vec<Block>, needles: Needles) -> Vec<AnyView> {
    blocks.into_iter().map(|block| one(block, needles)).collect()
}

fn one(block: Block, needles: Needles) -> AnyView {
    match block {
        Block::Paragraph(words) => view! { <p>{line(words, needles)}</p> }.into_any(),
        // A model's headings are no headings of the page: they begin below its own.
        Block::Heading { level, words } => {
            let (class, words) = (format!("h h{level}"), line(words, needles));
            match level {
                1 => view! { <h3 class=class>{words}</h3> }.into_any(),
                2 => view! { <h4 class=class>{words}</h4> }.into_any(),
                3 => view! { <h5 class=class>{words}</h5> }.into_any(),
                _ => view! { <h6 class=class>{words}</h6> }.into_any(),
            }
        }
        Block::List { start: None, items } => view! { <ul>{list(items, needles)}</ul> }.into_any(),
        Block::List { start: Some(start), items } => {
            view! { <ol start=start.to_string()>{list(items, needles)}</ol> }.into_any()
        }
        Block::Quote(blocks) => view! { <blockquote>{all(blocks, needles)}</blockquote> }.into_any(),
        Block::Code { language, text } => {
            let label = if language.is_empty() { "Code".to_owned() } else { format!("Code, {language}") };
            let badge = (!language.is_empty())
                .then(|| view! { <span class="badge">{marked(language, needles)}</span> });
            let text = text.strip_suffix('\n').unwrap_or(&text).to_owned();
            view! { <div class="fence">{badge}<pre class="code" tabindex="0" role="group" aria-label=label>{marked(text, needles)}</pre></div> }
                .into_any()
        }
        Block::Html(text) => view! { <div class="prose mono">{marked(text, needles)}</div> }.into_any(),
        Block::Table { align, head, rows } => table(&align, head, rows, needles),
        Block::Rule => view! { <hr/> }.into_any(),
    }
}

fn list(items: Vec<Item>, needles: Needles) -> Vec<AnyView> {
    let item = |item: Item| {
        // Read only, but no disabled control: a reader must reach it and hear its state.
        let task = item.done.map(|done| {
            let (class, word) = if done { ("task done", "done: ") } else { ("task", "to do: ") };
            view! { <span class=class aria-hidden="true"></span><span class="sr">{word}</span> }
        });
        let class = if task.is_some() { "has-task" } else { "" };
        view! { <li class=class>{task}{all(item.blocks, needles)}</li> }.into_any()
    };
    items.into_iter().map(item).collect()
}

fn table(align: &[Align], head: Vec<Vec<Inline>>, rows: Vec<Vec<Vec<Inline>>>, needles: Needles) -> AnyView {
    let class = |at: usize| match align.get(at) {
        Some(Align::Center) => "center",
        Some(Align::End) => "to-end",
        _ => "",
    };
    let cell = |(at, words)| view! { <td class=class(at)>{line(words, needles)}</td> };
    let row = |cells: Vec<Vec<Inline>>| {
        view! { <tr>{cells.into_iter().enumerate().map(cell).collect_view()}</tr> }.into_any()
    };
    let title = |(at, words)| view! { <th scope="col" class=class(at)>{line(words, needles)}</th> };
    view! {
        <div class="grid" tabindex="0" role="group" aria-label="Table">
            <table>
                <thead><tr>{head.into_iter().enumerate().map(title).collect_view()}</tr></thead>
                <tbody>{rows.into_iter().map(row).collect_view()}</tbody>
            </table>
        </div>
    }
    .into_any()
}

fn line(words: Vec<Inline>, needles: Needles) -> Vec<AnyView> {
    words.into_iter().map(|part| inline(part, needles)).collect()
}

fn inline(part: Inline, needles: Needles) -> AnyView {
    match part {
        Inline::Text(text) => marked(text, needles),
        Inline::Code(text) => view! { <code>{marked(text, needles)}</code> }.into_any(),
        Inline::Strong(words) => view! { <strong>{line(words, needles)}</strong> }.into_any(),
        Inline::Emphasis(words) => view! { <em>{line(words, needles)}</em> }.into_any(),
        Inline::Strike(words) => view! { <s>{line(words, needles)}</s> }.into_any(),
        Inline::Link { address, title, words } => link(address, &title, words, needles),
        Inline::Image { address, title, alt } => {
            let alt = if title.is_empty() { alt } else { format!("{alt} ({title})") };
            view! { <AskedImage address alt/> }.into_any()
        }
        Inline::Break => view! { <br/> }.into_any(),
    }
}

/// A link says where it leads: its words are the model's. One that must not be followed is text, address and all.
fn link(address: String, title: &str, words: Vec<Inline>, needles: Needles) -> AnyView {
    let plain = matches!(words.as_slice(), [Inline::Text(only)] if *only == address);
    let title = (!title.is_empty()).then(|| format!(" “{title}”"));
    let Some(host) = address::link(&address).map(|link| text::one_line(link.host, LONG)) else {
        let shown = (!plain).then(|| view! { <span class="dim">" ("{marked(address, needles)}")"</span> });
        return view! { <span class="nolink">{line(words, needles)}{shown}{title}</span> }.into_any();
    };
    let host = (!plain).then(|| view! { <span class="host">{host}</span> });
    view! {
        <a href=address.clone() title=address target="_blank" rel="noopener noreferrer nofollow">{line(words, needles)}{host}</a>
        {title}
    }
    .into_any()
}
