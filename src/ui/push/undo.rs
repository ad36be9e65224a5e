//! Undo: what would be deleted is said first, then what was.

use crate::{
    core::{
        push::undo::{Fate, Made},
        text,
    },
    state::{
        App,
        push::{Stage, Undoing},
    },
    ui::kit::{Button, Dialog, Look, Note, Tone},
};
use leptos::prelude::*;

/// Tasks that are named.
const NAMED: usize = 8;

/// The dialog, shown while there is something to undo.
#[component]
pub fn UndoDialog() -> impl IntoView {
    let app = App::of();
    let push = app.push;
    let open = Signal::derive(move || push.undoing().is_some());
    view! {
        <Dialog title="Undo a push" open on_close=move |()| push.close_undo()>
            {move || push.undoing().map(|undoing| view! { <Undoable undoing/> })}
        </Dialog>
    }
}

#[component]
fn Undoable(undoing: Undoing) -> impl IntoView {
    let app = App::of();
    let push = app.push;
    let Undoing { name, title, tally, kept, stage } = undoing;
    let worked_too = RwSignal::new(false);
    let stays = (!kept.is_empty()).then(|| view! { <Staying kept/> });
    match stage {
        Stage::Looking => view! { <p>"Looking what of it is there…"</p> }.into_any(),
        Stage::Asking => {
            let (delete, worked) = (tally.to_delete, tally.worked);
            let count = move || delete + if worked_too.get() { worked } else { 0 };
            let none = Signal::derive(move || count() == 0);
            let choose = (worked > 0).then(|| view! {
                <label class="row"><input type="checkbox" prop:checked=move || worked_too.get() on:change=move |event| worked_too.set(event_target_checked(&event))/>
                    {format!("Delete the {} that somebody worked on as well", text::counted(worked, "task"))}</label>
            });
            view! {
                <p>{format!("Exactly the tasks that {name} created in {title}: {} would be deleted, {} gone already.", text::counted(delete, "task"), text::count(tally.gone))}" What was there before stays."</p>
                {stays}{choose}
                <footer><Button on_press=move |_| push.close_undo()>"Keep them"</Button>
                    <Button look=Look::Danger disabled=none on_press=move |_| push.undo(app, worked_too.get_untracked())>
                        {move || format!("Delete {}", text::counted(count(), "task"))}</Button></footer>
            }
            .into_any()
        }
        Stage::Deleting => view! {
            <p role="status">{format!("Deleted {}, {} to go.", text::counted(tally.deleted, "task"), text::count(tally.to_delete))}</p>
            <footer><Button on_press=move |_| push.close_undo()>"Stop"</Button></footer>
        }
        .into_any(),
        Stage::Done(trouble) => view! {
            <p role="status"><b>{format!("{} deleted. ", text::counted(tally.deleted, "task"))}</b>
                {format!("{} were gone before, {} stay.", text::count(tally.gone), text::count(tally.worked + tally.kept + tally.failed + tally.to_delete))}</p>
            {trouble.map(|why| view! { <Note tone=Tone::Bad><p>{why}". Undo again to go on."</p></Note> })}
            {stays}
            <footer><Button look=Look::Primary on_press=move |_| push.close_undo()>"Close"</Button></footer>
        }
        .into_any(),
    }
}

/// Tasks that are not deleted, each with its reason.
#[component]
fn Staying(kept: Vec<Made>) -> impl IntoView {
    let rest = kept.len().saturating_sub(NAMED);
    let line = |made: Made| {
        let why = match made.fate {
            Fate::Worked => "somebody worked on it".to_owned(),
            Fate::Kept(why) | Fate::Failed(why) => why,
            _ => String::new(),
        };
        view! { <li><span class="mono">{made.custom_id}</span>{format!(", task {}: {why}", made.task)}</li> }
    };
    view! {
        <ul class="md-list">{kept.into_iter().take(NAMED).map(line).collect_view()}</ul>
        {(rest > 0).then(|| view! { <p class="dim">{format!("and {rest} more")}</p> })}
    }
}
