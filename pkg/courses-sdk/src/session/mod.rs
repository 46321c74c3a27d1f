//! Being signed in: getting tokens, keeping them, renewing them in time.

mod clock;
mod failure;
mod file;
mod handle;
mod options;
mod renewal;
mod shared;
mod store;
mod tokens;

pub(crate) use failure::Failure;
pub use file::FileTokenStore;
pub use handle::Session;
pub use options::Credentials;
pub(crate) use options::SessionOptions;
pub use store::{MemoryTokenStore, TokenStore, TokenStoreError};
pub use tokens::Tokens;
pub(crate) use tokens::bearer;
