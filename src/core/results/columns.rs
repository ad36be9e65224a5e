//! Which columns the table has, and which JSON keys are a column and a facet.

/// A column.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[allow(missing_docs, reason = "see Summary")]
pub enum Column {
    Line,
    Outcome,
    Id,
    /// The answer's beginning, or the text around the hit.
    Output,
    /// A value of the JSON answer, by its path.
    Key(String),
    Model,
    Finish,
    Tokens,
    Prompt,
    Length,
    /// How it differs from the batch that it is compared with.
    Difference,
}

impl Column {
    /// Those that every table may have, in their order; the keys come behind [`Output`](Self::Output).
    const ALL: [Self; 10] = [
        Self::Line,
        Self::Outcome,
        Self::Id,
        Self::Output,
        Self::Model,
        Self::Finish,
        Self::Tokens,
        Self::Prompt,
        Self::Length,
        Self::Difference,
    ];

    /// Its heading.
    pub fn label(&self) -> &str {
        match self {
            Self::Line => "Line",
            Self::Outcome => "Outcome",
            Self::Id => "custom_id",
            Self::Output => "Output",
            Self::Key(path) => path,
            Self::Model => "Model",
            Self::Finish => "Finish",
            Self::Tokens => "Tokens",
            Self::Prompt => "Prompt",
            Self::Length => "Length",
            Self::Difference => "Difference",
        }
    }

    /// What rows are ordered by under this heading: the word of an order; empty: nothing.
    pub fn sort(&self) -> String {
        match self {
            Self::Line => "line".to_owned(),
            Self::Outcome => "outcome".to_owned(),
            Self::Id => "id".to_owned(),
            Self::Output => String::new(),
            Self::Key(path) if path.starts_with('[') => format!("json{path}"),
            Self::Key(path) => format!("json.{path}"),
            Self::Model => "model".to_owned(),
            Self::Finish => "finish".to_owned(),
            Self::Tokens => "tokens".to_owned(),
            Self::Prompt => "prompt".to_owned(),
            Self::Length => "length".to_owned(),
            Self::Difference => "difference".to_owned(),
        }
    }

    /// Numbers stand at the end of their cell.
    pub fn is_number(&self) -> bool {
        matches!(self, Self::Line | Self::Tokens | Self::Prompt | Self::Length)
    }

    /// A row without it would not be known again.
    pub fn is_fixed(&self) -> bool {
        matches!(self, Self::Output)
    }
}

/// What a person arranged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Layout {
    hidden: Vec<Column>,
    keys: Vec<String>,
}

impl Default for Layout {
    fn default() -> Self {
        Self { hidden: vec![Column::Prompt, Column::Length], keys: Vec::new() }
    }
}

impl Layout {
    /// All columns there could be, in their order, and whether each is shown. `compared`: with another batch.
    pub fn all(&self, compared: bool) -> Vec<(Column, bool)> {
        let mut all = Vec::new();
        for column in Column::ALL {
            if column == Column::Difference && !compared {
                continue;
            }
            let output = column == Column::Output;
            all.push((column.clone(), !self.hidden.contains(&column)));
            if output {
                let keys = self.keys.iter().map(|key| Column::Key(key.clone()));
                all.extend(keys.map(|key| (key.clone(), !self.hidden.contains(&key))));
            }
        }
        all
    }

    /// The columns of the table.
    pub fn columns(&self, compared: bool) -> Vec<Column> {
        self.all(compared).into_iter().filter(|(_, shown)| *shown).map(|(column, _)| column).collect()
    }

    /// Shows a column, or hides it.
    pub fn toggle(&mut self, column: &Column) {
        if column.is_fixed() {
            return;
        }
        match self.hidden.iter().position(|hidden| hidden == column) {
            Some(at) => {
                self.hidden.remove(at);
            }
            None => self.hidden.push(column.clone()),
        }
    }

    /// The JSON paths that are a column and a facet.
    pub fn keys(&self) -> &[String] {
        &self.keys
    }

    /// Makes a column and a facet of a JSON path.
    pub fn add_key(&mut self, path: &str) {
        if !path.is_empty() && !self.keys.iter().any(|key| key == path) {
            self.keys.push(path.to_owned());
        }
    }

    /// Takes it away.
    pub fn remove_key(&mut self, path: &str) {
        self.keys.retain(|key| key != path);
        self.hidden.retain(|column| !matches!(column, Column::Key(key) if key == path));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn labels(layout: &Layout, compared: bool) -> Vec<String> {
        layout.columns(compared).iter().map(|column| column.label().to_owned()).collect()
    }

    #[test]
    fn keys_stand_behind_the_output_and_come_once() {
        let mut layout = Layout::default();
        for key in ["score", "verdict", "score", ""] {
            layout.add_key(key);
        }
        let want =
            ["Line", "Outcome", "custom_id", "Output", "score", "verdict", "Model", "Finish", "Tokens"];
        assert_eq!(labels(&layout, false), want);
        assert_eq!(labels(&layout, true).last().map(String::as_str), Some("Difference"));
        layout.remove_key("score");
        assert_eq!(layout.keys(), ["verdict"]);
    }

    #[test]
    fn a_column_is_shown_or_hidden_but_the_output_stays() {
        let mut layout = Layout::default();
        for column in [Column::Model, Column::Length, Column::Output] {
            layout.toggle(&column);
        }
        assert_eq!(
            labels(&layout, false),
            ["Line", "Outcome", "custom_id", "Output", "Finish", "Tokens", "Length"]
        );
        layout.toggle(&Column::Model);
        layout.toggle(&Column::Length);
        assert_eq!(layout, Layout::default());
    }

    #[test]
    fn every_heading_but_one_is_an_order() {
        assert_eq!(Column::Output.sort(), "");
        assert_eq!(Column::Key("[0].a".to_owned()).sort(), "json[0].a");
        assert_eq!(Column::Key("a".to_owned()).sort(), "json.a");
    }
}
