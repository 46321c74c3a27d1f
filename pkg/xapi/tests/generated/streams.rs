//! Raw bodies, in both directions.

use axum::body::Body;
use axum::http::{Method, Request, StatusCode};
use bytes::Bytes;
use futures::stream;
use http_body_util::BodyExt as _;
use xerror::Problem;

use crate::service::{COURSE, Sample, bytes, code, get, request, send};

fn upload(pieces: Vec<Result<Bytes, std::io::Error>>) -> Request<Body> {
    let put = request(Method::PUT, COURSE).header("content-type", "application/octet-stream");
    put.body(Body::from_stream(stream::iter(pieces))).unwrap()
}

fn uploaded(service: &Sample) -> Result<Bytes, Problem> {
    service.asked.lock().unwrap().upload.take().unwrap()
}

#[tokio::test]
async fn an_upload_is_handed_on_piece_by_piece() {
    let pieces = vec![Ok(Bytes::from("ab")), Ok(Bytes::from("cd"))];
    let (service, response) = send(upload(pieces)).await;
    assert_eq!(response.status(), StatusCode::ACCEPTED);
    assert_eq!(uploaded(&service).unwrap(), "abcd");
}

#[tokio::test]
async fn an_upload_over_the_limit_breaks_off() {
    let pieces = (0..20).map(|_| Ok(Bytes::from(vec![0; 100]))).collect();
    let (service, response) = send(upload(pieces)).await;
    assert_eq!(code(&response), "too-large");
    assert_eq!(uploaded(&service).unwrap_err().code(), "too-large");

    let put = request(Method::PUT, COURSE)
        .header("content-type", "application/octet-stream")
        .header("content-length", "1025");
    let (service, response) = send(put.body(vec![0; 1025].into()).unwrap()).await;
    assert_eq!(code(&response), "too-large");
    assert!(service.asked.lock().unwrap().upload.is_none(), "refused before the handler");
}

#[tokio::test]
async fn an_upload_that_never_ends_well_is_an_invalid_request() {
    let pieces = vec![Ok(Bytes::from("ab")), Err(std::io::Error::other("reset"))];
    let (_, response) = send(upload(pieces)).await;
    assert_eq!(code(&response), "invalid-request");
}

#[tokio::test]
async fn a_download_is_sent_while_it_is_made() {
    let (_, response) = send(get(&format!("{COURSE}/revisions/3/table.csv"))).await;
    assert_eq!(response.headers()["content-type"], "text/csv");
    let mut body = response.into_body();
    let first = body.frame().await.unwrap().unwrap().into_data().unwrap();
    assert_eq!(first, "0\n");
    let rest = bytes(axum::http::Response::new(body)).await;
    assert_eq!(rest, "1\n2\n");
}
