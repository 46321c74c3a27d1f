//! The settings of the program: one section a file, each judging itself.

mod auth;
mod cache;
mod catalogue;
mod http;
mod identity;
mod imports;
mod jobs;
mod load;
mod mail;
mod shutdown;
mod store;
mod telemetry;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use xconfig::{Invalid, Validate};

pub(crate) use auth::AuthConfig;
pub(crate) use cache::CacheConfig;
pub(crate) use catalogue::CatalogueConfig;
pub(crate) use http::{HttpConfig, RateConfig};
pub(crate) use identity::{IdentityConfig, PasswordConfig};
pub(crate) use imports::ImportsConfig;
pub(crate) use jobs::JobsConfig;
pub(crate) use load::load;
pub(crate) use mail::{MailConfig, MailSecurity};
pub(crate) use shutdown::ShutdownConfig;
pub(crate) use store::{StoreConfig, StoreKind};
pub(crate) use telemetry::{LogFormat, TelemetryConfig};

/// Every setting of the program.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub(crate) struct Config {
    /// Where everything is kept.
    pub(crate) store: StoreConfig,
    /// What lists remember of subjects and instructors.
    pub(crate) cache: CacheConfig,
    /// The listeners and their limits.
    pub(crate) http: HttpConfig,
    /// Access tokens.
    pub(crate) auth: AuthConfig,
    /// Accounts, sessions and passwords.
    pub(crate) identity: IdentityConfig,
    /// How courses get into the catalogue.
    pub(crate) catalogue: CatalogueConfig,
    /// What becomes of what outside sources do not have any more.
    pub(crate) imports: ImportsConfig,
    /// How mail leaves.
    pub(crate) mail: MailConfig,
    /// Logs, traces and metrics.
    pub(crate) telemetry: TelemetryConfig,
    /// What the program does by itself.
    pub(crate) jobs: JobsConfig,
    /// How the program stops.
    pub(crate) shutdown: ShutdownConfig,
    /// Shows causes of failures in answers. Never in production.
    pub(crate) development: bool,
}

impl Validate for Config {
    fn validate(&self) -> Result<(), Invalid> {
        self.store.validate().map_err(|err| err.within("store"))?;
        self.http.validate().map_err(|err| err.within("http"))?;
        self.auth.validate().map_err(|err| err.within("auth"))?;
        self.identity.validate().map_err(|err| err.within("identity"))?;
        self.mail.validate().map_err(|err| err.within("mail"))?;
        self.telemetry.validate().map_err(|err| err.within("telemetry"))?;
        self.jobs.validate().map_err(|err| err.within("jobs"))?;
        self.shutdown.validate().map_err(|err| err.within("shutdown"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_example_file_loads_and_is_the_one_in_the_repository() {
        let example = xconfig::example::<Config>("COURSES_");
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../deploy/courses.example.yaml");
        let kept = std::fs::read_to_string(path).unwrap_or_default();
        assert_eq!(kept, example, "run `courses config example > deploy/courses.example.yaml`");
    }
}
