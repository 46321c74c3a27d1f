//! Unions: an enum with the discriminator as its tag.

use proc_macro2::TokenStream;
use quote::quote;

use crate::names;
use crate::schema::Union;

/// One variant per value of the tag.
pub(super) fn source(union: &Union<'_>) -> TokenStream {
    let name = names::camel(union.name);
    let tag = union.tag;
    let doc = format!(" {}", union.description);
    let variants = union.branches.iter().map(|(value, branch)| {
        let (variant, branch) = (names::camel(value), names::camel(branch));
        quote!(#[serde(rename = #value)] #variant(#branch))
    });
    quote! {
        #[doc = #doc]
        #[derive(Debug, Clone, PartialEq, ::serde::Serialize, ::serde::Deserialize)]
        #[serde(tag = #tag)]
        pub enum #name { #(#variants),* }
    }
}
