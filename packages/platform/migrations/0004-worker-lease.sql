-- Who works. Each worker renews its row; the work of one that stopped doing so is given to others. The times are the
-- server's: the clocks of the workers' machines do not matter.

create table anlauf.worker_lease (
  worker     text        primary key,
  host       text        not null,
  queues     text[]      not null,
  started_at timestamptz not null default now(),
  renewed_at timestamptz not null default now()
);
