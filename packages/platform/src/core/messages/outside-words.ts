/** Sentences of the pages for strangers, apart from what each kind of page says. One language, one object. */
export interface OutsideWords {
  readonly language: 'de' | 'en'
  readonly languageName: string
  readonly skipToContent: string
  readonly exercise: string
  readonly exerciseNote: string
  readonly siteLink: string
  readonly home: string
  readonly homeLead: (provider: string) => string
  readonly writeToUs: string
  readonly contact: string
  readonly contactKinds: { readonly phone: string; readonly email: string }
  readonly footer: string
  readonly problems: Readonly<Record<OutsideProblem, { readonly title: string; readonly text: string }>>
  readonly waitSeconds: (seconds: number) => string
}

/** What can go wrong before a page of its own takes over. */
export type OutsideProblem =
  | 'notFound'
  | 'tooMany'
  | 'tooLarge'
  | 'badForm'
  | 'wrongName'
  | 'later'
  | 'failed'

export const outsideWords: Readonly<Record<'de' | 'en', OutsideWords>> = {
  de: {
    language: 'de',
    languageName: 'Deutsch',
    skipToContent: 'Zum Inhalt',
    exercise: 'Übung',
    exerciseNote: 'Dies ist eine Übung. Nichts davon ist geschehen.',
    siteLink: 'Lage und Meldungen',
    home: 'Kontakt',
    homeLead: (provider) => `Hier erreichen Sie ${provider}, auch wenn die übrigen Dienste stehen.`,
    writeToUs: 'Eine Frage stellen',
    contact: 'So erreichen Sie uns',
    contactKinds: { phone: 'Telefon', email: 'E-Mail' },
    footer: 'Diese Seite setzt keine Cookies und lädt nichts von anderen Stellen.',
    problems: {
      notFound: {
        title: 'Diese Seite gibt es nicht',
        text: 'Die Adresse ist unvollständig oder nicht mehr gültig. Manche Mailprogramme brechen lange Links um: Kopieren Sie ihn ganz.',
      },
      tooMany: {
        title: 'Bitte warten Sie etwas',
        text: 'Von Ihrem Anschluss kamen zu viele Anfragen in kurzer Zeit. Es ist nichts verloren: Gehen Sie zurück und senden Sie noch einmal.',
      },
      tooLarge: {
        title: 'Das ist zu viel auf einmal',
        text: 'Was Sie gesendet haben, ist größer als erlaubt. Gehen Sie zurück und kürzen Sie den Text.',
      },
      badForm: {
        title: 'Das Formular kam nicht vollständig an',
        text: 'Gehen Sie zurück und senden Sie es noch einmal, oder rufen Sie uns an.',
      },
      wrongName: {
        title: 'Falsche Adresse',
        text: 'Dieser Rechner antwortet nicht unter diesem Namen.',
      },
      later: {
        title: 'Gerade geht es nicht',
        text: 'Es wurde nichts gespeichert. Versuchen Sie es in einer Minute noch einmal, oder rufen Sie uns an.',
      },
      failed: {
        title: 'Das hat nicht funktioniert',
        text: 'Der Fehler liegt bei uns und wurde vermerkt. Versuchen Sie es noch einmal, oder rufen Sie uns an.',
      },
    },
    waitSeconds: (seconds) =>
      seconds === 1 ? 'In einer Sekunde geht es wieder.' : `In ${seconds} Sekunden geht es wieder.`,
  },
  en: {
    language: 'en',
    languageName: 'English',
    skipToContent: 'Skip to content',
    exercise: 'Exercise',
    exerciseNote: 'This is an exercise. None of it has happened.',
    siteLink: 'Situation and updates',
    home: 'Contact',
    homeLead: (provider) => `Here you reach ${provider}, even while its other services are down.`,
    writeToUs: 'Ask a question',
    contact: 'How to reach us',
    contactKinds: { phone: 'Phone', email: 'E-mail' },
    footer: 'This page sets no cookies and loads nothing from elsewhere.',
    problems: {
      notFound: {
        title: 'There is no such page',
        text: 'The address is incomplete or no longer valid. Some mail programs break long links: copy all of it.',
      },
      tooMany: {
        title: 'Please wait a moment',
        text: 'Too many requests came from your connection in a short time. Nothing is lost: go back and send it again.',
      },
      tooLarge: {
        title: 'That is too much at once',
        text: 'What you sent is larger than allowed. Go back and shorten the text.',
      },
      badForm: {
        title: 'The form did not arrive completely',
        text: 'Go back and send it again, or call us.',
      },
      wrongName: { title: 'Wrong address', text: 'This machine does not answer to that name.' },
      later: {
        title: 'It does not work right now',
        text: 'Nothing was stored. Try again in a minute, or call us.',
      },
      failed: {
        title: 'That did not work',
        text: 'The fault is ours and was noted. Try again, or call us.',
      },
    },
    waitSeconds: (seconds) =>
      seconds === 1 ? 'It works again in one second.' : `It works again in ${seconds} seconds.`,
  },
}
