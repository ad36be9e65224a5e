//! Which project and which mapping a batch's results are for.
//!
//! ```toml
//! [default]                       # what no rule says otherwise
//! project = 12
//! mapping = "review.json"         # beside this file
//!
//! [[rule]]                        # the first that matches counts
//! schema_type = "candidate_evaluation"
//! model = "google/*"
//! metadata = { team = "support" }
//! project = 7
//! mapping = "candidates.json"
//!
//! [[rule]]
//! metadata = { team = "red" }
//! skip = "The red team pushes by hand."
//! ```

use crate::companion::check::read::{configuration, name};
use crate::core::mapping::BatchFacts;
use crate::core::mapping::preset::Preset;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// What a rule may say; each file's own words.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    #[serde(default)]
    default: To,
    #[serde(default)]
    rule: Vec<Rule>,
}

/// Where results go.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct To {
    project: Option<u64>,
    mapping: Option<PathBuf>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Rule {
    schema_type: Option<String>,
    model: Option<String>,
    #[serde(default)]
    metadata: BTreeMap<String, String>,
    project: Option<u64>,
    mapping: Option<PathBuf>,
    skip: Option<String>,
}

/// A mapping, and what it is called.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::companion) struct Named {
    /// Its name, or its file's.
    pub(in crate::companion) name: String,
    /// The mapping.
    pub(in crate::companion) preset: Preset,
}

/// Everything that decides where results go.
#[derive(Debug, Default)]
pub(in crate::companion) struct Rules {
    project: Option<u64>,
    mapping: Option<Named>,
    each: Vec<(Rule, Option<Named>)>,
}

/// Where the results of one batch go.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::companion) enum Aim {
    /// Into this project, with this mapping; `None`: with the one that is suggested.
    Project(u64, Option<Named>),
    /// As the schema of this name says, into its own project unless one is named.
    Schema(String, Option<u64>),
}

impl Rules {
    /// Reads the rules and every mapping that they name. What the command line says is the default.
    ///
    /// # Errors
    /// A file that cannot be read, with line and column.
    pub(in crate::companion) fn read(
        file: Option<&Path>,
        project: Option<u64>,
        mapping: Option<&Path>,
    ) -> Result<Self, String> {
        let written = file.map_or_else(|| Ok(Written::default()), read)?;
        let beside = |path: &PathBuf| match file.and_then(Path::parent) {
            Some(folder) => folder.join(path),
            None => path.clone(),
        };
        let default = written.default.mapping.as_ref().map(beside);
        let mapping = mapping.map(Path::to_owned).or(default).map(|path| named(&path)).transpose()?;
        let mut each = Vec::with_capacity(written.rule.len());
        for rule in written.rule {
            let mapping = rule.mapping.as_ref().map(|path| named(&beside(path))).transpose()?;
            each.push((rule, mapping));
        }
        Ok(Self { project: project.or(written.default.project), mapping, each })
    }

    /// The project that results go to when nothing says otherwise.
    pub(in crate::companion) fn project(&self) -> Option<u64> {
        self.project
    }

    /// Decides by the batch's own metadata first, then by the first rule that matches, then by the default.
    /// `is_schema`: whether a schema is known.
    ///
    /// # Errors
    /// They go nowhere, and why: it is not a failure.
    pub(in crate::companion) fn choose(
        &self,
        facts: &BatchFacts,
        is_schema: impl Fn(&str) -> bool,
    ) -> Result<Aim, String> {
        let rule = self.each.iter().find(|(rule, _)| rule.matches(facts));
        if let Some((Rule { skip: Some(why), .. }, _)) = rule {
            return Err(if why.trim().is_empty() { "A rule says so.".to_owned() } else { why.clone() });
        }
        let mapping = rule.and_then(|(_, mapping)| mapping.as_ref()).or(self.mapping.as_ref());
        let own = facts.project();
        if let (Some(wrong), None) = (facts.metadata("label_studio_project_id"), own) {
            return Err(format!(
                "Its metadata `label_studio_project_id` is {wrong:?}, which is no project's id."
            ));
        }
        let schema = facts.schema_type().filter(|_| rule.is_none());
        if let Some(schema) = schema.filter(|schema| is_schema(schema)) {
            return Ok(Aim::Schema(schema.to_owned(), own));
        }
        let by_schema = self.each.iter().any(|(rule, _)| rule.schema_type.is_some());
        if let (Some(schema), None, true) = (schema, mapping, by_schema) {
            return Err(format!(
                "No rule and no schema is for schema_type={schema}, and there is no default mapping. Add one, then retry."
            ));
        }
        let project = own.or_else(|| rule.and_then(|(rule, _)| rule.project)).or(self.project);
        match project {
            Some(project) => Ok(Aim::Project(project, mapping.cloned())),
            None => Err("Nothing says into which project: give --project, a rule, or the batch's metadata \
                 `label_studio_project_id`."
                .to_owned()),
        }
    }
}

impl Rule {
    fn matches(&self, facts: &BatchFacts) -> bool {
        let schema = self.schema_type.as_deref().is_none_or(|wanted| facts.schema_type() == Some(wanted));
        let model = self.model.as_deref().is_none_or(|wanted| {
            let model = facts.model.as_deref().or_else(|| facts.metadata("model"));
            model.is_some_and(|model| match wanted.strip_suffix('*') {
                Some(start) => model.starts_with(start),
                None => model == wanted,
            })
        });
        let mut metadata = self.metadata.iter();
        schema && model && metadata.all(|(name, value)| facts.metadata(name) == Some(value.as_str()))
    }
}

fn read(file: &Path) -> Result<Written, String> {
    let text = configuration(file)?;
    toml::from_str(&text).map_err(|error| {
        let before = error.span().and_then(|span| text.get(..span.start)).unwrap_or_default();
        let (line, start) = before
            .rsplit_once('\n')
            .map_or((1, before), |(lines, last)| (lines.matches('\n').count() + 2, last));
        let column = start.chars().count() + 1;
        format!("{}, line {line}, column {column}: {}.", name(file), error.message().trim_end_matches('.'))
    })
}

/// Reads a mapping file.
pub(in crate::companion) fn named(path: &Path) -> Result<Named, String> {
    let preset = Preset::read(&configuration(path)?).map_err(|error| format!("{}: {error}", name(path)))?;
    let own = preset.name.trim();
    let stem = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    Ok(Named { name: if own.is_empty() { stem } else { own.to_owned() }, preset })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    const MAPPING: &str = r#"{"version":1,"name":"","data":{"a":{"path":"custom_id"}}}"#;

    fn rules(text: &str) -> Result<Rules, String> {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("tickets.json"), MAPPING).unwrap();
        let file = folder.path().join("rules.toml");
        std::fs::write(&file, text).unwrap();
        Rules::read(Some(&file), None, None)
    }

    fn facts(metadata: &[(&str, &str)]) -> BatchFacts {
        let metadata =
            metadata.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        BatchFacts { id: "b".into(), model: Some("google/gemma".into()), metadata, ..BatchFacts::default() }
    }

    #[test]
    fn the_batch_itself_then_the_first_rule_then_the_default_decide() {
        let rules = rules(
            "[default]\nproject = 12\n[[rule]]\nschema_type = 'tickets'\nmodel = 'google/*'\nproject = 7\nmapping = 'tickets.json'\n\
             [[rule]]\nmetadata = { team = 'red' }\nskip = 'By hand.'\n",
        )
        .unwrap();
        let chosen =
            |metadata: &[(&str, &str)]| match rules.choose(&facts(metadata), |schema| schema == "known") {
                Ok(Aim::Project(project, mapping)) => {
                    format!("{project} {}", mapping.map_or("-".into(), |named| named.name))
                }
                Ok(Aim::Schema(schema, project)) => format!("{schema} {project:?}"),
                Err(why) => why,
            };
        assert_eq!(chosen(&[("schema_type", "tickets")]), "7 tickets");
        assert_eq!(chosen(&[("schema_type", "tickets"), ("label_studio_project_id", "3")]), "3 tickets");
        assert_eq!(chosen(&[("schema_type", "generic")]), "12 -");
        assert_eq!(chosen(&[("team", "red")]), "By hand.");
        assert_eq!(chosen(&[("schema_type", "known"), ("label_studio_project_id", "3")]), "known Some(3)");
        assert!(
            chosen(&[("schema_type", "intent")])
                .starts_with("No rule and no schema is for schema_type=intent")
        );
        assert!(chosen(&[("label_studio_project_id", "12a")]).contains("\"12a\", which is no project's id"));
    }

    #[test]
    fn without_anything_a_batch_says_itself_where_it_goes() {
        let rules = Rules::default();
        assert_eq!(
            rules.choose(&facts(&[("label_studio_project_id", "3")]), |_| false),
            Ok(Aim::Project(3, None))
        );
        assert!(
            matches!(rules.choose(&facts(&[("schema_type", "x")]), |_| false), Err(why) if why.contains("--project"))
        );
    }

    #[test]
    fn what_is_wrong_is_named_with_its_place() {
        let wrong = |text: &str| rules(text).unwrap_err();
        let text = wrong("[default]\nprojekt = 1");
        assert!(text.contains("rules.toml, line 2, column 1: unknown field `projekt`"), "{text}");
        let text = wrong("[[rule]]\nproject = 'x'");
        assert!(text.contains("rules.toml, line 2, column 11: invalid type"), "{text}");
        assert!(wrong("[[rule]]\nmapping = 'none.json'").contains("none.json"));
    }
}
