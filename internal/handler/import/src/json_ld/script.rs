//! Finds the blocks of JSON-LD in a web page.

const MEDIA: &str = "application/ld+json";

/// What stands between `<script type="application/ld+json">` and `</script>`, in order.
///
/// That is all of HTML that has to be known: nothing but its end tag ends a script.
pub(super) fn blocks(html: &str) -> impl Iterator<Item = &str> {
    let mut rest = html;
    std::iter::from_fn(move || {
        loop {
            let tag = &rest[find(rest, "<script")? + "<script".len()..];
            let (attributes, body) = tag.split_at(find(tag, ">")?);
            let body = &body[1..];
            let end = find(body, "</script").unwrap_or(body.len());
            rest = &body[end..];
            if is_ours(attributes) {
                return Some(body[..end].trim());
            }
        }
    })
}

/// Whether the attributes of the tag say that it is JSON-LD.
fn is_ours(attributes: &str) -> bool {
    let Some(at) = find(attributes, "type") else { return false };
    let value = attributes[at + "type".len()..].trim_start().strip_prefix('=');
    let value = value.map(|value| value.trim_start().trim_start_matches(['"', '\'']));
    value
        .and_then(|value| value.get(..MEDIA.len()))
        .is_some_and(|it| it.eq_ignore_ascii_case(MEDIA))
}

/// Where a text begins that is written in small letters, whatever letters are used.
fn find(text: &str, wanted: &str) -> Option<usize> {
    let wanted = wanted.as_bytes();
    text.as_bytes().windows(wanted.len()).position(|part| part.eq_ignore_ascii_case(wanted))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(html: &str) -> Vec<&str> {
        blocks(html).collect()
    }

    #[test]
    fn blocks_are_found_however_the_tag_is_written() {
        let page = r#"<html><script>let x = "<b>";</script>
            <script type="application/ld+json"> {"a": 1} </script>
            <SCRIPT id=x TYPE = 'Application/LD+JSON' nonce="y">[2]</SCRIPT >
            <script type=application/ld+json;charset=utf-8>3</script>
            <script type="application/json">4</script>"#;
        assert_eq!(all(page), [r#"{"a": 1}"#, "[2]", "3"]);
    }

    #[test]
    fn a_page_that_was_cut_off_has_what_came_so_far() {
        assert_eq!(all("<script type='application/ld+json'>{\"é\": 1"), ["{\"é\": 1"]);
        assert!(all("<script type='application/ld+json'").is_empty());
        assert!(all("<script").is_empty());
        assert!(all("").is_empty());
    }
}
