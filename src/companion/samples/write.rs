//! The sample set as files, as [`crate::companion::folder`] reads them; and one large results file.

use super::sheet::Sheet;
use super::{PARTS, Progress, support};
use crate::core::text;
use serde_json::to_string_pretty;
use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::Path;

/// Writes every batch: `x.input.jsonl`, `x.output.jsonl`, `x.errors.jsonl` and `x.batch.json`. Answers with what was
/// written, in words.
///
/// # Errors
/// When the folder or a file cannot be written.
pub fn all(folder: &Path) -> io::Result<String> {
    std::fs::create_dir_all(folder)?;
    let now = super::now();
    let samples = super::all(now);
    let mut size = 0;
    for sample in &samples {
        let progress = Progress::of(sample, now, now);
        for (part, bytes) in PARTS.iter().zip(&sample.files) {
            let Some(bytes) = bytes.as_ref().filter(|_| progress.is_over() || part.role == "input") else {
                continue;
            };
            std::fs::write(folder.join(format!("{}.{}.jsonl", sample.plan.slug, part.role)), bytes)?;
            size += bytes.len() as u64;
        }
        let note = to_string_pretty(&sample.json(now, &progress))?;
        std::fs::write(folder.join(format!("{}.batch.json", sample.plan.slug)), note)?;
    }
    Ok(format!("{} batches, {}", samples.len(), text::bytes(size)))
}

/// Lines that differ in more than their id; then they come again.
const DISTINCT: u64 = 5_000;

/// Writes `large.output.jsonl` line by line. Most lines are answers; one in five hundred failed. Answers with what was
/// written, in words.
///
/// # Errors
/// When the folder or the file cannot be written.
pub fn large(folder: &Path, lines: u64) -> io::Result<String> {
    std::fs::create_dir_all(folder)?;
    let mut file = BufWriter::with_capacity(1 << 20, File::create(folder.join("large.output.jsonl"))?);
    let mut sheet = Sheet::new(support::PLAN, 50_000, super::now());
    let distinct: Vec<(String, String)> =
        (1..=lines.min(DISTINCT)).map(|number| (id(number), large_line(&mut sheet, number))).collect();
    let mut size = 0;
    for (number, (first, line)) in (1..=lines).zip(distinct.iter().cycle()) {
        let line = line.replacen(first, &id(number), 1);
        file.write_all(line.as_bytes())?;
        file.write_all(b"\n")?;
        size += line.len() as u64 + 1;
    }
    file.into_inner().map_err(io::IntoInnerError::into_error)?.sync_all()?;
    Ok(format!("{}, {}", text::counted(lines, "line"), text::bytes(size)))
}

fn id(number: u64) -> String {
    format!("support-{number:06}")
}

fn large_line(sheet: &mut Sheet, number: u64) -> String {
    if number.is_multiple_of(500) {
        let message = "Rate limit reached. Please try again in 2 s.";
        sheet.refuse(&id(number), 429, "tokens", "rate_limit_exceeded", message);
        return sheet.take_refused();
    }
    let (messages, answer) = support::one(sheet);
    let line = sheet.answer_line(&id(number), answer);
    // Some servers carry the input along (D5): it brings a line to the size that is met in practice.
    let end = line.len().saturating_sub(1);
    let asked = r#""model":"Qwen/Qwen3-32B","max_tokens":700,"temperature":0.3,"top_p":0.95,"seed":7,"tool_choice":"auto","metadata":{"team":"support","desk":"northwind-home"}"#;
    format!("{},\"input\":{{{asked},\"messages\":{messages}}}}}", line.get(..end).unwrap_or_default())
}
