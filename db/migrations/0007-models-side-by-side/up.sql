-- What a model judges: names of procedures, words. Models that judge none in common are in force beside one another; a
-- version that names none stands alone in its kind.
ALTER TABLE risk_version ADD COLUMN judges text COLLATE "C" NOT NULL DEFAULT '';
