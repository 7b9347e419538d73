/**
 * Until when a data subject has to be answered: one month from receipt (GDPR Art. 12(3); Regulation 1182/71), the end
 * of that day where the provider is. Holidays make it no longer here, and an extension is counsel's to decide.
 */
export function subjectDueBy(receivedAt: string, zone: string): string {
  const received = Temporal.Instant.from(receivedAt).toZonedDateTimeISO(zone).toPlainDate()
  return received
    .add({ months: 1 })
    .add({ days: 1 })
    .toZonedDateTime(zone)
    .toInstant()
    .subtract({ milliseconds: 1 })
    .toString({ smallestUnit: 'millisecond' })
}
