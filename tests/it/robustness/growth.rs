//! Outputs grow with the studies: nothing lists all studies once for each of them.

use super::{outcome, small};

#[test]
fn no_output_grows_faster_than_the_studies() {
    let sizes = |studies: usize| {
        let mut case = small();
        let rows: String = (0..studies)
            .map(|i| {
                format!("s{i:04},A{i:04},{},{},31,{}\n", 1980 + i % 40, ["UK", "USA"][i % 2], 9 + i % 17)
            })
            .collect();
        case.insert(
            "studies.csv".to_owned(),
            format!("study,author,year,country,n,survivors\n{rows}").into_bytes(),
        );
        let (built, _) = outcome(&case, &[], "many studies");
        let files = built.unwrap_or_else(|| panic!("not built")).files;
        files.into_iter().map(|(name, bytes)| (name, bytes.len())).collect::<Vec<_>>()
    };
    // Figures draw labels up to a number of studies, so they are left out: they only get smaller.
    let few = sizes(60);
    let many: std::collections::BTreeMap<_, _> = sizes(240).into_iter().collect();
    for (name, few) in few.iter().filter(|(name, _)| !name.starts_with("figures/")) {
        let Some(many) = many.get(name) else { continue };
        assert!(*many <= few * 5, "{name}: {few} bytes for 60 studies, {many} for four times as many");
    }
}
