//! What a drawing function returns.

use super::canvas::escape;

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

/// A box of a diagram that leads to what it counts, in a page that has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// The box, by its `data-box`.
    pub of: String,
    /// The anchor in the page.
    pub anchor: String,
    /// Where it leads, in words.
    pub to: String,
}

impl Figure {
    /// The drawing for a page: boxes lead to what they count. The role of the drawing becomes that of a group,
    /// since what is within a picture can't be reached by the keyboard. Opened alone, a figure has no links.
    #[must_use]
    pub fn linked(&self, links: &[Link]) -> String {
        let mut svg = self.svg.clone();
        let mut any = false;
        for Link { of, anchor, to } in links {
            let open = format!("<g class=\"box\" data-box=\"{of}\"");
            let Some(start) = svg.find(&open) else { continue };
            let Some(end) = svg[start..].find("</g>").map(|length| start + length + "</g>".len()) else {
                continue;
            };
            let label = svg[start..end].split("aria-label=\"").nth(1).and_then(|rest| rest.split('"').next());
            let label = format!("{}: to {}", label.unwrap_or_default(), escape(to));
            svg.insert_str(end, "</a>");
            svg.insert_str(start, &format!("<a href=\"#{}\" aria-label=\"{label}\">", slug(anchor)));
            any = true;
        }
        if any { svg.replacen(" role=\"img\"", " role=\"group\"", 1) } else { svg }
    }
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
    use crate::figures::{Canvas, Group, TextStyle, Theme};

    #[test]
    fn boxes_lead_to_what_the_page_has() {
        let mut canvas = Canvas::new("flow", Theme::default());
        for (name, said) in [("included", "Studies (n = 3)"), ("excluded", "Records excluded")] {
            canvas.group(&Group::new("box").data("box", name).label(said), |canvas| {
                canvas.text(5.0, 15.0, said, TextStyle::default());
            });
        }
        let figure = canvas.finish(90.0, 20.0, Caption { title: "Flow".into(), ..Caption::default() });
        assert!(!figure.svg.contains("<a "), "alone it has no links");
        let link =
            |of: &str| Link { of: of.into(), anchor: "tab-studies".into(), to: "Table 2 & <more>".into() };
        let linked = figure.linked(&[link("included"), link("absent")]);
        let open = "<a href=\"#tab-studies\" aria-label=\"Studies (n = 3): to Table 2 &amp; &lt;more&gt;\"><g class=\"box\" data-box=\"included\"";
        assert!(linked.contains(open), "{linked}");
        assert_eq!((linked.matches("<a ").count(), linked.matches("</g></a>").count()), (1, 1));
        assert!(linked.contains("role=\"group\" aria-labelledby"), "what can be reached is no picture");
        roxmltree::Document::parse(&linked).unwrap();
        assert_eq!(figure.linked(&[link("absent")]), figure.svg);
    }

    #[test]
    fn slugs_are_plain() {
        assert_eq!(slug("Forest: Lillehei  1989!"), "forest-lillehei-1989");
        assert_eq!(slug("敗血症"), "x");
    }
}
