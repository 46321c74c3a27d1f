//! The columns of the file.

use serde::Deserialize;

/// The columns that a header must have, as the university names them.
pub(super) const COLUMNS: [&str; 27] = [
    "Year",
    "Term",
    "YearTerm",
    "Subject",
    "Number",
    "Name",
    "Description",
    "Credit Hours",
    "Section Info",
    "Degree Attributes",
    "Schedule Information",
    "CRN",
    "Section",
    "Status Code",
    "Part of Term",
    "Section Title",
    "Section Credit Hours",
    "Section Status",
    "Enrollment Status",
    "Type",
    "Type Code",
    "Start Time",
    "End Time",
    "Days of Week",
    "Room",
    "Building",
    "Instructors",
];

/// A column that the files of the university lack: the name of the subject, for catalogues that
/// know it.
pub(super) const SUBJECT_TITLE: &str = "Subject Title";

/// The cells of a row that are used.
#[derive(Debug, Clone, Copy, Default, Deserialize)]
pub(super) struct RawRow<'r> {
    #[serde(rename = "YearTerm")]
    pub(super) year_term: &'r str,
    #[serde(rename = "Subject")]
    pub(super) subject: &'r str,
    #[serde(rename = "Number")]
    pub(super) number: &'r str,
    #[serde(rename = "Name")]
    pub(super) name: &'r str,
    #[serde(rename = "Description")]
    pub(super) description: &'r str,
    #[serde(rename = "Credit Hours")]
    pub(super) credit_hours: &'r str,
    #[serde(rename = "CRN")]
    pub(super) crn: &'r str,
    #[serde(rename = "Status Code")]
    pub(super) status_code: &'r str,
    #[serde(rename = "Section Title")]
    pub(super) section_title: &'r str,
    #[serde(rename = "Enrollment Status")]
    pub(super) enrollment_status: &'r str,
    #[serde(rename = "Type")]
    pub(super) kind: &'r str,
    #[serde(rename = "Start Time")]
    pub(super) start_time: &'r str,
    #[serde(rename = "End Time")]
    pub(super) end_time: &'r str,
    #[serde(rename = "Days of Week")]
    pub(super) days_of_week: &'r str,
    #[serde(rename = "Room")]
    pub(super) room: &'r str,
    #[serde(rename = "Building")]
    pub(super) building: &'r str,
    #[serde(rename = "Instructors")]
    pub(super) instructors: &'r str,
    #[serde(rename = "Subject Title", default)]
    pub(super) subject_title: &'r str,
}
