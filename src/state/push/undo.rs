//! A receipt, undone: first it is looked what is there, then a person says so, then it is deleted.

use super::Push;
use crate::{
    browser::clock,
    core::{
        push::{
            machine::Clock,
            receipt::Receipt,
            undo::{Made, Step, Tally, Undo},
        },
        text,
    },
    state::{App, Problem},
};
use leptos::prelude::*;

/// How far an undo is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Undoing {
    /// The receipt's name.
    pub name: String,
    /// The project's title.
    pub title: String,
    /// How many tasks became what, so far.
    pub tally: Tally,
    /// Tasks that stay or failed, with their reason; and those that somebody worked on.
    pub kept: Vec<Made>,
    /// Where it stands.
    pub stage: Stage,
}

/// Where an undo stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Stage {
    /// It is looked what is there.
    Looking,
    /// A person is asked.
    Asking,
    /// Tasks are deleted.
    Deleting,
    /// Over, or why it ended early.
    Done(Option<String>),
}

impl Push {
    /// The undo under way, or just done.
    pub fn undoing(&self) -> Option<Undoing> {
        self.undoing.get()
    }

    /// Looks what of a receipt is there to be deleted. Deletes nothing.
    pub fn ask_undo(&self, app: App, name: String) {
        let push = *self;
        app.spawn(async move {
            match push.history.receipt(&name).await {
                Ok(receipt) => push.look(app, &receipt).await,
                Err(why) => app.failed(&Problem::new(why, "Nothing was deleted.")),
            }
        });
    }

    /// A person said so: deletes. With `worked_too`, tasks that somebody worked on as well.
    pub fn undo(&self, app: App, worked_too: bool) {
        let push = *self;
        self.undo.update_value(|undo| {
            if let Some(undo) = undo {
                undo.decide(worked_too);
                undo.go();
            }
        });
        self.undoing.update(|undoing| {
            if let Some(undoing) = undoing {
                undoing.stage = Stage::Deleting;
            }
        });
        app.spawn(async move { push.drive_undo(app).await });
    }

    /// Not, or not any more.
    pub fn close_undo(&self) {
        self.undo.set_value(None);
        self.undoing.set(None);
    }

    async fn look(self, app: App, receipt: &Receipt) {
        let head = &receipt.head;
        if !untrack(|| app.connection.is_at(&head.label_studio, head.project)) {
            let happened = format!("{} is of another project than the one that is connected.", head.name);
            let remedy =
                format!("Connect to {}, project {}. Nothing was deleted.", head.label_studio, head.project);
            app.set_status(format!("{happened} {remedy}"));
            return app.failed(&Problem::new(happened, remedy));
        }
        let undo = Undo::new(receipt, false, clock::now_unix().unsigned_abs());
        self.undoing.set(Some(Undoing {
            name: head.name.clone(),
            title: head.title.clone(),
            tally: undo.tally(),
            kept: Vec::new(),
            stage: Stage::Looking,
        }));
        self.undo.set_value(Some(undo));
        self.drive_undo(app).await;
    }

    async fn drive_undo(self, app: App) {
        loop {
            let Some(step) = self.undo.try_update_value(|undo| undo.as_mut().map(Undo::next_step)).flatten()
            else {
                return;
            };
            match step {
                Step::Send(request) => {
                    let answer = app.connection.call(request).await;
                    let clock = Clock { now: clock::now_unix(), took_ms: 0 };
                    self.undo.try_update_value(|undo| {
                        if let Some(undo) = undo {
                            undo.receive(answer, clock);
                        }
                    });
                    self.show_undo(None);
                }
                Step::Wait(ms) => clock::sleep(u32::try_from(ms).unwrap_or(60_000)).await,
                Step::Planned => return self.show_undo(Some(Stage::Asking)),
                Step::Done => {
                    let trouble = self
                        .undo
                        .try_with_value(|undo| undo.as_ref()?.trouble().map(str::to_owned))
                        .flatten();
                    self.show_undo(Some(Stage::Done(trouble)));
                    if let Some(undoing) = self.undoing.try_get_untracked().flatten() {
                        app.announce(format!("{} deleted", text::counted(undoing.tally.deleted, "task")));
                    }
                    return;
                }
            }
        }
    }

    fn show_undo(&self, stage: Option<Stage>) {
        use crate::core::push::undo::Fate;
        let told = |made: &&Made| matches!(made.fate, Fate::Kept(_) | Fate::Failed(_) | Fate::Worked);
        let now = self.undo.try_with_value(|undo| {
            undo.as_ref().map(|undo| (undo.tally(), undo.made().iter().filter(told).cloned().collect()))
        });
        let Some((tally, kept)) = now.flatten() else { return };
        self.undoing.try_update(|undoing| {
            if let Some(undoing) = undoing {
                (undoing.tally, undoing.kept) = (tally, kept);
                if let Some(stage) = stage {
                    undoing.stage = stage;
                }
            }
        });
    }
}
