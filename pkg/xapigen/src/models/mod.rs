//! Rust types of the schemas: structs and enums by typify, unions and merge patches by hand.

mod patch;
mod union;

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::quote;
use schemars::schema::{InstanceType, Schema, SchemaObject};
use serde_json::Value;
use typify::{TypeSpace, TypeSpaceImpl, TypeSpaceSettings};

use crate::contract::Contract;
use crate::document::Node;
use crate::error::Error;
use crate::names;
use crate::schema::{Model, is_plain, unions};

/// The types made so far.
pub(crate) struct Models<'a> {
    types: TypeSpace,
    model: Model<'a>,
    patches: BTreeSet<&'a str>,
    handmade: Vec<TokenStream>,
}

impl<'a> Models<'a> {
    /// Makes the types of every component schema.
    pub(crate) fn new(contract: &Contract<'a>) -> Result<Self, Error> {
        let unions = unions(contract.document);
        let model = Model::new(&unions);
        let schemas = contract.document.schemas();
        let mut settings = settings();
        for union in &unions {
            let path = format!("models::{}", names::camel(union.name));
            settings.with_replacement(union.name, path, std::iter::empty());
        }
        let mut models = Self {
            types: TypeSpace::new(&settings),
            model,
            patches: patch::names(contract),
            handmade: unions.iter().map(union::source).collect(),
        };
        models.add_components(&schemas)?;
        for (name, node) in &schemas {
            if models.patches.contains(name) {
                let source = patch::source(&mut models, name, node)?;
                models.handmade.push(source);
            }
        }
        Ok(models)
    }

    fn add_components(&mut self, schemas: &[(&'a str, Node<'a>)]) -> Result<(), Error> {
        let mut definitions = Vec::new();
        for (name, node) in schemas {
            if !self.patches.contains(name) && !is_plain(node) {
                definitions.push(((*name).to_owned(), read(node, self.model.schema(node))?));
            }
        }
        let failed = |source| Error::Model { pointer: "/components/schemas".to_owned(), source };
        self.types.add_ref_types(definitions).map_err(|error| failed(Box::new(error)))
    }

    /// The Rust type of `node`, as seen from outside the module of models. `name` is for types
    /// that the document has no name for.
    pub(crate) fn of(&mut self, node: &Node<'a>, name: &str) -> Result<TokenStream, Error> {
        if let Some(patch) = node.schema_name().filter(|name| self.patches.contains(name)) {
            let patch = names::camel(patch);
            return Ok(quote!(models::#patch));
        }
        let schema = self.model.schema(node);
        self.add(node, schema, name)
    }

    /// As [`Self::of`], for the values that are not null.
    fn of_present(&mut self, node: &Node<'a>, name: &str) -> Result<TokenStream, Error> {
        let schema = match node.schema_name() {
            Some(_) => self.model.schema(node),
            None => self.model.present(node),
        };
        self.add(node, schema, name)
    }

    fn add(&mut self, node: &Node<'_>, schema: Value, name: &str) -> Result<TokenStream, Error> {
        let schema = read(node, schema)?;
        let added = self.types.add_type_with_name(&schema, Some(name.to_owned()));
        let added = added.and_then(|id| Ok(self.types.get_type(&id)?.ident()));
        added.map_err(|error| failed(node, error))
    }

    /// The module `models`.
    pub(crate) fn source(&self) -> TokenStream {
        let types = self.types.to_stream();
        let handmade = &self.handmade;
        quote! {
            /// The schemas of the document as Rust types.
            pub mod models {
                use super::models;
                // Some attributes name `Option::deserialize`.
                use ::serde::Deserialize as _;
                #types
                #(#handmade)*
            }
        }
    }
}

fn settings() -> TypeSpaceSettings {
    let mut settings = TypeSpaceSettings::default();
    settings.with_type_mod("models").with_derive("PartialEq".to_owned());
    let text = [TypeSpaceImpl::Display, TypeSpaceImpl::FromStr];
    let typed: [(&str, &str, &[TypeSpaceImpl]); 3] = [
        ("date-time", "::jiff::Timestamp", &text),
        ("date", "::jiff::civil::Date", &text),
        ("password", "::xapi::SecretText", &[]),
    ];
    for (format, rust, impls) in typed {
        let schema = SchemaObject {
            instance_type: Some(InstanceType::String.into()),
            format: Some(format.to_owned()),
            ..SchemaObject::default()
        };
        settings.with_conversion(schema, rust, impls.iter().copied());
    }
    settings
}

fn read(node: &Node<'_>, schema: Value) -> Result<Schema, Error> {
    serde_json::from_value(schema).map_err(|error| failed(node, error))
}

fn failed(node: &Node<'_>, error: impl std::error::Error + Send + Sync + 'static) -> Error {
    Error::Model { pointer: node.pointer.clone(), source: Box::new(error) }
}
