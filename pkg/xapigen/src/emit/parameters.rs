//! One struct per operation with parameters.

use heck::ToUpperCamelCase as _;
use proc_macro2::TokenStream;
use quote::quote;

use crate::contract::{Operation, Parameter};
use crate::emit::documentation;
use crate::error::Error;
use crate::models::Models;
use crate::names;

/// `CreateCourseParams` and how it is read; nothing for operations without parameters.
pub(super) fn source<'a>(
    operation: &Operation<'a>,
    models: &mut Models<'a>,
) -> Result<TokenStream, Error> {
    if operation.parameters.is_empty() {
        return Ok(TokenStream::new());
    }
    let name = names::compound(operation.id, "Params");
    let mut fields = Vec::new();
    let mut reads = Vec::new();
    let mut values = Vec::new();
    for (at, parameter) in operation.parameters.iter().enumerate() {
        let field = names::field(parameter.name);
        let doc = documentation(parameter.description);
        let rust = field_type(operation, parameter, models)?;
        fields.push(quote!(#doc pub #field: #rust));
        reads.push(quote!(incoming.parameter(#at)));
        let slot = syn::Index::from(at);
        values.push(quote!(#field: read.#slot?));
    }
    let doc = documentation(&format!("Parameters of `{}`.", operation.id));
    Ok(quote! {
        #doc
        #[derive(Debug, Clone, PartialEq)]
        pub struct #name { #(#fields),* }

        impl #name {
            fn read(incoming: &mut ::xapi::Incoming) -> Option<Self> {
                let read = (#(#reads,)*);
                Some(Self { #(#values),* })
            }
        }
    })
}

/// Lists are never optional: none given is an empty list.
fn field_type<'a>(
    operation: &Operation<'a>,
    parameter: &Parameter<'a>,
    models: &mut Models<'a>,
) -> Result<TokenStream, Error> {
    let hint = format!("{}{}", names::camel(operation.id), parameter.name.to_upper_camel_case());
    let rust = models.of(&parameter.schema, &hint)?;
    let always = parameter.required || parameter.is_list() || parameter.default().is_some();
    Ok(if always { rust } else { quote!(Option<#rust>) })
}
