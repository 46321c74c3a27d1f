//! Values that no log may show.

/// Gives a type a `Debug` that says its name and nothing else.
macro_rules! redacted {
    ($($name:ident),+ $(,)?) => {
        $(
            impl std::fmt::Debug for $name {
                fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                    f.write_str(concat!(stringify!($name), "(..)"))
                }
            }
        )+
    };
}
pub(crate) use redacted;

#[cfg(test)]
mod tests {
    struct Diary(&'static str);
    redacted!(Diary);

    #[test]
    fn a_redacted_value_shows_its_name_alone() {
        let diary = Diary("dear diary");
        assert_eq!(format!("{diary:?}"), "Diary(..)");
        assert_eq!(diary.0.len(), 10);
    }
}
