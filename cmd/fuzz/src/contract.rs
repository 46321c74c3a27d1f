//! Contract documents.

use xapigen::Settings;

/// A document that meets the rules becomes a server, the same each time; any other is refused
/// with words.
///
/// # Panics
///
/// When that is not so.
pub fn contract(input: &[u8]) {
    let Ok(text) = std::str::from_utf8(input) else { return };
    let settings = Settings::default();
    let checked = xapigen::check(text);
    let generated = xapigen::generate(text, &settings);
    match (&checked, &generated) {
        (Ok(()), Ok(source)) => {
            let again = xapigen::generate(text, &settings).unwrap();
            assert!(*source == again, "the same document makes another server");
        }
        (Err(broken), Err(refused)) => assert_eq!(broken.to_string(), refused.to_string()),
        // The rules know nothing of what cannot be said in the language of the server.
        (Ok(()), Err(refused)) => assert!(!refused.to_string().is_empty()),
        (Err(broken), Ok(_)) => panic!("a server was made in spite of {broken}"),
    }
}
