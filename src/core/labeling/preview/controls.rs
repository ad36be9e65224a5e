//! Control tags: what they ask.

use super::{Asked, Builder, Choice, DateKind, How, Item, Label, Layout, Per, Within};
use crate::core::labeling::bind;
use crate::core::labeling::options::options;
use crate::core::labeling::tree::Element;
use serde_json::Value;

/// What Label Studio paints a label in that names no colour.
const COLOR: &str = "#DA935D";

/// More choices than this nobody reads through.
const CHOICES: usize = 2_000;

impl<'a> Builder<'a> {
    /// A control that this preview can ask; `None`: it is none.
    pub(super) fn asked(&mut self, element: &'a Element) -> Option<Asked> {
        let objects = self.word(element, "toName");
        let to_name = objects.split(',').next().unwrap_or_default().to_owned();
        let how = match element.tag_name() {
            "Choices" => self.choices(element),
            "Taxonomy" => self.taxonomy(element),
            "Rating" => {
                // It has a key, which nobody sees.
                self.keys.of(element);
                How::Rating { max: self.whole(element, "maxRating").unwrap_or(5).min(100) }
            }
            "TextArea" => self.text_area(element),
            "Number" => {
                self.keys.of(element);
                How::Number {
                    min: self.number(element, "min"),
                    max: self.number(element, "max"),
                    step: self.number(element, "step").filter(|step| *step > 0.0),
                    default: self.number(element, "defaultValue"),
                    slider: element.is_true("slider"),
                }
            }
            "DateTime" => self.date_time(element),
            "Pairwise" => {
                let right = objects.split(',').nth(1).unwrap_or_default().to_owned();
                How::Pairwise { left: to_name.clone(), right }
            }
            "Ranker" => self.ranker(element, &to_name)?,
            "Labels" | "HyperTextLabels" | "ParagraphLabels" => self.marking(element, &to_name)?,
            _ => return None,
        };
        let list = |name: &str| -> Vec<String> {
            let words = self.word(element, name);
            if words.is_empty() { Vec::new() } else { words.split(',').map(str::to_owned).collect() }
        };
        Some(Asked {
            name: self.named(element),
            tag: element.tag_name().to_owned(),
            to_name,
            how,
            required: element.is_true("required"),
            required_message: self.word(element, "requiredMessage"),
            per: match (element.is_true("perRegion"), element.is_true("perItem")) {
                (true, _) => Per::Region,
                (_, true) => Per::Item,
                _ => Per::Task,
            },
            when_label: list("whenLabelValue"),
            when: self.when(element),
            around: self.whens.clone(),
        })
    }

    fn whole(&self, element: &'a Element, name: &str) -> Option<u32> {
        self.attribute(element, name)?.trim().parse().ok()
    }

    fn choices(&mut self, element: &'a Element) -> How {
        let layout = match element.value("layout") {
            _ if element.is_true("showInline") => Layout::Inline,
            _ if element.value("showInline") == Some("false") => Layout::Vertical,
            Some("select") => Layout::Select,
            Some("inline") => Layout::Inline,
            _ => Layout::Vertical,
        };
        let multiple = element.value("choice") == Some("multiple");
        How::Choices {
            choices: self.offered(element),
            multiple,
            layout,
            nested: element.is_true("allowNested"),
        }
    }

    fn taxonomy(&mut self, element: &'a Element) -> How {
        How::Taxonomy {
            choices: self.offered(element),
            leafs_only: element.is_true("leafsOnly"),
            most: self.whole(element, "maxUsages").map(|most| most as usize),
            full_path: element.is_true("showFullPath"),
            separator: self.attribute(element, "pathSeparator").map_or_else(|| " / ".to_owned(), Into::into),
        }
    }

    /// What a control offers: its own choices, else those that come with the task.
    fn offered(&mut self, element: &'a Element) -> Vec<Choice> {
        let mut found: Vec<Choice> = Vec::new();
        for option in options(self.document, element).into_iter().take(CHOICES) {
            let label = self.shown(option.element);
            let alias = self.attribute(option.element, "alias").filter(|alias| !alias.is_empty());
            let value = alias.map_or_else(|| label.clone(), Into::into);
            let mut path = Vec::new();
            if let Some(outer) = option.inside.and_then(|at| found.get_mut(at)) {
                outer.inner = true;
                path.clone_from(&outer.path);
            }
            path.push(value.clone());
            found.push(Choice {
                value,
                label,
                selected: option.element.is_true("selected"),
                hint: self.word(option.element, "hint"),
                path,
                inner: false,
                key: self.keys.of(option.element),
            });
        }
        let more = self.attribute(element, "value").map(|value| bind::resolve(&value, self.data));
        if let Some(Value::Array(items)) = &more {
            dynamic(items, &[], &mut found);
        }
        found
    }

    fn text_area(&self, element: &'a Element) -> How {
        let shortcuts = self.document.children(element).filter(|(_, child)| child.is("Shortcut"));
        How::TextArea {
            rows: self.whole(element, "rows").unwrap_or(1).clamp(1, 100),
            // Not resolved: Label Studio shows `$variables` in a placeholder as they are written.
            placeholder: self.word(element, "placeholder"),
            value: self
                .attribute(element, "value")
                .map(|value| bind::resolve_text(&value, self.data))
                .unwrap_or_default(),
            most: self.whole(element, "maxSubmissions").map(|most| most as usize),
            submits: element.value("allowSubmit") != Some("false"),
            unique: element.is_true("skipDuplicates"),
            shortcuts: shortcuts.map(|(_, child)| self.shown(child)).collect(),
        }
    }

    fn date_time(&self, element: &'a Element) -> How {
        let only = element.value("only").unwrap_or_default();
        let has = |word: &str| only.split(',').any(|part| part.trim() == word);
        let kind = match () {
            () if only.is_empty() || (has("date") && has("time")) => DateKind::DateTime,
            () if has("date") => DateKind::Date,
            () if has("time") => DateKind::Time,
            () if has("month") => DateKind::Month,
            () => DateKind::Year,
        };
        let bound = |name: &str| {
            self.attribute(element, name).map(Into::into).filter(|text: &String| !text.is_empty())
        };
        How::DateTime { kind, min: bound("min"), max: bound("max") }
    }

    fn ranker(&self, element: &'a Element, to_name: &str) -> Option<How> {
        let named = |list: &&Element| list.is("List") && self.named_is(list, to_name);
        let list = self.document.elements().map(|(_, list)| list).find(named)?;
        let items: Vec<Item> = self.items(list);
        let inside = self.document.children(element).map(|(_, child)| child);
        let tags: Vec<_> = inside.filter(|child| child.is("Bucket")).collect();
        let bucket = |bucket: &&'a Element| (self.named(bucket), self.word(bucket, "title"));
        let mut buckets: Vec<_> = tags.iter().map(bucket).collect();
        let (name, title) = (self.named(element), self.word(list, "title"));
        let first = if let Some(first) = tags.iter().find(|bucket| bucket.is_true("default")) {
            self.named(first)
        } else if buckets.is_empty() {
            buckets.push((name.clone(), title));
            name
        } else {
            buckets.insert(0, ("_".to_owned(), title));
            "_".to_owned()
        };
        Some(How::Ranker { items, buckets, first })
    }

    fn named_is(&self, element: &'a Element, name: &str) -> bool {
        self.attribute(element, "name").is_some_and(|own| own == name)
    }

    /// Labels for parts of a text that is shown here; `None`: for something else.
    fn marking(&mut self, element: &'a Element, to_name: &str) -> Option<How> {
        let object = self
            .document
            .elements()
            .map(|(_, object)| object)
            .find(|object| self.named_is(object, to_name))?;
        let within = match object.tag_name() {
            "Text" => Within::Text,
            "HyperText" => Within::Html,
            "Paragraphs" => Within::Turns,
            _ => return None,
        };
        Some(How::Labels {
            labels: self.labels(element),
            multiple: element.value("choice") == Some("multiple"),
            within,
        })
    }

    /// The labels of a control: its own, and those that come with the task.
    pub(super) fn labels(&mut self, element: &'a Element) -> Vec<Label> {
        let mut labels = Vec::new();
        for option in options(self.document, element).into_iter().take(CHOICES) {
            let label = self.shown(option.element);
            let alias = self.attribute(option.element, "alias").filter(|alias| !alias.is_empty());
            let color = self.word(option.element, "background");
            labels.push(Label {
                value: alias.map_or_else(|| label.clone(), Into::into),
                label,
                color: colored(&color),
                hint: self.word(option.element, "hint"),
                key: self.keys.of(option.element),
            });
        }
        let more = self.attribute(element, "value").map(|value| bind::resolve(&value, self.data));
        let part = |item: &Value, name: &str| item.get(name).map(bind::as_text).unwrap_or_default();
        for item in more.iter().filter_map(Value::as_array).flatten().take(CHOICES) {
            let (label, alias) = (part(item, "value"), part(item, "alias"));
            let value = if alias.is_empty() { label.clone() } else { alias };
            labels.push(Label {
                value,
                label,
                color: colored(&part(item, "background")),
                hint: part(item, "hint"),
                key: String::new(),
            });
        }
        labels
    }
}

/// A colour that can only be one: it comes from the configuration or the task.
fn colored(color: &str) -> String {
    let plain = |c: char| {
        c.is_ascii_alphanumeric() || matches!(c, '#' | '(' | ')' | ',' | '.' | ' ' | '%' | '-' | '/')
    };
    let taken =
        !color.is_empty() && color.len() < 60 && color.chars().all(plain) && !super::style::loads(color);
    if taken { color.to_owned() } else { COLOR.to_owned() }
}

/// Choices that come with the task: objects with `value`; a bare text shows nothing in Label Studio.
fn dynamic(items: &[Value], around: &[String], found: &mut Vec<Choice>) {
    let part = |item: &Value, name: &str| item.get(name).map(bind::as_text).unwrap_or_default();
    for item in items {
        if found.len() >= CHOICES || around.len() > super::DEEPEST {
            return;
        }
        let (label, alias) = (part(item, "value"), part(item, "alias"));
        let value = if alias.is_empty() { label.clone() } else { alias };
        let path: Vec<String> = around.iter().chain([&value]).cloned().collect();
        let below = item.get("children").and_then(Value::as_array);
        found.push(Choice {
            label,
            value,
            selected: item.get("selected") == Some(&Value::Bool(true)),
            hint: part(item, "hint"),
            path: path.clone(),
            inner: below.is_some_and(|below| !below.is_empty()),
            key: String::new(),
        });
        if let Some(below) = below {
            dynamic(below, &path, found);
        }
    }
}
