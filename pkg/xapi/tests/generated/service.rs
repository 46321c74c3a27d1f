//! A service behind the generated router that remembers what it was asked, and a client for it.

use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, Method, Request, Response};
use bytes::Bytes;
use http_body_util::BodyExt as _;
use tokio::sync::Notify;
use tower::ServiceExt as _;
use uuid::Uuid;
use xapi::{Authenticate, Operation, RawAnswer, RequestContext, Upload};
use xerror::{Problem, kinds};

use crate::Caller;
use crate::api::{
    self, CatalogueApi, CourseFilesApi, CreateCourseParams, CreateCourseResponse,
    DeleteCourseParams, DeleteCourseResponse, DownloadTableParams, DownloadTableResponse,
    GetCourseParams, GetCourseResponse, GetLivenessResponse, ListCoursesParams,
    ListCoursesResponse, UpdateCourseParams, UpdateCourseResponse, UploadCoverParams,
    UploadCoverResponse, models,
};

/// A path of a course that exists.
pub(crate) const COURSE: &str = "/v1/courses/0192f0c1-2b3c-7d4e-8f50-123456789abc";

/// What the handlers were asked.
#[derive(Debug, Default)]
pub(crate) struct Asked {
    pub(crate) context: Option<RequestContext>,
    pub(crate) caller: Option<Caller>,
    pub(crate) list: Option<ListCoursesParams>,
    pub(crate) create: Option<(CreateCourseParams, models::CourseCreate)>,
    pub(crate) patch: Option<models::CoursePatch>,
    pub(crate) upload: Option<Result<Bytes, Problem>>,
}

/// The service under test.
#[derive(Debug, Default)]
pub(crate) struct Sample {
    pub(crate) asked: Mutex<Asked>,
    /// Lets a course called "slow" through.
    pub(crate) gate: Notify,
    /// Told when a course called "slow" is done.
    pub(crate) done: Notify,
}

impl Sample {
    fn note(&self, context: RequestContext, change: impl FnOnce(&mut Asked)) {
        let mut asked = self.asked.lock().unwrap();
        asked.context = Some(context);
        change(&mut asked);
    }

    pub(crate) fn fingerprint(&self) -> [u8; 32] {
        self.asked.lock().unwrap().context.as_ref().unwrap().fingerprint
    }
}

/// A course as answers show it.
pub(crate) fn course(title: &str) -> models::Course {
    models::Course {
        created_at: "2026-11-21T08:00:00Z".parse().unwrap(),
        id: Uuid::nil(),
        lessons: vec![models::Lesson::Text(models::TextLesson { body: "Read.".to_owned() })],
        level: models::Level::Advanced,
        published_at: None,
        summary: None,
        title: title.to_owned(),
    }
}

impl CatalogueApi for Sample {
    async fn list_courses(
        &self,
        context: RequestContext,
        caller: Option<Caller>,
        params: ListCoursesParams,
    ) -> Result<ListCoursesResponse, Problem> {
        self.note(context, |asked| {
            asked.caller = caller;
            asked.list = Some(params);
        });
        let body = models::CoursePage { items: vec![course("Algebra")], next_cursor: None };
        Ok(ListCoursesResponse::Ok { body, link: None })
    }

    async fn create_course(
        &self,
        context: RequestContext,
        caller: Caller,
        params: CreateCourseParams,
        body: models::CourseCreate,
    ) -> Result<CreateCourseResponse, Problem> {
        let title = body.title.clone();
        self.note(context, |asked| {
            asked.caller = Some(caller);
            asked.create = Some((params, body));
        });
        let created = |title: &str, location: &str| CreateCourseResponse::Created {
            body: course(title),
            etag: "\"1\"".to_owned(),
            idempotent_replayed: None,
            location: location.to_owned(),
        };
        match title.as_str() {
            "panic" => panic!("as asked for"),
            "broken body" => Ok(created("a title that is longer than answers may show", "/")),
            "broken header" => Ok(created("Algebra", "/a\nb")),
            "broken status" => {
                let raw = RawAnswer { status: 418, headers: Vec::new(), body: Bytes::new() };
                Ok(CreateCourseResponse::Raw(raw))
            }
            "replayed" => Ok(CreateCourseResponse::Raw(created("Algebra", COURSE).into_raw()?)),
            "slow" => {
                self.gate.notified().await;
                self.done.notify_one();
                Ok(created("slow", COURSE))
            }
            title => Ok(created(title, COURSE)),
        }
    }

    async fn get_course(
        &self,
        context: RequestContext,
        _: Caller,
        params: GetCourseParams,
    ) -> Result<GetCourseResponse, Problem> {
        self.note(context, |_| ());
        if params.course_id.is_nil() {
            return Err(Problem::not_found());
        }
        let etag = "\"1\"".to_owned();
        Ok(match params.if_none_match.as_deref() {
            Some("\"1\"") => GetCourseResponse::NotModified { etag },
            Some("\"moved\"") => {
                GetCourseResponse::MovedPermanently { location: COURSE.to_owned() }
            }
            _ => GetCourseResponse::Ok { body: course("Algebra"), etag },
        })
    }

    async fn update_course(
        &self,
        context: RequestContext,
        _: Caller,
        _: UpdateCourseParams,
        body: models::CoursePatch,
    ) -> Result<UpdateCourseResponse, Problem> {
        self.note(context, |asked| asked.patch = Some(body));
        Ok(UpdateCourseResponse::Ok { body: course("Algebra"), etag: "\"2\"".to_owned() })
    }

    async fn delete_course(
        &self,
        context: RequestContext,
        _: Caller,
        _: DeleteCourseParams,
    ) -> Result<DeleteCourseResponse, Problem> {
        self.note(context, |_| ());
        Ok(DeleteCourseResponse::NoContent)
    }
}

impl CourseFilesApi for Sample {
    async fn get_liveness(&self, context: RequestContext) -> Result<GetLivenessResponse, Problem> {
        self.note(context, |_| ());
        let body = models::Liveness { status: models::LivenessStatus::Alive };
        Ok(GetLivenessResponse::Ok { body })
    }

    async fn upload_cover(
        &self,
        context: RequestContext,
        _: Caller,
        _: UploadCoverParams,
        body: Upload,
    ) -> Result<UploadCoverResponse, Problem> {
        let upload = body.bytes().await;
        let failed = upload.as_ref().err().map(Problem::kind);
        self.note(context, |asked| asked.upload = Some(upload));
        failed.map_or(Ok(UploadCoverResponse::Accepted), |kind| Err(Problem::new(kind)))
    }

    async fn download_table(
        &self,
        context: RequestContext,
        _: Caller,
        params: DownloadTableParams,
    ) -> Result<DownloadTableResponse, Problem> {
        self.note(context, |_| ());
        let lines = (0..params.number).map(|line| Ok::<_, std::io::Error>(format!("{line}\n")));
        let body = Body::from_stream(futures::stream::iter(lines));
        Ok(DownloadTableResponse::Ok { body })
    }
}

/// Takes any token but `Bearer bad`.
#[derive(Debug)]
struct Tokens;

impl Authenticate for Tokens {
    type Caller = Caller;

    async fn authenticate(
        &self,
        _: &'static Operation,
        headers: &HeaderMap,
    ) -> Result<Option<Caller>, Problem> {
        match headers.get("authorization").and_then(|value| value.to_str().ok()) {
            None => Ok(None),
            Some("Bearer bad") => Err(Problem::new(&kinds::UNAUTHENTICATED)),
            Some(token) => Ok(Some(Caller(token.replace("Bearer ", "")))),
        }
    }
}

/// The router over `service`.
pub(crate) fn router(service: &Arc<Sample>) -> Router {
    api::router(Arc::clone(service), Arc::new(Tokens))
}

/// Sends one request to a service of its own.
pub(crate) async fn send(request: Request<Body>) -> (Arc<Sample>, Response<Body>) {
    let service = Arc::new(Sample::default());
    let response = router(&service).oneshot(request).await.unwrap();
    (service, response)
}

/// A request by a caller with a good token.
pub(crate) fn request(method: Method, path: &str) -> axum::http::request::Builder {
    Request::builder().method(method).uri(path).header("authorization", "Bearer ada")
}

/// A GET by a caller with a good token.
pub(crate) fn get(path: &str) -> Request<Body> {
    request(Method::GET, path).body(Body::empty()).unwrap()
}

/// A POST of a course by a caller with a good token.
pub(crate) fn post(body: impl Into<Body>) -> Request<Body> {
    let request = request(Method::POST, "/v1/courses").header("content-type", "application/json");
    request.body(body.into()).unwrap()
}

/// A PATCH of a course by a caller with a good token.
pub(crate) fn patch(body: impl Into<Body>) -> Request<Body> {
    let media = "application/merge-patch+json";
    request(Method::PATCH, COURSE).header("content-type", media).body(body.into()).unwrap()
}

/// Code of the problem that `response` carries.
pub(crate) fn code(response: &Response<Body>) -> &'static str {
    xhttp::problem_of(response).map_or("no problem", Problem::code)
}

/// Pointer and code of everything that was wrong.
pub(crate) fn errors(response: &Response<Body>) -> Vec<(&str, &str)> {
    let problem = xhttp::problem_of(response).expect("the response carries a problem");
    let errors = problem.field_errors().iter();
    errors.map(|error| (error.pointer.as_str(), error.code)).collect()
}

/// The body of `response`.
pub(crate) async fn bytes(response: Response<Body>) -> Bytes {
    response.into_body().collect().await.unwrap().to_bytes()
}
