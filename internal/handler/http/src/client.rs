//! What a request tells about the program and the place that it comes from.

use axum::extract::Request;
use axum::middleware::Next;
use axum::response::Response;
use courses_domain::identity::DeviceLabel;
use courses_usecase::identity::Device;
use http::HeaderMap;
use http::header::USER_AGENT;
use xapi::RequestContext;
use xhttp::ClientAddress;

/// What the program calls itself, among the notes on a request.
#[derive(Debug, Clone)]
struct Label(DeviceLabel);

/// Notes what the program calls itself: handlers see no headers but those of the contract.
pub(crate) async fn note(mut request: Request, next: Next) -> Response {
    if let Some(label) = label(request.headers()) {
        request.extensions_mut().insert(Label(label));
    }
    next.run(request).await
}

/// Where the request of `context` comes from.
pub(crate) fn device(context: &RequestContext) -> Device {
    let label = context.extensions.get::<Label>().map(|Label(label)| label.clone());
    let address = ClientAddress::of(&context.extensions).map(ClientAddress::ip);
    Device { label, address }
}

fn label(headers: &HeaderMap) -> Option<DeviceLabel> {
    DeviceLabel::clip(&String::from_utf8_lossy(headers.get(USER_AGENT)?.as_bytes()))
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::*;

    fn labelled(value: &[u8]) -> Option<String> {
        let mut headers = HeaderMap::new();
        headers.insert(USER_AGENT, HeaderValue::from_bytes(value).unwrap());
        label(&headers).map(|label| label.as_str().to_owned())
    }

    #[test]
    fn a_session_is_called_after_the_program() {
        assert_eq!(labelled(b"Mozilla/5.0 (X11)"), Some("Mozilla/5.0 (X11)".to_owned()));
        assert_eq!(labelled(b"Br\xff"), Some("Br\u{fffd}".to_owned()));
        assert_eq!(labelled(b" "), None);
        assert_eq!(label(&HeaderMap::new()), None);
    }
}
