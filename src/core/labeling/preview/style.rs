//! What a configuration says of its looks. Nothing of it may load anything, and nothing of it is trusted: the page
//! keeps it inside the preview.

use super::{Block, Builder, Style, View};
use crate::core::labeling::tree::Element;

impl<'a> Builder<'a> {
    /// `Style` draws nothing itself.
    pub(super) fn style(&mut self, element: &'a Element) -> Block {
        let css = self.attribute(element, "value");
        let css = css.map_or_else(|| self.document.text(element), std::borrow::Cow::into_owned);
        self.screen.css.push_str(&css);
        self.screen.css.push('\n');
        Block::View(View::default())
    }
}

/// The declarations of a `style` attribute, split as Label Studio does it: at each `;`, then at the first `:`.
pub(super) fn declarations(style: &str) -> Style {
    let declarations = style.split(';').filter_map(|declaration| declaration.split_once(':'));
    let trimmed =
        declarations.map(|(name, value)| (name.trim().to_ascii_lowercase(), value.trim().to_owned()));
    trimmed.filter(|(name, value)| !name.is_empty() && !value.is_empty() && !loads(value)).collect()
}

/// Whether a text of CSS may ask for something from elsewhere. A backslash can hide what it asks for.
pub fn loads(css: &str) -> bool {
    let css = css.to_ascii_lowercase();
    ["url(", "image(", "image-set(", "src(", "cross-fade(", "element(", "@import", "\\"]
        .iter()
        .any(|word| css.contains(word))
}
