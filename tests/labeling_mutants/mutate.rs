//! One fault put into a valid configuration, with the lines on which it may rightly be told.

use batch_curator::core::labeling::Document;
use batch_curator::core::labeling::tree::Element;

pub(crate) struct Mutant {
    pub(crate) rule: &'static str,
    pub(crate) source: String,
    pub(crate) lines: Vec<usize>,
}

/// A configuration and its elements.
struct Maker<'a> {
    document: &'a Document,
    made: Vec<Mutant>,
}

impl Maker<'_> {
    /// Replaces bytes of the source; the fault is told where they were, or at one of the other places.
    fn put(&mut self, rule: &'static str, (start, end): (usize, usize), text: &str, also: &[usize]) {
        let mut source = self.document.source.clone();
        source.replace_range(start..end, text);
        let line = |at: &usize| self.document.position(*at).line;
        let lines = [&start].into_iter().chain(also).map(line).collect();
        self.made.push(Mutant { rule, source, lines });
    }

    /// Gives an attribute this value, or sets it.
    fn set(&mut self, rule: &'static str, element: &Element, name: &str, value: &str) {
        if let Some(attribute) = element.attribute(name) {
            self.put(rule, (attribute.value_span.start, attribute.value_span.end), value, &[]);
        } else {
            let at = element.name_span.end;
            self.put(rule, (at, at), &format!(" {name}=\"{value}\""), &[]);
        }
    }

    /// Takes an attribute away.
    fn without(&mut self, rule: &'static str, element: &Element, name: &str) {
        if let Some(attribute) = element.attribute(name) {
            self.put(rule, (attribute.span.start, attribute.span.end), "", &[]);
        }
    }
}

/// Every fault that this configuration can be given.
pub(crate) fn mutants(seed: &str) -> Vec<Mutant> {
    let document = Document::parse(seed);
    let elements: Vec<_> = document.elements().map(|(_, element)| element).collect();
    let mut maker = Maker { document: &document, made: Vec::new() };
    for element in &elements {
        syntax(&mut maker, element);
        structure(&mut maker, element);
        attributes(&mut maker, element);
        names(&mut maker, element, &elements);
    }
    maker.made
}

fn syntax(maker: &mut Maker<'_>, element: &Element) {
    let open = element.open;
    maker.put("bracket gone", (open.start, open.start + 1), "", &[]);
    maker.put("end of tag gone", (open.end - 1, open.end), "", &[]);
    if element.self_closing {
        maker.put("slash gone", (open.end - 2, open.end - 1), "", &[]);
    }
    if let Some((name, close)) = element.close {
        maker.put("closing tag gone", (close.start, close.end), "", &[open.start]);
        maker.put("closing tag of another", (name.start, name.end), "Wrong", &[open.start]);
    }
    for attribute in &element.attributes {
        let (start, end) = (attribute.value_span.start, attribute.value_span.end);
        maker.put("closing quote gone", (end, end + 1), "", &[]);
        maker.put("opening quote gone", (start - 1, start), "", &[]);
        maker.put("smart quotes", (start - 1, end + 1), &format!("“{}”", attribute.value), &[]);
        maker.put("raw ampersand", (start, start), "R & D ", &[]);
        maker.put("raw less-than", (start, start), "a < b ", &[]);
        maker.put("equals sign gone", (attribute.name_span.end, start - 1), "", &[]);
        let again = format!("{0} {0}", attribute.span.of(&maker.document.source));
        maker.put("attribute twice", (attribute.span.start, attribute.span.end), &again, &[]);
        maker.put("unknown entity", (start, start), "&nbsp;", &[]);
    }
}

fn structure(maker: &mut Maker<'_>, element: &Element) {
    let inside = element.open.end;
    match element.tag_name() {
        "View" if element.depth == 0 => {
            for (rule, text) in [
                ("html tag", "<div></div>"),
                ("unknown tag", "<Checkbox name=\"box\"/>"),
                ("choice outside", "<Choice value=\"lost\"/>"),
                ("label outside", "<Label value=\"lost\"/>"),
                ("comment without end", "<!-- and then"),
                ("edition", "<Chat name=\"chatting\" value=\"$chat\"/>"),
            ] {
                maker.put(rule, (inside, inside), text, &[]);
            }
            let end = maker.document.source.len();
            let close = element.close.map_or(end, |(_, close)| close.end);
            maker.put("second root", (close, close), "<View></View>", &[]);
            maker.put("text after the end", (close, close), "done", &[]);
        }
        "Choices" => {
            maker.put("label in choices", (inside, inside), "<Label value=\"l\"/>", &[]);
            maker.put("object in choices", (inside, inside), "<Text name=\"o\" value=\"$o\"/>", &[]);
        }
        name if name.ends_with("Labels") => {
            maker.put("choice in labels", (inside, inside), "<Choice value=\"c\"/>", &[]);
        }
        _ => {}
    }
    if element.self_closing {
        let name = element.name_span;
        maker.put("unknown tag", (name.start, name.end), "Unheard", &[]);
    }
}

fn attributes(maker: &mut Maker<'_>, element: &Element) {
    for attribute in &element.attributes {
        let name = attribute.name_span;
        if attribute.name.len() > 4 {
            maker.put("attribute typo", (name.end - 1, name.end), "", &[]);
        }
    }
    match element.tag_name() {
        "Choices" => {
            maker.set("bad bool", element, "required", "yes");
            maker.set("bad enum", element, "choice", "mutliple");
            maker.set("bad enum", element, "layout", "sideways");
        }
        "Choice" | "Label" => {
            maker.without("value gone", element, "value");
            maker.set("boolean as text", element, "alias", "true");
        }
        "Rating" => maker.set("bad number", element, "maxRating", "five"),
        "Number" => maker.set("min over max", element, "min", "99"),
        _ => {}
    }
    if element.is("Label") {
        maker.set("bad color", element, "background", "notacolour");
    }
    let object = element.attribute("value").is_some_and(|value| value.value.starts_with('$'));
    if object && element.attribute("toName").is_none() {
        maker.without("value gone", element, "value");
        maker.without("name gone", element, "name");
        for value in ["$$text", "${text}", "$a-b", "$a b", "$ünï"] {
            maker.set("bad variable", element, "value", value);
        }
    }
}

fn names(maker: &mut Maker<'_>, element: &Element, all: &[&Element]) {
    let Some(to) = element.value("toName") else {
        if let Some(when) = element.value("whenTagName") {
            maker.set("condition on nothing", element, "whenTagName", &format!("{when}x"));
            maker.set("condition on no choice", element, "whenChoiceValue", "Maybe");
            maker.set("condition typo", element, "visibleWhen", "choice-selekted");
        }
        return;
    };
    let own = element.value("name").unwrap_or_default();
    maker.without("toName gone", element, "toName");
    maker.without("name gone", element, "name");
    maker.set("toName unknown", element, "toName", &format!("{to}x"));
    maker.set("toName empty", element, "toName", "");
    maker.set("toName itself", element, "toName", own);
    if element.is("Pairwise") {
        maker.set("pairwise of one", element, "toName", "left");
        maker.set("pairwise of the same", element, "toName", "left,left");
        maker.set("pairwise of three", element, "toName", "left,right,left");
    }
    if let Some(other) =
        all.iter().find(|other| other.value("toName").is_some() && other.value("name") != Some(own))
    {
        maker.set("toName a control", element, "toName", other.value("name").unwrap_or_default());
        // Both places are right: two tags have the name.
        let at = element.attribute("name").map(|name| (name.value_span.start, name.value_span.end));
        if let Some(at) = at {
            maker.put("name twice", at, other.value("name").unwrap_or_default(), &[other.open.start]);
        }
    }
    if element.is("Choices") {
        maker.set("perRegion and perItem", element, "perRegion", "true\" perItem=\"true");
        let values: Vec<_> = element.children.iter().filter_map(|id| maker.document.element(*id)).collect();
        if let [first, second, ..] = values.as_slice() {
            let (first, second) = (*first, *second);
            if let (Some(value), Some(one)) = (second.attribute("value"), first.attribute("value")) {
                maker.put(
                    "choice twice",
                    (value.value_span.start, value.value_span.end),
                    &one.value,
                    &[first.open.start],
                );
            }
        }
        if let Some((_, close)) = element.close {
            maker.put("nothing to choose", (element.open.end, close.start), "", &[element.open.start]);
        }
    }
}
