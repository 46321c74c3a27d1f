//! The examples about people, in an order in which they can succeed.

use serde_json::json;

use super::world::{ACCOUNT, API_KEY, MAIL_TOKEN, REFRESH_TOKEN, SESSION, World};
use crate::support::{TestStore, Tokens, eventually, mails};

/// Calls each of them.
pub(super) async fn every_example(world: &mut World, store: &TestStore) {
    let registered = world.call("register", "person").await.json();
    world.is(ACCOUNT, &registered["account"]["id"]);
    world.is(REFRESH_TOKEN, &registered["tokens"]["refresh_token"]);
    world.call("refreshTokens", "token").await;
    let signed_in = world.call("signIn", "person").await.json();
    let admin = world.acts_with(&Tokens::of(&signed_in).access);
    world.call("requestVerification", "").await;
    mail(world, store, 1).await;
    world.call("verifyEmail", "token").await;
    me(world).await;
    api_keys(world).await;
    world.call("changePassword", "password").await;
    world.call("requestPasswordReset", "address").await;
    mail(world, store, 2).await;
    world.acts_with(&admin);
    accounts(world).await;
    world.call("resetPassword", "token").await;
    leaving(world).await;
    world.acts_with(&admin);
}

/// Waits for so many mails; the token of the last one is the one of the examples.
async fn mail(world: &mut World, store: &TestStore, count: usize) {
    let all =
        eventually("a mail", async || Some(mails(store)).filter(|mails| mails.len() >= count));
    let token = all.await.last().unwrap().token().unwrap();
    world.is(MAIL_TOKEN, &json!(token));
}

async fn me(world: &mut World) {
    let read = world.call("getMe", "").await;
    world.unchanged("getMe", &read).await;
    world.call_at("patchMe", "name", read.header("etag")).await;
    for id in ["exportMe", "listMyEvents"] {
        world.call(id, "").await;
    }
    let sessions = world.call("listSessions", "").await.json();
    let other = sessions["items"].as_array().unwrap().iter().find(|it| it["current"] == false);
    world.is(SESSION, &other.unwrap()["id"]);
    world.call("endSession", "").await;
}

async fn api_keys(world: &mut World) {
    let made = world.call("createApiKey", "key").await.json();
    world.is(API_KEY, &made["api_key"]["id"]);
    for id in ["listApiKeys", "rotateApiKey", "revokeApiKey"] {
        world.call(id, "").await;
    }
}

async fn accounts(world: &mut World) {
    world.call("listAccounts", "").await;
    let read = world.call("getAccount", "").await;
    world.unchanged("getAccount", &read).await;
    world.call_at("setAccountRoles", "teacher", read.header("etag")).await;
    for id in ["blockAccount", "unblockAccount", "listAudit"] {
        world.call(id, "").await;
    }
}

/// Signs out in both ways, and leaves for good.
async fn leaving(world: &mut World) {
    for example in ["here", "everywhere"] {
        world.acts_with(&fresh(world).await);
        world.call("signOut", example).await;
    }
    world.acts_with(&fresh(world).await);
    let read = world.call("getMe", "").await;
    world.call_at("eraseMe", "", read.header("etag")).await;
}

/// The access token of a new session, under the password that was chosen last.
async fn fresh(world: &World) -> String {
    let body = json!({ "email": "ada.henson@example.org", "password": "eight purple otters" });
    let answer = world.http().post("/v1/auth/sign-in").json(&body).send().await;
    Tokens::of(&answer.expect(200).json()).access
}
