/** Sentences of the form for inquiries, its pages and its mails. Keys are those of `core/inquiries`. */
export interface InquiryPageWords {
  readonly title: string
  /** On the site, where the form is sent to another server. */
  readonly sentTo: (host: string) => string
  readonly formElsewhere: string
  readonly lead: string
  readonly promise: string
  readonly busy: (open: number) => string
  readonly required: string
  readonly labels: Readonly<Record<InquiryField, string>>
  readonly notes: Readonly<Partial<Record<InquiryField, string>>>
  readonly noCustomer: string
  readonly trap: string
  readonly chooseService: string
  readonly otherService: string
  readonly chooseTopic: string
  readonly topics: Readonly<Record<string, string>>
  readonly languages: { readonly de: string; readonly en: string }
  readonly noticeLink: string
  readonly send: string
  readonly problemsTitle: (count: number) => string
  readonly problems: Readonly<Record<string, string>>
  /** A mail address that was said on the telephone. */
  readonly notByTelephone: string
  readonly tooLong: (longest: number) => string
  readonly checkTitle: string
  readonly checkLead: string
  readonly sendNow: string
  readonly change: string
  readonly sentTitle: string
  readonly keepReference: string
  readonly confirmFirst: string
  readonly answerBy: (time: string) => string
  readonly answerByOnce: string
  readonly phoneOnly: string
  readonly states: Readonly<Record<string, string>>
  readonly referenceWord: string
  readonly confirmTitle: string
  readonly confirmLead: string
  readonly confirmButton: string
  readonly confirmedTitle: string
  readonly confirmedLead: string
  readonly solvedTitle: string
  readonly solvedLead: string
  readonly solvedButton: string
  readonly notSolvedButton: string
  readonly solvedDone: string
  readonly notSolvedDone: string
  readonly notYetAnswered: string
  readonly noticeTitle: string
  readonly notice: (parts: { readonly provider: string; readonly months: number }) => readonly string[]
  readonly mail: {
    readonly confirmSubject: (reference: string) => string
    readonly confirmText: (parts: InquiryMailParts) => string
    readonly answerSubject: (reference: string) => string
    readonly answerText: (parts: InquiryMailParts & { readonly answer: string }) => string
    readonly receivedSubject: (reference: string) => string
    readonly receivedText: (parts: InquiryMailParts & { readonly answerBy: string }) => string
  }
}

type InquiryField =
  | 'name'
  | 'customer'
  | 'email'
  | 'phone'
  | 'service'
  | 'topic'
  | 'message'
  | 'language'
  | 'callTime'
  | 'consent'

/** Nothing that a stranger typed: such a mail can be sent to anybody's address. */
interface InquiryMailParts {
  readonly provider: string
  readonly reference: string
  readonly link: string
}

export const inquiryWords: Readonly<Record<'de' | 'en', InquiryPageWords>> = {
  de: {
    title: 'Eine Frage stellen',
    sentTo: (host) => `Das Formular geht an ${host}. Bevor etwas gespeichert wird, sehen Sie es noch einmal.`,
    formElsewhere: 'Das Formular dort öffnen',
    lead: 'Schreiben Sie uns, oder rufen Sie an: Beides ist gleich gut. Bitte senden Sie keine Kennwörter und keine Kundendaten.',
    promise: 'Wir antworten innerhalb von 24 Stunden an Werktagen.',
    busy: (open) =>
      `Zurzeit warten ${open} Anfragen auf Antwort, mehr als wir in der üblichen Zeit schaffen. Es kann länger dauern; die Meldungen auf der Lageseite sind schneller.`,
    required: 'Alle Angaben sind nötig, außer wo „freiwillig“ steht.',
    labels: {
      name: 'Ihr Name',
      customer: 'Firma oder Kundennummer',
      email: 'E-Mail',
      phone: 'Telefon',
      service: 'Um welchen Dienst geht es?',
      topic: 'Worum geht es?',
      message: 'Ihre Frage',
      language: 'Antwort auf',
      callTime: 'Wann passt ein Anruf? (freiwillig)',
      consent: 'Ich bin einverstanden, dass meine Angaben zum Beantworten dieser Anfrage verarbeitet werden.',
    },
    notes: {
      email:
        'E-Mail oder Telefon, eines genügt. Geben Sie keine Adresse an, die gerade nicht erreichbar ist.',
      message: 'Höchstens 5.000 Zeichen.',
    },
    noCustomer: 'Ich bin nicht Kunde',
    trap: 'Bitte leer lassen',
    chooseService: 'Bitte wählen',
    otherService: 'Anderes oder weiß ich nicht',
    chooseTopic: 'Bitte wählen',
    topics: {
      status: 'Wann ein Dienst wiederkommt',
      data: 'Meine Daten',
      access: 'Anmeldung und Kennwörter',
      contract: 'Vertrag und Rechnung',
      'data-protection': 'Rechte nach der DSGVO',
      press: 'Presse',
      authority: 'Behörde',
      other: 'Etwas anderes',
    },
    languages: { de: 'Deutsch', en: 'Englisch' },
    noticeLink: 'Was mit Ihren Angaben geschieht',
    send: 'Anfrage senden',
    problemsTitle: (count) =>
      count === 1 ? 'Eine Angabe fehlt oder stimmt nicht' : `${count} Angaben fehlen oder stimmen nicht`,
    problems: {
      missing: 'Bitte füllen Sie dieses Feld aus.',
      noAddress: 'Das ist keine E-Mail-Adresse. Schreiben Sie sie wie name@beispiel.de.',
      noNumber: 'Das ist keine Telefonnummer. Schreiben Sie sie wie +49 30 1234567.',
      noWay: 'Geben Sie E-Mail oder Telefon an, damit wir antworten können.',
      noChoice: 'Bitte wählen Sie etwas aus.',
      noConsent: 'Ohne Ihr Einverständnis dürfen wir die Anfrage nicht bearbeiten. Sie können auch anrufen.',
      customerOrNone:
        'Geben Sie Firma oder Kundennummer an, oder kreuzen Sie „Ich bin nicht Kunde“ an, nicht beides.',
    },
    notByTelephone:
      'Am Telefon nehmen wir keine Mailadresse auf: verhört, brächte sie die Antwort zu Fremden. Das Formular nimmt sie.',
    tooLong: (longest) => `Das ist länger als ${longest} Zeichen. Bitte kürzen Sie es.`,
    checkTitle: 'Bitte prüfen und senden',
    checkLead: 'Noch ist nichts gesendet.',
    sendNow: 'Jetzt senden',
    change: 'Ändern',
    sentTitle: 'Ihre Anfrage',
    keepReference: 'Notieren Sie diese Nummer. Am Telefon genügt sie.',
    confirmFirst:
      'Wir haben Ihnen eine E-Mail geschickt. Folgen Sie dem Link darin, erst dann bearbeiten wir die Anfrage. Nach 72 Stunden ohne Bestätigung löschen wir sie.',
    answerBy: (time) => `Wir antworten bis ${time}.`,
    answerByOnce: 'Wir antworten innerhalb von 24 Stunden an Werktagen nach Ihrer Bestätigung.',
    phoneOnly: 'Wir rufen Sie an.',
    states: {
      unconfirmed: 'wartet auf Ihre Bestätigung',
      open: 'wird bearbeitet',
      'set-aside': 'wird bearbeitet',
      answered: 'ist beantwortet',
      solved: 'ist erledigt',
    },
    referenceWord: 'Nummer Ihrer Anfrage',
    confirmTitle: 'Anfrage bestätigen',
    confirmLead:
      'Haben Sie uns diese Anfrage geschickt? Wenn nicht, schließen Sie die Seite; wir löschen sie dann.',
    confirmButton: 'Ja, bitte beantworten',
    confirmedTitle: 'Bestätigt',
    confirmedLead: 'Ihre Anfrage wird bearbeitet.',
    solvedTitle: 'Ist Ihre Frage geklärt?',
    solvedLead: 'Wenn nicht, sehen wir noch einmal nach, und die Zeit für unsere Antwort beginnt neu.',
    solvedButton: 'Ja, geklärt',
    notSolvedButton: 'Nein, noch nicht',
    solvedDone: 'Danke. Die Anfrage ist erledigt.',
    notSolvedDone: 'Danke. Wir sehen noch einmal nach.',
    notYetAnswered: 'Diese Anfrage ist noch nicht beantwortet.',
    noticeTitle: 'Was mit Ihren Angaben geschieht',
    notice: ({ provider, months }) => [
      `Verantwortlich ist ${provider}. Wir verarbeiten, was Sie eingeben, nur um diese Anfrage zu beantworten, mit Ihrer Einwilligung (Art. 6 Abs. 1 Buchst. a DSGVO).`,
      'Gelesen wird es von den Personen, die Anfragen beantworten. Schreibt ein Angreifer, geht es an die Polizei.',
      `Unbestätigte Anfragen löschen wir nach 72 Stunden, alle anderen spätestens ${months} Monate nach der Antwort. Es bleiben Zahlen ohne Personenbezug.`,
      'Sie können Ihre Einwilligung jederzeit widerrufen und Auskunft, Berichtigung oder Löschung verlangen; nennen Sie dazu die Nummer Ihrer Anfrage. Sie können sich bei einer Aufsichtsbehörde beschweren.',
      'Die Seite setzt keine Cookies. Ihre Netzadresse dient nur dazu, Massenanfragen zu bremsen; sie wird nicht gespeichert.',
    ],
    mail: {
      confirmSubject: (reference) => `Bitte bestätigen: Ihre Anfrage ${reference}`,
      confirmText: ({ provider, reference, link }) => `Guten Tag,

unter dieser Adresse kam bei ${provider} eine Anfrage an.
Nummer: ${reference}

Bitte bestätigen Sie, dass sie von Ihnen ist:
${link}

Ohne Bestätigung löschen wir sie nach 72 Stunden. War sie nicht von Ihnen,
brauchen Sie nichts zu tun. Wir fragen nie per E-Mail nach Kennwörtern.
`,
      answerSubject: (reference) => `Antwort auf Ihre Anfrage ${reference}`,
      answerText: ({ provider, reference, link, answer }) => `Guten Tag,

${answer}

Ist Ihre Frage damit geklärt? Sagen Sie es uns hier:
${link}

Nummer Ihrer Anfrage: ${reference}
${provider}
`,
      receivedSubject: (reference) => `Eingegangen: Ihre Nachricht ${reference}`,
      receivedText: ({ provider, reference, link, answerBy }) => `Guten Tag,

Ihre Nachricht ist angekommen. Nummer: ${reference}
Wir antworten bis ${answerBy}.

Wie es darum steht:
${link}

${provider}
`,
    },
  },
  en: {
    title: 'Ask a question',
    sentTo: (host) => `The form goes to ${host}. You see it once more before anything is stored.`,
    formElsewhere: 'Open the form there',
    lead: 'Write to us or call: both are equally good. Please send no passwords and no customer data.',
    promise: 'We answer within 24 hours on working days.',
    busy: (open) =>
      `At the moment ${open} inquiries wait for an answer, more than we manage in the usual time. It may take longer; the updates on the status page are faster.`,
    required: 'Everything is needed, except where it says “optional”.',
    labels: {
      name: 'Your name',
      customer: 'Company or customer number',
      email: 'E-mail',
      phone: 'Phone',
      service: 'Which service is it about?',
      topic: 'What is it about?',
      message: 'Your question',
      language: 'Answer in',
      callTime: 'When does a call suit you? (optional)',
      consent: 'I agree that what I enter is processed to answer this inquiry.',
    },
    notes: {
      email: 'E-mail or phone, one is enough. Do not give an address that cannot be reached right now.',
      message: '5,000 characters at most.',
    },
    noCustomer: 'I am not a customer',
    trap: 'Please leave empty',
    chooseService: 'Please choose',
    otherService: 'Something else, or I do not know',
    chooseTopic: 'Please choose',
    topics: {
      status: 'When a service is back',
      data: 'My data',
      access: 'Sign-in and passwords',
      contract: 'Contract and invoice',
      'data-protection': 'Rights under the GDPR',
      press: 'Press',
      authority: 'Authority',
      other: 'Something else',
    },
    languages: { de: 'German', en: 'English' },
    noticeLink: 'What happens with what you enter',
    send: 'Send inquiry',
    problemsTitle: (count) =>
      count === 1 ? 'One entry is missing or wrong' : `${count} entries are missing or wrong`,
    problems: {
      missing: 'Please fill in this field.',
      noAddress: 'This is no e-mail address. Write it like name@example.org.',
      noNumber: 'This is no phone number. Write it like +49 30 1234567.',
      noWay: 'Give an e-mail address or a phone number, so that we can answer.',
      noChoice: 'Please choose something.',
      noConsent: 'Without your consent we may not work on the inquiry. You can call instead.',
      customerOrNone: 'Give a company or customer number, or tick “I am not a customer”, not both.',
    },
    notByTelephone:
      'No mail address is taken on the telephone: misheard, it would carry the answer to a stranger. The form takes it.',
    tooLong: (longest) => `This is longer than ${longest} characters. Please shorten it.`,
    checkTitle: 'Please check and send',
    checkLead: 'Nothing is sent yet.',
    sendNow: 'Send now',
    change: 'Change',
    sentTitle: 'Your inquiry',
    keepReference: 'Write this number down. On the telephone it is enough.',
    confirmFirst:
      'We sent you an e-mail. Follow the link in it; only then do we work on the inquiry. After 72 hours without confirmation we delete it.',
    answerBy: (time) => `We answer by ${time}.`,
    answerByOnce: 'We answer within 24 hours on working days after your confirmation.',
    phoneOnly: 'We will call you.',
    states: {
      unconfirmed: 'waits for your confirmation',
      open: 'is being worked on',
      'set-aside': 'is being worked on',
      answered: 'was answered',
      solved: 'is done',
    },
    referenceWord: 'Number of your inquiry',
    confirmTitle: 'Confirm your inquiry',
    confirmLead: 'Did you send us this inquiry? If not, close this page; we then delete it.',
    confirmButton: 'Yes, please answer it',
    confirmedTitle: 'Confirmed',
    confirmedLead: 'Your inquiry is being worked on.',
    solvedTitle: 'Is your question solved?',
    solvedLead: 'If not, we look again, and the time for our answer starts anew.',
    solvedButton: 'Yes, solved',
    notSolvedButton: 'No, not yet',
    solvedDone: 'Thank you. The inquiry is done.',
    notSolvedDone: 'Thank you. We will look again.',
    notYetAnswered: 'This inquiry was not answered yet.',
    noticeTitle: 'What happens with what you enter',
    notice: ({ provider, months }) => [
      `${provider} is responsible. We process what you enter only to answer this inquiry, with your consent (Art. 6(1)(a) GDPR).`,
      'It is read by the people who answer inquiries. What an attacker writes goes to the police.',
      `Inquiries that were not confirmed are deleted after 72 hours, all others at most ${months} months after the answer. Figures without any person stay.`,
      'You can withdraw your consent at any time and ask for access, correction or deletion; give the number of your inquiry. You can complain to a supervisory authority.',
      'This page sets no cookies. Your network address serves only to slow down floods; it is not stored.',
    ],
    mail: {
      confirmSubject: (reference) => `Please confirm: your inquiry ${reference}`,
      confirmText: ({ provider, reference, link }) => `Hello,

an inquiry with this address reached ${provider}.
Number: ${reference}

Please confirm that it is yours:
${link}

Without confirmation we delete it after 72 hours. If it was not you,
you need not do anything. We never ask for passwords by e-mail.
`,
      answerSubject: (reference) => `Answer to your inquiry ${reference}`,
      answerText: ({ provider, reference, link, answer }) => `Hello,

${answer}

Is your question solved? Tell us here:
${link}

Number of your inquiry: ${reference}
${provider}
`,
      receivedSubject: (reference) => `Received: your message ${reference}`,
      receivedText: ({ provider, reference, link, answerBy }) => `Hello,

your message has arrived. Number: ${reference}
We answer by ${answerBy}.

How it stands:
${link}

${provider}
`,
    },
  },
}
