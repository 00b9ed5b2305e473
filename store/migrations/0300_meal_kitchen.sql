-- The org that cooks for a programme; 0 where words say it.
ALTER TABLE meal_programme ADD COLUMN kitchen_id BIGINT NOT NULL DEFAULT 0;
CREATE INDEX meal_programme_of_kitchen ON meal_programme (kitchen_id, ended_at, id);
