//! Predictions of tasks that exist: which of ours a task does not have, and the request that adds them.

use serde_json::{Map, Value, json};

/// The predictions of a task's text that are not among those that the task holds, each as often as it is missing.
pub fn missing(text: &str, held: &[Value]) -> Vec<Value> {
    let mut held: Vec<&Value> = held.iter().collect();
    let task: Value = serde_json::from_str(text).unwrap_or_default();
    let ours = task.get("predictions").and_then(Value::as_array).into_iter().flatten();
    let is_missing = |prediction: &&Value| match held.iter().position(|other| same(prediction, other)) {
        Some(at) => {
            held.swap_remove(at);
            false
        }
        None => true,
    };
    let mut is_missing = is_missing;
    ours.filter(|prediction| is_missing(prediction)).cloned().collect()
}

/// One prediction as `/import/predictions` takes it.
pub fn of_task(prediction: &Value, task: u64) -> Value {
    let mut object = Map::new();
    object.insert("task".to_owned(), json!(task));
    for name in ["model_version", "score", "result"] {
        if let Some(value) = prediction.get(name) {
            object.insert(name.to_owned(), value.clone());
        }
    }
    Value::Object(object)
}

/// The same answer of the same model, as sure of it.
fn same(ours: &Value, theirs: &Value) -> bool {
    let model = |value: &Value| {
        value
            .get("model_version")
            .and_then(Value::as_str)
            .filter(|model| *model != "undefined")
            .map(str::to_owned)
    };
    let result = |value: &Value| value.get("result").cloned().unwrap_or_default();
    let score = |value: &Value| value.get("score").and_then(Value::as_f64);
    let as_sure = match (score(ours), score(theirs)) {
        // Databases round.
        (Some(a), Some(b)) => (a - b).abs() < 1e-6,
        (a, b) => a.is_none() && b.is_none(),
    };
    as_sure && model(ours) == model(theirs) && alike(&result(ours), &result(theirs))
}

/// Equal, where 1 and 1.0 are the same number and the order of an object's members says nothing.
fn alike(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Number(a), Value::Number(b)) => a == b || a.as_f64() == b.as_f64(),
        (Value::Array(a), Value::Array(b)) => a.len() == b.len() && a.iter().zip(b).all(|(a, b)| alike(a, b)),
        (Value::Object(a), Value::Object(b)) => {
            a.len() == b.len()
                && a.iter().all(|(name, value)| b.get(name).is_some_and(|other| alike(value, other)))
        }
        _ => a == b,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn prediction(model: &str, choice: &str) -> Value {
        json!({ "model_version": model, "score": 0.5, "result": [{ "value": { "choices": [choice], "n": 1 } }] })
    }

    #[test]
    fn what_a_task_does_not_hold_is_missing() {
        let text =
            json!({ "predictions": [prediction("a", "x"), prediction("b", "x"), prediction("b", "x")] });
        let mut held = prediction("b", "x");
        if let Some(value) = held.pointer_mut("/result/0/value") {
            *value = json!({ "n": 1.0, "choices": ["x"] });
        }
        let lost = missing(&text.to_string(), &[held, prediction("a", "y")]);
        assert_eq!(lost, [prediction("a", "x"), prediction("b", "x")]);
        assert_eq!(missing(&json!({ "data": {} }).to_string(), &[]), Vec::<Value>::new());
    }

    #[test]
    fn a_prediction_names_its_task() {
        let sent = of_task(&prediction("a", "x"), 7);
        assert_eq!(sent["task"], 7);
        assert_eq!(sent["model_version"], "a");
    }
}
