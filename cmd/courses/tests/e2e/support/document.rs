//! The contract as the program tells it, read without the help of its own generator.

use serde_json::{Map, Value, json};

use super::{Cli, TestStore};

/// The document.
pub(crate) struct Document {
    root: Value,
}

/// One operation of it.
#[derive(Debug, Clone)]
pub(crate) struct Operation {
    pub(crate) id: String,
    pub(crate) method: String,
    pub(crate) path: String,
    pub(crate) parameters: Vec<Value>,
    pub(crate) value: Value,
}

impl Document {
    /// The document that `courses openapi` prints.
    pub(crate) async fn read(store: &TestStore) -> Self {
        let root = Cli::new(store, ["openapi"]).run().await.good().json();
        Self { root }
    }

    pub(crate) fn root(&self) -> &Value {
        &self.root
    }

    /// Every operation.
    pub(crate) fn operations(&self) -> Vec<Operation> {
        let mut operations = Vec::new();
        for (path, item) in self.root["paths"].as_object().unwrap() {
            let shared = item["parameters"].as_array().cloned().unwrap_or_default();
            for method in ["get", "put", "post", "delete", "patch"] {
                let Some(value) = item.get(method) else { continue };
                let own = value["parameters"].as_array().cloned().unwrap_or_default();
                let parameters = shared.iter().chain(&own).map(|it| self.resolve(it).clone());
                operations.push(Operation {
                    id: value["operationId"].as_str().unwrap().to_owned(),
                    method: method.to_uppercase(),
                    path: path.clone(),
                    parameters: parameters.collect(),
                    value: value.clone(),
                });
            }
        }
        operations
    }

    /// What a `$ref` leads to.
    pub(crate) fn resolve<'a>(&'a self, value: &'a Value) -> &'a Value {
        match value["$ref"].as_str() {
            Some(reference) => {
                let pointer = reference.strip_prefix('#').expect("references stay inside");
                self.resolve(self.root.pointer(pointer).expect("references lead somewhere"))
            }
            None => value,
        }
    }

    /// The examples of a request body: their names and values.
    pub(crate) fn examples(&self, operation: &Operation) -> Vec<(String, Value)> {
        let Some(content) = operation.value["requestBody"]["content"].as_object() else {
            return Vec::new();
        };
        let examples = content.values().filter_map(|media| media["examples"].as_object());
        examples
            .flatten()
            .map(|(name, example)| (name.clone(), self.resolve(example)["value"].clone()))
            .collect()
    }

    /// What is wrong with `body` as the answer of `operation` with `status`.
    pub(crate) fn violations(
        &self,
        operation: &Operation,
        status: u16,
        media: &str,
        body: &Value,
    ) -> Vec<String> {
        let responses = &operation.value["responses"];
        let range = format!("{}XX", status / 100);
        let response = responses.get(status.to_string()).or_else(|| responses.get(range));
        let Some(response) = response else { return vec![format!("{status} is not declared")] };
        let schema = &self.resolve(response)["content"][media]["schema"];
        if schema.is_null() {
            return vec![format!("{status} has no {media}")];
        }
        let mut schema = json!({ "allOf": [schema], "components": self.root["components"] });
        strict(&mut schema);
        let options = jsonschema::options().should_validate_formats(true).build(&schema);
        let validator = options.expect("the contract has valid schemas");
        validator
            .iter_errors(body)
            .map(|error| format!("{}: {error}", error.instance_path()))
            .collect()
    }
}

/// `OpenAPI` 3.0 says `nullable` where JSON Schema has a type.
fn strict(schema: &mut Value) {
    match schema {
        Value::Array(items) => items.iter_mut().for_each(strict),
        Value::Object(members) => {
            members.values_mut().for_each(strict);
            if members.remove("nullable") == Some(Value::Bool(true)) {
                let inner = Value::Object(std::mem::take(members));
                *members =
                    Map::from_iter([("anyOf".to_owned(), json!([inner, { "type": "null" }]))]);
            }
        }
        _ => {}
    }
}

/// An example of a parameter, as it stands in an address.
pub(crate) fn shown(example: &Value) -> String {
    example.as_str().map_or_else(|| example.to_string(), str::to_owned)
}

impl Operation {
    /// The path with its parameters filled in.
    pub(crate) fn path_with(&self, value: impl Fn(&str) -> String) -> String {
        let mut path = self.path.clone();
        for parameter in self.parameters_in("path") {
            path = path.replace(&format!("{{{parameter}}}"), &value(&parameter));
        }
        path
    }

    pub(crate) fn parameters_in(&self, place: &str) -> Vec<String> {
        let here = self.parameters.iter().filter(|parameter| parameter["in"] == place);
        here.map(|parameter| parameter["name"].as_str().unwrap().to_owned()).collect()
    }

    /// The query parameters that have to be there, as in their examples.
    pub(crate) fn required_query(&self) -> String {
        let query = self.parameters.iter().filter(|it| it["in"] == "query");
        let needed = query.filter(|parameter| parameter["required"] == true);
        let pair = |parameter: &Value| {
            let value = shown(&parameter["example"]).replace(' ', "+");
            format!("{}={value}", parameter["name"].as_str().unwrap())
        };
        let pairs: Vec<String> = needed.map(pair).collect();
        if pairs.is_empty() { String::new() } else { format!("?{}", pairs.join("&")) }
    }

    pub(crate) fn takes_header(&self, name: &str) -> bool {
        self.parameters_in("header").iter().any(|header| header == name)
    }

    /// Whether a caller must be known.
    pub(crate) fn needs_token(&self) -> bool {
        match self.value["security"].as_array() {
            None => true,
            Some(ways) => !ways.is_empty() && !ways.contains(&json!({})),
        }
    }

    /// The status of success that is declared first.
    pub(crate) fn success(&self) -> u16 {
        let responses = self.value["responses"].as_object().unwrap();
        let status = responses.keys().find(|status| status.starts_with('2')).unwrap();
        status.parse().unwrap()
    }
}
