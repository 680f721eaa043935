//! What every figure must keep, whatever it shows.

use std::collections::BTreeSet;

use ecmo_report::figures::Figure;

/// Checks a figure and leaves it in the temporary folder of the tests, to be looked at.
pub(crate) fn sound(name: &str, figure: &Figure) {
    let folder = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("figures");
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join(format!("{name}.svg")), &figure.svg).unwrap();
    texts_keep_apart(name, figure);
    svg_is_sound(name, figure);
    table_is_whole(name, figure);
}

fn texts_keep_apart(name: &str, figure: &Figure) {
    for (index, text) in figure.texts.iter().enumerate() {
        assert!(
            text.left >= 0.0 && text.top >= 0.0 && text.right <= figure.width && text.bottom <= figure.height,
            "{name}: {text:?} is outside {} x {}",
            figure.width,
            figure.height
        );
        // 7 pt are 9.33 px at 96 dpi.
        assert!(text.size * 0.75 >= 7.0 - 1e-9, "{name}: {text:?} is below 7 pt");
        for other in &figure.texts[index + 1..] {
            assert!(!text.overlaps(other, 0.5), "{name}: {text:?} overlaps {other:?}");
        }
    }
}

fn svg_is_sound(name: &str, figure: &Figure) {
    let document = roxmltree::Document::parse(&figure.svg).unwrap_or_else(|error| panic!("{name}: {error}"));
    let root = document.root_element();
    // What is within a picture can't be reached by the keyboard.
    let reached = document.descendants().any(|node| node.has_attribute("tabindex"));
    assert_eq!(root.attribute("role"), Some(if reached { "group" } else { "img" }), "{name}");
    let mut ids = BTreeSet::new();
    for node in document.descendants().filter(roxmltree::Node::is_element) {
        if let Some(id) = node.attribute("id") {
            assert!(ids.insert(id.to_owned()), "{name}: id {id} twice");
            assert!(id.starts_with(&figure.id), "{name}: id {id} lacks the prefix");
        }
        assert!(!matches!(node.tag_name().name(), "script" | "image" | "use" | "foreignObject"), "{name}");
        for attribute in node.attributes() {
            assert!(!attribute.name().starts_with("on"), "{name}: {attribute:?}");
            let value = attribute.value();
            if attribute.name() == "href" {
                assert!(value.starts_with('#'), "{name}: {value}");
            }
            if attribute.name() == "stroke-width" {
                let width: f64 = value.parse().unwrap();
                assert!(width >= 0.66, "{name}: a line of {width} px is below half a point");
            }
            assert!(!value.contains("url(") || value.starts_with("url(#"), "{name}: {value}");
            // Authors may call a study what they like.
            let words = attribute.name() == "aria-label" || attribute.name().starts_with("data-");
            assert!(words || !value.contains("NaN") && !value.contains("inf "), "{name}: {value}");
        }
    }
    for part in ["title", "desc"] {
        let node = root.children().find(|node| node.has_tag_name(("http://www.w3.org/2000/svg", part)));
        let text = node.and_then(|node| node.text()).unwrap_or_default();
        assert!(!text.trim().is_empty(), "{name}: no {part}");
    }
    let style = root
        .children()
        .find(|node| node.tag_name().name() == "style")
        .and_then(|node| node.text())
        .unwrap_or_default();
    assert!(!style.contains("url(") && !style.contains("@import"), "{name}");
    assert_eq!(figure.svg.matches("http").count(), 1, "{name}: only the name space");
}

fn table_is_whole(name: &str, figure: &Figure) {
    assert!(figure.table.len() > 1, "{name}: no table");
    let columns = figure.table[0].len();
    assert!(figure.table.iter().all(|row| row.len() == columns), "{name}: rows of different lengths");
}
