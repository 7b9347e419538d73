/** What a request for signatures on letters shows; the ids are part of the API. */
export const letterFactWords = {
  letters: { de: 'Schreiben', en: 'Letters' },
  wordings: { de: 'Verschiedene Wortlaute', en: 'Different wordings' },
  marked: { de: 'Von der Prüfung markiert', en: 'Marked by the checks' },
  drawn: { de: 'Stichprobe je Rolle', en: 'Sample for each role' },
  tenant: { de: 'Kunde', en: 'Customer' },
  revision: { de: 'Revision', en: 'Revision' },
  nextBy: { de: 'Verspricht das nächste bis', en: 'Promises the next by' },
  changesDe: { de: 'Seit der letzten Revision, deutsch', en: 'Since the last revision, in German' },
  changesEn: { de: 'Seit der letzten Revision, englisch', en: 'Since the last revision, in English' },
  textDe: { de: 'Deutscher Text', en: 'German text' },
  textEn: { de: 'Englischer Text', en: 'English text' },
  particularsDe: { de: 'Angaben für die eigene Meldung, deutsch', en: 'Particulars for the own report, in German' }, // prettier-ignore
  particularsEn: { de: 'Angaben für die eigene Meldung, englisch', en: 'Particulars for the own report, in English' }, // prettier-ignore
  findings: { de: 'Hinweise der Prüfung', en: 'Remarks of the checks' },
} as const satisfies Record<string, { readonly de: string; readonly en: string }>

export type LetterFactId = keyof typeof letterFactWords
