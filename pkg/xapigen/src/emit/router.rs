//! The router over all paths.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use crate::contract::Contract;
use crate::emit::traits;
use crate::names;

/// `router`, with every method of a path in one route.
pub(super) fn source(contract: &Contract<'_>) -> TokenStream {
    let bounds = traits::bounds(contract);
    let mut routes = Vec::new();
    for (at, operation) in contract.operations.iter().enumerate() {
        let path = operation.path;
        if at > 0 && contract.operations[at - 1].path == path {
            continue;
        }
        let mut methods = TokenStream::new();
        for operation in contract.operations.iter().filter(|operation| operation.path == path) {
            let verb = format_ident!("{}", operation.method);
            let handler = names::function(operation.id);
            let call = quote!(#verb(handlers::#handler::<A, U>));
            methods.extend(if methods.is_empty() {
                quote!(::axum::routing::#call)
            } else {
                quote!(.#call)
            });
        }
        routes.push(quote!(.route(#path, #methods)));
    }
    quote! {
        /// Every path of the document, answered by `api`; callers are told by `auth`.
        pub fn router<A, U>(
            api: ::std::sync::Arc<A>,
            auth: ::std::sync::Arc<U>,
        ) -> ::axum::Router
        where
            A: #bounds,
            U: ::xapi::Authenticate<Caller = Caller>,
        {
            ::axum::Router::new()
                #(#routes)*
                .with_state(::xapi::Service { api, auth })
        }
    }
}
