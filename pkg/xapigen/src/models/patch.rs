//! Merge patches, where null and absent differ: typify would fold both into one `None`.

use std::collections::BTreeSet;

use heck::ToUpperCamelCase as _;
use proc_macro2::TokenStream;
use quote::quote;

use crate::contract::Contract;
use crate::document::Node;
use crate::error::Error;
use crate::models::Models;
use crate::names;

/// Names of the schemas that are bodies of merge patches.
pub(super) fn names<'a>(contract: &Contract<'a>) -> BTreeSet<&'a str> {
    let bodies = contract.operations.iter().filter_map(|operation| operation.body.as_ref());
    bodies
        .filter(|body| body.media == "application/merge-patch+json")
        .filter_map(|body| body.schema.schema_name())
        .collect()
}

/// A struct whose removable members have three states: absent, null, and a value.
pub(super) fn source<'a>(
    models: &mut Models<'a>,
    name: &str,
    node: &Node<'a>,
) -> Result<TokenStream, Error> {
    let mut fields = Vec::new();
    for (member, schema) in node.members_of("properties") {
        let hint = format!("{name}{}", member.to_upper_camel_case());
        let value = models.of_present(&schema, &hint)?;
        let field = names::field(member);
        let doc = documentation(&schema);
        fields.push(if schema.is_true("nullable") {
            quote! {
                #doc
                #[serde(
                    rename = #member,
                    default,
                    deserialize_with = "::xapi::null_or_value",
                    skip_serializing_if = "::std::option::Option::is_none"
                )]
                pub #field: ::std::option::Option<::std::option::Option<#value>>
            }
        } else {
            quote! {
                #doc
                #[serde(
                    rename = #member,
                    default,
                    skip_serializing_if = "::std::option::Option::is_none"
                )]
                pub #field: ::std::option::Option<#value>
            }
        });
    }
    let name = names::camel(name);
    let doc = documentation(node);
    Ok(quote! {
        #doc
        #[derive(Debug, Clone, Default, PartialEq, ::serde::Serialize, ::serde::Deserialize)]
        pub struct #name { #(#fields),* }
    })
}

fn documentation(node: &Node<'_>) -> Option<TokenStream> {
    let text = format!(" {}", node.text("description")?);
    Some(quote!(#[doc = #text]))
}
