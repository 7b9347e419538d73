/** What stands on notices, reports and letters beside their facts, in one language. */
interface DraftWords {
  readonly draft: string
  /** Behind every page. */
  readonly watermark: string
  readonly approvedBy: (people: string) => string
  readonly exercise: string
  readonly neverSends: string
  /** Between a letter and what is not part of it. */
  readonly notPart: string
  readonly missing: string
  readonly toDecide: string
  readonly estimate: string
  readonly notTranslated: string
  readonly empty: string
  readonly required: string
  readonly provenance: (parts: {
    readonly rules: string
    readonly view: string
    readonly sheet: number
    readonly head: number
    readonly revision: number
  }) => string
  readonly head: (hash: string) => string
  readonly content: (hash: string) => string
  readonly changed: (revision: number) => string
  readonly unchanged: string
  readonly was: string
  readonly added: string
  readonly removed: string
  readonly basis: Readonly<Record<'T' | 'S' | 'unverified', string>>
  readonly asOf: (time: string) => string
  readonly group: Readonly<Record<string, string>>
  readonly salutation: string
  readonly why: (group: string) => string
  readonly recipient: string
  readonly tag: string
  readonly notFor: string
  readonly findings: Readonly<
    Record<
      | 'names-customer'
      | 'key-revoked'
      | 'view-outdated'
      | 'live-link'
      | 'minimising'
      | 'not-translated'
      | 'unverified'
      | 'low-confidence',
      string
    >
  >
}

const en: DraftWords = {
  draft: 'DRAFT FOR COUNSEL, not approved',
  watermark: 'DRAFT FOR COUNSEL',
  approvedBy: (people) => `Approved by ${people}`,
  exercise: 'ÜBUNG / EXERCISE',
  neverSends: 'The program sends nothing. Hand it in yourself and record the receipt.',
  notPart: '--- not part of the letter ---',
  missing: 'MISSING, required',
  toDecide: 'to decide',
  estimate: 'estimate',
  notTranslated: 'not translated',
  empty: 'no answer',
  required: 'required',
  provenance: ({ rules, view, sheet, head, revision }) =>
    `Revision ${revision}, fact sheet ${sheet}, log up to entry ${head}, rules ${rules}, form ${view}`,
  head: (hash) => `Head of the log: ${hash}`,
  content: (hash) => `Content SHA-256: ${hash}`,
  changed: (revision) => `Changed since revision ${revision}`,
  unchanged: 'No answer changed.',
  was: 'was',
  added: 'new',
  removed: 'gone',
  basis: {
    T: 'the norm was read',
    S: 'secondary source was read',
    unverified: 'unverified',
  },
  asOf: (time) => `as of ${time}`,
  group: {
    customers: 'a customer of ours',
    employees: 'an employee of ours',
    applicants: 'an applicant with us',
    contacts: 'a contact at a business partner',
    users: 'a user of our services',
    minors: 'the parent of a child whose data we hold',
    patients: 'a patient whose data we hold',
    other: 'a person whose data we hold',
  },
  salutation: 'Dear Sir or Madam,',
  why: (group) => `You receive this letter because data about you as ${group} is concerned.`,
  recipient: 'To',
  tag: 'Keep apart',
  notFor: 'BDSG §§ 42(4), 43(4): not to be attached to a criminal complaint without signed consent',
  findings: {
    'names-customer': 'a customer is named',
    'key-revoked': 'signed with a key that was revoked since',
    'view-outdated': 'the form was compared with the recipient’s more than six months ago',
    'live-link': 'a live link or address stands in it',
    minimising: 'a phrase that plays it down',
    'not-translated': 'not translated',
    unverified: 'whether this is asked for was not verified',
    'low-confidence': 'only assumed',
  },
}

const de: DraftWords = {
  draft: 'ENTWURF FÜR DIE RECHTSBERATUNG, nicht freigegeben',
  watermark: 'ENTWURF',
  approvedBy: (people) => `Freigegeben von ${people}`,
  exercise: 'ÜBUNG / EXERCISE',
  neverSends: 'Das Programm verschickt nichts. Bitte selbst abgeben und den Nachweis festhalten.',
  notPart: '--- nicht Teil des Schreibens ---',
  missing: 'FEHLT, Pflichtangabe',
  toDecide: 'zu entscheiden',
  estimate: 'geschätzt',
  notTranslated: 'nicht übersetzt',
  empty: 'keine Angabe',
  required: 'Pflichtangabe',
  provenance: ({ rules, view, sheet, head, revision }) =>
    `Fassung ${revision}, Faktenblatt ${sheet}, Log bis Eintrag ${head}, Regelstand ${rules}, Formular ${view}`,
  head: (hash) => `Kopf des Logs: ${hash}`,
  content: (hash) => `Inhalt SHA-256: ${hash}`,
  changed: (revision) => `Geändert seit Fassung ${revision}`,
  unchanged: 'Keine Angabe hat sich geändert.',
  was: 'war',
  added: 'neu',
  removed: 'entfallen',
  basis: {
    T: 'Norm gelesen',
    S: 'Sekundärquelle gelesen',
    unverified: 'ungeprüft',
  },
  asOf: (time) => `Stand ${time}`,
  group: {
    customers: 'Kundin oder Kunde',
    employees: 'Beschäftigte oder Beschäftigter',
    applicants: 'Bewerberin oder Bewerber',
    contacts: 'Ansprechperson bei einem Geschäftspartner',
    users: 'Nutzerin oder Nutzer unserer Dienste',
    minors: 'Elternteil eines Kindes, dessen Daten wir haben',
    patients: 'Patientin oder Patient, deren Daten wir haben',
    other: 'Person, deren Daten wir haben',
  },
  salutation: 'Guten Tag,',
  why: (group) => `Sie erhalten dieses Schreiben, weil Daten über Sie als ${group} betroffen sind.`,
  recipient: 'An',
  tag: 'Getrennt halten',
  notFor: '§ 42 Abs. 4, § 43 Abs. 4 BDSG: nicht ohne unterschriebene Zustimmung einer Strafanzeige beilegen',
  findings: {
    'names-customer': 'ein Kunde wird genannt',
    'key-revoked': 'mit einem inzwischen widerrufenen Schlüssel unterschrieben',
    'view-outdated': 'das Formular wurde vor mehr als sechs Monaten verglichen',
    'live-link': 'ein scharfer Link oder eine Adresse steht darin',
    minimising: 'eine verharmlosende Wendung',
    'not-translated': 'nicht übersetzt',
    unverified: 'ob dies verlangt wird, ist ungeprüft',
    'low-confidence': 'nur angenommen',
  },
}

export const draftWords: Readonly<Record<'de' | 'en', DraftWords>> = { de, en }
