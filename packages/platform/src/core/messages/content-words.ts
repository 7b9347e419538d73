/** What can be written at the desk (`inform.md` §6). `news` is a short free text, `no-news` its truthful absence. */
export const contentKinds = [
  'news',
  'no-news',
  'holding',
  'update',
  'faq',
  'explainer',
  'advisory',
  'credentials',
  'released',
  'windows',
  'resources',
  'call-script',
  'auto-reply',
  'closing',
] as const
export type ContentKind = (typeof contentKinds)[number]

interface Words {
  readonly de: string
  readonly en: string
}

/** One part of a skeleton: what stands above it, and what the template says there. `{?…}` has to be filled in. */
export interface PartWords {
  readonly heading: Words
  readonly ready: Words
}

/** What each kind is called. */
export const kindWords: Readonly<Record<ContentKind, Words>> = {
  news: { de: 'Meldung', en: 'Update' },
  'no-news': { de: 'Nichts Neues', en: 'No new information' },
  holding: { de: 'Erste Meldung', en: 'First statement' },
  update: { de: 'Meldung', en: 'Update' },
  faq: { de: 'Fragen und Antworten', en: 'Questions and answers' },
  explainer: { de: 'Hintergrund', en: 'Background' },
  advisory: { de: 'Warnung', en: 'Security warning' },
  credentials: { de: 'Neue Zugangsdaten', en: 'New credentials' },
  released: { de: 'Dienst freigegeben', en: 'Service released' },
  windows: { de: 'Reihenfolge des Wiederanlaufs', en: 'Order of the restart' },
  resources: { de: 'Was die Servicestelle leisten kann', en: 'What the service desk can do' },
  'call-script': { de: 'Leitfaden für Anrufe', en: 'Call script' },
  'auto-reply': { de: 'Automatische Antwort', en: 'Automatic reply' },
  closing: { de: 'Abschlussbericht', en: 'Closing report' },
}

/** The parts of each kind in their order; kinds without any are free texts, and a FAQ has questions. */
export const partWords = {
  holding: {
    unavailable: {
      heading: { de: 'Was nicht verfügbar ist', en: 'What is unavailable' },
      ready: {
        de: 'Seit {fact:since} stehen diese Dienste nicht zur Verfügung: {fact:unavailable}.',
        en: 'Since {fact:since} these services have been unavailable: {fact:unavailable}.',
      },
    },
    action: {
      heading: { de: 'Was wir getan haben', en: 'What we have done' },
      ready: {
        de: 'Unser Notfallplan ist ausgelöst. {fact:cut-off}',
        en: 'Our emergency plan is in force. {fact:cut-off}',
      },
    },
    who: {
      heading: { de: 'Wer daran arbeitet', en: 'Who is working on it' },
      ready: {
        de: 'Daran arbeitet unser Krisenstab mit {?Namen der Gruppen, ohne Personen}. Umfang und Ursache werden untersucht.',
        en: 'Our crisis team is working on it with {?names of teams, no persons}. Extent and cause are being investigated.',
      },
    },
    next: {
      heading: { de: 'Wo und wann Sie mehr erfahren', en: 'Where and when you will learn more' },
      ready: {
        de: 'Die nächste Meldung steht hier auf dieser Seite, bis {fact:next-by}.',
        en: 'The next update will be on this page by {fact:next-by}.',
      },
    },
    contact: {
      heading: { de: 'So erreichen Sie uns', en: 'How to reach us' },
      ready: {
        de: 'Unabhängig von den betroffenen Systemen: {?Telefon oder E-Mail außerhalb des Hauses}.',
        en: 'Independent of the affected systems: {?phone or mail outside the estate}.',
      },
    },
  },
  update: {
    changed: {
      heading: { de: 'Was sich geändert hat', en: 'What has changed' },
      ready: { de: '{?geänderte Dienste zuerst}', en: '{?changed services first}' },
    },
    'to-do': {
      heading: { de: 'Was Sie tun sollten', en: 'What you should do' },
      ready: {
        de: '{?was Leser jetzt tun, oder: Sie müssen im Augenblick nichts tun.}',
        en: '{?what readers do now, or: There is nothing you need to do at the moment.}',
      },
    },
    unchanged: {
      heading: { de: 'Was unverändert ist', en: 'What is unchanged' },
      ready: {
        de: '{?ein Satz, nicht die ganze Vorgeschichte}',
        en: '{?one sentence, not the whole history}',
      },
    },
  },
  explainer: {
    title: {
      heading: { de: 'Titel', en: 'Title' },
      ready: { de: '{?Titel in einer Zeile}', en: '{?title in one line}' },
    },
    how: {
      heading: { de: 'Wie es bei uns funktioniert', en: 'How it works here' },
      ready: {
        de: '{?ohne Einzelheiten, die einem Angreifer nützen}',
        en: '{?without detail that helps an attacker}',
      },
    },
    meaning: {
      heading: { de: 'Was das für Sie bedeutet', en: 'What it means for you' },
      ready: { de: '{?für Leserinnen und Leser}', en: '{?for the reader}' },
    },
    figures: {
      heading: { de: 'Wie weit wir sind', en: 'How far we are' },
      ready: { de: '{fact:progress}', en: '{fact:progress}' },
    },
  },
  advisory: {
    title: {
      heading: { de: 'Titel', en: 'Title' },
      ready: { de: '{?wovor Sie warnen, in einer Zeile}', en: '{?what you warn of, in one line}' },
    },
    threat: {
      heading: { de: 'Wovor wir warnen', en: 'What we warn of' },
      ready: { de: '{?die Bedrohung}', en: '{?the threat}' },
    },
    example: {
      heading: { de: 'Beispiel', en: 'Example' },
      ready: {
        de: '{?Wortlaut oder Merkmale; Adressen nur entschärft, wie hxxps://falsch[.]example}',
        en: '{?wording or features; addresses defanged only, like hxxps://fake[.]example}',
      },
    },
    senders: {
      heading: { de: 'Woran Sie uns erkennen', en: 'How to recognise us' },
      ready: {
        de: 'Wir schreiben nur von {?Domänen der Absender} und rufen nur von {?Nummern} an. Wir fragen Sie nie nach einem Passwort.',
        en: 'We write from {?sender domains} only, and call from {?numbers} only. We never ask you for a password.',
      },
    },
    blocked: {
      heading: { de: 'Was wir sperren', en: 'What we block' },
      ready: {
        de: 'Anhänge dieser Arten nehmen wir bis {?Zeit mit Zone} nicht an: {?Dateiarten wie .one, .iso}.',
        en: 'Until {?time with zone} we do not accept attachments of these kinds: {?file types like .one, .iso}.',
      },
    },
    clicked: {
      heading: { de: 'Wenn Sie schon geklickt haben', en: 'If you have clicked already' },
      ready: {
        de: 'Trennen Sie das Gerät vom Netz, schalten Sie es nicht aus, und rufen Sie an: {?Telefon}.',
        en: 'Disconnect the device from the network, do not switch it off, and call: {?phone}.',
      },
    },
  },
  credentials: {
    account: {
      heading: { de: 'Um welches Konto es geht', en: 'Which account this is about' },
      ready: { de: 'Ihr Konto: {to:account}', en: 'Your account: {to:account}' },
    },
    channel: {
      heading: { de: 'Wie Sie das Passwort erhalten', en: 'How you receive the password' },
      ready: {
        de: 'Das Passwort kommt auf einem anderen Weg: {to:channel}. In dieser Nachricht steht es nicht.',
        en: 'The password comes by another way: {to:channel}. It is not in this message.',
      },
    },
    steps: {
      heading: { de: 'So melden Sie sich zum ersten Mal an', en: 'How to sign in for the first time' },
      ready: {
        de: '{?Schritte, mit der Adresse, die schon im Vertrag steht}',
        en: '{?steps, with the address that is in the contract}',
      },
    },
    validity: {
      heading: { de: 'Wie lange es gilt', en: 'How long it is valid' },
      ready: {
        de: 'Das erste Passwort gilt bis {to:valid-until}.',
        en: 'The first password is valid until {to:valid-until}.',
      },
    },
    help: {
      heading: { de: 'Hilfe', en: 'Help' },
      ready: {
        de: 'Bei Fragen: {?Telefon der Servicestelle}',
        en: 'If you have questions: {?phone of the service desk}',
      },
    },
  },
  released: {
    scope: {
      heading: { de: 'Was freigegeben ist', en: 'What is released' },
      ready: { de: '{?für wen, und was davon ausgenommen ist}', en: '{?for whom, and what is left out}' },
    },
    'data-as-of': {
      heading: { de: 'Stand der Daten', en: 'State of the data' },
      ready: {
        de: '{?Datum und Zeit mit Zone, oder: Den Stand Ihrer Daten nennen wir Ihnen einzeln.}',
        en: '{?date and time with zone, or: We tell each customer the state of their data.}',
      },
    },
    limits: {
      heading: { de: 'Bekannte Einschränkungen', en: 'Known limits' },
      ready: { de: '{?oder: Uns sind keine bekannt.}', en: '{?or: We know of none.}' },
    },
    workaround: {
      heading: { de: 'Ende des Ausweichwegs', en: 'End of the workaround' },
      ready: { de: '{?oder: Einen Ausweichweg gab es nicht.}', en: '{?or: There was no workaround.}' },
    },
  },
  windows: {
    note: {
      heading: { de: 'Was Sie dazu wissen sollten', en: 'What you should know about it' },
      ready: { de: '{?ein Satz zur Reihenfolge}', en: '{?one sentence about the order}' },
    },
  },
  resources: {
    can: {
      heading: { de: 'Was wir jetzt für Sie tun können', en: 'What we can do for you now' },
      ready: { de: '{?…}', en: '{?…}' },
    },
    cannot: {
      heading: { de: 'Was wir noch nicht tun können', en: 'What we cannot do yet' },
      ready: {
        de: '{?zum Beispiel: Einzelne Sicherungen geben wir noch nicht heraus.}',
        en: '{?for instance: We do not hand out individual backups yet.}',
      },
    },
  },
  'call-script': {
    verify: {
      heading: { de: '1. Prüfen, wer am Telefon ist', en: '1. Verify who is on the phone' },
      ready: {
        de: 'Fragen Sie nach bekannten Angaben: {to:known-data}. Stimmen sie nicht, sagen Sie nichts und rufen Sie die Nummer aus dem Vertrag an.',
        en: 'Ask for what both sides know: {to:known-data}. If it does not match, say nothing and call the number in the contract.',
      },
    },
    facts: {
      heading: { de: '2. Vier Dinge sagen', en: '2. Say four things' },
      ready: {
        de: '1. {?was geschehen ist}\n2. {?was betroffen ist}\n3. {?was der Kunde jetzt tut}\n4. {?wann die nächste Nachricht kommt}',
        en: '1. {?what happened}\n2. {?what is affected}\n3. {?what the customer does now}\n4. {?when the next message comes}',
      },
    },
    code: {
      heading: { de: '3. Code vorlesen und wiederholen lassen', en: '3. Read the code and have it repeated' },
      ready: {
        de: 'Lesen Sie den Code {to:code} vor und lassen Sie ihn wiederholen. Tragen Sie ein, was Sie gehört haben.',
        en: 'Read out the code {to:code} and have it repeated. Enter what you heard.',
      },
    },
    written: {
      heading: { de: '4. Die schriftliche Mitteilung', en: '4. The written notice' },
      ready: {
        de: 'Die Mitteilung geht an eine Adresse, die Sie gemeinsam festlegen: {?Post, zweite E-Mail-Adresse}. Links schicken Sie nicht.',
        en: 'The notice goes to an address that you agree on: {?post, second mail address}. You send no links.',
      },
    },
    outcome: {
      heading: { de: '5. Ergebnis eintragen', en: '5. Log the outcome' },
      ready: {
        de: 'Erreicht, Anrufbeantworter, falsche Person, abgelehnt oder Rückruf: tragen Sie es sofort ein.',
        en: 'Reached, voicemail, wrong person, refused or call back: enter it at once.',
      },
    },
  },
  'auto-reply': {
    accepted: {
      heading: { de: 'Ihre Nachricht', en: 'Your message' },
      ready: {
        de: 'Ihre Nachricht ist angenommen. Sie wird im Augenblick nicht bearbeitet.',
        en: 'Your message has been accepted. It is not being processed at the moment.',
      },
    },
    contact: {
      heading: { de: 'So erreichen Sie uns', en: 'How to reach us' },
      ready: { de: '{?Telefon oder E-Mail außerhalb des Hauses}', en: '{?phone or mail outside the estate}' },
    },
  },
  closing: {
    cause: {
      heading: { de: 'Ursache', en: 'Cause' },
      ready: {
        de: '{?der Anspruch zur Ursache, als Platzhalter {claim:NAME}}',
        en: '{?the claim about the cause, as {claim:NAME}}',
      },
    },
    excluded: {
      heading: { de: 'Was ausgeschlossen ist, und wie', en: 'What was excluded, and how' },
      ready: { de: '{?Verfahren, mit {claim:NAME}}', en: '{?method, with {claim:NAME}}' },
    },
    measures: {
      heading: { de: 'Was wir geändert haben', en: 'What we changed' },
      ready: { de: '{?Maßnahmen}', en: '{?measures}' },
    },
    contact: {
      heading: { de: 'So erreichen Sie uns', en: 'How to reach us' },
      ready: { de: '{?Telefon oder E-Mail}', en: '{?phone or mail}' },
    },
  },
} as const satisfies Partial<Record<ContentKind, Readonly<Record<string, PartWords>>>>

/** Questions a FAQ starts with: `topic/name`, question first. */
export const questionWords: Readonly<Record<string, Words>> = {
  'service/when-back': {
    de: 'Wann läuft mein Dienst wieder?\nEinen Termin nennen wir erst, wenn wir ihn halten können. {?Wie weit Sie sind}',
    en: 'When will my service be back?\nWe name a date only when we can keep it. {?How far you are}',
  },
  'data/copied': {
    de: 'Wurden meine Daten kopiert?\n{?die Aussage dazu, als {claim:NAME}}',
    en: 'Was my data copied?\n{?the statement on it, as {claim:NAME}}',
  },
  'credentials/password': {
    de: 'Muss ich mein Passwort ändern?\n{?die Aussage dazu, als {claim:NAME}}',
    en: 'Do I have to change my password?\n{?the statement on it, as {claim:NAME}}',
  },
  'contracts/whom-to-ask': {
    de: 'Wen frage ich zu meinem Vertrag?\n{?Telefon oder E-Mail}',
    en: 'Whom do I ask about my contract?\n{?phone or mail}',
  },
}

/** What a question can be about. */
export const questionTopics = ['service', 'data', 'credentials', 'contracts'] as const
export const topicWords: Readonly<Record<(typeof questionTopics)[number], Words>> = {
  service: { de: 'Dienste', en: 'Services' },
  data: { de: 'Daten', en: 'Data' },
  credentials: { de: 'Zugangsdaten', en: 'Credentials' },
  contracts: { de: 'Verträge', en: 'Contracts' },
}

/**
 * Sentences that touch a class of claims and claim nothing about the case. They may be typed word by word; anything
 * else about passwords or data comes from the register.
 */
export const harmlessSentences: readonly string[] = [
  'Wir fragen Sie nie nach einem Passwort.',
  'Wir fragen Sie nie nach Ihrem Passwort.',
  'We never ask you for a password.',
  'We never ask you for your password.',
  'Geben Sie niemandem Ihr Passwort.',
  'Do not give anybody your password.',
  'Das Passwort kommt auf einem anderen Weg.',
  'The password comes by another way.',
]
