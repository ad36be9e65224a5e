//! Step 3: tasks on their way.

use super::{
    parts::ms_words,
    step::{Mark, StepItem},
};
use crate::{
    core::text,
    state::{App, push::Phase},
    ui::kit::{Button, Legend, Look, Name, Part, Status, Tally, TallyPart},
};
use leptos::prelude::*;

/// The step.
#[component]
pub fn SendStep() -> impl IntoView {
    let app = App::of();
    let push = app.push;
    let phase = Memo::new(move |_| push.phase());
    let mark = Signal::derive(move || match phase.get() {
        Phase::Sending => Mark::Now,
        Phase::Done if push.proof().is_some_and(|proof| proof.trouble.is_some()) => Mark::Bad,
        Phase::Done => Mark::Done,
        _ => Mark::Ahead,
    });
    let aside = move || match (phase.get(), push.proof()) {
        (Phase::Sending, _) => {
            let word = if push.sending().stopping { "stopping" } else { "sending" };
            view! { <Status icon=Name::Run word/> }.into_any()
        }
        (Phase::Done, Some(proof)) => {
            let reads = proof.requests.saturating_sub(proof.imports);
            let said = format!(
                "{}, {}, {}",
                text::counted(u64::from(proof.imports), "import"),
                text::counted(u64::from(reads), "read"),
                ms_words(proof.took_ms)
            );
            view! { <span class="dim">{said}</span> }.into_any()
        }
        _ => view! { <span class="dim">"not started"</span> }.into_any(),
    };
    let sending = Memo::new(move |_| phase.get() == Phase::Sending);
    view! {
        <StepItem number="3" title="Send" mark aside>
            {move || sending.get().then(|| view! { <UnderWay/> })}
        </StepItem>
    }
}

#[component]
fn UnderWay() -> impl IntoView {
    let app = App::of();
    let push = app.push;
    let now = Memo::new(move |_| push.sending());
    let parts = Signal::derive(move || {
        let now = now.get();
        vec![
            TallyPart { part: Part::Run, count: now.settled, word: "answered by Label Studio" },
            TallyPart { part: Part::There, count: now.new.saturating_sub(now.settled), word: "to come" },
        ]
    });
    let total = Signal::derive(move || now.with(|now| now.new));
    let bar = Signal::derive(move || parts.get().into_iter().take(1).collect::<Vec<_>>());
    let head =
        move || now.with(|now| format!("{} of {}", text::count(now.settled), text::counted(now.new, "task")));
    let bytes =
        move || now.with(|now| format!("{} of {}", text::bytes(now.bytes), text::bytes(now.of_bytes)));
    let pace = move || now.with(|now| now.pace.map(|pace| crate::core::text::decimals(pace, 0) + " tasks/s"));
    let left = move || match now.with(|now| (now.left_ms(), now.settled >= now.new)) {
        (_, true) => "reading back".to_owned(),
        (Some(ms), _) => format!("about {} left", ms_words(ms)),
        (None, _) => String::new(),
    };
    let doing = move || {
        now.with(|now| format!("{}; {} so far", now.doing, text::counted(u64::from(now.requests), "request")))
    };
    let stopping = Signal::derive(move || now.with(|now| now.stopping));
    view! {
        <div class="card">
            <div class="pad stack">
                <div class="row wrap">
                    <b class="fs5">{head}</b><span class="dim">{bytes}</span><span class="dim">{pace}</span><span class="end dim">{left}</span>
                </div>
                <Tally parts=bar total large=true/>
                <Legend parts/>
                <p class="ink2" role="status">{doing}</p>
            </div>
            <footer>
                <span class="dim grow">"Keep this tab open until the proof stands. Closing it is safe for what was sent: a later dry run finds it."</span>
                <Button look=Look::Danger disabled=stopping on_press=move |_| push.stop()>
                    {move || if stopping.get() { "Stopping…" } else { "Stop after this request" }}
                </Button>
            </footer>
        </div>
    }
}
