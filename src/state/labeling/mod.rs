//! What the page knows of the Labeling step: whose configuration is shown, what is wrong with it, what each
//! of its fields gets, and the row that it is previewed with.
//!
//! Everything but the person's choice and the copy being edited is derived, by memos that are made when they are
//! first asked for: so a page whose later steps are split off can start without what they compute
//! (`ui/later.rs`). The trail alone does not ask for them; it waits.

mod copy;
mod mapping;
mod row;
mod sample;
mod save;
mod source;
mod survey;
mod theirs;
mod trial;

pub use mapping::title;
pub use save::{Goal, Proposal, Saver, Stage};
pub use source::{Kind, Source};
pub use survey::Survey;
pub use trial::Tried;

use super::App;
use crate::browser::timing;
use crate::core::{
    labeling::{
        Document, Report, Sample, Severity, TEMPLATES, Variable, check::check_document, sample_task,
        tags::Edition, variables,
    },
    mapping::{
        BatchFacts, Mapper, Mapping, Suggested, Task, chosen::Chosen, control::Control, preset::Preset,
        suggest,
    },
    push::key::Key,
    results::line::ResultLine,
    text,
};
use leptos::{prelude::*, reactive::owner::WeakOwner};
use mapping::{Begun, Mappings};
use sample::Sample as ResultsSample;
use source::Shown;
use std::sync::Arc;

/// A configuration, read and checked. Two of them are equal when they are the same reading.
#[derive(Debug, Clone)]
pub struct Checked {
    /// The configuration as a tree.
    pub document: Arc<Document>,
    /// What is wrong with it.
    pub report: Arc<Report>,
    /// How long reading and checking took, in milliseconds.
    pub ms: f64,
}

impl PartialEq for Checked {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.document, &other.document)
    }
}

impl Checked {
    fn of(xml: &str) -> Self {
        let began = timing::now();
        let document = Document::parse(xml);
        let report = check_document(&document, Edition::Community);
        Self { document: Arc::new(document), report: Arc::new(report), ms: timing::now() - began }
    }
}

/// The state of the Labeling step.
#[derive(Clone, Copy)]
pub struct Labeling {
    chosen: RwSignal<Option<Shown>>,
    copy: RwSignal<String>,
    /// The copy that was put aside when this one began.
    earlier: RwSignal<Option<String>>,
    turn: RwSignal<u32>,
    begun: RwSignal<Begun>,
    presets: RwSignal<Vec<Arc<Preset>>>,
    results_sample: RwSignal<ResultsSample>,
    survey: RwSignal<Survey>,
    /// Counts up with every survey: an older one ends.
    surveys: StoredValue<u32>,
    derived: RwSignal<Option<Derived>>,
    /// What the memos live with: the mount, not the view that asked first.
    owner: StoredValue<WeakOwner>,
}

/// What follows from the choice, the copy, and the open project and batch.
#[derive(Clone, Copy)]
struct Derived {
    source: Memo<Source>,
    xml: Memo<String>,
    checked: Memo<Checked>,
    variables: Memo<Vec<Variable>>,
    sample: Memo<Sample>,
    suggested: Memo<Arc<Suggested>>,
    chosen: Memo<Chosen>,
    mapping: Memo<Arc<Mapping>>,
    preset_changes: Memo<Vec<String>>,
    /// The mapping, made ready for the configuration.
    mapper: Memo<Arc<Mapper>>,
    /// Errors of the open project's own configuration; `None`: no project is open.
    project_errors: Memo<Option<usize>>,
    facts: Memo<BatchFacts>,
}

impl Labeling {
    pub(super) fn new() -> Self {
        Self {
            chosen: RwSignal::new(None),
            copy: RwSignal::default(),
            earlier: RwSignal::new(None),
            turn: RwSignal::new(0),
            begun: RwSignal::default(),
            presets: RwSignal::default(),
            results_sample: RwSignal::default(),
            survey: RwSignal::default(),
            surveys: StoredValue::new(0),
            derived: RwSignal::new(None),
            owner: StoredValue::new(Owner::current().unwrap_or_default().downgrade()),
        }
    }

    /// Computes from now on: the step's code is there.
    pub fn begin(&self) {
        self.derived();
    }

    fn derived(&self) -> Derived {
        self.derived.get_untracked().unwrap_or_else(|| {
            let make = || {
                self.follow_sample();
                self.read_presets(App::of());
                Derived::new(*self)
            };
            let owner = self.owner.with_value(WeakOwner::upgrade);
            let derived = owner.map_or_else(make, |owner| owner.with(make));
            self.derived.set(Some(derived));
            derived
        })
    }

    /// The number beside the step in the trail: `0 problems`, `2 errors`, `1 warning`. `None`: not known yet.
    pub fn trail(&self) -> Option<String> {
        let derived = self.derived.get()?;
        let (errors, warnings) =
            derived.checked.with(|checked| (checked.report.errors, checked.report.warnings));
        Some(match (errors, warnings) {
            (0, 0) => "0 problems".to_owned(),
            (0, warnings) => text::counted(warnings as u64, "warning"),
            (errors, _) => text::counted(errors as u64, "error"),
        })
    }

    // ---- the configuration -----------------------------------------------------------------------

    /// Whose configuration is shown.
    pub fn source(&self) -> Source {
        self.derived().source.get()
    }

    /// Shows another one. A project that is opened later takes its place.
    pub fn choose(&self, app: App, kind: Kind) {
        self.turn.update(|turn| *turn += 1);
        self.show(app, kind);
    }

    fn show(&self, app: App, kind: Kind) {
        let project = untrack(|| app.connection.opened()).map(|project| project.id);
        self.chosen.set(Some(Shown { kind, project }));
    }

    /// The configuration as text.
    pub fn xml(&self) -> String {
        self.derived().xml.get()
    }

    /// The configuration, read and checked.
    pub fn checked(&self) -> Checked {
        self.derived().checked.get()
    }

    /// Its `$variables`.
    pub fn variables(&self) -> Vec<Variable> {
        self.derived().variables.get()
    }

    /// The task to look at it with while there is no row.
    pub fn sample(&self) -> Sample {
        self.derived().sample.get()
    }

    // ---- whether it may be used ------------------------------------------------------------------

    /// Whether a push may use it: neither what is shown here nor the project's own configuration has errors.
    pub fn usable(&self) -> bool {
        self.refusal().is_none()
    }

    /// Why a push may not use it, in a sentence with its cause; `None`: it may.
    pub fn refusal(&self) -> Option<String> {
        let errors = self.derived().checked.with(|checked| checked.report.errors);
        if errors > 0 {
            let whose = self.derived().source.with(Source::phrase);
            let first = self.first_error();
            return Some(format!("{whose} has {}. {first}", text::counted(errors as u64, "error")));
        }
        let theirs = self.derived().project_errors.get().filter(|errors| *errors > 0)?;
        Some(format!(
            "The project's own configuration has {}: Label Studio would not show its tasks. Mend it there, then read it again.",
            text::counted(theirs as u64, "error")
        ))
    }

    fn first_error(&self) -> String {
        self.derived().checked.with(|checked| {
            let error = checked.report.diagnostics.iter().find(|found| found.severity == Severity::Error);
            let said = |found: &crate::core::labeling::Diagnostic| {
                let line = checked.document.position(found.span.start).line;
                format!("The first, in line {line}: {}", found.message)
            };
            error.map(said).unwrap_or_default()
        })
    }

    // ---- tasks -----------------------------------------------------------------------------------

    /// The row at this place as a task, followed. `None`: the row is on its way, or cannot be read.
    pub fn task(&self, app: App, place: u32) -> Option<Task> {
        let line = app.results.detail(place).here()?;
        self.task_of(app, place, &line)
    }

    /// The same of a line that is there, followed. `None`: there is no such row.
    pub fn task_of(&self, app: App, place: u32, line: &ResultLine) -> Option<Task> {
        let row = app.results.row(place)?;
        let key = self.derived().facts.with(|facts| row.key(&facts.id));
        Some(self.task_as(line, &key))
    }

    /// The same, under this key.
    pub fn task_as(&self, line: &ResultLine, key: &Key) -> Task {
        let Derived { facts, mapper, .. } = self.derived();
        facts.with(|facts| mapper.with(|mapper| mapper.task(facts, line, key.as_str())))
    }
}

impl Derived {
    /// The memos find the [`App`] in their context when they are first read.
    fn new(labeling: Labeling) -> Self {
        let Labeling { chosen, copy, begun, presets, results_sample, .. } = labeling;
        let facts = Memo::new(|_| facts(App::of()));
        let schema_type = Memo::new(move |_| facts.with(|facts| facts.schema_type().map(str::to_owned)));
        let source = Memo::new(move |_| {
            let named = schema_type.with(|name| mapping::named_template(name.as_deref()));
            source::resolve(App::of().connection.opened().as_deref(), chosen.get(), named)
        });
        let xml = Memo::new(move |_| match source.get() {
            Source::Project(..) => {
                App::of().connection.opened().map(|project| project.label_config.clone()).unwrap_or_default()
            }
            Source::Template(template) => template.xml.to_owned(),
            Source::Pasted => copy.get(),
        });
        let checked = Memo::new(move |_| xml.with(|xml| Checked::of(xml)));
        // What a suggestion asks of a configuration: typing elsewhere in it changes nothing.
        let asks = Memo::new(move |_| checked.with(|checked| asks(&checked.document)));
        let suggested = Memo::new(move |_| {
            asks.with(|_| ()); // tracking alone would not compute it
            let document = checked.with_untracked(|checked| checked.document.clone());
            results_sample
                .with(|sample| facts.with(|facts| Arc::new(suggest(&document, facts, &sample.lines))))
        });
        let document = Signal::derive(move || checked.with(|checked| checked.document.clone()));
        let Mappings { suggested, chosen, mapping, preset_changes } =
            Mappings::new(begun, presets, suggested, document, schema_type);
        Self {
            source,
            xml,
            checked,
            variables: Memo::new(move |_| checked.with(|checked| variables(&checked.document))),
            sample: Memo::new(move |_| checked.with(|checked| sample_task(&checked.document))),
            suggested,
            chosen,
            mapping,
            preset_changes,
            mapper: Memo::new(move |_| {
                checked
                    .with(|checked| mapping.with(|mapping| Arc::new(Mapper::new(mapping, &checked.document))))
            }),
            project_errors: Memo::new(move |_| {
                let project = App::of().connection.opened()?;
                let shown = source.with(|source| matches!(source, Source::Project(..)));
                Some(if shown {
                    checked.with(|checked| checked.report.errors)
                } else {
                    crate::core::labeling::check(&project.label_config).errors
                })
            }),
            facts,
        }
    }
}

/// Fields with their tags, and controls, as far as a suggestion depends on them.
fn asks(document: &Document) -> (Vec<(String, String, bool)>, Vec<Control>) {
    let field = |variable: Variable| (variable.name, variable.tag_name, variable.required);
    (variables(document).into_iter().map(field).collect(), Control::all(document))
}

fn facts(app: App) -> BatchFacts {
    let id = app.results.origin().map(|origin| origin.identity()).unwrap_or_default();
    BatchFacts::of(id, app.results.batch().as_deref())
}

/// The template to begin with.
fn first_template() -> Source {
    TEMPLATES.first().map_or(Source::Pasted, Source::Template)
}
