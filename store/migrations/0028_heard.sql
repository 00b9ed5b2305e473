ALTER TABLE chat_draft ADD COLUMN report_id BIGINT NOT NULL DEFAULT 0;
ALTER TABLE chat_draft ADD COLUMN said_at BIGINT NOT NULL DEFAULT 0;
ALTER TABLE chat_draft ADD COLUMN reminded_at BIGINT NOT NULL DEFAULT 0;
UPDATE chat_draft SET said_at = expires_at - 86400000;
CREATE INDEX chat_draft_said ON chat_draft (said_at);
ALTER TABLE person ADD COLUMN callback_sealed VARCHAR(255) NOT NULL DEFAULT '';
