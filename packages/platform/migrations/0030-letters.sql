-- Which letters of a request were handed to which session: whoever says that they read one has to have got it first.
-- Rows outlive no session for long; what counts in the end stands in the log.

create table anlauf.letter_shown (
  -- Of the session's token; of the account, whose tokens open no session, of its name.
  reader   bytea       not null check (octet_length(reader) = 32),
  case_id  text        not null,
  request  text        not null,
  tenant   text        not null check (tenant <> ''),
  shown_at timestamptz not null,
  primary key (reader, case_id, request, tenant)
);

create index letter_shown_by_age on anlauf.letter_shown (shown_at);
