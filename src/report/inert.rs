//! Markdown that runs nothing, whichever program shows it.
//!
//! In HTML the writer decides what becomes of a tag or a link. The Markdown report goes to programs of others, some of
//! which keep raw HTML and every link: there the same rules are applied to the source.

use std::ops::Range;

use pulldown_cmark::{Event, LinkType, Options, Parser, Tag};

use super::html::{is_embedded_picture, is_harmless_tag, safe_link};

/// The text without tags that do more than set type, and without links that would run something.
#[must_use]
pub(super) fn inert(markdown: &str) -> String {
    let mut text = markdown.to_owned();
    // What stood in a block of HTML is Markdown once the block is text, so look again until nothing changes. Each round
    // takes away at least one `<` or one link.
    loop {
        let next = once(&text);
        if next == text {
            return text;
        }
        text = next;
    }
}

fn once(markdown: &str) -> String {
    let mut edits: Vec<(Range<usize>, &str)> = Vec::new();
    // Links that are taken off: where they end, and where what they show ends.
    let mut open: Vec<(Range<usize>, Option<Range<usize>>)> = Vec::new();
    let options = Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES | Options::ENABLE_STRIKETHROUGH;
    for (event, span) in Parser::new_ext(markdown, options).into_offset_iter() {
        if let Some((whole, shown)) = open.last_mut() {
            if matches!(event, Event::End(_)) && span == *whole {
                let (whole, shown) = (whole.clone(), shown.clone().unwrap_or(whole.end..whole.end));
                open.pop();
                edits.push((whole.start..shown.start, ""));
                edits.push((shown.end..whole.end, ""));
                continue;
            }
            let start = shown.as_ref().map_or(span.start, |shown| shown.start);
            *shown = Some(start..span.end.max(shown.as_ref().map_or(0, |shown| shown.end)));
        }
        match event {
            Event::Html(tag) | Event::InlineHtml(tag) if !is_harmless_tag(tag.trim()) => {
                let text = &markdown[span.clone()];
                // A comment goes, as in HTML. One that a browser might close early is text.
                let comment = text.trim().strip_prefix("<!--").and_then(|rest| rest.strip_suffix("-->"));
                if comment.is_some_and(|comment| !comment.contains(['<', '>'])) {
                    edits.push((span, ""));
                    continue;
                }
                edits.extend(
                    text.match_indices('<').map(|(at, _)| (span.start + at..span.start + at + 1, "&lt;")),
                );
            }
            Event::Start(Tag::Link { link_type, dest_url, .. })
                if link_type != LinkType::Email && safe_link(&dest_url).is_none() =>
            {
                open.push((span, None));
            }
            Event::Start(Tag::Image { dest_url, .. })
                if safe_link(&dest_url).is_none() && !is_embedded_picture(&dest_url) =>
            {
                open.push((span, None));
            }
            _ => {}
        }
    }
    edits.sort_by_key(|(span, _)| (span.start, span.end));
    let mut out = String::with_capacity(markdown.len());
    let mut rest = 0;
    for (span, with) in edits {
        if span.start >= rest {
            out.push_str(&markdown[rest..span.start]);
            out.push_str(with);
        }
        rest = rest.max(span.end);
    }
    out.push_str(&markdown[rest..]);
    out
}

#[cfg(test)]
mod tests {
    use super::inert;

    #[test]
    fn what_would_run_is_text() {
        for (written, kept) in [
            ("CO<sub>2</sub> and *x*", "CO<sub>2</sub> and *x*"),
            ("a <script>x()</script> b", "a &lt;script>x()&lt;/script> b"),
            ("<iframe src=x>\n</iframe>", "&lt;iframe src=x>\n&lt;/iframe>"),
            ("[a *b*](javascript:alert(1)) c", "a *b* c"),
            ("![a](JAVA\tSCRIPT:x) c", "![a](JAVA\tSCRIPT:x) c"),
            ("![a](javascript:x)", "a"),
            ("[a](&#106;avascript:x)", "a"),
            ("<javascript:alert(1)>", "javascript:alert(1)"),
            ("[a](https://x.org) <b@c.org>", "[a](https://x.org) <b@c.org>"),
            ("[a][b]\n\n[b]: javascript:x\n", "a\n\n[b]: javascript:x\n"),
            ("[](javascript:x)", ""),
            ("<div>\n[a](javascript:x)\n</div>", "&lt;div>\na\n&lt;/div>"),
            ("a <!-- later --> b", "a  b"),
            ("a <!--> <script> -->", "a &lt;!--> &lt;script> -->"),
            ("`<script>` and 1 < 2", "`<script>` and 1 < 2"),
        ] {
            assert_eq!(inert(written), kept);
        }
    }
}
