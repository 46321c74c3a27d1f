//! One trait per tag: what has to be written by hand.

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

use crate::contract::{Contract, Operation, Security, Tag};
use crate::emit::documentation;
use crate::names;

/// Name of the trait for a tag: `course-runs` becomes `CourseRunsApi`.
pub(super) fn name(tag: &str) -> Ident {
    names::compound(tag, "Api")
}

/// Every trait; `methods` are those of the operations, in the same order.
pub(super) fn source(contract: &Contract<'_>, methods: &[TokenStream]) -> TokenStream {
    contract.tags.iter().map(|tag| one(contract, tag, methods)).collect()
}

fn one(contract: &Contract<'_>, tag: &Tag<'_>, methods: &[TokenStream]) -> TokenStream {
    let of_tag = contract.operations.iter().zip(methods);
    let methods: Vec<_> =
        of_tag.filter(|(operation, _)| operation.tag == tag.name).map(|(_, it)| it).collect();
    if methods.is_empty() {
        return TokenStream::new();
    }
    let doc = if tag.description.is_empty() {
        documentation(&format!("Operations tagged `{}`.", tag.name))
    } else {
        documentation(tag.description)
    };
    let name = name(tag.name);
    quote! {
        #doc
        pub trait #name: Send + Sync + 'static {
            #(#methods)*
        }
    }
}

/// The method of one operation; `body` is the type of its body.
pub(super) fn method(operation: &Operation<'_>, body: Option<&TokenStream>) -> TokenStream {
    let name = names::function(operation.id);
    let answer = names::compound(operation.id, "Response");
    let caller = match operation.security {
        Security::Public => None,
        Security::Optional => Some(quote!(caller: Option<Caller>,)),
        Security::Required => Some(quote!(caller: Caller,)),
    };
    let params = (!operation.parameters.is_empty()).then(|| {
        let params = names::compound(operation.id, "Params");
        quote!(params: #params,)
    });
    let body = body.map(|body| quote!(body: #body,));
    let summary = documentation(operation.summary);
    let description = documentation(operation.description);
    quote! {
        #summary
        ///
        #description
        fn #name(
            &self,
            context: ::xapi::RequestContext,
            #caller
            #params
            #body
        ) -> impl Future<Output = Result<#answer, ::xerror::Problem>> + Send;
    }
}

/// The bounds on the type that implements every trait.
pub(super) fn bounds(contract: &Contract<'_>) -> TokenStream {
    let mut bounds: Vec<Ident> = Vec::new();
    for tag in &contract.tags {
        if contract.operations.iter().any(|operation| operation.tag == tag.name) {
            bounds.push(name(tag.name));
        }
    }
    if bounds.is_empty() {
        bounds.push(format_ident!("Send"));
    }
    quote!(#(#bounds)+*)
}
