import type { FailureTexts } from '../failure-texts.ts'

export const requestTexts: FailureTexts = {
  'The case goes on faster than this can be recorded.':
    'Der Fall geht schneller weiter, als sich das verzeichnen lässt.',
  'Repeat the call.': 'Wiederholen Sie es.',
  'The case has no draft "{1}" that reads so now.': 'Der Fall hat keinen Entwurf „{1}“, der jetzt so lautet.',
  'Put the text into review first, then ask for it: POST /api/cases/{case}/word/drafts/{update}/approval.':
    'Geben Sie den Text zuerst zur Durchsicht, dann fragen Sie an: POST /api/cases/{case}/word/drafts/{update}/approval.',
  '{1} asked for this; {2} cannot call it off.': '{1} hat darum gebeten; {2} kann das nicht zurückziehen.',
  'Object to it with a signature, or ask whoever leads.':
    'Widersprechen Sie mit einer Unterschrift, oder fragen Sie, wer leitet.',
  'What is known of {1} has changed since.': 'Was über {1} bekannt ist, hat sich seither geändert.',
  'GET /api/cases/{case} lists its approvers.': 'GET /api/cases/{case} nennt, wer freigeben kann.',
  'GET /api/cases/{case}/approvals lists them.': 'GET /api/cases/{case}/approvals nennt sie.',
  'Programs do not sign.': 'Programme unterschreiben nicht.',
  'People sign in and use their passkey. A key in a file signs with "anlauf recover approve".':
    'Menschen melden sich an und nehmen ihren Passkey. Ein Schlüssel in einer Datei unterschreibt mit „anlauf recover approve“.',
  'No passkey of {1} may sign in this case.': 'Kein Passkey von {1} darf in diesem Fall unterschreiben.',
  'Two people who may sign have to vouch for it: GET /api/approver-keys shows who did.':
    'Zwei Menschen, die unterschreiben dürfen, müssen für ihn bürgen: GET /api/approver-keys zeigt, wer es getan hat.',
  'An objection needs a reason.': 'Ein Widerspruch braucht einen Grund.',
  'Say what has to change; others read it.': 'Sagen Sie, was sich ändern muss; andere lesen es.',
  'None of your passkeys can sign this.': 'Keiner Ihrer Passkeys kann das unterschreiben.',
  'Look at the request again.': 'Sehen Sie die Anfrage noch einmal an.',
  'This passkey is not one of {1} that may sign here.':
    'Dieser Passkey gehört nicht zu denen von {1}, die hier unterschreiben dürfen.',
  'Use the passkey that the options named.': 'Nehmen Sie den Passkey, den die Optionen nannten.',
  'Export {1} of the case "{2}" does not lie on this server.':
    'Ausgabe {1} des Falls „{2}“ liegt nicht auf diesem Server.',
  'Start the job "export", wait for its end, and ask again under its number.':
    'Starten Sie die Arbeit „export“, warten Sie auf ihr Ende, und fragen Sie unter ihrer Nummer noch einmal.',
  'There is no case "{1}".': 'Es gibt keinen Fall „{1}“.',
  'GET /api/cases lists the cases; POST /api/cases or "anlauf case declare" opens one.':
    'GET /api/cases nennt die Fälle; POST /api/cases oder „anlauf case declare“ eröffnet einen.',
  'Somebody is verifying a log at this moment.': 'Gerade prüft jemand ein Protokoll.',
  'Wait for some seconds and ask again; the result is the same for everybody.':
    'Warten Sie einige Sekunden und fragen Sie noch einmal; das Ergebnis ist für alle dasselbe.',
  'The estate has no system {1}.': 'Der Bestand hat kein System {1}.',
  '"{1}" is a name of the server\'s own.': '„{1}“ ist ein Name, den der Server selbst braucht.',
  'Use another id, for instance 2026-03-ransomware.':
    'Nehmen Sie eine andere Kennung, zum Beispiel 2026-03-ransomware.',
  'The onset is an interval: the earlier end comes first.':
    'Der Beginn ist eine Zeitspanne: Das frühere Ende steht zuerst.',
  'Take both ends from "anlauf detect history", or leave it out.':
    'Nehmen Sie beide Enden aus „anlauf detect history“, oder lassen Sie ihn weg.',
  'This case is no exercise: nobody types that a system is cut off.':
    'Dieser Fall ist keine Übung: Niemand tippt ein, dass ein System abgeschnitten ist.',
  'Probe from a second path, then start the job "isolation" or "anlauf case isolated --proof FILE".':
    'Proben Sie auf einem zweiten Weg, dann starten Sie die Arbeit „isolation“ oder „anlauf case isolated --proof DATEI“.',
  '{1} probes reached their target.': '{1} Proben haben ihr Ziel erreicht.',
  'Cut these off, probe again, then record the new result.':
    'Schneiden Sie diese ab, proben Sie noch einmal, und verzeichnen Sie dann das neue Ergebnis.',
  'The proof cannot be kept in the folder of the workplace.':
    'Der Nachweis lässt sich nicht im Ordner des Arbeitsplatzes ablegen.',
  'Check that the folder exists, its permissions and the free space. Nothing was recorded.':
    'Prüfen Sie, ob es den Ordner gibt, seine Rechte und den freien Platz. Nichts wurde verzeichnet.',
  'The case "{1}" has no entry {2}.': 'Der Fall „{1}“ hat keinen Eintrag {2}.',
  'Its last entry is {1}. If it once had more, verify the log before you go on; else load the case anew.':
    'Sein letzter Eintrag ist {1}. Hatte er einmal mehr, prüfen Sie das Protokoll, bevor Sie weitermachen; sonst laden Sie den Fall neu.',
  'This Idempotency-Key was used for another request.':
    'Dieser Idempotency-Key wurde für eine andere Anfrage benutzt.',
  'Make a new key for every new request, and use it again only to repeat exactly that one.':
    'Machen Sie für jede neue Anfrage einen neuen Schlüssel, und benutzen Sie ihn nur, um genau diese zu wiederholen.',
  'The case went on.': 'Der Fall ging weiter.',
  'Try again.': 'Versuchen Sie es noch einmal.',
  'Others write to this case all the time.': 'Andere schreiben ständig in diesen Fall.',
  'Try again in a moment; nothing was recorded.':
    'Versuchen Sie es gleich noch einmal; nichts wurde verzeichnet.',
  'There is no command "{1}" here.': 'Den Befehl „{1}“ gibt es hier nicht.',
  'Use {1}.': 'Nehmen Sie {1}.',
  '{1} is signed in, but the signature is for {2}.': '{1} ist angemeldet, aber die Unterschrift ist für {2}.',
  'Everybody signs in and signs in the own name.':
    'Jede und jeder meldet sich selbst an und unterschreibt im eigenen Namen.',
  'Two people with registered keys sign that they know the person and the key; on the server "anlauf case approver" registers the first ones.':
    'Zwei Menschen mit eingetragenen Schlüsseln unterschreiben, dass sie Person und Schlüssel kennen; auf dem Server trägt „anlauf case approver“ die ersten ein.',
  'The case is at entry {1}, you decided on entry {2}.':
    'Der Fall steht bei Eintrag {1}, Sie haben nach Eintrag {2} entschieden.',
  'Look at what happened since ("context"), then decide anew with the new number in If-Match.':
    'Sehen Sie an, was seither geschehen ist („context“), und entscheiden Sie dann neu, mit der neuen Zahl in If-Match.',
  'This server was not told which estate it protects.':
    'Diesem Server wurde nicht gesagt, welchen Bestand er schützt.',
  'Name the estate file in the configuration of "anlauf up".':
    'Nennen Sie die Bestandsdatei in der Konfiguration von „anlauf up“.',
  'No queue of this case has the group {1}.': 'Keine Fallliste dieses Falls hat die Gruppe {1}.',
  'The queue was made anew since: load it again and decide on what is known now.':
    'Die Fallliste wurde seither neu gemacht: Laden Sie sie neu und entscheiden Sie nach dem, was jetzt bekannt ist.',
  'This server was not told where the backup lies.':
    'Diesem Server wurde nicht gesagt, wo die Sicherung liegt.',
  'See both versions with "anlauf recover queue show", or name the repository in the configuration of "anlauf up".':
    'Beide Fassungen zeigt „anlauf recover queue show“; oder nennen Sie das Repository in der Konfiguration von „anlauf up“.',
  '"{1}" is no exercise; it has no score.': '„{1}“ ist keine Übung; sie hat keine Wertung.',
  'Only what was declared as an exercise is scored.': 'Gewertet wird nur, was als Übung ausgerufen ist.',
  '{1} is signed off by nobody.': '{1} zeichnet niemand ab.',
  'It is the duty of somebody else, shown for information.':
    'Das ist die Pflicht von jemand anderem, zur Kenntnis gezeigt.',
  '{1} is signed as it reads now.': '{1} ist so unterschrieben, wie es jetzt lautet.',
  'Hand it in and record the receipt.': 'Geben Sie es ab und verzeichnen Sie den Empfang.',
  '[{1}] names a customer: {2}.': '[{1}] nennt einen Kunden: {2}.',
  'State the fact without the name; the document is then made anew.':
    'Geben Sie die Tatsache ohne den Namen an; dann wird das Dokument neu gemacht.',
  'State the facts, or say why it cannot wait ("incomplete"); both sign that too, and what is missing is sent later.':
    'Geben Sie die Tatsachen an, oder sagen Sie, warum es nicht warten kann („incomplete“); beide unterschreiben auch das, und was fehlt, wird nachgereicht.',
  '{1} does not apply in this case: {2}.': '{1} gilt in diesem Fall nicht: {2}.',
  'If it does, mend the legal profile of the estate ("anlauf clocks profile") or reopen the clock ("anlauf clocks reopen").':
    'Gilt sie doch, berichtigen Sie das Rechtsprofil im Bestand („anlauf clocks profile“) oder öffnen Sie die Frist wieder („anlauf clocks reopen“).',
  'This server makes no documents for paper.': 'Dieser Server macht keine Dokumente für Papier.',
  'Use "anlauf duty draft --format pdf", or copy the text.':
    'Nehmen Sie „anlauf duty draft --format pdf“, oder kopieren Sie den Text.',
  'The estate file has mistakes; nobody can look for names of customers.':
    'Die Bestandsdatei hat Fehler; niemand kann nach Namen von Kunden suchen.',
  'Mend it ("anlauf estate check" and the Estate screen show what is wrong), then ask again; nothing was recorded.':
    'Beheben Sie sie („anlauf estate check“ und die Ansicht „Bestand“ zeigen, was falsch ist) und fragen Sie noch einmal; nichts wurde verzeichnet.',
  'Read the new revision on the Duties screen and ask for signatures on that one.':
    'Lesen Sie die neue Fassung in der Ansicht „Pflichten“ und bitten Sie um Unterschriften unter diese.',
  '{1} may not read documents of {2}.': '{1} darf Dokumente von {2} nicht lesen.',
  'Notices under data protection law are kept apart: for legal, dpo, management and who leads.':
    'Meldungen nach Datenschutzrecht sind getrennt gehalten: für legal, dpo, management und wer leitet.',
  'For who records clocks, and for: {1}.': 'Für die, die Fristen verzeichnen, und für: {1}.',
  'This server has no estate file, or no key to sign with.':
    'Dieser Server hat keine Bestandsdatei, oder keinen Schlüssel zum Unterschreiben.',
  'Start "anlauf up" with a workplace file, or use "anlauf duty complaint".':
    'Starten Sie „anlauf up“ mit einer Arbeitsplatzdatei, oder nehmen Sie „anlauf duty complaint“.',
  'GET /api/cases/{case}/matrix lists its tenants.': 'GET /api/cases/{case}/matrix nennt die Mandanten.',
  '{1} has {2} documents.': '{1} hat {2} Dokumente.',
  'Name one with ?group=: {1}.': 'Nennen Sie eines mit ?group=: {1}.',
  'Name one with ?tenant=.': 'Nennen Sie eines mit ?tenant=.',
  '{1} is a judgement of counsel.': '{1} ist eine Beurteilung der Rechtsberatung.',
  'It is for legal, dpo, management and who leads.': 'Sie ist für legal, dpo, management und wer leitet.',
  'GET /api/cases/{case}/facts lists its tenants.': 'GET /api/cases/{case}/facts nennt die Mandanten.',
  'Open a new case.': 'Eröffnen Sie einen neuen Fall.',
  'This is no exercise: a drill would take its machine.':
    'Das ist keine Übung: Eine gespielte Übung würde den Rechner belegen.',
  'Declare an exercise and start the drill there, or play it elsewhere with "anlauf drill".':
    'Rufen Sie eine Übung aus und starten Sie das Spiel dort, oder spielen Sie es woanders mit „anlauf drill“.',
  '"{1}" is for one unit.': '„{1}“ gilt einer Einheit.',
  'Name it in "unit": {1}.': 'Nennen Sie sie in „unit“: {1}.',
  '"{1}" is for the whole case.': '„{1}“ gilt dem ganzen Fall.',
  'Leave "unit" out.': 'Lassen Sie „unit“ weg.',
  '"wholeSnapshot" is for plans only.': '„wholeSnapshot“ gibt es nur bei Plänen.',
  'Leave it out.': 'Lassen Sie es weg.',
  '"form" is for handing back only.': '„form“ gibt es nur bei der Übergabe.',
  'This server has no workplace: it shows cases and does no work.':
    'Dieser Server hat keinen Arbeitsplatz: Er zeigt Fälle und arbeitet nicht.',
  'Write anlauf.yaml into its home (docs/api.md shows one), then start "anlauf up" again. The command line can do everything meanwhile.':
    'Schreiben Sie anlauf.yaml in seinen Ordner (docs/api.md zeigt eine) und starten Sie „anlauf up“ neu. Die Kommandozeile kann bis dahin alles.',
  'The case "{1}" has no job "{2}".': 'Der Fall „{1}“ hat keine Arbeit „{2}“.',
  'GET /api/cases/{1}/jobs lists them.': 'GET /api/cases/{1}/jobs nennt sie.',
  'This is not the code of this person.': 'Das ist nicht der Code dieser Person.',
  'Compare code and line on the call list. Nothing was recorded.':
    'Vergleichen Sie Code und Zeile mit der Anrufliste. Nichts wurde verzeichnet.',
  'The notice {1} was drafted anew since.': 'Die Mitteilung {1} ist seither neu entworfen.',
  'Ask for signatures on the text that stands now.':
    'Bitten Sie um Unterschriften unter den Text, der jetzt gilt.',
  'This case has no such notice.': 'Dieser Fall hat keine solche Mitteilung.',
  'See the list of its notices.': 'Sehen Sie die Liste seiner Mitteilungen an.',
  'The case {1} follows no plan.': 'Der Fall {1} folgt keinem Plan.',
  'POST /api/cases/{1}/plan lets it follow the one of the workplace; "anlauf case adopt" takes any.':
    'POST /api/cases/{1}/plan lässt ihn dem des Arbeitsplatzes folgen; „anlauf case adopt“ nimmt jeden.',
  'These are {1} letters; one request has {2} at most.':
    'Das sind {1} Schreiben; eine Anfrage hat höchstens {2}.',
  'Name the tenants, and ask for the others with a second request.':
    'Nennen Sie die Mandanten, und fragen Sie für die anderen mit einer zweiten Anfrage an.',
  'Letters that cannot be signed as they are: {1}. {2}':
    'Schreiben, die so nicht unterschrieben werden können: {1}. {2}',
  'Restate what is wrong and draft again, or ask for the others only.':
    'Geben Sie neu an, was falsch ist, und entwerfen Sie neu, oder fragen Sie nur für die anderen an.',
  'This request is not about letters.': 'In dieser Anfrage geht es nicht um Schreiben.',
  'What it is about stands in the request itself.': 'Worum es geht, steht in der Anfrage selbst.',
  'The request has no letter of "{1}".': 'Die Anfrage hat kein Schreiben von „{1}“.',
  'Take the letters that it lists.': 'Nehmen Sie die Schreiben, die sie aufzählt.',
  'Letters to be read before all can be signed: {1}.':
    'Schreiben, die zu lesen sind, bevor alle unterschrieben werden können: {1}.',
  'Open each of them in the request: one of each wording, those that the checks marked, and the sample.':
    'Öffnen Sie jedes davon in der Anfrage: eines von jedem Wortlaut, die von den Prüfungen markierten, und die Stichprobe.',
  'GET /api/cases/{case}/statements lists them.': 'GET /api/cases/{case}/statements nennt sie.',
  '{1} has no statement.': '{1} hat kein Schreiben.',
  'Make one with "anlauf statement draft".': 'Eines macht „anlauf statement draft“.',
  'This case has no {1} {2}.': 'Dieser Fall hat kein {1} {2}.',
  'Load the screen anew.': 'Laden Sie die Ansicht neu.',
  '{1} is in that state already.': '{1} ist schon in diesem Zustand.',
  'Somebody else was faster; load the screen anew.': 'Jemand war schneller; laden Sie die Ansicht neu.',
  'There is no letter yet.': 'Es gibt noch kein Schreiben.',
  'Your provider writes to you as soon as what happened to your data is known and checked.':
    'Ihr Anbieter schreibt Ihnen, sobald bekannt und geprüft ist, was mit Ihren Daten geschehen ist.',
  'GET /api/cases/{case} lists its units.': 'GET /api/cases/{case} nennt die Einheiten.',
  'The token is not valid, or not any more.': 'Das Token gilt nicht, oder nicht mehr.',
  'Ask your provider for a new one.': 'Bitten Sie Ihren Anbieter um ein neues.',
  'The database has no role for tenants.': 'Die Datenbank hat keine Rolle für Mandanten.',
  'An administrator of the database creates it once: CREATE ROLE anlauf_tenant, granted to our account, as migration 0009 does.':
    'Wer die Datenbank verwaltet, legt sie einmal an: CREATE ROLE anlauf_tenant, unserem Konto gewährt, wie es Migration 0009 tut.',
  'Drafts: {1}.': 'Entwürfe: {1}.',
}
