//! What the document says about an operation, as data.

/// One operation of the document: the key of metrics, limits and the policy.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Operation {
    /// Place in the generated table.
    pub index: usize,
    /// `operationId`.
    pub name: &'static str,
    /// HTTP method in capitals.
    pub method: &'static str,
    /// Path with parameters in braces.
    pub path: &'static str,
    /// The only tag.
    pub tag: &'static str,
    /// Who may call.
    pub security: Security,
    /// Parameters of path, query and header.
    pub parameters: &'static [Parameter],
    /// Media type of the request body.
    pub consumes: Option<&'static str>,
    /// Media type of the bodies of successes.
    pub produces: Option<&'static str>,
    /// Declared statuses, without the ranges `4XX` and `5XX`.
    pub statuses: &'static [u16],
    /// Largest request body in bytes.
    pub body_limit: usize,
    /// Whether an answer may come from a replica that lags (`x-read-preference: nearest`).
    pub reads_nearest: bool,
    /// Roles that the document names (`x-roles`).
    pub roles: &'static [&'static str],
    /// Codes of problems that the document names (`x-problems`).
    pub problems: &'static [&'static str],
}

impl Operation {
    /// Whether the operation changes nothing.
    #[must_use]
    pub fn is_safe(&self) -> bool {
        self.method == "GET"
    }
}

/// Who may call an operation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Security {
    /// Everybody; credentials are not looked at.
    Public,
    /// Everybody; but credentials that are present must be good.
    Optional,
    /// Only callers with credentials.
    Required,
}

/// One declared parameter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Parameter {
    /// Where it is sent.
    pub location: Location,
    /// Its name there.
    pub name: &'static str,
    /// JSON type of the value, or of each value of a list.
    pub kind: Kind,
    /// Whether the key may be repeated.
    pub list: bool,
    /// Whether it must be sent.
    pub required: bool,
    /// What stands in for a missing value, as JSON.
    pub default: Option<&'static str>,
    /// Name of the schema that the value must fit.
    pub schema: &'static str,
}

/// Where a parameter is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Location {
    /// In the path.
    Path,
    /// In the query string.
    Query,
    /// As a header.
    Header,
}

impl Location {
    /// First segment of the pointer to a parameter.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Path => "path",
            Self::Query => "query",
            Self::Header => "header",
        }
    }
}

/// JSON type of a parameter's value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// Taken as it is.
    String,
    /// A whole number.
    Integer,
    /// Any number.
    Number,
    /// `true` or `false`.
    Boolean,
}
