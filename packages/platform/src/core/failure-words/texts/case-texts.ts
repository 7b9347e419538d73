import type { FailureTexts } from '../failure-texts.ts'

export const caseTexts: FailureTexts = {
  '{1} is registered as {2}; who looks after access or audits signs no content.':
    '{1} ist als {2} eingetragen; wer Zugänge verwaltet oder prüft, unterschreibt keine Inhalte.',
  'Somebody else signs, or two people vouch for another key of the person in another role.':
    'Jemand anderes unterschreibt, oder zwei Menschen bürgen für einen weiteren Schlüssel der Person in einer anderen Rolle.',
  'The key of {1} is none, or not the one that is named.':
    'Der Schlüssel von {1} ist keiner, oder nicht der, der genannt ist.',
  'Register it anew.': 'Tragen Sie ihn neu ein.',
  'This passkey is registered in the case already.': 'Dieser Passkey ist im Fall schon eingetragen.',
  'Nothing has to be done.': 'Es ist nichts zu tun.',
  'The key of {1} is no Ed25519 public key in PEM.':
    'Der Schlüssel von {1} ist kein öffentlicher Ed25519-Schlüssel in PEM.',
  'Make one with "openssl genpkey -algorithm ed25519".':
    'Einen neuen macht „openssl genpkey -algorithm ed25519“.',
  'This key of {1} was revoked; a revoked key never comes back.':
    'Dieser Schlüssel von {1} wurde widerrufen; ein widerrufener kommt nie zurück.',
  'Register another key.': 'Tragen Sie einen anderen Schlüssel ein.',
  'In this case people have signed already: nobody lets {1} in alone any more.':
    'In diesem Fall haben schon Menschen unterschrieben: Niemand lässt {1} mehr allein herein.',
  'Two people of the case, with keys of their own, have to vouch for the person and the key.':
    'Zwei Menschen des Falls, mit eigenen Schlüsseln, müssen für Person und Schlüssel bürgen.',
  'Nobody vouches for the key of {1}, or only one person does.':
    'Für den Schlüssel von {1} bürgt niemand, oder nur eine Person.',
  'Two people with registered keys sign that they know the person and the key.':
    'Zwei Menschen mit eingetragenen Schlüsseln unterschreiben, dass sie Person und Schlüssel kennen.',
  'This key was revoked already.': 'Dieser Schlüssel ist schon widerrufen.',
  'The case knows no such key.': 'Der Fall kennt keinen solchen Schlüssel.',
  'Name the key by the id that the case shows.':
    'Nennen Sie den Schlüssel mit der Kennung, die der Fall zeigt.',
  '{1} is not registered as approver.': '{1} ist nicht eingetragen und kann nicht freigeben.',
  'Register the person and the key first.': 'Tragen Sie zuerst die Person und den Schlüssel ein.',
  'The signature is not that of {1}.': 'Die Unterschrift ist nicht von {1}.',
  'Sign with the registered key.': 'Unterschreiben Sie mit dem eingetragenen Schlüssel.',
  '{1} said exactly this already; a signature counts once.':
    '{1} hat genau das schon gesagt; eine Unterschrift zählt einmal.',
  'To come back to an earlier decision, sign it anew with a reason of its own.':
    'Wer zu einer früheren Entscheidung zurückkehrt, unterschreibt sie neu, mit eigenem Grund.',
  'A group is not in the queue that the case holds, or not of that class.':
    'Eine Gruppe steht nicht in der Fallliste, die der Fall hält, oder nicht in dieser Klasse.',
  'Make the queue again, look at it, and decide on what is known now.':
    'Machen Sie die Fallliste neu, sehen Sie sie an und entscheiden Sie nach dem, was jetzt bekannt ist.',
  'What a scanner calls infected is never released, whoever signs.':
    'Was ein Scanner befallen nennt, wird nie freigegeben, wer auch immer unterschreibt.',
  '{1} The unit goes back without it.': '{1} Die Einheit geht ohne das zurück.',
  'No engine has judged this content ({1}); what is not scanned is not released.':
    'Diesen Inhalt hat keine Engine beurteilt ({1}); was nicht gescannt ist, wird nicht freigegeben.',
  'Start the run again: it tries what can be tried. {1}':
    'Starten Sie den Lauf noch einmal: Er versucht, was sich versuchen lässt. {1}',
  '"{1}" cannot be decided about this group.': '„{1}“ lässt sich über diese Gruppe nicht entscheiden.',
  'Programs, rules of mail and databases, and what was held back are decided one by one.':
    'Über Programme, Regeln von Mail und Datenbanken und Zurückgehaltenes wird einzeln entschieden.',
  'Look at each group and decide about it alone.':
    'Sehen Sie jede Gruppe an und entscheiden Sie über sie allein.',
  'The case has no queue of "{1}".': 'Der Fall hat keine Fallliste von „{1}“.',
  'It has queues of: {1}. Make one with "anlauf recover queue make".':
    'Er hat Falllisten von: {1}. Eine neue macht „anlauf recover queue make“.',
  'The request has no name of its own.': 'Die Anfrage hat keinen eigenen Namen.',
  'Take a new random one.': 'Nehmen Sie einen neuen, zufälligen.',
  'The request ends in the past, or in more than 72 hours.':
    'Die Anfrage endet in der Vergangenheit oder in mehr als 72 Stunden.',
  'Choose an end within that.': 'Wählen Sie ein Ende dazwischen.',
  'Nobody said why this is asked for.': 'Niemand hat gesagt, warum darum gebeten wird.',
  'Give a reason; it is kept.': 'Geben Sie einen Grund an; er bleibt aufbewahrt.',
  '{1} people cannot sign this.': '{1} Menschen können das nicht unterschreiben.',
  'Ask for one to ten; with one for each role, for as many roles.':
    'Bitten Sie um eine bis zehn Unterschriften; soll jede Rolle einmal zählen, um so viele, wie Rollen genannt sind.',
  'The content has no hash.': 'Der Inhalt hat keinen Hash.',
  'Give its SHA-256 in hex.': 'Geben Sie seinen SHA-256 in Hex an.',
  'The letters have not the form or the hash that they must have.':
    'Die Schreiben haben nicht die Form oder nicht den Hash, den sie haben müssen.',
  'List each tenant once.': 'Nennen Sie jeden Mandanten einmal.',
  'The case has no unit "{1}".': 'Der Fall hat keine Einheit „{1}“.',
  'It has: {1}.': 'Es gibt: {1}.',
  '{1} was not scanned yet.': '{1} ist noch nicht gescannt.',
  'First: restore, verify, scan.': 'Zuerst: wiederherstellen, prüfen, scannen.',
  '{1} is released.': '{1} ist freigegeben.',
  'Nothing has to be signed.': 'Es ist nichts zu unterschreiben.',
  'What is asked for is not what is known of {1} now.':
    'Das Angefragte ist nicht das, was jetzt über {1} bekannt ist.',
  'Look at the present facts and ask for those.':
    'Sehen Sie die jetzigen Tatsachen an und fragen Sie dafür an.',
  'The decision has not the form it must have.': 'Die Entscheidung hat nicht die Form, die sie haben muss.',
  'Send class, outcome, facts and reason, and their hash.':
    'Schicken Sie Klasse, Ergebnis, Tatsachen und Grund, und deren Hash.',
  'An override names the facts of the unit, what is skipped ("isolation", "rules", "secondPerson"), and until when.':
    'Eine Handfreigabe nennt die Tatsachen der Einheit, was übergangen wird („isolation“, „rules“, „secondPerson“) und bis wann.',
  'What a scanner called infected, or did not judge, cannot be skipped.':
    'Was ein Scanner befallen nennt oder nicht beurteilt hat, lässt sich nicht übergehen.',
  'An override lasts four hours at most.': 'Eine Handfreigabe gilt höchstens vier Stunden.',
  'Choose an end within that, and ask again when it is over.':
    'Wählen Sie ein Ende darin und fragen Sie erneut an, wenn sie vorbei ist.',
  'This needs {1} people.': 'Dafür braucht es {1} Menschen.',
  'Ask for {1} signatures.': 'Bitten Sie um {1} Unterschriften.',
  'Exactly this is asked for already.': 'Um genau das ist schon gebeten.',
  'Sign the request {1}.': 'Unterschreiben Sie die Anfrage {1}.',
  'One person alone counts only after everybody else had 15 minutes to answer.':
    'Eine Person allein zählt erst, wenn alle anderen 15 Minuten Zeit zur Antwort hatten.',
  'Call the others; if nobody answers, sign in {1} minutes.':
    'Rufen Sie die anderen an; antwortet niemand, unterschreiben Sie in {1} Minuten.',
  'There is no such request, or it was withdrawn.':
    'Es gibt keine solche Anfrage, oder sie wurde zurückgezogen.',
  'See the open ones.': 'Sehen Sie die offenen an.',
  '{1} approved nothing in this request.': '{1} hat in dieser Anfrage nichts freigegeben.',
  'Nothing has to be taken back; an objection stands.':
    'Es ist nichts zurückzunehmen; ein Widerspruch bleibt stehen.',
  'The case has all of this already.': 'Der Fall hat das alles schon.',
  'There is nothing to add.': 'Es ist nichts hinzuzufügen.',
  'The case is not closed.': 'Der Fall ist nicht geschlossen.',
  'Go on with it.': 'Machen Sie damit weiter.',
  'No case was declared.': 'Es ist kein Fall ausgerufen.',
  'Declare the case first.': 'Rufen Sie zuerst den Fall aus.',
  'The case is closed.': 'Der Fall ist geschlossen.',
  'Reopen it, with a reason, or declare a new one.':
    'Öffnen Sie ihn mit einem Grund wieder, oder rufen Sie einen neuen aus.',
  'The case "{1}" is declared already.': 'Der Fall „{1}“ ist schon ausgerufen.',
  'Go on with it, or use another case id.': 'Machen Sie damit weiter, oder nehmen Sie eine andere Kennung.',
  '{1} comes too early for {2}.': '{1} kommt für {2} zu früh.',
  'First: {1}.': 'Zuerst: {1}.',
  '"{1}" is no exercise; a score is not recorded in it.':
    '„{1}“ ist keine Übung; darin wird keine Wertung verzeichnet.',
  'Play exercises in a case that was declared as one.':
    'Spielen Sie Übungen in einem Fall, der als Übung ausgerufen ist.',
  'What {1} signed is not what is known of {2} now.':
    'Was {1} unterschrieben hat, ist nicht das, was jetzt über {2} bekannt ist.',
  'Show the present facts and let the person sign again.':
    'Zeigen Sie die jetzigen Tatsachen und lassen Sie die Person noch einmal unterschreiben.',
  'The approval of {1} ended already, or would count for more than 72 hours.':
    'Die Freigabe von {1} ist schon zu Ende oder würde länger als 72 Stunden gelten.',
  'Sign again, with an end within the next 72 hours.':
    'Unterschreiben Sie noch einmal, mit einem Ende in den nächsten 72 Stunden.',
  '{1}, or the same key, approved {2} already.': '{1}, oder derselbe Schlüssel, hat {2} schon freigegeben.',
  'A second person with an own key has to approve.':
    'Eine zweite Person mit eigenem Schlüssel muss freigeben.',
  '{1} cannot be released.': '{1} kann nicht freigegeben werden.',
  'Missing: {1}.': 'Es fehlt: {1}.',
  '{1} cannot be handed back.': '{1} kann nicht übergeben werden.',
  'Entry {1} says {2} but acts as {3}.': 'Eintrag {1} sagt {2}, handelt aber als {3}.',
  'Verify the log with "anlauf evidence verify"; do not go on with this case before.':
    'Prüfen Sie das Protokoll mit „anlauf evidence verify“; machen Sie vorher mit diesem Fall nicht weiter.',
  'Entry {1} of the case "{2}" is missing from its log.':
    'Eintrag {1} des Falls „{2}“ fehlt in seinem Protokoll.',
  'The case has no approval request "{1}".': 'Der Fall hat keine Freigabeanfrage „{1}“.',
  'See the open ones, and sign one of them.': 'Sehen Sie die offenen an und unterschreiben Sie eine davon.',
  'The request has expired.': 'Die Anfrage ist abgelaufen.',
  'Ask anew; what was signed for it does not count.':
    'Fragen Sie erneut an; was dafür unterschrieben wurde, zählt nicht.',
  'The request was rejected.': 'Der Anfrage wurde widersprochen.',
  'Mend what was objected to, then ask anew.':
    'Beheben Sie, wogegen sich der Widerspruch richtet, und fragen Sie dann erneut an.',
  'The request was withdrawn.': 'Die Anfrage wurde zurückgezogen.',
  'Ask anew if it is still needed.': 'Fragen Sie erneut an, wenn es noch gebraucht wird.',
  'What the request is about has changed since.': 'Worum es in der Anfrage geht, hat sich seither geändert.',
  'Look at the present facts, ask anew, and let everybody sign those.':
    'Sehen Sie die jetzigen Tatsachen an, fragen Sie erneut an, und lassen Sie alle diese unterschreiben.',
  'This key was revoked.': 'Dieser Schlüssel wurde widerrufen.',
  'Register another key and have it vouched for.':
    'Tragen Sie einen anderen Schlüssel ein und lassen Sie für ihn bürgen.',
  'This key is not registered for {1} in the case.':
    'Dieser Schlüssel ist im Fall nicht für {1} eingetragen.',
  'Two people who know the person and the key have to vouch for it first.':
    'Zwei Menschen, die Person und Schlüssel kennen, müssen zuerst dafür bürgen.',
  '{1} cannot sign this as {2}.': '{1} kann das nicht als {2} unterschreiben.',
  'It takes one of: {1}. The key was registered for: {2}.':
    'Es braucht eine von: {1}. Eingetragen ist der Schlüssel für: {2}.',
  '{1} wrote what is to be approved; authors do not count.':
    '{1} hat geschrieben, was freigegeben werden soll; Verfasser zählen nicht.',
  'Let others sign.': 'Lassen Sie andere unterschreiben.',
  'The signature is too old, or of a time that has not come.':
    'Die Unterschrift ist zu alt, oder von einer Zeit, die noch nicht gekommen ist.',
  'Look at the request again and sign it now.':
    'Sehen Sie die Anfrage noch einmal an und unterschreiben Sie jetzt.',
  'Exactly this was signed already; a signature counts once.':
    'Genau das ist schon unterschrieben; eine Unterschrift zählt einmal.',
  'To come back to an earlier word, sign anew.': 'Wer zu einem früheren Wort zurückkehrt, unterschreibt neu.',
  'This key signed already, under another name.':
    'Dieser Schlüssel hat schon unterschrieben, unter einem anderen Namen.',
  '{1} signed this already.': '{1} hat das schon unterschrieben.',
  'A second person with an own key has to sign.':
    'Eine zweite Person mit eigenem Schlüssel muss unterschreiben.',
  'The signature does not count: {1}.': 'Die Unterschrift zählt nicht: {1}.',
  'Open the request again and sign it with the registered key, on the page of this server. If its address changed since the request was made, ask anew.':
    'Öffnen Sie die Anfrage noch einmal und unterschreiben Sie mit dem eingetragenen Schlüssel, auf der Seite dieses Servers. Hat sich seine Adresse seit der Anfrage geändert, fragen Sie erneut an.',
  '{1} is not held.': '{1} ist nicht gesperrt.',
  '{1} is held: {2}': '{1} ist gesperrt: {2}',
  'Lift the hold first, if whoever asked for it agrees: anlauf evidence originals hold --lift.':
    'Heben Sie zuerst die Sperre auf, wenn zustimmt, wer sie verlangt hat: anlauf evidence originals hold --lift.',
  'Registered: {1}. Register with "anlauf case approver".':
    'Eingetragen: {1}. Eintragen mit „anlauf case approver“.',
  '{1}, or the same key, signed this already.': '{1}, oder derselbe Schlüssel, hat das schon unterschrieben.',
  'The case {1} has no original {2}.': 'Der Fall {1} hat kein Original {2}.',
  'See them with "anlauf evidence originals list".': 'Es zeigt sie „anlauf evidence originals list“.',
  '{1} ({2}) was erased: {3}': '{1} ({2}) wurde gelöscht: {3}',
  'Its key is gone; it cannot be read any more. The log shows who agreed to that.':
    'Der Schlüssel dazu ist vernichtet; es lässt sich nicht mehr lesen. Das Protokoll zeigt, wer zugestimmt hat.',
  'choose exactly these restore points': 'genau diese Wiederherstellungspunkte wählen',
  'choose restore points': 'Wiederherstellungspunkte wählen',
  'restore exactly these files': 'genau diese Dateien wiederherstellen',
  'restore and verify exactly these files': 'genau diese Dateien wiederherstellen und prüfen',
  'a release through the gate': 'eine Freigabe durch das Tor',
  'files that fit the recorded release': 'Dateien, die zur verzeichneten Freigabe passen',
  'exactly as many files as were released': 'genau so viele Dateien, wie freigegeben wurden',
  'proof that the attacked systems are isolated':
    'der Nachweis, dass die angegriffenen Systeme getrennt sind',
  'a restore into the clean room': 'eine Wiederherstellung in den Reinraum',
  'every database that was cut out for it, exactly as it was recorded':
    'jede Datenbank, die dafür herausgeschnitten wurde, genau wie verzeichnet',
  'files that fit the recorded restore': 'Dateien, die zur verzeichneten Wiederherstellung passen',
  'exactly as many files as were restored': 'genau so viele Dateien, wie wiederhergestellt wurden',
  'a verification of exactly these files': 'eine Prüfung genau dieser Dateien',
  'a verification of every file': 'eine Prüfung jeder Datei',
  'a scan of exactly these files': 'ein Scan genau dieser Dateien',
  'a verdict for every file': 'ein Urteil für jede Datei',
  'the verdict "clean" for every file': 'das Urteil „sauber“ für jede Datei',
  'the decisions by which files without the verdict "clean" are there':
    'die Entscheidungen, auf Grund derer Dateien ohne das Urteil „sauber“ da sind',
  'a scan with the rules that are in force now': 'ein Scan mit den Regeln, die jetzt gelten',
  'approval by two different people with two different keys':
    'die Freigabe durch zwei verschiedene Menschen mit zwei verschiedenen Schlüsseln',
  'a decision on {1} programs, scripts or rules from the risk window':
    'eine Entscheidung über {1} Programme, Skripte oder Regeln aus dem Risikozeitraum',
  'a second signature on {1} decisions of the case queue':
    'eine zweite Unterschrift unter {1} Entscheidungen der Fallliste',
  'agreement on {1} groups of the case queue about which people decided differently':
    'Einigkeit über {1} Gruppen der Fallliste, über die Menschen verschieden entschieden haben',
  'a plan that follows all decisions of the case queue, and its run':
    'ein Plan, der allen Entscheidungen der Fallliste folgt, und sein Lauf',
  'two signatures for every file that no engine calls clean':
    'zwei Unterschriften für jede Datei, die keine Engine sauber nennt',
  'the key is no passkey': 'der Schlüssel ist kein Passkey',
  'another key, or another content': 'ein anderer Schlüssel, oder ein anderer Inhalt',
  'a passkey signs through its authenticator only': 'ein Passkey unterschreibt nur durch sein Gerät',
  'the signature is not by this passkey': 'die Unterschrift ist nicht von diesem Passkey',
  'it is no signature': 'es ist keine Unterschrift',
  'the client data is too long': 'die Angaben des Browsers sind zu lang',
  'the client data is no object': 'die Angaben des Browsers sind kein Objekt',
  'the passkey was not asked to sign': 'der Passkey wurde nicht um eine Unterschrift gebeten',
  'something else was signed': 'etwas anderes wurde unterschrieben',
  'it was signed inside a page of another site': 'unterschrieben wurde in der Seite einer anderen Website',
  'it was signed on a page of another site': 'unterschrieben wurde auf der Seite einer anderen Website',
  'it was signed on another page than ours': 'unterschrieben wurde auf einer anderen Seite als unserer',
  'the authenticator data is too short': 'die Angaben des Geräts sind zu kurz',
  'the passkey signed for another domain': 'der Passkey hat für eine andere Domain unterschrieben',
  'nobody touched the authenticator': 'niemand hat das Gerät berührt',
  'the authenticator did not verify who used it': 'das Gerät hat nicht geprüft, wer es benutzt',
  'no key': 'kein Schlüssel',
  none: 'keine',
  nobody: 'niemand',
  'nobody yet': 'noch niemand',
  'by nobody': 'niemand',
  Nobody: 'Niemand',
  'any role that approves': 'jede Rolle, die freigibt',
  'unknown duty': 'unbekannte Pflicht',
  'its own name': 'seinen eigenen Namen',
  'Possible: {1}.': 'Möglich: {1}.',
}
