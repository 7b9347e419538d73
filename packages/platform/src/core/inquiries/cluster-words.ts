/**
 * Matters that people ask about in an outage, by how their words begin in German and English, folded: one question in
 * two languages is one question. Data, not cleverness: whoever runs a desk can add a line.
 */
const concepts: readonly (readonly [string, RegExp])[] = [
  [
    'WHEN',
    /^(?:wann|when|bis$|until|dauer|long|lange|zeitplan|schedule|termin|datum|date|heute|morgen|today|tomorrow)/,
  ],
  [
    'BACK',
    /^(?:wieder$|zurueck|back$|erreichbar|verfuegbar|available|funktion|geht$|laeuft|online|work|restor|restart|wiederherstell|wiederhergestellt)/,
  ],
  ['PASSWORD', /^(?:passwo|kennwo|password|credential|zugangsdaten|pin$)/],
  ['CHANGE', /^(?:aender|wechsel|change|reset|zuruecksetz|erneuer|neue[sn]?$|new$)/],
  [
    'STOLEN',
    /^(?:gestohlen|abgeflossen|abfluss|stolen|leak|exfiltr|kopiert|copied|entwendet|darknet|veroeffentlich|publish)/,
  ],
  ['LOST', /^(?:verlor|verlust|lost$|loss|geloescht|deleted|missing|fehl|weg$|gone)/],
  ['ENCRYPTED', /^(?:verschluessel|encrypt)/],
  ['MAIL', /^(?:e?mails?|postfach|mailbox|webmail|outlook|imap|smtp)/],
  ['SEND', /^(?:send|verschick|versand|schick|ausgehend|outgoing)/],
  ['RECEIVE', /^(?:empfang|empfange|receiv|eingehend|incoming|zugestellt|deliver|ankommen|kommen$|arriv)/],
  ['FILE', /^(?:datei|file|dokument|document|ordner|folder|unterlagen)/],
  ['BACKUP', /^(?:backup|sicherung|datensicherung|kopie)/],
  ['INVOICE', /^(?:rechnung|invoice|bill|zahlung|payment|bezahl|pay$|lastschrift|abbuch)/],
  ['MONEY', /^(?:erstatt|refund|gutschrift|credit$|schadenersatz|compensat|entschaedig|minderung|damages)/],
  ['CONTRACT', /^(?:vertrag|contract|kuendig|cancel|terminat|avv$|sla$)/],
  ['REPORT', /^(?:meld|report|notif|behoerde|authorit|aufsicht|datenschutzbehoerde|72$)/],
  ['SIGNIN', /^(?:anmeld|login|log$|einlogg|sign$|signin|zugang|access|zugriff|gesperrt|locked)/],
  ['PHISHING', /^(?:phishing|verdaechtig|suspicious|spam|betrug|fraud|gefaelscht|fake|anhang|attachment)/],
  ['MFA', /^(?:mfa$|2fa$|zwei|authenticator|faktor|factor|token)/],
  ['PHONE', /^(?:telefon|phone|anruf|call$|hotline|erreich$)/],
]

/** The matter of a folded word; undefined for a word that names none. */
export function conceptOf(word: string): string | undefined {
  return concepts.find(([, pattern]) => pattern.test(word))?.[0]
}

const fillers = new Set(
  (
    'der die das den dem des ein eine einen einem einer eines und oder aber auch noch nur schon mal bitte danke hallo guten tag ' +
    'ich wir sie ihr ihre ihren ihrem ihrer mein meine meinen meiner meinem unser unsere unseren unserer uns mir mich es ist sind war waren wird werden wurde wurden ' +
    'hat haben habe kann koennen koennte muss muessen soll sollen darf nicht kein keine mit von zu zum zur im in an am auf aus bei fuer ' +
    'nach seit ueber um wie was wer wo welche welcher warum ob dass wenn dann denn da hier jetzt gerade sehr mehr als so man sich ' +
    'freundlichen gruessen mfg viele gruesse dank damen herren geehrte sehr liebe team ' +
    'the a an and or but also still only already please thanks thank you hello dear hi i we they he she it is are was were be been ' +
    'has have had can could must should may not no with of to in on at by for from after since about how what who where which why if that ' +
    'then there here now my our your me us its this these those do does did will would all any some kind regards best team'
  ).split(' '),
)

/** Words that say nothing about what somebody wants to know. */
export function isFiller(word: string): boolean {
  return word.length < 2 || fillers.has(word)
}
