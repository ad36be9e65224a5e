//! What Label Studio would do with tasks, without asking it.

use super::read::Tried;
use crate::core::labeling::import::{defined, refusal};
use crate::core::labeling::prediction::validate_prediction;
use crate::core::labeling::{Diagnostic, Document, Report, Severity, Variable, preview, variables};
use std::collections::{BTreeSet, HashMap};

/// What the import would say of the tasks: one error for each variable, with the first task that lacks it.
pub(super) fn tasks(document: &Document, tasks: &[Tried], report: &mut Report) {
    shapes(document, tasks, report);
    let required: Vec<Variable> =
        variables(document).into_iter().filter(|variable| variable.required).collect();
    let data: Vec<_> = tasks.iter().map(|task| defined(&required, &task.data)).collect();
    for variable in &required {
        let mut refused = data
            .iter()
            .enumerate()
            .filter(|(at, _)| tasks.get(*at).is_some_and(|task| task.faults.is_empty()))
            .filter_map(|(at, data)| refusal(variable, data).map(|words| (at, words)));
        let Some((first, words)) = refused.next() else { continue };
        let which = which(tasks, first, refused.count());
        let message = format!(
            "Label Studio's import will refuse {which}: {words}. Put it into the task's data, or change the variable here."
        );
        report.diagnostics.push(Diagnostic::error("task-data", variable.span, message).about(variable.tag));
        report.errors += 1;
    }
}

/// Tasks that are none, whatever the configuration says: one error for each kind, at its outermost tag.
fn shapes(document: &Document, tasks: &[Tried], report: &mut Report) {
    let root = document.root.and_then(|id| Some((id, document.element(id)?)));
    let Some((id, element)) = root else { return };
    let all =
        || tasks.iter().enumerate().flat_map(|(at, task)| task.faults.iter().map(move |words| (words, at)));
    let kinds: BTreeSet<&String> = all().map(|(words, _)| words).collect();
    for words in kinds {
        let mut refused = all().filter(|(other, _)| *other == words).map(|(_, at)| at);
        let Some(first) = refused.next() else { continue };
        let which = which(tasks, first, refused.count());
        let message = format!("Label Studio's import will refuse {which}: {words}.");
        report.diagnostics.push(Diagnostic::error("task-shape", element.name_span, message).about(id));
        report.errors += 1;
    }
}

/// What SDK and editor have against the predictions of the tasks: a warning for each control and reason. The import
/// takes them all the same, and nobody sees them.
pub(super) fn predictions(document: &Document, tasks: &[Tried], report: &mut Report) {
    let mut found: Vec<(String, String, usize, usize)> = Vec::new();
    let mut places: HashMap<(String, String), usize> = HashMap::new();
    // Of a task that is refused as a whole nothing arrives.
    let judged = |task: &Tried| task.faults.is_empty() && !task.predictions.is_empty();
    for (at, task) in tasks.iter().enumerate().filter(|(_, task)| judged(task)) {
        let screen = preview(document, report, &task.data);
        let refused = task.predictions.iter().flat_map(|one| validate_prediction(document, &screen, one));
        for refusal in refused {
            let key = (refusal.control.clone(), refusal.sentence());
            let place = *places.entry(key.clone()).or_insert(found.len());
            match found.get_mut(place) {
                Some((_, _, _, more)) => *more += 1,
                None => found.push((key.0, key.1, at, 0)),
            }
        }
    }
    for (control, sentence, first, more) in found {
        let named = document.elements().find(|(_, element)| element.value("name") == Some(&control));
        let root = document.root.and_then(|id| Some((id, document.element(id)?)));
        let Some((id, element)) = named.or(root) else { continue };
        let whose = which(tasks, first, more);
        let about = if control.is_empty() { String::new() } else { format!(" for “{control}”") };
        let message = format!("A prediction{about} of {whose} would not arrive as it is: {sentence}");
        let mut warning = Diagnostic::error("task-prediction", element.name_span, message).about(id);
        warning.severity = Severity::Warning;
        report.diagnostics.push(warning);
        report.warnings += 1;
    }
}

/// Which task is meant.
fn which(tasks: &[Tried], first: usize, more: usize) -> String {
    let more = match more {
        0 => String::new(),
        1 => " and one more".to_owned(),
        more => format!(" and {more} more"),
    };
    if tasks.len() == 1 { "the task".to_owned() } else { format!("task {}{more}", first + 1) }
}
