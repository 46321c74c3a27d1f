//! The seam between generated code and whatever knows callers.

use http::HeaderMap;
use xerror::Problem;

use crate::Operation;

/// Tells who makes a request.
pub trait Authenticate: Send + Sync + 'static {
    /// Whoever makes a request.
    type Caller: Send + 'static;

    /// The caller that `headers` prove, or `None` if they claim nobody.
    ///
    /// Asked before the body is read, and not at all for public operations.
    ///
    /// # Errors
    ///
    /// A problem with status 401 if there are credentials and they are bad.
    fn authenticate(
        &self,
        operation: &'static Operation,
        headers: &HeaderMap,
    ) -> impl Future<Output = Result<Option<Self::Caller>, Problem>> + Send;
}
