/** What the site says of itself as a signed copy: numbers, times, keys, ways to read and to check it. */
export interface SiteWords {
  readonly edition: (number: number) => string
  readonly validUntil: (time: string) => string
  readonly check: string
  readonly keys: string
  readonly keysIntro: string
  readonly staleNote: (time: string) => string
  readonly fingerprint: string
  readonly fingerprintNote: string
  readonly rootFingerprint: string
  readonly rootNote: string
  readonly howToCheck: string
  readonly steps: readonly { readonly what: string; readonly command?: string }[]
  readonly withAnlauf: string
  readonly correction: (number: number, of: number) => string
  readonly calendar: string
  readonly nextUpdateFrom: (provider: string) => string
  readonly feedOfService: string
  readonly restartOf: (service: string) => string
  readonly noBindingDate: string
  readonly onPaper: string
  readonly asText: string
  readonly live: string
  readonly ask: string
  readonly byMail: string
  readonly subscribe: string
  readonly busy: string
}

const commands = {
  fingerprint: 'openssl pkey -pubin -in keys/publication.pem -outform DER | sha256sum',
  signature:
    'openssl pkeyutl -verify -pubin -inkey keys/publication.pem -rawin -in SHA256SUMS -sigfile SHA256SUMS.sig',
  files: 'sha256sum -c --strict --quiet SHA256SUMS',
  times: `grep -E '"(incident|sequence|generatedAt|validUntil)"' bundle.json`,
} as const

export const siteWords: Readonly<Record<'de' | 'en', SiteWords>> = {
  de: {
    edition: (number) => `Ausgabe ${number}`,
    validUntil: (time) => `gültig bis ${time}`,
    check: 'Echtheit prüfen',
    keys: 'Ist diese Seite echt?',
    keysIntro:
      'Jede Ausgabe dieser Seite ist als Ganzes unterschrieben. Wer eine Kopie verändert, eine alte zeigt oder sie nicht mehr erneuert, fällt auf. Dafür brauchen Sie kein Programm von uns.',
    staleNote: (time) =>
      `Diese Ausgabe gilt bis ${time}. Ist die Zeit vorbei, sehen Sie eine alte Kopie: Verlassen Sie sich nicht darauf, und fragen Sie telefonisch.`,
    fingerprint: 'Fingerabdruck des Schlüssels',
    fingerprintNote:
      'SHA-256 des öffentlichen Schlüssels. Vergleichen Sie ihn nicht mit dieser Seite selbst, sondern mit dem, was Sie vorher auf anderem Weg bekommen haben: Vertrag, Brief, DNS-Eintrag.',
    rootFingerprint: 'Fingerabdruck des Schlüssels darüber',
    rootNote:
      'Er liegt nicht bei uns im Netz. Er bürgt für den Schlüssel der Seite und nimmt ihn zurück, wenn er gestohlen wurde. Steht dieser in Ihrem Vertrag, gilt er auch nach einem Wechsel.',
    howToCheck: 'So prüfen Sie selbst',
    steps: [
      { what: 'Laden Sie die Seite herunter; alle Dateien stehen in SHA256SUMS.' },
      { what: 'Das muss den Fingerabdruck ergeben:', command: commands.fingerprint },
      { what: 'Das muss „Signature Verified Successfully“ sagen:', command: commands.signature },
      { what: 'Das darf nichts melden:', command: commands.files },
      {
        what: 'Nummer und Zeiten stehen hier; eine niedrigere Nummer als früher ist eine alte Kopie:',
        command: commands.times,
      },
    ],
    withAnlauf: 'Mit Anlauf in einem Schritt:',
    correction: (number, of) => `Meldung ${number}, Berichtigung der Meldung ${of}`,
    calendar: 'Kalender',
    nextUpdateFrom: (provider) => `Spätestens jetzt: neue Meldung von ${provider}`,
    feedOfService: 'Nur diesen Dienst abonnieren',
    restartOf: (service) => `Geplanter Wiederanlauf: ${service}`,
    noBindingDate: 'Geplant, kein verbindlicher Termin; es kann früher oder später werden. Siehe',
    onPaper: 'Was auf Papier steht, altert. Der Stand von jetzt steht hier; der Code führt zur Übersicht:',
    asText: 'Als reiner Text',
    live: 'Lädt sich alle 5 Minuten neu',
    ask: 'Frage stellen',
    byMail: 'Meldungen per E-Mail',
    subscribe: 'Neue Meldungen per E-Mail bekommen',
    busy: 'Zur Zeit fragen sehr viele. Antworten dauern länger als sonst; Ihre Frage geht nicht verloren.',
  },
  en: {
    edition: (number) => `Edition ${number}`,
    validUntil: (time) => `valid until ${time}`,
    check: 'Check that it is genuine',
    keys: 'Is this page genuine?',
    keysIntro:
      'Each edition of this site is signed as a whole. Whoever changes a copy, shows an old one or no longer renews it is noticed. You need no program of ours for that.',
    staleNote: (time) =>
      `This edition is valid until ${time}. Once that has passed you are looking at an old copy: do not rely on it, ask by phone.`,
    fingerprint: 'Fingerprint of the key',
    fingerprintNote:
      'SHA-256 of the public key. Do not compare it with this page itself but with what you received earlier by another way: contract, letter, DNS record.',
    rootFingerprint: 'Fingerprint of the key above it',
    rootNote:
      'It is not in our network. It vouches for the key of the site and takes it back when it was stolen. If this one is in your contract, it holds after a change too.',
    howToCheck: 'How to check it yourself',
    steps: [
      { what: 'Download the site; all files are listed in SHA256SUMS.' },
      { what: 'This must give the fingerprint:', command: commands.fingerprint },
      { what: 'This must say "Signature Verified Successfully":', command: commands.signature },
      { what: 'This must report nothing:', command: commands.files },
      {
        what: 'Number and times stand here; a lower number than before is an old copy:',
        command: commands.times,
      },
    ],
    withAnlauf: 'With Anlauf in one step:',
    correction: (number, of) => `Update ${number}, correcting update ${of}`,
    calendar: 'Calendar',
    nextUpdateFrom: (provider) => `By now: a new update from ${provider}`,
    feedOfService: 'Subscribe to this service only',
    restartOf: (service) => `Planned restart: ${service}`,
    noBindingDate: 'Planned, no binding date; it may become earlier or later. See',
    onPaper: 'What is on paper grows old. The state of now is here; the code leads to the overview:',
    asText: 'As plain text',
    live: 'Loads again every 5 minutes',
    ask: 'Ask us',
    byMail: 'Updates by mail',
    subscribe: 'Get new updates by mail',
    busy: 'Very many people are asking at present. We answer later than usual; your question is not lost.',
  },
}
