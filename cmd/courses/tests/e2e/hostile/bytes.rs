//! Connections that misbehave: too much, too slowly, or nothing at all.

use std::time::{Duration, Instant};

use crate::support::{Account, Program, TestStore, Wire};

on_each_store!(
    headers_without_end_are_refused,
    silent_and_half_hearted_clients_are_closed_in_time,
    a_body_that_never_ends_is_given_up_in_time,
    a_body_that_is_too_large_is_refused_however_it_comes,
    what_is_no_http_ends_the_connection,
    the_program_goes_on_answering_whatever_others_do,
);

const SETTINGS: &[(&str, &str)] = &[
    ("http.header_timeout", "1s"),
    ("http.body_timeout", "1s"),
    ("http.request_timeout", "5s"),
    ("http.max_body", "65536"),
];

/// No time-out of the settings, with patience for a busy machine, is longer.
const IN_TIME: Duration = Duration::from_secs(8);

fn status(text: &str) -> u16 {
    let line = text.lines().next().unwrap_or_default();
    line.split(' ').nth(1).and_then(|it| it.parse().ok()).unwrap_or(0)
}

fn post(token: &str, headers: &str) -> String {
    format!(
        "POST /v1/courses HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {token}\r\n\
         Content-Type: application/json\r\n{headers}\r\n"
    )
}

async fn headers_without_end_are_refused(store: TestStore) {
    let program = Program::start_with(&store, SETTINGS).await;
    let get = "GET /v1/courses HTTP/1.1\r\nHost: x\r\n";
    let long = format!("{get}X-Long: {}\r\n\r\n", "x".repeat(100_000));
    let many: Vec<String> = (0..200).map(|n| format!("X-{n}: 1\r\n")).collect();
    let many = format!("{get}{}\r\n", many.concat());
    let middling = format!("{get}X-Long: {}\r\nConnection: close\r\n\r\n", "x".repeat(20_000));
    for (request, what) in [(long, "long"), (many, "many"), (middling, "middling")] {
        let mut wire = Wire::connect(&program.api).await;
        let _ = wire.try_send(request).await;
        let text = wire.rest().await;
        assert!([0, 431].contains(&status(&text)), "{what}: {text}");
    }
    let mut wire = Wire::connect(&program.api).await;
    wire.send(get).await;
    let line = format!("X-Endless: {}\r\n", "x".repeat(1000));
    let mut sent = 0;
    while sent < 2_000 && wire.try_send(&line).await.is_ok() {
        sent += 1;
    }
    // What was sent after the refusal is thrown away, so that the refusal can be read.
    let text = wire.rest().await;
    assert!([0, 431].contains(&status(&text)), "{text}");
}

async fn silent_and_half_hearted_clients_are_closed_in_time(store: TestStore) {
    let program = Program::start_with(&store, SETTINGS).await;
    let begun = Instant::now();
    let halves =
        ["", "G", "GET /v1/courses HTTP/1.1\r\n", "GET /v1/courses HTTP/1.1\r\nHost: x\r\nX-"];
    let mut wires = Vec::new();
    for half in halves {
        let mut wire = Wire::connect(&program.api).await;
        wire.send(half).await;
        wires.push(wire);
    }
    for (wire, half) in wires.iter_mut().zip(halves) {
        let text = wire.rest().await;
        assert!([0, 408].contains(&status(&text)), "{half:?}: {text}");
    }
    assert!(begun.elapsed() < IN_TIME, "{:?}", begun.elapsed());

    // A header that drips is as slow as one that does not come.
    let begun = Instant::now();
    let mut wire = Wire::connect(&program.api).await;
    for byte in "GET /v1/courses HTTP/1.1\r\nX-Slow: ".bytes().chain(std::iter::repeat_n(b'x', 500))
    {
        if wire.try_send([byte]).await.is_err() {
            break;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
        if begun.elapsed() > IN_TIME {
            break;
        }
    }
    assert!(begun.elapsed() < IN_TIME, "{:?}", begun.elapsed());

    // So is a connection that stays open after its answer.
    let mut wire = Wire::connect(&program.api).await;
    wire.send("GET /livez HTTP/1.1\r\nHost: x\r\n\r\n").await;
    assert_eq!(wire.answer().await.unwrap().0, 200);
    let begun = Instant::now();
    assert_eq!(wire.rest().await, "");
    assert!(begun.elapsed() < IN_TIME, "{:?}", begun.elapsed());
}

async fn a_body_that_never_ends_is_given_up_in_time(store: TestStore) {
    let program = Program::start_with(&store, SETTINGS).await;
    let token = Account::teacher().token();
    let begun = Instant::now();
    let mut wire = Wire::connect(&program.api).await;
    wire.send(post(&token, "Content-Length: 100\r\n")).await;
    wire.send("{\"title\":").await;
    let text = wire.rest().await;
    assert_eq!(status(&text), 408, "{text}");
    assert!(text.contains("urn:courses:problem:request-timeout"), "{text}");
    assert!(begun.elapsed() < IN_TIME, "{:?}", begun.elapsed());

    let begun = Instant::now();
    let mut wire = Wire::connect(&program.api).await;
    wire.send(post(&token, "Transfer-Encoding: chunked\r\n")).await;
    while wire.try_send("1\r\nx\r\n").await.is_ok() && begun.elapsed() < IN_TIME {
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    assert!(begun.elapsed() < IN_TIME, "{:?}", begun.elapsed());

    let mut wire = Wire::connect(&program.api).await;
    wire.send(post(&token, "Content-Length: 100\r\n")).await;
    wire.send("{\"title\":").await;
    drop(wire);
    program.http().get("/livez").send().await.expect(200);
}

async fn a_body_that_is_too_large_is_refused_however_it_comes(store: TestStore) {
    let program = Program::start_with(&store, SETTINGS).await;
    let teacher = Account::teacher();
    let large = format!(r#"{{"title":"{}"}}"#, "x".repeat(70_000));
    let http = program.http();
    let refused = http.post("/v1/courses").by(&teacher).raw(large.clone()).send().await;
    refused.problem(413, "too-large");

    let token = teacher.token();
    for (headers, body, what) in [
        ("Content-Length: 99999999\r\n", String::new(), "declared"),
        (
            "Transfer-Encoding: chunked\r\n",
            format!("{:x}\r\n{large}\r\n0\r\n\r\n", large.len()),
            "chunked",
        ),
        (
            "Transfer-Encoding: chunked\r\n",
            format!(
                "{}0\r\n\r\n",
                "400\r\n".to_owned()
                    + &("x".repeat(1024) + "\r\n400\r\n").repeat(80)
                    + &"x".repeat(1024)
                    + "\r\n"
            ),
            "many chunks",
        ),
    ] {
        let mut wire = Wire::connect(&program.api).await;
        wire.send(post(&token, headers)).await;
        let _ = wire.try_send(body).await;
        let text = wire.rest().await;
        assert_eq!(status(&text), 413, "{what}: {text}");
        assert!(text.contains("urn:courses:problem:too-large"), "{what}: {text}");
    }

    // Who is refused anyway is told before the body is taken.
    let mut wire = Wire::connect(&program.api).await;
    wire.send(post("forged", "Content-Length: 65000\r\nExpect: 100-continue\r\n")).await;
    let text = wire.rest().await;
    assert_eq!(status(&text), 401, "{text}");
}

async fn what_is_no_http_ends_the_connection(store: TestStore) {
    let program = Program::start_with(&store, SETTINGS).await;
    let token = Account::teacher().token();
    let smuggled = "Content-Length: 13\r\nTransfer-Encoding: chunked\r\n";
    for (request, what) in [
        ("\x16\x03\x01\x02\x00\x01\x00\x01\u{fc}\x03\x03".to_owned(), "a TLS greeting"),
        ("\0".repeat(64), "zeros"),
        ("HELLO\r\n\r\n".to_owned(), "a greeting"),
        ("GET / HTTP/9.9\r\n\r\n".to_owned(), "a version to come"),
        ("GET /livez HTTP/1.1\r\nHost x\r\n\r\n".to_owned(), "a header without colon"),
        ("GET /livez HTTP/1.1\r\nX: a\0b\r\n\r\n".to_owned(), "zero in a header"),
        (post(&token, "Content-Length: 2\r\nContent-Length: 20\r\n") + "{}", "two lengths"),
        (post(&token, "Content-Length: -1\r\n"), "a length below zero"),
        (post(&token, "Content-Length: 18446744073709551615\r\n"), "a length without end"),
        (post(&token, "Transfer-Encoding: chunked\r\n") + "zz\r\n", "a chunk of no size"),
        (post(&token, smuggled) + "0\r\n\r\nGET /x HTTP/1.1\r\n\r\n", "two ways to end"),
    ] {
        let mut wire = Wire::connect(&program.api).await;
        let _ = wire.try_send(&request).await;
        let text = wire.rest().await;
        assert!([0, 400, 413, 431, 505].contains(&status(&text)), "{what}: {text}");
    }
    program.http().get("/livez").send().await.expect(200);
}

async fn the_program_goes_on_answering_whatever_others_do(store: TestStore) {
    let settings = [("http.header_timeout", "20s"), ("http.max_in_flight", "64")];
    let mut program = Program::start_with(&store, &settings).await;
    let mut silent = Vec::new();
    for _ in 0..300 {
        let mut wire = Wire::connect(&program.api).await;
        wire.send("GET /v1/courses HTTP/1.1\r\n").await;
        silent.push(wire);
    }
    let begun = Instant::now();
    program.http().get("/v1/courses").send().await.expect(200);
    assert!(begun.elapsed() < Duration::from_secs(3), "{:?}", begun.elapsed());
    drop(silent);
    let panics = program.stderr().iter().any(|line| line.contains("panicked"));
    assert!(!panics, "{:#?}", program.stderr());
    program.stop().await;
}
