//! Imports.

use courses_domain::catalogue::{
    ImportCounts, ImportFormat, ImportJob, ImportJobState, ImportProgress, ImportReject,
    ImportStatus, ImportSweep, NewImport,
};
use courses_port::catalogue::{CatalogueChange, ImportWrite};

use super::Make;

impl Make {
    /// An import that waits for its turn.
    pub fn import(&mut self) -> ImportJobState {
        let new = NewImport {
            id: self.id(),
            requested_by: self.id(),
            owner: self.id(),
            request_id: "request-1".to_owned(),
            format: ImportFormat::UiucCsv,
            complete: false,
            bytes: 4_000_000,
            parts: 4,
        };
        ImportJob::create(new, self.now()).state().clone()
    }

    /// A first revision of an import with every field.
    pub fn rich_import(&mut self) -> ImportJobState {
        let counts = ImportCounts { seen: 10, created: 4, updated: 3, unchanged: 2, rejected: 1 };
        ImportJobState {
            complete: true,
            status: ImportStatus::Failed,
            starts: 3,
            progress: ImportProgress {
                total: Some(20),
                done: 10,
                noted: 2,
                rejects: 3,
                rows_seen: 40,
                rows_rejected: 5,
                rows_nameless: 1,
                courses: counts,
                runs: ImportCounts { seen: 11, updated: 4, ..counts },
                sweep: ImportSweep {
                    round: Some(7),
                    after: Some(self.id()),
                    missing: 5,
                    archived: 2,
                    restored: 1,
                },
            },
            failure: Some("the file is empty".to_owned()),
            started_at: Some(self.at(5)),
            finished_at: Some(self.at(9)),
            ..self.import()
        }
    }
}

/// An import to save, with what it set aside.
#[must_use]
pub fn import_write(state: ImportJobState, rejects: Vec<ImportReject>) -> CatalogueChange {
    CatalogueChange::SaveImport(Box::new(ImportWrite { state, rejects }))
}
