//! What leads to courses: their tags, and what is suggested to somebody who types.

use courses_domain::catalogue::{SuggestionKind, SuggestionQuery};
use courses_domain::shared::Violations;
use courses_port::catalogue::{Suggestion, TagQuery};
use courses_usecase::catalogue::SuggestInput;
use xapi::RequestContext;
use xerror::Problem;

use crate::caller::Caller;
use crate::cursor::Shape;
use crate::generated::{
    ListTagsParams, ListTagsResponse, SearchApi, SuggestParams, SuggestResponse, models,
};
use crate::number::{signed, unsigned};
use crate::page::Pages;
use crate::problem::{unread, unreadable};
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

    async fn suggest(
        &self,
        _: RequestContext,
        _: Option<Caller>,
        params: SuggestParams,
    ) -> Result<SuggestResponse, Problem> {
        let input = SuggestInput::try_from(params).map_err(unreadable)?;
        let list = self.catalogue.suggest.execute(input).await.map_err(unread)?;
        let items = list.into_iter().map(models::Suggestion::from).collect();
        Ok(SuggestResponse::Ok { body: models::SuggestionList { items } })
    }
}

impl TryFrom<SuggestParams> for SuggestInput {
    type Error = Violations;

    fn try_from(params: SuggestParams) -> Result<Self, Violations> {
        let typed = SuggestionQuery::parse(&params.q);
        let no_word = || Violations::one("/query/q", "no-word", "has neither letter nor digit");
        Ok(Self { typed: typed.ok_or_else(no_word)?, limit: unsigned(params.limit) })
    }
}

impl From<Suggestion> for models::Suggestion {
    fn from(it: Suggestion) -> Self {
        Self { kind: it.kind.into(), id: it.id, title: it.title, slug: it.slug }
    }
}

impl From<SuggestionKind> for models::SuggestionKind {
    fn from(kind: SuggestionKind) -> Self {
        match kind {
            SuggestionKind::Subject => Self::Subject,
            SuggestionKind::Course => Self::Course,
            SuggestionKind::Instructor => Self::Instructor,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_without_a_word_is_named() {
        let params = SuggestParams { q: " ?! ".to_owned(), limit: 10 };
        let refused = SuggestInput::try_from(params).unwrap_err();
        let refused = &refused.as_slice()[0];
        assert_eq!((refused.pointer.as_str(), refused.code), ("/query/q", "no-word"));
    }

    #[test]
    fn a_kind_keeps_its_name() {
        for kind in SuggestionKind::ALL {
            let model = serde_json::to_value(models::SuggestionKind::from(kind)).unwrap();
            assert_eq!(model, kind.word());
        }
    }
}
