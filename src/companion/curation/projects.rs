//! The project of each schema: found again in Label Studio by a mark in its description, or by its title; made once.

use super::{Curation, asked, unreachable};
use crate::companion::label_studio::client::Client;
use crate::companion::problem::Problem;
use crate::core::curation::Schema;
use crate::core::protocol::label_studio::{Project, config, judging};
use serde_json::Value;

impl Curation {
    /// The project of a schema, as Label Studio has it now; made if there is none.
    pub(in crate::companion) async fn project(
        &self,
        client: &mut Client,
        schema: &Schema,
    ) -> Result<Project, Problem> {
        // Whoever comes second waits, so that this process makes one at most.
        let mut known = self.projects.lock().await;
        if let Some(id) = known.get(&schema.id)
            && let Ok(project) = client.open(*id).await
        {
            return Ok(project);
        }
        let id = match self.find(client, schema).await? {
            Some(id) => id,
            None => self.create(client, schema).await?,
        };
        let project = client.open(id).await.map_err(unreachable)?;
        known.insert(schema.id.clone(), id);
        Ok(project)
    }

    /// The same, if it is there already.
    pub(super) async fn project_if_any(
        &self,
        client: &mut Client,
        schema: &Schema,
    ) -> Result<Option<u64>, Problem> {
        let mut known = self.projects.lock().await;
        if let Some(id) = known.get(&schema.id) {
            return Ok(Some(*id));
        }
        let found = self.find(client, schema).await?;
        if let Some(id) = found {
            known.insert(schema.id.clone(), id);
        }
        Ok(found)
    }

    /// The oldest project that is the schema's: another process may have made a second one at the same moment.
    async fn find(&self, client: &mut Client, schema: &Schema) -> Result<Option<u64>, Problem> {
        let (mark, title) = (mark(schema), title(schema));
        let mut found: Option<u64> = None;
        for page in 1..=1_000 {
            let list = asked(client, |base| judging::projects(base, page), "list of projects").await?;
            let text =
                |project: &Value, name: &str| project.get(name).and_then(Value::as_str).map(str::to_owned);
            for project in list.get("results").and_then(Value::as_array).into_iter().flatten() {
                let described = text(project, "description").unwrap_or_default();
                let marked = described.contains(&mark);
                let titled =
                    !described.contains(MARK) && text(project, "title").is_some_and(|own| own == title);
                let id = project.get("id").and_then(Value::as_u64).filter(|_| marked || titled);
                found = [found, id].into_iter().flatten().min();
            }
            if list.get("next").is_none_or(Value::is_null) {
                break;
            }
        }
        Ok(found)
    }

    async fn create(&self, client: &mut Client, schema: &Schema) -> Result<u64, Problem> {
        let description = format!("{}\n\n{}", schema.description, mark(schema)).trim().to_owned();
        let create = |base: &str| config::create(base, &title(schema), &description, &schema.config());
        let made = asked(client, create, "project").await?;
        let made = made.get("id").and_then(Value::as_u64);
        let made =
            made.ok_or_else(|| unreachable("Label Studio made a project without an id.".to_owned()))?;
        let oldest = self.find(client, schema).await?.unwrap_or(made);
        if oldest < made {
            // Another process was quicker: ours is empty and unknown to anybody.
            let request = judging::delete_project(client.base(), made);
            let gone = client.call(request).await.is_ok_and(|response| response.ok());
            tracing::info!(
                "Project {oldest} was made at the same moment; {made} is {}.",
                if gone { "removed" } else { "left empty" }
            );
        } else {
            tracing::info!("Made project {made} for the schema {}.", schema.id);
        }
        Ok(oldest)
    }
}

const MARK: &str = "schema_type=";

/// What tells whose project it is, whatever people call it.
fn mark(schema: &Schema) -> String {
    format!("[{MARK}{}]", schema.id)
}

/// As the original calls it, as long as Label Studio takes it.
fn title(schema: &Schema) -> String {
    let words = " Curation";
    let room = config::TITLE.end() - words.len();
    let name: String = schema.name.trim().chars().take(room).collect();
    format!("{}{words}", name.trim_end())
}
