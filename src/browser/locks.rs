//! Web Locks: what two tabs of one browser must not do at the same time.

use futures_channel::oneshot;
use js_sys::{Function, Object, Promise, Reflect};
use wasm_bindgen::{JsCast as _, JsValue, closure::Closure};

/// A lock that is held until this is dropped, or the tab is gone.
pub struct Lock {
    release: Option<Function>,
}

impl Drop for Lock {
    fn drop(&mut self) {
        if let Some(release) = &self.release {
            // It settles a promise of ours: nothing can go wrong.
            drop(release.call0(&JsValue::UNDEFINED));
        }
    }
}

/// Takes the lock of this name. `None`: another tab holds it. Browsers without locks, and pages without a secure
/// context, always get one.
pub async fn take(name: &str) -> Option<Lock> {
    let free = Some(Lock { release: None });
    let navigator = web_sys::window().map(|window| JsValue::from(window.navigator()));
    let manager = navigator.and_then(|navigator| Reflect::get(&navigator, &"locks".into()).ok());
    let Some(manager) = manager.filter(JsValue::is_object) else { return free };
    let request = Reflect::get(&manager, &"request".into()).ok().and_then(|f| f.dyn_into::<Function>().ok());
    let Some(request) = request else { return free };

    let (taken, answer) = oneshot::channel::<Option<Function>>();
    let granted = Closure::once_into_js(move |lock: JsValue| {
        if lock.is_null() {
            // Nobody may be waiting any more.
            drop(taken.send(None));
            return JsValue::UNDEFINED;
        }
        let mut taken = Some(taken);
        // The lock is held until this promise is settled.
        JsValue::from(Promise::new(&mut |resolve, _| {
            if let Some(taken) = taken.take() {
                drop(taken.send(Some(resolve)));
            }
        }))
    });
    let options = Object::new();
    Reflect::set(&options, &"ifAvailable".into(), &JsValue::TRUE).ok()?;
    request.call3(&manager, &JsValue::from_str(name), &options, &granted).ok()?;
    match answer.await {
        Ok(Some(resolve)) => Some(Lock { release: Some(resolve) }),
        Ok(None) => None,
        Err(_) => free,
    }
}
