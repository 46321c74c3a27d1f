//! Every keyword that the generator understands, by the kind of object it may stand in.

/// What an object of the document is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Document,
    Info,
    Server,
    Tag,
    Components,
    PathItem,
    Operation,
    Parameter,
    Body,
    Media,
    Answer,
    Header,
    Example,
    SecurityScheme,
    Schema,
    Discriminator,
}

/// What the value of a keyword is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Inside {
    /// Any JSON; rules of its own look at it.
    Any,
    Text,
    Flag,
    Number,
    /// A whole number that is not negative.
    Count,
    Texts,
    /// One object.
    One(Kind),
    /// An object, or a flag.
    OneOrFlag(Kind),
    /// A map of objects.
    Each(Kind),
    /// A list of objects.
    All(Kind),
}

use Inside::{All, Any, Count, Each, Flag, Number, One, OneOrFlag, Text, Texts};

type Keywords = &'static [(&'static str, Inside)];

const DOCUMENT: Keywords = &[
    ("openapi", Text),
    ("info", One(Kind::Info)),
    ("servers", All(Kind::Server)),
    ("tags", All(Kind::Tag)),
    ("security", Any),
    ("paths", Each(Kind::PathItem)),
    ("components", One(Kind::Components)),
];

const INFO: Keywords = &[
    ("title", Text),
    ("version", Text),
    ("description", Text),
    ("termsOfService", Text),
    ("contact", Any),
    ("license", Any),
];

const COMPONENTS: Keywords = &[
    ("schemas", Each(Kind::Schema)),
    ("parameters", Each(Kind::Parameter)),
    ("requestBodies", Each(Kind::Body)),
    ("responses", Each(Kind::Answer)),
    ("headers", Each(Kind::Header)),
    ("examples", Each(Kind::Example)),
    ("securitySchemes", Each(Kind::SecurityScheme)),
];

const PATH_ITEM: Keywords = &[
    ("summary", Text),
    ("description", Text),
    ("parameters", All(Kind::Parameter)),
    ("get", One(Kind::Operation)),
    ("post", One(Kind::Operation)),
    ("put", One(Kind::Operation)),
    ("patch", One(Kind::Operation)),
    ("delete", One(Kind::Operation)),
];

const OPERATION: Keywords = &[
    ("operationId", Text),
    ("tags", Texts),
    ("summary", Text),
    ("description", Text),
    ("deprecated", Flag),
    ("parameters", All(Kind::Parameter)),
    ("requestBody", One(Kind::Body)),
    ("responses", Each(Kind::Answer)),
    ("security", Any),
    // Extensions are keywords like the others: one that nothing reads must not stand there.
    ("x-body-limit", Count),
    ("x-problems", Texts),
    ("x-read-preference", Text),
    ("x-roles", Texts),
];

const PARAMETER: Keywords = &[
    ("name", Text),
    ("in", Text),
    ("description", Text),
    ("required", Flag),
    ("deprecated", Flag),
    ("style", Text),
    ("explode", Flag),
    ("schema", One(Kind::Schema)),
    ("example", Any),
    ("examples", Each(Kind::Example)),
];

const BODY: Keywords = &[("description", Text), ("required", Flag), ("content", Each(Kind::Media))];

const MEDIA: Keywords =
    &[("schema", One(Kind::Schema)), ("example", Any), ("examples", Each(Kind::Example))];

const ANSWER: Keywords =
    &[("description", Text), ("headers", Each(Kind::Header)), ("content", Each(Kind::Media))];

const HEADER: Keywords = &[
    ("description", Text),
    ("required", Flag),
    ("deprecated", Flag),
    ("schema", One(Kind::Schema)),
    ("example", Any),
    ("examples", Each(Kind::Example)),
];

const SECURITY_SCHEME: Keywords =
    &[("type", Text), ("scheme", Text), ("bearerFormat", Text), ("description", Text)];

const SCHEMA: Keywords = &[
    ("type", Text),
    ("title", Text),
    ("description", Text),
    ("format", Text),
    ("enum", Any),
    ("default", Any),
    ("nullable", Flag),
    ("deprecated", Flag),
    ("example", Any),
    ("properties", Each(Kind::Schema)),
    ("required", Texts),
    ("additionalProperties", OneOrFlag(Kind::Schema)),
    ("minProperties", Count),
    ("maxProperties", Count),
    ("items", One(Kind::Schema)),
    ("minItems", Count),
    ("maxItems", Count),
    ("uniqueItems", Flag),
    ("minLength", Count),
    ("maxLength", Count),
    ("pattern", Text),
    ("minimum", Number),
    ("maximum", Number),
    ("exclusiveMinimum", Flag),
    ("exclusiveMaximum", Flag),
    ("multipleOf", Number),
    ("allOf", All(Kind::Schema)),
    ("oneOf", All(Kind::Schema)),
    ("discriminator", One(Kind::Discriminator)),
];

impl Kind {
    /// The keywords of such an object.
    pub(super) const fn keywords(self) -> Keywords {
        match self {
            Self::Document => DOCUMENT,
            Self::Info => INFO,
            Self::Server => &[("url", Text), ("description", Text)],
            Self::Tag => &[("name", Text), ("description", Text)],
            Self::Components => COMPONENTS,
            Self::PathItem => PATH_ITEM,
            Self::Operation => OPERATION,
            Self::Parameter => PARAMETER,
            Self::Body => BODY,
            Self::Media => MEDIA,
            Self::Answer => ANSWER,
            Self::Header => HEADER,
            Self::Example => &[("summary", Text), ("description", Text), ("value", Any)],
            Self::SecurityScheme => SECURITY_SCHEME,
            Self::Schema => SCHEMA,
            Self::Discriminator => &[("propertyName", Text), ("mapping", Any)],
        }
    }

    /// Where components of this kind lie; `None` if such objects can not be referred to.
    pub(super) const fn section(self) -> Option<&'static str> {
        Some(match self {
            Self::Parameter => "#/components/parameters/",
            Self::Body => "#/components/requestBodies/",
            Self::Answer => "#/components/responses/",
            Self::Header => "#/components/headers/",
            Self::Example => "#/components/examples/",
            Self::Schema => "#/components/schemas/",
            _ => return None,
        })
    }
}
