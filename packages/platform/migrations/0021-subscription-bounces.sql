-- Mails to subscribers that came back for good, until their subscription is in quarantine.
create index mail_out_bounced on anlauf.mail_out (id)
  where class = 'B' and state in ('bounced', 'policy-refused') and told_state is distinct from state;
