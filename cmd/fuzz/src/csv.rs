//! Rows of a university's schedule.

use courses_handler_import::UiucCatalogue;

const HEADER: &str = "Year,Term,YearTerm,Subject,Number,Name,Description,Credit Hours,\
    Section Info,Degree Attributes,Schedule Information,CRN,Section,Status Code,Part of Term,\
    Section Title,Section Credit Hours,Section Status,Enrollment Status,Type,Type Code,Start Time,\
    End Time,Days of Week,Room,Building,Instructors";

/// Every row is used or set aside with its line, each once, and reading is repeatable.
///
/// # Panics
///
/// When that is not so.
pub fn csv_row(input: &[u8]) {
    // As a whole file it has no header, as a rule.
    let _ = UiucCatalogue::read(input);
    let file = [HEADER.as_bytes(), b"\n", input].concat();
    let Ok(found) = UiucCatalogue::read(&*file) else { return };

    let runs = found.courses.iter().flat_map(|course| &course.runs);
    let used: u64 = runs.map(|run| found.rows_of_run(run.line)).sum();
    assert_eq!(found.rows, used + found.rejections.len() as u64);
    let lines = 1 + file.split(|byte| matches!(byte, b'\n' | b'\r')).count() as u64;
    for rejection in &found.rejections {
        assert!((2..=lines).contains(&rejection.line), "line {}", rejection.line);
        assert!(!rejection.reason.is_empty());
    }
    let again = UiucCatalogue::read(&*file).unwrap();
    assert_eq!(found.courses, again.courses);
    assert_eq!(found.rejections, again.rejections);
}
