//! The schemas that requests and answers are held to, as text for the validator.

use std::collections::BTreeMap;

use proc_macro2::TokenStream;
use quote::quote;

use crate::contract::Contract;
use crate::emit::operations::target;
use crate::schema::validation;

/// `SCHEMAS`: components by their name, parameters without one as `operation.in.name`, bodies as
/// `operation.body`, answers as `operation.status`.
pub(super) fn source(contract: &Contract<'_>) -> TokenStream {
    let rows = rows(contract).into_iter().map(|(name, schema)| {
        let schema = raw(&schema);
        quote!((#name, #schema))
    });
    quote! {
        /// Compiles every schema now rather than under the first requests.
        pub fn warm_schemas() {
            SCHEMAS.warm();
        }

        static SCHEMAS: ::xapi::Schemas = ::xapi::Schemas::new(&[#(#rows,)*]);
    }
}

/// `text` as a raw literal: JSON is hard to read with every quote escaped.
fn raw(text: &str) -> TokenStream {
    let mut hashes = "#".to_owned();
    while text.contains(&format!("\"{hashes}")) {
        hashes.push('#');
    }
    format!("r{hashes}\"{text}\"{hashes}").parse().expect("a raw string is a token")
}

fn rows(contract: &Contract<'_>) -> BTreeMap<String, String> {
    let mut rows = BTreeMap::new();
    for (name, node) in contract.document.schemas() {
        rows.insert(name.to_owned(), validation(&node).to_string());
    }
    for operation in &contract.operations {
        for parameter in &operation.parameters {
            if parameter.schema.schema_name().is_none() {
                let name = target(operation, parameter);
                rows.insert(name, validation(&parameter.schema).to_string());
            }
        }
        if let Some(body) = operation.body.as_ref().filter(|body| body.is_json()) {
            rows.insert(format!("{}.body", operation.id), validation(&body.schema).to_string());
        }
        for answer in &operation.answers {
            if let Some(content) = answer.content.as_ref().filter(|content| content.is_json()) {
                let name = format!("{}.{}", operation.id, answer.status);
                rows.insert(name, validation(&content.schema).to_string());
            }
        }
    }
    rows
}
