//! What every implementation of the ports must do.
//!
//! Each case takes an empty store and panics when a promise is broken. An adapter runs them all
//! with [`contract_tests!`](crate::contract_tests):
//!
//! ```text
//! /// An empty store, or `None` when there is no server: the test is skipped then.
//! async fn stores() -> Option<courses_testkit::contract::Stores> { … }
//!
//! courses_testkit::contract_tests!(stores);
//! ```
//!
//! # How do I add one more?
//!
//! Write the case in the file of its subject and name it in the list of `contract_tests!`
//! here; adapters need no change. A case works on `&Stores` alone, never on an adapter.

#![expect(clippy::missing_panics_doc, reason = "a case panics when a promise is broken")]

mod model;
mod stores;

pub mod availability;
pub mod courses;
pub mod event_log;
pub mod health;
pub mod idempotency;
pub mod identity_account_events;
pub mod identity_account_lists;
pub mod identity_accounts;
pub mod identity_api_keys;
pub mod identity_attempts;
pub mod identity_audit;
pub mod identity_mails;
pub mod identity_owned_courses;
pub mod identity_purging;
pub mod identity_revocations;
pub mod identity_sessions;
pub mod imports;
pub mod instructors;
pub mod leases;
pub mod lessons;
pub mod listing;
pub mod merging;
pub mod publication_requests;
pub mod races;
pub mod revisions;
pub mod runs;
pub mod searching;
pub mod sets;
pub mod subjects;
pub mod suggestions;
pub mod tags;
pub mod walking;

pub use stores::Stores;
pub(crate) use stores::refused;

/// Makes one test of each case. `$setup` is an async function without parameters that answers
/// `Option<Stores>` with an empty store.
#[macro_export]
macro_rules! contract_tests {
    ($setup:path) => {
        $crate::contract_tests! { @groups $setup,
            courses: [
                every_field_comes_back,
                every_field_can_change,
                what_does_not_exist_is_none,
                a_course_is_found_by_its_external_ids,
                a_published_copy_is_found_by_id_slug_former_slug_and_lesson,
                a_course_out_of_the_catalogue_keeps_its_published_copy,
                a_slug_belongs_to_one_course,
                an_external_id_belongs_to_one_course,
                a_deleted_course_is_invisible_and_its_keys_are_free,
            ],
            sets: [
                a_stale_course_is_refused,
                an_aggregate_is_inserted_once,
                what_was_never_saved_cannot_be_changed,
                what_was_deleted_cannot_be_changed,
                a_set_applies_whole_or_not_at_all,
                changes_of_a_set_apply_in_order,
                an_empty_set_is_nothing,
                a_large_set_applies,
            ],
            races: [
                of_many_saves_of_one_course_one_wins,
                of_many_inserts_with_one_slug_one_wins,
                of_many_requests_with_one_key_one_wins,
                independent_sets_do_not_disturb_each_other,
                crossing_sets_apply_whole_or_not_at_all,
            ],
            lessons: [
                every_kind_of_content_comes_back,
                content_can_change_and_be_cleared,
                publishing_replaces_the_published_lessons_as_a_whole,
                a_refused_change_leaves_lessons_as_they_were,
                lessons_go_away_with_their_course,
                a_lesson_is_found_only_in_its_course,
                a_course_of_many_lessons_is_published_as_a_whole,
            ],
            publication_requests: [
                every_field_comes_back,
                a_stale_request_is_refused,
                one_request_of_a_course_is_open,
                of_many_who_ask_at_once_one_gets_through,
                requests_are_listed_oldest_first,
            ],
            revisions: [
                each_publication_is_kept_as_it_was,
                publishing_the_same_again_keeps_one_revision,
                what_lessons_said_comes_back_to_the_draft,
                revisions_are_listed_newest_first,
                revisions_go_away_with_their_course,
            ],
            runs: [
                every_field_comes_back,
                every_field_can_change,
                a_key_belongs_to_one_run_of_a_course,
                a_deleted_run_is_invisible_and_its_key_is_free,
                runs_are_listed_newest_first,
                runs_are_found_by_courses_and_keys,
            ],
            subjects: [
                every_field_comes_back,
                every_field_can_change,
                a_code_belongs_to_one_subject,
                several_are_found_by_id_and_code,
                subjects_are_listed_newest_first,
            ],
            merging: [
                where_something_went_comes_back,
                what_was_merged_is_found_but_not_listed,
                unsettled_merges_are_found,
                courses_are_found_by_what_either_copy_names,
                runs_are_found_by_whom_they_name,
                a_name_in_an_outside_source_goes_along,
                of_two_merges_that_cross_one_wins,
            ],
            instructors: [
                every_field_comes_back,
                every_field_can_change,
                an_external_id_belongs_to_one_instructor,
                several_are_found_by_id_and_external_id,
                instructors_are_listed_newest_first,
            ],
            imports: [
                every_field_comes_back,
                who_lost_a_job_cannot_save_it,
                a_job_and_its_effect_are_one_set,
                jobs_are_listed_newest_first_and_worked_on_oldest_first,
                what_was_set_aside_is_listed_in_order,
                a_file_comes_back_in_parts,
                only_files_that_nobody_works_on_are_purged,
                only_jobs_that_are_long_over_are_purged,
                rounds_of_a_source_are_counted,
                courses_of_a_source_are_listed_by_id,
            ],
            identity_accounts: [
                every_field_comes_back,
                every_field_can_change,
                what_does_not_exist_is_none,
                an_address_leads_to_one_account_whatever_the_case,
                of_many_who_want_one_address_one_gets_it,
                an_address_is_free_once_it_is_given_up,
                a_stale_account_is_refused,
                of_many_saves_of_one_account_one_wins,
            ],
            identity_account_lists: [
                accounts_are_listed_newest_first,
                generated_queries_are_answered_as_they_are_meant,
                a_beginning_is_taken_literally,
                each_surviving_account_is_seen_once,
                an_erased_account_is_in_no_list,
            ],
            identity_account_events: [
                an_event_is_in_progress_until_it_stands_in_the_log,
                events_are_listed_newest_first_in_pages,
                nobody_elses_events_are_listed,
                events_of_a_refused_set_are_not_listed,
            ],
            identity_sessions: [
                every_field_comes_back,
                every_field_can_change,
                a_stale_session_is_refused,
                of_many_refreshes_one_wins,
                live_sessions_are_listed_newest_first,
                sessions_to_end_come_oldest_first,
            ],
            identity_api_keys: [
                every_field_comes_back,
                every_field_can_change,
                a_stale_key_is_refused,
                keys_are_listed_newest_first_until_they_are_revoked,
                the_last_use_is_kept_beside_the_key,
            ],
            identity_audit: [
                an_empty_log_has_the_first_head,
                every_field_comes_back_chained,
                a_line_and_an_aggregate_are_one_set,
                a_refused_set_appends_nothing,
                lines_appended_at_once_make_one_whole_chain,
                each_filter_selects,
                lines_are_listed_newest_first_in_pages,
            ],
            identity_revocations: [
                every_field_comes_back,
                only_what_is_new_and_not_expired_is_answered,
                a_revocation_never_goes_back,
                the_latest_of_many_at_once_stays,
            ],
            identity_mails: [
                a_mail_is_due_from_its_time_on,
                mails_come_longest_due_first,
                a_mail_is_put_off_and_finished,
                a_refused_set_asks_for_no_mail,
            ],
            identity_attempts: [
                who_never_failed_has_no_failures,
                failures_are_counted_by_kind_and_key,
                failures_at_once_are_all_counted,
                failures_are_forgotten_after_a_day,
                forgetting_begins_anew,
                only_forgotten_counts_are_purged,
            ],
            identity_purging: [
                only_what_is_long_over_is_purged,
                a_limit_is_kept,
                sessions_with_waiting_events_stay,
            ],
            identity_owned_courses: [owned_courses_are_listed_newest_first],
            listing: [
                only_listed_courses_are_listed,
                a_summary_carries_what_the_published_copy_says,
                each_filter_selects,
                generated_queries_are_answered_as_the_domain_means_them,
                facets_ignore_the_filter_on_themselves,
                a_facet_counts_the_most_frequent_values,
                a_page_holds_at_most_as_many_as_asked_for,
                titles_are_ordered_lower_case_by_code_point,
            ],
            tags: [
                tags_are_counted_as_the_listed_courses_have_them,
                tags_are_listed_by_name_in_pages,
                a_beginning_is_taken_as_it_is_written,
                a_refused_set_counts_nothing,
                courses_listed_at_once_are_all_counted,
            ],
            suggestions: [
                courses_are_suggested_as_long_as_they_are_listed,
                subjects_and_instructors_are_suggested_until_they_are_merged,
                the_best_come_first_and_ties_end_in_the_id,
                generated_texts_are_completed_as_the_domain_means_it,
                a_refused_set_suggests_nothing,
            ],
            availability: [
                the_filter_agrees_with_the_domain,
                one_and_the_same_run_meets_every_condition,
                the_clock_decides,
            ],
            searching: [
                generated_documents_are_found_as_the_domain_means_it,
                a_course_is_found_by_what_was_saved_last,
                a_save_without_search_entry_leaves_it,
                relevance_orders_and_ties_end_in_the_id,
            ],
            walking: [
                each_surviving_course_is_seen_once,
                each_surviving_match_is_seen_once_by_relevance,
                each_surviving_subject_is_seen_once,
            ],
            idempotency: [
                an_answer_comes_back,
                a_scope_is_actor_operation_and_key,
                a_used_key_refuses_the_whole_set,
                a_used_key_is_told_before_any_other_conflict,
                a_refused_set_keeps_no_record,
                an_expired_record_counts_as_absent_and_is_replaced,
                only_expired_records_are_purged,
            ],
            event_log: [
                an_empty_log_has_nothing,
                events_come_back_in_order,
                positions_have_no_gaps,
                collecting_again_appends_nothing,
                a_limit_counts_aggregates_and_tells_of_more,
                a_log_is_read_in_parts,
                an_old_fence_does_nothing,
                events_of_a_refused_set_never_appear,
                waiting_counts_aggregates_and_tells_the_oldest,
                a_deleted_aggregate_is_purged_after_its_events,
                collectors_at_once_append_each_event_once,
                writers_and_a_collector_at_once_lose_nothing,
                a_commit_wakes_the_collector,
            ],
            leases: [
                a_free_lease_is_given,
                a_held_lease_is_refused,
                the_holder_prolongs_with_the_same_token,
                an_expired_lease_is_taken_over_with_a_greater_token,
                a_released_lease_is_free,
                only_the_holder_releases,
                leases_with_other_names_are_independent,
                of_many_who_want_it_one_gets_it,
            ],
            health: [a_working_store_is_healthy],
        }
    };
    (@groups $setup:path, $($group:ident: $cases:tt,)*) => {
        $($crate::contract_tests! { @group $setup, $group: $cases })*
    };
    (@group $setup:path, $group:ident: [$($case:ident),* $(,)?]) => {
        mod $group {
            #[expect(unused_imports, reason = "a path from the root needs none")]
            use super::*;

            $(
                #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
                async fn $case() {
                    if let Some(stores) = $setup().await {
                        $crate::contract::$group::$case(&stores).await;
                    }
                }
            )*
        }
    };
}
