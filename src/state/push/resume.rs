//! An interrupted push, taken up again: by one click, or from a journal that somebody else saved.

use super::{Push, journal::Journal, prepare::manner, shown::Phase};
use crate::{
    browser::{
        clock,
        documents::{self, Kind},
    },
    core::push::{
        journal::{self, Head, History, Reader},
        machine::Push as Machine,
        plan::Candidate,
    },
    state::{App, Problem},
};
use leptos::prelude::*;

/// Lines that are read between two turns of the browser.
const AT_ONCE: usize = 200;

struct Read {
    head: Head,
    candidates: Vec<Candidate>,
    texts: Vec<String>,
    history: History,
}

impl Push {
    /// Why an interrupted push cannot be resumed here, if it cannot. `None`: it can.
    pub fn cannot_resume(&self, app: App, head: &Head) -> Option<String> {
        let there = app.connection.is_at(&head.label_studio, head.project);
        (!there).then(|| format!("Connect to {}, project {}, first.", head.label_studio, head.project))
    }

    /// Resumes a push that this browser has the journal of.
    pub fn resume(&self, app: App, name: String) {
        self.take_up(app, async move {
            let parts = documents::parts(Kind::Journal, &name).await?;
            Ok((parts, Some(name)))
        });
    }

    /// Resumes a push from a journal's text.
    pub fn resume_from(&self, app: App, text: &str) {
        let parts = text.lines().map(str::to_owned).collect();
        self.take_up(app, async move { Ok((parts, None)) });
    }

    fn take_up(
        &self,
        app: App,
        parts: impl Future<Output = Result<(Vec<String>, Option<String>), String>> + 'static,
    ) {
        if self.phase.with_untracked(Phase::is_busy) {
            return;
        }
        let generation = self.begin();
        self.dry.set(None);
        self.proof.set(None);
        self.phase.set(Phase::Checking { doing: "reading the journal" });
        let push = *self;
        app.spawn(async move {
            let read = match parts.await {
                Ok((parts, name)) => push.read_journal(&parts).await.map(|read| (read, name, parts)),
                Err(why) => Err(why),
            };
            match read {
                Ok((read, name, parts)) => push.go_on(app, generation, read, name, &parts).await,
                Err(why) => push.fail(app, Problem::new(why, "Nothing was sent.")),
            }
        });
    }

    async fn read_journal(&self, parts: &[String]) -> Result<Read, String> {
        let mut reader = Reader::default();
        let mut texts = Vec::new();
        for (line, number) in parts.iter().flat_map(|part| part.lines()).zip(1_usize..) {
            let before = reader.results();
            let range = reader.take(line).map_err(|error| error.to_string())?;
            if reader.results() > before {
                texts.push(range.and_then(|range| line.get(range)).unwrap_or_default().to_owned());
            }
            if number.is_multiple_of(AT_ONCE) {
                clock::yield_now().await;
            }
        }
        let (head, candidates, history) = reader.end().map_err(|error| error.to_string())?;
        Ok(Read { head, candidates, texts, history })
    }

    async fn go_on(self, app: App, generation: u32, read: Read, name: Option<String>, parts: &[String]) {
        let Read { head, candidates, texts, history } = read;
        if let Some(why) = untrack(|| self.cannot_resume(app, &head)) {
            let happened = format!("This push is of another project than the one that is connected. {why}");
            return self.fail(app, Problem::new(happened, "Then resume it. Nothing was sent."));
        }
        if !self.is_current(generation) {
            return;
        }
        self.texts.set_value(texts);
        self.machine.set_value(Some(Machine::resumed(head.target(), candidates, manner(head.mode), history)));
        let journal = match name {
            Some(name) => Journal::of(name, parts.len()),
            None => self.adopt(app, &head, parts).await,
        };
        self.run(app, generation, &head, Some(journal)).await;
    }

    /// A journal that came as a file is kept here too: this tab may be closed as well.
    async fn adopt(&self, app: App, head: &Head, parts: &[String]) -> Journal {
        if !app.settings_untracked().persist {
            return Journal::none();
        }
        let parts: Vec<String> = parts.chunks(AT_ONCE).map(|lines| lines.join("\n")).collect();
        let kept = documents::put_parts(Kind::Journal, &head.name, 0, &parts).await;
        let kept = match kept {
            Ok(()) => documents::put_head(Kind::Journal, &head.name, &journal::said(head)).await,
            fault => fault,
        };
        match kept {
            Ok(()) => Journal::of(head.name.clone(), parts.len()),
            Err(_) => Journal::none(),
        }
    }
}
