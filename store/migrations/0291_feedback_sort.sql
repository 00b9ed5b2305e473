-- Satisfaction with visits to the home is counted for each kind of visit.
ALTER TABLE feedback ADD COLUMN sort VARCHAR(40) NOT NULL DEFAULT '';
UPDATE feedback SET sort = COALESCE((SELECT v.kind FROM order_visit v WHERE v.id = feedback.about_id), '') WHERE kind = 'order';
