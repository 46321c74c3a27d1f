//! Hashes a password, compares it, and shows what a flood gets.

use std::num::NonZeroUsize;

use xpassword::{Error, Gate, Hasher, Settings, common};

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let password = "correct horse battery staple";
    println!("common: {}", common::is_common(password));

    let hasher = Hasher::start(Settings::default(), Gate::new(NonZeroUsize::MIN))?;
    let stored = hasher.hash(password.as_bytes()).await?;
    println!("kept: {stored}");
    println!("right: {:?}", hasher.verify(password.as_bytes(), Some(&stored)).await?);
    println!("wrong: {:?}", hasher.verify(b"another", Some(&stored)).await?);
    println!("nobody: {:?}", hasher.verify(password.as_bytes(), None).await?);

    let flood = (0..20).map(|_| hasher.verify(b"a guess", None));
    let answers = futures::future::join_all(flood).await;
    let refused = answers.iter().filter(|answer| matches!(answer, Err(Error::Overloaded { .. })));
    println!("of a flood of 20: {} refused, {:?}", refused.count(), hasher.load());
    Ok(())
}
