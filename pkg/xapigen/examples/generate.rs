//! Prints the server source for a document:
//! `cargo run -p xapigen --example generate -- openapi.yaml [caller type]`.

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let document = arguments.next().ok_or("name a document")?;
    let mut settings = xapigen::Settings::default();
    if let Some(caller) = arguments.next() {
        settings.caller = caller;
    }
    let text = std::fs::read_to_string(document)?;
    match xapigen::generate(&text, &settings) {
        Ok(source) => print!("{source}"),
        Err(error) => return Err(error.to_string().into()),
    }
    Ok(())
}
