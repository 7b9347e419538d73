interface ChatWords {
  readonly exercise: string
  readonly update: (number: number) => string
  readonly corrected: (number: number, earlier: number) => string
  readonly released: (tenant: string) => string
  readonly test: (caseId: string) => string
}

/** What stands above a text in a chat program. */
export const chatWords: Readonly<Record<'de' | 'en', ChatWords>> = {
  de: {
    exercise: '*** ÜBUNG / EXERCISE *** Nichts davon ist geschehen.',
    update: (number) => `Meldung ${number}`,
    corrected: (number, earlier) => `Meldung ${number} berichtigt Meldung ${earlier}`,
    released: (tenant) => `Freigegeben: ${tenant}`,
    test: (caseId) => `Probe: Dieser Kanal hört vom Fall ${caseId}.`,
  },
  en: {
    exercise: '*** ÜBUNG / EXERCISE *** None of this has happened.',
    update: (number) => `Update ${number}`,
    corrected: (number, earlier) => `Update ${number} corrects update ${earlier}`,
    released: (tenant) => `Released: ${tenant}`,
    test: (caseId) => `Test: this channel hears of the case ${caseId}.`,
  },
}
