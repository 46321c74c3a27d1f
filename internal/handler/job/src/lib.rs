//! What the product does by itself, without a request: jobs that call use cases.
//!
//! A job runs until its token is cancelled, then ends its step. Each failure is logged and the
//! job goes on after a pause: a store that is away for a while stops nothing for good.

mod collector;
mod identity_tidier;
mod mail_sender;
mod merge_settler;
mod revocation_poller;
mod tidier;

pub use collector::{Collector, CollectorOptions};
pub use identity_tidier::tidy_identity_regularly;
pub use mail_sender::{MailSender, MailSenderOptions};
pub use merge_settler::MergeSettler;
pub use revocation_poller::RevocationPoller;
pub use tidier::tidy_regularly;
