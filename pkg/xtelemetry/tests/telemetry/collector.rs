//! A collector: reads OTLP over HTTP and keeps what it got. It runs in threads, so that it
//! answers while a test waits.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;

use opentelemetry_proto::tonic::collector::trace::v1::ExportTraceServiceRequest;
use opentelemetry_proto::tonic::common::v1::any_value::Value;
use opentelemetry_proto::tonic::trace::v1::Span;
use prost::Message;

pub(crate) struct Collector {
    endpoint: String,
    received: Arc<Mutex<Vec<Received>>>,
}

struct Received {
    head: String,
    request: ExportTraceServiceRequest,
}

impl Collector {
    pub(crate) fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let endpoint = format!("http://{}", listener.local_addr().unwrap());
        let received = Arc::new(Mutex::new(Vec::new()));
        let inbox = Arc::clone(&received);
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let inbox = Arc::clone(&inbox);
                thread::spawn(move || serve(stream, &inbox));
            }
        });
        Self { endpoint, received }
    }

    pub(crate) fn endpoint(&self) -> &str {
        &self.endpoint
    }

    pub(crate) fn spans(&self) -> Vec<Span> {
        let received = self.received.lock().unwrap();
        received
            .iter()
            .flat_map(|one| &one.request.resource_spans)
            .flat_map(|resource| &resource.scope_spans)
            .flat_map(|scope| scope.spans.clone())
            .collect()
    }

    pub(crate) fn span(&self, name: &str) -> Span {
        let mut named = self.spans().into_iter().filter(|span| span.name == name);
        let span = named.next().unwrap_or_else(|| panic!("no span {name}"));
        assert!(named.next().is_none(), "two spans {name}");
        span
    }

    /// Request line and headers of the first batch, in lower case.
    pub(crate) fn first_head(&self) -> String {
        self.received.lock().unwrap()[0].head.to_lowercase()
    }

    pub(crate) fn resource(&self, key: &str) -> Option<String> {
        let received = self.received.lock().unwrap();
        let resource = received[0].request.resource_spans[0].resource.clone()?;
        let attribute = resource.attributes.into_iter().find(|one| one.key == key)?;
        match attribute.value?.value? {
            Value::StringValue(text) => Some(text),
            _ => None,
        }
    }
}

fn serve(stream: TcpStream, inbox: &Mutex<Vec<Received>>) {
    let mut reader = BufReader::new(stream.try_clone().unwrap());
    let mut writer = stream;
    while let Some(head) = read_head(&mut reader) {
        let length = head
            .lines()
            .find_map(|line| line.to_lowercase().strip_prefix("content-length:").map(str::to_owned))
            .map_or(0, |text| text.trim().parse().unwrap());
        let mut body = vec![0; length];
        reader.read_exact(&mut body).unwrap();
        let request = ExportTraceServiceRequest::decode(body.as_slice()).unwrap();
        inbox.lock().unwrap().push(Received { head, request });
        writer
            .write_all(b"HTTP/1.1 200 OK\r\ncontent-type: application/x-protobuf\r\ncontent-length: 0\r\n\r\n")
            .unwrap();
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
