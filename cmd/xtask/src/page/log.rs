//! What a browser's logs say about a page: what it asked for, what went wrong.

use serde_json::Value;

/// What a page asked for, and everything that was wrong.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Findings {
    /// The addresses asked for, in order.
    pub(super) requests: Vec<String>,
    /// One sentence for each thing that was wrong.
    pub(super) faults: Vec<String>,
}

impl Findings {
    /// Reads the entries of the `performance` log: no request may fail or leave `origin`.
    pub(super) fn read_network(&mut self, entries: &[Value], origin: &str) {
        for entry in entries {
            let Some(message) = entry["message"].as_str() else { continue };
            let Ok(message) = serde_json::from_str::<Value>(message) else { continue };
            let parameters = &message["message"]["params"];
            match message["message"]["method"].as_str() {
                Some("Network.requestWillBeSent") => {
                    self.asked(text(&parameters["request"]["url"]), origin);
                }
                Some("Network.responseReceived") => {
                    let answer = &parameters["response"];
                    let status = answer["status"].as_f64().unwrap_or_default();
                    if status >= 400.0 {
                        self.faults.push(format!("{} answers {status}", text(&answer["url"])));
                    }
                }
                Some("Network.loadingFailed") => {
                    let (kind, why) = (&parameters["type"], &parameters["errorText"]);
                    self.faults.push(format!("{} not loaded: {}", text(kind), text(why)));
                }
                _ => {}
            }
        }
    }

    /// Reads the entries of the `browser` log: nothing may be an error.
    pub(super) fn read_console(&mut self, entries: &[Value]) {
        let errors = entries.iter().filter(|entry| entry["level"] == "SEVERE");
        self.faults.extend(errors.map(|entry| format!("console: {}", text(&entry["message"]))));
    }

    fn asked(&mut self, address: &str, origin: &str) {
        if address.starts_with("data:") {
            return;
        }
        let own = address.strip_prefix(origin).is_some_and(|rest| rest.starts_with('/'));
        if !own {
            self.faults.push(format!("{address} is somebody else's"));
        }
        self.requests.push(address.to_owned());
    }
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or("?")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const ORIGIN: &str = "http://127.0.0.1:8080";

    fn network(method: &str, parameters: &Value) -> Value {
        let message = json!({"message": {"method": method, "params": parameters}});
        json!({"level": "INFO", "message": message.to_string()})
    }

    fn read(entries: &[Value]) -> Findings {
        let mut findings = Findings::default();
        findings.read_network(entries, ORIGIN);
        findings
    }

    #[test]
    fn a_page_that_asks_only_its_own_service_is_fine() {
        let own = format!("{ORIGIN}/docs");
        let findings = read(&[
            network("Network.requestWillBeSent", &json!({"request": {"url": own}})),
            network("Network.responseReceived", &json!({"response": {"url": own, "status": 200}})),
            network("Network.requestWillBeSent", &json!({"request": {"url": "data:image/svg"}})),
            network("Page.loadEventFired", &json!({})),
        ]);

        assert_eq!(findings, Findings { requests: vec![own], faults: vec![] });
    }

    #[test]
    fn foreign_addresses_bad_answers_and_broken_loads_are_faults() {
        for entry in [
            network(
                "Network.requestWillBeSent",
                &json!({"request": {"url": "https://a.example/"}}),
            ),
            network(
                "Network.requestWillBeSent",
                &json!({"request": {"url": "http://127.0.0.1:80801/"}}),
            ),
            network("Network.responseReceived", &json!({"response": {"status": 404}})),
            network("Network.loadingFailed", &json!({"type": "Script", "errorText": "csp"})),
        ] {
            assert_eq!(read(std::slice::from_ref(&entry)).faults.len(), 1, "{entry}");
        }
    }

    #[test]
    fn errors_of_the_console_are_faults() {
        let mut findings = Findings::default();

        findings.read_console(&[
            json!({"level": "SEVERE", "message": "Uncaught TypeError"}),
            json!({"level": "INFO", "message": "hello"}),
        ]);

        assert_eq!(findings.faults, ["console: Uncaught TypeError"]);
    }
}
