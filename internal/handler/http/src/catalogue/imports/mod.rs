//! Files that are brought in, and the jobs that do it.

mod view;

use axum::extract::{MatchedPath, Request};
use courses_domain::catalogue::{ImportJobId, ImportJobState};
use courses_usecase::catalogue::{
    AskForImport, AskForImportInput, ImportPorts, LookAtImports, ReceiveError,
};
use courses_usecase::{ReadError, WriteError};
use futures::StreamExt as _;
use sha2::{Digest as _, Sha256};
use xapi::{RequestContext, Upload};
use xerror::Problem;

use crate::caller::Caller;
use crate::cursor::Shape;
use crate::etag;
use crate::generated::{
    CreateImportParams, CreateImportResponse, GetJobParams, GetJobResponse, ImportsApi, JobsApi,
    ListJobRejectsParams, ListJobRejectsResponse, ListJobsParams, ListJobsResponse, OperationId,
    models,
};
use crate::idempotency::{answer, wish};
use crate::number::unsigned;
use crate::page::Pages;
use crate::problem::{unread, unwritten};
use crate::request::request;
use crate::state::ApiState;

/// The use cases of imports.
pub(crate) struct Imports {
    ask: AskForImport,
    look: LookAtImports,
}

impl Imports {
    pub(crate) fn new(ports: &ImportPorts) -> Self {
        Self { ask: AskForImport::new(ports.clone()), look: LookAtImports::new(ports.clone()) }
    }
}

/// How many bytes the file of a request may have, if that is what the request sends: such a
/// request takes more time than others, too.
#[must_use]
pub fn takes_upload(request: &Request) -> Option<usize> {
    let operation = OperationId::CreateImport.operation();
    let path = request.extensions().get::<MatchedPath>()?.as_str();
    let meant = request.method().as_str() == operation.method && path == operation.path;
    meant.then_some(operation.body_limit)
}

impl ImportsApi for ApiState {
    async fn create_import(
        &self,
        context: RequestContext,
        caller: Caller,
        params: CreateImportParams,
        body: Upload,
    ) -> Result<CreateImportResponse, Problem> {
        let request = request(&context, caller);
        let mut hash = Sha256::new();
        hash.update(context.fingerprint);
        let pieces = body.into_stream().inspect(|piece| {
            if let Ok(bytes) = piece {
                hash.update(bytes);
            }
        });
        let received = self.imports.ask.receive(&request, pieces).await;
        let file = received.map_err(not_received)?;
        let mut idempotency = wish(&context, params.idempotency_key, accepted);
        if let Some(idempotency) = &mut idempotency {
            // The contents of the file make the request what it is.
            idempotency.fingerprint = hash.finalize().into();
        }
        let input = AskForImportInput {
            file,
            format: params.format.into(),
            complete: params.complete,
            owner: params.owner_id.map(Into::into),
            idempotency,
        };
        let reply = self.imports.ask.execute(&request, input).await;
        Ok(answer(reply.map_err(unwritten)?, accepted))
    }
}

fn accepted(job: &ImportJobState) -> CreateImportResponse {
    CreateImportResponse::Accepted {
        body: models::Job::from(job),
        location: format!("/v1/jobs/{}", job.id),
        idempotent_replayed: None,
    }
}

fn not_received(err: ReceiveError<Problem>) -> Problem {
    match err {
        ReceiveError::Refused(refusal) => unwritten(WriteError::Refused(refusal)),
        ReceiveError::Broken(problem) => problem,
        ReceiveError::Store(err) => unread(ReadError::Store(err)),
    }
}

impl JobsApi for ApiState {
    async fn list_jobs(
        &self,
        context: RequestContext,
        caller: Caller,
        params: ListJobsParams,
    ) -> Result<ListJobsResponse, Problem> {
        let pages = Pages::new(&self.cursors, &context, Shape::of(context.operation));
        let after = pages.after(params.cursor.as_deref())?;
        let limit = unsigned(params.limit);
        let listed = self.imports.look.all(&request(&context, caller), after, limit).await;
        let list = listed.map_err(unread)?;
        let (page, link) = pages.next(list.next.as_ref());
        let items = list.items.iter().map(Into::into).collect();
        Ok(ListJobsResponse::Ok { body: models::JobPage { items, page }, link })
    }

    async fn get_job(
        &self,
        context: RequestContext,
        caller: Caller,
        params: GetJobParams,
    ) -> Result<GetJobResponse, Problem> {
        let id: ImportJobId = params.job_id.into();
        let found = self.imports.look.one(&request(&context, caller), id).await;
        let job = found.map_err(unread)?;
        let etag = etag::tag(job.revision);
        if etag::is_known(params.if_none_match.as_deref(), job.revision)? {
            return Ok(GetJobResponse::NotModified { etag });
        }
        Ok(GetJobResponse::Ok { body: models::Job::from(&job), etag })
    }

    async fn list_job_rejects(
        &self,
        context: RequestContext,
        caller: Caller,
        params: ListJobRejectsParams,
    ) -> Result<ListJobRejectsResponse, Problem> {
        let shape = Shape::of(context.operation).and("job", params.job_id.into_bytes());
        let pages = Pages::new(&self.cursors, &context, shape);
        let after = pages.after(params.cursor.as_deref())?;
        let (id, limit) = (params.job_id.into(), unsigned(params.limit));
        let request = request(&context, caller);
        let listed = self.imports.look.rejects(&request, id, after, limit).await;
        let list = listed.map_err(unread)?;
        let (page, link) = pages.next(list.next.as_ref());
        let items = list.items.iter().map(Into::into).collect();
        Ok(ListJobRejectsResponse::Ok { body: models::JobRejectPage { items, page }, link })
    }
}
