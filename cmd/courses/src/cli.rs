//! The command line.
#![expect(clippy::doc_markdown, reason = "these comments are the help, which is no Markdown")]

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;
use uuid::Uuid;

use crate::output::Format;

const EXIT_CODES: &str = "\
Exit codes:
  0    all went well
  1    the answer is no: not healthy, rejected rows, a failed check
  64   the command line or the configuration is wrong
  65   an input file cannot be used
  69   the store, or an address to listen on, is away
  70   a bug, or data that breaks our own rules
  75   stopped, but not everything ended in time
  130  stopped by a second signal

Configuration: defaults, then the file of --config, then COURSES_* variables, then --set.
`courses config example` prints every key with its meaning.";

/// The backend of an online school: catalogue, runs, search, events.
///
/// Without any configuration it runs on an embedded store in ./data. Try:
///
///   courses serve --demo
#[derive(Debug, Parser)]
#[command(name = "courses", version, propagate_version = true, after_help = EXIT_CODES)]
pub(crate) struct Cli {
    /// What applies to every command.
    #[command(flatten)]
    pub(crate) global: Global,
    /// What to do.
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// What applies to every command.
#[derive(Debug, Clone, Args)]
pub(crate) struct Global {
    /// A YAML file with settings; `courses.yaml` is used if it is there.
    #[arg(long, global = true, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,
    /// Sets one key, above every other source; may be repeated.
    #[arg(long = "set", global = true, value_name = "KEY=VALUE")]
    pub(crate) overrides: Vec<String>,
    /// The store: `sqlite:FOLDER` or a mongodb:// address. Short for --set store.url=…
    #[arg(long, global = true, value_name = "URL")]
    pub(crate) store: Option<String>,
    /// The form of results on standard output.
    #[arg(long, global = true, value_enum, default_value_t)]
    pub(crate) output: Format,
}

/// What the program can do.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Serve the API.
    ///
    /// Listens on http.listen for people and programs and on http.ops_listen for probes and
    /// metrics. With the embedded store the schema is brought up to date at start and all jobs
    /// run inside.
    #[command(after_help = "Examples:
  courses serve --demo
  courses serve --set http.listen=0.0.0.0:8080
  COURSES_STORE__URL='mongodb://127.0.0.1:27017/?replicaSet=rs0' courses serve")]
    Serve(ServeArgs),
    /// Bring the schema of the store up to date.
    ///
    /// Safe to run at any time, by any number of instances; does nothing if nothing is to do.
    #[command(after_help = "Example:
  courses migrate --store 'mongodb://127.0.0.1:27017/?replicaSet=rs0'")]
    Migrate,
    /// Bring in a catalogue from a file.
    #[command(subcommand)]
    Import(ImportCommand),
    /// Make administrators.
    #[command(subcommand)]
    Admin(AdminCommand),
    /// Look after the audit log.
    #[command(subcommand)]
    Audit(AuditCommand),
    /// Look after the keys that sign access tokens.
    #[command(subcommand)]
    Keys(KeysCommand),
    /// Mint an access token with the configured signing key.
    ///
    /// For operators and first steps: whoever has the token is the account it names.
    #[command(after_help = "Examples:
  courses token --role teacher
  courses token --role admin --ttl 10m --output json
  curl -H \"Authorization: Bearer $(courses token --role teacher)\" …")]
    Token(TokenArgs),
    /// Look at the configuration.
    #[command(subcommand)]
    Config(ConfigCommand),
    /// Check what the program needs: configuration, key, store, addresses.
    Doctor,
    /// Ask a running service whether it is ready; for containers and supervisors.
    #[command(after_help = "Example:
  courses healthcheck --url http://127.0.0.1:9090/readyz")]
    Healthcheck(HealthcheckArgs),
    /// Print the OpenAPI document of the API.
    Openapi,
    /// Print a completion script for a shell.
    #[command(after_help = "Example:
  courses completions bash > /etc/bash_completion.d/courses")]
    Completions {
        /// The shell.
        shell: Shell,
    },
}

/// How to serve.
#[derive(Debug, Args)]
pub(crate) struct ServeArgs {
    /// Bring in the demo catalogue first and print a token to try things with.
    #[arg(long)]
    pub(crate) demo: bool,
}

/// What can be imported.
#[derive(Debug, Subcommand)]
pub(crate) enum ImportCommand {
    /// A university schedule as CSV: one row for each meeting of each section.
    ///
    /// Courses are known by subject and number, runs by term and CRN. A bad row is set aside with
    /// its reason and the rest goes on; a second import of the same file writes nothing.
    #[command(after_help = "Examples:
  courses import uiuc-csv schedule.csv
  courses import uiuc-csv schedule.csv --complete
  courses import uiuc-csv schedule.csv --output json > report.json")]
    UiucCsv(ImportArgs),
}

/// What to import for whom.
#[derive(Debug, Args)]
pub(crate) struct ImportArgs {
    /// The file; `-` for standard input.
    pub(crate) file: PathBuf,
    /// The account that will own new courses; an account of its own if missing.
    #[arg(long, value_name = "UUID")]
    pub(crate) owner: Option<Uuid>,
    /// The file is the whole of its source: what it does not name is gone there. A course that is
    /// missed in so many complete imports in a row (`imports.vanish_after`) is archived.
    #[arg(long)]
    pub(crate) complete: bool,
    /// End with code 1 if any row was rejected.
    #[arg(long)]
    pub(crate) strict: bool,
}

/// What to do about administrators.
#[derive(Debug, Subcommand)]
pub(crate) enum AdminCommand {
    /// Make an account that is an administrator.
    ///
    /// For the first one; further roles are given over the API. The address counts as proved. The
    /// password comes from a file or from standard input.
    #[command(after_help = "Examples:
  courses admin create --email ada@example.org --name Ada
  courses admin create --email ada@example.org --password-file /run/secrets/admin-password")]
    Create(AdminCreateArgs),
}

/// Who becomes an administrator.
#[derive(Debug, Args)]
pub(crate) struct AdminCreateArgs {
    /// The e-mail address to sign in with.
    #[arg(long)]
    pub(crate) email: String,
    /// What the person is called.
    #[arg(long, default_value = "Administrator")]
    pub(crate) name: String,
    /// A file with the password, 12 to 128 characters; standard input if missing.
    #[arg(long, value_name = "FILE")]
    pub(crate) password_file: Option<PathBuf>,
}

/// What to do about the audit log.
#[derive(Debug, Subcommand)]
pub(crate) enum AuditCommand {
    /// Walk through the whole log and check that every record follows the one before.
    ///
    /// Prints the last sequence and hash: note them elsewhere from time to time. Ends with code 1
    /// if a record was changed, removed or put in another place.
    #[command(after_help = "Example:
  courses audit verify --output json")]
    Verify,
}

/// What to do about signing keys.
#[derive(Debug, Subcommand)]
pub(crate) enum KeysCommand {
    /// List the keys of the ring: ids and times, no secrets.
    List,
    /// Add a key that signs from now on, and let the old one run out.
    ///
    /// The new key begins to sign after ten seconds, when every instance knows it; the old one
    /// verifies until its last token has run out. Nobody notices.
    #[command(after_help = "Example:
  courses keys rotate --set auth.key_ring=/etc/courses/keys.json")]
    Rotate,
}

/// The roles a token can carry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum TokenRole {
    /// Learns.
    Student,
    /// Makes courses.
    Teacher,
    /// Reviews.
    Moderator,
    /// May do everything.
    Admin,
}

/// What the token says.
#[derive(Debug, Args)]
pub(crate) struct TokenArgs {
    /// A role; may be repeated. Every account is a student.
    #[arg(long = "role", value_enum)]
    pub(crate) roles: Vec<TokenRole>,
    /// The account; a new one if missing.
    #[arg(long, value_name = "UUID")]
    pub(crate) subject: Option<Uuid>,
    /// How long it is valid, such as 15m or 12h.
    #[arg(long, default_value = "1h", value_name = "DURATION")]
    pub(crate) ttl: String,
}

/// What to do with the configuration.
#[derive(Debug, Subcommand)]
pub(crate) enum ConfigCommand {
    /// Read it as `serve` would and say whether it is good.
    Check,
    /// Print what applies, with secrets hidden.
    Print,
    /// Print a commented file with every key and its default.
    Example,
}

/// Whom to ask.
#[derive(Debug, Args)]
pub(crate) struct HealthcheckArgs {
    /// The address; from http.ops_listen if missing. Plain http only.
    #[arg(long)]
    pub(crate) url: Option<String>,
    /// How long to wait, such as 3s.
    #[arg(long, default_value = "3s", value_name = "DURATION")]
    pub(crate) timeout: String,
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_command_line_is_consistent() {
        Cli::command().debug_assert();
    }
}
