//! Rust names for the names of the document.

use heck::{ToSnakeCase as _, ToUpperCamelCase as _};
use proc_macro2::Ident;
use quote::format_ident;

/// Words that can not be a field or function name as they stand.
const KEYWORDS: &[&str] = &[
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "crate",
    "do", "dyn", "else", "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl",
    "in", "let", "loop", "macro", "match", "mod", "move", "mut", "override", "priv", "pub", "ref",
    "return", "self", "static", "struct", "super", "trait", "true", "try", "type", "typeof",
    "unsafe", "unsized", "use", "virtual", "where", "while", "yield",
];

/// `createCourse` as a function.
pub(crate) fn function(operation_id: &str) -> Ident {
    plain(&operation_id.to_snake_case())
}

/// `course_id`, `If-Match` or `ETag` as a field.
pub(crate) fn field(name: &str) -> Ident {
    plain(&field_text(name))
}

/// [`field`], as text.
pub(crate) fn field_text(name: &str) -> String {
    let word = |byte: char| if byte.is_ascii_alphanumeric() { byte } else { '_' };
    name.to_ascii_lowercase().chars().map(word).collect()
}

/// `createCourse` with `Params` as a type.
pub(crate) fn compound(name: &str, suffix: &str) -> Ident {
    format_ident!("{}{suffix}", name.to_upper_camel_case())
}

/// A word of the document as a type or variant.
pub(crate) fn camel(name: &str) -> Ident {
    compound(name, "")
}

/// The variant that stands for `status`; `None` for statuses without a name here.
pub(crate) fn status(status: u16) -> Option<&'static str> {
    Some(match status {
        200 => "Ok",
        201 => "Created",
        202 => "Accepted",
        204 => "NoContent",
        301 => "MovedPermanently",
        302 => "Found",
        303 => "SeeOther",
        304 => "NotModified",
        307 => "TemporaryRedirect",
        308 => "PermanentRedirect",
        _ => return None,
    })
}

fn plain(name: &str) -> Ident {
    if KEYWORDS.contains(&name) { format_ident!("{name}_") } else { format_ident!("{name}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn header_names_become_one_word_per_dash() {
        assert_eq!(field("ETag"), "etag");
        assert_eq!(field("Idempotency-Key"), "idempotency_key");
    }

    #[test]
    fn keywords_get_an_underscore() {
        assert_eq!(field("type"), "type_");
        assert_eq!(function("match"), "match_");
    }
}
