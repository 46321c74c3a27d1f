//! The fields of answers, as the contract has them.

use std::collections::BTreeMap;
use std::fmt;

use courses_domain::catalogue::LessonKind;
use serde_json::Value;

use crate::contract::Contract;

/// Answers about the caller, and about the service.
const NOT_FOR_LEARNERS: [&str; 4] = ["me", "api-keys", "keys", "system"];

/// A member of an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Field {
    /// The schema that has it.
    pub(super) schema: String,
    /// What it is called there.
    pub(super) name: String,
    /// The names on the way to it; `*` is every item of a list.
    path: Vec<String>,
    /// The tag of the branch of a union that it stands in.
    branch: Option<String>,
    /// Schema and name of the field that it is a part of.
    pub(super) around: Option<(String, String)>,
}

impl Field {
    /// Whether it can be in an answer about a lesson of this kind.
    pub(super) fn is_of(&self, kind: Option<LessonKind>) -> bool {
        self.branch.as_deref().is_none_or(|branch| kind.is_some_and(|kind| kind.word() == branch))
    }

    /// Whether an answer says anything there.
    pub(super) fn is_filled_in(&self, body: &Value) -> bool {
        is_filled(body, &self.path)
    }
}

impl fmt::Display for Field {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{} at /{}", self.schema, self.name, self.path.join("/"))
    }
}

fn is_filled(value: &Value, path: &[String]) -> bool {
    match path {
        [] => match value {
            Value::Null | Value::Bool(false) => false,
            Value::Array(items) => !items.is_empty(),
            Value::String(text) => !text.is_empty(),
            _ => true,
        },
        [first, rest @ ..] if first == "*" => {
            value.as_array().is_some_and(|items| items.iter().any(|item| is_filled(item, rest)))
        }
        [first, rest @ ..] => value.get(first).is_some_and(|value| is_filled(value, rest)),
    }
}

/// What learners can be answered.
pub(super) struct Answers {
    /// Operations and their paths.
    pub(super) paths: Vec<(String, String)>,
    /// The fields of each.
    pub(super) fields: BTreeMap<String, Vec<Field>>,
}

/// Everything that learners can read about what is taught.
pub(super) fn answers_for_learners(contract: &Contract) -> Answers {
    let for_learners = |operation: &Value| {
        let has = |list: &str, word: &str| {
            operation[list].as_array().is_some_and(|words| words.iter().any(|it| it == word))
        };
        has("x-roles", "student") && !NOT_FOR_LEARNERS.iter().any(|tag| has("tags", tag))
    };
    let fields = fields_of(contract, for_learners);
    let paths = contract.operations();
    let paths = paths.into_iter().filter(|(_, method, _)| method == "get");
    let paths: Vec<_> = paths
        .map(|(path, _, operation)| (operation["operationId"].as_str().unwrap().to_owned(), path))
        .filter(|(id, _)| fields.contains_key(id))
        .collect();
    let fields = fields.into_iter().filter(|(id, _)| paths.iter().any(|it| it.0 == *id)).collect();
    Answers { paths, fields }
}

/// The fields of the successes of all operations like this, as far as they are JSON.
pub(super) fn fields_of(
    contract: &Contract,
    wanted: impl Fn(&Value) -> bool,
) -> BTreeMap<String, Vec<Field>> {
    let mut all = BTreeMap::new();
    for (_, _, operation) in contract.operations() {
        let mut fields = Vec::new();
        let answers = operation["responses"].as_object().unwrap();
        for (_, answer) in answers.iter().filter(|(status, _)| status.starts_with('2')) {
            let schema = &contract.follow(answer)["content"]["application/json"]["schema"];
            if !schema.is_null() {
                walk(contract, schema, &Place::default(), &mut fields);
            }
        }
        if !fields.is_empty() && wanted(&operation) {
            all.insert(operation["operationId"].as_str().unwrap().to_owned(), fields);
        }
    }
    all
}

/// The way to a schema.
#[derive(Default, Clone)]
struct Place {
    path: Vec<String>,
    branch: Option<String>,
    around: Option<(String, String)>,
}

impl Place {
    fn below(&self, name: &str) -> Self {
        let mut below = self.clone();
        below.path.push(name.to_owned());
        below
    }
}

/// Notes the fields of a schema; one without a name goes by the field that it is the schema of.
fn walk(contract: &Contract, node: &Value, place: &Place, fields: &mut Vec<Field>) {
    if let Some([only]) = node["allOf"].as_array().map(Vec::as_slice) {
        return walk(contract, only, place, fields);
    }
    let inline =
        || place.around.as_ref().map_or_else(String::new, |it| format!("{}.{}", it.0, it.1));
    let name = node["$ref"].as_str().and_then(|it| it.rsplit('/').next());
    let name = name.map_or_else(inline, str::to_owned);
    let node = contract.follow(node);
    for (word, target) in node["discriminator"]["mapping"].as_object().into_iter().flatten() {
        let branch = Place { branch: Some(word.clone()), ..place.clone() };
        walk(contract, &serde_json::json!({ "$ref": target }), &branch, fields);
    }
    if !node["items"].is_null() {
        walk(contract, &node["items"], &place.below("*"), fields);
    }
    for (member, inner) in node["properties"].as_object().into_iter().flatten() {
        let mut below = place.below(member);
        fields.push(Field {
            schema: name.clone(),
            name: member.clone(),
            path: below.path.clone(),
            branch: place.branch.clone(),
            around: place.around.clone(),
        });
        below.around = Some((name.clone(), member.clone()));
        walk(contract, inner, &below, fields);
    }
}
