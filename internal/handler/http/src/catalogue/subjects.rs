//! Subjects.

use courses_domain::catalogue::{SubjectCode, SubjectEdit, SubjectId, SubjectState, SubjectTitle};
use courses_domain::shared::Violations;
use courses_usecase::catalogue::{CreateSubjectInput, EditSubjectInput, Found, Merge, MergeInput};
use xapi::RequestContext;
use xerror::Problem;

use crate::caller::Caller;
use crate::cursor::Shape;
use crate::etag;
use crate::fields::{complete, optional};
use crate::generated::{
    CreateSubjectParams, CreateSubjectResponse, GetSubjectParams, GetSubjectResponse,
    ListSubjectsParams, ListSubjectsResponse, MergeSubjectParams, MergeSubjectResponse,
    PatchSubjectParams, PatchSubjectResponse, SubjectsApi, models,
};
use crate::idempotency::{answer, wish};
use crate::number::{signed, unsigned};
use crate::page::Pages;
use crate::problem::{invalid, unread, unwritten};
use crate::request::request;
use crate::state::ApiState;

impl SubjectsApi for ApiState {
    async fn list_subjects(
        &self,
        context: RequestContext,
        _: Option<Caller>,
        params: ListSubjectsParams,
    ) -> Result<ListSubjectsResponse, Problem> {
        let pages = Pages::new(&self.cursors, &context, Shape::of(context.operation));
        let after = pages.after(params.cursor.as_deref())?;
        let listed = self.catalogue.list_subjects.execute(after, unsigned(params.limit)).await;
        let list = listed.map_err(unread)?;
        let (page, link) = pages.next(list.next.as_ref());
        let items = list.items.iter().map(models::Subject::from).collect();
        Ok(ListSubjectsResponse::Ok { body: models::SubjectPage { items, page }, link })
    }

    async fn create_subject(
        &self,
        context: RequestContext,
        caller: Caller,
        params: CreateSubjectParams,
        body: models::SubjectCreate,
    ) -> Result<CreateSubjectResponse, Problem> {
        let mut input = CreateSubjectInput::try_from(body).map_err(invalid)?;
        input.idempotency = wish(&context, params.idempotency_key, created);
        let request = request(&context, caller);
        let reply = self.catalogue.create_subject.execute(&request, input).await;
        Ok(answer(reply.map_err(unwritten)?, created))
    }

    async fn get_subject(
        &self,
        _: RequestContext,
        _: Option<Caller>,
        params: GetSubjectParams,
    ) -> Result<GetSubjectResponse, Problem> {
        let found = self.catalogue.read_subject.execute(params.subject_id.into()).await;
        let subject = match found.map_err(unread)? {
            Found::Here(subject) => subject,
            Found::Merged(into) => {
                let location = format!("/v1/subjects/{into}");
                return Ok(GetSubjectResponse::MovedPermanently { location });
            }
        };
        let etag = etag::tag(subject.version);
        if etag::is_known(params.if_none_match.as_deref(), subject.version)? {
            return Ok(GetSubjectResponse::NotModified { etag });
        }
        Ok(GetSubjectResponse::Ok { body: models::Subject::from(&subject), etag })
    }

    async fn merge_subject(
        &self,
        context: RequestContext,
        caller: Caller,
        params: MergeSubjectParams,
        body: models::SubjectMerge,
    ) -> Result<MergeSubjectResponse, Problem> {
        let input = MergeInput {
            from: params.subject_id.into(),
            into: body.into.into(),
            idempotency: wish(&context, params.idempotency_key, merged),
        };
        let request = request(&context, caller);
        let reply = self.catalogue.merge_subject.execute(&request, input).await;
        Ok(answer(reply.map_err(unwritten)?, merged))
    }

    async fn patch_subject(
        &self,
        context: RequestContext,
        caller: Caller,
        params: PatchSubjectParams,
        body: models::SubjectPatch,
    ) -> Result<PatchSubjectResponse, Problem> {
        let input = EditSubjectInput {
            subject: params.subject_id.into(),
            if_match: etag::if_match(params.if_match.as_deref())?,
            edit: SubjectEdit::try_from(body).map_err(invalid)?,
        };
        let edited = self.catalogue.edit_subject.execute(&request(&context, caller), input).await;
        let subject = edited.map_err(unwritten)?;
        let body = models::Subject::from(&subject);
        Ok(PatchSubjectResponse::Ok { body, etag: etag::tag(subject.version) })
    }
}

fn merged(merge: &Merge<SubjectId>) -> MergeSubjectResponse {
    let body = models::Merge::from(merge);
    if merge.moved {
        MergeSubjectResponse::Ok { body, idempotent_replayed: None }
    } else {
        MergeSubjectResponse::Accepted { body }
    }
}

fn created(subject: &SubjectState) -> CreateSubjectResponse {
    CreateSubjectResponse::Created {
        body: models::Subject::from(subject),
        etag: etag::tag(subject.version),
        location: format!("/v1/subjects/{}", subject.id),
        idempotent_replayed: None,
    }
}

impl TryFrom<models::SubjectCreate> for CreateSubjectInput {
    type Error = Violations;

    fn try_from(body: models::SubjectCreate) -> Result<Self, Violations> {
        let mut violations = Violations::new();
        let code = violations.check("/code", SubjectCode::parse(&body.code));
        let title = violations.check("/title", SubjectTitle::parse(&body.title));
        let (code, title) = complete(violations, code.zip(title))?;
        Ok(Self { code, title, idempotency: None })
    }
}

impl TryFrom<models::SubjectPatch> for SubjectEdit {
    type Error = Violations;

    fn try_from(body: models::SubjectPatch) -> Result<Self, Violations> {
        let mut violations = Violations::new();
        let title = optional(&mut violations, "/title", body.title, SubjectTitle::parse);
        complete(violations, Some(Self { title }))
    }
}

impl From<&SubjectState> for models::Subject {
    fn from(subject: &SubjectState) -> Self {
        Self {
            id: subject.id.into(),
            code: subject.code.as_str().to_owned(),
            title: subject.title.to_string(),
            version: signed(subject.version),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_that_is_wrong_is_said_at_once() {
        let body = models::SubjectCreate { code: "a--b".to_owned(), title: "  ".to_owned() };
        let Err(violations) = CreateSubjectInput::try_from(body) else { panic!("both are bad") };
        let pointers: Vec<_> = violations.as_slice().iter().map(|it| it.pointer.as_str()).collect();
        assert_eq!(pointers, ["/code", "/title"]);
    }

    #[test]
    fn white_space_around_a_title_is_dropped() {
        let body = models::SubjectPatch { title: Some(" Computing ".to_owned()) };
        let edit = SubjectEdit::try_from(body).unwrap();
        assert_eq!(edit.title, Some(SubjectTitle::parse("Computing").unwrap()));
    }
}
