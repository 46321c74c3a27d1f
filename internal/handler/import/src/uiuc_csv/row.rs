//! Turns one row into a course with one run.

use courses_domain::catalogue::{
    CourseTitle, Description, ImportFormat, Level, Location, Mode, PersonName, Prerequisites,
    RunDetails, RunKey, RunTitle, SubjectCode, SubjectTitle, Summary, TimeZoneName,
};
use courses_domain::shared::{ExternalId, TextError};
use courses_usecase::catalogue::{
    ImportedCourse, ImportedInstructor, ImportedRun, ImportedSubject, RunIntent,
};

use crate::UiucCatalogue;
use crate::text::{language, one_line};
use crate::uiuc_csv::fault::Fault;
use crate::uiuc_csv::raw::RawRow;
use crate::uiuc_csv::{credits, description, schedule};

/// The source of the names of instructors.
const INSTRUCTORS: &str = "uiuc-instructor";

/// What one row tells.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Row {
    /// The course, without runs.
    pub(super) course: ImportedCourse,
    /// The run, with at most one meeting.
    pub(super) run: ImportedRun,
}

impl Row {
    /// Reads a row that begins on `line`.
    pub(super) fn parse(raw: &RawRow<'_>, line: u64, zone: &TimeZoneName) -> Result<Self, Fault> {
        Ok(Self { course: course(raw, line)?, run: run(raw, line, zone)? })
    }
}

/// The name of the course that a row is about, if it has one: `AAS 201`.
pub(super) fn course_name(raw: &RawRow<'_>) -> Option<String> {
    let (subject, number) = (one_line(raw.subject), one_line(raw.number));
    let named = !subject.is_empty() && !number.is_empty();
    named.then(|| format!("{subject} {number}").to_uppercase())
}

/// Whether there is no doubt which course a row is about, be it good for anything else.
pub(super) fn tells_its_course(raw: &RawRow<'_>) -> bool {
    let code = one_line(raw.subject).to_lowercase();
    SubjectCode::parse(&code).is_ok() && word("Number", raw.number).is_ok()
}

/// The name of the run that a row is about, if it has one: `2025-su-40507`.
pub(super) fn run_name(raw: &RawRow<'_>) -> Option<String> {
    let (term, crn) = (one_line(raw.year_term), one_line(raw.crn));
    (!crn.is_empty()).then(|| format!("{term}-{crn}"))
}

fn course(raw: &RawRow<'_>, line: u64) -> Result<ImportedCourse, Fault> {
    let subject = subject(raw)?;
    word("Number", raw.number)?;
    let name =
        course_name(raw).ok_or(Fault::Cell { column: "Subject", fault: TextError::Empty })?;
    let external_id =
        ExternalId::parse(ImportFormat::UiucCsv.source(), &name).map_err(Fault::cell("Number"))?;
    let title = CourseTitle::parse(&one_line(raw.name)).map_err(Fault::cell("Name"))?;
    let parts = description::take_apart(raw.description);
    Ok(ImportedCourse {
        line,
        external_id,
        slug_words: format!("{name} {title}"),
        subject: Some(subject),
        summary: given("Description", &parts.summary, Summary::parse)?,
        description: given("Description", &parts.body, Description::parse)?,
        level: level(raw.number),
        language: language(title.as_str()),
        credits: credits::parse(raw.credit_hours)?,
        prerequisites: given("Description", &parts.prerequisites, Prerequisites::parse)?,
        title,
        runs: Vec::new(),
    })
}

fn subject(raw: &RawRow<'_>) -> Result<ImportedSubject, Fault> {
    let name = one_line(raw.subject).to_uppercase();
    let code = SubjectCode::parse(&name.to_lowercase()).map_err(Fault::cell("Subject"))?;
    let title = one_line(raw.subject_title);
    let title = given("Subject Title", &title, SubjectTitle::parse)?;
    let title = title.map_or_else(|| SubjectTitle::parse(&name), Ok);
    Ok(ImportedSubject { code, title: title.map_err(Fault::cell("Subject"))? })
}

/// What a course expects, by the first digit of a number such as `201` or `498A`.
fn level(number: &str) -> Level {
    let number = number.trim();
    let end = number.find(|c: char| !c.is_ascii_digit()).unwrap_or(number.len());
    match number[..end].parse::<u32>() {
        Ok(0..=199) => Level::Introductory,
        Ok(200..=399) => Level::Intermediate,
        Ok(_) => Level::Advanced,
        Err(_) => Level::All,
    }
}

fn run(raw: &RawRow<'_>, line: u64, zone: &TimeZoneName) -> Result<ImportedRun, Fault> {
    word("YearTerm", raw.year_term)?;
    word("CRN", raw.crn)?;
    let name = run_name(raw).ok_or(Fault::Cell { column: "CRN", fault: TextError::Empty })?;
    let online = raw.kind.to_ascii_lowercase().contains("online");
    let mode = if online { Mode::Online } else { Mode::Onsite };
    Ok(ImportedRun {
        line,
        key: RunKey::parse(&name).map_err(Fault::cell("CRN"))?,
        details: RunDetails {
            title: given("Section Title", &one_line(raw.section_title), RunTitle::parse)?,
            time_zone: zone.clone(),
            location: given("Building", &one_line(raw.building), Location::parse)?,
            meetings: schedule::meeting(raw)?.into_iter().collect(),
            ..RunDetails::blank(mode)
        },
        instructors: instructors(raw.instructors)?,
        intent: intent(raw),
    })
}

/// Only a section whose status is `A`, active, gives seats.
fn intent(raw: &RawRow<'_>) -> RunIntent {
    let status = raw.enrollment_status.trim().to_ascii_lowercase();
    let open = status.starts_with("open") || status.starts_with("crosslistopen");
    if open && raw.status_code.trim().eq_ignore_ascii_case("A") {
        RunIntent::Open
    } else if status.starts_with("closed") {
        RunIntent::Closed
    } else {
        RunIntent::Unknown
    }
}

/// People separated by semicolons, each once.
fn instructors(raw: &str) -> Result<Vec<ImportedInstructor>, Fault> {
    let column = "Instructors";
    let mut people: Vec<ImportedInstructor> = Vec::new();
    // Entities end with a semicolon too.
    for name in html_escape::decode_html_entities(raw).split(';').map(one_line) {
        if name.is_empty() || people.iter().any(|it| it.name.as_str() == name) {
            continue;
        }
        let external_id = ExternalId::parse(INSTRUCTORS, &name).map_err(Fault::cell(column))?;
        let name = PersonName::parse(&name).map_err(Fault::cell(column))?;
        people.push(ImportedInstructor { external_id, name });
        if people.len() > UiucCatalogue::MAX_INSTRUCTORS_OF_RUN {
            return Err(Fault::TooManyInstructors);
        }
    }
    Ok(people)
}

/// A value, unless the text is empty.
fn given<T>(
    column: &'static str,
    text: &str,
    parse: impl FnOnce(&str) -> Result<T, TextError>,
) -> Result<Option<T>, Fault> {
    if text.is_empty() { Ok(None) } else { parse(text).map(Some).map_err(Fault::cell(column)) }
}

/// Refuses what cannot be part of a name.
fn word(column: &'static str, raw: &str) -> Result<(), Fault> {
    let text = raw.trim();
    if text.is_empty() {
        return Err(Fault::Cell { column, fault: TextError::Empty });
    }
    if text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-') {
        Ok(())
    } else {
        Err(Fault::form(column, "letters, digits and hyphens"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: RawRow<'static> = RawRow {
        year_term: "2025-su",
        subject: "AAS",
        number: "201",
        name: "US Racial &amp; Ethnic Politics",
        description: "Looks at parties. Prerequisite: PS 101.",
        credit_hours: "3 hours.",
        crn: "40507",
        status_code: "A",
        section_title: "",
        enrollment_status: "Open (Restricted)",
        kind: "Lecture",
        start_time: "09:00 AM",
        end_time: "09:50 AM",
        days_of_week: "MWF",
        room: "101",
        building: "Hall &amp; Annex",
        instructors: "Henson, A;Rijo S&aacute;nchez, A; Henson, A;",
        subject_title: "",
    };

    fn parse(raw: &RawRow<'_>) -> Result<Row, Fault> {
        Row::parse(raw, 7, &TimeZoneName::utc())
    }

    fn reason(raw: &RawRow<'_>) -> String {
        parse(raw).unwrap_err().to_string()
    }

    #[test]
    fn a_row_tells_about_a_course() {
        let course = parse(&GOOD).unwrap().course;
        assert_eq!(course.line, 7);
        assert_eq!(course.external_id, ExternalId::parse("uiuc", "AAS 201").unwrap());
        assert_eq!(course.title.as_str(), "US Racial & Ethnic Politics");
        assert_eq!(course.slug_words, "AAS 201 US Racial & Ethnic Politics");
        assert_eq!(course.description.unwrap().as_str(), "Looks at parties.");
        assert_eq!(course.summary.unwrap().as_str(), "Looks at parties.");
        assert_eq!(course.prerequisites.unwrap().as_str(), "PS 101.");
        let subject = course.subject.unwrap();
        assert_eq!((subject.code.as_str(), subject.title.as_str()), ("aas", "AAS"));
    }

    #[test]
    fn a_row_tells_about_a_run() {
        let run = parse(&GOOD).unwrap().run;
        assert_eq!(run.key.as_str(), "2025-su-40507");
        assert_eq!(run.details.mode, Mode::Onsite);
        assert_eq!(run.details.location.unwrap().as_str(), "Hall & Annex");
        assert_eq!(run.details.meetings.len(), 1);
        let names: Vec<_> = run.instructors.iter().map(|it| it.name.as_str()).collect();
        assert_eq!(names, ["Henson, A", "Rijo Sánchez, A"]);
        assert_eq!(run.instructors[0].external_id.source(), "uiuc-instructor");
        assert_eq!(run.intent, RunIntent::Open);
    }

    #[test]
    fn the_number_tells_the_level() {
        let of = |number| level(number);
        assert_eq!(of("101"), Level::Introductory);
        assert_eq!(of("99"), Level::Introductory);
        assert_eq!(of("200"), Level::Intermediate);
        assert_eq!(of("399B"), Level::Intermediate);
        assert_eq!(of("400"), Level::Advanced);
        assert_eq!(of("X1"), Level::All);
    }

    #[test]
    fn only_an_active_section_is_open() {
        let of = |enrollment_status, status_code| {
            intent(&RawRow { status_code, enrollment_status, ..GOOD })
        };
        assert_eq!(of("CrossListOpen (Restricted)", "A"), RunIntent::Open);
        assert_eq!(of("Open", "P"), RunIntent::Unknown);
        assert_eq!(of("Closed", "P"), RunIntent::Closed);
        assert_eq!(of("UNKNOWN", "A"), RunIntent::Unknown);
    }

    #[test]
    fn a_subject_has_a_title_if_the_file_knows_it() {
        let row =
            parse(&RawRow { subject: "aas", subject_title: "Asian Studies", ..GOOD }).unwrap();
        let subject = row.course.subject.unwrap();
        assert_eq!((subject.code.as_str(), subject.title.as_str()), ("aas", "Asian Studies"));
        assert_eq!(row.course.external_id.key(), "AAS 201");
    }

    #[test]
    fn a_bad_row_may_still_tell_its_course() {
        assert!(tells_its_course(&RawRow { name: "", crn: "", ..GOOD }));
        for (subject, number) in [("", "201"), ("AAS", ""), ("A S", "201"), ("AAS", "2 01")] {
            assert!(!tells_its_course(&RawRow { subject, number, ..GOOD }), "{subject} {number}");
        }
    }

    #[test]
    fn a_refused_cell_is_named_without_its_value() {
        assert_eq!(reason(&RawRow { crn: " ", ..GOOD }), "`CRN` must not be empty");
        assert_eq!(reason(&RawRow { number: "", ..GOOD }), "`Number` must not be empty");
        assert_eq!(reason(&RawRow { name: "&nbsp;", ..GOOD }), "`Name` must not be empty");
        assert_eq!(
            reason(&RawRow { crn: "4 2", ..GOOD }),
            "`CRN` must be letters, digits and hyphens"
        );
        let long = "x".repeat(201);
        assert_eq!(
            reason(&RawRow { name: &long, ..GOOD }),
            "`Name` has 201 characters, at most 200 are allowed"
        );
        assert_eq!(
            reason(&RawRow { start_time: "9", ..GOOD }),
            "`Start Time` must be a time such as `09:00 AM`, or `ARRANGED`"
        );
    }
}
