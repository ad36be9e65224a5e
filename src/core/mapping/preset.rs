//! A mapping as a file: what the page saves, and what the command line and the watcher read.
//!
//! ```json
//! {"version": 1, "name": "candidate review", "config": "<View>…</View>",
//!  "data": {"profile": {"path": "input.last_user"}},
//!  "meta": {"team": {"constant": "red"}},
//!  "predictions": [{"model_version": {"path": "model"}, "score": {"path": "output.json.score"},
//!                   "controls": {"recommendation": {"path": "output.json.recommendation", "then": ["first"]}}}]}
//! ```

use super::{Field, Mapping, Prediction, Source};
use serde_json::{Map, Value, json};

/// The version that is written. Files of a later one are refused.
pub const VERSION: u64 = 1;

/// A mapping with a name, and what it was made for.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Preset {
    /// Its name.
    pub name: String,
    /// The labeling configuration that it was made for; empty: not known.
    pub config: String,
    /// The mapping.
    pub mapping: Mapping,
}

/// Why a file is no preset: where, and what is wrong.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{place}: {why}")]
pub struct BadPreset {
    /// Such as `data.profile`; or line and column where it is no JSON.
    pub place: String,
    /// What is wrong there.
    pub why: String,
}

impl Preset {
    /// Reads a file.
    ///
    /// # Errors
    /// It is no JSON, of a later version, or has a part that is wrong or unknown.
    pub fn read(text: &str) -> Result<Self, BadPreset> {
        let value: Value = serde_json::from_str(text.trim_start_matches('\u{feff}')).map_err(|error| {
            let place = format!("line {}, column {}", error.line(), error.column());
            BadPreset { place, why: "this is no JSON".to_owned() }
        })?;
        Self::of_value(&value)
    }

    /// Reads a file that is JSON already.
    ///
    /// # Errors
    /// It is of a later version, or has a part that is wrong or unknown.
    pub fn of_value(value: &Value) -> Result<Self, BadPreset> {
        let map = object(value, "the file")?;
        only(map, "", &["$schema", "version", "name", "config", "data", "meta", "predictions"])?;
        match map.get("version").and_then(Value::as_u64) {
            Some(1..=VERSION) => {}
            Some(later) => {
                return Err(bad(
                    "version",
                    format!("{later} is later than {VERSION}: a newer Batch Curator reads it"),
                ));
            }
            None => return Err(bad("version", format!("it must be {VERSION}"))),
        }
        let text = |name: &str| match map.get(name) {
            None => Ok(String::new()),
            Some(Value::String(text)) => Ok(text.clone()),
            Some(_) => Err(bad(name, "it must be a text".to_owned())),
        };
        let mut mapping = Mapping {
            fields: fields(map, "data", "")?,
            meta: fields(map, "meta", "")?,
            predictions: Vec::new(),
        };
        let none = Vec::new();
        let predictions = match map.get("predictions") {
            None => &none,
            Some(Value::Array(items)) => items,
            Some(_) => return Err(bad("predictions", "it must be a list".to_owned())),
        };
        for (nth, item) in predictions.iter().enumerate() {
            let place = format!("predictions[{nth}].");
            let item = object(item, place.trim_end_matches('.'))?;
            only(item, &place, &["model_version", "score", "controls"])?;
            let one =
                |name: &str| item.get(name).map(|value| source(value, &format!("{place}{name}"))).transpose();
            let controls = fields(item, "controls", &place)?;
            mapping.predictions.push(Prediction {
                model_version: one("model_version")?,
                score: one("score")?,
                controls,
            });
        }
        Ok(Self { name: text("name")?, config: text("config")?, mapping })
    }

    /// Writes the file.
    pub fn write(&self) -> String {
        serde_json::to_string_pretty(&self.to_value()).unwrap_or_default()
    }

    /// The file as JSON.
    pub fn to_value(&self) -> Value {
        let mut map = Map::new();
        map.insert("version".into(), VERSION.into());
        map.insert("name".into(), self.name.clone().into());
        if !self.config.is_empty() {
            map.insert("config".into(), self.config.clone().into());
        }
        map.insert("data".into(), written(&self.mapping.fields));
        if !self.mapping.meta.is_empty() {
            map.insert("meta".into(), written(&self.mapping.meta));
        }
        let predictions: Vec<Value> = self.mapping.predictions.iter().map(prediction).collect();
        if !predictions.is_empty() {
            map.insert("predictions".into(), predictions.into());
        }
        Value::Object(map)
    }
}

/// The JSON Schema of the file (draft 2020-12).
pub fn schema() -> Value {
    let step = json!({"oneOf": [
        {"enum": ["text", "json", "parse", "first", "number"]},
        {"type": "object", "additionalProperties": false, "minProperties": 1, "maxProperties": 1, "properties": {
            "turns": {"type": "object", "additionalProperties": false, "properties": {"name_key": {"type": "string"}, "text_key": {"type": "string"}}},
            "join": {"type": "string"}, "default": {}, "map": {"type": "object"}, "scale": {"type": "number"}, "truncate": {"type": "integer", "minimum": 0}
        }}
    ]});
    let sources = json!({"type": "object", "additionalProperties": {"$ref": "#/$defs/source"}});
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Batch Curator mapping",
        "type": "object", "required": ["version"], "additionalProperties": false,
        "properties": {
            "$schema": {"type": "string"}, "version": {"const": VERSION}, "name": {"type": "string"},
            "config": {"type": "string", "description": "The labeling configuration that the mapping was made for"},
            "data": sources, "meta": sources,
            "predictions": {"type": "array", "items": {"type": "object", "additionalProperties": false, "properties": {
                "model_version": {"$ref": "#/$defs/source"}, "score": {"$ref": "#/$defs/source"}, "controls": sources
            }}}
        },
        "$defs": {"source": {
            "type": "object", "additionalProperties": false,
            "oneOf": [{"required": ["path"]}, {"required": ["template"]}, {"required": ["constant"]}],
            "properties": {
                "path": {"type": "string", "description": "Into the result document: output.json.verdict, or a JSONPath (RFC 9535)"},
                "template": {"type": "string", "description": "A text with {{ path }} parts"},
                "constant": {}, "then": {"type": "array", "items": step},
                "otherwise": {"enum": ["refuse", "leave-out"], "description": "Of a control: what becomes of a result whose value does not fit"}
            }
        }}
    })
}

fn prediction(prediction: &Prediction) -> Value {
    let mut map = Map::new();
    for (name, source) in [("model_version", &prediction.model_version), ("score", &prediction.score)] {
        if let Some(source) = source {
            map.insert(name.into(), serde_json::to_value(source).unwrap_or_default());
        }
    }
    map.insert("controls".into(), written(&prediction.controls));
    Value::Object(map)
}

fn written(fields: &[Field]) -> Value {
    let one =
        |field: &Field| (field.variable.clone(), serde_json::to_value(&field.source).unwrap_or_default());
    Value::Object(fields.iter().map(one).collect())
}

fn fields(map: &Map<String, Value>, name: &str, before: &str) -> Result<Vec<Field>, BadPreset> {
    let place = format!("{before}{name}");
    let Some(value) = map.get(name) else { return Ok(Vec::new()) };
    let one = |(variable, value): (&String, &Value)| {
        let source = source(value, &format!("{place}.{variable}"))?;
        Ok(Field { variable: variable.clone(), source })
    };
    object(value, &place)?.iter().map(one).collect()
}

fn source(value: &Value, place: &str) -> Result<Source, BadPreset> {
    let map = object(value, place)?;
    only(map, &format!("{place}."), &["path", "template", "constant", "then", "otherwise"])?;
    let named = ["path", "template", "constant"].iter().filter(|name| map.contains_key(**name)).count();
    if named != 1 {
        return Err(bad(place, "it must have one of `path`, `template` and `constant`".to_owned()));
    }
    serde_json::from_value(value.clone()).map_err(|error| bad(place, error.to_string()))
}

fn object<'a>(value: &'a Value, place: &str) -> Result<&'a Map<String, Value>, BadPreset> {
    value.as_object().ok_or_else(|| bad(place, "it must be an object".to_owned()))
}

/// Nothing that no one here knows: a slip of the fingers would be lost without a word.
fn only(map: &Map<String, Value>, place: &str, known: &[&str]) -> Result<(), BadPreset> {
    match map.keys().find(|name| !known.contains(&name.as_str())) {
        None => Ok(()),
        Some(name) => {
            let near = crate::core::labeling::suggest::nearest(name, known.iter().copied());
            let hint = near.map(|near| format!("; did you mean `{near}`?")).unwrap_or_default();
            Err(bad(&format!("{place}{name}"), format!("no one here knows it{hint}")))
        }
    }
}

fn bad(place: &str, why: String) -> BadPreset {
    BadPreset { place: place.to_owned(), why }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    const FILE: &str = r#"{"version": 1, "name": "n", "config": "<View/>",
        "data": {"profile": {"path": "input.last_user"}, "title": {"template": "{{custom_id}}: {{ output.json.a }}", "then": [{"truncate": 9}]},
                 "turns": {"path": "$.input.messages", "then": [{"turns": {}}]}},
        "meta": {"team": {"constant": {"a": 1}}},
        "predictions": [{"score": {"path": "output.json.score", "then": ["number", {"default": 0.5}]}, "controls": {"c": {"path": "output.json.c", "then": [{"map": {"y": "yes"}}]}}}]}"#;

    #[test]
    fn a_preset_is_read_as_it_was_written() {
        let preset = Preset::read(FILE).unwrap();
        assert_eq!(Preset::read(&preset.write()), Ok(preset.clone()));
        let names: Vec<_> = preset.mapping.fields.iter().map(|field| field.variable.as_str()).collect();
        assert_eq!(names, ["profile", "title", "turns"]);
        assert_eq!(preset.mapping.predictions[0].controls[0].variable, "c");
    }

    #[test]
    fn a_wrong_file_is_named_with_its_place() {
        for (from, to, place) in [
            ("\"version\": 1", "\"version\": 2", "version"),
            ("\"version\": 1,", "", "version"),
            ("\"name\": \"n\"", "\"nmae\": \"n\"", "nmae"),
            ("input.last_user", "intput.last_user", "data.profile"),
            ("{{custom_id}}", "{{custom_id", "data.title"),
            ("\"truncate\": 9", "\"truncate\": \"x\"", "data.title"),
            ("{\"constant\": {\"a\": 1}}", "{}", "meta.team"),
            ("\"controls\": {\"c\"", "\"controls\": {\"c\": 1, \"d\"", "predictions[0].controls.c"),
            ("{\"version\"", "{,\"version\"", "line 1, column 2"),
        ] {
            let error = Preset::read(&FILE.replacen(from, to, 1)).unwrap_err();
            assert_eq!(error.place, place, "{error}");
        }
        assert!(
            Preset::read(&FILE.replace("nmae", "x").replace("\"name\"", "\"nam\""))
                .unwrap_err()
                .why
                .contains("`name`")
        );
    }
}
