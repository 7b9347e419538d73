import type { FailureTexts } from '../failure-texts.ts'

export const updateTextTexts: FailureTexts = {
  'Links, numbers and addresses stand on the page of contacts; in a text only those of a public contact of the estate may stand.':
    'Links, Nummern und Adressen stehen auf der Kontaktseite; in einem Text dürfen nur die eines öffentlichen Kontakts aus dem Bestand stehen.',
  'What is marked so must not be published. Write a text of its own for the public.':
    'Was so gekennzeichnet ist, darf nicht veröffentlicht werden. Schreiben Sie einen eigenen Text für die Öffentlichkeit.',
  'A gate is open: not every affected customer was released. Say what is released and what is not.':
    'Ein Tor ist offen: Nicht jeder betroffene Kunde ist freigegeben. Sagen Sie, was freigegeben ist und was nicht.',
  'The service "{1}" is {2}: not all its customers were released.':
    'Der Dienst „{1}“ ist {2}: Nicht alle seine Kunden sind freigegeben.',
  'The number stands in one language only. Both have to say the same; write it in digits in both.':
    'Die Zahl steht nur in einer Sprache. Beide müssen dasselbe sagen; schreiben Sie sie in beiden in Ziffern.',
  'Both languages have to use the same claims.': 'Beide Sprachen müssen dieselben Aussagen benutzen.',
  'Both languages are published together; write this one too.':
    'Beide Sprachen werden zusammen veröffentlicht; schreiben Sie auch diese.',
  'No customer is named in public. Write to the customer directly.':
    'Öffentlich wird kein Kunde genannt. Schreiben Sie dem Kunden direkt.',
  'Claims in force: {1}. State it with "anlauf inform claim set".':
    'Geltende Aussagen: {1}. Angegeben wird eine mit „anlauf inform claim set“.',
  'Type the word anew; text that was pasted can carry characters nobody sees.':
    'Tippen Sie das Wort neu; eingefügter Text kann Zeichen enthalten, die niemand sieht.',
  'Write plain text; blank lines part paragraphs.': 'Schreiben Sie reinen Text; Leerzeilen trennen Absätze.',
  'Progress comes from the records: {1}.': 'Der Fortschritt kommt aus den Aufzeichnungen: {1}.',
  'Write the zone behind the time, as in "06:12 Uhr (MEZ)" or "06:12 CET".':
    'Schreiben Sie die Zeitzone hinter die Zeit, wie in „06:12 Uhr (MEZ)“ oder „06:12 CET“.',
  'Write the date; the page stays and is read on other days.':
    'Schreiben Sie das Datum dazu; die Seite bleibt und wird an anderen Tagen gelesen.',
  'Say how far it is, not when it is done: data is released when the gate opens, and it is not open.':
    'Sagen Sie, wie weit es ist, nicht wann es fertig ist: Daten werden freigegeben, wenn sich das Tor öffnet, und es ist nicht offen.',
  '"{1}" is for {2}, not for {3}.': '„{1}“ ist für {2}, nicht für {3}.',
  'Leave "audience" out.': 'Lassen Sie „audience“ weg.',
  'A text for {1} is TLP:{2} at most, not TLP:{3}.': 'Ein Text für {1} ist höchstens TLP:{2}, nicht TLP:{3}.',
  'Choose other readers, or write a text that they may have.':
    'Wählen Sie andere Leser, oder schreiben Sie einen Text, den sie haben dürfen.',
  'Mend the lines below [windows].': 'Berichtigen Sie die Zeilen unter [windows].',
  'Services: {1}.': 'Dienste: {1}.',
  'Nobody was released yet, so nothing opens. Release units first.':
    'Noch niemand ist freigegeben, also öffnet sich nichts. Geben Sie zuerst Einheiten frei.',
  '{1} of {2} customers were released. Write "scope: subset".':
    '{1} von {2} Kunden sind freigegeben. Schreiben Sie „scope: subset“.',
  'It is stated to be {1}. Write "scope: rework", or take the statement back.':
    'Angegeben ist {1}. Schreiben Sie „scope: rework“, oder nehmen Sie die Angabe zurück.',
  'That "{1}" is {2} was not sent to the affected tenants. Write to them first ("audience: tenant").':
    'Dass „{1}“ {2} ist, wurde den betroffenen Mandanten nicht geschickt. Schreiben Sie zuerst ihnen („audience: tenant“).',
  'Figures, names or claims that the records add have changed. Draft it again and have it approved.':
    'Zahlen, Namen oder Aussagen, die aus den Aufzeichnungen kommen, haben sich geändert. Entwerfen Sie neu und lassen Sie es freigeben.',
  'Write [{1} de] and [{2} en]. "anlauf inform template {3}" prints them.':
    'Schreiben Sie [{1} de] und [{2} en]. „anlauf inform template {3}“ druckt sie.',
  'It has to contain {1}, which the records fill.': 'Es muss {1} enthalten; das füllen die Aufzeichnungen.',
  'A title is one line of at most 120 characters.': 'Ein Titel ist eine Zeile mit höchstens 120 Zeichen.',
  'Write what it asks for, without braces.': 'Schreiben Sie, was verlangt wird, ohne Klammern.',
  'Facts: {1}.': 'Tatsachen: {1}.',
  'A text that everybody reads alike has nothing of one recipient.':
    'Ein Text, den alle gleich lesen, enthält nichts von einem einzelnen Empfänger.',
  'Of each recipient: {1}.': 'Von jedem Empfänger: {1}.',
  '"{1}" is no name for an update.': '„{1}“ ist kein Name für eine Meldung.',
  'Use small letters, digits and "-".': 'Nehmen Sie Kleinbuchstaben, Ziffern und „-“.',
  '"{1}" was published; nothing published is edited.':
    '„{1}“ ist veröffentlicht; Veröffentlichtes wird nicht geändert.',
  'Write a new update under another name; "corrects" says which number it corrects.':
    'Schreiben Sie eine neue Meldung unter einem anderen Namen; „corrects“ sagt, welche Nummer sie berichtigt.',
  '"tenants" is for texts to tenants.': '„tenants“ ist für Texte an Mandanten.',
  'Write "audience: tenant" too.': 'Schreiben Sie auch „audience: tenant“.',
  'The estate has no tenant "{1}".': 'Der Bestand hat keinen Mandanten „{1}“.',
  'Tenants are named by their id.': 'Mandanten werden mit ihrer Kennung genannt.',
  'A text of the kind "{1}" lacks a line.': 'Einem Text der Art „{1}“ fehlt eine Zeile.',
  'Write {1}': 'Schreiben Sie {1}',
  '"{1}" is no topic.': '„{1}“ ist kein Thema.',
  '"{1}" is no address of a site.': '„{1}“ ist keine Adresse einer Website.',
  'A text of the kind "{1}" has "every-hours" from 1 to 168 and no times of its own.':
    'Ein Text der Art „{1}“ hat „every-hours“ von 1 bis 168 und keine eigenen Zeiten.',
  'Its times are those of its publication.': 'Seine Zeiten sind die seiner Veröffentlichung.',
  '"good-until" is past, or more than {1} days ahead.':
    '„good-until“ ist vorbei oder mehr als {1} Tage voraus.',
  'Have the text read and approved again once a year.':
    'Lassen Sie den Text einmal im Jahr lesen und neu freigeben.',
  '"as-of" is missing or in the future.': '„as-of“ fehlt oder liegt in der Zukunft.',
  'Say until when your knowledge reaches, with zone.': 'Sagen Sie, bis wann Ihr Wissen reicht, mit Zeitzone.',
  '"as-of" is before that of update {1}.': '„as-of“ liegt vor dem der Meldung {1}.',
  'What is newer to the reader must not be older in knowledge.':
    'Was für den Leser neuer ist, darf kein älteres Wissen haben.',
  '"review-by" is past.': '„review-by“ ist vorbei.',
  'Say when you will look at it again.': 'Sagen Sie, wann Sie es wieder ansehen.',
  '"next-by" is a promise to the public.': '„next-by“ ist eine Zusage an die Öffentlichkeit.',
  'Leave it out; this text is not on the site.':
    'Lassen Sie es weg; dieser Text steht nicht auf der Website.',
  'The promise of the last update ran out.': 'Die Zusage der letzten Meldung ist abgelaufen.',
  'Promise the next update: "next-by".': 'Sagen Sie die nächste Meldung zu: „next-by“.',
  '"next-by" is missing, past, or more than seven days ahead.':
    '„next-by“ fehlt, ist vorbei oder mehr als sieben Tage voraus.',
  'Promise when the next update comes; while the case is open there is always a next one.':
    'Sagen Sie zu, wann die nächste Meldung kommt; solange der Fall offen ist, gibt es immer eine nächste.',
  'A text of the kind "{1}" cannot be approved beforehand.':
    'Ein Text der Art „{1}“ lässt sich nicht im Voraus freigeben.',
  'Only "kind: holding" can: all it says of a case comes from facts. Print it with "anlauf inform template holding".':
    'Nur „kind: holding“ geht: Alles, was er von einem Fall sagt, kommt aus Tatsachen. Drucken Sie ihn mit „anlauf inform template holding“.',
  'This is no file of approvals given beforehand.': 'Das ist keine Datei mit Freigaben im Voraus.',
  'Make one with "anlauf inform pre-approve".': 'Machen Sie eine mit „anlauf inform pre-approve“.',
  'Give each of: {1}.': 'Geben Sie jedes an von: {1}.',
  'A secret and a user name never stand in one message. Send the secret by the other channel.':
    'Ein Geheimnis und ein Benutzername stehen nie in einer Nachricht. Schicken Sie das Geheimnis auf dem anderen Weg.',
  'There is no approved automatic reply "{1}".': 'Es gibt keine freigegebene automatische Antwort „{1}“.',
  'Those there are: {1}. Make one: "anlauf inform template auto-reply".':
    'Es gibt: {1}. Machen Sie eine: „anlauf inform template auto-reply“.',
  'No address of the mailbox was given.': 'Es wurde keine Adresse des Postfachs angegeben.',
  '"{1}" is no address of a mailbox.': '„{1}“ ist keine Adresse eines Postfachs.',
  'Give every address at which the mailbox gets mail; mail to others is not answered.':
    'Geben Sie jede Adresse an, unter der das Postfach Mail bekommt; Mail an andere wird nicht beantwortet.',
  '{1} is no number of days from 1 to 30.': '{1} ist keine Zahl von Tagen von 1 bis 30.',
  'Each sender gets one reply in so many days; 7 is usual.':
    'Jeder Absender bekommt in so vielen Tagen eine Antwort; üblich sind 7.',
  'Write: SERVICE FROM TO tentative, or confirmed at its end; times like 2026-11-23T04:00:00+01:00.':
    'Schreiben Sie: DIENST VON BIS tentative, oder confirmed am Ende; Zeiten wie 2026-11-23T04:00:00+01:00.',
  'Begin with the line "[de]".': 'Beginnen Sie mit der Zeile „[de]“.',
  'A text of this kind has [de] and [en] only.': 'Ein Text dieser Art hat nur [de] und [en].',
  'A question stands below [TOPIC/NAME de]; topics: service, data, credentials, contracts.':
    'Eine Frage steht unter [TOPIC/NAME de]; Themen: service, data, credentials, contracts.',
  'Its parts: {1}. Print them with "anlauf inform template {2}".':
    'Seine Teile: {1}. Drucken Sie sie mit „anlauf inform template {2}“.',
  'Write one of: {1}.': 'Schreiben Sie eines von: {1}.',
  'Sections: [de] and [en], or [PART de] and [PART en].':
    'Abschnitte: [de] und [en], oder [PART de] und [PART en].',
  'Before "[de]" write NAME: VALUE; names: {1}.': 'Vor „[de]“ steht NAME: WERT; Namen: {1}.',
  'Write what "{1}" asks for.': 'Schreiben Sie, was „{1}“ verlangt.',
  'Both languages are approved and published together.':
    'Beide Sprachen werden zusammen freigegeben und veröffentlicht.',
  'Write it like 2026-11-23T04:00:00+01:00.': 'Schreiben Sie sie wie 2026-11-23T04:00:00+01:00.',
  'Give digits only.': 'Geben Sie nur Ziffern an.',
  'The text cannot be read: {1}.': 'Der Text lässt sich nicht lesen: {1}.',
  'At most {1}. The other checks come when it is shorter.':
    'Höchstens {1}. Die anderen Prüfungen kommen, wenn er kürzer ist.',
  'Mail programs make a link of it. Only domains of public contacts of the estate may stand in a text; put the dot into brackets in a warning, a blank behind the end of a sentence.':
    'Mailprogramme machen einen Link daraus. In einem Text dürfen nur Domains öffentlicher Kontakte aus dem Bestand stehen; setzen Sie in einer Warnung den Punkt in Klammern, hinter ein Satzende ein Leerzeichen.',
  'It looks like {1}, and is not: readers would go to somebody else. Check where the text comes from.':
    'Es sieht aus wie {1} und ist es nicht: Leser kämen zu jemand anderem. Prüfen Sie, woher der Text kommt.',
  'Give a phone number or mail address that is a contact with the role "public" in the estate.':
    'Geben Sie eine Telefonnummer oder Mailadresse an, die im Bestand ein Kontakt mit der Rolle „public“ ist.',
  'Give a phone number, or a mail address outside the domains of the estate, of a contact with the role "public".':
    'Geben Sie eine Telefonnummer oder eine Mailadresse außerhalb der Domains des Bestands an, von einem Kontakt mit der Rolle „public“.',
  'Give a date and a time with its zone.': 'Geben Sie Datum und Zeit mit Zeitzone an.',
  'Give date and time with zone, or say that each customer is told individually.':
    'Geben Sie Datum und Zeit mit Zeitzone an, oder sagen Sie, dass jeder Kunde einzeln Bescheid bekommt.',
  'The first line is the question with its mark, below it stands the answer.':
    'Die erste Zeile ist die Frage mit Fragezeichen, darunter steht die Antwort.',
  '"topic: NAME", small letters, digits and "-": a later text on it takes its page.':
    '„topic: NAME“, Kleinbuchstaben, Ziffern und „-“: Ein späterer Text dazu bekommt dieselbe Seite.',
  '"service: ID", the service that was released.': '„service: KENNUNG“, der Dienst, der freigegeben wurde.',
  'a section [windows] with lines SERVICE FROM TO tentative.':
    'einen Abschnitt [windows] mit Zeilen DIENST VON BIS tentative.',
  '"review-by: TIME", when it is looked at again.': '„review-by: ZEIT“, wann es wieder angesehen wird.',
  '"page: https://…", where the site is.': '„page: https://…“, wo die Website ist.',
  '"good-until: TIME", how long the approval is good.': '„good-until: ZEIT“, wie lange die Freigabe gilt.',
  'no window is given': 'kein Zeitfenster ist angegeben',
  'a service has two windows': 'ein Dienst hat zwei Zeitfenster',
  'the window of "{1}" ends before it begins': 'das Zeitfenster von „{1}“ endet, bevor es beginnt',
  'the window of "{1}" is over': 'das Zeitfenster von „{1}“ ist vorbei',
  '"{1}" begins before "{2}", which it needs': '„{1}“ beginnt vor „{2}“, das es braucht',
  'It says something about {1}. Let the register say it: {claim:{2}}.':
    'Es sagt etwas über {1}. Lassen Sie es das Register sagen: {claim:{2}}.',
  'The claim "{1}" is {2}; this says {3}. Write {claim:{4}} in its place.':
    'Die Aussage „{1}“ ist {2}; hier steht {3}. Schreiben Sie statt dessen {claim:{4}}.',
  'It asks about {1}. Let the register answer: {claim:NAME}.':
    'Es fragt nach {1}. Lassen Sie das Register antworten: {claim:NAME}.',
  'The slot {to:{1}} has no line of text for this recipient.':
    'Der Platzhalter {to:{1}} hat für diesen Empfänger keine Textzeile.',
  'What fills {to:{1}} looks like a secret.': 'Was {to:{1}} füllt, sieht wie ein Geheimnis aus.',
  'Nothing fills a slot in [why]. Say it in the text, and there with {claim:NAME}.':
    'In [why] wird kein Platzhalter gefüllt. Sagen Sie es im Text, und dort mit {claim:NAME}.',
  '"scope: all", "subset" or "rework".': '„scope: all“, „subset“ oder „rework“.',
}
