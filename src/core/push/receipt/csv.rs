//! The receipt for a spreadsheet.

use super::{Outcome, Row};

/// The receipt as CSV for a spreadsheet: a head, then one line per row, as RFC 4180 has it.
///
/// A `custom_id` or a server's words may begin with `=`: a spreadsheet would run that as a formula, so such a
/// field gets a `'` in front.
pub fn csv(rows: &[Row]) -> String {
    let mut out = String::from("row,key,custom_id,outcome,task,predictions,attempts,reason,note\r\n");
    for row in rows {
        let (outcome, task, predictions, attempts, reason) = match &row.outcome {
            Outcome::Waiting => ("waiting", None, None, None, ""),
            Outcome::Created { task, predictions, attempts } => {
                ("created", Some(*task), Some(*predictions), Some(*attempts), "")
            }
            Outcome::Repaired { task, predictions, attempts } => {
                ("repaired", Some(*task), Some(*predictions), Some(*attempts), "")
            }
            Outcome::AlreadyThere { task } => ("already_there", Some(*task), None, None, ""),
            Outcome::Attached { task, predictions } => {
                ("attached", Some(*task), Some(*predictions), None, "")
            }
            Outcome::NotSent { reason } => ("not_sent", None, None, None, reason.as_str()),
            Outcome::InDoubt { reason } => ("in_doubt", None, None, None, reason.as_str()),
        };
        let number = |n: Option<u64>| n.map(|n| n.to_string()).unwrap_or_default();
        let fields = [
            row.row.to_string(),
            field(&row.key),
            field(&row.custom_id),
            outcome.to_owned(),
            number(task),
            number(predictions),
            number(attempts.map(u64::from)),
            field(reason),
            field(row.note.as_deref().unwrap_or_default()),
        ];
        out.push_str(&fields.join(","));
        out.push_str("\r\n");
    }
    out
}

/// One field: guarded against formulas, quoted where it must be.
fn field(text: &str) -> String {
    let formula = text.trim_start().starts_with(['=', '+', '-', '@']) || text.starts_with(['\t', '\r', '\n']);
    let guard = if formula { "'" } else { "" };
    if text.contains(['"', ',', '\r', '\n']) || text.starts_with(' ') || text.ends_with(' ') {
        format!("\"{guard}{}\"", text.replace('"', "\"\""))
    } else {
        format!("{guard}{text}")
    }
}
