-- What lies in a content that somebody looked into: its members at every depth, 16 bytes of the SHA-256 of each, none
-- for what is no container. No names: they are read anew from the backup when something is found. `gap` is not 0 where
-- not everything in it is known, `way` is how containers were taken apart. `mac` covers every column with a key that
-- only those have who can open the repository: a row that was altered or is missing means "not known", never "nothing
-- in it".

create table anlauf.known_inside (
  repository  text        not null,
  content     text        not null check (content ~ '^[0-9a-f]{64}$'),
  way         text        not null,
  members     bytea       not null,
  gap         smallint    not null,
  mac         bytea       not null check (length(mac) = 32),
  stored_at   timestamptz not null default now(),
  primary key (repository, content)
);
