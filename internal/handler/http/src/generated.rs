//! The server side of `api/openapi.yaml`, made by `build.rs`: models, parameters, answers, the
//! table of operations, one trait for each tag, and the router over them.

include!(concat!(env!("OUT_DIR"), "/api.rs"));
