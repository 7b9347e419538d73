/** Sentences of the pages about subscriptions and of their mails. One language, one object. */
export interface SubscriptionWords {
  readonly title: string
  readonly lead: string
  readonly address: string
  readonly addressNote: string
  readonly language: string
  readonly languages: { readonly de: string; readonly en: string }
  readonly kinds: string
  readonly kindNames: Readonly<Record<'all' | 'releases' | 'advisories', string>>
  readonly services: string
  readonly servicesNote: string
  readonly trap: string
  readonly subscribe: string
  readonly privacy: string
  readonly problemTitle: string
  readonly problems: Readonly<Record<'no-address' | 'too-long' | 'mixed-letters', string>>
  readonly sentTitle: string
  readonly sentLead: string
  readonly sentNote: string
  readonly fullTitle: string
  readonly fullLead: string
  readonly noCaseTitle: string
  readonly noCaseLead: string
  readonly confirmTitle: string
  readonly confirmLead: string
  readonly confirmButton: string
  readonly confirmedTitle: string
  readonly confirmedLead: string
  readonly manageTitle: string
  readonly manageLead: string
  readonly save: string
  readonly savedTitle: string
  readonly savedLead: string
  readonly endTitle: string
  readonly endLead: string
  readonly endButton: string
  readonly endedTitle: string
  readonly endedLead: string
  readonly usedTitle: string
  readonly usedLead: string
  readonly again: string
  readonly mail: SubscriptionMailWords
}

interface MailParts {
  readonly provider: string
  readonly link: string
}

interface SubscriptionMailWords {
  readonly optInSubject: (provider: string) => string
  readonly optIn: (parts: MailParts & { readonly hours: number }) => string
  readonly manageSubject: (provider: string) => string
  readonly manage: (parts: MailParts & { readonly minutes: number }) => string
  readonly updateSubject: (provider: string, number: number) => string
  readonly correctionSubject: (provider: string, number: number, earlier: number) => string
  readonly correction: (earlier: number, why: string) => string
  readonly asOf: (moment: string) => string
  readonly nextBy: (moment: string) => string
  readonly page: (link: string) => string
  readonly foot: (parts: MailParts & { readonly form: string }) => string
}

export const subscriptionWords: Readonly<Record<'de' | 'en', SubscriptionWords>> = {
  de: {
    title: 'Meldungen per E-Mail',
    lead: 'Sie erhalten eine E-Mail, sobald wir etwas Neues veröffentlichen. Abbestellen geht jederzeit mit einem Klick.',
    address: 'E-Mail-Adresse',
    addressNote: 'Nehmen Sie eine Adresse, die von der Störung nicht betroffen ist.',
    language: 'Sprache',
    languages: { de: 'Deutsch', en: 'English' },
    kinds: 'Was möchten Sie hören?',
    kindNames: {
      all: 'Alle Meldungen',
      releases: 'Nur, wenn ein Dienst wieder freigegeben ist',
      advisories: 'Nur Warnungen, nach denen Sie etwas tun sollten',
    },
    services: 'Zu welchen Diensten?',
    servicesNote: 'Ohne Auswahl: zu allen.',
    trap: 'Dieses Feld bitte leer lassen',
    subscribe: 'Abonnieren',
    privacy:
      'Wir verwenden die Adresse nur für diese Meldungen. Bestätigen Sie nicht innerhalb von 48 Stunden, wird sie gelöscht; nach dem Abbestellen sofort.',
    problemTitle: 'Die Adresse stimmt noch nicht',
    problems: {
      'no-address':
        'Das ist keine E-Mail-Adresse, an die wir schreiben können. Schreiben Sie sie wie lea@example.org.',
      'too-long': 'Diese Adresse ist zu lang.',
      'mixed-letters': 'Die Adresse mischt Buchstaben mehrerer Alphabete. Tippen Sie sie bitte neu.',
    },
    sentTitle: 'Sehen Sie in Ihr Postfach',
    sentLead:
      'Wenn an diese Adresse geschrieben werden kann, kommt in den nächsten Minuten eine E-Mail mit einem Link. Erst wenn Sie ihn öffnen und bestätigen, erhalten Sie Meldungen.',
    sentNote:
      'Kam nichts an? Sehen Sie im Spam-Ordner nach. Sind Sie schon angemeldet, führt der Link zu Ihren Einstellungen.',
    fullTitle: 'Zurzeit sind keine Anmeldungen möglich',
    fullLead:
      'Es warten sehr viele Anmeldungen auf ihre Bestätigung. Ihre wurde nicht gespeichert: Versuchen Sie es später, oder lesen Sie die Meldungen auf der Seite.',
    noCaseTitle: 'Zurzeit gibt es nichts zu abonnieren',
    noCaseLead: 'Es ist kein Vorfall gemeldet.',
    confirmTitle: 'Anmeldung bestätigen',
    confirmLead:
      'Mit einem Klick erhalten Sie die Meldungen. Haben Sie das nicht gewollt, schließen Sie die Seite.',
    confirmButton: 'Meldungen erhalten',
    confirmedTitle: 'Sie sind angemeldet',
    confirmedLead: 'Die nächste Meldung kommt per E-Mail. In jeder steht ein Link zum Abbestellen.',
    manageTitle: 'Ihre Einstellungen',
    manageLead: 'Der Link gilt für eine Änderung.',
    save: 'Speichern',
    savedTitle: 'Gespeichert',
    savedLead: 'Ihre Einstellungen gelten ab der nächsten Meldung.',
    endTitle: 'Abbestellen',
    endLead: 'Danach kommt keine E-Mail mehr, und wir löschen die Adresse.',
    endButton: 'Abbestellen',
    endedTitle: 'Sie sind abgemeldet',
    endedLead: 'Ihre Adresse ist gelöscht. Eine Meldung, die schon unterwegs ist, kann noch ankommen.',
    usedTitle: 'Dieser Link gilt nicht mehr',
    usedLead: 'Er wurde schon benutzt, oder seine Zeit ist um.',
    again: 'Mit dem Formular kommt ein neuer.',
    mail: {
      optInSubject: (provider) => `${provider}: Bitte bestätigen Sie die Anmeldung`,
      optIn: ({ provider, link, hours }) =>
        `Für diese Adresse wurden Meldungen von ${provider} bestellt.\n\nBestätigen Sie hier, innerhalb von ${hours} Stunden:\n${link}\n\nHaben Sie das nicht gewollt, müssen Sie nichts tun: Ohne Bestätigung kommt keine weitere E-Mail, und die Adresse wird gelöscht.\n\nWir fragen nie per E-Mail nach Passwörtern.\n`,
      manageSubject: (provider) => `${provider}: Ihre Einstellungen`,
      manage: ({ provider, link, minutes }) =>
        `Mit dieser Adresse erhalten Sie schon Meldungen von ${provider}; es hat sie jemand noch einmal angemeldet. Geändert wurde nichts.\n\nHier ändern oder beenden Sie die Anmeldung, innerhalb von ${minutes} Minuten:\n${link}\n\nWir fragen nie per E-Mail nach Passwörtern.\n`,
      updateSubject: (provider, number) => `${provider}: Meldung ${number}`,
      correctionSubject: (provider, number, earlier) =>
        `${provider}: Meldung ${number} berichtigt Meldung ${earlier}`,
      correction: (earlier, why) => `Diese Meldung berichtigt Meldung ${earlier}.\nGrund: ${why}`,
      asOf: (moment) => `Stand: ${moment}`,
      nextBy: (moment) => `Nächste Meldung spätestens: ${moment}`,
      page: (link) => `Diese Meldung im Netz: ${link}`,
      foot: ({ provider, link, form }) =>
        `Sie erhalten diese E-Mail, weil Sie Meldungen von ${provider} abonniert haben.\nAbbestellen: ${link}\nEinstellungen ändern: ${form}\nWir fragen nie per E-Mail nach Passwörtern.`,
    },
  },
  en: {
    title: 'Updates by e-mail',
    lead: 'You get an e-mail as soon as we publish something new. You can unsubscribe at any time with one click.',
    address: 'E-mail address',
    addressNote: 'Use an address that the disruption does not affect.',
    language: 'Language',
    languages: { de: 'Deutsch', en: 'English' },
    kinds: 'What would you like to hear?',
    kindNames: {
      all: 'All updates',
      releases: 'Only when a service was released',
      advisories: 'Only warnings that ask you to do something',
    },
    services: 'About which services?',
    servicesNote: 'None chosen: about all of them.',
    trap: 'Please leave this field empty',
    subscribe: 'Subscribe',
    privacy:
      'We use the address for these updates only. Unless you confirm within 48 hours it is deleted; once you unsubscribe, at once.',
    problemTitle: 'The address is not right yet',
    problems: {
      'no-address': 'This is no e-mail address that we can write to. Write it like lea@example.org.',
      'too-long': 'This address is too long.',
      'mixed-letters': 'The address mixes letters of several alphabets. Please type it again.',
    },
    sentTitle: 'Look into your mailbox',
    sentLead:
      'If that address can be written to, an e-mail with a link comes within minutes. Only when you open it and confirm do you get updates.',
    sentNote:
      'Nothing came? Look into the spam folder. If you are subscribed already, the link leads to your settings.',
    fullTitle: 'Nobody can subscribe at the moment',
    fullLead:
      'Very many subscriptions wait for their confirmation. Yours was not stored: try again later, or read the updates on the site.',
    noCaseTitle: 'There is nothing to subscribe to at the moment',
    noCaseLead: 'No incident is reported.',
    confirmTitle: 'Confirm the subscription',
    confirmLead: 'With one click you get the updates. If you did not want this, close the page.',
    confirmButton: 'Get the updates',
    confirmedTitle: 'You are subscribed',
    confirmedLead: 'The next update comes by e-mail. Each has a link to unsubscribe.',
    manageTitle: 'Your settings',
    manageLead: 'The link serves for one change.',
    save: 'Save',
    savedTitle: 'Saved',
    savedLead: 'Your settings apply from the next update on.',
    endTitle: 'Unsubscribe',
    endLead: 'No e-mail comes after that, and we delete the address.',
    endButton: 'Unsubscribe',
    endedTitle: 'You are unsubscribed',
    endedLead: 'Your address is deleted. An update that is on its way already may still arrive.',
    usedTitle: 'This link is no longer valid',
    usedLead: 'It was used already, or its time is over.',
    again: 'The form sends you a new one.',
    mail: {
      optInSubject: (provider) => `${provider}: please confirm your subscription`,
      optIn: ({ provider, link, hours }) =>
        `Updates from ${provider} were ordered for this address.\n\nConfirm it here, within ${hours} hours:\n${link}\n\nIf you did not want this, you need not do anything: without a confirmation no further e-mail comes, and the address is deleted.\n\nWe never ask for passwords by e-mail.\n`,
      manageSubject: (provider) => `${provider}: your settings`,
      manage: ({ provider, link, minutes }) =>
        `This address gets updates from ${provider} already; somebody subscribed it once more. Nothing was changed.\n\nChange or end the subscription here, within ${minutes} minutes:\n${link}\n\nWe never ask for passwords by e-mail.\n`,
      updateSubject: (provider, number) => `${provider}: update ${number}`,
      correctionSubject: (provider, number, earlier) =>
        `${provider}: update ${number} corrects update ${earlier}`,
      correction: (earlier, why) => `This update corrects update ${earlier}.\nReason: ${why}`,
      asOf: (moment) => `As of: ${moment}`,
      nextBy: (moment) => `Next update at the latest: ${moment}`,
      page: (link) => `This update on the web: ${link}`,
      foot: ({ provider, link, form }) =>
        `You get this e-mail because you subscribed to updates from ${provider}.\nUnsubscribe: ${link}\nChange your settings: ${form}\nWe never ask for passwords by e-mail.`,
    },
  },
}
