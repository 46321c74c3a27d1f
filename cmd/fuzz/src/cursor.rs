//! Cursors of lists.

use bytes::Bytes;
use http::Method;

use crate::school::{Answer, School, with_school};

/// Only a cursor that was given out for a list leads to its next page. Every other text, and
/// every change of a good one, is refused as what it is.
///
/// # Panics
///
/// When that is not so.
pub fn cursor(input: &[u8]) {
    with_school(|school| {
        for (list, good) in &school.cursors {
            assert_eq!(walk(school, list, good.as_bytes()).status, 200);
            check(school, list, good, input);
            for (_, foreign) in &school.cursors {
                check(school, list, good, foreign.as_bytes());
            }
            check(school, list, good, &changed(good, input));
        }
    });
}

fn check(school: &School, list: &str, good: &str, text: &[u8]) {
    let answer = walk(school, list, text);
    if text == good.as_bytes() {
        assert_eq!(answer.status, 200, "{}", answer.body);
        return;
    }
    assert_eq!(answer.status, 400, "{list} takes {text:?}: {}", answer.body);
    let errors = answer.body["errors"].as_array().expect("it says what is wrong");
    // Bytes that are no text are no value of any parameter.
    let place = std::str::from_utf8(text).map_or("/query", |_| "/query/cursor");
    assert!(errors.iter().all(|it| it["pointer"] == place), "{}", answer.body);
}

/// The good text with bytes of the input here and there.
fn changed(good: &str, input: &[u8]) -> Vec<u8> {
    let mut text = good.as_bytes().to_vec();
    for pair in input.chunks_exact(2).take(4) {
        let at = usize::from(pair[0]) % text.len();
        text[at] = pair[1];
    }
    text
}

fn walk(school: &School, list: &str, cursor: &[u8]) -> Answer {
    let escaped = cursor.iter().fold(String::new(), |text, byte| text + &format!("%{byte:02X}"));
    school.ask(Method::GET, &format!("{list}&cursor={escaped}"), "", Bytes::new())
}
