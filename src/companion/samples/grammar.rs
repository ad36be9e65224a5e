//! Sentences from lists of words: `{name}` in a text becomes one of that name's variants, and so on inward.

use super::rng::Rng;

/// A name and what may stand for it.
pub type Rule = (&'static str, &'static [&'static str]);

/// Texts grow no deeper than this; a rule that names itself ends here.
const DEPTH: usize = 6;

/// Writes a text out. What is bound (`names`, the same all through a text) comes before the rules.
pub fn write(rng: &mut Rng, rules: &[Rule], bound: &[(&str, &str)], text: &str) -> String {
    let mut writer =
        Writer { rng, rules, bound, used: Vec::new(), out: String::with_capacity(text.len() * 2) };
    writer.expand(text, DEPTH);
    writer.out
}

struct Writer<'a> {
    rng: &'a mut Rng,
    rules: &'a [Rule],
    bound: &'a [(&'a str, &'a str)],
    /// Variants that this text has used: nobody says the same sentence twice.
    used: Vec<&'static str>,
    out: String,
}

impl Writer<'_> {
    fn pick(&mut self, variants: &[&'static str]) -> &'static str {
        let mut variant = self.rng.pick(variants);
        for _ in 0..8 {
            if !self.used.contains(&variant) {
                break;
            }
            variant = self.rng.pick(variants);
        }
        self.used.push(variant);
        variant
    }

    fn expand(&mut self, text: &str, depth: usize) {
        let mut rest = text;
        while let Some((before, after)) = rest.split_once('{') {
            self.out.push_str(before);
            let Some((name, tail)) = after.split_once('}') else {
                rest = after;
                break;
            };
            if let Some((_, value)) = self.bound.iter().find(|(key, _)| *key == name) {
                self.out.push_str(value);
            } else if let Some((_, variants)) = self.rules.iter().find(|(key, _)| *key == name)
                && depth > 0
            {
                let variant = self.pick(variants);
                self.expand(variant, depth - 1);
            } else {
                debug_assert!(false, "no rule for {name}");
            }
            rest = tail;
        }
        self.out.push_str(rest);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_expand_inward_and_bound_words_stay_the_same() {
        let rules: &[Rule] = &[("greeting", &["Hello {who}"]), ("who", &["wrong"])];
        let text = write(&mut Rng::new(1), rules, &[("who", "Ana")], "{greeting}, {who}! {greeting}.");
        assert_eq!(text, "Hello Ana, Ana! Hello Ana.");
        let digits: &[Rule] = &[("d", &["1", "2", "3"])];
        let mut three: Vec<char> = write(&mut Rng::new(3), digits, &[], "{d}{d}{d}").chars().collect();
        three.sort_unstable();
        assert_eq!(three, ['1', '2', '3'], "no variant twice while others are left");
    }
}
