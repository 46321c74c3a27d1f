//! Files that are brought in.

use async_trait::async_trait;
use courses_domain::catalogue::{
    CourseId, CourseState, ImportJob, ImportJobId, ImportJobState, ImportReject,
};
use courses_port::catalogue::{IdPosition, ImportStore, ImportWrite, NamedCourse, RoundWrite};
use courses_port::{Conflict, Page, StoreError};
use jiff::Timestamp;
use uuid::Uuid;

use crate::memory::MemoryStore;
use crate::memory::state::State;

pub(super) fn save(state: &mut State, write: ImportWrite) -> Result<(), Conflict> {
    let id: Uuid = write.state.id.into();
    let stored = state.imports.get(&id).map_or(0, |it| it.revision);
    if write.state.revision != stored + 1 {
        return Err(Conflict::ImportMoved);
    }
    for reject in write.rejects {
        state.rejects.insert((id, reject.number), reject);
    }
    state.imports.insert(id, write.state);
    Ok(())
}

pub(super) fn save_round(state: &mut State, write: RoundWrite) {
    let last = state.rounds.entry(write.source).or_default();
    *last = (*last).max(write.number);
}

#[async_trait]
impl ImportStore for MemoryStore {
    async fn find_import(&self, id: ImportJobId) -> Result<Option<ImportJob>, StoreError> {
        let found = self.state().imports.get(&id.into()).cloned();
        Ok(found.map(ImportJob::restore))
    }

    async fn live_imports(&self, limit: u32) -> Result<Vec<ImportJob>, StoreError> {
        let state = self.state();
        let live = state.imports.values().filter(|it| !it.status.is_over());
        Ok(live.take(limit as usize).cloned().map(ImportJob::restore).collect())
    }

    async fn list_imports(
        &self,
        after: Option<IdPosition>,
        limit: u32,
    ) -> Result<Page<ImportJobState, IdPosition>, StoreError> {
        let state = self.state();
        let older = |id: &Uuid| after.is_none_or(|IdPosition(after)| *id < after);
        let found = state.imports.iter().rev().filter(|(id, _)| older(id));
        let found = found.take(limit as usize + 1).map(|(_, it)| it.clone()).collect();
        Ok(Page::from_surplus(found, limit as usize, |it| IdPosition(it.id.into())))
    }

    async fn list_rejects(
        &self,
        job: ImportJobId,
        after: Option<u64>,
        limit: u32,
    ) -> Result<Page<ImportReject, u64>, StoreError> {
        let (state, job) = (self.state(), Uuid::from(job));
        let first = after.map_or(0, |after| after.saturating_add(1));
        let found = state.rejects.range((job, first)..=(job, u64::MAX));
        let found = found.take(limit as usize + 1).map(|(_, it)| it.clone()).collect();
        Ok(Page::from_surplus(found, limit as usize, |it| it.number))
    }

    async fn put_part(
        &self,
        file: ImportJobId,
        number: u32,
        bytes: Vec<u8>,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        self.state().parts.insert((file.into(), number), (now, bytes));
        Ok(())
    }

    async fn find_part(
        &self,
        file: ImportJobId,
        number: u32,
    ) -> Result<Option<Vec<u8>>, StoreError> {
        Ok(self.state().parts.get(&(file.into(), number)).map(|(_, bytes)| bytes.clone()))
    }

    async fn forget_file(&self, file: ImportJobId) -> Result<(), StoreError> {
        let file = Uuid::from(file);
        self.state().parts.retain(|(of, _), _| *of != file);
        Ok(())
    }

    async fn purge_files(&self, before: Timestamp, limit: u32) -> Result<u64, StoreError> {
        let mut state = self.state();
        let live = |id: &Uuid| state.imports.get(id).is_some_and(|it| !it.status.is_over());
        let old = state
            .parts
            .iter()
            .filter(|((id, number), (at, _))| *number == 0 && *at < before && !live(id));
        let old: Vec<Uuid> = old.map(|((id, _), _)| *id).take(limit as usize).collect();
        state.parts.retain(|(of, _), _| !old.contains(of));
        Ok(old.len() as u64)
    }

    async fn purge_imports(&self, before: Timestamp, limit: u32) -> Result<u64, StoreError> {
        let mut state = self.state();
        let over = |it: &&ImportJobState| it.finished_at.is_some_and(|at| at < before);
        let old: Vec<Uuid> = state
            .imports
            .values()
            .filter(over)
            .map(|it| it.id.into())
            .take(limit as usize)
            .collect();
        for id in &old {
            state.imports.remove(id);
        }
        state.rejects.retain(|(of, _), _| !old.contains(of));
        Ok(old.len() as u64)
    }

    async fn count_rounds(&self, source: &str) -> Result<u64, StoreError> {
        Ok(self.state().rounds.get(source).copied().unwrap_or_default())
    }

    async fn courses_of_source(
        &self,
        source: &str,
        after: Option<CourseId>,
        limit: u32,
    ) -> Result<Vec<NamedCourse>, StoreError> {
        let state = self.state();
        let after = after.map(Uuid::from);
        let later = |id: &Uuid| after.is_none_or(|after| *id > after);
        let found = state
            .courses
            .iter()
            .filter(|(id, it)| later(id) && !it.deleted)
            .filter(|(_, it)| it.external_ids.iter().any(|name| name.source() == source));
        let named = |it: &CourseState| NamedCourse { id: it.id, names: it.external_ids.clone() };
        Ok(found.take(limit as usize).map(|(_, it)| named(it)).collect())
    }
}
