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
}

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
  },
}
