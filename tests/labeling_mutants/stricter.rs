//! Where SDK and server take what we call an error, and why we are right: each effect was seen in the real editor
//! (Label Studio 1.23.2). The other way round there is nothing: whatever one of them refuses is an error here.

const STOPS: &str = "the editor shows `Not expecting tag` instead of the whole screen";
const NEVER: &str = "the tag cannot be answered: its first use throws, or its answers belong to nothing";
const MODEL: &str = "the editor's model refuses the value: an error banner or a blank screen";
const LOST: &str =
    "the tag without `<` is text, and text beside tags is dropped: what was meant is not there";

pub(crate) const STRICTER: &[(&str, &str)] = &[
    (
        "attribute typo",
        "without its `name`, `toName` or `value` the tag is not what was meant: see those rules",
    ),
    ("bracket gone", LOST),
    ("choice in labels", STOPS),
    ("choice outside", "a banner stands over the task: Choice must be a child of Choices or Taxonomy"),
    ("edition", STOPS),
    ("html tag", STOPS),
    ("label in choices", STOPS),
    ("label outside", "a banner stands over the task: Label must be a child of a labels tag"),
    ("name gone", NEVER),
    ("nothing to choose", "a required question without a choice can never be answered"),
    ("object in choices", STOPS),
    (
        "toName a control",
        "it renders, and the first answer throws `Failed to resolve reference`: a blank screen",
    ),
    ("toName gone", NEVER),
    (
        "toName itself",
        "it renders, and the first answer throws `Failed to resolve reference`: a blank screen",
    ),
    ("unknown tag", STOPS),
    (
        "value gone",
        "a choice or label without a text cannot be told from its neighbour; an object shows nothing",
    ),
    ("bad bool", MODEL),
    ("bad enum", MODEL),
    ("bad color", MODEL),
    ("bad number", "the control has no stars at all: its number is NaN"),
    (
        "bad variable",
        "annotators read `undefined` or the name itself, or the import asks for a field nobody has",
    ),
    (
        "boolean as text",
        "the editor reads `true` as a boolean where a text is meant, and its screen stays blank",
    ),
    ("choice twice", "one click selects both, and a single choice can never be submitted"),
    ("condition on nothing", "the editor throws `reading 'isVisible'`: a blank screen"),
    ("condition on no choice", "what depends on it is never shown"),
    ("condition typo", "what depends on it is always shown"),
    ("min over max", "no number can be right, so nothing can be submitted"),
    ("pairwise of one", "a dialog says that it must be two names; there is nothing to compare"),
    ("pairwise of the same", "a dialog says that it must be two names; there is nothing to compare"),
    ("pairwise of three", "a dialog says that it must be two names; there is nothing to compare"),
    ("perRegion and perItem", "the editor calls them incompatible, over the task"),
];
