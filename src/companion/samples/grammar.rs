//! Sentences from lists of words: `{name}` in a text becomes one of that name's variants, and so on inward.

use super::rng::Rng;

/// A name and what may stand for it.
pub type Rule = (&'static str, &'static [&'static str]);

/// Texts grow no deeper than this; a rule that names itself ends here.
const DEPTH: usize = 6;

/// Writes a text out. What is bound (`names`, the same all through a text) comes before the rules.
pub fn write(rng: &mut Rng, rules: &[Rule], bound: &[(&str, &str)], text: &str) -> String {
    let mut out = String::with_capacity(text.len() * 2);
    expand(rng, rules, bound, text, DEPTH, &mut out);
    out
}

fn expand(rng: &mut Rng, rules: &[Rule], bound: &[(&str, &str)], text: &str, depth: usize, out: &mut String) {
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        let Some((name, tail)) = after.split_once('}') else {
            rest = after;
            break;
        };
        if let Some((_, value)) = bound.iter().find(|(key, _)| *key == name) {
            out.push_str(value);
        } else if let Some((_, variants)) = rules.iter().find(|(key, _)| *key == name)
            && depth > 0
        {
            let variant = rng.pick(variants);
            expand(rng, rules, bound, variant, depth - 1, out);
        } else {
            debug_assert!(false, "no rule for {name}");
        }
        rest = tail;
    }
    out.push_str(rest);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_expand_inward_and_bound_words_stay_the_same() {
        let rules: &[Rule] = &[("greeting", &["Hello {who}"]), ("who", &["wrong"])];
        let text = write(&mut Rng::new(1), rules, &[("who", "Ana")], "{greeting}, {who}! {greeting}.");
        assert_eq!(text, "Hello Ana, Ana! Hello Ana.");
    }
}
