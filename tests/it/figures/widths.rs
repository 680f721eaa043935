//! Figures at the widths that journals ask for.

use ecmo_report::figures::Figure;
use ecmo_report::spec::analysis::{Axis, AxisRange, ForestSort};
use ecmo_report::spec::prose::FigureStyle;
use proptest::prelude::*;

use super::gallery::{drawn_with, figures_of, reviews, single_arm, two_arms};
use super::support::sound;

/// Millimetres, and pixels at 96 dpi.
const PRESETS: [(u16, f64); 5] = [(84, 317.5), (114, 430.9), (174, 657.7), (180, 680.4), (280, 1058.3)];

const STYLES: [FigureStyle; 5] =
    [FigureStyle::Plain, FigureStyle::Revman, FigureStyle::Bmj, FigureStyle::Jama, FigureStyle::Lancet];

#[test]
fn every_figure_is_sound_at_every_width() {
    let mut faulty = Vec::new();
    for (case, results, mut review) in reviews() {
        for (millimetres, pixels) in PRESETS {
            review.report.figure_width = Some(millimetres);
            for figure in figures_of(&results, &review) {
                let name = format!("{case}-{millimetres}-{}", figure.id);
                if std::panic::catch_unwind(|| sound(&name, &figure)).is_err() {
                    faulty.push(name);
                }
                let wider = figure.width > pixels;
                let said = figure.description.contains("The drawing is ");
                assert_eq!(wider, said, "{case} {}: {} px at {millimetres} mm", figure.id, figure.width);
            }
        }
    }
    assert!(faulty.is_empty(), "{faulty:#?}");
}

fn at(case: &str, millimetres: u16) -> Vec<Figure> {
    let (_, results, mut review) = reviews().into_iter().find(|(id, ..)| *id == case).unwrap();
    review.report.figure_width = Some(millimetres);
    figures_of(&results, &review)
}

#[test]
fn the_plots_of_a_usual_review_keep_to_a_column() {
    for figure in at("paediatric", 84) {
        assert!(figure.width <= 317.5, "{} is {} px wide", figure.id, figure.width);
    }
}

#[test]
fn columns_give_way_in_order_and_stay_in_the_table() {
    let forest = |millimetres| {
        let figures = at("bcg", millimetres);
        figures.into_iter().find(|figure| figure.id == "forest-tuberculosis").unwrap()
    };
    let left_out = |figure: &Figure| {
        let texts: Vec<&str> = figure.texts.iter().map(|text| text.text.as_str()).collect();
        let all = texts.join(" ");
        all.split_once("Left out at this width: ").map(|(_, rest)| rest.split('.').next().unwrap().to_owned())
    };
    let [page, column] = [forest(174), forest(84)];
    assert_eq!(left_out(&page).as_deref(), Some("risk of bias"));
    let gone = left_out(&column).unwrap();
    assert!(gone.starts_with("risk of bias; weight; "), "{gone}");
    assert_eq!(column.table[0].len(), page.table[0].len(), "the table keeps what the drawing leaves out");
    assert!(column.table[0].contains(&"Weight".to_owned()));
}

#[test]
fn an_analysis_has_a_width_of_its_own() {
    let (_, results, mut review) = reviews().into_iter().find(|(id, ..)| *id == "bcg").unwrap();
    review.analyses["tuberculosis"].forest.width = Some(114);
    let figures = figures_of(&results, &review);
    let width = |id: &str| figures.iter().find(|figure| figure.id == id).unwrap().width;
    assert!(width("forest-tuberculosis") <= 430.9);
    assert!(width("leave-one-out-tuberculosis") > 600.0, "other figures keep the width of the report");
}

#[test]
fn a_usual_review_fits_the_page_without_being_asked() {
    for case in ["paediatric", "bcg", "arms", "two-hundred"] {
        let (_, results, review) = reviews().into_iter().find(|(id, ..)| *id == case).unwrap();
        for figure in figures_of(&results, &review) {
            let forest = figure.id.starts_with("forest-");
            assert!(!forest || figure.width <= 720.0, "{case} {} is {} px wide", figure.id, figure.width);
            let all: Vec<&str> = figure.texts.iter().map(|text| text.text.as_str()).collect();
            assert!(!all.join(" ").contains("Left out at this width"), "{case} {}", figure.id);
        }
    }
}

#[test]
fn three_hundred_studies_keep_every_row() {
    let figures = drawn_with("three-hundred", &two_arms(300, false), |_| ());
    for id in ["forest-death", "leave-one-out-death", "cumulative-death", "influence-death"] {
        let figure = figures.iter().find(|figure| figure.id == id).unwrap_or_else(|| panic!("no {id}"));
        sound(&format!("three-hundred-{id}"), figure);
        assert!(figure.table.len() > 290, "{id} has {} rows", figure.table.len());
        assert!(figure.width <= 681.0, "{id} is {} px wide", figure.width);
    }
}

#[test]
fn the_order_of_the_forest_is_that_of_its_companions() {
    let (_, results, mut review) = reviews().into_iter().find(|(id, ..)| *id == "bcg").unwrap();
    review.analyses["tuberculosis"].forest.sort = Some(ForestSort::Weight);
    let figures = figures_of(&results, &review);
    let names = |id: &str| -> Vec<String> {
        let figure = figures.iter().find(|figure| figure.id == id).unwrap();
        figure.table[1..14].iter().map(|row| row[0].clone()).collect()
    };
    let forest = names("forest-tuberculosis");
    assert_eq!(forest[0], "TPT Madras 1980");
    assert_eq!(names("leave-one-out-tuberculosis"), forest);
    assert_eq!(names("influence-tuberculosis"), forest);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 10, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_width_style_and_columns_are_sound(
        labels in prop::collection::vec("[A-Za-z0-9 <&\u{e9}\u{6557}'-]{0,70}[a-z]", 2..14),
        trials in 2u64..14,
        millimetres in prop::option::of(84u16..=280),
        style in 0usize..5,
        columns in prop::sample::subsequence(vec!["label", "year", "centre", "region", "age", "from"], 0..=6),
        sort in 0usize..4,
        range in prop::option::of(prop::bool::ANY),
    ) {
        let sort = [ForestSort::Table, ForestSort::Estimate, ForestSort::Weight, ForestSort::RiskOfBias][sort];
        let range = range.map(|auto| if auto { AxisRange::Auto } else { AxisRange::Symmetric });
        for (name, folder) in [("arm", single_arm(&labels, true)), ("arms", two_arms(trials, true))] {
            let figures = drawn_with(name, &folder, |review| {
                review.report.figure_width = millimetres;
                review.report.style = Some(STYLES[style]);
                for analysis in review.analyses.values_mut() {
                    analysis.forest.sort = Some(sort);
                    analysis.axis = range.map(|range| Axis { from: None, to: None, range: Some(range) });
                    let of_table = |column: &&&str| name == "arm" || ["label", "year"].contains(*column);
                    analysis.forest.columns =
                        columns.iter().filter(of_table).map(|column| (*column).to_owned()).collect();
                }
            });
            for figure in figures {
                sound(&format!("any-{name}-{}", figure.id), &figure);
            }
        }
    }
}
