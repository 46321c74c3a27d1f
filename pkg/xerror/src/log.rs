//! The line an operator reads, written once, where the answer is made.

use std::error::Error;

use tracing::field::display;

use crate::{ErrorChain, Problem};

impl Problem {
    /// Logs the problem with its causes: a fault of ours at `error`, a refusal at `debug`.
    ///
    /// Call it once per answer, at the edge; nothing logs on the way up.
    pub fn log(&self, request_id: &str, trace_id: Option<&str>) {
        let code = self.code();
        let status = self.status();
        let cause = self.source().map(|cause| display(ErrorChain(cause)));
        if self.kind().is_server_error() {
            tracing::error!(
                error.code = code,
                http.response.status_code = status,
                request.id = request_id,
                trace_id,
                error = cause,
                "request failed: {code}"
            );
        } else {
            tracing::debug!(
                error.code = code,
                http.response.status_code = status,
                request.id = request_id,
                trace_id,
                error = cause,
                "request refused: {code}"
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io;
    use std::sync::{Arc, Mutex};

    use crate::{Problem, kinds};

    #[derive(Clone, Default)]
    struct Lines(Arc<Mutex<Vec<u8>>>);

    impl io::Write for Lines {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.lock().expect("no writer panics").extend_from_slice(bytes);
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    fn logged(problem: &Problem) -> String {
        let lines = Lines::default();
        let writer = lines.clone();
        let subscriber = tracing_subscriber::fmt()
            .with_max_level(tracing::Level::DEBUG)
            .with_ansi(false)
            .with_writer(move || writer.clone())
            .finish();
        tracing::subscriber::with_default(subscriber, || problem.log("request-1", Some("trace-1")));
        let bytes = lines.0.lock().expect("no writer panics").clone();
        String::from_utf8(bytes).expect("log lines are UTF-8")
    }

    #[test]
    fn a_fault_of_ours_is_one_error_line_with_its_causes() {
        let line = logged(&Problem::internal("the cable is loose"));
        assert_eq!(line.lines().count(), 1);
        for part in
            ["ERROR", "request failed: internal", "the cable is loose", "request-1", "trace-1"]
        {
            assert!(line.contains(part), "{part} is missing in {line}");
        }
    }

    #[test]
    fn a_refusal_is_one_debug_line() {
        let line = logged(&Problem::new(&kinds::CONFLICT));
        assert_eq!(line.lines().count(), 1);
        assert!(line.contains("DEBUG") && line.contains("request refused: conflict"), "{line}");
        assert!(!line.contains("error="), "no cause, no field: {line}");
    }
}
