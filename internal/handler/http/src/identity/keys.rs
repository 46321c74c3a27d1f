//! How others verify the access tokens of this school.

use xapi::RequestContext;
use xerror::Problem;

use crate::generated::{GetDiscoveryResponse, GetSigningKeysResponse, KeysApi, models};
use crate::state::ApiState;

/// Where the keys are, from the root of the issuer.
const JWKS: &str = "/.well-known/jwks.json";

/// What a token says.
const CLAIMS: [&str; 9] = ["iss", "aud", "sub", "iat", "nbf", "exp", "jti", "sid", "roles"];

impl KeysApi for ApiState {
    async fn get_signing_keys(&self, _: RequestContext) -> Result<GetSigningKeysResponse, Problem> {
        let keys = self.ring.load().to_jwks(self.clock.now().as_second());
        let body = serde_json::from_value(keys).map_err(Problem::internal)?;
        Ok(GetSigningKeysResponse::Ok { body })
    }

    async fn get_discovery(&self, _: RequestContext) -> Result<GetDiscoveryResponse, Problem> {
        Ok(GetDiscoveryResponse::Ok { body: discovery(&self.issuer) })
    }
}

/// Nobody can ask this issuer for tokens by OAuth, so there are no such end points to name.
fn discovery(issuer: &str) -> models::Discovery {
    let words = |words: &[&str]| words.iter().map(|&word| word.to_owned()).collect();
    // An issuer that is a mere name has no root: its keys are where the document was found.
    let root = if issuer.contains("://") { issuer.trim_end_matches('/') } else { "" };
    models::Discovery {
        issuer: issuer.to_owned(),
        jwks_uri: format!("{root}{JWKS}"),
        response_types_supported: Vec::new(),
        grant_types_supported: Vec::new(),
        subject_types_supported: words(&["public"]),
        id_token_signing_alg_values_supported: words(&["EdDSA"]),
        claims_supported: words(&CLAIMS),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_keys_are_found_from_the_issuer() {
        let uri = |issuer| discovery(issuer).jwks_uri;
        assert_eq!(uri("https://courses.example"), "https://courses.example/.well-known/jwks.json");
        assert_eq!(uri("https://a.example/b/"), "https://a.example/b/.well-known/jwks.json");
        assert_eq!(uri("courses"), "/.well-known/jwks.json");
        assert_eq!(discovery("courses").issuer, "courses");
    }
}
