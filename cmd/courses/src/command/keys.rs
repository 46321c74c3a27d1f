//! `courses keys`

use std::path::Path;
use std::time::Duration;

use courses_port::Clock as _;
use jiff::Timestamp;
use serde_json::{Value, json};
use xtoken::{KeyRing, RingKey};

use crate::adapter::{SystemClock, ring_file};
use crate::cli::{Global, KeysCommand};
use crate::config::{self, Config};
use crate::exit::{Failure, OK, USAGE};
use crate::output;

/// How long every instance has to learn of a new key before it signs.
const ACTIVATION: Duration = Duration::from_secs(10);
/// What a token may count longer than it says, for clocks that differ.
const SPARE: Duration = Duration::from_mins(1);

/// Runs the command.
pub(super) fn run(global: &Global, command: &KeysCommand) -> Result<u8, Failure> {
    let config = config::load(global)?.value;
    let path = ring_file(&config)?;
    let now = SystemClock.now().as_second();
    let ring = match command {
        KeysCommand::List => read(&path)?,
        KeysCommand::Rotate => rotate(&config, &path, now)?,
    };
    let signing = ring.signing_key(now).kid().to_owned();
    let keys: Vec<Value> = ring.keys().iter().map(|key| described(key, &signing)).collect();
    output::print(global.output, &json!({ "keys": keys }), || {
        let lines = ring.keys().iter().map(|key| line(key, &signing));
        lines.collect::<Vec<_>>().join("\n")
    });
    Ok(OK)
}

/// Adds a key and drops those that have run out. Without a file it makes one.
fn rotate(config: &Config, path: &Path, now: i64) -> Result<KeyRing, Failure> {
    if !path.exists() {
        let ring = KeyRing::generate(now).map_err(|err| Failure::new(USAGE, err))?;
        if ring.write_new(path).map_err(|err| Failure::new(USAGE, err))? {
            return Ok(ring);
        }
    }
    let mut ring = read(path)?;
    ring.prune(now);
    let lifetime = Duration::from(config.auth.access_lifetime) + SPARE;
    ring.rotate(now, ACTIVATION, lifetime).map_err(|err| Failure::new(USAGE, err))?;
    ring.write(path).map_err(|err| Failure::new(USAGE, err))?;
    Ok(ring)
}

fn read(path: &Path) -> Result<KeyRing, Failure> {
    KeyRing::read(path).map_err(|err| Failure::new(USAGE, err))
}

fn time(seconds: i64) -> String {
    Timestamp::from_second(seconds).unwrap_or(Timestamp::UNIX_EPOCH).to_string()
}

fn described(key: &RingKey, signing: &str) -> Value {
    json!({
        "kid": key.kid(),
        "signs": key.kid() == signing,
        "created_at": time(key.created_at()),
        "signs_from": time(key.signs_from()),
        "verify_until": key.verify_until().map(time),
    })
}

fn line(key: &RingKey, signing: &str) -> String {
    let role = if key.kid() == signing { "signs" } else { "verifies" };
    let end = key.verify_until().map_or_else(String::new, |end| format!(" until {}", time(end)));
    format!("{}  {role} from {}{end}", key.kid(), time(key.signs_from()))
}
