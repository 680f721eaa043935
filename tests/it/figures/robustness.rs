//! What plots of refits say about conclusions.

use ecmo_report::figures::Figure;
use ecmo_report::source::Folder;

use super::gallery::drawn;
use super::support::sound;

const HEAD: &str = "title: T\nversion: 1.0.0\nregistration: none\nquestion: {type: prognosis, population: People, intervention: Support, outcomes: [Survival]}\nstudies: {file: studies.csv, label: \"{{ label }}\"}\n";

/// Four trials; `Strong` alone holds the interval off no effect.
fn trials(keys: &str) -> Folder {
    let table = "study,label,a,n1,c,n2\na,Strong,20,400,80,400\nb,Weak,18,100,20,100\nc,Other,30,150,33,150\nd,Last,12,90,13,90\n";
    let review = format!(
        "{HEAD}analyses:\n  death:\n    title: Death\n    outcome: {{name: death, direction: lower-is-better}}\n    measure: risk-ratio\n    data: {{treated: {{events: a, total: n1}}, control: {{events: c, total: n2}}}}\n    arms: {{treated: Support, control: Usual care}}\n    {keys}\n"
    );
    Folder::in_memory([("review.yaml", review), ("studies.csv", table.to_owned())])
}

fn plot(folder: &Folder) -> Figure {
    let (_, figures) = drawn("omissions", folder);
    let figure = figures.into_iter().find(|figure| figure.id == "leave-one-out-death").unwrap();
    sound("omissions", &figure);
    figure
}

fn texts(figure: &Figure) -> Vec<&str> {
    figure.texts.iter().map(|text| text.text.as_str()).collect()
}

#[test]
fn an_omission_that_changes_a_conclusion_is_marked_and_said() {
    // Only with `Strong` the estimate lies below 0.8.
    let folder = trials("tau2: dl\n    ci: wald\n    thresholds: [0.8]");
    let (results, _) = drawn("omissions", &folder);
    let changes: Vec<usize> =
        results.analyses["death"].leave_one_out.iter().map(|one| one.changes.len()).collect();
    assert!(changes.iter().any(|&count| count > 0) && changes.contains(&0), "{changes:?}");
    let figure = plot(&folder);
    let table = &figure.table;
    assert_eq!(table[0].last().unwrap(), "Changes");
    for (row, &count) in table[1..].iter().zip(&changes) {
        assert_eq!(row.last().unwrap() == "none", count == 0, "{row:?}");
    }
    assert!(texts(&figure).iter().any(|text| text.starts_with("Changes: ")), "{:?}", texts(&figure));
    assert!(figure.description.contains("without Strong, "), "{}", figure.description);
    let json = serde_json::to_value(&results.analyses["death"].leave_one_out).unwrap();
    let marked = json.as_array().unwrap().iter().filter(|one| one.get("changes").is_some()).count();
    assert_eq!(marked, changes.iter().filter(|&&count| count > 0).count(), "no empty list is written");
}

#[test]
fn where_nothing_changes_the_plot_says_so() {
    let table = "study,label,a,n1,c,n2\na,One,10,100,40,100\nb,Two,11,100,42,100\nc,Three,9,100,39,100\nd,Four,12,100,41,100\n";
    let review = format!(
        "{HEAD}analyses:\n  death:\n    title: Death\n    measure: risk-ratio\n    data: {{treated: {{events: a, total: n1}}, control: {{events: c, total: n2}}}}\n"
    );
    let figure = plot(&Folder::in_memory([("review.yaml", review), ("studies.csv", table.to_owned())]));
    let said = "No omission changes the direction of the effect or whether its interval includes no effect.";
    assert!(texts(&figure).contains(&said), "{:?}", texts(&figure));
    assert!(figure.description.ends_with(said), "{}", figure.description);
    assert!(!figure.svg.contains('†') && !figure.svg.contains('‡'));
}

#[test]
fn the_rows_compare_with_the_result_of_their_own_model() {
    let folder = trials("model: common");
    let (results, _) = drawn("omissions", &folder);
    let analysis = &results.analyses["death"];
    assert_ne!(analysis.random.estimate, analysis.common.estimate, "the case tells the models apart");
    let figure = plot(&folder);
    let numbers = ecmo_report::numbers::Numbers::default();
    let random = numbers.estimate(analysis.random.estimate.unwrap(), ecmo_report::numbers::Scale::Ratio);
    let diamond = figure.table.iter().find(|row| row[0] == "All studies").unwrap();
    assert!(diamond[1].starts_with(&random), "{diamond:?}, not {random}");
}
