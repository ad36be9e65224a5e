//! The desk's worker, and the way into it. Its code comes in the same file as the Results step (`ui/later.rs`): a
//! worker that only starts has nothing of it.

use super::{
    opfs,
    service::{Room, Service},
    warm, wire,
};
use crate::core::results::desk::Told;
use js_sys::{Function, Reflect};
use wasm_bindgen::{JsCast as _, JsValue, closure::Closure, prelude::*};
use wasm_bindgen_futures::spawn_local;
use web_sys::{MessageEvent, Worker};

#[wasm_bindgen]
extern "C" {
    /// The address of the glue, whatever the page was named.
    #[wasm_bindgen(thread_local_v2, js_namespace = ["import", "meta"], js_name = url)]
    static GLUE_URL: String;
}

#[wasm_bindgen(module = "/src/browser/desk/worker.js")]
extern "C" {
    #[wasm_bindgen(catch)]
    fn spawn(glue: &str, module: JsValue, blob: bool) -> Result<Worker, JsValue>;
}

/// Starts a worker. `blob`: as a page of another origin than this code has to. `Err`: that is forbidden.
pub(super) fn start(blob: bool) -> Result<Worker, JsValue> {
    GLUE_URL.with(|glue| spawn(glue, wasm_bindgen::module(), blob))
}

/// What the worker runs once its code is there.
type Serve = fn();

/// The code could not be fetched.
struct Unloaded;

#[cfg(split)]
impl From<leptos::wasm_split::SplitLoaderError> for Unloaded {
    fn from(_: leptos::wasm_split::SplitLoaderError) -> Self {
        Self
    }
}

// The attribute makes it `async`: it awaits its file first.
#[cfg_attr(
    split,
    leptos::wasm_split::wasm_split(results, wasm_split_path = ::leptos::wasm_split, fallible),
    allow(unsafe_code, reason = "the attribute exports it to the file's loader")
)]
#[allow(clippy::unnecessary_wraps, reason = "it can fail where it is split off")]
fn code() -> Result<Serve, Unloaded> {
    Ok(serve)
}

/// Serves as the desk: for `worker.js`, inside the worker. A page has no use for it.
#[wasm_bindgen(js_name = serveDesk, skip_typescript)]
pub fn serve_desk() {
    spawn_local(async {
        #[cfg(split)]
        let code = code().await;
        #[cfg(not(split))]
        let code = code();
        match code {
            Ok(serve) => serve(),
            // The page hears it as the worker's error, and reads by itself.
            Err(Unloaded) => wasm_bindgen::throw_str("the code of the reader could not be loaded"),
        }
    });
}

fn serve() {
    let scope = js_sys::global();
    let Some(post) =
        Reflect::get(&scope, &"postMessage".into()).ok().and_then(|post| post.dyn_into::<Function>().ok())
    else {
        return;
    };
    let tell = move |told: Told, bytes: Option<js_sys::Uint8Array>| {
        let (message, given) = wire::pack(&told, &bytes.into());
        // Only something that cannot be copied would fail, and plain bytes can.
        post.call2(&JsValue::UNDEFINED, &message, &given).map(drop).unwrap_or_default();
    };
    tell(Told::Open, None);
    let service = Service::new(Room::Worker, Box::new(tell));
    let idle = service.clone();
    let hear = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
        if let Some((ask, beside)) = wire::unpack(&event.data()) {
            service.hear(ask, &beside);
        }
    });
    Reflect::set(&scope, &"onmessage".into(), &hear.into_js_value()).map(drop).unwrap_or_default();
    spawn_local(async move {
        if idle.is_idle() {
            warm::up(|told, rows| idle.tell(told, Some(rows)));
        }
        opfs::sweep().await;
    });
}
