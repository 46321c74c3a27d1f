//! `identity`

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use xconfig::{Duration, Invalid, Validate};

/// Accounts, sessions and passwords.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub(crate) struct IdentityConfig {
    /// Lets people in only after they proved their e-mail address. Registering then answers the
    /// same for an address that is taken.
    pub(crate) verify_email: bool,
    /// How long a session lives without being refreshed.
    pub(crate) session_lifetime: Duration,
    /// How long a link to prove an address counts.
    pub(crate) verify_lifetime: Duration,
    /// How long a link to choose a new password counts.
    pub(crate) reset_lifetime: Duration,
    /// What mails call the product.
    pub(crate) product_name: String,
    /// Where mails send people to prove an address; `{token}` stands for the token.
    pub(crate) verify_link: String,
    /// Where mails send people to choose a new password; `{token}` stands for the token.
    pub(crate) reset_link: String,
    /// Where mails send people to sign in.
    pub(crate) sign_in_link: String,
    /// How passwords are hashed.
    pub(crate) password: PasswordConfig,
}

/// How passwords are hashed: argon2id. Hashes made with other numbers are made anew when their
/// owner signs in.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub(crate) struct PasswordConfig {
    /// Memory of one hash, in KiB.
    pub(crate) memory_kib: u32,
    /// Passes over that memory.
    pub(crate) iterations: u32,
    /// Lanes.
    pub(crate) parallelism: u32,
    /// How many are hashed at once; 0 for one per core. Four times as many may wait, the rest is
    /// answered 503.
    pub(crate) permits: u32,
}

impl Default for IdentityConfig {
    fn default() -> Self {
        Self {
            verify_email: false,
            session_lifetime: Duration::from_secs(10 * 24 * 3600),
            verify_lifetime: Duration::from_secs(24 * 3600),
            reset_lifetime: Duration::from_secs(3600),
            product_name: "Courses".to_owned(),
            verify_link: "http://localhost:8080/verify-email#{token}".to_owned(),
            reset_link: "http://localhost:8080/password-reset#{token}".to_owned(),
            sign_in_link: "http://localhost:8080/sign-in".to_owned(),
            password: PasswordConfig::default(),
        }
    }
}

impl Default for PasswordConfig {
    fn default() -> Self {
        Self { memory_kib: 19 * 1024, iterations: 2, parallelism: 1, permits: 0 }
    }
}

impl Validate for IdentityConfig {
    fn validate(&self) -> Result<(), Invalid> {
        for (key, time) in [
            ("session_lifetime", self.session_lifetime),
            ("verify_lifetime", self.verify_lifetime),
            ("reset_lifetime", self.reset_lifetime),
        ] {
            Invalid::unless(!time.is_zero(), key, "must be longer than nothing")?;
        }
        for (key, link, carries) in [
            ("verify_link", &self.verify_link, true),
            ("reset_link", &self.reset_link, true),
            ("sign_in_link", &self.sign_in_link, false),
        ] {
            let web = link.starts_with("https://") || link.starts_with("http://");
            Invalid::unless(web, key, "must begin with https:// or http://")?;
            let complete = !carries || link.contains("{token}");
            Invalid::unless(complete, key, "must say where the token goes: `{token}`")?;
        }
        self.password.validate().map_err(|err| err.within("password"))
    }
}

impl Validate for PasswordConfig {
    fn validate(&self) -> Result<(), Invalid> {
        let enough = self.memory_kib >= 8 * self.parallelism.max(1);
        Invalid::unless(enough, "memory_kib", "must be at least 8 for each lane")?;
        let bounded = self.memory_kib <= 1024 * 1024;
        Invalid::unless(bounded, "memory_kib", "must be at most 1048576, a GiB")?;
        let some = (1..=32).contains(&self.iterations);
        Invalid::unless(some, "iterations", "must be 1 to 32")?;
        let lanes = (1..=16).contains(&self.parallelism);
        Invalid::unless(lanes, "parallelism", "must be 1 to 16")?;
        Invalid::unless(self.permits <= 256, "permits", "must be at most 256")
    }
}
