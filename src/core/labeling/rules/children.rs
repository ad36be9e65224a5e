//! Tags in places where the editor does not accept them: it stops there, and the screen stays blank.

use super::{Config, either};
use crate::core::labeling::diagnostic::Diagnostic;
use crate::core::labeling::tags::Edition;

pub(super) fn check(config: &Config, found: &mut Vec<Diagnostic>) {
    for (id, element) in config.elements() {
        let Some(tag) = element.tag.filter(|tag| tag.edition == Edition::Community && tag.name != "Repeater")
        else {
            continue;
        };
        // Under a tag that is a fault itself, places mean nothing.
        if config.around(id).any(|(_, around)| around.tag.is_none()) {
            continue;
        }
        let homeless = !tag.inside.is_empty()
            && !config.around(id).any(|(_, around)| tag.inside.contains(&around.tag_name()));
        if homeless {
            let message = format!("`<{}>` must be inside {}.", tag.name, either(&tag.inside, "or"));
            found.push(
                Diagnostic::error("outside-parent", element.name_span, message)
                    .doc(Some(tag.doc()))
                    .about(id),
            );
            continue;
        }
        let parent = config.around(id).find(|(_, around)| !around.is("Repeater"));
        let Some((around, parent_tag)) = parent.and_then(|(_, around)| Some((around, around.tag?))) else {
            continue;
        };
        if parent_tag.edition == Edition::Enterprise || parent_tag.allows(tag.name) {
            continue;
        }
        let holds = match parent_tag.children.as_slice() {
            [] => "It holds no other tags.".to_owned(),
            few if few.len() < 8 => format!("It holds {}.", either(few, "and")),
            _ => "Move it out.".to_owned(),
        };
        let message = format!(
            "`<{}>` cannot be directly inside `<{}>`; Label Studio's screen would stay blank. {holds}",
            tag.name, parent_tag.name
        );
        let error = Diagnostic::error("child-not-allowed", element.name_span, message);
        let why = format!("inside this `<{}>`", parent_tag.name);
        found.push(error.related(around.name_span, why).doc(Some(parent_tag.doc())).about(id));
    }
}
