//! Questions about lists of courses, and the read models that answer them.

use courses_domain::catalogue::{
    Availability, CourseId, Credits, InstructorId, Level, SearchQuery, SubjectId, Tag,
};
use courses_domain::shared::{AccountId, LanguageTag};
use jiff::Timestamp;

/// Which courses of the public catalogue somebody wants to see. Several values of one filter
/// mean any of them; different filters all apply. Only listed courses are ever answered.
#[derive(Debug, Clone, PartialEq)]
pub struct CourseQuery {
    /// Words to find.
    pub search: Option<SearchQuery>,
    /// One subject.
    pub subject: Option<SubjectId>,
    /// Any of these levels; empty for all.
    pub levels: Vec<Level>,
    /// Any of these languages; empty for all.
    pub languages: Vec<LanguageTag>,
    /// Any of these tags; empty for all.
    pub tags: Vec<Tag>,
    /// Taught by this instructor.
    pub instructor: Option<InstructorId>,
    /// Has a run like this.
    pub offer: OfferFilter,
    /// Counts for at least this many hundredths of a credit: the range of the course overlaps.
    pub credits_min: Option<u32>,
    /// Counts for at most this many hundredths of a credit: the range of the course overlaps.
    pub credits_max: Option<u32>,
    /// The order.
    pub sort: CourseSort,
    /// Where to go on.
    pub after: Option<CoursePosition>,
    /// How many items, 1 to 200.
    pub limit: u32,
    /// The time that availability is derived for.
    pub now: Timestamp,
}

impl CourseQuery {
    /// The first `limit` courses, newest first.
    #[must_use]
    pub const fn newest(limit: u32, now: Timestamp) -> Self {
        Self {
            search: None,
            subject: None,
            levels: Vec::new(),
            languages: Vec::new(),
            tags: Vec::new(),
            instructor: None,
            offer: OfferFilter { availability: None, price_min: None, price_max: None },
            credits_min: None,
            credits_max: None,
            sort: CourseSort::PublishedDesc,
            after: None,
            limit,
            now,
        }
    }
}

/// A condition that one and the same run of a course must meet. Without any condition a course
/// needs no run.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct OfferFilter {
    /// Its derived availability.
    pub availability: Option<Availability>,
    /// Costs at least this, in minor units; a run without a price costs 0.
    pub price_min: Option<i64>,
    /// Costs at most this, in minor units.
    pub price_max: Option<i64>,
}

impl OfferFilter {
    /// Whether there is no condition.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.availability.is_none() && self.price_min.is_none() && self.price_max.is_none()
    }
}

/// The orders of courses. Each ends in the id, so that it is total.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CourseSort {
    /// Most relevant first; only with words to find.
    Relevance,
    /// First published last.
    Published,
    /// First published first.
    PublishedDesc,
    /// By title: lower-case, by code point.
    Title,
    /// By title, backwards.
    TitleDesc,
}

impl CourseSort {
    /// Whether the least key comes last.
    #[must_use]
    pub const fn keys_descend(self) -> bool {
        match self {
            Self::Relevance | Self::PublishedDesc | Self::TitleDesc => true,
            Self::Published | Self::Title => false,
        }
    }

    /// Whether, among equal keys, the least id comes last. An order and its reverse are the two
    /// directions of one index, which is half of what each write would pay for two.
    #[must_use]
    pub const fn ids_descend(self) -> bool {
        match self {
            Self::Published | Self::TitleDesc => true,
            Self::Relevance | Self::PublishedDesc | Self::Title => false,
        }
    }
}

/// The value of a course in the order of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SortKey {
    /// Relevance, see `SearchQuery::score`.
    Score(u32),
    /// The first publication.
    Time(Timestamp),
    /// The lower-case title.
    Text(String),
}

/// Where a list of courses goes on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CoursePosition {
    /// The value of the last course seen.
    pub key: SortKey,
    /// The id of the last course seen.
    pub id: CourseId,
}

/// A course in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CourseSummary {
    /// Its id.
    pub id: CourseId,
    /// The version of what the public can see.
    pub version: u64,
    /// Whose it is.
    pub owner: AccountId,
    /// Its readable name.
    pub slug: String,
    /// What it is called.
    pub title: String,
    /// A short text.
    pub summary: Option<String>,
    /// The field of study.
    pub subject_id: Option<SubjectId>,
    /// What it expects of learners.
    pub level: Level,
    /// The language it is taught in.
    pub language: String,
    /// Words it is grouped by.
    pub tags: Vec<String>,
    /// What it counts for.
    pub credits: Option<Credits>,
    /// Who teaches it.
    pub instructor_ids: Vec<InstructorId>,
    /// A picture.
    pub image_url: Option<String>,
    /// When it was first published.
    pub first_published_at: Timestamp,
    /// The position of this course in the order that was asked for.
    pub position: CoursePosition,
}

/// A property that courses are counted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Facet {
    /// The subject; the value is its id.
    Subject,
    /// The level.
    Level,
    /// The language.
    Language,
    /// Each tag.
    Tag,
    /// Each instructor; the value is the id.
    Instructor,
}

impl Facet {
    /// Every facet.
    pub const ALL: [Self; 5] =
        [Self::Subject, Self::Level, Self::Language, Self::Tag, Self::Instructor];

    /// The most values that are counted of one facet, most frequent first, then by value.
    pub const MAX_VALUES: usize = 50;
}

/// How often a value occurs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FacetCount {
    /// The value as text; an id for subjects and instructors.
    pub value: String,
    /// In how many courses.
    pub count: u64,
}

/// The values of one facet, most frequent first, ties by value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FacetCounts {
    /// The facet.
    pub facet: Facet,
    /// Its values.
    pub values: Vec<FacetCount>,
}
