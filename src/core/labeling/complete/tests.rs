#![allow(clippy::unwrap_used)]
use super::*;
use proptest::prelude::*;

/// What is offered at the `|`, and the source after the first is taken.
fn at(source: &str) -> (Vec<String>, String) {
    let offset = source.find('|').unwrap();
    let source = source.replacen('|', "", 1);
    let Some(found) = complete(&Document::parse(&source), offset, &["profile".to_owned()]) else {
        return (Vec::new(), source);
    };
    let first = found.items.first().map(|item| item.insert.clone()).unwrap_or_default();
    let taken = format!("{}{first}{}", &source[..found.from], &source[found.to..]);
    (found.items.into_iter().map(|item| item.label).collect(), taken)
}

const OBJECTS: &str = "<View><Text name=\"t\" value=\"$text\"/><List name=\"l\" value=\"$items\"/>";

#[test]
fn what_may_stand_here() {
    assert_eq!(at("<Vi|"), (vec!["View".into()], "<View></View>".into()));
    let (labels, _) = at("<View><Choices name=\"c\" toName=\"t\"><|</Choices></View>");
    assert_eq!(labels[0], "/Choices");
    assert!(labels.contains(&"Choice".into()) && !labels.contains(&"Text".into()), "{labels:?}");
    let (labels, taken) = at("<View><Ratin|\n</View>");
    assert_eq!(
        (labels, taken.as_str()),
        (vec!["Rating".into()], "<View><Rating name=\"\" toName=\"\"/>\n</View>")
    );
    // Of a tag that is there only the name.
    assert_eq!(at("<View><Ratin| name=\"r\"/></View>").1, "<View><Rating name=\"r\"/></View>");
    assert_eq!(at("<View><Header/></|").1, "<View><Header/></View>");
    assert_eq!(at("<View> | text</View>").0, Vec::<String>::new());
}

#[test]
fn attributes_and_their_values() {
    let (labels, taken) = at(&format!("{OBJECTS}<Choices name=\"c\" |></Choices>"));
    assert_eq!((labels[0].as_str(), labels.contains(&"name".into())), ("toName", false));
    assert!(taken.contains("name=\"c\" toName=\"\">"), "{taken}");
    assert_eq!(at(&format!("{OBJECTS}<Choices layout=\"|\"/>")).0, ["select", "inline", "vertical"]);
    assert_eq!(at(&format!("{OBJECTS}<Rating required=\"t|\"/>")).0, ["true"]);
    assert_eq!(at(&format!("{OBJECTS}<Rating toName=\"|\"/>")).0, ["t", "l"]);
    assert_eq!(at(&format!("{OBJECTS}<Ranker toName='|'/>")).0, ["l"]);
    assert_eq!(at(&format!("{OBJECTS}<Pairwise toName=\"t,|\"/>")).1.matches("t,t").count(), 1);
    assert_eq!(at("<View><Text name=\"a\" value=\"$pro|\"").0, ["$profile"]);
    assert_eq!(at(&format!("{OBJECTS}<Header value=\"$|\"/>")).0[..3], ["$profile", "$text", "$items"]);
    let asked = format!(
        "{OBJECTS}<Choices name=\"c\" toName=\"t\"><Choice value=\"good\"/></Choices><View visibleWhen=\"choice-selected\" whenTagName=\"c\" whenChoiceValue=\"|\"/>"
    );
    assert_eq!(at(&asked).0, ["good"]);
}

proptest! {
    #[test]
    fn anywhere_in_any_text(source in "[<>/=\" a-zA-Z$ü,'\n]{0,60}", at in 0usize..70) {
        if let Some(found) = complete(&Document::parse(&source), at, &[]) {
            prop_assert!(source.get(found.from..found.to).is_some());
            prop_assert!(found.items.iter().all(|item| item.caret.is_none_or(|caret| item.insert.get(..caret).is_some())));
        }
    }
}
