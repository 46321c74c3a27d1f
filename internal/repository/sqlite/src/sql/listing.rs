//! Statements for lists and counts of courses, put together from the filters that are set.
//!
//! Every list starts at an end of its order: for the first page that is a key before all others,
//! so that the first page and the later ones are the same statement.

use std::borrow::Cow;

use courses_domain::catalogue::{Credits, Level, SearchQuery, Tag};
use courses_domain::shared::LanguageTag;
use courses_port::catalogue::{CourseQuery, CourseSort, Facet, OfferFilter, SortKey};
use rusqlite::types::Value;
use uuid::Uuid;

use super::Sql;
use crate::row::{blob, json, millis};

/// A statement and what is bound to it.
#[derive(Debug)]
pub(crate) struct Question {
    pub(crate) sql: Sql,
    pub(crate) params: Vec<Value>,
}

/// The columns that an item of a list is read from.
const COLUMNS: &str = "l.id, l.published_at, l.title_key, l.subject, l.level, l.language, \
                       l.credits_min, l.credits_max, l.card";

/// What a run means at the time `{now}`; the rules of `RunState::availability` in their order.
const AVAILABILITY: &str = "CASE
    WHEN r.status = 'cancelled' THEN 'cancelled'
    WHEN r.status = 'completed' OR r.ends_at <= {now} THEN 'ended'
    WHEN r.status = 'planned' AND r.starts_at <= {now} THEN 'running'
    WHEN r.status = 'planned' AND r.starts_at IS NOT NULL THEN 'not_yet_open'
    WHEN r.status = 'planned' THEN 'to_be_scheduled'
    WHEN r.status = 'open' AND r.opens_at > {now} THEN 'not_yet_open'
    WHEN r.status = 'open' AND (r.closes_at IS NULL OR r.closes_at > {now})
         AND (r.seats IS NULL OR r.seats > 0) THEN 'open'
    WHEN r.starts_at <= {now} THEN 'running'
    ELSE 'closed'
END";

/// One page of a list, with one item more than asked for. `None` if the position belongs to
/// another order.
pub(crate) fn page(query: &CourseQuery) -> Option<Question> {
    match (query.sort, &query.search) {
        (CourseSort::Relevance, None) => None,
        (CourseSort::Relevance, Some(search)) => by_relevance(query, search),
        _ => by_column(query),
    }
}

fn by_column(query: &CourseQuery) -> Option<Question> {
    let column = match query.sort {
        CourseSort::Published | CourseSort::PublishedDesc => "l.published_at",
        CourseSort::Title | CourseSort::TitleDesc | CourseSort::Relevance => "l.title_key",
    };
    let (key, id) = match &query.after {
        None => (edge(query.sort), Value::Blob(Vec::new())),
        Some(after) => {
            let key = match (&after.key, query.sort) {
                (SortKey::Time(at), CourseSort::Published | CourseSort::PublishedDesc) => {
                    Value::Integer(millis(*at))
                }
                (SortKey::Text(text), CourseSort::Title | CourseSort::TitleDesc) => {
                    Value::Text(text.clone())
                }
                _ => return None,
            };
            (key, Value::Blob(blob(after.id).to_vec()))
        }
    };
    let mut builder = Builder::default();
    let from = builder.from(query);
    builder.filter(query, None);
    let (key, id) = (builder.bind(key), builder.bind(id));
    let towards = |descends: bool| if descends { ("<", "DESC") } else { (">", "ASC") };
    let (beyond, direction) = towards(query.sort.keys_descend());
    let (beyond_id, id_direction) = towards(query.sort.ids_descend());
    builder.conditions.push(format!("{column} {beyond}= {key}"));
    builder.conditions.push(format!("({column} {beyond} {key} OR l.id {beyond_id} {id})"));
    let limit = builder.limit(query);
    let conditions = builder.conditions.join(" AND ");
    let sql = format!(
        "SELECT {COLUMNS} FROM {from} WHERE {conditions} \
         ORDER BY {column} {direction}, l.id {id_direction} LIMIT {limit}"
    );
    Some(builder.question(sql))
}

/// What stands before everything else in an order: for texts backwards, a blob.
fn edge(sort: CourseSort) -> Value {
    match sort {
        CourseSort::Published => Value::Integer(i64::MIN),
        CourseSort::PublishedDesc => Value::Integer(i64::MAX),
        CourseSort::TitleDesc => Value::Blob(Vec::new()),
        CourseSort::Title | CourseSort::Relevance => Value::Text(String::new()),
    }
}

fn by_relevance(query: &CourseQuery, search: &SearchQuery) -> Option<Question> {
    let (score, id) = match &query.after {
        None => (i64::MAX, Vec::new()),
        Some(after) => match after.key {
            SortKey::Score(score) => (i64::from(score), blob(after.id).to_vec()),
            _ => return None,
        },
    };
    let mut builder = Builder::default();
    let from = builder.from(query);
    builder.filter(query, None);
    let stems = builder.bind(Value::Text(search.scored_stems().join(" ")));
    let (score, id) = (builder.bind(Value::Integer(score)), builder.bind(Value::Blob(id)));
    let limit = builder.limit(query);
    let conditions = builder.conditions.join(" AND ");
    let sql = format!(
        "WITH found AS MATERIALIZED (
            SELECT l.number, l.id, search_score(w.weights, {stems}) AS score
            FROM {from} CROSS JOIN course_weights w ON w.number = l.number WHERE {conditions}
        ), best AS MATERIALIZED (
            SELECT number, id, score FROM found
            WHERE score <= {score} AND (score < {score} OR id > {id})
            ORDER BY score DESC, id LIMIT {limit}
        )
        SELECT {COLUMNS}, best.score FROM best CROSS JOIN listings l ON l.number = best.number
        ORDER BY best.score DESC, best.id"
    );
    Some(builder.question(sql))
}

/// The counts of one facet: columns `value` and `count`.
pub(crate) fn facet(query: &CourseQuery, facet: Facet) -> Question {
    let mut builder = Builder::default();
    let from = builder.from(query);
    builder.filter(query, Some(facet));
    builder.conditions.push("l.number > 0".to_owned());
    let (value, join) = match facet {
        Facet::Subject => ("l.subject", ""),
        Facet::Level => ("l.level", ""),
        Facet::Language => ("l.language", ""),
        Facet::Tag => ("v.tag", "CROSS JOIN listing_tags v ON v.number = l.number"),
        Facet::Instructor => {
            ("v.instructor", "CROSS JOIN listing_instructors v ON v.number = l.number")
        }
    };
    builder.conditions.push(format!("{value} IS NOT NULL"));
    let conditions = builder.conditions.join(" AND ");
    let sql = format!(
        "SELECT {value} AS value, count(*) AS count FROM {from} {join} WHERE {conditions} \
         GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT {}",
        Facet::MAX_VALUES
    );
    builder.question(sql)
}

#[derive(Default)]
struct Builder {
    conditions: Vec<String>,
    params: Vec<Value>,
}

impl Builder {
    fn bind(&mut self, value: Value) -> String {
        self.params.push(value);
        format!("?{}", self.params.len())
    }

    fn limit(&mut self, query: &CourseQuery) -> String {
        self.bind(Value::Integer(i64::from(query.limit) + 1))
    }

    fn question(self, sql: String) -> Question {
        Question { sql: Sql(Cow::Owned(sql)), params: self.params }
    }

    /// Words to find lead the way, if there are any.
    fn from(&mut self, query: &CourseQuery) -> &'static str {
        let Some(search) = &query.search else { return "listings l" };
        let words = self.bind(Value::Text(match_expression(search)));
        self.conditions.push(format!("f.course_terms MATCH {words}"));
        "course_terms f CROSS JOIN listings l ON l.number = f.rowid"
    }

    /// Every filter that is set, but for the one on `ignored`.
    fn filter(&mut self, query: &CourseQuery, ignored: Option<Facet>) {
        let heeded = |facet| ignored != Some(facet);
        if let Some(subject) = query.subject.filter(|_| heeded(Facet::Subject)) {
            let subject = self.bind_id(subject.into());
            self.conditions.push(format!("l.subject = {subject}"));
        }
        if !query.levels.is_empty() && heeded(Facet::Level) {
            let words: Vec<&str> = query.levels.iter().copied().map(Level::word).collect();
            self.any_of("l.level", &words);
        }
        if !query.languages.is_empty() && heeded(Facet::Language) {
            let tags: Vec<&str> = query.languages.iter().map(LanguageTag::as_str).collect();
            self.any_of("l.language", &tags);
        }
        if !query.tags.is_empty() && heeded(Facet::Tag) {
            let tags: Vec<&str> = query.tags.iter().map(Tag::as_str).collect();
            let tags = self.bind(Value::Text(json(&tags)));
            self.conditions.push(format!(
                "l.number IN (SELECT t.number FROM listing_tags t \
                 WHERE t.tag IN (SELECT value FROM json_each({tags})))"
            ));
        }
        if let Some(instructor) = query.instructor.filter(|_| heeded(Facet::Instructor)) {
            let instructor = self.bind_id(instructor.into());
            self.conditions.push(format!(
                "l.number IN (SELECT i.number FROM listing_instructors i \
                 WHERE i.instructor = {instructor})"
            ));
        }
        self.credits(query);
        self.offer(&query.offer, query);
    }

    /// The range of a course that says what it counts for must overlap the one asked for.
    fn credits(&mut self, query: &CourseQuery) {
        if query.credits_min.is_none() && query.credits_max.is_none() {
            return;
        }
        let least = self.bind(Value::Integer(query.credits_min.unwrap_or(0).into()));
        let most = self.bind(Value::Integer(query.credits_max.unwrap_or(Credits::MAX).into()));
        self.conditions.push(format!("l.credits_max >= {least} AND l.credits_min <= {most}"));
    }

    fn offer(&mut self, offer: &OfferFilter, query: &CourseQuery) {
        if offer.is_empty() {
            return;
        }
        let mut of_run = vec!["r.course = l.id AND r.deleted = 0".to_owned()];
        if let Some(availability) = offer.availability {
            let now = self.bind(Value::Integer(millis(query.now)));
            let word = self.bind(Value::Text(availability.word().to_owned()));
            of_run.push(format!("{} = {word}", AVAILABILITY.replace("{now}", &now)));
        }
        if let Some(least) = offer.price_min {
            let least = self.bind(Value::Integer(least));
            of_run.push(format!("coalesce(r.price, 0) >= {least}"));
        }
        if let Some(most) = offer.price_max {
            let most = self.bind(Value::Integer(most));
            of_run.push(format!("coalesce(r.price, 0) <= {most}"));
        }
        let of_run = of_run.join(" AND ");
        self.conditions.push(format!("EXISTS (SELECT 1 FROM runs r WHERE {of_run})"));
    }

    fn bind_id(&mut self, id: Uuid) -> String {
        self.bind(Value::Blob(id.as_bytes().to_vec()))
    }

    fn any_of(&mut self, column: &str, words: &[&str]) {
        let words = self.bind(Value::Text(json(&words)));
        self.conditions.push(format!("{column} IN (SELECT value FROM json_each({words}))"));
    }
}

/// A query in the language of the search index: every word in quotes, so that nothing in it is
/// an operator.
fn match_expression(search: &SearchQuery) -> String {
    let mut parts: Vec<String> =
        search.required_stems().iter().map(|stem| format!("\"{stem}\"")).collect();
    parts.push(format!("(\"{}\" OR \"{}\" *)", search.last_stem(), search.prefix()));
    parts.join(" AND ")
}

/// A question of each shape: every order and facet with every mixture of filters.
#[cfg(test)]
pub(super) fn every_question() -> impl Iterator<Item = (String, Question)> {
    use courses_domain::catalogue::Availability;
    use courses_testkit::build::Make;

    let mut make = Make::new(1);
    let base = CourseQuery::newest(10, make.now());
    let (subject, instructor) = (make.id(), make.id());
    (0_u32..1 << 10).flat_map(move |bits| {
        let set = |bit: u32| bits & (1 << bit) != 0;
        let query = CourseQuery {
            search: set(0).then(|| SearchQuery::parse("linear algebra")).flatten(),
            subject: set(1).then_some(subject),
            levels: if set(2) { Level::EVERY.to_vec() } else { Vec::new() },
            languages: if set(3) { vec![LanguageTag::english()] } else { Vec::new() },
            tags: if set(4) { Tag::parse("math").into_iter().collect() } else { Vec::new() },
            instructor: set(5).then_some(instructor),
            credits_min: set(6).then_some(100),
            offer: OfferFilter {
                availability: set(7).then_some(Availability::Open),
                price_min: set(8).then_some(1),
                price_max: set(9).then_some(2),
            },
            ..base.clone()
        };
        let pages = [
            CourseSort::Relevance,
            CourseSort::Published,
            CourseSort::PublishedDesc,
            CourseSort::Title,
            CourseSort::TitleDesc,
        ]
        .map(|sort| (format!("{sort:?}"), page(&CourseQuery { sort, ..query.clone() })));
        let facets = Facet::ALL.map(|one| (format!("{one:?}"), Some(facet(&query, one))));
        pages.into_iter().chain(facets).filter_map(|(name, it)| it.map(|it| (name, it)))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_a_query_are_never_operators() {
        let search = SearchQuery::parse("NOT rust* OR \"x\" NEAR(y)").unwrap();
        assert_eq!(
            match_expression(&search),
            r#""not" AND "rust" AND "or" AND "x" AND "near" AND ("y" OR "y" *)"#,
        );
    }

    #[test]
    fn the_same_filters_with_other_values_are_the_same_statement() {
        let now = "2026-03-01T12:00:00Z".parse().unwrap();
        let query = |words, limit| CourseQuery {
            search: SearchQuery::parse(words),
            sort: CourseSort::Relevance,
            ..CourseQuery::newest(limit, now)
        };
        let (one, two) = (page(&query("a", 1)).unwrap(), page(&query("b c d", 50)).unwrap());
        assert_eq!(one.sql, two.sql);
        assert_ne!(one.params, two.params);
    }

    #[test]
    fn relevance_without_words_is_no_question() {
        let now = "2026-03-01T12:00:00Z".parse().unwrap();
        let query = CourseQuery { sort: CourseSort::Relevance, ..CourseQuery::newest(1, now) };
        assert!(page(&query).is_none());
    }
}
