//! Choosing the other batch: from the list, the likeliest first, or by its id.

use super::super::{
    super::kit::{Button, Dialog, Look, SearchField},
    panels::{Panel, Panels},
};
use crate::{
    core::{
        batch::{Batch, Order},
        text,
    },
    state::{App, batches::Segment},
};
use leptos::prelude::*;
use std::sync::Arc;

/// Listed at most; a search finds the others.
const MOST: usize = 100;

/// The dialog.
#[component]
pub fn CompareDialog() -> impl IntoView {
    let panels = Panels::of();
    view! {
        <Dialog title="Compare with another batch" open=panels.is(Panel::Compare) on_close=move |()| panels.closed(Panel::Compare)>
            <Pick/>
        </Dialog>
    }
}

#[component]
fn Pick() -> impl IntoView {
    let app = App::of();
    let panels = Panels::of();
    let search = RwSignal::new(String::new());
    let here = untrack(|| app.results.batch());
    let own = here.as_ref().map(|batch| batch.id.clone()).unwrap_or_default();
    let found = Memo::new(move |_| {
        let list = app.batches.list();
        let mut found: Vec<Arc<Batch>> = list
            .matching(&search.read(), Segment::All, Order::default())
            .into_iter()
            .filter_map(|at| list.get(at))
            .filter(|batch| batch.id != own)
            .collect();
        // Stable: of equally likely ones the newest stays first.
        found.sort_by_key(|batch| std::cmp::Reverse(batch.likeness(here.as_deref())));
        found.truncate(MOST);
        found
    });
    let choose = move |id: String| {
        app.results.compare(app, Some(id));
        panels.close();
    };
    let entered = move |text: String| {
        let first = found.with_untracked(|found| found.first().map(|batch| batch.id.clone()));
        let id = text.trim().to_owned();
        // A text that finds nothing is taken for an id: the list may not hold every batch.
        match first {
            Some(first) if !id.is_empty() => choose(first),
            None if !id.is_empty() => choose(id),
            _ => {}
        }
    };
    let line = move |batch: Arc<Batch>| {
        let id = batch.id.clone();
        let name = batch.name().to_owned();
        let same_name = name == batch.id;
        let age = batch.created_at.map(|at| text::age(app.now().saturating_sub(at)));
        let rows = batch.counts.total.map(|total| text::counted(total, "request"));
        let about: Vec<String> = [batch.model.clone(), rows, age].into_iter().flatten().collect();
        view! {
            <li><button type="button" class="pick" on:click=move |_| choose(id.clone())>
                <b class="ellip">{name}</b>
                <span class="dim ellip">{about.join(" · ")}</span>
                {(!same_name).then(|| view! { <span class="dim mono ellip">{batch.id.clone()}</span> })}
            </button></li>
        }
    };
    let typed = move || search.get().trim().to_owned();
    view! {
        <p class="ink2">"Rows are matched by their custom_id."</p>
        <SearchField label="Search batches, or paste an id" value=search on_input=move |text| search.set(text) on_enter=Callback::new(entered)/>
        <ul class="picks" aria-label="Batches">{move || found.get().into_iter().map(line).collect_view()}</ul>
        {move || (found.with(Vec::is_empty)).then(|| match typed() {
            id if id.is_empty() => view! { <p class="dim">"There is no other batch in the list."</p> }.into_any(),
            id => {
                let words = format!("Compare with batch {}", text::one_line(&id, 40));
                view! { <Button look=Look::Primary on_press=move |_| choose(id.clone())>{words}</Button> }.into_any()
            }
        })}
        <footer><Button on_press=move |_| panels.close()>"Cancel"</Button></footer>
    }
}
