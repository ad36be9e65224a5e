//! Step 4: what arrived, counted in Label Studio.

use super::{
    causes::Doubled,
    parts::{OutLink, time_words},
    receipt::Receipt,
    step::{Mark, StepItem},
};
use crate::{
    core::{
        protocol::label_studio as api,
        push::{
            machine::Event,
            receipt::{Entry, Head},
        },
        text,
    },
    state::{
        App,
        push::{Phase, Proof},
    },
    ui::kit::{Button, Icon, Legend, Look, Name, Note, Part, Status, Tally, TallyPart, Tone},
};
use leptos::prelude::*;
use std::sync::Arc;

/// The step.
#[component]
pub fn ProofStep() -> impl IntoView {
    let app = App::of();
    let push = app.push;
    let proof = Memo::new(move |_| push.proof().filter(|_| push.phase() == Phase::Done));
    let mark = Signal::derive(move || match proof.get() {
        Some(proof) if proof.receipt.head.is_clean() => Mark::Done,
        Some(_) => Mark::Bad,
        None => Mark::Ahead,
    });
    let aside = move || {
        proof
            .with(Option::is_none)
            .then(|| view! { <span class="dim">"a count read back from Label Studio"</span> })
    };
    view! {
        <StepItem number="4" title="Proof" mark aside>
            {move || proof.get().map(|proof| view! { <Outcome proof/> })}
        </StepItem>
    }
}

#[component]
fn Outcome(proof: Arc<Proof>) -> impl IntoView {
    let app = App::of();
    let receipt = proof.receipt.clone();
    let head = receipt.head.clone();
    let tally = head.tally;
    let clean = head.is_clean() && tally.created + tally.attached > 0;
    let icon = match (clean, head.written) {
        (true, _) => Name::Ok,
        (_, true) => Name::Warn,
        (_, false) => Name::Skip,
    };
    let class = match icon {
        Name::Ok => "st ok fs5",
        Name::Warn => "st warn fs5",
        _ => "st idle fs5",
    };
    let mut parts = vec![TallyPart { part: Part::Ok, count: tally.created, word: "created" }];
    if tally.attached > 0 {
        parts.push(TallyPart { part: Part::Run, count: tally.attached, word: "got predictions" });
    }
    parts.extend([
        TallyPart { part: Part::There, count: tally.there, word: "already there" },
        TallyPart { part: Part::Bad, count: tally.not_sent, word: "not sent" },
        TallyPart { part: Part::Warn, count: tally.in_doubt, word: "in doubt" },
    ]);
    let name = head.name.clone();
    let href = api::batch_page(&head.label_studio, head.project, &head.batch_id);
    let trouble = head.trouble.clone().map(|why| {
        view! {
            <Note tone=Tone::Bad><p><b>"The push ended early, or not everything arrived. "</b>{why}</p></Note>
        }
    });
    let doubt = (tally.in_doubt > 0).then(|| view! {
        <Note tone=Tone::Warn><p><b>{text::counted(tally.in_doubt, "result")}" may be there or not."</b>" They were sent and could not be confirmed. The push stands under History as interrupted: resume it, and each is looked up before anything is sent."</p></Note>
    });
    view! {
        <div class="card">
            <div class="pad stack">
                <div class="row wrap">
                    <span class=class><Icon name=icon/><b class="ink">{head.headline()}</b></span>
                    <span class="end row">
                        {(tally.created > 0).then(|| view! { <Button look=Look::Plain icon=Name::Undo on_press=move |_| app.push.ask_undo(app, name.clone())>"Undo…"</Button> })}
                        <Button on_press=move |_| app.push.again(app)>"Check again"</Button>
                        <OutLink href class="btn primary">"Open in Label Studio"</OutLink>
                    </span>
                </div>
                <p class="dim">{counted(&head)}</p>
                {trouble}
                {doubt}
                <Ledger head=head.clone()/>
                <Tally parts=Signal::stored(parts.clone()) total=Signal::stored(tally.total()) large=true/>
                <Legend parts=Signal::stored(parts)/>
            </div>
            <Surplus head=head.clone()/>
            <Doubled doubled=head.doubled.clone() base=head.label_studio.clone() project=head.project/>
            <Happened events=proof.events.clone()/>
            <Receipt receipt/>
        </div>
    }
}

fn counted(head: &Head) -> String {
    let at = time_words(head.at);
    match (head.written, head.after) {
        (false, _) => "No import left this page, so there is nothing to count.".to_owned(),
        (_, Some(_)) => format!("Counted in Label Studio at {at}, not taken from its reply."),
        (_, None) => format!("Label Studio could not be counted again at {at}; compare it by hand."),
    }
}

/// What two pushes sent at the same time.
#[component]
fn Surplus(head: Head) -> impl IntoView {
    let removed: u64 = head.surplus.iter().map(|surplus| surplus.removed.len() as u64).sum();
    (removed > 0).then(|| view! {
        <div class="pad"><Note tone=Tone::Warn><p><b>{format!("{} removed.", text::counted(removed, "surplus task"))}</b>" The same results arrived twice, from two requests at the same time. Nobody had worked on what was removed; the receipt names each."</p></Note></div>
    })
}

/// What happened on the way, for who wants to know.
#[component]
fn Happened(events: Vec<Event>) -> impl IntoView {
    let count = events.len() as u64;
    let line =
        |event: Event| view! { <li><span class="mono dim">{time_words(event.at)}</span>" "{event.text}</li> };
    (count > 0).then(|| view! {
        <details class="pad happened"><summary>{format!("What happened on the way ({})", text::count(count))}</summary>
            <ul class="stack">{events.into_iter().map(line).collect_view()}</ul></details>
    })
}

/// Before, sent, after, and whether that adds up.
#[component]
fn Ledger(head: Head) -> impl IntoView {
    let rows = head.ledger();
    let row = |entry: Entry| {
        let verdict = match entry.verdict {
            Ok(()) => view! { <Status icon=Name::Ok word="adds up"/> }.into_any(),
            Err(why) => {
                view! { <span class="st warn verdict"><Icon name=Name::Warn/>{why}</span> }.into_any()
            }
        };
        view! {
            <tr>
                <th scope="row">{entry.what}</th>
                <td>{text::count(entry.before)}</td>
                <td>{format!("+ {}", text::count(entry.sent))}</td>
                <td><b>{text::count(entry.after)}</b></td>
                <td>{verdict}</td>
            </tr>
        }
    };
    (!rows.is_empty()).then(|| view! {
        <table class="ledger">
            <thead><tr>
                <th scope="col"><span class="sr">"What"</span></th><th scope="col">"Before"</th><th scope="col">"Sent"</th>
                <th scope="col">"After"</th><th scope="col"><span class="sr">"Verdict"</span></th>
            </tr></thead>
            <tbody>{rows.into_iter().map(row).collect_view()}</tbody>
        </table>
    })
}
