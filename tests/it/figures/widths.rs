//! Figures at the widths that journals ask for.

use ecmo_report::figures::Figure;

use super::gallery::{figures_of, reviews};
use super::support::sound;

/// Millimetres, and pixels at 96 dpi.
const PRESETS: [(u16, f64); 4] = [(84, 317.5), (114, 430.9), (174, 657.7), (180, 680.4)];

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
    assert!(gone.starts_with("risk of bias, Weight, "), "{gone}");
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
