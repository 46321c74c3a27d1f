//! Courses.

use courses_domain::catalogue::{
    Absence, Absences, CourseContent, CourseField, CourseState, CourseTitle, Credits, Description,
    Draft, FieldOrigin, Heading, Lesson, LessonKind, LessonTitle, Level, Lifecycle, Prerequisites,
    PublishedCopy, Section, Speaker, Summary, Tags, Topic, Visibility,
};
use courses_domain::shared::{ExternalId, LanguageTag, Slug, WebUrl};

use super::Make;

impl Make {
    /// A course in the public catalogue, with a title and nothing else; never saved.
    pub fn course(&mut self, title: &str) -> CourseState {
        let mut state = self.draft_course(title);
        state.lifecycle = Lifecycle::Published;
        state.first_published_at = Some(self.tick());
        state.published = Some(PublishedCopy {
            revision: 1,
            draft_version: state.draft.version,
            at: self.now(),
            content: state.draft.content.clone(),
        });
        state
    }

    /// A course that was never published, with a title and nothing else; never saved.
    pub fn draft_course(&mut self, title: &str) -> CourseState {
        let now = self.tick();
        let title = CourseTitle::parse(title).expect("tests give good titles");
        CourseState {
            id: self.id(),
            revision: 1,
            next_sequence: 1,
            version: 1,
            owner: self.id(),
            slug: self.slug(),
            former_slugs: Vec::new(),
            external_ids: Vec::new(),
            visibility: Visibility::Visible,
            tags: Tags::default(),
            lifecycle: Lifecycle::Draft,
            draft: Draft {
                version: 1,
                updated_at: now,
                content: CourseContent::titled(title, LanguageTag::english()),
            },
            published: None,
            absences: Absences::default(),
            provenance: Vec::new(),
            created_at: now,
            updated_at: now,
            first_published_at: None,
            deleted: false,
        }
    }

    /// A course in the public catalogue with every field set, the draft ahead of the published
    /// copy; never saved.
    pub fn rich_course(&mut self) -> CourseState {
        let mut state = self.course("Линейная алгебра");
        state.next_sequence = 17;
        state.version = 5;
        state.former_slugs = vec![self.slug(), self.slug()];
        state.external_ids = vec![self.external_id("catalogue.uni"), self.external_id("edx")];
        state.tags = Tags::parse(["математика", "first year", "C++", "\"'\\;--"]).expect("valid");
        state.draft = Draft { version: 9, updated_at: self.at(7), content: self.rich_content() };
        state.updated_at = self.at(8);
        state.absences = Absences {
            missed: vec![Absence { source: "edx".to_owned(), round: 12, rounds: 2 }],
            archived_from: Some(Lifecycle::Unpublished),
        };
        state.provenance = self.rich_provenance();
        state.published = Some(PublishedCopy {
            revision: 3,
            draft_version: 8,
            at: self.at(6),
            content: self.rich_content(),
        });
        state
    }

    /// Who said each field: a source or somebody.
    fn rich_provenance(&mut self) -> Vec<FieldOrigin> {
        let origins = CourseField::ALL.into_iter().zip(0_i64..);
        let origins = origins.map(|(field, number)| {
            let said_by = if number % 2 == 0 {
                Speaker::Source(self.external_id("edx"))
            } else {
                Speaker::Account(self.id())
            };
            FieldOrigin { field, said_by, at: self.at(number) }
        });
        origins.collect()
    }

    /// Content with every field set.
    pub fn rich_content(&mut self) -> CourseContent {
        CourseContent {
            title: CourseTitle::parse("Линейная АЛГЕБРА — für Anfänger 🎓").expect("valid"),
            summary: Some(Summary::parse("Векторы & \"матрицы\"\nна двух строках").expect("valid")),
            description: Some(Description::parse("# Ёлка\n\t$a_{1}.b \\ 'x' 数学").expect("valid")),
            subject_id: Some(self.id()),
            level: Level::Intermediate,
            language: LanguageTag::parse("ru-RU").expect("valid"),
            credits: Some(Credits::new(250, 600).expect("valid")),
            prerequisites: Some(Prerequisites::parse("Школьная алгебра").expect("valid")),
            instructor_ids: vec![self.id(), self.id(), self.id()],
            image_url: Some(WebUrl::parse("https://example.org/a.png?b=%20c").expect("valid")),
            sections: vec![
                self.section("Введение", Visibility::Visible),
                self.section("Скрытое", Visibility::Hidden),
                Section {
                    id: self.id(),
                    heading: Heading::parse("Пусто").expect("valid"),
                    description: None,
                    visibility: Visibility::Visible,
                    topics: Vec::new(),
                },
            ],
        }
    }

    /// A section with two topics, of which one has a lesson of each kind.
    pub fn section(&mut self, heading: &str, visibility: Visibility) -> Section {
        let lessons = LessonKind::ALL.into_iter().map(|kind| self.lesson(kind)).collect();
        Section {
            id: self.id(),
            heading: Heading::parse(heading).expect("tests give good headings"),
            description: Some(Summary::parse("О чём это").expect("valid")),
            visibility,
            topics: vec![
                Topic {
                    id: self.id(),
                    heading: Heading::parse("Тема").expect("valid"),
                    visibility,
                    lessons,
                },
                Topic {
                    id: self.id(),
                    heading: Heading::parse("Empty").expect("valid"),
                    visibility: Visibility::Hidden,
                    lessons: Vec::new(),
                },
            ],
        }
    }

    /// A lesson; fields that may be missing are missing every second time.
    pub fn lesson(&mut self, kind: LessonKind) -> Lesson {
        Lesson {
            id: self.id(),
            title: LessonTitle::parse("Урок № 1").expect("valid"),
            kind,
            duration_minutes: self.random.maybe(&[0, 45, Lesson::MAX_DURATION_MINUTES]),
            preview: self.random.once_in(2),
            visibility: self.random.pick(&[Visibility::Visible, Visibility::Hidden]),
            version: 1 + self.random.number() % 1_000_000,
        }
    }

    /// A slug that nobody else gets.
    pub fn slug(&mut self) -> Slug {
        Slug::parse(&format!("slug-{}", self.unique())).expect("words of hexadecimal digits")
    }

    /// A name in an outside source that nobody else gets.
    pub fn external_id(&mut self, source: &str) -> ExternalId {
        let key = format!("Ключ/{} $x.y", self.unique());
        ExternalId::parse(source, &key).expect("tests give good sources")
    }
}
