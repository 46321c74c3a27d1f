//! The query string as names and values.

/// Names and values in the order sent, or `None` if they are not UTF-8 once decoded.
pub(crate) fn parse(query: &str) -> Option<Vec<(String, String)>> {
    let pairs = query.split('&').filter(|pair| !pair.is_empty());
    pairs
        .map(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            Some((decode(name)?, decode(value)?))
        })
        .collect()
}

fn decode(text: &str) -> Option<String> {
    let mut decoded = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, tail)) = rest.split_first() {
        rest = tail;
        decoded.push(match first {
            b'+' => b' ',
            b'%' => {
                let (digits, tail) = rest.split_at_checked(2)?;
                rest = tail;
                hex(digits[0])? * 16 + hex(digits[1])?
            }
            byte => *byte,
        });
    }
    String::from_utf8(decoded).ok()
}

fn hex(digit: u8) -> Option<u8> {
    char::from(digit).to_digit(16).and_then(|value| u8::try_from(value).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_values_are_decoded() {
        let pairs = parse("q=two+words&tag=%D1%8F&tag=b%26c&empty&&x=1=2").unwrap();
        let pairs: Vec<_> = pairs.iter().map(|(name, value)| (&**name, &**value)).collect();
        let wanted =
            [("q", "two words"), ("tag", "я"), ("tag", "b&c"), ("empty", ""), ("x", "1=2")];
        assert_eq!(pairs, wanted);
    }

    #[test]
    fn broken_escapes_and_broken_utf_8_are_refused() {
        for query in ["a=%", "a=%4", "a=%zz", "a=%ff", "%ff=a", "a=%+1"] {
            assert_eq!(parse(query), None, "{query}");
        }
    }
}
