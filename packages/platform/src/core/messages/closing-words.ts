interface Reached {
  readonly affected: number
  readonly provedByLink: number
  readonly provedByCall: number
  readonly posted: number
  readonly notReached: number
}

interface Promised {
  readonly promises: number
  readonly breaches: number
}

/** Who was told by name, and how many answers came late, in one line beside the conditions for the end of a case. */
export function closingFigures(language: 'de' | 'en', reached: Reached, inquiries: Promised): string {
  const { affected, provedByLink, provedByCall, posted, notReached } = reached
  const { promises, breaches } = inquiries
  const proved = provedByLink + provedByCall
  return language === 'de'
    ? `Kunden benachrichtigt: ${proved} von ${affected} mit Nachweis (${provedByCall} am Telefon oder auf Papier), ${posted} zur Post gegeben, ${notReached} nicht erreicht. Antworten auf Anfragen zu spät: ${breaches} von ${promises}.`
    : `Customers told: ${proved} of ${affected} with proof (${provedByCall} on the phone or on paper), ${posted} posted, ${notReached} not reached. Answers to inquiries late: ${breaches} of ${promises}.`
}
