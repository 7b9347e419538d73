import type { FailureTexts } from '../failure-texts.ts'

export const noticeTexts: FailureTexts = {
  'A subject is one line of at most 120 characters.': 'Ein Betreff ist eine Zeile mit höchstens 120 Zeichen.',
  'A notice is named in small letters, digits and "-".':
    'Der Name einer Mitteilung hat Kleinbuchstaben, Ziffern und „-“.',
  'It goes to nobody.': 'Sie geht an niemanden.',
  'Not in the estate: {1}.': 'Nicht im Bestand: {1}.',
  'Not in this case: {1}. Extend the case first.':
    'Nicht in diesem Fall: {1}. Erweitern Sie zuerst den Fall.',
  'Give 1 to 48 hours.': 'Geben Sie 1 bis 48 Stunden an.',
  '"{1}" is no duty towards each tenant; see "anlauf clocks list --all".':
    '„{1}“ ist keine Pflicht gegenüber jedem Mandanten; siehe „anlauf clocks list --all“.',
  'This tenant is not among the recipients.': 'Dieser Mandant gehört nicht zu den Empfängern.',
  '"{1}" is a customer; use {tenant}, or a text of their own.':
    '„{1}“ ist ein Kunde; nehmen Sie {tenant}, oder einen Text nur für ihn.',
  'It is empty; both languages are signed together.':
    'Es ist leer; beide Sprachen werden zusammen unterschrieben.',
  'It is longer than 20,000 characters.': 'Es ist länger als 20.000 Zeichen.',
  'It holds characters that nobody sees; type the word anew.':
    'Es enthält Zeichen, die niemand sieht; tippen Sie das Wort neu.',
  'It holds markup; notices are plain text.': 'Es enthält Auszeichnung; Mitteilungen sind reiner Text.',
  '{1} is no slot; known: {2}.': '{1} ist kein Platzhalter; bekannt sind: {2}.',
  '{1} would be read as it stands; write it out.':
    '{1} würde so gelesen, wie es dasteht; schreiben Sie es aus.',
  '{1} would be read as it stands; here only {2} are filled.':
    '{1} würde so gelesen, wie es dasteht; hier werden nur {2} gefüllt.',
  'Both languages have to use the same slots.': 'Beide Sprachen müssen dieselben Platzhalter benutzen.',
  'No text of their own for {1}.': 'Kein eigener Text für {1}.',
  'There are texts of their own, but {own} stands nowhere.':
    'Es gibt eigene Texte, aber {own} steht nirgends.',
  'Filled for {1} it is longer than {2} characters.': 'Gefüllt für {1} ist er länger als {2} Zeichen.',
  '"{1}" is another customer, or a person; neither belongs here.':
    '„{1}“ ist ein anderer Kunde oder eine Person; beides gehört nicht hierher.',
  'Give the time of the call, with zone.': 'Geben Sie die Zeit des Anrufs an, mit Zeitzone.',
  '{1} is before the notice went out.': '{1} liegt vor dem Versand der Mitteilung.',
  'Somebody was reached, but no code was read back.': 'Jemand wurde erreicht, aber kein Code vorgelesen.',
  'Give the code with --code. Without one nothing is proved: record "callback" and call again.':
    'Geben Sie den Code mit --code an. Ohne ihn ist nichts bewiesen: Verzeichnen Sie „callback“ und rufen Sie noch einmal an.',
  'The case is not open.': 'Der Fall ist nicht offen.',
  'Notices belong to a case that is declared and not closed.':
    'Mitteilungen gehören zu einem Fall, der ausgerufen und nicht geschlossen ist.',
  '"{1}" went out; nothing that went out is edited.':
    '„{1}“ ist hinausgegangen; was hinausging, wird nicht geändert.',
  'Write a new one under another name.': 'Schreiben Sie eine neue unter einem anderen Namen.',
  '"{1}" went out already.': '„{1}“ ist schon hinausgegangen.',
  'What was looked at is not what the notice says now.':
    'Was angesehen wurde, ist nicht, was die Mitteilung jetzt sagt.',
  'Read it anew, then sign.': 'Lesen Sie sie noch einmal und unterschreiben Sie dann.',
  '{1}, or the same key, approved it already.': '{1}, oder derselbe Schlüssel, hat sie schon freigegeben.',
  '{1} has proved nothing.': '{1} hat nichts nachgewiesen.',
  'There is no receipt to void; see "anlauf notice show".':
    'Es gibt keinen Nachweis zurückzunehmen; siehe „anlauf notice show“.',
  'A receipt is not voided without a reason.': 'Ein Nachweis wird nicht ohne Grund zurückgenommen.',
  'Say what happened with --reason.': 'Sagen Sie mit --reason, was geschehen ist.',
  'Reopen it first.': 'Öffnen Sie ihn zuerst wieder.',
  '"{1}" is not approved; signed as it reads now: {2}.':
    '„{1}“ ist nicht freigegeben; so, wie sie jetzt lautet, haben unterschrieben: {2}.',
  'One of "dpo" and one of "forensics" sign it, with two keys: anlauf notice approve.':
    'Eine Person mit „dpo“ und eine mit „forensics“ unterschreiben sie, mit zwei Schlüsseln: anlauf notice approve.',
  '"{1}" cannot go out: {2} things are missing.': '„{1}“ kann nicht hinausgehen: {2} Dinge fehlen.',
  'Mend all of them, then send again; nothing was recorded or queued.':
    'Beheben Sie alle und schicken Sie dann noch einmal; nichts wurde verzeichnet oder eingereiht.',
  'Sections: [subject de], [subject en], [de], [en], [own TENANT de], [own TENANT en].':
    'Abschnitte: [subject de], [subject en], [de], [en], [own TENANT de], [own TENANT en].',
  'Before the first section write NAME: VALUE; names: {1}.':
    'Vor dem ersten Abschnitt steht NAME: WERT; Namen: {1}.',
  'Both languages are signed and sent together.':
    'Beide Sprachen werden zusammen unterschrieben und verschickt.',
  'The notice cannot be read: {1}.': 'Die Mitteilung lässt sich nicht lesen: {1}.',
  'There is no notice "{1}".': 'Es gibt keine Mitteilung „{1}“.',
  'Notices: {1}. Make one with "anlauf notice draft".':
    'Mitteilungen: {1}. Eine neue macht „anlauf notice draft“.',
  'The notice has no recipient "{1}".': 'Die Mitteilung hat keinen Empfänger „{1}“.',
  'Recipients are TENANT/CONTACT; "anlauf notice show" lists them.':
    'Empfänger heißen MANDANT/KONTAKT; „anlauf notice show“ nennt sie.',
  'The notice "{1}" has {2} finding.': 'Die Mitteilung „{1}“ hat {2} Befund.',
  'The notice "{1}" has {2} findings.': 'Die Mitteilung „{1}“ hat {2} Befunde.',
  '{1} Nothing was recorded.': '{1} Nichts wurde verzeichnet.',
  'There is no declared case "{1}" that this mail could belong to.':
    'Es gibt keinen ausgerufenen Fall „{1}“, zu dem diese Mail gehören könnte.',
  'Declare the case first: whether its mail is an exercise is read from it.':
    'Rufen Sie zuerst den Fall aus: An ihm liest man ab, ob seine Mail zu einer Übung gehört.',
  'The mail "{1}" was put in before, with other words or another address.':
    'Die Mail „{1}“ wurde schon eingeliefert, mit anderen Worten oder anderer Adresse.',
  'What was put in may be on its way. Give a new message a key of its own.':
    'Was eingeliefert wurde, kann unterwegs sein. Geben Sie einer neuen Nachricht einen eigenen Schlüssel.',
  'This is no mail address that can be written to.':
    'Das ist keine Mailadresse, an die sich schreiben lässt.',
  'One address, like name@example.org; domains with umlauts in their "xn--" form.':
    'Eine Adresse, wie name@example.org; Domains mit Umlauten in ihrer „xn--“-Form.',
  '"{1}" is no key of a mail': '„{1}“ ist kein Schlüssel einer Mail',
  'Ids joined by ":", no address in it.': 'Kennungen, mit „:“ verbunden, ohne Adresse darin.',
  'A mail of class A or B has no case': 'Eine Mail der Klasse A oder B hat keinen Fall',
  'Name the case: an exercise is known by it.': 'Nennen Sie den Fall: An ihm ist eine Übung zu erkennen.',
  'The subject is empty, too long or more than one line':
    'Der Betreff ist leer, zu lang oder mehr als eine Zeile',
  'One line of at most {1} characters.': 'Eine Zeile mit höchstens {1} Zeichen.',
  'The text is empty, too long or has control characters':
    'Der Text ist leer, zu lang oder hat Steuerzeichen',
  'Plain text of at most 100,000 characters.': 'Reiner Text mit höchstens 100.000 Zeichen.',
  'The attachments are larger than 8 MiB': 'Die Anhänge sind größer als 8 MiB',
  'Send a link or fewer of them.': 'Schicken Sie einen Link oder weniger davon.',
  'The header "{1}" is not the caller\'s': 'Die Kopfzeile „{1}“ ist nicht Sache des Aufrufers',
  'Only List-*, In-Reply-To, References, Reply-To, Auto-Submitted, X-Anlauf-*.':
    'Nur List-*, In-Reply-To, References, Reply-To, Auto-Submitted, X-Anlauf-*.',
  'The value of "{1}" is empty, too long or not one line of ASCII':
    'Der Wert von „{1}“ ist leer, zu lang oder nicht eine Zeile ASCII',
  'At most 900 characters.': 'Höchstens 900 Zeichen.',
  'An attachment has no plain name or type': 'Ein Anhang hat keinen einfachen Namen oder Typ',
  'Letters, digits, ".", "-" and "_", as in "letter.pdf".':
    'Buchstaben, Ziffern, „.“, „-“ und „_“, wie in „letter.pdf“.',
  '{1} ({2}) is not whole: {3}.': '{1} ({2}) ist nicht vollständig: {3}.',
  'Mend it; none was recorded.': 'Berichtigen Sie es; keiner wurde verzeichnet.',
  '{1} ({2}) may not state this.': '{1} ({2}) darf das nicht angeben.',
  '{1} ({2}) names another customer: "{3}".': '{1} ({2}) nennt einen anderen Kunden: „{3}“.',
  'None was recorded.': 'Keiner wurde verzeichnet.',
  '{1} ({2}) was signed by {3} already.': '{1} ({2}) hat {3} schon unterschrieben.',
  '{1} ({2}) does not approve statements.': '{1} ({2}) gibt keine Schreiben frei.',
  'They are approved by: {1}.': 'Freigegeben werden sie von: {1}.',
  'The signature for {1} is not that of {2}.': 'Die Unterschrift für {1} ist nicht von {2}.',
  'In an exercise no letter is posted.': 'In einer Übung wird kein Brief abgeschickt.',
  'The letters have no address; look at them, and go on with the exercise.':
    'Die Schreiben haben keine Adresse; sehen Sie sie an und machen Sie mit der Übung weiter.',
  'A number belongs to one letter.': 'Eine Nummer gehört zu einem Brief.',
  'Name one tenant with it.': 'Nennen Sie einen Mandanten dazu.',
  '{1} letters say something else than is known now: {2}.':
    '{1} Schreiben sagen etwas anderes, als jetzt bekannt ist: {2}.',
  'Draft and approve them again, or say why they go out all the same.':
    'Entwerfen Sie sie neu und geben Sie sie frei, oder sagen Sie, warum sie trotzdem hinausgehen.',
  'The statement of {1} is not approved; it must not leave.':
    'Das Schreiben von {1} ist nicht freigegeben; es darf nicht hinaus.',
  'One of "dpo" and one of "forensics" sign it with "anlauf statement approve".':
    'Eine Person mit „dpo“ und eine mit „forensics“ unterschreiben es mit „anlauf statement approve“.',
  'Revision {1} of {2} was drafted at {3}; it cannot have been posted before.':
    'Fassung {1} von {2} wurde am {3} entworfen; sie kann nicht vorher abgeschickt worden sein.',
  'Check the time and its zone. A letter that was posted before was an earlier revision: post the present one too, and record that.':
    'Prüfen Sie die Zeit und ihre Zeitzone. Ein früher abgeschickter Brief war eine frühere Fassung: Schicken Sie auch die jetzige ab und verzeichnen Sie das.',
  'Nobody said why.': 'Niemand hat gesagt, warum.',
  'Give a reason; it is recorded.': 'Geben Sie einen Grund an; er wird verzeichnet.',
  'No statement of {1} was posted.': 'Kein Schreiben von {1} wurde abgeschickt.',
  'Record the posting with "anlauf statement posted".':
    'Verzeichnen Sie das Abschicken mit „anlauf statement posted“.',
  'It cannot be delivered before it was posted.':
    'Es kann nicht zugestellt sein, bevor es abgeschickt wurde.',
  'It was posted at {1}.': 'Abgeschickt wurde es am {1}.',
  'The proof is no SHA-256.': 'Der Nachweis ist kein SHA-256.',
  'Name the file of the receipt; its hash is recorded.':
    'Nennen Sie die Datei der Quittung; ihr Hash wird verzeichnet.',
  'The statement of {1} was changed meanwhile.': 'Das Schreiben von {1} wurde inzwischen geändert.',
  'Look at it again with "anlauf statement show", then approve it.':
    'Sehen Sie es mit „anlauf statement show“ noch einmal an und geben Sie es dann frei.',
  'Revision {1} of {2} is not the next one.': 'Fassung {1} von {2} ist nicht die nächste.',
  'Draft again; somebody was faster.': 'Entwerfen Sie neu; jemand war schneller.',
  'Check the time and its zone.': 'Prüfen Sie die Zeit und ihre Zeitzone.',
  'The findings cannot be read: {1}.': 'Die Befunde lassen sich nicht lesen: {1}.',
  'Write a JSON list as docs/statements.md shows. Nothing was recorded.':
    'Schreiben Sie eine JSON-Liste, wie docs/statements.md sie zeigt. Nichts wurde verzeichnet.',
  'No statement waits for signatures.': 'Kein Schreiben wartet auf Unterschriften.',
  'See "anlauf statement list"; draft what is missing with "anlauf statement draft".':
    'Siehe „anlauf statement list“; was fehlt, entwirft „anlauf statement draft“.',
  'No letters wait under "{1}".': 'Unter „{1}“ warten keine Schreiben.',
  'Open the request again under "Approvals".': 'Öffnen Sie die Anfrage noch einmal unter „Freigaben“.',
  'It names "{1}", who is another customer or a person of one. Restate that fact or finding.':
    'Es nennt „{1}“, einen anderen Kunden oder eine Person davon. Geben Sie diese Tatsache oder diesen Befund neu an.',
  'The promised time {1} is over. Draft it again.':
    'Die zugesagte Zeit {1} ist vorbei. Entwerfen Sie es neu.',
  'No service of the case is used by this tenant; nothing can be said. Check the scope of the case.':
    'Dieser Mandant benutzt keinen Dienst des Falls; es lässt sich nichts sagen. Prüfen Sie den Umfang des Falls.',
  '"{1}" is nearly the name of another customer ("{2}").':
    '„{1}“ ist fast der Name eines anderen Kunden („{2}“).',
  '{1} {2} is open.': '{1} {2} ist offen.',
  'No finding was stated: every answer is "not examined yet".':
    'Kein Befund ist angegeben: Jede Antwort lautet „noch nicht untersucht“.',
  'this is no name for a sender': 'das ist kein Name für einen Absender',
  'At most 80 characters on one line, without quotes.':
    'Höchstens 80 Zeichen in einer Zeile, ohne Anführungszeichen.',
  'the address has a "+" already': 'die Adresse hat schon ein „+“',
  'Name the plain address; each mail adds its own "+…".':
    'Nennen Sie die schlichte Adresse; jede Mail fügt ihr eigenes „+…“ an.',
  'this is no https address': 'das ist keine https-Adresse',
  'Write it like https://contact.example, the server for strangers.':
    'Schreiben Sie sie wie https://contact.example, der Server für Fremde.',
  'this is no number of mails': 'das ist keine Zahl von Mails',
  'Give 1 to 10000, or leave it out.': 'Geben Sie 1 bis 10000 an, oder lassen Sie es weg.',
  'this is no number of connections': 'das ist keine Zahl von Verbindungen',
  'Give a whole number from 1 to 50.': 'Geben Sie eine ganze Zahl von 1 bis 50 an.',
  'this is no port': 'das ist kein Port',
  'Usual are 25, 465 (implicit) and 587 (starttls).': 'Üblich sind 25, 465 (implicit) und 587 (starttls).',
  'mails would cross the network in clear': 'Mails gingen unverschlüsselt durch das Netz',
  'this is no name for DNS': 'das ist kein Name für DNS',
  'The key is looked up as SELECTOR._domainkey.DOMAIN, like a2026 and news.example.':
    'Der Schlüssel wird als SELEKTOR._domainkey.DOMAIN nachgeschlagen, wie a2026 und news.example.',
  'both keys have the same selector': 'beide Schlüssel haben denselben Selektor',
  'One selector has one key in DNS.': 'Zu einem Selektor gehört im DNS ein Schlüssel.',
  'Use "starttls" or "implicit"; "none" is for this machine only.':
    'Nehmen Sie „starttls“ oder „implicit“; „none“ ist nur für diesen Rechner.',
  'user and passwordFile belong together': 'user und passwordFile gehören zusammen',
  'Give both or none.': 'Geben Sie beide an oder keines.',
  'this is no mail address': 'das ist keine Mailadresse',
  'One plain address, like notice@news.example.': 'Eine schlichte Adresse, wie notice@news.example.',
  'Receipt was proved only then; see the notice.':
    'Erst dann wurde der Empfang nachgewiesen; siehe die Mitteilung.',
  'the estate has no service "{1}"': 'der Bestand hat keinen Dienst „{1}“',
  'in {1} lies no data "{2}"; there are: all, {3}': 'in {1} liegen keine Daten „{2}“; es gibt: all, {3}',
  '"harm" is none of {1}': '„harm“ ist nichts von {1}',
  '"verdict" is none of {1}': '„verdict“ ist nichts von {1}',
  '"asOf" is no time of the past in UTC': '„asOf“ ist keine vergangene Zeit in UTC',
  '"evidence" has something that is no SHA-256, or more than {1}':
    '„evidence“ enthält etwas, das kein SHA-256 ist, oder mehr als {1}',
  '"period" has no two times in UTC in their order':
    '„period“ hat keine zwei Zeiten in UTC in ihrer Reihenfolge',
  '"bytes" has no two counts in their order': '„bytes“ hat keine zwei Zahlen in ihrer Reihenfolge',
  '"{1}" needs both languages, each with 1 to {2} characters':
    '„{1}“ braucht beide Sprachen, jede mit 1 bis {2} Zeichen',
  '"{1}" holds characters that nobody sees': '„{1}“ enthält Zeichen, die niemand sieht',
  'The first line has to name the columns: {1}; address and consent must be there.':
    'Die erste Zeile muss die Spalten nennen: {1}; address und consent müssen dabei sein.',
  'The list has {1} lines; at most {2} are taken at once.':
    'Die Liste hat {1} Zeilen; auf einmal werden höchstens {2} genommen.',
  'Letters that promised a time that was over when they were posted: {1} ({2}).':
    'Schreiben, die eine Zeit zusagten, die beim Abschicken schon vorbei war: {1} ({2}).',
  'Draft a new revision for them and have it signed; or say why they went out all the same.':
    'Entwerfen Sie dafür eine neue Fassung und lassen Sie sie unterschreiben; oder sagen Sie, warum sie trotzdem hinausgingen.',
  'The letter to {1} was not opened in this session.':
    'Das Schreiben an {1} wurde in dieser Sitzung nicht geöffnet.',
  'Open it, read it, then mark it as read. After signing in again, open it again.':
    'Öffnen Sie es, lesen Sie es, und kennzeichnen Sie es dann als gelesen. Nach einer neuen Anmeldung öffnen Sie es noch einmal.',
  'The letter to {1} promises a time that is over.':
    'Das Schreiben an {1} sagt eine Zeit zu, die vorbei ist.',
  'Draft a new revision with a time to come and have it signed; this one must not go out.':
    'Entwerfen Sie eine neue Fassung mit einer Zeit, die noch kommt, und lassen Sie sie unterschreiben; diese darf nicht hinaus.',
  'The DKIM key {1} {2}.': 'Der DKIM-Schlüssel {1} {2}.',
  'Here belongs a key of the kind {1}. Make one: {2}; publish its public half as TXT record of SELECTOR._domainkey.DOMAIN.':
    'Hierher gehört ein Schlüssel der Art {1}. Machen Sie einen: {2}; veröffentlichen Sie seine öffentliche Hälfte als TXT-Eintrag von SELECTOR._domainkey.DOMAIN.',
  'is of the kind {1}': 'ist von der Art {1}',
  'has {1} bits': 'hat {1} Bits',
  'cannot be read as a private key in PEM': 'lässt sich nicht als privater Schlüssel in PEM lesen',
  'Give a time to come; the customer plans by it.':
    'Geben Sie eine Zeit an, die noch kommt; der Kunde plant danach.',
  'The request holds no findings that can be read.':
    'Die Anfrage enthält keine Befunde, die sich lesen lassen.',
  'Object to it, and state the findings anew under "Letters".':
    'Widersprechen Sie, und geben Sie die Befunde unter „Schreiben“ neu an.',
  'The address of the webhook "{1}" was sealed with another key than webhook-address.key in this home.':
    'Die Adresse des Webhooks „{1}“ ist mit einem anderen Schlüssel versiegelt als webhook-address.key in diesem Ordner.',
  'All servers of one database need the same file: copy it here from the home in which the webhook was added. When it is lost, remove the webhook and add it anew. Its messages wait.':
    'Alle Server einer Datenbank brauchen dieselbe Datei: Kopieren Sie sie aus dem Ordner hierher, in dem der Webhook angelegt wurde. Ist sie verloren, entfernen Sie den Webhook und legen Sie ihn neu an. Seine Nachrichten warten.',
}
