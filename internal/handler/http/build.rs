//! Turns the contract into the server side of it and into the JSON that `/openapi.json` serves.

use std::error::Error;
use std::fs;
use std::path::PathBuf;

const CONTRACT: &str = "../../../api/openapi.yaml";

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed={CONTRACT}");
    println!("cargo::rerun-if-changed=build.rs");
    let contract = fs::read_to_string(CONTRACT)?;

    let settings = xapigen::Settings { caller: "crate::caller::Caller".to_owned() };
    // Its `Debug` would put every finding into one line.
    let server = xapigen::generate(&contract, &settings).map_err(|error| error.to_string())?;
    fs::write(out_dir()?.join("api.rs"), server)?;

    let document: serde_yaml::Value = serde_yaml::from_str(&contract)?;
    fs::write(out_dir()?.join("openapi.json"), serde_json::to_vec(&document)?)?;
    Ok(())
}

#[expect(clippy::disallowed_methods, reason = "this is how cargo tells a build script")]
fn out_dir() -> Result<PathBuf, Box<dyn Error>> {
    Ok(std::env::var_os("OUT_DIR").ok_or("OUT_DIR is not set")?.into())
}
