//! The one expression language: Tera's, for `where`, outlier rules and claims.
//!
//! Tera itself refuses to compare a missing value (`none < 3` fails), where the format says that a missing cell is
//! neither less nor greater than anything; and its syntax tree is private. So expressions are read and computed
//! here, by Tera's grammar and precedence; a test computes the same expressions with Tera and compares. What goes
//! beyond Tera: ordering with a missing value is false, arithmetic with one is missing. What is stricter: `and`,
//! `or` and `not` take only true and false, and an unknown name is a fault wherever it stands.

mod evaluate;
mod lexer;
mod parser;
mod scope;
mod syntax;
#[cfg(test)]
mod tests;

use crate::diagnostics::{Diagnostic, Place, codes};

pub use scope::{Kind, Numbers, Scope, Value};

/// The longest expression, in bytes. What it is read into is as deep as it is long.
const LONGEST: usize = 4096;

/// An expression that has been read.
#[derive(Debug, Clone)]
pub struct Expression {
    text: String,
    place: Option<Place>,
    root: syntax::Node,
}

impl Expression {
    /// Reads an expression; `place` is where its text stands.
    ///
    /// # Errors
    /// A diagnostic at the part that cannot be read.
    pub fn parse(text: &str, place: Option<Place>) -> Result<Self, Diagnostic> {
        let shell = |fault: Fault| fault.into_diagnostic(text, place.as_ref());
        if text.len() > LONGEST {
            let message = format!("the expression has {} bytes, at most {LONGEST} are read", text.len());
            return Err(shell(
                Fault::new(codes::EXPRESSION_TOO_LONG, message, 0..text.len())
                    .label("too long")
                    .hint("mark the studies in a column of the table, and compare that column"),
            ));
        }
        let root = parser::parse(text).map_err(shell)?;
        Ok(Self { text: text.to_owned(), place, root })
    }

    /// The text as the author wrote it.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Where the expression stands.
    #[must_use]
    pub fn place(&self) -> Option<&Place> {
        self.place.as_ref()
    }

    /// Every fault that can be found without computing: names that `scope` does not have, wherever they stand, and
    /// comparisons that never hold because a column of numbers meets a text.
    #[must_use]
    pub fn check(&self, scope: &dyn Scope) -> Vec<Diagnostic> {
        let faults = evaluate::check(&self.root, scope);
        faults.into_iter().map(|fault| fault.into_diagnostic(&self.text, self.place.as_ref())).collect()
    }

    /// Computes the expression.
    ///
    /// # Errors
    /// A diagnostic when a name is unknown, when an operation does not fit its values, and when the result is
    /// neither true nor false.
    pub fn evaluate(&self, scope: &dyn Scope) -> Result<bool, Diagnostic> {
        let fault = match evaluate::evaluate(&self.root, scope) {
            Ok(Value::Bool(truth)) => return Ok(truth),
            Ok(other) => not_a_truth(&self.root, &other),
            Err(fault) => fault,
        };
        Err(fault.into_diagnostic(&self.text, self.place.as_ref()))
    }

    /// The names that the expression reads, without what follows them, each once.
    #[must_use]
    pub fn names(&self) -> Vec<String> {
        let mut names: Vec<String> = Vec::new();
        for node in evaluate::operands(&self.root) {
            let mut root = node;
            while let syntax::Part::Member(inner, _) | syntax::Part::Item(inner, _) = &root.part {
                root = inner;
            }
            if let syntax::Part::Name(name) = &root.part
                && !names.contains(name)
            {
                names.push(name.clone());
            }
        }
        names
    }

    /// The values that the expression sees: each name or path in it with its value, in order, each once. For a
    /// claim that does not hold.
    #[must_use]
    pub fn values<'a>(&'a self, scope: &'a dyn Scope) -> Vec<(String, Value<'a>)> {
        let mut seen: Vec<(String, Value<'a>)> = Vec::new();
        for node in evaluate::operands(&self.root) {
            let name = self.text.get(node.span.clone()).unwrap_or("").to_owned();
            if let Ok(value) = evaluate::evaluate(node, scope)
                && !seen.iter().any(|(other, _)| *other == name)
            {
                seen.push((name, value));
            }
        }
        seen
    }
}

/// Stands in a message for the part of the expression that is at fault.
const ITSELF: char = '\u{0}';

/// A fault within the text of an expression.
#[derive(Debug)]
struct Fault {
    code: crate::diagnostics::Code,
    message: String,
    span: std::ops::Range<usize>,
    label: String,
    hint: Option<String>,
}

impl Fault {
    fn new(code: crate::diagnostics::Code, message: impl Into<String>, span: std::ops::Range<usize>) -> Self {
        Self { code, message: message.into(), span, label: String::new(), hint: None }
    }

    fn label(mut self, label: impl Into<String>) -> Self {
        self.label = label.into();
        self
    }

    fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    fn hint_if(mut self, hint: Option<String>) -> Self {
        if hint.is_some() {
            self.hint = hint;
        }
        self
    }

    fn into_diagnostic(self, text: &str, place: Option<&Place>) -> Diagnostic {
        let itself = text.get(self.span.clone()).unwrap_or("");
        let message = self.message.replace(ITSELF, itself);
        let place = place.map(|place| place.within(text, self.span));
        Diagnostic::new(self.code, message).at_known(place, self.label).hint_if(self.hint)
    }
}

fn not_a_truth(node: &syntax::Node, value: &Value<'_>) -> Fault {
    let hint = match value {
        Value::None => "compare it, for example with `== none`",
        _ => "compare it with something: `==`, `!=`, `<`, `<=`, `>`, `>=`",
    };
    Fault::new(
        codes::NOT_TRUE_OR_FALSE,
        format!("`{ITSELF}` is {}, not true or false", value.in_words()),
        node.span.clone(),
    )
    .label("neither true nor false")
    .hint(hint)
}
