// Generated from the OpenAPI document; changes go there.

#[allow(
    clippy::allow_attributes,
    clippy::allow_attributes_without_reason,
    unreachable_pub,
    unused_imports
)]
pub use self::generated::*;
#[allow(
    clippy::all,
    clippy::pedantic,
    clippy::allow_attributes,
    clippy::allow_attributes_without_reason,
    dead_code,
    missing_docs,
    unreachable_pub,
    unused_imports,
    unused_qualifications
)]
mod generated {
    type Caller = crate::Caller;
    /// Courses and their lessons.
    pub trait CatalogueApi: Send + Sync + 'static {
        /// List courses
        ///
        /// Newest first.
        ///
        /// Callers with credentials also see their own drafts.
        fn list_courses(
            &self,
            context: ::xapi::RequestContext,
            caller: Option<Caller>,
            params: ListCoursesParams,
        ) -> impl Future<Output = Result<ListCoursesResponse, ::xerror::Problem>> + Send;
        /// Create a course
        ///
        /// The caller becomes its owner.
        fn create_course(
            &self,
            context: ::xapi::RequestContext,
            caller: Caller,
            params: CreateCourseParams,
            body: models::CourseCreate,
        ) -> impl Future<
            Output = Result<CreateCourseResponse, ::xerror::Problem>,
        > + Send;
        /// Read a course
        ///
        /// Answers the published copy.
        fn get_course(
            &self,
            context: ::xapi::RequestContext,
            caller: Caller,
            params: GetCourseParams,
        ) -> impl Future<Output = Result<GetCourseResponse, ::xerror::Problem>> + Send;
        /// Change a course
        ///
        /// JSON merge patch.
        fn update_course(
            &self,
            context: ::xapi::RequestContext,
            caller: Caller,
            params: UpdateCourseParams,
            body: models::CoursePatch,
        ) -> impl Future<
            Output = Result<UpdateCourseResponse, ::xerror::Problem>,
        > + Send;
        /// Delete a course
        ///
        /// Only if it was never published.
        fn delete_course(
            &self,
            context: ::xapi::RequestContext,
            caller: Caller,
            params: DeleteCourseParams,
        ) -> impl Future<
            Output = Result<DeleteCourseResponse, ::xerror::Problem>,
        > + Send;
    }
    /// Files beside courses.
    pub trait CourseFilesApi: Send + Sync + 'static {
        /// Tell that the process runs
        ///
        /// Answers as long as the process runs.
        fn get_liveness(
            &self,
            context: ::xapi::RequestContext,
        ) -> impl Future<Output = Result<GetLivenessResponse, ::xerror::Problem>> + Send;
        /// Store the cover
        ///
        /// The bytes are streamed.
        fn upload_cover(
            &self,
            context: ::xapi::RequestContext,
            caller: Caller,
            params: UploadCoverParams,
            body: ::xapi::Upload,
        ) -> impl Future<Output = Result<UploadCoverResponse, ::xerror::Problem>> + Send;
        /// Download the lessons as a table
        ///
        /// The bytes are streamed.
        fn download_table(
            &self,
            context: ::xapi::RequestContext,
            caller: Caller,
            params: DownloadTableParams,
        ) -> impl Future<
            Output = Result<DownloadTableResponse, ::xerror::Problem>,
        > + Send;
    }
    /// Every path of the document, answered by `api`; callers are told by `auth`.
    pub fn router<A, U>(
        api: ::std::sync::Arc<A>,
        auth: ::std::sync::Arc<U>,
    ) -> ::axum::Router
    where
        A: CatalogueApi + CourseFilesApi,
        U: ::xapi::Authenticate<Caller = Caller>,
    {
        ::axum::Router::new()
            .route("/livez", ::axum::routing::get(handlers::get_liveness::<A, U>))
            .route(
                "/v1/courses",
                ::axum::routing::get(handlers::list_courses::<A, U>)
                    .post(handlers::create_course::<A, U>),
            )
            .route(
                "/v1/courses/{course_id}",
                ::axum::routing::get(handlers::get_course::<A, U>)
                    .put(handlers::upload_cover::<A, U>)
                    .patch(handlers::update_course::<A, U>)
                    .delete(handlers::delete_course::<A, U>),
            )
            .route(
                "/v1/courses/{course_id}/revisions/{number}/table.csv",
                ::axum::routing::get(handlers::download_table::<A, U>),
            )
            .with_state(::xapi::Service { api, auth })
    }
    /// One name per operation of the document.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
    pub enum OperationId {
        /// Tell that the process runs
        GetLiveness,
        /// List courses
        ListCourses,
        /// Create a course
        CreateCourse,
        /// Read a course
        GetCourse,
        /// Store the cover
        UploadCover,
        /// Change a course
        UpdateCourse,
        /// Delete a course
        DeleteCourse,
        /// Download the lessons as a table
        DownloadTable,
    }
    impl OperationId {
        /// Every operation.
        pub const ALL: [Self; 8usize] = [
            Self::GetLiveness,
            Self::ListCourses,
            Self::CreateCourse,
            Self::GetCourse,
            Self::UploadCover,
            Self::UpdateCourse,
            Self::DeleteCourse,
            Self::DownloadTable,
        ];
        /// What the document says about the operation.
        #[must_use]
        pub fn operation(self) -> &'static ::xapi::Operation {
            &OPERATIONS[self as usize]
        }
        /// The id of a row of [`OPERATIONS`].
        #[must_use]
        pub fn of(operation: &::xapi::Operation) -> Self {
            Self::ALL[operation.index]
        }
    }
    /// Every operation, in the order of [`OperationId`].
    pub static OPERATIONS: [::xapi::Operation; 8usize] = [
        ::xapi::Operation {
            index: 0usize,
            name: "getLiveness",
            method: "GET",
            path: "/livez",
            tag: "course-files",
            security: ::xapi::Security::Public,
            parameters: &[],
            consumes: None,
            produces: Some("application/json"),
            statuses: &[200u16],
            body_limit: 1048576,
            reads_nearest: false,
            roles: &[],
            problems: &[],
        },
        ::xapi::Operation {
            index: 1usize,
            name: "listCourses",
            method: "GET",
            path: "/v1/courses",
            tag: "catalogue",
            security: ::xapi::Security::Optional,
            parameters: &[
                ::xapi::Parameter {
                    location: ::xapi::Location::Query,
                    name: "limit",
                    kind: ::xapi::Kind::Integer,
                    list: false,
                    required: false,
                    default: Some("50"),
                    schema: "PageLimit",
                },
                ::xapi::Parameter {
                    location: ::xapi::Location::Query,
                    name: "level",
                    kind: ::xapi::Kind::String,
                    list: true,
                    required: false,
                    default: None,
                    schema: "listCourses.query.level",
                },
                ::xapi::Parameter {
                    location: ::xapi::Location::Query,
                    name: "sort",
                    kind: ::xapi::Kind::String,
                    list: false,
                    required: false,
                    default: Some("\"title\""),
                    schema: "CourseSort",
                },
                ::xapi::Parameter {
                    location: ::xapi::Location::Query,
                    name: "published_after",
                    kind: ::xapi::Kind::String,
                    list: false,
                    required: false,
                    default: None,
                    schema: "listCourses.query.published_after",
                },
                ::xapi::Parameter {
                    location: ::xapi::Location::Query,
                    name: "hidden",
                    kind: ::xapi::Kind::Boolean,
                    list: false,
                    required: false,
                    default: None,
                    schema: "listCourses.query.hidden",
                },
            ],
            consumes: None,
            produces: Some("application/json"),
            statuses: &[200u16, 400u16],
            body_limit: 1048576,
            reads_nearest: true,
            roles: &[],
            problems: &[],
        },
        ::xapi::Operation {
            index: 2usize,
            name: "createCourse",
            method: "POST",
            path: "/v1/courses",
            tag: "catalogue",
            security: ::xapi::Security::Required,
            parameters: &[
                ::xapi::Parameter {
                    location: ::xapi::Location::Header,
                    name: "Idempotency-Key",
                    kind: ::xapi::Kind::String,
                    list: false,
                    required: false,
                    default: None,
                    schema: "IdempotencyKey",
                },
            ],
            consumes: Some("application/json"),
            produces: Some("application/json"),
            statuses: &[201u16, 409u16, 422u16],
            body_limit: 4096,
            reads_nearest: false,
            roles: &["teacher", "admin"],
            problems: &["slug-taken"],
        },
        ::xapi::Operation {
            index: 3usize,
            name: "getCourse",
            method: "GET",
            path: "/v1/courses/{course_id}",
            tag: "catalogue",
            security: ::xapi::Security::Required,
            parameters: &[
                ::xapi::Parameter {
                    location: ::xapi::Location::Path,
                    name: "course_id",
                    kind: ::xapi::Kind::String,
                    list: false,
                    required: true,
                    default: None,
                    schema: "getCourse.path.course_id",
                },
                ::xapi::Parameter {
                    location: ::xapi::Location::Header,
                    name: "If-None-Match",
                    kind: ::xapi::Kind::String,
                    list: false,
                    required: false,
                    default: None,
                    schema: "EntityTag",
                },
            ],
            consumes: None,
            produces: Some("application/json"),
            statuses: &[200u16, 301u16, 304u16],
            body_limit: 1048576,
            reads_nearest: false,
            roles: &[],
            problems: &[],
        },
        ::xapi::Operation {
            index: 4usize,
            name: "uploadCover",
            method: "PUT",
            path: "/v1/courses/{course_id}",
            tag: "course-files",
            security: ::xapi::Security::Required,
            parameters: &[
                ::xapi::Parameter {
                    location: ::xapi::Location::Path,
                    name: "course_id",
                    kind: ::xapi::Kind::String,
                    list: false,
                    required: true,
                    default: None,
                    schema: "uploadCover.path.course_id",
                },
            ],
            consumes: Some("application/octet-stream"),
            produces: None,
            statuses: &[202u16],
            body_limit: 1024,
            reads_nearest: false,
            roles: &[],
            problems: &[],
        },
        ::xapi::Operation {
            index: 5usize,
            name: "updateCourse",
            method: "PATCH",
            path: "/v1/courses/{course_id}",
            tag: "catalogue",
            security: ::xapi::Security::Required,
            parameters: &[
                ::xapi::Parameter {
                    location: ::xapi::Location::Path,
                    name: "course_id",
                    kind: ::xapi::Kind::String,
                    list: false,
                    required: true,
                    default: None,
                    schema: "updateCourse.path.course_id",
                },
                ::xapi::Parameter {
                    location: ::xapi::Location::Header,
                    name: "If-Match",
                    kind: ::xapi::Kind::String,
                    list: false,
                    required: false,
                    default: None,
                    schema: "EntityTag",
                },
            ],
            consumes: Some("application/merge-patch+json"),
            produces: Some("application/json"),
            statuses: &[200u16, 412u16],
            body_limit: 1048576,
            reads_nearest: false,
            roles: &[],
            problems: &[],
        },
        ::xapi::Operation {
            index: 6usize,
            name: "deleteCourse",
            method: "DELETE",
            path: "/v1/courses/{course_id}",
            tag: "catalogue",
            security: ::xapi::Security::Required,
            parameters: &[
                ::xapi::Parameter {
                    location: ::xapi::Location::Path,
                    name: "course_id",
                    kind: ::xapi::Kind::String,
                    list: false,
                    required: true,
                    default: None,
                    schema: "deleteCourse.path.course_id",
                },
            ],
            consumes: None,
            produces: None,
            statuses: &[204u16],
            body_limit: 1048576,
            reads_nearest: false,
            roles: &[],
            problems: &[],
        },
        ::xapi::Operation {
            index: 7usize,
            name: "downloadTable",
            method: "GET",
            path: "/v1/courses/{course_id}/revisions/{number}/table.csv",
            tag: "course-files",
            security: ::xapi::Security::Required,
            parameters: &[
                ::xapi::Parameter {
                    location: ::xapi::Location::Path,
                    name: "course_id",
                    kind: ::xapi::Kind::String,
                    list: false,
                    required: true,
                    default: None,
                    schema: "downloadTable.path.course_id",
                },
                ::xapi::Parameter {
                    location: ::xapi::Location::Path,
                    name: "number",
                    kind: ::xapi::Kind::Integer,
                    list: false,
                    required: true,
                    default: None,
                    schema: "RevisionNumber",
                },
            ],
            consumes: None,
            produces: Some("text/csv"),
            statuses: &[200u16],
            body_limit: 1048576,
            reads_nearest: false,
            roles: &[],
            problems: &[],
        },
    ];
    /// What `getLiveness` answers when it does not fail.
    #[derive(Debug)]
    pub enum GetLivenessResponse {
        /// 200: It runs
        Ok {
            /// The body.
            body: models::Liveness,
        },
        /// An answer that was stored as it went over the wire.
        Raw(::xapi::RawAnswer),
    }
    impl GetLivenessResponse {
        /// The answer as it goes over the wire, to be stored and replayed.
        ///
        /// # Errors
        ///
        /// An internal problem if the body can not be written as JSON, or is a stream.
        pub fn into_raw(self) -> Result<::xapi::RawAnswer, ::xerror::Problem> {
            self.into_answer()?.into_raw()
        }
        fn into_answer(self) -> Result<::xapi::Answer, ::xerror::Problem> {
            Ok(
                match self {
                    Self::Ok { body } => {
                        ::xapi::Answer::json(200u16, "application/json", &body)?
                    }
                    Self::Raw(raw) => ::xapi::Answer::raw(raw),
                },
            )
        }
    }
    /// Parameters of `listCourses`.
    #[derive(Debug, Clone, PartialEq)]
    pub struct ListCoursesParams {
        /// Largest number of items.
        pub limit: i32,
        /// Keep courses of these levels.
        pub level: ::std::vec::Vec<models::Level>,
        /// Order of the list.
        pub sort: models::CourseSort,
        /// Keep courses that were published later.
        pub published_after: Option<::jiff::Timestamp>,
        /// Whether hidden courses are listed too.
        pub hidden: Option<bool>,
    }
    impl ListCoursesParams {
        fn read(incoming: &mut ::xapi::Incoming) -> Option<Self> {
            let read = (
                incoming.parameter(0usize),
                incoming.parameter(1usize),
                incoming.parameter(2usize),
                incoming.parameter(3usize),
                incoming.parameter(4usize),
            );
            Some(Self {
                limit: read.0?,
                level: read.1?,
                sort: read.2?,
                published_after: read.3?,
                hidden: read.4?,
            })
        }
    }
    /// What `listCourses` answers when it does not fail.
    #[derive(Debug)]
    pub enum ListCoursesResponse {
        /// 200: One page
        Ok {
            /// The body.
            body: models::CoursePage,
            /// Header `Link`. Where the next page is.
            link: Option<String>,
        },
        /// An answer that was stored as it went over the wire.
        Raw(::xapi::RawAnswer),
    }
    impl ListCoursesResponse {
        /// The answer as it goes over the wire, to be stored and replayed.
        ///
        /// # Errors
        ///
        /// An internal problem if the body can not be written as JSON, or is a stream.
        pub fn into_raw(self) -> Result<::xapi::RawAnswer, ::xerror::Problem> {
            self.into_answer()?.into_raw()
        }
        fn into_answer(self) -> Result<::xapi::Answer, ::xerror::Problem> {
            Ok(
                match self {
                    Self::Ok { body, link } => {
                        ::xapi::Answer::json(200u16, "application/json", &body)?
                            .header("link", link)
                    }
                    Self::Raw(raw) => ::xapi::Answer::raw(raw),
                },
            )
        }
    }
    /// Parameters of `createCourse`.
    #[derive(Debug, Clone, PartialEq)]
    pub struct CreateCourseParams {
        /// Makes a repeated request harmless.
        pub idempotency_key: Option<::std::string::String>,
    }
    impl CreateCourseParams {
        fn read(incoming: &mut ::xapi::Incoming) -> Option<Self> {
            let read = (incoming.parameter(0usize),);
            Some(Self { idempotency_key: read.0? })
        }
    }
    /// What `createCourse` answers when it does not fail.
    #[derive(Debug)]
    pub enum CreateCourseResponse {
        /// 201: Created
        Created {
            /// The body.
            body: models::Course,
            /// Header `ETag`. Tag of the version.
            etag: String,
            /// Header `Idempotent-Replayed`. Set on a repeated answer.
            idempotent_replayed: Option<String>,
            /// Header `Location`. Where the course is.
            location: String,
        },
        /// An answer that was stored as it went over the wire.
        Raw(::xapi::RawAnswer),
    }
    impl CreateCourseResponse {
        /// The answer as it goes over the wire, to be stored and replayed.
        ///
        /// # Errors
        ///
        /// An internal problem if the body can not be written as JSON, or is a stream.
        pub fn into_raw(self) -> Result<::xapi::RawAnswer, ::xerror::Problem> {
            self.into_answer()?.into_raw()
        }
        fn into_answer(self) -> Result<::xapi::Answer, ::xerror::Problem> {
            Ok(
                match self {
                    Self::Created { body, etag, idempotent_replayed, location } => {
                        ::xapi::Answer::json(201u16, "application/json", &body)?
                            .header("etag", etag)
                            .header("idempotent-replayed", idempotent_replayed)
                            .header("location", location)
                    }
                    Self::Raw(raw) => ::xapi::Answer::raw(raw),
                },
            )
        }
    }
    /// Parameters of `getCourse`.
    #[derive(Debug, Clone, PartialEq)]
    pub struct GetCourseParams {
        /// Id of the course.
        pub course_id: ::uuid::Uuid,
        /// Tag that the caller has already.
        pub if_none_match: Option<::std::string::String>,
    }
    impl GetCourseParams {
        fn read(incoming: &mut ::xapi::Incoming) -> Option<Self> {
            let read = (incoming.parameter(0usize), incoming.parameter(1usize));
            Some(Self {
                course_id: read.0?,
                if_none_match: read.1?,
            })
        }
    }
    /// What `getCourse` answers when it does not fail.
    #[derive(Debug)]
    pub enum GetCourseResponse {
        /// 200: The course
        Ok {
            /// The body.
            body: models::Course,
            /// Header `ETag`. Tag of the version.
            etag: String,
        },
        /// 301: The course has moved
        MovedPermanently {
            /// Header `Location`. Where to.
            location: String,
        },
        /// 304: The caller has it already
        NotModified {
            /// Header `ETag`. Tag of the version.
            etag: String,
        },
        /// An answer that was stored as it went over the wire.
        Raw(::xapi::RawAnswer),
    }
    impl GetCourseResponse {
        /// The answer as it goes over the wire, to be stored and replayed.
        ///
        /// # Errors
        ///
        /// An internal problem if the body can not be written as JSON, or is a stream.
        pub fn into_raw(self) -> Result<::xapi::RawAnswer, ::xerror::Problem> {
            self.into_answer()?.into_raw()
        }
        fn into_answer(self) -> Result<::xapi::Answer, ::xerror::Problem> {
            Ok(
                match self {
                    Self::Ok { body, etag } => {
                        ::xapi::Answer::json(200u16, "application/json", &body)?
                            .header("etag", etag)
                    }
                    Self::MovedPermanently { location } => {
                        ::xapi::Answer::empty(301u16).header("location", location)
                    }
                    Self::NotModified { etag } => {
                        ::xapi::Answer::empty(304u16).header("etag", etag)
                    }
                    Self::Raw(raw) => ::xapi::Answer::raw(raw),
                },
            )
        }
    }
    /// Parameters of `uploadCover`.
    #[derive(Debug, Clone, PartialEq)]
    pub struct UploadCoverParams {
        /// Id of the course.
        pub course_id: ::uuid::Uuid,
    }
    impl UploadCoverParams {
        fn read(incoming: &mut ::xapi::Incoming) -> Option<Self> {
            let read = (incoming.parameter(0usize),);
            Some(Self { course_id: read.0? })
        }
    }
    /// What `uploadCover` answers when it does not fail.
    #[derive(Debug)]
    pub enum UploadCoverResponse {
        /// 202: Taken
        Accepted,
        /// An answer that was stored as it went over the wire.
        Raw(::xapi::RawAnswer),
    }
    impl UploadCoverResponse {
        /// The answer as it goes over the wire, to be stored and replayed.
        ///
        /// # Errors
        ///
        /// An internal problem if the body can not be written as JSON, or is a stream.
        pub fn into_raw(self) -> Result<::xapi::RawAnswer, ::xerror::Problem> {
            self.into_answer()?.into_raw()
        }
        fn into_answer(self) -> Result<::xapi::Answer, ::xerror::Problem> {
            Ok(
                match self {
                    Self::Accepted => ::xapi::Answer::empty(202u16),
                    Self::Raw(raw) => ::xapi::Answer::raw(raw),
                },
            )
        }
    }
    /// Parameters of `updateCourse`.
    #[derive(Debug, Clone, PartialEq)]
    pub struct UpdateCourseParams {
        /// Id of the course.
        pub course_id: ::uuid::Uuid,
        /// Tag of the version that the change is meant for.
        pub if_match: Option<::std::string::String>,
    }
    impl UpdateCourseParams {
        fn read(incoming: &mut ::xapi::Incoming) -> Option<Self> {
            let read = (incoming.parameter(0usize), incoming.parameter(1usize));
            Some(Self {
                course_id: read.0?,
                if_match: read.1?,
            })
        }
    }
    /// What `updateCourse` answers when it does not fail.
    #[derive(Debug)]
    pub enum UpdateCourseResponse {
        /// 200: Changed
        Ok {
            /// The body.
            body: models::Course,
            /// Header `ETag`. Tag of the version.
            etag: String,
        },
        /// An answer that was stored as it went over the wire.
        Raw(::xapi::RawAnswer),
    }
    impl UpdateCourseResponse {
        /// The answer as it goes over the wire, to be stored and replayed.
        ///
        /// # Errors
        ///
        /// An internal problem if the body can not be written as JSON, or is a stream.
        pub fn into_raw(self) -> Result<::xapi::RawAnswer, ::xerror::Problem> {
            self.into_answer()?.into_raw()
        }
        fn into_answer(self) -> Result<::xapi::Answer, ::xerror::Problem> {
            Ok(
                match self {
                    Self::Ok { body, etag } => {
                        ::xapi::Answer::json(200u16, "application/json", &body)?
                            .header("etag", etag)
                    }
                    Self::Raw(raw) => ::xapi::Answer::raw(raw),
                },
            )
        }
    }
    /// Parameters of `deleteCourse`.
    #[derive(Debug, Clone, PartialEq)]
    pub struct DeleteCourseParams {
        /// Id of the course.
        pub course_id: ::uuid::Uuid,
    }
    impl DeleteCourseParams {
        fn read(incoming: &mut ::xapi::Incoming) -> Option<Self> {
            let read = (incoming.parameter(0usize),);
            Some(Self { course_id: read.0? })
        }
    }
    /// What `deleteCourse` answers when it does not fail.
    #[derive(Debug)]
    pub enum DeleteCourseResponse {
        /// 204: Gone
        NoContent,
        /// An answer that was stored as it went over the wire.
        Raw(::xapi::RawAnswer),
    }
    impl DeleteCourseResponse {
        /// The answer as it goes over the wire, to be stored and replayed.
        ///
        /// # Errors
        ///
        /// An internal problem if the body can not be written as JSON, or is a stream.
        pub fn into_raw(self) -> Result<::xapi::RawAnswer, ::xerror::Problem> {
            self.into_answer()?.into_raw()
        }
        fn into_answer(self) -> Result<::xapi::Answer, ::xerror::Problem> {
            Ok(
                match self {
                    Self::NoContent => ::xapi::Answer::empty(204u16),
                    Self::Raw(raw) => ::xapi::Answer::raw(raw),
                },
            )
        }
    }
    /// Parameters of `downloadTable`.
    #[derive(Debug, Clone, PartialEq)]
    pub struct DownloadTableParams {
        /// Id of the course.
        pub course_id: ::uuid::Uuid,
        /// Number of the revision.
        pub number: i64,
    }
    impl DownloadTableParams {
        fn read(incoming: &mut ::xapi::Incoming) -> Option<Self> {
            let read = (incoming.parameter(0usize), incoming.parameter(1usize));
            Some(Self {
                course_id: read.0?,
                number: read.1?,
            })
        }
    }
    /// What `downloadTable` answers when it does not fail.
    #[derive(Debug)]
    pub enum DownloadTableResponse {
        /// 200: Bytes
        Ok {
            /// The body.
            body: ::axum::body::Body,
        },
        /// An answer that was stored as it went over the wire.
        Raw(::xapi::RawAnswer),
    }
    impl DownloadTableResponse {
        /// The answer as it goes over the wire, to be stored and replayed.
        ///
        /// # Errors
        ///
        /// An internal problem if the body can not be written as JSON, or is a stream.
        pub fn into_raw(self) -> Result<::xapi::RawAnswer, ::xerror::Problem> {
            self.into_answer()?.into_raw()
        }
        fn into_answer(self) -> Result<::xapi::Answer, ::xerror::Problem> {
            Ok(
                match self {
                    Self::Ok { body } => ::xapi::Answer::stream(200u16, "text/csv", body),
                    Self::Raw(raw) => ::xapi::Answer::raw(raw),
                },
            )
        }
    }
    /// The schemas of the document as Rust types.
    pub mod models {
        use super::models;
        use ::serde::Deserialize as _;
        ///A course as readers see it.
        #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
        pub struct Course {
            pub created_at: ::jiff::Timestamp,
            pub id: ::uuid::Uuid,
            pub lessons: ::std::vec::Vec<models::Lesson>,
            pub level: Level,
            #[serde(deserialize_with = "::std::option::Option::deserialize")]
            pub published_at: ::std::option::Option<::jiff::Timestamp>,
            #[serde(deserialize_with = "::std::option::Option::deserialize")]
            pub summary: ::std::option::Option<::std::string::String>,
            pub title: ::std::string::String,
        }
        ///`CourseCreate`
        #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
        pub struct CourseCreate {
            #[serde(skip_serializing_if = "::std::option::Option::is_none")]
            pub access_code: ::std::option::Option<::xapi::SecretText>,
            #[serde(skip_serializing_if = "::std::option::Option::is_none")]
            pub credits: ::std::option::Option<Credits>,
            #[serde(default, skip_serializing_if = "::std::vec::Vec::is_empty")]
            pub lessons: ::std::vec::Vec<models::Lesson>,
            #[serde(default = "defaults::course_create_level")]
            pub level: Level,
            #[serde(skip_serializing_if = "::std::option::Option::is_none")]
            pub starts_on: ::std::option::Option<::jiff::civil::Date>,
            #[serde(skip_serializing_if = "::std::option::Option::is_none")]
            pub summary: ::std::option::Option<::std::string::String>,
            #[serde(default, skip_serializing_if = "::std::vec::Vec::is_empty")]
            pub tags: ::std::vec::Vec<::std::string::String>,
            pub title: ::std::string::String,
        }
        ///`CourseHeader`
        #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
        pub struct CourseHeader {
            pub created_at: ::jiff::Timestamp,
            pub id: ::uuid::Uuid,
            pub title: ::std::string::String,
        }
        ///`CoursePage`
        #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
        pub struct CoursePage {
            pub items: ::std::vec::Vec<Course>,
            #[serde(deserialize_with = "::std::option::Option::deserialize")]
            pub next_cursor: ::std::option::Option<::std::string::String>,
        }
        ///`CourseSort`
        #[derive(
            ::serde::Deserialize,
            ::serde::Serialize,
            Clone,
            Copy,
            Debug,
            Eq,
            Hash,
            Ord,
            PartialEq,
            PartialOrd
        )]
        pub enum CourseSort {
            #[serde(rename = "title")]
            Title,
            #[serde(rename = "title_desc")]
            TitleDesc,
        }
        impl ::std::fmt::Display for CourseSort {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                match *self {
                    Self::Title => f.write_str("title"),
                    Self::TitleDesc => f.write_str("title_desc"),
                }
            }
        }
        impl ::std::str::FromStr for CourseSort {
            type Err = self::error::ConversionError;
            fn from_str(
                value: &str,
            ) -> ::std::result::Result<Self, self::error::ConversionError> {
                match value {
                    "title" => Ok(Self::Title),
                    "title_desc" => Ok(Self::TitleDesc),
                    _ => Err("invalid value".into()),
                }
            }
        }
        impl ::std::convert::TryFrom<&str> for CourseSort {
            type Error = self::error::ConversionError;
            fn try_from(
                value: &str,
            ) -> ::std::result::Result<Self, self::error::ConversionError> {
                value.parse()
            }
        }
        impl ::std::convert::TryFrom<::std::string::String> for CourseSort {
            type Error = self::error::ConversionError;
            fn try_from(
                value: ::std::string::String,
            ) -> ::std::result::Result<Self, self::error::ConversionError> {
                value.parse()
            }
        }
        impl ::std::default::Default for CourseSort {
            fn default() -> Self {
                CourseSort::Title
            }
        }
        ///`Credits`
        #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
        pub struct Credits {
            pub max: i32,
            pub min: i32,
        }
        ///For whom the course is.
        #[derive(
            ::serde::Deserialize,
            ::serde::Serialize,
            Clone,
            Copy,
            Debug,
            Eq,
            Hash,
            Ord,
            PartialEq,
            PartialOrd
        )]
        pub enum Level {
            #[serde(rename = "introductory")]
            Introductory,
            #[serde(rename = "advanced")]
            Advanced,
        }
        impl ::std::fmt::Display for Level {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                match *self {
                    Self::Introductory => f.write_str("introductory"),
                    Self::Advanced => f.write_str("advanced"),
                }
            }
        }
        impl ::std::str::FromStr for Level {
            type Err = self::error::ConversionError;
            fn from_str(
                value: &str,
            ) -> ::std::result::Result<Self, self::error::ConversionError> {
                match value {
                    "introductory" => Ok(Self::Introductory),
                    "advanced" => Ok(Self::Advanced),
                    _ => Err("invalid value".into()),
                }
            }
        }
        impl ::std::convert::TryFrom<&str> for Level {
            type Error = self::error::ConversionError;
            fn try_from(
                value: &str,
            ) -> ::std::result::Result<Self, self::error::ConversionError> {
                value.parse()
            }
        }
        impl ::std::convert::TryFrom<::std::string::String> for Level {
            type Error = self::error::ConversionError;
            fn try_from(
                value: ::std::string::String,
            ) -> ::std::result::Result<Self, self::error::ConversionError> {
                value.parse()
            }
        }
        impl ::std::default::Default for Level {
            fn default() -> Self {
                Level::Introductory
            }
        }
        ///`LinkLesson`
        #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
        pub struct LinkLesson {
            pub url: ::std::string::String,
        }
        ///`Liveness`
        #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
        pub struct Liveness {
            pub status: LivenessStatus,
        }
        ///`LivenessStatus`
        #[derive(
            ::serde::Deserialize,
            ::serde::Serialize,
            Clone,
            Copy,
            Debug,
            Eq,
            Hash,
            Ord,
            PartialEq,
            PartialOrd
        )]
        pub enum LivenessStatus {
            #[serde(rename = "alive")]
            Alive,
        }
        impl ::std::fmt::Display for LivenessStatus {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                match *self {
                    Self::Alive => f.write_str("alive"),
                }
            }
        }
        impl ::std::str::FromStr for LivenessStatus {
            type Err = self::error::ConversionError;
            fn from_str(
                value: &str,
            ) -> ::std::result::Result<Self, self::error::ConversionError> {
                match value {
                    "alive" => Ok(Self::Alive),
                    _ => Err("invalid value".into()),
                }
            }
        }
        impl ::std::convert::TryFrom<&str> for LivenessStatus {
            type Error = self::error::ConversionError;
            fn try_from(
                value: &str,
            ) -> ::std::result::Result<Self, self::error::ConversionError> {
                value.parse()
            }
        }
        impl ::std::convert::TryFrom<::std::string::String> for LivenessStatus {
            type Error = self::error::ConversionError;
            fn try_from(
                value: ::std::string::String,
            ) -> ::std::result::Result<Self, self::error::ConversionError> {
                value.parse()
            }
        }
        ///RFC 9457 problem details.
        #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
        pub struct Problem {
            #[serde(skip_serializing_if = "::std::option::Option::is_none")]
            pub detail: ::std::option::Option<::std::string::String>,
            pub status: i32,
            pub title: ::std::string::String,
            #[serde(rename = "type")]
            pub type_: ::std::string::String,
        }
        ///`TextLesson`
        #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
        pub struct TextLesson {
            pub body: ::std::string::String,
        }
        /// Generation of default values for serde.
        pub mod defaults {
            pub(super) fn course_create_level() -> super::Level {
                super::Level::Introductory
            }
        }
        /// Error types.
        pub mod error {
            /// Error from a `TryFrom` or `FromStr` implementation.
            pub struct ConversionError(::std::borrow::Cow<'static, str>);
            impl ::std::error::Error for ConversionError {}
            impl ::std::fmt::Display for ConversionError {
                fn fmt(
                    &self,
                    f: &mut ::std::fmt::Formatter<'_>,
                ) -> Result<(), ::std::fmt::Error> {
                    ::std::fmt::Display::fmt(&self.0, f)
                }
            }
            impl ::std::fmt::Debug for ConversionError {
                fn fmt(
                    &self,
                    f: &mut ::std::fmt::Formatter<'_>,
                ) -> Result<(), ::std::fmt::Error> {
                    ::std::fmt::Debug::fmt(&self.0, f)
                }
            }
            impl From<&'static str> for ConversionError {
                fn from(value: &'static str) -> Self {
                    Self(value.into())
                }
            }
            impl From<String> for ConversionError {
                fn from(value: String) -> Self {
                    Self(value.into())
                }
            }
        }
        /// One step of a course.
        #[derive(Debug, Clone, PartialEq, ::serde::Serialize, ::serde::Deserialize)]
        #[serde(tag = "kind")]
        pub enum Lesson {
            #[serde(rename = "link")]
            Link(LinkLesson),
            #[serde(rename = "text")]
            Text(TextLesson),
        }
        /// What to change; null clears.
        #[derive(
            Debug,
            Clone,
            Default,
            PartialEq,
            ::serde::Serialize,
            ::serde::Deserialize
        )]
        pub struct CoursePatch {
            #[serde(
                rename = "credits",
                default,
                deserialize_with = "::xapi::null_or_value",
                skip_serializing_if = "::std::option::Option::is_none"
            )]
            pub credits: ::std::option::Option<::std::option::Option<models::Credits>>,
            #[serde(
                rename = "summary",
                default,
                deserialize_with = "::xapi::null_or_value",
                skip_serializing_if = "::std::option::Option::is_none"
            )]
            pub summary: ::std::option::Option<
                ::std::option::Option<::std::string::String>,
            >,
            #[serde(
                rename = "tags",
                default,
                skip_serializing_if = "::std::option::Option::is_none"
            )]
            pub tags: ::std::option::Option<::std::vec::Vec<::std::string::String>>,
            #[serde(
                rename = "title",
                default,
                skip_serializing_if = "::std::option::Option::is_none"
            )]
            pub title: ::std::option::Option<::std::string::String>,
        }
    }
    mod handlers {
        use super::*;
        pub(super) async fn get_liveness<
            A: CourseFilesApi,
            U: ::xapi::Authenticate<Caller = Caller>,
        >(
            ::axum::extract::State(
                service,
            ): ::axum::extract::State<::xapi::Service<A, U>>,
            request: ::axum::extract::Request,
        ) -> ::axum::response::Response {
            let operation = OperationId::GetLiveness.operation();
            let work = async move {
                let mut incoming = ::xapi::Incoming::open(operation, &SCHEMAS, request)
                    .await?;
                incoming.negotiate()?;
                let context = incoming.finish()?;
                let span = ::tracing::info_span!("handler.get_liveness");
                let call = async move { service.api.get_liveness(context).await };
                ::xapi::call(operation, span, call).await?.into_answer()
            };
            ::xapi::respond(operation, &SCHEMAS, work).await
        }
        pub(super) async fn list_courses<
            A: CatalogueApi,
            U: ::xapi::Authenticate<Caller = Caller>,
        >(
            ::axum::extract::State(
                service,
            ): ::axum::extract::State<::xapi::Service<A, U>>,
            request: ::axum::extract::Request,
        ) -> ::axum::response::Response {
            let operation = OperationId::ListCourses.operation();
            let work = async move {
                let mut incoming = ::xapi::Incoming::open(operation, &SCHEMAS, request)
                    .await?;
                let caller = incoming.optional_caller(&*service.auth).await?;
                incoming.negotiate()?;
                let params = ListCoursesParams::read(&mut incoming);
                let context = incoming.finish()?;
                let params = ::xapi::checked(params)?;
                let span = ::tracing::info_span!("handler.list_courses");
                let call = async move {
                    service.api.list_courses(context, caller, params).await
                };
                ::xapi::call(operation, span, call).await?.into_answer()
            };
            ::xapi::respond(operation, &SCHEMAS, work).await
        }
        pub(super) async fn create_course<
            A: CatalogueApi,
            U: ::xapi::Authenticate<Caller = Caller>,
        >(
            ::axum::extract::State(
                service,
            ): ::axum::extract::State<::xapi::Service<A, U>>,
            request: ::axum::extract::Request,
        ) -> ::axum::response::Response {
            let operation = OperationId::CreateCourse.operation();
            let work = async move {
                let mut incoming = ::xapi::Incoming::open(operation, &SCHEMAS, request)
                    .await?;
                let caller = incoming.required_caller(&*service.auth).await?;
                incoming.negotiate()?;
                let params = CreateCourseParams::read(&mut incoming);
                let body = incoming.json().await?;
                let context = incoming.finish()?;
                let params = ::xapi::checked(params)?;
                let body = ::xapi::checked(body)?;
                let span = ::tracing::info_span!("handler.create_course");
                let call = async move {
                    service.api.create_course(context, caller, params, body).await
                };
                ::xapi::call(operation, span, call).await?.into_answer()
            };
            ::xapi::respond(operation, &SCHEMAS, work).await
        }
        pub(super) async fn get_course<
            A: CatalogueApi,
            U: ::xapi::Authenticate<Caller = Caller>,
        >(
            ::axum::extract::State(
                service,
            ): ::axum::extract::State<::xapi::Service<A, U>>,
            request: ::axum::extract::Request,
        ) -> ::axum::response::Response {
            let operation = OperationId::GetCourse.operation();
            let work = async move {
                let mut incoming = ::xapi::Incoming::open(operation, &SCHEMAS, request)
                    .await?;
                let caller = incoming.required_caller(&*service.auth).await?;
                incoming.negotiate()?;
                let params = GetCourseParams::read(&mut incoming);
                let context = incoming.finish()?;
                let params = ::xapi::checked(params)?;
                let span = ::tracing::info_span!("handler.get_course");
                let call = async move {
                    service.api.get_course(context, caller, params).await
                };
                ::xapi::call(operation, span, call).await?.into_answer()
            };
            ::xapi::respond(operation, &SCHEMAS, work).await
        }
        pub(super) async fn upload_cover<
            A: CourseFilesApi,
            U: ::xapi::Authenticate<Caller = Caller>,
        >(
            ::axum::extract::State(
                service,
            ): ::axum::extract::State<::xapi::Service<A, U>>,
            request: ::axum::extract::Request,
        ) -> ::axum::response::Response {
            let operation = OperationId::UploadCover.operation();
            let work = async move {
                let mut incoming = ::xapi::Incoming::open(operation, &SCHEMAS, request)
                    .await?;
                let caller = incoming.required_caller(&*service.auth).await?;
                incoming.negotiate()?;
                let params = UploadCoverParams::read(&mut incoming);
                let body = incoming.upload()?;
                let context = incoming.finish()?;
                let params = ::xapi::checked(params)?;
                let span = ::tracing::info_span!("handler.upload_cover");
                let call = async move {
                    service.api.upload_cover(context, caller, params, body).await
                };
                ::xapi::call(operation, span, call).await?.into_answer()
            };
            ::xapi::respond(operation, &SCHEMAS, work).await
        }
        pub(super) async fn update_course<
            A: CatalogueApi,
            U: ::xapi::Authenticate<Caller = Caller>,
        >(
            ::axum::extract::State(
                service,
            ): ::axum::extract::State<::xapi::Service<A, U>>,
            request: ::axum::extract::Request,
        ) -> ::axum::response::Response {
            let operation = OperationId::UpdateCourse.operation();
            let work = async move {
                let mut incoming = ::xapi::Incoming::open(operation, &SCHEMAS, request)
                    .await?;
                let caller = incoming.required_caller(&*service.auth).await?;
                incoming.negotiate()?;
                let params = UpdateCourseParams::read(&mut incoming);
                let body = incoming.json().await?;
                let context = incoming.finish()?;
                let params = ::xapi::checked(params)?;
                let body = ::xapi::checked(body)?;
                let span = ::tracing::info_span!("handler.update_course");
                let call = async move {
                    service.api.update_course(context, caller, params, body).await
                };
                ::xapi::call(operation, span, call).await?.into_answer()
            };
            ::xapi::respond(operation, &SCHEMAS, work).await
        }
        pub(super) async fn delete_course<
            A: CatalogueApi,
            U: ::xapi::Authenticate<Caller = Caller>,
        >(
            ::axum::extract::State(
                service,
            ): ::axum::extract::State<::xapi::Service<A, U>>,
            request: ::axum::extract::Request,
        ) -> ::axum::response::Response {
            let operation = OperationId::DeleteCourse.operation();
            let work = async move {
                let mut incoming = ::xapi::Incoming::open(operation, &SCHEMAS, request)
                    .await?;
                let caller = incoming.required_caller(&*service.auth).await?;
                incoming.negotiate()?;
                let params = DeleteCourseParams::read(&mut incoming);
                let context = incoming.finish()?;
                let params = ::xapi::checked(params)?;
                let span = ::tracing::info_span!("handler.delete_course");
                let call = async move {
                    service.api.delete_course(context, caller, params).await
                };
                ::xapi::call(operation, span, call).await?.into_answer()
            };
            ::xapi::respond(operation, &SCHEMAS, work).await
        }
        pub(super) async fn download_table<
            A: CourseFilesApi,
            U: ::xapi::Authenticate<Caller = Caller>,
        >(
            ::axum::extract::State(
                service,
            ): ::axum::extract::State<::xapi::Service<A, U>>,
            request: ::axum::extract::Request,
        ) -> ::axum::response::Response {
            let operation = OperationId::DownloadTable.operation();
            let work = async move {
                let mut incoming = ::xapi::Incoming::open(operation, &SCHEMAS, request)
                    .await?;
                let caller = incoming.required_caller(&*service.auth).await?;
                incoming.negotiate()?;
                let params = DownloadTableParams::read(&mut incoming);
                let context = incoming.finish()?;
                let params = ::xapi::checked(params)?;
                let span = ::tracing::info_span!("handler.download_table");
                let call = async move {
                    service.api.download_table(context, caller, params).await
                };
                ::xapi::call(operation, span, call).await?.into_answer()
            };
            ::xapi::respond(operation, &SCHEMAS, work).await
        }
    }
    /// Compiles every schema now rather than under the first requests.
    pub fn warm_schemas() {
        SCHEMAS.warm();
    }
    static SCHEMAS: ::xapi::Schemas = ::xapi::Schemas::new(
        &[
            (
                "Course",
                r##"{"allOf":[{"$ref":"#/$defs/CourseHeader"},{"properties":{"lessons":{"items":{"$ref":"#/$defs/Lesson"},"type":"array"},"level":{"$ref":"#/$defs/Level"},"published_at":{"format":"date-time","type":["string","null"]},"summary":{"else":{"allOf":[{"$ref":"#/$defs/Summary"}]},"if":{"type":"null"}}},"required":["summary","level","lessons","published_at"],"type":"object"}]}"##,
            ),
            (
                "CourseCreate",
                r##"{"additionalProperties":false,"properties":{"access_code":{"type":"string"},"credits":{"$ref":"#/$defs/Credits"},"lessons":{"items":{"$ref":"#/$defs/Lesson"},"maxItems":100,"type":"array"},"level":{"$ref":"#/$defs/Level"},"starts_on":{"format":"date","type":"string"},"summary":{"else":{"allOf":[{"$ref":"#/$defs/Summary"}]},"if":{"type":"null"}},"tags":{"items":{"$ref":"#/$defs/Tag"},"maxItems":3,"type":"array","uniqueItems":true},"title":{"$ref":"#/$defs/Title"}},"required":["title"],"type":"object"}"##,
            ),
            (
                "CourseHeader",
                r##"{"properties":{"created_at":{"format":"date-time","type":"string"},"id":{"format":"uuid","type":"string"},"title":{"$ref":"#/$defs/Title"}},"required":["id","title","created_at"],"type":"object"}"##,
            ),
            (
                "CoursePage",
                r##"{"properties":{"items":{"items":{"$ref":"#/$defs/Course"},"type":"array"},"next_cursor":{"type":["string","null"]}},"required":["items","next_cursor"],"type":"object"}"##,
            ),
            (
                "CoursePatch",
                r##"{"additionalProperties":false,"minProperties":1,"properties":{"credits":{"else":{"allOf":[{"$ref":"#/$defs/Credits"}]},"if":{"type":"null"}},"summary":{"else":{"allOf":[{"$ref":"#/$defs/Summary"}]},"if":{"type":"null"}},"tags":{"items":{"$ref":"#/$defs/Tag"},"maxItems":3,"type":"array"},"title":{"$ref":"#/$defs/Title"}},"type":"object"}"##,
            ),
            ("CourseSort", r#"{"enum":["title","title_desc"],"type":"string"}"#),
            (
                "Credits",
                r##"{"additionalProperties":false,"properties":{"max":{"$ref":"#/$defs/Hundredths"},"min":{"$ref":"#/$defs/Hundredths"}},"required":["min","max"],"type":"object"}"##,
            ),
            ("EntityTag", r#"{"maxLength":128,"minLength":2,"type":"string"}"#),
            ("Hundredths", r#"{"maximum":100000,"minimum":0,"type":"integer"}"#),
            ("IdempotencyKey", r#"{"maxLength":64,"minLength":8,"type":"string"}"#),
            (
                "Lesson",
                r##"{"allOf":[{"if":{"properties":{"kind":{"const":"link"}},"required":["kind"],"type":"object"},"then":{"$ref":"#/$defs/LinkLesson"}},{"if":{"properties":{"kind":{"const":"text"}},"required":["kind"],"type":"object"},"then":{"$ref":"#/$defs/TextLesson"}}],"properties":{"kind":{"enum":["link","text"]}},"required":["kind"],"type":"object"}"##,
            ),
            ("Level", r#"{"enum":["introductory","advanced"],"type":"string"}"#),
            (
                "LinkLesson",
                r##"{"additionalProperties":false,"properties":{"kind":{"enum":["link"],"type":"string"},"url":{"$ref":"#/$defs/Url"}},"required":["kind","url"],"type":"object"}"##,
            ),
            (
                "Liveness",
                r#"{"properties":{"status":{"enum":["alive"],"type":"string"}},"required":["status"],"type":"object"}"#,
            ),
            ("PageLimit", r#"{"maximum":200,"minimum":1,"type":"integer"}"#),
            (
                "Problem",
                r##"{"properties":{"detail":{"type":"string"},"status":{"$ref":"#/$defs/ProblemStatus"},"title":{"type":"string"},"type":{"type":"string"}},"required":["type","title","status"],"type":"object"}"##,
            ),
            ("ProblemStatus", r#"{"maximum":599,"minimum":100,"type":"integer"}"#),
            ("RevisionNumber", r#"{"maximum":1000000,"minimum":1,"type":"integer"}"#),
            ("Summary", r#"{"maxLength":2000,"type":"string"}"#),
            (
                "Tag",
                r#"{"maxLength":32,"pattern":"^[a-z0-9]+(?:-[a-z0-9]+)*$","type":"string"}"#,
            ),
            (
                "TextLesson",
                r##"{"additionalProperties":false,"properties":{"body":{"$ref":"#/$defs/Summary"},"kind":{"enum":["text"],"type":"string"}},"required":["kind","body"],"type":"object"}"##,
            ),
            ("Title", r#"{"maxLength":20,"minLength":1,"type":"string"}"#),
            ("Url", r#"{"format":"uri","maxLength":2048,"type":"string"}"#),
            ("createCourse.201", r##"{"$ref":"#/$defs/Course"}"##),
            ("createCourse.body", r##"{"$ref":"#/$defs/CourseCreate"}"##),
            ("deleteCourse.path.course_id", r#"{"format":"uuid","type":"string"}"#),
            ("downloadTable.path.course_id", r#"{"format":"uuid","type":"string"}"#),
            ("getCourse.200", r##"{"$ref":"#/$defs/Course"}"##),
            ("getCourse.path.course_id", r#"{"format":"uuid","type":"string"}"#),
            ("getLiveness.200", r##"{"$ref":"#/$defs/Liveness"}"##),
            ("listCourses.200", r##"{"$ref":"#/$defs/CoursePage"}"##),
            ("listCourses.query.hidden", r#"{"type":"boolean"}"#),
            (
                "listCourses.query.level",
                r##"{"items":{"$ref":"#/$defs/Level"},"maxItems":2,"type":"array"}"##,
            ),
            (
                "listCourses.query.published_after",
                r#"{"format":"date-time","type":"string"}"#,
            ),
            ("updateCourse.200", r##"{"$ref":"#/$defs/Course"}"##),
            ("updateCourse.body", r##"{"$ref":"#/$defs/CoursePatch"}"##),
            ("updateCourse.path.course_id", r#"{"format":"uuid","type":"string"}"#),
            ("uploadCover.path.course_id", r#"{"format":"uuid","type":"string"}"#),
        ],
    );
}
