import type { ClaimClass, ClaimState } from './claim-words.ts'

interface Name {
  readonly de: string
  readonly en: string
}

/** What a class of claims is about, in the register and on forms. */
export const claimClassNames: Readonly<Record<ClaimClass, Name>> = {
  exfiltration: { de: 'Abfluss von Daten', en: 'Exfiltration of data' },
  access: { de: 'Zugriff Unbefugter', en: 'Unauthorised access' },
  credentials: { de: 'Zugangsdaten', en: 'Credentials' },
  encryption: { de: 'Verschlüsselung', en: 'Encryption' },
  deletion: { de: 'Löschung', en: 'Deletion' },
  loss: { de: 'Verlust von Daten', en: 'Loss of data' },
  backups: { de: 'Schaden an Sicherungen', en: 'Damage to backups' },
  cause: { de: 'Stand zur Ursache', en: 'State of the cause' },
}

export const claimStateNames: Readonly<Record<ClaimState, Name>> = {
  unknown: { de: 'noch nicht bekannt', en: 'not known yet' },
  no_indication: { de: 'bisher keine Anzeichen', en: 'no indication so far' },
  indicated: { de: 'Anzeichen', en: 'indicated' },
  confirmed: { de: 'bestätigt', en: 'confirmed' },
  excluded: { de: 'ausgeschlossen', en: 'excluded' },
}
