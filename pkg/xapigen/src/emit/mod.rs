//! The contract as Rust source.

mod answers;
mod handlers;
mod operations;
mod parameters;
mod router;
mod schemas;
mod traits;

use proc_macro2::TokenStream;
use quote::quote;

use crate::contract::Contract;
use crate::error::Error;
use crate::generate::Settings;
use crate::models::Models;
use crate::names;

/// The whole generated file.
pub(crate) fn source(contract: &Contract<'_>, settings: &Settings) -> Result<String, Error> {
    let caller: syn::Path = syn::parse_str(&settings.caller)
        .map_err(|source| Error::Setting { setting: "caller", source })?;

    let mut models = Models::new(contract)?;
    let mut parts = TokenStream::new();
    for operation in &contract.operations {
        parts.extend(parameters::source(operation, &mut models)?);
        parts.extend(answers::source(operation, &mut models)?);
    }
    let mut handlers = TokenStream::new();
    let mut methods = Vec::new();
    for operation in &contract.operations {
        let body = body_type(operation, &mut models)?;
        methods.push(traits::method(operation, body.as_ref()));
        handlers.extend(handlers::source(operation));
    }

    let operations = operations::source(contract);
    let schemas = schemas::source(contract);
    let traits = traits::source(contract, &methods);
    let router = router::source(contract);
    let models = models.source();
    let lints = lints();
    let file = quote! {
        #[allow(
            clippy::allow_attributes,
            clippy::allow_attributes_without_reason,
            unreachable_pub,
            unused_imports
        )]
        pub use self::generated::*;

        #lints
        mod generated {
            type Caller = #caller;
            #traits
            #router
            #operations
            #parts
            #models
            mod handlers {
                use super::*;
                #handlers
            }
            #schemas
        }
    };
    let file = syn::parse2(file).map_err(Error::Source)?;
    Ok(format!(
        "// Generated from the OpenAPI document; changes go there.\n\n{}",
        prettyplease::unparse(&file)
    ))
}

/// Generated code answers to the document, not to the lints of the crate that includes it.
fn lints() -> TokenStream {
    quote! {
        #[allow(
            clippy::all,
            clippy::pedantic,
            clippy::allow_attributes,
            clippy::allow_attributes_without_reason,
            dead_code,
            missing_docs,
            unreachable_pub,
            unused_imports,
            unused_qualifications
        )]
    }
}

/// Type of the method's last argument, if the operation has a body.
fn body_type<'a>(
    operation: &crate::contract::Operation<'a>,
    models: &mut Models<'a>,
) -> Result<Option<TokenStream>, Error> {
    let Some(body) = &operation.body else { return Ok(None) };
    if !body.is_json() {
        return Ok(Some(quote!(::xapi::Upload)));
    }
    let name = names::compound(operation.id, "Body").to_string();
    models.of(&body.schema, &name).map(Some)
}

/// `text` as the documentation of the item that follows.
fn documentation(text: &str) -> TokenStream {
    let lines = text.lines().map(|line| {
        let line = format!(" {}", line.trim_end());
        quote!(#[doc = #line])
    });
    lines.collect()
}
