-- A document that was sent in the chat: the photo that the platform still has, and the material of the matter that it is for.
ALTER TABLE paper ADD COLUMN media_id VARCHAR(512) NOT NULL DEFAULT '';
ALTER TABLE paper ADD COLUMN meant_for VARCHAR(40) NOT NULL DEFAULT '';
ALTER TABLE paper ADD COLUMN meant_nth INT NOT NULL DEFAULT 0;
