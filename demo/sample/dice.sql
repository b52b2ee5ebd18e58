-- dice.sql: the draws that all other files make, and the present.  sample.sql says more.

-- 0 <= x < 1
CREATE FUNCTION sample_random(id bigint, purpose text) RETURNS float8 LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN (hashint8extended(id, hashtext(purpose)) & 9007199254740991) / 9007199254740992::float8;

-- mean 0, standard deviation 1 (Box and Muller)
CREATE FUNCTION sample_normal(id bigint, purpose text) RETURNS float8 LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN sqrt(-2 * ln(1 - sample_random(id, purpose))) * cosd(360 * sample_random(id, purpose || ' angle'));

-- one of the words; a word that stands there twice comes twice as often
CREATE FUNCTION sample_word(id bigint, purpose text, words text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN (string_to_array(words, ' '))[1 + floor(sample_random(id, purpose) * (1 + length(words) - length(replace(words, ' ', ''))))::int];

-- one of the phrases, which commas part
CREATE FUNCTION sample_phrase(id bigint, purpose text, phrases text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN (string_to_array(phrases, ', '))[1 + floor(sample_random(id, purpose) * cardinality(string_to_array(phrases, ', ')))::int];

-- a length of time in whole seconds
CREATE FUNCTION sample_days(days float8) RETURNS interval LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN make_interval(secs => round(days * 86400));

-- an instant between two others
CREATE FUNCTION sample_between(earliest timestamptz, latest timestamptz, id bigint, purpose text) RETURNS timestamptz LANGUAGE sql STABLE PARALLEL SAFE
RETURN earliest + make_interval(secs => round(extract(epoch FROM latest - earliest)::float8 * sample_random(id, purpose)));

-- the same day, or the Monday after a weekend, between 8:00 and 18:00 UTC
CREATE FUNCTION sample_office_hours(at timestamptz, id bigint) RETURNS timestamptz LANGUAGE sql STABLE PARALLEL SAFE
RETURN date_trunc('day', at) + sample_days((ARRAY[0, 0, 0, 0, 0, 2, 1])[extract(isodow FROM at)::int]
                                           + (8 + 10 * sample_random(id, 'office hour')) / 24);

-- Everything is seen from this instant: what ends later has not ended yet.
CREATE TABLE demo_clock AS
SELECT timestamptz '2024-01-01 00:00+00' AS first_day, timestamptz '2026-07-01 00:00+00' AS as_of, 912 AS days;
