//! Every event of the element: `batch-curator:<name>`, bubbling and composed, details in plain JSON.
//!
//! | event | detail |
//! |---|---|
//! | `batch-curator:ready` | `{}` |
//! | `batch-curator:error` | `{ message }` |
//! | `batch-curator:navigated` | `{ route }` |
//! | `batch-curator:opened` | `{ batchId, rows, how }`: `ready`, `stopped` or `failed` |
//! | `batch-curator:selected` | `{ batchId, count }` |
//! | `batch-curator:push-started` | `{ batchId, project, tasks }` |
//! | `batch-curator:push-progressed` | `{ batchId, project, done, tasks }`, at most once a second |
//! | `batch-curator:pushed` | `{ batchId, project, created, alreadyThere, refused }` |

use crate::{browser::hook::plain, state::outward::Outward};
use serde_json::{Value, json};
use web_sys::{CustomEvent, CustomEventInit, EventTarget};

/// Tells the host page.
pub fn dispatch(host: &EventTarget, event: &Outward) {
    let (name, detail) = describe(event);
    let init = CustomEventInit::new();
    init.set_bubbles(true);
    init.set_composed(true);
    init.set_detail(&plain(&detail));
    // Building fails only on an empty name, dispatching only on an event under way.
    if let Ok(event) = CustomEvent::new_with_event_init_dict(name, &init) {
        host.dispatch_event(&event).unwrap_or_default();
    }
}

fn describe(event: &Outward) -> (&'static str, Value) {
    match event {
        Outward::Ready => ("batch-curator:ready", json!({})),
        Outward::Error { message } => ("batch-curator:error", json!({ "message": message })),
        Outward::Navigated { route } => ("batch-curator:navigated", json!({ "route": route })),
        Outward::Selected { batch_id, count } => {
            ("batch-curator:selected", json!({ "batchId": batch_id, "count": count }))
        }
        Outward::Opened { batch_id, rows, how } => {
            ("batch-curator:opened", json!({ "batchId": batch_id, "rows": rows, "how": how }))
        }
        Outward::PushStarted { batch_id, project, tasks } => {
            ("batch-curator:push-started", json!({ "batchId": batch_id, "project": project, "tasks": tasks }))
        }
        Outward::PushProgressed { batch_id, project, done, tasks } => (
            "batch-curator:push-progressed",
            json!({ "batchId": batch_id, "project": project, "done": done, "tasks": tasks }),
        ),
        Outward::Pushed { batch_id, project, created, already_there, refused } => (
            "batch-curator:pushed",
            json!({ "batchId": batch_id, "project": project, "created": created,
                "alreadyThere": already_there, "refused": refused }),
        ),
    }
}
