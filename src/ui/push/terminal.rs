//! The same push, from a terminal.

use super::parts::try_to;
use crate::{
    browser::files,
    core::{origin::Origin, push::plan::Mode},
    state::App,
    ui::kit::{Button, Name},
};
use leptos::prelude::*;

/// The command, to be copied. Nothing where the companion could not read the results itself.
#[component]
pub fn FromTerminal() -> impl IntoView {
    let app = App::of();
    let command = Memo::new(move |_| command(app));
    let copy = move |_| {
        let Some(command) = command.get_untracked() else { return };
        app.spawn(async move { try_to(app, files::copy(&command).await, "The command was copied") });
    };
    move || {
        command.get().map(|command| view! {
            <div class="pad4 stack">
                <h3>"Same push, from a terminal"</h3>
                <p class="dim">"With the mapping saved under Labeling, and the token in LABEL_STUDIO_API_KEY. All results of the batch, without the selection."</p>
                <pre class="code wraps" tabindex="0" aria-label="Command">{command}</pre>
                <Button small=true icon=Name::Copy on_press=copy>"Copy command"</Button>
            </div>
        })
    }
}

fn command(app: App) -> Option<String> {
    let project = app.connection.opened()?;
    let results = match app.origin()? {
        Origin::Batch(id) => format!("--batch-api {} \\\n  --batch {}", quoted(&batch_api(app)), quoted(&id)),
        Origin::Local(name) => format!("--results {}", quoted(&name)),
        Origin::File(_) | Origin::Url(_) => return None,
    };
    let mode = match app.push.mode() {
        Mode::Skip => "",
        Mode::Attach => " \\\n  --existing attach",
        Mode::Force => " \\\n  --existing force",
    };
    Some(format!(
        "batch-curator push \\\n  {results} \\\n  --mapping mapping.json \\\n  --label-studio {} \\\n  --project {}{mode} \\\n  --dry-run",
        quoted(&app.connection.base()),
        project.id
    ))
}

/// The batch API's address, in full.
fn batch_api(app: App) -> String {
    let base = app.base();
    if base.contains("://") {
        return base;
    }
    let here = web_sys::window().and_then(|window| window.location().origin().ok()).unwrap_or_default();
    format!("{here}{base}")
}

/// One word of a POSIX shell.
fn quoted(word: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_./:=@%+,".contains(c);
    if !word.is_empty() && word.chars().all(plain) {
        word.to_owned()
    } else {
        format!("'{}'", word.replace('\'', "'\\''"))
    }
}
