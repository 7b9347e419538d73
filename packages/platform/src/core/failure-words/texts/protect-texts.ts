import type { FailureTexts } from '../failure-texts.ts'

export const protectTexts: FailureTexts = {
  'Somebody wrote into {1} or replaced it: it is always an empty file. Find out who; when no other command works there, remove it and start the same command again.':
    'Jemand hat in {1} geschrieben oder es ersetzt: Es ist immer eine leere Datei. Finden Sie heraus, wer; wenn dort kein anderer Befehl arbeitet, löschen Sie sie und starten denselben Befehl noch einmal.',
  'Check the folder, its permissions and the mount, then start the same command again.':
    'Prüfen Sie den Ordner, seine Rechte und ob er eingehängt ist, und starten Sie denselben Befehl noch einmal.',
  '{1} cannot be locked: {2}': '{1} lässt sich nicht sperren: {2}',
  'Another run works in {1} right now.': 'In {1} arbeitet gerade ein anderer Lauf.',
  'Wait until it is done, or stop it; two of them would take the files out of each other’s hands.':
    'Warten Sie, bis er fertig ist, oder halten Sie ihn an; zwei würden einander die Dateien wegnehmen.',
  'See the message; run the same command again once it is mended.':
    'Siehe die Meldung; starten Sie denselben Befehl noch einmal, wenn es behoben ist.',
  '{1} of the data set {2} {3}: {4}': '{1} des Datenbestands {2} {3}: {4}',
  'Run the command by hand, as the account that makes the backups; the backup was not made.':
    'Starten Sie den Befehl von Hand, unter dem Konto, das die Sicherungen macht; die Sicherung wurde nicht gemacht.',
  'The keep of "{1}" keeps nothing, or has a count that is none.':
    'Das keep von „{1}“ behält nichts, oder hat eine Zahl, die keine ist.',
  'Write whole numbers above zero, for instance keep: { daily: 14, weekly: 8, monthly: 12 }.':
    'Schreiben Sie ganze Zahlen über null, zum Beispiel keep: { daily: 14, weekly: 8, monthly: 12 }.',
  'Nobody says how the {1} data of "{2}" become files.':
    'Niemand sagt, wie aus den {1}-Daten von „{2}“ Dateien werden.',
  'Give the data set a root and hooks.before with the command that writes a consistent copy there.':
    'Geben Sie dem Datenbestand einen root und hooks.before mit dem Befehl, der dort eine stimmige Kopie schreibt.',
  '{1} is not there: no medium is loaded.': '{1} ist nicht da: Es ist kein Datenträger eingelegt.',
  '{1}, {2} to go: the medium took what it could.':
    '{1}, {2} stehen noch aus: Der Datenträger nahm, was ging.',
  'Load an empty medium, then run "anlauf protect run" again; it goes on with this set.':
    'Legen Sie einen leeren Datenträger ein und starten Sie „anlauf protect run“ noch einmal; es geht mit diesem Satz weiter.',
  'The estate describes no copies.': 'Der Bestand beschreibt keine Kopien.',
  'Add "protection" with "copies" to the estate file, see examples/estate.yaml.':
    'Ergänzen Sie „protection“ mit „copies“ in der Bestandsdatei, siehe examples/estate.yaml.',
  'The estate has no system "{1}".': 'Der Bestand hat kein System „{1}“.',
  'Give --system: {1}.': 'Geben Sie --system an: {1}.',
  'Volumes of {1} bytes are too small: each has to hold config, keys, index, snapshots and the largest pack.':
    'Datenträger mit {1} Bytes sind zu klein: Jeder muss config, keys, index, snapshots und das größte Paket fassen.',
  'Take volumes of at least {1} bytes, better a hundred times that.':
    'Nehmen Sie Datenträger mit mindestens {1} Bytes, besser hundertmal so viel.',
  'Remove that file, or name an empty folder, then read the medium again.':
    'Löschen Sie diese Datei, oder nennen Sie einen leeren Ordner, und lesen Sie den Datenträger noch einmal.',
  'The folder holds another repository than the medium.':
    'Der Ordner enthält ein anderes Repository als der Datenträger.',
  'Name an empty folder, or the one into which the other volumes of this set were read.':
    'Nennen Sie einen leeren Ordner, oder den, in den die anderen Datenträger dieses Satzes gelesen wurden.',
  '{1} cannot be written: {2}.': '{1} lässt sich nicht schreiben: {2}.',
  'The medium is full: load an empty one, or write a new set with smaller volumes (--volume-size).':
    'Der Datenträger ist voll: Legen Sie einen leeren ein, oder schreiben Sie einen neuen Satz mit kleineren Teilen (--volume-size).',
  'Check that the medium is loaded, not write-protected and yours to write, then run the same command again.':
    'Prüfen Sie, dass der Datenträger eingelegt, nicht schreibgeschützt und für Sie beschreibbar ist, und starten Sie denselben Befehl noch einmal.',
  'Nothing is written down about a media set "{1}".':
    'Über einen Datenträgersatz „{1}“ ist nichts aufgeschrieben.',
  '"anlauf media list" shows the sets known in {1}; "anlauf media list VOLUME" reads the label of a volume.':
    '„anlauf media list“ zeigt die Sätze, die in {1} bekannt sind; „anlauf media list DATEI“ liest das Etikett eines Datenträgers.',
  'The plan of the set, {1}, is gone or not as it was written.':
    'Der Plan des Satzes, {1}, ist weg oder nicht, wie er geschrieben wurde.',
  'Volumes that are sealed stay good. Write a new set for the rest.':
    'Versiegelte Datenträger bleiben gut. Schreiben Sie für den Rest einen neuen Satz.',
  '"{1}" is no name of a media set.': '„{1}“ ist kein Name eines Datenträgersatzes.',
  'Use lower-case letters, digits and "-", at most 40 characters.':
    'Nehmen Sie Kleinbuchstaben, Ziffern und „-“, höchstens 40 Zeichen.',
  'The work on the medium was stopped.': 'Die Arbeit am Datenträger wurde angehalten.',
  'Volumes that were finished are kept. Run the same command again to go on.':
    'Fertige Datenträger bleiben. Starten Sie denselben Befehl noch einmal, um weiterzumachen.',
  '{1} is there already and is not overwritten.': '{1} ist schon da und wird nicht überschrieben.',
  'Look what it is with "anlauf media list FILE"; load another medium, or remove the file yourself.':
    'Sehen Sie mit „anlauf media list DATEI“ nach, was es ist; legen Sie einen anderen Datenträger ein, oder löschen Sie die Datei selbst.',
  'There is a media set "{1}" already.': 'Es gibt schon einen Datenträgersatz „{1}“.',
  'Give another --name, or go on with it: --set {1}.':
    'Geben Sie einen anderen --name an, oder machen Sie damit weiter: --set {1}.',
  '{1} is there already and is not the whole volume {2}.':
    '{1} ist schon da und nicht der ganze Datenträger {2}.',
  'Remove the file if nobody needs it, or name another folder, then run the same command again.':
    'Löschen Sie die Datei, wenn niemand sie braucht, oder nennen Sie einen anderen Ordner, und starten Sie denselben Befehl noch einmal.',
  'Volume {1} takes up to {2} bytes, {3} has {4} left.':
    'Datenträger {1} braucht bis zu {2} Bytes, {3} hat noch {4}.',
  'Name a larger or empty disk, or begin a new set with smaller volumes (--volume-size).':
    'Nennen Sie eine größere oder leere Platte, oder beginnen Sie einen neuen Satz mit kleineren Teilen (--volume-size).',
  '{1} is a device; writing starts at its beginning.':
    '{1} ist ein Gerät; geschrieben wird von seinem Anfang an.',
  'Make sure that the right medium is loaded and may be overwritten, then add --overwrite-device.':
    'Vergewissern Sie sich, dass der richtige Datenträger eingelegt ist und überschrieben werden darf, und ergänzen Sie --overwrite-device.',
  '{1} does not exist.': '{1} gibt es nicht.',
  '{1} is a file.': '{1} ist eine Datei.',
  'Name a folder (volumes become files in it), a tape drive such as /dev/nst0, or "-" for standard output.':
    'Nennen Sie einen Ordner (Datenträger werden Dateien darin), ein Bandlaufwerk wie /dev/nst0, oder „-“ für die Standardausgabe.',
}
