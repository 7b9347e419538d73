import type { HandBackWords } from './words.ts'

const units = { day: ['Tag', 'Tage'], hour: ['Stunde', 'Stunden'], minute: ['Minute', 'Minuten'] } as const

export const de: HandBackWords = {
  language: 'de',
  locale: 'de-DE',
  languageName: 'Deutsch',
  title: 'Ihre Daten sind zurück',
  exercise: 'Übung: nichts davon ist geschehen',
  from: (provider) => `Von ${provider}`,
  handedBack: (time) => `Übergeben ${time}`,
  whatYouGot: 'Was Sie bekommen haben',
  contents: (files, bytes) => `Dateien: ${files}, ${bytes}.`,
  forms: {
    files: 'Als Ordner: „files“, je Rechner ein Ordner, Pfade wie vorher.',
    tar: 'Als ein Archiv: „files.tar“ (pax), je Rechner ein Ordner, Pfade wie vorher.',
    repository:
      'Als restic-Repository: „repository“, mit einem Schlüssel, den nur Sie haben; je Rechner eine Sicherung.',
  },
  restorePoints: (count, first, last) =>
    count === 1 ? `Aus der Sicherung vom ${first}.` : `Aus ${count} Sicherungen, ${first} bis ${last}.`,
  checked: (clean, engine) =>
    `Mit ${engine} geprüfte Dateien: ${clean}; keine wurde beanstandet. Das heißt: diese Regeln fanden nichts; nicht: es kann nichts darin sein.`,
  released: (time, people) => `Freigegeben ${time} von ${people} Personen mit eigenen Schlüsseln.`,
  howToOpen: 'So öffnen Sie sie',
  openFiles: 'Nichts ist auszupacken. So vergleichen Sie jede Datei mit der unterschriebenen Liste:',
  openTar: 'Das Archiv mit der Quittung vergleichen, dann auspacken:',
  openRepository: 'Mit dem freien Programm restic (restic.net), Version 0.14 oder neuer:',
  passwordApart:
    'Das Passwort bekommen Sie auf einem anderen Weg als diesen Ordner. Ohne es kann niemand das Repository lesen.',
  verifyReceipt: 'Die Quittung prüfen (sh, coreutils, openssl):',
  fingerprintApart: 'Fragen Sie uns am Telefon nach dem Fingerabdruck. Er muss lauten:',
  notAsBefore: 'Was fehlt oder älter ist',
  nothingMissing: 'Keine Datei fehlt.',
  nothingOlder: 'Jede Datei hat ihre neueste Version.',
  missingCount: (count) => `Dateien, die nicht dabei sind: ${count}`,
  olderCount: (count, most) => `Dateien, die bis zu ${most} älter sind als ihre neueste Version: ${count}`,
  olderCountNoAge: (count) =>
    `Dateien, die älter sind als ihre neueste Version oder zurückgeholt wurden: ${count}`,
  missingReasons: {
    noCleanVersion: 'keine Version ist als sauber bekannt',
    excludedByRule: 'kamen mit dem Angriff',
    groupHeldBack: 'sind jünger als der Stand, auf den die Dateien zurückgingen, zu denen sie gehören',
    notNeeded: 'nicht nötig: ihr Programm legt sie neu an, oder sie sind unter anderem Namen da',
    infected: 'ein Scanner hat sie beanstandet; versiegelt verwahrt',
    caseReview: 'waren nicht zu beurteilen; ein Mensch sieht sie an',
    notRestored: 'wurden nicht wiederhergestellt',
  },
  olderReasons: {
    unchangedSinceTrusted: 'wie vorher',
    newestClean: 'neueste Version',
    olderBecauseEncrypted: 'die neuesten Versionen sind verschlüsselt',
    olderBecauseUnknown: 'niemand kann die neuesten Versionen sauber nennen',
    restoredDeletedInWindow: 'zurückgeholt: sie verschwanden mit dem Angriff',
    groupHeldBack: 'sie gehören zu Dateien, deren neueste Versionen nicht sauber sind',
    reviewedByPerson: 'gewählt von einem Menschen, der sie angesehen hat',
    noCleanVersion: 'keine saubere Version',
    excludedByRule: 'kamen mit dem Angriff',
    notNeeded: 'nicht nötig: ihr Programm legt sie neu an, oder sie sind unter anderem Namen da',
  },
  namedIn: (file) => `Jede mit Namen und Grund: ${file}`,
  age: (amount, unit) => `${amount} ${units[unit][amount === 1 ? 0 : 1]}`,
  ageUnknown: 'Alter nicht bekannt',
  notRestored: 'Besitzer und leere Ordner werden nicht wiederhergestellt.',
  whomToAsk: 'Wen Sie fragen können',
  askProvider: (provider) => `Fragen Sie ${provider} auf einem Weg, den Sie von früher kennen.`,
  reference: (caseId, unit) => `Zeichen: Fall ${caseId}, ${unit}`,
  newPasswords: 'Nehmen Sie neue Passwörter für alles, was auf diesen Rechnern war.',
  moreInList: (count, file) => `… und ${count} weitere in ${file}`,
  digests: 'Prüfsummen (SHA-256)',
  meaning: 'Dieser Text sagt in Worten, was receipt.json genau sagt; die Unterschrift gilt für beide.',
}
