//! What imports of files lean on beside everything else.

use std::sync::Arc;

use courses_port::Leases;
use courses_port::catalogue::ImportStore;

use crate::Ports;

/// The ports of imports. Cheap to clone.
#[derive(Clone)]
pub struct ImportPorts {
    /// Those of every use case.
    pub base: Ports,
    /// Keeps files and jobs.
    pub imports: Arc<dyn ImportStore>,
    /// Lets one of many replicas work.
    pub leases: Arc<dyn Leases>,
}
