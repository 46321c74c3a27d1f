//! Shows what the caller reads and what the log gets: `cargo run -p xerror --example refuse`.

use xerror::{FieldError, Problem, RenderOptions, kinds};

fn main() {
    tracing_subscriber::fmt().with_max_level(tracing::Level::DEBUG).init();

    let refusal = Problem::new(&kinds::VALIDATION_FAILED).field(FieldError::new(
        "/title",
        "too_long",
        "at most 200 characters",
    ));
    let fault = Problem::internal("connection to 10.0.0.7 was reset");

    for problem in [refusal, fault] {
        let options = RenderOptions { request_id: Some("request-1"), ..RenderOptions::default() };
        println!("the caller reads: {}", problem.render(&options));
        problem.log("request-1", None);
    }
}
