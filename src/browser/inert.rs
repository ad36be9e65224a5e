//! HTML that does nothing: as Label Studio's editor shows it, less what would act or lead away.

use wasm_bindgen::JsCast as _;
use web_sys::{Document, DomParser, Element, SupportedType};

/// Label Studio's editor drops these whole, and so are places in the text counted as it counts them; but it shows a
/// frame of a few video hosts, and here nothing is loaded.
const DROPPED: &str = "script, iframe";
/// What would lead the frame away, or load: of no text of its own, so that no place moves.
const ACTING: &str = "meta[http-equiv], base, link, animate, set";

/// A whole document of HTML without what runs (`script`, `on…`), frames, and links that lead away: those keep their
/// address as a title. Whether anything that is left loads is up to the frame's policy.
pub fn inert(html: &str) -> String {
    let parsed = DomParser::new().and_then(|parser| parser.parse_from_string(html, SupportedType::TextHtml));
    let Ok(document) = parsed else { return String::new() };
    for element in all(&document, DROPPED).into_iter().chain(all(&document, ACTING)) {
        element.remove();
    }
    for element in all(&document, "*") {
        let names = element.get_attribute_names();
        for name in names.iter().filter_map(|name| name.as_string()) {
            if name.to_ascii_lowercase().starts_with("on") {
                element.remove_attribute(&name).unwrap_or_default();
            } else if name.ends_with("href") {
                let target = element.get_attribute(&name).unwrap_or_default();
                element.remove_attribute(&name).unwrap_or_default();
                element.set_attribute("title", &target).unwrap_or_default();
            }
        }
    }
    document.document_element().map(|root| root.outer_html()).unwrap_or_default()
}

fn all(document: &Document, selector: &str) -> Vec<Element> {
    let Ok(found) = document.query_selector_all(selector) else { return Vec::new() };
    (0..found.length()).filter_map(|at| found.get(at)?.dyn_into().ok()).collect()
}
