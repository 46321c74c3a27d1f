//! The demo catalogue: compiled in, brought in through the same import as any other file.

use courses_domain::shared::{AccountId, Actor, Role};
use courses_handler_import::import_uiuc_csv;
use courses_usecase::catalogue::ImportCourses;
use courses_usecase::{Ports, Request};

use crate::exit::{Failure, INTERNAL};

/// The files of the demo catalogue.
const FILES: [&str; 3] = [
    include_str!("../../../../examples/demo-catalogue/sciences.csv"),
    include_str!("../../../../examples/demo-catalogue/arts.csv"),
    include_str!("../../../../examples/demo-catalogue/russian.csv"),
];

/// Brings in the demo catalogue; does nothing where it is already. Answers how many courses are
/// new.
///
/// # Errors
///
/// A failure if the store fails.
pub(crate) async fn import_demo(ports: Ports) -> Result<u64, Failure> {
    let actor = Actor::new(AccountId::IMPORTER, [Role::Admin]);
    let request = Request { actor: Some(actor), id: "demo".to_owned(), traceparent: None };
    let import = ImportCourses::new(ports);
    let mut created = 0;
    for file in FILES {
        let (file, owner) = (file.as_bytes(), AccountId::IMPORTER);
        let report = import_uiuc_csv(file, &import, &request, owner, None, &mut |_| {})
            .await
            .map_err(|err| Failure::new(INTERNAL, err))?;
        created += report.courses.created;
    }
    Ok(created)
}
