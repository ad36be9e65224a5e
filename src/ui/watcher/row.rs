//! One line of the ledger.

use super::words;
use crate::{
    core::{
        imports::{Import, State},
        origin::Origin,
        route::Route,
        text,
    },
    state::App,
    ui::kit::{Button, Name, RouteLink, Status, Tally},
};
use leptos::prelude::*;

/// The line.
#[component]
#[allow(clippy::needless_pass_by_value, reason = "a component's argument")]
pub fn Line(
    /// What it says.
    import: Import,
) -> impl IntoView {
    let app = App::of();
    let name = text::one_line(&import.name, 200);
    let id = (name != import.batch_id).then(|| import.batch_id.clone());
    let to = Route::results(Origin::Batch(import.batch_id.clone()));
    let (icon, word) = words::state(&import);
    let (mapping, project) = words::mapping(&import);
    let (found, changed) = (import.found_at, import.clone());
    let age = move || text::duration((app.watcher.now() - found).max(0).unsigned_abs());
    let next = move || changed.next(app.watcher.now());
    let total = import.of();
    let parts = words::parts(&import);
    let bar = (total > 0 && !parts.is_empty())
        .then(|| view! { <span class="row"><span class="grow"><Tally parts total/></span></span> });
    view! {
        <tr class:attention=import.state == State::Failed>
            <td class="num nar">{age}</td>
            <td><span class="two">
                <RouteLink class="name" to>{name}</RouteLink>
                {id.map(|id| view! { <span class="mono dim">{id}</span> })}
            </span></td>
            <td class="nar mid"><span class="two"><span>{mapping}</span><span class="dim">{project}</span></span></td>
            <td class="at-end"><span class="two"><Status icon word/><span class="dim">{next}</span></span></td>
            <td class="full wrapcell"><span class="came">{bar}<span>{import.came_of()}</span>
                {(!import.reason.is_empty()).then(|| view! { <span class="dim">{import.reason.clone()}</span> })}</span></td>
            <td class="num full"><Actions import=import.clone()/></td>
        </tr>
    }
}

/// What one can do about it.
#[component]
fn Actions(import: Import) -> impl IntoView {
    let app = App::of();
    let verb = if import.state == State::Skipped { "Import" } else { "Retry" };
    let label = format!("{verb}: {}", text::one_line(&import.name, 60));
    let word = format!("{verb} now");
    let retry = import.clone();
    let retried = import.state.may_retry().then(|| {
        view! { <Button small=true attr:aria-label=label on_press=move |_| app.watcher.retry(app, &retry)>{word}</Button> }
    });
    let receipt = import.receipt.clone();
    let kept = (!receipt.is_empty()).then(|| {
        let label = format!("Receipt: {}", text::one_line(&import.name, 60));
        view! { <Button small=true icon=Name::Pull attr:aria-label=label on_press=move |_| app.watcher.save_receipt(app, receipt.clone())>"Receipt"</Button> }
    });
    view! { <span class="row wrap end">{retried}{kept}</span> }
}
