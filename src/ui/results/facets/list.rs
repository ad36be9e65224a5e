//! The values of one facet: what is there, how often, and which the filter asks for.

use super::super::super::kit::{Button, Icon, Look, icon::Name};
use crate::core::text;
use leptos::prelude::*;

/// One value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// As it is written in the filter.
    pub value: String,
    /// As people read it.
    pub label: String,
    /// Rows that have it.
    pub count: u64,
    /// The filter asks for it.
    pub on: bool,
    /// Its shape, and the class of its colour.
    pub icon: Option<(Name, &'static str)>,
    /// It stands for what has no value, and is no value itself.
    pub aside: bool,
}

/// Values that are shown at first.
const FIRST: usize = 8;

/// A facet: its head and its values.
#[component]
pub fn FacetList(
    /// Its heading.
    #[prop(into)]
    title: String,
    /// The values, most frequent first.
    #[prop(into)]
    entries: Signal<Vec<Entry>>,
    /// A value was clicked.
    #[prop(into)]
    on_toggle: Callback<String>,
    /// The filter shall not ask for any of them.
    #[prop(into)]
    on_clear: Callback<()>,
    /// Takes the whole facet away, where a person added it.
    #[prop(optional, into)]
    on_remove: Option<Callback<()>>,
) -> impl IntoView {
    let all = RwSignal::new(false);
    let count = Memo::new(move |_| entries.with(Vec::len));
    let any = Memo::new(move |_| entries.with(|entries| entries.iter().any(|entry| entry.on)));
    let most = Memo::new(move |_| {
        entries.with(|entries| entries.iter().map(|entry| entry.count).max().unwrap_or(1).max(1))
    });
    // What is pressed stays in sight, however rare it is.
    let shown = Memo::new(move |_| {
        entries.with(|entries| {
            let first = |(at, entry): &(usize, &Entry)| all.get() || *at < FIRST || entry.on;
            entries.iter().enumerate().filter(first).map(|(_, entry)| entry.clone()).collect::<Vec<_>>()
        })
    });
    let entry = move |key: Key| {
        let find = {
            let value = key.value.clone();
            Memo::new(move |_| {
                shown
                    .with(|shown| {
                        shown.iter().find(|entry| entry.value == value).map(|entry| (entry.count, entry.on))
                    })
                    .unwrap_or_default()
            })
        };
        let width = move || text::decimals(find.get().0 as f64 / most.get() as f64 * 100.0, 1) + "%";
        let Key { value, label, icon, aside } = key;
        let name = label.clone();
        view! {
            <li class:zero=move || find.get().0 == 0>
                <button type="button" title=name aria-pressed=move || if find.get().1 { "true" } else { "false" }
                    on:click=move |_| on_toggle.run(value.clone())>
                    <svg class="fill" aria-hidden="true"><rect width=width height="100%" rx="2"></rect></svg>
                    {icon.map(|(name, class)| view! { <span class=format!("st {class}")><Icon name/></span> })}
                    <span class="ellip" class:aside=aside>{label}</span>
                    <span class="n">{move || text::count(find.get().0)}</span>
                </button>
            </li>
        }
    };
    let name = title.clone();
    let heading = title;
    view! {
        <section class="facet" aria-label=heading.clone()>
            <header>
                <h3 class="grow ellip" title=heading.clone()>{heading.clone()}</h3>
                {move || any.get().then(|| view! {
                    <Button look=Look::Quiet small=true icon=Name::X label=format!("Clear {name}") on_press=move |_| on_clear.run(())/>
                })}
                {on_remove.map(|remove| view! {
                    <Button look=Look::Quiet small=true icon=Name::Skip label="Take this facet and its column away" on_press=move |_| remove.run(())/>
                })}
            </header>
            <ul>
                <For each=move || shown.get().into_iter().map(Key::of) key=|key| key.value.clone() children=entry/>
            </ul>
            {move || (count.get() > FIRST).then(|| view! {
                <button type="button" class="link fs2" aria-expanded=move || if all.get() { "true" } else { "false" }
                    on:click=move |_| all.update(|all| *all = !*all)>
                    {move || if all.get() { "show fewer".to_owned() } else { format!("show all {}", text::count(count.get() as u64)) }}
                </button>
            })}
        </section>
    }
}

/// What of an entry does not change while it is there.
#[derive(Clone)]
struct Key {
    value: String,
    label: String,
    icon: Option<(Name, &'static str)>,
    aside: bool,
}

impl Key {
    fn of(entry: Entry) -> Self {
        Self { value: entry.value, label: entry.label, icon: entry.icon, aside: entry.aside }
    }
}
