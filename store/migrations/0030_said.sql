-- When a follower last said something in the chat: the platform allows messages there for two days.
ALTER TABLE person_identity ADD COLUMN spoke_at BIGINT NOT NULL DEFAULT 0;
-- The platform's id of a photo that was uploaded for the chat.
ALTER TABLE media_file ADD COLUMN shown_id VARCHAR(512) NOT NULL DEFAULT '';
ALTER TABLE media_file ADD COLUMN shown_at BIGINT NOT NULL DEFAULT 0;
