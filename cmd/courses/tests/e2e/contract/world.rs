//! A school in which the examples of the contract make sense: their ids lead somewhere.

use std::collections::{BTreeSet, HashMap};

use serde_json::Value;

use crate::support::{Account, Answer, Document, Http, Operation, shown};

// The ids that stand in the examples.
pub(super) const COURSE: &str = "0192f3a1-7c5e-7b2a-9d41-3f6c2b8e5a10";
pub(super) const SECTION: &str = "0192f3a1-7c5e-7b2a-9d41-3f6c2b8e5a11";
pub(super) const TOPIC: &str = "0192f3a1-7c5e-7b2a-9d41-3f6c2b8e5a12";
pub(super) const LESSON: &str = "0192f3a1-7c5e-7b2a-9d41-3f6c2b8e5a13";
pub(super) const PUBLICATION_REQUEST: &str = "0192f3b0-6a3d-7c19-8e52-1b4d7f9a2c31";
pub(super) const RUN: &str = "0192f3b4-11d0-7e63-8a27-90c4d5e6f701";
pub(super) const SUBJECT: &str = "0192f39f-0a10-7c44-8b1e-5d2f7a9c3e01";
pub(super) const INSTRUCTOR: &str = "0192f39f-4b20-7d11-a3c8-6e1f9b2d7c02";
pub(super) const JOB: &str = "0192f3e0-6c1d-7f00-8b2a-5d4c3b2a1907";
pub(super) const OTHER_SUBJECT: &str = "0192f39f-0a10-7c44-8b1e-5d2f7a9c3e0f";
pub(super) const OTHER_INSTRUCTOR: &str = "0192f39f-4b20-7d11-a3c8-6e1f9b2d7c0f";
pub(super) const ACCOUNT: &str = "0192f3d0-5e10-7c21-9b64-2a1f8d7c6e02";
pub(super) const SESSION: &str = "0192f3d2-77aa-7b15-a0c9-4e3d2c1b0a03";
pub(super) const API_KEY: &str = "0192f3d4-3b08-7f46-8d5e-7a6b5c4d3e04";
pub(super) const REFRESH_TOKEN: &str =
    "cr1.AZLz0neqexWgyU49LBsKAwAAAAAAAQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHw";
pub(super) const MAIL_TOKEN: &str =
    "cv1.AZLz0F4QfCGbZCofjXxuAgABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f";

/// The contract, the program, and what the ids of the examples are here.
pub(super) struct World {
    document: Document,
    http: Http,
    token: String,
    ids: HashMap<&'static str, String>,
    called: BTreeSet<(String, String)>,
}

impl World {
    pub(super) fn new(document: Document, http: Http) -> Self {
        let token = Account::admin().token();
        Self { document, http, token, ids: HashMap::new(), called: BTreeSet::new() }
    }

    /// From now on `example` is `real`.
    pub(super) fn is(&mut self, example: &'static str, real: &Value) {
        self.ids.insert(example, real.as_str().expect("an id").to_owned());
    }

    /// From now on calls are made with this token; answers the one before.
    pub(super) fn acts_with(&mut self, token: &str) -> String {
        std::mem::replace(&mut self.token, token.to_owned())
    }

    /// The text with the ids of the examples replaced.
    fn real(&self, text: &str) -> String {
        self.ids.iter().fold(text.to_owned(), |text, (example, real)| text.replace(example, real))
    }

    fn operation(&self, id: &str) -> Operation {
        let all = self.document.operations();
        all.into_iter().find(|operation| operation.id == id).unwrap_or_else(|| panic!("no {id}"))
    }

    /// Sends an operation as the contract shows it and holds the answer against the contract.
    pub(super) async fn call(&mut self, id: &str, example: &str) -> Answer {
        self.send(id, example, None).await
    }

    /// The same, based on a version.
    pub(super) async fn call_at(&mut self, id: &str, example: &str, tag: &str) -> Answer {
        self.send(id, example, Some(tag)).await
    }

    async fn send(&mut self, id: &str, example: &str, tag: Option<&str>) -> Answer {
        let operation = self.operation(id);
        let parameter = |name: &str| {
            let declared = operation.parameters.iter().find(|it| it["name"] == name).unwrap();
            assert!(!declared["example"].is_null(), "{name} has no example");
            self.real(&shown(&declared["example"]))
        };
        let path = operation.path_with(parameter) + &self.query(&operation);
        let mut call = self.http.call(&operation.method, &path);
        if operation.needs_token() {
            call = call.bearer(&self.token);
        }
        if let Some(tag) = tag {
            call = call.header("if-match", tag);
        }
        let body = self.document.examples(&operation).into_iter().find(|(name, _)| name == example);
        if let Some((_, body)) = &body {
            let body: Value = serde_json::from_str(&self.real(&body.to_string())).unwrap();
            call = match body.as_str() {
                Some(file) => call.header("content-type", "text/csv").raw(file),
                None => call.json(&body),
            };
        }
        assert!(body.is_some() || example.is_empty(), "{id} has no example {example}");
        let answer = call.send().await;
        assert_eq!(answer.status, operation.success(), "{id} {example}: {answer:#?}");
        self.check(&operation, &answer);
        self.called.insert((id.to_owned(), example.to_owned()));
        answer
    }

    /// Every query parameter of the operation, as in its example.
    fn query(&self, operation: &Operation) -> String {
        let mut pairs = Vec::new();
        for parameter in operation.parameters.iter().filter(|it| it["in"] == "query") {
            let name = parameter["name"].as_str().unwrap();
            let values = match &parameter["example"] {
                // Opaque: it is given out, not made up.
                _ if name == "cursor" => continue,
                Value::Array(values) => values.clone(),
                value => vec![value.clone()],
            };
            for value in values {
                pairs.push(format!("{name}={}", self.real(&shown(&value)).replace(' ', "+")));
            }
        }
        if pairs.is_empty() { String::new() } else { format!("?{}", pairs.join("&")) }
    }

    /// Fails unless the answer is as declared: status, headers, media type, body.
    pub(super) fn check(&self, operation: &Operation, answer: &Answer) {
        let id = &operation.id;
        let responses = &operation.value["responses"];
        let range = format!("{}XX", answer.status / 100);
        let declared = responses.get(answer.status.to_string()).or_else(|| responses.get(range));
        let declared = self.document.resolve(declared.expect("the status is declared"));
        for (name, header) in declared["headers"].as_object().into_iter().flatten() {
            let needed = self.document.resolve(header)["required"] == true;
            assert!(!needed || !answer.header(name).is_empty(), "{id} has no {name}: {answer:#?}");
        }
        let media = answer.header("content-type");
        if declared.get("content").is_none() {
            assert_eq!(answer.text, "", "{id}: {answer:#?}");
            return;
        }
        if !media.contains("json") {
            assert!(declared["content"].get(media).is_some(), "{id}: {answer:#?}");
            return;
        }
        let body = answer.json();
        let violations = self.document.violations(operation, answer.status, media, &body);
        assert!(violations.is_empty(), "{id}: {violations:#?} in {body:#}");
    }

    /// Asks again with the tag of an answer; it has not changed.
    pub(super) async fn unchanged(&mut self, id: &str, answer: &Answer) {
        let operation = self.operation(id);
        let path = operation.path_with(|name| {
            let declared = operation.parameters.iter().find(|it| it["name"] == name).unwrap();
            self.real(declared["example"].as_str().unwrap())
        });
        let call = self.http.get(&path).bearer(&self.token);
        let again = call.header("if-none-match", answer.header("etag")).send().await;
        let again = again.expect(304);
        assert_eq!((again.text.as_str(), again.header("etag")), ("", answer.header("etag")));
    }

    /// What the contract shows and nobody has called.
    pub(super) fn left_out(&self) -> Vec<(String, String)> {
        let mut all = BTreeSet::new();
        for operation in self.document.operations() {
            let examples = self.document.examples(&operation);
            if examples.is_empty() {
                all.insert((operation.id.clone(), String::new()));
            }
            all.extend(examples.into_iter().map(|(name, _)| (operation.id.clone(), name)));
        }
        all.difference(&self.called).cloned().collect()
    }

    pub(super) fn document(&self) -> &Document {
        &self.document
    }

    pub(super) fn http(&self) -> &Http {
        &self.http
    }
}
