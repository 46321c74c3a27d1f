//! What was done to people, and by whom.

use courses_port::identity::AuditQuery;
use xapi::RequestContext;
use xerror::Problem;

use super::problem::undone;
use crate::caller::Caller;
use crate::cursor::Shape;
use crate::generated::{AuditApi, ListAuditParams, ListAuditResponse, models};
use crate::number::unsigned;
use crate::page::Pages;
use crate::request::request;
use crate::state::ApiState;

impl AuditApi for ApiState {
    async fn list_audit(
        &self,
        context: RequestContext,
        caller: Caller,
        params: ListAuditParams,
    ) -> Result<ListAuditResponse, Problem> {
        let shape = Shape::of(context.operation)
            .and_maybe("actor", params.actor.map(uuid::Uuid::into_bytes))
            .and_maybe("subject", params.subject.map(uuid::Uuid::into_bytes))
            .and_maybe("action", params.action.map(|word| word.to_string()));
        let pages = Pages::new(&self.cursors, &context, shape);
        let query = AuditQuery {
            actor: params.actor.map(Into::into),
            subject: params.subject.map(Into::into),
            action: params.action.map(Into::into),
            before: pages.after(params.cursor.as_deref())?,
            limit: unsigned(params.limit),
        };
        let listed = self.identity.list_audit.execute(&request(&context, caller), &query).await;
        let list = listed.map_err(undone)?;
        let (page, link) = pages.next(list.next.as_ref());
        let items = list.items.iter().map(Into::into).collect();
        Ok(ListAuditResponse::Ok { body: models::AuditPage { items, page }, link })
    }
}
