//! Everybody who makes requests.

use courses_domain::shared::{Actor, Role};
use courses_usecase::Request;
use uuid::Uuid;

fn request(account: u128, role: Role) -> Request {
    let account = Uuid::from_u128(account);
    Request {
        actor: Some(Actor::new(account.into(), [role])),
        id: format!("request-of-{}", role.word()),
        traceparent: None,
    }
}

/// Owns the courses of the stories.
pub(crate) fn teacher() -> Request {
    request(1, Role::Teacher)
}

/// Owns nothing.
pub(crate) fn other_teacher() -> Request {
    request(2, Role::Teacher)
}

pub(crate) fn student() -> Request {
    request(3, Role::Student)
}

pub(crate) fn moderator() -> Request {
    request(4, Role::Moderator)
}

pub(crate) fn admin() -> Request {
    request(5, Role::Admin)
}

/// Nobody is known.
pub(crate) fn anonymous() -> Request {
    Request::default()
}
