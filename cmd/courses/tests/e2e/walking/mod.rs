//! Lists, page by page.

mod cursors;
mod lists;
