-- keys.sql: foreign keys and indexes, when all rows are there.

ALTER TABLE accounts ADD FOREIGN KEY (owner_id) REFERENCES users;
ALTER TABLE contacts ADD FOREIGN KEY (account_id) REFERENCES accounts, ADD FOREIGN KEY (created_by) REFERENCES users;
ALTER TABLE leads ADD FOREIGN KEY (contact_id) REFERENCES contacts, ADD FOREIGN KEY (campaign_id) REFERENCES campaigns;
ALTER TABLE deals ADD FOREIGN KEY (account_id) REFERENCES accounts, ADD FOREIGN KEY (contact_id) REFERENCES contacts, ADD FOREIGN KEY (owner_id) REFERENCES users;
ALTER TABLE stage_history ADD FOREIGN KEY (deal_id) REFERENCES deals;
ALTER TABLE touches ADD FOREIGN KEY (contact_id) REFERENCES contacts, ADD FOREIGN KEY (deal_id) REFERENCES deals, ADD FOREIGN KEY (campaign_id) REFERENCES campaigns,
    ADD FOREIGN KEY (user_id) REFERENCES users;
ALTER TABLE calls ADD FOREIGN KEY (user_id) REFERENCES users, ADD FOREIGN KEY (contact_id) REFERENCES contacts, ADD FOREIGN KEY (deal_id) REFERENCES deals;
ALTER TABLE orders ADD FOREIGN KEY (customer) REFERENCES accounts;
ALTER TABLE subscriptions ADD FOREIGN KEY (customer) REFERENCES accounts;
ALTER TABLE tickets ADD FOREIGN KEY (account_id) REFERENCES accounts, ADD FOREIGN KEY (contact_id) REFERENCES contacts, ADD FOREIGN KEY (agent_id) REFERENCES users;
ALTER TABLE ticket_events ADD FOREIGN KEY (ticket_id) REFERENCES tickets;
ALTER TABLE surveys ADD FOREIGN KEY (account_id) REFERENCES accounts, ADD FOREIGN KEY (contact_id) REFERENCES contacts, ADD FOREIGN KEY (user_id) REFERENCES users,
    ADD FOREIGN KEY (ticket_id) REFERENCES tickets;
CREATE INDEX ON stage_history (deal_id, entered_at);
CREATE INDEX ON touches (deal_id);
