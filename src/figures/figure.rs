//! What a drawing function returns.

use super::canvas::escape;
use super::names::Names;

/// A finished figure: the drawing, and the same facts for those who do not see it.
#[derive(Debug, Clone, PartialEq)]
pub struct Figure {
    /// What it is, exactly: a kind and what it shows (`forest/survival/region`).
    pub name: String,
    /// A slug of the name that is unique in a report (`forest-survival-region`), also the name of the file and the
    /// prefix of every id in the SVG. See [`identified`].
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
    /// The figure under an exact name; see [`identified`] for its id.
    #[must_use]
    pub(crate) fn named(self, name: impl Into<String>) -> Self {
        Self { name: name.into(), ..self }
    }

    /// The figure with another id, which is the prefix of every id in the drawing. Words have no bare quotes, so that
    /// none can be taken for an attribute.
    fn renamed(self, id: &str) -> Self {
        let old = &self.id;
        let mut svg = self.svg.clone();
        for before in [" id=\"", "=\"url(#"] {
            svg = svg.replace(&format!("{before}{old}-"), &format!("{before}{id}-"));
        }
        let labelled = |id: &str| format!(" aria-labelledby=\"{id}-title {id}-desc\"");
        svg = svg.replacen(&labelled(old), &labelled(id), 1);
        if let (Some(start), Some(end)) = (svg.find("<style>"), svg.find("</style>")) {
            let rules = svg[start..end].replace(&format!("#{old}-svg "), &format!("#{id}-svg "));
            svg.replace_range(start..end, &rules);
        }
        Self { svg, id: id.to_owned(), ..self }
    }

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
            svg.insert_str(start, &format!("<a href=\"#{}\" aria-label=\"{label}\">", escape(anchor)));
            any = true;
        }
        if any { svg.replacen(" role=\"img\"", " role=\"group\"", 1) } else { svg }
    }
}

/// Gives every figure of a report an id of its own, whatever their names have in common.
#[must_use]
pub fn identified(figures: Vec<Figure>) -> Vec<Figure> {
    let names = Names::of(figures.iter().map(|figure| figure.name.as_str()));
    let with_id = |figure: Figure| match names.id(&figure.name) {
        Some(id) if id != figure.id => figure.renamed(id),
        _ => figure,
    };
    figures.into_iter().map(with_id).collect()
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
    fn figures_of_one_slug_get_ids_of_their_own() {
        let drawn = |name: &str| {
            let mut canvas = Canvas::new(name, Theme::default());
            canvas.clipped(0.0, 0.0, 9.0, 9.0, |canvas| {
                canvas.text(2.0, 8.0, "id=\"forest-a-b-", TextStyle::default());
            });
            canvas.finish(90.0, 20.0, Caption { title: "#forest-a-b-svg".into(), ..Caption::default() })
        };
        let figures = identified(vec![drawn("forest/a/b"), drawn("forest/a_b")]);
        assert_eq!(figures[0], drawn("forest/a/b"), "the first stays as it is");
        let second = &figures[1];
        assert_eq!((second.name.as_str(), second.id.as_str()), ("forest/a_b", "forest-a-b-2"));
        assert_eq!(second.texts, figures[0].texts, "words stay");
        assert!(
            second.svg.contains("<title id=\"forest-a-b-2-title\">#forest-a-b-svg</title>"),
            "{}",
            second.svg
        );
        for left in
            ["=\"forest-a-b-svg", "<style>#forest-a-b-svg", "url(#forest-a-b-clip", "\"forest-a-b-title"]
        {
            assert!(!second.svg.contains(left), "{left} in {}", second.svg);
        }
        for id in ["svg", "title", "desc", "clip-1"] {
            assert_eq!(
                second.svg.matches(&format!(" id=\"forest-a-b-2-{id}\"")).count(),
                1,
                "{}",
                second.svg
            );
        }
        assert!(second.svg.contains("url(#forest-a-b-2-clip-1)"));
    }
}
