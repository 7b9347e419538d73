-- Commands that were answered, for a day: a client that did not hear the answer repeats the call under the same key
-- and gets it, instead of doing the thing twice. Written in the transaction that appends the command's events.

create table anlauf.answered_request (
  who         text        not null,
  key         text        not null,
  request     text        not null check (request ~ '^[0-9a-f]{64}$'),
  answer      text        not null,
  answered_at timestamptz not null,
  primary key (who, key)
);
create index answered_request_age on anlauf.answered_request (answered_at);
