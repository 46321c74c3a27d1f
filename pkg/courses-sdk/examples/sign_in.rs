//! Signs in, keeps the session in a file, and goes on with it at the next run.
//!
//! ```text
//! cargo run -p courses-sdk --example sign_in -- http://127.0.0.1:8080 ann@example.org < password.txt
//! cargo run -p courses-sdk --example sign_in -- http://127.0.0.1:8080
//! cargo run -p courses-sdk --example sign_in -- http://127.0.0.1:8080 --sign-out
//! ```

use std::io::BufRead as _;

use courses_sdk::prelude::*;
use courses_sdk::{Client, Credentials, Error, FileTokenStore, Secret};
use futures::TryStreamExt as _;

const FILE: &str = "courses-session.json";

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let base_url = arguments.next().ok_or("say where the service is: http://127.0.0.1:8080")?;
    let client = Client::builder(base_url).token_store(FileTokenStore::new(FILE)).build()?;
    let session = client.session().ok_or("a client with a token store has a session")?;

    match arguments.next().as_deref() {
        Some("--sign-out") => {
            session.sign_out().await?;
            println!("signed out");
            return Ok(());
        }
        Some(email) => session.sign_in(&Credentials::new(email, password()?)).await?,
        None => {}
    }
    match client.get_me().send().await.map_err(Error::from) {
        Ok(me) => println!("signed in as {}", me.email.as_deref().unwrap_or("nobody")),
        Err(Error::SignedOut { .. }) => return Err("give an e-mail address to sign in".into()),
        Err(error) => return Err(error.into()),
    }
    let mut sessions = client.list_sessions().items();
    while let Some(session) = sessions.try_next().await? {
        println!("{} {}", session.created_at, session.label.as_deref().unwrap_or("no name"));
    }
    Ok(())
}

/// The first line of standard input, where it shows in no list of processes.
fn password() -> Result<Secret, Box<dyn std::error::Error>> {
    eprintln!("password:");
    let mut line = String::new();
    std::io::stdin().lock().read_line(&mut line)?;
    Ok(Secret::from(line.trim_end_matches(['\r', '\n'])))
}
