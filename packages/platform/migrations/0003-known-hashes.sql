-- SHA-256 of files that lie in a repository in several blobs, by the key over the list of blobs. `mac` covers both
-- with a key that is not in the database; rows whose mac does not fit are treated as absent: a forged row could hide
-- a content from a hunt.

create table anlauf.known_hash (
  content_key text        primary key,
  sha256      text        not null check (sha256 ~ '^[0-9a-f]{64}$'),
  mac         bytea       not null,
  stored_at   timestamptz not null default now()
);
