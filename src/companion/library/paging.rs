//! Cursors that see everything once.
//!
//! The order is total (newest first, then by id), and a cursor names a place in it, not a time: so batches of the
//! same second are neither lost nor repeated, whatever the page's size.

use crate::companion::problem::Problem;
use std::collections::HashMap;

/// Which page is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wanted {
    /// Items on a page.
    pub limit: usize,
    /// The last id of the page before.
    pub after: Option<String>,
    /// Which end comes first.
    pub order: Order,
}

/// Which end comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    /// `desc`, the default.
    NewestFirst,
    /// `asc`.
    OldestFirst,
}

/// One page of a list.
#[derive(Debug, PartialEq, Eq)]
pub struct Page<'a, T> {
    /// What is on it.
    pub items: &'a [T],
    /// Whether another follows.
    pub has_more: bool,
}

impl Wanted {
    /// Reads `limit`, `after` and `order`; an empty `after` counts as none.
    ///
    /// # Errors
    /// 400 with a sentence.
    pub fn read(parameters: &HashMap<String, String>, default: usize, most: usize) -> Result<Self, Problem> {
        let limit = match parameters.get("limit") {
            None => default,
            Some(text) => {
                let limit = text.parse().ok().filter(|limit| (1..=most).contains(limit));
                let message = || format!("limit must be a number from 1 to {most}, not {text:?}.");
                limit.ok_or_else(|| Problem::invalid("limit", message()))?
            }
        };
        let order = match parameters.get("order").map(String::as_str) {
            None | Some("desc") => Order::NewestFirst,
            Some("asc") => Order::OldestFirst,
            Some(other) => {
                let message = format!("order must be asc or desc, not {other:?}.");
                return Err(Problem::invalid("order", message));
            }
        };
        Ok(Self { limit, after: parameters.get("after").filter(|id| !id.is_empty()).cloned(), order })
    }
}

/// Cuts a page out of a list that is in its final order.
///
/// # Errors
/// 400, when the cursor is not in the list: starting over silently would make a client read for ever.
pub fn page<'a, T>(items: &'a [T], id: impl Fn(&T) -> &str, wanted: &Wanted) -> Result<Page<'a, T>, Problem> {
    let start = match &wanted.after {
        None => 0,
        Some(after) => items.iter().position(|item| id(item) == after).map(|at| at + 1).ok_or_else(|| {
            let message =
                format!("There is nothing with the id {after:?} to continue after. Begin without after.");
            Problem::invalid("after", message)
        })?,
    };
    let end = start.saturating_add(wanted.limit).min(items.len());
    Ok(Page { items: items.get(start..end).unwrap_or_default(), has_more: end < items.len() })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn wanted(pairs: &[(&str, &str)]) -> Result<Wanted, Problem> {
        let map = pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        Wanted::read(&map, 20, 100)
    }

    #[test]
    fn every_limit_sees_every_item_once() {
        let ids: Vec<String> = (0..45).map(|number| format!("b{number:02}")).collect();
        for limit in 1..=50 {
            let mut ask = Wanted { limit, after: None, order: Order::NewestFirst };
            let mut seen = Vec::new();
            loop {
                let page = page(&ids, |id| id, &ask).unwrap();
                seen.extend_from_slice(page.items);
                ask.after = page.items.last().cloned();
                if !page.has_more {
                    break;
                }
            }
            assert_eq!(seen, ids, "limit {limit}");
        }
    }

    #[test]
    fn what_is_asked_wrongly_is_said() {
        for limit in ["0", "101", "-1", "x", ""] {
            assert_eq!(wanted(&[("limit", limit)]).unwrap_err().param, Some("limit"), "{limit}");
        }
        assert_eq!(wanted(&[("order", "up")]).unwrap_err().param, Some("order"));
        let lost = wanted(&[("after", "gone")]).unwrap();
        assert_eq!(page(&["a"], |id| id, &lost).unwrap_err().param, Some("after"));
        assert_eq!(wanted(&[("after", "")]).unwrap().after, None);
        assert!(!page(&[] as &[&str], |id| id, &wanted(&[]).unwrap()).unwrap().has_more);
    }
}
