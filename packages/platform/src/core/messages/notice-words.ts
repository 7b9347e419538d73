interface NoticeWords {
  readonly confirmByLink: (link: string) => string
  readonly confirmByPhone: string
  readonly footer: (provider: string, reference: string) => string
  readonly callScript: (facts: {
    readonly provider: string
    readonly tenant: string
    readonly number: string
    readonly subject: string
    readonly code: string
  }) => readonly string[]
  /** The call list on paper. */
  readonly sheet: {
    readonly title: (count: number) => string
    readonly lead: string
    readonly footer: string
    readonly nobody: string
    readonly phone: string
    readonly noPhone: string
    readonly withheld: string
    readonly letter: string
    readonly code: string
    readonly why: string
    readonly reference: string
    readonly boxes: readonly string[]
    readonly causes: Readonly<Record<CallCause, string>>
  }
  /** The page behind the link of a notice. */
  readonly acknowledge: {
    readonly title: string
    readonly lead: string
    readonly button: string
    readonly note: string
    readonly done: string
    readonly doneText: (time: string) => string
    readonly spent: string
    readonly spentText: string
    readonly unknown: string
    readonly unknownText: string
  }
}

/** Why a person has to call. */
export type CallCause =
  | 'hosted-here'
  | 'no-mail'
  | 'letter-only'
  | 'no-way'
  | 'bounced'
  | 'policy-refused'
  | 'expired'
  | 'unknown-outcome'
  | 'no-acknowledgement'

/** What stands around every notice, and what whoever calls says. */
export const noticeWords: Readonly<Record<'de' | 'en', NoticeWords>> = {
  de: {
    confirmByLink: (link) =>
      `Bitte bestätigen Sie den Erhalt dieser Mitteilung. Öffnen Sie die Seite und drücken Sie dort den Knopf:\n${link}\n\nWenn wir keine Bestätigung erhalten, rufen wir Sie an.`,
    confirmByPhone: 'Wir rufen Sie an, um den Erhalt dieser Mitteilung zu bestätigen.',
    footer: (provider, reference) =>
      `${provider}\nVorgang ${reference}\nWir fragen nie per E-Mail nach Passwörtern.`,
    callScript: ({ provider, tenant, number, subject, code }) => [
      `Guten Tag, hier ist ${provider}. Ich rufe wegen einer wichtigen Mitteilung an ${tenant} an.`,
      `1. Prüfen, mit wem Sie sprechen: „Nennen Sie mir bitte Ihre Kundennummer.“ (hier: ${number}) Sagen Sie sie nicht vor.`,
      `2. Worum es geht: „${subject}“. Es gab einen Angriff auf unsere Systeme; die Mitteilung liegt schriftlich vor.`,
      '3. Ihre eigene Meldefrist (72 Stunden) kann mit diesem Gespräch beginnen. Bitte geben Sie es sofort intern weiter.',
      '4. Wohin dürfen wir die schriftliche Mitteilung schicken? Nehmen Sie nur auf; nichts per SMS an unbekannte Nummern.',
      `5. „Bitte notieren Sie den Code ${code} und lesen Sie ihn mir vor.“ Tragen Sie ein, was Sie hören.`,
      'Nicht sagen: Passwörter, Namen anderer Kunden, Vermutungen über die Ursache.',
    ],
    sheet: {
      title: (count) => (count === 1 ? 'Anrufliste: 1 Anruf' : `Anrufliste: ${count} Anrufe`),
      lead: 'Oben stehen Kunden, von denen noch niemand nachweislich unterrichtet ist. Schreiben Sie Uhrzeit und Ergebnis auf; eingetragen wird später mit „anlauf call done“.',
      footer: 'Vertraulich. Enthält Namen und Rufnummern: nach dem Eintragen vernichten.',
      nobody: 'kein Ansprechpartner bekannt',
      phone: 'Rufnummer',
      noPhone: 'keine bekannt: bitte suchen',
      withheld: 'Übung: niemanden draußen anrufen, die Übungsleitung spielt den Kunden',
      letter: 'Anschrift',
      code: 'Code zum Vorlesen',
      why: 'Grund',
      reference: 'Vorgang',
      boxes: [
        '[  ] erreicht, Code vorgelesen: ____________    [  ] Anrufbeantworter    [  ] falsche Nummer',
        '[  ] abgelehnt    [  ] Rückruf um ________        Uhrzeit: ________    Wer: ________________',
      ],
      causes: {
        'hosted-here': 'sein Postfach liegt auf einem betroffenen Dienst',
        'no-mail': 'keine E-Mail-Adresse bekannt',
        'letter-only': 'nur eine Anschrift bekannt',
        'no-way': 'kein Weg bekannt',
        bounced: 'die E-Mail kam zurück',
        'policy-refused': 'der fremde Server nimmt unsere E-Mail nicht an',
        expired: 'die E-Mail ließ sich stundenlang nicht zustellen',
        'unknown-outcome': 'ob die E-Mail ankam, ist nicht bekannt',
        'no-acknowledgement': 'keine Bestätigung trotz E-Mail',
      },
    },
    acknowledge: {
      title: 'Erhalt bestätigen',
      lead: 'Sie haben eine Mitteilung von uns bekommen. Bitte bestätigen Sie, dass sie angekommen ist.',
      button: 'Ich habe die Mitteilung erhalten',
      note: 'Mit der Bestätigung halten wir die Uhrzeit fest. Ihre eigene Meldefrist kann damit beginnen.',
      done: 'Danke, der Erhalt ist bestätigt',
      doneText: (time) =>
        `Bestätigt am ${time}. Sie brauchen nichts weiter zu tun und können die Seite schließen.`,
      spent: 'Die Bestätigung über diesen Link wurde zurückgenommen',
      spentText:
        'Der Link wurde geöffnet, aber vermutlich nicht von Ihnen, sondern zum Beispiel von einem Prüfprogramm für E-Mails. Deshalb kann er den Erhalt nicht mehr nachweisen, auch wenn Sie ihn jetzt öffnen. Die Mitteilung selbst gilt weiter: Bitte lesen Sie sie. Wir rufen Sie unter der Nummer an, die wir von Ihnen haben.',
      unknown: 'Dieser Link gilt nicht',
      unknownText: 'Der Link ist unvollständig. Kopieren Sie ihn ganz aus der E-Mail, oder rufen Sie uns an.',
    },
  },
  en: {
    confirmByLink: (link) =>
      `Please confirm that you received this notice. Open the page and press the button there:\n${link}\n\nIf we get no confirmation we will call you.`,
    confirmByPhone: 'We will call you to confirm that you received this notice.',
    footer: (provider, reference) =>
      `${provider}\nReference ${reference}\nWe never ask for passwords by mail.`,
    callScript: ({ provider, tenant, number, subject, code }) => [
      `Good day, this is ${provider}. I am calling about an important notice to ${tenant}.`,
      `1. Check whom you speak to: "Please tell me your customer number." (here: ${number}) Do not say it first.`,
      `2. What it is about: "${subject}". Our systems were attacked; the notice exists in writing.`,
      '3. Your own reporting period (72 hours) may begin with this call. Please pass it on in your house at once.',
      '4. Where may we send the written notice? Only write it down; nothing by text message to unknown numbers.',
      `5. "Please write down the code ${code} and read it back to me." Enter what you hear.`,
      'Do not say: passwords, names of other customers, guesses about the cause.',
    ],
    sheet: {
      title: (count) => (count === 1 ? 'Call list: 1 call' : `Call list: ${count} calls`),
      lead: 'First come customers of whom nobody is informed with proof. Write down time and result; they are entered later with "anlauf call done".',
      footer: 'Confidential. Holds names and phone numbers: destroy it once it is entered.',
      nobody: 'no contact known',
      phone: 'Phone',
      noPhone: 'none known: please find one',
      withheld: 'exercise: call nobody outside, the exercise lead plays the customer',
      letter: 'Address',
      code: 'Code to read back',
      why: 'Reason',
      reference: 'Reference',
      boxes: [
        '[  ] reached, code read back: ____________    [  ] voicemail    [  ] wrong number',
        '[  ] refused    [  ] call back at ________        Time: ________    Who: ________________',
      ],
      causes: {
        'hosted-here': 'their mailbox is on a service that is hit',
        'no-mail': 'no mail address known',
        'letter-only': 'only a postal address known',
        'no-way': 'no way known',
        bounced: 'the mail came back',
        'policy-refused': 'the other server does not take our mail',
        expired: 'the mail could not be delivered for hours',
        'unknown-outcome': 'whether the mail arrived is not known',
        'no-acknowledgement': 'no confirmation in spite of the mail',
      },
    },
    acknowledge: {
      title: 'Confirm receipt',
      lead: 'You got a notice from us. Please confirm that it arrived.',
      button: 'I have received the notice',
      note: 'With the confirmation we record the time. Your own reporting period may begin with it.',
      done: 'Thank you, receipt is confirmed',
      doneText: (time) => `Confirmed ${time}. There is nothing more to do; you can close this page.`,
      spent: 'The confirmation by this link was taken back',
      spentText:
        'Somebody opened the link who was probably not you, for example a program that checks mail. It cannot prove receipt any more, also when you open it now. The notice itself still stands: please read it. We will call you on the number that we have of you.',
      unknown: 'This link is not valid',
      unknownText: 'The link is incomplete. Copy all of it from the mail, or call us.',
    },
  },
}
