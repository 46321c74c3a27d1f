#![doc = include_str!("../README.md")]

mod answer;
mod client;
mod error;
mod generated;
mod operation;
mod page;
mod patch;
mod problem;
mod retry;
mod secret;
mod session;
mod transport;
mod value;

pub use answer::{AnswerExt, IfChanged};
pub use client::{BuildError, ClientBuilder};
pub use error::{CallError, Error};
pub use generated::{Client, ClientInfo, ResponseValue, builder, types};
pub use page::Paged;
pub use patch::{
    AccountPatch, CourseDraftPatch, CoursePatch, InstructorPatch, LessonPatch, RunPatch,
    SubjectPatch,
};
pub use problem::{FieldError, Problem};
pub use retry::RetryPolicy;
pub use secret::Secret;
pub use session::{
    Credentials, FileTokenStore, MemoryTokenStore, Session, TokenStore, TokenStoreError, Tokens,
};
#[doc(hidden)]
pub use transport::Transport;

/// The traits that add methods to calls and answers.
pub mod prelude {
    pub use crate::{AnswerExt, IfChanged, Paged};
}
