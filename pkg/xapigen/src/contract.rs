//! What a checked document promises, in the words of the emitter.
//!
//! Reads only documents that passed the rules, so that absence is never a surprise here.

use serde_json::Value;

use crate::document::{Document, Node};

/// How many bytes a request body may have unless the operation says otherwise.
const DEFAULT_BODY_LIMIT: u64 = 1 << 20;

/// Methods that operations may have, in the order of their routes.
pub(crate) const METHODS: &[&str] = &["get", "post", "put", "patch", "delete"];

/// Everything that is emitted.
#[derive(Debug)]
pub(crate) struct Contract<'a> {
    pub(crate) document: &'a Document,
    pub(crate) tags: Vec<Tag<'a>>,
    pub(crate) operations: Vec<Operation<'a>>,
}

/// A group of operations: one trait.
#[derive(Debug)]
pub(crate) struct Tag<'a> {
    pub(crate) name: &'a str,
    pub(crate) description: &'a str,
}

/// Who may call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Security {
    Public,
    Optional,
    Required,
}

/// One operation.
#[derive(Debug)]
pub(crate) struct Operation<'a> {
    pub(crate) id: &'a str,
    pub(crate) method: &'static str,
    pub(crate) path: &'a str,
    pub(crate) tag: &'a str,
    pub(crate) summary: &'a str,
    pub(crate) description: &'a str,
    pub(crate) security: Security,
    pub(crate) parameters: Vec<Parameter<'a>>,
    pub(crate) body: Option<Content<'a>>,
    pub(crate) answers: Vec<Answer<'a>>,
    pub(crate) statuses: Vec<u16>,
    pub(crate) body_limit: u64,
    pub(crate) reads_nearest: bool,
    pub(crate) roles: Vec<&'a str>,
    pub(crate) problems: Vec<&'a str>,
}

/// One parameter, wherever it is declared.
#[derive(Debug)]
pub(crate) struct Parameter<'a> {
    pub(crate) name: &'a str,
    pub(crate) location: &'a str,
    pub(crate) description: &'a str,
    pub(crate) required: bool,
    pub(crate) schema: Node<'a>,
}

/// A body with its only media type.
#[derive(Debug)]
pub(crate) struct Content<'a> {
    pub(crate) media: &'a str,
    pub(crate) schema: Node<'a>,
}

/// One success or redirect.
#[derive(Debug)]
pub(crate) struct Answer<'a> {
    pub(crate) status: u16,
    pub(crate) description: &'a str,
    pub(crate) headers: Vec<Header<'a>>,
    pub(crate) content: Option<Content<'a>>,
}

/// A header that an answer declares.
#[derive(Debug)]
pub(crate) struct Header<'a> {
    pub(crate) name: &'a str,
    pub(crate) description: &'a str,
    pub(crate) required: bool,
}

impl<'a> Contract<'a> {
    pub(crate) fn read(document: &'a Document) -> Self {
        let root = document.root();
        let tags = root.items_of("tags").into_iter().map(|tag| Tag {
            name: tag.text("name").unwrap_or_default(),
            description: tag.text("description").unwrap_or_default(),
        });
        let operations = places(document).into_iter().map(|place| operation(&root, &place));
        Self { document, tags: tags.collect(), operations: operations.collect() }
    }
}

/// Where an operation stands.
#[derive(Debug)]
pub(crate) struct Place<'a> {
    pub(crate) path: &'a str,
    pub(crate) method: &'static str,
    pub(crate) item: Node<'a>,
    pub(crate) node: Node<'a>,
}

/// Every operation of the document, path by path.
pub(crate) fn places(document: &Document) -> Vec<Place<'_>> {
    let mut places = Vec::new();
    for (path, item) in document.root().members_of("paths") {
        for &method in METHODS {
            if let Some(node) = item.key(method) {
                places.push(Place { path, method, item: item.clone(), node });
            }
        }
    }
    places
}

impl<'a> Place<'a> {
    /// Parameters of the path and of the operation, references followed.
    pub(crate) fn parameters(&self) -> Vec<Node<'a>> {
        let mut declared = self.item.items_of("parameters");
        declared.extend(self.node.items_of("parameters"));
        declared.iter().map(Node::resolved).collect()
    }

    /// Answers by status as written, references followed.
    pub(crate) fn answers(&self) -> Vec<(&'a str, Node<'a>)> {
        let declared = self.node.members_of("responses");
        declared.into_iter().map(|(status, answer)| (status, answer.resolved())).collect()
    }

    /// The request body, reference followed.
    pub(crate) fn body(&self) -> Option<Node<'a>> {
        self.node.key("requestBody").map(|body| body.resolved())
    }

    /// `operationId`, or nothing where it is missing.
    pub(crate) fn id(&self) -> &'a str {
        self.node.text("operationId").unwrap_or_default()
    }
}

fn operation<'a>(root: &Node<'a>, place: &Place<'a>) -> Operation<'a> {
    let node = &place.node;
    let answers = place.answers();
    Operation {
        id: place.id(),
        method: place.method,
        path: place.path,
        tag: node.texts("tags").first().copied().unwrap_or_default(),
        summary: node.text("summary").unwrap_or_default(),
        description: node.text("description").unwrap_or_default(),
        security: security(root, node),
        parameters: place.parameters().iter().map(parameter).collect(),
        body: place.body().and_then(|body| content(&body)),
        statuses: answers.iter().filter_map(|(status, _)| status.parse().ok()).collect(),
        answers: answers.iter().filter_map(|(status, node)| answer(status, node)).collect(),
        body_limit: node
            .key("x-body-limit")
            .and_then(|limit| limit.value.as_u64())
            .unwrap_or(DEFAULT_BODY_LIMIT),
        reads_nearest: node.text("x-read-preference") == Some("nearest"),
        roles: node.texts("x-roles"),
        problems: node.texts("x-problems"),
    }
}

/// The operation's own `security`, or that of the document.
pub(crate) fn security(root: &Node<'_>, operation: &Node<'_>) -> Security {
    let declared = if operation.has("security") { operation } else { root };
    let choices = declared.items_of("security");
    let empty = |node: &Node<'_>| node.value.as_object().is_some_and(serde_json::Map::is_empty);
    if choices.iter().all(empty) {
        Security::Public
    } else if choices.iter().any(empty) {
        Security::Optional
    } else {
        Security::Required
    }
}

fn parameter<'a>(node: &Node<'a>) -> Parameter<'a> {
    Parameter {
        name: node.text("name").unwrap_or_default(),
        location: node.text("in").unwrap_or_default(),
        description: node.text("description").unwrap_or_default(),
        required: node.is_true("required"),
        schema: node.key("schema").unwrap_or_else(|| node.clone()),
    }
}

fn content<'a>(node: &Node<'a>) -> Option<Content<'a>> {
    let (media, content) = node.members_of("content").into_iter().next()?;
    Some(Content { media, schema: content.key("schema")? })
}

fn answer<'a>(status: &str, node: &Node<'a>) -> Option<Answer<'a>> {
    let status = status.parse().ok().filter(|status| *status < 400)?;
    let headers = node.members_of("headers").into_iter().map(|(name, header)| {
        let header = header.resolved();
        Header {
            name,
            description: header.text("description").unwrap_or_default(),
            required: header.is_true("required"),
        }
    });
    Some(Answer {
        status,
        description: node.text("description").unwrap_or_default(),
        headers: headers.collect(),
        content: content(node),
    })
}

impl Parameter<'_> {
    /// What stands in for a missing value, from the schema or the component it refers to.
    pub(crate) fn default(&self) -> Option<&Value> {
        self.schema.value.get("default").or_else(|| self.schema.resolved().value.get("default"))
    }

    pub(crate) fn is_list(&self) -> bool {
        self.schema.resolved().text("type") == Some("array")
    }

    /// JSON type of the value, or of each value of a list.
    pub(crate) fn scalar(&self) -> &str {
        let schema = self.schema.resolved();
        let scalar =
            if self.is_list() { schema.key("items").map(|it| it.resolved()) } else { None };
        scalar.unwrap_or(schema).text("type").unwrap_or("string")
    }
}

impl Content<'_> {
    pub(crate) fn is_json(&self) -> bool {
        is_json(self.media)
    }
}

/// Whether bodies of this media type are JSON.
pub(crate) fn is_json(media: &str) -> bool {
    media == "application/json" || media.ends_with("+json")
}
