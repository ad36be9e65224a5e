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

/// The ids of what the task holds of its text's predictions more often than the text does: all but the oldest. Two
/// pushes that complete the same task at the same time keep the same ones.
pub fn too_often(text: &str, held: &[Value]) -> Vec<u64> {
    let task: Value = serde_json::from_str(text).unwrap_or_default();
    let ours: Vec<&Value> = task.get("predictions").and_then(Value::as_array).into_iter().flatten().collect();
    let mut wanted = ours.clone();
    let mut held: Vec<(u64, &Value)> = held.iter().filter_map(|held| Some((id_of(held)?, held))).collect();
    held.sort_unstable_by_key(|(id, _)| *id);
    held.retain(|(_, prediction)| match wanted.iter().position(|ours| same(ours, prediction)) {
        Some(at) => {
            wanted.swap_remove(at);
            false
        }
        None => ours.iter().any(|ours| same(ours, prediction)),
    });
    held.into_iter().map(|(id, _)| id).collect()
}

/// The number of a prediction that Label Studio holds.
pub fn id_of(held: &Value) -> Option<u64> {
    held.get("id").and_then(Value::as_u64)
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
    fn of_what_is_there_too_often_the_oldest_stays() {
        let with_id = |id: u64, mut prediction: Value| {
            prediction["id"] = json!(id);
            prediction
        };
        let text =
            json!({ "predictions": [prediction("a", "x"), prediction("b", "x"), prediction("b", "x")] });
        let held = [
            with_id(9, prediction("b", "x")),
            with_id(8, prediction("a", "x")),
            with_id(3, prediction("a", "x")),
            with_id(4, prediction("b", "x")),
            with_id(5, prediction("b", "x")),
            with_id(6, prediction("c", "x")),
            with_id(7, prediction("c", "x")),
        ];
        assert_eq!(too_often(&text.to_string(), &held), [8, 9]);
        assert_eq!(too_often("{}", &held), Vec::<u64>::new());
    }

    #[test]
    fn a_prediction_names_its_task() {
        let sent = of_task(&prediction("a", "x"), 7);
        assert_eq!(sent["task"], 7);
        assert_eq!(sent["model_version"], "a");
    }
}
