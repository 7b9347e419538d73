import { words } from '../../words/language.tsx'

/** Words for reading a letter, here and under the approvals. */
export const letterWords = words({
  en: {
    toRead: 'Letters to read before you sign',
    read: (done: number, all: number) => `${done} of ${all} read`,
    toReadNote: (letters: number, wordings: number) =>
      `Your signature counts for all ${letters} letters. They have ${wordings} ${wordings === 1 ? 'wording' : 'wordings'}, figures and names left out: one of each is here, what the checks marked, and a sample that nobody chose. The other signer reads another sample.`,
    letter: 'Letter',
    allRead: 'all are read',
    why: { wording: 'own wording', marked: 'marked by the checks', drawn: 'drawn' },
    revision: (number: number) => `revision ${number}`,
    particulars: 'Particulars for the customer’s own report',
    markRead: 'I have read this letter',
    openSections: 'Open all sections',
    closeSections: 'Close the sections',
    inOther: { de: 'The same in German', en: 'The same in English' },
    changed: 'What it says new',
    against: (revision: number) => `against revision ${revision}, which the customer was told last`,
    sameFindings: 'Findings and facts are the same.',
    lineByLine: 'Line by line',
  },
  de: {
    toRead: 'Schreiben, die Sie vor der Unterschrift lesen',
    read: (done: number, all: number) => `${done} von ${all} gelesen`,
    toReadNote: (letters: number, wordings: number) =>
      `Ihre Unterschrift gilt für alle ${letters} Schreiben. Sie haben ${wordings} ${wordings === 1 ? 'Wortlaut' : 'Wortlaute'}, Zahlen und Namen beiseite: Hier sind je eines, was die Prüfung markiert hat, und eine Stichprobe, die niemand ausgesucht hat. Wer noch unterschreibt, liest eine andere.`,
    letter: 'Schreiben',
    allRead: 'alle gelesen',
    why: { wording: 'eigener Wortlaut', marked: 'von der Prüfung markiert', drawn: 'gezogen' },
    revision: (number: number) => `Fassung ${number}`,
    particulars: 'Angaben für die eigene Meldung des Kunden',
    markRead: 'Ich habe dieses Schreiben gelesen',
    openSections: 'Alle Abschnitte öffnen',
    closeSections: 'Abschnitte schließen',
    inOther: { de: 'Dasselbe auf Deutsch', en: 'Dasselbe auf Englisch' },
    changed: 'Was es Neues sagt',
    against: (revision: number) => `gegen Fassung ${revision}, die der Kunde zuletzt bekam`,
    sameFindings: 'Befunde und Angaben sind dieselben.',
    lineByLine: 'Zeile für Zeile',
  },
})
