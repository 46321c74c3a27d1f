//! Where the next page begins: as a cursor in the body and as a `Link` header.

use xapi::RequestContext;
use xerror::Problem;

use crate::cursor::{CursorKey, Position, Shape};
use crate::generated::models::PageInfo;

/// The pages of one list.
pub(crate) struct Pages<'a> {
    key: &'a CursorKey,
    context: &'a RequestContext,
    shape: Shape,
}

impl<'a> Pages<'a> {
    /// The pages of the list of `shape`, which `context` asks for.
    pub(crate) const fn new(key: &'a CursorKey, context: &'a RequestContext, shape: Shape) -> Self {
        Self { key, context, shape }
    }

    /// The position that a page begins after.
    ///
    /// # Errors
    ///
    /// `invalid-cursor`.
    pub(crate) fn after<P: Position>(&self, cursor: Option<&str>) -> Result<Option<P>, Problem> {
        cursor.map(|cursor| self.key.open(&self.shape, cursor)).transpose()
    }

    /// What a page says about the next one, if there is one: in the body and as a header.
    pub(crate) fn next(&self, position: Option<&impl Position>) -> (PageInfo, Option<String>) {
        let cursor = position.map(|position| self.key.seal(&self.shape, position));
        let link = cursor.as_deref().map(|cursor| self.link(cursor));
        (PageInfo { has_more: cursor.is_some(), next_cursor: cursor }, link)
    }

    /// The request once more, with another cursor.
    fn link(&self, cursor: &str) -> String {
        let query = self.context.query.split('&');
        let kept = query.filter(|pair| !pair.is_empty() && !pair.starts_with("cursor="));
        let cursor = format!("cursor={cursor}");
        let query: Vec<&str> = kept.chain([cursor.as_str()]).collect();
        let target = format!("{}?{}", self.context.path, query.join("&"));
        format!("<{}>; rel=\"next\"", encoded(&target))
    }
}

/// Percent-encodes what may not stand in the brackets of a link as it is.
fn encoded(target: &str) -> String {
    let mut text = String::with_capacity(target.len());
    for byte in target.bytes() {
        match byte {
            b'<' | b'>' | b'"' | 0..=b' ' | 0x7f.. => text.extend(["%", &format!("{byte:02X}")]),
            _ => text.push(char::from(byte)),
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use courses_port::catalogue::IdPosition;
    use uuid::Uuid;

    use super::*;
    use crate::generated::OperationId;

    fn context(query: &str) -> RequestContext {
        RequestContext {
            request_id: String::new(),
            path: "/v1/subjects".to_owned(),
            query: query.to_owned(),
            operation: OperationId::ListSubjects.operation(),
            fingerprint: [0; 32],
            extensions: http::Extensions::new(),
        }
    }

    fn link(query: &str) -> (String, String) {
        let (key, context) = (CursorKey::new(b"secret"), context(query));
        let pages = Pages::new(&key, &context, Shape::of(context.operation));
        let (info, link) = pages.next(Some(&IdPosition(Uuid::from_u128(1))));
        assert!(info.has_more);
        (info.next_cursor.unwrap(), link.unwrap())
    }

    #[test]
    fn the_next_page_is_the_same_request_with_another_cursor() {
        let (cursor, next) = link("limit=2&cursor=old&tag=a%26b");
        let wanted = format!("</v1/subjects?limit=2&tag=a%26b&cursor={cursor}>; rel=\"next\"");
        assert_eq!(next, wanted);
        let (cursor, next) = link("");
        assert_eq!(next, format!("</v1/subjects?cursor={cursor}>; rel=\"next\""));
    }

    #[test]
    fn nothing_in_a_query_ends_the_link() {
        let (_, next) = link("q=я>; rel=\"evil\"");
        assert_eq!(next.matches('>').count(), 1);
        assert!(next.is_ascii());
    }

    #[test]
    fn the_last_page_says_so() {
        let (key, context) = (CursorKey::new(b"secret"), context(""));
        let pages = Pages::new(&key, &context, Shape::of(context.operation));
        let (info, link) = pages.next(None::<&IdPosition>);
        assert_eq!((info.has_more, info.next_cursor, link), (false, None, None));
    }
}
