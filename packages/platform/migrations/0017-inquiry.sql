-- What people ask us during an incident. Everything personal stands in "words", "secret" and the raw mail, and nowhere
-- else; deleting them leaves a row that serves statistics. The evidence holds reference, hash and class only.

create table anlauf.inquiry (
  reference   text        primary key,
  case_id     text,
  channel     text        not null check (channel in ('form', 'mail', 'phone')),
  class       text        not null check (class in ('question', 'data-subject', 'press', 'authority', 'security')),
  topic       text        not null,
  service     text,
  language    text        not null check (language in ('de', 'en')),
  state       text        not null check (state in ('unconfirmed', 'open', 'set-aside', 'answered', 'solved')),
  received_at timestamptz not null,
  opened_at   timestamptz,
  answer_by   timestamptz,
  answered_at timestamptz,
  answer_id   text,
  closed_at   timestamptz,
  identity    text,
  reopened    integer     not null default 0,
  breaches    integer     not null default 0,
  reminded    integer     not null default 0,
  -- Name, customer, ways, message; null once they were deleted.
  words       jsonb,
  -- Key of its links and of the hash in the evidence.
  secret      bytea       check (octet_length(secret) = 16),
  check ((words is null) = (secret is null))
);

create index inquiry_waiting on anlauf.inquiry (answer_by) where state = 'open';
create index inquiry_unconfirmed on anlauf.inquiry (received_at) where state = 'unconfirmed';
create index inquiry_received on anlauf.inquiry (received_at desc);

-- Mail as it came; it goes with the words.
create table anlauf.inquiry_mail (
  reference  text  primary key references anlauf.inquiry (reference) on delete cascade,
  raw        bytea not null,
  -- Of the raw bytes: the same mail is taken in once.
  sha256     bytea not null unique check (octet_length(sha256) = 32),
  message_id text,
  -- Whether our short reply may go to its sender: never to programs, lists and bounces.
  may_reply  boolean not null
);

-- What is answered: written once, approved once by somebody else, then referenced.
create table anlauf.inquiry_answer (
  id              text        primary key,
  title           text        not null,
  text_de         text        not null,
  text_en         text        not null,
  -- Says something that concerns one customer only: nobody gets it unrecognised.
  tenant_specific boolean     not null,
  hash            text        not null,
  written_by      text        not null,
  written_at      timestamptz not null,
  approved_by     text        check (approved_by <> written_by),
  approved_at     timestamptz
);
