-- How a person comes in whose passkeys are lost: a code from an envelope, and a second person who confirms. Secrets are
-- kept as SHA-256 only; a code has 80 random bits, so that its hash cannot be tried through.

create table anlauf.recovery_code (
  code_hash bytea       primary key check (octet_length(code_hash) = 32),
  person    text        not null references anlauf.person (name),
  made_at   timestamptz not null,
  used_at   timestamptz
);
create index recovery_code_of_person on anlauf.recovery_code (person);

-- Somebody who gave a good code and waits for the second person, who is told the number over the telephone.
create table anlauf.recovery (
  claim_hash   bytea       primary key check (octet_length(claim_hash) = 32),
  person       text        not null references anlauf.person (name),
  number_hash  bytea       not null check (octet_length(number_hash) = 32),
  asked_at     timestamptz not null,
  expires_at   timestamptz not null,
  wrong        integer     not null default 0,
  confirmed_by text        check (confirmed_by <> person),
  confirmed_at timestamptz
);
create index recovery_of_person on anlauf.recovery (person);
