//! How to reach a server, and what is promised about what it acknowledges.

use std::fmt;
use std::time::Duration;

use bson::doc;
use mongodb::Client;
use mongodb::error::Error;
use mongodb::options::{ClientOptions, ReadConcern, WriteConcern};

use crate::PrimaryWatch;

/// How to connect. Printing it does not show the address, which may hold a password.
#[derive(Clone)]
pub struct ConnectOptions {
    /// The address: `mongodb://…` or `mongodb+srv://…`.
    pub uri: String,
    /// The name under which the server's log knows this program.
    pub app_name: String,
    /// The most connections to each server; an address with `maxPoolSize` wins.
    pub max_pool_size: u32,
    /// How long a new connection may take.
    pub connect_timeout: Duration,
    /// How long to wait for a server that can take a command, such as a new primary.
    pub server_selection_timeout: Duration,
    /// How long the server waits for a majority before it reports that there was none.
    pub write_timeout: Duration,
    /// Learns whether there is a primary.
    pub primary: PrimaryWatch,
}

impl ConnectOptions {
    /// 32 connections to each server, 5 s to connect, 10 s for an election, 10 s for a majority.
    #[must_use]
    pub fn new(uri: impl Into<String>, app_name: impl Into<String>) -> Self {
        Self {
            uri: uri.into(),
            app_name: app_name.into(),
            max_pool_size: 32,
            connect_timeout: Duration::from_secs(5),
            server_selection_timeout: Duration::from_secs(10),
            write_timeout: Duration::from_secs(10),
            primary: PrimaryWatch::default(),
        }
    }
}

impl fmt::Debug for ConnectOptions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ConnectOptions")
            .field("app_name", &self.app_name)
            .field("max_pool_size", &self.max_pool_size)
            .finish_non_exhaustive()
    }
}

/// Makes a client. It connects when it is first used; [`ping`] tells whether it can.
///
/// Writes are acknowledged by a majority and reads answer what a majority has, whatever the
/// address says; reads and writes are tried again once by the driver.
///
/// # Errors
///
/// The driver's, if the address is no good or, for `mongodb+srv`, cannot be looked up.
pub async fn connect(options: &ConnectOptions) -> Result<Client, Error> {
    let mut driver = ClientOptions::parse(&options.uri).await?;
    driver.app_name = Some(options.app_name.clone());
    driver.max_pool_size.get_or_insert(options.max_pool_size);
    driver.max_idle_time.get_or_insert(Duration::from_mins(5));
    driver.connect_timeout = Some(options.connect_timeout);
    driver.server_selection_timeout = Some(options.server_selection_timeout);
    driver.retry_reads = Some(true);
    driver.retry_writes = Some(true);
    driver.read_concern = Some(ReadConcern::majority());
    driver.selection_criteria = None;
    let mut majority = WriteConcern::majority();
    majority.w_timeout = Some(options.write_timeout);
    driver.write_concern = Some(majority);
    if xfault::sabotaged("early-acknowledgement") {
        driver.write_concern = Some(WriteConcern::nodes(1));
    }
    driver.sdam_event_handler = Some(options.primary.handler());
    Client::with_options(driver)
}

/// Whether a primary answers.
///
/// # Errors
///
/// The driver's, if none does within the server selection time-out.
pub async fn ping(client: &Client) -> Result<(), Error> {
    client.database("admin").run_command(doc! { "ping": 1 }).await.map(drop)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn an_address_cannot_weaken_the_promises() {
        let uri = "mongodb://localhost/?w=1&readConcernLevel=local&retryWrites=false\
            &readPreference=secondary";
        let client = connect(&ConnectOptions::new(uri, "test")).await.unwrap();

        assert_eq!(client.read_concern(), Some(&ReadConcern::majority()));
        let w = client.write_concern().and_then(|concern| concern.w.clone());
        assert_eq!(w, WriteConcern::majority().w);
        assert!(client.selection_criteria().is_none(), "reads go to the primary unless they say");
    }

    #[test]
    fn a_password_is_not_printed() {
        let options = ConnectOptions::new("mongodb://me:secret@localhost", "test");
        assert!(!format!("{options:?}").contains("secret"));
    }
}
