//! How generation fails, and the names of the rules.

use std::fmt;

/// Why there is no server source.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The text is not YAML, or gives a key twice.
    #[error("the document is not readable YAML")]
    Syntax(#[source] serde_yaml::Error),
    /// The document breaks rules; every broken one is listed.
    #[error("the document breaks {} rule(s){}", .0.len(), list(.0))]
    Broken(Vec<Finding>),
    /// A schema that passed the rules could not be read as a Rust type.
    #[error("the schema at #{pointer} could not be turned into a Rust type")]
    Model {
        /// JSON pointer of the schema.
        pointer: String,
        /// What typify said.
        #[source]
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// A path in the settings is not a Rust path.
    #[error("setting `{setting}` is not a Rust path")]
    Setting {
        /// Name of the setting.
        setting: &'static str,
        /// What the parser said.
        #[source]
        source: syn::Error,
    },
    /// The generated tokens are not Rust: a bug of this crate.
    #[error("the generated source does not parse")]
    Source(#[source] syn::Error),
}

/// One broken rule and the place that breaks it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// JSON pointer into the document.
    pub pointer: String,
    /// Which rule.
    pub rule: Rule,
    /// What is wrong there.
    pub message: String,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{}: {} [{}]", self.pointer, self.message, self.rule)
    }
}

fn list(findings: &[Finding]) -> String {
    findings.iter().fold(String::new(), |list, finding| list + "\n  " + &finding.to_string())
}

macro_rules! rules {
    ($($(#[doc = $doc:literal])+ $rule:ident = $name:literal,)+) => {
        /// What a document must keep to.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Rule { $($(#[doc = $doc])+ $rule,)+ }

        impl Rule {
            /// Every rule.
            pub const ALL: &'static [Self] = &[$(Self::$rule,)+];

            /// Stable name of the rule.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Self::$rule => $name,)+ }
            }
        }
    };
}

rules! {
    /// A keyword that the generator does not understand, or one where it has no meaning.
    Keyword = "unknown-keyword",
    /// A value of the wrong JSON type, or a necessary member that is missing.
    Shape = "shape",
    /// References are local, lead to a component of the right kind and have no siblings.
    Reference = "reference",
    /// Every operation has a unique `operationId` in camelCase.
    OperationId = "operation-id",
    /// Every operation has exactly one tag, and the document declares it in kebab-case.
    OperationTag = "operation-tag",
    /// Every operation has a summary and a description.
    OperationText = "operation-text",
    /// Every operation has an example.
    OperationExample = "operation-example",
    /// Examples and defaults fit their schemas.
    ExampleFits = "example-fits",
    /// All 2xx answers of an operation have the same body, or none has one.
    OneSuccessBody = "one-success-body",
    /// No `default` answer.
    NoDefaultAnswer = "no-default-answer",
    /// Every operation declares `4XX` and `5XX`.
    ErrorRanges = "error-ranges",
    /// Every error is the one `Problem` as `application/problem+json`.
    OneProblem = "one-problem",
    /// Statuses are those that the generator has names for.
    Status = "status",
    /// One media type per body, and one that the generator understands in this place.
    MediaType = "media-type",
    /// Bodies of requests and answers are references to named schemas.
    NamedBody = "named-body",
    /// Components are named in `UpperCamelCase` and never `<OperationId>Body|Response|Params`.
    ComponentName = "component-name",
    /// Scalars with constraints are named components.
    NamedScalar = "named-scalar",
    /// Nullable uses of components are `nullable: true` with `allOf: [{$ref}]`.
    Nullable = "nullable",
    /// In answers every property is required.
    RequiredInAnswers = "required-in-answers",
    /// Objects in request bodies are closed.
    ClosedRequest = "closed-request",
    /// Schemas inside `allOf` are open objects.
    OpenInAllOf = "open-in-all-of",
    /// Merge patches are named `…Patch`, flat, closed and not empty.
    Patch = "patch",
    /// Unions are `oneOf` of references with a discriminator and an explicit mapping.
    Union = "union",
    /// Parameters are scalars or repeated keys of scalars, in path, query or header.
    Parameter = "parameter",
    /// Path templates and path parameters agree.
    PathParameter = "path-parameter",
    /// Sort values are words.
    SortWords = "sort-words",
    /// Enums are non-empty lists of texts that stay different as Rust names.
    EnumValues = "enum-values",
    /// Integers have a format and a maximum.
    Integer = "integer",
    /// Patterns are anchored, free of look-around and back references, and compile.
    Pattern = "pattern",
    /// Binary bodies are `{type: string, format: binary}` in a raw media type.
    BinaryBody = "binary-body",
    /// 204, 304 and redirects have no content; redirects declare `Location`; headers are scalars.
    AnswerHeaders = "answer-headers",
    /// Security is declared for the document; operations are required, optional or public.
    Security = "security",
    /// Paths are versioned and in kebab-case.
    PathName = "path-name",
    /// Properties and query parameters are in `snake_case`.
    PropertyName = "property-name",
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
