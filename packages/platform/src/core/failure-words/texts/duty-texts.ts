import type { FailureTexts } from '../failure-texts.ts'

export const dutyTexts: FailureTexts = {
  '{1} has a clock for every request of a person.': '{1} hat eine Frist je Antrag einer Person.',
  'See them: anlauf inquiry requests.': 'Sie stehen unter: anlauf inquiry requests.',
  '"{1}" is recorded already, for {2}.': '„{1}“ ist schon verzeichnet, für {2}.',
  'A start is moved by two signatures only: give the time again with --reason, --person and --key.':
    'Ein Beginn wird nur mit zwei Unterschriften verschoben: Geben Sie die Zeit noch einmal an, mit --reason, --person und --key.',
  '"{1}" is recorded already for this time.': '„{1}“ ist für diese Zeit schon verzeichnet.',
  'The answer would be due before the request.': 'Die Antwort wäre vor der Anfrage fällig.',
  'Check --at and --due.': 'Prüfen Sie --at und --due.',
  '{1} is a rule without a time.': '{1} ist eine Regel ohne Zeit.',
  'There is nothing to record for it here.': 'Hier ist dafür nichts zu verzeichnen.',
  '{1} was signed as not applicable.': '{1} ist als nicht zutreffend unterschrieben.',
  'Reopen it first: anlauf clocks reopen.': 'Öffnen Sie die Frist zuerst wieder: anlauf clocks reopen.',
  '{1} was met already, at {2}.': '{1} ist schon erfüllt, am {2}.',
  'If that was wrong, reopen it first: anlauf clocks reopen.':
    'War das falsch, öffnen Sie die Frist zuerst wieder: anlauf clocks reopen.',
  '{1} was due {2} and comes late.': '{1} war am {2} fällig und kommt zu spät.',
  'Say why with --delay-reason: the report has to give the reasons too.':
    'Sagen Sie mit --delay-reason, warum: Auch die Meldung muss die Gründe nennen.',
  'The case went on since this was signed.': 'Der Fall ging weiter, seit das unterschrieben wurde.',
  'Look at the clock again and sign what holds now.':
    'Sehen Sie die Frist noch einmal an und unterschreiben Sie, was jetzt gilt.',
  '"{1}" can be recorded again instead.': '„{1}“ lässt sich statt dessen noch einmal verzeichnen.',
  'Leave out --person.': 'Lassen Sie --person weg.',
  '"{1}" was not recorded yet.': '„{1}“ ist noch nicht verzeichnet.',
  'Record it first, without --person.': 'Verzeichnen Sie es zuerst, ohne --person.',
  '{1} is met.': '{1} ist erfüllt.',
  '{1} does not apply already: {2}.': '{1} gilt schon jetzt nicht: {2}.',
  '{1} is open.': '{1} ist offen.',
  'Nothing has to be reopened.': 'Es ist nichts wieder zu öffnen.',
  'There is no duty "{1}".': 'Es gibt keine Pflicht „{1}“.',
  'See them all with "anlauf clocks list --all".': 'Alle zeigt „anlauf clocks list --all“.',
  'Did you mean "{1}"?': 'Meinten Sie „{1}“?',
  '{1} has one clock for the case.': '{1} hat eine Frist für den ganzen Fall.',
  'Leave out --tenant.': 'Lassen Sie --tenant weg.',
  '{1} has a clock for every tenant.': '{1} hat eine Frist für jeden Mandanten.',
  'Name the tenants with --tenant.': 'Nennen Sie die Mandanten mit --tenant.',
  '{1} has no clock for a tenant "{2}".': '{1} hat keine Frist für einen Mandanten „{2}“.',
  'It has: {1} ….': 'Es gibt: {1} ….',
  '{1} has not come yet.': '{1} ist noch nicht gekommen.',
  'Record what happened, when it happened; check the zone of the time.':
    'Verzeichnen Sie, was geschehen ist, wenn es geschehen ist; prüfen Sie die Zeitzone.',
  'Exactly this was stated already.': 'Genau das ist schon angegeben.',
  'The case has {1} facts already.': 'Der Fall hat schon {1} Tatsachen.',
  'State what changed only; details belong into evidence.':
    'Geben Sie nur an, was sich geändert hat; Einzelheiten gehören in die Beweise.',
  '{1} ({2}) may not state {3}.': '{1} ({2}) darf {3} nicht angeben.',
  'It is stated by: {1}.': 'Angegeben wird es von: {1}.',
  '{1} is known by the {2} and not typed.': '{1} ergibt sich aus {2} und wird nicht eingetippt.',
  'It follows from the log of the case; record there what happened.':
    'Es folgt aus dem Protokoll des Falls; verzeichnen Sie dort, was geschehen ist.',
  'Change the estate file; it is read from there.': 'Ändern Sie die Bestandsdatei; von dort wird es gelesen.',
  'This is no answer to {1}: {2}.': 'Das ist keine Antwort auf {1}: {2}.',
  'The source cannot be kept: {1}.': 'Die Quelle lässt sich nicht aufbewahren: {1}.',
  'Name a report, a system or a role, in one line.':
    'Nennen Sie einen Bericht, ein System oder eine Rolle, in einer Zeile.',
  '"As of" is how far the knowledge reaches; check the zone.':
    '„Stand“ sagt, bis wann das Wissen reicht; prüfen Sie die Zeitzone.',
  'Evidence is named by its SHA-256.': 'Beweise werden mit ihrem SHA-256 genannt.',
  'Give up to {1} times 64 hexadecimal digits.': 'Geben Sie bis zu {1}-mal 64 hexadezimale Zeichen an.',
  'The case has no tenant "{1}".': 'Der Fall hat keinen Mandanten „{1}“.',
  '{1} is asked of each controller by itself.': '{1} wird jeder Verantwortliche für sich gefragt.',
  'State it for our own data with --own, or for one tenant with --tenant.':
    'Geben Sie es mit --own für unsere eigenen Daten an, oder mit --tenant für einen Mandanten.',
  '{1} is the same for everybody.': '{1} ist für alle gleich.',
  'Leave out --own; a finer answer for one tenant has --tenant.':
    'Lassen Sie --own weg; eine genauere Antwort für einen Mandanten hat --tenant.',
  '"{1}" tells who one of the customers is.': '„{1}“ verrät, wer einer der Kunden ist.',
  'Facts about one customer are stated with --tenant and go to nobody else.':
    'Tatsachen über einen Kunden werden mit --tenant angegeben und gehen an niemanden sonst.',
  '{1} was stated {2} times.': '{1} wurde {2}-mal angegeben.',
  'Take back what does not hold; somebody should look at this question.':
    'Nehmen Sie zurück, was nicht gilt; jemand sollte sich diese Frage ansehen.',
  'There is no fact "{1}" for {2} in this scope.': 'Es gibt keine Tatsache „{1}“ für {2} in diesem Umfang.',
  'Known: {1}. See "anlauf fact history".': 'Bekannt: {1}. Siehe „anlauf fact history“.',
  '{1} was stated otherwise with the same "as of".': '{1} ist mit demselben „Stand“ schon anders angegeben.',
  'Give a later --as-of, or say that it takes its place: --supersedes {1}.':
    'Geben Sie ein späteres --as-of an, oder sagen Sie, dass es an dessen Stelle tritt: --supersedes {1}.',
  'There is no fact "{1}".': 'Es gibt keine Tatsache „{1}“.',
  'See the ids with "anlauf fact list".': 'Die Kennungen zeigt „anlauf fact list“.',
  'It was taken back already.': 'Es ist schon zurückgenommen.',
  'The reason is empty or too long.': 'Der Grund ist leer oder zu lang.',
  'Write one line of at most {1} characters.': 'Schreiben Sie eine Zeile mit höchstens {1} Zeichen.',
  '{1} ({2}) may not take back {3}.': '{1} ({2}) darf {3} nicht zurücknehmen.',
  'It is done by: {1}.': 'Das tun: {1}.',
  'There is no field "{1}".': 'Es gibt kein Feld „{1}“.',
  'See them all with "anlauf fact list --all".': 'Alle zeigt „anlauf fact list --all“.',
  'Write digits only, for instance 1200.': 'Schreiben Sie nur Ziffern, zum Beispiel 1200.',
  'Write a percentage from 0 to 100, for instance 12.5.':
    'Schreiben Sie einen Prozentsatz von 0 bis 100, zum Beispiel 12.5.',
  'Write a time with zone, for instance 2026-11-23T04:00:00+01:00.':
    'Schreiben Sie eine Zeit mit Zeitzone, zum Beispiel 2026-11-23T04:00:00+01:00.',
  'Write "yes" or "no".': 'Schreiben Sie „yes“ oder „no“.',
  '{1} is no answer to {2}.': '{1} ist keine Antwort auf {2}.',
  '{1} has {2} revisions.': '{1} hat {2} Fassungen.',
  'Look at which fact changes all the time.': 'Sehen Sie nach, welche Tatsache sich ständig ändert.',
  'There is no draft "{1}".': 'Es gibt keinen Entwurf „{1}“.',
  'Make one: anlauf duty draft --duty {1}.': 'Machen Sie einen: anlauf duty draft --duty {1}.',
  '{1} was drafted anew since.': '{1} ist seither neu entworfen.',
  'Read the new revision and sign that one.': 'Lesen Sie die neue Fassung und unterschreiben Sie diese.',
  '{1} lacks {2} required answers: {3} ….': 'In {1} fehlen {2} Pflichtangaben: {3} ….',
  '{1} lacks {2} required answers: {3}.': 'In {1} fehlen {2} Pflichtangaben: {3}.',
  'State the facts, or sign with --incomplete and why it cannot wait; what is missing is then sent later.':
    'Geben Sie die Tatsachen an, oder unterschreiben Sie mit --incomplete und dem Grund, warum es nicht warten kann; was fehlt, wird nachgereicht.',
  '{1} ({2}) does not sign off {3}.': '{1} ({2}) zeichnet {3} nicht ab.',
  'It is signed off by: {1}.': 'Abgezeichnet wird von: {1}.',
  'A document is named by its SHA-256.': 'Ein Dokument wird mit seinem SHA-256 genannt.',
  'Give 64 hexadecimal digits.': 'Geben Sie 64 hexadezimale Zeichen an.',
  '{1} ({2}) cannot consent to this.': '{1} ({2}) kann dem nicht zustimmen.',
  'It takes: {1}.': 'Es braucht: {1}.',
  '{1}, or the same key, consented already.': '{1}, oder derselbe Schlüssel, hat schon zugestimmt.',
  'A second person has to.': 'Eine zweite Person muss es tun.',
  'That a file is free takes a person.': 'Dass eine Datei frei ist, sagt ein Mensch.',
  'Give --person and --key.': 'Geben Sie --person und --key an.',
  '{1} ({2}) cannot say that a file is free.': '{1} ({2}) kann nicht sagen, dass eine Datei frei ist.',
  '"{1}" cannot be the name of a folder.': '„{1}“ kann kein Ordnername sein.',
  'Work for it is started from the command line, where every path is named by hand.':
    'Arbeit daran wird auf der Kommandozeile begonnen, wo jeder Pfad von Hand genannt wird.',
  'The workplace has no repository "{1}".': 'Der Arbeitsplatz hat kein Repository „{1}“.',
  'The workplace names no file with the results of the probes.':
    'Der Arbeitsplatz nennt keine Datei mit den Ergebnissen der Proben.',
  'Set "isolationProof" in the workplace file, or record it with "anlauf case isolated --proof FILE". An exercise may take it from the console.':
    'Setzen Sie „isolationProof“ in der Arbeitsplatzdatei, oder verzeichnen Sie sie mit „anlauf case isolated --proof DATEI“. Eine Übung darf sie aus der Konsole nehmen.',
  'There is no plan yet that "{1}" could follow.': 'Es gibt noch keinen Plan, dem „{1}“ folgen könnte.',
  'There is no plan yet that "{1}" could follow for {2}.':
    'Es gibt noch keinen Plan, dem „{1}“ für {2} folgen könnte.',
  'Choose the restore points first: a job of the kind "plan".':
    'Wählen Sie zuerst die Wiederherstellungspunkte: eine Arbeit der Art „plan“.',
  'Start it again: what was finished is kept. If it fails again, read the log of the server.':
    'Starten Sie sie noch einmal: Fertiges bleibt. Schlägt sie wieder fehl, lesen Sie das Log des Servers.',
  'there is no duty of law "{1}"': 'es gibt keine gesetzliche Pflicht „{1}“',
  '{1} is not in force on {2}: {3}': '{1} gilt am {2} nicht: {3}',
  'Take the duty that holds today, and look again when the law changes.':
    'Nehmen Sie die Pflicht, die heute gilt, und sehen Sie noch einmal nach, wenn sich das Gesetz ändert.',
  'the plan allows {1} hours for {2}, the law {3}': 'der Plan erlaubt {1} Stunden für {2}, das Gesetz {3}',
  'Write strict: {1}h or less.': 'Schreiben Sie strict: {1}h oder weniger.',
  'Two attachments have one name.': 'Zwei Anlagen haben denselben Namen.',
  'Rename one of the files.': 'Benennen Sie eine der Dateien um.',
  '"{1}" is no plain name for an attachment.': '„{1}“ ist kein einfacher Name für eine Anlage.',
  'Use letters, digits, ".", "_" and "-".': 'Nehmen Sie Buchstaben, Ziffern, „.“, „_“ und „-“.',
  'The complaint names a customer: {1}.': 'Die Anzeige nennt einen Kunden: {1}.',
  'State the fact without the name, or give the original another label.':
    'Geben Sie die Tatsache ohne den Namen an, oder geben Sie dem Original eine andere Bezeichnung.',
  '{1} cannot go with the complaint: {2} ({3}).': '{1} kann nicht mit der Anzeige gehen: {2} ({3}).',
  'The words of a kept document are not those that the log names ({1}).':
    'Die Worte eines aufbewahrten Dokuments sind nicht die, die das Protokoll nennt ({1}).',
  'Somebody changed the table duty_draft. Draft the document anew, and find out who can write there.':
    'Jemand hat die Tabelle duty_draft geändert. Entwerfen Sie das Dokument neu, und finden Sie heraus, wer dort schreiben kann.',
  '{1} was not approved as it reads now.': '{1} ist so, wie es jetzt lautet, nicht freigegeben.',
  'Let it be signed first: "anlauf duty approve", or ask for signatures on the Duties screen. If it was handed in all the same, say so with --unapproved.':
    'Lassen Sie es zuerst unterschreiben: „anlauf duty approve“, oder bitten Sie in der Ansicht „Pflichten“ um Unterschriften. Wurde es trotzdem abgegeben, sagen Sie das mit --unapproved.',
  '{1}: revision {2} was not approved.': '{1}: Fassung {2} ist nicht freigegeben.',
  '{1} has {2} revisions: say which one was handed in.':
    '{1} hat {2} Fassungen: Sagen Sie, welche abgegeben wurde.',
  'Compare with what the recipient got, then name it with --revision: {1}.':
    'Vergleichen Sie mit dem, was der Empfänger bekam, und nennen Sie sie mit --revision: {1}.',
  '{1} has no revision {2}.': '{1} hat keine Fassung {2}.',
  'None is kept yet: "anlauf duty draft".': 'Noch ist keine festgehalten: „anlauf duty draft“.',
  'There are {1}.': 'Es gibt {1}.',
  'Nothing is written for {1}: {2}.': 'Für {1} wird nichts geschrieben: {2}.',
  'See what there is with "anlauf duty overview".': 'Was es gibt, zeigt „anlauf duty overview“.',
  'See them all: anlauf clocks list --case ID --all': 'Alle zeigt: anlauf clocks list --case KENNUNG --all',
  'Evidence cannot hold {1}.': 'Beweise können {1} nicht enthalten.',
  'Write fractions as integers of a smaller unit and bytes as hexadecimal text.':
    'Schreiben Sie Brüche als ganze Zahlen einer kleineren Einheit und Bytes als hexadezimalen Text.',
  'The log "{1}" cannot be signed as a checkpoint.':
    'Das Protokoll „{1}“ lässt sich nicht als Prüfpunkt unterschreiben.',
  'Use an origin on one line, a signer name without spaces and plus signs, and an Ed25519 key.':
    'Nehmen Sie einen Ursprung in einer Zeile, einen Namen ohne Leerzeichen und Pluszeichen, und einen Ed25519-Schlüssel.',
  '"{1}" cannot cosign this checkpoint.': '„{1}“ kann diesen Prüfpunkt nicht mitunterschreiben.',
  'Give a checkpoint file, an Ed25519 key, and a name without spaces and plus signs.':
    'Geben Sie eine Prüfpunktdatei an, einen Ed25519-Schlüssel, und einen Namen ohne Leerzeichen und Pluszeichen.',
  'it is no object': 'er ist kein Objekt',
  '"{1}" is missing': '„{1}“ fehlt',
  'it has an unknown field "{1}"': 'er hat ein unbekanntes Feld „{1}“',
  '"{1}" has a value it cannot have': '„{1}“ hat einen Wert, den es nicht haben kann',
  '"data" uses the names "seq" or "prev" of the chain':
    '„data“ benutzt die Namen „seq“ oder „prev“ der Kette',
  'longer than {1} characters': 'länger als {1} Zeichen',
  'The evidence entry "{1}" cannot be kept: {2}.':
    'Der Beweiseintrag „{1}“ lässt sich nicht aufbewahren: {2}.',
  'Mend what the message names; evidence holds ids, counts and hashes, long content lives elsewhere.':
    'Berichtigen Sie, was die Meldung nennt; Beweise enthalten Kennungen, Zahlen und Hashes, lange Inhalte liegen anderswo.',
  'The attachment {1} cannot be exported.': 'Die Anlage {1} lässt sich nicht ausgeben.',
  'Name it with letters, digits, ".", "_" and "-", not like {1}; give bytes or a SHA-256 in hex.':
    'Nehmen Sie Buchstaben, Ziffern, „.“, „_“ und „-“ als Namen, nicht wie {1}; geben Sie Bytes oder einen SHA-256 in Hex an.',
  'the first {1} lines are not those that were signed':
    'die ersten {1} Zeilen sind nicht die unterschriebenen',
  'line {1} {2}': 'Zeile {1} {2}',
  'line {1} carries the number {2}': 'Zeile {1} trägt die Nummer {2}',
  'line {1} does not follow the line before it': 'Zeile {1} folgt nicht auf die Zeile davor',
  'line {1} belongs to another case': 'Zeile {1} gehört zu einem anderen Fall',
  '{1} entries were signed, {2} are here': '{1} Einträge wurden unterschrieben, {2} sind da',
  'is longer than {1} characters': 'ist länger als {1} Zeichen',
  'is no JSON object': 'ist kein JSON-Objekt',
  'is not in canonical form': 'hat nicht die kanonische Form',
  'is no evidence entry: {1}': 'ist kein Beweiseintrag: {1}',
  'it is no text in German or English': 'es ist kein Text in Deutsch oder Englisch',
  'it is no line of text': 'es ist keine Textzeile',
  'it is no whole number of at least 0': 'es ist keine ganze Zahl ab 0',
  'it is no percentage from 0 to 100': 'es ist kein Prozentsatz von 0 bis 100',
  'it is no time with zone': 'es ist keine Zeit mit Zeitzone',
  'it is neither "yes" nor "no"': 'es ist weder „yes“ noch „no“',
  'it is no choice': 'es ist keine Auswahl',
  'nothing was chosen': 'nichts wurde gewählt',
  'the list is empty': 'die Liste ist leer',
  'a text is empty': 'ein Text ist leer',
  'a text is longer than {1} characters': 'ein Text ist länger als {1} Zeichen',
  'it is empty or has blanks around it': 'es ist leer oder hat Leerzeichen am Rand',
  'it is longer than {1} characters': 'es ist länger als {1} Zeichen',
  'it has more than {1} items': 'es hat mehr als {1} Punkte',
  'an item stands there twice': 'ein Punkt steht zweimal da',
  '"{1}" is none of {2}': '„{1}“ ist nichts von {2}',
  'a choice stands there twice': 'eine Auswahl steht zweimal da',
  'it has characters that cannot be seen': 'es hat Zeichen, die man nicht sieht',
  'it has a mail address in it': 'es enthält eine Mailadresse',
  'it has a telephone number in it': 'es enthält eine Telefonnummer',
  'one mailbox is named, as a folder or as a server': 'ein Postfach wird genannt, als Ordner oder als Server',
  'Give "maildir: FOLDER", or "imap:" with host, user and passwordFile.':
    'Geben Sie „maildir: ORDNER“ an, oder „imap:“ mit host, user und passwordFile.',
  '993 with TLS from the start, 143 with starttls.': '993 mit TLS von Anfang an, 143 mit starttls.',
  'without TLS the password would cross the network in clear':
    'ohne TLS ginge das Passwort unverschlüsselt durch das Netz',
  'what was taken in would stay where it came in': 'was übernommen ist, bliebe dort, wo es hereinkam',
  'Name another folder.': 'Nennen Sie einen anderen Ordner.',
  'the name of a folder has letters beyond ASCII': 'der Name eines Ordners hat Zeichen außerhalb von ASCII',
  'Write it as the server does (modified UTF-7).':
    'Schreiben Sie ihn, wie der Server es tut (modified UTF-7).',
  'this is no loopback address with a port': 'das ist keine Loopback-Adresse mit Port',
  'Write it like 127.0.0.1:7081; a proxy on this machine adds TLS and the public address.':
    'Schreiben Sie sie wie 127.0.0.1:7081; ein Proxy auf diesem Rechner fügt TLS und die öffentliche Adresse hinzu.',
  'these are no hours of a day': 'das sind keine Stunden eines Tages',
  'Write them like "08:00-18:00", in local time.': 'Schreiben Sie sie wie „08:00-18:00“, in Ortszeit.',
  'this is no number of months': 'das ist keine Zahl von Monaten',
  'Give a whole number from 1 to 120; counsel knows it.':
    'Geben Sie eine ganze Zahl von 1 bis 120 an; die Rechtsberatung weiß sie.',
  'Write it like desk@example.org.': 'Schreiben Sie sie wie desk@example.org.',
  'no browser would trust this address': 'dieser Adresse würde kein Browser trauen',
  'Write it like https://contact.example.org, without a path.':
    'Schreiben Sie sie wie https://contact.example.org, ohne Pfad.',
  'this is no address of a site': 'das ist keine Adresse einer Website',
  'Write it like https://status.example.org/.': 'Schreiben Sie sie wie https://status.example.org/.',
  'this is no number of inquiries': 'das ist keine Zahl von Anfragen',
  'Give as many as your desk can answer in a working day, for instance 50.':
    'Geben Sie so viele an, wie Ihr Schalter an einem Arbeitstag beantworten kann, zum Beispiel 50.',
  'Give a whole number from 1 to 240; counsel knows it.':
    'Geben Sie eine ganze Zahl von 1 bis 240 an; die Rechtsberatung weiß sie.',
  'no repository is named': 'es ist kein Repository genannt',
  'Name at least one: id, location, passwordFile.':
    'Nennen Sie mindestens eines: id, location, passwordFile.',
  'two repositories are called "{1}"': 'zwei Repositories heißen „{1}“',
  'Give each an id of its own.': 'Geben Sie jedem eine eigene Kennung.',
  'a password stands in the location': 'in der Adresse steht ein Passwort',
  'Put it into the environment of the server, or into a file for it; this file is read by people.':
    'Legen Sie es in die Umgebung des Servers oder in eine eigene Datei; diese hier wird von Menschen gelesen.',
  'this is no number of jobs': 'das ist keine Zahl von Arbeiten',
  'Give a whole number from 1 to 64.': 'Geben Sie eine ganze Zahl von 1 bis 64 an.',
  'nobody looked whether it may be handed on': 'niemand hat nachgesehen, ob es weitergegeben werden darf',
  'it is kept apart': 'es ist getrennt gehalten',
  'it carries the marks of a notice that is kept apart':
    'es trägt die Zeichen einer Meldung, die getrennt gehalten wird',
  'a judgement of counsel stands in it': 'eine Beurteilung der Rechtsberatung steht darin',
  'it names a customer': 'es nennt einen Kunden',
  'Look at it, then: anlauf duty tag --tag free (or the tag it has), signed by legal or dpo.':
    'Sehen Sie es an, dann: anlauf duty tag --tag free (oder die Marke, die es hat), unterschrieben von legal oder dpo.',
  'Tag it for what it is: anlauf duty tag --tag bdsg42-43. {1}':
    'Kennzeichnen Sie es als das, was es ist: anlauf duty tag --tag bdsg42-43. {1}',
  'Take the judgement out, or tag the file: anlauf duty tag --tag counsel. {1}':
    'Nehmen Sie die Beurteilung heraus, oder kennzeichnen Sie die Datei: anlauf duty tag --tag counsel. {1}',
  'Black out the name; one customer’s facts are not another one’s business.':
    'Schwärzen Sie den Namen; was einen Kunden betrifft, geht andere nichts an.',
  'was not approved as it reads now': 'ist so, wie es jetzt lautet, nicht freigegeben',
  'revision {1} was not approved': 'Fassung {1} ist nicht freigegeben',
}
