//! Put in order, or into buckets: `Ranker`.

use super::{
    super::{blocks, trial::Trial},
    legend,
};
use crate::core::labeling::preview::{Asked, How, Item};
use crate::ui::kit::{Button, Look, Name};
use leptos::prelude::*;
use serde_json::Value;
use std::sync::Arc;

/// The ids of a bucket, now.
fn ids(order: &Value, bucket: &str) -> Vec<String> {
    let ids = order.get(bucket).and_then(Value::as_array);
    ids.into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect()
}

/// Moves an item: within its bucket by so many places, or to the end of another.
fn moved(trial: Trial, asked: &Asked, from: &str, id: &str, by: isize, to: &str) {
    trial.answer(|answers| {
        let mut order = answers.order(asked);
        let mut here = ids(&order, from);
        let Some(at) = here.iter().position(|one| one == id) else { return };
        let taken = here.remove(at);
        let mut put = |name: &str, ids: Vec<String>| {
            if let Value::Object(buckets) = &mut order {
                buckets.insert(name.to_owned(), ids.into());
            }
        };
        if from == to {
            let place = at.saturating_add_signed(by).min(here.len());
            here.insert(place, taken);
            put(from, here);
        } else {
            put(from, here);
            let mut there = ids(&answers.order(asked), to);
            there.push(taken);
            put(to, there);
        }
        answers.set(asked, Some(order));
    });
}

pub(super) fn ranker(trial: Trial, asked: &Arc<Asked>) -> AnyView {
    let How::Ranker { buckets, .. } = &asked.how else { return ().into_any() };
    let column = |(name, title): &(String, String)| bucket(trial, asked, name, title);
    let columns = buckets.iter().map(column).collect_view();
    view! {
        <fieldset class="stack"><legend class="label">{legend(trial, asked)}</legend><div class="ls-buckets">{columns}</div></fieldset>
    }
    .into_any()
}

fn bucket(trial: Trial, asked: &Arc<Asked>, name: &str, title: &str) -> AnyView {
    let (name, title) = (name.to_owned(), title.to_owned());
    let asked = Arc::clone(asked);
    let now = {
        let (asked, name) = (Arc::clone(&asked), name.clone());
        Memo::new(move |_| ids(&trial.read(|answers| answers.order(&asked)), &name))
    };
    let bucket = name.clone();
    let items = move || {
        let How::Ranker { items, .. } = &asked.how else { return Vec::new() };
        let now = now.get();
        let last = now.len().saturating_sub(1);
        let found = now.iter().enumerate().filter_map(|(at, id)| {
            let found = items.iter().find(|item| item.id == *id)?;
            Some(one(trial, &asked, &bucket, found, (at == 0, at == last)))
        });
        found.collect::<Vec<_>>()
    };
    let heading = if title.is_empty() { name } else { title };
    view! { <section class="ls-bucket"><h4 class="label">{heading}</h4><ol class="ls-list">{items}</ol></section> }.into_any()
}

fn one(trial: Trial, asked: &Arc<Asked>, bucket: &str, item: &Item, (first, last): (bool, bool)) -> AnyView {
    let How::Ranker { buckets, .. } = &asked.how else { return ().into_any() };
    let step = |by: isize| {
        let (asked, bucket, id) = (Arc::clone(asked), bucket.to_owned(), item.id.clone());
        move |_| moved(trial, &asked, &bucket, &id, by, &bucket)
    };
    let titled = if item.title.is_empty() { item.id.clone() } else { item.title.clone() };
    let elsewhere = (buckets.len() > 1).then(|| {
        let option = |(name, title): &(String, String)| {
            let words = if title.is_empty() { name.clone() } else { title.clone() };
            view! { <option value=name.clone() selected=name == bucket>{words}</option> }
        };
        let options = buckets.iter().map(option).collect_view();
        let (asked, from, id) = (Arc::clone(asked), bucket.to_owned(), item.id.clone());
        let put = move |event| moved(trial, &asked, &from, &id, 0, &event_target_value(&event));
        view! { <select class="select" aria-label=format!("Bucket of {titled}") on:change=put>{options}</select> }
    });
    let up = format!("{titled}: further up");
    let down = format!("{titled}: further down");
    view! {
        <li class="src ls-ranked"><span class="ls-item">{blocks::item(item)}</span>
            <span class="row">{elsewhere}
                <Button look=Look::Quiet small=true icon=Name::Up label=up disabled=first on_press=step(-1)/>
                <Button look=Look::Quiet small=true icon=Name::Down label=down disabled=last on_press=step(1)/>
            </span>
        </li>
    }
    .into_any()
}
