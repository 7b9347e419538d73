-- An address of a webhook may be a secret as a whole: it lies here sealed with a key that the database does not know.
-- "url" keeps what is shown of it. Rows from before are sealed by the first program that opens them.
alter table anlauf.webhook_endpoint add column sealed bytea;
alter table anlauf.webhook_endpoint drop constraint webhook_endpoint_stage_check;
-- "paused": a person said wait.
alter table anlauf.webhook_endpoint
  add constraint webhook_endpoint_stage_check check (stage in ('active', 'paused', 'held', 'disabled'));

-- Messages to one endpoint go in this order, one at a time.
alter table anlauf.webhook_message add column place bigint generated always as identity;
-- What the receiver asked for with Retry-After: news does not make us come earlier.
alter table anlauf.webhook_message add column not_before timestamptz;
create index webhook_message_in_order on anlauf.webhook_message (endpoint_id, place) where next_at is not null;

-- It came while an incident and an exercise were both open and nobody had said for which it is: no mail leaves until a
-- person says so.
alter table anlauf.inquiry add column undecided boolean not null default false;

-- Mailboxes that are looked into, who does it now, and how it went.
create table anlauf.mailbox_turn (
  mailbox     text        primary key,
  lease_owner text,
  lease_until timestamptz,
  looked_at   timestamptz,
  worked_at   timestamptz,
  failures    integer     not null default 0,
  problem     text,
  taken       bigint      not null default 0
);
