import type { FailureTexts } from '../failure-texts.ts'

export const publicationTexts: FailureTexts = {
  '{1} is not part of the bundle.': '{1} gehört nicht zum Bündel.',
  '{1} is missing.': '{1} fehlt.',
  '{1} is not what was signed.': '{1} ist nicht, was unterschrieben wurde.',
  'No key of this bundle signed its bundle.json: somebody changed one of them.':
    'Kein Schlüssel dieses Bündels hat seine bundle.json unterschrieben: Jemand hat eines von beiden geändert.',
  'by itself': 'von sich selbst',
  'by the offline key {1}': 'vom Offline-Schlüssel {1}',
  'Signed with the key {1}, which was revoked on {2} {3}: {4}':
    'Unterschrieben mit dem Schlüssel {1}, der am {2} {3} widerrufen wurde: {4}',
  'Signed with the key {1}, which handed over to {2} on {3}.':
    'Unterschrieben mit dem Schlüssel {1}, der am {3} an {2} übergeben hat.',
  "The key {1} names {2} offline keys: {3}. One of them is a thief's; ask by phone which.":
    'Der Schlüssel {1} nennt {2} Offline-Schlüssel: {3}. Einer davon gehört einem Dieb; fragen Sie telefonisch, welcher.',
  'Signed with the key {1}; the fingerprint you know ({2}) does not lead to it.':
    'Unterschrieben mit dem Schlüssel {1}; der Fingerabdruck, den Sie kennen ({2}), führt nicht zu ihm.',
  '{1} is missing or does not fit bundle.json.': '{1} fehlt oder passt nicht zu bundle.json.',
  'It is of {1}; a key of this site was revoked on {2}, and only what was made after counts. This is an old copy.':
    'Es ist vom {1}; ein Schlüssel dieser Website wurde am {2} widerrufen, und es zählt nur, was danach entstand. Das ist eine alte Kopie.',
  'It has the number {1}; number {2} of {3} was seen before. This is an old copy.':
    'Es hat die Nummer {1}; Nummer {2} vom {3} wurde schon gesehen. Das ist eine alte Kopie.',
  "Two different bundles have the number {1}. One of them was not made by the provider's own series.":
    'Zwei verschiedene Bündel haben die Nummer {1}. Eines davon stammt nicht aus der Reihe des Anbieters.',
  "It has the number {1} and says that it was made on {2}, before number {3} of {4} that was seen. It was not made by the provider's own series.":
    'Es hat die Nummer {1} und sagt, es sei am {2} entstanden, vor der gesehenen Nummer {3} vom {4}. Es stammt nicht aus der Reihe des Anbieters.',
  'It is of {1} and of the incident {2}; a bundle of {3} of {4} was seen before.':
    'Es ist vom {1} und vom Vorfall {2}; ein Bündel von {3} vom {4} wurde schon gesehen.',
  'It was valid until {1} and was not renewed. Do not take it for the present state.':
    'Es galt bis {1} und wurde nicht erneuert. Halten Sie es nicht für den jetzigen Stand.',
  'It says that it was made on {1}, which is still to come. Check the clock of this machine first.':
    'Es sagt, es sei am {1} entstanden, was noch kommt. Prüfen Sie zuerst die Uhr dieses Rechners.',
  'bundle.json cannot be read: {1}.': 'bundle.json lässt sich nicht lesen: {1}.',
  'This is no signed site, or somebody changed it. Do not rely on what it says; ask by phone.':
    'Das ist keine unterschriebene Website, oder jemand hat sie verändert. Verlassen Sie sich nicht darauf; fragen Sie telefonisch.',
  '{1} files with {2} bytes are more than a reader takes.':
    '{1} Dateien mit {2} Bytes sind mehr, als ein Leser nimmt.',
  'The file {1} cannot be part of a signed site.':
    'Die Datei {1} kann nicht zu einer unterschriebenen Website gehören.',
  'Names of files have letters, digits, ".", "_", "-" and "/", at most 16 MiB each, 512 MiB in all. Give the service another id.':
    'Dateinamen haben Buchstaben, Ziffern, „.“, „_“, „-“ und „/“, höchstens 16 MiB jede, 512 MiB im Ganzen. Geben Sie dem Dienst eine andere Kennung.',
}
