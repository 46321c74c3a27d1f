//! Names of subjects in front of a slow store, asked for by many at once.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use futures::future::join_all;
use xcache::{Builder, Cache};

#[tokio::main]
async fn main() {
    let names: Cache<u64, Arc<str>, &str> = Builder::new(1 << 20, Duration::from_secs(30))
        .weighed_by(|_, name: &Arc<str>| name.len())
        .observed_by(|it| println!("{} in {:?}", it.outcome.word(), it.took))
        .build();

    let asked = AtomicUsize::new(0);
    let ask_the_store = async || {
        let number = asked.fetch_add(1, Ordering::Relaxed);
        tokio::time::sleep(Duration::from_millis(20)).await;
        Ok(Arc::from(format!("Chemistry, edition {number}")))
    };
    let together = join_all((0..5).map(|_| names.get(&7, ask_the_store))).await;
    println!("{:?}", together[4]);
    println!("{:?}", names.get(&7, ask_the_store).await);

    names.invalidate(&7);
    println!("{:?}", names.get(&7, ask_the_store).await);
    println!("the store was asked {} times", asked.into_inner());
}
