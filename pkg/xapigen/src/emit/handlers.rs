//! One function per operation: from a request to a call of the trait, and back.

use proc_macro2::TokenStream;
use quote::quote;

use crate::contract::{Operation, Security};
use crate::emit::{answers, traits};
use crate::names;

/// The axum handler of `operation`.
pub(super) fn source(operation: &Operation<'_>) -> TokenStream {
    let name = names::function(operation.id);
    let api = traits::name(operation.tag);
    let id = names::camel(operation.id);
    let span = answers::span(operation);

    let (read_caller, caller) = match operation.security {
        Security::Public => (None, None),
        Security::Optional => {
            let read = quote!(let caller = incoming.optional_caller(&*service.auth).await?;);
            (Some(read), Some(quote!(caller,)))
        }
        Security::Required => {
            let read = quote!(let caller = incoming.required_caller(&*service.auth).await?;);
            (Some(read), Some(quote!(caller,)))
        }
    };
    let (read_params, take_params, params) = if operation.parameters.is_empty() {
        (None, None, None)
    } else {
        let params = names::compound(operation.id, "Params");
        (
            Some(quote!(let params = #params::read(&mut incoming);)),
            Some(quote!(let params = ::xapi::checked(params)?;)),
            Some(quote!(params,)),
        )
    };
    let (read_body, take_body, body) = match &operation.body {
        None => (None, None, None),
        Some(content) if content.is_json() => (
            Some(quote!(let body = incoming.json().await?;)),
            Some(quote!(let body = ::xapi::checked(body)?;)),
            Some(quote!(body,)),
        ),
        Some(_) => (Some(quote!(let body = incoming.upload()?;)), None, Some(quote!(body,))),
    };
    quote! {
        pub(super) async fn #name<A: #api, U: ::xapi::Authenticate<Caller = Caller>>(
            ::axum::extract::State(service): ::axum::extract::State<::xapi::Service<A, U>>,
            request: ::axum::extract::Request,
        ) -> ::axum::response::Response {
            let operation = OperationId::#id.operation();
            let work = async move {
                let mut incoming = ::xapi::Incoming::open(operation, &SCHEMAS, request).await?;
                #read_caller
                incoming.negotiate()?;
                #read_params
                #read_body
                let context = incoming.finish()?;
                #take_params
                #take_body
                let span = ::tracing::info_span!(#span);
                let call = async move { service.api.#name(context, #caller #params #body).await };
                ::xapi::call(operation, span, call).await?.into_answer()
            };
            ::xapi::respond(operation, &SCHEMAS, work).await
        }
    }
}
