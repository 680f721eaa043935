//! What a report says about itself to machines: RO-Crate for archives, JSON-LD for search engines.

use indexmap::IndexMap;
use serde_json::{Map, Value, json};

use super::manifest::sha256;
use super::output::Files;
use crate::analysis::results::{Results, to_json};
use crate::spec::Review;
use crate::spec::review::{Author, Status};
use crate::spec::shape::TextOr;

/// Name of the RO-Crate's description in the output folder.
pub const NAME: &str = "ro-crate-metadata.json";

/// The description of the output folder as an RO-Crate 1.2: what it is, by whom, from what, with what.
/// `inputs` are the names and bytes of what was read.
///
/// # Errors
/// When it can't be serialised.
pub fn ro_crate(
    results: &Results,
    review: &Review,
    inputs: &[(String, Vec<u8>)],
    files: &Files,
) -> Result<Vec<u8>, serde_json::Error> {
    let mut graph = vec![json!({
        "@id": NAME,
        "@type": "CreativeWork",
        "conformsTo": {"@id": "https://w3id.org/ro/crate/1.2"},
        "about": {"@id": "./"},
    })];
    let mut names: Vec<&String> = files.keys().filter(|name| *name != NAME).collect();
    names.sort();
    let mut root = common(results, review);
    root.insert("@id".into(), json!("./"));
    root.insert("@type".into(), json!("Dataset"));
    root.insert("description".into(), json!(description(results, review)));
    root.insert("hasPart".into(), names.iter().map(|name| reference(name)).collect());
    root.insert("mentions".into(), reference("#build"));
    if !review.authors.is_empty() {
        let authors = review.authors.iter().enumerate();
        root.insert("author".into(), authors.map(|(i, author)| reference(&author_id(author, i))).collect());
    }
    if let Some(licence) = &review.licence {
        root.insert("license".into(), licence_value(licence));
    }
    graph.push(Value::Object(root));
    for name in names {
        let bytes = files.get(name).map_or(&[][..], Vec::as_slice);
        graph.push(json!({
            "@id": name,
            "@type": "File",
            "name": name,
            "encodingFormat": media_type(name),
            "contentSize": bytes.len().to_string(),
            "sha256": sha256(bytes),
        }));
    }
    for (index, author) in review.authors.iter().enumerate() {
        let mut person = person(author);
        person.insert("@id".into(), json!(author_id(author, index)));
        graph.push(Value::Object(person));
    }
    let mut sources: Vec<&(String, Vec<u8>)> = inputs.iter().collect();
    sources.sort();
    graph.push(json!({
        "@id": "#build",
        "@type": "CreateAction",
        "name": "Build of the report",
        "instrument": {"@id": "#program"},
        "object": sources.iter().map(|(name, _)| reference(&input_id(name))).collect::<Vec<_>>(),
        "result": {"@id": "./"},
    }));
    graph.push(json!({
        "@id": "#program",
        "@type": "SoftwareApplication",
        "name": results.tool.name,
        "softwareVersion": results.tool.version,
    }));
    for (name, bytes) in sources {
        graph.push(json!({
            "@id": input_id(name), "@type": "CreativeWork", "name": name,
            "encodingFormat": media_type(name), "sha256": sha256(bytes),
        }));
    }
    to_json(&json!({"@context": "https://w3id.org/ro/crate/1.2/context", "@graph": graph}))
}

/// The description of the report as a schema.org article, safe inside a `<script type="application/ld+json">`.
#[must_use]
pub fn json_ld(results: &Results, review: &Review) -> String {
    let mut article = common(results, review);
    let mut head = Map::new();
    head.insert("@context".into(), json!("https://schema.org"));
    head.insert("@type".into(), json!("ScholarlyArticle"));
    head.insert("headline".into(), json!(results.review.title));
    head.append(&mut article);
    if !review.authors.is_empty() {
        head.insert(
            "author".into(),
            review.authors.iter().map(|author| Value::Object(person(author))).collect(),
        );
    }
    if let Some(licence) = &review.licence {
        let licence = licence_value(licence);
        head.insert("license".into(), licence.get("@id").cloned().unwrap_or(licence));
    }
    let studies = results.studies.iter().filter_map(|study| study.cells.get("doi")?.as_str());
    let citations: Vec<Value> =
        studies.map(|doi| json!({"@type": "CreativeWork", "@id": doi_url(doi)})).collect();
    if !citations.is_empty() {
        head.insert("citation".into(), Value::Array(citations));
    }
    // `</script>` in a title must not end the script.
    Value::Object(head).to_string().replace('<', "\\u003c")
}

/// What both descriptions share.
fn common(results: &Results, review: &Review) -> Map<String, Value> {
    let mut fields = Map::new();
    let mut set = |key: &str, value: Option<Value>| {
        if let Some(value) = value {
            fields.insert(key.to_owned(), value);
        }
    };
    set("name", Some(json!(results.review.title)));
    set("alternativeHeadline", review.subtitle.as_ref().map(|text| json!(text)));
    set("version", results.review.version.as_ref().map(|version| json!(version)));
    set("datePublished", results.review.date.as_ref().map(|date| json!(date)));
    set("inLanguage", Some(json!(review.language.as_deref().unwrap_or("en"))));
    set("keywords", (!review.keywords.is_empty()).then(|| json!(review.keywords)));
    set("creativeWorkStatus", review.status.map(|status| json!(status_word(status))));
    if let Some(TextOr::Full(registration)) = &review.registration {
        set(
            "identifier",
            Some(json!({
                "@type": "PropertyValue", "propertyID": registration.register, "value": registration.id,
            })),
        );
        set("sameAs", registration.url.as_ref().map(|url| json!(url)));
    }
    if let Some(funding) = &review.funding {
        set("funding", Some(json!({"@type": "Grant", "description": funding})));
    }
    let question = review.question.as_ref();
    let about = question.map(|q| {
        let terms = [&q.population, &q.intervention, &q.comparator];
        terms.into_iter().flatten().chain(&q.outcomes).map(|term| json!(term)).collect::<Vec<_>>()
    });
    set("about", about.filter(|terms| !terms.is_empty()).map(Value::Array));
    fields
}

const fn status_word(status: Status) -> &'static str {
    match status {
        Status::Draft => "Draft",
        Status::Living => "Living",
        Status::Final => "Final",
    }
}

fn description(results: &Results, review: &Review) -> String {
    let analyses: Vec<&str> = results.analyses.values().map(|analysis| analysis.title.as_str()).collect();
    let subtitle = review.subtitle.as_ref().map_or_else(String::new, |subtitle| format!("{subtitle}. "));
    format!(
        "{subtitle}Report, figures, tables and every computed number of a systematic review of {} studies: {}.",
        results.studies.len(),
        analyses.join("; ")
    )
}

fn reference(id: &str) -> Value {
    json!({"@id": id})
}

/// An ORCID iD is the name of a person everywhere.
fn author_id(author: &Author, index: usize) -> String {
    author.orcid.as_ref().map_or_else(|| format!("#author-{}", index + 1), |orcid| orcid_url(orcid))
}

fn orcid_url(orcid: &str) -> String {
    format!("https://orcid.org/{}", orcid.rsplit('/').next().unwrap_or(orcid))
}

fn doi_url(doi: &str) -> String {
    if doi.starts_with("http") { doi.to_owned() } else { format!("https://doi.org/{doi}") }
}

fn person(author: &Author) -> Map<String, Value> {
    let mut person = Map::new();
    person.insert("@type".into(), json!("Person"));
    if let Some(orcid) = &author.orcid {
        person.insert("@id".into(), json!(orcid_url(orcid)));
    }
    person.insert("name".into(), json!(author.name));
    if let Some(affiliation) = &author.affiliation {
        person.insert("affiliation".into(), json!({"@type": "Organization", "name": affiliation}));
    }
    person
}

/// An SPDX identifier by its address, anything else as it is.
fn licence_value(licence: &str) -> Value {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '+');
    if licence.starts_with("http") {
        reference(licence)
    } else if licence.contains('-') && licence.chars().all(plain) {
        reference(&format!("https://spdx.org/licenses/{licence}"))
    } else {
        json!(licence)
    }
}

fn input_id(name: &str) -> String {
    format!("#input/{name}")
}

fn media_type(name: &str) -> &'static str {
    let types: IndexMap<&str, &str> = IndexMap::from([
        ("html", "text/html"),
        ("md", "text/markdown"),
        ("svg", "image/svg+xml"),
        ("png", "image/png"),
        ("csv", "text/csv"),
        ("json", "application/json"),
        ("yaml", "application/yaml"),
        ("R", "text/x-r"),
        ("bib", "application/x-bibtex"),
    ]);
    name.rsplit('.').next().and_then(|extension| types.get(extension).copied()).unwrap_or("text/plain")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn review() -> (Results, Review) {
        let results = serde_json::from_value(json!({
            "schema": 1, "tool": {"name": "ecmo-report", "version": "0.1.0"},
            "review": {"id": "sepsis", "title": "ECMO </script> in sepsis", "version": "1.0.0", "date": "2020-12-07"},
            "studies": [{"id": "a", "label": "A", "doi": "10.1/a"}, {"id": "b", "label": "B", "doi": null}],
            "analyses": {},
        }));
        let review = serde_json::from_value(json!({
            "title": "ECMO in sepsis", "studies": "studies.csv", "analyses": {}, "licence": "CC-BY-4.0",
            "authors": [{"name": "Ada", "orcid": "0000-0001-2345-6789", "affiliation": "Oslo"}, {"name": "Ben"}],
        }));
        (results.unwrap(), review.unwrap())
    }

    #[test]
    fn every_reference_of_the_crate_has_its_entity() {
        let (results, review) = review();
        let files =
            Files::from([("report.html".to_owned(), b"x".to_vec()), ("tables/a.csv".to_owned(), vec![])]);
        let inputs = [("review.yaml".to_owned(), b"title".to_vec())];
        let crate_: Value =
            serde_json::from_slice(&ro_crate(&results, &review, &inputs, &files).unwrap()).unwrap();
        let graph = crate_["@graph"].as_array().unwrap();
        let ids: Vec<&str> = graph.iter().map(|entity| entity["@id"].as_str().unwrap()).collect();
        fn references(value: &Value, found: &mut Vec<String>) {
            match value {
                Value::Object(map) if map.len() == 1 && map.contains_key("@id") => {
                    found.push(map["@id"].as_str().unwrap().to_owned());
                }
                Value::Object(map) => map.values().for_each(|value| references(value, found)),
                Value::Array(list) => list.iter().for_each(|value| references(value, found)),
                _ => {}
            }
        }
        let mut found = Vec::new();
        graph.iter().for_each(|entity| references(entity, &mut found));
        let inside = found.iter().filter(|id| !id.starts_with("https://w3id") && !id.contains("spdx"));
        assert_eq!(inside.clone().filter(|id| !ids.contains(&id.as_str())).count(), 0, "{found:?}");
        assert!(inside.count() >= 8, "{found:?}");
        assert!(ids.contains(&"https://orcid.org/0000-0001-2345-6789") && ids.contains(&"#author-2"));
        assert_eq!(graph[1]["datePublished"], "2020-12-07");
        assert_eq!(graph[1]["license"]["@id"], "https://spdx.org/licenses/CC-BY-4.0");
    }

    #[test]
    fn json_ld_reads_back_and_does_not_end_its_script() {
        let (results, review) = review();
        let text = json_ld(&results, &review);
        assert!(!text.contains('<'));
        let article: Value = serde_json::from_str(&text).unwrap();
        assert_eq!(article["headline"], "ECMO </script> in sepsis");
        assert_eq!(article["author"][0]["@id"], "https://orcid.org/0000-0001-2345-6789");
        assert_eq!(article["citation"], json!([{"@type": "CreativeWork", "@id": "https://doi.org/10.1/a"}]));
        assert_eq!(article["license"], "https://spdx.org/licenses/CC-BY-4.0");
    }
}
