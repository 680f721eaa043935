//! What a drawing function returns.

/// A finished figure: the drawing, and the same facts for those who do not see it.
#[derive(Debug, Clone, PartialEq)]
pub struct Figure {
    /// A slug that is unique in a report (`forest-survival`), also the name of the file and the prefix of every
    /// id in the SVG.
    pub id: String,
    /// A short title.
    pub title: String,
    /// What the figure shows, in sentences.
    pub description: String,
    /// Width in pixels at 96 dpi: the final width at which no text is below 7 pt.
    pub width: f64,
    /// Height in pixels at 96 dpi.
    pub height: f64,
    /// The whole SVG document, from `<svg` to `</svg>`.
    pub svg: String,
    /// The data of the figure as a table, the first row being its header.
    pub table: Vec<Vec<String>>,
    /// Where each text stands, as measured.
    pub texts: Vec<TextBox>,
}

/// What a figure says in words: see [`Figure`].
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Caption {
    /// A short title.
    pub title: String,
    /// What the figure shows, in sentences.
    pub description: String,
    /// The data as a table, the first row being its header.
    pub table: Vec<Vec<String>>,
}

/// The measured box around one line of text, in pixels.
#[derive(Debug, Clone, PartialEq)]
pub struct TextBox {
    /// Left edge.
    pub left: f64,
    /// Upper edge.
    pub top: f64,
    /// Right edge.
    pub right: f64,
    /// Lower edge.
    pub bottom: f64,
    /// Size of the type in pixels.
    pub size: f64,
    /// The text itself.
    pub text: String,
}

impl TextBox {
    /// Whether two boxes share more than `slack` pixels in both directions.
    #[must_use]
    pub fn overlaps(&self, other: &Self, slack: f64) -> bool {
        self.left + slack < other.right
            && other.left + slack < self.right
            && self.top + slack < other.bottom
            && other.top + slack < self.bottom
    }
}

/// Makes a slug of any text: ASCII letters and digits, other runs one hyphen; `x` where nothing is left.
#[must_use]
pub fn slug(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        if character.is_ascii_alphanumeric() {
            out.push(character.to_ascii_lowercase());
        } else if !out.is_empty() && !out.ends_with('-') {
            out.push('-');
        }
    }
    let out = out.trim_end_matches('-');
    if out.is_empty() { "x".to_owned() } else { out.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slugs_are_plain() {
        assert_eq!(slug("Forest: Lillehei  1989!"), "forest-lillehei-1989");
        assert_eq!(slug("敗血症"), "x");
    }
}
