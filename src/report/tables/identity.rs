//! Ids of tables and anchors of rows: given in one place, since slugs of different names may be the same.

use super::model::Table;
use crate::figures::names::Names;

/// The ids of rows by their names (`study/müller-2001`, `row/survival/region/Europe`).
#[derive(Debug, Clone, Default)]
pub struct Anchors(Names);

impl Anchors {
    /// Gives each table and each row that has a name an id of its own, and leads the cells to them.
    #[must_use]
    pub fn assign(tables: &mut [Table]) -> Self {
        let ids = Names::of(tables.iter().map(|table| table.name.as_str()));
        let rows = tables.iter().flat_map(|table| &table.rows).filter_map(|row| row.anchor.as_deref());
        let anchors = Self(Names::of(rows));
        for table in tables {
            if let Some(id) = ids.id(&table.name) {
                id.clone_into(&mut table.id);
            }
            for row in &mut table.rows {
                for name in
                    row.cells.iter_mut().filter_map(|cell| cell.target.as_mut()).chain(row.anchor.as_mut())
                {
                    if let Some(id) = anchors.0.id(name) {
                        id.clone_into(name);
                    }
                }
            }
        }
        anchors
    }

    /// The id of the row of this name, where there is such a row.
    #[must_use]
    pub fn id(&self, name: &str) -> Option<&str> {
        self.0.id(name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::tables::{Cell, Column, study_anchor};

    #[test]
    fn rows_and_tables_of_one_slug_are_told_apart() {
        let table = |name: &str, studies: [&str; 2]| {
            let mut table = Table::new(name, "", vec![Column::text("Study")]);
            for study in studies {
                table.entry(vec![Cell::text(study)]).anchor = Some(study_anchor(study));
            }
            table
        };
        let mut tables = [table("data/a_b", ["müller-2001", "muller-2001"]), table("data/a/b", ["x", "y"])];
        tables[1].rows[0].cells[0].target = Some(study_anchor("muller-2001"));
        let anchors = Anchors::assign(&mut tables);
        assert_eq!(tables.each_ref().map(|table| table.id.as_str()), ["data-a-b", "data-a-b-2"]);
        assert_eq!(tables[0].rows[0].anchor.as_deref(), Some("study-muller-2001"));
        assert_eq!(tables[0].rows[1].anchor.as_deref(), Some("study-muller-2001-2"));
        assert_eq!(tables[1].rows[0].cells[0].target.as_deref(), Some("study-muller-2001-2"));
        assert_eq!(anchors.id("study/nobody"), None);
    }
}
