/** What a request for signatures on findings shows; the ids are part of the API. */
export const findingFactWords = {
  findings: { de: 'Befunde', en: 'Findings' },
  findingsDe: { de: 'Befunde, deutsch', en: 'Findings, in German' },
  findingsEn: { de: 'Befunde, englisch', en: 'Findings, in English' },
} as const satisfies Record<string, { readonly de: string; readonly en: string }>

/** A finding as people read it before they sign it. */
export const findingTextWords = {
  de: {
    all: 'alle Daten',
    customers: (count: number, ids: string) => `${count === 1 ? 'Kunde' : `${count} Kunden`}: ${ids}`,
    rests: (hashes: string) => `Beruht auf (SHA-256): ${hashes}`,
  },
  en: {
    all: 'all data',
    customers: (count: number, ids: string) => `${count === 1 ? 'Customer' : `${count} customers`}: ${ids}`,
    rests: (hashes: string) => `Rests on (SHA-256): ${hashes}`,
  },
} as const
