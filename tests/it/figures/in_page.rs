//! Figures within the page of a report.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::PoisonError;

/// The classes of the groups of every figure of the gallery.
fn classes(folder: &Path) -> BTreeSet<String> {
    let _held = super::gallery::FILES.lock().unwrap_or_else(PoisonError::into_inner);
    let files = std::fs::read_dir(folder.join("docs/gallery")).unwrap();
    files
        .flat_map(|file| {
            let svg = std::fs::read_to_string(file.unwrap().path()).unwrap();
            let document = roxmltree::Document::parse(&svg).unwrap();
            let groups = document.descendants().filter(|node| node.tag_name().name() == "g");
            groups.filter_map(|group| group.attribute("class").map(str::to_owned)).collect::<Vec<_>>()
        })
        .collect()
}

#[test]
fn no_rule_of_the_page_sets_the_type_of_a_figure_anew() {
    // Texts are measured: a rule that meets a group by its class gives it another font, and words are cut off.
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    let style = std::fs::read_to_string(folder.join("templates/style.css")).unwrap();
    let classes = classes(folder);
    assert!(classes.contains("notes") && classes.contains("study"), "{classes:?}");
    for class in classes {
        let selector = format!(".{class}");
        for (at, _) in style.match_indices(&selector) {
            let before = style[..at].chars().next_back().unwrap_or(' ');
            let after = style[at + selector.len()..].chars().next().unwrap_or(' ');
            let whole = !after.is_alphanumeric() && !matches!(after, '-' | '_');
            let of_an_element = before.is_alphanumeric() || before == ')';
            assert!(!whole || of_an_element, "{selector} in style.css also meets `<g class=\"{class}\">`");
        }
    }
}
