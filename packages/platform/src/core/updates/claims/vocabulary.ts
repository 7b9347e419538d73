import type { ClaimClass } from '../../messages/index.ts'

/**
 * Words by which a sentence touches a class of claims, German and English together, on folded text. Wide on purpose:
 * a sentence that is stopped for nothing costs a minute, a false all-clear costs the trust of all customers.
 */
const topics: Readonly<Record<ClaimClass, RegExp>> = {
  exfiltration:
    /abgefloss|abfluss|abfliess|abgeflie|exfiltr|ausgeleit|abgezogen|entwend|gestohlen|diebstahl|datenleck|leck\b|datenpanne|datenabgriff|abgegriffen|darknet|dark web|im netz angeboten|\bstolen\b|\bstole\b|\btheft\b|\bbreach|\bleak|\bcopied (?:out|off|by|from)|\btaken (?:out|from|by)|\bleft our (?:network|systems)|(?:daten|data|dateien|files)\b.*\b(?:kopiert|copied|veroeffentlicht|published|weitergegeben|verkauft|sold)\b/,
  access:
    /(?:angreif|taeter|hacker|krimin|unbefug|fremde|dritte|attacker|intruder|criminal|unauthori[sz]ed|third part|outsider).*(?:zugriff|zugegriff|zugang|gelesen|eingesehen|gesehen|access|read\b|seen\b|view)|(?:zugriff|zugegriffen|access(?:ed)?)\b.*\b(?:auf|to|of)\b.*(?:daten|data|dateien|files|postfaech|mailbox)|(?:daten|data|mails?|nachrichten|messages|customer records)\b.*\b(?:eingesehen|gelesen|viewed|been read|accessed|betroffen|affected|compromised|kompromittiert|gefaehrdet|at risk|sicher|safe|secure)\b/,
  credentials:
    /passwort|passwoert|kennwort|kennwoert|zugangsdaten|anmeldedaten|zugangskenn|\bpasswords?\b|\bcredentials?\b|\blog-?in (?:data|details)/,
  encryption: /verschluesselt|\bencrypted\b|\bencrypts?\b/,
  deletion: /geloescht|loeschung|\bloesch|vernichtet|zerstoert|\bdelet|\bwiped?\b|\berased?\b|\bdestroy/,
  loss: /datenverlust|verloren|verlust|verlier|\blost\b|\bloss\b|\blose\b|\blosing\b|(?:daten|dateien|data|files)\b.*\b(?:fehlen|fehlt|fehlend|weg|missing|gone|unrecoverable|unwiederbringlich)|(?:fehlende|missing)\b.*\b(?:daten|dateien|data|files)\b|(?:alle|saemtliche|all) (?:ihre |of |your |the |customer )*(?:daten|data) (?:sind|ist|are|is) (?:noch )?(?:da|vorhanden|vollstaendig|there|complete|still)/,
  // "The newest intact backup" says nothing of all backups; "backups … intact" does.
  backups:
    /(?:sicherung|backup)\w*\b.*\b(?:intakt|unversehrt|unbeschaedigt|beschaedigt|zerstoert|betroffen|verschont|sicher|in ordnung|unberuehrt|intact|undamaged|damaged|unharmed|destroyed|affected|safe|fine|complete|vollstaendig|vorhanden|clean|sauber|untouched)\b|(?:haben|hat|verfuegen|liegen|gibt|existieren|have|has|there are|hold)\b.*(?:intakt|unversehrt|unbeschaedigt|sauber|vollstaendig|intact|undamaged|clean|complete)\w*\b.*(?:sicherung|backup)/,
  cause:
    /\bursache|einfallstor|einfallsweg|eintrittsweg|schwachstelle|sicherheitsluecke|phishing|eingedrungen|\bcaused?\b|\bcause\b|vulnerabilit|entry point|attack vector|broke in|break-in|\binsider\b/,
}

/** Classes that a folded sentence says something about. */
export function topicsOf(sentence: string): readonly ClaimClass[] {
  return (Object.keys(topics) as ClaimClass[]).filter((one) => topics[one].test(sentence))
}
