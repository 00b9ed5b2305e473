-- The errands that a community was asked for, and those that ended, in a period: for the ledger and for the ways of residents.
CREATE INDEX errand_in_time ON errand (community_id, asked_at, id);
CREATE INDEX errand_ended_in_time ON errand (community_id, ended_at, id);
