import type { FailureTexts } from '../failure-texts.ts'

export const updateTexts: FailureTexts = {
  '{1} signed exactly this before; a signature counts once.':
    '{1} hat genau das schon unterschrieben; eine Unterschrift zählt einmal.',
  'To say it again, sign it with a new "as of".':
    'Um es noch einmal zu sagen, unterschreiben Sie es mit einem neuen „Stand“.',
  '{1} ({2}) may not state claims.': '{1} ({2}) darf keine Aussagen angeben.',
  'Claims are stated by: {1}.': 'Aussagen geben an: {1}.',
  'The wording cannot be published: it goes into texts as it stands.':
    'Der Wortlaut lässt sich nicht veröffentlichen: Er geht in Texte ein, wie er dasteht.',
  'Mend every finding, or leave the wording out for the ready sentence.':
    'Beheben Sie jeden Befund, oder lassen Sie den Wortlaut weg und nehmen Sie den fertigen Satz.',
  '{1}, or the same key, stated exactly this.': '{1}, oder derselbe Schlüssel, hat genau das angegeben.',
  '"{1}" is no name for a claim.': '„{1}“ ist kein Name für eine Aussage.',
  '"{1}" is a claim about {2}.': '„{1}“ ist eine Aussage über {2}.',
  'A claim keeps its class; use another name.':
    'Eine Aussage behält ihre Klasse; nehmen Sie einen anderen Namen.',
  'Give 64 hexadecimal digits of a report or entry.':
    'Geben Sie 64 hexadezimale Zeichen eines Berichts oder Eintrags an.',
  '"{1}" rests on nothing.': '„{1}“ stützt sich auf nichts.',
  'Name the evidence, at least the report of who looked.':
    'Nennen Sie die Beweise, mindestens den Bericht dessen, der nachgesehen hat.',
  'The wording does not fit: {1}.': 'Der Wortlaut passt nicht: {1}.',
  'Leave it out for the ready sentence.': 'Lassen Sie ihn weg und nehmen Sie den fertigen Satz.',
  'Loss cannot be excluded: {1}.': 'Verlust lässt sich nicht ausschließen: {1}.',
  'State what is known; customers with a gap are told their own.':
    'Geben Sie an, was bekannt ist; Kunden mit einer Lücke erfahren ihre eigene.',
  'A sentence of the register is shown as it stands; nothing fills it.':
    'Ein Satz des Registers wird gezeigt, wie er dasteht; nichts füllt ihn.',
  'Updates belong to a case that is declared and not closed.':
    'Meldungen gehören zu einem Fall, der ausgerufen und nicht geschlossen ist.',
  'What was looked at is not what "{1}" says now.': 'Was angesehen wurde, ist nicht, was „{1}“ jetzt sagt.',
  'The text or a claim in it changed. Read it anew, then decide.':
    'Der Text oder eine Aussage darin hat sich geändert. Lesen Sie neu, dann entscheiden Sie.',
  'The text of "{1}" cannot be published: {2} finding.':
    'Der Text von „{1}“ lässt sich nicht veröffentlichen: {2} Befund.',
  'The text of "{1}" cannot be published: {2} findings.':
    'Der Text von „{1}“ lässt sich nicht veröffentlichen: {2} Befunde.',
  'Mend every finding, then draft again. Nothing was recorded.':
    'Beheben Sie jeden Befund und entwerfen Sie neu. Nichts wurde verzeichnet.',
  '"{1}" is a customer. Nothing was recorded.': '„{1}“ ist ein Kunde. Nichts wurde verzeichnet.',
  'Only one language of "{1}" was changed.': 'Nur eine Sprache von „{1}“ wurde geändert.',
  'Change the other one too, or say that both still mean the same (--same-meaning).':
    'Ändern Sie auch die andere, oder sagen Sie, dass beide noch dasselbe bedeuten (--same-meaning).',
  'There is no update {1}.': 'Es gibt keine Meldung {1}.',
  'Name the number the public sees.': 'Nennen Sie die Nummer, die die Öffentlichkeit sieht.',
  'Update {1} is corrected by update {2}.': 'Meldung {1} wird durch Meldung {2} berichtigt.',
  'Correct update {1} instead.': 'Berichtigen Sie statt dessen Meldung {1}.',
  '"was" is not a sentence of update {1}.': '„was“ ist kein Satz der Meldung {1}.',
  'Quote the sentence that does not hold, word by word, in both languages.':
    'Zitieren Sie den Satz, der nicht stimmt, Wort für Wort, in beiden Sprachen.',
  'The correction does not say why.': 'Die Berichtigung sagt nicht, warum.',
  'Give the reason in both languages.': 'Geben Sie den Grund in beiden Sprachen an.',
  '"{1}" is out of date: its promise ran out, or its knowledge is older than {2} hours.':
    '„{1}“ ist überholt: Die Zusage ist abgelaufen, oder das Wissen ist älter als {2} Stunden.',
  'Draft it again with new times and have it approved.':
    'Entwerfen Sie mit neuen Zeiten neu und lassen Sie es freigeben.',
  '"{1}" is not approved as it reads now. Approved by: {2}.':
    '„{1}“ ist so, wie es jetzt lautet, nicht freigegeben. Freigegeben von: {2}.',
  'It needs {1}. A changed text or claim voids earlier approvals.':
    'Es braucht {1}. Ein geänderter Text oder eine geänderte Aussage macht frühere Freigaben ungültig.',
  '"{1}" held when it was drafted; it does not any more: {2} finding.':
    '„{1}“ stimmte beim Entwurf; jetzt nicht mehr: {2} Befund.',
  '"{1}" held when it was drafted; it does not any more: {2} findings.':
    '„{1}“ stimmte beim Entwurf; jetzt nicht mehr: {2} Befunde.',
  'Mend every finding, draft again and have it approved.':
    'Beheben Sie jeden Befund, entwerfen Sie neu und lassen Sie es freigeben.',
  '"{1}" cannot be filled from the records: {2}': '„{1}“ lässt sich aus den Aufzeichnungen nicht füllen: {2}',
  'Write an update that says it.': 'Schreiben Sie eine Meldung, die es sagt.',
  '"{1}" is a first word, and update {2} went out before.':
    '„{1}“ ist ein erstes Wort, und Meldung {2} ging schon hinaus.',
  'Write an update that says what is known now.':
    'Schreiben Sie eine Meldung, die sagt, was jetzt bekannt ist.',
  '"No news" would not be true: {1}.': '„Nichts Neues“ wäre nicht wahr: {1}.',
  'The promise of the last update ran out, and this text gives none.':
    'Die Zusage der letzten Meldung ist abgelaufen, und dieser Text gibt keine.',
  'Publish an update first, or draft this one with "next-by".':
    'Veröffentlichen Sie zuerst eine Meldung, oder entwerfen Sie diese mit „next-by“.',
  '{1} ({2}) may not set a service to {3}.': '{1} ({2}) darf einen Dienst nicht auf {3} setzen.',
  'A service-owner may; "major_outage" may be set by everybody who is registered.':
    'Ein service-owner darf es; „major_outage“ darf jeder setzen, der eingetragen ist.',
  'The instruction cannot be published.': 'Die Anweisung lässt sich nicht veröffentlichen.',
  'Mend every finding.': 'Beheben Sie jeden Befund.',
  'The estate has no service "{1}".': 'Der Bestand hat keinen Dienst „{1}“.',
  'Its services: {1}.': 'Seine Dienste: {1}.',
  'A workaround says how.': 'Eine Ausweichlösung sagt, wie es geht.',
  'Give the instruction in both languages.': 'Geben Sie die Anweisung in beiden Sprachen an.',
  'The case names "{1}" as hit.': 'Der Fall nennt „{1}“ als getroffen.',
  'It comes back by releases, not by words.': 'Er kommt durch Freigaben zurück, nicht durch Worte.',
  '"not_affected" rests on nothing.': '„not_affected“ stützt sich auf nichts.',
  'Name the report that shows it, by SHA-256.': 'Nennen Sie den Bericht, der es zeigt, mit seinem SHA-256.',
  'No isolation was proved.': 'Es ist keine Isolation bewiesen.',
  'Record it first: anlauf case isolated.': 'Verzeichnen Sie sie zuerst: anlauf case isolated.',
  'Nobody said anything of "{1}".': 'Niemand hat etwas über „{1}“ gesagt.',
  'There is nothing to take back.': 'Es ist nichts zurückzunehmen.',
  'The case "{1}" was not declared.': 'Der Fall „{1}“ ist nicht ausgerufen.',
  'Declare it first; then there is something to tell.':
    'Rufen Sie ihn zuerst aus; dann gibt es etwas zu sagen.',
  '"{1}" is no time zone.': '„{1}“ ist keine Zeitzone.',
  'Write provider.tz as an IANA name such as Europe/Berlin.':
    'Schreiben Sie provider.tz als IANA-Namen wie Europe/Berlin.',
  'The page {1} has {2} bytes compressed, more than {3}.':
    'Die Seite {1} hat komprimiert {2} Bytes, mehr als {3}.',
  'People read this on phones. Give services and contacts shorter names; the texts of updates are short enough.':
    'Menschen lesen das auf Telefonen. Geben Sie Diensten und Kontakten kürzere Namen; die Texte der Meldungen sind kurz genug.',
  'The case id or a service would name the customer "{1}".':
    'Die Kennung des Falls oder ein Dienst würde den Kunden „{1}“ nennen.',
  'Services and cases are public. Give the service another id and name in the estate file.':
    'Dienste und Fälle sind öffentlich. Geben Sie dem Dienst in der Bestandsdatei eine andere Kennung und einen anderen Namen.',
  'Update {1} would name the customer "{2}".': 'Meldung {1} würde den Kunden „{2}“ nennen.',
  'Publish a correction of it without the name: the old wording is withheld then. Write to customers directly.':
    'Veröffentlichen Sie eine Berichtigung ohne den Namen: Der alte Wortlaut wird dann zurückgehalten. Schreiben Sie Kunden direkt.',
  '{1} is not empty and is no site of ours.': '{1} ist nicht leer und keine Website von uns.',
  'Name a new or empty folder; nothing was touched.':
    'Nennen Sie einen neuen oder leeren Ordner; nichts wurde angerührt.',
  'The site cannot be written to {1}: {2}.': 'Die Website lässt sich nicht nach {1} schreiben: {2}.',
  'Make room, then write the site again; the one that is shown stays.':
    'Schaffen Sie Platz und schreiben Sie die Website noch einmal; die gezeigte bleibt.',
  'Name a folder that this user may write and rename (no root of a mount), then write the site again.':
    'Nennen Sie einen Ordner, den dieser Benutzer beschreiben und umbenennen darf (kein Einhängepunkt), und schreiben Sie die Website noch einmal.',
  '{1}: no sentence is about {2}': '{1}: Kein Satz handelt von {2}',
  '{1}: "{2}" is about {3} too': '{1}: „{2}“ handelt auch von {3}',
  '{1}: "{2}" says {3}, not {4}': '{1}: „{2}“ sagt {3}, nicht {4}',
}
