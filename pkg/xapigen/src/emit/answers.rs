//! One enum per operation: its successes and redirects.

use heck::ToSnakeCase as _;
use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use crate::contract::{Answer, Operation};
use crate::emit::documentation;
use crate::error::Error;
use crate::models::Models;
use crate::names;

/// `CreateCourseResponse`, with how it goes over the wire.
pub(super) fn source<'a>(
    operation: &Operation<'a>,
    models: &mut Models<'a>,
) -> Result<TokenStream, Error> {
    let name = names::compound(operation.id, "Response");
    let mut variants = Vec::new();
    let mut arms = Vec::new();
    for answer in &operation.answers {
        let variant = format_ident!("{}", names::status(answer.status).unwrap_or("Unnamed"));
        let doc = documentation(&format!("{}: {}", answer.status, answer.description));
        let (fields, bindings) = fields(operation, answer, models)?;
        let build = build(answer);
        if fields.is_empty() {
            variants.push(quote!(#doc #variant));
            arms.push(quote!(Self::#variant => #build));
        } else {
            variants.push(quote!(#doc #variant { #(#fields),* }));
            arms.push(quote!(Self::#variant { #(#bindings),* } => #build));
        }
    }
    let doc = documentation(&format!("What `{}` answers when it does not fail.", operation.id));
    Ok(quote! {
        #doc
        #[derive(Debug)]
        pub enum #name {
            #(#variants,)*
            /// An answer that was stored as it went over the wire.
            Raw(::xapi::RawAnswer),
        }

        impl #name {
            /// The answer as it goes over the wire, to be stored and replayed.
            ///
            /// # Errors
            ///
            /// An internal problem if the body can not be written as JSON, or is a stream.
            pub fn into_raw(self) -> Result<::xapi::RawAnswer, ::xerror::Problem> {
                self.into_answer()?.into_raw()
            }

            fn into_answer(self) -> Result<::xapi::Answer, ::xerror::Problem> {
                Ok(match self {
                    #(#arms,)*
                    Self::Raw(raw) => ::xapi::Answer::raw(raw),
                })
            }
        }
    })
}

/// Fields of the variant, and their names for the pattern that takes it apart.
fn fields<'a>(
    operation: &Operation<'a>,
    answer: &Answer<'a>,
    models: &mut Models<'a>,
) -> Result<(Vec<TokenStream>, Vec<proc_macro2::Ident>), Error> {
    let mut fields = Vec::new();
    let mut bindings = Vec::new();
    if let Some(content) = &answer.content {
        let body = if content.is_json() {
            let hint = names::compound(operation.id, "Answer").to_string();
            models.of(&content.schema, &hint)?
        } else {
            quote!(::axum::body::Body)
        };
        fields.push(quote!(#[doc = " The body."] body: #body));
        bindings.push(format_ident!("body"));
    }
    for header in &answer.headers {
        let field = names::field(header.name);
        let text = format!("Header `{}`. {}", header.name, header.description);
        let doc = documentation(text.trim_end());
        let rust = if header.required { quote!(String) } else { quote!(Option<String>) };
        fields.push(quote!(#doc #field: #rust));
        bindings.push(field);
    }
    Ok((fields, bindings))
}

/// The expression that makes an `xapi::Answer` of the fields.
fn build(answer: &Answer<'_>) -> TokenStream {
    let status = answer.status;
    let start = match &answer.content {
        None => quote!(::xapi::Answer::empty(#status)),
        Some(content) => {
            let media = content.media;
            if content.is_json() {
                quote!(::xapi::Answer::json(#status, #media, &body)?)
            } else {
                quote!(::xapi::Answer::stream(#status, #media, body))
            }
        }
    };
    let headers = answer.headers.iter().map(|header| {
        let name = header.name.to_ascii_lowercase();
        let field = names::field(header.name);
        quote!(.header(#name, #field))
    });
    quote!(#start #(#headers)*)
}

/// Name of the span around the handler.
pub(super) fn span(operation: &Operation<'_>) -> String {
    format!("handler.{}", operation.id.to_snake_case())
}
