use super::*;
use proptest::prelude::*;

fn between(old: &str, new: &str) -> Migration {
    let wrap = |inner: &str| {
        Document::parse(&format!(
            "<View><Text name=\"t\" value=\"$t\"/><Text name=\"u\" value=\"$t\"/>{inner}</View>"
        ))
    };
    Migration::between(&wrap(old), &wrap(new))
}

fn said(old: &str, new: &str) -> Vec<String> {
    between(old, new).losses.iter().map(Loss::sentence).collect()
}

const QUALITY: &str = r#"<Choices name="quality" toName="t"><Choice value="good"/><Choice value="poor" alias="bad"/></Choices>"#;

#[test]
fn what_only_adds_or_looks_different_costs_nothing() {
    let more = r#"<Header value="New"/><Choices name="quality" toName="t" showInline="true"><Choice value="bad"/>
        <View><Choice value="good"/></View><Choice value="fair"/></Choices><Rating name="stars" toName="t"/>"#;
    assert!(between(QUALITY, more).is_harmless());
    // Values that come from the task may be any; but the task must bring them.
    let dynamic = between(QUALITY, r#"<Choices name="quality" toName="t" value="$options"/>"#);
    assert_eq!((dynamic.losses, dynamic.fields), (vec![], vec!["options".to_owned()]));
}

#[test]
fn a_control_that_goes_takes_its_answers_along() {
    assert_eq!(said(QUALITY, ""), ["`quality` is gone: its answers would be shown nowhere."]);
    let renamed = QUALITY.replace("\"quality\"", "\"verdict\"");
    assert_eq!(between(QUALITY, &renamed).losses[0].change, Change::Renamed("verdict".into()));
    // A control that was there before is no new name of another.
    let both = format!("{QUALITY}{renamed}");
    assert_eq!(between(&both, &renamed).losses[0].change, Change::Gone);
}

#[test]
fn answers_of_another_kind_or_about_another_object_do_not_fit() {
    assert_eq!(
        said(QUALITY, r#"<Rating name="quality" toName="t"/>"#),
        ["`quality` was a `Choices` and is a `Rating` now: its answers are of another kind."]
    );
    let moved = QUALITY.replace("\"t\"", "\"u\"");
    assert_eq!(between(QUALITY, &moved).losses[0].change, Change::Target("t".into(), "u".into()));
}

#[test]
fn values_that_can_no_longer_be_chosen_are_named_as_answers_name_them() {
    let less = r#"<Choices name="quality" toName="t"><Choice value="good"/><Choice value="poor"/></Choices>"#;
    assert_eq!(
        said(QUALITY, less),
        ["`quality` no longer offers `bad`: answers with this value would show as unanswered."]
    );
    let ranker = |bucket: &str| {
        format!(r#"<Ranker name="r" toName="t"><Bucket name="{bucket}" title="Best"/></Ranker>"#)
    };
    assert_eq!(
        between(&ranker("best"), &ranker("top")).losses[0].change,
        Change::Values(vec!["best".into()])
    );
}

#[test]
fn fields_that_tasks_need_not_have_had_are_named() {
    let migration = between("", r#"<Text name="x" value="$more.deep"/><Header value="$only_shown"/>"#);
    assert_eq!(migration.fields, ["more"]);
    assert!(!migration.is_harmless() && migration.losses.is_empty());
}

proptest! {
    #[test]
    fn any_configuration_fits_itself(source in "(<(View|Choices|Choice|Rating|Text)( (name|toName|value|alias)=\"[a-c$]{0,2}\"){0,3}/?>|</View>|</Choices>|x){0,12}") {
        let document = Document::parse(&source);
        prop_assert!(Migration::between(&document, &document).is_harmless());
    }
}
