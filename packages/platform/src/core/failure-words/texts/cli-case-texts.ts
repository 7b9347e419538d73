import type { FailureTexts } from '../failure-texts.ts'

export const cliCaseTexts: FailureTexts = {
  'The case {1} has no unit "{2}".': 'Der Fall {1} hat keine Einheit „{2}“.',
  'Its units are: {1}.': 'Seine Einheiten sind: {1}.',
  'There is no case "{1}" {2}.': 'Es gibt keinen Fall „{1}“ {2}.',
  'Check the id and ANLAUF_HOME, or declare it: anlauf case declare --case ID --title TEXT --estate FILE':
    'Prüfen Sie Kennung und ANLAUF_HOME, oder rufen Sie ihn aus: anlauf case declare --case KENNUNG --title TEXT --estate DATEI',
  '{1} holds no voucher.': '{1} enthält keine Bürgschaft.',
  'Give the line that "anlauf case vouch" printed, unchanged. Nothing was registered.':
    'Geben Sie die Zeile an, die „anlauf case vouch“ gedruckt hat, unverändert. Nichts wurde eingetragen.',
  'The onset is an interval: both ends, the earlier one first.':
    'Der Beginn ist eine Zeitspanne: beide Enden, das frühere zuerst.',
  'Give --onset-from and --onset-to, as "anlauf detect history" prints them, or neither.':
    'Geben Sie --onset-from und --onset-to an, wie „anlauf detect history“ sie druckt, oder keines.',
  '{1} is no JSON list of probe results.': '{1} ist keine JSON-Liste von Probenergebnissen.',
  'Say how many probes the file shows with --probes NUMBER, or write objects with "reached": false.':
    'Sagen Sie mit --probes ZAHL, wie viele Proben die Datei zeigt, oder schreiben Sie Objekte mit "reached": false.',
  '{1} of {2} probes reached their target.': '{1} von {2} Proben haben ihr Ziel erreicht.',
  'Cut these off, probe again, then record the new file: {1}{2}.':
    'Schneiden Sie diese ab, proben Sie noch einmal, und verzeichnen Sie dann die neue Datei: {1}{2}.',
  '{1} shows {2} probes, not {3}.': '{1} zeigt {2} Proben, nicht {3}.',
  'Leave --probes out; the file is counted.': 'Lassen Sie --probes weg; die Datei wird gezählt.',
  'Further: {1}': 'Außerdem: {1}',
  'Mend it, then try again.': 'Berichtigen Sie es und versuchen Sie es noch einmal.',
  'There is no role "{1}".': 'Es gibt keine Rolle „{1}“.',
  'This roster is not the one that the case has.': 'Diese Stabsliste ist nicht die, die der Fall hat.',
  'Take it first: anlauf case roster --case {1} --take FILE':
    'Nehmen Sie sie zuerst: anlauf case roster --case {1} --take DATEI',
  '"{1}" is no value of a form.': '„{1}“ ist kein Wert eines Formulars.',
  'Write it as NAME=TEXT, for instance --value "reference=AZ 12/26".':
    'Schreiben Sie es als NAME=TEXT, zum Beispiel --value "reference=AZ 12/26".',
  'The plan of {1} cannot be read: {2}.': 'Der Plan von {1} lässt sich nicht lesen: {2}.',
  'Adopt one: anlauf case adopt --case {1} --plan FILE --estate FILE':
    'Übernehmen Sie einen: anlauf case adopt --case {1} --plan DATEI --estate DATEI',
  'The plan cannot be read back from the log.': 'Der Plan lässt sich aus dem Protokoll nicht zurücklesen.',
  'Check it with "anlauf plan check"; the case follows the plan it had.':
    'Prüfen Sie ihn mit „anlauf plan check“; der Fall folgt dem Plan, den er hatte.',
  'No change of the plan waits for a signature.': 'Keine Planänderung wartet auf eine Unterschrift.',
  'Propose one: anlauf case amend --case {1} --plan FILE --reason TEXT':
    'Schlagen Sie eine vor: anlauf case amend --case {1} --plan DATEI --reason TEXT',
  'The case holds no plan for {1}.': 'Der Fall hält keinen Plan für {1}.',
  'The plan for {1} is not the one that the case holds ({2}).':
    'Der Plan für {1} ist nicht der, den der Fall hält ({2}).',
  'Make the plan with "anlauf recover plan --case ID …"; that records it. A plan is not edited by hand. Nothing was recorded.':
    'Machen Sie den Plan mit „anlauf recover plan --case KENNUNG …“; das verzeichnet ihn. Ein Plan wird nicht von Hand geändert. Nichts wurde verzeichnet.',
  'Several keys start with "{1}".': 'Mehrere Schlüssel beginnen mit „{1}“.',
  'No key of the case starts with "{1}".': 'Kein Schlüssel des Falls beginnt mit „{1}“.',
  'Keys: {1}.': 'Schlüssel: {1}.',
  'Every unit is released.': 'Jede Einheit ist freigegeben.',
  'Nothing is missing by the case: {1}': 'Von Seiten des Falls fehlt nichts: {1}',
  'Missing for the release of {1}:': 'Für die Freigabe von {1} fehlt:',
  'Make one with "openssl genpkey -algorithm ed25519", its public half with "openssl pkey -pubout".':
    'Machen Sie einen mit „openssl genpkey -algorithm ed25519“, seine öffentliche Hälfte mit „openssl pkey -pubout“.',
  'Nobody vouches for oneself.': 'Niemand bürgt für sich selbst.',
  'Two others who are registered in the case do.': 'Das tun zwei andere, die im Fall eingetragen sind.',
  '{1} has a clock for every tenant of the case.': '{1} hat eine Frist für jeden Mandanten des Falls.',
  'Name one with --tenant: {1}.': 'Nennen Sie einen mit --tenant: {1}.',
  'Two people have to sign this; nobody signs.':
    'Zwei Menschen müssen das unterschreiben; niemand unterschreibt.',
  'Give --reason, --person and --key; then the second person does the same with an own key.':
    'Geben Sie --reason, --person und --key an; dann tut die zweite Person dasselbe mit eigenem Schlüssel.',
  'There is no reason yet.': 'Es gibt noch keinen Grund.',
  'Several reasons were signed.': 'Mehrere Gründe wurden unterschrieben.',
  'Say why with --reason; it is signed and kept.':
    'Sagen Sie mit --reason, warum; es wird unterschrieben und aufbewahrt.',
  'Give one of them with --reason: {1}': 'Geben Sie mit --reason einen davon an: {1}',
  'clocks were not looked at': 'Fristen wurden nicht angesehen',
  'Make one: anlauf duty draft --duty {1} --language {2}. Drafts: {3}.':
    'Machen Sie einen: anlauf duty draft --duty {1} --language {2}. Entwürfe: {3}.',
  'State the fact without the name, and draft the document anew.':
    'Geben Sie die Tatsache ohne den Namen an, und entwerfen Sie das Dokument neu.',
  'Which document?': 'Welches Dokument?',
  'Give --duty ID, or --first for everything that is due now. See "anlauf duty overview".':
    'Geben Sie --duty KENNUNG an, oder --first für alles, was jetzt fällig ist. Siehe „anlauf duty overview“.',
  'A PDF is nothing for a terminal.': 'Ein PDF ist nichts für ein Terminal.',
  'Add --out FOLDER, or send it into a file: > report.pdf. Nothing was drafted.':
    'Geben Sie --out ORDNER an, oder leiten Sie es in eine Datei: > bericht.pdf. Nichts wurde entworfen.',
  'No document is due.': 'Es ist kein Dokument fällig.',
  'See which duties wait and for what: anlauf duty overview.':
    'Welche Pflichten worauf warten, zeigt: anlauf duty overview.',
  'If it does, mend the legal profile ("anlauf clocks profile") or reopen it ("anlauf clocks reopen"); --anyway makes the document all the same.':
    'Gilt sie doch, berichtigen Sie das Rechtsprofil („anlauf clocks profile“) oder öffnen Sie die Frist wieder („anlauf clocks reopen“); --anyway macht das Dokument trotzdem.',
  'The documents cannot be written to {1}.': 'Die Dokumente lassen sich nicht nach {1} schreiben.',
  '{1} lie there; check the folder and its space and run it again.':
    '{1} liegen dort; prüfen Sie den Ordner und seinen Platz und starten Sie es noch einmal.',
  '"{1}" is no recipient.': '„{1}“ ist kein Empfänger.',
  'Choose of: {1}.': 'Wählen Sie aus: {1}.',
  '{1} gave no time stamp: {2}.': '{1} gab keinen Zeitstempel: {2}.',
  'Check address and network, then run the command again; the checkpoint waits.':
    'Prüfen Sie Adresse und Netz und starten Sie den Befehl noch einmal; der Prüfpunkt wartet.',
  'The log of {1} does not continue its checkpoint of {2} entries: it has {3} now, or others.':
    'Das Protokoll von {1} setzt seinen Prüfpunkt von {2} Einträgen nicht fort: Es hat jetzt {3}, oder andere.',
  'Sign nothing. Leave everything as it is, copy database and home away, and compare with an export.':
    'Unterschreiben Sie nichts. Lassen Sie alles, wie es ist, kopieren Sie Datenbank und Ordner weg, und vergleichen Sie mit einer Ausgabe.',
  'Name a new folder; one folder is one checkpoint.':
    'Nennen Sie einen neuen Ordner; ein Ordner ist ein Prüfpunkt.',
  'The evidence cannot be written to {1}: {2}': 'Die Beweise lassen sich nicht nach {1} schreiben: {2}',
  'Check the folder, its permissions and the free space, then run the command again.':
    'Prüfen Sie den Ordner, seine Rechte und den freien Platz und starten Sie den Befehl noch einmal.',
  '{1} is not an empty folder.': '{1} ist kein leerer Ordner.',
  'The case {1} has no tenant "{2}".': 'Der Fall {1} hat keinen Mandanten „{2}“.',
  'The reason names another tenant than {1}, who would read it.':
    'Der Grund nennt einen anderen Mandanten als {1}, der ihn lesen würde.',
  'Say why without naming anybody. Nothing was recorded or written.':
    'Sagen Sie, warum, ohne jemanden zu nennen. Nichts wurde verzeichnet oder geschrieben.',
  'No witness has signed in {1}.': 'In {1} hat kein Zeuge unterschrieben.',
  'Name the folder that came back from "anlauf evidence witness".':
    'Nennen Sie den Ordner, der von „anlauf evidence witness“ zurückkam.',
  '{1} carries no valid line of {2} on a checkpoint kept here.':
    '{1} trägt keine gültige Zeile von {2} auf einem hier aufbewahrten Prüfpunkt.',
  'Take the folder that "evidence checkpoint --to" made here and the witness signed, unchanged.':
    'Nehmen Sie den Ordner, den „evidence checkpoint --to“ hier gemacht und der Zeuge unterschrieben hat, unverändert.',
  'The witness of {1} signed with another key before ({2}).':
    'Der Zeuge von {1} hat früher mit einem anderen Schlüssel unterschrieben ({2}).',
  'Let the witness sign with that key, or under another name.':
    'Lassen Sie den Zeugen mit diesem Schlüssel unterschreiben, oder unter einem anderen Namen.',
  "{1} is no checkpoint of {2} with this home's key.":
    '{1} ist kein Prüfpunkt von {2} mit dem Schlüssel dieses Ordners.',
  'Somebody changed it, or the key is another one. Copy the folder away, look at both, then move the file aside.':
    'Jemand hat ihn geändert, oder der Schlüssel ist ein anderer. Kopieren Sie den Ordner weg, sehen Sie beides an, und legen Sie die Datei dann beiseite.',
  '"{1}" is no SHA-256.': '„{1}“ ist kein SHA-256.',
  'Give at least the first six digits; "anlauf evidence originals list" shows them.':
    'Geben Sie mindestens die ersten sechs Zeichen an; „anlauf evidence originals list“ zeigt sie.',
  '{1}{2} originals begin with {3}.': '{1}{2} Originale beginnen mit {3}.',
  'Give more digits.': 'Geben Sie mehr Zeichen an.',
  'Nothing was piped in.': 'Es wurde nichts hineingeleitet.',
  'Pipe the content in, each only once, or name a file. Nothing was recorded.':
    'Leiten Sie den Inhalt hinein, jeden nur einmal, oder nennen Sie eine Datei. Nichts wurde verzeichnet.',
  'Name a new file; nothing was touched.': 'Nennen Sie eine neue Datei; nichts wurde angerührt.',
  'Check the folder, its rights and the free space, then run the command again.':
    'Prüfen Sie den Ordner, seine Rechte und den freien Platz und starten Sie den Befehl noch einmal.',
  'Pack it first, for instance with tar, and secure the archive.':
    'Packen Sie ihn zuerst, zum Beispiel mit tar, und sichern Sie das Archiv.',
  'Copy its content into a file, or pipe it in: anlauf evidence acquire -':
    'Kopieren Sie den Inhalt in eine Datei, oder leiten Sie ihn hinein: anlauf evidence acquire -',
  'Stop what writes to it, or take a snapshot, and secure that. Nothing was recorded.':
    'Halten Sie an, was hineinschreibt, oder machen Sie einen Schnappschuss, und sichern Sie diesen. Nichts wurde verzeichnet.',
  'Name the file itself; "realpath FILE" says where it is.':
    'Nennen Sie die Datei selbst; „realpath DATEI“ sagt, wo sie ist.',
  'The file {1} {2}.': 'Die Datei {1} {2}.',
  '{1} cannot be read to its end: {2}': '{1} lässt sich nicht bis zum Ende lesen: {2}',
  'The medium may be failing: image it with a tool that notes bad places, such as ddrescue, and secure the image.':
    'Der Datenträger kann am Versagen sein: Ziehen Sie mit einem Programm ein Abbild, das schlechte Stellen vermerkt, etwa ddrescue, und sichern Sie das Abbild.',
  'No checkpoint of {1} was kept yet.': 'Von {1} ist noch kein Prüfpunkt aufbewahrt.',
  'First: anlauf evidence checkpoint --case {1}': 'Zuerst: anlauf evidence checkpoint --case {1}',
  '"{1}" is no address of an authority.': '„{1}“ ist keine Adresse einer Zeitstempelstelle.',
  'Write it like https://tsa.example/tsr, without name and password.':
    'Schreiben Sie sie wie https://tsa.example/tsr, ohne Name und Passwort.',
  '{1} did not stamp.': '{1} hat nicht gestempelt.',
  '{1} sent no time stamp.': '{1} hat keinen Zeitstempel geschickt.',
  'Check the address, or take another authority; the checkpoint waits.':
    'Prüfen Sie die Adresse, oder nehmen Sie eine andere Stelle; der Prüfpunkt wartet.',
  'The time stamp of {1} is not believed: {2}.': 'Dem Zeitstempel von {1} wird nicht geglaubt: {2}.',
  'Check --certificate (the root and what lies between), or take another authority. Nothing was kept.':
    'Prüfen Sie --certificate (die Wurzel und was dazwischen liegt), oder nehmen Sie eine andere Stelle. Nichts wurde aufbewahrt.',
  '{1} holds no Ed25519 public key.': '{1} enthält keinen öffentlichen Ed25519-Schlüssel.',
  'This is no export of ours, or somebody changed it; get another copy.':
    'Das ist keine Ausgabe von uns, oder jemand hat sie verändert; holen Sie eine andere Kopie.',
  'no checkpoint carries a line of the witness {1}': 'kein Prüfpunkt trägt eine Zeile des Zeugen {1}',
  'Nothing was named to verify.': 'Es wurde nichts genannt, was zu prüfen wäre.',
  'Give --case ID for the log in the database, or --from FOLDER for an export.':
    'Geben Sie --case KENNUNG für das Protokoll in der Datenbank an, oder --from ORDNER für eine Ausgabe.',
  'Nobody said which key signed the checkpoints.':
    'Niemand hat gesagt, welcher Schlüssel die Prüfpunkte unterschrieben hat.',
  'Give --public-key FILE, for instance the key.pem of the export that the checkpoint came with.':
    'Geben Sie --public-key DATEI an, zum Beispiel die key.pem der Ausgabe, mit der der Prüfpunkt kam.',
  'The key in {1} is not the expected one but {2}.':
    'Der Schlüssel in {1} ist nicht der erwartete, sondern {2}.',
  "{1} is not signed with the log's key.": '{1} ist nicht mit dem Schlüssel des Protokolls unterschrieben.',
  '{1} has {2} entries; {3} were seen before.': '{1} hat {2} Einträge; {3} wurden schon gesehen.',
  '{1} does not continue the {2} entries that were seen before.':
    '{1} setzt die {2} schon gesehenen Einträge nicht fort.',
  '{1} does not lead on from {2} entries, the last state seen.':
    '{1} führt nicht weiter von {2} Einträgen, dem zuletzt gesehenen Stand.',
  'The case’s machine has forgotten a checkpoint that it gave you. Ask for its export and verify it with yours: anlauf evidence verify --from EXPORT --checkpoint FILE':
    'Der Rechner des Falls hat einen Prüfpunkt vergessen, den er Ihnen gab. Lassen Sie sich seine Ausgabe geben und prüfen Sie sie mit Ihrem: anlauf evidence verify --from AUSGABE --checkpoint DATEI',
  '{1}, what this machine saw last of {2}, cannot be read.':
    '{1}, was dieser Rechner zuletzt von {2} sah, lässt sich nicht lesen.',
  'Sign nothing. Keep this folder and your own last checkpoint, and tell the auditor and the incident lead.':
    'Unterschreiben Sie nichts. Bewahren Sie diesen Ordner und Ihren letzten Prüfpunkt auf, und sagen Sie es der Prüferin oder dem Prüfer und wer den Vorfall leitet.',
  'A fact is about our own holdings or about a tenant.':
    'Eine Tatsache betrifft unsere eigenen Daten oder einen Mandanten.',
  'Give --own or --tenant, not both.': 'Geben Sie --own oder --tenant an, nicht beides.',
  'The answer is given by --value or by --file, one of them.':
    'Die Antwort kommt aus --value oder aus --file, aus einem davon.',
  '{1} is a {2}.': '{1}: {2}',
  '{1} is a {2}: {3}.': '{1}: {2}: {3}.',
  '    What to do: {1}': '    Was tun: {1}',
  'There is no other form than CACAO.': 'Eine andere Form als CACAO gibt es nicht.',
  'Leave --no-cacao out.': 'Lassen Sie --no-cacao weg.',
  '{1} cannot be taken over: {2}.': '{1} lässt sich nicht übernehmen: {2}.',
  '{1} All problems: anlauf plan check {2}': '{1} Alle Fehler: anlauf plan check {2}',
}
