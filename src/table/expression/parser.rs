//! Tokens to a syntax tree, with Tera's precedence.

use std::ops::Range;

use super::Fault;
use super::lexer::{Token, Tokens, tokens};
use super::syntax::{Filter, Node, Operator, Part, Test};
use crate::diagnostics::{codes, did_you_mean};

/// No expression of a review is nested deeper.
const DEEPEST: usize = 40;

pub(super) fn parse(text: &str) -> Result<Node, Fault> {
    let tokens = tokens(text)?;
    let mut parser = Parser { tokens: &tokens, at: 0, end: text.len(), depth: 0 };
    if tokens.is_empty() {
        return Err(Fault::new(codes::EXPRESSION_SYNTAX, "the expression is empty", 0..text.len())
            .label("nothing is compared here")
            .hint("write a comparison, such as `year >= 2010`"));
    }
    let node = parser.expression(0)?;
    match parser.peek() {
        None => Ok(node),
        Some(token) => {
            let hint = match token {
                Token::Assign => Some("`==` compares"),
                Token::Word(_) | Token::Number(_) | Token::Text(_) => {
                    Some("join comparisons with `and` or `or`; a text stands in quotes as a whole")
                }
                _ => None,
            };
            let fault =
                Fault::new(codes::EXPRESSION_SYNTAX, "the expression is over before this", parser.span());
            Err(fault.label("not expected here").hint_if(hint.map(ToOwned::to_owned)))
        }
    }
}

struct Parser<'a> {
    tokens: &'a Tokens,
    at: usize,
    end: usize,
    depth: usize,
}

impl Parser<'_> {
    fn peek(&self) -> Option<&Token> {
        self.tokens.get(self.at).map(|(token, _)| token)
    }

    /// The bytes of the next token, or the end of the text.
    fn span(&self) -> Range<usize> {
        self.tokens.get(self.at).map_or(self.end..self.end, |(_, span)| span.clone())
    }

    fn previous_end(&self) -> usize {
        self.at.checked_sub(1).and_then(|at| self.tokens.get(at)).map_or(0, |(_, span)| span.end)
    }

    fn eat(&mut self, token: &Token) -> bool {
        let found = self.peek() == Some(token);
        self.at += usize::from(found);
        found
    }

    fn eat_word(&mut self, word: &str) -> bool {
        let found = matches!(self.peek(), Some(Token::Word(next)) if next == word);
        self.at += usize::from(found);
        found
    }

    fn expect(&mut self, close: char, opened: usize) -> Result<(), Fault> {
        if self.eat(&Token::Close(close)) {
            return Ok(());
        }
        let fault = if self.peek().is_none() {
            Fault::new(codes::EXPRESSION_SYNTAX, "a bracket is not closed", opened..opened + 1)
                .label("opened here")
        } else {
            Fault::new(codes::EXPRESSION_SYNTAX, format!("`{close}` is expected"), self.span())
                .label("not this")
        };
        Err(fault.hint(format!("close the bracket with `{close}`")))
    }

    fn expression(&mut self, least: u8) -> Result<Node, Fault> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err(Fault::new(
                codes::EXPRESSION_SYNTAX,
                "the expression is nested too deeply",
                self.span(),
            )
            .label("too deep")
            .hint("take brackets away, or split the condition"));
        }
        let mut left = self.operand()?;
        loop {
            left = match self.peek() {
                Some(Token::Pipe) if 17 >= least => self.filter(left)?,
                Some(Token::Word(word)) if word == "is" && 5 >= least => self.test(left)?,
                Some(Token::Word(word)) if word == "not" && 5 >= least => {
                    let not = self.span();
                    self.at += 1;
                    if self.peek() != Some(&Token::Operator(Operator::In)) {
                        return Err(Fault::new(
                            codes::EXPRESSION_SYNTAX,
                            "`not` stands before what it denies",
                            not,
                        )
                        .label("here only as `not in`")
                        .hint("write `not a == b`, or `a != b`"));
                    }
                    self.at += 1;
                    let within = self.binary(Operator::In, left)?;
                    Node { span: within.span.clone(), part: Part::Not(Box::new(within)) }
                }
                Some(Token::Operator(operator)) if operator.binding().0 >= least => {
                    let operator = *operator;
                    self.at += 1;
                    self.binary(operator, left)?
                }
                _ => break,
            };
        }
        self.depth -= 1;
        Ok(left)
    }

    fn binary(&mut self, operator: Operator, left: Node) -> Result<Node, Fault> {
        let right = self.expression(operator.binding().1)?;
        let compares =
            |node: &Node| matches!(&node.part, Part::Binary(inner, ..) if inner.binding() == (7, 8));
        if operator.binding() == (7, 8) && compares(&left) {
            return Err(Fault::new(
                codes::EXPRESSION_SYNTAX,
                "comparisons cannot be chained",
                left.span.start..right.span.end,
            )
            .label("two comparisons in one")
            .hint("write both out: `0.2 < x and x < 0.8`"));
        }
        let span = left.span.start..right.span.end;
        Ok(Node { span, part: Part::Binary(operator, Box::new(left), Box::new(right)) })
    }

    fn operand(&mut self) -> Result<Node, Fault> {
        let span = self.span();
        let Some(token) = self.peek().cloned() else {
            let last = self.previous_end();
            return Err(Fault::new(codes::EXPRESSION_SYNTAX, "the expression ends too early", last..last)
                .label("something is missing after this"));
        };
        self.at += 1;
        let part = match token {
            Token::Number(number) => Part::Number(number),
            Token::Text(text) => Part::Text(text),
            Token::Word(word) => match word.as_str() {
                "true" | "True" => Part::Bool(true),
                "false" | "False" => Part::Bool(false),
                "none" | "None" | "null" => Part::None,
                "not" => Part::Not(Box::new(self.expression(5)?)),
                _ => Part::Name(word),
            },
            Token::Operator(Operator::Minus) => Part::Minus(Box::new(self.expression(20)?)),
            Token::Open('(') => {
                let inner = self.expression(0)?;
                self.expect(')', span.start)?;
                // Brackets belong to what is shown, so that `(a - b)` is not cut open.
                return self.members(Node { span: span.start..self.previous_end(), part: inner.part });
            }
            Token::Open('[') => self.list(span.start)?,
            _ => {
                let fault =
                    Fault::new(codes::EXPRESSION_SYNTAX, "a name, a number or a text is expected", span);
                return Err(match token {
                    Token::Assign => fault.label("not this").hint("`==` compares"),
                    _ => fault.label("not this"),
                });
            }
        };
        let node = Node { span: span.start..self.previous_end(), part };
        if matches!(node.part, Part::Not(_) | Part::Minus(_)) { Ok(node) } else { self.members(node) }
    }

    fn list(&mut self, opened: usize) -> Result<Part, Fault> {
        let mut items = Vec::new();
        while self.peek() != Some(&Token::Close(']')) {
            items.push(self.expression(0)?);
            if !self.eat(&Token::Comma) {
                break;
            }
        }
        self.expect(']', opened)?;
        Ok(Part::List(items))
    }

    /// What follows a value: `.name`, `[0]`, `["name"]`.
    fn members(&mut self, mut node: Node) -> Result<Node, Fault> {
        loop {
            let part = match self.peek() {
                Some(Token::Dot) => {
                    self.at += 1;
                    let span = self.span();
                    match self.tokens.get(self.at) {
                        Some((Token::Word(name), _)) => {
                            self.at += 1;
                            Part::Member(Box::new(node.clone()), name.clone())
                        }
                        _ => {
                            return Err(Fault::new(
                                codes::EXPRESSION_SYNTAX,
                                "a name is expected after the point",
                                span,
                            )
                            .label("not a name")
                            .hint("entries of lists are written `ci[0]`, other names `row[\"...\"]`"));
                        }
                    }
                }
                Some(Token::Open('[')) => {
                    let opened = self.span().start;
                    self.at += 1;
                    let inner = self.expression(0)?;
                    self.expect(']', opened)?;
                    match inner.part {
                        Part::Text(name) => Part::Member(Box::new(node.clone()), name),
                        _ => Part::Item(Box::new(node.clone()), Box::new(inner)),
                    }
                }
                Some(Token::Open('(')) if matches!(node.part, Part::Name(_)) => {
                    let Part::Name(name) = &node.part else { return Ok(node) };
                    let fault = Fault::new(
                        codes::EXPRESSION_SYNTAX,
                        format!("there is no function `{name}`"),
                        node.span.clone(),
                    );
                    let filter = Filter::named(name).map(|_| format!("it is a filter: write `x | {name}`"));
                    return Err(fault.label("not a function").hint_if(filter));
                }
                _ => return Ok(node),
            };
            node = Node { span: node.span.start..self.previous_end(), part };
        }
    }

    fn filter(&mut self, value: Node) -> Result<Node, Fault> {
        self.at += 1;
        let (name, span) = self.word("filter")?;
        let Some(filter) = Filter::named(&name) else {
            return Err(Self::unknown("filter", &name, span, Filter::NAMES));
        };
        let arguments = self.arguments()?;
        let span = value.span.start..self.previous_end();
        Ok(Node { span, part: Part::Filter(Box::new(value), filter, arguments) })
    }

    fn test(&mut self, value: Node) -> Result<Node, Fault> {
        self.at += 1;
        let denied = self.eat_word("not");
        let (name, span) = self.word("test")?;
        let Some(test) = Test::named(&name) else {
            return Err(Self::unknown("test", &name, span, Test::NAMES));
        };
        let arguments = self.arguments()?;
        let span = value.span.start..self.previous_end();
        let node = Node { span: span.clone(), part: Part::Test(Box::new(value), test, arguments) };
        Ok(if denied { Node { span, part: Part::Not(Box::new(node)) } } else { node })
    }

    fn word(&mut self, what: &str) -> Result<(String, Range<usize>), Fault> {
        let span = self.span();
        match self.peek().cloned() {
            Some(Token::Word(name)) => {
                self.at += 1;
                Ok((name, span))
            }
            _ => Err(Fault::new(codes::EXPRESSION_SYNTAX, format!("the name of a {what} is expected"), span)
                .label("not a name")),
        }
    }

    fn unknown(what: &str, name: &str, span: Range<usize>, known: &[&str]) -> Fault {
        let names = known.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
        Fault::new(codes::EXPRESSION_SYNTAX, format!("there is no {what} `{name}`"), span)
            .label("not known")
            .hint(format!("the {what}s are {names}"))
            .hint_if(did_you_mean(name, known.iter().copied()))
    }

    /// `(pat="x", precision=2)`, or nothing.
    fn arguments(&mut self) -> Result<Vec<(String, Node)>, Fault> {
        let mut arguments = Vec::new();
        let opened = self.span().start;
        if !self.eat(&Token::Open('(')) {
            return Ok(arguments);
        }
        while self.peek() != Some(&Token::Close(')')) {
            let (name, span) = self.word("argument")?;
            if !self.eat(&Token::Assign) {
                return Err(Fault::new(codes::EXPRESSION_SYNTAX, "arguments have names", span)
                    .label("write `name=value`"));
            }
            arguments.push((name, self.expression(0)?));
            if !self.eat(&Token::Comma) {
                break;
            }
        }
        self.expect(')', opened)?;
        Ok(arguments)
    }
}
