//! Step 3: tasks on their way.

use super::{
    parts::{ms_words, time_words},
    step::{Mark, StepItem},
};
use crate::{
    core::{push::machine::Event, text},
    state::{App, push::Phase},
    ui::kit::{Button, Icon, Legend, Look, Name, Part, Status, Tally, TallyPart},
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
        Phase::Done if push.proof().is_some_and(|proof| proof.receipt.head.trouble.is_some()) => Mark::Bad,
        Phase::Done => Mark::Done,
        _ => Mark::Ahead,
    });
    let aside = move || match (phase.get(), push.proof()) {
        (Phase::Sending, _) => {
            let word = match (push.sending().stopping, push.is_paused()) {
                (true, _) => "stopping",
                (_, true) => "paused",
                _ => "sending",
            };
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
            TallyPart {
                part: Part::Ok,
                count: now.settled.saturating_sub(now.failed),
                word: "confirmed by Label Studio",
            },
            TallyPart { part: Part::Run, count: now.in_flight, word: "in flight" },
            TallyPart { part: Part::Warn, count: now.in_doubt, word: "in doubt" },
            TallyPart { part: Part::Bad, count: now.failed, word: "refused" },
        ]
    });
    let total = Signal::derive(move || now.with(|now| now.new));
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
    let paused = Signal::derive(move || push.is_paused());
    let events = Memo::new(move |_| now.with(|now| now.events.clone()));
    let event = |event: Event| {
        view! { <li>{event.text}" "<span class="mono dim">{time_words(event.at)}</span></li> }
    };
    let safe = move || match now.with(|now| now.no_journal.clone()) {
        None => "You may close this tab: the journal resumes where it stopped.".to_owned(),
        Some(why) => format!(
            "Keep this tab open: there is no journal, because {why}. What was sent, a later dry run finds."
        ),
    };
    view! {
        <div class="card">
            <div class="pad stack">
                <div class="row wrap">
                    <b class="fs5">{head}</b><span class="dim">{bytes}</span><span class="dim">{pace}</span><span class="end dim">{left}</span>
                </div>
                <Tally parts total large=true/>
                <Legend parts/>
                <p class="ink2" role="status">{doing}</p>
                {move || { let events = events.get(); (!events.is_empty()).then(|| view! {
                    <ul class="happened stack" aria-label="What happened">{events.into_iter().map(event).collect_view()}</ul>
                }) }}
            </div>
            <footer>
                <span class="dim grow">{safe}</span>
                <Button disabled=stopping on_press=move |_| push.pause(!paused.get_untracked())>
                    <Icon name=Name::Pause/>{move || if paused.get() { "Go on" } else { "Pause" }}
                </Button>
                <Button look=Look::Danger disabled=stopping on_press=move |_| push.stop()>
                    {move || if stopping.get() { "Stopping…" } else { "Stop after this request" }}
                </Button>
            </footer>
        </div>
    }
}
