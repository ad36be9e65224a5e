//! How much the checker finds: single faults put into valid configurations, each with its known line.
//! With `ORACLE_PYTHON` (the Python that Label Studio is installed in) its validators are asked as well.
#![cfg(not(target_arch = "wasm32"))]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    missing_docs
)]

mod mutate;
mod oracle;
mod seeds;
mod stricter;

use batch_curator::core::labeling::{Document, Severity, TEMPLATES, check};
use mutate::{Mutant, mutants};
use std::collections::BTreeMap;
use stricter::STRICTER;

/// Faults that no rule looks for yet, or not everywhere: printed with the others, not counted.
const PENDING: &[&str] = &[];

fn valid() -> Vec<(&'static str, &'static str)> {
    let templates = TEMPLATES.iter().map(|template| (template.id, template.xml));
    templates.chain(seeds::SEEDS.iter().copied()).collect()
}

fn all() -> Vec<(&'static str, Mutant)> {
    let of = |(id, xml)| mutants(xml).into_iter().map(move |mutant| (id, mutant));
    valid().into_iter().flat_map(of).collect()
}

#[test]
fn valid_configurations_have_no_error() {
    for (id, source) in valid() {
        assert_eq!(check(source).errors, 0, "{id}: {:#?}", check(source).diagnostics);
    }
}

#[test]
fn faults_are_found_on_their_lines() {
    let all = all();
    // Of each rule: how many there are, how many are flagged, how many with the first word on the line.
    let mut table: BTreeMap<&str, (usize, usize, usize)> = BTreeMap::new();
    for (id, mutant) in &all {
        let row = table.entry(mutant.rule).or_default();
        row.0 += 1;
        let document = Document::parse(&mutant.source);
        let report = check(&mutant.source);
        let bad = report.diagnostics.iter().any(|one| one.severity != Severity::Info);
        row.1 += usize::from(bad);
        let first = report.diagnostics.first().map(|one| (document.position(one.span.start).line, one.code));
        let there = first.is_some_and(|(line, _)| mutant.lines.contains(&line));
        row.2 += usize::from(bad && there);
        if !(bad && there) {
            println!("missed: {} in {id}, line {:?}, said {first:?}", mutant.rule, mutant.lines);
            if std::env::var_os("MUTANTS_SHOW").is_some() {
                println!("{}", mutant.source);
            }
        }
    }
    let (mut made, mut flagged, mut placed) = (0, 0, 0);
    for (rule, (all, bad, there)) in &table {
        println!("{rule:24} {all:4} made {bad:4} flagged {there:4} on the line");
        if !PENDING.contains(rule) {
            (made, flagged, placed) = (made + all, flagged + bad, placed + there);
        }
    }
    println!("{made} of {} mutants count: {flagged} flagged, {placed} on the line", all.len());
    assert!(all.len() >= 500, "{} mutants", all.len());
    assert!(flagged * 100 >= made * 98, "{flagged} of {made} are flagged");
    assert!(placed * 100 >= made * 95, "{placed} of {made} are told first on their line");
}

/// What the first fix of the first fault leaves: fewer problems than there were.
#[test]
fn fixes_reduce_the_problems() {
    let problems = |source: &str| check(source).diagnostics.len();
    let (mut fixed, mut fewer) = (0, 0);
    for (id, mutant) in all() {
        let report = check(&mutant.source);
        let Some(fix) = report.diagnostics.first().and_then(|first| first.fixes.first()) else { continue };
        let after = fix.apply(&mutant.source);
        fixed += 1;
        if problems(&after) < report.diagnostics.len() {
            fewer += 1;
        } else {
            println!("no fewer: {} in {id}, line {:?}: {}", mutant.rule, mutant.lines, fix.title);
        }
    }
    println!("{fixed} fixes, {fewer} leave fewer problems");
    assert!(fixed >= 500 && fewer * 100 >= fixed * 98, "{fewer} of {fixed} fixes leave fewer problems");
}

#[test]
fn whatever_an_oracle_refuses_is_an_error() {
    let all = all();
    let valid = valid();
    let sources: Vec<_> = all
        .iter()
        .map(|(_, mutant)| mutant.source.as_str())
        .chain(valid.iter().map(|(_, xml)| *xml))
        .collect();
    let Some(verdicts) = oracle::ask(&sources) else {
        println!("skipped: ORACLE_PYTHON does not say where Label Studio is installed");
        return;
    };
    let (mut refused, mut wrong) = (0, Vec::new());
    let mut stricter: BTreeMap<&str, usize> = BTreeMap::new();
    for ((id, mutant), verdict) in all.iter().zip(&verdicts) {
        let errors = check(&mutant.source).errors;
        match verdict.server.as_ref().or(verdict.sdk.as_ref()) {
            Some(why) => {
                refused += 1;
                if errors == 0 {
                    wrong.push(format!("milder: {} in {id}, line {:?}: {why}", mutant.rule, mutant.lines));
                }
            }
            None if errors > 0 => *stricter.entry(mutant.rule).or_default() += 1,
            None => {}
        }
    }
    println!(
        "{} mutants, {refused} refused by Label Studio, {} of them no error here",
        all.len(),
        wrong.len()
    );
    for (rule, many) in stricter {
        match STRICTER.iter().find(|(known, _)| *known == rule) {
            Some((_, reason)) => println!("stricter on purpose: {rule} ({many}): {reason}"),
            None => wrong.push(format!("stricter without a reason: {rule} ({many})")),
        }
    }
    assert!(refused > 100, "the oracle refuses something");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    for ((id, _), verdict) in valid.iter().zip(&verdicts[all.len()..]) {
        assert!(
            verdict.server.is_none() && verdict.sdk.is_none(),
            "{id}: {:?} {:?}",
            verdict.server,
            verdict.sdk
        );
    }
}
