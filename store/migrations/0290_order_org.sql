-- The hours of a contract are added up from the visits of its workers.
CREATE INDEX order_member_of_org ON order_member (org_id, order_id);
