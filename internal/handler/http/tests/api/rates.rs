//! How many requests somebody may make.

use courses_handler_http::RateQuotas;
use serde_json::json;
use xhttp::RateQuota;

use crate::school::{MODERATOR, Options, School, TEACHER};

const HERE: [u8; 4] = [192, 0, 2, 1];
const THERE: [u8; 4] = [192, 0, 2, 2];

fn school(quotas: RateQuotas) -> School {
    School::with(Options { quotas, ..Options::default() })
}

fn two_of(burst: u32) -> RateQuota {
    RateQuota { per_minute: 1, burst }
}

#[tokio::test]
async fn strangers_are_counted_by_address_and_told_what_is_left() {
    let school = school(RateQuotas { read: two_of(2), ..RateQuotas::OFF });
    let ask = |from| school.get("/v1/courses").from(from);
    let first = ask(HERE).gets(200).await;
    assert_eq!(first.header("ratelimit-policy"), Some("\"read\";q=2;w=120"));
    assert!(first.header("ratelimit").unwrap().starts_with("\"read\";r=1;t="));
    ask(HERE).gets(200).await;
    let refused = ask(HERE).gets(429).await;
    assert_eq!(refused.code(), "rate-limited");
    assert!(refused.header("retry-after").is_some());
    assert!(refused.header("ratelimit").unwrap().starts_with("\"read\";r=0"));
    ask(THERE).gets(200).await;
}

#[tokio::test]
async fn people_are_counted_by_account_wherever_they_are() {
    let school = school(RateQuotas { read: two_of(2), ..RateQuotas::OFF });
    let ask = |from, person| school.get("/v1/courses").from(from).by(person);
    ask(HERE, TEACHER).gets(200).await;
    ask(THERE, TEACHER).gets(200).await;
    ask(HERE, TEACHER).gets(429).await;
    ask(HERE, MODERATOR).gets(200).await;
}

#[tokio::test]
async fn bad_credentials_are_counted_by_address() {
    let school = school(RateQuotas { read: two_of(2), ..RateQuotas::OFF });
    for text in ["a", "b"] {
        school.get("/v1/courses").from(HERE).bearing(text).gets(401).await;
    }
    school.get("/v1/courses").from(HERE).bearing("c").gets(429).await;
}

#[tokio::test]
async fn passwords_have_a_limit_of_their_own_and_tokens_do_not_help() {
    let school = school(RateQuotas { sign_in: two_of(2), ..RateQuotas::OFF });
    let body = json!({ "email": "a@example.org", "password": "x" });
    let ask = |person| school.post("/v1/auth/sign-in").from(HERE).by(person).json(&body);
    ask(TEACHER).gets(401).await;
    ask(MODERATOR).gets(401).await;
    ask(TEACHER).gets(429).await;
    school.get("/v1/courses").from(HERE).gets(200).await;
    let refresh = json!({ "refresh_token": "x" });
    school.post("/v1/auth/refresh").from(HERE).json(&refresh).gets(401).await;
}

#[tokio::test]
async fn probes_are_not_counted_and_off_tells_nothing() {
    let tight = RateQuotas { read: two_of(1), write: two_of(1), sign_in: two_of(1) };
    let probed = school(tight);
    for _ in 0..3 {
        probed.get("/livez").from(HERE).gets(200).await;
    }
    let open = school(RateQuotas::OFF);
    assert_eq!(open.get("/v1/courses").from(HERE).gets(200).await.header("ratelimit"), None);
}

#[tokio::test]
async fn head_counts_as_a_read() {
    let school = school(RateQuotas { read: two_of(1), ..RateQuotas::OFF });
    school.ask(http::Method::HEAD, "/v1/courses").from(HERE).gets(200).await;
    school.get("/v1/courses").from(HERE).gets(429).await;
}
