//! How a key is spelled: `http.listen` in a file, `COURSES_HTTP__LISTEN` in the environment.

use crate::schema::{FILE_SUFFIX, Node, Shape, join};

/// A way to write keys down.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Spelling<'a> {
    /// `http.listen`
    Dotted,
    /// `HTTP__LISTEN` behind this prefix.
    Variable { prefix: &'a str },
}

/// What a spelled key leads to.
#[derive(Debug)]
pub(crate) struct Target<'a> {
    /// The dotted key of the setting.
    pub(crate) key: String,
    pub(crate) node: &'a Node,
    /// Whether the key was the setting's `_file` form.
    pub(crate) is_file: bool,
}

/// A spelled key that leads nowhere, and the last section it went through.
#[derive(Debug)]
pub(crate) struct Stray<'a> {
    /// The dotted key as far as it can be told.
    pub(crate) key: String,
    pub(crate) section: &'a Node,
}

impl Spelling<'_> {
    /// Writes a dotted key down.
    pub(crate) fn spell(self, key: &str) -> String {
        match self {
            Self::Dotted => key.to_owned(),
            Self::Variable { prefix } => {
                let segments: Vec<_> = key.split('.').map(|part| self.segment(part)).collect();
                format!("{prefix}{}", segments.join("__"))
            }
        }
    }

    /// One part of a key.
    fn segment(self, name: &str) -> String {
        match self {
            Self::Dotted => name.to_owned(),
            Self::Variable { .. } => name.to_uppercase().replace('-', "_"),
        }
    }

    /// Takes a spelled key apart; parts nobody knows are read as they would be in a file.
    fn segments(self, spelled: &str) -> Vec<&str> {
        match self {
            Self::Dotted => spelled.split('.').collect(),
            Self::Variable { prefix } => {
                spelled.strip_prefix(prefix).unwrap_or(spelled).split("__").collect()
            }
        }
    }

    fn plain(self, segment: &str) -> String {
        match self {
            Self::Dotted => segment.to_owned(),
            Self::Variable { .. } => segment.to_lowercase(),
        }
    }

    /// Finds the setting a spelled key means.
    pub(crate) fn resolve<'n>(
        self,
        root: &'n Node,
        spelled: &str,
    ) -> Result<Target<'n>, Stray<'n>> {
        let segments = self.segments(spelled);
        let mut target = Target { key: String::new(), node: root, is_file: false };
        for (index, segment) in segments.iter().enumerate() {
            let next = match &target.node.shape {
                Shape::Section(_) if !target.is_file => self.field(target.node, segment),
                Shape::Map(value) if !segment.is_empty() => {
                    Some((self.plain(segment), &**value, false))
                }
                _ => None,
            };
            let Some((name, node, is_file)) = next else {
                let rest = segments[index..].iter().map(|segment| self.plain(segment));
                let key = rest.fold(target.key, |key, part| join(&key, &part));
                return Err(Stray { key, section: target.node });
            };
            target = Target { key: join(&target.key, &name), node, is_file };
        }
        Ok(target)
    }

    /// The field of a section with this spelling, or the secret whose `_file` form it is.
    pub(crate) fn field<'n>(
        self,
        section: &'n Node,
        segment: &str,
    ) -> Option<(String, &'n Node, bool)> {
        let fields = section.fields()?;
        let named = |wanted: &str| {
            fields.iter().find(|(name, _)| self.segment(name) == self.segment(wanted))
        };
        if let Some((name, node)) = named(segment) {
            return Some((name.clone(), node, false));
        }
        let base = segment.strip_suffix(&self.segment(FILE_SUFFIX))?;
        let (name, node) = named(base).filter(|(_, node)| node.is_secret())?;
        Some((name.clone(), node, true))
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use schemars::JsonSchema;

    use super::*;
    use crate::Secret;

    #[derive(JsonSchema)]
    #[expect(dead_code, reason = "only the schema is looked at")]
    struct Settings {
        auth: Auth,
        labels: BTreeMap<String, String>,
    }

    #[derive(JsonSchema)]
    #[serde(rename_all = "kebab-case")]
    #[expect(dead_code, reason = "only the schema is looked at")]
    struct Auth {
        signing_key: Option<Secret>,
        issuer: String,
    }

    fn resolved(spelled: &str) -> Result<(String, bool), String> {
        let root = Node::of::<Settings>();
        Spelling::Variable { prefix: "APP_" }
            .resolve(&root, spelled)
            .map(|target| (target.key, target.is_file))
            .map_err(|stray| stray.key)
    }

    #[test]
    fn a_variable_leads_to_its_key() {
        assert_eq!(resolved("APP_AUTH__ISSUER"), Ok(("auth.issuer".to_owned(), false)));
        assert_eq!(resolved("APP_AUTH__SIGNING_KEY"), Ok(("auth.signing-key".to_owned(), false)));
        assert_eq!(
            resolved("APP_AUTH__SIGNING_KEY_FILE"),
            Ok(("auth.signing-key".to_owned(), true))
        );
        assert_eq!(resolved("APP_LABELS__TEAM"), Ok(("labels.team".to_owned(), false)));
    }

    #[test]
    fn only_a_secret_has_a_file_form() {
        assert_eq!(resolved("APP_AUTH__ISSUER_FILE"), Err("auth.issuer_file".to_owned()));
        assert_eq!(resolved("APP_AUTH__SIGNING_KEY__X"), Err("auth.signing-key.x".to_owned()));
        assert_eq!(resolved("APP_"), Err(String::new()));
    }

    #[test]
    fn a_key_is_spelled_the_way_it_is_read() {
        let spelling = Spelling::Variable { prefix: "APP_" };
        assert_eq!(spelling.spell("auth.signing-key"), "APP_AUTH__SIGNING_KEY");
    }
}
