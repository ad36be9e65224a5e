//! Mappings by name: kept in this browser, read from files and saved as files.

use super::super::super::kit::{Button, Icon, Look, Popover, icon::Name};
use crate::{
    browser::files,
    core::{mapping::preset::Preset, text},
    state::{App, labeling::title},
};
use leptos::{html, prelude::*};
use std::sync::Arc;
use wasm_bindgen_futures::JsFuture;

/// The button that says what the mapping began with, and the list of what it can begin with.
#[component]
pub fn Presets() -> impl IntoView {
    let app = App::of();
    let labeling = app.labeling;
    let open = RwSignal::new(false);
    let word = Memo::new(move |_| match labeling.chosen().preset {
        None => "Suggested".to_owned(),
        Some(preset) if preset.name.is_empty() => "Preset".to_owned(),
        Some(preset) => text::one_line(&preset.name, 40),
    });
    let edited = move || labeling.chosen().is_edited();
    view! {
        <Popover label="Whose mapping" word icon=Name::Down class="btn quiet sm chooser" panel="starts" open>
            <Panel open/>
        </Popover>
        {move || edited().then(|| view! { <span class="pill" title="Changed since it began">"edited"</span> })}
    }
}

#[component]
fn Panel(open: RwSignal<bool>) -> impl IntoView {
    let app = App::of();
    let labeling = app.labeling;
    let begin = move |preset: Option<Arc<Preset>>| {
        open.set(false);
        labeling.begin_with(app, preset);
    };
    let suggested = move || labeling.chosen().preset.is_none().then_some("true");
    let presets =
        move || labeling.presets().into_iter().map(|preset| view! { <Kept preset open/> }).collect_view();
    let none = move || labeling.presets().is_empty();
    view! {
        <Keep open/>
        <h3>"Begin with"</h3>
        <ul>
            <li><button type="button" class="start" aria-current=suggested on:click=move |_| begin(None)><b>"The suggestion"</b><span>"By the usual names, and by what the first results hold."</span></button></li>
            {presets}
        </ul>
        {move || none().then(|| view! { <p class="dim fs2 pad2">"No mapping is kept in this browser yet."</p> })}
        <div class="row wrap pad2"><FromFile open/><Download/></div>
    }
}

/// Keeps the mapping under a name.
#[component]
fn Keep(open: RwSignal<bool>) -> impl IntoView {
    let app = App::of();
    let labeling = app.labeling;
    let now = untrack(|| labeling.chosen()).preset.map(|preset| preset.name.clone());
    let name = RwSignal::new(now.unwrap_or_default());
    let blank = Memo::new(move |_| name.with(|name| name.trim().is_empty()));
    let save = move || {
        if !blank.get_untracked() {
            open.set(false);
            labeling.save_preset(app, &name.get_untracked());
        }
    };
    view! {
        <form class="row pad2 keep" on:submit=move |event| { event.prevent_default(); save(); }>
            <input class="input grow" aria-label="Name of the preset" placeholder="A name" autocomplete="off" spellcheck="false" prop:value=name on:input=move |event| name.set(event_target_value(&event))/>
            <button type="submit" class="btn sm" disabled=blank>"Save preset"</button>
        </form>
    }
}

#[component]
fn Kept(preset: Arc<Preset>, open: RwSignal<bool>) -> impl IntoView {
    let app = App::of();
    let labeling = app.labeling;
    let (name, own, title_of) = (preset.name.clone(), preset.clone(), title(&preset));
    let current = move || labeling.chosen().preset.is_some_and(|now| now == own).then_some("true");
    let about = {
        let fields = text::counted(preset.mapping.fields.len() as u64, "field");
        let controls: usize = preset.mapping.predictions.iter().map(|one| one.controls.len()).sum();
        format!("{fields}, {}", text::counted(controls as u64, "control"))
    };
    let begin = move |_| {
        open.set(false);
        labeling.begin_with(app, Some(preset.clone()));
    };
    let forgotten = name.clone();
    view! {
        <li class="row kept">
            <button type="button" class="start grow" aria-current=current on:click=begin><b>{name}</b><span>{about}</span></button>
            <Button small=true look=Look::Quiet icon=Name::X label=format!("Remove {title_of}") on_press=move |_| labeling.forget_preset(app, &forgotten)/>
        </li>
    }
}

/// A preset from the disk.
#[component]
fn FromFile(open: RwSignal<bool>) -> impl IntoView {
    let app = App::of();
    let input: NodeRef<html::Input> = NodeRef::new();
    let problem = RwSignal::new(String::new());
    let ask = move |_| {
        if let Some(input) = input.get_untracked() {
            input.click();
        }
    };
    let chosen = move |_| {
        let Some(input) = input.get_untracked() else { return };
        let file = input.files().and_then(|files| files.get(0));
        input.set_value("");
        let Some(file) = file else { return };
        app.spawn(async move {
            let contents = JsFuture::from(file.text()).await.ok().and_then(|text| text.as_string());
            let read = match contents {
                Some(contents) => {
                    app.labeling.import_preset(app, &file.name(), &contents).map_err(|bad| bad.to_string())
                }
                None => Err("the browser cannot read it".to_owned()),
            };
            match read {
                Ok(()) => drop(open.try_set(false)),
                Err(why) => {
                    let said = format!("{} is no mapping: {why}.", file.name());
                    app.announce(said.clone());
                    problem.try_set(said);
                }
            }
        });
    };
    view! {
        <input type="file" hidden="" accept=".json,application/json" node_ref=input on:change=chosen/>
        <Button small=true icon=Name::File on_press=ask>"Open a file…"</Button>
        {move || (!problem.with(String::is_empty)).then(|| view! { <p class="st bad wraps full" role="alert">{problem}</p> })}
    }
}

/// The mapping as it is, as a file.
#[component]
fn Download() -> impl IntoView {
    let app = App::of();
    let save = move |_| {
        let labeling = app.labeling;
        let chosen = untrack(|| labeling.chosen());
        let name = chosen.preset.map(|preset| preset.name.clone()).filter(|name| !name.is_empty());
        let name = name.unwrap_or_else(|| "mapping".to_owned());
        let written = untrack(|| labeling.as_preset(&name)).write();
        let file = format!("{}.json", text::file_stem(&name));
        let said = match files::download(&file, "application/json", &written) {
            Ok(()) => format!("{file} was saved. `batch-curator map --mapping {file}` reads it."),
            Err(why) => why,
        };
        app.announce(said.clone());
        app.set_status(said);
    };
    view! { <Button small=true icon=Name::Pull on_press=save>"Download"</Button> }
}

/// What differs between the configuration that the preset was made for and the one that is shown.
#[component]
pub fn Changes() -> impl IntoView {
    /// As many are said at once.
    const SAID: usize = 5;
    let labeling = App::of().labeling;
    let all = Memo::new(move |_| labeling.preset_changes());
    let list = move || {
        let all = all.get();
        let more = all.len().saturating_sub(SAID);
        let item = |sentence: String| view! { <li>{super::super::words(&sentence)}</li> };
        let items = all.into_iter().take(SAID).map(item).collect_view();
        view! { <ul class="reasons">{items}{(more > 0).then(|| view! { <li>{format!("and {more} more")}</li> })}</ul> }
    };
    move || {
        (!all.with(Vec::is_empty)).then(|| {
            view! {
                <div class="note warn"><Icon name=Name::Warn/><div><p><b>"This preset was made for another configuration."</b></p>{list()}</div></div>
            }
        })
    }
}
