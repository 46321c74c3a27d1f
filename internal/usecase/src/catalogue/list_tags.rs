//! Lists the tags of the public catalogue.

use courses_port::Page;
use courses_port::catalogue::{TagCount, TagPosition, TagQuery};

use crate::{Ports, ReadError};

/// Lists tags.
pub struct ListTags {
    ports: Ports,
}

impl ListTags {
    /// A use case over these ports.
    #[must_use]
    pub const fn new(ports: Ports) -> Self {
        Self { ports }
    }

    /// Answers a page of tags with the number of listed courses of each. Everybody sees the same.
    ///
    /// # Errors
    ///
    /// [`ReadError::Store`].
    #[tracing::instrument(name = "usecase.tag.list", skip_all)]
    pub async fn execute(&self, query: TagQuery) -> Result<Page<TagCount, TagPosition>, ReadError> {
        Ok(self.ports.catalogue.list_tags(&query).await?)
    }
}
