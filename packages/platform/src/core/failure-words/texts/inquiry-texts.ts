import type { FailureTexts } from '../failure-texts.ts'

export const inquiryTexts: FailureTexts = {
  'The inquiry is not whole: {1}.': 'Die Anfrage ist nicht vollständig: {1}.',
  'The same fields as on the form are needed, and a number to call.':
    'Es braucht dieselben Felder wie im Formular, und eine Rufnummer.',
  'There is no inquiry {1}.': 'Es gibt keine Anfrage {1}.',
  'One that nobody confirmed within 72 hours was deleted.':
    'Eine, die 72 Stunden lang niemand bestätigt hat, wurde gelöscht.',
  "{1} is no data subject's request; nothing runs that could be extended.":
    '{1} ist kein Antrag einer betroffenen Person; es läuft nichts, was sich verlängern ließe.',
  'If it is one, say so first: anlauf inquiry class --class data-subject':
    'Wenn es einer ist, sagen Sie das zuerst: anlauf inquiry class --class data-subject',
  '{1} is {2}; the time is extended once, while it is open.':
    '{1} ist {2}; verlängert wird die Frist einmal, solange der Antrag offen ist.',
  'extended already': 'schon verlängert',
  'See how long there is: anlauf inquiry requests': 'Wie lange noch Zeit ist, zeigt: anlauf inquiry requests',
  'The first month of {1} is over; the law allows no extension any more.':
    'Der erste Monat von {1} ist vorbei; das Gesetz erlaubt keine Verlängerung mehr.',
  'Answer it now, and say why it is late.': 'Antworten Sie jetzt, und sagen Sie, warum es spät ist.',
  'There is no answer "{1}".': 'Es gibt keine Antwort „{1}“.',
  'Write it first: anlauf inquiry write. "anlauf inquiry answers" lists what there is.':
    'Schreiben Sie sie zuerst: anlauf inquiry write. „anlauf inquiry answers“ zeigt, was es gibt.',
  'The answer "{1}" was approved; it stays as people got it.':
    'Die Antwort „{1}“ ist freigegeben; sie bleibt, wie Menschen sie bekamen.',
  'Write the new text under another id.': 'Schreiben Sie den neuen Text unter einer anderen Kennung.',
  'The answer names the customer "{1}" and would go to everybody.':
    'Die Antwort nennt den Kunden „{1}“ und ginge an alle.',
  'Leave the name out, or mark the answer as one for this customer only.':
    'Lassen Sie den Namen weg, oder kennzeichnen Sie die Antwort als eine nur für diesen Kunden.',
  'More inquiries come in than can be stored.':
    'Es kommen mehr Anfragen herein, als gespeichert werden können.',
  'Wait a few seconds, then send it again.': 'Warten Sie einige Sekunden und schicken Sie sie noch einmal.',
  'Check the reference; one that nobody confirmed within 72 hours was deleted.':
    'Prüfen Sie das Zeichen; eine Anfrage, die 72 Stunden lang niemand bestätigt hat, wurde gelöscht.',
  '"{1}" is no id of an answer': '„{1}“ ist keine Kennung einer Antwort',
  'Use small letters, digits and "-", for instance mail-back.':
    'Nehmen Sie Kleinbuchstaben, Ziffern und „-“, zum Beispiel mail-back.',
  'The title is empty or too long': 'Der Titel ist leer oder zu lang',
  'At most 200 characters.': 'Höchstens 200 Zeichen.',
  'A text is empty, too long or has control characters': 'Ein Text ist leer, zu lang oder hat Steuerzeichen',
  'Both languages, at most {1} characters each.': 'Beide Sprachen, jede mit höchstens {1} Zeichen.',
  '{1} wrote "{2}" and cannot approve it.': '{1} hat „{2}“ geschrieben und kann es nicht freigeben.',
  'A second person reads it and approves it in the own name.':
    'Eine zweite Person liest sie und gibt sie im eigenen Namen frei.',
  '"{1}" was changed since it was read.': '„{1}“ wurde geändert, seit es gelesen wurde.',
  'Read it as it is now, then approve that.': 'Lesen Sie, wie es jetzt lautet, und geben Sie das frei.',
  '{1} is from the attacker; nobody answers it.': '{1} ist vom Angreifer; niemand antwortet darauf.',
  'It goes to security and to the police. If it is somebody else: anlauf inquiry class.':
    'Sie geht an die Sicherheit und an die Polizei. Ist sie von jemand anderem: anlauf inquiry class.',
  'Nobody said whether {1} is of the incident or of the exercise.':
    'Niemand hat gesagt, ob {1} zum Vorfall oder zur Übung gehört.',
  'Say it first: anlauf inquiry class --reference {1} --case ID':
    'Sagen Sie das zuerst: anlauf inquiry class --reference {1} --case KENNUNG',
  'The answer {1} is not approved.': 'Die Antwort {1} ist nicht freigegeben.',
  'A second person reads and approves it: anlauf inquiry approve --answer {1}':
    'Eine zweite Person liest sie und gibt sie frei: anlauf inquiry approve --answer {1}',
  'Nobody checked who wrote {1}, and the answer is for one customer only.':
    'Niemand hat geprüft, wer {1} geschrieben hat, und die Antwort ist nur für einen Kunden.',
  'Check it by known data, by calling back the known number or by the portal, and record it: anlauf inquiry class --identity':
    'Prüfen Sie es an bekannten Daten, mit einem Rückruf unter der bekannten Nummer oder über das Portal, und verzeichnen Sie es: anlauf inquiry class --identity',
  '{1} belongs to no case and stays there.': '{1} gehört zu keinem Fall und bleibt dort.',
  '{1} belongs to the case "{2}" and stays there.': '{1} gehört zum Fall „{2}“ und bleibt dort.',
  'Only one that came while an incident and an exercise were open can be given to a case.':
    'Nur eine Anfrage, die kam, während ein Vorfall und eine Übung offen waren, lässt sich einem Fall geben.',
  '{1} is "{2}" and cannot {3} now.': '{1} ist „{2}“ und lässt sich jetzt nicht {3}.',
  'It has to be {1}.': 'Sie muss {1} sein.',
  'Another server took the turn at the mailbox: this one did not answer for too long.':
    'Ein anderer Server hat das Postfach übernommen: Dieser hier hat zu lange nicht geantwortet.',
  'Nothing is lost and nothing taken in twice: the other one goes on.':
    'Nichts ist verloren und nichts doppelt übernommen: Der andere macht weiter.',
}
