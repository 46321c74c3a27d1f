//! What was read, as lines of text that a person can compare.

use std::fmt::Write as _;

use courses_domain::catalogue::{Description, Prerequisites, Summary, Weekday};
use courses_handler_import::UiucCatalogue;
use courses_usecase::catalogue::{ImportedCourse, ImportedRun};

/// Everything that was read.
pub(crate) fn outline(catalogue: &UiucCatalogue) -> String {
    let mut out = String::new();
    for course in &catalogue.courses {
        write_course(&mut out, course).unwrap();
    }
    out.push_str("rejected:\n");
    for rejection in &catalogue.rejections {
        writeln!(out, "  line {}: {}", rejection.line, rejection.reason).unwrap();
    }
    let UiucCatalogue { rows, courses_rejected, runs_rejected, .. } = catalogue;
    writeln!(
        out,
        "rows {rows}, courses rejected {courses_rejected}, runs rejected {runs_rejected}"
    )
    .unwrap();
    out
}

fn write_course(out: &mut String, course: &ImportedCourse) -> std::fmt::Result {
    let subject = course.subject.as_ref().unwrap();
    write!(out, "line {}: {} \"{}\"", course.line, course.external_id, course.title)?;
    write!(out, " [{} {}]", subject.code.as_str(), subject.title)?;
    write!(out, " {} {}", course.level.word(), course.language.as_str())?;
    match course.credits {
        Some(credits) => writeln!(out, " {}..{}", credits.min(), credits.max())?,
        None => writeln!(out)?,
    }
    let texts = [
        ("summary", course.summary.as_ref().map(Summary::as_str)),
        ("description", course.description.as_ref().map(Description::as_str)),
        ("prerequisites", course.prerequisites.as_ref().map(Prerequisites::as_str)),
    ];
    for (name, text) in texts {
        if let Some(text) = text {
            writeln!(out, "  {name}: {}", text.replace('\n', "⏎"))?;
        }
    }
    course.runs.iter().try_for_each(|run| write_run(out, run))
}

fn write_run(out: &mut String, run: &ImportedRun) -> std::fmt::Result {
    let details = &run.details;
    write!(out, "  line {}: {} {} {:?}", run.line, run.key, details.mode.word(), run.intent)?;
    if let Some(location) = &details.location {
        write!(out, " at {location}")?;
    }
    if let Some(title) = &details.title {
        write!(out, " \"{title}\"")?;
    }
    writeln!(out)?;
    for meeting in &details.meetings {
        let days: Vec<&str> = meeting.weekdays.iter().copied().map(Weekday::word).collect();
        write!(out, "    {} {}-{}", days.join(" "), meeting.start, meeting.end)?;
        if let Some(room) = &meeting.room {
            write!(out, " in {room}")?;
        }
        writeln!(out)?;
    }
    let names: Vec<&str> = run.instructors.iter().map(|it| it.name.as_str()).collect();
    if names.is_empty() { Ok(()) } else { writeln!(out, "    {}", names.join("; ")) }
}
