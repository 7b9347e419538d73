interface QuietWords {
  /** Several of them in a row, in the list. */
  readonly inARow: (count: number) => string
  /** How many the timeline leaves out. */
  readonly besides: (count: number) => string
}

/** Updates that say truthfully that there is nothing new: they keep promises, and should not bury the news. */
export const quietWords: Readonly<Record<'de' | 'en', QuietWords>> = {
  de: {
    inARow: (count) => `${count} Meldungen ohne Neues`,
    besides: (count) =>
      count === 1
        ? 'Dazu kam eine Meldung ohne Neues; sie steht in der Liste.'
        : `Dazu kamen ${count} Meldungen ohne Neues; sie stehen in der Liste.`,
  },
  en: {
    inARow: (count) => `${count} updates without news`,
    besides: (count) =>
      count === 1
        ? 'There was also one update without news; it is in the list.'
        : `There were also ${count} updates without news; they are in the list.`,
  },
}
