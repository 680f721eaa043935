//! Data flow one way: each layer uses only those to its left.

use std::path::Path;

/// The layers in the order of the flow; `diagnostics` knows no domain and may be used by all but `stats`.
const LAYERS: &[&str] = &[
    "source", "stats", "spec", "table", "check", "analysis", "numbers", "figures", "report", "history", "cli",
];

fn uses(folder: &Path, found: &mut Vec<(String, String)>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            uses(&path, found);
        } else if path.extension().is_some_and(|e| e == "rs") {
            let text = std::fs::read_to_string(&path).unwrap();
            for line in text.lines().map(str::trim).filter(|line| !line.starts_with("//")) {
                for (at, _) in line.match_indices("crate::") {
                    let rest = &line[at + "crate::".len()..];
                    let layer: String =
                        rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
                    found.push((path.display().to_string(), layer));
                }
            }
        }
    }
}

#[test]
fn no_layer_uses_one_to_its_right() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut wrong = Vec::new();
    let mut arrows = 0;
    for (rank, layer) in LAYERS.iter().enumerate() {
        let mut found = Vec::new();
        uses(&src.join(layer), &mut found);
        for (file, used) in found {
            let Some(target) = LAYERS.iter().position(|l| *l == used) else {
                let allowed = used == "diagnostics" && *layer != "stats";
                assert!(
                    allowed || used.is_empty(),
                    "{file} uses crate::{used}, which is no layer it may use"
                );
                continue;
            };
            arrows += 1;
            if target > rank || (*layer == "stats" && target != rank) {
                wrong.push(format!("{file}: {layer} uses {used}"));
            }
        }
    }
    assert!(arrows > 50, "only {arrows} uses found: the test reads the wrong folder");
    assert!(wrong.is_empty(), "arrows that run back:\n{}", wrong.join("\n"));
}
