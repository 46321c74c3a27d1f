//! Instructors.

use courses_domain::catalogue::{
    Biography, InstructorEdit, InstructorId, InstructorState, PersonName,
};
use courses_domain::shared::Violations;
use courses_usecase::catalogue::{
    CreateInstructorInput, EditInstructorInput, Found, Merge, MergeInput,
};
use xapi::RequestContext;
use xerror::Problem;

use super::external_ids::{external_ids, shown};
use crate::caller::Caller;
use crate::cursor::Shape;
use crate::etag;
use crate::fields::{complete, optional, removable};
use crate::generated::{
    CreateInstructorParams, CreateInstructorResponse, GetInstructorParams, GetInstructorResponse,
    InstructorsApi, ListInstructorsParams, ListInstructorsResponse, MergeInstructorParams,
    MergeInstructorResponse, PatchInstructorParams, PatchInstructorResponse, models,
};
use crate::idempotency::{answer, wish};
use crate::number::{signed, unsigned};
use crate::page::Pages;
use crate::problem::{invalid, unread, unwritten};
use crate::request::request;
use crate::state::ApiState;

impl InstructorsApi for ApiState {
    async fn list_instructors(
        &self,
        context: RequestContext,
        _: Option<Caller>,
        params: ListInstructorsParams,
    ) -> Result<ListInstructorsResponse, Problem> {
        let pages = Pages::new(&self.cursors, &context, Shape::of(context.operation));
        let after = pages.after(params.cursor.as_deref())?;
        let listed = self.catalogue.list_instructors.execute(after, unsigned(params.limit)).await;
        let list = listed.map_err(unread)?;
        let (page, link) = pages.next(list.next.as_ref());
        let items = list.items.iter().map(models::Instructor::from).collect();
        Ok(ListInstructorsResponse::Ok { body: models::InstructorPage { items, page }, link })
    }

    async fn create_instructor(
        &self,
        context: RequestContext,
        caller: Caller,
        params: CreateInstructorParams,
        body: models::InstructorCreate,
    ) -> Result<CreateInstructorResponse, Problem> {
        let mut input = CreateInstructorInput::try_from(body).map_err(invalid)?;
        input.idempotency = wish(&context, params.idempotency_key, created);
        let request = request(&context, caller);
        let reply = self.catalogue.create_instructor.execute(&request, input).await;
        Ok(answer(reply.map_err(unwritten)?, created))
    }

    async fn get_instructor(
        &self,
        _: RequestContext,
        _: Option<Caller>,
        params: GetInstructorParams,
    ) -> Result<GetInstructorResponse, Problem> {
        let found = self.catalogue.read_instructor.execute(params.instructor_id.into()).await;
        let instructor = match found.map_err(unread)? {
            Found::Here(instructor) => instructor,
            Found::Merged(into) => {
                let location = format!("/v1/instructors/{into}");
                return Ok(GetInstructorResponse::MovedPermanently { location });
            }
        };
        let etag = etag::tag(instructor.version);
        if etag::is_known(params.if_none_match.as_deref(), instructor.version)? {
            return Ok(GetInstructorResponse::NotModified { etag });
        }
        Ok(GetInstructorResponse::Ok { body: models::Instructor::from(&instructor), etag })
    }

    async fn merge_instructor(
        &self,
        context: RequestContext,
        caller: Caller,
        params: MergeInstructorParams,
        body: models::InstructorMerge,
    ) -> Result<MergeInstructorResponse, Problem> {
        let input = MergeInput {
            from: params.instructor_id.into(),
            into: body.into.into(),
            idempotency: wish(&context, params.idempotency_key, merged),
        };
        let request = request(&context, caller);
        let reply = self.catalogue.merge_instructor.execute(&request, input).await;
        Ok(answer(reply.map_err(unwritten)?, merged))
    }

    async fn patch_instructor(
        &self,
        context: RequestContext,
        caller: Caller,
        params: PatchInstructorParams,
        body: models::InstructorPatch,
    ) -> Result<PatchInstructorResponse, Problem> {
        let input = EditInstructorInput {
            instructor: params.instructor_id.into(),
            if_match: etag::if_match(params.if_match.as_deref())?,
            edit: InstructorEdit::try_from(body).map_err(invalid)?,
        };
        let request = request(&context, caller);
        let edited = self.catalogue.edit_instructor.execute(&request, input).await;
        let instructor = edited.map_err(unwritten)?;
        let body = models::Instructor::from(&instructor);
        Ok(PatchInstructorResponse::Ok { body, etag: etag::tag(instructor.version) })
    }
}

fn merged(merge: &Merge<InstructorId>) -> MergeInstructorResponse {
    let body = models::Merge::from(merge);
    if merge.moved {
        MergeInstructorResponse::Ok { body, idempotent_replayed: None }
    } else {
        MergeInstructorResponse::Accepted { body }
    }
}

fn created(instructor: &InstructorState) -> CreateInstructorResponse {
    CreateInstructorResponse::Created {
        body: models::Instructor::from(instructor),
        etag: etag::tag(instructor.version),
        location: format!("/v1/instructors/{}", instructor.id),
        idempotent_replayed: None,
    }
}

impl TryFrom<models::InstructorCreate> for CreateInstructorInput {
    type Error = Violations;

    fn try_from(body: models::InstructorCreate) -> Result<Self, Violations> {
        let mut violations = Violations::new();
        let name = violations.check("/name", PersonName::parse(&body.name));
        let bio = optional(&mut violations, "/bio", body.bio, Biography::parse);
        let external_ids = external_ids(&mut violations, "/external_ids", body.external_ids);
        let name = complete(violations, name)?;
        Ok(Self { name, bio, external_ids, idempotency: None })
    }
}

impl TryFrom<models::InstructorPatch> for InstructorEdit {
    type Error = Violations;

    fn try_from(body: models::InstructorPatch) -> Result<Self, Violations> {
        let mut violations = Violations::new();
        let edit = Self {
            name: optional(&mut violations, "/name", body.name, PersonName::parse),
            bio: removable(&mut violations, "/bio", body.bio, Biography::parse),
            external_ids: body
                .external_ids
                .map(|raw| external_ids(&mut violations, "/external_ids", raw)),
        };
        complete(violations, Some(edit))
    }
}

impl From<&InstructorState> for models::Instructor {
    fn from(instructor: &InstructorState) -> Self {
        Self {
            id: instructor.id.into(),
            name: instructor.name.to_string(),
            bio: instructor.bio.as_ref().map(ToString::to_string),
            external_ids: shown(&instructor.external_ids),
            version: signed(instructor.version),
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn null_clears_and_absence_leaves_alone() {
        let read = |body| {
            let body: models::InstructorPatch = serde_json::from_value(body).unwrap();
            InstructorEdit::try_from(body).unwrap()
        };
        assert_eq!(read(json!({ "bio": null })).bio, Some(None));
        assert_eq!(read(json!({ "name": "Ada" })).bio, None);
        assert_eq!(read(json!({ "external_ids": [] })).external_ids, Some(Vec::new()));
    }

    #[test]
    fn everything_that_is_wrong_is_said_at_once() {
        let body =
            json!({ "name": " ", "bio": " ", "external_ids": [{ "source": "a", "key": " " }] });
        let body: models::InstructorCreate = serde_json::from_value(body).unwrap();
        let Err(violations) = CreateInstructorInput::try_from(body) else { panic!("all are bad") };
        let pointers: Vec<_> = violations.as_slice().iter().map(|it| it.pointer.as_str()).collect();
        assert_eq!(pointers, ["/name", "/bio", "/external_ids/0"]);
    }
}
