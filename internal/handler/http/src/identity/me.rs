//! The account of the caller.

use courses_domain::identity::AccountEdit;
use courses_usecase::identity::{ChangePasswordInput, EditMeInput, EraseMeInput, Export};
use xapi::RequestContext;
use xerror::Problem;

use super::problem::undone;
use super::{input, view};
use crate::caller::Caller;
use crate::client::device;
use crate::cursor::Shape;
use crate::etag;
use crate::fields::raw_ids;
use crate::generated::{
    ChangePasswordResponse, EndSessionParams, EndSessionResponse, EraseMeParams, EraseMeResponse,
    ExportMeResponse, GetMeParams, GetMeResponse, ListMyEventsParams, ListMyEventsResponse,
    ListSessionsParams, ListSessionsResponse, MeApi, PatchMeParams, PatchMeResponse,
    RequestVerificationResponse, models,
};
use crate::number::unsigned;
use crate::page::Pages;
use crate::problem::invalid;
use crate::request::request;
use crate::state::ApiState;

impl MeApi for ApiState {
    async fn get_me(
        &self,
        context: RequestContext,
        caller: Caller,
        params: GetMeParams,
    ) -> Result<GetMeResponse, Problem> {
        let found = self.identity.read_me.execute(&request(&context, caller)).await;
        let account = found.map_err(undone)?;
        let etag = etag::tag(account.version);
        if etag::is_known(params.if_none_match.as_deref(), account.version)? {
            return Ok(GetMeResponse::NotModified { etag });
        }
        Ok(GetMeResponse::Ok { body: (&account).into(), etag })
    }

    async fn patch_me(
        &self,
        context: RequestContext,
        caller: Caller,
        params: PatchMeParams,
        body: models::AccountPatch,
    ) -> Result<PatchMeResponse, Problem> {
        let input = EditMeInput {
            if_match: etag::if_match(params.if_match.as_deref())?,
            edit: AccountEdit::try_from(body).map_err(invalid)?,
        };
        let edited = self.identity.edit_me.execute(&request(&context, caller), input).await;
        let account = edited.map_err(undone)?;
        Ok(PatchMeResponse::Ok { body: (&account).into(), etag: etag::tag(account.version) })
    }

    async fn erase_me(
        &self,
        context: RequestContext,
        caller: Caller,
        params: EraseMeParams,
    ) -> Result<EraseMeResponse, Problem> {
        let input = EraseMeInput { if_match: etag::if_match(params.if_match.as_deref())? };
        let erased = self.identity.erase_me.execute(&request(&context, caller), input).await;
        erased.map_err(undone)?;
        Ok(EraseMeResponse::NoContent)
    }

    async fn change_password(
        &self,
        context: RequestContext,
        caller: Caller,
        body: models::PasswordChange,
    ) -> Result<ChangePasswordResponse, Problem> {
        let new = self.identity.ports.parse_password(body.new_password.expose());
        let input = ChangePasswordInput {
            session: caller.session,
            current: body.current_password.expose().to_owned(),
            new: input::one("/new_password", new).map_err(invalid)?,
            address: device(&context).address,
        };
        let changed =
            self.identity.change_password.execute(&request(&context, caller), input).await;
        changed.map_err(undone)?;
        Ok(ChangePasswordResponse::NoContent)
    }

    async fn list_sessions(
        &self,
        context: RequestContext,
        caller: Caller,
        params: ListSessionsParams,
    ) -> Result<ListSessionsResponse, Problem> {
        let pages = Pages::new(&self.cursors, &context, Shape::of(context.operation));
        let after = pages.after(params.cursor.as_deref())?;
        let (current, request) = (caller.session, request(&context, caller));
        let limit = unsigned(params.limit);
        let listed = self.identity.list_sessions.execute(&request, after, limit).await;
        let list = listed.map_err(undone)?;
        let (page, link) = pages.next(list.next.as_ref());
        let items = list.items.iter().map(|it| view::session(it, current)).collect();
        Ok(ListSessionsResponse::Ok { body: models::SessionPage { items, page }, link })
    }

    async fn end_session(
        &self,
        context: RequestContext,
        caller: Caller,
        params: EndSessionParams,
    ) -> Result<EndSessionResponse, Problem> {
        let (request, session) = (request(&context, caller), params.session_id.into());
        self.identity.end_session.execute(&request, session).await.map_err(undone)?;
        Ok(EndSessionResponse::NoContent)
    }

    async fn export_me(
        &self,
        context: RequestContext,
        caller: Caller,
    ) -> Result<ExportMeResponse, Problem> {
        let (current, request) = (caller.session, request(&context, caller));
        let export = self.identity.export_me.execute(&request).await.map_err(undone)?;
        let Export { exported_at, account, sessions, api_keys, events, courses } = export;
        let body = models::AccountExport {
            exported_at,
            account: (&account).into(),
            sessions: sessions.iter().map(|it| view::session(it, current)).collect(),
            api_keys: api_keys.iter().map(Into::into).collect(),
            events: events.iter().map(Into::into).collect(),
            course_ids: raw_ids(&courses),
        };
        Ok(ExportMeResponse::Ok { body })
    }

    async fn list_my_events(
        &self,
        context: RequestContext,
        caller: Caller,
        params: ListMyEventsParams,
    ) -> Result<ListMyEventsResponse, Problem> {
        let pages = Pages::new(&self.cursors, &context, Shape::of(context.operation));
        let before = pages.after(params.cursor.as_deref())?;
        let (request, limit) = (request(&context, caller), unsigned(params.limit));
        let listed = self.identity.list_my_events.execute(&request, before, limit).await;
        let list = listed.map_err(undone)?;
        let (page, link) = pages.next(list.next.as_ref());
        let items = list.items.iter().map(Into::into).collect();
        Ok(ListMyEventsResponse::Ok { body: models::AccountEventPage { items, page }, link })
    }

    async fn request_verification(
        &self,
        context: RequestContext,
        caller: Caller,
    ) -> Result<RequestVerificationResponse, Problem> {
        let request = request(&context, caller);
        self.identity.request_verification.execute(&request).await.map_err(undone)?;
        Ok(RequestVerificationResponse::Accepted { location: "/v1/me".to_owned() })
    }
}
