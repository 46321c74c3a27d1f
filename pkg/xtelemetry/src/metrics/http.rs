//! Requests of an HTTP server.

use super::Registry;
use super::series::{Counter, Gauge, Histogram};

/// Upper bounds in seconds: from a cached read to a request that is about to time out.
const BUCKETS: [f64; 13] =
    [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0];

/// Methods that get a series of their own; a client may send any word.
const METHODS: [&str; 7] = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];

/// Counts requests: `<prefix>_http_requests_total{method,route,status}`,
/// `<prefix>_http_request_seconds{method,route,status}`, `<prefix>_http_requests_in_flight`.
#[derive(Debug, Clone)]
pub struct HttpMetrics {
    requests: Counter<3>,
    seconds: Histogram<3>,
    in_flight: Gauge<0>,
}

impl HttpMetrics {
    /// Adds the metrics to `registry`.
    #[must_use]
    pub fn new(registry: &Registry) -> Self {
        let labels = ["method", "route", "status"];
        Self {
            requests: registry.counter("http_requests_total", "Requests answered.", labels),
            seconds: registry.histogram(
                "http_request_seconds",
                "Time from a request to the end of its answer's head.",
                labels,
                &BUCKETS,
            ),
            in_flight: registry.gauge("http_requests_in_flight", "Requests being answered.", []),
        }
    }

    /// Counts a request as in flight until the value is dropped, so that a request whose
    /// client left is not counted for ever.
    pub fn started(&self) -> InFlight {
        self.in_flight.add([], 1.0);
        InFlight(self.in_flight.clone())
    }

    /// Counts an answered request.
    ///
    /// `route` is the pattern of the route, such as `/v1/courses/{course_id}`, never the
    /// path; name requests that met no route with one word, such as `unmatched`.
    pub fn finished(&self, method: &str, route: &str, status: u16, seconds: f64) {
        let method = if METHODS.contains(&method) { method } else { "OTHER" };
        let labels = [method, route, &status.to_string()];
        self.requests.increment(labels);
        self.seconds.observe(labels, seconds);
    }
}

/// One request in flight.
#[derive(Debug)]
#[must_use = "the request is in flight for as long as this lives"]
pub struct InFlight(Gauge<0>);

impl Drop for InFlight {
    fn drop(&mut self) {
        self.0.add([], -1.0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_is_in_flight_until_it_is_dropped() {
        let registry = Registry::new("courses");
        let metrics = HttpMetrics::new(&registry);
        let request = metrics.started();
        assert!(registry.render().1.contains("courses_http_requests_in_flight 1"));

        drop(request);
        assert!(registry.render().1.contains("courses_http_requests_in_flight 0"));
    }

    #[test]
    fn an_answer_is_counted_by_method_route_and_status() {
        let registry = Registry::new("courses");
        let metrics = HttpMetrics::new(&registry);
        metrics.finished("GET", "/v1/courses", 200, 0.004);

        let text = registry.render().1;
        let labels = r#"{method="GET",route="/v1/courses",status="200"}"#;
        assert!(text.contains(&format!("courses_http_requests_total{labels} 1")), "{text}");
        assert!(text.contains(&format!("courses_http_request_seconds_count{labels} 1")), "{text}");
    }

    #[test]
    fn methods_that_clients_invent_share_one_series() {
        let registry = Registry::new("courses");
        let metrics = HttpMetrics::new(&registry);
        metrics.finished("BREW", "unmatched", 405, 0.001);
        metrics.finished("STEEP", "unmatched", 405, 0.001);

        let line =
            r#"courses_http_requests_total{method="OTHER",route="unmatched",status="405"} 2"#;
        assert!(registry.render().1.contains(line));
    }
}
