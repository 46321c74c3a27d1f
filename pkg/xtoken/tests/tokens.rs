//! Tokens as an attacker would write them.
#![expect(clippy::unwrap_used, reason = "helpers of tests fail by panicking")]

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::{Algorithm, EncodingKey, Header};
use proptest::prelude::*;
use serde_json::{Value, json};
use uuid::Uuid;
use xtoken::{
    CachedVerifier, Claims, KeyRing, LEEWAY_SECONDS, MAX_TOKEN_BYTES, SharedRing, SigningKey,
    TokenError, Verifier,
};

const NOW: i64 = 1_800_000_000;
const ISSUER: &str = "https://courses.test";
const AUDIENCE: &str = "courses-api";

fn claims() -> Claims {
    Claims {
        iss: ISSUER.to_owned(),
        aud: AUDIENCE.to_owned(),
        sub: Uuid::from_u128(1),
        iat: NOW,
        nbf: NOW,
        exp: NOW + 900,
        jti: Uuid::from_u128(2),
        sid: Some(Uuid::from_u128(3)),
        roles: vec!["teacher".to_owned()],
    }
}

/// A key, and what an attacker may do with it when it leaks or when he has one of his own.
struct Forge {
    key: SigningKey,
    encoding: EncodingKey,
    judges: Judges,
}

/// Every kind of verifier there is; they have to agree.
#[derive(Clone)]
struct Judges {
    fixed: Verifier,
    ring: Verifier,
    cached: CachedVerifier,
}

impl Judges {
    fn verify(&self, token: &str, now: i64) -> Result<Claims, TokenError> {
        let verdict = self.fixed.verify(token, now);
        assert_eq!(self.ring.verify(token, now), verdict);
        for _ in 0..2 {
            let cached = self.cached.verify(token, now).map(|claims| claims.as_ref().clone());
            assert_eq!(cached, verdict);
        }
        verdict
    }
}

impl Forge {
    fn new() -> Self {
        let (key, pem) = SigningKey::generate().unwrap();
        let body: String = pem.lines().filter(|line| !line.starts_with('-')).collect();
        let der = base64::engine::general_purpose::STANDARD.decode(body).unwrap();
        let ring = SharedRing::new(KeyRing::from_pem(&pem).unwrap());
        let ring = Verifier::over(ring, ISSUER, AUDIENCE);
        let judges = Judges {
            fixed: Verifier::new([key.verifying_key()], ISSUER, AUDIENCE),
            cached: CachedVerifier::new(ring.clone()),
            ring,
        };
        Self { key, encoding: EncodingKey::from_ed_der(&der), judges }
    }

    fn verifier(&self) -> Judges {
        self.judges.clone()
    }

    fn header(&self) -> Value {
        json!({ "alg": "EdDSA", "typ": "at+jwt", "kid": self.key.kid() })
    }

    /// Signs any header and any claims, as no honest minter would.
    fn sign(&self, header: &Value, claims: &Value) -> String {
        let text = format!("{}.{}", encode(header), encode(claims));
        let signature =
            jsonwebtoken::crypto::sign(text.as_bytes(), &self.encoding, Algorithm::EdDSA).unwrap();
        format!("{text}.{signature}")
    }

    fn refusal(&self, header: &Value, claims: &Value) -> TokenError {
        let token = self.sign(header, claims);
        self.verifier().verify(&token, NOW).unwrap_err()
    }

    /// Signs honest claims after `change`.
    fn refusal_with(&self, change: impl FnOnce(&mut Value)) -> TokenError {
        let mut claims = serde_json::to_value(claims()).unwrap();
        change(&mut claims);
        self.refusal(&self.header(), &claims)
    }

    fn refusal_with_header(&self, change: impl FnOnce(&mut Value)) -> TokenError {
        let mut header = self.header();
        change(&mut header);
        self.refusal(&header, &serde_json::to_value(claims()).unwrap())
    }
}

fn encode(value: &Value) -> String {
    URL_SAFE_NO_PAD.encode(value.to_string())
}

#[test]
fn a_token_comes_back_as_it_was_minted() {
    let forge = Forge::new();
    let token = forge.key.mint(&claims()).unwrap();

    assert_eq!(forge.verifier().verify(&token, NOW).unwrap(), claims());
    let header = jsonwebtoken::decode_header(&token).unwrap();
    assert_eq!(header.typ.as_deref(), Some("at+jwt"));
    assert_eq!(header.alg, Algorithm::EdDSA);
    assert_eq!(header.kid.as_deref(), Some(forge.key.kid()));
}

#[test]
fn the_forge_of_these_tests_writes_good_tokens_when_it_changes_nothing() {
    let forge = Forge::new();
    let token = forge.sign(&forge.header(), &serde_json::to_value(claims()).unwrap());

    forge.verifier().verify(&token, NOW).unwrap();
}

#[test]
fn tokens_of_yesterdays_key_are_still_believed() {
    let (old, new) = (Forge::new(), Forge::new());
    let keys = [new.key.verifying_key(), old.key.verifying_key()];
    let verifier = Verifier::new(keys, ISSUER, AUDIENCE);

    for forge in [old, new] {
        let token = forge.key.mint(&claims()).unwrap();
        verifier.verify(&token, NOW).unwrap();
    }
}

#[test]
fn an_unsigned_token_is_refused() {
    let forge = Forge::new();
    for name in ["none", "None", "NONE", ""] {
        let mut header = forge.header();
        header["alg"] = json!(name);
        let claims = serde_json::to_value(claims()).unwrap();
        let token = format!("{}.{}.", encode(&header), encode(&claims));

        let refusal = forge.verifier().verify(&token, NOW).unwrap_err();
        assert_eq!(refusal, TokenError::WrongAlgorithm, "{name}");
    }
}

/// What stands before the bytes of a public key in its DER form.
fn hex_prefix() -> Vec<u8> {
    vec![0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00]
}

#[test]
fn a_token_that_names_another_algorithm_is_refused_however_it_is_signed() {
    let forge = Forge::new();
    for name in ["HS256", "ES256", "RS256", "PS512", "Ed25519", "Ed448", "eddsa", "EdDSA "] {
        let refusal = forge.refusal_with_header(|header| header["alg"] = json!(name));
        assert_eq!(refusal, TokenError::WrongAlgorithm, "{name}");
    }
    let refusal = forge.refusal_with_header(|header| header["alg"] = json!(["EdDSA"]));
    assert_eq!(refusal, TokenError::Malformed);
    let refusal = forge.refusal_with_header(|header| {
        header.as_object_mut().unwrap().remove("alg");
    });
    assert_eq!(refusal, TokenError::Malformed);
}

#[test]
fn a_header_that_says_something_twice_is_refused() {
    let forge = Forge::new();
    let kid = forge.key.kid();
    let header = format!(r#"{{"alg":"none","alg":"EdDSA","typ":"at+jwt","kid":"{kid}"}}"#);
    let claims = encode(&serde_json::to_value(claims()).unwrap());
    let text = format!("{}.{claims}", URL_SAFE_NO_PAD.encode(header));
    let signature =
        jsonwebtoken::crypto::sign(text.as_bytes(), &forge.encoding, Algorithm::EdDSA).unwrap();

    let refusal = forge.verifier().verify(&format!("{text}.{signature}"), NOW).unwrap_err();
    assert_eq!(refusal, TokenError::Malformed);
}

#[test]
fn a_token_signed_with_the_public_key_as_a_password_is_refused() {
    let forge = Forge::new();
    let public = forge.key.verifying_key();
    let x = public.to_jwk()["x"].as_str().unwrap().to_owned();
    let raw = URL_SAFE_NO_PAD.decode(&x).unwrap();
    let jwk = public.to_jwk().to_string().into_bytes();
    let mut der = hex_prefix();
    der.extend(&raw);
    for secret in [public.to_pem().into_bytes(), raw, x.into_bytes(), jwk, der] {
        let mut header = Header::new(Algorithm::HS256);
        header.typ = Some("at+jwt".to_owned());
        header.kid = Some(forge.key.kid().to_owned());
        let secret = EncodingKey::from_secret(&secret);
        let token = jsonwebtoken::encode(&header, &claims(), &secret).unwrap();

        let refusal = forge.verifier().verify(&token, NOW).unwrap_err();
        assert_eq!(refusal, TokenError::WrongAlgorithm);
    }
}

#[test]
fn a_signature_of_another_key_under_our_id_is_refused() {
    let (ours, theirs) = (Forge::new(), Forge::new());
    let token = theirs.sign(&ours.header(), &serde_json::to_value(claims()).unwrap());

    let refusal = ours.verifier().verify(&token, NOW).unwrap_err();
    assert_eq!(refusal, TokenError::WrongSignature);
}

#[test]
fn a_key_that_the_token_brings_along_is_not_used() {
    let (ours, theirs) = (Forge::new(), Forge::new());
    let mut header = ours.header();
    header["jwk"] = theirs.key.verifying_key().to_jwk();
    let token = theirs.sign(&header, &serde_json::to_value(claims()).unwrap());

    let refusal = ours.verifier().verify(&token, NOW).unwrap_err();
    assert_eq!(refusal, TokenError::WrongSignature);
}

#[test]
fn claims_that_were_changed_after_signing_are_refused() {
    let forge = Forge::new();
    let token = forge.key.mint(&claims()).unwrap();
    let parts: Vec<_> = token.split('.').collect();
    let mut richer = serde_json::to_value(claims()).unwrap();
    richer["roles"] = json!(["admin"]);
    let token = format!("{}.{}.{}", parts[0], encode(&richer), parts[2]);

    let refusal = forge.verifier().verify(&token, NOW).unwrap_err();
    assert_eq!(refusal, TokenError::WrongSignature);
}

#[test]
fn an_unknown_or_missing_key_id_is_refused() {
    let forge = Forge::new();
    let other = Forge::new().key.kid().to_owned();
    for kid in ["other", "", "0", "../../dev/null", "' or 1=1 --", &other] {
        let refusal = forge.refusal_with_header(|header| header["kid"] = json!(kid));
        assert_eq!(refusal, TokenError::WrongKey, "{kid}");
    }

    let refusal = forge.refusal_with_header(|header| header["kid"] = Value::Null);
    assert_eq!(refusal, TokenError::WrongKey);
}

#[test]
fn a_token_of_another_type_is_refused() {
    let forge = Forge::new();
    let types = ["JWT", "rt+jwt", "AT+JWT", "application/at+jwt", "at+jwt ", ""];
    for typ in types.map(Value::from).into_iter().chain([Value::Null]) {
        let refusal = forge.refusal_with_header(|header| header["typ"] = typ);
        assert_eq!(refusal, TokenError::WrongType);
    }
}

#[test]
fn an_extension_we_do_not_know_but_should_is_refused() {
    let forge = Forge::new();
    let refusal = forge.refusal_with_header(|header| header["crit"] = json!(["b64"]));
    assert_eq!(refusal, TokenError::Malformed);
}

#[test]
fn another_issuer_or_audience_is_refused() {
    let forge = Forge::new();
    for iss in ["https://evil.test", "https://courses.test/", "HTTPS://courses.test", ""] {
        let refusal = forge.refusal_with(|claims| claims["iss"] = json!(iss));
        assert_eq!(refusal, TokenError::WrongIssuer, "{iss}");
    }
    for aud in ["other-api", "courses-api ", "Courses-API", "courses", ""] {
        let refusal = forge.refusal_with(|claims| claims["aud"] = json!(aud));
        assert_eq!(refusal, TokenError::WrongAudience, "{aud}");
    }
}

#[test]
fn a_claim_that_is_missing_is_named() {
    let forge = Forge::new();
    for claim in ["exp", "iss", "aud", "sub", "jti", "iat"] {
        let refusal = forge.refusal_with(|claims| {
            claims.as_object_mut().unwrap().remove(claim);
        });
        assert_eq!(refusal, TokenError::MissingClaim { claim });
        let refusal = forge.refusal_with(|claims| claims[claim] = Value::Null);
        assert_eq!(refusal, TokenError::MissingClaim { claim });
    }
}

#[test]
fn a_token_that_expired_six_seconds_ago_or_begins_in_six_is_refused() {
    let forge = Forge::new();
    let refusal = forge.refusal_with(|claims| {
        claims["exp"] = json!(NOW - 6);
        claims["nbf"] = json!(NOW - 900);
        claims["iat"] = json!(NOW - 900);
    });
    assert_eq!(refusal, TokenError::Expired);

    for claim in ["nbf", "iat"] {
        let refusal = forge.refusal_with(|claims| claims[claim] = json!(NOW + 6));
        assert_eq!(refusal, TokenError::NotYetValid, "{claim}");
    }
}

#[test]
fn a_claim_of_the_wrong_shape_is_refused() {
    let forge = Forge::new();
    for (claim, value) in [
        ("exp", json!("tomorrow")),
        ("exp", json!(1e300)),
        ("aud", json!([AUDIENCE, "other"])),
        ("sub", json!("not an account")),
        ("roles", json!("admin")),
        ("nbf", json!({})),
    ] {
        let refusal = forge.refusal_with(|claims| claims[claim] = value);
        assert_eq!(refusal, TokenError::Malformed, "{claim}");
    }
}

#[test]
fn a_token_ends_within_the_leeway_of_its_time() {
    let forge = Forge::new();
    let token = forge.key.mint(&claims()).unwrap();
    let end = claims().exp;
    let at = |now| forge.verifier().verify(&token, now).map(|_| ());

    assert_eq!(at(end - 1), Ok(()));
    assert_eq!(at(end + LEEWAY_SECONDS - 1), Ok(()));
    assert_eq!(at(end + LEEWAY_SECONDS), Err(TokenError::Expired));
    assert_eq!(at(end + 6), Err(TokenError::Expired));
    assert_eq!(at(i64::MAX), Err(TokenError::Expired));
}

#[test]
fn a_token_begins_within_the_leeway_of_its_time() {
    let forge = Forge::new();
    let token = forge.key.mint(&claims()).unwrap();
    let begin = claims().nbf;
    let at = |now| forge.verifier().verify(&token, now).map(|_| ());

    assert_eq!(at(begin - LEEWAY_SECONDS), Ok(()));
    assert_eq!(at(begin - LEEWAY_SECONDS - 1), Err(TokenError::NotYetValid));
    assert_eq!(at(i64::MIN), Err(TokenError::NotYetValid));
}

#[test]
fn a_token_from_the_future_does_not_count_yet_even_without_nbf() {
    let forge = Forge::new();
    let refusal = forge.refusal_with(|claims| {
        claims.as_object_mut().unwrap().remove("nbf");
        claims["iat"] = json!(NOW + 60);
    });
    assert_eq!(refusal, TokenError::NotYetValid);
}

#[test]
fn texts_that_are_no_tokens_are_malformed() {
    let verifier = Forge::new().verifier();
    let long = "a".repeat(MAX_TOKEN_BYTES + 1);
    for text in ["", ".", "..", "...", "a.b.c", "Bearer x", "é.é.é", "e30.e30.", &long] {
        assert_eq!(verifier.verify(text, NOW), Err(TokenError::Malformed), "{text}");
    }
}

#[test]
fn a_token_cut_short_or_made_longer_is_refused() {
    let forge = Forge::new();
    let token = forge.key.mint(&claims()).unwrap();
    let two_parts = token.rsplit_once('.').unwrap().0.to_owned();
    for text in [
        two_parts.clone(),
        format!("{two_parts}."),
        format!("{token}."),
        format!("{token}.x"),
        format!("{token}="),
        format!(" {token}"),
        token[..token.len() - 4].to_owned(),
    ] {
        assert!(forge.verifier().verify(&text, NOW).is_err(), "{text}");
    }
}

proptest! {
    #[test]
    fn no_text_makes_the_verifier_panic(text in any::<String>(), now in any::<i64>()) {
        let verifier = Forge::new().verifier();
        prop_assert!(verifier.verify(&text, now).is_err());
    }

    #[test]
    fn no_bytes_in_the_parts_make_the_verifier_panic(
        header in any::<Vec<u8>>(),
        claims in any::<Vec<u8>>(),
        signature in any::<Vec<u8>>(),
    ) {
        let verifier = Forge::new().verifier();
        let [header, claims, signature] =
            [header, claims, signature].map(|bytes| URL_SAFE_NO_PAD.encode(bytes));
        let text = format!("{header}.{claims}.{signature}");
        prop_assert!(verifier.verify(&text, NOW).is_err());
    }

    #[test]
    fn no_claims_behind_a_good_signature_make_the_verifier_panic(
        claims in any::<Vec<u8>>(),
        exp in any::<i64>(),
        nbf in any::<i64>(),
        now in any::<i64>(),
    ) {
        let forge = Forge::new();
        let text = format!("{}.{}", encode(&forge.header()), URL_SAFE_NO_PAD.encode(claims));
        let signature =
            jsonwebtoken::crypto::sign(text.as_bytes(), &forge.encoding, Algorithm::EdDSA).unwrap();
        let token = format!("{text}.{signature}");
        prop_assert!(forge.verifier().verify(&token, now).is_err());

        let mut honest = serde_json::to_value(self::claims()).unwrap();
        honest["exp"] = json!(exp);
        honest["nbf"] = json!(nbf);
        let token = forge.sign(&forge.header(), &honest);
        let _ = forge.verifier().verify(&token, now);
    }

    #[test]
    fn one_changed_byte_is_enough_to_be_refused(place in any::<prop::sample::Index>(), byte in any::<u8>()) {
        let forge = Forge::new();
        let token = forge.key.mint(&claims()).unwrap();
        let mut bytes = token.clone().into_bytes();
        let place = place.index(bytes.len());
        prop_assume!(bytes[place] != byte);
        bytes[place] = byte;
        let Ok(text) = String::from_utf8(bytes) else { return Ok(()) };
        prop_assert!(forge.verifier().verify(&text, NOW).is_err());
    }
}
