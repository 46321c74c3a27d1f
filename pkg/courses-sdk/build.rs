//! Generates the client from the contract: progenitor over a view of `api/openapi.yaml` that it
//! can read.

use std::error::Error;
use std::iter::empty;
use std::path::PathBuf;

use heck::ToSnakeCase;
use progenitor::{GenerationSettings, Generator, HooksMode, InterfaceStyle};
use serde_json::{Map, Value};

const CONTRACT: &str = "../../api/openapi.yaml";

/// Schemas that have a hand-written type in this crate: patches, since only those can send `null`,
/// and problems, since those keep members that the contract does not name.
const HAND_WRITTEN: [&str; 9] = [
    "AccountPatch",
    "CourseDraftPatch",
    "CoursePatch",
    "FieldError",
    "InstructorPatch",
    "LessonPatch",
    "Problem",
    "RunPatch",
    "SubjectPatch",
];

/// Schemas of secrets: a generated type would show them in debug output.
const SECRETS: [&str; 7] = [
    "AccessToken",
    "ApiKeySecret",
    "MailToken",
    "NewPassword",
    "RefreshToken",
    "RefreshTokenInput",
    "TypedPassword",
];

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed={CONTRACT}");
    println!("cargo::rerun-if-changed=build.rs");
    let mut contract: Value = serde_yaml::from_str(&std::fs::read_to_string(CONTRACT)?)?;
    std::fs::write(out_dir()?.join("operations.rs"), operations(&contract))?;
    simplify(&mut contract);
    drop_prose(&mut contract);

    let mut settings = GenerationSettings::default();
    settings
        .with_interface(InterfaceStyle::Builder)
        .with_hooks(HooksMode::Expected)
        .with_inner_type("crate::transport::Transport".parse()?)
        .with_derive("PartialEq");
    for name in HAND_WRITTEN {
        settings.with_replacement(name, format!("crate::{name}"), empty());
    }
    for name in SECRETS {
        settings.with_replacement(name, "crate::Secret", empty());
    }
    let tokens = Generator::new(&settings).generate_tokens(&serde_json::from_value(contract)?)?;
    let code = prettyplease::unparse(&syn::parse2(tokens)?);
    std::fs::write(out_dir()?.join("client.rs"), code)?;
    Ok(())
}

#[expect(clippy::disallowed_methods, reason = "this is how cargo tells a build script")]
fn out_dir() -> Result<PathBuf, Box<dyn Error>> {
    Ok(std::env::var_os("OUT_DIR").ok_or("OUT_DIR is not set")?.into())
}

/// What the transport has to know of operations, as lists of their names.
fn operations(contract: &Value) -> String {
    let paths = contract["paths"].as_object().into_iter().flat_map(Map::values);
    let operations: Vec<&Value> = paths
        .filter_map(Value::as_object)
        .flat_map(Map::values)
        .filter(|operation| operation["operationId"].is_string())
        .collect();
    let names = |wanted: fn(&Value) -> bool| {
        let wanted = operations.iter().filter(|operation| wanted(operation));
        let ids = wanted.filter_map(|operation| operation["operationId"].as_str());
        ids.map(ToSnakeCase::to_snake_case).collect::<Vec<_>>()
    };
    let (public, keyed) = (names(is_public), names(is_keyed));
    format!(
        "const PUBLIC: &[&str] = &{public:?};\n\
         const KEYED: &[&str] = &{keyed:?};\n"
    )
}

fn is_public(operation: &Value) -> bool {
    operation["security"].as_array().is_some_and(Vec::is_empty)
}

fn is_keyed(operation: &Value) -> bool {
    let parameters = operation["parameters"].as_array().into_iter().flatten();
    let mut references = parameters.filter_map(|parameter| parameter["$ref"].as_str());
    references.any(|reference| reference.ends_with("/IdempotencyKey"))
}

/// Says the same to progenitor in the words that it knows.
fn simplify(value: &mut Value) {
    match value {
        Value::Object(members) => {
            if let Some(Value::Object(content)) = members.get_mut("content") {
                name_json_as_json(content);
            }
            if let Some(Value::Object(responses)) = members.get_mut("responses") {
                keep_ranges(responses);
            }
            open(members);
            members.values_mut().for_each(simplify);
        }
        Value::Array(items) => items.iter_mut().for_each(simplify),
        _ => {}
    }
}

/// progenitor types `application/json` alone. The transport puts the right type on the wire.
fn name_json_as_json(content: &mut Map<String, Value>) {
    for name in ["application/problem+json", "application/merge-patch+json"] {
        if let Some(media) = content.remove(name) {
            content.insert("application/json".to_owned(), media);
        }
    }
    // A file is bytes to progenitor, which streams them.
    if let Some(media) = content.remove("text/csv") {
        content.insert("application/octet-stream".to_owned(), media);
    }
}

/// Every failure is the same `Problem`, so the ranges say it all.
fn keep_ranges(responses: &mut Map<String, Value>) {
    if responses.contains_key("4XX") {
        responses.retain(|code, _| code.starts_with('2') || code.ends_with("XX"));
    }
}

/// Whether an object is closed is for the service to check. A client that refused members it does
/// not know would break when the service grows.
fn open(schema: &mut Map<String, Value>) {
    if schema.get("additionalProperties") == Some(&Value::Bool(false)) {
        schema.remove("additionalProperties");
    }
}

/// The introduction of the contract would become the documentation of the client type.
fn drop_prose(contract: &mut Value) {
    if let Some(Value::Object(info)) = contract.get_mut("info") {
        info.remove("description");
    }
}
