//! Runs.

mod calendar;
mod input;
mod view;

use courses_domain::catalogue::RunState;
use courses_usecase::Reply;
use courses_usecase::catalogue::{EditRunInput, ListRunsInput, MoveRunInput, RunMove};
use uuid::Uuid;
use xapi::RequestContext;
use xerror::Problem;

use crate::caller::Caller;
use crate::cursor::Shape;
use crate::etag;
use crate::generated::{
    CancelRunParams, CancelRunResponse, CloseRunParams, CloseRunResponse, CompleteRunParams,
    CompleteRunResponse, CreateRunParams, CreateRunResponse, GetRunAvailabilityParams,
    GetRunAvailabilityResponse, GetRunCalendarParams, GetRunCalendarResponse, GetRunParams,
    GetRunResponse, ListRunsParams, ListRunsResponse, OpenRunParams, OpenRunResponse,
    PatchRunParams, PatchRunResponse, RunsApi, models,
};
use crate::idempotency::{Replayable, answer, wish};
use crate::number::unsigned;
use crate::page::Pages;
use crate::problem::{invalid, unread, unwritten};
use crate::request::request;
use crate::state::ApiState;
use input::create_run;
use view::{created, shown};

impl RunsApi for ApiState {
    async fn list_runs(
        &self,
        context: RequestContext,
        caller: Option<Caller>,
        params: ListRunsParams,
    ) -> Result<ListRunsResponse, Problem> {
        let shape = Shape::of(context.operation).and("course_id", params.course_id);
        let pages = Pages::new(&self.cursors, &context, shape);
        let input = ListRunsInput {
            course: params.course_id.into(),
            after: pages.after(params.cursor.as_deref())?,
            limit: unsigned(params.limit),
        };
        let listed = self.catalogue.list_runs.execute(&request(&context, caller), input).await;
        let list = listed.map_err(unread)?;
        let (page, link) = pages.next(list.next.as_ref());
        let now = self.clock.now();
        let items = list.items.iter().map(|run| shown(run, now)).collect();
        Ok(ListRunsResponse::Ok { body: models::RunPage { items, page }, link })
    }

    async fn create_run(
        &self,
        context: RequestContext,
        caller: Caller,
        params: CreateRunParams,
        body: models::RunCreate,
    ) -> Result<CreateRunResponse, Problem> {
        let clock = self.clock.clone();
        let created = move |run: &RunState| created(run, clock.now());
        let mut input = create_run(params.course_id.into(), body).map_err(invalid)?;
        input.idempotency = wish(&context, params.idempotency_key, created.clone());
        let reply = self.catalogue.create_run.execute(&request(&context, caller), input).await;
        Ok(answer(reply.map_err(unwritten)?, created))
    }

    async fn get_run(
        &self,
        context: RequestContext,
        caller: Option<Caller>,
        params: GetRunParams,
    ) -> Result<GetRunResponse, Problem> {
        let request = request(&context, caller);
        let found = self.catalogue.read_run.execute(&request, params.run_id.into()).await;
        let run = found.map_err(unread)?;
        let etag = etag::tag(run.version);
        if etag::is_known(params.if_none_match.as_deref(), run.version)? {
            return Ok(GetRunResponse::NotModified { etag });
        }
        Ok(GetRunResponse::Ok { body: shown(&run, self.clock.now()), etag })
    }

    async fn get_run_availability(
        &self,
        context: RequestContext,
        caller: Option<Caller>,
        params: GetRunAvailabilityParams,
    ) -> Result<GetRunAvailabilityResponse, Problem> {
        let request = request(&context, caller);
        let run = params.run_id.into();
        let checked = self.catalogue.check_availability.execute(&request, run).await;
        Ok(GetRunAvailabilityResponse::Ok { body: checked.map_err(unread)?.into() })
    }

    async fn get_run_calendar(
        &self,
        context: RequestContext,
        caller: Option<Caller>,
        params: GetRunCalendarParams,
    ) -> Result<GetRunCalendarResponse, Problem> {
        let request = request(&context, caller);
        let run = params.run_id.into();
        let read = self.catalogue.read_calendar.execute(&request, run).await;
        let text = calendar::text(&read.map_err(unread)?);
        Ok(GetRunCalendarResponse::Ok { body: text.into() })
    }

    async fn patch_run(
        &self,
        context: RequestContext,
        caller: Caller,
        params: PatchRunParams,
        body: models::RunPatch,
    ) -> Result<PatchRunResponse, Problem> {
        let input = EditRunInput {
            run: params.run_id.into(),
            if_match: etag::if_match(params.if_match.as_deref())?,
            edit: body.try_into().map_err(invalid)?,
        };
        let edited = self.catalogue.edit_run.execute(&request(&context, caller), input).await;
        let run = edited.map_err(unwritten)?;
        let body = shown(&run, self.clock.now());
        Ok(PatchRunResponse::Ok { body, etag: etag::tag(run.version) })
    }

    async fn open_run(
        &self,
        context: RequestContext,
        caller: Caller,
        params: OpenRunParams,
    ) -> Result<OpenRunResponse, Problem> {
        let OpenRunParams { run_id, idempotency_key } = params;
        let answer = |body, etag| OpenRunResponse::Ok { body, etag, idempotent_replayed: None };
        self.move_run(&context, caller, run_id, RunMove::Open, idempotency_key, answer).await
    }

    async fn close_run(
        &self,
        context: RequestContext,
        caller: Caller,
        params: CloseRunParams,
    ) -> Result<CloseRunResponse, Problem> {
        let CloseRunParams { run_id, idempotency_key } = params;
        let answer = |body, etag| CloseRunResponse::Ok { body, etag, idempotent_replayed: None };
        self.move_run(&context, caller, run_id, RunMove::Close, idempotency_key, answer).await
    }

    async fn cancel_run(
        &self,
        context: RequestContext,
        caller: Caller,
        params: CancelRunParams,
    ) -> Result<CancelRunResponse, Problem> {
        let CancelRunParams { run_id, idempotency_key } = params;
        let answer = |body, etag| CancelRunResponse::Ok { body, etag, idempotent_replayed: None };
        self.move_run(&context, caller, run_id, RunMove::Cancel, idempotency_key, answer).await
    }

    async fn complete_run(
        &self,
        context: RequestContext,
        caller: Caller,
        params: CompleteRunParams,
    ) -> Result<CompleteRunResponse, Problem> {
        let CompleteRunParams { run_id, idempotency_key } = params;
        let answer = |body, etag| CompleteRunResponse::Ok { body, etag, idempotent_replayed: None };
        self.move_run(&context, caller, run_id, RunMove::Complete, idempotency_key, answer).await
    }
}

impl ApiState {
    /// Moves a run; `make` wraps the run and its tag into the answer of the operation.
    async fn move_run<R: Replayable>(
        &self,
        context: &RequestContext,
        caller: Caller,
        run: Uuid,
        action: RunMove,
        key: Option<String>,
        make: impl Fn(models::Run, String) -> R + Clone + Send + Sync + 'static,
    ) -> Result<R, Problem> {
        let clock = self.clock.clone();
        let moved = move |run: &RunState| make(shown(run, clock.now()), etag::tag(run.version));
        let idempotency = wish(context, key, moved.clone());
        let input = MoveRunInput { run: run.into(), action, idempotency };
        let moved_run = self.catalogue.move_run.execute(&request(context, caller), input).await;
        let reply: Reply<RunState> = moved_run.map_err(unwritten)?;
        Ok(answer(reply, moved))
    }
}
