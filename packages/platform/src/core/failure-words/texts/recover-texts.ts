import type { FailureTexts } from '../failure-texts.ts'

export const recoverTexts: FailureTexts = {
  'The plan cannot be used: {1}.': 'Der Plan lässt sich nicht benutzen: {1}.',
  'Make the plan again with "anlauf recover plan"; a plan is not edited by hand. Nothing was restored.':
    'Machen Sie den Plan mit „anlauf recover plan“ neu; ein Plan wird nicht von Hand geändert. Nichts wurde wiederhergestellt.',
  'The plan is for the repository {1}, this one is {2}.':
    'Der Plan ist für das Repository {1}, dieses ist {2}.',
  'Name the repository that the plan was made of, or make a plan of this one.':
    'Nennen Sie das Repository, von dem der Plan gemacht wurde, oder machen Sie einen Plan von diesem.',
  '{1} is not empty and is no clean room of ours.': '{1} ist nicht leer und kein Reinraum von uns.',
  'The rows of a table cannot be read for scanning: {1}.':
    'Die Zeilen einer Tabelle lassen sich nicht zum Scannen lesen: {1}.',
  'Nothing was handed over. Start the same command again; if it stays, report it with the version of PostgreSQL.':
    'Nichts wurde übergeben. Starten Sie denselben Befehl noch einmal; bleibt es so, melden Sie es mit der Version von PostgreSQL.',
  '"{1}" is no position in the log.': '„{1}“ ist keine Stelle im Datenbankprotokoll.',
  'Write it as PostgreSQL does, for instance 16/B374D848.':
    'Schreiben Sie sie wie PostgreSQL, zum Beispiel 16/B374D848.',
  'table {1} is missing': 'die Tabelle {1} fehlt',
  'table {1} was not there': 'die Tabelle {1} gab es nicht',
  'table {1} has {2} rows, there were {3}': 'die Tabelle {1} hat {2} Zeilen, es waren {3}',
  'table {1} has other content': 'die Tabelle {1} hat anderen Inhalt',
  '{1} is missing': '{1} fehlt',
  '{1} is another': '{1} ist ein anderes',
  '{1} was not there': '{1} gab es nicht',
  'its first page is no page of a write-ahead log':
    'seine erste Seite ist keine Seite eines Write-Ahead-Logs',
  'it has {1} bytes where its header says {2}': 'es hat {1} Bytes, wo sein Kopf {2} sagt',
  'its name is no name of a segment': 'sein Name ist kein Name eines Segments',
  'its header belongs to another place of the log': 'sein Kopf gehört an eine andere Stelle des Logs',
  'its header belongs to the later timeline {1}': 'sein Kopf gehört zur späteren Zeitlinie {1}',
  'it belongs to the cluster {1}, not to {2}': 'es gehört zum Cluster {1}, nicht zu {2}',
  'No table has the column "{1}".': 'Keine Tabelle hat die Spalte „{1}“.',
  'Write column, table.column or schema.table.column, as they stand in the catalogue.':
    'Schreiben Sie spalte, tabelle.spalte oder schema.tabelle.spalte, wie sie im Katalog stehen.',
  'There is no table "{1}".': 'Es gibt keine Tabelle „{1}“.',
  'Write table or schema.table, as they stand in the catalogue.':
    'Schreiben Sie tabelle oder schema.tabelle, wie sie im Katalog stehen.',
  'The manifest of {1} is not the one that the case holds.':
    'Die Aufstellung von {1} ist nicht die, die der Fall hält.',
  'A command before this one was stopped, or it is another clean room. Start "anlauf recover run" for the unit again, then this command.':
    'Ein Befehl davor wurde angehalten, oder es ist ein anderer Reinraum. Starten Sie „anlauf recover run“ für die Einheit noch einmal, dann diesen Befehl.',
  '{1} is not in the clean room what was judged: {2}': '{1} ist im Reinraum nicht, was beurteilt wurde: {2}',
  'Somebody or something writes to the clean room or to the slice. Find out who, then start the same command again; nothing was recorded.':
    'Jemand oder etwas schreibt in den Reinraum oder in den Ausschnitt. Finden Sie heraus, wer, und starten Sie denselben Befehl noch einmal; nichts wurde verzeichnet.',
  'A value of the database is not clean.': 'Ein Wert der Datenbank ist nicht sauber.',
  'Nothing was added.': 'Nichts wurde hinzugefügt.',
  'Nothing of the database was shown to the scanner.': 'Nichts von der Datenbank wurde dem Scanner gezeigt.',
  'Nothing was added. Report this with the engine and its version.':
    'Nichts wurde hinzugefügt. Melden Sie das mit der Engine und ihrer Version.',
  'The segment {1} of the log is missing: it ends at {2}, before {3}.':
    'Das Segment {1} des Logs fehlt: Es endet bei {2}, vor {3}.',
  'Look for the file in pg_wal of the damaged server or on another copy of the repository and hand it in with "anlauf protect postgres wal", or choose an earlier target.':
    'Suchen Sie die Datei in pg_wal des beschädigten Servers oder auf einer anderen Kopie des Repositorys und reichen Sie sie mit „anlauf protect postgres wal“ ein, oder wählen Sie ein früheres Ziel.',
  'The target {1} lies before the end of this base backup, {2}.':
    'Das Ziel {1} liegt vor dem Ende dieser Grundsicherung, {2}.',
  'Choose an older base backup: "anlauf protect postgres show" lists them.':
    'Wählen Sie eine ältere Grundsicherung: „anlauf protect postgres show“ nennt sie.',
  'The base backup on timeline {1} does not lead to timeline {2}.':
    'Die Grundsicherung auf Zeitlinie {1} führt nicht zur Zeitlinie {2}.',
  'There is no history of timeline {1}; leave --timeline out to stay on that of the base backup.':
    'Es gibt keine Geschichte der Zeitlinie {1}; lassen Sie --timeline weg, um auf der der Grundsicherung zu bleiben.',
  'Timeline {1} was left before this backup ended; choose a base backup made before or on it.':
    'Die Zeitlinie {1} wurde verlassen, bevor diese Sicherung endete; wählen Sie eine Grundsicherung davor oder auf ihr.',
  '{1}{2} is missing': '{1}{2} fehlt',
  'The scanner stopped: {1}': 'Der Scanner ist stehengeblieben: {1}',
  'Mend what the message names, then start the same command again; nothing unscanned was published.':
    'Beheben Sie, was die Meldung nennt, und starten Sie denselben Befehl noch einmal; nichts Ungescanntes wurde herausgegeben.',
  'The folder {1}{2} cannot be read.': 'Der Ordner {1}{2} lässt sich nicht lesen.',
  'Check the path and your rights; run it as a user who may read all mail.':
    'Prüfen Sie den Pfad und Ihre Rechte; starten Sie als Benutzer, der alle Mail lesen darf.',
  'Compare with an older snapshot; the client that wrote this one is faulty or hostile.':
    'Vergleichen Sie mit einer älteren Sicherung; das Programm, das diese geschrieben hat, ist fehlerhaft oder feindlich.',
  '{1} is a link and not a folder of ours.': '{1} ist ein Verweis und kein Ordner von uns.',
  'Somebody put it there; find out who before you remove it. Nothing was touched.':
    'Jemand hat ihn dorthin gelegt; finden Sie heraus, wer, bevor Sie ihn löschen. Nichts wurde angerührt.',
  'The plan cannot be used: {1} {2}.': 'Der Plan lässt sich nicht benutzen: {1} {2}.',
  'Plan fewer units at once with --unit.': 'Planen Sie mit --unit weniger Einheiten auf einmal.',
  'The plan {1} cannot be opened.': 'Der Plan {1} lässt sich nicht öffnen.',
  'Check the path; a plan is made with "anlauf recover plan".':
    'Prüfen Sie den Pfad; einen Plan macht „anlauf recover plan“.',
  'Make the plan again with "anlauf recover plan --unit …", for fewer units at once.':
    'Machen Sie den Plan mit „anlauf recover plan --unit …“ neu, für weniger Einheiten auf einmal.',
  '{1} exists already.': '{1} gibt es schon.',
  'Name a new file, or move this one away; a plan that somebody may have approved is not overwritten.':
    'Nennen Sie eine neue Datei, oder legen Sie diese weg; ein Plan, den jemand freigegeben haben kann, wird nicht überschrieben.',
  '{1} is no plan file of at most 500 MB.': '{1} ist keine Plandatei von höchstens 500 MB.',
  '{1} is not empty and is no quarantine of ours.': '{1} ist nicht leer und keine Quarantäne von uns.',
  '{1} is no key of a quarantine.': '{1} ist kein Schlüssel einer Quarantäne.',
  'Name another folder for the quarantine, or put the right key back; nothing was overwritten.':
    'Nennen Sie einen anderen Ordner für die Quarantäne, oder legen Sie den richtigen Schlüssel zurück; nichts wurde überschrieben.',
  'What lies of {1} in the clean room is of another plan.':
    'Was von {1} im Reinraum liegt, gehört zu einem anderen Plan.',
  'Name the plan of the last run with --plan; see "anlauf case show".':
    'Nennen Sie den Plan des letzten Laufs mit --plan; siehe „anlauf case show“.',
  '{1} decisions about {2} are about facts that are not so any more.':
    '{1} Entscheidungen über {2} betreffen Tatsachen, die nicht mehr so sind.',
  'Backups or the plan changed since. Make the queue again with "anlauf recover queue make" and decide about what is new; what is as it was keeps its decisions.':
    'Sicherungen oder Plan haben sich seither geändert. Machen Sie die Fallliste mit „anlauf recover queue make“ neu und entscheiden Sie über das Neue; was ist, wie es war, behält seine Entscheidungen.',
  'The queue {1} cannot be read.': 'Die Fallliste {1} lässt sich nicht lesen.',
  'Check the path; a queue is made with "anlauf recover queue make".':
    'Prüfen Sie den Pfad; eine Fallliste macht „anlauf recover queue make“.',
  'Name a new file, or move this one away; decisions may rest on it.':
    'Nennen Sie eine neue Datei, oder legen Sie diese weg; Entscheidungen können darauf beruhen.',
  'The queue cannot be used: {1}.': 'Die Fallliste lässt sich nicht benutzen: {1}.',
  'Make it again with "anlauf recover queue make"; a queue is not edited by hand.':
    'Machen Sie sie mit „anlauf recover queue make“ neu; eine Fallliste wird nicht von Hand geändert.',
  'The archive of rules cannot be read: {1}.': 'Das Archiv der Regeln lässt sich nicht lesen: {1}.',
  'Fetch it again and compare its checksum, or unpack it elsewhere and name the folder.':
    'Holen Sie es noch einmal und vergleichen Sie seine Prüfsumme, oder entpacken Sie es anderswo und nennen Sie den Ordner.',
  'The archive of rules is larger than {1} MiB unpacked.':
    'Das Archiv der Regeln ist entpackt größer als {1} MiB.',
  'Unpack it and name the folders that fit the case; every scanning process holds all rules.':
    'Entpacken Sie es und nennen Sie die Ordner, die zum Fall passen; jeder scannende Prozess hält alle Regeln.',
  'The plan has no unit {1}.': 'Der Plan hat keine Einheit {1}.',
  'The recovery was stopped.': 'Die Wiederherstellung wurde angehalten.',
  'Start the same command again when you are ready; it goes on where it stopped.':
    'Starten Sie denselben Befehl noch einmal, wenn Sie so weit sind; er macht weiter, wo er aufgehört hat.',
  '{1} cannot be put together: {2} parts are not done.':
    '{1} lässt sich nicht zusammensetzen: {2} Teile sind nicht fertig.',
  'Give the plan out again with the same command: what failed or is missing is tried anew.':
    'Vergeben Sie den Plan mit demselben Befehl noch einmal: Was fehlschlug oder fehlt, wird neu versucht.',
  '{1} does not lie in the clean room as it was put there.':
    '{1} liegt nicht im Reinraum, wie es dorthin gelegt wurde.',
  'Another plan was restored over it, or somebody changed its journal. Give the plan out again.':
    'Ein anderer Plan wurde darüber wiederhergestellt, oder jemand hat sein Journal geändert. Vergeben Sie den Plan noch einmal.',
  '{1} was begun {2} times and never came to an end.': '{1} wurde {2}-mal begonnen und kam nie zu Ende.',
  'Each time the worker died or froze. Look at its messages and its memory, then give the plan out again with the same command: failed parts are tried anew. What was begun lies in {1}.':
    'Jedes Mal starb der Arbeiter oder blieb stehen. Sehen Sie sich seine Meldungen und seinen Speicher an, dann vergeben Sie den Plan mit demselben Befehl noch einmal: Fehlgeschlagene Teile werden neu versucht. Was begonnen wurde, liegt in {1}.',
  'There is no {1} in {2}.': 'Es gibt {1} nicht in {2}.',
  'Check that this machine has the same shared folder mounted as the one that gave the plan out.':
    'Prüfen Sie, dass auf diesem Rechner derselbe gemeinsame Ordner eingehängt ist wie auf dem, der den Plan vergeben hat.',
  '{1} in {2} has no unit "{3}".': '{1} in {2} hat keine Einheit „{3}“.',
  '{1} is not the plan that was given out.': '{1} ist nicht der Plan, der vergeben wurde.',
  'Find out who writes to the shared folder; then give the plan out again into a new one.':
    'Finden Sie heraus, wer in den gemeinsamen Ordner schreibt; dann vergeben Sie den Plan noch einmal in einen neuen.',
  'The repository could not be reached while files were read.':
    'Das Repository war nicht erreichbar, während Dateien gelesen wurden.',
  'Bring the vault or its mount back; the work goes on by itself. Nothing was decided about the files.':
    'Holen Sie den Tresor oder seine Einhängung zurück; die Arbeit geht von selbst weiter. Über die Dateien wurde nichts entschieden.',
  'This worker judges by other rules than the run was given out for.':
    'Dieser Arbeiter urteilt nach anderen Regeln als denen, für die der Lauf vergeben wurde.',
  'Bring all workers to the same version and rules ("anlauf scan rules update", the same --rules and engines).':
    'Bringen Sie alle Arbeiter auf dieselbe Version und dieselben Regeln („anlauf scan rules update“, gleiches --rules und gleiche Engines).',
  '{1} has no part {2} of {3}.': '{1} hat keinen Teil {2} von {3}.',
  'Something else than "anlauf recover distribute" put work into the queue; find out what.':
    'Etwas anderes als „anlauf recover distribute“ hat Arbeit eingereiht; finden Sie heraus, was.',
  '{1} was changed by somebody, or belongs to another repository.':
    '{1} wurde von jemandem geändert, oder gehört zu einem anderen Repository.',
  '"{1}" names no run and no part of one.': '„{1}“ nennt keinen Lauf und keinen Teil davon.',
  'The plan names "{1}", which is no path of a backup.':
    'Der Plan nennt „{1}“; das ist kein Pfad einer Sicherung.',
  'Make the plan again with "anlauf recover plan"; a plan is not edited by hand.':
    'Machen Sie den Plan mit „anlauf recover plan“ neu; ein Plan wird nicht von Hand geändert.',
  'No engine looks at what files hold; lists of hashes alone judge nothing.':
    'Keine Engine sieht an, was Dateien enthalten; Listen von Hashes allein urteilen nicht.',
  'Name rules or a clamd beside the lists.': 'Nennen Sie neben den Listen Regeln oder einen clamd.',
  'it was not scanned': 'es wurde nicht gescannt',
  'an engine took too long over it': 'eine Engine brauchte zu lange dafür',
  'an engine ended over it': 'eine Engine ist daran gestorben',
  'it is larger, deeper, or has more in it than is looked at':
    'es ist größer, tiefer oder hat mehr darin, als angesehen wird',
  'something in it opens only with a password': 'etwas darin öffnet sich nur mit einem Passwort',
  'it is a container of a kind that is not opened, or its parts contradict each other':
    'es ist ein Container einer Art, die nicht geöffnet wird, oder seine Teile widersprechen einander',
  'the engine did not find its own test file afterwards':
    'die Engine hat danach ihre eigene Testdatei nicht gefunden',
  'No space left while writing {1}.': 'Kein Platz mehr beim Schreiben von {1}.',
  'Free space or raise the quota, then start the same command again; it goes on where it stopped.':
    'Schaffen Sie Platz oder erhöhen Sie die Quote, und starten Sie denselben Befehl noch einmal; er macht weiter, wo er aufgehört hat.',
  '{1} cannot be written: {2}': '{1} lässt sich nicht schreiben: {2}',
}
