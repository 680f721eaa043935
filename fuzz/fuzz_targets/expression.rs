//! Any text as a condition, read and computed for studies.
#![no_main]

use ecmo_report::diagnostics::Diagnostics;
use ecmo_report::source::Folder;
use ecmo_report::table::{self, Expression};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let Ok(expression) = Expression::parse(text, None) else { return };
    let folder = Folder::in_memory([
        (
            "review.yaml",
            "title: T\nstudies: s.csv\nanalyses: {a: {measure: proportion, data: {events: e, total: n}}}\n",
        ),
        ("s.csv", "study,author,e,n,date\na,A,1,9,1999-01\nb,,2,NA,2004\n"),
    ]);
    let mut found = Diagnostics::new();
    let specification = ecmo_report::spec::load(&folder, "review.yaml", &mut found);
    if let Some(table) = specification.and_then(|it| table::read(&it, &folder, &mut found)) {
        let _ = table.select(&expression, &mut found);
    }
});
