//! One request is one trace, one line, one count, and tells no secret.

use serde_json::{Value, json};

use crate::support::{Account, Collector, KEY, Program, Span, TestStore};

on_each_store!(
    a_request_is_one_connected_trace_from_the_edge_to_the_store,
    a_request_is_counted_by_method_route_and_status,
    log_lines_of_a_request_carry_its_id_and_its_trace,
    neither_logs_nor_traces_tell_tokens_or_contents,
);

const TRACE: &str = "4bf92f3577b34da6a3ce929d0e0e4736";
const PARENT: &str = "00f067aa0ba902b7";

/// A program that sends its traces to `collector` and says a lot.
async fn start(store: &TestStore, collector: &Collector) -> Program {
    let endpoint = collector.endpoint();
    let settings = [("telemetry.otlp_endpoint", endpoint), ("telemetry.log_level", "debug")];
    Program::start_with(store, &settings).await
}

/// From a span up to the first one of the trace.
fn ancestors<'a>(trace: &'a [Span], span: &'a Span) -> Vec<&'a Span> {
    let mut line = vec![span];
    while let Some(parent) = trace.iter().find(|it| it.id == line[line.len() - 1].parent) {
        line.push(parent);
    }
    line
}

fn names<'a>(spans: &[&'a Span]) -> Vec<&'a str> {
    spans.iter().map(|span| span.name.as_str()).collect()
}

/// Fails unless the trace goes through every layer without a gap; answers its first span.
fn assert_layers(store: &TestStore, trace: &[Span]) -> Span {
    let requests: Vec<&Span> =
        trace.iter().filter(|span| !span.attribute("http.request.method").is_empty()).collect();
    assert_eq!(requests.len(), 1, "one request, one trace: {:?}", names(&requests));
    for span in trace {
        let line = ancestors(trace, span);
        let first = line[line.len() - 1];
        assert_eq!(first.id, requests[0].id, "not connected: {:?}", names(&line));
    }
    let below = |prefix: &str| {
        trace.iter().find(|span| span.name.starts_with(prefix)).unwrap_or_else(|| {
            panic!("no {prefix} among {:?}", names(&trace.iter().collect::<Vec<_>>()))
        })
    };
    let repository = ancestors(trace, below("repository."));
    let line = names(&repository);
    let layer = |prefix: &str| line.iter().position(|name| name.starts_with(prefix));
    assert!(layer("usecase.") > Some(0), "{line:?}");
    assert!(layer("handler.") > layer("usecase."), "{line:?}");
    assert_eq!(layer("handler."), Some(line.len() - 2), "{line:?}");
    if store.is_mongodb() {
        let command = trace.iter().find(|span| span.attribute("db.system.name") == "mongodb");
        let command = command.expect("a command of the driver");
        assert!(!command.attribute("db.operation.name").is_empty(), "{command:?}");
        let named = trace.iter().any(|span| !span.attribute("db.collection.name").is_empty());
        assert!(named, "no command names its collection");
        let line = names(&ancestors(trace, command)).join(" < ");
        assert!(line.contains(" < repository."), "{line}");
    }
    requests[0].clone()
}

async fn a_request_is_one_connected_trace_from_the_edge_to_the_store(store: TestStore) {
    let collector = Collector::start();
    let mut program = start(&store, &collector).await;
    let teacher = Account::teacher();
    let http = program.http();
    let call = http.post("/v1/courses").by(&teacher);
    let call = call.header("traceparent", format!("00-{TRACE}-{PARENT}-01"));
    let made = call.json(&json!({ "title": "Traced" })).send().await.expect(201).json();
    let path = format!("/v1/courses/{}/draft", made["id"].as_str().unwrap());
    let call = http.get(&path).by(&teacher).header("x-request-id", "request-of-a-read");
    call.send().await.expect(200);
    program.stop().await;

    let trace = collector.trace(TRACE);
    let request = assert_layers(&store, &trace);
    assert_eq!(request.name, "POST /v1/courses");
    assert_eq!(request.parent, PARENT, "the caller's trace goes on");
    for (name, value) in [
        ("http.request.method", "POST"),
        ("http.route", "/v1/courses"),
        ("http.response.status_code", "201"),
        ("url.path", "/v1/courses"),
    ] {
        assert_eq!(request.attribute(name), value, "{name}");
    }

    let spans = collector.spans();
    let read = spans.iter().find(|span| span.attribute("request.id") == "request-of-a-read");
    let read = read.expect("the span of the read");
    assert_eq!(read.parent, "", "without a caller's trace a new one begins");
    assert_eq!(read.attribute("http.route"), "/v1/courses/{course_id}/draft");
    assert_eq!(read.attribute("url.path"), path);
    assert_layers(&store, &collector.trace(&read.trace));
}

async fn a_request_is_counted_by_method_route_and_status(store: TestStore) {
    let program = Program::start(&store).await;
    let http = program.http();
    let teacher = Account::teacher();
    for title in ["One", "Two"] {
        let call = http.post("/v1/courses").by(&teacher).json(&json!({ "title": title }));
        call.send().await.expect(201);
    }
    http.post("/v1/courses").by(&teacher).json(&json!({})).send().await.expect(422);
    http.get("/v1/courses/0192f3a1-7c5e-7b2a-9d41-3f6c2b8e5a10").send().await.expect(404);
    http.get("/nowhere/at/all").send().await.expect(404);

    let (status, metrics) = program.page(format!("{}/metrics", program.ops)).await;
    assert_eq!(status, 200);
    let value = |labels: &str| {
        let line = format!("courses_http_requests_total{{{labels}}} ");
        metrics.lines().find_map(|it| it.strip_prefix(line.as_str()).map(str::to_owned))
    };
    let counted = |method: &str, route: &str, status: u16| {
        value(&format!("method=\"{method}\",route=\"{route}\",status=\"{status}\""))
    };
    assert_eq!(counted("POST", "/v1/courses", 201).as_deref(), Some("2"), "{metrics}");
    assert_eq!(counted("POST", "/v1/courses", 422).as_deref(), Some("1"));
    assert_eq!(counted("GET", "/v1/courses/{course_id}", 404).as_deref(), Some("1"));
    assert_eq!(counted("GET", "unmatched", 404).as_deref(), Some("1"));
    for name in [
        "courses_http_request_seconds_bucket",
        "courses_http_requests_in_flight",
        "courses_outbox_lag_events",
        "process_resident_memory_bytes",
    ] {
        assert!(metrics.contains(name), "no {name}: {metrics}");
    }
    if store.is_mongodb() {
        assert!(
            metrics.contains("courses_store_commands_total{collection=\"courses\""),
            "{metrics}"
        );
    }
    program.http().get("/metrics").send().await.expect(404);
}

async fn log_lines_of_a_request_carry_its_id_and_its_trace(store: TestStore) {
    let mut program = Program::start(&store).await;
    let http = program.http();
    let call = http.get("/v1/courses?q=words").header("x-request-id", "my-own-request.1");
    let call = call.header("traceparent", format!("00-{TRACE}-{PARENT}-01"));
    let answer = call.send().await.expect(200);
    assert_eq!(answer.header("x-request-id"), "my-own-request.1");
    let other = http.get("/v1/courses").header("x-request-id", "bad id!").send().await.expect(200);
    let given = other.header("x-request-id").to_owned();
    assert!(given != "bad id!" && given.len() >= 8, "{given}");
    program.stop().await;

    let lines = program.log();
    let of =
        |id: &str| -> Vec<&Value> { lines.iter().filter(|it| it["request.id"] == id).collect() };
    let mine = of("my-own-request.1");
    assert!(!mine.is_empty(), "{:#?}", program.stderr());
    assert!(mine.iter().all(|line| line["trace_id"] == TRACE), "{mine:#?}");
    let line = mine.last().unwrap();
    assert_eq!(line["fields"]["http.route"], "/v1/courses");
    assert_eq!(line["fields"]["http.response.status_code"], 200);
    let theirs = of(&given);
    let trace = theirs[0]["trace_id"].as_str().unwrap();
    assert!(trace.len() == 32 && trace != TRACE, "{trace}");
    let text = program.stderr().join("\n");
    assert!(lines.len() == program.stderr().len(), "every line is JSON: {text}");
}

async fn neither_logs_nor_traces_tell_tokens_or_contents(store: TestStore) {
    let collector = Collector::start();
    let mut program = start(&store, &collector).await;
    let teacher = Account::teacher();
    let token = teacher.token();
    let http = program.http();
    let course = json!({
        "title": "confidential-title", "summary": "confidential-summary",
        "external_ids": [{ "source": "uni", "key": "confidential-key" }]
    });
    let call = http.post("/v1/courses").by(&teacher);
    let call = call.header("idempotency-key", "confidential-idempotency");
    let made = call.json(&course).send().await.expect(201).json();
    let path = format!("/v1/courses/{}", made["id"].as_str().unwrap());
    http.post(&format!("{path}/publish")).by(&teacher).send().await.expect(200);
    http.get("/v1/courses?q=confidential-words").send().await.expect(200);
    http.get("/v1/courses?secret=confidential-value").send().await.expect(400);
    let call = http.post("/v1/courses").by(&teacher);
    call.json(&json!({ "title": 7, "x": "confidential-invalid" })).send().await.expect(422);
    http.get("/v1/courses").header("authorization", "Bearer confidential-forged").send().await;
    program.stop().await;

    let spans: Vec<String> = collector.spans().iter().map(Span::everything).collect();
    assert!(!spans.is_empty());
    let told = format!("{}\n{}", program.stderr().join("\n"), spans.join("\n"));
    let (_, signature) = token.rsplit_once('.').unwrap();
    let key: &str = KEY.1.lines().nth(1).unwrap();
    for secret in [token.as_str(), signature, key, "confidential"] {
        if let Some(at) = told.find(secret) {
            let from = told[..at].rfind('\n').map_or(0, |line| line + 1);
            panic!("`{secret}` is told: {}", &told[from..(at + 100).min(told.len())]);
        }
    }
}
