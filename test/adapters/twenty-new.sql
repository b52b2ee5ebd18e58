-- options: -v won=CUSTOMER,PROPOSAL -v lost=LOST,SCREENING
-- A newer version, where deals have owners, an older name for what an activity is about, and several closing stages.
\ir twenty.sql
ALTER TABLE opportunity ADD COLUMN "ownerId" uuid;
UPDATE opportunity SET "ownerId" = u(2) WHERE id = u(1);
ALTER TABLE "timelineActivity" RENAME COLUMN "targetOpportunityId" TO "opportunityId";
