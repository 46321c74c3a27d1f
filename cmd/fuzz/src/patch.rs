//! Merge patches.

use bytes::Bytes;
use http::Method;
use serde_json::Value;

use crate::school::{Answer, with_school};

const MEDIA: &str = "application/merge-patch+json";

/// A patch of a draft is taken, and taken again without any further change; or it is refused,
/// with a place for everything that is wrong, and the draft is as before.
///
/// # Panics
///
/// When that is not so.
pub fn merge_patch(input: &[u8]) {
    with_school(|school| {
        let read = || school.ask(Method::GET, &school.draft, "", Bytes::new());
        let patch = || {
            let body = Bytes::copy_from_slice(input);
            school.ask(Method::PATCH, &school.draft, MEDIA, body)
        };
        let (before, patched, after) = (read(), patch(), read());
        if patched.status != 200 {
            refused(&patched);
            assert_eq!(before, after, "a refusal changes nothing");
            return;
        }
        assert_eq!((&patched.tag, &patched.body), (&after.tag, &after.body));
        if !makes_parts(input) {
            assert_eq!(patch(), patched, "what is so already is not changed");
        }
    });
}

fn refused(answer: &Answer) {
    assert!([400, 413, 422].contains(&answer.status.as_u16()), "{answer:?}");
    let errors = answer.body["errors"].as_array().map(Vec::as_slice).unwrap_or_default();
    assert!(answer.status != 422 || !errors.is_empty(), "{answer:?}");
    for error in errors {
        let pointer = error["pointer"].as_str().expect("an error has a place");
        assert!(pointer.is_empty() || pointer.starts_with('/'), "{answer:?}");
    }
}

/// Whether the patch has a tree: its parts without an id are new each time.
fn makes_parts(input: &[u8]) -> bool {
    serde_json::from_slice::<Value>(input).is_ok_and(|patch| patch.get("sections").is_some())
}
