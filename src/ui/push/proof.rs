//! Step 4: what arrived, counted in Label Studio.

use super::{
    causes::Doubled,
    parts::{OutLink, time_words},
    receipt::{Earlier, Receipt},
    step::{Mark, StepItem},
};
use crate::{
    core::{protocol::label_studio as api, text},
    state::{
        App,
        push::{Phase, Proof},
    },
    ui::kit::{Button, Icon, Legend, Name, Note, Part, Status, Tally, TallyPart, Tone},
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
        Some(proof) if proof.is_clean() => Mark::Done,
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
            <Earlier shown=proof/>
        </StepItem>
    }
}

#[component]
fn Outcome(proof: Arc<Proof>) -> impl IntoView {
    let app = App::of();
    let tally = proof.tally;
    let clean = proof.is_clean() && tally.created > 0;
    let icon = match (clean, proof.written) {
        (true, _) => Name::Ok,
        (_, true) => Name::Warn,
        (_, false) => Name::Skip,
    };
    let class = match icon {
        Name::Ok => "st ok fs5",
        Name::Warn => "st warn fs5",
        _ => "st idle fs5",
    };
    let parts = vec![
        TallyPart { part: Part::Ok, count: tally.created, word: "created" },
        TallyPart { part: Part::There, count: tally.there, word: "already there" },
        TallyPart { part: Part::Bad, count: tally.not_sent, word: "not sent" },
        TallyPart { part: Part::Warn, count: tally.in_doubt, word: "in doubt" },
    ];
    let href = api::project_page(&proof.basis.base, proof.basis.project);
    let trouble = proof.trouble.clone().map(|why| {
        view! {
            <Note tone=Tone::Bad><p><b>"The push ended early, or not everything arrived. "</b>{why}</p></Note>
        }
    });
    let doubt = (tally.in_doubt > 0).then(|| view! {
        <Note tone=Tone::Warn><p><b>{text::counted(tally.in_doubt, "result")}" may be there or not."</b>" They were sent and could not be confirmed. Check again: a dry run looks each of them up, and sends nothing twice."</p></Note>
    });
    view! {
        <div class="card">
            <div class="pad stack">
                <div class="row wrap">
                    <span class=class><Icon name=icon/><b class="ink">{proof.headline()}</b></span>
                    <span class="end row">
                        <Button on_press=move |_| app.push.again(app)>"Check again"</Button>
                        <OutLink href class="btn primary">"Open in Label Studio"</OutLink>
                    </span>
                </div>
                <p class="dim">{counted(&proof)}</p>
                {trouble}
                {doubt}
                <Ledger proof=proof.clone()/>
                <Tally parts=Signal::stored(parts.clone()) total=Signal::stored(tally.total()) large=true/>
                <Legend parts=Signal::stored(parts)/>
            </div>
            <Doubled doubled=proof.doubled.clone() basis=proof.basis.clone()/>
            <Receipt proof/>
        </div>
    }
}

fn counted(proof: &Proof) -> String {
    let at = time_words(proof.counted_at);
    match (proof.written, proof.after) {
        (false, _) => "No import left this page, so there is nothing to count.".to_owned(),
        (_, Some(_)) => format!("Counted in Label Studio at {at}, not taken from its reply."),
        (_, None) => format!("Label Studio could not be counted again at {at}; compare it by hand."),
    }
}

/// Before, sent, after, and whether that adds up.
#[component]
fn Ledger(proof: Arc<Proof>) -> impl IntoView {
    let rows = proof.ledger();
    let row = |entry: crate::state::push::Entry| {
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
