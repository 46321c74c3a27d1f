//! Notes what is suggested to somebody who types in documents that were written before that was
//! kept.

use bson::{Document, doc};
use courses_domain::catalogue::SuggestionEntry;
use futures::TryStreamExt as _;
use mongodb::Database;
use mongodb::error::Error;
use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::{COURSES, INSTRUCTORS, SUBJECTS};
use crate::document::{SuggestionDocument, encode};

/// How many documents are read at once.
const BATCH: u32 = 500;
/// How many are written at the same time.
const AT_ONCE: usize = 8;

/// A document that lacks it.
trait Unnoted: DeserializeOwned + Send + Sync + Unpin {
    /// The collection it lies in.
    const COLLECTION: &'static str;

    /// Which documents of the collection are to be suggested.
    fn wanted() -> Document;

    /// What is needed of them.
    fn fields() -> Document;

    /// What leads there.
    fn entry(&self) -> Option<SuggestionEntry>;
}

/// Notes it in every document. Can be interrupted and begun again.
pub(super) async fn note(database: &Database) -> Result<(), Error> {
    note_in::<ListedCourse>(database).await?;
    note_in::<StandingSubject>(database).await?;
    note_in::<StandingInstructor>(database).await
}

/// One document of any kind, and the revision it was read at.
#[derive(Deserialize)]
struct Read<D> {
    #[serde(rename = "_id")]
    id: bson::Uuid,
    revision: i64,
    #[serde(flatten)]
    document: D,
}

async fn note_in<D: Unnoted>(database: &Database) -> Result<(), Error> {
    let missing = doc! { "$exists": false };
    let mut unnoted = D::wanted();
    unnoted.insert("suggest", missing.clone());
    let mut fields = D::fields();
    fields.insert("revision", 1);
    let documents = database.collection::<Read<D>>(D::COLLECTION);
    let found = documents.find(unnoted).projection(fields).batch_size(BATCH).await?;
    let note = |read: Read<D>| {
        let (documents, missing) = (documents.clone(), missing.clone());
        async move {
            let Some(entry) = read.document.entry() else { return Ok(()) };
            // Whoever saved it meanwhile noted it.
            let same = doc! { "_id": read.id, "revision": read.revision, "suggest": missing };
            let suggest = encode(&SuggestionDocument::from(entry));
            documents.update_one(same, doc! { "$set": { "suggest": suggest } }).await?;
            Ok(())
        }
    };
    found.try_for_each_concurrent(AT_ONCE, note).await
}

#[derive(Deserialize)]
struct ListedCourse {
    slugs: Vec<String>,
    published: PublishedTitle,
}

#[derive(Deserialize)]
struct PublishedTitle {
    content: Title,
}

#[derive(Deserialize)]
struct Title {
    title: String,
}

impl Unnoted for ListedCourse {
    const COLLECTION: &'static str = COURSES;

    fn wanted() -> Document {
        doc! { "listed": true }
    }

    fn fields() -> Document {
        doc! { "slugs": 1, "published.content.title": 1 }
    }

    fn entry(&self) -> Option<SuggestionEntry> {
        let slug = self.slugs.first().map(String::as_str);
        SuggestionEntry::build(&self.published.content.title, slug, &[])
    }
}

#[derive(Deserialize)]
struct StandingSubject {
    code: String,
    title: String,
}

impl Unnoted for StandingSubject {
    const COLLECTION: &'static str = SUBJECTS;

    fn wanted() -> Document {
        doc! { "merged": null }
    }

    fn fields() -> Document {
        doc! { "code": 1, "title": 1 }
    }

    fn entry(&self) -> Option<SuggestionEntry> {
        SuggestionEntry::build(&self.title, None, &[&self.code])
    }
}

#[derive(Deserialize)]
struct StandingInstructor {
    name: String,
}

impl Unnoted for StandingInstructor {
    const COLLECTION: &'static str = INSTRUCTORS;

    fn wanted() -> Document {
        doc! { "merged": null }
    }

    fn fields() -> Document {
        doc! { "name": 1 }
    }

    fn entry(&self) -> Option<SuggestionEntry> {
        SuggestionEntry::build(&self.name, None, &[])
    }
}

#[cfg(test)]
mod tests {
    use courses_testkit::build::Make;
    use serde::Serialize;

    use super::*;
    use crate::document::{CourseDocument, InstructorDocument, SubjectDocument};

    /// What is noted in a document that was read.
    fn noted<D: Unnoted>(document: &impl Serialize) -> Option<SuggestionEntry> {
        let read: Read<D> = bson::deserialize_from_document(encode(document)).unwrap();
        read.document.entry()
    }

    #[test]
    fn an_old_document_gets_what_a_new_one_has() {
        let mut make = Make::new(1);
        let course = make.rich_course();
        let document = CourseDocument::from(&course);
        assert_eq!(noted::<ListedCourse>(&document), SuggestionEntry::of_course(&course));
        let subject = make.subject("math");
        let document = SubjectDocument::from(&subject);
        assert_eq!(noted::<StandingSubject>(&document), SuggestionEntry::of_subject(&subject));
        let person = make.rich_instructor();
        let document = InstructorDocument::from(&person);
        assert_eq!(noted::<StandingInstructor>(&document), SuggestionEntry::of_instructor(&person));
    }
}
