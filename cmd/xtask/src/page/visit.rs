//! What a visitor of the API page does, and what must be there.

use std::time::{Duration, Instant};

use anyhow::{Context as _, bail, ensure};
use serde_json::{Value, json};

use super::driver::Driver;
use super::log::Findings;

/// How long the page may take for anything.
const PATIENCE: Duration = Duration::from_secs(30);

/// The summary of every operation in the contract that the service serves.
const SUMMARIES: &str = "
    const request = new XMLHttpRequest();
    request.open('GET', 'openapi.json', false);
    request.send();
    const methods = ['get', 'put', 'post', 'delete', 'patch', 'head', 'options'];
    return Object.values(JSON.parse(request.responseText).paths).flatMap((path) =>
        methods.filter((method) => path[method]).map((method) => path[method].summary));";

/// The summaries that can be seen on the page.
const SHOWN: &str = "
    return Array.from(document.querySelectorAll('.opblock-summary-description'))
        .filter((it) => it.getBoundingClientRect().height > 0)
        .map((it) => it.innerText);";

/// Clicks the first element that matches, and tells whether there is one.
const CLICK: &str = "
    const found = document.querySelector(arguments[0]);
    if (found) { found.click(); }
    return found !== null;";

/// Brings the list of operations into view.
const SCROLL: &str = "document.querySelector('.opblock-tag-section').scrollIntoView();";

/// The status of the answer that the page shows.
const STATUS: &str = "
    const found = document.querySelector('.live-responses-table tbody .response-col_status');
    return found && found.innerText;";

/// The operation that the visitor tries: one without parameters.
const TRIED: &str = "[id$='-getReadiness']";

/// What was seen.
#[derive(Debug)]
pub(super) struct Seen {
    /// How many operations the page shows.
    pub(super) operations: usize,
    /// How many requests it took.
    pub(super) requests: usize,
}

/// Opens the page, looks for every operation, tries one, and judges what the browser logged.
pub(super) fn page(driver: &Driver, origin: &str) -> anyhow::Result<Seen> {
    let mut findings = Findings::default();
    driver.open(&format!("{origin}/docs"))?;
    let looked = look(driver);
    if looked.is_ok() {
        try_one(driver).context("getReadiness cannot be tried on the page")?;
        // As a visitor sees it first, with the operations in view.
        driver.open(&format!("{origin}/docs"))?;
        look(driver)?;
        driver.run(SCROLL, &json!([]))?;
    }
    findings.read_network(&driver.log("performance")?, origin);
    findings.read_console(&driver.log("browser")?);
    ensure!(findings.faults.is_empty(), "the API page:\n{}", findings.faults.join("\n"));
    ensure!(
        findings.requests.iter().any(|address| address.ends_with("/openapi.json")),
        "the browser's log is incomplete: {:?}",
        findings.requests
    );
    Ok(Seen { operations: looked?, requests: findings.requests.len() })
}

/// Waits until every operation of the contract can be seen; tells how many there are.
fn look(driver: &Driver) -> anyhow::Result<usize> {
    let wanted = texts(&driver.run(SUMMARIES, &json!([]))?);
    ensure!(!wanted.is_empty(), "the contract has no operations");
    let mut missing = wanted.clone();
    wait("every operation on the page", || {
        let shown = texts(&driver.run(SHOWN, &json!([]))?);
        missing = wanted.iter().filter(|summary| !shown.contains(summary)).cloned().collect();
        Ok(missing.is_empty() && shown.len() == wanted.len())
    })
    .with_context(|| format!("not shown: {missing:?}"))?;
    Ok(wanted.len())
}

/// Opens an operation, sends the request the page proposes, and waits for the answer.
fn try_one(driver: &Driver) -> anyhow::Result<()> {
    let buttons = [" .opblock-summary-control", " .try-out__btn", " button.execute"];
    for button in buttons {
        let selector = format!("{TRIED}{button}");
        wait(&selector, || Ok(driver.run(CLICK, &json!([selector]))? == true))?;
    }
    let mut status = Value::Null;
    wait("an answer", || {
        status = driver.run(STATUS, &json!([]))?;
        Ok(status.is_string())
    })?;
    let status = status.as_str().unwrap_or_default().trim();
    ensure!(status.starts_with("200"), "the answer is {status}");
    Ok(())
}

fn texts(value: &Value) -> Vec<String> {
    let items = value.as_array().into_iter().flatten();
    items.filter_map(Value::as_str).map(|text| text.trim().to_owned()).collect()
}

fn wait(what: &str, mut is_there: impl FnMut() -> anyhow::Result<bool>) -> anyhow::Result<()> {
    let start = Instant::now();
    while !is_there()? {
        if start.elapsed() > PATIENCE {
            bail!("waited for {what} in vain");
        }
        std::thread::sleep(Duration::from_millis(100));
    }
    Ok(())
}
