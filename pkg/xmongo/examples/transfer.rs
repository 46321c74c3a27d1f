//! Moves money between two accounts in a transaction: `transfer mongodb://…/?replicaSet=rs0`.

use std::time::{Duration, Instant};

use bson::{Document, doc};
use futures::FutureExt as _;
use xmongo::{CommandMonitor, ConnectOptions, FinishedCommand, TransactionError, with_transaction};
use xtelemetry::{Registry, StoreMetrics};

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let Some(uri) = std::env::args().nth(1) else {
        println!("usage: transfer mongodb://127.0.0.1:27017/?replicaSet=rs0");
        return Ok(());
    };
    let registry = Registry::new("bank");
    let metrics = StoreMetrics::new(&registry);
    let monitor = CommandMonitor::new().observed_by(move |command: &FinishedCommand<'_>| {
        let seconds = command.duration.as_secs_f64();
        metrics.finished(command.collection, command.command, command.outcome.word(), seconds);
    });
    let client = xmongo::connect(&ConnectOptions::new(uri, "transfer")).await?;

    let accounts = client.database("xmongo_example").collection::<Document>("accounts");
    for name in ["a", "b"] {
        let ten = doc! { "$setOnInsert": { "balance": 10 } };
        accounts.update_one(doc! { "_id": name }, ten).upsert(true).await?;
    }
    let deadline = Instant::now() + Duration::from_secs(5);
    let moved = with_transaction(&client, &monitor, deadline, &accounts, |session, accounts| {
        async move {
            let enough = doc! { "_id": "a", "balance": { "$gte": 5 } };
            let less = doc! { "$inc": { "balance": -5 } };
            let taken = accounts.update_one(enough, less).session(&mut *session).await?;
            if taken.matched_count == 0 {
                return Err(TransactionError::Refused(()));
            }
            let more = doc! { "$inc": { "balance": 5 } };
            accounts.update_one(doc! { "_id": "b" }, more).session(session).await?;
            Ok(())
        }
        .boxed()
    })
    .await;
    match moved {
        Ok(()) => println!("moved 5"),
        Err(TransactionError::Refused(())) => println!("not enough on the first account"),
        Err(error) => return Err(anyhow::anyhow!(error_text(&error))),
    }
    println!("{}", registry.render().1);
    Ok(())
}

fn error_text(error: &TransactionError<()>) -> String {
    match error {
        TransactionError::Failed(cause) | TransactionError::TimedOut(cause) => cause.to_string(),
        TransactionError::Refused(()) => String::new(),
    }
}
