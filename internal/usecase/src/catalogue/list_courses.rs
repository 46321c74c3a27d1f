//! Lists and searches the public catalogue.

use std::collections::HashMap;

use courses_domain::catalogue::{InstructorId, Level, SearchQuery, SubjectCode, SubjectId, Tag};
use courses_domain::shared::LanguageTag;
use courses_port::Page;
use courses_port::catalogue::{
    CoursePosition, CourseQuery, CourseSort, CourseSummary, Facet, FacetCounts, OfferFilter,
};
use uuid::Uuid;

use crate::catalogue::references;
use crate::{Ports, ReadError, Request};

/// Lists courses.
pub struct ListCourses {
    ports: Ports,
}

/// What somebody wants to see.
#[derive(Debug, Clone, Default)]
pub struct ListCoursesInput {
    /// Words to find; text without a word finds everything.
    pub text: Option<String>,
    /// The code of a subject.
    pub subject: Option<SubjectCode>,
    /// Any of these levels.
    pub levels: Vec<Level>,
    /// Any of these languages.
    pub languages: Vec<LanguageTag>,
    /// Any of these tags.
    pub tags: Vec<Tag>,
    /// Taught by this instructor.
    pub instructor: Option<InstructorId>,
    /// Has a run like this.
    pub offer: OfferFilter,
    /// Counts for at least so many hundredths of a credit.
    pub credits_min: Option<u32>,
    /// Counts for at most so many hundredths of a credit.
    pub credits_max: Option<u32>,
    /// The order; by relevance if there are words to find, else newest first.
    pub sort: Option<CourseSort>,
    /// Where to go on.
    pub after: Option<CoursePosition>,
    /// How many items at most.
    pub limit: u32,
    /// Which facets to count.
    pub facets: Vec<Facet>,
}

impl ListCoursesInput {
    /// The order that applies: relevance means nothing without words to find.
    #[must_use]
    pub fn effective_sort(&self) -> CourseSort {
        let has_words = self.text.as_deref().and_then(SearchQuery::parse).is_some();
        match self.sort {
            Some(CourseSort::Relevance) if !has_words => CourseSort::PublishedDesc,
            Some(sort) => sort,
            None if has_words => CourseSort::Relevance,
            None => CourseSort::PublishedDesc,
        }
    }
}

/// A page of courses and the counts that were asked for.
#[derive(Debug, Clone, PartialEq)]
pub struct CourseList {
    /// The courses.
    pub page: Page<CourseSummary, CoursePosition>,
    /// The counts, in the order asked for.
    pub facets: Vec<LabelledFacet>,
}

/// The counts of one facet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LabelledFacet {
    /// The facet.
    pub facet: Facet,
    /// Its values, most frequent first.
    pub values: Vec<LabelledCount>,
}

/// How often a value occurs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LabelledCount {
    /// The value to filter by: a code for subjects, an id for instructors, else the word.
    pub value: String,
    /// What to show: a title or name where there is one.
    pub label: String,
    /// In how many courses.
    pub count: u64,
}

impl ListCourses {
    /// A use case over these ports.
    #[must_use]
    pub const fn new(ports: Ports) -> Self {
        Self { ports }
    }

    /// Answers a page of courses. Everybody sees the same.
    ///
    /// # Errors
    ///
    /// [`ReadError::Store`].
    #[tracing::instrument(name = "usecase.course.list", skip_all)]
    pub async fn execute(
        &self,
        _request: &Request,
        input: ListCoursesInput,
    ) -> Result<CourseList, ReadError> {
        let sort = input.effective_sort();
        let subject = match &input.subject {
            None => None,
            Some(code) => self.subject_id(code).await?,
        };
        let instructor = match input.instructor {
            None => None,
            Some(id) => Some(self.instructor_id(id).await?),
        };
        let subject_exists = input.subject.is_some() == subject.is_some();
        let query = CourseQuery {
            search: input.text.as_deref().and_then(SearchQuery::parse),
            subject,
            levels: input.levels,
            languages: input.languages,
            tags: input.tags,
            instructor,
            offer: input.offer,
            credits_min: input.credits_min,
            credits_max: input.credits_max,
            sort,
            after: input.after,
            limit: input.limit,
            now: self.ports.clock.now(),
        };
        if !subject_exists {
            return self.of_no_subject(&query, &input.facets).await;
        }
        let listed = &self.ports.listed;
        if input.facets.is_empty() {
            let page = listed.list_courses(&query).await?;
            return Ok(CourseList { page, facets: Vec::new() });
        }
        let (page, counts) = futures::try_join!(
            listed.list_courses(&query),
            listed.count_facets(&query, &input.facets)
        )?;
        let facets = self.labelled(counts).await?;
        Ok(CourseList { page, facets })
    }

    async fn subject_id(&self, code: &SubjectCode) -> Result<Option<SubjectId>, ReadError> {
        let codes = std::slice::from_ref(code);
        let found = self.ports.listed.find_subjects_by_codes(codes).await?;
        let Some(subject) = found.into_iter().next() else { return Ok(None) };
        Ok(Some(references::remaining(&self.ports, subject).await?.state().id))
    }

    /// Whom an id leads to; an unknown one stays, and nothing is found by it.
    async fn instructor_id(&self, id: InstructorId) -> Result<InstructorId, ReadError> {
        let current = references::current_instructors(&self.ports, &[id]).await?;
        Ok(current.get(&id).map_or(id, |instructor| instructor.state().id))
    }

    /// Nothing is found in a subject that does not exist, but the facet of subjects ignores the
    /// choice of one. `query` carries none.
    async fn of_no_subject(
        &self,
        query: &CourseQuery,
        facets: &[Facet],
    ) -> Result<CourseList, ReadError> {
        let mut counts = Vec::with_capacity(facets.len());
        for facet in facets {
            if *facet == Facet::Subject {
                counts.extend(self.ports.listed.count_facets(query, &[Facet::Subject]).await?);
            } else {
                counts.push(FacetCounts { facet: *facet, values: Vec::new() });
            }
        }
        let facets = self.labelled(counts).await?;
        Ok(CourseList { page: Page { items: Vec::new(), next: None }, facets })
    }

    /// Puts codes, titles and names where ids were counted, with one query for each kind.
    async fn labelled(&self, counts: Vec<FacetCounts>) -> Result<Vec<LabelledFacet>, ReadError> {
        let mut labels: HashMap<(Facet, String), (String, String)> = HashMap::new();
        let subjects = ids(&counts, Facet::Subject);
        if !subjects.is_empty() {
            let ids: Vec<SubjectId> = subjects.into_iter().map(SubjectId::from).collect();
            for subject in self.ports.listed.find_subjects(&ids).await? {
                let state = subject.state();
                let label = (state.code.as_str().to_owned(), state.title.to_string());
                labels.insert((Facet::Subject, state.id.to_string()), label);
            }
        }
        let instructors = ids(&counts, Facet::Instructor);
        if !instructors.is_empty() {
            let ids: Vec<InstructorId> = instructors.into_iter().map(InstructorId::from).collect();
            for instructor in self.ports.listed.find_instructors(&ids).await? {
                let state = instructor.state();
                let id = state.id.to_string();
                labels.insert((Facet::Instructor, id.clone()), (id, state.name.to_string()));
            }
        }
        let labelled = counts.into_iter().map(|counts| LabelledFacet {
            facet: counts.facet,
            values: counts
                .values
                .into_iter()
                .map(|it| {
                    let found = labels.get(&(counts.facet, it.value.clone())).cloned();
                    let (value, label) = found.unwrap_or_else(|| (it.value.clone(), it.value));
                    LabelledCount { value, label, count: it.count }
                })
                .collect(),
        });
        Ok(labelled.collect())
    }
}

fn ids(counts: &[FacetCounts], facet: Facet) -> Vec<Uuid> {
    let values = counts.iter().filter(|it| it.facet == facet).flat_map(|it| &it.values);
    values.filter_map(|it| Uuid::parse_str(&it.value).ok()).collect()
}
