//! The table's head: select all, and a heading per column that orders the rows.

use super::super::super::kit::{Check, Icon, Popover, icon::Name};
use super::super::find::Find;
use crate::core::results::{columns::Column, order::Sort};
use crate::state::App;
use leptos::prelude::*;

/// Which columns go first when the page is narrow: as class of the heading, the cell and the column.
pub(super) fn class(column: &Column) -> &'static str {
    match column {
        Column::Line => "nar num",
        Column::Outcome | Column::Id => "nar",
        Column::Output => "",
        Column::Key(_) | Column::Difference => "nar mid",
        Column::Model | Column::Finish => "nar lo",
        Column::Tokens | Column::Prompt | Column::Length => "nar lo num",
    }
}

fn width(column: &Column) -> &'static str {
    match column {
        Column::Line => "w-ln",
        Column::Outcome => "w-icon",
        Column::Id => "w-idcol",
        Column::Output => "",
        Column::Key(_) | Column::Model => "w-m",
        Column::Finish | Column::Prompt | Column::Length | Column::Tokens => "w-s",
        Column::Difference => "w-id",
    }
}

/// `<colgroup>` and `<thead>`.
pub(super) fn head() -> impl IntoView {
    let app = App::of();
    let (results, find) = (app.results, Find::of());
    let chosen = Memo::new(move |_| results.selection(|selection| selection.count_among(&results.shown())));
    let all = Signal::derive(move || chosen.get() > 0 && chosen.get() == results.shown().len());
    let some = Signal::derive(move || chosen.get() > 0 && !all.get());
    let press = move |_| find.select_all(all.get_untracked());
    let col = |column: Column| view! { <col class=format!("{} {}", width(&column), class(&column))/> };
    view! {
        <colgroup><col class="w-sel"/>{move || find.columns().into_iter().map(col).collect_view()}</colgroup>
        <thead role="rowgroup">
            <tr role="row" aria-rowindex="1">
                <th scope="col"><Check on=all partly=some on_press=press label="Select all that match"/></th>
                {move || find.columns().into_iter().map(|column| heading(find, &column)).collect_view()}
            </tr>
        </thead>
    }
}

fn heading(find: Find, column: &Column) -> AnyView {
    let (label, class) = (column.label().to_owned(), class(column));
    let Some(sort) = Sort::parse(&column.sort()).filter(|_| !column.sort().is_empty()) else {
        return view! { <th scope="col" class=class>{label}</th> }.into_any();
    };
    let by = sort.column;
    // File order is the order of no heading, but for the one of the lines.
    let now = {
        let by = by.clone();
        Memo::new(move |_| find.with_sort(|sort| (sort.column == by).then_some(sort.descending)))
    };
    let said = move || match now.get() {
        Some(false) => "ascending",
        Some(true) => "descending",
        None => "none",
    };
    let press = move |_| {
        let column = by.clone();
        find.set_sort(&match now.get_untracked() {
            None => Sort { column, descending: false },
            Some(false) => Sort { column, descending: true },
            Some(true) => Sort::default(),
        });
    };
    let arrow = move || now.get().map(|down| view! { <Icon name=if down { Name::Down } else { Name::Up }/> });
    let word = if *column == Column::Outcome {
        view! { <span class="sr">{label.clone()}</span><span class="st" aria-hidden="true"><Icon name=Name::Ok/></span> }.into_any()
    } else {
        view! { <span class="ellip">{label.clone()}</span> }.into_any()
    };
    view! {
        <th scope="col" class=class aria-sort=said>
            <button type="button" tabindex="-1" title=format!("Order by {label}") on:click=press>{word}{arrow}</button>
        </th>
    }
    .into_any()
}

/// The menu that chooses the columns.
#[component]
pub fn ColumnsMenu() -> impl IntoView {
    view! { <Popover label="Columns" word="Columns"><Choices/></Popover> }
}

#[component]
fn Choices() -> impl IntoView {
    let find = Find::of();
    let all = Memo::new(move |_| find.all_columns());
    let names = Memo::new(move |_| all.get().into_iter().map(|(column, _)| column).collect::<Vec<_>>());
    let choice = move |column: Column| {
        let (label, fixed) = (column.label().to_owned(), column.is_fixed());
        let on = {
            let column = column.clone();
            move || all.with(|all| all.iter().any(|(known, shown)| *known == column && *shown))
        };
        let key = matches!(column, Column::Key(_));
        view! {
            <label class="opt">
                <input class="check" type="checkbox" disabled=fixed prop:checked=on on:change=move |_| find.arrange(|layout| layout.toggle(&column))/>
                <span class:mono=key>{label}</span>
            </label>
        }
    };
    view! {
        <div role="group" aria-label="Columns of the table">
            {move || names.get().into_iter().map(choice).collect_view()}
        </div>
        <p class="dim fs2 pop-note">"A JSON key becomes a column where it becomes a facet."</p>
    }
}
