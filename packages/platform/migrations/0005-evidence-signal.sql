-- Tells listeners that a case has new entries. The payload names the case only: who listens reads the log.
-- One notice a case and statement; PostgreSQL sends it when the transaction commits, and never for one that did not.

create function anlauf.signal_evidence() returns trigger
language plpgsql as $$
begin
  -- A payload may have 8,000 bytes; an empty one means "any case".
  perform pg_notify('anlauf_evidence', case when octet_length(case_id) < 4000 then case_id else '' end)
     from (select distinct case_id from appended) as cases;
  return null;
end
$$;

create trigger evidence_signals_listeners
  after insert on anlauf.evidence
  referencing new table as appended
  for each statement execute function anlauf.signal_evidence();
