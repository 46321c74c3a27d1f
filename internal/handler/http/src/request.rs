//! Who asks and under which request id, as use cases want to know it.

use courses_usecase::Request;
use xapi::RequestContext;

use crate::caller::Caller;

/// The request of `context` on behalf of `caller`, or of somebody unknown.
pub(crate) fn request(context: &RequestContext, caller: impl Into<Option<Caller>>) -> Request {
    Request {
        actor: caller.into().map(|caller| caller.actor),
        id: context.request_id.clone(),
        traceparent: xtelemetry::current_traceparent(),
    }
}
