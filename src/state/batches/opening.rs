//! Opening what a person names or gives: a pasted id or address, a file from the disk.

use super::{Batches, Problem};
use crate::{
    browser::route as address,
    core::{
        batch::{Batch, File},
        opening::{self, Given, Pasted, Unfit},
        origin::Origin,
        protocol::{
            batch_api,
            error::ApiError,
            http::{Request, Response, host_of},
        },
        route::Route,
        text,
    },
    state::App,
};
use leptos::prelude::*;

/// How an opening stands: what is being asked for, and why the last one came to nothing.
#[derive(Clone, Copy)]
pub struct Opening {
    asking: RwSignal<bool>,
    refused: RwSignal<Option<Problem>>,
    /// Counts up with every opening: an older one that still waits leads nowhere any more.
    turn: StoredValue<u32>,
}

impl Opening {
    pub(super) fn new() -> Self {
        Self { asking: RwSignal::new(false), refused: RwSignal::new(None), turn: StoredValue::new(0) }
    }

    /// Whether the server is being asked what an id names.
    pub fn asking(&self) -> bool {
        self.asking.get()
    }

    /// Why the last one came to nothing.
    pub fn refused(&self) -> Option<Problem> {
        self.refused.get()
    }

    /// Takes the note away.
    pub fn dismiss(&self) {
        self.refused.set(None);
    }

    fn refuse(self, app: App, problem: Problem) {
        app.failed(&problem);
        self.refused.try_set(Some(problem));
    }

    /// A new turn; the number tells whether it is still the current one.
    fn begin(self) -> u32 {
        self.refused.set(None);
        self.turn.update_value(|turn| *turn = turn.wrapping_add(1));
        self.turn.get_value()
    }
}

impl Batches {
    /// Opens what was pasted: the id of a batch or of a file, an address, a link of this page. `done` is called
    /// when it is found, `Opening::refused` says why it was not.
    pub fn open(self, app: App, pasted: &str, done: Callback<()>) {
        let turn = self.opening.begin();
        let pasted = match opening::read(pasted, &address::page(), &app.base()) {
            Ok(None) => return,
            Ok(Some(pasted)) => pasted,
            Err(unfit) => return self.opening.refuse(app, problem(unfit)),
        };
        app.spawn(async move {
            self.opening.asking.set(true);
            let found = self.find(app, pasted).await;
            if self.opening.turn.try_get_value() != Some(turn) {
                return;
            }
            self.opening.asking.try_set(false);
            match found {
                Ok(route) => {
                    done.run(());
                    app.go(route);
                }
                Err(problem) => self.opening.refuse(app, problem),
            }
        });
    }

    async fn find(self, app: App, pasted: Pasted) -> Result<Route, Problem> {
        let id = match pasted {
            Pasted::Link(route) => return Ok(route),
            Pasted::Address(url) => return Ok(Route::results(Origin::Url(url))),
            Pasted::Batch(id) => {
                let batch = self.batch(app, &id).await?;
                return batch
                    .map_err(|why| Problem::refused(&format!("Batch {} did not come", short(&id)), &why));
            }
            Pasted::File(id) => {
                let file = file(app, &id).await?;
                return file
                    .map_err(|why| Problem::refused(&format!("File {} did not come", short(&id)), &why));
            }
            Pasted::Id(id) => id,
        };
        let no_batch = match self.batch(app, &id).await? {
            Ok(route) => return Ok(route),
            Err(why) if opening::may_be_a_file(&why) => why,
            Err(why) => return Err(Problem::refused("The server did not say what that id names", &why)),
        };
        file(app, &id).await?.map_err(|no_file| {
            let base = app.base();
            let happened = format!("{} knows no batch and no file {}.", host_of(&base), short(&id));
            let remedy = "See that the id was copied whole, and that it is of this server.";
            Problem::new(capital(&happened), remedy)
                .detailed(format!("As a batch: {no_batch}\nAs a file: {no_file}"))
        })
    }

    /// A batch that is found joins the list.
    async fn batch(self, app: App, id: &str) -> Result<Result<Route, ApiError>, Problem> {
        let answer = asked(app, batch_api::batch(&app.base(), id)).await?;
        Ok(batch_api::parse_batch(&answer).map(|batch: Batch| {
            let origin = Origin::Batch(batch.id.clone());
            self.list.try_update(|list| list.put([batch]));
            Route::results(origin)
        }))
    }

    /// Opens a file from the disk: the one that was chosen or dropped. What else was given is refused with a
    /// sentence.
    pub fn open_given(self, app: App, given: &[Given], file: Option<web_sys::File>) {
        self.opening.begin();
        self.opening.asking.set(false);
        match (opening::fit(given), file) {
            (Ok(()), Some(file)) => app.results.open_local(app, file),
            (Ok(()), None) => self.opening.refuse(app, problem(Unfit::unreadable())),
            (Err(unfit), _) => self.opening.refuse(app, problem(unfit)),
        }
    }
}

async fn file(app: App, id: &str) -> Result<Result<Route, ApiError>, Problem> {
    let answer = asked(app, batch_api::file(&app.base(), id)).await?;
    Ok(batch_api::parse_file(&answer).map(|file: File| Route::results(Origin::File(file.id))))
}

async fn asked(app: App, request: Request) -> Result<Response, Problem> {
    app.ask_batch_api(request).await.map_err(|why| Problem::no_answer(&why))
}

fn problem(unfit: Unfit) -> Problem {
    Problem::new(unfit.happened, unfit.remedy)
}

fn short(id: &str) -> String {
    text::one_line(id, 80)
}

/// `this page's own server` begins a sentence; a host keeps its letters.
fn capital(sentence: &str) -> String {
    match sentence.strip_prefix("this ") {
        Some(rest) => format!("This {rest}"),
        None => sentence.to_owned(),
    }
}
