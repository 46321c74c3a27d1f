//! `courses healthcheck`: a plain request over a plain socket, so that an image without a shell
//! can check itself.

use std::io::{Read, Write};
use std::net::{TcpStream, ToSocketAddrs};

use anyhow::{Context, anyhow, bail};
use serde_json::json;

use crate::cli::{Global, HealthcheckArgs};
use crate::config;
use crate::exit::{Failure, NEGATIVE, OK, USAGE};
use crate::output;

/// Asks and tells.
pub(super) fn run(global: &Global, args: &HealthcheckArgs) -> Result<u8, Failure> {
    let timeout: xconfig::Duration = args
        .timeout
        .parse()
        .map_err(|err| Failure::new(USAGE, anyhow!("--timeout {err}; try 3s")))?;
    let url = match &args.url {
        Some(url) => url.clone(),
        None => format!("http://{}/readyz", config::load(global)?.value.http.ops_listen),
    };
    let (ready, detail) = match status(&url, timeout.into()) {
        Ok(status) => (status == 200, format!("{url} answered {status}")),
        Err(err) => (false, format!("{url}: {err:#}")),
    };
    output::print(global.output, &json!({"ready": ready, "detail": detail}), || detail.clone());
    Ok(if ready { OK } else { NEGATIVE })
}

fn status(url: &str, timeout: std::time::Duration) -> anyhow::Result<u16> {
    let rest = url.strip_prefix("http://").context("only http:// addresses can be asked")?;
    let (authority, path) = rest.split_once('/').unwrap_or((rest, ""));
    let authority_with_port =
        if authority.contains(':') { authority.to_owned() } else { format!("{authority}:80") };
    let address = authority_with_port.to_socket_addrs()?.next().context("names no address")?;
    let mut stream = TcpStream::connect_timeout(&address, timeout)?;
    stream.set_read_timeout(Some(timeout))?;
    stream.set_write_timeout(Some(timeout))?;
    write!(stream, "GET /{path} HTTP/1.1\r\nHost: {authority}\r\nConnection: close\r\n\r\n")?;
    let mut head = [0_u8; 12];
    stream.read_exact(&mut head)?;
    let head = std::str::from_utf8(&head)?;
    match head.strip_prefix("HTTP/1.1 ").map(str::parse) {
        Some(Ok(status)) => Ok(status),
        _ => bail!("what answered does not speak HTTP/1.1"),
    }
}
