//! The report of an import as it is printed.

use std::fmt::Write;

use courses_handler_import::{GoneReport, ImportReport};
use courses_usecase::catalogue::Counts;
use serde_json::{Value, json};

/// How many rejected lines people are shown; programs get all.
const SHOWN: usize = 20;

/// For programs.
pub(super) fn as_json(report: &ImportReport) -> Value {
    let rejections = report.rejections.iter();
    json!({
        "rows": {"seen": report.rows.seen, "rejected": report.rows.rejected},
        "courses": counts(&report.courses),
        "runs": counts(&report.runs),
        "subjects": report.subjects,
        "instructors": report.instructors,
        "gone": gone(&report.gone),
        "rejections": rejections
            .map(|it| json!({"line": it.line, "reason": it.reason}))
            .collect::<Vec<_>>(),
    })
}

fn counts(counts: &Counts) -> Value {
    json!({
        "seen": counts.seen,
        "created": counts.created,
        "updated": counts.updated,
        "unchanged": counts.unchanged,
        "rejected": counts.rejected,
    })
}

fn gone(gone: &GoneReport) -> Value {
    json!({
        "complete": gone.complete,
        "round": gone.round,
        "rows_nameless": gone.rows_nameless,
        "missing": gone.missing,
        "archived": gone.archived,
        "restored": gone.restored,
    })
}

/// For people.
pub(super) fn as_text(report: &ImportReport) -> String {
    let mut text = format!(
        "{:<10}{:>9}{:>9}{:>9}{:>11}{:>10}",
        "", "seen", "created", "updated", "unchanged", "rejected"
    );
    for (name, it) in [("courses", &report.courses), ("runs", &report.runs)] {
        let _ = write!(
            text,
            "\n{name:<10}{:>9}{:>9}{:>9}{:>11}{:>10}",
            it.seen, it.created, it.updated, it.unchanged, it.rejected
        );
    }
    let rows = &report.rows;
    let _ = write!(text, "\n{} rows read, {} of them rejected", rows.seen, rows.rejected);
    text.push_str(&gone_as_text(&report.gone));
    for rejection in report.rejections.iter().take(SHOWN) {
        let _ = write!(text, "\n  line {}: {}", rejection.line, rejection.reason);
    }
    if report.rejections.len() > SHOWN {
        let more = report.rejections.len() - SHOWN;
        let _ = write!(text, "\n  … and {more} more; --output json shows all");
    }
    text
}

/// Lines about what is gone from the source, or there again.
fn gone_as_text(gone: &GoneReport) -> String {
    let mut text = String::new();
    if let Some(round) = gone.round {
        let _ = write!(
            text,
            "\n{} courses are missing in round {round} of the source, {} of them archived now",
            gone.missing, gone.archived
        );
    } else if gone.complete {
        let why = match gone.rows_nameless {
            0 => "it names no course".to_owned(),
            rows => format!("{rows} rows do not tell which course they are about"),
        };
        let _ = write!(text, "\nthe file is no round of its source: {why}");
    }
    if gone.restored > 0 {
        let _ = write!(text, "\n{} courses that were gone are back", gone.restored);
    }
    text
}
