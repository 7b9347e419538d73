import { words } from '../../words/language.tsx'

export const closingWords = words({
  en: {
    title: 'End of the case',
    closed: 'This case is closed.',
    review: 'the house has looked back, or says until when it will',
    until: 'until',
    more: (rest: number) => `and ${rest} more`,
    reviewUntil: 'Review done by',
    setReview: 'Set the date of the review',
    end: 'Close the case',
    endNote: 'Every condition holds. A closed case takes nothing more; "anlauf case reopen" opens it again.',
    endNow: 'Close it now',
  },
  de: {
    title: 'Ende des Falls',
    closed: 'Dieser Fall ist geschlossen.',
    review: 'das Haus hat zurückgeblickt oder sagt, bis wann',
    until: 'bis',
    more: (rest: number) => `und ${rest} weitere`,
    reviewUntil: 'Rückblick erledigt bis',
    setReview: 'Termin des Rückblicks setzen',
    end: 'Fall schließen',
    endNote:
      'Alle Bedingungen sind erfüllt. Ein geschlossener Fall nimmt nichts mehr auf; „anlauf case reopen“ öffnet ihn wieder.',
    endNow: 'Jetzt schließen',
  },
})
