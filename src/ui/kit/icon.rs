//! Icons: symbols once per root, used by name. 16 px, 1.5 px stroke; each status has its own outline.

use leptos::prelude::*;

/// An icon of the set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs, reason = "each is the name of its picture")]
pub enum Name {
    Bad,
    Chev,
    Copy,
    Down,
    Ext,
    Eye,
    File,
    Filter,
    Fix,
    Help,
    Junk,
    Link,
    Lock,
    More,
    None,
    Ok,
    Pause,
    Pull,
    Push,
    Run,
    Search,
    Skip,
    Star,
    Theme,
    Tick,
    Undo,
    Up,
    Wait,
    Warn,
    X,
}

impl Name {
    /// The symbol's address within the root.
    fn href(self) -> &'static str {
        match self {
            Self::Bad => "#i-bad",
            Self::Chev => "#i-chev",
            Self::Copy => "#i-copy",
            Self::Down => "#i-down",
            Self::Ext => "#i-ext",
            Self::Eye => "#i-eye",
            Self::File => "#i-file",
            Self::Filter => "#i-filter",
            Self::Fix => "#i-fix",
            Self::Help => "#i-help",
            Self::Junk => "#i-junk",
            Self::Link => "#i-link",
            Self::Lock => "#i-lock",
            Self::More => "#i-more",
            Self::None => "#i-none",
            Self::Ok => "#i-ok",
            Self::Pause => "#i-pause",
            Self::Pull => "#i-pull",
            Self::Push => "#i-push",
            Self::Run => "#i-run",
            Self::Search => "#i-search",
            Self::Skip => "#i-skip",
            Self::Star => "#i-star",
            Self::Theme => "#i-theme",
            Self::Tick => "#i-tick",
            Self::Undo => "#i-undo",
            Self::Up => "#i-up",
            Self::Wait => "#i-wait",
            Self::Warn => "#i-warn",
            Self::X => "#i-x",
        }
    }
}

/// An icon. Decorative: the word beside it, or the control's label, says what it means.
#[component]
pub fn Icon(
    /// Which one.
    #[prop(into)]
    name: Signal<Name>,
    /// Further classes, such as `chev`.
    #[prop(optional)]
    class: &'static str,
) -> impl IntoView {
    let class = if class.is_empty() { "i".to_owned() } else { format!("i {class}") };
    let spin = move || name.get() == Name::Run;
    view! { <svg class=class class:spin=spin aria-hidden="true"><use href=move || name.get().href()></use></svg> }
}

/// The symbols and the bars' textures. Once per root.
#[component]
pub fn Symbols() -> impl IntoView {
    view! {
        <svg class="defs" aria-hidden="true">
            <defs>
                <symbol id="i-bad" viewBox="0 0 16 16"><path d="M5.4 2h5.2L14 5.4v5.2L10.6 14H5.4L2 10.6V5.4z"/><path d="m6 6 4 4m0-4-4 4"/></symbol>
                <symbol id="i-chev" viewBox="0 0 16 16"><path d="m6 3.5 4.5 4.5L6 12.5"/></symbol>
                <symbol id="i-copy" viewBox="0 0 16 16"><rect x="5.5" y="5.5" width="8" height="8" rx="1.5"/><path d="M3.6 10.5h-.1a1 1 0 0 1-1-1v-6a1 1 0 0 1 1-1h6a1 1 0 0 1 1 1v.1"/></symbol>
                <symbol id="i-down" viewBox="0 0 16 16"><path d="m4 6.2 4 4 4-4"/></symbol>
                <symbol id="i-ext" viewBox="0 0 16 16"><path d="M9 3h4v4m0-4L7.5 8.5M11 9.5v2.8a.7.7 0 0 1-.7.7H3.7a.7.7 0 0 1-.7-.7V5.7a.7.7 0 0 1 .7-.7h2.8"/></symbol>
                <symbol id="i-eye" viewBox="0 0 16 16"><path d="M1.8 8S4 3.8 8 3.8 14.2 8 14.2 8 12 12.2 8 12.2 1.8 8 1.8 8z"/><circle cx="8" cy="8" r="1.8"/></symbol>
                <symbol id="i-file" viewBox="0 0 16 16"><path d="M4 2h5l3.5 3.5V14H4zM9 2v3.5h3.5"/></symbol>
                <symbol id="i-filter" viewBox="0 0 16 16"><path d="M2.5 4h11M4.5 8h7m-5 4h3"/></symbol>
                <symbol id="i-fix" viewBox="0 0 16 16"><path d="M8 2a4 4 0 0 0-2.2 7.3c.5.4.7.8.7 1.4h3c0-.6.2-1 .7-1.4A4 4 0 0 0 8 2zM6.7 13.2h2.6"/></symbol>
                <symbol id="i-help" viewBox="0 0 16 16"><circle cx="8" cy="8" r="6"/><path d="M6.2 6.3a1.8 1.8 0 1 1 2.6 1.6c-.5.3-.8.6-.8 1.2m0 2v.1"/></symbol>
                <symbol id="i-junk" viewBox="0 0 16 16"><path d="M5 2.5H3.5v11H5M11 2.5h1.5v11H11M6.2 6.2l3.6 3.6m0-3.6L6.2 9.8"/></symbol>
                <symbol id="i-link" viewBox="0 0 16 16"><path d="M6.8 9.2a2.6 2.6 0 0 0 3.7 0l2.2-2.2a2.6 2.6 0 0 0-3.7-3.7l-.8.8M9.2 6.8a2.6 2.6 0 0 0-3.7 0L3.3 9a2.6 2.6 0 0 0 3.7 3.7l.8-.8"/></symbol>
                <symbol id="i-lock" viewBox="0 0 16 16"><rect x="3.5" y="7" width="9" height="6.5" rx="1"/><path d="M5.5 7V5a2.5 2.5 0 0 1 5 0v2"/></symbol>
                <symbol id="i-more" viewBox="0 0 16 16"><path d="M3.5 8h.1M8 8h.1m4.4 0h.1" stroke-width="2.2"/></symbol>
                <symbol id="i-none" viewBox="0 0 16 16"><circle cx="8" cy="8" r="6" stroke-dasharray="2.4 2.3"/><path d="M5.5 8h5"/></symbol>
                <symbol id="i-ok" viewBox="0 0 16 16"><circle cx="8" cy="8" r="6"/><path d="m5.4 8.2 1.8 1.8 3.4-3.8"/></symbol>
                <symbol id="i-pause" viewBox="0 0 16 16"><path d="M5.5 3.5v9m5-9v9"/></symbol>
                <symbol id="i-pull" viewBox="0 0 16 16"><path d="M8 2.5v8m0 0L4.8 7.3M8 10.5l3.2-3.2M2.5 10.5v3h11v-3"/></symbol>
                <symbol id="i-push" viewBox="0 0 16 16"><path d="M8 10.5v-8m0 0L4.8 5.7M8 2.5l3.2 3.2M2.5 10.5v3h11v-3"/></symbol>
                <symbol id="i-run" viewBox="0 0 16 16"><path d="M8 2a6 6 0 1 1-5.6 3.9"/></symbol>
                <symbol id="i-search" viewBox="0 0 16 16"><circle cx="7" cy="7" r="4.3"/><path d="m10.3 10.3 3.5 3.5"/></symbol>
                <symbol id="i-skip" viewBox="0 0 16 16"><circle cx="8" cy="8" r="6"/><path d="M5.2 8h5.6"/></symbol>
                <symbol id="i-star" viewBox="0 0 16 16"><path d="m8 2 1.8 3.8 4.2.5-3.1 2.9.8 4.2L8 11.3l-3.7 2.1.8-4.2L2 6.3l4.2-.5z"/></symbol>
                <symbol id="i-theme" viewBox="0 0 16 16"><circle cx="8" cy="8" r="5.5"/><path d="M8 2.5a5.5 5.5 0 0 1 0 11z" fill="currentColor"/></symbol>
                <symbol id="i-tick" viewBox="0 0 16 16"><path d="m3.5 8.5 3 3 6-7"/></symbol>
                <symbol id="i-undo" viewBox="0 0 16 16"><path d="M5.5 3 2.5 6l3 3M2.8 6h6.4a3.6 3.6 0 0 1 0 7.2H6"/></symbol>
                <symbol id="i-up" viewBox="0 0 16 16"><path d="m4 9.8 4-4 4 4"/></symbol>
                <symbol id="i-wait" viewBox="0 0 16 16"><circle cx="8" cy="8" r="6"/><path d="M8 4.8V8l2.2 1.6"/></symbol>
                <symbol id="i-warn" viewBox="0 0 16 16"><path d="M8 2.2 14.4 13.4H1.6z"/><path d="M8 6.4v3m0 1.9v.1"/></symbol>
                <symbol id="i-x" viewBox="0 0 16 16"><path d="m4 4 8 8m0-8-8 8"/></symbol>
                <pattern id="hatch" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
                    <rect class="pat-bg" width="5" height="5"/><path class="pat-line" d="M0 0v5"/>
                </pattern>
                <pattern id="dots" width="4" height="4" patternUnits="userSpaceOnUse">
                    <rect class="pat-bg2" width="4" height="4"/><circle class="pat-dot" cx="2" cy="2" r="1"/>
                </pattern>
            </defs>
        </svg>
    }
}
