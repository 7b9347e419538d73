-- A data subject's request that takes longer than a month (GDPR Art. 12(3)): when the person was told so, and for which
-- of the reasons that the law names. How often the desk was reminded of the time of law is counted apart from its promise.

alter table anlauf.inquiry
  add column extended_at timestamptz,
  add column extended_because text check (extended_because in ('complexity', 'number')),
  add column law_reminded smallint not null default 0 check (law_reminded between 0 and 5),
  add constraint inquiry_extended_for_a_reason check ((extended_at is null) = (extended_because is null));
