//! Secrets that were planted everywhere are found nowhere.

use serde_json::json;

use crate::support::{
    Account, Cli, Collector, Http, KEY, Mail, Program, Span, TestStore, Tokens, eventually,
    logged_events, mails, register, sign_in, stored,
};

on_each_store!(planted_secrets_are_neither_told_nor_stored_readably);

const PASSWORD: &str = "canary seven herons";
const SECOND: &str = "canary eight otters";
const THIRD: &str = "canary nine badgers";
const WRONG: &str = "canary wrong guess";
const EMAIL: &str = "canary.person@example.org";
const UNKNOWN: &str = "canary.unknown@example.org";
const NAME: &str = "Canary Namesdottir";
const KEY_NAME: &str = "canary key name";

/// What must not be told, and whether it may be stored.
#[derive(Default)]
struct Planted {
    secrets: Vec<String>,
    personal: Vec<String>,
    answers: Vec<String>,
}

impl Planted {
    fn tokens(&mut self, tokens: &Tokens) {
        // The signature is the secret of an access token; the rest stands in every one.
        let signature = tokens.access.rsplit('.').next().unwrap().to_owned();
        self.secrets.extend([signature, tokens.refresh.clone()]);
    }

    fn assert_untold(&self, place: &str, text: &str) {
        for secret in self.secrets.iter().chain(&self.personal) {
            assert!(!text.contains(secret.as_str()), "{place} tells {secret}");
        }
    }
}

/// Everything that somebody does with secrets, well and badly.
async fn live(program: &Program, store: &TestStore, planted: &mut Planted) {
    let http = program.http();
    let body = json!({ "email": EMAIL, "password": PASSWORD, "name": NAME });
    let call = http.post("/v1/auth/register").json(&body);
    let registered = call.send().await.expect(201).json();
    let tokens = Tokens::of(&registered["tokens"]);
    planted.tokens(&tokens);
    let next = tokens.refreshed(&http).await;
    planted.tokens(&next);
    let after = next.refreshed(&http).await;
    planted.tokens(&after);
    let access = after.access.clone();
    let key = json!({ "name": KEY_NAME, "scopes": ["catalogue:read"] });
    let key = http.post("/v1/api-keys").bearer(&access).json(&key).send().await.expect(201).json();
    planted.secrets.push(key["secret"].as_str().unwrap().to_owned());
    let path = format!("/v1/api-keys/{}/rotate", key["api_key"]["id"].as_str().unwrap());
    let key = http.post(&path).bearer(&access).send().await.expect(200).json();
    let key = key["secret"].as_str().unwrap().to_owned();
    http.get("/v1/courses").bearer(&key).send().await.expect(200);
    planted.secrets.push(key.clone());
    let change = json!({ "current_password": PASSWORD, "new_password": SECOND });
    http.put("/v1/me/password").bearer(&access).json(&change).send().await.expect(204);
    let ask = http.post("/v1/me/verify-email").bearer(&access);
    ask.send().await.expect(202);
    eventually("a mail", async || (!mails(store).is_empty()).then_some(())).await;
    let reset = json!({ "email": EMAIL });
    http.post("/v1/auth/password-reset").json(&reset).send().await.expect(202);
    let written =
        eventually("the mails", async || Some(mails(store)).filter(|mails| mails.len() >= 2)).await;
    planted.secrets.extend(written.iter().filter_map(Mail::token));
    let proof = json!({ "token": written[0].token().unwrap() });
    http.post("/v1/auth/verify-email").json(&proof).send().await.expect(204);
    let chosen = json!({ "token": written[1].token().unwrap(), "new_password": THIRD });
    http.post("/v1/auth/password-reset/confirm").json(&chosen).send().await.expect(204);
    let signed_in = sign_in(&http, EMAIL, THIRD).send().await.expect(200).json();
    planted.tokens(&Tokens::of(&signed_in));

    let admin = Account::admin();
    let path = format!("/v1/accounts?q={}", EMAIL.split('@').next().unwrap());
    http.get(&path).by(&admin).send().await.expect(200);
    let account = registered["account"]["id"].as_str().unwrap();
    http.get(&format!("/v1/accounts/{account}")).by(&admin).send().await.expect(200);
    badly(&http, planted, &tokens, &key).await;
    let path = format!("/v1/accounts/{account}/block");
    http.post(&path).by(&admin).send().await.expect(200);
    let audit = http.get("/v1/audit?limit=200").by(&admin).send().await.expect(200);
    planted.answers.push(audit.text);
}

/// Every mistake that quotes a secret; the answers must not.
async fn badly(http: &Http, planted: &mut Planted, spent: &Tokens, key: &str) {
    let bad = [
        register(http, EMAIL).send().await,
        sign_in(http, EMAIL, WRONG).send().await,
        sign_in(http, UNKNOWN, WRONG).send().await,
        spent.refreshing(http).send().await,
        http.get("/v1/me").bearer(&spent.refresh).send().await,
        http.get("/v1/me").bearer(&format!("{}x", spent.access)).send().await,
        http.get("/v1/courses").bearer(&format!("{key}x")).send().await,
        http.get(&format!("/v1/courses?password={}", WRONG.replace(' ', "+"))).send().await,
        http.post("/v1/auth/sign-in").json(&json!({ "email": EMAIL, "pass": WRONG })).send().await,
        http.post("/v1/auth/sign-in")
            .json(&json!({ "email": [EMAIL], "password": WRONG }))
            .send()
            .await,
        http.post("/v1/auth/sign-in").raw(format!("{{\"password\": \"{WRONG}\"")).send().await,
        http.post("/v1/auth/refresh")
            .json(&json!({ "refresh_token": [spent.refresh] }))
            .send()
            .await,
        http.post("/v1/auth/verify-email").json(&json!({ "token": spent.refresh })).send().await,
        http.post("/v1/auth/register")
            .json(&json!({ "email": "no", "password": "canary short", "name": NAME, "x": WRONG }))
            .send()
            .await,
    ];
    for answer in bad {
        assert!((400..500).contains(&answer.status), "{answer:#?}");
        planted.answers.push(format!("{:?} {}", answer.headers, answer.text));
    }
}

async fn planted_secrets_are_neither_told_nor_stored_readably(store: TestStore) {
    let collector = Collector::start();
    let settings =
        [("telemetry.otlp_endpoint", collector.endpoint()), ("telemetry.log_level", "debug")];
    let mut program = Program::start_with(&store, &settings).await;
    let mut planted = Planted::default();
    planted.secrets.extend([PASSWORD, SECOND, THIRD, WRONG].map(str::to_owned));
    planted.secrets.extend(KEY.1.lines().filter(|line| !line.starts_with('-')).map(str::to_owned));
    planted.personal.extend([EMAIL, UNKNOWN, NAME, KEY_NAME].map(str::to_owned));
    live(&program, &store, &mut planted).await;
    let (status, metrics) = program.page(format!("{}/metrics", program.ops)).await;
    assert_eq!(status, 200);
    program.stop().await;

    for answer in &planted.answers {
        planted.assert_untold("an answer", answer);
    }
    let log = program.stderr().join("\n");
    assert!(log.contains("usecase.identity") || log.contains("/v1/auth/sign-in"), "{log}");
    planted.assert_untold("the log", &log);
    planted.assert_untold("the metrics", &metrics);
    let spans: Vec<String> = collector.spans().iter().map(Span::everything).collect();
    assert!(spans.iter().any(|span| span.contains("usecase.identity")), "{}", spans.len());
    planted.assert_untold("a trace", &spans.join("\n"));
    let events = logged_events(&store).await;
    assert!(events.len() > 5, "{events:?}");
    planted.assert_untold("the event log", &format!("{events:?}"));
    for (place, bytes) in stored(&store).await {
        for secret in &planted.secrets {
            assert!(!bytes.contains(secret.as_str()), "{place} stores {secret}");
        }
    }
    let shown = Cli::new(&store, ["config", "print"]).run().await.good();
    planted.assert_untold("the configuration", &shown.stdout);
}
