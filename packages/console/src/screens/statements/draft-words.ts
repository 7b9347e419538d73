import { words } from '../../words/language.tsx'

/** Words for drafting letters. */
export const draftWords = words({
  en: {
    title: 'Draft letters',
    titleOne: 'Draft this letter',
    lead: 'Letters are made from findings, facts and figures of each customer. First you see what would be drafted; nothing leaves before two people signed it.',
    promise: 'The next word is promised within',
    hours: (hours: number) => `${hours} hours`,
    otherTime: 'another time …',
    promiseAt: 'Promised until',
    renew: 'Also where nothing changed, for another promised time',
    look: 'Show what would be drafted',
    looked: (done: string, all: string) => `${done} of ${all} customers looked at`,
    made: (done: string, all: string) => `${done} of ${all} customers done`,
    plan: (first: string, revisions: string, unchanged: string) =>
      `First letters: ${first}. Revisions: ${revisions}. Unchanged: ${unchanged}.`,
    marks: (errors: string, warnings: string) =>
      errors === '0'
        ? `The checks remark on something in ${warnings}.`
        : `The checks keep in ${errors}, which cannot be signed as they are, and remark on something in ${warnings}.`,
    nothing: 'Every letter says what is known. Nothing has to be drafted.',
    draft: (count: string) => (count === '1' ? 'Draft this one letter' : `Draft these ${count} letters`),
    drafted: (count: string) => `Drafted: ${count}. Look at some, then ask for signatures.`,
    goOn: 'It was interrupted. What is drafted stays; the same button goes on with the rest.',
    revision: (revision: number, against: number | null) =>
      against === null ? 'first letter' : `revision ${revision}, against ${against}`,
    more: (count: string) => `… and ${count} more`,
    newIn: 'What would be new',
  },
  de: {
    title: 'Schreiben entwerfen',
    titleOne: 'Dieses Schreiben entwerfen',
    lead: 'Schreiben entstehen aus Befunden, Tatsachen und Zahlen jedes Kunden. Zuerst sehen Sie, was entworfen würde; nichts geht hinaus, bevor zwei Menschen es unterschrieben haben.',
    promise: 'Das nächste Wort ist zugesagt innerhalb von',
    hours: (hours: number) => `${hours} Stunden`,
    otherTime: 'andere Zeit …',
    promiseAt: 'Zugesagt bis',
    renew: 'Auch wo sich nichts geändert hat, für eine andere Zusage',
    look: 'Zeigen, was entworfen würde',
    looked: (done: string, all: string) => `${done} von ${all} Kunden angesehen`,
    made: (done: string, all: string) => `${done} von ${all} Kunden erledigt`,
    plan: (first: string, revisions: string, unchanged: string) =>
      `Erste Schreiben: ${first}. Neue Fassungen: ${revisions}. Unverändert: ${unchanged}.`,
    marks: (errors: string, warnings: string) =>
      errors === '0'
        ? `Die Prüfung merkt zu ${warnings} etwas an.`
        : `Die Prüfung hält ${errors} zurück, die so nicht unterschrieben werden können, und merkt zu ${warnings} etwas an.`,
    nothing: 'Jedes Schreiben sagt, was bekannt ist. Es ist nichts zu entwerfen.',
    draft: (count: string) =>
      count === '1' ? 'Dieses eine Schreiben entwerfen' : `Diese ${count} Schreiben entwerfen`,
    drafted: (count: string) =>
      `Entworfen: ${count}. Sehen Sie einige an und bitten Sie dann um Unterschriften.`,
    goOn: 'Es wurde unterbrochen. Was entworfen ist, bleibt; derselbe Knopf macht mit dem Rest weiter.',
    revision: (revision: number, against: number | null) =>
      against === null ? 'erstes Schreiben' : `Fassung ${revision}, gegen ${against}`,
    more: (count: string) => `… und ${count} weitere`,
    newIn: 'Was neu wäre',
  },
})
