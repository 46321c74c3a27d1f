//! What people call themselves, their devices and their keys.

use crate::shared::{private_text_value, text_value};

private_text_value! {
    /// What a person is called.
    DisplayName, 200
}
private_text_value! {
    /// What a device calls itself, so that a person recognises a session of theirs.
    DeviceLabel, 200
}
text_value! {
    /// What an account calls one of its API keys.
    KeyName, 100
}

impl DeviceLabel {
    /// What can be kept of a `User-Agent`: its first characters without control characters;
    /// nothing if nothing is left.
    #[must_use]
    pub fn clip(user_agent: &str) -> Option<Self> {
        let shown = user_agent.chars().filter(|c| !c.is_control());
        let kept: String = shown.skip_while(|c| c.is_whitespace()).take(Self::MAX_CHARS).collect();
        Self::parse(&kept).ok()
    }
}

impl KeyName {
    /// What a revoked key is called: the name that its owner wrote is forgotten.
    #[must_use]
    pub fn of_revoked() -> Self {
        Self("revoked".to_owned())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn names_of_people_and_devices_are_not_shown() {
        let name = DisplayName::parse("Ada Lovelace").unwrap();
        let label = DeviceLabel::clip("Mozilla/5.0").unwrap();
        assert_eq!(format!("{name:?} {label:?}"), "DisplayName(..) DeviceLabel(..)");
        assert_eq!((name.as_str(), label.as_str()), ("Ada Lovelace", "Mozilla/5.0"));
    }

    #[test]
    fn a_device_is_cut_to_what_can_be_shown() {
        assert_eq!(DeviceLabel::clip(" a\u{1b}[2J\0b\n ").unwrap().as_str(), "a[2Jb");
        assert_eq!(DeviceLabel::clip(&"ü".repeat(999)).unwrap().as_str(), "ü".repeat(200));
        for nothing in ["", "  ", "\0\u{7f}"] {
            assert_eq!(DeviceLabel::clip(nothing), None);
        }
    }

    proptest! {
        #[test]
        fn every_header_gives_a_label_or_nothing(raw in "[ \\t]{0,3}.{0,300}") {
            if let Some(label) = DeviceLabel::clip(&raw) {
                prop_assert_eq!(DeviceLabel::parse(label.as_str()), Ok(label.clone()));
                prop_assert!(!label.as_str().chars().any(char::is_control));
            } else {
                let mut shown = raw.chars().filter(|c| !c.is_control());
                prop_assert!(shown.all(char::is_whitespace));
            }
        }
    }
}
