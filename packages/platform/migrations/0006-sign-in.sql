-- Who may come in through the API. Secrets are kept as SHA-256 only: whoever reads the tables can sign in as nobody.

create table anlauf.person (
  name       text        primary key check (name ~ '^[a-z0-9][a-z0-9._-]{0,63}$'),
  roles      text[]      not null check (cardinality(roles) > 0),
  created_at timestamptz not null,
  blocked_at timestamptz
);

-- A link that registers one passkey, once. Without a person it is for the first one, who chooses a name.
create table anlauf.invitation (
  token_hash bytea       primary key check (octet_length(token_hash) = 32),
  person     text,
  roles      text[]      not null check (cardinality(roles) > 0),
  invited_by text        not null,
  expires_at timestamptz not null,
  used_at    timestamptz
);

create table anlauf.passkey (
  credential_id text        primary key,
  person        text        not null references anlauf.person (name),
  public_key    bytea       not null,
  -- Recorded, not trusted: passkeys that are synchronised between devices always say 0.
  counter       bigint      not null,
  transports    text[]      not null,
  created_at    timestamptz not null,
  used_at       timestamptz
);
create index passkey_of_person on anlauf.passkey (person);

-- What an authenticator was asked to sign; each is taken out by the one answer it gets.
create table anlauf.challenge (
  challenge  text        primary key,
  purpose    text        not null check (purpose in ('register', 'sign-in')),
  invitation bytea,
  person     text,
  expires_at timestamptz not null
);

create table anlauf.session (
  token_hash    bytea       primary key check (octet_length(token_hash) = 32),
  person        text        not null references anlauf.person (name),
  credential_id text        not null references anlauf.passkey (credential_id),
  created_at    timestamptz not null,
  seen_at       timestamptz not null,
  expires_at    timestamptz not null
);
create index session_of_person on anlauf.session (person);
