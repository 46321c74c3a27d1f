//! Entity tags: the version of a resource in quotation marks, and what clients say about them.

use xerror::{FieldError, Problem, kinds};

/// A version that nothing ever has.
const NO_VERSION: u64 = u64::MAX;

/// The tag of a version.
pub(crate) fn tag(version: u64) -> String {
    format!("\"{version}\"")
}

/// The tag of a version as those see it from whom its content is kept.
pub(crate) fn locked_tag(version: u64) -> String {
    format!("\"{version}-locked\"")
}

/// The versions that `If-Match` accepts, as use cases want them: `None` without the header, an
/// empty list for `*`. Weak tags, and tags that are none of ours, match nothing.
///
/// # Errors
///
/// `invalid-request` if the header is no list of tags.
pub(crate) fn if_match(header: Option<&str>) -> Result<Option<Vec<u64>>, Problem> {
    let Some(header) = header else { return Ok(None) };
    let Tags::Listed(tags) = Tags::parse(header).ok_or_else(|| malformed("If-Match"))? else {
        return Ok(Some(Vec::new()));
    };
    let strong = tags.iter().filter(|tag| !tag.weak);
    let mut versions: Vec<u64> = strong.filter_map(Tag::version).collect();
    if versions.is_empty() {
        // An empty list would accept anything.
        versions.push(NO_VERSION);
    }
    Ok(Some(versions))
}

/// Whether the client that sent `If-None-Match` has this version already. Tags are compared
/// weakly, and `*` means any version.
///
/// # Errors
///
/// `invalid-request` if the header is no list of tags.
pub(crate) fn is_known(header: Option<&str>, version: u64) -> Result<bool, Problem> {
    let Some(header) = header else { return Ok(false) };
    Ok(match Tags::parse(header).ok_or_else(|| malformed("If-None-Match"))? {
        Tags::Any => true,
        Tags::Listed(tags) => tags.iter().any(|tag| tag.version() == Some(version)),
    })
}

/// The same for a tag that says more than a version.
///
/// # Errors
///
/// `invalid-request` if the header is no list of tags.
pub(crate) fn is_known_tag(header: Option<&str>, present: &str) -> Result<bool, Problem> {
    let Some(header) = header else { return Ok(false) };
    Ok(match Tags::parse(header).ok_or_else(|| malformed("If-None-Match"))? {
        Tags::Any => true,
        Tags::Listed(tags) => tags.iter().any(|tag| present.trim_matches('"') == tag.text),
    })
}

fn malformed(header: &str) -> Problem {
    let detail = "must be `*` or a list of entity tags such as `\"3\"`";
    let field = FieldError::new(format!("/header/{header}"), "pattern", detail);
    Problem::new(&kinds::INVALID_REQUEST).field(field)
}

/// What a header of conditions says.
#[derive(Debug, PartialEq, Eq)]
enum Tags<'a> {
    Any,
    Listed(Vec<Tag<'a>>),
}

/// One tag without its quotation marks.
#[derive(Debug, PartialEq, Eq)]
struct Tag<'a> {
    weak: bool,
    text: &'a str,
}

impl Tag<'_> {
    fn version(&self) -> Option<u64> {
        let version: u64 = self.text.parse().ok()?;
        // `"03"` and `"+3"` are other tags than `"3"`.
        (version.to_string() == self.text).then_some(version)
    }
}

impl<'a> Tags<'a> {
    /// Reads a list of RFC 9110, 8.8.3; empty members are allowed there.
    fn parse(header: &'a str) -> Option<Self> {
        let blank = [' ', '\t'];
        let mut rest = header.trim_matches(blank);
        if rest == "*" {
            return Some(Self::Any);
        }
        let mut tags = Vec::new();
        loop {
            rest = rest.trim_start_matches([' ', '\t', ',']);
            if rest.is_empty() {
                return (!tags.is_empty()).then_some(Self::Listed(tags));
            }
            let (weak, quoted) = rest.strip_prefix("W/").map_or((false, rest), |it| (true, it));
            let (text, after) = quoted.strip_prefix('"')?.split_once('"')?;
            if text.chars().any(|c| c <= ' ' || c == '\u{7f}') {
                return None;
            }
            tags.push(Tag { weak, text });
            rest = after.trim_start_matches(blank);
            if !rest.is_empty() && !rest.starts_with(',') {
                return None;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn accepted(header: &str) -> Vec<u64> {
        if_match(Some(header)).unwrap().unwrap()
    }

    #[test]
    fn if_match_lists_versions() {
        assert_eq!(if_match(None).unwrap(), None);
        assert!(accepted("*").is_empty());
        assert_eq!(accepted(" \"3\" "), [3]);
        assert_eq!(accepted("\"3\" ,\t\"17\",,"), [3, 17]);
        assert_eq!(accepted("\"other\", \"4\""), [4]);
    }

    #[test]
    fn weak_and_foreign_tags_never_match_a_change() {
        for header in ["W/\"3\"", "\"abc\"", "\"03\"", "\"+3\"", "\"\"", "\"-1\""] {
            assert_eq!(accepted(header), [NO_VERSION], "{header}");
        }
    }

    #[test]
    fn if_none_match_is_weak_and_knows_the_star() {
        let known = |header| is_known(Some(header), 3).unwrap();
        assert!(known("\"3\"") && known("W/\"3\"") && known("\"1\", \"3\"") && known("*"));
        assert!(!known("\"4\"") && !known("\"a,b\""));
        assert!(!is_known(None, 3).unwrap());
    }

    #[test]
    fn a_locked_version_is_known_by_its_own_tag_alone() {
        let known = |header: &str, present: &str| is_known_tag(Some(header), present).unwrap();
        let locked = locked_tag(3);
        assert!(known(&locked, &locked) && known("W/\"3-locked\"", &locked) && known("*", &locked));
        assert!(!known(&tag(3), &locked) && !known(&locked, &tag(3)));
        assert!(known(&tag(3), &tag(3)) && !is_known_tag(None, &locked).unwrap());
        assert!(is_known_tag(Some("3"), &locked).is_err());
        assert_eq!(accepted(&locked), [NO_VERSION], "a change is based on a version");
    }

    #[test]
    fn anything_else_is_malformed_and_named() {
        for header in ["3", "\"3", "\"3\" \"4\"", "*, \"3\"", "", ",", "w/\"3\"", "\"a b\""] {
            let problem = if_match(Some(header)).expect_err(header);
            assert_eq!(problem.code(), "invalid-request");
            assert_eq!(problem.field_errors()[0].pointer, "/header/If-Match");
            assert!(is_known(Some(header), 3).is_err(), "{header}");
        }
    }

    #[test]
    fn a_version_matches_its_own_tag() {
        assert_eq!(accepted(&tag(42)), [42]);
    }
}
