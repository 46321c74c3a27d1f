//! Keys with which machines act for the caller.

use courses_usecase::identity::CreateApiKeyInput;
use xapi::RequestContext;
use xerror::Problem;

use super::problem::undone;
use crate::caller::Caller;
use crate::cursor::Shape;
use crate::generated::{
    ApiKeysApi, CreateApiKeyResponse, ListApiKeysParams, ListApiKeysResponse, RevokeApiKeyParams,
    RevokeApiKeyResponse, RotateApiKeyParams, RotateApiKeyResponse, models,
};
use crate::number::unsigned;
use crate::page::Pages;
use crate::problem::invalid;
use crate::request::request;
use crate::state::ApiState;

impl ApiKeysApi for ApiState {
    async fn list_api_keys(
        &self,
        context: RequestContext,
        caller: Caller,
        params: ListApiKeysParams,
    ) -> Result<ListApiKeysResponse, Problem> {
        let pages = Pages::new(&self.cursors, &context, Shape::of(context.operation));
        let after = pages.after(params.cursor.as_deref())?;
        let (request, limit) = (request(&context, caller), unsigned(params.limit));
        let listed = self.identity.list_api_keys.execute(&request, after, limit).await;
        let list = listed.map_err(undone)?;
        let (page, link) = pages.next(list.next.as_ref());
        let items = list.items.iter().map(Into::into).collect();
        Ok(ListApiKeysResponse::Ok { body: models::ApiKeyPage { items, page }, link })
    }

    async fn create_api_key(
        &self,
        context: RequestContext,
        caller: Caller,
        body: models::ApiKeyCreate,
    ) -> Result<CreateApiKeyResponse, Problem> {
        let input = CreateApiKeyInput::try_from(body).map_err(invalid)?;
        let created = self.identity.create_api_key.execute(&request(&context, caller), input).await;
        Ok(CreateApiKeyResponse::Created { body: created.map_err(undone)?.into() })
    }

    async fn rotate_api_key(
        &self,
        context: RequestContext,
        caller: Caller,
        params: RotateApiKeyParams,
    ) -> Result<RotateApiKeyResponse, Problem> {
        let (request, id) = (request(&context, caller), params.api_key_id.into());
        let rotated = self.identity.rotate_api_key.execute(&request, id).await;
        Ok(RotateApiKeyResponse::Ok { body: rotated.map_err(undone)?.into() })
    }

    async fn revoke_api_key(
        &self,
        context: RequestContext,
        caller: Caller,
        params: RevokeApiKeyParams,
    ) -> Result<RevokeApiKeyResponse, Problem> {
        let (request, id) = (request(&context, caller), params.api_key_id.into());
        self.identity.revoke_api_key.execute(&request, id).await.map_err(undone)?;
        Ok(RevokeApiKeyResponse::NoContent)
    }
}
