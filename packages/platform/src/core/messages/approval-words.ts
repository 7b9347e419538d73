/** The facts under a signature, as people read them before they sign; the ids are part of the API. */
export const factWords = {
  files: { de: 'Dateien', en: 'Files' },
  bytes: { de: 'Bytes', en: 'Bytes' },
  leftOut: { de: 'Nicht dabei', en: 'Left out' },
  plan: { de: 'Plan', en: 'Plan' },
  manifest: { de: 'Liste der Dateien', en: 'List of the files' },
  verified: { de: 'Gegen die Sicherung geprüft', en: 'Verified against the backup' },
  scanned: { de: 'Ohne Befund', en: 'Found clean' },
  reviewed: { de: 'Von Menschen freigegeben', en: 'Let through by people' },
  unscanned: { de: 'Ohne Urteil', en: 'Without a verdict' },
  quarantined: { de: 'In Quarantäne', en: 'In quarantine' },
  caseReview: { de: 'Zur Einzelprüfung', en: 'For a person to look at' },
  engine: { de: 'Scanner', en: 'Scanner' },
  rules: { de: 'Regelstand', en: 'Rule set' },
  databases: { de: 'Datenbanken', en: 'Databases' },
  class: { de: 'Klasse', en: 'Class' },
  outcome: { de: 'Entscheidung', en: 'Decision' },
  groups: { de: 'Gruppen', en: 'Groups' },
  why: { de: 'Begründung', en: 'Reason' },
  rule: { de: 'Nach der Regel', en: 'By the rule' },
  askedByTenant: { de: 'Der Mandant hat es so verlangt', en: 'The tenant asked for it' },
  describedBy: { de: 'Beschrieben von, nicht geprüft', en: 'Described by, not checked' },
  skips: { de: 'Wird übergangen', en: 'Is skipped' },
  until: { de: 'Gilt bis', en: 'Holds until' },
  alone: {
    de: 'Eine Person allein, weil niemand sonst erreichbar ist',
    en: 'One person alone, as nobody else answers',
  },
} as const satisfies Record<string, { readonly de: string; readonly en: string }>

export type FactId = keyof typeof factWords
