//! What holds for any text. The fuzz target (`make fuzz`) asks the same.

use batch_curator::core::labeling::{
    Document, answers::Answers, check, complete::complete, format::format, hover::hover, import_check,
    preview, sample_task, schema::response_format, span::Span, variables,
};
use serde_json::Map;

/// No panic, every place inside the source, fixes that fit.
pub(crate) fn holds(source: &str) {
    let document = Document::parse(source);
    let report = check(source);
    let inside = |span: Span| source.get(span.start..span.end).is_some();
    for node in &document.nodes {
        assert!(inside(node.span), "{node:?}");
    }
    for (_, element) in document.elements() {
        assert!(inside(element.open) && inside(element.name_span));
        for attribute in &element.attributes {
            assert!(inside(attribute.span) && inside(attribute.name_span) && inside(attribute.value_span));
        }
    }
    for diagnostic in &report.diagnostics {
        assert!(inside(diagnostic.span), "{diagnostic:?}");
        assert!(diagnostic.related.iter().all(|(span, _)| inside(*span)));
        let place = document.position(diagnostic.span.start);
        assert!(place.line >= 1 && place.column >= 1);
        for fix in &diagnostic.fixes {
            let mut edits: Vec<_> = fix.edits.iter().map(|(span, _)| *span).collect();
            edits.sort();
            assert!(edits.iter().all(|span| inside(*span)), "{diagnostic:?}");
            assert!(edits.windows(2).all(|pair| pair[0].end <= pair[1].start), "{diagnostic:?}");
            assert_ne!(fix.apply(source), source, "{diagnostic:?}");
        }
    }
    // Wherever the caret stands.
    for (offset, _) in source.char_indices().chain([(source.len(), ' ')]).step_by(1 + source.len() / 20) {
        if let Some(offered) = complete(&document, offset, &["$t".to_owned()]) {
            assert!(
                source.get(offered.from..offered.to).is_some() && offered.from <= offset,
                "{offset}: {offered:?}"
            );
        }
        if let Some(told) = hover(&document, offset) {
            assert!(
                inside(told.span) && told.span.start <= offset && offset <= told.span.end,
                "{offset}: {told:?}"
            );
        }
    }
    if let Some(tidy) = format(source) {
        assert_eq!(format(&tidy), None, "formatted twice:\n{source}");
        assert_eq!(check(&tidy).errors, report.errors, "formatted:\n{source}\nbecame\n{tidy}");
    }
    response_format(&document);
    variables(&document);
    import_check(&document, &Map::new());
    let screen = preview(&document, &report, &sample_task(&document).data);
    let mut answers = Answers::new(&screen, &[]);
    for control in &screen.controls {
        if let Some(choice) = control.choices().first() {
            answers.press(control, &choice.path);
        }
        answers.shows(&screen, control);
    }
    answers.results(&screen);
    answers.objections(&screen);
}

/// Fixes are applied one after the other, the first each time; it must come to an end without fixable faults.
pub(crate) fn mends(source: &str) {
    let mut text = source.to_owned();
    for _ in 0..200 {
        let Some(fix) =
            check(&text).diagnostics.into_iter().find_map(|diagnostic| diagnostic.fixes.into_iter().next())
        else {
            return;
        };
        text = fix.apply(&text);
    }
    panic!("never mended:\n{source}\nbecame\n{text}");
}
