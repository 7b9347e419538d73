interface Parts {
  readonly provider: string
  readonly reference: string
  /** The approved text; it says why. */
  readonly answer: string
  readonly due: string
}

/** What a person is told whose request takes longer than a month. */
export const extensionWords: Readonly<
  Record<
    'de' | 'en',
    { readonly subject: (reference: string) => string; readonly text: (parts: Parts) => string }
  >
> = {
  de: {
    subject: (reference) => `Ihr Antrag ${reference} braucht mehr Zeit`,
    text: ({ provider, reference, answer, due }) => `Guten Tag,

${answer}

Wir antworten Ihnen spätestens am ${due}. Sie können sich bei einer Datenschutzaufsichtsbehörde beschweren.

Nummer Ihrer Anfrage: ${reference}
${provider}
`,
  },
  en: {
    subject: (reference) => `Your request ${reference} takes longer`,
    text: ({ provider, reference, answer, due }) => `Hello,

${answer}

We answer you by ${due} at the latest. You can lodge a complaint with a data protection authority.

Number of your inquiry: ${reference}
${provider}
`,
  },
}
