//! The text of an expression to tokens.

use std::ops::Range;

use super::Fault;
use super::syntax::Operator;
use crate::diagnostics::codes;

#[derive(Debug, Clone, PartialEq)]
pub(super) enum Token {
    Number(f64),
    Text(String),
    Word(String),
    Operator(Operator),
    Pipe,
    Dot,
    Comma,
    Assign,
    Open(char),
    Close(char),
}

pub(super) type Tokens = Vec<(Token, Range<usize>)>;

/// Signs of other languages, and what they are here.
const FOREIGN: &[(&str, &str)] = &[
    ("===", "`==` compares"),
    ("&&", "write `and`"),
    ("||", "write `or`"),
    ("<>", "write `!=`"),
    ("≤", "write `<=`"),
    ("≥", "write `>=`"),
    ("≠", "write `!=`"),
    ("“", "texts stand in straight quotes: \""),
    ("”", "texts stand in straight quotes: \""),
    ("‘", "texts stand in straight quotes: '"),
    ("’", "texts stand in straight quotes: '"),
    ("−", "write the minus sign of the keyboard: -"),
];

const SIGNS: &[(&str, Token)] = &[
    ("==", Token::Operator(Operator::Equal)),
    ("!=", Token::Operator(Operator::NotEqual)),
    ("<=", Token::Operator(Operator::LessOrEqual)),
    (">=", Token::Operator(Operator::GreaterOrEqual)),
    ("<", Token::Operator(Operator::Less)),
    (">", Token::Operator(Operator::Greater)),
    ("**", Token::Operator(Operator::Power)),
    ("//", Token::Operator(Operator::WholeDivide)),
    ("+", Token::Operator(Operator::Plus)),
    ("-", Token::Operator(Operator::Minus)),
    ("*", Token::Operator(Operator::Times)),
    ("/", Token::Operator(Operator::Divide)),
    ("%", Token::Operator(Operator::Remainder)),
    ("~", Token::Operator(Operator::Join)),
    ("|", Token::Pipe),
    (".", Token::Dot),
    (",", Token::Comma),
    ("=", Token::Assign),
    ("(", Token::Open('(')),
    ("[", Token::Open('[')),
    (")", Token::Close(')')),
    ("]", Token::Close(']')),
];

pub(super) fn tokens(text: &str) -> Result<Tokens, Fault> {
    let mut tokens = Tokens::new();
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        let rest = &text[at..];
        if c.is_whitespace() {
            at += c.len_utf8();
            continue;
        }
        let (token, length) = if c.is_ascii_digit() {
            number(rest, at)?
        } else if matches!(c, '"' | '\'' | '`') {
            quoted(rest, c, at)?
        } else if c.is_ascii_alphabetic() || c == '_' {
            let end = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(rest.len());
            (word(&rest[..end]), end)
        } else {
            sign(rest, c, at)?
        };
        tokens.push((token, at..at + length));
        at += length;
    }
    Ok(tokens)
}

fn word(word: &str) -> Token {
    match word {
        "and" => Token::Operator(Operator::And),
        "or" => Token::Operator(Operator::Or),
        "in" => Token::Operator(Operator::In),
        _ => Token::Word(word.to_owned()),
    }
}

fn number(rest: &str, at: usize) -> Result<(Token, usize), Fault> {
    let digits = |text: &str| text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let mut end = digits(rest);
    if let Some(fraction) = rest[end..].strip_prefix('.')
        && fraction.starts_with(|c: char| c.is_ascii_digit())
    {
        end += 1 + digits(fraction);
    }
    if let Some(c) = rest[end..].chars().next().filter(|c| c.is_alphanumeric() || *c == '_') {
        let word = rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len());
        let shown = &rest[..word.max(end + c.len_utf8())];
        return Err(Fault::new(
            codes::EXPRESSION_SYNTAX,
            format!("`{shown}` is neither a number nor a name"),
            at..at + shown.len(),
        )
        .label("begins with a digit")
        .hint(format!("a text stands in quotes: \"{shown}\"; a column of that name is row[\"{shown}\"]")));
    }
    let parsed = rest[..end].parse().unwrap_or(f64::NAN);
    Ok((Token::Number(parsed), end))
}

fn quoted(rest: &str, quote: char, at: usize) -> Result<(Token, usize), Fault> {
    let mut text = String::new();
    let mut chars = rest.char_indices().skip(1);
    while let Some((index, c)) = chars.next() {
        match c {
            c if c == quote => return Ok((Token::Text(text), index + c.len_utf8())),
            '\\' => match chars.next() {
                Some((_, 'n')) => text.push('\n'),
                Some((_, 'r')) => text.push('\r'),
                Some((_, 't')) => text.push('\t'),
                Some((_, c @ ('"' | '\'' | '`' | '/' | '\\'))) => text.push(c),
                _ => {
                    return Err(Fault::new(
                        codes::EXPRESSION_SYNTAX,
                        "unknown escape in a text",
                        at + index..at + index + 1,
                    )
                    .label("escapes are \\n, \\t, \\r, \\\\ and quotes"));
                }
            },
            c => text.push(c),
        }
    }
    Err(Fault::new(codes::EXPRESSION_SYNTAX, "a text is not closed", at..at + 1)
        .label("opened here")
        .hint(format!("close it with {quote}")))
}

fn sign(rest: &str, c: char, at: usize) -> Result<(Token, usize), Fault> {
    for (foreign, hint) in FOREIGN {
        if rest.starts_with(foreign) {
            let message = format!("`{foreign}` is not an operator here");
            return Err(Fault::new(codes::EXPRESSION_SYNTAX, message, at..at + foreign.len())
                .label("not known")
                .hint(*hint));
        }
    }
    if let Some((sign, token)) = SIGNS.iter().find(|(sign, _)| rest.starts_with(sign)) {
        return Ok((token.clone(), sign.len()));
    }
    let fault =
        Fault::new(codes::EXPRESSION_SYNTAX, format!("`{c}` has no meaning here"), at..at + c.len_utf8());
    Err(match c {
        '!' => fault.label("not known").hint("write `not`"),
        c if c.is_alphabetic() => fault
            .label("names are ASCII letters, digits and `_`")
            .hint("other columns are written row[\"...\"]"),
        _ => fault.label("not known"),
    })
}
