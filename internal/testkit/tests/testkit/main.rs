//! The real servers, seen through the driver the product uses.

mod mongo;
