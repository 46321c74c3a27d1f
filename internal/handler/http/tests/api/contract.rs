//! The contract as the service serves it, and its examples as requests.

use serde_json::Value;

use crate::ask::{Answer, Ask};
use crate::school::School;

/// The contract as JSON with its references followed.
pub(crate) struct Contract(Value);

impl Contract {
    pub(crate) async fn read() -> Self {
        Self(School::new().get("/openapi.json").gets(200).await.json())
    }

    pub(crate) fn follow<'a>(&'a self, node: &'a Value) -> &'a Value {
        match node["$ref"].as_str() {
            Some(reference) => self.0.pointer(reference.trim_start_matches('#')).unwrap(),
            None => node,
        }
    }

    /// Path, method and content of every operation.
    pub(crate) fn operations(&self) -> Vec<(String, String, Value)> {
        const METHODS: [&str; 5] = ["get", "post", "put", "patch", "delete"];
        let paths = self.0["paths"].as_object().unwrap().iter();
        let operations = paths.flat_map(|(path, item)| {
            let item = item.as_object().unwrap().iter();
            let item = item.filter(|(method, _)| METHODS.contains(&method.as_str()));
            item.map(move |(method, it)| (path.clone(), method.clone(), it.clone()))
        });
        operations.collect()
    }

    /// The roles that an operation is for.
    pub(crate) fn roles(&self, operation: &str) -> Vec<String> {
        let all = self.operations().into_iter();
        let (.., found) = all.into_iter().find(|it| it.2["operationId"] == operation).unwrap();
        let roles = found["x-roles"].as_array().unwrap().iter();
        roles.map(|role| role.as_str().unwrap().to_owned()).collect()
    }

    /// Location, name and example of each parameter of an operation.
    fn parameters(&self, path: &str, method: &str) -> Vec<(String, String, Value)> {
        let item = &self.0["paths"][path];
        let declared = [&item["parameters"], &item[method]["parameters"]];
        let declared = declared.into_iter().filter_map(Value::as_array).flatten();
        let read = |node: &Value| {
            let node = self.follow(node);
            let text = |key: &str| node[key].as_str().unwrap().to_owned();
            (text("in"), text("name"), node["example"].clone())
        };
        declared.map(read).collect()
    }

    /// The examples of the body of an operation.
    pub(crate) fn bodies(&self, path: &str, method: &str) -> Vec<Value> {
        let content = self.0["paths"][path][method]["requestBody"]["content"].as_object();
        let media = content.into_iter().flat_map(|content| content.values());
        let examples = media.filter_map(|media| media["examples"].as_object());
        let values = examples.flat_map(|examples| examples.values());
        values.map(|example| self.follow(example)["value"].clone()).collect()
    }
}

/// A value as it stands in an address.
pub(crate) fn encoded(value: &Value) -> String {
    let text = value.as_str().map_or_else(|| value.to_string(), ToOwned::to_owned);
    let encode = |byte: u8| match byte {
        b if b.is_ascii_alphanumeric() || b"-_.".contains(&b) => char::from(b).to_string(),
        b => format!("%{b:02X}"),
    };
    text.bytes().map(encode).collect()
}

/// The request of the examples, sent by `who`.
pub(crate) async fn sent(
    school: &School,
    contract: &Contract,
    operation: &xapi::Operation,
    body: Option<&Value>,
    who: impl FnOnce(Ask<'_>) -> Ask<'_>,
) -> Answer {
    let method = operation.method.to_lowercase();
    let mut path = operation.path.to_owned();
    let (mut query, mut headers) = (Vec::new(), Vec::new());
    for (location, name, example) in contract.parameters(operation.path, &method) {
        match location.as_str() {
            "path" => path = path.replace(&format!("{{{name}}}"), &encoded(&example)),
            // Cursors are opaque: the example is none that anybody gave out.
            "query" if name == "cursor" => {}
            "query" => match example.as_array() {
                Some(values) => {
                    query.extend(values.iter().map(|value| format!("{name}={}", encoded(value))));
                }
                None => query.push(format!("{name}={}", encoded(&example))),
            },
            _ => headers.push((name, example.as_str().unwrap().to_owned())),
        }
    }
    let target = format!("{path}?{}", query.join("&"));
    let ask = school.ask(operation.method.parse().unwrap(), target.trim_end_matches('?'));
    let ask = headers.iter().fold(who(ask), |ask, (name, value)| ask.header(name, value));
    match body {
        Some(Value::String(file)) => ask.file(operation.consumes.unwrap(), file),
        Some(body) => ask.json(body),
        None => ask,
    }
    .send()
    .await
}
