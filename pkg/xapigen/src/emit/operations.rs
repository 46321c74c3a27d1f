//! The table of operations: what metrics, limits and the policy are keyed by.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use crate::contract::{Contract, Operation, Parameter, Security};
use crate::emit::documentation;
use crate::names;

/// `OperationId` and `OPERATIONS`, in the same order.
pub(super) fn source(contract: &Contract<'_>) -> TokenStream {
    let count = contract.operations.len();
    let ids: Vec<_> = contract.operations.iter().map(|it| names::camel(it.id)).collect();
    let docs = contract.operations.iter().map(|it| documentation(it.summary));
    let rows = contract.operations.iter().enumerate().map(|(at, it)| row(at, it));
    quote! {
        /// One name per operation of the document.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum OperationId { #(#docs #ids,)* }

        impl OperationId {
            /// Every operation.
            pub const ALL: [Self; #count] = [#(Self::#ids,)*];

            /// What the document says about the operation.
            #[must_use]
            pub fn operation(self) -> &'static ::xapi::Operation {
                &OPERATIONS[self as usize]
            }

            /// The id of a row of [`OPERATIONS`].
            #[must_use]
            pub fn of(operation: &::xapi::Operation) -> Self {
                Self::ALL[operation.index]
            }
        }

        /// Every operation, in the order of [`OperationId`].
        pub static OPERATIONS: [::xapi::Operation; #count] = [#(#rows,)*];
    }
}

fn row(index: usize, operation: &Operation<'_>) -> TokenStream {
    let Operation { id: name, path, tag, statuses, roles, problems, reads_nearest, .. } = operation;
    let method = operation.method.to_ascii_uppercase();
    let security = match operation.security {
        Security::Public => format_ident!("Public"),
        Security::Optional => format_ident!("Optional"),
        Security::Required => format_ident!("Required"),
    };
    let parameters = operation.parameters.iter().map(|it| parameter(operation, it));
    let consumes = option(operation.body.as_ref().map(|body| body.media));
    let success = operation.answers.iter().find_map(|answer| answer.content.as_ref());
    let produces = option(success.map(|content| content.media));
    let limit = proc_macro2::Literal::u64_unsuffixed(operation.body_limit);
    quote! {
        ::xapi::Operation {
            index: #index,
            name: #name,
            method: #method,
            path: #path,
            tag: #tag,
            security: ::xapi::Security::#security,
            parameters: &[#(#parameters),*],
            consumes: #consumes,
            produces: #produces,
            statuses: &[#(#statuses),*],
            body_limit: #limit,
            reads_nearest: #reads_nearest,
            roles: &[#(#roles),*],
            problems: &[#(#problems),*],
        }
    }
}

fn parameter(operation: &Operation<'_>, parameter: &Parameter<'_>) -> TokenStream {
    let Parameter { name, required, .. } = parameter;
    let location = names::camel(parameter.location);
    let kind = names::camel(parameter.scalar());
    let list = parameter.is_list();
    let schema = target(operation, parameter);
    let default = parameter.default().map(ToString::to_string);
    let default = option(default.as_deref());
    quote! {
        ::xapi::Parameter {
            location: ::xapi::Location::#location,
            name: #name,
            kind: ::xapi::Kind::#kind,
            list: #list,
            required: #required,
            default: #default,
            schema: #schema,
        }
    }
}

/// Name of the schema that a parameter's value must fit.
pub(super) fn target(operation: &Operation<'_>, parameter: &Parameter<'_>) -> String {
    match parameter.schema.schema_name() {
        Some(component) => component.to_owned(),
        None => format!("{}.{}.{}", operation.id, parameter.location, parameter.name),
    }
}

fn option(text: Option<&str>) -> TokenStream {
    text.map_or_else(|| quote!(None), |text| quote!(Some(#text)))
}
