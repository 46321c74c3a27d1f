//! A browser without a window, driven by the W3C `WebDriver` protocol.

use std::path::Path;
use std::time::Duration;

use anyhow::{Context as _, ensure};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use crate::http::Request;
use crate::lifeline;
use crate::service::Background;

/// The size of the page in the picture.
const WIDTH: u32 = 1280;
const HEIGHT: u32 = 900;

/// A browser with one empty page. Dropping it ends the browser.
#[derive(Debug)]
pub(super) struct Driver {
    process: Background,
    /// The address of the session, to which commands are added.
    session: String,
}

impl Driver {
    /// Starts a browser with a new profile in `folder`.
    pub(super) fn start(chromedriver: &Path, folder: &Path) -> anyhow::Result<Self> {
        let mut command = lifeline::service(chromedriver.as_os_str());
        command.arg("--port=0").current_dir(folder);
        let process = Background::start(&mut command, &folder.join("chromedriver.log"))?;
        let port = loop {
            let line = process.line(Duration::from_mins(1)).context("chromedriver")?;
            if let Some(port) = port(&line) {
                break port;
            }
        };
        let profile = folder.join("profile");
        let sessions = format!("http://127.0.0.1:{port}/session");
        let value = call("POST", &sessions, Some(&capabilities(&profile)))?;
        let id = value["sessionId"].as_str().context("the browser has no session")?;
        let driver = Self { process, session: format!("{sessions}/{id}") };
        driver.devtools(
            "Emulation.setDeviceMetricsOverride",
            &json!({"width": WIDTH, "height": HEIGHT, "deviceScaleFactor": 1, "mobile": false}),
        )?;
        // Away from the browser's own first page, whose requests are none of ours.
        driver.open("about:blank")?;
        for log in ["performance", "browser"] {
            driver.log(log)?;
        }
        Ok(driver)
    }

    /// Opens a page and waits until it is loaded.
    pub(super) fn open(&self, address: &str) -> anyhow::Result<()> {
        self.command("POST", "/url", &json!({"url": address})).map(drop)
    }

    /// Runs a function body in the page and returns what it returns.
    pub(super) fn run(&self, script: &str, arguments: &Value) -> anyhow::Result<Value> {
        let body = json!({"script": script, "args": arguments});
        self.command("POST", "/execute/sync", &body)
    }

    /// The entries of a log since it was last asked for: `browser` or `performance`.
    pub(super) fn log(&self, name: &str) -> anyhow::Result<Vec<Value>> {
        let entries = self.command("POST", "/se/log", &json!({"type": name}))?;
        Ok(entries.as_array().cloned().unwrap_or_default())
    }

    /// A picture of the page as PNG.
    pub(super) fn screenshot(&self) -> anyhow::Result<Vec<u8>> {
        let answer = self.command("GET", "/screenshot", &Value::Null)?;
        let text = answer.as_str().context("there is no picture")?;
        STANDARD.decode(text).context("the picture is not Base64")
    }

    /// Ends the browser.
    pub(super) fn stop(mut self) -> anyhow::Result<()> {
        self.quit();
        self.process.stop().map(drop)
    }

    fn devtools(&self, name: &str, parameters: &Value) -> anyhow::Result<()> {
        let body = json!({"cmd": name, "params": parameters});
        self.command("POST", "/goog/cdp/execute", &body).map(drop)
    }

    fn command(&self, method: &str, path: &str, body: &Value) -> anyhow::Result<Value> {
        let body = (!body.is_null()).then_some(body);
        call(method, &format!("{}{path}", self.session), body)
    }

    /// Without this the browser would go on when its driver ends.
    fn quit(&mut self) {
        if !self.session.is_empty() {
            drop(self.command("DELETE", "", &Value::Null));
            self.session.clear();
        }
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        self.quit();
    }
}

/// Sends a command; what goes wrong in the browser is an error.
fn call(method: &str, address: &str, body: Option<&Value>) -> anyhow::Result<Value> {
    let mut answer = Request { method, address, token: None, body, from: None }.send()?;
    let value = answer.body["value"].take();
    ensure!(answer.status == 200, "{method} {address}: {}", value["message"]);
    Ok(value)
}

fn capabilities(profile: &Path) -> Value {
    let profile = format!("--user-data-dir={}", profile.display());
    json!({"capabilities": {"alwaysMatch": {
        "browserName": "chrome",
        "goog:loggingPrefs": {"browser": "ALL", "performance": "ALL"},
        "goog:chromeOptions": {"args": [
            "--headless=new",
            // The kernel of a build machine often forbids the sandbox, and the page is ours.
            "--no-sandbox",
            "--disable-gpu",
            "--disable-dev-shm-usage",
            "--disable-background-networking",
            "--disable-component-update",
            "--hide-scrollbars",
            "--no-first-run",
            profile,
        ]},
    }}})
}

/// The port in `ChromeDriver was started successfully on port 12345.`
fn port(line: &str) -> Option<u16> {
    let (_, rest) = line.split_once("started successfully on port ")?;
    rest.trim().trim_end_matches('.').parse().ok()
}

#[cfg(test)]
mod tests {
    use super::port;

    #[test]
    fn the_driver_tells_its_port() {
        assert_eq!(port("ChromeDriver was started successfully on port 43117."), Some(43117));
        assert_eq!(port("Starting ChromeDriver 156.0 on port 0"), None);
    }
}
