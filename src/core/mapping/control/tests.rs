#![allow(clippy::unwrap_used)]
use super::*;

fn control(xml: &str) -> Control {
    let document = Document::parse(&format!(
        "<View><Text name=\"t\" value=\"$t\"/><Text name=\"u\" value=\"$u\"/>{xml}</View>"
    ));
    Control::all(&document).pop().unwrap()
}

#[allow(clippy::needless_pass_by_value)]
fn value(xml: &str, given: Value) -> Result<Value, String> {
    let data = json!({"t": "Ada met Bob. Ada left 🎉 Bob.", "opts": [{"value": "Red"}]});
    let regions = control(xml).regions(&given, data.as_object().unwrap()).map_err(|fault| fault.reason)?;
    Ok(regions.into_iter().map(|region| region["value"].clone()).collect::<Vec<_>>().into())
}

const CHOICES: &str = "<Choices name=\"c\" toName=\"t\"><Choice value=\"Strong Yes\"/><Choice value=\"No\" alias=\"no\"/></Choices>";

#[test]
fn choices_by_value_or_alias_and_the_nearest_is_named() {
    assert_eq!(value(CHOICES, json!("Strong Yes")), Ok(json!([{"choices": ["Strong Yes"]}])));
    // An alias is what is saved; the value is understood too.
    assert_eq!(value(CHOICES, json!(["No"])), Ok(json!([{"choices": ["no"]}])));
    assert_eq!(value(CHOICES, json!("no")), Ok(json!([{"choices": ["no"]}])));
    assert_eq!(
        value(CHOICES, json!("Strong yes")),
        Err("`Strong yes` is not among the choices; the nearest is `Strong Yes`".into())
    );
    assert!(value(CHOICES, json!(["no", "Strong Yes"])).unwrap_err().contains("where one can be chosen"));
    assert!(value(CHOICES, json!({"a": 1})).is_err());
    let several = CHOICES.replace("toName", "choice=\"multiple\" toName");
    assert_eq!(value(&several, json!(["no", "Strong Yes"])), Ok(json!([{"choices": ["no", "Strong Yes"]}])));
    let star = "<Choices name=\"c\" toName=\"t\" choice=\"multiple\"><Choice value=\"Gold\"/></Choices>";
    assert_eq!(
        (value(star, json!(true)), value(star, json!(false))),
        (Ok(json!([{"choices": ["Gold"]}])), Ok(json!([])))
    );
    let dynamic = "<Choices name=\"c\" toName=\"t\" value=\"$opts\"/>";
    assert_eq!(value(dynamic, json!("Red")), Ok(json!([{"choices": ["Red"]}])));
    assert!(value(dynamic, json!("Blue")).is_err());
    assert!(value(&CHOICES.replace("toName", "allowNested=\"true\" toName"), json!("no")).is_err());
}

#[test]
fn numbers_by_type_and_range() {
    let rating = "<Rating name=\"r\" toName=\"t\" maxRating=\"4\"/>";
    assert_eq!(value(rating, json!(4)), Ok(json!([{"rating": 4}])));
    assert_eq!(value(rating, json!("3")), Ok(json!([{"rating": 3}])));
    for wrong in [json!(3.5), json!(5), json!(0), json!("four"), json!(true), json!("4 of 5")] {
        assert!(value(rating, wrong.clone()).is_err(), "{wrong}");
    }
    let number = "<Number name=\"n\" toName=\"t\" min=\"0\" max=\"1\"/>";
    assert_eq!(value(number, json!(0.25)), Ok(json!([{"number": 0.25}])));
    assert_eq!(value(number, json!("0.5")), Ok(json!([{"number": 0.5}])));
    assert_eq!(value(number, json!(2)), Err("`2` is not from 0 to 1".into()));
}

#[test]
fn texts_dates_sides_and_orders() {
    let area = "<TextArea name=\"a\" toName=\"t\"/>";
    assert_eq!(value(area, json!("x\ny")), Ok(json!([{"text": ["x\ny"]}])));
    assert_eq!(value(area, json!(["x", 2])), Ok(json!([{"text": ["x", "2"]}])));
    assert_eq!(
        value("<DateTime name=\"d\" toName=\"t\"/>", json!("2024-05-06")),
        Ok(json!([{"datetime": "2024-05-06"}]))
    );
    let pair = "<Pairwise name=\"p\" toName=\"t,u\"/>";
    for (said, side) in [("left", "left"), ("B", "right"), ("u", "right"), ("first", "left")] {
        assert_eq!(value(pair, json!(said)), Ok(json!([{"selected": side}])), "{said}");
    }
    assert!(value(pair, json!("tie")).is_err());
    assert_eq!(
        control(pair).to_name,
        "t",
        "one object's name: what both Label Studio's check and its editor take"
    );
    assert_eq!(
        value("<Ranker name=\"r\" toName=\"t\"/>", json!({"best": [1, "b"]})),
        Ok(json!([{"ranker": {"best": ["1", "b"]}}]))
    );
    assert!(value("<Ranker name=\"r\" toName=\"t\"/>", json!(["b"])).is_err());
}

#[test]
fn taxonomy_by_path_or_by_the_only_leaf_of_a_name() {
    let xml = "<Taxonomy name=\"x\" toName=\"t\"><Choice value=\"A\"><Choice value=\"B\"/><Choice value=\"C\"/></Choice><Choice value=\"D\"><Choice value=\"C\"/></Choice></Taxonomy>";
    for (given, path) in [
        (json!(["A", "B"]), json!([["A", "B"]])),
        (json!([["A", "B"], ["D"]]), json!([["A", "B"], ["D"]])),
        (json!("B"), json!([["A", "B"]])),
        (json!("A / C"), json!([["A", "C"]])),
    ] {
        assert_eq!(value(xml, given.clone()), Ok(json!([{"taxonomy": path}])), "{given}");
    }
    assert!(value(xml, json!("C")).is_err(), "two leaves have that name");
    let aliased = "<Taxonomy name=\"x\" toName=\"t\"><Choice value=\"A\" alias=\"a\"><Choice value=\"B\"/></Choice></Taxonomy>";
    for given in [json!(["A", "B"]), json!("B"), json!(["a", "B"])] {
        assert_eq!(
            value(aliased, given.clone()),
            Ok(json!([{"taxonomy": [["a", "B"]]}])),
            "{given}: saved by alias"
        );
    }
}

#[test]
fn spans_are_found_by_quoting() {
    let xml = "<Labels name=\"l\" toName=\"t\"><Label value=\"PER\"/></Labels>";
    let ada = json!({"text": "Ada", "label": "PER"});
    let found = value(xml, json!([ada, ada, {"quote": "🎉 Bob", "type": "PER"}])).unwrap();
    let places: Vec<_> =
        found.as_array().unwrap().iter().map(|span| (span["start"].clone(), span["end"].clone())).collect();
    assert_eq!(
        places,
        [(json!(0), json!(3)), (json!(13), json!(16)), (json!(22), json!(27))],
        "in code points, as the editor counts"
    );
    assert!(value(xml, json!([ada, ada, ada])).unwrap_err().contains("does not stand in the text"));
    assert!(value(xml, json!([{"text": "Ada", "label": "ORG"}])).is_err());
    assert!(value(xml, json!(["Ada"])).is_err());
}

#[test]
fn spans_of_turns_name_their_turn() {
    let document = Document::parse(
        "<View><Paragraphs name=\"d\" value=\"$turns\" textKey=\"content\"/>\
         <ParagraphLabels name=\"l\" toName=\"d\"><Label value=\"Wrong\"/></ParagraphLabels></View>",
    );
    let control = Control::all(&document).pop().unwrap();
    let data = json!({"turns": [{"content": "Four weeks."}, {"role": "user", "content": "🎉 Four weeks, four weeks."}]});
    let given = json!([
        {"text": "Four weeks", "label": "Wrong"}, {"text": "Four weeks", "label": "Wrong"}, {"text": "four", "label": "Wrong"}
    ]);
    let regions = control.regions(&given, data.as_object().unwrap()).unwrap();
    let places: Vec<Value> = regions
        .iter()
        .map(|region| {
            let value = &region["value"];
            json!([region["type"], value["start"], value["end"], value["startOffset"], value["endOffset"]])
        })
        .collect();
    assert_eq!(
        places,
        [
            json!(["paragraphlabels", "0", "0", 0, 10]),
            json!(["paragraphlabels", "1", "1", 3, 13]),
            json!(["paragraphlabels", "1", "1", 15, 19]),
        ],
        "in UTF-16 units, as the editor counts in turns"
    );
    assert_eq!(regions[0]["value"]["paragraphlabels"], json!(["Wrong"]));
    let lost = control.regions(&json!({"text": "Five", "label": "Wrong"}), data.as_object().unwrap());
    assert!(lost.unwrap_err().reason.contains("does not stand in the text"));
    let no_turns = control.regions(&json!([]), json!({"turns": "a text"}).as_object().unwrap());
    assert!(no_turns.unwrap_err().reason.contains("no list of turns"));
}
