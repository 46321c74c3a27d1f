//! How the service itself is doing.

use std::time::Duration;

use xapi::RequestContext;
use xerror::Problem;
use xhttp::{CheckOutcome, CheckReport};

use crate::generated::models::{Health, HealthCheck, HealthStatus};
use crate::generated::{GetLivenessResponse, GetReadinessResponse, SystemApi};
use crate::state::ApiState;

/// When it is worth asking again whether everything is there.
const SOON: Duration = Duration::from_secs(1);

impl SystemApi for ApiState {
    async fn get_liveness(&self, _: RequestContext) -> Result<GetLivenessResponse, Problem> {
        let body = Health { status: HealthStatus::Ok, checks: Vec::new() };
        Ok(GetLivenessResponse::Ok { body })
    }

    async fn get_readiness(&self, _: RequestContext) -> Result<GetReadinessResponse, Problem> {
        let readiness = self.checks.run().await;
        if let Some(problem) = readiness.to_problem() {
            return Err(problem.retry_after(SOON));
        }
        let checks = readiness.checks.iter().map(HealthCheck::from).collect();
        Ok(GetReadinessResponse::Ok { body: Health { status: HealthStatus::Ok, checks } })
    }
}

/// What went wrong is for the log; everybody can ask.
impl From<&CheckReport> for HealthCheck {
    fn from(report: &CheckReport) -> Self {
        let (status, detail) = match report.outcome {
            CheckOutcome::Ok => (HealthStatus::Ok, None),
            CheckOutcome::Failed => (HealthStatus::Failed, None),
            CheckOutcome::TimedOut => (HealthStatus::Failed, Some("timed out".to_owned())),
        };
        Self { name: report.name.to_owned(), status, detail }
    }
}
