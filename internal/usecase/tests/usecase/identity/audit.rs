//! Whether the audit log is what was written.

use courses_domain::identity::AuditHead;
use courses_port::identity::AuditQuery;
use courses_usecase::identity::{ListAudit, VerifyAudit};

use super::*;

#[tokio::test]
async fn an_untouched_log_is_verified_to_its_head() {
    let house = House::new();
    let verify = VerifyAudit::new(house.ports.identity.clone());
    assert_eq!(verify.execute().await.unwrap().head, AuditHead::START);
    let (_, admin) = house.admin().await;
    let list = ListAudit::new(house.ports.clone());
    for _ in 0..VerifyAudit::STEP + 10 {
        list.execute(&admin, &AuditQuery { limit: 1, ..AuditQuery::default() }).await.unwrap();
    }
    let head = house.ports.identity.audit_head().await.unwrap();
    assert_eq!(head.sequence, u64::from(VerifyAudit::STEP) + 11, "more than one step");
    assert_eq!(verify.execute().await.unwrap().head, head);
}
