#![allow(clippy::unwrap_used)]
use crate::core::labeling::check::check;

const OBJECTS: &str =
    "<Text name=\"t\" value=\"$t\"/><Image name=\"i\" value=\"$i\"/><List name=\"l\" value=\"$l\"/>";
const CHOICES: &str =
    "<Choices name=\"c\" toName=\"t\"><Choice value=\"a\"/><Choice value=\"b,c\"/></Choices>";

fn view(inside: &str) -> String {
    format!("<View>{OBJECTS}{CHOICES}{inside}</View>")
}

fn codes(source: &str) -> Vec<&'static str> {
    check(source).diagnostics.iter().map(|diagnostic| diagnostic.code).collect()
}

/// Each fault alone, what is said of it, and whether its first fix leaves nothing to say.
#[test]
fn one_fault_one_sentence() {
    for (inside, code, mends) in [
        // the kinds of attributes
        ("<Rating name=\"r\" toName=\"t\" required=\"yes\"/>", "bad-boolean", true),
        ("<Rating name=\"r\" toName=\"t\" required=\"True\"/>", "bad-boolean", true),
        (
            "<Choices name=\"d\" toName=\"t\" choice=\"mutliple\"><Choice value=\"x\"/></Choices>",
            "bad-word",
            true,
        ),
        (
            "<Choices name=\"d\" toName=\"t\" layout=\"Inline\"><Choice value=\"x\"/></Choices>",
            "bad-word",
            true,
        ),
        (
            "<Labels name=\"d\" toName=\"t\"><Label value=\"x\" background=\"gren\"/></Labels>",
            "bad-color",
            true,
        ),
        ("<Rectangle name=\"d\" toName=\"i\" opacity=\"1.5\"/>", "bad-range", false),
        (
            "<Choices name=\"d\" toName=\"t\"><Choice value=\"x\" alias=\"true\"/></Choices>",
            "boolean-for-text",
            true,
        ),
        ("<Header value=\"h\" size=\"true\"/>", "boolean-for-text", true),
        ("<TextArea name=\"d\" toName=\"t\" placehodler=\"x\"/>", "unknown-attribute", true),
        // conditions
        ("<View visibleWhen=\"choice-slected\" whenTagName=\"c\"/>", "bad-visible-when", true),
        (
            "<View visibleWhen=\"choice-selected\" whenTagName=\"cc\" whenChoiceValue=\"a\"/>",
            "when-tag-unknown",
            true,
        ),
        (
            "<Rating name=\"r\" toName=\"t\"/><View visibleWhen=\"choice-selected\" whenTagName=\"r\"/>",
            "when-tag-without-choices",
            false,
        ),
        (
            "<View visibleWhen=\"choice-selected\" whenTagName=\"c\" whenChoiceValue=\"A\"/>",
            "when-value-unknown",
            true,
        ),
        (
            "<View visibleWhen=\"choice-selected\" whenTagName=\"c\" whenChoiceValue=\"b,c\"/>",
            "when-value-comma",
            false,
        ),
        ("<View whenTagName=\"c\" whenChoiceValue=\"a\"/>", "when-without-visible-when", true),
        ("<View visibleWhen=\"region-selected\" whenTagName=\"t\"/>", "when-tag-is-object", false),
        (
            "<View visibleWhen=\"choice-selected\" whenTagName=\"d\"><Choices name=\"d\" toName=\"t\"><Choice value=\"x\"/></Choices></View>",
            "visibility-cycle",
            false,
        ),
        // options
        (
            "<Choices name=\"d\" toName=\"t\"><Choice value=\"x\"/><Choice value=\"x\"/></Choices>",
            "option-twice",
            false,
        ),
        (
            "<Choices name=\"d\" toName=\"t\"><Choice value=\"x\" alias=\"z\"/><Choice value=\"y\" alias=\"z\"/></Choices>",
            "option-twice",
            false,
        ),
        (
            "<Choices name=\"d\" toName=\"t\"><Choice value=\"x\" selected=\"true\"/><Choice value=\"y\" selected=\"true\"/></Choices>",
            "two-selected",
            false,
        ),
        // limits
        ("<Number name=\"n\" toName=\"t\" min=\"5\" max=\"1\"/>", "limits-crossed", true),
        ("<Number name=\"n\" toName=\"t\" max=\"1\" defaultValue=\"3\"/>", "limits-crossed", false),
        ("<Rating name=\"r\" toName=\"t\" maxRating=\"five\"/>", "not-a-number", false),
        ("<Rating name=\"r\" toName=\"t\" maxRating=\"2.5\"/>", "not-a-number", false),
        (
            "<DateTime name=\"d\" toName=\"t\" min=\"2025-01-02\" max=\"2024-01-02\"/>",
            "limits-crossed",
            false,
        ),
        ("<Video name=\"v\" value=\"$v\" defaultPlaybackSpeed=\"15\"/>", "video-speed", false),
        ("<Video name=\"v\" value=\"$v\" minPlaybackSpeed=\"5\"/>", "video-speed", false),
        ("<Video name=\"v\" value=\"$v\" defaultPlaybackSpeed=\"fast\"/>", "bad-number", false),
        // regions and objects
        (
            "<Rating name=\"r\" toName=\"t\" perRegion=\"true\" perItem=\"true\"/>",
            "per-region-and-item",
            false,
        ),
        ("<Rating name=\"r\" toName=\"t\" perRegion=\"true\"/>", "per-region-without-regions", true),
        ("<Ranker name=\"r\" toName=\"t\"/>", "to-name-wrong-type", true),
        (
            "<RectangleLabels name=\"r\" toName=\"t\"><Label value=\"x\"/></RectangleLabels>",
            "to-name-wrong-type",
            true,
        ),
        ("<Labels name=\"r\" toName=\"i\"><Label value=\"x\"/></Labels>", "labels-without-tool", false),
        ("<Pairwise name=\"p\" toName=\"t\"/>", "pairwise-two", false),
        ("<Pairwise name=\"p\" toName=\"t,t\"/>", "pairwise-two", false),
        ("<Filter name=\"f\" toName=\"t\"/>", "filter-target", true),
        // variables
        ("<Text name=\"u\" value=\"$$x\"/>", "bad-variable", true),
        ("<Text name=\"u\" value=\"${x}\"/>", "bad-variable", true),
        ("<Text name=\"u\" value=\"{{x}}\"/>", "bad-variable", true),
        ("<Text name=\"u\" value=\"$my-field\"/>", "bad-variable", true),
        ("<Text name=\"u\" value=\"$my field\"/>", "bad-variable", true),
        ("<Text name=\"u\" value=\"$ünï\"/>", "bad-variable", false),
        ("<Text name=\"u\" value=\"$x \"/>", "bad-variable", true),
        ("<Text name=\"u\" value=\"$x.\"/>", "bad-variable", true),
        ("<Text name=\"u\" value=\"$x and $y\"/>", "bad-variable", false),
        ("<Text name=\"u\" value=\"i\"/>", "variable-without-dollar", true),
        ("<Paragraphs name=\"u\" value=\"messages\"/>", "variable-without-dollar", true),
        ("<Image name=\"u\" value=\"picture\"/>", "variable-without-dollar", true),
        // Repeater
        ("<Repeater on=\"rows\"/>", "repeater-without-on", true),
        ("<Repeater/>", "repeater-without-on", false),
        (
            "<Repeater on=\"$rows\"><Text name=\"u\" value=\"$rows[{{idx}}].a\"/></Repeater>",
            "repeater-name",
            true,
        ),
        (
            "<Repeater on=\"$rows\"><View><Header value=\"{{idx}} of {{idx}}\"/></View></Repeater>",
            "repeater-index-twice",
            false,
        ),
        // what is dropped or in the way
        ("<View>Please look</View>", "stray-text", true),
        ("<Header name=\"h\" value=\"x\"/>", "name-on-visual", true),
        ("<Text name=\"u@v\" value=\"$u\"/>", "name-character", true),
        ("<Text name=\"u\" value=\"$u\" valueList=\"$v\"/>", "value-and-list", false),
        (
            "<Rating name=\"r\" toName=\"t\" hotkey=\"q\"/><Number name=\"n\" toName=\"t\" hotkey=\"q\"/>",
            "hotkey-twice",
            false,
        ),
    ] {
        let source = view(inside);
        let report = check(&source);
        assert_eq!(codes(&source), [code], "{inside}\n{:#?}", report.diagnostics);
        let fix = report.diagnostics[0].fixes.first();
        assert_eq!(fix.is_some_and(|fix| codes(&fix.apply(&source)).is_empty()), mends, "{inside}: {fix:?}");
    }
}

#[test]
fn what_is_right_is_left_alone() {
    for inside in [
        "<Rating name=\"r\" toName=\"t\" required=\"true\" maxRating=\"10\" defaultValue=\"2\"/>",
        "<Labels name=\"d\" toName=\"t\"><Label value=\"x\" background=\"#F80\"/><Label value=\"y\" background=\"rgba(1,2,3,.5)\"/><Label value=\"true\" background=\"Red\"/></Labels>",
        "<View visibleWhen=\"choice-selected\" whenTagName=\"c\" whenChoiceValue=\"a\"><Rating name=\"r\" toName=\"t\"/></View>",
        "<View visibleWhen=\"choice-unselected\" whenTagName=\"c\"><Rating name=\"r\" toName=\"t\"/></View>",
        "<Choices name=\"d\" toName=\"t\" value=\"$opts\"/><View visibleWhen=\"choice-selected\" whenTagName=\"d\" whenChoiceValue=\"anything\"/>",
        "<Labels name=\"d\" toName=\"t\"><Label value=\"x\"/></Labels><TextArea name=\"e\" toName=\"t\" perRegion=\"true\" whenLabelValue=\"x\" visibleWhen=\"region-selected\"/>",
        "<Labels name=\"d\" toName=\"i\"><Label value=\"x\"/></Labels><Rectangle name=\"k\" toName=\"i\"/>",
        "<Taxonomy name=\"d\" toName=\"t\"><Choice value=\"x\"><Choice value=\"z\"/></Choice><Choice value=\"y\"><Choice value=\"z\"/></Choice></Taxonomy>",
        "<Number name=\"n\" toName=\"t\" min=\"-1\" max=\"1\" step=\"0.1\"/>",
        "<Ranker name=\"r\" toName=\"l\"><Bucket name=\"b\" title=\"best\"/></Ranker>",
        "<Filter name=\"f\" toName=\"c\"/>",
        "<Text name=\"u\" value=\"$a.b[0].c\"/><Text name=\"v\" value=\"Title: $x!\"/><Header value=\"$x-$y costs $5\"/>",
        "<Text name=\"u\" value=\"words of its own\"/><Image name=\"j\" value=\"https://example.org/a.png\"/>",
        "<Repeater on=\"$rows\"><View><Text name=\"u_{{idx}}\" value=\"$rows[{{idx}}].a\"/><Rating name=\"r_{{idx}}\" toName=\"u_{{idx}}\"/></View></Repeater>",
        "<Style>.a { color: red }</Style><Markdown value=\"# Hi\"/><Header>Hello $x</Header>",
        "<Collapse><Panel value=\"more\"><Rating name=\"r\" toName=\"t\"/></Panel></Collapse>",
    ] {
        assert_eq!(check(&view(inside)).diagnostics, [], "{inside}");
    }
}
