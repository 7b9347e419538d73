import type { ClaimClass } from '../../messages/index.ts'

/**
 * Words by which a sentence touches a class of claims, German and English together, on folded text. Wide on purpose:
 * a sentence that is stopped for nothing costs a minute, a false all-clear costs the trust of all customers.
 */
const topics: Readonly<Record<ClaimClass, RegExp>> = {
  exfiltration:
    /abgefloss|abgreif|erbeut|mitgenommen|heruntergeladen|offengeleg|preisgegeben|falsche haende|(?<!(?:zugang|passw|kennw).*)fremde haende|(?<!(?:credential|passw).*)wrong hands|\bdownloaded\b|\bdisclos|\bexposed\b|\bexposure\b|\btook (?:nothing|anything|data|files)|abgefloss|abfluss|abfliess|abgeflie|exfiltr|ausgeleit|abgezogen|entwend|gestohlen|diebstahl|datenleck|leck\b|datenpanne|datenabgriff|abgegriffen|darknet|dark web|im netz angeboten|\bstolen\b|\bstole\b|\btheft\b|\bbreach|\bleak|\bcopied (?:out|off|by|from)|\btaken (?:out|from|by)|\bleft our (?:network|systems)|(?:daten|data|dateien|files)\b.*\b(?:kopiert|copied|veroeffentlicht|published|weitergegeben|verkauft|sold)\b/,
  access:
    /vertraulich|confidential|datenschutz(?:verletzung|vorfall|panne)|privacy|kompromitt|compromis|unberechtigt|\b(?:niemand|nobody|no one|keiner)\b.*(?:gesehen|gelesen|seen|read|viewed)|(?:angreif|taeter|hacker|krimin|erpress|attacker|intruder|criminal|extortion|blackmailer).*(?:daten|data|dateien|files|informationen|information|unterlagen|documents|records|nichts|nothing)|(?:daten|data|informationen|information|unterlagen|records|konten|accounts?|zugang|zugaenge)\b.*(?:gefahr|risiko|gefaehrdet|unberuehrt|geschuetzt|danger|\brisk|protected|untouched)|(?:gefahr|risiko|danger|\brisk).*(?:daten|data|informationen|information|unterlagen|records)|(?:angreif|taeter|hacker|krimin|unbefug|fremde|dritte|attacker|intruder|criminal|unauthori[sz]ed|third part|outsider).*(?:zugriff|zugegriff|zugang|gelesen|eingesehen|gesehen|access|read\b|seen\b|view)|(?:zugriff|zugegriffen|access(?:ed)?)\b.*\b(?:auf|to|of)\b.*(?:daten|data|dateien|files|postfaech|mailbox)|(?:daten|data|mails?|nachrichten|messages|customer records)\b.*\b(?:eingesehen|gelesen|viewed|been read|accessed|betroffen|affected|compromised|kompromittiert|gefaehrdet|at risk|sicher|safe|secure)\b/,
  credentials:
    /\blogins?\b|\bpins?\b|\bmfa\b|zugangscode|passwort|passwoert|kennwort|kennwoert|zugangsdaten|anmeldedaten|zugangskenn|\bpasswords?\b|\bcredentials?\b|\blog-?in (?:data|details)/,
  encryption: /verschluesselt|\bencrypted\b|\bencrypts?\b/,
  deletion: /geloescht|loeschung|\bloesch|vernichtet|zerstoert|\bdelet|\bwiped?\b|\berased?\b|\bdestroy/,
  loss: /vermissen|\bmiss (?:any|no|your)|erhalten geblieben|\bsurviv|ueberstanden|\b(?:alle|saemtliche|all|every|your)\b.*\b(?:daten|dateien|data|files?|mails?)\b.*(?:vollstaendig|erhalten|complete|preserved|intact|unversehrt|retained)|\b(?:haben|have)\b.*\b(?:alle|all)\b.*\b(?:daten|dateien|data|files|mails?)\b|datenverlust|verloren|verlust|verlier|\blost\b|\bloss\b|\blose\b|\blosing\b|(?:daten|dateien|data|files)\b.*\b(?:fehlen|fehlt|fehlend|weg|missing|gone|unrecoverable|unwiederbringlich)|(?:fehlende|missing)\b.*\b(?:daten|dateien|data|files)\b|(?:alle|saemtliche|all) (?:ihre |of |your |the |customer )*(?:daten|data) (?:sind|ist|are|is) (?:noch )?(?:da|vorhanden|vollstaendig|there|complete|still)/,
  // "The newest intact backup" says nothing of all backups; "backups … intact" does.
  backups:
    /(?:sicherung|backup)\w*\b.*\b(?:intakt|unversehrt|unbeschaedigt|beschaedigt|zerstoert|betroffen|verschont|sicher|in ordnung|unberuehrt|intact|undamaged|damaged|unharmed|destroyed|affected|safe|fine|complete|vollstaendig|vorhanden|clean|sauber|untouched|kompromittiert|compromised|ueberstanden|survived|funktionier\w*|working|works?|usable|brauchbar|nutzbar|sound|gut|good)\b|(?:haben|hat|verfuegen|liegen|gibt|existieren|have|has|there are|hold)\b.*(?:intakt|unversehrt|unbeschaedigt|sauber|vollstaendig|intact|undamaged|clean|complete)\w*\b.*(?:sicherung|backup)/,
  cause:
    /\bursache|ungepatcht|unpatched|\b(?:angriff|attack|vorfall|incident|es|it|alles|everything)\b.*\b(?:begann|started|began|ging .* aus|originated)\b|(?:angreif|taeter|hacker|sie|they|attackers?|criminals?)\b.*\b(?:kamen|gelangten|drangen|came in|got in|entered|gained entry)\b|einfallstor|einfallsweg|eintrittsweg|schwachstelle|sicherheitsluecke|phishing|eingedrungen|\bcaused?\b|\bcause\b|vulnerabilit|entry point|attack vector|broke in|break-in|\binsider\b/,
}

/** Classes that a folded sentence says something about. */
export function topicsOf(sentence: string): readonly ClaimClass[] {
  return (Object.keys(topics) as ClaimClass[]).filter((one) => topics[one].test(sentence))
}
