//! Formats as the Rust types behind them read them, so that what is valid can also be read.

/// An RFC 3339 date and time with an offset.
pub(crate) fn is_date_time(text: &str) -> bool {
    has_rfc3339_shape(text.as_bytes()) && text.parse::<jiff::Timestamp>().is_ok()
}

/// An RFC 3339 full date.
pub(crate) fn is_date(text: &str) -> bool {
    matches_shape(text.as_bytes(), b"0000-00-00") && text.parse::<jiff::civil::Date>().is_ok()
}

/// Timestamps are also read from shorter and longer forms, which the contract does not promise.
fn has_rfc3339_shape(text: &[u8]) -> bool {
    let Some((seconds, rest)) = text.split_at_checked(19) else { return false };
    if !matches_shape(seconds, b"0000-00-00T00:00:00") {
        return false;
    }
    let digits = match rest {
        [b'.', fraction @ ..] => fraction.iter().take_while(|byte| byte.is_ascii_digit()).count(),
        _ => 0,
    };
    let zone = match rest {
        [b'.', ..] if digits == 0 => return false,
        [b'.', ..] => &rest[1 + digits..],
        _ => rest,
    };
    match zone {
        [b'Z' | b'z'] => true,
        [b'+' | b'-', offset @ ..] => matches_shape(offset, b"00:00"),
        _ => false,
    }
}

/// Whether `text` has digits where `shape` has `0` and the same letters elsewhere, in any case.
fn matches_shape(text: &[u8], shape: &[u8]) -> bool {
    text.len() == shape.len()
        && text.iter().zip(shape).all(|(byte, wanted)| match wanted {
            b'0' => byte.is_ascii_digit(),
            letter => byte.eq_ignore_ascii_case(letter),
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_rfc_3339_is_a_date_and_time() {
        for good in ["2026-11-21T08:00:00Z", "2026-11-21t08:00:00.123+03:00"] {
            assert!(is_date_time(good), "{good}");
        }
        for bad in [
            "2026-11-21",
            "2026-11-21 08:00:00Z",
            "2026-11-21T08:00Z",
            "2026-11-21T08:00:00",
            "2026-11-21T08:00:00.Z",
            "2026-13-21T08:00:00Z",
            "2026-11-21T08:00:00Z[UTC]",
            "",
        ] {
            assert!(!is_date_time(bad), "{bad}");
        }
    }

    #[test]
    fn a_date_must_exist() {
        assert!(is_date("2024-02-29"));
        assert!(!is_date("2023-02-29"));
        assert!(!is_date("20240229"));
    }
}
