//! Mails that the program left in a folder.

use super::TestStore;

/// One mail.
#[derive(Debug, Clone)]
pub(crate) struct Mail {
    /// Everything, with the line breaks of the transfer taken out.
    pub(crate) text: String,
}

impl Mail {
    fn read(raw: &str) -> Self {
        let text = raw.replace("=\r\n", "").replace("=\n", "").replace("=3D", "=");
        Self { text }
    }

    pub(crate) fn is_to(&self, email: &str) -> bool {
        self.text.lines().any(|line| line.starts_with("To:") && line.contains(email))
    }

    /// The token in its link.
    pub(crate) fn token(&self) -> Option<String> {
        let begin = self.text.find("cv1.")?;
        let is_token = |c: char| c.is_ascii_alphanumeric() || "._-".contains(c);
        Some(self.text[begin..].chars().take_while(|c| is_token(*c)).collect())
    }
}

/// Every mail so far, the oldest first.
pub(crate) fn mails(store: &TestStore) -> Vec<Mail> {
    let Ok(entries) = std::fs::read_dir(store.mails()) else { return Vec::new() };
    let mut paths: Vec<_> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| path.extension().is_some_and(|it| it == "eml"));
    // Names are ids that grow with time.
    paths.sort();
    paths.iter().map(|path| Mail::read(&std::fs::read_to_string(path).unwrap())).collect()
}
