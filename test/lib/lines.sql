-- For psql, first of all: what a script prints is its "ok - ..." and "not ok - ..." lines, and it ends at an error.
\set QUIET on
\set ON_ERROR_STOP on
\pset format unaligned
\pset tuples_only on
SET client_min_messages = warning;
