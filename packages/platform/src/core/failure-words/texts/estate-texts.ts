import type { FailureTexts } from '../failure-texts.ts'

export const estateTexts: FailureTexts = {
  '"{1}" has no root to which groups are relative': '„{1}“ hat keine Wurzel, zu der Gruppen relativ sind',
  'Add "root" to its source.': 'Ergänzen Sie „root“ an seiner Quelle.',
  'the group "{1}" is not relative': 'die Gruppe „{1}“ ist nicht relativ',
  'Leave out "{1}/" and the first "/".': 'Lassen Sie „{1}/“ und das erste „/“ weg.',
  'the group "{1}" names no directory': 'die Gruppe „{1}“ nennt keinen Ordner',
  'Write folder names with single "/" between them, for instance "{tenant.slug}/projects/*".':
    'Schreiben Sie Ordnernamen mit einzelnem „/“ dazwischen, zum Beispiel „{tenant.slug}/projects/*“.',
  '"{1}" in the group "{2}" is no folder name': '„{1}“ in der Gruppe „{2}“ ist kein Ordnername',
  '"*" and "{…}" stand for one whole folder name; everything below the directory belongs to the group.':
    '„*“ und „{…}“ stehen für einen ganzen Ordnernamen; alles unter dem Ordner gehört zur Gruppe.',
  'there is no {1} "{2}"': 'es gibt {1} „{2}“ nicht',
  '"{1}" is backed up to, it has no "from"': '„{1}“ wird gesichert, es hat kein „from“',
  'Make it off-site or offline, or leave "from" out.':
    'Machen Sie es zu off-site oder offline, oder lassen Sie „from“ weg.',
  '"{1}" does not say which copy it is made from': '„{1}“ sagt nicht, aus welcher Kopie es gemacht wird',
  'Add "from: ID" of a vault or local copy.':
    'Ergänzen Sie „from: KENNUNG“ eines Tresors oder einer lokalen Kopie.',
  '"{1}" does not say which system makes it': '„{1}“ sagt nicht, welches System es macht',
  'Add "runsOn: SYSTEM".': 'Ergänzen Sie „runsOn: SYSTEM“.',
  '"{1}" is a repository without a place or a password': '„{1}“ ist ein Repository ohne Ort oder Passwort',
  'Add "location" and "passwordFile".': 'Ergänzen Sie „location“ und „passwordFile“.',
  '"{1}" has no medium': '„{1}“ hat keinen Datenträger',
  'Add "to": the folder where the disk is mounted, or the tape drive.':
    'Ergänzen Sie „to“: den Ordner, in dem die Platte eingehängt ist, oder das Bandlaufwerk.',
  '"{1}" is a vault: it forgets nothing by itself': '„{1}“ ist ein Tresor: Er vergisst nichts von selbst',
  'Leave "keep" out; "anlauf vault plan" with two signatures is the way.':
    'Lassen Sie „keep“ weg; „anlauf vault plan“ mit zwei Unterschriften ist der Weg.',
  '"{1}" is offline: nothing can be forgotten on it': '„{1}“ ist offline: Darauf lässt sich nichts vergessen',
  'Leave "keep" out; old sets are destroyed by hand.':
    'Lassen Sie „keep“ weg; alte Sätze werden von Hand vernichtet.',
  '"{1}" is made from "{2}", which is offline': '„{1}“ wird aus „{2}“ gemacht, das offline ist',
  'Make it from a vault or local copy.': 'Machen Sie es aus einem Tresor oder einer lokalen Kopie.',
  '"{1}" is made from itself': '„{1}“ wird aus sich selbst gemacht',
  'Name another copy.': 'Nennen Sie eine andere Kopie.',
  'There is one copy beside the original; three in all are the rule.':
    'Neben dem Original gibt es eine Kopie; drei im Ganzen sind die Regel.',
  'Add an off-site or offline copy to its copies.': 'Ergänzen Sie bei den Kopien eine off-site oder offline.',
  'Whoever gets our credentials can delete every copy.':
    'Wer unsere Zugangsdaten bekommt, kann jede Kopie löschen.',
  'Add a copy in a vault or an offline one.': 'Ergänzen Sie eine Kopie in einem Tresor oder eine offline.',
  'Nobody says how often its media are read.': 'Niemand sagt, wie oft die Datenträger gelesen werden.',
  'Add testEvery, for instance 90d.': 'Ergänzen Sie testEvery, zum Beispiel 90d.',
  'Nobody says what must be proven before it opens.':
    'Niemand sagt, was bewiesen sein muss, bevor es sich öffnet.',
  'Add recovery.proofs, for instance [scan-clean, signoff-2].':
    'Ergänzen Sie recovery.proofs, zum Beispiel [scan-clean, signoff-2].',
  'It is sold, but no data set belongs to it.': 'Es wird verkauft, aber kein Datenbestand gehört dazu.',
  'Add its data set, or say in the notes that it holds no data.':
    'Ergänzen Sie seinen Datenbestand, oder sagen Sie in den Notizen, dass es keine Daten hält.',
  'Nobody can tell whose files these are.': 'Niemand kann sagen, wem diese Dateien gehören.',
  'Add tenantSlice, for instance "{tenant.slug}/**".':
    'Ergänzen Sie tenantSlice, zum Beispiel „{tenant.slug}/**“.',
  'No copy of its backups is named.': 'Keine Kopie seiner Sicherungen ist genannt.',
  'Add copies, at least one that an administrator cannot delete.':
    'Ergänzen Sie Kopien, mindestens eine, die kein Administrator löschen kann.',
  'After a change nobody knows what stops working.': 'Nach einer Änderung weiß niemand, was nicht mehr geht.',
  'Add consumers: the systems that use it.': 'Ergänzen Sie consumers: die Systeme, die es benutzen.',
  'There is no way to cut it off.': 'Es gibt keinen Weg, es abzuschneiden.',
  'Add connectors, for instance {net: nftables}.': 'Ergänzen Sie connectors, zum Beispiel {net: nftables}.',
  'Nobody can be told.': 'Niemandem kann Bescheid gesagt werden.',
  'Add a contact with a phone number.': 'Ergänzen Sie einen Kontakt mit Telefonnummer.',
  'Every channel to it runs over what it loses in an attack.':
    'Jeder Weg dorthin läuft über das, was bei einem Angriff verloren geht.',
  'Add a phone number or an address elsewhere.':
    'Ergänzen Sie eine Telefonnummer oder eine Adresse anderswo.',
  'the file is larger than 16 MiB': 'die Datei ist größer als 16 MiB',
  'Split it; {1} holds names, not data.': 'Teilen Sie sie; {1} enthält Namen, keine Daten.',
  'Mend the YAML at this place first.': 'Berichtigen Sie zuerst das YAML an dieser Stelle.',
  'Rename this one or {1}[{2}].': 'Benennen Sie dies um oder {1}[{2}].',
  'anchors and aliases are not used here': 'Anker und Aliase werden hier nicht benutzt',
  'Write the value out.': 'Schreiben Sie den Wert aus.',
  'here belong named fields': 'hierher gehören benannte Felder',
  'Write "{1}: …" below.': 'Schreiben Sie „{1}: …“ darunter.',
  'Known here: {1}.': 'Hier bekannt: {1}.',
  'nobody knows the field "{1}"': 'das Feld „{1}“ kennt niemand',
  'the field "{1}" is missing': 'das Feld „{1}“ fehlt',
  'Add "{1}: …" here.': 'Ergänzen Sie hier „{1}: …“.',
  'here belongs a list': 'hierher gehört eine Liste',
  'Start each entry with "- ", or write [a, b].':
    'Beginnen Sie jeden Eintrag mit „- “, oder schreiben Sie [a, b].',
  'here belong names with values': 'hierher gehören Namen mit Werten',
  'Write "name: value".': 'Schreiben Sie „name: wert“.',
  'Put texts that look like numbers or dates in quotes.':
    'Setzen Sie Texte, die wie Zahlen oder Daten aussehen, in Anführungszeichen.',
}
