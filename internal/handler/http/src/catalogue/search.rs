//! What leads to courses: their tags.

use courses_port::catalogue::TagQuery;
use xapi::RequestContext;
use xerror::Problem;

use crate::caller::Caller;
use crate::cursor::Shape;
use crate::generated::{ListTagsParams, ListTagsResponse, SearchApi, models};
use crate::number::{signed, unsigned};
use crate::page::Pages;
use crate::problem::unread;
use crate::state::ApiState;

impl SearchApi for ApiState {
    async fn list_tags(
        &self,
        context: RequestContext,
        _: Option<Caller>,
        params: ListTagsParams,
    ) -> Result<ListTagsResponse, Problem> {
        let shape = Shape::of(context.operation).and_maybe("prefix", params.prefix.as_deref());
        let pages = Pages::new(&self.cursors, &context, shape);
        let query = TagQuery {
            after: pages.after(params.cursor.as_deref())?,
            prefix: params.prefix,
            limit: unsigned(params.limit),
        };
        let list = self.catalogue.list_tags.execute(query).await.map_err(unread)?;
        let (page, link) = pages.next(list.next.as_ref());
        let items = list.items.into_iter();
        let items = items.map(|it| models::TagCount { tag: it.tag, count: signed(it.count) });
        let body = models::TagPage { items: items.collect(), page };
        Ok(ListTagsResponse::Ok { body, link })
    }
}
