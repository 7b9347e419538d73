import type { FailureTexts } from '../failure-texts.ts'

export const cliStorageTexts: FailureTexts = {
  'No password given: whether packs are missing was not looked at. "anlauf repo check" does that.':
    'Kein Passwort angegeben: Ob Pakete fehlen, wurde nicht nachgesehen. Das tut „anlauf repo check“.',
  'Nothing is missing. Restore with: anlauf repo restore latest --repo {1}':
    'Es fehlt nichts. Wiederherstellen mit: anlauf repo restore latest --repo {1}',
  'snapshot {1} of {2}, {3}: {4} ({5}) cannot be restored whole':
    'Sicherung {1} von {2}, {3}: {4} ({5}) lassen sich nicht vollständig wiederherstellen',
  'snapshot {1} of {2}, {3}: {4} ({5}) cannot be restored whole, and nobody can say what is in {6}':
    'Sicherung {1} von {2}, {3}: {4} ({5}) lassen sich nicht vollständig wiederherstellen, und niemand kann sagen, was in {6} ist',
  'No snapshot needs them.': 'Keine Sicherung braucht sie.',
  'Everything else can be restored: "anlauf repo restore" restores what is there and names each file that is not.':
    'Alles andere lässt sich wiederherstellen: „anlauf repo restore“ stellt wieder her, was da ist, und nennt jede Datei, die es nicht ist.',
  'The set {1} has no volume {2}.': 'Der Satz {1} hat keinen Datenträger {2}.',
  'It has volumes 1 to {1}.': 'Er hat die Datenträger 1 bis {1}.',
  'No volume named.': 'Kein Datenträger genannt.',
  'Name volumes (files, a tape drive, "-"), or a folder with volumes in it.':
    'Nennen Sie Datenträger (Dateien, ein Bandlaufwerk, „-“), oder einen Ordner mit Datenträgern darin.',
  '{1} is not there.': '{1} ist nicht da.',
  'Is the medium loaded and mounted? Name a volume, a drive such as /dev/nst0, a folder or "-".':
    'Ist der Datenträger eingelegt und eingehängt? Nennen Sie einen Datenträger, ein Laufwerk wie /dev/nst0, einen Ordner oder „-“.',
  '"{1}" is no name for a media set.': '„{1}“ ist kein Name für einen Datenträgersatz.',
  'Use lower-case letters, digits and "-", at most 40 characters, for instance offsite-2026-11.':
    'Nehmen Sie Kleinbuchstaben, Ziffern und „-“, höchstens 40 Zeichen, zum Beispiel offsite-2026-11.',
  'The set {1} is of another repository.': 'Der Satz {1} ist von einem anderen Repository.',
  'It was begun from {1}. Name that repository, or begin a new set without --set.':
    'Begonnen wurde er von {1}. Nennen Sie dieses Repository, oder beginnen Sie ohne --set einen neuen Satz.',
  'There is no repository at this place.': 'An diesem Ort ist kein Repository.',
  'Check --repo; a repository has a file "config".':
    'Prüfen Sie --repo; ein Repository hat eine Datei „config“.',
  'The copy "{1}" has no location or no passwordFile.':
    'Die Kopie „{1}“ hat kein location oder kein passwordFile.',
  'Add both to the copy in the estate file.': 'Ergänzen Sie beides bei der Kopie in der Bestandsdatei.',
  '"{1}" is no name of a server.': '„{1}“ ist kein Name eines Servers.',
  'Use letters, digits, ".", "_" and "-", at most 63, for instance web-db1.':
    'Nehmen Sie Buchstaben, Ziffern, „.“, „_“ und „-“, höchstens 63, zum Beispiel web-db1.',
  'Nothing of the server "{1}" is in this repository.': 'Vom Server „{1}“ ist nichts in diesem Repository.',
  'Check --server and the repository; "anlauf protect mariadb dump" makes the first dump.':
    'Prüfen Sie --server und das Repository; „anlauf protect mariadb dump“ macht den ersten Abzug.',
  '"{1}" is no name of a cluster.': '„{1}“ ist kein Name eines Clusters.',
  'Use letters, digits, ".", "_" and "-", at most 63, for instance main.':
    'Nehmen Sie Buchstaben, Ziffern, „.“, „_“ und „-“, höchstens 63, zum Beispiel main.',
  'Nothing of the cluster "{1}" is in this repository.': 'Vom Cluster „{1}“ ist nichts in diesem Repository.',
  'Check --cluster and the repository; "anlauf protect postgres base" makes the first backup.':
    'Prüfen Sie --cluster und das Repository; „anlauf protect postgres base“ macht die erste Sicherung.',
  'Nothing to back up was named.': 'Es wurde nichts genannt, was zu sichern wäre.',
  'Name folders or files, or give --files-from FILE or --stdin.':
    'Nennen Sie Ordner oder Dateien, oder geben Sie --files-from DATEI oder --stdin an.',
  'None of the named paths exists: no snapshot was made.':
    'Keinen der genannten Pfade gibt es: Es wurde keine Sicherung gemacht.',
  'Check the paths and that their file systems are mounted.':
    'Prüfen Sie die Pfade, und ob ihre Dateisysteme eingehängt sind.',
  '--stdin stores standard input and nothing else.':
    '--stdin speichert die Standardeingabe und nichts anderes.',
  'Leave out the paths and lists of paths, or back them up with a command of their own.':
    'Lassen Sie die Pfade und Listen von Pfaden weg, oder sichern Sie sie mit einem eigenen Befehl.',
  'Which {1}?': 'Was genau: {1}?',
  'Name it: anlauf repo cat {1} ID.': 'Nennen Sie es: anlauf repo cat {1} KENNUNG.',
  'RESTIC_COMPRESSION is "{1}".': 'RESTIC_COMPRESSION ist „{1}“.',
  'Set it to off, auto or max, or unset it.': 'Setzen Sie es auf off, auto oder max, oder löschen Sie es.',
  'An archive is nothing for a terminal.': 'Ein Archiv ist nichts für ein Terminal.',
  'Redirect stdout into a file or a program, or give --target FILE.':
    'Leiten Sie die Ausgabe in eine Datei oder ein Programm, oder geben Sie --target DATEI an.',
  '{1} is a {2}, it has no content.': '{1} hat keinen Inhalt, es ist: {2}.',
  'Name a file or a folder.': 'Nennen Sie eine Datei oder einen Ordner.',
  'Name a file that does not exist yet, in a folder with enough space.':
    'Nennen Sie eine Datei, die es noch nicht gibt, in einem Ordner mit genug Platz.',
  '--blob, --tree and --pack look for different things.': '--blob, --tree und --pack suchen Verschiedenes.',
  'The repository to copy from: {1}': 'Das Repository, aus dem kopiert wird: {1}',
  'Give --from-repo and --from-password-file, or set RESTIC_FROM_REPOSITORY and RESTIC_FROM_PASSWORD_FILE.':
    'Geben Sie --from-repo und --from-password-file an, oder setzen Sie RESTIC_FROM_REPOSITORY und RESTIC_FROM_PASSWORD_FILE.',
  '"{1}" is no number of snapshots.': '„{1}“ ist keine Zahl von Sicherungen.',
  'Give a whole number, or "unlimited".': 'Geben Sie eine ganze Zahl an, oder „unlimited“.',
  '"{1}" is no folder in the snapshot.': '„{1}“ ist kein Ordner in der Sicherung.',
  'Paths in a snapshot start with "/".': 'Pfade in einer Sicherung beginnen mit „/“.',
  '{1} is more than everything.': '{1} ist mehr als alles.',
  'Give a share of at most 100%, a size such as 2G, or "unlimited".':
    'Geben Sie einen Anteil von höchstens 100% an, eine Größe wie 2G, oder „unlimited“.',
  'Name a snapshot by its id: "anlauf repo snapshots" lists those that are whole.':
    'Nennen Sie eine Sicherung mit ihrer Kennung: „anlauf repo snapshots“ nennt die vollständigen.',
  'No snapshot "{1}" in this repository.': 'In diesem Repository gibt es keine Sicherung „{1}“.',
  'List them with: anlauf repo snapshots': 'Alle zeigt: anlauf repo snapshots',
  'The estate knows no tenant "{1}".': 'Der Bestand kennt keinen Mandanten „{1}“.',
  'No data set of the estate gives a folder to tenant "{1}".':
    'Kein Datenbestand gibt dem Mandanten „{1}“ einen Ordner.',
  'Data sets need a root and a tenantSlice such as "{tenant.slug}/**"; see examples/estate.yaml.':
    'Datenbestände brauchen einen root und eine tenantSlice wie „{tenant.slug}/**“; siehe examples/estate.yaml.',
  'The journal {1} does not exist.': 'Das Eingangsbuch {1} gibt es nicht.',
  'It lies beside the repositories, in journals/TENANT.ndjson, or comes from TENANT/.vault/journal.':
    'Es liegt neben den Repositorys, in journals/MANDANT.ndjson, oder kommt von MANDANT/.vault/journal.',
  'Checkpoints and receipts need the public key of the vault.':
    'Prüfpunkte und Quittungen brauchen den öffentlichen Schlüssel des Tresors.',
  'Give --public-key FILE; the auditor fetches it from TENANT/.vault/key and compares its fingerprint.':
    'Geben Sie --public-key DATEI an; wer prüft, holt ihn von MANDANT/.vault/key und vergleicht seinen Fingerabdruck.',
  'A restorer reads everything: its credential has to end.':
    'Wer wiederherstellt, liest alles: Der Zugang muss enden.',
  'Give --expires, for instance tomorrow morning.': 'Geben Sie --expires an, zum Beispiel morgen früh.',
  '{1} holds no certificate.': '{1} enthält kein Zertifikat.',
  'Name the certificate in PEM, not the key.': 'Nennen Sie das Zertifikat in PEM, nicht den Schlüssel.',
  'The password could not be written to {1}; the client exists already.':
    'Das Passwort ließ sich nicht nach {1} schreiben; den Zugang gibt es schon.',
  'Name a new file in a folder you may write to, and run the command again: it makes a new password.':
    'Nennen Sie eine neue Datei in einem Ordner, in den Sie schreiben dürfen, und starten Sie den Befehl noch einmal: Er macht ein neues Passwort.',
  'The password has less than 16 or more than 256 characters.':
    'Das Passwort hat weniger als 16 oder mehr als 256 Zeichen.',
  'Leave --password-from away: a made password is better.':
    'Lassen Sie --password-from weg: Ein gemachtes Passwort ist besser.',
  '"{1}" is no name of a client.': '„{1}“ ist kein Name eines Zugangs.',
  'Use letters, digits, ".", "_" and "-", at most 64, for instance files1.':
    'Nehmen Sie Buchstaben, Ziffern, „.“, „_“ und „-“, höchstens 64, zum Beispiel files1.',
  '"{1}" is no role.': '„{1}“ ist keine Rolle.',
  'Roles are {1}.': 'Rollen sind {1}.',
  'The vault knows no client "{1}".': 'Der Tresor kennt keinen Zugang „{1}“.',
  'See "anlauf vault client list".': 'Siehe „anlauf vault client list“.',
  'No vault named.': 'Kein Tresor genannt.',
  'Give --vault FOLDER or set ANLAUF_VAULT.': 'Geben Sie --vault ORDNER an oder setzen Sie ANLAUF_VAULT.',
  '"{1}" is neither on, off nor show.': '„{1}“ ist weder on, off noch show.',
  'anlauf vault hold on --reason TEXT': 'anlauf vault hold on --reason TEXT einsetzen',
  '{1} is not registered with this key.': '{1} ist mit diesem Schlüssel nicht eingetragen.',
  'Register people with "anlauf vault approver", long before they are needed.':
    'Tragen Sie Menschen mit „anlauf vault approver“ ein, lange bevor sie gebraucht werden.',
  'This is no Ed25519 public key in PEM.': 'Das ist kein öffentlicher Ed25519-Schlüssel in PEM.',
  'Give its public half: openssl pkey -in NAME.key -pubout -out NAME.pem; then --public-key NAME.pem':
    'Geben Sie die öffentliche Hälfte an: openssl pkey -in NAME.key -pubout -out NAME.pem; dann --public-key NAME.pem',
  'No rule says what is kept.': 'Keine Regel sagt, was bleibt.',
  'Give rules as to "anlauf repo forget": --keep-daily 7 --keep-within 30d.':
    'Geben Sie Regeln an wie für „anlauf repo forget“: --keep-daily 7 --keep-within 30d.',
  'TLS needs a certificate and its key.': 'TLS braucht ein Zertifikat und seinen Schlüssel.',
  'Give --tls-cert FILE and --tls-key FILE, or neither.':
    'Geben Sie --tls-cert DATEI und --tls-key DATEI an, oder keines.',
  'Without TLS passwords would cross the network to {1} in clear.':
    'Ohne TLS gingen Passwörter unverschlüsselt durch das Netz nach {1}.',
  'Give --tls-cert and --tls-key. Behind a proxy that adds TLS: --plain-http.':
    'Geben Sie --tls-cert und --tls-key an. Hinter einem Proxy, der TLS hinzufügt: --plain-http.',
  '"{1}" is no address with a port.': '„{1}“ ist keine Adresse mit Port.',
  'Write it like 127.0.0.1:8000 or [::1]:8000.': 'Schreiben Sie sie wie 127.0.0.1:8000 oder [::1]:8000.',
}
