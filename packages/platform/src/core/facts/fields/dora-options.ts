import type { Words } from '../../estate/index.ts'

/**
 * Answers that the form for major ICT-related incidents offers (ITS (EU) 2025/302, Annex II). The ids are ours; the
 * German words are our translation, not the official text.
 */
type Options = Readonly<Record<string, Words>>

const w = (de: string, en: string): Words => ({ de, en })

/** DORA Art. 2(1), points (a) to (t). */
export const entityTypes: Options = {
  'credit-institution': w('Kreditinstitut', 'credit institution'),
  'payment-institution': w('Zahlungsinstitut', 'payment institution'),
  'exempted-payment-institution': w('ausgenommenes Zahlungsinstitut', 'exempted payment institution'),
  'account-information': w('Kontoinformationsdienstleister', 'account information service provider'),
  'e-money': w('E-Geld-Institut', 'electronic money institution'),
  'exempted-e-money': w('ausgenommenes E-Geld-Institut', 'exempted electronic money institution'),
  'investment-firm': w('Wertpapierfirma', 'investment firm'),
  'crypto-asset': w('Anbieter von Kryptowerte-Dienstleistungen', 'crypto-asset service provider'),
  'asset-referenced': w('Emittent wertreferenzierter Token', 'issuer of asset-referenced tokens'),
  csd: w('Zentralverwahrer', 'central securities depository'),
  ccp: w('zentrale Gegenpartei', 'central counterparty'),
  'trading-venue': w('Handelsplatz', 'trading venue'),
  'trade-repository': w('Transaktionsregister', 'trade repository'),
  aifm: w('Verwalter alternativer Investmentfonds', 'manager of alternative investment funds'),
  'management-company': w('Verwaltungsgesellschaft', 'management company'),
  'data-reporting': w('Datenbereitstellungsdienst', 'data reporting service provider'),
  insurer: w('Versicherungs- oder Rückversicherungsunternehmen', 'insurance or reinsurance undertaking'),
  intermediary: w('Versicherungsvermittler', 'insurance intermediary'),
  pension: w('Einrichtung der betrieblichen Altersversorgung', 'institution for occupational retirement'),
  'rating-agency': w('Ratingagentur', 'credit rating agency'),
  benchmark: w('Administrator kritischer Referenzwerte', 'administrator of critical benchmarks'),
  crowdfunding: w('Schwarmfinanzierungsdienstleister', 'crowdfunding service provider'),
  securitisation: w('Verbriefungsregister', 'securitisation repository'),
}

export const criteria: Options = {
  clients: w('Kunden, Gegenparteien und Transaktionen', 'clients, financial counterparts and transactions'),
  reputation: w('Reputationsschaden', 'reputational impact'),
  duration: w('Dauer und Ausfallzeit', 'duration and service downtime'),
  spread: w('geografische Ausbreitung', 'geographical spread'),
  'data-losses': w('Datenverluste', 'data losses'),
  'critical-services': w('kritische Dienste betroffen', 'critical services affected'),
  economic: w('wirtschaftliche Auswirkungen', 'economic impact'),
}

export const discoveredBy: Options = {
  'it-security': w('IT-Sicherheit', 'IT security'),
  staff: w('Beschäftigte', 'staff'),
  'internal-audit': w('interne Revision', 'internal audit'),
  'external-audit': w('externe Prüfung', 'external audit'),
  clients: w('Kunden', 'clients'),
  counterparts: w('Gegenparteien', 'financial counterparts'),
  'third-party': w('Drittdienstleister', 'third-party provider'),
  attacker: w('Angreifer', 'attacker'),
  monitoring: w('Überwachungssysteme', 'monitoring systems'),
  authority: w('Behörde oder Strafverfolgung', 'authority or law enforcement'),
  other: w('andere', 'other'),
}

export const figureKinds: Options = {
  'clients-actual': w('Kunden: tatsächlich', 'clients: actual figures'),
  'clients-estimate': w('Kunden: geschätzt', 'clients: estimates'),
  'clients-none': w('Kunden: keine Auswirkung', 'clients: no impact'),
  'counterparts-actual': w('Gegenparteien: tatsächlich', 'counterparts: actual figures'),
  'counterparts-estimate': w('Gegenparteien: geschätzt', 'counterparts: estimates'),
  'counterparts-none': w('Gegenparteien: keine Auswirkung', 'counterparts: no impact'),
  'transactions-actual': w('Transaktionen: tatsächlich', 'transactions: actual figures'),
  'transactions-estimate': w('Transaktionen: geschätzt', 'transactions: estimates'),
  'transactions-none': w('Transaktionen: keine Auswirkung', 'transactions: no impact'),
}

export const reputation: Options = {
  media: w('in den Medien', 'reflected in the media'),
  complaints: w('wiederholte Beschwerden', 'repetitive complaints'),
  requirements: w('Anforderungen der Aufsicht nicht erfüllbar', 'unable to meet regulatory requirements'),
  loss: w('Verlust von Kunden', 'loss of clients or counterparts'),
}

export const durationFigures: Options = {
  actual: w('tatsächlich', 'actual figures'),
  estimate: w('geschätzt', 'estimates'),
  both: w('teils tatsächlich, teils geschätzt', 'actual figures and estimates'),
  none: w('keine Angabe möglich', 'no information available'),
}

export const memberStateImpact: Options = {
  clients: w('Kunden', 'clients'),
  counterparts: w('Gegenparteien', 'financial counterparts'),
  branch: w('Zweigniederlassung', 'branch of the financial entity'),
  group: w('Finanzunternehmen der Gruppe', 'financial entities within the group'),
  infrastructure: w('Finanzmarktinfrastruktur', 'financial market infrastructure'),
  'third-parties': w('gemeinsame Drittdienstleister', 'common third-party providers'),
}

export const dataLosses: Options = {
  availability: w('Verfügbarkeit', 'availability'),
  authenticity: w('Authentizität', 'authenticity'),
  integrity: w('Integrität', 'integrity'),
  confidentiality: w('Vertraulichkeit', 'confidentiality'),
}

export const incidentTypes: Options = {
  cyber: w('Cybersicherheit', 'cybersecurity-related'),
  process: w('Prozessversagen', 'process failure'),
  system: w('Systemausfall', 'system failure'),
  external: w('externes Ereignis', 'external event'),
  payment: w('zahlungsbezogen', 'payment-related'),
  other: w('andere', 'other'),
}

export const techniques: Options = {
  'social-engineering': w('Social Engineering, auch Phishing', 'social engineering, including phishing'),
  ddos: w('Überlastung (DoS, DDoS)', '(D)DoS'),
  'identity-theft': w('Identitätsdiebstahl', 'identity theft'),
  encryption: w('Verschlüsselung, auch Ransomware', 'data encryption for impact, including ransomware'),
  hijacking: w('Missbrauch von Ressourcen', 'resource hijacking'),
  exfiltration: w('Abfluss und Manipulation von Daten', 'data exfiltration and manipulation'),
  destruction: w('Zerstörung von Daten', 'data destruction'),
  defacement: w('Verunstaltung von Webseiten', 'defacement'),
  'supply-chain': w('Angriff über die Lieferkette', 'supply-chain attack'),
  other: w('andere', 'other'),
}

export const yesNoUnknown: Options = {
  yes: w('ja', 'yes'),
  no: w('nein', 'no'),
  unknown: w('keine Angabe möglich', 'information not available'),
}

export const otherAuthorities: Options = {
  police: w('Polizei oder Strafverfolgung', 'police or law enforcement'),
  csirt: w('CSIRT', 'CSIRT'),
  dpa: w('Datenschutzaufsicht', 'data protection authority'),
  cyber: w('nationale Cybersicherheitsbehörde', 'national cybersecurity agency'),
  none: w('keine', 'none'),
  other: w('andere', 'other'),
}

export const rootCauses: Options = {
  malicious: w('böswillige Handlungen', 'malicious actions'),
  process: w('Prozessversagen', 'process failure'),
  system: w('Systemausfall oder Fehlfunktion', 'system failure or malfunction'),
  human: w('menschliches Versagen', 'human error'),
  external: w('externes Ereignis', 'external event'),
}
