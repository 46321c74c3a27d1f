use super::*;
use crate::catalogue::fixtures::{at, course, lesson, section, topic};
use crate::catalogue::{LessonInput, Section, SectionInput, Summary, TopicInput, lessons_of};

const BOTH: [Visibility; 2] = [Visibility::Visible, Visibility::Hidden];
const VIEWERS: [Viewer; 2] = [Viewer::Public, Viewer::Staff];

/// A published course with one section, topic and lesson of these visibilities.
fn published(
    of_section: Visibility,
    of_topic: Visibility,
    of_lesson: Visibility,
) -> PublishedCourse {
    let lesson = LessonInput {
        duration_minutes: Some(45),
        preview: true,
        visibility: of_lesson,
        ..lesson("lesson")
    };
    let topic = TopicInput { visibility: of_topic, ..topic("topic", vec![lesson]) };
    let section = SectionInput {
        visibility: of_section,
        description: Summary::parse("About it").ok(),
        ..section("section", vec![topic])
    };
    let mut course = course(vec![section]);
    course.publish(at(10)).unwrap();
    PublishedCourse::of(course.state()).unwrap()
}

#[test]
fn everything_below_a_hidden_heading_is_for_staff() {
    for of_section in BOTH {
        for of_topic in BOTH {
            for of_lesson in BOTH {
                for viewer in VIEWERS {
                    let all = published(of_section, of_topic, of_lesson);
                    let seen = all.clone().seen_by(viewer).unwrap();
                    let case = format!("{of_section:?} {of_topic:?} {of_lesson:?} {viewer:?}");
                    if viewer == Viewer::Staff {
                        assert_eq!(seen, all, "{case}");
                        continue;
                    }
                    let section: &Section = &seen.content.sections[0];
                    assert_eq!(section.heading.as_str(), "section", "{case}");
                    let open_section = of_section == Visibility::Visible;
                    assert_eq!(section.description.is_some(), open_section, "{case}");
                    let open_topic = of_topic == Visibility::Visible;
                    let headings = section.topics.iter().map(|it| it.heading.as_str());
                    assert_eq!(headings.collect::<Vec<_>>().len(), usize::from(open_section));
                    let lessons: Vec<&Lesson> =
                        lessons_of(&seen.content.sections).map(|(.., it)| it).collect();
                    assert_eq!(lessons.len(), usize::from(open_section && open_topic), "{case}");
                    for lesson in lessons {
                        let open = of_lesson == Visibility::Visible;
                        assert_eq!(lesson.title.as_str(), "lesson", "{case}");
                        assert_eq!(lesson.duration_minutes.is_some(), open, "{case}");
                        assert_eq!(lesson.preview, open, "{case}");
                    }
                }
            }
        }
    }
}

#[test]
fn a_course_out_of_the_catalogue_is_for_staff() {
    for lifecycle in Lifecycle::ALL {
        for visibility in BOTH {
            let visible = Visibility::Visible;
            let course =
                PublishedCourse { visibility, lifecycle, ..published(visible, visible, visible) };
            let listed = lifecycle == Lifecycle::Published && visibility == visible;
            assert_eq!(course.clone().seen_by(Viewer::Public).is_some(), listed);
            assert_eq!(course.clone().seen_by(Viewer::Staff), Some(course));
        }
    }
}

#[test]
fn owner_moderator_and_admin_are_staff() {
    let account = |number| AccountId::from(uuid::Uuid::from_u128(number));
    let viewer = |number, roles: &[Role]| {
        let actor = Actor::new(account(number), roles.iter().copied());
        Viewer::of(Some(&actor), account(1))
    };
    assert_eq!(Viewer::of(None, account(1)), Viewer::Public);
    assert_eq!(viewer(1, &[]), Viewer::Staff, "an owner needs no role");
    for (role, expected) in [
        (Role::Student, Viewer::Public),
        (Role::Teacher, Viewer::Public),
        (Role::Moderator, Viewer::Staff),
        (Role::Admin, Viewer::Staff),
    ] {
        assert_eq!(viewer(2, &[role]), expected, "{role:?}");
    }
}

#[test]
fn a_lesson_opens_for_staff_with_access_and_as_a_preview_unless_it_is_hidden() {
    let visible = Visibility::Visible;
    let course = published(visible, visible, visible);
    let place = course.lessons().next().unwrap();
    for preview in [false, true] {
        for visibility in BOTH {
            let lesson = Lesson { preview, visibility, ..place.lesson.clone() };
            let place = LessonPlace { lesson: &lesson, ..place };
            let case = format!("{preview} {visibility:?}");
            for has_access in [false, true] {
                assert!(place.is_open_to(Viewer::Staff, has_access), "{case}");
                let open = place.is_open_to(Viewer::Public, has_access);
                assert_eq!(open, visibility == visible && (preview || has_access), "{case}");
            }
            assert!(!place.needs_access(Viewer::Staff), "{case}");
            let asked = place.needs_access(Viewer::Public);
            assert_eq!(asked, visibility == visible && !preview, "{case}");
        }
    }
}

#[test]
fn a_lesson_is_found_with_the_place_where_it_stands() {
    let visible = Visibility::Visible;
    let course = published(visible, visible, visible);
    let section = &course.content.sections[0];
    let lesson = &section.topics[0].lessons[0];
    let place = course.lesson(lesson.id).unwrap();
    assert_eq!((place.section, place.topic), (section.id, section.topics[0].id));
    assert_eq!(course.lesson(uuid::Uuid::nil().into()), None);

    let hidden = published(Visibility::Hidden, visible, visible);
    let id = hidden.content.sections[0].topics[0].lessons[0].id;
    let seen = hidden.seen_by(Viewer::Public).unwrap();
    assert_eq!(seen.lesson(id), None, "what is not seen is not found");
}

#[test]
fn a_course_without_a_published_copy_is_none() {
    let course = course(Vec::new());
    assert_eq!(PublishedCourse::of(course.state()), None);
    let mut published =
        self::published(Visibility::Visible, Visibility::Visible, Visibility::Visible);
    published.lifecycle = Lifecycle::Unpublished;
    assert!(published.seen_by(Viewer::Staff).is_some());
}
