/** How customers were reached by name; times as they are read. */
interface ReachedFigures {
  readonly affected: number
  readonly provedByLink: number
  readonly provedByCall: number
  readonly posted: number
  readonly notReached: number
  readonly from: string
  readonly to: string
}

/** Sentences that the desk puts around typed parts: figures, lists, and what must never be missing. */
interface Frame {
  readonly step: (name: string, done: string) => string
  readonly windowsHeading: string
  readonly window: (place: number, service: string, from: string, to: string, isConfirmed: boolean) => string
  readonly windowAfter: (services: string) => string
  readonly noBindingDate: string
  readonly proofHeading: string
  readonly proof: (service: string, released: number, total: number, checksum: string) => string
  readonly since: (time: string) => string
  readonly reviewBy: (time: string) => string
  readonly siteAt: (url: string) => string
  readonly toldHeading: string
  readonly told: (reached: ReachedFigures) => string
  readonly claimsHeading: string
  readonly promisesHeading: string
  readonly promises: (kept: number, missed: number) => string
  readonly supersededHeading: string
  readonly superseded: (number: number, by: number) => string
  readonly noneSuperseded: string
  readonly timelineHeading: string
}

export const frameWords: Readonly<Record<'de' | 'en', Frame>> = {
  de: {
    step: (name, done) => `${name}: ${done}.`,
    windowsHeading: 'Geplante Reihenfolge',
    window: (place, service, from, to, isConfirmed) =>
      `${place}. ${service}: ${from} bis ${to}, ${isConfirmed ? 'bestätigt' : 'vorläufig'}.`,
    windowAfter: (services) => `Setzt voraus: ${services}.`,
    noBindingDate:
      'Diese Zeiten sind keine verbindlichen Termine. Freigegeben wird ein Dienst erst, wenn alles geprüft ist.',
    proofHeading: 'Worauf das beruht',
    proof: (service, released, total, checksum) =>
      `${service}: für ${released} von ${total} Kunden nach Prüfung und zwei Unterschriften freigegeben. Prüfsumme: ${checksum}`,
    since: (time) => `Das gilt seit ${time}.`,
    reviewBy: (time) => `Wir sehen es bis ${time} neu durch.`,
    siteAt: (url) => `Aktueller Stand: ${url}`,
    toldHeading: 'Wer es von uns erfuhr',
    told: ({ affected, provedByLink, provedByCall, posted, notReached, from, to }) =>
      `Betroffene Kunden: ${affected}. Empfang nachgewiesen: ${provedByLink + provedByCall}, davon am Telefon oder auf Papier: ${provedByCall}. Zur Post gegeben ohne Nachweis: ${posted}. Nicht erreicht: ${notReached}. Erste Mitteilung: ${from}, letzte: ${to}.`,
    claimsHeading: 'Was wir am Ende wissen',
    promisesHeading: 'Zugesagte Meldungen',
    promises: (kept, missed) => `Gehalten: ${kept}, zu spät: ${missed}.`,
    supersededHeading: 'Überholte Meldungen',
    superseded: (number, by) => `Meldung ${number} ist überholt; es gilt Meldung ${by}.`,
    noneSuperseded: 'Keine Meldung musste berichtigt werden.',
    timelineHeading: 'Verlauf',
  },
  en: {
    step: (name, done) => `${name}: ${done}.`,
    windowsHeading: 'Planned order',
    window: (place, service, from, to, isConfirmed) =>
      `${place}. ${service}: ${from} to ${to}, ${isConfirmed ? 'confirmed' : 'tentative'}.`,
    windowAfter: (services) => `Depends on: ${services}.`,
    noBindingDate:
      'These times are no binding dates. A service is released only when everything has been checked.',
    proofHeading: 'What this rests on',
    proof: (service, released, total, checksum) =>
      `${service}: released for ${released} of ${total} customers after checks and two signatures. Checksum: ${checksum}`,
    since: (time) => `This has been so since ${time}.`,
    reviewBy: (time) => `We will review it by ${time}.`,
    siteAt: (url) => `Current state: ${url}`,
    toldHeading: 'Who heard it from us',
    told: ({ affected, provedByLink, provedByCall, posted, notReached, from, to }) =>
      `Customers who were hit: ${affected}. Receipt proved: ${provedByLink + provedByCall}, of them on the phone or on paper: ${provedByCall}. Posted without proof: ${posted}. Not reached: ${notReached}. First notice: ${from}, last: ${to}.`,
    claimsHeading: 'What we know in the end',
    promisesHeading: 'Promised updates',
    promises: (kept, missed) => `Kept: ${kept}, late: ${missed}.`,
    supersededHeading: 'Superseded updates',
    superseded: (number, by) => `Update ${number} is superseded; update ${by} holds.`,
    noneSuperseded: 'No update had to be corrected.',
    timelineHeading: 'Timeline',
  },
}

/** "A, B and C". */
export function listed(language: 'de' | 'en', items: readonly string[]): string {
  return new Intl.ListFormat(language === 'de' ? 'de' : 'en-GB').format(items)
}
