//! The words of the contract and the same words of the domain, both ways and without wildcards:
//! a word that one side gets does not compile until the other side has it.

use courses_domain::catalogue as domain;
use courses_port::catalogue as port;

use crate::generated::models;
use crate::words::{incoming, outgoing};

incoming!(Level => domain::Level { Introductory, Intermediate, Advanced, All });
outgoing!(domain::Level => Level { Introductory, Intermediate, Advanced, All });

incoming!(Visibility => domain::Visibility { Visible, Hidden });
outgoing!(domain::Visibility => Visibility { Visible, Hidden });

outgoing!(domain::Lifecycle => Lifecycle { Draft, Published, Unpublished, Archived });

outgoing!(domain::DifferenceKind => RevisionChangeKind { Added, Removed, Replaced, Moved });

incoming!(PublicationStatus => domain::PublicationStatus {
    Unwatched, Approved, Rejected, Withdrawn,
});
outgoing!(domain::PublicationStatus => PublicationStatus {
    Unwatched, Approved, Rejected, Withdrawn,
});

incoming!(LessonKind => domain::LessonKind { Text, Video, File, Link, Quiz });
outgoing!(domain::LessonKind => LessonKind { Text, Video, File, Link, Quiz });

incoming!(QuizChoice => domain::Choice { Single, Multiple });
outgoing!(domain::Choice => QuizChoice { Single, Multiple });

incoming!(RunMode => domain::Mode { Online, Onsite, Hybrid, SelfPaced });
outgoing!(domain::Mode => RunMode { Online, Onsite, Hybrid, SelfPaced });

outgoing!(domain::RunStatus => RunStatus { Planned, Open, Closed, Cancelled, Completed });

incoming!(Availability => domain::Availability {
    NotYetOpen, Open, Full, Closed, Running, Ended, Cancelled, ToBeScheduled,
});
outgoing!(domain::Availability => Availability {
    NotYetOpen, Open, Full, Closed, Running, Ended, Cancelled, ToBeScheduled,
});

outgoing!(domain::EnrolmentObstacle => EnrolmentObstacle {
    CourseNotListed, RunPlanned, RunClosed, RunCancelled, RunCompleted, RunEnded,
    EnrolmentNotYetOpen, EnrolmentOver, NoSeats,
});

incoming!(Weekday => domain::Weekday {
    Monday, Tuesday, Wednesday, Thursday, Friday, Saturday, Sunday,
});
outgoing!(domain::Weekday => Weekday {
    Monday, Tuesday, Wednesday, Thursday, Friday, Saturday, Sunday,
});

incoming!(FacetName => port::Facet { Subject, Level, Language, Tag, Instructor });
outgoing!(port::Facet => FacetName { Subject, Level, Language, Tag, Instructor });

impl From<models::CourseSort> for port::CourseSort {
    fn from(word: models::CourseSort) -> Self {
        match word {
            models::CourseSort::Relevance => Self::Relevance,
            models::CourseSort::PublishedAt => Self::Published,
            models::CourseSort::PublishedAtDesc => Self::PublishedDesc,
            models::CourseSort::Title => Self::Title,
            models::CourseSort::TitleDesc => Self::TitleDesc,
        }
    }
}
