interface GapWords {
  readonly message: string
  readonly hint: string
}

/** What `core/estate/lint` says of each rule, in German; a rule without words here is shown as the server says it. */
export const germanGaps: Readonly<Record<string, GapWords>> = {
  'service-without-proof': {
    message: 'Niemand sagt, was bewiesen sein muss, bevor er öffnet.',
    hint: 'recovery.proofs ergänzen, zum Beispiel [scan-clean, signoff-2].',
  },
  'service-without-data': {
    message: 'Er wird verkauft, aber kein Datenbestand gehört zu ihm.',
    hint: 'Seinen Datenbestand ergänzen oder in den Anmerkungen sagen, dass er keine Daten hält.',
  },
  'dataset-without-slice': {
    message: 'Niemand kann sagen, wem diese Dateien gehören.',
    hint: 'tenantSlice ergänzen, zum Beispiel "{tenant.slug}/**".',
  },
  'dataset-without-copies': {
    message: 'Keine Kopie seiner Sicherungen ist genannt.',
    hint: 'copies ergänzen, mindestens eine, die kein Administrator löschen kann.',
  },
  'dataset-few-copies': {
    message: 'Neben dem Original gibt es eine einzige Kopie; die Regel sind drei im Ganzen.',
    hint: 'Eine Kopie an einem anderen Ort oder ohne Netz zu seinen copies nehmen.',
  },
  'dataset-all-deletable': {
    message: 'Wer unsere Zugangsdaten bekommt, kann jede Kopie löschen.',
    hint: 'Eine Kopie in einem Tresor oder eine ohne Netz ergänzen.',
  },
  'media-never-tested': {
    message: 'Niemand sagt, wie oft ihre Datenträger gelesen werden.',
    hint: 'testEvery ergänzen, zum Beispiel 90d.',
  },
  'credential-without-consumer': {
    message: 'Nach einer Änderung weiß niemand, was nicht mehr geht.',
    hint: 'consumers ergänzen: die Systeme, die sie benutzen.',
  },
  'system-without-isolation': {
    message: 'Es gibt keinen Weg, es abzuschneiden.',
    hint: 'connectors ergänzen, zum Beispiel {net: nftables}.',
  },
  'tenant-without-contact': {
    message: 'Niemand kann benachrichtigt werden.',
    hint: 'Einen Kontakt mit Telefonnummer ergänzen.',
  },
  'tenant-channel-depends': {
    message: 'Jeder Weg zu ihm läuft über das, was er bei einem Angriff verliert.',
    hint: 'Eine Telefonnummer oder eine Adresse anderswo ergänzen.',
  },
}
