import type { FailureTexts } from '../failure-texts.ts'

export const cliDeskTexts: FailureTexts = {
  '{1} All problems: anlauf estate check {2}': '{1} Alle Fehler: anlauf estate check {2}',
  'Name a file.': 'Nennen Sie eine Datei.',
  'Check that you named the right file.': 'Prüfen Sie, ob Sie die richtige Datei genannt haben.',
  'does not exist': 'gibt es nicht',
  'cannot be read ({1})': 'lässt sich nicht lesen ({1})',
  'The {1} {2} {3}.': '{1} {2} {3}.',
  'Check the path, and that this account may read the file.':
    'Prüfen Sie den Pfad, und ob dieses Konto die Datei lesen darf.',
  'No mail file says how mail leaves the house: {1}.':
    'Keine Maildatei sagt, wie Mail das Haus verlässt: {1}.',
  'examples/mail.yaml shows one; name it with --mail, or put it into the home.':
    'examples/mail.yaml zeigt eine; nennen Sie sie mit --mail, oder legen Sie sie in den Ordner des Servers.',
  'The password file {1} cannot be read.': 'Die Passwortdatei {1} lässt sich nicht lesen.',
  'Check the path and that this account may read it.':
    'Prüfen Sie den Pfad, und ob dieses Konto die Datei lesen darf.',
  'The password command ended with {1} and gave no password.':
    'Der Passwortbefehl endete mit {1} und gab kein Passwort.',
  'Run it by hand: it must print the password to its standard output and end with 0.':
    'Starten Sie ihn von Hand: Er muss das Passwort auf die Standardausgabe schreiben und mit 0 enden.',
  'No new password given, or an empty one.': 'Es wurde kein neues Passwort angegeben, oder ein leeres.',
  'Put a long random password into a file only you can read and give --new-password-file FILE.':
    'Schreiben Sie ein langes, zufälliges Passwort in eine Datei, die nur Sie lesen, und geben Sie --new-password-file DATEI an.',
  'No {1} came on standard input.': 'Auf der Standardeingabe kam nichts an: {1}.',
  'The {1} is longer than {2} bytes.': 'Zu lang für {1}: mehr als {2} Bytes.',
  'Pipe the {1} into the command: printf %s "$TEXT" | anlauf …, or < file.':
    'Leiten Sie es in den Befehl ({1}): printf %s "$TEXT" | anlauf …, oder < datei.',
  'The {1} is not UTF-8.': 'Kein UTF-8: {1}.',
  'Save it as UTF-8 and pipe it in again.':
    'Speichern Sie es als UTF-8 und leiten Sie es noch einmal hinein.',
  'Decrypt it into memory first: openssl pkey -in {1} -out /dev/shm/key':
    'Entschlüsseln Sie ihn zuerst in den Arbeitsspeicher: openssl pkey -in {1} -out /dev/shm/key',
  'Name the private half in PEM.': 'Nennen Sie die private Hälfte in PEM.',
  'Use an Ed25519 key: openssl genpkey -algorithm ed25519 -out FILE':
    'Nehmen Sie einen Ed25519-Schlüssel: openssl genpkey -algorithm ed25519 -out DATEI',
  'The key file {1} {2}.': 'Die Schlüsseldatei {1} {2}.',
  '{1} holds a private key. It was not {2}.': '{1} enthält einen privaten Schlüssel. Er wurde nicht {2}.',
  'Name its public half: openssl pkey -in {1} -pubout -out NAME.pem':
    'Nennen Sie seine öffentliche Hälfte: openssl pkey -in {1} -pubout -out NAME.pem',
  '{1} holds no public key in PEM.': '{1} enthält keinen öffentlichen Schlüssel in PEM.',
  'Name the key.pem of an export, or what "openssl pkey -pubout" wrote.':
    'Nennen Sie die key.pem einer Ausgabe, oder was „openssl pkey -pubout“ geschrieben hat.',
  '--repo and --repository-file name two repositories.':
    '--repo und --repository-file nennen zwei Repositorys.',
  'Give one of them.': 'Geben Sie eines davon an.',
  'No repository named.': 'Kein Repository genannt.',
  'Give --repo LOCATION or set RESTIC_REPOSITORY: a folder, rest:https://host/path/, s3:https://host/bucket/prefix or sftp:user@host:/path.':
    'Geben Sie --repo ORT an oder setzen Sie RESTIC_REPOSITORY: ein Ordner, rest:https://host/path/, s3:https://host/bucket/prefix oder sftp:user@host:/path.',
  'The file {1} with the location cannot be read.': 'Die Datei {1} mit dem Ort lässt sich nicht lesen.',
  'Check --repository-file or RESTIC_REPOSITORY_FILE and that this account may read the file.':
    'Prüfen Sie --repository-file oder RESTIC_REPOSITORY_FILE, und ob dieses Konto die Datei lesen darf.',
  '--password-file and --password-command name two passwords.':
    '--password-file und --password-command nennen zwei Passwörter.',
  'No repository password given.': 'Kein Passwort des Repositorys angegeben.',
  'Set RESTIC_PASSWORD_FILE, RESTIC_PASSWORD_COMMAND or RESTIC_PASSWORD, or give --password-file FILE.':
    'Setzen Sie RESTIC_PASSWORD_FILE, RESTIC_PASSWORD_COMMAND oder RESTIC_PASSWORD, oder geben Sie --password-file DATEI an.',
  '{1} would lie beside the data that it opens.': '{1} läge neben den Daten, die es öffnet.',
  'Name a file outside the folder of --to.': 'Nennen Sie eine Datei außerhalb des Ordners von --to.',
  '{1} holds an empty password.': '{1} enthält ein leeres Passwort.',
  'Put a long random one into it, or remove it.':
    'Schreiben Sie ein langes, zufälliges hinein, oder löschen Sie sie.',
  'The new password cannot be written to {1}: {2}':
    'Das neue Passwort lässt sich nicht nach {1} schreiben: {2}',
  'Name a file in a folder that this account may write to.':
    'Nennen Sie eine Datei in einem Ordner, in den dieses Konto schreiben darf.',
  '{1}: {2} is no text in UTF-8 of at most 64 KiB.': '{1}: {2} ist kein Text in UTF-8 von höchstens 64 KiB.',
  'Save it as plain text in UTF-8.': 'Speichern Sie es als reinen Text in UTF-8.',
  '{1} {2}: an empty name, or no zero byte at the end.':
    '{1} {2}: ein leerer Name, oder kein Nullbyte am Ende.',
  'Make the list with "find … -print0"; each name ends with a zero byte.':
    'Machen Sie die Liste mit „find … -print0“; jeder Name endet mit einem Nullbyte.',
  '{1}: {2} cannot be read.': '{1}: {2} lässt sich nicht lesen.',
  'No {1} "{2}" in this repository.': 'In diesem Repository gibt es nicht: {1} „{2}“.',
  'Check the id.': 'Prüfen Sie die Kennung.',
  '"{1}" fits {2} {3}s.': '„{1}“ passt auf {2}: {3}.',
  'Give more digits of the id.': 'Geben Sie mehr Zeichen der Kennung an.',
  '"{1}" is not a time with zone.': '„{1}“ ist keine Zeit mit Zeitzone.',
  'Write it like 2026-11-23T03:00:00Z or 2026-11-23T04:00:00+01:00.':
    'Schreiben Sie sie wie 2026-11-23T03:00:00Z oder 2026-11-23T04:00:00+01:00.',
  '"{1}" is no name for a witness.': '„{1}“ ist kein Name für einen Zeugen.',
  'Use small letters, digits and "-", for instance dpo or forensics-2.':
    'Nehmen Sie Kleinbuchstaben, Ziffern und „-“, zum Beispiel dpo oder forensics-2.',
  '"{1}" is not a size.': '„{1}“ ist keine Größe.',
  'Write it like 500MB, 10GB or 64MiB.': 'Schreiben Sie sie wie 500MB, 10GB oder 64MiB.',
  'Write it like 500M, 10G or 4096.': 'Schreiben Sie sie wie 500M, 10G oder 4096.',
  '"{1}" is not a time.': '„{1}“ ist keine Zeit.',
  'Write it like "2026-11-23 03:00:00" or 2026-11-23T03:00:00Z.':
    'Schreiben Sie sie wie „2026-11-23 03:00:00“ oder 2026-11-23T03:00:00Z.',
  'Write it like 2026-11-23 or "2026-11-23 03:00".':
    'Schreiben Sie sie wie 2026-11-23 oder „2026-11-23 03:00“.',
  '"{1}" divides no snapshots.': '„{1}“ teilt keine Sicherungen auf.',
  'Write host, paths and tags, separated by commas.':
    'Schreiben Sie host, paths und tags, durch Kommas getrennt.',
  '"{1}" is not a whole number.': '„{1}“ ist keine ganze Zahl.',
  'Give digits only, for example 42.': 'Geben Sie nur Ziffern an, zum Beispiel 42.',
  '"{1}" is no case id.': '„{1}“ ist keine Kennung eines Falls.',
  'Use letters, digits, ".", "_" and "-", at most 64, for instance 2026-03-ransomware.':
    'Nehmen Sie Buchstaben, Ziffern, „.“, „_“ und „-“, höchstens 64, zum Beispiel 2026-03-ransomware.',
  'The text is empty, longer than 200 characters or not one line.':
    'Der Text ist leer, länger als 200 Zeichen oder nicht eine Zeile.',
  'Write one short line.': 'Schreiben Sie eine kurze Zeile.',
  '{1} has a line of more than {2} characters.': '{1} hat eine Zeile mit mehr als {2} Zeichen.',
  'No entry of ours is that long; get another copy of the export.':
    'Kein Eintrag von uns ist so lang; holen Sie eine andere Kopie der Ausgabe.',
  '{1} is no mount point of its own.': '{1} ist kein eigener Einhängepunkt.',
  'Only a mounted disk can be made read-only. Leave out --read-only, or watch the mount point.':
    'Nur eine eingehängte Platte lässt sich nur lesbar machen. Lassen Sie --read-only weg, oder beobachten Sie den Einhängepunkt.',
  '"{1}" is no address that a browser would trust.': '„{1}“ ist keine Adresse, der ein Browser trauen würde.',
  'Write it like https://anlauf.example.org, without a path.':
    'Schreiben Sie sie wie https://anlauf.example.org, ohne Pfad.',
  'Without TLS tokens would cross the network to {1} in clear.':
    'Ohne TLS gingen Tokens unverschlüsselt durch das Netz nach {1}.',
  'Listen on 127.0.0.1 and let a proxy on this machine add TLS (--url), or use an SSH tunnel.':
    'Lauschen Sie auf 127.0.0.1 und lassen Sie einen Proxy auf diesem Rechner TLS hinzufügen (--url), oder nehmen Sie einen SSH-Tunnel.',
  'No queue file of the case "{1}" lies where this server works.':
    'Wo dieser Server arbeitet, liegt keine Datei mit der Fallliste des Falls „{1}“.',
  'Start the job "queue" once more; it writes the file.':
    'Starten Sie die Arbeit „queue“ noch einmal; sie schreibt die Datei.',
  'The two versions could not be read from the backup.':
    'Die beiden Fassungen ließen sich nicht aus der Sicherung lesen.',
  'Try again. If it stays so, "anlauf recover queue show" says why; decide nothing that you did not see.':
    'Versuchen Sie es noch einmal. Bleibt es so, sagt „anlauf recover queue show“, warum; entscheiden Sie nichts, was Sie nicht gesehen haben.',
  'Check the folder of the workplace and its free space, then start it again.':
    'Prüfen Sie den Ordner des Arbeitsplatzes und seinen freien Platz, und starten Sie sie noch einmal.',
  'The workplace names no emergency plan.': 'Der Arbeitsplatz nennt keinen Notfallplan.',
  'Set "plan" in the workplace file; examples/plans has one for a ransomware attack on a hosting provider.':
    'Setzen Sie „plan“ in der Arbeitsplatzdatei; in examples/plans ist einer für einen Ransomware-Angriff auf einen Hosting-Anbieter.',
  'The workplace names no roster.': 'Der Arbeitsplatz nennt keine Stabsliste.',
  'Set "roster" in the workplace file, or take one with "anlauf case roster --take FILE"; examples/roster.yaml shows one.':
    'Setzen Sie „roster“ in der Arbeitsplatzdatei, oder nehmen Sie eine mit „anlauf case roster --take DATEI“; examples/roster.yaml zeigt eine.',
  'It does not show the edition.': 'Er zeigt die Ausgabe nicht.',
  'The public site cannot be renewed on: {1}': 'Die öffentliche Website lässt sich nicht erneuern auf: {1}',
  'Edition {1} was signed with the key {2}… of another server; this home has {3}….':
    'Ausgabe {1} wurde mit dem Schlüssel {2}… eines anderen Servers unterschrieben; dieser hier hat {3}….',
  'Copy the folder "site" of that home into this one, or take "site" out of this workplace file. Nothing was pushed.':
    'Kopieren Sie den Ordner „site“ von dort hierher, oder nehmen Sie „site“ aus dieser Arbeitsplatzdatei. Nichts wurde übertragen.',
}
