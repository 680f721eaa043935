//! The templates with everything that they can refer to.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use include_dir::{Dir, DirEntry, include_dir};
use serde_json::{Map, Value as Json, json};
use tera::{Context, ErrorKind, Tera, Value};

use super::budget::{self, Budget, Document};
use super::facts::facts;
use super::fields::{About, Kind};
use super::functions;
use super::lookup::member;
use super::marker::Markers;
use super::prepare::{Prepared, prepare, prepare_bounded};
use super::shared::Shared;
use super::template_fault::Known;
use super::{markdown, place};
use crate::analysis::context;
use crate::analysis::results::{AnalysisResult, PartPath, Results};
use crate::diagnostics::{Diagnostic, codes};
use crate::figures::names::Names;
use crate::numbers::Numbers;
use crate::source::SourceFile;
use crate::spec::prose::NumberProfile;
use crate::spec::review::Review;
use crate::stats::choices::EffectModel;

/// The templates that come with the program.
static BUILT_IN: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/templates");
/// Where they stand among the templates: an author's template of the same name comes first, and can include the
/// built-in one by this prefix.
const PREFIX: &str = "builtin/";

/// What templates are rendered from.
#[derive(Debug, Clone, Copy)]
pub struct Inputs<'a> {
    /// Every computed number.
    pub results: &'a Results,
    /// What the author wrote.
    pub review: &'a Review,
    /// How numbers are written.
    pub numbers: NumberProfile,
    /// The author's own templates, named as in the review's folder (`templates/parts/methods.md`).
    pub templates: &'a [Arc<SourceFile>],
    /// Exact names of the figures that are drawn (`forest/survival`).
    pub figures: &'a [String],
    /// Names of the tables that are written.
    pub tables: &'a [String],
}

/// Markdown templates, and the marks that rendering leaves in their output.
///
/// Names that templates can use: every analysis by its id, `analyses`, the other results by their keys in
/// `results.json`, all of them under `results`, the specification under `review`, and the names of the
/// `figures` and `tables`.
#[derive(Debug)]
pub struct Environment {
    tera: Tera,
    context: Context,
    pub(super) shared: Arc<Shared>,
    pub(super) sources: BTreeMap<String, (Arc<SourceFile>, Prepared)>,
    pub(super) known: Known,
}

impl Environment {
    /// Reads all templates.
    ///
    /// # Errors
    /// Every template of the author that cannot be read.
    pub fn new(inputs: &Inputs<'_>) -> Result<Self, Vec<Diagnostic>> {
        let names = names(inputs);
        let shared = Arc::new(Shared {
            numbers: Numbers::new(inputs.numbers),
            results: inputs.results.clone(),
            places: (0..).zip(&inputs.results.studies).map(|(at, study)| (study.id.clone(), at)).collect(),
            context: Value::from(names.clone()),
            markers: Markers::default(),
            figures: with_ids(inputs.figures),
            tables: with_ids(inputs.tables),
            fault: Mutex::new(None),
            budget: Budget::default(),
        });
        let mut tera = Tera::new();
        tera.autoescape_on(vec![".md"]);
        tera.set_escape_fn(|text, out| out.write_all(markdown::escape(text).as_bytes()));
        let known = functions::register(&mut tera, &shared);
        budget::register(&mut tera, &shared);

        let mut sources = BTreeMap::new();
        for file in built_in() {
            sources.insert(format!("{PREFIX}{}", file.name()), file);
        }
        for file in inputs.templates.iter().filter(|file| file.name().ends_with(".md")) {
            let name = file.name().strip_prefix("templates/").unwrap_or(file.name());
            sources.insert(name.to_owned(), Arc::clone(file));
        }
        let sources: BTreeMap<_, _> = sources
            .into_iter()
            .map(|(name, file)| {
                let built_in = name.starts_with(PREFIX);
                let prepared = if built_in { prepare(file.text()) } else { prepare_bounded(file.text()) };
                (name, (file, prepared))
            })
            .collect();
        let mut context = Context::new();
        for (name, value) in names {
            context.insert_value(name.to_string(), value);
        }
        let refused: Vec<_> =
            sources.values().filter_map(|(file, prepared)| refused(file, prepared)).collect();
        if !refused.is_empty() {
            return Err(refused);
        }
        let mut environment = Self { tera, context, shared, sources, known };
        environment.add_templates()?;
        Ok(environment)
    }

    fn add_templates(&mut self) -> Result<(), Vec<Diagnostic>> {
        let fault = |diagnostic| vec![diagnostic];
        self.tera.set_fallback_prefixes([PREFIX]).map_err(|error| fault(self.diagnostic(&error, None)))?;
        let texts: Vec<(&str, &str)> = self
            .sources
            .iter()
            .map(|(name, (_, prepared))| (name.as_str(), prepared.text.as_str()))
            .collect();
        let mut tera = self.tera.clone();
        let Err(together) = tera.add_raw_templates(texts.clone()) else {
            self.tera = tera;
            return Ok(());
        };
        // Each alone, so that every fault is told at its own place.
        let faults: Vec<Diagnostic> = texts
            .iter()
            .filter_map(|(name, text)| {
                let mut alone = self.tera.clone();
                let error = alone.add_raw_template(name, text).err()?;
                matches!(error.kind(), ErrorKind::SyntaxError(_)).then(|| self.diagnostic(&error, None))
            })
            .collect();
        if faults.is_empty() { Err(vec![self.diagnostic(&together, None)]) } else { Err(faults) }
    }

    /// The marks that rendering has left so far.
    #[must_use]
    pub fn markers(&self) -> &Markers {
        &self.shared.markers
    }

    /// A name that templates can use, with what it stands for.
    #[must_use]
    pub fn value(&self, name: &str) -> Option<&Value> {
        member(&self.shared.context, name)
    }

    /// Whether there is a template of this name, built in or the author's.
    #[must_use]
    pub fn contains(&self, template: &str) -> bool {
        self.tera.contains_template(template)
    }

    /// Renders a template (`document.md`, `parts/methods.md`), the author's where there is one, with further
    /// names.
    ///
    /// # Errors
    /// What cannot be rendered, at its place.
    pub fn render(&self, template: &str, further: &Map<String, Json>) -> Result<String, Diagnostic> {
        let mut context = self.context.clone();
        for (name, value) in further {
            context.insert(name.clone(), value);
        }
        self.shared.budget.renew();
        let mut out = Document::default();
        match self.tera.render_to(template, &context, &mut out) {
            Ok(()) => Ok(tidied(&String::from_utf8_lossy(&out.0))),
            Err(error) => Err(self.diagnostic(&error, None)),
        }
    }

    /// Renders a prose section of the author.
    ///
    /// # Errors
    /// What cannot be rendered, at its place.
    pub fn render_text(&self, file: &Arc<SourceFile>) -> Result<String, Diagnostic> {
        let clean = SourceFile::new(file.name(), place::inert(file.text()));
        let prepared = prepare_bounded(clean.text());
        if let Some(fault) = refused(&clean, &prepared) {
            return Err(fault);
        }
        self.shared.budget.renew();
        let mut out = Document::default();
        match self.tera.render_str_to(&prepared.text, &self.context, true, &mut out) {
            Ok(()) => Ok(String::from_utf8_lossy(&out.0).into_owned()),
            Err(error) => Err(self.diagnostic(&error, Some((&clean, &prepared)))),
        }
    }
}

/// The fault of a template that asks for what cannot be counted.
fn refused(file: &Arc<SourceFile>, prepared: &Prepared) -> Option<Diagnostic> {
    let (span, why) = prepared.refused.clone()?;
    Some(
        Diagnostic::new(codes::TEMPLATE_TOO_COSTLY, why)
            .at(file.place(span), "not supported in a template")
            .hint("set the parts one by one with `{% set ... %}`, or loop with `{% for ... %}`"),
    )
}

/// Every file of the templates that come with the program, by its path below `templates/`, sorted.
#[must_use]
pub fn built_in_files() -> Vec<(String, &'static [u8])> {
    fn collect(folder: &'static Dir<'static>, found: &mut Vec<(String, &'static [u8])>) {
        for entry in folder.entries() {
            match entry {
                DirEntry::Dir(folder) => collect(folder, found),
                DirEntry::File(file) => {
                    found.push((file.path().to_string_lossy().replace('\\', "/"), file.contents()));
                }
            }
        }
    }
    let mut found = Vec::new();
    collect(&BUILT_IN, &mut found);
    found.sort();
    found
}

/// The built-in Markdown templates, named below `templates/`.
fn built_in() -> Vec<Arc<SourceFile>> {
    built_in_files()
        .into_iter()
        .filter(|(name, _)| name.ends_with(".md"))
        .filter_map(|(name, bytes)| Some(SourceFile::new(name, std::str::from_utf8(bytes).ok()?)))
        .collect()
}

/// Everything that templates can refer to. An analysis stands in several places, which share one value.
fn names(inputs: &Inputs<'_>) -> tera::Map {
    let (analyses, others) = context::parts(inputs.results);
    let analyses: tera::Map = analyses
        .into_iter()
        .map(|(id, mut json)| {
            if let Some(analysis) = inputs.results.analyses.get(&id) {
                annotate(&mut json, &id, analysis);
            }
            (id.into(), Value::from_serializable(&json))
        })
        .collect();
    let mut names = analyses.clone();
    let analyses = Value::from(analyses);
    for (name, json) in others {
        let value =
            if name == context::ANALYSES { analyses.clone() } else { Value::from_serializable(&json) };
        names.entry(name.into()).or_insert(value);
    }
    let mut results = names.clone();
    results.retain(|name, _| name.as_str() != Some("review"));
    names.insert("results".into(), Value::from(results));
    names.insert("review".into(), Value::from_serializable(inputs.review));
    names.insert("facts".into(), Value::from_serializable(&facts(inputs.results, inputs.review)));
    let figures: Vec<String> = with_ids(inputs.figures).into_iter().map(|(_, id)| id).collect();
    names.insert("figures".into(), Value::from_serializable(&figures));
    names.insert("tables".into(), Value::from_serializable(inputs.tables));
    let tool = json!({"name": env!("CARGO_PKG_NAME"), "version": env!("CARGO_PKG_VERSION")});
    names.insert("tool".into(), Value::from_serializable(&tool));
    names
}

/// Names, each with its id: the name of its file.
fn with_ids(names: &[String]) -> Vec<(String, String)> {
    let ids = Names::of(names);
    names.iter().map(|name| (name.clone(), ids.id(name).unwrap_or(name).to_owned())).collect()
}

/// Writes beside each result what it belongs to and how it is shown, under `about`: first beside the parts of the
/// analysis, each as it was pooled, then beside all that is left, as the analysis was.
fn annotate(value: &mut Json, id: &str, analysis: &AnalysisResult) {
    for path in analysis.paths() {
        let Some(part) = analysis.part(&path) else { continue };
        let about = About::new(&path.of(id), analysis, &part);
        for place in places(&path, analysis) {
            if let Some(found) = value.pointer_mut(&place) {
                mark(found, &about);
            }
        }
    }
    mark(value, &About::new(id, analysis, &analysis.whole()));
}

/// Where templates find a part, as pointers into its analysis.
fn places(path: &PartPath, analysis: &AnalysisResult) -> Vec<String> {
    let escaped = |step: &str| step.replace('~', "~0").replace('/', "~1");
    match path {
        PartPath::Whole => Vec::new(),
        PartPath::Level { by, level } => {
            let mut places = vec![format!("/by/{}/{}", escaped(by), escaped(level))];
            for (at, subgroups) in analysis.subgroups.iter().enumerate().filter(|(_, of)| of.by == *by) {
                let index = subgroups.levels.iter().position(|known| known.level == *level);
                places.extend(index.map(|index| format!("/subgroups/{at}/levels/{index}")));
            }
            places
        }
        PartPath::WithoutOutliers => {
            vec!["/without_outliers".to_owned(), "/outliers/without".to_owned()]
        }
        PartPath::Sensitivity { label } => {
            let same = analysis.sensitivity.iter().enumerate().filter(|(_, variant)| variant.label == *label);
            same.map(|(index, _)| format!("/sensitivity/{index}")).collect()
        }
    }
}

/// Writes `about` beside a value and all in it that are results and have none yet.
fn mark(value: &mut Json, about: &About) {
    match value {
        Json::Object(map) => {
            if map.contains_key("about") {
                return;
            }
            let has = |keys: &[&str]| keys.iter().all(|key| map.contains_key(*key));
            let kind = if has(&["random"]) {
                Some(Kind::Part)
            } else if has(&["tau2_ci"]) {
                Some(Kind::Heterogeneity)
            } else if has(&["name", "se", "ci"]) {
                Some(Kind::Coefficient)
            } else if has(&["theta"]) || has(&["estimate", "ci"]) {
                // A study and a group of a meta-regression have an estimate on the reported scale, too.
                Some(Kind::Pooled)
            } else {
                None
            };
            // A refit without a common effect, as of leave-one-out, has one result to speak of.
            let model = if map.contains_key("common") { about.model } else { EffectModel::Random };
            for inner in map.values_mut() {
                mark(inner, about);
            }
            if let Some(kind) = kind {
                let own = About { kind, model, ..about.clone() };
                map.insert("about".to_owned(), serde_json::to_value(own).unwrap_or(Json::Null));
            }
        }
        Json::Array(items) => items.iter_mut().for_each(|item| mark(item, about)),
        _ => {}
    }
}

/// A rendered text without the blank lines and the spaces at line ends that statements leave.
fn tidied(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut blank = true;
    let mut code = false;
    for line in text.lines() {
        code ^= line.trim_start().starts_with("```");
        let line = line.trim_end();
        if line.is_empty() && blank && !code {
            continue;
        }
        blank = line.is_empty();
        out.push_str(line);
        out.push('\n');
    }
    out
}
