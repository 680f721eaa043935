//! The syntax tree of an expression.

use std::ops::Range;

/// A part of an expression, with the bytes of the text that it is written in.
#[derive(Debug, Clone)]
pub(super) struct Node {
    pub span: Range<usize>,
    pub part: Part,
}

#[derive(Debug, Clone)]
pub(super) enum Part {
    None,
    Bool(bool),
    Number(f64),
    Text(String),
    Name(String),
    List(Vec<Node>),
    /// `a.b`, and `a["b"]`.
    Member(Box<Node>, String),
    /// `a[0]`, and `a[name]`.
    Item(Box<Node>, Box<Node>),
    Not(Box<Node>),
    Minus(Box<Node>),
    Binary(Operator, Box<Node>, Box<Node>),
    Filter(Box<Node>, Filter, Vec<(String, Node)>),
    Test(Box<Node>, Test, Vec<(String, Node)>),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Operator {
    Or,
    And,
    In,
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    Plus,
    Minus,
    Times,
    Divide,
    Remainder,
    WholeDivide,
    Join,
    Power,
}

impl Operator {
    /// How tightly it binds, to the left and to the right; as in Tera.
    pub(super) const fn binding(self) -> (u8, u8) {
        match self {
            Self::Or => (1, 2),
            Self::And => (3, 4),
            Self::In => (5, 6),
            Self::Equal
            | Self::NotEqual
            | Self::Less
            | Self::LessOrEqual
            | Self::Greater
            | Self::GreaterOrEqual => (7, 8),
            Self::Plus | Self::Minus => (11, 12),
            Self::Times | Self::Divide | Self::Remainder | Self::WholeDivide | Self::Join => (13, 14),
            Self::Power => (16, 15),
        }
    }

    pub(super) const fn sign(self) -> &'static str {
        match self {
            Self::Or => "or",
            Self::And => "and",
            Self::In => "in",
            Self::Equal => "==",
            Self::NotEqual => "!=",
            Self::Less => "<",
            Self::LessOrEqual => "<=",
            Self::Greater => ">",
            Self::GreaterOrEqual => ">=",
            Self::Plus => "+",
            Self::Minus => "-",
            Self::Times => "*",
            Self::Divide => "/",
            Self::Remainder => "%",
            Self::WholeDivide => "//",
            Self::Join => "~",
            Self::Power => "**",
        }
    }
}

macro_rules! named {
    ($name:ident { $($variant:ident $word:literal,)* }) => {
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(super) enum $name { $($variant,)* }

        impl $name {
            pub(super) const NAMES: &'static [&'static str] = &[$($word,)*];

            pub(super) fn named(name: &str) -> Option<Self> {
                match name { $($word => Some(Self::$variant),)* _ => None }
            }
        }
    };
}

named! {
    Filter { Abs "abs", Round "round", Lower "lower", Upper "upper", Trim "trim", Length "length", }
}

named! {
    Test {
        None "none", Text "string", Number "number", Bool "bool", Odd "odd", Even "even",
        StartingWith "starting_with", EndingWith "ending_with", Containing "containing",
    }
}
