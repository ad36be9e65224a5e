//! The mapping: what it begins with, what the person changed, and the presets by name.

use super::{Kind, Labeling};
use crate::{
    browser::storage,
    core::{
        labeling::{Document, template},
        mapping::{
            BatchFacts, Mapping, Source, Suggested, Target,
            changes::changes,
            chosen::Chosen,
            preset::{BadPreset, Preset},
        },
        text,
    },
    state::App,
};
use leptos::prelude::*;
use std::sync::Arc;

/// What a person began with, and changed. Without a choice, a preset that the batch names is taken.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Begun {
    chosen: Chosen,
    /// The person decided what to begin with.
    decided: bool,
}

impl Begun {
    /// What counts: the person's own choice, else the preset that the batch names.
    fn effective(&self, named: Option<&Arc<Preset>>) -> Chosen {
        match (self.decided, named) {
            (false, Some(preset)) if !self.chosen.is_edited() => Chosen::preset(preset.clone()),
            _ => self.chosen.clone(),
        }
    }
}

impl Labeling {
    /// The project that the batch's metadata names: the one that its results are for.
    pub fn asked_project(&self) -> Option<u64> {
        self.derived().facts.with(BatchFacts::project)
    }

    /// Where each field's and control's value comes from.
    pub fn mapping(&self) -> Arc<Mapping> {
        self.derived().mapping.get()
    }

    /// What is suggested for the configuration and the open results.
    pub fn suggested(&self) -> Arc<Suggested> {
        self.derived().suggested.get()
    }

    /// What the mapping began with, and what was changed by hand.
    pub fn chosen(&self) -> Chosen {
        self.derived().chosen.get()
    }

    /// Fills a target from elsewhere, or with `None` from nowhere.
    pub fn map(&self, target: Target, source: Option<Source>) {
        self.change(|chosen| chosen.put(target, source));
    }

    /// Takes a change of a target back.
    pub fn unmap(&self, target: &Target) {
        self.change(|chosen| chosen.reset(target));
    }

    fn change(&self, change: impl FnOnce(&mut Chosen)) {
        let mut chosen = self.derived().chosen.get_untracked();
        change(&mut chosen);
        self.begun.set(Begun { chosen, decided: true });
    }

    /// Begins anew with a preset, or with `None` with the suggestion.
    pub fn begin_with(&self, app: App, preset: Option<Arc<Preset>>) {
        let said = match &preset {
            Some(preset) => format!("The mapping is {}", title(preset)),
            None => "The mapping is as suggested".to_owned(),
        };
        let chosen = preset.map(Chosen::preset).unwrap_or_default();
        self.begun.set(Begun { chosen, decided: true });
        app.announce(said.clone());
        app.set_status(format!("{said}."));
    }

    // ---- presets ---------------------------------------------------------------------------------

    /// The presets of this browser, by name.
    pub fn presets(&self) -> Vec<Arc<Preset>> {
        self.presets.get()
    }

    /// What differs between the configuration that the preset in use was made for and the one that is shown.
    pub fn preset_changes(&self) -> Vec<String> {
        self.derived().preset_changes.get()
    }

    /// The mapping as a preset of this name, made for the configuration that is shown.
    pub fn as_preset(&self, name: &str) -> Preset {
        Preset { name: name.to_owned(), config: self.xml(), mapping: Mapping::clone(&self.mapping()) }
    }

    /// Keeps the mapping under a name, instead of one that had it, and goes on with it.
    pub fn save_preset(&self, app: App, name: &str) {
        let preset = Arc::new(untrack(|| self.as_preset(name.trim())));
        self.keep(app, preset.clone());
        self.begun.set(Begun { chosen: Chosen::preset(preset), decided: true });
        let said = format!("Saved as {}", name.trim());
        app.announce(said.clone());
        app.set_status(format!("{said}. It stays in this browser; download it to share it."));
    }

    /// Reads a preset from a file, keeps it and begins with it.
    ///
    /// # Errors
    /// The file is none: why, and where in it.
    pub fn import_preset(&self, app: App, file: &str, contents: &str) -> Result<(), BadPreset> {
        let mut preset = Preset::read(contents)?;
        if preset.name.trim().is_empty() {
            preset.name = text::file_stem(file);
        }
        let preset = Arc::new(preset);
        self.keep(app, preset.clone());
        self.begin_with(app, Some(preset));
        Ok(())
    }

    /// Forgets a preset. Where it is in use, its mapping stays as it is.
    pub fn forget_preset(&self, app: App, name: &str) {
        self.presets.update(|presets| presets.retain(|preset| preset.name != name));
        self.store(app);
        app.set_status(format!("{name} was removed from this browser."));
    }

    fn keep(&self, app: App, preset: Arc<Preset>) {
        self.presets.update(|presets| {
            presets.retain(|known| known.name != preset.name);
            presets.push(preset);
            presets.sort_by_key(|preset| preset.name.to_lowercase());
        });
        self.store(app);
    }

    fn store(&self, app: App) {
        let all: Vec<_> = self.presets.with_untracked(|all| all.iter().map(|one| one.to_value()).collect());
        let text = serde_json::Value::Array(all).to_string();
        app.remember(storage::Key::Mappings, Some(&text));
    }

    /// Reads what this browser keeps. One that cannot be read is left out, and that is said.
    pub(super) fn read_presets(&self, app: App) {
        let Some(text) = app.remembered(storage::Key::Mappings) else { return };
        let values = serde_json::from_str::<Vec<serde_json::Value>>(&text).unwrap_or_default();
        let count = values.len();
        let read: Vec<_> =
            values.iter().filter_map(|value| Preset::of_value(value).ok()).map(Arc::new).collect();
        if read.len() < count {
            app.set_status(format!(
                "{} of this browser cannot be read and will not be offered.",
                text::counted((count - read.len()) as u64, "saved mapping")
            ));
        }
        self.presets.set(read);
    }
}

/// `the preset “review”`, or what it is called without a name.
pub fn title(preset: &Preset) -> String {
    if preset.name.is_empty() {
        "an unnamed preset".to_owned()
    } else {
        format!("the preset “{}”", preset.name)
    }
}

/// The memos of the mapping. They find the [`App`] in their context when they are first read.
#[derive(Clone, Copy)]
pub(super) struct Mappings {
    pub(super) suggested: Memo<Arc<Suggested>>,
    pub(super) chosen: Memo<Chosen>,
    pub(super) mapping: Memo<Arc<Mapping>>,
    pub(super) preset_changes: Memo<Vec<String>>,
}

impl Mappings {
    pub(super) fn new(
        begun: RwSignal<Begun>,
        presets: RwSignal<Vec<Arc<Preset>>>,
        suggested: Memo<Arc<Suggested>>,
        document: Signal<Arc<Document>>,
        schema_type: Memo<Option<String>>,
    ) -> Self {
        let named = Memo::new(move |_| {
            let name = schema_type.get()?;
            presets.with(|presets| presets.iter().find(|preset| preset.name == name).cloned())
        });
        let chosen =
            Memo::new(move |_| begun.with(|begun| named.with(|named| begun.effective(named.as_ref()))));
        let mapping = Memo::new(move |_| {
            chosen.with(|chosen| {
                suggested.with(|suggested| Arc::new(chosen.over(&suggested.mapping, &document.get())))
            })
        });
        let preset_changes = Memo::new(move |_| {
            let config = chosen.with(|chosen| chosen.preset.as_ref().map(|preset| preset.config.clone()));
            match config.filter(|config| !config.is_empty()) {
                Some(config) => changes(&Document::parse(&config), &document.get()),
                None => Vec::new(),
            }
        });
        Self { suggested, chosen, mapping, preset_changes }
    }
}

/// The template that a batch's `schema_type` names.
pub(super) fn named_template(schema_type: Option<&str>) -> Option<Kind> {
    let plain = schema_type?.replace('_', "-");
    template(&plain).map(|template| Kind::Template(template.id))
}
