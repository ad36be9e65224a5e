//! Every event of the element: `batch-curator:<name>`, bubbling and composed, details in plain JSON.
//!
//! | event | detail |
//! |---|---|
//! | `batch-curator:ready` | `{}` |
//! | `batch-curator:error` | `{ message }` |
//! | `batch-curator:navigated` | `{ route }` |
//! | `batch-curator:selected` | `{ batchId, count }` |
//! | `batch-curator:pushed` | `{ batchId, project, created, alreadyThere, refused }` |

use crate::state::outward::Outward;
use serde::Serialize as _;
use serde_json::{Value, json};
use wasm_bindgen::JsValue;
use web_sys::{CustomEvent, CustomEventInit, EventTarget};

/// Tells the host page.
pub fn dispatch(host: &EventTarget, event: &Outward) {
    let (name, detail) = describe(event);
    let init = CustomEventInit::new();
    init.set_bubbles(true);
    init.set_composed(true);
    let plain = detail.serialize(&serde_wasm_bindgen::Serializer::json_compatible());
    init.set_detail(&plain.unwrap_or(JsValue::NULL));
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
        Outward::Pushed { batch_id, project, created, already_there, refused } => (
            "batch-curator:pushed",
            json!({ "batchId": batch_id, "project": project, "created": created,
                "alreadyThere": already_there, "refused": refused }),
        ),
    }
}
