import type { FailureTexts } from '../failure-texts.ts'

export const releaseTexts: FailureTexts = {
  '{1} is not what was scanned. {2}': '{1} ist nicht, was gescannt wurde. {2}',
  'Somebody changed the clean room. Restore the unit again; nothing of it was released.':
    'Jemand hat den Reinraum verändert. Stellen Sie die Einheit noch einmal wieder her; nichts davon wurde freigegeben.',
  'Find out who changed it. Then release the unit again into an empty folder and hand that back. Nothing was handed back.':
    'Finden Sie heraus, wer es geändert hat. Dann geben Sie die Einheit noch einmal in einen leeren Ordner frei und übergeben Sie diesen. Nichts wurde übergeben.',
  'The record of a database of {1} is not in the clean room.':
    'Die Aufzeichnung einer Datenbank von {1} ist nicht im Reinraum.',
  'Somebody took it away. Slice the database again, and release the unit again. Nothing was handed back.':
    'Jemand hat sie weggenommen. Schneiden Sie die Datenbank noch einmal heraus, und geben Sie die Einheit noch einmal frei. Nichts wurde übergeben.',
  'The plan for {1} is not the one that the case holds.':
    'Der Plan für {1} ist nicht der, den der Fall hält.',
  'Name the plan file of the run that was released; nothing was handed back.':
    'Nennen Sie die Plandatei des Laufs, der freigegeben wurde; nichts wurde übergeben.',
  '{1} does not lie in {2}.': '{1} liegt nicht in {2}.',
  'Name the folder into which the unit was released, with --target; nothing was handed back.':
    'Nennen Sie mit --target den Ordner, in den die Einheit freigegeben wurde; nichts wurde übergeben.',
  'A repository needs a password of the tenant.': 'Ein Repository braucht ein Passwort des Mandanten.',
  'Give --new-password-file FILE; a file that does not exist is made with a new password.':
    'Geben Sie --new-password-file DATEI an; gibt es die Datei nicht, wird sie mit einem neuen Passwort gemacht.',
  'Handing back {1} was stopped; the tenant sees nothing of it.':
    'Die Übergabe von {1} wurde angehalten; der Mandant sieht nichts davon.',
  'Start the same command again when you are ready.':
    'Starten Sie denselben Befehl noch einmal, wenn Sie so weit sind.',
  '{1} released files are not in the new repository.':
    '{1} freigegebene Dateien sind nicht im neuen Repository.',
  'Somebody took them away from the released folder. Release the unit again; nothing was handed back.':
    'Jemand hat sie aus dem freigegebenen Ordner genommen. Geben Sie die Einheit noch einmal frei; nichts wurde übergeben.',
  '{1} was handed back at {2} and is there.': '{1} wurde am {2} übergeben und ist da.',
  'To hand it back again, name another folder or move that one away first.':
    'Um es noch einmal zu übergeben, nennen Sie einen anderen Ordner oder legen Sie diesen zuerst weg.',
  '{1} exists already, and the case knows of no hand-back.':
    '{1} gibt es schon, und der Fall weiß von keiner Übergabe.',
  'Something else lies there; look at it before you move it away. Nothing was handed back.':
    'Dort liegt etwas anderes; sehen Sie es an, bevor Sie es weglegen. Nichts wurde übergeben.',
  'The hand-back is recorded, but {1} could not be put in place: {2}':
    'Die Übergabe ist verzeichnet, aber {1} ließ sich nicht an seinen Platz bringen: {2}',
  'Mend what the message names, then start the same command again: it checks everything again and completes.':
    'Beheben Sie, was die Meldung nennt, und starten Sie denselben Befehl noch einmal: Er prüft alles noch einmal und vollendet es.',
  'The evidence log holds no release of {1}.': 'Das Protokoll hat keine Freigabe von {1}.',
  'Verify the log with "anlauf evidence verify"; nothing was handed back.':
    'Prüfen Sie das Protokoll mit „anlauf evidence verify“; nichts wurde übergeben.',
  '{1} was released at {2} and is there.': '{1} wurde am {2} freigegeben und ist da.',
  'To release it again, move that folder away first.':
    'Um es noch einmal freizugeben, legen Sie diesen Ordner zuerst weg.',
  '{1} exists already, and the case knows of no release.':
    '{1} gibt es schon, und der Fall weiß von keiner Freigabe.',
  'Something else lies there; look at it before you move it away. Nothing was released.':
    'Dort liegt etwas anderes; sehen Sie es an, bevor Sie es weglegen. Nichts wurde freigegeben.',
  'The release is recorded, but {1} could not be put in place: {2}':
    'Die Freigabe ist verzeichnet, aber {1} ließ sich nicht an ihren Platz bringen: {2}',
  'Mend what the message names, then start the same command again: it asks the gate again and completes.':
    'Beheben Sie, was die Meldung nennt, und starten Sie denselben Befehl noch einmal: Er fragt noch einmal das Tor und vollendet es.',
  '{1} cannot be released: {2} files have no verdict.':
    '{1} kann nicht freigegeben werden: {2} Dateien haben kein Urteil.',
  'Restore and scan the unit again with the rules that are in force; nothing of it was released.':
    'Stellen Sie die Einheit noch einmal wieder her und scannen Sie sie mit den Regeln, die gelten; nichts davon wurde freigegeben.',
  'The release of {1} was stopped; nothing of it was released.':
    'Die Freigabe von {1} wurde angehalten; nichts davon wurde freigegeben.',
  '{1} is not in the clean room: there is no {2}.': '{1} ist nicht im Reinraum: Es gibt {2} nicht.',
  'Name the clean room in which the unit was restored; nothing was released.':
    'Nennen Sie den Reinraum, in dem die Einheit wiederhergestellt wurde; nichts wurde freigegeben.',
}
