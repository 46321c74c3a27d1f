//! The accounts of others, for administrators.

use courses_domain::identity::AccountState;
use courses_port::identity::AccountQuery;
use courses_usecase::identity::{BlockAccountInput, BlockMove, SetRolesInput};
use xapi::RequestContext;
use xerror::Problem;

use super::problem::undone;
use crate::caller::Caller;
use crate::cursor::Shape;
use crate::etag;
use crate::generated::{
    AccountsApi, BlockAccountParams, BlockAccountResponse, GetAccountParams, GetAccountResponse,
    ListAccountsParams, ListAccountsResponse, SetAccountRolesParams, SetAccountRolesResponse,
    UnblockAccountParams, UnblockAccountResponse, models,
};
use crate::idempotency::{answer, wish};
use crate::number::unsigned;
use crate::page::Pages;
use crate::request::request;
use crate::state::ApiState;

impl AccountsApi for ApiState {
    async fn list_accounts(
        &self,
        context: RequestContext,
        caller: Caller,
        params: ListAccountsParams,
    ) -> Result<ListAccountsResponse, Problem> {
        let shape = Shape::of(context.operation)
            .and_maybe("q", params.q.as_deref())
            .and_maybe("status", params.status.map(|word| word.to_string()))
            .and_maybe("role", params.role.map(|word| word.to_string()));
        let pages = Pages::new(&self.cursors, &context, shape);
        let query = AccountQuery {
            after: pages.after(params.cursor.as_deref())?,
            prefix: params.q,
            status: params.status.map(Into::into),
            role: params.role.map(Into::into),
            limit: unsigned(params.limit),
        };
        let request = request(&context, caller);
        let listed = self.identity.list_accounts.execute(&request, &query).await;
        let list = listed.map_err(undone)?;
        let (page, link) = pages.next(list.next.as_ref());
        let items = list.items.iter().map(Into::into).collect();
        Ok(ListAccountsResponse::Ok { body: models::AccountPage { items, page }, link })
    }

    async fn get_account(
        &self,
        context: RequestContext,
        caller: Caller,
        params: GetAccountParams,
    ) -> Result<GetAccountResponse, Problem> {
        let (request, id) = (request(&context, caller), params.account_id.into());
        let account = self.identity.read_account.execute(&request, id).await.map_err(undone)?;
        let etag = etag::tag(account.version);
        if etag::is_known(params.if_none_match.as_deref(), account.version)? {
            return Ok(GetAccountResponse::NotModified { etag });
        }
        Ok(GetAccountResponse::Ok { body: (&account).into(), etag })
    }

    async fn block_account(
        &self,
        context: RequestContext,
        caller: Caller,
        params: BlockAccountParams,
    ) -> Result<BlockAccountResponse, Problem> {
        let input = BlockAccountInput {
            account: params.account_id.into(),
            move_to: BlockMove::Block,
            idempotency: wish(&context, params.idempotency_key, blocked),
        };
        let moved = self.identity.block_account.execute(&request(&context, caller), input).await;
        Ok(answer(moved.map_err(undone)?, blocked))
    }

    async fn unblock_account(
        &self,
        context: RequestContext,
        caller: Caller,
        params: UnblockAccountParams,
    ) -> Result<UnblockAccountResponse, Problem> {
        let input = BlockAccountInput {
            account: params.account_id.into(),
            move_to: BlockMove::Unblock,
            idempotency: wish(&context, params.idempotency_key, unblocked),
        };
        let moved = self.identity.block_account.execute(&request(&context, caller), input).await;
        Ok(answer(moved.map_err(undone)?, unblocked))
    }

    async fn set_account_roles(
        &self,
        context: RequestContext,
        caller: Caller,
        params: SetAccountRolesParams,
        body: models::AccountRoles,
    ) -> Result<SetAccountRolesResponse, Problem> {
        let input = SetRolesInput {
            account: params.account_id.into(),
            if_match: etag::if_match(params.if_match.as_deref())?,
            roles: body.roles.into_iter().map(Into::into).collect(),
        };
        let set = self.identity.set_roles.execute(&request(&context, caller), input).await;
        let account = set.map_err(undone)?;
        let etag = etag::tag(account.version);
        Ok(SetAccountRolesResponse::Ok { body: (&account).into(), etag })
    }
}

fn blocked(account: &AccountState) -> BlockAccountResponse {
    BlockAccountResponse::Ok {
        body: account.into(),
        etag: etag::tag(account.version),
        idempotent_replayed: None,
    }
}

fn unblocked(account: &AccountState) -> UnblockAccountResponse {
    UnblockAccountResponse::Ok {
        body: account.into(),
        etag: etag::tag(account.version),
        idempotent_replayed: None,
    }
}
