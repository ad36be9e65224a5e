//! What Label Studio's import will say of a task, in its own words, without asking it.

use super::tree::Document;
use super::variables::{Variable, variables};
use serde_json::{Map, Value};
use std::borrow::Cow;

/// The field of texts that were imported without one.
const UNDEFINED: &str = "$undefined$";

/// Why the import would refuse a task with this data; empty: it takes it. Label Studio stops at the first.
pub fn import_check(document: &Document, data: &Map<String, Value>) -> Vec<String> {
    let required: Vec<Variable> =
        variables(document).into_iter().filter(|variable| variable.required).collect();
    let data = defined(&required, data);
    required.iter().filter_map(|variable| refusal(variable, &data)).collect()
}

/// The data with what came without a field in the first field of the configuration, as the import puts it.
pub fn defined<'a>(required: &[Variable], data: &'a Map<String, Value>) -> Cow<'a, Map<String, Value>> {
    match (data.get(UNDEFINED), required.first()) {
        (Some(value), Some(first)) => {
            let mut data = data.clone();
            data.insert(first.name.clone(), value.clone());
            data.remove(UNDEFINED);
            Cow::Owned(data)
        }
        _ => Cow::Borrowed(data),
    }
}

/// Why the import would refuse a task whatever its configuration, in its words; empty: its parts are what they must be.
pub fn shape_check(task: &Map<String, Value>) -> Vec<String> {
    // Without `data` all of it is data.
    let Some(data) = task.get("data") else { return Vec::new() };
    let mut found = Vec::new();
    let either = |value: &Value| value.is_object() || value.is_array();
    if !either(data) {
        found.push("Task[data] must be dict or list".to_owned());
    }
    for (part, one) in [("annotations", "Annotation"), ("predictions", "Prediction")] {
        match task.get(part) {
            None => {}
            Some(Value::Array(all)) => {
                let objects = || all.iter().filter_map(Value::as_object);
                if objects().any(|one| !one.contains_key("result")) {
                    found.push(format!("{one} must have \"result\" fields"));
                } else if part == "annotations"
                    && objects().any(|one| !one.get("result").is_some_and(Value::is_array))
                {
                    found.push("\"result\" field in annotation must be list".to_owned());
                }
            }
            Some(_) => found.push(format!("Task[{part}] must be list")),
        }
    }
    if task.get("meta").is_some_and(|meta| !either(meta)) {
        found.push("Task[meta] must be dict or list".to_owned());
    }
    found
}

/// What the import says of one field; `None`: nothing.
pub fn refusal(variable: &Variable, data: &Map<String, Value>) -> Option<String> {
    let key = variable.name.split('[').next().unwrap_or_default();
    let missing = || format!("\"{key}\" key is expected in task data");
    let value = if key.contains('.') {
        let mut steps = key.split('.');
        let first = steps.next().unwrap_or_default();
        let Some(mut value) = data.get(first) else { return Some(missing()) };
        for step in steps {
            match value {
                Value::Object(map) => match map.get(step) {
                    Some(inner) => value = inner,
                    None => return Some(missing()),
                },
                // Python throws something else here, and the server answers 500.
                other => {
                    let kind = python_type(other);
                    return Some(format!(
                        "the server fails (500): `{key}` asks for `{step}` inside a value of type '{kind}'"
                    ));
                }
            }
        }
        value
    } else {
        match data.get(key) {
            Some(value) => value,
            None => return Some(missing()),
        }
    };
    if variable.kind.accepts(value) {
        return None;
    }
    let expected: Vec<String> = variable.kind.expected().iter().map(|name| format!("'{name}'")).collect();
    let (shown, kind, tag) = (python_str(value), python_type(value), &variable.tag_name);
    let expected = expected.join(", ");
    Some(format!(
        "data['{key}']={shown} is of type '{kind}', but the object tag {tag} expects the following types: [{expected}]"
    ))
}

/// Python's name of a JSON value's type.
pub fn python_type(value: &Value) -> &'static str {
    match value {
        Value::Null => "NoneType",
        Value::Bool(_) => "bool",
        Value::Number(number) if number.is_f64() => "float",
        Value::Number(_) => "int",
        Value::String(_) => "str",
        Value::Array(_) => "list",
        Value::Object(_) => "dict",
    }
}

/// A value as Python prints it: a text bare, everything inside lists and objects with quotes.
fn python_str(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => python_repr(other, 0),
    }
}

fn python_repr(value: &Value, depth: usize) -> String {
    match value {
        Value::Null => "None".to_owned(),
        Value::Bool(true) => "True".to_owned(),
        Value::Bool(false) => "False".to_owned(),
        Value::Number(number) => number.to_string(),
        Value::String(text) => {
            let quote = if text.contains('\'') && !text.contains('"') { '"' } else { '\'' };
            let text =
                text.replace('\\', "\\\\").replace('\n', "\\n").replace('\r', "\\r").replace('\t', "\\t");
            let text = if quote == '\'' { text.replace('\'', "\\'") } else { text };
            format!("{quote}{text}{quote}")
        }
        // As deep as serde_json reads at all.
        Value::Array(_) | Value::Object(_) if depth > 128 => "...".to_owned(),
        Value::Array(items) => {
            let items: Vec<_> = items.iter().map(|item| python_repr(item, depth + 1)).collect();
            format!("[{}]", items.join(", "))
        }
        Value::Object(map) => {
            let pair = |(key, value): (&String, &Value)| {
                format!("{}: {}", python_repr(&Value::String(key.clone()), 0), python_repr(value, depth + 1))
            };
            format!("{{{}}}", map.iter().map(pair).collect::<Vec<_>>().join(", "))
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use serde_json::json;

    fn said(value: &str, data: &Value) -> Vec<String> {
        let source = format!("<View><Text name=\"t\" value=\"{value}\"/></View>");
        import_check(&Document::parse(&source), data.as_object().unwrap())
    }

    /// Words as the real server answered them.
    #[test]
    fn in_the_servers_words() {
        let area = "<View><Text name=\"r\" value=\"$llm_response\"/><TextArea name=\"c\" toName=\"r\" value=\"$llm_response\"/></View>";
        let document = Document::parse(area);
        let check = |data: Value| import_check(&document, data.as_object().unwrap());
        assert_eq!(check(json!({})), ["\"llm_response\" key is expected in task data"]);
        let null = "data['llm_response']=None is of type 'NoneType', but the object tag TextArea expects the following types: ['str']";
        assert_eq!(check(json!({"llm_response": null})), [null]);
        assert_eq!(check(json!({"llm_response": "x"})), Vec::<String>::new());
        let object = "data['input_messages']={'a': 1} is of type 'dict', but the object tag Text expects the following types: ['str', 'int', 'float', 'list']";
        assert_eq!(said("$input_messages", &json!({"input_messages": {"a": 1}})), [object]);
    }

    /// The second column of the table: what the import asks for.
    #[test]
    fn what_the_import_asks_for() {
        let data = json!({
            "text": "T0", "a": {"b": [{"c": "ABC"}, "B1"]}, "a.b": "DOTKEY", "arr": ["x0", "x1"], "my-field": "M",
            "num": 3.5, "obj": {"k": 1}, "nul": null, "ünï": "u", "x_1": "X1", "truth": true
        });
        for (value, taken) in [
            ("$text", true),
            ("text", true),
            ("$nope", false),
            ("$a.b[0].c", true),
            ("$a.b[0][c]", true),
            ("$a.b", true),
            ("$arr[0]", true),
            ("$arr.0", false),
            ("$a['b'][0]", false),
            ("$arr[-1]", true),
            ("$obj", false),
            ("$num", true),
            ("$truth", true),
            ("$nul", false),
            ("$my-field", true),
            ("$ünï", true),
            ("Title: $text!", true),
            ("$text and $x_1", false),
            ("cost $5 and $text", false),
            ("${text}", false),
            ("{{text}}", true),
            ("$$text", false),
            ("$text.", false),
            ("$text.length", false),
        ] {
            assert_eq!(said(value, &data).is_empty(), taken, "{value}: {:?}", said(value, &data));
        }
        assert!(said("$text.length", &data)[0].contains("500"));
        assert_eq!(said("$x.y", &json!({"x.y": "flat"})), ["\"x.y\" key is expected in task data"]);
    }

    #[test]
    fn what_came_without_a_field_is_the_first_ones() {
        let said = |data: Value| {
            let two = "<View><Text name=\"t\" value=\"$t\"/><Text name=\"u\" value=\"$u\"/></View>";
            import_check(&Document::parse(two), data.as_object().unwrap())
        };
        assert_eq!(said(json!({"$undefined$": "x"})), ["\"u\" key is expected in task data"]);
        assert!(said(json!({"$undefined$": "x", "u": "y"})).is_empty());
    }

    #[test]
    fn the_shape_of_a_task() {
        let said = |task: Value| shape_check(task.as_object().unwrap());
        for fine in [
            json!({"anything": 1, "predictions": 7}),
            json!({"data": {}, "meta": {}, "annotations": [{"result": []}], "predictions": [{"result": "x"}, 7]}),
            json!({"data": []}),
        ] {
            assert_eq!(said(fine.clone()), Vec::<String>::new(), "{fine}");
        }
        for (task, words) in [
            (json!({"data": "x"}), "Task[data] must be dict or list"),
            (json!({"data": {}, "meta": 1}), "Task[meta] must be dict or list"),
            (json!({"data": {}, "predictions": {}}), "Task[predictions] must be list"),
            (json!({"data": {}, "predictions": [{"score": 1}]}), "Prediction must have \"result\" fields"),
            (json!({"data": {}, "annotations": null}), "Task[annotations] must be list"),
            (json!({"data": {}, "annotations": [{}]}), "Annotation must have \"result\" fields"),
            (
                json!({"data": {}, "annotations": [{"result": 1}]}),
                "\"result\" field in annotation must be list",
            ),
        ] {
            assert_eq!(said(task.clone()), [words], "{task}");
        }
    }

    #[test]
    fn as_python_prints_it() {
        let value = json!({"a": [true, null, 1.5, "it's", "a\n\"b\""], "b": {}});
        assert_eq!(python_str(&value), r#"{'a': [True, None, 1.5, "it's", 'a\n"b"'], 'b': {}}"#);
    }
}
