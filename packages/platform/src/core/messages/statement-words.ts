/** Questions about data and the answers there are; the same ids as in the findings. */
type Harm = 'encryption' | 'access' | 'exfiltration' | 'deletion' | 'loss'
type Answer = 'confirmed' | 'possible' | 'undetermined' | 'excluded' | 'open'
type Stage =
  | 'waiting'
  | 'restorePointsChosen'
  | 'restored'
  | 'verified'
  | 'scanned'
  | 'approved'
  | 'released'
  | 'handedBack'

/** All that a statement to a customer says by itself, in one language. "Not found" is never said as "not happened". */
export interface StatementWords {
  readonly title: (revision: number) => string
  readonly salutation: string
  readonly intro: (title: string, reference: string) => string
  readonly ownPeriod: string
  readonly noRating: string
  readonly headings: Readonly<
    Record<
      | 'changes'
      | 'overview'
      | 'facts'
      | 'findings'
      | 'restore'
      | 'measures'
      | 'advice'
      | 'consequences'
      | 'gaps'
      | 'next'
      | 'acknowledge',
      string
    >
  >
  readonly harm: Readonly<Record<Harm, string>>
  readonly answer: Readonly<Record<Answer, string>>
  readonly finding: (harm: Harm, answer: Answer, bytes?: readonly [string, string]) => string
  /** Of several questions at once. */
  readonly openFindings: string
  readonly period: (from: string, to: string) => string
  readonly grounds: (text: string) => string
  readonly gaps: (text: string) => string
  readonly evidence: (count: number) => string
  readonly asOf: (time: string) => string
  readonly findingsIntro: string
  readonly columns: readonly [string, string, string]
  readonly service: string
  readonly dataClass: (id: string) => string
  readonly stage: Readonly<Record<Stage, string>>
  readonly restoreStage: string
  readonly dataUntil: (time: string) => string
  readonly dataUntilName: string
  readonly released: string
  readonly notRestored: string
  readonly notKnown: string
  readonly estimate: string
  readonly noGaps: string
  readonly noChanges: string
  readonly firstRevision: string
  readonly changed: (what: string, before: string, now: string) => string
  readonly regrounded: (what: string) => string
  readonly nextBy: (time: string) => string
  readonly contact: (line: string) => string
  readonly noContact: string
  readonly acknowledge: string
  readonly reference: Readonly<Record<'sign' | 'revision' | 'date' | 'contact', string>>
  readonly registered: string
  readonly draft: string
  readonly footer: (reference: string, hash: string) => string
  readonly check: {
    readonly heading: string
    readonly text: (files: string) => string
    readonly hash: string
  }
  readonly package: string
  readonly annex: string
  /** The mail that carries the letter; slots as in a notice file. */
  readonly mailSubject: string
  readonly mailText: string
}

const de: StatementWords = {
  title: (revision) =>
    `Mitteilung über eine Verletzung des Schutzes personenbezogener Daten, Fassung ${revision}`,
  salutation: 'Sehr geehrte Damen und Herren,',
  intro: (title, reference) =>
    `wir unterrichten Sie als Ihr Auftragsverarbeiter nach Art. 33 Abs. 2 DSGVO über den Vorfall ${reference}${title === '' ? '' : ` (${title})`}. Diese Mitteilung sagt nur, was Ihre Dienste und Ihre Daten betrifft, so weit es heute bekannt ist.`,
  ownPeriod:
    'Ihre eigene Frist von 72 Stunden nach Art. 33 Abs. 1 DSGVO läuft ab Ihrer Kenntnis. Warten Sie nicht auf die nächste Fassung, um zu prüfen, ob Sie melden müssen.',
  noRating:
    'Ob ein Risiko für Personen besteht und ob Sie melden oder benachrichtigen, entscheiden Sie. Wir bewerten das nicht.',
  headings: {
    changes: 'Was sich geändert hat',
    overview: 'Der Befund im Überblick',
    facts: 'Angaben zum Vorfall',
    findings: 'Der Befund im Einzelnen',
    restore: 'Wiederherstellung Ihrer Daten',
    measures: 'Maßnahmen',
    advice: 'Was wir Ihnen empfehlen',
    consequences: 'Wahrscheinliche Folgen, als Angabe für Ihre Prüfung',
    gaps: 'Was sich nicht beweisen lässt',
    next: 'Wie es weitergeht',
    acknowledge: 'Empfang bestätigen',
  },
  harm: {
    encryption: 'Verschlüsselt',
    access: 'Zugriff durch Unbefugte',
    exfiltration: 'Abgeflossen',
    deletion: 'Gelöscht',
    loss: 'Dauerhaft verloren',
  },
  answer: {
    confirmed: 'bestätigt',
    possible: 'möglich',
    undetermined: 'nicht feststellbar',
    excluded: 'ausgeschlossen',
    open: 'noch nicht geprüft',
  },
  finding: (harm, answer, [least, most] = ['', '']) => {
    const clause = {
      encryption: 'die Daten von den Angreifern verschlüsselt wurden',
      access: 'Unbefugte auf die Daten zugegriffen haben',
      exfiltration: 'Daten an Unbefugte abgeflossen sind',
      deletion: 'Daten von den Angreifern gelöscht wurden',
      loss: 'Daten dauerhaft verloren sind',
    }[harm]
    switch (answer) {
      case 'confirmed':
        return `Es ist bestätigt, dass ${clause}.${most === '' ? '' : ` Umfang: ${least} bis ${most}.`}`
      case 'possible':
        return `Es ist möglich, dass ${clause}: mindestens ${least}, höchstens ${most}.`
      case 'undetermined':
        return `Es lässt sich nicht feststellen, ob ${clause}. Das heißt nicht, dass es nicht geschehen ist.`
      case 'excluded':
        return `Es ist ausgeschlossen, dass ${clause}; zwei Personen haben das anhand der Belege unterschrieben.`
      case 'open':
        return `Ob ${clause}, ist noch nicht geprüft. Das heißt nicht, dass es nicht geschehen ist.`
    }
  },
  openFindings: 'Das ist noch nicht geprüft. Es heißt nicht, dass es nicht geschehen ist.',
  period: (from, to) => `Zeitraum: ${from} bis ${to}.`,
  grounds: (text) => `Grundlage: ${text}`,
  gaps: (text) => `Was fehlt: ${text}`,
  evidence: (count) => (count === 1 ? '1 Beleg.' : `${count} Belege.`),
  asOf: (time) => `Stand: ${time}.`,
  findingsIntro:
    'Zu jedem Dienst und jeder Art von Daten beantworten wir fünf Fragen. „Nicht feststellbar“ und „noch nicht geprüft“ sind keine Entwarnung. „Ausgeschlossen“ steht nur da, wo Belege es zeigen.',
  columns: ['Daten', 'Frage', 'Befund'],
  service: 'Dienst',
  dataClass: (id) =>
    ({
      personal: 'personenbezogene Daten',
      contract: 'Vertragsdaten',
      unclassified: 'nicht eingeteilte Daten',
      health: 'Gesundheitsdaten',
      financial: 'Finanzdaten',
      credentials: 'Zugangsdaten',
    })[id] ?? id,
  stage: {
    waiting: 'wartet',
    restorePointsChosen: 'Wiederherstellungspunkte gewählt',
    restored: 'zurückgebracht, noch nicht geprüft',
    verified: 'zurückgebracht und verglichen',
    scanned: 'auf Schadsoftware geprüft',
    approved: 'zur Freigabe unterschrieben',
    released: 'freigegeben',
    handedBack: 'übergeben',
  },
  restoreStage: 'Stand',
  dataUntil: (time) =>
    `letzte saubere Fassung jeder Datei vor dem ${time}; was danach geändert wurde, kann fehlen`,
  dataUntilName: 'Stand der Daten',
  released: 'Freigegeben am',
  notRestored: 'Zurückgebracht wurde noch nichts.',
  notKnown: 'noch nicht bekannt',
  estimate: 'Schätzung',
  noGaps: 'Keine Lücke ist benannt. Wo „noch nicht geprüft“ steht, ist die Prüfung offen.',
  noChanges: 'Am Befund und an den Angaben hat sich nichts geändert.',
  firstRevision: 'Dies ist die erste Fassung.',
  changed: (what, before, now) => `${what}: bisher „${before}“, jetzt „${now}“.`,
  regrounded: (what) => `${what}: Grundlage, Umfang oder Lücken neu gefasst.`,
  nextBy: (time) =>
    `Die nächste Fassung kommt bis zum ${time}, früher, wenn sich etwas ändert. Sie nennt, was sich gegenüber dieser geändert hat.`,
  contact: (line) => `Datenschutz: ${line}`,
  noContact:
    'Bitte wenden Sie sich an unseren Datenschutz; wie Sie uns erreichen, steht im Kopf dieses Schreibens.',
  acknowledge:
    'Bitte bestätigen Sie, dass Sie dieses Schreiben erhalten haben: den Code mit dem Telefon lesen oder die Adresse eingeben und dort den Knopf drücken.',
  reference: { sign: 'Unser Zeichen', revision: 'Fassung', date: 'Datum', contact: 'Datenschutz' },
  registered: 'Einschreiben mit Rückschein',
  draft: 'ENTWURF',
  footer: (reference, hash) => `${reference} · Inhalt ${hash}`,
  check: {
    heading: 'Dieses Schreiben prüfen',
    text: (files) =>
      `Datenschutz und Forensik haben genau diesen Inhalt unterschrieben. Ob das stimmt, prüfen Sie ohne uns mit den Dateien ${files}.json, ${files}.proof und verify-letter.sh, die wir Ihnen auf Anfrage geben: sh verify-letter.sh ${files}.json ${files}.proof (nötig ist nur openssl 3). Die Prüfsumme, die dort erscheint, ist die folgende. Die Fingerabdrücke der Schlüssel vergleichen Sie mit denen, die wir Ihnen auf anderem Weg nennen.`,
    hash: 'SHA-256 des Inhalts',
  },
  package: 'Angaben nach Art. 33 Abs. 3 DSGVO für Ihre eigene Meldung',
  annex: 'Angaben für Ihre Meldung nach DORA (Durchführungsverordnung (EU) 2025/302)',
  mailSubject: 'Mitteilung nach Art. 33 Abs. 2 DSGVO an {tenant}',
  mailText: `Sehr geehrte Damen und Herren,

im Anhang finden Sie die Mitteilung an {tenant} (Kundennummer {number}) über eine Verletzung des Schutzes personenbezogener Daten: was betroffen ist, was wir wissen, was sich nicht beweisen lässt und was Sie für eine eigene Meldung brauchen.

Ihre eigene Frist von 72 Stunden nach Art. 33 Abs. 1 DSGVO läuft ab Ihrer Kenntnis. Wir bewerten Ihr Risiko nicht.

Wir fragen nie nach Kennwörtern. Der Anhang ist ein PDF ohne Skripte.`,
}

const en: StatementWords = {
  title: (revision) => `Notice of a personal data breach, revision ${revision}`,
  salutation: 'Dear Sir or Madam,',
  intro: (title, reference) =>
    `as your processor we notify you under GDPR Art. 33(2) of the incident ${reference}${title === '' ? '' : ` (${title})`}. This notice says only what concerns your services and your data, as far as it is known today.`,
  ownPeriod:
    'Your own period of 72 hours under GDPR Art. 33(1) runs from your knowledge. Do not wait for the next revision before you examine whether you have to report.',
  noRating:
    'Whether there is a risk for persons, and whether you report or inform them, is for you to decide. We do not rate it.',
  headings: {
    changes: 'What has changed',
    overview: 'The findings at a glance',
    facts: 'About the incident',
    findings: 'The findings in detail',
    restore: 'Restoring your data',
    measures: 'Measures',
    advice: 'What we recommend to you',
    consequences: 'Likely consequences, as input to your examination',
    gaps: 'What cannot be proved',
    next: 'What comes next',
    acknowledge: 'Confirm receipt',
  },
  harm: {
    encryption: 'Encrypted',
    access: 'Accessed by others',
    exfiltration: 'Exfiltrated',
    deletion: 'Deleted',
    loss: 'Lost for good',
  },
  answer: {
    confirmed: 'confirmed',
    possible: 'possible',
    undetermined: 'cannot be determined',
    excluded: 'excluded',
    open: 'not examined yet',
  },
  finding: (harm, answer, [least, most] = ['', '']) => {
    const clause = {
      encryption: 'the data was encrypted by the attackers',
      access: 'unauthorised persons accessed the data',
      exfiltration: 'data flowed out to unauthorised persons',
      deletion: 'data was deleted by the attackers',
      loss: 'data is lost for good',
    }[harm]
    switch (answer) {
      case 'confirmed':
        return `It is confirmed that ${clause}.${most === '' ? '' : ` Amount: ${least} to ${most}.`}`
      case 'possible':
        return `It is possible that ${clause}: at least ${least}, at most ${most}.`
      case 'undetermined':
        return `It cannot be determined whether ${clause}. That does not mean that it did not happen.`
      case 'excluded':
        return `It is excluded that ${clause}; two persons signed this on the evidence.`
      case 'open':
        return `Whether ${clause} has not been examined yet. That does not mean that it did not happen.`
    }
  },
  openFindings: 'This has not been examined yet. It does not mean that it did not happen.',
  period: (from, to) => `Period: ${from} to ${to}.`,
  grounds: (text) => `Grounds: ${text}`,
  gaps: (text) => `What is missing: ${text}`,
  evidence: (count) => (count === 1 ? '1 piece of evidence.' : `${count} pieces of evidence.`),
  asOf: (time) => `As of ${time}.`,
  findingsIntro:
    'For each service and each kind of data we answer five questions. “Cannot be determined” and “not examined yet” are no all-clear. “Excluded” stands only where evidence shows it.',
  columns: ['Data', 'Question', 'Finding'],
  service: 'Service',
  dataClass: (id) =>
    ({
      personal: 'personal data',
      contract: 'contract data',
      unclassified: 'data of no class',
      health: 'health data',
      financial: 'financial data',
      credentials: 'credentials',
    })[id] ?? id,
  stage: {
    waiting: 'waiting',
    restorePointsChosen: 'restore points chosen',
    restored: 'brought back, not verified yet',
    verified: 'brought back and compared',
    scanned: 'scanned for malware',
    approved: 'signed for release',
    released: 'released',
    handedBack: 'handed back',
  },
  restoreStage: 'State',
  dataUntil: (time) =>
    `last clean version of each file before ${time}; what was changed after it may be missing`,
  dataUntilName: 'Data as of',
  released: 'Released on',
  notRestored: 'Nothing has been brought back yet.',
  notKnown: 'not known yet',
  estimate: 'estimate',
  noGaps: 'No gap is named. Where it says “not examined yet”, the examination is open.',
  noChanges: 'Nothing changed in the findings and in what is told.',
  firstRevision: 'This is the first revision.',
  changed: (what, before, now) => `${what}: “${before}” before, “${now}” now.`,
  regrounded: (what) => `${what}: grounds, amount or gaps stated anew.`,
  nextBy: (time) =>
    `The next revision comes by ${time}, earlier if something changes. It names what changed against this one.`,
  contact: (line) => `Data protection: ${line}`,
  noContact: 'Please turn to our data protection officer; the head of this letter says how to reach us.',
  acknowledge:
    'Please confirm that you received this letter: read the code with a phone, or type the address, and press the button there.',
  reference: { sign: 'Our reference', revision: 'Revision', date: 'Date', contact: 'Data protection' },
  registered: 'Registered, advice of receipt',
  draft: 'DRAFT',
  footer: (reference, hash) => `${reference} · content ${hash}`,
  check: {
    heading: 'Checking this letter',
    text: (files) =>
      `Data protection and forensics signed exactly this content. Whether that is so you check without us with the files ${files}.json, ${files}.proof and verify-letter.sh, which we give you on request: sh verify-letter.sh ${files}.json ${files}.proof (it takes only openssl 3). The digest that it prints is the one below. Compare the fingerprints of the keys with those that we tell you on another way.`,
    hash: 'SHA-256 of the content',
  },
  package: 'Particulars under GDPR Art. 33(3) for your own report',
  annex: 'Particulars for your report under DORA (Implementing Regulation (EU) 2025/302)',
  mailSubject: 'Notice under GDPR Art. 33(2) to {tenant}',
  mailText: `Dear Sir or Madam,

attached is the notice to {tenant} (customer number {number}) of a personal data breach: what is concerned, what we know, what cannot be proved, and what you need for a report of your own.

Your own period of 72 hours under GDPR Art. 33(1) runs from your knowledge. We do not rate your risk.

We never ask for passwords. The attachment is a PDF without scripts.`,
}

export const statementWords: Readonly<Record<'de' | 'en', StatementWords>> = { de, en }
