//! How names may be spelled.

/// `createCourse`
pub(super) fn is_camel(word: &str) -> bool {
    word.starts_with(|first: char| first.is_ascii_lowercase())
        && word.chars().all(|letter| letter.is_ascii_alphanumeric())
}

/// `CourseDraft`
pub(super) fn is_upper_camel(word: &str) -> bool {
    word.starts_with(|first: char| first.is_ascii_uppercase())
        && word.chars().all(|letter| letter.is_ascii_alphanumeric())
}

/// `course_id`
pub(super) fn is_snake(word: &str) -> bool {
    are_joined(word, '_') && word.starts_with(|first: char| first.is_ascii_lowercase())
}

/// `publication-requests`
pub(super) fn is_kebab(word: &str) -> bool {
    are_joined(word, '-')
}

fn are_joined(word: &str, by: char) -> bool {
    let part = |part: &str| {
        !part.is_empty()
            && part.chars().all(|letter| letter.is_ascii_lowercase() || letter.is_ascii_digit())
    };
    word.split(by).all(part)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_told_apart_by_their_joints() {
        assert!(is_camel("createCourse") && !is_camel("CreateCourse") && !is_camel("a-b"));
        assert!(is_upper_camel("CourseDraft") && !is_upper_camel("courseDraft"));
        assert!(is_snake("course_id") && !is_snake("course__id") && !is_snake("1st"));
        assert!(is_kebab("by-slug") && !is_kebab("bySlug") && !is_kebab("-slug"));
    }
}
