//! A page as a whole.

use courses_usecase::catalogue::{ImportedCourse, Rejection};
use serde_json::Value;

use crate::json_ld::graph::Graph;
use crate::json_ld::{course, script};

/// Why a page as a whole cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum JsonLdError {
    /// More bytes than allowed.
    #[error("the page has more than {max} bytes", max = JsonLdPage::MAX_BYTES)]
    TooLarge,
    /// The document is not JSON.
    #[error("the document is not JSON")]
    Syntax(#[source] serde_json::Error),
}

/// The courses of a page, and what was set aside.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct JsonLdPage {
    /// The courses with their runs, in the order of the page.
    pub courses: Vec<ImportedCourse>,
    /// Courses and blocks that cannot be used. Their line is the place of the course, or of the
    /// block, among those of the page, counted from 1.
    pub rejections: Vec<Rejection>,
}

impl JsonLdPage {
    /// The most bytes of a page.
    pub const MAX_BYTES: usize = 4 * 1024 * 1024;
    /// The most courses of a page; the rest is passed over.
    pub const MAX_COURSES: usize = 1_000;
    /// The most runs that a page can give one course; the rest is passed over.
    pub const MAX_RUNS_OF_COURSE: usize = 200;
    /// The most instructors that a page can give one run; the rest is passed over.
    pub const MAX_INSTRUCTORS_OF_RUN: usize = 100;

    /// Reads a web page. `source` is what the names of its courses belong to.
    ///
    /// A block that is not JSON is set aside, the others are read.
    ///
    /// # Errors
    ///
    /// [`JsonLdError::TooLarge`].
    pub fn from_html(source: &str, html: &str) -> Result<Self, JsonLdError> {
        if html.len() > Self::MAX_BYTES {
            return Err(JsonLdError::TooLarge);
        }
        let (mut documents, mut rejections) = (Vec::new(), Vec::new());
        for (line, block) in (1..).zip(script::blocks(html)) {
            if let Ok(document) = serde_json::from_str(block) {
                documents.push(document);
            } else {
                let reason = "the block is not JSON".to_owned();
                rejections.push(Rejection { line, reason });
            }
        }
        let mut page = Self::of(source, &documents);
        rejections.append(&mut page.rejections);
        Ok(Self { rejections, ..page })
    }

    /// Reads a document that is JSON-LD itself.
    ///
    /// # Errors
    ///
    /// [`JsonLdError`].
    pub fn from_json(source: &str, text: &str) -> Result<Self, JsonLdError> {
        if text.len() > Self::MAX_BYTES {
            return Err(JsonLdError::TooLarge);
        }
        let document = serde_json::from_str(text).map_err(JsonLdError::Syntax)?;
        Ok(Self::of(source, &[document]))
    }

    fn of(source: &str, documents: &[Value]) -> Self {
        let graph = Graph::of(documents);
        let mut page = Self::default();
        for (line, node) in (1..).zip(graph.courses().iter().take(Self::MAX_COURSES)) {
            match course::read(&graph, node, source, line) {
                Ok(course)
                    if page.courses.iter().any(|it| it.external_id == course.external_id) => {}
                Ok(course) => page.courses.push(course),
                Err(fault) => page.rejections.push(Rejection { line, reason: fault.to_string() }),
            }
        }
        page
    }
}
