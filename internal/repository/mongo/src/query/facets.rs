//! Counts of listed courses by the values of one field.

use bson::doc;
use courses_port::catalogue::{CourseQuery, Facet};

use super::{Query, QueryName, filter};
use crate::schema::COURSES;

/// Counts by `facet`, without the filter on itself.
pub(crate) fn facet(query: &CourseQuery, facet: Facet) -> Query {
    let mut query = query.clone();
    let (path, list) = match facet {
        Facet::Subject => {
            query.subject = None;
            ("$published.content.subject_id", false)
        }
        Facet::Level => {
            query.levels.clear();
            ("$published.content.level", false)
        }
        Facet::Language => {
            query.languages.clear();
            ("$published.content.language", false)
        }
        Facet::Tag => {
            query.tags.clear();
            ("$tags", true)
        }
        Facet::Instructor => {
            query.instructor = None;
            ("$published.content.instructor_ids", true)
        }
    };
    let mut stages = vec![
        doc! { "$match": filter::listed(&query) },
        doc! { "$project": { "_id": 0, "value": path } },
    ];
    if list {
        stages.push(doc! { "$unwind": "$value" });
    }
    let most = i64::try_from(Facet::MAX_VALUES).unwrap_or(i64::MAX);
    stages.extend([
        doc! { "$group": { "_id": "$value", "count": { "$sum": 1_i64 } } },
        doc! { "$match": { "_id": { "$ne": null } } },
        doc! { "$sort": { "count": -1, "_id": 1 } },
        doc! { "$limit": most },
    ]);
    Query::aggregate(QueryName::CourseFacet, COURSES, stages).on_secondary()
}
