//! The address spans are sent to.

use http::Uri;

use crate::InitError;

const SIGNAL_PATH: &str = "/v1/traces";

/// The full address for the base address of a collector.
///
/// Refused at the start rather than complained about with every batch: anything but `http`,
/// as this crate brings no TLS. A collector stands beside the service.
pub(crate) fn resolve(endpoint: &str) -> Result<String, InitError> {
    let refused = || InitError::Endpoint { endpoint: endpoint.to_owned() };
    let uri: Uri = endpoint.trim().parse().map_err(|_| refused())?;
    let plain = uri.scheme_str() == Some("http") && uri.query().is_none();
    if !plain || uri.host().is_none_or(str::is_empty) {
        return Err(refused());
    }
    let base = endpoint.trim().trim_end_matches('/');
    if base.ends_with(SIGNAL_PATH) {
        Ok(base.to_owned())
    } else {
        Ok(format!("{base}{SIGNAL_PATH}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_path_of_the_signal_is_appended_once() {
        for endpoint in
            ["http://collector:4318", "http://collector:4318/", "http://collector:4318/v1/traces"]
        {
            assert_eq!(resolve(endpoint).unwrap(), "http://collector:4318/v1/traces");
        }
    }

    #[test]
    fn an_address_that_can_never_work_is_refused_at_once() {
        for endpoint in ["", "collector:4318", "https://collector", "ftp://x", "http://"] {
            assert!(resolve(endpoint).is_err(), "{endpoint}");
        }
    }
}
