//! A collector of traces: reads OTLP over HTTP in threads of its own.

use std::fmt::Write as _;
use std::io::{BufRead, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;

use opentelemetry_proto::tonic::collector::trace::v1::ExportTraceServiceRequest;
use opentelemetry_proto::tonic::common::v1::any_value::Value;
use prost::Message as _;

/// What one span said.
#[derive(Debug, Clone)]
pub(crate) struct Span {
    pub(crate) name: String,
    pub(crate) trace: String,
    pub(crate) id: String,
    pub(crate) parent: String,
    attributes: Vec<(String, String)>,
}

impl Span {
    /// The text of an attribute, or nothing.
    pub(crate) fn attribute(&self, name: &str) -> &str {
        self.attributes.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value)
    }

    /// Everything that it says, for looking for what it must not.
    pub(crate) fn everything(&self) -> String {
        format!("{self:?}")
    }
}

/// Takes traces and keeps them.
pub(crate) struct Collector {
    endpoint: String,
    spans: Arc<Mutex<Vec<Span>>>,
}

impl Collector {
    pub(crate) fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let endpoint = format!("http://{}", listener.local_addr().unwrap());
        let spans = Arc::new(Mutex::new(Vec::new()));
        let inbox = Arc::clone(&spans);
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let inbox = Arc::clone(&inbox);
                thread::spawn(move || serve(stream, &inbox));
            }
        });
        Self { endpoint, spans }
    }

    pub(crate) fn endpoint(&self) -> &str {
        &self.endpoint
    }

    /// Every span so far.
    pub(crate) fn spans(&self) -> Vec<Span> {
        self.spans.lock().unwrap().clone()
    }

    /// The spans of one trace.
    pub(crate) fn trace(&self, id: &str) -> Vec<Span> {
        self.spans().into_iter().filter(|span| span.trace == id).collect()
    }
}

fn serve(stream: TcpStream, inbox: &Mutex<Vec<Span>>) {
    let mut reader = BufReader::new(stream.try_clone().unwrap());
    let mut writer = stream;
    while let Some(head) = read_head(&mut reader) {
        let length = head
            .lines()
            .find_map(|line| line.to_lowercase().strip_prefix("content-length:").map(str::to_owned))
            .map_or(0, |text| text.trim().parse().unwrap());
        let mut body = vec![0; length];
        if reader.read_exact(&mut body).is_err() {
            return;
        }
        let request = ExportTraceServiceRequest::decode(body.as_slice()).unwrap();
        let spans = request.resource_spans.into_iter().flat_map(|it| it.scope_spans);
        let spans = spans.flat_map(|it| it.spans).map(Span::from);
        inbox.lock().unwrap().extend(spans);
        let answer =
            "HTTP/1.1 200 OK\r\ncontent-type: application/x-protobuf\r\ncontent-length: 0\r\n\r\n";
        if writer.write_all(answer.as_bytes()).is_err() {
            return;
        }
    }
}

fn read_head(reader: &mut impl BufRead) -> Option<String> {
    let mut head = String::new();
    loop {
        let start = head.len();
        if reader.read_line(&mut head).ok()? == 0 {
            return None;
        }
        if head[start..].trim().is_empty() {
            return Some(head);
        }
    }
}

impl From<opentelemetry_proto::tonic::trace::v1::Span> for Span {
    fn from(span: opentelemetry_proto::tonic::trace::v1::Span) -> Self {
        let attributes = span.attributes.into_iter().map(|attribute| {
            let value = attribute.value.and_then(|value| value.value);
            let text = match value {
                Some(Value::StringValue(text)) => text,
                Some(Value::IntValue(number)) => number.to_string(),
                other => format!("{other:?}"),
            };
            (attribute.key, text)
        });
        Self {
            name: span.name,
            trace: hex(&span.trace_id),
            id: hex(&span.span_id),
            parent: hex(&span.parent_span_id),
            attributes: attributes.collect(),
        }
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        write!(text, "{byte:02x}").unwrap();
        text
    })
}
