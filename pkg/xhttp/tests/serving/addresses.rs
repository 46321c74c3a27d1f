//! Who the caller is taken for.

use axum::Router;
use axum::extract::Request;
use axum::routing::get;
use xhttp::{ClientAddress, ProxyHeader};

use crate::support::{Server, Site, get as request};

async fn who_am_i(request: Request) -> String {
    ClientAddress::of(request.extensions()).map_or("nobody".to_owned(), |it| it.ip().to_string())
}

async fn serve(site: &Site) -> Server {
    site.serve(Router::new().route("/", get(who_am_i))).await
}

#[tokio::test]
async fn without_trusted_proxies_the_caller_is_the_peer() {
    let server = serve(&Site::default()).await;
    let spoofed = "X-Forwarded-For: 198.51.100.7\r\nForwarded: for=198.51.100.7\r\n";
    assert_eq!(server.exchange(request("/", spoofed)).await.text(), "127.0.0.1");
    assert_eq!(server.get("/").await.text(), "127.0.0.1");
}

#[tokio::test]
async fn behind_a_trusted_proxy_the_caller_is_whom_it_names() {
    let server = serve(&Site::default().trusted_proxy("127.0.0.0/8")).await;
    let named = "X-Forwarded-For: 203.0.113.1, 198.51.100.7\r\nX-Forwarded-For: 127.0.0.2\r\n";
    assert_eq!(server.exchange(request("/", named)).await.text(), "198.51.100.7");
    let nonsense = "X-Forwarded-For: 203.0.113.1, ' OR 1=1\r\n";
    assert_eq!(server.exchange(request("/", nonsense)).await.text(), "127.0.0.1");
    let other = "Forwarded: for=198.51.100.7\r\n";
    assert_eq!(server.exchange(request("/", other)).await.text(), "127.0.0.1");
}

#[tokio::test]
async fn only_the_header_that_the_proxies_write_is_read() {
    let mut site = Site::default().trusted_proxy("127.0.0.1/32");
    site.options.proxy_header = ProxyHeader::Forwarded;
    let server = serve(&site).await;
    let both = "X-Forwarded-For: 203.0.113.1\r\nForwarded: for=\"[2001:db8::7]:4711\"\r\n";
    assert_eq!(server.exchange(request("/", both)).await.text(), "2001:db8::7");
}
