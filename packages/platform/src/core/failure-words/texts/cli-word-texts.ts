import type { FailureTexts } from '../failure-texts.ts'

export const cliWordTexts: FailureTexts = {
  'This is not the code of {1}.': 'Das ist nicht der Code von {1}.',
  'Compare it with "anlauf call list --json", and the recipient with the line on the paper. Nothing was recorded.':
    'Vergleichen Sie ihn mit „anlauf call list --json“, und den Empfänger mit der Zeile auf dem Papier. Nichts wurde verzeichnet.',
  'A code on the command line is seen by everybody on the machine.':
    'Einen Code auf der Kommandozeile sieht jeder auf dem Rechner.',
  'Pipe it in: printf %s CODE | anlauf call done … --code -. Nothing was recorded.':
    'Leiten Sie ihn hinein: printf %s CODE | anlauf call done … --code -. Nichts wurde verzeichnet.',
  '{1} cannot be written, or is there already.': '{1} lässt sich nicht schreiben, oder ist schon da.',
  'Name a new file in a folder that you may write.':
    'Nennen Sie eine neue Datei in einem Ordner, in den Sie schreiben dürfen.',
  'Drafts: {1}. Make one with "anlauf inform draft".':
    'Entwürfe: {1}. Einen neuen macht „anlauf inform draft“.',
  '{1} is not the key that was registered for {2}.':
    '{1} ist nicht der Schlüssel, der für {2} eingetragen ist.',
  'Registered is {1}, the file holds {2}. Nothing was signed.':
    'Eingetragen ist {1}, die Datei enthält {2}. Nichts wurde unterschrieben.',
  'Not registered in this case with that role and key: {1}.':
    'In diesem Fall nicht mit dieser Rolle und diesem Schlüssel eingetragen: {1}.',
  'Register each with the key of the approval: anlauf case approver --case CASE --person NAME --role ROLE --public-key FILE. Nothing was recorded.':
    'Tragen Sie jede Person mit dem Schlüssel der Freigabe ein: anlauf case approver --case FALL --person NAME --role ROLLE --public-key DATEI. Nichts wurde verzeichnet.',
  'What {1} approved is not what the text says now.':
    'Was {1} freigegeben hat, ist nicht, was der Text jetzt sagt.',
  'The file or the names of the services in the estate changed since. Use the estate file of then, or have an update approved by two people.':
    'Die Datei oder die Namen der Dienste im Bestand haben sich seither geändert. Nehmen Sie die Bestandsdatei von damals, oder lassen Sie eine Meldung von zwei Menschen freigeben.',
  '"{1}" cannot be approved: {2} found.': '„{1}“ lässt sich nicht freigeben: {2} gefunden.',
  '{1} holds approvals of another text.': '{1} enthält Freigaben eines anderen Texts.',
  'Name a new file; nothing was signed and nothing touched.':
    'Nennen Sie eine neue Datei; nichts wurde unterschrieben und nichts angerührt.',
  '{1} was signed when the services had other names.':
    '{1} wurde unterschrieben, als die Dienste anders hießen.',
  'The estate changed since. Name a new file and have both sign again.':
    'Der Bestand hat sich seither geändert. Nennen Sie eine neue Datei und lassen Sie beide noch einmal unterschreiben.',
  '{1} signed it already.': '{1} hat es schon unterschrieben.',
  'A second person with an own key has to.': 'Eine zweite Person mit eigenem Schlüssel muss es tun.',
  'A line of the head begins with none of: {1}.': 'Eine Zeile des Kopfs beginnt mit nichts von: {1}.',
  'Write "name: Anna Nord" and so on, an empty line, then the message. Nothing was stored.':
    'Schreiben Sie „name: Anna Nord“ und so weiter, eine Leerzeile, dann die Nachricht. Nichts wurde gespeichert.',
  'The inquiry is not whole. {1}': 'Die Anfrage ist nicht vollständig. {1}',
  'Nothing was stored; correct it and pipe it in again. Services: {1}, other.':
    'Nichts wurde gespeichert; berichtigen Sie es und leiten Sie es noch einmal hinein. Dienste: {1}, other.',
  'Nothing is said of the inquiry.': 'Über die Anfrage ist nichts gesagt.',
  'Give --class, --identity or --case.': 'Geben Sie --class, --identity oder --case an.',
  'No mail came on standard input.': 'Auf der Standardeingabe kam keine Mail.',
  'The mail is larger than 10 MiB.': 'Die Mail ist größer als 10 MiB.',
  'Pipe one mail into it, as a mail server does, or name a --maildir.':
    'Leiten Sie eine Mail hinein, wie ein Mailserver es tut, oder nennen Sie ein --maildir.',
  '{1} is no Maildir that can be read.': '{1} ist kein Maildir, das sich lesen lässt.',
  'It has a folder "new"; this account must be allowed to read and rename in it.':
    'Es hat einen Ordner „new“; dieses Konto muss darin lesen und umbenennen dürfen.',
  'It cannot be read.': 'Es lässt sich nicht lesen.',
  'It is no file of at most {1} bytes.': 'Es ist keine Datei von höchstens {1} Bytes.',
  'It stays where it is; look at it.': 'Es bleibt, wo es ist; sehen Sie es an.',
  'Nobody said whose working days and customers these are.':
    'Niemand hat gesagt, wessen Arbeitstage und Kunden das sind.',
  'Give --estate FILE, or put anlauf.yaml into the home.':
    'Geben Sie --estate DATEI an, oder legen Sie anlauf.yaml in den Ordner des Servers.',
  '"{1}" is no number of an inquiry.': '„{1}“ ist keine Nummer einer Anfrage.',
  'Nine letters and digits such as 7K3M-9QXZ-T; one of them was misheard. "anlauf inquiry list" shows all.':
    'Neun Buchstaben und Ziffern wie 7K3M-9QXZ-T; einer wurde falsch verstanden. „anlauf inquiry list“ zeigt alle.',
  '"{1}" is no number of months.': '„{1}“ ist keine Zahl von Monaten.',
  'Write it like 6m, from 1m to 120m.': 'Schreiben Sie sie wie 6m, von 1m bis 120m.',
  'A mail of {1} bytes is not taken in.': 'Eine Mail mit {1} Bytes wird nicht übernommen.',
  'It has to have 1 to {1} bytes. Ask the sender for less; the mail stays where it is.':
    'Sie muss 1 bis {1} Bytes haben. Bitten Sie den Absender um weniger; die Mail bleibt, wo sie ist.',
  'Registered: {1}. Nothing was signed.': 'Eingetragen: {1}. Nichts wurde unterschrieben.',
  '{1} is no Maildir.': '{1} ist kein Maildir.',
  'It has to hold the folders "new" and "cur".': 'Es muss die Ordner „new“ und „cur“ enthalten.',
  '{1} mails in {2} could not be taken in, the first is {3}: {4}':
    '{1} Mails in {2} ließen sich nicht übernehmen, die erste ist {3}: {4}',
  'This account has to be allowed to read and move them. They stay where they are.':
    'Dieses Konto muss sie lesen und verschieben dürfen. Sie bleiben, wo sie sind.',
  'Nobody said how long mails are kept.': 'Niemand hat gesagt, wie lange Mails aufbewahrt werden.',
  'Give --months N, or write "retention: { months: N }" into the workplace file; counsel knows it. Nothing was deleted.':
    'Geben Sie --months N an, oder schreiben Sie „retention: { months: N }“ in die Arbeitsplatzdatei; die Rechtsberatung weiß es. Nichts wurde gelöscht.',
  'Give a whole number from 1 to 240.': 'Geben Sie eine ganze Zahl von 1 bis 240 an.',
  'The letters are not those that were signed with the notice.':
    'Die Briefe sind nicht die, die mit der Mitteilung unterschrieben wurden.',
  'Give the folder with --letters.': 'Nennen Sie den Ordner mit --letters.',
  'Use the folder with which it was drafted; a changed letter has to be signed anew. Nothing was queued.':
    'Nehmen Sie den Ordner, mit dem sie entworfen wurde; ein geänderter Brief muss neu unterschrieben werden. Nichts wurde eingereiht.',
  'mailbox on a service that is hit: called first, never written to':
    'Postfach auf einem getroffenen Dienst: zuerst anrufen, nie anschreiben',
  'no mail address: called': 'keine Mailadresse: anrufen',
  'neither mail nor phone: a letter, and a number has to be found':
    'weder Mail noch Telefon: ein Brief, und eine Nummer ist zu finden',
  'no way known at all: somebody has to find one': 'gar kein Weg bekannt: jemand muss einen finden',
  'The server for strangers: {1}.': 'Der Server für Fremde: {1}.',
  'There is no case "{1}" for the server for strangers.':
    'Es gibt keinen Fall „{1}“ für den Server für Fremde.',
  'Declare it first, or leave "case" out: the pages then speak of no case.':
    'Rufen Sie ihn zuerst aus, oder lassen Sie „case“ weg: Die Seiten sprechen dann von keinem Fall.',
  'Nobody said whose pages these are.': 'Niemand hat gesagt, wessen Seiten das sind.',
  'Give --estate FILE, or a workplace file that names one.':
    'Geben Sie --estate DATEI an, oder eine Arbeitsplatzdatei, die eine nennt.',
  '"{1}" is no span of time.': '„{1}“ ist keine Zeitspanne.',
  'Write it like 90m, 36h or 7d.': 'Schreiben Sie sie wie 90m, 36h oder 7d.',
  'Write it like https://status.example.org/ , without a user, a "?" or a "#".':
    'Schreiben Sie sie wie https://status.example.org/ , ohne Benutzer, „?“ oder „#“.',
  '"{1}" is no number of an edition.': '„{1}“ ist keine Nummer einer Ausgabe.',
  'It stands below the navigation of every page, and as "sequence" in bundle.json.':
    'Sie steht auf jeder Seite unter der Navigation, und als „sequence“ in bundle.json.',
  'The reason is empty, too long or has line breaks.': 'Der Grund ist leer, zu lang oder hat Zeilenumbrüche.',
  'One sentence of at most 200 characters; it is published with the site.':
    'Ein Satz mit höchstens 200 Zeichen; er wird mit der Website veröffentlicht.',
  '"{1}" is no fingerprint.': '„{1}“ ist kein Fingerabdruck.',
  'It has 64 hexadecimal digits; colons and spaces between them do not count.':
    'Er hat 64 hexadezimale Zeichen; Doppelpunkte und Leerzeichen dazwischen zählen nicht.',
  'The key in {1} is not the one above the key of this home.':
    'Der Schlüssel in {1} ist nicht der über dem Schlüssel dieses Ordners.',
  'Look at the fingerprints: anlauf site key show. Nothing was changed.':
    'Sehen Sie die Fingerabdrücke an: anlauf site key show. Nichts wurde geändert.',
  'No key {1}… was ever used here.': 'Ein Schlüssel {1}… wurde hier nie benutzt.',
  'The key of this home has an offline key above it already.':
    'Über dem Schlüssel dieses Ordners steht schon ein Offline-Schlüssel.',
  'Look at both: anlauf site key show. A second one would make every reader doubt both.':
    'Sehen Sie beide an: anlauf site key show. Ein zweiter ließe jeden Leser an beiden zweifeln.',
  'The key {1}… of this home was taken back.': 'Der Schlüssel {1}… dieses Ordners wurde zurückgenommen.',
  'Finish it with the offline key, which vouches for a new one: anlauf site key revoke --root FILE --reason TEXT':
    'Vollenden Sie es mit dem Offline-Schlüssel, der für einen neuen bürgt: anlauf site key revoke --root DATEI --reason TEXT',
  'The case "{1}" is no exercise.': 'Der Fall „{1}“ ist keine Übung.',
  'Write the site of a real case with "anlauf site write".':
    'Schreiben Sie die Website eines wirklichen Falls mit „anlauf site write“.',
  'Name a new file; a key is never written over.':
    'Nennen Sie eine neue Datei; ein Schlüssel wird nie überschrieben.',
  '{1} is no Ed25519 key that this passphrase opens.':
    '{1} ist kein Ed25519-Schlüssel, den diese Passphrase öffnet.',
  'Check both files; a line break at the end of the passphrase does not count.':
    'Prüfen Sie beide Dateien; ein Zeilenumbruch am Ende der Passphrase zählt nicht.',
  'The passphrase in {1} is shorter than 12 characters.': 'Die Passphrase in {1} ist kürzer als 12 Zeichen.',
  'Use five or more words that nobody else puts together.':
    'Nehmen Sie fünf oder mehr Wörter, die sonst niemand zusammenstellt.',
  '{1} is no statement of a key.': '{1} ist keine Erklärung eines Schlüssels.',
  'Bring the folder back from a copy: readers need all statements to follow a change of keys.':
    'Holen Sie den Ordner aus einer Kopie zurück: Leser brauchen alle Erklärungen, um einem Wechsel der Schlüssel zu folgen.',
  'The target {1} is for exercises; this site is real.':
    'Das Ziel {1} ist für Übungen; diese Website ist echt.',
  'This site is an exercise; the target {1} is read by real people.':
    'Diese Website ist eine Übung; das Ziel {1} lesen wirkliche Menschen.',
  'Name a target of the right kind; "exercise": true marks one for exercises. Nothing was written there.':
    'Nennen Sie ein Ziel der richtigen Art; "exercise": true kennzeichnet eines für Übungen. Dort wurde nichts geschrieben.',
  '{1} still shows edition {2} of {3}.': '{1} zeigt noch Ausgabe {2} von {3}.',
  'It cannot be written: {1}.': 'Er lässt sich nicht beschreiben: {1}.',
  'Check the folder, its owner and whether its file system knows links.':
    'Prüfen Sie den Ordner, seinen Besitzer, und ob sein Dateisystem Verweise kennt.',
  '{1} is no site to push: {2}': '{1} ist keine Website zum Übertragen: {2}',
  'Write it again with "anlauf site write" into a folder of its own.':
    'Schreiben Sie sie mit „anlauf site write“ noch einmal in einen eigenen Ordner.',
  'What to push is not clear.': 'Was übertragen werden soll, ist nicht klar.',
  'Give --from FOLDER, or --case ID with --estate FILE; --watch goes with a case.':
    'Geben Sie --from ORDNER an, oder --case KENNUNG mit --estate DATEI; --watch gehört zu einem Fall.',
  '{1}, which remembers what was seen, cannot be read.':
    '{1}, worin steht, was gesehen wurde, lässt sich nicht lesen.',
  'Without it an old copy is not noticed. Look at it, then move it aside and verify again.':
    'Ohne sie fällt eine alte Kopie nicht auf. Sehen Sie sie an, legen Sie sie beiseite, und prüfen Sie noch einmal.',
  'Write it like {"targets": [{"name": "one", "to": "sftp:user@host:/srv/status", "url": "https://status.example.org/", "credentials": "one.env"}]}; docs/site.md shows more.':
    'Schreiben Sie es wie {"targets": [{"name": "one", "to": "sftp:user@host:/srv/status", "url": "https://status.example.org/", "credentials": "one.env"}]}; docs/site.md zeigt mehr.',
  '{1} holds no signed site.': '{1} enthält keine unterschriebene Website.',
  'Name a folder that "anlauf site write" wrote.':
    'Nennen Sie einen Ordner, den „anlauf site write“ geschrieben hat.',
  'No statement waits for {1}.': 'Kein Schreiben wartet auf {1}.',
  '{1} statements cannot be approved. {2}': '{1} Schreiben lassen sich nicht freigeben. {2}',
  'See all with "anlauf statement check"; restate what is wrong, draft again.':
    'Alle zeigt „anlauf statement check“; geben Sie neu an, was falsch ist, und entwerfen Sie neu.',
  'The promised time is over.': 'Die zugesagte Zeit ist vorbei.',
  'Give a time to come with --next-by; the customer plans by it.':
    'Geben Sie mit --next-by eine Zeit an, die noch kommt; der Kunde plant danach.',
  'No approved statement is there to be written.':
    'Es ist kein freigegebenes Schreiben da, das geschrieben werden könnte.',
  'Approve with "anlauf statement approve"; --drafts writes what is in review, marked as such.':
    'Geben Sie mit „anlauf statement approve“ frei; --drafts schreibt, was in Durchsicht ist, so gekennzeichnet.',
  'See "anlauf statement diff", draft and approve them again; or say why they go all the same with --outdated-anyway.':
    'Siehe „anlauf statement diff“, entwerfen Sie neu und geben Sie frei; oder sagen Sie mit --outdated-anyway, warum sie trotzdem hinausgehen.',
  'Letters that promise a time that is over: {1} ({2}).':
    'Schreiben, die eine Zeit zusagen, die vorbei ist: {1} ({2}).',
  'Draft a new revision with a time to come and have it signed: {1}':
    'Entwerfen Sie eine neue Fassung mit einer Zeit, die noch kommt, und lassen Sie sie unterschreiben: {1}',
  'No approved letter waits for the post.': 'Kein freigegebenes Schreiben wartet auf die Post.',
  'See "anlauf statement list".': 'Siehe „anlauf statement list“.',
  '{1} cannot be made a folder.': 'Aus {1} lässt sich kein Ordner machen.',
  'Name a folder that this account may write to.':
    'Nennen Sie einen Ordner, in den dieses Konto schreiben darf.',
  '{1} cannot be written.': '{1} lässt sich nicht schreiben.',
  'Make room or name another folder, then call again: what is written already is written the same.':
    'Schaffen Sie Platz oder nennen Sie einen anderen Ordner und rufen Sie noch einmal auf: Was schon geschrieben ist, wird gleich geschrieben.',
  'A name in it mixes letters of several alphabets, as forged addresses do. Type it anew.':
    'Ein Name darin mischt Buchstaben mehrerer Alphabete, wie es gefälschte Adressen tun. Tippen Sie sie neu.',
  'Write it like lea@example.org: letters of the English alphabet before the "@", a domain after it.':
    'Schreiben Sie sie wie lea@example.org: Buchstaben des englischen Alphabets vor dem „@“, dahinter eine Domain.',
  '"{1}" is no id of a subscription.': '„{1}“ ist keine Kennung eines Abonnements.',
  'It has 32 hexadecimal digits; "anlauf subscription list" shows them.':
    'Sie hat 32 hexadezimale Zeichen; „anlauf subscription list“ zeigt sie.',
  'There is no service "{1}".': 'Es gibt keinen Dienst „{1}“.',
  'Services of the estate file: {1}.': 'Dienste der Bestandsdatei: {1}.',
  'This case has no subscription {1}.': 'Dieser Fall hat kein Abonnement {1}.',
  '"anlauf subscription list" shows those there are.': '„anlauf subscription list“ zeigt, welche es gibt.',
  'A mail address on the command line is seen by everybody on the machine.':
    'Eine Mailadresse auf der Kommandozeile sieht jeder auf dem Rechner.',
  'Pipe it in: printf %s "$ADDRESS" | anlauf subscription add …. Nothing was stored; clear it from the history of the shell.':
    'Leiten Sie sie hinein: printf %s "$ADDRESS" | anlauf subscription add …. Nichts wurde gespeichert; löschen Sie sie aus dem Verlauf der Shell.',
  'The owner of this address ended the subscription.':
    'Wem diese Adresse gehört, hat das Abonnement beendet.',
  'Only they can subscribe again, with the form. Nothing was changed.':
    'Nur diese Person kann wieder abonnieren, mit dem Formular. Nichts wurde geändert.',
  '{1} is not UTF-8.': '{1} ist kein UTF-8.',
  'Save it as CSV in UTF-8; a table program calls it "CSV UTF-8".':
    'Speichern Sie es als CSV in UTF-8; Tabellenprogramme nennen das „CSV UTF-8“.',
  '{1} ({2} in all)': '{1} ({2} im Ganzen)',
  'Nobody was subscribed. Mend the lines and import again; --json shows the first 50.':
    'Niemand wurde angemeldet. Berichtigen Sie die Zeilen und lesen Sie noch einmal ein; --json zeigt die ersten 50.',
  'The subscription {1} is not in quarantine.': 'Das Abonnement {1} ist nicht in Quarantäne.',
  '"anlauf subscription list --held" shows those that are.':
    'Welche es sind, zeigt „anlauf subscription list --held“.',
  'This case has no webhook "{1}".': 'Dieser Fall hat keinen Webhook „{1}“.',
  '"anlauf webhook list" shows those there are.': '„anlauf webhook list“ zeigt, welche es gibt.',
  'Pipe one address like https://hooks.example.org/path into the command, with nothing else.':
    'Leiten Sie eine Adresse wie https://hooks.example.org/path in den Befehl, und sonst nichts.',
  '"anlauf case show" lists them.': '„anlauf case show“ zeigt sie.',
  '{1} is neither paused, held nor disabled.':
    '{1} ist weder angehalten noch in Quarantäne noch abgeschaltet.',
  '"anlauf webhook list" shows how its messages stand.':
    '„anlauf webhook list“ zeigt, wie es um seine Nachrichten steht.',
  '{1} is paused already.': '{1} ist schon angehalten.',
  '"anlauf webhook release" lets it go on.': '„anlauf webhook release“ lässt ihn weitermachen.',
  '{1} is told nothing now, so a test would say nothing.':
    '{1} bekommt jetzt nichts, also würde eine Probe nichts sagen.',
  'Paused, held or disabled: "anlauf webhook release". Of an exercise only programs on this machine hear (--loopback).':
    'Angehalten, in Quarantäne oder abgeschaltet: „anlauf webhook release“. Von einer Übung hören nur Programme auf diesem Rechner (--loopback).',
  'The reason names the customer "{1}" and would be public.':
    'Der Grund nennt den Kunden „{1}“ und wäre öffentlich.',
  'Say it without the name. Nothing was changed.': 'Sagen Sie es ohne den Namen. Nichts wurde geändert.',
}
