//! The project of each schema: found again in Label Studio by a mark in its description, or by its title; made once.

use super::{Curation, asked, unreachable};
use crate::companion::label_studio::client::Client;
use crate::companion::problem::Problem;
use crate::core::curation::Schema;
use crate::core::protocol::label_studio::{Project, config, judging};
use serde_json::Value;
use std::collections::BTreeSet;

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
        let found = self.find(client, schema).await?;
        let id = match found.first() {
            Some(oldest) => *oldest,
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
        let found = self.find(client, schema).await?.first().copied();
        if let Some(id) = found {
            known.insert(schema.id.clone(), id);
        }
        Ok(found)
    }

    /// The projects that are the schema's, the oldest first: that one is it. Others may have been made at the same moment.
    async fn find(&self, client: &mut Client, schema: &Schema) -> Result<BTreeSet<u64>, Problem> {
        let (mark, title) = (mark(schema), title(schema));
        let mut found = BTreeSet::new();
        for page in 1..=1_000 {
            let list = asked(client, |base| judging::projects(base, page), "list of projects").await?;
            let text =
                |project: &Value, name: &str| project.get(name).and_then(Value::as_str).map(str::to_owned);
            for project in list.get("results").and_then(Value::as_array).into_iter().flatten() {
                let described = text(project, "description").unwrap_or_default();
                let marked = described.contains(&mark);
                let titled =
                    !described.contains(MARK) && text(project, "title").is_some_and(|own| own == title);
                found.extend(project.get("id").and_then(Value::as_u64).filter(|_| marked || titled));
            }
            if list.get("next").is_none_or(Value::is_null) {
                break;
            }
        }
        Ok(found)
    }

    /// Makes the project of a schema that has none. Which one it is then: another process may have been quicker, and
    /// Label Studio itself makes further ones where its database was locked after the first (measured).
    async fn create(&self, client: &mut Client, schema: &Schema) -> Result<u64, Problem> {
        let description = format!("{}\n\n{}", schema.description, mark(schema)).trim().to_owned();
        let create = |base: &str| config::create(base, &title(schema), &description, &schema.config());
        let made = asked(client, create, "project").await;
        let found = self.find(client, schema).await?;
        // What failed may have been done all the same.
        let Some(oldest) = found.first().copied() else {
            return Err(made.err().unwrap_or_else(|| {
                unreachable("Label Studio made a project, and does not list it.".to_owned())
            }));
        };
        let made = made.ok().and_then(|made| made.get("id").and_then(Value::as_u64));
        if made == Some(oldest) {
            tracing::info!("Made project {oldest} for the schema {}.", schema.id);
            return Ok(oldest);
        }
        // There was none a moment ago: the younger ones are of this moment, and nobody takes them.
        for surplus in found.range(oldest + 1..) {
            let empty = client.open(*surplus).await.is_ok_and(|project| project.tasks == 0);
            let request = judging::delete_project(client.base(), *surplus);
            let gone = empty && client.call(request).await.is_ok_and(|response| response.ok());
            tracing::info!(
                "Project {oldest} was made at the same moment; {surplus} is {}.",
                if gone { "removed" } else { "left as it is" }
            );
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
