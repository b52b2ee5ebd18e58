-- views.sql: the thirteen plain views that every recipe reads, here as empty tables; doc/views.md says more.
--
-- An id may be bigint, uuid or text; the recipes compare ids only with each other.  Times are timestamptz.  What a CRM does not have stays
-- NULL, and only the recipes that need it return NULL.

CREATE TABLE users (
    id           int,            -- people of the company: sellers, agents
    name         text,
    team         text,           -- 'sales', 'support', ...
    region       text,
    hired_at     timestamptz,
    last_seen_at timestamptz,    -- last used the CRM; NULL: never
    monthly_cost numeric,        -- salary and what comes with it
    quota        numeric         -- money to be won in a quarter
);

CREATE TABLE contacts (
    id              int,         -- people outside
    account_id      int,         -- the company (or person) that buys: orders.customer, subscriptions.customer
    name            text,
    email           text,
    phone           text,
    created_at      timestamptz,
    created_by      int,         -- users.id; NULL: came in by a form
    subscribed_at   timestamptz, -- joined the mailing list; NULL: never
    unsubscribed_at timestamptz  -- left it, or bounced for good
);

CREATE TABLE campaigns (
    id        int,
    name      text,
    channel   text,              -- 'email', 'search', 'event', ...
    purpose   text,              -- 'acquisition' or 'retention'
    cost      numeric,
    starts_at timestamptz,
    ends_at   timestamptz
);

CREATE TABLE leads (
    id           int,
    contact_id   int,
    campaign_id  int,            -- NULL: came by itself
    source       text,           -- 'web', 'referral', 'event', ...
    score        int,            -- 0..100
    created_at   timestamptz,
    converted_at timestamptz     -- became a deal; NULL: not, or not yet
);

CREATE TABLE deals (
    id                int,
    account_id        int,
    contact_id        int,
    owner_id          int,       -- users.id
    amount            numeric,
    created_at        timestamptz,
    expected_close_at timestamptz, -- the promised date
    closed_at         timestamptz, -- NULL: open
    is_won            boolean    -- NULL: open
);

CREATE TABLE stage_history (
    id         int,              -- order of rows at one instant
    deal_id    int,
    stage      text,
    entered_at timestamptz
);

CREATE TABLE touches (
    id          int,             -- one contact of any kind, calls included
    contact_id  int,
    deal_id     int,             -- NULL: none yet
    campaign_id int,             -- NULL: none
    user_id     int,             -- users.id; NULL: nobody of ours
    channel     text,            -- 'email', 'call', 'meeting', 'web', 'social', 'quote', ...
    action      text,            -- email: 'sent', 'delivered', 'bounced', 'opened', 'clicked', 'replied'; web: 'page view', 'goal'; quote: 'sent'; call, meeting: 'held'
    is_automated boolean,        -- by a rule, not by hand
    touched_at  timestamptz
);

CREATE TABLE calls (
    id         int,
    user_id    int,              -- who took or made it; NULL: lost before that
    contact_id int,
    deal_id    int,              -- NULL: not about a deal
    direction  text,             -- 'inbound' or 'outbound'
    started_at timestamptz,
    outcome    text,             -- 'answered', 'abandoned' (inbound), 'no answer', 'busy', 'voicemail' (outbound)
    wait_time  interval,         -- inbound: until it was answered or given up
    talk_time  interval,         -- NULL: nobody answered
    hold_time  interval,
    wrap_time  interval          -- work after the call
);

CREATE TABLE orders (
    id           int,
    customer     int,            -- contacts.account_id
    product_line text,
    amount       numeric,        -- negative: a refund
    cost         numeric,        -- of what was sold
    ordered_at   timestamptz
);

CREATE TABLE subscriptions (
    id             int,
    customer       int,          -- contacts.account_id
    plan           text,
    mrr            numeric,      -- money per month
    started_at     timestamptz,
    ended_at       timestamptz,  -- NULL: runs on
    renewal_due_at timestamptz,  -- end of the term
    renewed        boolean,      -- NULL: not decided
    cancel_reason  text
);

CREATE TABLE tickets (
    id                int,
    account_id        int,
    contact_id        int,
    agent_id          int,       -- users.id
    kind              text,      -- 'question', 'complaint', ...
    channel           text,      -- 'email', 'phone', 'chat', ...
    priority          text,
    opened_at         timestamptz,
    first_response_at timestamptz,
    due_at            timestamptz, -- what the service level promises
    solved_at         timestamptz, -- the last time; NULL: not solved
    closed_at         timestamptz,
    agent_replies     int
);

CREATE TABLE ticket_events (
    id         int,              -- order of rows at one instant
    ticket_id  int,
    status     text,             -- 'new', 'open', 'pending', 'solved', 'closed'
    changed_at timestamptz
);

CREATE TABLE surveys (
    id          int,
    kind        text,            -- 'nps' and 'enps': 0..10, 'csat': 1..5, 'ces': 1..7
    account_id  int,
    contact_id  int,
    user_id     int,             -- enps: who answered; others: NULL
    ticket_id   int,             -- csat and ces: after this ticket
    sent_at     timestamptz,
    answered_at timestamptz,
    score       int,             -- NULL: not answered
    reason      text             -- 'why this score?'
);
