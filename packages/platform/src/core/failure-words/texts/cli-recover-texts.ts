import type { FailureTexts } from '../failure-texts.ts'

export const cliRecoverTexts: FailureTexts = {
  'No snapshot in this repository is of the host {1}.':
    'Keine Sicherung in diesem Repository ist vom Rechner {1}.',
  'See which hosts there are with: anlauf repo snapshots':
    'Welche Rechner es gibt, zeigt: anlauf repo snapshots',
  'No folder named.': 'Kein Ordner genannt.',
  'Name the folders to watch.': 'Nennen Sie die Ordner, die beobachtet werden sollen.',
  '{1} is no mail address.': '{1} ist keine Mailadresse.',
  'Write it as name@example.org, without a display name.':
    'Schreiben Sie sie wie name@example.org, ohne Anzeigenamen.',
  '{1} is no folder.': '{1} ist kein Ordner.',
  'Name an existing folder to watch.': 'Nennen Sie einen vorhandenen Ordner, der beobachtet werden soll.',
  'The files of {1} were judged by other rules ({2}) than {3} has now ({4}).':
    'Die Dateien von {1} wurden nach anderen Regeln beurteilt ({2}), als {3} jetzt hat ({4}).',
  'Name the same --rules, --clamd and lists as "anlauf recover run" did, or run that again with these first.':
    'Nennen Sie dieselben --rules, --clamd und Listen wie „anlauf recover run“, oder starten Sie das zuerst noch einmal mit diesen.',
  '{1} of the database is not clean, {2} infected; the first is in {3}: {4}.':
    '{1} der Datenbank ist nicht sauber, {2} befallen; der erste steht in {3}: {4}.',
  '{1} of the database are not clean, {2} infected; the first is in {3}: {4}.':
    '{1} der Datenbank sind nicht sauber, {2} befallen; der erste steht in {3}: {4}.',
  'They are sealed in {1}; nothing was added to {2}. Find the rows by the SHA-256 of the value, decide with the tenant, and slice again.':
    'Sie sind in {1} versiegelt; zu {2} wurde nichts hinzugefügt. Finden Sie die Zeilen am SHA-256 des Werts, entscheiden Sie mit dem Mandanten, und schneiden Sie noch einmal heraus.',
  '"{1}" are no hours from 1 to 72.': '„{1}“ sind keine Stunden von 1 bis 72.',
  'Give a whole number. What is meant for tonight does not count next week: approve again when it has run out.':
    'Geben Sie eine ganze Zahl an. Was für heute Nacht gemeint ist, zählt nächste Woche nicht: Geben Sie neu frei, wenn es abgelaufen ist.',
  'Nothing of {1} was restored, verified and scanned yet.':
    'Von {1} ist noch nichts wiederhergestellt, geprüft und gescannt.',
  'First: {1}': 'Zuerst: {1}',
  'Every unit of this plan is released, or not part of the case.':
    'Jede Einheit dieses Plans ist freigegeben, oder gehört nicht zum Fall.',
  'See the case with "anlauf case show"; name a unit with --unit to restore it once more.':
    'Sehen Sie den Fall mit „anlauf case show“ an; nennen Sie mit --unit eine Einheit, um sie noch einmal wiederherzustellen.',
  '{1} of {2} has changes that somebody has to look at.':
    '{1} von {2} hat Änderungen, die jemand ansehen muss.',
  '{1} of {2} have changes that somebody has to look at.':
    '{1} von {2} haben Änderungen, die jemand ansehen muss.',
  'Read changes.json in the folder "databases" of the unit\'s clean room; then give {1}. Nothing was signed.':
    'Lesen Sie changes.json im Ordner „databases“ des Reinraums der Einheit; dann geben Sie {1} an. Nichts wurde unterschrieben.',
  'roles and code NOT COMPARED': 'Rollen und Code NICHT VERGLICHEN',
  '{1} of roles and code': '{1} an Rollen und Code',
  '{1}: {2} jobs failed. {3}{4}': '{1}: {2} Arbeiten schlugen fehl. {3}{4}',
  '{1} was cancelled.': '{1} wurde abgebrochen.',
  'Start the same command again to go on with it; what was done is kept.':
    'Starten Sie denselben Befehl noch einmal, um weiterzumachen; was getan ist, bleibt.',
  '{1}: all jobs are done and {2} is not there.': '{1}: Alle Arbeiten sind getan, und {2} ist nicht da.',
  'The workers have another shared folder than this machine. Mount the same one and start the same command again.':
    'Die Arbeiter haben einen anderen gemeinsamen Ordner als dieser Rechner. Hängen Sie denselben ein und starten Sie denselben Befehl noch einmal.',
  'Following {1} was stopped; the workers go on.':
    'Das Verfolgen von {1} wurde angehalten; die Arbeiter machen weiter.',
  'Start the same command again to follow it and to record the result, or stop it with "anlauf recover runs --cancel".':
    'Starten Sie denselben Befehl noch einmal, um zu folgen und das Ergebnis zu verzeichnen, oder halten Sie es mit „anlauf recover runs --cancel“ an.',
  'Work on several machines needs a PostgreSQL that all of them reach.':
    'Arbeit auf mehreren Rechnern braucht ein PostgreSQL, das alle erreichen.',
  'Set DATABASE_URL to postgres://user:password@host/name, in the environment and not on the command line. On one machine "anlauf recover run" needs none.':
    'Setzen Sie DATABASE_URL auf postgres://user:password@host/name, in der Umgebung und nicht auf der Kommandozeile. Auf einem Rechner braucht „anlauf recover run“ keines.',
  '"{1}" names no kinds of work.': '„{1}“ nennt keine Arten von Arbeit.',
  'Kinds are: {1}.': 'Arten sind: {1}.',
  '{1} needs a number above 0.': '{1} braucht eine Zahl über 0.',
  'Write it like {1} 4.': 'Schreiben Sie es wie {1} 4.',
  'Either a plan, or bytes and files say what is to be restored.':
    'Entweder ein Plan, oder Bytes und Dateien sagen, was wiederherzustellen ist.',
  'Give --plan FILE, or --bytes 140TB --files 280000000.':
    'Geben Sie --plan DATEI an, oder --bytes 140TB --files 280000000.',
  '"{1}" is nothing.': '„{1}“ ist nichts.',
  'Give a size above zero, such as 1.25GB.': 'Geben Sie eine Größe über null an, wie 1.25GB.',
  '"{1}" is no share.': '„{1}“ ist kein Anteil.',
  'Give a number from 0 to 1, such as 0.25.': 'Geben Sie eine Zahl von 0 bis 1 an, wie 0.25.',
  '"{1}" is no number of machines or cores.': '„{1}“ ist keine Zahl von Rechnern oder Kernen.',
  'Give at least 1.': 'Geben Sie mindestens 1 an.',
  '"{1}" is no amount.': '„{1}“ ist kein Betrag.',
  'Give it like 0.05.': 'Geben Sie ihn wie 0.05 an.',
  '{1} has files: their plan is needed.': '{1} hat Dateien: Ihr Plan wird gebraucht.',
  'Name the plan file of the run that was released, with --plan.':
    'Nennen Sie mit --plan die Plandatei des Laufs, der freigegeben wurde.',
  'The plan {1} holds no unit "{2}".': 'Der Plan {1} enthält keine Einheit „{2}“.',
  'Name the plan file of the run that was released.':
    'Nennen Sie die Plandatei des Laufs, der freigegeben wurde.',
  '"{1}" is no SHA-256 hash.': '„{1}“ ist kein SHA-256-Hash.',
  'Give 64 hexadecimal digits; "sha256sum FILE" prints them.':
    'Geben Sie 64 hexadezimale Zeichen an; „sha256sum DATEI“ druckt sie.',
  'Nothing to hunt for was named.': 'Es wurde nichts genannt, wonach zu suchen wäre.',
  'Give --sha256 with a hash, --rules with YARA rules, or both.':
    'Geben Sie --sha256 mit einem Hash an, --rules mit YARA-Regeln, oder beides.',
  'list of UIDs for {1}, {2} keep theirs, {3} entries dropped':
    'UID-Liste für {1}, {2} behalten ihre, {3} Einträge entfernt',
  '{1} away': '{1} weg',
  '{1} made': '{1} gemacht',
  '{1} lies in a clean room, which stays as it was scanned.':
    '{1} liegt in einem Reinraum, der bleibt, wie er gescannt wurde.',
  'The run mended its mail already. Mend where the mail server reads it, after the release.':
    'Der Lauf hat seine Mail schon angepasst. Passen Sie an, wo der Mailserver sie liest, nach der Freigabe.',
  'There is no Maildir below {1}.': 'Unter {1} gibt es kein Maildir.',
  'Name the folder above the mailboxes; a Maildir has "cur" and "new" or a list of UIDs.':
    'Nennen Sie den Ordner über den Postfächern; ein Maildir hat „cur“ und „new“ oder eine UID-Liste.',
  'Say which dump: one of --before, --dump and --latest.':
    'Sagen Sie, welcher Abzug: eines von --before, --dump und --latest.',
  '"anlauf detect history" says when it began; "anlauf protect mariadb show" lists the dumps.':
    '„anlauf detect history“ sagt, wann es begann; „anlauf protect mariadb show“ nennt die Abzüge.',
  'The recovery does not hold the schema "{1}".': 'Die Wiederherstellung enthält das Schema „{1}“ nicht.',
  'It has: {1}': 'Es gibt: {1}',
  '{1} did not come back as it was in the dump: {2}': '{1} kam nicht so zurück, wie es im Abzug war: {2}',
  'Recover it from another dump. report.json lists all that differs.':
    'Stellen Sie es aus einem anderen Abzug wieder her. report.json nennt alles, was abweicht.',
  'The case {1} does not know the recovery in {2}.': 'Der Fall {1} kennt die Wiederherstellung in {2} nicht.',
  'Start "anlauf recover mariadb run --case {1} …" into a new folder and slice from that.':
    'Starten Sie „anlauf recover mariadb run --case {1} …“ in einen neuen Ordner und schneiden Sie daraus.',
  'for {1}': 'für {1}',
  '{1}: these services wait for each other: {2}.': '{1}: diese Dienste warten aufeinander: {2}.',
  'Make one dependency of each circle soft, or say how the first service starts without it.':
    'Machen Sie in jedem Kreis eine Abhängigkeit weich, oder sagen Sie, wie der erste Dienst ohne sie startet.',
  '    {1}, the newest backup: {2}': '    {1}, die neueste Sicherung: {2}',
  'The repository holds no file that could be restored.':
    'Das Repository enthält keine Datei, die sich wiederherstellen ließe.',
  'Check that you named the right repository: anlauf repo snapshots':
    'Prüfen Sie, ob Sie das richtige Repository genannt haben: anlauf repo snapshots',
  'The backups hold nothing of the unit {1}.': 'Die Sicherungen enthalten nichts von der Einheit {1}.',
  'They hold data of: {1}.': 'Sie enthalten Daten von: {1}.',
  'There is no inventory in {1}.': 'In {1} gibt es kein Verzeichnis der Rollen und des Codes.',
  '"anlauf recover postgres run" writes one at its end, "anlauf protect postgres base" stores one.':
    '„anlauf recover postgres run“ schreibt am Ende eines, „anlauf protect postgres base“ legt eines ab.',
  'Say to which moment: one of --until, --lsn and --latest.':
    'Sagen Sie, bis zu welchem Augenblick: eines von --until, --lsn und --latest.',
  '"anlauf detect history" says when it began; take a moment before it.':
    '„anlauf detect history“ sagt, wann es begann; nehmen Sie einen Augenblick davor.',
  'Rows are chosen with --key and --tenant together, without --schema.':
    'Zeilen werden mit --key und --tenant zusammen gewählt, ohne --schema.',
  'For instance --key tenant_id --key tenants.id --tenant 42.':
    'Zum Beispiel --key tenant_id --key tenants.id --tenant 42.',
  'Start "anlauf recover postgres run --case {1} …" into a new folder and slice from that.':
    'Starten Sie „anlauf recover postgres run --case {1} …“ in einen neuen Ordner und schneiden Sie daraus.',
  'Whole backups cannot follow decisions about single files.':
    'Ganze Sicherungen können Entscheidungen über einzelne Dateien nicht folgen.',
  'Plan file by file, or name with --unit only tenants about whose files nothing was decided.':
    'Planen Sie Datei für Datei, oder nennen Sie mit --unit nur Mandanten, über deren Dateien nichts entschieden ist.',
  'Of --plan and --clean-room only one was named.': 'Von --plan und --clean-room ist nur eines genannt.',
  'What a run held back is known with both: the plan of the last run and its clean room.':
    'Was ein Lauf zurückhielt, ist nur mit beiden bekannt: dem Plan des letzten Laufs und seinem Reinraum.',
  'No group of the queue begins with "{1}".': 'Keine Gruppe der Fallliste beginnt mit „{1}“.',
  '"{1}" names {2} groups.': '„{1}“ nennt {2} Gruppen.',
  'Take at least four digits of the first column of "anlauf recover queue list".':
    'Nehmen Sie mindestens vier Zeichen der ersten Spalte von „anlauf recover queue list“.',
  'The groups are of several tenants or classes.': 'Die Gruppen sind von mehreren Mandanten oder Klassen.',
  'One decision covers one tenant and one class, never a mixture: decide about the others apart.':
    'Eine Entscheidung gilt einem Mandanten und einer Klasse, nie einer Mischung: Entscheiden Sie über die anderen getrennt.',
  '{1} of these groups are not in the queue that the case holds.':
    '{1} dieser Gruppen stehen nicht in der Fallliste, die der Fall hält.',
  'Take the file of the last "anlauf recover queue make", or make it again.':
    'Nehmen Sie die Datei des letzten „anlauf recover queue make“, oder machen Sie sie neu.',
  'See who is registered with "anlauf case show"; register with "anlauf case approver". Nothing was signed.':
    'Wer eingetragen ist, zeigt „anlauf case show“; eintragen mit „anlauf case approver“. Nichts wurde unterschrieben.',
  'No group of the queue is meant.': 'Es ist keine Gruppe der Fallliste gemeint.',
  'See the groups with "anlauf recover queue list --all".':
    'Die Gruppen zeigt „anlauf recover queue list --all“.',
  'Nothing was released. Next: {1}': 'Nichts wurde freigegeben. Als Nächstes: {1}',
  '{1}, {2} restored, scanned clean and read back':
    '{1}, {2} wiederhergestellt, sauber gescannt und zurückgelesen',
  'NOT VERIFIED: {1} of {2} differ from what was restored':
    'NICHT GEPRÜFT: {1} von {2} weichen vom Wiederhergestellten ab',
  'A slice goes into a folder or into a unit of a case.':
    'Ein Ausschnitt geht in einen Ordner oder in eine Einheit eines Falls.',
  'Give --out FOLDER, or all of --case, --unit, --clean-room and --quarantine.':
    'Geben Sie --out ORDNER an, oder alle von --case, --unit, --clean-room und --quarantine.',
  'There are no rule files in {1}.': 'In {1} gibt es keine Regeldateien.',
  'Name a folder, a zip or a tar with *.yar or *.yara files.':
    'Nennen Sie einen Ordner, ein zip oder ein tar mit Dateien *.yar oder *.yara.',
  'The rules in {1} are larger than 64 MiB in all.': 'Die Regeln in {1} sind zusammen größer als 64 MiB.',
  'Choose the rule folders that fit the case; every scanning process holds all of them.':
    'Wählen Sie die Regelordner, die zum Fall passen; jeder scannende Prozess hält alle.',
}
