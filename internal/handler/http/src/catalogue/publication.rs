//! Publication requests.

use courses_domain::catalogue::{PublicationRequestState, ReviewComment};
use courses_domain::shared::Violations;
use courses_usecase::catalogue::{
    DecidePublicationInput, ListPublicationRequestsInput, PublicationDecision,
    RequestPublicationInput,
};
use uuid::Uuid;
use xapi::RequestContext;
use xerror::Problem;

use crate::caller::Caller;
use crate::cursor::Shape;
use crate::etag;
use crate::fields::optional;
use crate::generated::{
    ApprovePublicationRequestParams, ApprovePublicationRequestResponse,
    CreatePublicationRequestParams, CreatePublicationRequestResponse, GetPublicationRequestParams,
    GetPublicationRequestResponse, ListPublicationRequestsParams, ListPublicationRequestsResponse,
    PublicationApi, RejectPublicationRequestParams, RejectPublicationRequestResponse, models,
};
use crate::idempotency::{Replayable, answer, wish};
use crate::number::{signed, unsigned};
use crate::page::Pages;
use crate::problem::{invalid, unread, unwritten};
use crate::request::request;
use crate::state::ApiState;

impl PublicationApi for ApiState {
    async fn list_publication_requests(
        &self,
        context: RequestContext,
        caller: Caller,
        params: ListPublicationRequestsParams,
    ) -> Result<ListPublicationRequestsResponse, Problem> {
        let shape = Shape::of(context.operation)
            .and_maybe("status", params.status.map(|word| word.to_string()));
        let pages = Pages::new(&self.cursors, &context, shape);
        let input = ListPublicationRequestsInput {
            status: params.status.map(Into::into),
            after: pages.after(params.cursor.as_deref())?,
            limit: unsigned(params.limit),
        };
        let request = request(&context, caller);
        let listed = self.catalogue.list_publication_requests.execute(&request, input).await;
        let list = listed.map_err(unread)?;
        let (page, link) = pages.next(list.next.as_ref());
        let items = list.items.iter().map(models::PublicationRequest::from).collect();
        let body = models::PublicationRequestPage { items, page };
        Ok(ListPublicationRequestsResponse::Ok { body, link })
    }

    async fn create_publication_request(
        &self,
        context: RequestContext,
        caller: Caller,
        params: CreatePublicationRequestParams,
        body: models::PublicationRequestCreate,
    ) -> Result<CreatePublicationRequestResponse, Problem> {
        let input = RequestPublicationInput {
            course: body.course_id.into(),
            idempotency: wish(&context, params.idempotency_key, created),
        };
        let request = request(&context, caller);
        let made = self.catalogue.request_publication.execute(&request, input).await;
        Ok(answer(made.map_err(unwritten)?, created))
    }

    async fn get_publication_request(
        &self,
        context: RequestContext,
        caller: Caller,
        params: GetPublicationRequestParams,
    ) -> Result<GetPublicationRequestResponse, Problem> {
        let (request, id) = (request(&context, caller), params.publication_request_id.into());
        let found = self.catalogue.read_publication_request.execute(&request, id).await;
        let found = found.map_err(unread)?;
        let etag = etag::tag(found.version);
        if etag::is_known(params.if_none_match.as_deref(), found.version)? {
            return Ok(GetPublicationRequestResponse::NotModified { etag });
        }
        Ok(GetPublicationRequestResponse::Ok { body: (&found).into(), etag })
    }

    async fn approve_publication_request(
        &self,
        context: RequestContext,
        caller: Caller,
        params: ApprovePublicationRequestParams,
        body: models::PublicationApproval,
    ) -> Result<ApprovePublicationRequestResponse, Problem> {
        let ApprovePublicationRequestParams { publication_request_id, idempotency_key } = params;
        let decision = PublicationDecision::Approve;
        let verdict = Verdict { id: publication_request_id, decision, comment: body.comment };
        let answer = |body, etag| ApprovePublicationRequestResponse::Ok {
            body,
            etag,
            idempotent_replayed: None,
        };
        self.decide(&context, caller, verdict, idempotency_key, answer).await
    }

    async fn reject_publication_request(
        &self,
        context: RequestContext,
        caller: Caller,
        params: RejectPublicationRequestParams,
        body: models::PublicationRejection,
    ) -> Result<RejectPublicationRequestResponse, Problem> {
        let RejectPublicationRequestParams { publication_request_id, idempotency_key } = params;
        let decision = PublicationDecision::Reject;
        let verdict = Verdict { id: publication_request_id, decision, comment: Some(body.comment) };
        let answer = |body, etag| RejectPublicationRequestResponse::Ok {
            body,
            etag,
            idempotent_replayed: None,
        };
        self.decide(&context, caller, verdict, idempotency_key, answer).await
    }
}

/// What somebody says of a request.
struct Verdict {
    id: Uuid,
    decision: PublicationDecision,
    comment: Option<String>,
}

impl ApiState {
    /// Decides; `make` wraps the request and its tag into the answer of the operation.
    async fn decide<R: Replayable>(
        &self,
        context: &RequestContext,
        caller: Caller,
        verdict: Verdict,
        key: Option<String>,
        make: impl Fn(models::PublicationRequest, String) -> R + Clone + Send + Sync + 'static,
    ) -> Result<R, Problem> {
        let mut violations = Violations::new();
        let comment = optional(&mut violations, "/comment", verdict.comment, ReviewComment::parse);
        violations.into_result().map_err(invalid)?;
        let decided = move |it: &PublicationRequestState| make(it.into(), etag::tag(it.version));
        let input = DecidePublicationInput {
            publication_request: verdict.id.into(),
            decision: verdict.decision,
            comment,
            idempotency: wish(context, key, decided.clone()),
        };
        let request = request(context, caller);
        let reply = self.catalogue.decide_publication.execute(&request, input).await;
        Ok(answer(reply.map_err(unwritten)?, decided))
    }
}

fn created(request: &PublicationRequestState) -> CreatePublicationRequestResponse {
    CreatePublicationRequestResponse::Created {
        body: request.into(),
        etag: etag::tag(request.version),
        location: format!("/v1/publication-requests/{}", request.id),
        idempotent_replayed: None,
    }
}

impl From<&PublicationRequestState> for models::PublicationRequest {
    fn from(request: &PublicationRequestState) -> Self {
        Self {
            id: request.id.into(),
            course_id: request.course.into(),
            owner_id: request.owner.into(),
            draft_version: signed(request.draft_version),
            status: request.status.into(),
            comment: request.comment.as_ref().map(ToString::to_string),
            decided_by_id: request.decided_by.map(Into::into),
            decided_at: request.decided_at,
            version: signed(request.version),
            created_at: request.created_at,
            updated_at: request.updated_at,
        }
    }
}
